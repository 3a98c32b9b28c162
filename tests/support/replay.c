/* Feeding a recorded connection to libparley, cut in some way. What the items mean is not known
 * here: they are only copied field by field (so that padding does not count) and compared. */
#include "replay.h"
#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 256 };

/* Other events leave what belongs to WebSocket as it was. */
static bool event_has_websocket(const parley_event *event) {
    bool names_it = event->protocol != NULL && strcmp(event->protocol, "websocket") == 0;
    return (event->kind >= PARLEY_EVENT_PAYLOAD && event->kind <= PARLEY_EVENT_CLOSE) ||
           (event->kind == PARLEY_EVENT_SWITCH && names_it);
}

static void websocket_copy(parley_websocket *to, const parley_websocket *from) {
    to->payload_length = from->payload_length, to->frames = from->frames, to->key = from->key;
    to->code = from->code, to->opcode = from->opcode, to->rsv = from->rsv, to->fin = from->fin;
    to->text = from->text, to->compressed = from->compressed, to->judged = from->judged;
    to->window_bits = from->window_bits, to->no_takeover = from->no_takeover;
}

/* An item with every byte that is no field 0, so that items can be compared as bytes. */
static parley_item item_clean(const parley_item *item) {
    parley_item clean;
    memset(&clean, 0, sizeof clean);
    clean.is_finding = item->is_finding;
    if (item->is_finding) {
        const parley_finding *from = &item->as.finding;
        parley_finding *to = &clean.as.finding;
        to->rule = from->rule, to->side = from->side, to->exchange = from->exchange;
        to->span = from->span, to->frame = from->frame, to->time = from->time;
        to->machine = from->machine, to->state = from->state, to->got = from->got;
        to->mask = from->mask;
        to->number = from->number, to->turn = from->turn;
        to->exchange_machine = from->exchange_machine, to->turn_machine = from->turn_machine;
        to->exchange_state = from->exchange_state, to->turn_state = from->turn_state;
        to->message_offset = from->message_offset, to->content_offset = from->content_offset;
        to->requests = from->requests, to->responses = from->responses;
    } else {
        const parley_event *from = &item->as.event;
        parley_event *to = &clean.as.event;
        to->kind = from->kind, to->side = from->side, to->layer = from->layer,
        to->exchange = from->exchange;
        to->span = from->span, to->frame = from->frame, to->time = from->time,
        to->turn = from->turn;
        to->method = from->method, to->target = from->target, to->version = from->version;
        to->status = from->status, to->interim = from->interim, to->protocol = from->protocol;
        to->reason = from->reason, to->encoded = from->encoded, to->opens = from->opens;
        if (event_has_websocket(from)) websocket_copy(&to->websocket, &from->websocket);
    }
    return clean;
}

static bool item_is_content(const parley_item *item) {
    return !item->is_finding && (item->as.event.kind == PARLEY_EVENT_CONTENT ||
                                 item->as.event.kind == PARLEY_EVENT_PAYLOAD);
}

/* Content comes in as many pieces as its bytes did: pieces that touch are made one. What is found
 * in a piece is told behind it. */
static bool content_joins(replay *played, const parley_item *next) {
    size_t at = played->count;
    while (at > 0 && played->items[at - 1].is_finding)
        at--;
    if (at == 0 || !item_is_content(next)) return false;
    parley_item *last = &played->items[at - 1];
    if (!item_is_content(last) || last->as.event.kind != next->as.event.kind) return false;
    parley_event *before = &last->as.event;
    const parley_event *after = &next->as.event;
    if (before->side != after->side || before->exchange != after->exchange) return false;
    if (before->span.offset + before->span.length != after->span.offset) return false;
    before->span.length += after->span.length;
    return true;
}

static void replay_keep(replay *played, const parley_item *item) {
    parley_item clean = item_clean(item);
    if (content_joins(played, &clean)) return;
    if (played->count == played->room) {
        played->room = played->room * 2 + 32;
        parley_item *larger = realloc(played->items, played->room * sizeof *larger);
        assert_non_null(larger);
        played->items = larger;
    }
    memcpy(&played->items[played->count++], &clean, sizeof clean);
}

/* Feeds one input until all of it was taken and all was said about it. */
static void replay_feed(replay *played, parley_conversation *conversation, parley_input input,
                        size_t max) {
    parley_item items[MOST_ITEMS];
    bool more = true;
    for (unsigned idle = 0; more || input.length > 0;) {
        size_t n = 0;
        more = false;
        uint64_t taken = parley_conversation_feed(conversation, &input, items, max, &n, &more);
        assert_true(taken <= input.length);
        assert_true(n <= max);
        for (size_t i = 0; i < n; i++)
            replay_keep(played, &items[i]);
        if (input.kind != PARLEY_BYTES && !more) return;
        if (input.kind == PARLEY_BYTES) {
            input.bytes += taken;
            input.length -= taken;
        }
        idle = taken == 0 && n == 0 ? idle + 1 : 0;
        assert_true(idle < 8); /* it neither takes nor tells anything */
    }
}

static uint64_t random_next(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* How long the next piece is, when so many bytes of the connection have been fed and left of this
 * input remain. */
static uint64_t piece_length(const replay_cut *cut, uint64_t fed, uint64_t left, uint64_t *seed) {
    uint64_t length = left;
    if (cut->at > fed && cut->at - fed < length) length = cut->at - fed;
    if (cut->every != 0 && cut->every < length) length = cut->every;
    if (cut->hostile_seed != 0) {
        uint64_t drawn = 1 + random_next(seed) % (random_next(seed) % 4 == 0 ? 64 : 5);
        if (drawn < length) length = drawn;
    }
    return length;
}

replay replay_run(const record_connection *talk, const replay_cut *cut) {
    replay played = {0};
    parley_conversation conversation;
    uint64_t fed = 0, seed = cut->hostile_seed;
    size_t max = cut->max < 16 ? 16 : cut->max > MOST_ITEMS ? MOST_ITEMS : cut->max;
    parley_conversation_start(&conversation, PARLEY_HTTP1,
                              talk->flags | PARLEY_CONTENT | PARLEY_BODIES | PARLEY_PAYLOAD |
                                  PARLEY_FRAMES);
    for (size_t i = 0; i < talk->count; i++) {
        parley_input input = talk->inputs[i];
        uint64_t left = input.kind == PARLEY_BYTES ? input.length : 0;
        if (left == 0) replay_feed(&played, &conversation, input, max);
        while (left > 0) {
            input.length = piece_length(cut, fed, left, &seed);
            replay_feed(&played, &conversation, input, max);
            input.bytes += input.length;
            left -= input.length;
            fed += input.length;
        }
    }
    played.verdict = parley_conversation_verdict(&conversation);
    played.exchanges = parley_conversation_exchanges(&conversation);
    return played;
}

void replay_free(replay *played) {
    free(played->items);
    *played = (replay){0};
}

static void item_print(const char *mark, const replay *played, size_t i) {
    if (i >= played->count) {
        print_error("  %s: nothing\n", mark);
    } else if (played->items[i].is_finding) {
        const parley_finding *finding = &played->items[i].as.finding;
        print_error(
            "  %s: item %zu: %s at %s offset %llu length %llu state %u got %u number %llu\n", mark,
            i, finding->rule->id, parley_side_name(finding->side),
            (unsigned long long)finding->span.offset, (unsigned long long)finding->span.length,
            finding->state, finding->got, (unsigned long long)finding->number);
    } else {
        const parley_event *event = &played->items[i].as.event;
        print_error("  %s: item %zu: event %d of %s, exchange %llu, span %llu+%llu turn %d\n", mark,
                    i, (int)event->kind, parley_side_name(event->side),
                    (unsigned long long)event->exchange, (unsigned long long)event->span.offset,
                    (unsigned long long)event->span.length, (int)event->turn);
    }
}

bool replay_same(const replay *a, const replay *b) {
    size_t most = a->count > b->count ? a->count : b->count;
    for (size_t i = 0; i < most; i++) {
        if (i < a->count && i < b->count &&
            memcmp(&a->items[i], &b->items[i], sizeof a->items[i]) == 0)
            continue;
        item_print("whole", a, i);
        item_print("cut", b, i);
        return false;
    }
    if (a->verdict == b->verdict && a->exchanges == b->exchanges) return true;
    print_error("  whole: %s, %llu exchanges; cut: %s, %llu exchanges\n",
                parley_verdict_name(a->verdict), (unsigned long long)a->exchanges,
                parley_verdict_name(b->verdict), (unsigned long long)b->exchanges);
    return false;
}

bool item_sane(const parley_item *item) {
    char text[256];
    if (!item->is_finding)
        return item->as.event.kind <= PARLEY_EVENT_CLOSE && item->as.event.side <= PARLEY_SERVER;
    const parley_finding *finding = &item->as.finding;
    if (finding->rule == NULL || finding->side > PARLEY_SERVER) return false;
    if (finding->machine == NULL || finding->state >= finding->machine->n_states) return false;
    size_t length = parley_state_text(finding->machine, finding->state, text, sizeof text);
    length += parley_got_text(finding, text, sizeof text) +
              parley_message_text(finding, text, sizeof text);
    for (size_t i = 0; i < parley_expected_count(finding); i++)
        length += parley_expected_text(finding, i, text, sizeof text);
    return length > 0 && parley_message_text(finding, text, sizeof text) > 0;
}

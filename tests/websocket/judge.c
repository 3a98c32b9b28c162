/* What libparley says about a dialog, and whether that is what the second reading says. */
#include "judge.h"
#include "../support/cmocka_all.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 64, SHORT = 700 };

uint64_t draw(uint64_t *seed, uint64_t n) {
    *seed += 0x9e3779b97f4a7c15u;
    uint64_t z = *seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z ^ (z >> 31)) % n;
}

/* ---- telling ---- */

static void websocket_clean(const parley_event *from, parley_event *to) {
    const parley_websocket *w = &from->websocket;
    parley_websocket *own = &to->websocket;
    bool websocket =
        from->kind >= PARLEY_EVENT_PAYLOAD ||
        (from->kind == PARLEY_EVENT_SWITCH && strcmp(from->protocol, "websocket") == 0);
    if (!websocket) return;
    own->payload_length = w->payload_length, own->frames = w->frames, own->key = w->key;
    own->code = w->code, own->opcode = w->opcode, own->rsv = w->rsv, own->fin = w->fin;
    own->compressed = w->compressed, own->judged = w->judged;
    own->window_bits = w->window_bits, own->no_takeover = w->no_takeover;
}

static void item_clean(const parley_item *item, parley_item *clean) {
    memset(clean, 0, sizeof *clean);
    clean->is_finding = item->is_finding;
    if (item->is_finding) {
        const parley_finding *from = &item->as.finding;
        parley_finding *to = &clean->as.finding;
        to->rule = from->rule, to->side = from->side, to->exchange = from->exchange;
        to->span = from->span, to->frame = from->frame, to->time = from->time;
        to->machine = from->machine, to->state = from->state, to->got = from->got;
        to->mask = from->mask, to->number = from->number, to->turn = from->turn;
        to->turn_machine = from->turn_machine, to->turn_state = from->turn_state;
        to->message_offset = from->message_offset, to->content_offset = from->content_offset;
        return;
    }
    const parley_event *from = &item->as.event;
    parley_event *to = &clean->as.event;
    to->kind = from->kind, to->side = from->side, to->layer = from->layer;
    to->exchange = from->exchange, to->span = from->span, to->frame = from->frame;
    to->time = from->time, to->turn = from->turn, to->status = from->status;
    to->protocol = from->protocol, to->reason = from->reason;
    websocket_clean(from, to);
}

/* Payload comes in as many pieces as its bytes did. */
static bool payload_joins(judged *j, const parley_item *next) {
    if (j->n == 0 || next->is_finding || next->as.event.kind != PARLEY_EVENT_PAYLOAD) return false;
    parley_item *last = &j->items[j->n - 1];
    if (last->is_finding || last->as.event.kind != PARLEY_EVENT_PAYLOAD) return false;
    parley_event *before = &last->as.event;
    const parley_event *after = &next->as.event;
    if (before->side != after->side) return false;
    if (before->span.offset + before->span.length != after->span.offset) return false;
    uint8_t none[4] = {0};
    uint32_t turned = parley_unmask(none, none, before->span.length % 4, before->websocket.key);
    assert_int_equal(turned, after->websocket.key);
    before->span.length += after->span.length;
    return true;
}

static void item_keep(judged *j, const parley_item *item) {
    parley_item clean;
    item_clean(item, &clean);
    if (payload_joins(j, &clean)) return;
    if (j->n == j->room) {
        j->room = j->room * 2 + 32;
        parley_item *larger = realloc(j->items, j->room * sizeof *larger);
        assert_non_null(larger);
        j->items = larger;
    }
    memcpy(&j->items[j->n++], &clean, sizeof clean);
}

static void input_tell(judged *j, parley_conversation *conversation, parley_input input,
                       size_t max) {
    parley_item items[MOST_ITEMS];
    bool more = true;
    for (unsigned idle = 0; more || (input.kind == PARLEY_BYTES && input.length > 0);) {
        size_t n = 0;
        more = false;
        uint64_t taken = parley_conversation_feed(conversation, &input, items, max, &n, &more);
        assert_true(n <= max);
        for (size_t i = 0; i < n; i++)
            item_keep(j, &items[i]);
        if (input.kind == PARLEY_BYTES) {
            assert_true(taken <= input.length);
            input.bytes += taken;
            input.length -= taken;
        }
        idle = taken == 0 && n == 0 ? idle + 1 : 0;
        assert_true(idle < 8); /* it neither takes nor tells anything */
    }
}

/* Every byte alone is for frames and the end of the head before them. */
static uint64_t piece_length(const cutting *cut, uint64_t before, uint64_t left, uint64_t *seed) {
    uint64_t length = left;
    uint64_t every = before > 4 ? before - 4 : cut->every;
    if (cut->every != 0 && every < length) length = every;
    if (cut->seed != 0) {
        uint64_t drawn = 1 + draw(seed, draw(seed, 4) == 0 ? 4096 : 7);
        if (drawn < length) length = drawn;
    }
    return length;
}

judged judge_run(const dialog *d, const cutting *cut) {
    judged j = {0};
    parley_conversation conversation;
    uint64_t seed = cut->seed;
    parley_conversation_start(&conversation, d->protocol, d->flags);
    for (size_t i = 0; i < d->count; i++) {
        const happening *h = &d->list[i];
        parley_input input = {.kind = h->kind,
                              .side = h->side,
                              .time = h->time,
                              .frame = i + 1,
                              .seen = h->all ? PARLEY_SEEN_ALL : h->seen,
                              .length = h->length};
        if (h->kind != PARLEY_BYTES) {
            input_tell(&j, &conversation, input, cut->max);
            continue;
        }
        input.bytes = d->bytes[h->side] + h->from;
        for (uint64_t left = h->length; left > 0; left -= input.length) {
            uint64_t at = h->from + h->length - left, begin = d->begin[h->side];
            input.length = piece_length(cut, begin > at ? begin - at : 0, left, &seed);
            input_tell(&j, &conversation, input, cut->max);
            input.bytes += input.length;
        }
    }
    j.verdict = parley_conversation_verdict(&conversation);
    return j;
}

void judge_free(judged *j) {
    free(j->items);
    *j = (judged){0};
}

/* ---- comparing ---- */

static const char *short_id(const parley_rule *rule) {
    const char *dot = strchr(rule->id, '.');
    return strncmp(rule->id, "websocket.", 10) == 0 ? dot + 1 : rule->id;
}

static bool expects(expected *e, const parley_finding *f) {
    return !e->found && (e->either_side || e->side == f->side) &&
           strcmp(e->rule, short_id(f->rule)) == 0 && f->span.offset >= e->from &&
           f->span.offset <= e->to;
}

/* Of what fits, what must be said comes first. */
static bool finding_expected(opinion *o, const parley_finding *f) {
    expected *fits = NULL;
    for (size_t i = 0; i < o->n; i++)
        if (expects(&o->list[i], f) && (fits == NULL || (o->list[i].must && !fits->must)))
            fits = &o->list[i];
    if (fits != NULL) fits->found = true;
    return fits != NULL;
}

static void judged_print(const judged *j) {
    print_error("  libparley: %s\n", parley_verdict_name(j->verdict));
    for (size_t i = 0; i < j->n; i++) {
        if (!j->items[i].is_finding) continue;
        const parley_finding *f = &j->items[i].as.finding;
        print_error("    %s %s by %s at %llu\n", parley_level_name(f->rule->level), f->rule->id,
                    parley_side_name(f->side), (unsigned long long)f->span.offset);
    }
}

/* A note about the HTTP of the handshake is nothing that is judged here. */
static bool beside_the_point(const parley_finding *f) {
    return strncmp(f->rule->id, "http1.", 6) == 0 && f->rule->level == PARLEY_NOTE;
}

static bool opinions_agree(opinion *o, const judged *j) {
    bool same = (o->verdicts & 1u << j->verdict) != 0;
    if (!same) print_error("differs: the verdict\n");
    for (size_t i = 0; i < o->n; i++)
        o->list[i].found = false;
    for (size_t i = 0; i < j->n; i++) {
        const parley_finding *f = &j->items[i].as.finding;
        if (!j->items[i].is_finding || beside_the_point(f)) continue;
        bool level = strncmp(f->rule->id, "websocket.", 10) != 0 ||
                     (int)f->rule->level == rule_level(short_id(f->rule));
        if (finding_expected(o, f) && level) continue;
        print_error("differs: %s is said\n", f->rule->id);
        same = false;
    }
    for (size_t i = 0; i < o->n; i++) {
        if (!o->list[i].must || o->list[i].found) continue;
        print_error("differs: %s is not said\n", o->list[i].rule);
        same = false;
    }
    return same;
}

static void compare(const dialog *d, opinion *o, const judged *j) {
    if (opinions_agree(o, j)) return;
    dialog_print(d);
    opinion_print(o);
    judged_print(j);
    fail_msg("%s: not what the second reading says", d->title);
}

/* ---- cutting ---- */

static void item_print(const char *how, const judged *j, size_t i) {
    if (i >= j->n) {
        print_error("  %s: nothing\n", how);
        return;
    }
    const parley_finding *f = &j->items[i].as.finding;
    const parley_event *e = &j->items[i].as.event;
    if (j->items[i].is_finding)
        print_error("  %s: %s by %s at %llu+%llu state %u got %u mask %u number %llu turn %d/%u "
                    "message %llu content %lld frame %llu\n",
                    how, f->rule->id, parley_side_name(f->side), (unsigned long long)f->span.offset,
                    (unsigned long long)f->span.length, f->state, f->got, f->mask,
                    (unsigned long long)f->number, (int)f->turn, f->turn_state,
                    (unsigned long long)f->message_offset, (long long)f->content_offset,
                    (unsigned long long)f->frame);
    else
        print_error("  %s: event %d of %s at %llu+%llu turn %d\n", how, (int)e->kind,
                    parley_side_name(e->side), (unsigned long long)e->span.offset,
                    (unsigned long long)e->span.length, (int)e->turn);
}

static void same_however_cut(const dialog *d, const judged *whole, const cutting *cut) {
    judged j = judge_run(d, cut);
    size_t most = j.n > whole->n ? j.n : whole->n;
    for (size_t i = 0; i < most; i++) {
        if (i < j.n && i < whole->n &&
            memcmp(&j.items[i], &whole->items[i], sizeof j.items[i]) == 0)
            continue;
        dialog_print(d);
        item_print("whole", whole, i);
        item_print("in pieces", &j, i);
        fail_msg("%s: not the same in pieces (every %llu, seed %llu, %zu items at a time)",
                 d->title, (unsigned long long)cut->every, (unsigned long long)cut->seed, cut->max);
    }
    assert_int_equal(j.verdict, whole->verdict);
    judge_free(&j);
}

void judge_once(const dialog *d, opinion *o) {
    const cutting whole = {.max = MOST_ITEMS};
    judged j = judge_run(d, &whole);
    compare(d, o, &j);
    judge_free(&j);
}

void judge_against(const dialog *d, opinion *o) {
    const cutting whole = {.max = MOST_ITEMS};
    const cutting bytes = {.every = 1, .max = 16};
    const cutting pieces = {.seed = d->seed + d->count + 1, .max = 16};
    judged j = judge_run(d, &whole);
    compare(d, o, &j);
    same_however_cut(d, &j, &pieces);
    if (d->n[0] + d->n[1] <= SHORT) same_however_cut(d, &j, &bytes);
    judge_free(&j);
}

void judge_dialog(const dialog *d) {
    opinion o = {.n = 0};
    expect_frames(d, &o);
    judge_against(d, &o);
}

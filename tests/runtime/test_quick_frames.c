/* The quick way through frames (runtime/websocket_quick.c) does by hand what the machines say of
 * plain ones. Here stands what they say: where a grammar asks for more, this test fails, and the
 * quick way has to learn it. And what comes out is the same by both ways, whatever is asked for. */
#include "../../grammars/websocket/symbols.h"
#include "../../runtime/parley.h"
#include "../support/cmocka_all.h"
#include <stdlib.h>
#include <string.h>

static uint64_t next_random(void) {
    static uint64_t state = 6455;
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t random_below(size_t n) {
    return (size_t)(next_random() % n);
}

/* ---- what the machines say ---- */

/* The header of a frame of this side behind its first byte. Returns its length. */
static size_t header_make(uint8_t *bytes, bool masked, size_t size) {
    size_t n = 1;
    bytes[0] = (uint8_t)((masked ? 0x80u : 0) | (size < 126 ? size : 126));
    if (size >= 126) {
        bytes[n++] = (uint8_t)(size >> 8);
        bytes[n++] = (uint8_t)size;
    }
    for (size_t i = 0; masked && i < 4; i++)
        bytes[n++] = (uint8_t)(1 + random_below(255));
    return n;
}

/* Of these bytes only the last one asks, and no rule is broken. */
static void header_is_plain(const parley_machine *m, uint16_t symbol, bool masked, size_t size) {
    uint8_t bytes[8];
    size_t n = header_make(bytes, masked, size);
    uint16_t state = m->start;
    assert_int_equal(parley_machine_symbol(m, &state, symbol), 0);
    for (size_t i = 0; i < n; i++) {
        uint16_t list = parley_machine_symbol(m, &state, bytes[i]);
        bool asks = false;
        for (size_t k = m->action_index[list]; k < m->action_index[list + 1]; k++) {
            uint16_t op = m->ops[k];
            asks = asks || op == PARLEY_OP(PARLEY_OP_ASK, ASK_PAYLOAD);
            assert_int_not_equal(PARLEY_OP_KIND(op), PARLEY_OP_RULE);
            assert_int_not_equal(PARLEY_OP_KIND(op), PARLEY_OP_LATE);
        }
        assert_int_not_equal(state, 0);
        assert_int_equal(asks, i + 1 == n);
    }
    uint16_t list = parley_machine_symbol(m, &state, PAYLOAD_END);
    for (size_t k = m->action_index[list]; k < m->action_index[list + 1]; k++)
        assert_int_equal(m->ops[k], PARLEY_OP(PARLEY_OP_EVENT, EV_FRAME_END));
    assert_int_equal(state, m->start);
}

static void headers_of_the_shortest_form_break_no_rule(void **unused) {
    (void)unused;
    static const char *const names[] = {"websocket.client", "websocket.server"};
    for (size_t side = 0; side < 2; side++) {
        const parley_machine *m = parley_machine_find(names[side]);
        assert_non_null(m);
        for (size_t size = 0; size < 65536; size++) {
            header_is_plain(m, HEADER_DATA, side == 0, size);
            if (size < 126) header_is_plain(m, HEADER_PING, side == 0, size);
        }
    }
}

static void first_is(const parley_machine *m, uint16_t *state, uint8_t byte, uint16_t next) {
    assert_int_equal(parley_machine_symbol(m, state, byte), 0);
    assert_int_equal(*state, next);
}

static void plain_frames_follow_each_other_by_two_states(void **unused) {
    (void)unused;
    const parley_machine *m = parley_machine_find("websocket.frames");
    assert_non_null(m);
    uint16_t state = m->start;
    assert_int_equal(parley_machine_symbol(m, &state, PLAIN_FRAMES), 0);
    const uint16_t between = state;
    assert_int_equal(parley_machine_symbol(m, &state, 0x01), 0);
    const uint16_t within = state;
    assert_int_not_equal(between, within);
    for (unsigned opcode = 1; opcode <= 2; opcode++) {
        state = between;
        first_is(m, &state, (uint8_t)(0x80u | opcode), between);
        first_is(m, &state, 0x89, between);
        first_is(m, &state, 0x8a, between);
        first_is(m, &state, (uint8_t)opcode, within);
        first_is(m, &state, 0x00, within);
        first_is(m, &state, 0x89, within);
        first_is(m, &state, 0x8a, within);
        first_is(m, &state, 0x80, between);
    }
}

/* ---- both ways ---- */

enum { STREAM = 6000, ITEMS = 4000 };

/* What one side sends, and what its frames carry. */
typedef struct stream {
    uint8_t bytes[STREAM], plain[STREAM]; /* plain: unmasked, at the same offsets */
    uint8_t kind[STREAM];                 /* of the message that a payload byte belongs to */
    size_t n;
} stream;

/* Mostly plain frames. */
static void frame_make(stream *s, bool masked, uint8_t *open) {
    bool control = random_below(6) == 0, fin = control || random_below(3) != 0;
    uint8_t opcode = control      ? (uint8_t)(9 + random_below(2))
                     : *open != 0 ? 0
                                  : (uint8_t)(1 + random_below(2));
    size_t size = random_below(8) == 0 && !control ? random_below(400) : random_below(40);
    uint8_t kind = control ? 8 : opcode != 0 ? opcode : *open;
    if (s->n + size + 8 > STREAM) return;
    s->bytes[s->n] = (uint8_t)((fin ? 0x80u : 0) | opcode);
    if (random_below(60) == 0) s->bytes[s->n] ^= 0x10u; /* a reserved bit */
    size_t header = 1 + header_make(s->bytes + s->n + 1, masked, size);
    const uint8_t *key = s->bytes + s->n + header - 4;
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = (uint8_t)(kind == 1 ? ' ' + random_below(95) : next_random());
        if (kind == 1 && random_below(2000) == 0) byte = 0xff;
        size_t at = s->n + header + i;
        s->plain[at] = byte;
        s->kind[at] = kind;
        s->bytes[at] = (uint8_t)(masked ? byte ^ key[i % 4] : byte);
    }
    s->n += header + size;
    if (!control) *open = fin ? 0 : kind;
}

typedef struct told {
    parley_item items[ITEMS];
    size_t n;
    uint8_t payload[STREAM]; /* unmasked, at the offsets where it was told */
    bool has[STREAM];
} told;

static void item_take(told *t, const parley_item *item, const stream *s) {
    const parley_event *event = &item->as.event;
    if (item->is_finding || event->kind != PARLEY_EVENT_PAYLOAD) {
        assert_true(t->n < ITEMS);
        t->items[t->n++] = *item;
        return;
    }
    size_t from = (size_t)event->span.offset, n = (size_t)event->span.length;
    assert_true(n > 0 && from + n <= s->n);
    (void)parley_unmask(t->payload + from, s->bytes + from, n, event->websocket.key);
    for (size_t i = 0; i < n; i++)
        t->has[from + i] = true;
}

/* Pieces of at most so many bytes; 0: as long as they come. */
static void stream_tell(told *t, const stream *s, parley_side side, unsigned flags, size_t most) {
    parley_conversation conversation;
    parley_conversation_start(&conversation, PARLEY_WEBSOCKET, PARLEY_ONE_SIDED | flags);
    memset(t, 0, sizeof *t);
    for (size_t at = 0; at < s->n;) {
        size_t piece = most == 0 || most > s->n - at ? s->n - at : most;
        parley_input input = {.kind = PARLEY_BYTES,
                              .side = side,
                              .frame = 1,
                              .seen = PARLEY_SEEN_ALL,
                              .bytes = s->bytes + at,
                              .length = piece};
        bool more = true;
        while (more || input.length > 0) {
            parley_item items[32];
            size_t n = 0;
            uint64_t taken = parley_conversation_feed(&conversation, &input, items, 32, &n, &more);
            for (size_t i = 0; i < n; i++)
                item_take(t, &items[i], s);
            input.bytes += taken;
            input.length -= taken;
        }
        at += piece;
    }
}

static void same_item(const parley_item *a, const parley_item *b) {
    assert_int_equal(a->is_finding, b->is_finding);
    if (a->is_finding) {
        const parley_finding *x = &a->as.finding, *y = &b->as.finding;
        assert_string_equal(x->rule->id, y->rule->id);
        assert_int_equal(x->span.offset, y->span.offset);
        assert_int_equal(x->state, y->state);
        assert_int_equal(x->got, y->got);
        assert_int_equal(x->mask, y->mask);
        assert_int_equal(x->message_offset, y->message_offset);
        assert_int_equal(x->content_offset, y->content_offset);
        return;
    }
    const parley_event *x = &a->as.event, *y = &b->as.event;
    assert_int_equal(x->kind, y->kind);
    assert_int_equal(x->span.offset, y->span.offset);
    assert_int_equal(x->span.length, y->span.length);
    assert_int_equal(x->turn, y->turn);
    assert_int_equal(x->websocket.payload_length, y->websocket.payload_length);
    assert_int_equal(x->websocket.frames, y->websocket.frames);
    assert_int_equal(x->websocket.opcode, y->websocket.opcode);
    assert_int_equal(x->websocket.fin, y->websocket.fin);
    assert_int_equal(x->websocket.rsv, y->websocket.rsv);
    assert_int_equal(x->websocket.judged, y->websocket.judged);
}

static void same_told(const told *a, const told *b) {
    for (size_t i = 0; i < a->n && i < b->n; i++)
        same_item(&a->items[i], &b->items[i]);
    assert_int_equal(a->n, b->n);
    assert_memory_equal(a->has, b->has, sizeof a->has);
    assert_memory_equal(a->payload, b->payload, sizeof a->payload);
}

static void what_is_told_does_not_depend_on_the_way(void **unused) {
    (void)unused;
    static told whole, pieces;
    static stream s;
    for (size_t round = 0; round < 1500; round++) {
        parley_side side = round % 2 == 0 ? PARLEY_CLIENT : PARLEY_SERVER;
        unsigned flags = 0;
        uint8_t open = 0;
        if ((round & 2) != 0) flags |= PARLEY_PAYLOAD;
        if ((round & 4) != 0) flags |= PARLEY_BINARY;
        if ((round & 8) != 0) flags |= PARLEY_FRAMES;
        memset(&s, 0, sizeof s);
        for (size_t left = random_below(30); left > 0; left--)
            frame_make(&s, side == PARLEY_CLIENT, &open);
        stream_tell(&whole, &s, side, flags, 0);
        stream_tell(&pieces, &s, side, flags, 1);
        same_told(&whole, &pieces);
        stream_tell(&pieces, &s, side, flags, 1 + random_below(300));
        same_told(&whole, &pieces);
    }
}

static bool has_finding(const told *t) {
    for (size_t i = 0; i < t->n; i++)
        if (t->items[i].is_finding && t->items[i].as.finding.rule->level == PARLEY_ERROR)
            return true;
    return false;
}

static void payload_is_told_to_who_wants_it(void **unused) {
    (void)unused;
    static told whole;
    static stream s;
    for (size_t round = 0; round < 400; round++) {
        unsigned flags =
            (round & 1 ? (unsigned)PARLEY_PAYLOAD : 0) | (round & 2 ? (unsigned)PARLEY_BINARY : 0);
        uint8_t open = 0;
        memset(&s, 0, sizeof s);
        for (size_t left = random_below(30); left > 0; left--)
            frame_make(&s, true, &open);
        stream_tell(&whole, &s, PARLEY_CLIENT, flags, 0);
        if (has_finding(&whole)) continue; /* what is told then is another matter */
        for (size_t i = 0; i < s.n; i++) {
            unsigned wanted = s.kind[i] == 2 ? PARLEY_BINARY : s.kind[i] != 0 ? PARLEY_PAYLOAD : 0;
            assert_int_equal(whole.has[i], (flags & wanted) != 0);
            if (whole.has[i]) assert_int_equal(whole.payload[i], s.plain[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_of_the_shortest_form_break_no_rule),
        cmocka_unit_test(plain_frames_follow_each_other_by_two_states),
        cmocka_unit_test(what_is_told_does_not_depend_on_the_way),
        cmocka_unit_test(payload_is_told_to_who_wants_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

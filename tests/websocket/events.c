/* Events held against the frames that the second reading found: kinds, spans, and payload byte by
 * byte. */
#include "events.h"
#include "../support/cmocka_all.h"
#include "judge.h"
#include "reading.h"
#include <stdlib.h>
#include <string.h>

/* The events of one side, one after the other. */
typedef struct reel {
    const direction *r;
    const judged *j;
    size_t at;
    uint64_t message, total; /* where the message began, its payload so far */
    uint32_t frames;
    uint8_t opcode;
    bool compressed;
} reel;

static const parley_event *event_look(reel *e) {
    for (; e->at < e->j->n; e->at++) {
        const parley_item *item = &e->j->items[e->at];
        if (!item->is_finding && item->as.event.side == e->r->side &&
            item->as.event.kind >= PARLEY_EVENT_PAYLOAD)
            return &item->as.event;
    }
    return NULL;
}

static const parley_event *event_next(reel *e, parley_event_kind kind) {
    const parley_event *event = event_look(e);
    assert_non_null(event);
    assert_int_equal(event->kind, kind);
    assert_int_equal(event->exchange, 0);
    e->at++;
    return event;
}

static void payload_check(reel *e, const read_frame *f) {
    const uint8_t *bytes = e->r->d->bytes[e->r->side];
    uint64_t told = 0;
    const parley_event *event = event_look(e);
    for (; event != NULL && event->kind == PARLEY_EVENT_PAYLOAD; event = event_look(e)) {
        assert_int_equal(event->span.offset, f->payload + told);
        assert_true(event->span.length <= f->length - told);
        uint8_t *plain = malloc((size_t)event->span.length + 1);
        assert_non_null(plain);
        (void)parley_unmask(plain, bytes + event->span.offset, (size_t)event->span.length,
                            event->websocket.key);
        for (uint64_t i = 0; i < event->span.length; i++)
            assert_int_equal(plain[i], unmasked(e->r, f, told + i));
        free(plain);
        assert_int_equal(event->websocket.opcode, f->opcode);
        assert_int_equal(event->websocket.compressed, e->compressed && f->opcode < 8);
        told += event->span.length;
        e->at++;
    }
    bool asked = f->opcode >= 8 || e->opcode == 1 || e->compressed;
    if (asked || told != 0) assert_int_equal(told, f->length);
}

static void message_check(reel *e, const read_frame *f) {
    e->total += f->length;
    e->frames++;
    if (!f->fin) return;
    const parley_event *event =
        event_next(e, e->opcode == 1 ? PARLEY_EVENT_TEXT : PARLEY_EVENT_BINARY);
    assert_int_equal(event->span.offset, e->message);
    assert_int_equal(event->span.length, f->payload + f->length - e->message);
    assert_int_equal(event->websocket.payload_length, e->total);
    assert_int_equal(event->websocket.frames, e->frames);
    assert_int_equal(event->websocket.compressed, e->compressed);
}

static void control_check(reel *e, const read_frame *f) {
    static const parley_event_kind kinds[] = {PARLEY_EVENT_CLOSE, PARLEY_EVENT_PING,
                                              PARLEY_EVENT_PONG};
    const parley_event *event = event_next(e, kinds[f->opcode - 8]);
    assert_int_equal(event->span.offset, f->at);
    assert_int_equal(event->span.length, f->payload + f->length - f->at);
    assert_int_equal(event->websocket.payload_length, f->length);
    if (f->opcode != 8) return;
    unsigned code = f->length < 2 ? 0 : unmasked(e->r, f, 0) * 256u + unmasked(e->r, f, 1);
    assert_int_equal(event->websocket.code, code);
}

static void frame_check(reel *e, const read_frame *f) {
    if (f->opcode == 1 || f->opcode == 2) {
        e->opcode = f->opcode;
        e->message = f->at;
        e->total = e->frames = 0;
        e->compressed = (f->rsv & 4) != 0;
    }
    payload_check(e, f);
    const parley_event *event = event_next(e, PARLEY_EVENT_FRAME);
    assert_int_equal(event->span.offset, f->at);
    assert_int_equal(event->span.length, f->payload + f->length - f->at);
    assert_int_equal(event->websocket.opcode, f->opcode);
    assert_int_equal(event->websocket.rsv, f->rsv);
    assert_int_equal(event->websocket.fin, f->fin);
    assert_int_equal(event->websocket.payload_length, f->length);
    if (f->opcode < 8)
        message_check(e, f);
    else
        control_check(e, f);
}

void events_check(const dialog *d) {
    dialog with = *d; /* only its flags differ */
    with.flags |= PARLEY_CONTENT | PARLEY_PAYLOAD | PARLEY_FRAMES;
    const cutting pieces = {.seed = d->seed + 1, .max = 16};
    judged j = judge_run(&with, &pieces);
    for (unsigned side = 0; side < 2; side++) {
        opinion o = {.n = 0};
        direction r = {.d = &with, .side = (parley_side)side, .o = &o};
        direction_read(&r);
        reel e = {.r = &r, .j = &j};
        for (size_t i = 0; i < r.n; i++)
            frame_check(&e, &r.frames[i]);
        assert_null(event_look(&e));
        free(r.frames);
    }
    judge_free(&j);
}

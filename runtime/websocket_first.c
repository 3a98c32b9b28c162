/* What a side says first after the hand-over: is it too early, is it HTTP again? Letters that HTTP
 * would begin with are no first byte of a frame, so they wait until it is known which of both
 * mistakes it is. */
#include "websocket_lane.h"

/* RFC 6455 4.1: what the client sends first it must not have sent before it had the answer. */
static void judge_early(feed *f) {
    const conversation *talk = f->talk;
    if (f->side != PARLEY_CLIENT || (talk->flags & TALK_NO_TURNS) != 0) return;
    place where = place_here(f, 0, 0, f->input->bytes[0]);
    if (f->input->seen < talk->ws.start[PARLEY_SERVER])
        websocket_asks(f, Q_SILENCE, EARLY_BYTES, &where, 0);
}

/* They are the beginning of a frame after all. Their payload is told to nobody: its bytes are not
 * in this piece. What is found goes through a list of its own, so that the room left in the
 * caller's changes nothing; letters yield a handful. */
static void first_replay(feed *f) {
    lane *l = f->lane;
    const uint32_t wants = TALK_WANTS_PAYLOAD | TALK_WANTS_BINARY | TALK_WANTS_CONTENT;
    uint32_t wanted = f->talk->flags & wants;
    parley_item told[ITEMS_PER_HIT] = {{.is_finding = false}};
    parley_input input = *f->input;
    feed again = *f;
    size_t n = l->ws.n_first < sizeof l->ws.first ? l->ws.n_first : sizeof l->ws.first;
    input.kind = PARLEY_BYTES;
    input.bytes = l->ws.first;
    input.length = n;
    input.time = l->message.time;
    input.frame = l->message.frame;
    again.input = &input;
    again.base = f->talk->ws.start[f->side];
    again.items = told;
    again.max = ITEMS_PER_HIT;
    f->talk->flags &= ~wants;
    for (size_t i = 0; i < n && l->mode == LANE_WEBSOCKET;) {
        again.n = 0;
        i = websocket_step(&again, i, n);
        for (size_t k = 0; k < again.n && f->n < f->max; k++)
            f->items[f->n++] = told[k];
    }
    f->talk->flags |= wanted;
}

/* What waited is no HTTP. at: the offset behind it. */
static void first_settles(feed *f, uint64_t at) {
    lane *l = f->lane;
    l->ws.flags &= (uint8_t)~FRAME_FIRST;
    bool text = l->ws.n_first > sizeof l->ws.first; /* more than a frame could begin with */
    if (l->ws.n_first > 0) first_replay(f);
    if (text) websocket_lose(f, at, REASON_NONE);
}

void first_ends(feed *f) {
    if ((f->lane->ws.flags & FRAME_FIRST) != 0) first_settles(f, f->lane->offset);
}

size_t first_bytes(feed *f, size_t n) {
    const parley_machine *m = &parley_http1_after_switch;
    lane *l = f->lane;
    size_t i = 0;
    if (n > 0 && l->ws.n_first == 0) judge_early(f);
    for (; i < n; i++) {
        uint8_t byte = f->input->bytes[i];
        place where = place_here(f, i, l->status, byte);
        uint16_t action = parley_machine_symbol(m, &l->status, byte);
        if (l->status == 0) break;
        if (l->ws.n_first == 0) l->message = where;
        if (l->ws.n_first < sizeof l->ws.first) l->ws.first[l->ws.n_first] = byte;
        if (l->ws.n_first < UINT8_MAX) l->ws.n_first++;
        if (action != 0) {
            http1_again(f, &where);
            return i;
        }
    }
    if (i == n) return n;
    first_settles(f, f->base + i);
    return i;
}

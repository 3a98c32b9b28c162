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
 * in this piece. */
static void first_replay(feed *f) {
    lane *l = f->lane;
    const uint32_t wants = TALK_WANTS_PAYLOAD | TALK_WANTS_BINARY | TALK_WANTS_CONTENT;
    uint32_t wanted = f->talk->flags & wants;
    parley_input input = *f->input;
    feed again = *f;
    size_t n = l->ws.n_first < sizeof l->ws.first ? l->ws.n_first : sizeof l->ws.first;
    input.bytes = l->ws.first;
    input.length = n;
    again.input = &input;
    again.base = f->talk->ws.start[f->side];
    f->talk->flags &= ~wants;
    (void)websocket_step(&again, 0, n);
    f->talk->flags |= wanted;
    f->n = again.n;
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
        if (l->ws.n_first < sizeof l->ws.first) l->ws.first[l->ws.n_first] = byte;
        if (l->ws.n_first < UINT8_MAX) l->ws.n_first++;
        if (action != 0) {
            http1_again(f, &where);
            return i;
        }
    }
    if (i == n) return n;
    l->ws.flags &= (uint8_t)~FRAME_FIRST;
    bool text = l->ws.n_first > sizeof l->ws.first; /* more than a frame could begin with */
    first_replay(f);
    if (text) websocket_lose(f, f->base + i, REASON_NONE);
    return i;
}

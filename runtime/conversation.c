/* A conversation: takes inputs, hands them to the lanes, keeps the verdict. What the bytes mean is
 * the protocol's business. */
#include "facts.h"
#include "http1.h"
#include "websocket.h"

_Static_assert(sizeof(conversation) <= sizeof(parley_conversation),
               "a conversation fits into 512 bytes");

static conversation *inside(parley_conversation *c) {
    return (conversation *)(void *)c;
}

static const conversation *look_inside(const parley_conversation *c) {
    return (const conversation *)(const void *)c;
}

void parley_conversation_start(parley_conversation *c, parley_protocol protocol, unsigned flags) {
    parley_conversation_start_at(c, protocol, flags, 0, 0);
}

void parley_conversation_start_at(parley_conversation *c, parley_protocol protocol, unsigned flags,
                                  uint64_t client_offset, uint64_t server_offset) {
    *c = (parley_conversation){.bytes = {0}};
    conversation *talk = inside(c);
    talk->protocol = (uint8_t)protocol;
    talk->close_at = NO_OFFSET;
    talk->lanes[PARLEY_CLIENT].offset = client_offset;
    talk->lanes[PARLEY_SERVER].offset = server_offset;
    if ((flags & PARLEY_CONTENT) != 0) talk->flags |= TALK_WANTS_CONTENT;
    if ((flags & PARLEY_PAYLOAD) != 0) talk->flags |= TALK_WANTS_PAYLOAD;
    if ((flags & PARLEY_BINARY) != 0) talk->flags |= TALK_WANTS_BINARY;
    if ((flags & PARLEY_FRAMES) != 0) talk->flags |= TALK_WANTS_FRAMES;
    if ((flags & PARLEY_BODIES) != 0) talk->flags |= TALK_WANTS_BODIES;
    if ((flags & PARLEY_TUNNELS) != 0) talk->flags |= TALK_LEAVES_TUNNELS;
    if ((flags & (PARLEY_ONE_SIDED | PARLEY_MID_STREAM)) != 0) {
        talk->flags |= TALK_NO_TURNS;
        talk->reason = (flags & PARLEY_MID_STREAM) != 0 ? REASON_MID_STREAM : REASON_ONE_SIDED;
    }
    if (protocol == PARLEY_WEBSOCKET) { /* what was agreed before is not known */
        if ((flags & PARLEY_MID_STREAM) != 0) talk->agreed = AGREED_UNREAD;
        websocket_takes(talk, client_offset, server_offset);
        return;
    }
    if (protocol != PARLEY_HTTP1) {
        talk->reason = REASON_UNKNOWN;
        talk->lanes[0].mode = talk->lanes[1].mode = LANE_LOST;
        return;
    }
    for (int side = 0; side < 2; side++) {
        talk->lanes[side].state = http1_lanes[side]->start;
        if ((flags & PARLEY_MID_STREAM) != 0) talk->lanes[side].flags |= LANE_UNSURE;
    }
    talk->turn_state = parley_http1_turns.start;
}

void set_undecided(conversation *talk, enum conversation_reason reason) {
    if (talk->reason == REASON_NONE) talk->reason = (uint8_t)reason;
}

const char *reason_text(unsigned reason) {
    static const char *const texts[] = {
        [REASON_NONE] = "",
        [REASON_ONE_SIDED] = "only one direction is in the transcript",
        [REASON_MID_STREAM] = "the beginning of the connection is missing",
        [REASON_HOLE_CLIENT] = "bytes of the client are missing",
        [REASON_HOLE_SERVER] = "bytes of the server are missing",
        [REASON_SWITCH_WEBSOCKET] = "switched to websocket without its handshake, not judged",
        [REASON_EXTENSION] = "an extension that is not known here was agreed",
        [REASON_SWITCH_OTHER] = "switched to another protocol, not judged",
        [REASON_TUNNEL] = "switched to a tunnel, not judged",
        [REASON_EARLY] = "the client spoke before the switch was answered",
        [REASON_MANY] = "more kinds of requests wait than parley keeps",
        [REASON_UNSURE] = "which request an answer belongs to cannot be told",
        [REASON_UNKNOWN] = "no protocol that parley knows was recognised",
    };
    return texts[reason];
}

/* The transcript is over: what is still open? */
static void talk_stops(conversation *talk) {
    for (int side = 0; side < 2; side++) {
        const lane *l = &talk->lanes[side];
        bool reading = l->mode != LANE_LOST && l->mode != LANE_SWITCHED;
        if (reading && (l->flags & (LANE_ENDED | LANE_IN_MESSAGE)) == LANE_IN_MESSAGE)
            talk->flags |= TALK_UNFINISHED;
    }
    if (talk->n_waiting > 0 && (talk->flags & TALK_NO_TURNS) == 0) talk->flags |= TALK_UNFINISHED;
}

/* ---- what happens, for the protocol that is spoken ---- */

static bool is_websocket(const conversation *talk) {
    return talk->protocol == PARLEY_WEBSOCKET;
}

static void feed_end(feed *f, bool reset) {
    if (is_websocket(f->talk))
        websocket_end(f, reset);
    else
        lane_end(f, reset);
}

static void feed_reset(feed *f) {
    feed_end(f, true);
    f->talk->flags |= TALK_RESET;
    f->side = f->side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT;
    f->lane = &f->talk->lanes[f->side];
    f->base = f->lane->offset;
    feed_end(f, true);
}

static void feed_stop(feed *f) {
    if (is_websocket(f->talk)) {
        websocket_stops(f);
        return;
    }
    f->side = PARLEY_SERVER;
    f->lane = &f->talk->lanes[PARLEY_SERVER];
    f->base = f->lane->offset;
    lane_stops(f);
    talk_stops(f->talk);
}

uint64_t parley_conversation_feed(parley_conversation *c, const parley_input *input,
                                  parley_item *items, size_t max, size_t *n_items, bool *more) {
    conversation *talk = inside(c);
    feed f = {.talk = talk,
              .lane = &talk->lanes[input->side],
              .side = input->side,
              .input = input,
              .items = items,
              .max = max};
    uint64_t taken = input->length;
    f.base = f.lane->offset;
    *more = false;
    switch (input->kind) {
    case PARLEY_BYTES:
        if ((f.lane->flags & LANE_ENDED) == 0)
            taken = is_websocket(talk) ? websocket_bytes(&f) : lane_bytes(&f);
        break;
    case PARLEY_GAP:
        if (is_websocket(talk))
            websocket_gap(&f);
        else
            lane_gap(&f);
        break;
    case PARLEY_FIN:
        feed_end(&f, false);
        break;
    case PARLEY_RESET:
        feed_reset(&f);
        break;
    case PARLEY_STOP:
        feed_stop(&f);
        break;
    }
    *n_items = f.n;
    *more = taken < input->length;
    return taken;
}

parley_verdict parley_conversation_verdict(const parley_conversation *c) {
    const conversation *talk = look_inside(c);
    if ((talk->flags & TALK_DEVIATES) != 0) return PARLEY_DEVIATES;
    if (talk->reason != REASON_NONE) return PARLEY_UNDECIDED;
    return (talk->flags & TALK_UNFINISHED) != 0 ? PARLEY_UNFINISHED : PARLEY_CONFORMS;
}

const char *parley_conversation_reason(const parley_conversation *c) {
    return parley_conversation_verdict(c) == PARLEY_UNDECIDED ? reason_text(look_inside(c)->reason)
                                                              : "";
}

uint64_t parley_conversation_exchanges(const parley_conversation *c) {
    const conversation *talk = look_inside(c);
    if (talk->requests != 0 || (talk->flags & TALK_NO_TURNS) == 0 || is_websocket(talk))
        return talk->requests;
    const lane *server = &talk->lanes[PARLEY_SERVER];
    return talk->responses + ((server->flags & LANE_IN_MESSAGE) != 0 ? 1u : 0u);
}

parley_turn parley_conversation_turn(const parley_conversation *c) {
    const conversation *talk = look_inside(c);
    return is_websocket(talk) ? websocket_turn(talk) : turn_now(talk);
}

uint64_t parley_conversation_pending(const parley_conversation *c, parley_side side) {
    const lane *l = &look_inside(c)->lanes[side];
    if (is_websocket(look_inside(c))) return websocket_pending(l);
    return (l->flags & LANE_IN_MESSAGE) != 0 ? l->message.offset : l->offset;
}

/* The exchange that is being answered, or else the oldest that waits; 0: none is under way. */
static uint32_t exchange_now(const conversation *talk) {
    if (talk->n_waiting == 0) return 0;
    if ((talk->flags & TALK_CURRENT) != 0) return talk->current;
    return talk->used != 0 ? talk->waiting[talk->first].exchange : 0;
}

static void state_of_websocket(const conversation *talk, const lane *l, parley_finding *at) {
    bool client = at->side == PARLEY_CLIENT;
    if (l->mode == LANE_WEBSOCKET) {
        at->machine = client ? &parley_websocket_client : &parley_websocket_server;
        at->state = l->state;
        at->number = l->ws.left;
    }
    at->turn_machine = &parley_websocket_turns;
    at->turn_state = talk->turn_state;
    at->message_offset = l->mark.offset;
}

static void state_of_http1(const conversation *talk, const lane *l, parley_finding *at) {
    if (l->mode != LANE_LOST && l->mode != LANE_SWITCHED) {
        at->machine = http1_lanes[at->side];
        at->state = l->state;
        at->number = l->mode == LANE_COUNT ? l->length : 0;
    }
    at->exchange_machine = &parley_http1_exchange;
    at->exchange_state = ASKED_STATE(exchange_now(talk));
    at->turn_machine = &parley_http1_turns;
    at->turn_state = talk->turn_state;
    at->message_offset = parley_conversation_pending((const void *)talk, at->side);
    if ((l->flags & LANE_IN_MESSAGE) != 0 && l->head_length != 0)
        at->content_offset = l->message.offset + l->head_length;
}

void parley_conversation_state(const parley_conversation *c, parley_side side, parley_finding *at) {
    const conversation *talk = look_inside(c);
    const lane *l = &talk->lanes[side];
    *at = (parley_finding){.side = side,
                           .span = {l->offset, 1},
                           .turn = parley_conversation_turn(c),
                           .content_offset = NO_OFFSET,
                           .requests = talk->heads,
                           .responses = talk->responses};
    if (is_websocket(talk))
        state_of_websocket(talk, l, at);
    else
        state_of_http1(talk, l, at);
}

/* Who owes what on a WebSocket connection: pongs to pings, a Close to a Close, the end of TCP. C
 * knows what a side had seen and refines the symbols; websocket.turns judges them. */
#include "websocket_lane.h"

static bool no_turns(const feed *f) {
    return (f->talk->flags & TALK_NO_TURNS) != 0;
}

static parley_side other_side(const feed *f) {
    return f->side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT;
}

static bool both_closed(const conversation *talk) {
    return talk->lanes[0].ws.closed != 0 && talk->lanes[1].ws.closed != 0;
}

parley_turn websocket_turn(const conversation *talk) {
    return (parley_turn)(parley_websocket_turns.words->turn[talk->turn_state] & 3u);
}

/* A symbol that the machine has no edge for leaves it where it is. */
void websocket_hears(feed *f, uint16_t symbol, const place *where, uint64_t number) {
    const parley_machine *m = &parley_websocket_turns;
    conversation *talk = f->talk;
    if (no_turns(f)) return;
    uint16_t next = talk->turn_state;
    uint16_t action = parley_machine_symbol(m, &next, symbol);
    if (next == 0) return;
    if (action != 0) {
        place at = *where;
        at.state = talk->turn_state;
        at.got = where->got == PARLEY_SYMBOL_END ? PARLEY_SYMBOL_END : symbol;
        websocket_action(f, m, action, &at, number, 0);
    }
    talk->turn_state = next;
}

/* After an error of either side the other one may fail the connection (RFC 6455 7.1.7), and how it
 * ends is its consequence. */
static bool gone_wrong(const feed *f) {
    const conversation *talk = f->talk;
    return ((talk->lanes[0].ws.flags | talk->lanes[1].ws.flags) & FRAME_DEVIATES) != 0;
}

void websocket_fault(conversation *talk, parley_side side) {
    talk->flags |= TALK_DEVIATES;
    talk->lanes[side].ws.flags |= FRAME_DEVIATES;
}

/* ---- pings ---- */

static void pings_drop(websocket_talk *ws, parley_side side, size_t n) {
    for (size_t i = n; i < ws->n_pings[side]; i++) {
        ws->ping_end[side][i - n] = ws->ping_end[side][i];
        ws->ping_hash[side][i - n] = ws->ping_hash[side][i];
    }
    ws->n_pings[side] = (uint8_t)(ws->n_pings[side] - n);
}

void ping_sent(feed *f, uint32_t hash, uint64_t end) {
    websocket_talk *ws = &f->talk->ws;
    websocket_hears(f, by_side(f, C_PING), &f->lane->mark, 0);
    if (f->lane->ws.closed != 0) return; /* it will be discarded */
    if (ws->n_pings[f->side] == PINGS_MAX) {
        pings_drop(ws, f->side, 1);
        ws->forgotten[f->side] = 1;
    }
    size_t i = ws->n_pings[f->side]++;
    ws->ping_end[f->side][i] = end;
    ws->ping_hash[f->side][i] = hash;
}

/* How many of the other side's pings this side had received whole when it sent. */
static size_t pings_seen(const feed *f) {
    const websocket_talk *ws = &f->talk->ws;
    parley_side other = other_side(f);
    size_t n = 0;
    while (n < ws->n_pings[other] && ws->ping_end[other][n] <= f->input->seen)
        n++;
    return n;
}

/* ... and owes a pong for sure. */
static size_t pings_owed(const feed *f) {
    const websocket_talk *ws = &f->talk->ws;
    size_t n = 0;
    for (size_t i = 0; i < pings_seen(f); i++)
        n += ws->ping_end[other_side(f)][i] != 0;
    return n;
}

/* Of pings with one payload a pong may answer the last; the ones up to it are owed nothing for
 * sure. */
static void pings_excuse(feed *f, size_t first, size_t seen) {
    websocket_talk *ws = &f->talk->ws;
    parley_side other = other_side(f);
    size_t last = first;
    for (size_t i = first + 1; i < seen; i++)
        if (ws->ping_hash[other][i] == ws->ping_hash[other][first]) last = i;
    for (size_t i = first + 1; i <= last; i++)
        ws->ping_end[other][i] = 0;
}

/* RFC 6455 5.5.3: the payload tells which ping is answered; earlier ones need no pong any more. One
 * without payload among pings that have some is more likely a sign of life. */
void pong_sent(feed *f, uint32_t hash) {
    websocket_talk *ws = &f->talk->ws;
    parley_side other = other_side(f);
    uint16_t symbol = C_PONG;
    if (no_turns(f)) return;
    size_t seen = pings_seen(f), i = 0;
    while (i < seen && ws->ping_hash[other][i] != hash)
        i++;
    if (i < seen) {
        if (i > 0) symbol = C_PONG_SKIPS;
        pings_excuse(f, i, seen);
        pings_drop(ws, other, i + 1);
    } else if (ws->forgotten[other] == 0) {
        bool differs = pings_owed(f) > 0 && f->lane->ws.size > 0;
        symbol = differs ? C_PONG_DIFFERS : C_PONG_UNASKED;
        if (differs) pings_drop(ws, other, seen); /* meant as their answer: told of once */
    }
    websocket_hears(f, by_side(f, symbol), &f->lane->mark, i);
}

/* ---- Close ---- */

/* RFC 6455 5.5.1, 5.5.2: what this Close is, where the other side has sent one before. Its answer
 * comes after the pongs that are owed. */
static uint16_t answer_symbol(feed *f, uint16_t code) {
    const lane *other = &f->talk->lanes[other_side(f)];
    if (f->input->seen < other->ws.closed) return C_CLOSE_CROSSED;
    bool excused = no_turns(f) || gone_wrong(f) || other->mode == LANE_LOST;
    size_t pings = excused ? 0 : pings_owed(f);
    if (pings > 0) {
        websocket_asks(f, Q_PONG, CLOSE_BEFORE_PONG, &f->lane->mark, pings);
        pings_drop(&f->talk->ws, other_side(f), pings_seen(f));
        return C_CLOSE_ANSWER;
    }
    return code != other->ws.code && !gone_wrong(f) ? C_CLOSE_OTHER : C_CLOSE_ANSWER;
}

void close_sent(feed *f, uint16_t code, uint64_t end) {
    conversation *talk = f->talk;
    lane *l = f->lane;
    const lane *other = &talk->lanes[other_side(f)];
    uint16_t symbol = C_CLOSE_FRAME;
    if (l->ws.closed == 0 && other->ws.closed != 0) symbol = answer_symbol(f, code);
    websocket_hears(f, by_side(f, symbol), &l->mark, 0);
    if (l->ws.closed != 0) return;
    if ((l->ws.message & MESSAGE_KIND) != MESSAGE_NONE)
        websocket_asks(f, Q_MESSAGE, MESSAGE_OPEN_AT_CLOSE, &l->mark, 0);
    l->ws.message = MESSAGE_NONE;
    l->ws.code = code;
    l->ws.closed = end;
    if (both_closed(talk)) talk->ws.closed_at = f->input->time + 1;
}

/* ---- the end of TCP ---- */

/* Had the one who reads left before, and the one who sends seen it? */
static bool receiver_left(const feed *f) {
    const lane *reader = &f->talk->lanes[other_side(f)];
    if ((f->talk->flags & TALK_RESET) != 0) return (reader->flags & LANE_ENDED) != 0;
    if (f->input->seen == PARLEY_SEEN_ALL) return (reader->flags & LANE_ENDED) != 0;
    return f->input->seen > reader->offset;
}

/* What the direction leaves open. */
static void ends_within(feed *f) {
    lane *l = f->lane;
    const parley_machine *m =
        f->side == PARLEY_CLIENT ? &parley_websocket_client : &parley_websocket_server;
    place where = place_here(f, 0, l->state, PARLEY_SYMBOL_END);
    bool left = receiver_left(f), in_frame = (l->ws.flags & FRAME_UNDER_WAY) != 0;
    bool in_message = (l->ws.message & MESSAGE_KIND) != MESSAGE_NONE;
    if (!in_frame && !in_message) return;
    f->talk->flags |= TALK_UNFINISHED;
    if (left) return;
    if (in_frame)
        websocket_action(f, m, parley_machine_end(m, l->state), &where, l->ws.left, 0);
    else
        websocket_asks(f, Q_MESSAGE, MESSAGE_OPEN_AT_END, &where, 0);
}

/* Pings of the other side that this one has read and not answered. */
static void pings_open(feed *f) {
    conversation *talk = f->talk;
    size_t n = no_turns(f) || f->lane->ws.closed != 0 ? 0 : pings_owed(f);
    if (n == 0) return;
    place where = place_here(f, 0, 0, PARLEY_SYMBOL_END);
    websocket_asks(f, Q_PONG, PING_OPEN_AT_END, &where, n);
    pings_drop(&talk->ws, other_side(f), pings_seen(f));
}

/* RFC 6455 7.1.1: the server ends TCP at once after both Closes. */
static void judge_patience(feed *f) {
    conversation *talk = f->talk;
    lane *server = &talk->lanes[PARLEY_SERVER];
    bool timed = talk->ws.closed_at != 0 && f->input->time >= talk->ws.closed_at;
    uint64_t waited = timed ? f->input->time + 1 - talk->ws.closed_at : 0;
    if (waited < LONG_SILENCE || (server->flags & LANE_ENDED) != 0 || no_turns(f)) return;
    feed about = *f;
    about.side = PARLEY_SERVER;
    about.lane = server;
    about.base = server->offset;
    place where = place_here(&about, 0, 0, PARLEY_SYMBOL_END);
    websocket_asks(&about, Q_PATIENCE, SERVER_STAYS, &where, waited / MILLISECOND);
    f->n = about.n;
}

/* RFC 6455 5.5.1: who got a Close owes one, unless the other side had given cause to fail the
 * connection. */
static uint16_t end_symbol(const feed *f, bool reset) {
    const lane *l = f->lane, *other = &f->talk->lanes[other_side(f)];
    if (other->ws.closed == 0 || l->ws.closed != 0) return C_CLOSE;
    bool excused = reset || gone_wrong(f);
    return f->input->seen >= other->ws.closed && !excused ? C_CLOSE : C_CLOSE_UNSEEN;
}

/* The end of a direction that is not judged any more: who ended first is known all the same. */
static void lost_end(feed *f) {
    uint16_t next = f->talk->turn_state;
    (void)machine_hears(&parley_websocket_turns, &next, by_side(f, C_CLOSE));
    if (next != 0) f->talk->turn_state = next;
}

void websocket_end(feed *f, bool reset) {
    lane *l = f->lane;
    if ((l->flags & LANE_ENDED) != 0) return;
    bool by_itself = (f->talk->flags & TALK_RESET) == 0;
    if (l->mode == LANE_WEBSOCKET) first_ends(f);
    if (l->mode == LANE_WEBSOCKET) {
        place where = place_here(f, 0, 0, PARLEY_SYMBOL_END);
        ends_within(f);
        pings_open(f);
        judge_patience(f);
        if (by_itself) websocket_hears(f, by_side(f, end_symbol(f, reset)), &where, 0);
    } else if (by_itself) {
        lost_end(f);
    }
    l->flags |= LANE_ENDED;
    l->ws.flags &= (uint8_t)~FRAME_UNDER_WAY;
    l->ws.message = MESSAGE_NONE;
}

void websocket_stops(feed *f) {
    conversation *talk = f->talk;
    for (int side = 0; side < 2; side++) {
        f->side = (parley_side)side;
        f->lane = &talk->lanes[side];
        f->base = f->lane->offset;
        bool open = (f->lane->flags & LANE_ENDED) == 0 && f->lane->mode == LANE_WEBSOCKET;
        if (!open) continue;
        first_ends(f);
        bool within = (f->lane->ws.flags & FRAME_UNDER_WAY) != 0 ||
                      (f->lane->ws.message & MESSAGE_KIND) != MESSAGE_NONE;
        if (within || !both_closed(talk)) talk->flags |= TALK_UNFINISHED;
        pings_open(f);
    }
}

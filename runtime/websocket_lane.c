/* One direction of WebSocket: reads the headers of frames through their machines and counts
 * payload. What payload means is websocket_message.c's, what the other side did is
 * websocket_turns.c's. */
#include "websocket_lane.h"
#include "facts.h"
#include <string.h>

#define HITS             16
#define FRAME_LARGE_SIZE (UINT64_C(16) << 20) /* more than most receivers take */

static const parley_machine *const headers[2] = {&parley_websocket_client,
                                                 &parley_websocket_server};

static const parley_machine *header_of(const feed *f) {
    return headers[f->side];
}

/* ---- starting ---- */

void websocket_agreed(const conversation *talk, parley_side side, parley_websocket *told) {
    bool deflate = (talk->agreed & AGREED_DEFLATE) != 0;
    unsigned alone = side == PARLEY_CLIENT ? AGREED_CLIENT_NCT : AGREED_SERVER_NCT;
    *told = (parley_websocket){.window_bits = deflate ? talk->window_bits[side] : 0,
                               .no_takeover = deflate && (talk->agreed & alone) != 0};
}

static uint16_t agreed_symbol(const conversation *talk) {
    if ((talk->agreed & (AGREED_OTHER | AGREED_UNREAD)) != 0) return EXTENDED_FRAMES;
    return (talk->agreed & AGREED_DEFLATE) != 0 ? DEFLATE_FRAMES : PLAIN_FRAMES;
}

void websocket_takes(conversation *talk, uint64_t client, uint64_t server) {
    uint16_t symbol = agreed_symbol(talk);
    bool handed_over = talk->protocol == PARLEY_HTTP1;
    talk->ws = (websocket_talk){.n_pings = {0}};
    talk->turn_state = parley_websocket_turns.start;
    talk->protocol = PARLEY_WEBSOCKET;
    if (symbol == EXTENDED_FRAMES) set_undecided(talk, REASON_EXTENSION);
    for (int side = 0; side < 2; side++) {
        lane *l = &talk->lanes[side];
        talk->ws.start[side] = side == PARLEY_CLIENT ? client : server;
        /* an error in its head is an error, too, after which the other side may give up */
        bool broke = handed_over && l->facts >> FACT_FIRST_REPORTED != 0;
        l->ws = (websocket_lane){
            .text_state = parley_websocket_text.start,
            .flags = (uint8_t)((handed_over ? FRAME_FIRST : 0) | (broke ? FRAME_DEVIATES : 0))};
        l->flags &= LANE_ENDED;
        l->mark = (place){.offset = talk->ws.start[side]}; /* until a frame begins */
        memset(l->reported, 0, sizeof l->reported);
        if (l->mode == LANE_LOST) continue;
        l->mode = LANE_WEBSOCKET;
        l->state = headers[side]->start;
        l->status = parley_http1_after_switch.start;
        l->value_state = parley_websocket_frames.start;
        (void)machine_hears(&parley_websocket_frames, &l->value_state, symbol);
    }
}

uint64_t websocket_pending(const lane *l) {
    bool waits = l->mode == LANE_WEBSOCKET && (l->ws.flags & (FRAME_IN_HEADER | FRAME_FIRST)) != 0;
    return waits ? l->mark.offset : l->offset;
}

/* ---- frames ---- */

static uint16_t header_symbol(unsigned opcode) {
    if (opcode == OPCODE_CLOSE) return HEADER_CLOSE;
    return opcode == OPCODE_PING || opcode == OPCODE_PONG ? HEADER_PING : HEADER_DATA;
}

static void frame_begins(feed *f, size_t at) {
    lane *l = f->lane;
    uint8_t byte = f->input->bytes[at];
    place where = place_here(f, at, l->value_state, byte);
    uint16_t action = parley_machine_symbol(&parley_websocket_frames, &l->value_state, byte);
    l->mark = where;
    l->ws.first_byte = byte;
    l->number = 0;
    l->ws.key = 0;
    l->ws.n_key = 0;
    l->ws.size = l->ws.left = 0;
    l->ws.flags &= (uint8_t) ~(FRAME_MASKED | FRAME_SPOILED);
    l->ws.flags |= FRAME_UNDER_WAY | FRAME_IN_HEADER;
    (void)machine_hears(header_of(f), &l->state, header_symbol(byte & 15u));
    if (opcode_of(l) == OPCODE_TEXT || opcode_of(l) == OPCODE_BINARY) websocket_message_over(l);
    if (action != 0) websocket_action(f, &parley_websocket_frames, action, &where, 0, 0);
    if ((byte & 15u) <= OPCODE_BINARY) data_begins(f, &where);
    if ((byte & 8u) != 0) control_begins(f);
}

void payload_begins(feed *f, const place *where) {
    lane *l = f->lane;
    l->ws.flags &= (uint8_t)~FRAME_IN_HEADER;
    l->ws.size = l->ws.left = l->number;
    l->ws.header_length = (uint8_t)(where->offset + 1 - l->mark.offset);
    if (l->ws.size > FRAME_LARGE_SIZE) websocket_asks(f, Q_FRAME, FRAME_LARGE, where, l->ws.size);
    if (f->side == PARLEY_CLIENT && (l->ws.flags & FRAME_MASKED) != 0 && l->ws.size > 0) {
        if (l->ws.key == 0)
            websocket_asks(f, Q_MASK, MASK_ZERO, where, 0);
        else if ((l->ws.flags & FRAME_KEY_KNOWN) != 0 && l->ws.key == l->ws.last_key)
            websocket_asks(f, Q_MASK, MASK_AGAIN, where, 0);
        l->ws.flags |= FRAME_KEY_KNOWN;
        l->ws.last_key = l->ws.key;
    }
    if (l->ws.left == 0) frame_ends(f, where);
}

void frame_tell(feed *f, uint64_t end) {
    const lane *l = f->lane;
    if ((f->talk->flags & TALK_WANTS_FRAMES) == 0) return;
    uint64_t start = l->mark.offset;
    parley_event *e = websocket_event(f, PARLEY_EVENT_FRAME, start, end - start);
    e->websocket.opcode = (uint8_t)opcode_of(l);
    e->websocket.fin = (l->ws.first_byte & 0x80u) != 0;
    e->websocket.rsv = l->ws.first_byte >> 4 & 7u;
    e->websocket.payload_length = l->ws.size;
}

void frame_ends(feed *f, const place *where) {
    lane *l = f->lane;
    (void)machine_hears(header_of(f), &l->state, PAYLOAD_END);
    frame_tell(f, where->offset + 1);
    if (opcode_of(l) <= OPCODE_BINARY) data_ends(f, where);
    if ((l->ws.first_byte & 8u) != 0) control_ends(f, where);
    l->ws.flags &= (uint8_t)~FRAME_UNDER_WAY;
}

/* Carries out one action list of the header's machine. */
static void header_action(feed *f, uint16_t action, const place *where) {
    lane *l = f->lane;
    const parley_machine *m = header_of(f);
    for (size_t i = m->action_index[action];
         i < m->action_index[action + 1] && l->mode == LANE_WEBSOCKET; i++) {
        unsigned operand = PARLEY_OP_OPERAND(m->ops[i]);
        switch (PARLEY_OP_KIND(m->ops[i])) {
        case PARLEY_OP_RULE:
            websocket_rule(f, &m->rules[operand], where, m, l->number, 0);
            break;
        case PARLEY_OP_ZERO:
            l->number = 0;
            break;
        case PARLEY_OP_BIN:
            l->number = l->number << 8 | where->got;
            break;
        case PARLEY_OP_EVENT:
            if (operand == EV_SHORT_LENGTH) l->number = where->got & 0x7fu;
            if (operand != EV_MASK_BYTE) break;
            l->ws.key |= (uint32_t)where->got << 8 * (l->ws.n_key & 3u);
            l->ws.n_key++;
            l->ws.flags |= FRAME_MASKED;
            break;
        case PARLEY_OP_ASK:
            payload_begins(f, where);
            break;
        default:
            break;
        }
    }
}

/* Bytes of a header behind its first one. Returns how many were taken. */
static size_t header_step(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    parley_hit hits[HITS];
    size_t n_hits, got = parley_machine_run(header_of(f), &l->state, f->input->bytes + from,
                                            n - from, hits, HITS, &n_hits);
    uint16_t after = l->state;
    for (size_t i = 0; i < n_hits && l->mode == LANE_WEBSOCKET; i++) {
        size_t at = from + hits[i].at;
        if (!feed_room(f)) { /* go back to this byte: it is read again when there is room */
            l->state = hits[i].from;
            return at - from;
        }
        place where = place_here(f, at, hits[i].from, f->input->bytes[at]);
        l->state = i + 1 < n_hits ? hits[i + 1].from : after;
        header_action(f, hits[i].action, &where);
    }
    return got;
}

static size_t payload_step(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    size_t taken = l->ws.left < n - from ? (size_t)l->ws.left : n - from;
    payload_take(f, from, taken);
    l->ws.left -= taken;
    if (l->ws.left > 0 || l->mode != LANE_WEBSOCKET) return taken;
    size_t last = from + taken - 1;
    place where = place_here(f, last, 0, f->input->bytes[last]);
    frame_ends(f, &where);
    return taken;
}

size_t websocket_step(feed *f, size_t i, size_t n) {
    lane *l = f->lane;
    for (f->pause = false; i < n && feed_room(f) && l->mode == LANE_WEBSOCKET && !f->pause;) {
        if ((l->ws.flags & FRAME_UNDER_WAY) == 0) {
            i += frames_quick(f, i, n);
            if (i < n && feed_room(f)) frame_begins(f, i++);
        } else if ((l->ws.flags & FRAME_IN_HEADER) != 0) {
            i += header_step(f, i, n);
        } else {
            i += payload_step(f, i, n);
        }
    }
    return i;
}

uint64_t websocket_bytes(feed *f) {
    lane *l = f->lane;
    size_t n = (size_t)f->input->length, i = 0;
    l->seen = f->input->seen;
    if (l->mode == LANE_WEBSOCKET && (l->ws.flags & FRAME_FIRST) != 0) i = first_bytes(f, n);
    i = websocket_step(f, i, n);
    if (l->mode != LANE_WEBSOCKET) i = n;
    l->offset += i;
    return i;
}

/* A hole within payload leaves every boundary where it is; anywhere else nothing can be trusted
 * behind it. */
void websocket_gap(feed *f) {
    lane *l = f->lane;
    uint64_t length = f->input->length;
    enum conversation_reason reason =
        f->side == PARLEY_CLIENT ? REASON_HOLE_CLIENT : REASON_HOLE_SERVER;
    bool in_payload = (l->ws.flags & (FRAME_UNDER_WAY | FRAME_IN_HEADER)) == FRAME_UNDER_WAY;
    if (l->mode == LANE_WEBSOCKET && in_payload && l->ws.left >= length) {
        bool control = (l->ws.first_byte & 8u) != 0;
        if (control) {
            l->ws.flags |= FRAME_SPOILED;
            l->status = 0; /* of a Close: what follows has no reading */
            f->talk->flags |= TALK_NO_TURNS;
        }
        bool text = (l->ws.message & (MESSAGE_KIND | MESSAGE_SPOILED)) == MESSAGE_TEXT;
        if (control || text || (l->ws.message & MESSAGE_COMPRESSED) != 0)
            set_undecided(f->talk, reason);
        if (!control) l->ws.message |= MESSAGE_SPOILED;
        l->ws.key = bulk_key_turn(l->ws.key, length);
        l->ws.left -= length;
        if (l->ws.left == 0) {
            place where = place_here(f, (size_t)length - 1, 0, 0);
            frame_ends(f, &where);
        }
    } else if (l->mode != LANE_LOST && length > 0) {
        websocket_lose(f, l->offset, reason);
    }
    l->offset += length;
}

/* What the payload of WebSocket's frames means: messages over their fragments, text, and the bodies
 * of control frames. */
#include "websocket_lane.h"

#define HASH_START 2166136261u
#define HASH_PRIME 16777619u /* FNV-1a: enough to tell two payloads apart */

/* A data frame begins a message, or goes on with one; a continuation of nothing is read and left.
 */
void data_begins(feed *f, const place *where) {
    lane *l = f->lane;
    bool extended = (f->talk->agreed & (AGREED_OTHER | AGREED_UNREAD)) != 0;
    bool deflate = (f->talk->agreed & AGREED_DEFLATE) != 0;
    unsigned rsv = l->ws.first_byte >> 4 & 7u;
    websocket_hears(f, by_side(f, C_DATA), where, 0);
    if (opcode_of(l) == OPCODE_CONTINUATION) {
        if (rsv != 0) l->ws.message |= MESSAGE_SPOILED;
        return;
    }
    l->message = *where;
    l->ws.message = (uint8_t)opcode_of(l);
    l->ws.payload = 0;
    l->ws.frames = 0;
    l->ws.text_state = parley_websocket_text.start;
    if (deflate && !extended && rsv == 4)
        l->ws.message |= MESSAGE_COMPRESSED;
    else if (extended || rsv != 0)
        l->ws.message |= MESSAGE_SPOILED;
}

void control_begins(feed *f) {
    lane *l = f->lane;
    l->number = 0;
    l->status = parley_websocket_close.start; /* the state of websocket.close */
}

/* ---- bytes ---- */

static bool wants_payload(const feed *f) {
    const lane *l = f->lane;
    unsigned kind = l->ws.message & MESSAGE_KIND, wanted = 0;
    if ((l->ws.first_byte & 8u) != 0 || kind == MESSAGE_TEXT)
        wanted = TALK_WANTS_PAYLOAD;
    else if (kind == MESSAGE_BINARY)
        wanted = TALK_WANTS_BINARY;
    if ((l->ws.first_byte & 8u) == 0 && (l->ws.message & MESSAGE_COMPRESSED) != 0)
        wanted |= TALK_WANTS_CONTENT | TALK_WANTS_PAYLOAD;
    return (f->talk->flags & wanted) != 0;
}

void payload_tell(feed *f, size_t from, size_t n) {
    const lane *l = f->lane;
    if (!wants_payload(f)) return;
    parley_event *e = websocket_event(f, PARLEY_EVENT_PAYLOAD, f->base + from, n);
    e->websocket.opcode = (uint8_t)opcode_of(l);
    e->websocket.key = l->ws.key;
    bool data = opcode_of(l) <= OPCODE_BINARY, control = (l->ws.first_byte & 8u) != 0;
    e->websocket.text = data && (l->ws.message & MESSAGE_KIND) == MESSAGE_TEXT;
    e->websocket.compressed = data && (l->ws.message & MESSAGE_COMPRESSED) != 0;
    e->websocket.judged = !e->websocket.compressed;
    if (e->websocket.compressed) f->pause = true;
    e->websocket.payload_length = (control ? 0 : l->ws.payload) + l->ws.size - l->ws.left;
}

/* Returns how many bytes were well-formed; the one behind them is reported. */
static void text_take(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    size_t good = bulk_masked_text(f->input->bytes + from, n, &l->ws.key, &l->ws.text_state);
    if (good == n) return;
    const parley_machine *m = &parley_websocket_text;
    uint8_t mask = (uint8_t)(l->ws.key & 0xffu);
    place where = place_here(f, from + good, l->ws.text_state, f->input->bytes[from + good] ^ mask);
    uint16_t next = l->ws.text_state;
    uint16_t action = parley_machine_symbol(m, &next, where.got);
    websocket_action(f, m, action, &where, 0, mask);
    l->ws.message |= MESSAGE_SPOILED;
    l->ws.key = bulk_key_turn(l->ws.key, n - good);
}

static void close_byte(feed *f, const place *where, uint8_t mask) {
    const parley_machine *m = &parley_websocket_close;
    lane *l = f->lane;
    uint16_t action = parley_machine_symbol(m, &l->status, where->got);
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++) {
        unsigned operand = PARLEY_OP_OPERAND(m->ops[i]);
        switch (PARLEY_OP_KIND(m->ops[i])) {
        case PARLEY_OP_ZERO:
            l->number = 0;
            break;
        case PARLEY_OP_BIN:
            l->number = l->number << 8 | where->got;
            break;
        case PARLEY_OP_RULE:
            websocket_rule(f, &m->rules[operand], where, m, l->number << 8 | where->got, mask);
            break;
        case PARLEY_OP_EVENT: /* EV_CODE */
            if (l->number == 1010 && f->side == PARLEY_SERVER &&
                f->talk->lanes[PARLEY_CLIENT].ws.code != 1010) /* an echo says nothing */
                websocket_asks(f, Q_CODE, CODE_FOR_CLIENT, where, l->number);
            break;
        default:
            break;
        }
    }
}

static void close_take(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    if (l->ws.size < 2) return; /* half a code, which is a finding already */
    for (size_t i = 0; i < n; i++) {
        uint8_t mask = (uint8_t)(l->ws.key & 0xffu);
        place where = place_here(f, from + i, l->status, f->input->bytes[from + i] ^ mask);
        l->ws.key = bulk_key_turn(l->ws.key, 1);
        if (l->status != 0) close_byte(f, &where, mask);
    }
}

static void ping_take(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    uint32_t hash = l->ws.left == l->ws.size ? HASH_START : (uint32_t)l->number;
    for (size_t i = 0; i < n; i++) {
        hash = (hash ^ f->input->bytes[from + i] ^ (l->ws.key & 0xffu)) * HASH_PRIME;
        l->ws.key = bulk_key_turn(l->ws.key, 1);
    }
    l->number = hash;
}

void payload_take(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    payload_tell(f, from, n);
    switch (opcode_of(l)) {
    case OPCODE_CONTINUATION:
    case OPCODE_TEXT:
        if (l->ws.message == MESSAGE_TEXT) {
            text_take(f, from, n);
            break;
        }
        l->ws.key = bulk_key_turn(l->ws.key, n);
        break;
    case OPCODE_CLOSE:
        close_take(f, from, n);
        break;
    case OPCODE_PING:
    case OPCODE_PONG:
        ping_take(f, from, n);
        break;
    default:
        l->ws.key = bulk_key_turn(l->ws.key, n);
        break;
    }
}

/* ---- ends ---- */

/* RFC 7692 6: a message may be sent without the compression that was agreed. */
static bool without_compression(const feed *f) {
    return (f->talk->agreed & (AGREED_DEFLATE | AGREED_OTHER | AGREED_UNREAD)) == AGREED_DEFLATE &&
           (f->lane->ws.message & (MESSAGE_COMPRESSED | MESSAGE_SPOILED)) == 0;
}

static void message_ends(feed *f, const place *where) {
    lane *l = f->lane;
    bool compressed = (l->ws.message & MESSAGE_COMPRESSED) != 0;
    bool text = (l->ws.message & MESSAGE_KIND) == MESSAGE_TEXT;
    if (l->ws.message == MESSAGE_TEXT) {
        place end = *where;
        end.state = l->ws.text_state;
        end.got = TEXT_END;
        uint16_t action =
            parley_machine_symbol(&parley_websocket_text, &l->ws.text_state, TEXT_END);
        websocket_action(f, &parley_websocket_text, action, &end, 0, 0);
    }
    if (without_compression(f)) websocket_asks(f, Q_COMPRESSION, UNCOMPRESSED, &l->message, 0);
    parley_event *e = websocket_event(f, text ? PARLEY_EVENT_TEXT : PARLEY_EVENT_BINARY,
                                      l->message.offset, where->offset + 1 - l->message.offset);
    e->websocket.opcode = text ? OPCODE_TEXT : OPCODE_BINARY;
    e->websocket.payload_length = l->ws.payload;
    e->websocket.frames = l->ws.frames;
    e->websocket.compressed = compressed;
    e->websocket.judged = !compressed;
    if (compressed) f->pause = true;
    l->ws.message = MESSAGE_NONE;
}

void data_ends(feed *f, const place *where) {
    lane *l = f->lane;
    if ((l->ws.message & MESSAGE_KIND) == MESSAGE_NONE) {
        l->ws.message = MESSAGE_NONE;
        return;
    }
    l->ws.payload += l->ws.size;
    l->ws.frames++;
    if ((l->ws.first_byte & 0x80u) != 0) message_ends(f, where);
}

static void close_ends(feed *f, const place *where) {
    lane *l = f->lane;
    if (l->status != 0 && l->ws.size >= 2) {
        place end = *where;
        end.state = l->status;
        end.got = BODY_END;
        uint16_t action = parley_machine_symbol(&parley_websocket_close, &l->status, BODY_END);
        websocket_action(f, &parley_websocket_close, action, &end, 0, 0);
    }
}

void control_ends(feed *f, const place *where) {
    lane *l = f->lane;
    static const parley_event_kind kinds[] = {PARLEY_EVENT_CLOSE, PARLEY_EVENT_PING,
                                              PARLEY_EVENT_PONG};
    unsigned opcode = opcode_of(l);
    if (opcode > OPCODE_PONG) return;
    bool whole = (l->ws.flags & FRAME_SPOILED) == 0;
    uint32_t hash = l->ws.size == 0 ? HASH_START : (uint32_t)l->number;
    if (opcode == OPCODE_CLOSE && whole) close_ends(f, where);
    uint16_t code = whole && l->ws.size >= 2 ? (uint16_t)l->number : 0;
    if (opcode == OPCODE_CLOSE) close_sent(f, code, where->offset + 1);
    if (opcode == OPCODE_PING && whole) ping_sent(f, hash, where->offset + 1);
    if (opcode == OPCODE_PONG && whole) pong_sent(f, hash);
    parley_event *e = websocket_event(f, kinds[opcode - OPCODE_CLOSE], l->mark.offset,
                                      where->offset + 1 - l->mark.offset);
    e->websocket.opcode = (uint8_t)opcode;
    e->websocket.payload_length = l->ws.size;
    if (opcode == OPCODE_CLOSE) e->websocket.code = code;
}

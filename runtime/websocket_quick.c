/* The quick way through frames that are plainly right: a data frame, a ping or a pong that is whole
 * in the piece, with a header of the shortest form, no reserved bit, and a message that goes on as
 * it should. What this file takes gives what the stepper gives; at the least doubt the frame's
 * first byte goes to the stepper. It decides nothing. */
#include "websocket_lane.h"

/* Somebody may want PAYLOAD events. */
#define TALK_TELLS (TALK_WANTS_PAYLOAD | TALK_WANTS_BINARY)

/* The header of a frame that may be taken, and what stands in it. */
typedef struct plain_frame {
    uint8_t first_byte;
    size_t header, size;
    uint32_t key;
} plain_frame;

/* Is there a plain header with all of its payload? */
static inline bool frame_look(const feed *f, size_t i, size_t n, plain_frame *frame) {
    const uint8_t *bytes = f->input->bytes;
    const lane *l = f->lane;
    const bool masked = f->side == PARLEY_CLIENT;
    size_t header = masked ? 6 : 2;
    if (n - i < header) return false;
    uint8_t second = bytes[i + 1];
    if ((second & 0x80u) != (masked ? 0x80u : 0)) return false;
    size_t size = second & 0x7fu;
    if (size > 125) {
        if (size == 127 || n - i < header + 2) return false;
        size = (size_t)bytes[i + 2] << 8 | bytes[i + 3];
        if (size < 126) return false;
        header += 2;
    }
    if (n - i - header < size) return false;
    *frame = (plain_frame){bytes[i], header, size, 0};
    if (!masked) return true;
    const uint8_t *key = bytes + i + header - 4;
    frame->key = key[0] | (uint32_t)key[1] << 8 | (uint32_t)key[2] << 16 | (uint32_t)key[3] << 24;
    if (size == 0) return true;
    return frame->key != 0 &&
           ((l->ws.flags & FRAME_KEY_KNOWN) == 0 || frame->key != l->ws.last_key);
}

/* The states of websocket.frames between messages and within one, without an extension. */
typedef struct plain_states {
    uint16_t between, within;
} plain_states;

static plain_states states_find(void) {
    const parley_machine *m = &parley_websocket_frames;
    plain_states s = {m->start, 0};
    (void)machine_hears(m, &s.between, PLAIN_FRAMES);
    s.within = s.between;
    (void)parley_machine_symbol(m, &s.within, OPCODE_TEXT);
    return s;
}

/* Does another data frame of this side change nothing in the turns? */
static bool data_is_free(const feed *f) {
    const conversation *talk = f->talk;
    if ((talk->flags & TALK_NO_TURNS) != 0) return true;
    uint16_t next = talk->turn_state;
    uint16_t action = parley_machine_symbol(&parley_websocket_turns, &next, by_side(f, C_DATA));
    return action == 0 && next == talk->turn_state;
}

/* Is the text well-formed so far, and whole where the message is? */
static inline bool text_good(const uint8_t *bytes, const plain_frame *frame, uint16_t *state) {
    uint32_t key = frame->key;
    if (bulk_masked_text(bytes, frame->size, &key, state) != frame->size) return false;
    return (frame->first_byte & 0x80u) == 0 || *state == parley_websocket_text.start ||
           parley_utf8_complete(*state);
}

static void message_tell(feed *f, uint64_t end) {
    const lane *l = f->lane;
    bool text = (l->ws.message & MESSAGE_KIND) == MESSAGE_TEXT;
    parley_event *e = websocket_event(f, text ? PARLEY_EVENT_TEXT : PARLEY_EVENT_BINARY,
                                      l->message.offset, end - l->message.offset);
    e->websocket.opcode = text ? OPCODE_TEXT : OPCODE_BINARY;
    e->websocket.payload_length = l->ws.payload;
    e->websocket.frames = l->ws.frames;
    e->websocket.judged = true;
}

/* What is known of a frame whose header is read. */
static inline void frame_set(feed *f, const plain_frame *frame, size_t i) {
    lane *l = f->lane;
    l->mark = place_here(f, i, l->value_state, frame->first_byte);
    l->ws.first_byte = frame->first_byte;
    l->ws.header_length = (uint8_t)frame->header;
    l->ws.key = frame->key;
    l->ws.size = l->ws.left = frame->size;
    l->ws.flags &= (uint8_t)~FRAME_SPOILED;
    if (frame->key == 0 || frame->size == 0) return;
    l->ws.last_key = frame->key;
    l->ws.flags |= FRAME_KEY_KNOWN;
}

/* Takes the data frame at index i, if it is plain. */
static inline bool data_take(feed *f, const plain_states *states, const plain_frame *frame,
                             size_t i) {
    lane *l = f->lane;
    unsigned opcode = frame->first_byte & 0x7fu; /* with the reserved bits */
    bool starts = opcode == OPCODE_TEXT || opcode == OPCODE_BINARY;
    if (starts ? l->value_state != states->between
               : opcode != OPCODE_CONTINUATION || l->value_state != states->within)
        return false;
    uint8_t message = starts ? (uint8_t)opcode : l->ws.message;
    if (message != MESSAGE_TEXT && message != MESSAGE_BINARY) return false;
    uint16_t text_state = starts ? parley_websocket_text.start : l->ws.text_state;
    size_t payload = i + frame->header;
    if (message == MESSAGE_TEXT && !text_good(f->input->bytes + payload, frame, &text_state))
        return false;
    frame_set(f, frame, i);
    if (starts) {
        l->message = place_here(f, i, l->value_state, frame->first_byte);
        l->ws.payload = 0;
        l->ws.frames = 0;
    }
    l->ws.text_state = text_state;
    l->ws.message = message;
    if (frame->size > 0 && (f->talk->flags & TALK_TELLS) != 0)
        payload_tell(f, payload, frame->size);
    l->ws.left = 0;
    frame_tell(f, f->base + payload + frame->size);
    l->ws.payload += frame->size;
    l->ws.frames++;
    bool whole = (frame->first_byte & 0x80u) != 0;
    l->value_state = whole ? states->between : states->within;
    if (!whole) return true;
    message_tell(f, f->base + payload + frame->size);
    l->ws.message = MESSAGE_NONE;
    return true;
}

/* Takes the ping or pong at index i, if it is plain. */
static bool ping_take_whole(feed *f, const plain_frame *frame, size_t i) {
    lane *l = f->lane;
    uint16_t next = l->value_state;
    if (frame->first_byte != (0x80u | OPCODE_PING) && frame->first_byte != (0x80u | OPCODE_PONG))
        return false;
    if (frame->size > 125 ||
        parley_machine_symbol(&parley_websocket_frames, &next, frame->first_byte) != 0 ||
        next != l->value_state)
        return false;
    size_t end = i + frame->header + frame->size;
    place last = place_here(f, end - 1, 0, f->input->bytes[end - 1]);
    frame_set(f, frame, i);
    l->ws.flags |= FRAME_UNDER_WAY;
    control_begins(f);
    if (frame->size > 0) payload_take(f, i + frame->header, frame->size);
    l->ws.left = 0;
    frame_tell(f, f->base + end);
    control_ends(f, &last);
    l->ws.flags &= (uint8_t)~FRAME_UNDER_WAY;
    return true;
}

/* May frames be taken here at all? */
static bool lane_is_plain(const feed *f) {
    return f->talk->agreed == 0 && (f->lane->ws.flags & FRAME_REPORTED) == 0 &&
           f->lane->mode == LANE_WEBSOCKET && data_is_free(f);
}

size_t frames_quick(feed *f, size_t from, size_t n) {
    size_t i = from;
    if (!lane_is_plain(f)) return 0;
    const plain_states states = states_find();
    while (i < n && feed_room(f)) {
        plain_frame frame;
        if (!frame_look(f, i, n, &frame)) break;
        bool control = (frame.first_byte & 8u) != 0;
        if (!(control ? ping_take_whole(f, &frame, i) : data_take(f, &states, &frame, i))) break;
        i += frame.header + frame.size;
        if (control && !lane_is_plain(f)) break;
    }
    return i - from;
}

/* The order of WebSocket frames of two raw directions: see raw_frames.h. */
#include "raw_frames.h"

enum { OPCODE_CLOSE = 8, OPCODE_PING = 9, OPCODE_PONG = 10 };

/* The length of the frame that begins with these bytes; 0 if they do not tell (RFC 6455 5.2). */
static uint64_t frame_length(const uint8_t *bytes, size_t n) {
    if (n < 2) return 0;
    unsigned length = bytes[1] & 0x7fu;
    size_t more = length < 126 ? 0 : length == 126 ? 2 : 8;
    if (n < 2 + more) return 0;
    uint64_t payload = more == 0 ? length : 0;
    for (size_t i = 0; i < more; i++)
        payload = payload << 8 | bytes[2 + i];
    uint64_t header = 2 + more + ((bytes[1] & 0x80u) != 0 ? 4u : 0u);
    return payload > UINT64_MAX - header ? UINT64_MAX : header + payload;
}

unsigned frames_rank(const raw_frames *frames, parley_side side, const uint8_t *bytes, size_t n,
                     bool over) {
    if (n == 0 && over) return FRAMES_NEVER;
    if (frames->left[side] > 0 || n == 0 || frame_length(bytes, n) == 0) return FRAMES_NOW;
    unsigned opcode = bytes[0] & 15u;
    if (opcode == OPCODE_CLOSE) return FRAMES_LAST;
    if (frames->owed[side] > 0) return FRAMES_NOW;
    return opcode == OPCODE_PONG ? FRAMES_LATER : FRAMES_SOON;
}

size_t frames_take(raw_frames *frames, parley_side side, const uint8_t *bytes, size_t n,
                   bool over) {
    if (n == 0) return 0;
    if (frames->left[side] == 0) {
        parley_side other = side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT;
        uint64_t length = frame_length(bytes, n);
        if (length == 0) {
            frames->cut[side] = over;
            return over ? n : 0;
        }
        frames->left[side] = length;
        unsigned opcode = bytes[0] & 15u;
        if (opcode == OPCODE_PING) frames->owed[other]++;
        if (opcode == OPCODE_PONG) frames->owed[side] = 0; /* the last one may answer them all */
    }
    size_t taken = frames->left[side] < n ? (size_t)frames->left[side] : n;
    frames->left[side] -= taken;
    return taken;
}

bool frames_close_is_next(const raw_frames *frames, parley_side side, const uint8_t *bytes,
                          size_t n) {
    return n > 0 && frames->left[side] == 0 && (bytes[0] & 15u) == OPCODE_CLOSE;
}

bool frames_within(const raw_frames *frames, parley_side side) {
    return frames->left[side] > 0 || frames->cut[side];
}

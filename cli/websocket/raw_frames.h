/* The order of WebSocket frames of two raw directions: an answer comes after what it answers, a
 * Close after all that its side and the other one still say. Which of two Closes came first,
 * nothing tells, so each is taken as sent before the other one was seen.
 *
 * It looks at headers only. It must not know where the bytes come from or what is allowed. */
#ifndef PARLEY_CLI_WEBSOCKET_RAW_FRAMES_H
#define PARLEY_CLI_WEBSOCKET_RAW_FRAMES_H

#include "../../runtime/parley.h"

typedef struct raw_frames {
    uint64_t left[2]; /* bytes of the frame under way that are still to come */
    uint64_t owed[2]; /* pings of the other side that were not answered yet */
    bool cut[2];      /* a header was given though it is not complete */
} raw_frames;

/* How soon the bytes of a side should come, of which n are read; over: no more can be. The lower
 * the sooner. */
enum { FRAMES_NOW, FRAMES_SOON, FRAMES_LATER, FRAMES_LAST, FRAMES_NEVER };
unsigned frames_rank(const raw_frames *frames, parley_side side, const uint8_t *bytes, size_t n,
                     bool over);

/* How many bytes of a side may come at once; they count as given. 0: its next frame tells too
 * little so far. */
size_t frames_take(raw_frames *frames, parley_side side, const uint8_t *bytes, size_t n, bool over);

/* Whether the next byte of a side begins a Close. */
bool frames_close_is_next(const raw_frames *frames, parley_side side, const uint8_t *bytes,
                          size_t n);

/* Whether a side is within a frame. */
bool frames_within(const raw_frames *frames, parley_side side);

#endif

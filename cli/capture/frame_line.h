/* Frames of WebSocket written down as people think of them: C% text "Hello". See
 * parley-transcript(5).
 *
 * Writes the bytes of one frame, as right or as wrong as the line wants it. It must not know
 * connections, nor what is allowed. */
#ifndef PARLEY_CAPTURE_FRAME_LINE_H
#define PARLEY_CAPTURE_FRAME_LINE_H

#include "../../runtime/parley.h"

typedef struct frame_line {
    const uint8_t *bytes; /* the whole frame; within the room given */
    size_t n;
    bool crossing; /* its side had not seen yet what the other side said */
} frame_line;

/* Reads what stands behind "C%" or "S%". number is the line's, from 1: keys are made of it, so that
 * no two lines share one. room holds size bytes, at least 16. Returns NULL, or what is wrong with
 * the line and how to mend it. */
const char *frame_line_read(const uint8_t *text, size_t n, parley_side side, uint64_t number,
                            uint8_t *room, size_t size, frame_line *frame);

#endif

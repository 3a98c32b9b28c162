/* Two lines of the wire around a place, with carets under it.
 *
 * A window is filled from what is still known and from what comes after, so that it does not depend
 * on how the bytes were cut into pieces. It must not know findings. */
#ifndef PARLEY_CLI_HEXDUMP_H
#define PARLEY_CLI_HEXDUMP_H

#include "../connection_state.h"

#define WINDOW_BYTES 32
#define HEX_LINE     96 /* a line and its 0 */

typedef struct hex_window {
    uint64_t base;  /* offset of the first byte, a multiple of 16 */
    uint64_t from;  /* the span that the carets mark */
    uint64_t to;    /* past its end; the byte before from is marked if the span is empty */
    uint32_t known; /* bit i: byte i is there */
    uint8_t bytes[WINDOW_BYTES];
} hex_window;

void hex_window_take(hex_window *window, const conversation *c, parley_side side, parley_span span);

/* Adds bytes that come at an offset of the stream. Returns whether more of them would be of use. */
bool hex_window_add(hex_window *window, uint64_t offset, const uint8_t *bytes, uint64_t n);

/* Writes at most max (2 or more) lines of bytes and carets. Returns how many. */
unsigned hex_window_lines(const hex_window *window, char lines[][HEX_LINE], unsigned max);

#endif

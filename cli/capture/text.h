/* Conversations written down as text, as standards print them: "C: GET / HTTP/1.1". See
 * parley-transcript(5).
 *
 * One line is at most one piece of one side. It must not know packets. */
#ifndef PARLEY_CAPTURE_TEXT_H
#define PARLEY_CAPTURE_TEXT_H

#include "../transcript.h"
#include "source.h"

#define TEXT_PROBE 4096 /* bytes in which the first telling line has to begin */

bool text_recognise(const uint8_t *bytes, size_t n);
/* The byte that two hexadecimal digits stand for, or -1. */
int text_hex_pair(const uint8_t *bytes);
/* Reads the escape behind a backslash at bytes[*i], *i being less than n, and goes behind it.
 * Returns the byte, or -1. */
int text_unescape(const uint8_t *bytes, size_t n, size_t *i);
int text_read(source *s, const transcript_listener *listener);

#endif

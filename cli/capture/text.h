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
int text_read(source *s, const transcript_listener *listener);

#endif

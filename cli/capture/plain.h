/* A file that is one body and no transcript: told as a connection on which only the server speaks,
 * and nothing is known of it but its bytes.
 *
 * Where a capture has frame numbers, a line's number stands. It must not know what is in a body. */
#ifndef PARLEY_CAPTURE_PLAIN_H
#define PARLEY_CAPTURE_PLAIN_H

#include "../transcript.h"
#include "source.h"

/* Whether the listener takes the file for one. */
bool plain_recognise(source *s, const transcript_listener *listener);
/* open: the bytes just stop, and more may come. */
int plain_read(source *s, const transcript_listener *listener, bool open);

#endif

/* Raw bytes of one side, or of both: each file is one direction from its first byte.
 *
 * Which side is read next is for the listener to say (transcript_listener.whose). It must not know
 * messages. */
#ifndef PARLEY_CAPTURE_RAW_H
#define PARLEY_CAPTURE_RAW_H

#include "../transcript.h"

int raw_read(const transcript_options *options, const transcript_listener *listener, char *error,
             size_t size);

#endif

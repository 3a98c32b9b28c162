/* A body that was given alone, without a conversation that carried it: an event stream, or a
 * playlist. Reads it with those who read bodies; what heads say is not asked.
 *
 * It must not know where the bytes come from. */
#ifndef PARLEY_CLI_BODY_ALONE_H
#define PARLEY_CLI_BODY_ALONE_H

#include "application.h"

typedef enum alone_sort { ALONE_NONE, ALONE_SSE, ALONE_HLS } alone_sort;

/* The sort of this name ("sse", "hls"), or ALONE_NONE. */
alone_sort alone_named(const char *name);
/* What nothing else begins with: the first line of a playlist. */
bool alone_is_playlist(const uint8_t *bytes, size_t n);

/* The conversation is such a body: of HLS, if nothing else is said. Where there is no memory it is
 * ignored. */
void body_alone_open(application *app, conversation *c, alone_sort sort);
/* Bytes, or the end; the frame of bytes is the number of their line. */
void body_alone_input(conversation *c, const parley_input *input);
/* No more comes. */
void body_alone_close(conversation *c);

#endif

/* One event stream as it is read: gathers what the lines of a block say, tells each event as a
 * browser dispatches it, and judges what takes a clock or a count.
 *
 * Of an event the beginnings of id, type and data are kept until it is told. It must not know of
 * connections or of other streams; its session (session.h) hears of each block. */
#ifndef PARLEY_CLI_SSE_STREAM_H
#define PARLEY_CLI_SSE_STREAM_H

#include "../websocket/message_text.h"
#include "session.h"

typedef struct sse_stream {
    application *app;
    conversation *c;
    const message_head *response;
    sse_session *session; /* or NULL */
    parley_sse machine;
    sse_id value;        /* of the id or event line under way */
    sse_id id, type;     /* as the lines of this block say, and id before that */
    bool own_id;         /* this block has an id line that counts */
    bool in_block;       /* bytes came since the last empty line */
    bool skip_lf;        /* an LF that comes now belongs to that line */
    uint64_t block_from; /* offset of the first byte of the block */
    message_text data;
    uint64_t events;
    uint64_t last_time; /* of the last byte, or of the head */
    uint64_t bunch;     /* events that came at once after a silence, and where they began */
    parley_event bunch_at;
    bool clocked, after_pause;    /* bunch_at is set; there was a silence before it */
    bool silent, bunched, behind; /* that was told */
} sse_stream;

sse_stream *sse_stream_open(application *app, conversation *c, const message_head *response,
                            sse_session *session);
void sse_stream_bytes(sse_stream *stream, const body_piece *piece);
/* The body is over; tells what is left, and frees the stream. */
void sse_stream_end(sse_stream *stream, body_end how, const parley_event *event);

#endif

/* Sessions of Server-Sent Events: streams of one client from one address, tied together over
 * requests, responses and connections, and the rules about them.
 *
 * A session is not a connection, and neither is a stream. What cannot be known is not judged:
 * two streams at once, a client that left by itself, bytes that are missing. Sessions are bounded
 * in number; it must not know how a stream is read. */
#ifndef PARLEY_CLI_SSE_SESSION_H
#define PARLEY_CLI_SSE_SESSION_H

#include "../application.h"
#include "../http1/body.h"
#include "id.h"

typedef struct sse_memory sse_memory;
typedef struct sse_session sse_session;

sse_memory *sse_memory_open(void);
void sse_memory_free(sse_memory *memory);

/* A request for a stream. Returns the session that it begins or renews, NULL if there is no memory
 * for it. */
sse_session *sse_session_ask(application *app, conversation *c, const message_head *request);
/* A stream of which nothing else is known: what its ids say is judged, and no session is told. */
sse_session *sse_session_alone(application *app, conversation *c, const message_head *response);
/* A request for anything: may it be that a person loads a page anew? */
void sse_session_page(application *app, const conversation *c, const message_head *request);

/* What the server answers. symbol: S_STREAM, S_STOP, S_REFUSAL or S_OTHER_TYPE. */
void sse_session_answer(sse_session *s, application *app, conversation *c, uint16_t symbol,
                        const message_head *response);
/* The request was never answered. */
void sse_session_unanswered(sse_session *s);
/* The answer only sends the client on: a redirect, a demand to log in. */
void sse_session_led_on(sse_session *s);

/* Of the stream under way: an empty line, and what the lines before it said. own: they had an id.
 * id is what counts as the last one now in this stream. */
void sse_session_block(sse_session *s, application *app, conversation *c, const sse_id *id,
                       bool own, bool dispatched, const parley_event *where);
void sse_session_retry(sse_session *s, uint64_t milliseconds);
/* The client ended its direction. */
void sse_session_left(sse_session *s);
/* The stream is over; cut: the id of a block that was not complete, or NULL. */
void sse_session_end(sse_session *s, const conversation *c, body_end how, const sse_id *cut,
                     const parley_event *where);
/* A connection is over, and its verdict known. */
void sse_session_closed(application *app, const conversation *c);
/* A rule of level error was broken by the session. */
void sse_session_deviates(sse_session *s);

/* The transcript is over. Tells what only now is known, then each session. late and tell are called
 * for each of them. */
typedef void sse_late(void *context, const late_finding *late);
typedef void sse_tell(void *context, const application_session *session);
void sse_memory_end(const application *app, void *context, sse_late *late, sse_tell *tell);

#endif

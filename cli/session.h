/* Rules that are judged over several connections of one transcript: requests that are sent again
 * elsewhere, and (session_openings.h) openings of WebSocket.
 *
 * A small bounded memory of requests that went unanswered, by client host and server. It must not
 * know how connections are read or findings shown. */
#ifndef PARLEY_CLI_SESSION_H
#define PARLEY_CLI_SESSION_H

#include "../runtime/parley.h"

#define SESSION_PENDING 8 /* unanswered requests remembered of one connection */

struct conversation;
typedef struct session_memory session_memory;

/* A request, as far as it can be told from another. */
typedef struct session_request {
    uint64_t hash;       /* of client host, server and head; 0: not known */
    bool idempotent;     /* known to be */
    bool not_idempotent; /* known not to be */
} session_request;

/* What is remembered of one conversation. */
typedef struct session_lane {
    session_request pending[SESSION_PENDING];
    uint8_t n;            /* of them */
    bool overflowed;      /* there were more: nothing is said of this conversation */
    bool unjudged;        /* the server's answers are not read any more */
    bool answered;        /* a final response was complete */
    bool announced_close; /* the last complete response said that the connection closes */
    uint32_t repeats; /* 1 + number of the failed connection whose first request was repeated here
                         first */
} session_lane;

/* Returns NULL if there is no memory: then nothing is judged here. */
session_memory *session_memory_open(void);
void session_memory_free(session_memory *memory);

/* At most so many of one event. */
#define SESSION_FINDINGS 3

/* Takes notice of an event while the bytes of its head are at hand. Fills findings with what it
 * breaks, and returns how many those are. */
size_t session_event(session_memory *memory, struct conversation *c, const parley_event *event,
                     parley_finding *findings);

/* A side ended, or a reset came: once the connection is over, its requests without an answer are
 * remembered. */
void session_ended(session_memory *memory, struct conversation *c);
/* Nothing more comes of it: it is not looked at any more. */
void session_closed(session_memory *memory, const struct conversation *c);

#endif

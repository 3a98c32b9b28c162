/* What happened on one connection up to an instant, as far as the five questions want to know it.
 *
 * Gathered from what the judge tells; nothing here prints. */
#ifndef PARLEY_CLI_AT_FACTS_H
#define PARLEY_CLI_AT_FACTS_H

#include "cacheable.h"
#include "position.h"

#define AT_OBJECT   512
#define AT_REQUESTS 8 /* of which the heads are remembered until they are answered */

/* One direction. */
typedef struct at_side {
    bool has_head, ended, has_message, switched, unjudged;
    parley_event head, end; /* of HTTP: the last head, and the end of its message */
    bool ended_by_close;
    bool chunked;
    bool is_stream;       /* its content is an event stream */
    char length[24];      /* Content-Length, as it stands in the head; or "" */
    parley_event message; /* of WebSocket: the last one that is complete */
    parley_event frame;   /* ... and the last frame */
    uint64_t messages, frames, switched_at;
    const char *unjudged_why;
} at_side;

typedef struct at_facts {
    const at_position *position;
    at_side sides[2];
    bool has_byte; /* the position is a byte, and this is it */
    uint8_t byte;
    bool missing;  /* the byte is in a hole */
    bool has_last; /* the last byte before */
    parley_side last_side;
    uint64_t last_offset;
    uint8_t last_byte;
    bool opened; /* the opening of the connection is in the transcript */
    uint64_t opened_at;
    bool over;               /* the position was reached */
    uint64_t events;         /* of an event stream */
    bool has_segment, lossy; /* lossy: a session had lost messages when it was said to go on here */
    char object[AT_OBJECT];  /* the last playlist or segment, as it is told; or "" */
    parley_span event;
    uint64_t event_exchange;
    cache_request requests[AT_REQUESTS]; /* by exchange modulo AT_REQUESTS */
    cache_response response;             /* the last final one */
} at_facts;

/* Before an input is judged: what it tells of the position. As a reporter's until. */
bool at_facts_input(at_facts *facts, const conversation *c, parley_input *input);
void at_facts_event(at_facts *facts, const conversation *c, const parley_event *event);
void at_facts_application(at_facts *facts, const application_event *event);
void at_facts_finding(at_facts *facts, const parley_finding *finding);
/* Is the response that is under way an event stream? */
bool at_facts_streams(const at_facts *facts);
void at_facts_connection(at_facts *facts, const connection_event *event);

#endif

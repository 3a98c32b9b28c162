/* What the messages of WebSocket hold, where that takes more than the core has: inflates compressed
 * ones (RFC 7692) and judges what comes out, and gathers the texts that a reporter wants to show.
 *
 * It must not know how findings are shown. */
#ifndef PARLEY_CLI_WEBSOCKET_CONTENT_H
#define PARLEY_CLI_WEBSOCKET_CONTENT_H

#include "../connection_state.h"
#include "message_inflater.h"

#define CONTROL_PAYLOAD    125
#define WEBSOCKET_FINDINGS 4 /* at most so many of one event */

/* One direction that speaks WebSocket. */
typedef struct websocket_lane {
    message_text text; /* of the message under way: inflated, where it is compressed */
    message_inflater *inflater;
    uint64_t from;     /* where it begins in the side's stream */
    uint64_t messages; /* complete ones */
    uint64_t taken;    /* payload of the message under way so far, holes counted */
    bool begun;        /* payload of a message came */
    bool inflating;    /* the inflater knows of the message under way */
    bool unread;       /* ... and could not read all of it */
    bool no_takeover;
    uint8_t window_bits;
    uint8_t n_control;
    uint8_t control[CONTROL_PAYLOAD]; /* payload of the control frame under way */
} websocket_lane;

/* Both sides speak WebSocket from their first bytes on. */
void websocket_begin(conversation *c);

/* Takes notice of an event while its bytes are at hand, before a reporter hears of it. Fills
 * the list with what is wrong at it, in order, and returns how many those are. */
size_t websocket_event(conversation *c, const parley_event *event, parley_finding *list);
/* The event was told: what belonged to it is forgotten. */
void websocket_event_told(conversation *c, const parley_event *event);

/* The bytes of the piece under way are about to go. */
void websocket_piece_over(conversation *c, parley_side side);

/* The core has found this. */
void websocket_finding(conversation *c, const parley_finding *finding);

/* The payload of a message or of a control frame that was wanted, at its event. */
const uint8_t *websocket_text(const conversation *c, const parley_event *event, size_t *n,
                              bool *cut);
/* How many bytes a compressed message has inflated, at its event. Returns false if not all of it
 * could be. */
bool websocket_inflated(const conversation *c, const parley_event *event, uint64_t *length);

/* Whether at least one side of it speaks WebSocket, so that it can be read. */
bool websocket_spoken(const conversation *c);
/* How many messages of a side were complete. */
uint64_t websocket_messages(const conversation *c, parley_side side);

void websocket_free(lane *l);

#endif

/* Rules about the opening requests of WebSocket on several connections of one transcript: a key of
 * another connection, and a second request to one server while a first one waits.
 *
 * It remembers so many keys and requests and no more. It must not know how findings are shown. */
#ifndef PARLEY_CLI_WEBSOCKET_SESSION_OPENINGS_H
#define PARLEY_CLI_WEBSOCKET_SESSION_OPENINGS_H

#include "../connection_state.h"

#define OPENING_FINDINGS 2 /* at most so many of one event */

typedef struct opening_memory opening_memory;

/* Returns NULL if there is no memory: then nothing is judged here. */
opening_memory *openings_open(void);
void openings_free(opening_memory *memory);

/* Takes notice of an event while the bytes of its head are at hand. Fills findings with what it
 * breaks, and returns how many those are. */
size_t openings_event(opening_memory *memory, const conversation *c, const parley_event *event,
                      parley_finding *findings);

/* The connection is over, or is not looked at any more. */
void openings_end(opening_memory *memory, const conversation *c);

#endif

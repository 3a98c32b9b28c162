/* How long a connection stays open while nothing is owed: between a complete response and what
 * comes next.
 *
 * What that means is for the grammar to say; here is only the clock. */
#ifndef PARLEY_CLI_IDLE_H
#define PARLEY_CLI_IDLE_H

#include "connection_state.h"

/* After an event of HTTP, once the messages of its lane were counted. */
void idle_event(conversation *c, const parley_event *event);
/* After each input: ends and holes. */
void idle_input(conversation *c, const parley_input *input);
/* The runtime found the connection idle where the transcript, whose last moment is now, ends: the
 * finding gets its milliseconds. Does nothing to other findings. */
void idle_finding(conversation *c, uint64_t now, parley_finding *finding);
/* The connection is over. Returns whether its longest pause is worth telling, and was not told. */
bool idle_closed(const conversation *c, parley_finding *finding);

#endif

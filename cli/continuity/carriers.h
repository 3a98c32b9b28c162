/* What usual carriers put around the messages of an application, read as far as they say it: kind,
 * counter, acknowledgment, topic. The text of the message is what is left.
 *
 * A message that does not fit its carrier is broken and counts for nothing. */
#ifndef PARLEY_CLI_CONTINUITY_CARRIERS_H
#define PARLEY_CLI_CONTINUITY_CARRIERS_H

#include "message.h"

void socket_io_take(message *m);
void graphql_take(message *m);
/* These return the length of the frame or packet that the bytes begin with; all of them if there is
 * none. */
size_t stomp_take(message *m);
size_t mqtt_take(message *m, parley_side side);

#endif

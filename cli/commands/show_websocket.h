/* One line of parley show for an event of WebSocket: messages as people think of them, and frames
 * for those who asked for them. */
#ifndef PARLEY_CLI_COMMANDS_SHOW_WEBSOCKET_H
#define PARLEY_CLI_COMMANDS_SHOW_WEBSOCKET_H

#include "../connection_state.h"
#include <stdio.h>

/* Writes what comes behind the arrow, its text cut to so many columns, and ends the line. */
void websocket_event_print(FILE *out, const conversation *c, const parley_event *event,
                           size_t columns);

#endif

/* One line of parley show for an event of Server-Sent Events. */
#ifndef PARLEY_CLI_COMMANDS_SHOW_SSE_H
#define PARLEY_CLI_COMMANDS_SHOW_SSE_H

#include "../application.h"
#include <stdio.h>

/* Prints it with its line end; its data takes at most so many columns. */
void sse_event_print(FILE *out, const application_event *event, size_t columns);

#endif

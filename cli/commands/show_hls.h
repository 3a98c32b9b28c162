/* What parley show says of playlists and their segments. */
#ifndef PARLEY_CLI_COMMANDS_SHOW_HLS_H
#define PARLEY_CLI_COMMANDS_SHOW_HLS_H

#include "../application.h"
#include <stdio.h>

void hls_event_print(FILE *out, const application_event *event, size_t columns);

#endif

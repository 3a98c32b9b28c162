/* What the NDJSON report says of the application layer: events in bodies, and sessions. */
#ifndef PARLEY_CLI_REPORT_JSON_APPLICATION_H
#define PARLEY_CLI_REPORT_JSON_APPLICATION_H

#include "../application.h"
#include <stdio.h>

/* The members that an event of this sort has beyond those of every event. */
void json_application_event(FILE *out, const application_event *event);
/* One line. */
void json_session(FILE *out, const char *file, const application_session *session);

#endif

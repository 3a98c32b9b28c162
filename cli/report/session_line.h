/* One line for people about a session over its connections. */
#ifndef PARLEY_CLI_REPORT_SESSION_LINE_H
#define PARLEY_CLI_REPORT_SESSION_LINE_H

#include "../application.h"

#define SESSION_LINE 1024

/* "sse http://a.example/prices  streams 0, 3  3 responses, 12 events  conforms: ..." */
void session_line(const application_session *session, char *text, size_t size);
/* Is there something that a reader should hear of without asking? */
bool session_is_notable(const application_session *session);

#endif

/* Values of fields that event streams care for, each read by a machine of its own. */
#ifndef PARLEY_CLI_SSE_VALUE_H
#define PARLEY_CLI_SSE_VALUE_H

#include "../http1/message_head.h"

/* Runs a machine over a value, and then VALUE_END. Returns whether a rule is broken, and fills it
 * in with its place. */
bool sse_value_judge(const char *machine, const message_head *head, head_name name,
                     parley_finding *finding);

#endif

/* Findings about event streams that the program works out itself: the machine says which rule
 * something breaks. */
#ifndef PARLEY_CLI_SSE_FINDING_H
#define PARLEY_CLI_SSE_FINDING_H

#include "../http1/message_head.h"

/* A finding with all but the rule: at a place of the message that head begins. */
parley_finding sse_finding_at(const parley_event *where, const message_head *head, bool in_body);
/* A finding about a request or a response, at a value of its head, or at its first byte
 * (HEAD_NAMES).
 */
parley_finding sse_finding_in(const message_head *head, head_name name, parley_turn turn);
/* Runs a machine over a value, and then VALUE_END. Returns whether a rule is broken, and fills it
 * in with its place. */
bool sse_value_judge(const char *machine, const message_head *head, head_name name,
                     parley_finding *finding);

#endif

/* Findings that the program works out itself, at a place of a message; which rule it is, a machine
 * says (machine_answer.h). It must not know what is wrong there. */
#ifndef PARLEY_CLI_HTTP1_MESSAGE_FINDING_H
#define PARLEY_CLI_HTTP1_MESSAGE_FINDING_H

#include "message_head.h"

/* A finding with all but the rule: at a place of the message that head begins. */
parley_finding message_finding_at(const parley_event *where, const message_head *head,
                                  bool in_body);
/* A finding about a request or a response, at a value of its head, or at its first byte
 * (HEAD_NAMES). */
parley_finding message_finding_in(const message_head *head, head_name name, parley_turn turn);

#endif

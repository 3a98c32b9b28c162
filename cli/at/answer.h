/* The five questions, answered at an instant of one connection: what do these bytes mean, where do
 * messages begin and end, who may speak next, may the response be cached, may the server send now.
 *
 * Answers are read off the machines and the events before. It must not know files. */
#ifndef PARLEY_CLI_AT_ANSWER_H
#define PARLEY_CLI_AT_ANSWER_H

#include "facts.h"

#define ANSWER_TEXT 2048

typedef struct at_answer {
    const at_facts *facts;
    const conversation *c;
    parley_finding next[2]; /* how things stand for the next byte of each side */
    bool websocket;
    bool sse_open;          /* a response that is an event stream is under way */
    char text[ANSWER_TEXT]; /* of the answer that is being written */
} at_answer;

void at_answer_print(const at_facts *facts, const conversation *c);

/* How things stand: at_answer_print begins so. */
void at_answer_start(at_answer *answer, const at_facts *facts, const conversation *c);

/* ---- shared among the files of the answer ---- */
void answer_add(at_answer *answer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Is this side in the middle of a message or a frame? */
bool answer_is_open(const at_answer *answer, parley_side side);
/* "request 2": what the side is in the middle of. */
void answer_add_name(at_answer *answer, parley_side side);
/* Who may speak next; may the server send now: turns.c */
void answer_turn(at_answer *answer);
void answer_server(at_answer *answer);
/* What the bytes mean; where messages begin and end: messages.c */
void answer_bytes(at_answer *answer);
void answer_messages(at_answer *answer, parley_side side);

#endif

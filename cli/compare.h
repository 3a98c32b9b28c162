/* What protocols answer to the same questions, worked out from their machines, with the proof of
 * each answer.
 *
 * Knows which machine of a protocol answers which question, and no answer. It must not print. */
#ifndef PARLEY_CLI_COMPARE_H
#define PARLEY_CLI_COMPARE_H

#include "../runtime/parley.h"

#define COMPARE_TEXT 1024

typedef struct compare_cell {
    char text[COMPARE_TEXT];  /* the answer */
    char proof[COMPARE_TEXT]; /* machine, state, symbols: what it was read from */
} compare_cell;

typedef struct compare_question {
    const char *name; /* as on the command line: "unasked" */
    const char *text; /* "who may send unasked" */
} compare_question;

/* The i-th protocol, from the connection up; NULL past the last. */
const char *compare_protocol(size_t i);
/* The i-th question; NULL past the last. */
const compare_question *compare_question_at(size_t i);

/* Answers question i about protocol k; both have to be there. */
void compare_answer(size_t i, size_t k, compare_cell *cell);

#endif

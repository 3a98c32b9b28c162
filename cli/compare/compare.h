/* What protocols answer to the same questions, worked out from their machines, with the proof of
 * each answer.
 *
 * Knows which machine of a protocol answers which question, and no answer. It must not print. */
#ifndef PARLEY_CLI_COMPARE_COMPARE_H
#define PARLEY_CLI_COMPARE_COMPARE_H

#include "walk.h"

#define COMPARE_TEXT  1536
#define COMPARE_BRIEF 160

typedef struct compare_cell {
    char brief[COMPARE_BRIEF];  /* a few words, for a table */
    char text[COMPARE_TEXT];    /* the answer */
    char proof[COMPARE_TEXT];   /* machine, state, symbols: what it was read from */
    char witness[COMPARE_TEXT]; /* a shortest way there from the beginning; or "" */
} compare_cell;

typedef struct compare_question {
    const char *name; /* as on the command line: "unasked" */
    const char *text; /* "may the server send unasked" */
} compare_question;

/* Which machines and words answer for a protocol. */
typedef struct compare_protocol {
    const char *name;
    const parley_symbol *symbols;
    const struct compare_protocol *carrier; /* NULL: it has turns of its own, else whose it has */
    const char *turns;                      /* whose word it is */
    const char *exchange; /* the same within one exchange; NULL: turns says that too */
    const char *opening;  /* the symbol with which the connection is open; NULL: it begins open */
    const char *framing;  /* where messages end; NULL: nowhere */
    const char *end;      /* the event that framing reports there, or the symbol that it hears */
    const char *pieces;   /* which frame begins and ends a message; NULL: a frame is a message */
    const char *unit;     /* the symbol or event whose brief word says what the bytes are */
    const char *machine_of_unit;
    const char *lost;  /* the symbol that says that what was asked for is over; NULL: none */
    const char *kept;  /* the symbol of what a machine over connections compares; NULL: none */
    const char *keeps; /* ... and that machine */
    const char *stored, *stored_rule; /* the fact that a cache answers, and its rule; or NULL */
    bool responses;                   /* its messages are responses, or it lies within them */
} compare_protocol;

/* The i-th protocol, from the connection up; NULL past the last. */
const compare_protocol *compare_protocol_at(size_t i);
/* The i-th question; NULL past the last. */
const compare_question *compare_question_at(size_t i);

/* Answers question i, which has to be there, about a protocol. */
void compare_answer(size_t i, const compare_protocol *about, compare_cell *cell);

/* ---- shared among the files of the answers ---- */
void compare_put(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds words to a list, unless they stand there already. */
void compare_put_word(char *text, size_t size, const char *word);
/* A shortest way to state s. */
void compare_put_way(const walk *w, uint16_t s, char *text, size_t size);
/* What bytes are, where messages end, what caches keep, what is said after a reconnect:
 * messages.c */
void answer_meaning(const compare_protocol *p, compare_cell *cell);
void answer_end(const compare_protocol *p, compare_cell *cell);
void answer_cacheable_cell(const compare_protocol *p, compare_cell *cell);
void answer_reconnect(const compare_protocol *p, compare_cell *cell);

#endif

/* Attempts of clients to reach a server that never came to a request: refused, reset at once, or
 * never answered; and how many of them lie between two connections of a session.
 *
 * The last ones of a file are remembered. It must not know what a session is made of. */
#ifndef PARLEY_CLI_ATTEMPTS_H
#define PARLEY_CLI_ATTEMPTS_H

#include "transcript.h"

#define ATTEMPTS 1024
#define ABSENCES 32 /* of one session; what lies in others is not counted */

typedef struct attempt {
    uint64_t ends, time;
} attempt;

typedef struct attempts {
    attempt list[ATTEMPTS]; /* a ring */
    uint64_t n;
} attempts;

/* From the end of one connection to the beginning of the next. */
typedef struct absence {
    uint64_t ends, from, to;
} absence;

typedef struct absences {
    absence list[ABSENCES];
    unsigned n;
} absences;

/* What one connection shows of itself while it goes on. */
typedef struct attempt_state {
    uint64_t opened, failed; /* when */
    bool fails;
} attempt_state;

/* A connection event, a finding and an input of a connection. */
void attempt_event(attempt_state *state, const connection_event *event);
void attempt_finding(attempt_state *state, const parley_finding *finding);
void attempt_input(attempt_state *state, const connection *about, const parley_input *input);
/* It is over: remembers it if it was such an attempt. */
void attempt_closed(attempts *all, const attempt_state *state, const connection *about);

void absence_add(absences *of, const connection *about, uint64_t from, uint64_t to);
uint64_t attempts_within(const attempts *all, const absences *of);

#endif

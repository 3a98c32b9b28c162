/* What the judge keeps of a file that is judged: for its own files only. */
#ifndef PARLEY_CLI_JUDGE_STATE_H
#define PARLEY_CLI_JUDGE_STATE_H

#include "continuity/continuity.h"
#include "judge.h"
#include "session.h"

typedef struct judge {
    const judge_options *options;
    const reporter *teller;
    const char *file;
    tally *counts;
    session_memory *sessions; /* NULL: nothing is judged over several connections */
    application app;          /* what lies above messages */
    continuity *tied;         /* NULL: no profile says which connections belong together */
    bool raw;                 /* bytes of sides, without any order between them */
    uint64_t clock;           /* the last moment of which anything is known */
    size_t held, kept;        /* of all connections */
} judge;

/* Counts a finding and hands it on, if it is told. c: NULL for what concerns the whole file. */
void judge_finding(judge *j, conversation *c, const parley_finding *finding);

/* judge_application.c: opens what lies above messages, and tells what only the end of the file
 * tells. */
void judge_application_open(judge *j);
void judge_application_end(judge *j);

#endif

/* A second reading of the rules of WebSocket, to hold the core against: it has the whole
 * conversation in memory and walks over it as RFC 6455 tells it, frame by frame. It shares nothing
 * with the core: not its machines, nor its states, nor its limits. What the standards leave open is
 * `may`: said or not, both are right. */
#ifndef PARLEY_TESTS_EXPECT_H
#define PARLEY_TESTS_EXPECT_H

#include "dialog.h"

enum { EXPECTED_MAX = 256 };

typedef struct expected {
    const char *rule; /* without "websocket." */
    parley_side side;
    uint64_t from, to; /* where the finding lies, both included */
    size_t when;       /* the happening it is certain at */
    bool must;
    bool either_side;
    bool found; /* the core said it */
} expected;

typedef struct opinion {
    expected list[EXPECTED_MAX];
    size_t n;
    unsigned verdicts; /* 1 << PARLEY_CONFORMS | ... : any of them */
} opinion;

/* What is wrong with the frames of a conversation, and its verdict. The handshake is taken as
 * right. */
void expect_frames(const dialog *d, opinion *o);

/* Level of a rule, from the catalogue; -1: there is no such rule. */
int rule_level(const char *rule);

expected *opinion_must(opinion *o, const char *rule, parley_side side, uint64_t at);
expected *opinion_may(opinion *o, const char *rule, parley_side side, uint64_t from, uint64_t to);
/* Must the rule be said? */
const expected *opinion_find(const opinion *o, const char *rule, parley_side side);
bool opinion_has_error(const opinion *o, parley_side side, size_t until);
void opinion_print(const opinion *o);

#endif

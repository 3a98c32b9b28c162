/* Telling libparley a conversation line by line, and looking at what it made of it. */
#ifndef PARLEY_TESTS_TALK_H
#define PARLEY_TESTS_TALK_H

#include "../../runtime/parley.h"

#define TALK_ITEMS 256

typedef struct talk {
    parley_conversation machine;
    parley_item items[TALK_ITEMS];
    size_t n;
    uint64_t sent[2];
    uint64_t time, frame;
} talk;

void talk_start(talk *t, unsigned flags);
/* The side says text, having seen all that the other said before, or only so many bytes of it. */
void talk_says(talk *t, parley_side side, const char *text);
void talk_says_having_seen(talk *t, parley_side side, uint64_t seen, const char *text);
void talk_happens(talk *t, parley_input_kind kind, parley_side side, uint64_t length);
/* The i-th finding of the rule, or NULL. */
const parley_finding *talk_finding(const talk *t, const char *rule);
/* How many findings of at least this level there are. */
size_t talk_count(const talk *t, parley_level level);
parley_verdict talk_ends(talk *t);

#endif

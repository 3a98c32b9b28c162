/* What the judge says of a file, as text: a line for each finding, event and session, in the order
 * in which they were told. For tests that judge the same thing in two ways. */
#ifndef PARLEY_TESTS_JUDGED_H
#define PARLEY_TESTS_JUDGED_H

#include "../../cli/judge.h"

typedef struct judged {
    char *text;
    size_t n;
    uint64_t accusations; /* findings of level error, warnings about sessions, messages lost */
    bool sure;            /* no conversation is undecided */
} judged;

/* places: with offsets and lengths in the streams. only: beginnings of the names of rules that
 * count, ended by NULL; NULL: all of them count. */
judged judged_read(const char *path, const judge_options *options, bool places,
                   const char *const *only);
void judged_free(judged *told);
/* Puts the lines in an order that hangs on nothing but what they say: that of things that happened
 * on different connections is no promise. */
void judged_sort(judged *told);

/* Both texts are the same; if not, it says which lines differ. */
bool judged_same(const judged *a, const judged *b);

#endif

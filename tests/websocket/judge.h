/* Telling a dialog to libparley, and holding what it says against the second reading. */
#ifndef PARLEY_TESTS_JUDGE_H
#define PARLEY_TESTS_JUDGE_H

#include "expect.h"

typedef struct judged {
    parley_item *items; /* spare bytes are 0; PAYLOAD events that touch are one */
    size_t n, room;
    parley_verdict verdict;
} judged;

/* Tells it with its bytes cut: after every so many (0: not), or at lengths drawn from seed (0:
 * not). */
typedef struct cutting {
    uint64_t every, seed;
    size_t max;
} cutting;

judged judge_run(const dialog *d, const cutting *cut);
void judge_free(judged *j);

/* Fails with both opinions unless libparley says what must be said, nothing of its own, and the
 * same however the bytes are cut (byte by byte only where the dialog is short). */
void judge_dialog(const dialog *d);
/* The same with an opinion that the caller has. */
void judge_against(const dialog *d, opinion *o);
/* One run, compared: for tests in bulk. */
void judge_once(const dialog *d, opinion *o);

/* The next number below n from a seed. */
uint64_t draw(uint64_t *seed, uint64_t n);

#endif

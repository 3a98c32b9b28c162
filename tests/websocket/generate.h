/* Conversations made from a seed: first a plan that two well-behaved peers could carry out, each
 * knowing only what had reached it; then the plan is spoiled in some way, or not; then it is
 * written down as bytes. Whoever spoils a plan says which rule that breaks: the second reading has
 * to find it, which is how the reading itself is tested. */
#ifndef PARLEY_TESTS_GENERATE_H
#define PARLEY_TESTS_GENERATE_H

#include "dialog.h"

enum { STEPS_MAX = 96, PAYLOAD_ROOM = 1 << 18 };

/* What one side does, knowing so many steps of the other (its bytes and its FIN). */
typedef struct step {
    parley_input_kind kind;
    parley_side side;
    unsigned seen;
    frame f;
    unsigned opcode; /* of the message that a data frame belongs to */
} step;

typedef struct plan {
    uint64_t seed;
    step steps[STEPS_MAX];
    unsigned n;
    opening how;
    unsigned number; /* of the handshake */
    uint8_t payload[PAYLOAD_ROOM];
    uint64_t used;
    /* the rule that the spoiler broke, NULL: none; which side did */
    const char *rule;
    parley_side by;
    const char *spoiled; /* in words */
} plan;

/* large: frames of 64 KB and more are among them. */
void plan_make(plan *p, uint64_t seed, bool large);
/* Spoils it; false if this plan has no place for it. */
bool plan_spoil(plan *p);
void plan_write(const plan *p, dialog *d);

uint8_t *plan_payload(plan *p, uint64_t length);
step *plan_insert(plan *p, unsigned at, parley_side side);
void plan_remove(plan *p, unsigned at);

#endif

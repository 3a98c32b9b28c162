/* What can be reached in a machine without breaking a rule, and by what: for answers that are read
 * off machines. It must not know which questions are asked. */
#ifndef PARLEY_CLI_COMPARE_WALK_H
#define PARLEY_CLI_COMPARE_WALK_H

#include "../../runtime/parley.h"

#define WALK_STATES 512 /* of a machine; the largest has some dozens */

typedef struct walk {
    const parley_machine *m;      /* NULL: there is none */
    const parley_symbol *symbols; /* of its protocol */
    bool reached[WALK_STATES];
    uint16_t from[WALK_STATES], by[WALK_STATES]; /* the last step of a shortest way to a state */
} walk;

/* Walks a machine by symbols, and by bytes where it reads any. */
void walk_start(walk *w, const char *machine, const parley_symbol *symbols);

/* Where an input leads from state s without breaking a rule; 0: nowhere. What is only noted breaks
 * none. */
uint16_t walk_step(const walk *w, uint16_t s, uint16_t input);
/* The same for what is not even noted. */
uint16_t walk_plain_step(const walk *w, uint16_t s, uint16_t input);
/* The rule that an input breaks in state s, or NULL. */
const parley_rule *walk_rule(const walk *w, uint16_t s, uint16_t input);
/* Does an input report event in state s, and break no rule? */
bool walk_reports(const walk *w, uint16_t s, uint16_t input, uint16_t event);
/* The last symbol on a shortest way to state s; 0: none. */
uint16_t walk_last_symbol(const walk *w, uint16_t s);

/* Who says a symbol: PARLEY_OWNER_ bits; 0: nobody. */
unsigned walk_owner(const walk *w, uint16_t symbol);
/* Is it a word that somebody may say, and no finer name of one, nor the end of a side? */
bool walk_is_word(const walk *w, uint16_t symbol);
bool walk_is_closing(const walk *w, uint16_t symbol);

const char *walk_state_name(const walk *w, uint16_t s);
/* "C_REQUEST" */
const char *walk_symbol_name(const walk *w, uint16_t symbol);
/* A word or two for it, if its protocol has any; else what is said where it was got. */
const char *walk_symbol_brief(const walk *w, uint16_t symbol);

/* The row of that name; NULL: there is none. */
const parley_symbol *symbol_named(const parley_symbol *symbols, const char *name);

#endif

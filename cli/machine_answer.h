/* Which rule something breaks, asked of a machine: for facts that this program works out itself,
 * because they take a memory or a library that the core does not have.
 *
 * It must not know what the facts are. */
#ifndef PARLEY_CLI_MACHINE_ANSWER_H
#define PARLEY_CLI_MACHINE_ANSWER_H

#include "../runtime/parley.h"

/* parley_machine_find, for those who ask often. Here and below a name is a literal: it is known
 * again by where it stands. */
const parley_machine *machine_named(const char *name);

/* The first rule of an action list; NULL if it holds none. */
const parley_rule *machine_rule(const parley_machine *machine, uint16_t action);

/* What the machine of this name says of symbol in state (0: its first one). Returns whether a rule
 * is broken, and then fills in the finding's rule, machine, state and got. */
bool machine_refuses(const char *name, uint16_t state, uint16_t symbol, parley_finding *finding);

/* The same for a question to a machine of facts, and its answer. */
bool machine_answers(const char *name, uint16_t question, uint16_t answer, parley_finding *finding);

/* The same for a machine that goes on from *state (0: its first one); a symbol that it does not
 * know there leaves it where it is. */
bool machine_hears(const char *name, uint16_t *state, uint16_t symbol, parley_finding *finding);
/* The same of a machine that is at hand. */
bool machine_goes(const parley_machine *machine, uint16_t *state, uint16_t symbol,
                  parley_finding *finding);
/* The same, but a symbol that it does not know takes it back to its first state. */
bool machine_steps(const parley_machine *machine, uint16_t *state, uint16_t symbol,
                   parley_finding *finding);

#endif

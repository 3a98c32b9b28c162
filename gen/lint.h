/* Looks for what is allowed but hardly meant: definitions that never match, ambiguities, refusals
 * without a rule, repetitions that explode; and symbols and events that nothing uses. Warns only.
 */
#ifndef GEN_LINT_H
#define GEN_LINT_H

#include "model.h"

/* Of one machine. The model as it was built, before states are joined. */
void lint_machine(const model *m, const xml_machine *x, report *r);
/* n states; plain: how many there are if counted repetitions are taken away. */
void lint_counts(const grammar *g, size_t machine, size_t n, size_t plain, report *r);
/* All grammars of a folder together: what its symbols.h names and no machine uses. */
bool lint_folder(const char *folder, report *r);

#endif

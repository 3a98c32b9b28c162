/* What the parts of parley explain share. */
#ifndef PARLEY_CLI_COMMANDS_EXPLAIN_H
#define PARLEY_CLI_COMMANDS_EXPLAIN_H

#include "../../runtime/parley.h"
#include "../examples.h"
#include "../options.h"

/* A rule's example of one sort, below a title if that is not NULL; nothing where there is none. */
void example_print(const parley_rule *rule, example_sort sort, const char *title);

/* Is this asked for: "confusions", "confusion-3", or "confusion" and a number? */
bool confusions_are_asked(const options *o);
/* Teaches all of them, or the one that is asked for. Returns the exit status. */
int confusions_explain(const options *o);

#endif

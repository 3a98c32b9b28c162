/* The commands. Each takes the options, writes on standard output, and returns the exit status. */
#ifndef PARLEY_CLI_COMMANDS_COMMANDS_H
#define PARLEY_CLI_COMMANDS_COMMANDS_H

#include "../options.h"

int command_check(const options *o);
int command_list(const options *o);
int command_show(const options *o);
int command_explain(const options *o);
int command_rules(const options *o);
int command_graph(const options *o);
int command_compare(const options *o);
int command_at(const options *o);

/* Judges every input of the options in turn and tells each that cannot be read on standard error.
 * counts are those of all; what a file adds to the exit status is worked out from its own. Returns
 * the exit status. */
int inputs_judge(const options *o, const reporter *teller, const char **reading, tally *counts);

#endif

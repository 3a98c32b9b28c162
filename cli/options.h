/* The command line, taken apart: which command, which options, which files.
 *
 * It must not know what commands do with them. */
#ifndef PARLEY_CLI_OPTIONS_H
#define PARLEY_CLI_OPTIONS_H

#include "judge.h"

enum { EXIT_CONFORMS = 0, EXIT_DEVIATES = 1, EXIT_FAILED = 2, EXIT_NOTHING_JUDGED = 3 };

typedef enum command {
    COMMAND_CHECK,
    COMMAND_LIST,
    COMMAND_SHOW,
    COMMAND_EXPLAIN,
    COMMAND_RULES,
    COMMAND_GRAPH,
    COMMAND_COMPARE,
    COMMAND_AT
} command;
#define COMMANDS 8

typedef enum fail_on { FAIL_ON_ERROR, FAIL_ON_WARNING, FAIL_NEVER } fail_on;

typedef struct options {
    command command;
    bool named; /* the command was given, not assumed */
    bool help, version;
    const char **files; /* inputs, in order; or what explain and graph are about */
    size_t n_files;
    judge_options judge; /* its lists are owned by this */
    bool json, events, frames, quiet, verbose, colour;
    const char *why;      /* a cell of compare, or NULL */
    const char *sequence; /* a JSON Pointer, or NULL */
    uint64_t max;
    fail_on fail_on;
} options;

/* Takes the arguments apart. Returns 0, or -1 with one line in error. Call options_free in both
 * cases. */
int options_read(options *o, int argc, char **argv, char *error, size_t size);
void options_free(options *o);

const char *command_name(command which);

/* Prints what a command is for and which options it takes; which is COMMANDS: the whole program. */
void usage_print(FILE *out, unsigned which);

#endif

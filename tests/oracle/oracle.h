/* A machine as Ragel itself compiles it (-G2) from the same grammar: the second opinion about ours.
 */
#ifndef PARLEY_TESTS_ORACLE_H
#define PARLEY_TESTS_ORACLE_H

#include <stddef.h>

typedef struct oracle {
    const char *name; /* as in C: "http1_request" */
    int (*start)(void);
    /* Steps *state over the input. Returns how much was read; *state is 0 if the symbol there was
     * rejected. */
    size_t (*run)(int *state, const short *input, size_t length);
    int first_final; /* states from this one on accept */
} oracle;

/* One for each machine of the grammars; the Makefile lists them. Ends with NULL. */
extern const oracle *const oracle_table[];

#endif

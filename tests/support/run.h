/* Running a program in a test and keeping what it said. */
#ifndef PARLEY_TESTS_RUN_H
#define PARLEY_TESTS_RUN_H

#include <stddef.h>

typedef struct run_result {
    int status; /* exit status, or 128 and the number of the signal that ended it */
    char *out, *err;
    size_t out_length, err_length;
} run_result;

/* Runs arguments[0] (NULL ends arguments) in folder (NULL: here) without standard input. The test
 * fails if it cannot be started. Free the result with run_free. */
run_result run_program(const char *const *arguments, const char *folder);
void run_free(run_result *result);

/* The programs under test, as absolute paths: environment PARLEY and PARLEY_GEN, else those in
 * build/. */
const char *run_parley(void);
const char *run_parley_gen(void);

#endif

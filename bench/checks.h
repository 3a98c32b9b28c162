/* Runs a program on one file and says what that took: the price of `parley check` on a large
 * capture. Knows nothing of what the program does but the last line that it prints. */
#ifndef PARLEY_BENCH_CHECKS_H
#define PARLEY_BENCH_CHECKS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct run_cost {
    double wall, cpu;  /* seconds */
    uint64_t resident; /* bytes, at most */
    int status;        /* exit status, -1 if it did not exit */
    char last[512];    /* last line printed */
} run_cost;

/* Runs arguments[0] (looked for in PATH; NULL ends arguments). Returns false where it could not be
 * started. */
bool command_run(char *const *arguments, run_cost *cost);
/* Runs program check --json file, with --sequence SEQUENCE where that is not NULL. Returns false
 * where it could not be started. */
bool check_run(char *program, char *file, char *sequence, run_cost *cost);
/* The number behind "name": in a flat JSON object, or -1. */
int64_t json_number(const char *object, const char *name);

#endif

/* A folder of files for a test of the program, and the program run in it. */
#ifndef PARLEY_TESTS_SCRATCH_H
#define PARLEY_TESTS_SCRATCH_H

#include "../support/run.h"

/* Makes the folder; 0 if that went well. It goes with scratch_remove, a group's teardown. */
int scratch_make(void);
int scratch_remove(void **state);

void bytes_write(const char *name, const void *bytes, size_t n);
void file_write(const char *name, const char *text);

/* Runs a command line in the shell, in the folder of the files; $P is the program. */
run_result shell(const char *line);

/* Runs it; its status must be this one, and what it prints must hold these (NULL: whatever). */
void says(const char *line, int status, const char *out, const char *err);
void prints_exactly(const char *line, int status, const char *out);

#endif

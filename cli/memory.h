/* Memory that may run out without ending the program: what cannot be kept goes unsaid, and main
 * tells so at the end. */
#ifndef PARLEY_CLI_MEMORY_H
#define PARLEY_CLI_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* size bytes of 0, or NULL; free them with free. */
void *memory_new(size_t size);
/* The block with another size, or NULL, and then the block is as it was. */
void *memory_grow(void *block, size_t size);
/* For memory that others asked for and did not get. */
void memory_missed(void);

/* Whether any of this ever failed. */
bool memory_ran_out(void);

#endif

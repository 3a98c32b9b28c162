/* Memory that may run out without ending the program: see memory.h. */
#include "memory.h"
#include <stdlib.h>

static bool ran_out;

void *memory_new(size_t size) {
    void *block = calloc(1, size);
    ran_out = ran_out || block == NULL;
    return block;
}

void *memory_grow(void *block, size_t size) {
    void *larger = realloc(block, size);
    ran_out = ran_out || larger == NULL;
    return larger;
}

void memory_missed(void) {
    ran_out = true;
}

bool memory_ran_out(void) {
    return ran_out;
}

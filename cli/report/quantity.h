/* Numbers and times as people read them. */
#ifndef PARLEY_CLI_QUANTITY_H
#define PARLEY_CLI_QUANTITY_H

#include <stddef.h>
#include <stdint.h>

#define QUANTITY_TEXT 40

/* "12,345" */
const char *quantity_grouped(uint64_t number, char text[QUANTITY_TEXT]);
/* "1 byte", "12,345 bytes" */
const char *quantity_of(uint64_t number, const char *noun, char text[QUANTITY_TEXT]);

#endif

/* Ranges of bytes as Range and Content-Range write them. */
#ifndef PARLEY_CLI_HLS_BYTE_RANGE_H
#define PARLEY_CLI_HLS_BYTE_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct byte_range {
    uint64_t first, last, all;
    bool has_last, has_all; /* all: the length of the resource */
} byte_range;

/* "bytes=1-2", "bytes=1-", "bytes 1-2/3", "bytes 1-2/" and a star; false for anything else, several
 * ranges too. */
bool byte_range_read(const uint8_t *value, size_t n, byte_range *range);

#endif

/* Playlists for tests: read in pieces, and what is found in them as text. */
#ifndef PARLEY_TESTS_HLS_TOLD_H
#define PARLEY_TESTS_HLS_TOLD_H

#include "../../cli/hls/reader.h"

typedef struct told {
    char *text;      /* a line for each finding: "RULE OFFSET", in the order of offsets */
    size_t n, worse; /* findings; those above a note */
    playlist list;
    uint64_t sum; /* of what each finding says of machine, state, got and number */
} told;

/* Reads a whole playlist that begins at offset 0: n1 bytes, then n2, then the rest at once. */
told told_read(const char *bytes, size_t n, size_t n1, size_t n2);
/* The same byte by byte. */
told told_read_bytes(const char *bytes, size_t n);
void told_free(told *t);

#endif

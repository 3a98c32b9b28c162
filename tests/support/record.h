/* A transcript's connections kept in memory: what happened to each of them, to be told to libparley
 * again and again. */
#ifndef PARLEY_TESTS_RECORD_H
#define PARLEY_TESTS_RECORD_H

#include "../../cli/transcript.h"

typedef struct record_connection {
    uint32_t stream;
    unsigned flags;
    parley_input *inputs; /* bytes owned; the last one is STOP */
    size_t count, room;
} record_connection;

typedef struct record {
    record_connection *connections;
    size_t count;
    char error[512]; /* what transcript_read said, or "" */
} record;

/* Reads a transcript. Memory that runs out ends the test. */
record record_read(const char *path);
void record_free(record *recorded);

/* Adds an input to a connection; its bytes are copied. */
void record_input(record_connection *talk, const parley_input *input);

#endif

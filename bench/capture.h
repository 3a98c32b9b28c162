/* Writes a capture of many connections, conforming, with right sequence and acknowledgment numbers.
 * The same arguments give the same bytes on every machine. Nothing here knows how a capture is
 * read. */
#ifndef PARLEY_BENCH_CAPTURE_H
#define PARLEY_BENCH_CAPTURE_H

#include "corpus.h"

typedef struct capture_counts {
    uint64_t bytes; /* of the file */
    uint64_t packets;
    uint64_t connections;
    uint64_t exchanges;
} capture_counts;

/* What is said next on a connection. */
typedef struct capture_turn {
    random_source *source;
    byte_store *message;  /* empty; to be filled */
    uint32_t exchange;    /* on this connection, from 0 */
    uint64_t *time;       /* microseconds; to be moved on where somebody waits */
    uint64_t connections; /* this one counted */
} capture_turn;

/* What connections are about: exchanges of what the client says and what the server answers. */
typedef struct capture_traffic {
    uint32_t links;                   /* connections at once */
    uint32_t exchanges, or_exchanges; /* of a connection: at least, at most */
    bool one_client;                  /* all connections are between two hosts */
    void (*client)(const capture_turn *turn);
    void (*server)(const capture_turn *turn);
} capture_traffic;

extern const capture_traffic mixed_traffic; /* browsers that load what they need, interleaved */

/* New connections begin until the file has `bytes` bytes; those under way are finished. damaged: of
 * the packets with data about 1 % are swapped with the next of their side, or repeated. Returns
 * false, with errno set, if the file cannot be written. */
bool capture_write(const char *path, const capture_traffic *traffic, uint64_t bytes, bool damaged,
                   capture_counts *counts);

#endif

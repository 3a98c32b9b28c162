/* Writes a capture of many HTTP/1.1 connections, interleaved, conforming, with right sequence and
 * acknowledgment numbers. The same arguments give the same bytes on every machine. Nothing here
 * knows how a capture is read. */
#ifndef PARLEY_BENCH_CAPTURE_H
#define PARLEY_BENCH_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct capture_counts {
    uint64_t bytes; /* of the file */
    uint64_t packets;
    uint64_t connections;
    uint64_t exchanges;
} capture_counts;

/* New connections begin until the file has `bytes` bytes; those under way are finished. damaged: of
 * the packets with data about 1 % are swapped with the next of their side, or repeated. Returns
 * false, with errno set, if the file cannot be written. */
bool capture_write(const char *path, uint64_t bytes, bool damaged, capture_counts *counts);

#endif

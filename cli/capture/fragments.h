/* IP packets that came in pieces, put together again in a small table.
 *
 * Bounded: a packet that stays incomplete is given up for a newer one, and counted.
 * It must not know what the packets carry. */
#ifndef PARLEY_CAPTURE_FRAGMENTS_H
#define PARLEY_CAPTURE_FRAGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct fragments fragments;

/* What the pieces of one packet have in common. Compared as bytes: start from zeros. */
typedef struct fragment_key {
    uint32_t family, id;
    uint8_t addresses[32];
} fragment_key;

/* Returns NULL if there is no memory. */
fragments *fragments_new(void);
void fragments_free(fragments *f);

/* Adds bytes[0..n) at offset of its packet. Returns the whole packet's payload when it is complete,
 * valid until the next call, with its length in *whole; NULL while pieces are missing. */
const uint8_t *fragments_add(fragments *f, const fragment_key *key, uint64_t frame, size_t offset,
                             bool last, const uint8_t *bytes, size_t n, size_t *whole);

/* How many packets were never complete, and the frame of the first piece of the first of them. */
uint64_t fragments_missing(const fragments *f, uint64_t *frame);

#endif

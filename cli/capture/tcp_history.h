/* The last few megabytes that were delivered, of all connections: what bytes that come again are
 * compared with.
 *
 * A ring; what it no longer holds cannot be compared, and then counts as the same. */
#ifndef PARLEY_CAPTURE_TCP_HISTORY_H
#define PARLEY_CAPTURE_TCP_HISTORY_H

#include <stddef.h>
#include <stdint.h>

typedef struct tcp_history tcp_history;

/* Returns NULL if there is no memory. */
tcp_history *history_new(void);
void history_free(tcp_history *r);

/* Remembers bytes of a direction. *last is the direction's own, 0 at first. */
void history_add(tcp_history *r, uint64_t *last, uint64_t position, const uint8_t *bytes, size_t n);

/* Compares bytes with those of the direction that stood at position. Returns how many are the same
 * before the first that differs; n if none is known to. */
size_t history_compare(const tcp_history *r, uint64_t last, uint64_t position, const uint8_t *bytes,
                       size_t n);

#endif

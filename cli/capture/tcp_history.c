/* The last few megabytes that were delivered, of all connections: what bytes that come again are
 * compared with.
 *
 * Entries lie one behind the other in a ring, none across its end; each names the one before it of
 * the same direction. Places are counted from the beginning of time, so that an overwritten entry
 * is known by its age. */
#include "tcp_history.h"
#include <stdlib.h>
#include <string.h>

#define RING_BYTES  (4u << 20)
#define ENTRY_BYTES (1u << 20) /* more of one piece is not kept */
#define STEPS_MAX   1024       /* entries looked at for one comparison */

typedef struct entry {
    uint64_t before; /* place + 1 of the direction's entry before this one; 0: none */
    uint64_t position;
    uint64_t length;
} entry;

struct tcp_history {
    uint64_t place; /* where the next entry goes, counted from the beginning of time */
    uint8_t ring[RING_BYTES];
};

tcp_history *history_new(void) {
    tcp_history *r = malloc(sizeof *r);
    if (r != NULL) r->place = 0;
    return r;
}

void history_free(tcp_history *r) {
    free(r);
}

void history_add(tcp_history *r, uint64_t *last, uint64_t position, const uint8_t *bytes,
                 size_t n) {
    if (n > ENTRY_BYTES) return;
    size_t whole = (sizeof(entry) + n + 7) & ~(size_t)7;
    size_t at = (size_t)(r->place % RING_BYTES);
    if (at + whole > RING_BYTES) {
        r->place += RING_BYTES - at;
        at = 0;
    }
    entry e = {*last, position, n};
    memcpy(r->ring + at, &e, sizeof e);
    memcpy(r->ring + at + sizeof e, bytes, n);
    *last = r->place + 1;
    r->place += whole;
}

/* How many bytes are the same where both overlap; n if all. */
static size_t compare_entry(const entry *e, const uint8_t *kept, uint64_t position,
                            const uint8_t *bytes, size_t n) {
    uint64_t from = position > e->position ? position : e->position;
    uint64_t to = position + n < e->position + e->length ? position + n : e->position + e->length;
    if (from >= to ||
        memcmp(bytes + (from - position), kept + (from - e->position), (size_t)(to - from)) == 0)
        return n;
    while (bytes[from - position] == kept[from - e->position])
        from++;
    return (size_t)(from - position);
}

size_t history_compare(const tcp_history *r, uint64_t last, uint64_t position, const uint8_t *bytes,
                       size_t n) {
    size_t same = n;
    for (int step = 0; last != 0 && step < STEPS_MAX; step++) {
        uint64_t place = last - 1;
        if (r->place > RING_BYTES && place < r->place - RING_BYTES) break;
        entry e;
        size_t at = (size_t)(place % RING_BYTES);
        memcpy(&e, r->ring + at, sizeof e);
        size_t here = compare_entry(&e, r->ring + at + sizeof e, position, bytes, n);
        if (here < same) same = here;
        if (e.position <= position) break;
        last = e.before;
    }
    return same;
}

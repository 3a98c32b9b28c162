/* IP packets that came in pieces, put together again in a small table.
 *
 * A place of the table holds one packet, with one bit for every eight bytes that are there: pieces
 * may come in any order and more than once; the first version of a byte stays. */
#include "fragments.h"
#include <stdlib.h>
#include <string.h>

#define PLACES          16
#define REPEATED_WITHIN 1000 /* frames; after them an id stands for another packet */
#define PACKET_MAX      65536u
#define UNITS           (PACKET_MAX / 8)

typedef struct place {
    bool used;
    bool whole; /* handed on; kept for a while so that repeated pieces find it */
    fragment_key key;
    uint64_t frame; /* of its first piece */
    uint64_t age;   /* when it was last added to */
    size_t total;   /* its length; 0 until the last piece was seen */
    uint8_t there[UNITS / 8];
    uint8_t bytes[PACKET_MAX];
} place;

struct fragments {
    uint64_t now, missing, missing_frame;
    place places[PLACES];
};

fragments *fragments_new(void) {
    return calloc(1, sizeof(fragments));
}

void fragments_free(fragments *f) {
    free(f);
}

static void count_missing(fragments *f, const place *p) {
    if (p->whole) return;
    if (f->missing++ == 0 || p->frame < f->missing_frame) f->missing_frame = p->frame;
}

/* The place of a packet: its own, a free one, or that of the packet which waits longest. */
static place *find_place(fragments *f, const fragment_key *key, uint64_t frame) {
    place *oldest = &f->places[0];
    for (size_t i = 0; i < PLACES; i++) {
        place *p = &f->places[i];
        if (p->used && memcmp(&p->key, key, sizeof *key) == 0 &&
            !(p->whole && frame - p->frame > REPEATED_WITHIN))
            return p;
        if (!p->used || (oldest->used && p->age < oldest->age)) oldest = p;
    }
    if (oldest->used) count_missing(f, oldest);
    memset(oldest, 0, offsetof(place, bytes));
    oldest->used = true;
    oldest->key = *key;
    oldest->frame = frame;
    return oldest;
}

static bool is_whole(const place *p) {
    if (p->total == 0) return false;
    for (size_t unit = 0; unit < (p->total + 7) / 8; unit++)
        if (!(p->there[unit / 8] & 1u << unit % 8)) return false;
    return true;
}

const uint8_t *fragments_add(fragments *f, const fragment_key *key, uint64_t frame, size_t offset,
                             bool last, const uint8_t *bytes, size_t n, size_t *whole) {
    if (n == 0 || offset + n > PACKET_MAX || (!last && n % 8 != 0)) return NULL;
    place *p = find_place(f, key, frame);
    if (p->whole || (last && p->total != 0 && p->total != offset + n)) return NULL;
    p->age = ++f->now;
    for (size_t at = 0; at < n; at += 8) {
        size_t unit = (offset + at) / 8, length = n - at < 8 ? n - at : 8;
        if (!(p->there[unit / 8] & 1u << unit % 8))
            memcpy(p->bytes + offset + at, bytes + at, length);
        p->there[unit / 8] |= (uint8_t)(1u << unit % 8);
    }
    if (last && p->total == 0) p->total = offset + n;
    if (!is_whole(p)) return NULL;
    p->whole = true;
    *whole = p->total;
    return p->bytes;
}

uint64_t fragments_missing(const fragments *f, uint64_t *frame) {
    uint64_t missing = f->missing;
    *frame = f->missing_frame;
    for (size_t i = 0; i < PLACES; i++) {
        const place *p = &f->places[i];
        if (!p->used || p->whole) continue;
        if (missing++ == 0 || p->frame < *frame) *frame = p->frame;
    }
    return missing;
}

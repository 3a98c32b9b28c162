/* Packets of MQTT that lie over several messages of WebSocket: see pieces.h. */
#include "pieces.h"
#include "../memory.h"
#include <stdlib.h>
#include <string.h>

#define PACKET_TYPES      15
#define LENGTH_BYTES      4
#define TYPE_PUBLISH      3
#define TYPES_WITH_FLAG_2 (1u << 6 | 1u << 8 | 1u << 10) /* PUBREL, SUBSCRIBE, UNSUBSCRIBE */

void pieces_drop(pieces *p, size_t *everywhere) {
    *everywhere -= p->room;
    free(p->kept);
    *p = (pieces){0};
}

static bool pieces_keep(pieces *p, const uint8_t *bytes, size_t n, size_t *everywhere) {
    size_t size = p->n + n;
    if (size > p->room) {
        size_t room = 2 * p->room > size ? 2 * p->room : size, more = room - p->room;
        uint8_t *kept = NULL;
        if (*everywhere + more <= PIECES_EVERYWHERE) kept = memory_grow(p->kept, room);
        if (kept == NULL) return false;
        *everywhere += more;
        p->kept = kept;
        p->room = room;
    }
    if (n > 0) memcpy(p->kept + p->n, bytes, n);
    p->n = size;
    return true;
}

bool pieces_begin(pieces *p, const uint8_t *bytes, size_t n, size_t *everywhere) {
    p->at = 0;
    p->old = p->n;
    p->bytes = bytes;
    p->all = n;
    if (p->n == 0) return true;
    if (!pieces_keep(p, bytes, n, everywhere)) return false;
    p->bytes = p->kept;
    p->all = p->n;
    return true;
}

/* The flags of each type are fixed, but for PUBLISH (MQTT 3.1.1 2.2.2), which has no quality 3. */
static bool first_byte_is_one(uint8_t first) {
    unsigned type = first >> 4, flags = first & 15;
    if (type == 0 || type > PACKET_TYPES) return false;
    if (type == TYPE_PUBLISH) return (flags & 6) != 6;
    return flags == ((TYPES_WITH_FLAG_2 >> type & 1) != 0 ? 2u : 0u);
}

/* How long the packet is, 0 if that is not known yet. Returns false if it is none. */
static bool packet_length(const uint8_t *bytes, size_t n, size_t *length) {
    *length = 0;
    if (!first_byte_is_one(bytes[0])) return false;
    size_t rest = 0;
    for (size_t i = 0; i < LENGTH_BYTES && i + 1 < n; i++) {
        rest |= (size_t)(bytes[i + 1] & 0x7f) << (7 * i);
        if ((bytes[i + 1] & 0x80) != 0) continue;
        *length = rest + i + 2;
        return true;
    }
    return n <= LENGTH_BYTES;
}

piece_sort pieces_next(pieces *p, const uint8_t **bytes, size_t *n, bool *begun_before) {
    size_t left = p->all - p->at, length, skipped = p->skip < left ? p->skip : left;
    p->at += skipped;
    p->skip -= skipped;
    left -= skipped;
    if (left == 0) return PIECES_OVER;
    *bytes = p->bytes + p->at;
    *begun_before = p->at < p->old;
    if (!packet_length(*bytes, left, &length)) return PIECES_NONE;
    if (length > PIECES_KEPT) {
        p->skip = length;
        return PIECES_LONG;
    }
    if (length == 0 || length > left) return PIECES_OVER;
    *n = length;
    p->at += length;
    return PIECES_PACKET;
}

bool pieces_end(pieces *p, uint64_t offset, size_t *everywhere) {
    size_t left = p->all - p->at;
    bool fresh = p->at >= p->old, own = p->bytes == p->kept;
    if (left == 0) {
        size_t skip = p->skip;
        pieces_drop(p, everywhere);
        p->skip = skip;
        return true;
    }
    if (fresh) p->from = offset;
    const uint8_t *rest = p->bytes + p->at;
    p->n = 0;
    if (own) {
        memmove(p->kept, rest, left);
        p->n = left;
        return true;
    }
    return pieces_keep(p, rest, left, everywhere);
}

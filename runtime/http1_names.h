/* The names of fields that parley looks at, and how a name is found among them. http1_fields.c
 * holds the tables. */
#ifndef PARLEY_HTTP1_NAMES_H
#define PARLEY_HTTP1_NAMES_H

#include "http1.h"
#include <string.h>

#define SINGLE     1 /* no list: once in a message */
#define NO_TRAILER 2 /* concerns framing, routing, authentication or the format of content */
#define HANDSHAKE  4 /* of WebSocket: websocket_handshake.c knows what it means */

typedef struct known_field {
    const char *name; /* lower case */
    uint8_t length;
    uint8_t kind;
    const parley_machine *values;
} known_field;

extern const known_field known_fields[FIELD_COUNT]; /* in the order of enum http1_field */

/* Which row a name can only be: by its first letter, last letter and length. No two share a slot:
 * compilers warn of an initialiser that overrides another, and then other factors have to be found.
 */
#define SLOTS                     256
#define SLOT(first, last, length) ((1 * (first) + 8 * (last) + 13 * (length)) % SLOTS)
extern const uint8_t row_at[SLOTS]; /* a row of known_fields plus 1, or 0 */

/* Letters made small, where the known name has letters: by 0x20 in each byte that has 0x40 there. A
 * dash has to be one: CR differs from it in just that bit. */
#define SMALL(word, known) ((word) | ((known) >> 1 & UINT64_C(0x2020202020202020)))

/* Is the name this one, in any case? */
static inline bool name_is(const known_field *k, const uint8_t *name) {
    size_t length = k->length, i = 0;
    uint64_t word, known;
    if (length < 8) {
        uint32_t half, known_half;
        if (length < 4) {
            while (i < length && (name[i] | 0x20u) == (uint8_t)k->name[i])
                i++;
            return i == length;
        }
        memcpy(&half, name, 4);
        memcpy(&known_half, k->name, 4);
        if (SMALL(half, known_half) != known_half) return false;
        memcpy(&half, name + length - 4, 4);
        memcpy(&known_half, k->name + length - 4, 4);
        return SMALL(half, known_half) == known_half;
    }
    for (; i + 8 < length; i += 8) {
        memcpy(&word, name + i, 8);
        memcpy(&known, k->name + i, 8);
        if (SMALL(word, known) != known) return false;
    }
    memcpy(&word, name + length - 8, 8); /* the last eight, some of them again */
    memcpy(&known, k->name + length - 8, 8);
    return SMALL(word, known) == known;
}

/* A name's row plus 1; 0 if it is none of the table's. */
static inline uint8_t field_find(const uint8_t *name, size_t length) {
    if (length == 0) return 0;
    size_t slot = SLOT((name[0] | 0x20u), (name[length - 1] | 0x20u), length);
    uint8_t row = row_at[slot];
    if (row == 0 || known_fields[row - 1].length != length) return 0;
    return name_is(&known_fields[row - 1], name) ? row : 0;
}

#endif

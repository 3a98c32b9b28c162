/* The id of an event, or another short value of a stream that comes in parts: its beginning, and a
 * number made of all of it. */
#ifndef PARLEY_CLI_SSE_ID_H
#define PARLEY_CLI_SSE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SSE_ID_KEPT 200

typedef struct sse_id {
    uint64_t hash; /* of all bytes; 0 where there is none */
    uint16_t n;
    bool cut; /* there is more than is kept */
    uint8_t bytes[SSE_ID_KEPT];
} sse_id;

void sse_id_add(sse_id *id, const uint8_t *bytes, size_t n);
/* Only what is there is copied. */
void sse_id_copy(sse_id *to, const sse_id *from);
void sse_id_clear(sse_id *id);
/* Whether the value of a field of HTTP says this id: blanks at its ends do not count there. */
bool sse_id_is(const sse_id *id, const uint8_t *value, size_t n);
bool sse_id_same(const sse_id *a, const sse_id *b);
/* The number that it is, if it is one of at most 18 digits. */
bool sse_id_number(const sse_id *id, uint64_t *number);
/* Whether it is short, and of ASCII: others may be written in a field of HTTP in several ways. */
bool sse_id_is_plain(const sse_id *id);

#endif

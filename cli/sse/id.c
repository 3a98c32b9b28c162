/* The id of an event: see id.h. */
#include "id.h"
#include "../hash.h"
#include <string.h>

void sse_id_add(sse_id *id, const uint8_t *bytes, size_t n) {
    uint64_t hash = id->hash != 0 ? id->hash : HASH_START;
    size_t room = SSE_ID_KEPT - id->n, add = n < room ? n : room;
    if (n == 0) return;
    hash = hash_bytes(hash, bytes, n);
    id->hash = hash != 0 ? hash : 1;
    memcpy(id->bytes + id->n, bytes, add);
    id->n = (uint16_t)(id->n + add);
    id->cut = id->cut || add < n;
}

void sse_id_copy(sse_id *to, const sse_id *from) {
    to->hash = from->hash;
    to->n = from->n;
    to->cut = from->cut;
    memcpy(to->bytes, from->bytes, from->n);
}

void sse_id_clear(sse_id *id) {
    id->hash = 0;
    id->n = 0;
    id->cut = false;
}

static bool is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t';
}

bool sse_id_is(const sse_id *id, const uint8_t *value, size_t n) {
    const uint8_t *bytes = id->bytes;
    size_t m = id->n;
    while (m > 0 && is_blank(*bytes)) {
        bytes++;
        m--;
    }
    while (m > 0 && is_blank(bytes[m - 1]))
        m--;
    return m == n && memcmp(bytes, value, n) == 0;
}

bool sse_id_same(const sse_id *a, const sse_id *b) {
    return a->hash == b->hash && a->n == b->n && memcmp(a->bytes, b->bytes, a->n) == 0;
}

bool sse_id_number(const sse_id *id, uint64_t *number) {
    if (id->n == 0 || id->n > 18) return false;
    *number = 0;
    for (size_t i = 0; i < id->n; i++) {
        if (id->bytes[i] < '0' || id->bytes[i] > '9') return false;
        *number = *number * 10 + (uint64_t)(id->bytes[i] - '0');
    }
    return true;
}

bool sse_id_is_plain(const sse_id *id) {
    for (size_t i = 0; i < id->n; i++)
        if (id->bytes[i] >= 0x80) return false;
    return !id->cut;
}

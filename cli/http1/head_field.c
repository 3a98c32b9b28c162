/* The value of a field in a complete head: see head_field.h.
 *
 * For the few fields that matter outside of the protocol's own machines, which have judged the head
 * before. */
#include "head_field.h"
#include <string.h>

#define HEAD_BYTES 8192

static uint8_t byte_lower(uint8_t byte) {
    return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

bool value_begins(const uint8_t *value, size_t n, const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i < length; i++)
        if (i >= n || byte_lower(value[i]) != (uint8_t)word[i]) return false;
    return true;
}

static bool byte_is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static const uint8_t *value_first(const uint8_t *from, const uint8_t *stop) {
    while (from < stop && byte_is_blank(*from))
        from++;
    return from;
}

/* What stands between two places, without the whitespace at its end. */
static size_t value_copy(const uint8_t *from, const uint8_t *stop, uint8_t *value, size_t size) {
    size_t n = 0, last = 0;
    for (; from < stop && n < size; from++) {
        value[n++] = *from;
        if (!byte_is_blank(*from)) last = n;
    }
    return last;
}

static size_t field_find(const conversation *c, const parley_event *head, const char *name,
                         unsigned others, uint8_t *value, size_t size, uint64_t *offset) {
    uint8_t bytes[HEAD_BYTES];
    size_t n = head->span.length < sizeof bytes ? (size_t)head->span.length : sizeof bytes;
    size_t length = strlen(name);
    n = conversation_bytes(c, head->side, head->span.offset, bytes, n);
    const uint8_t *end = bytes + n, *line = n > 0 ? memchr(bytes, '\n', n) : NULL;
    while (line != NULL) {
        const uint8_t *from = line + 1, *stop = memchr(from, '\n', (size_t)(end - from));
        line = stop;
        if (stop == NULL) stop = end;
        if (!value_begins(from, (size_t)(stop - from), name) || from + length >= stop ||
            from[length] != ':' || others-- > 0)
            continue;
        const uint8_t *first = value_first(from + length + 1, stop);
        *offset = head->span.offset + (uint64_t)(first - bytes);
        return value_copy(first, stop, value, size);
    }
    return 0;
}

size_t head_field_at(const conversation *c, const parley_event *head, const char *name,
                     uint8_t *value, size_t size, uint64_t *offset) {
    return field_find(c, head, name, 0, value, size, offset);
}

size_t head_field_after(const conversation *c, const parley_event *head, const char *name,
                        unsigned others, uint8_t *value, size_t size) {
    uint64_t offset;
    return field_find(c, head, name, others, value, size, &offset);
}

size_t head_field(const conversation *c, const parley_event *head, const char *name, uint8_t *value,
                  size_t size) {
    uint64_t offset;
    return head_field_at(c, head, name, value, size, &offset);
}

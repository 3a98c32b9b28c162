/* Bytes of the wire made safe for people's screens and for programs: see escape.h.
 *
 * It must not know what the bytes mean. */
#include "escape.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Characters that move, hide or reorder what stands around them. */
static bool character_misleads(uint32_t c) {
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0xfeff) return true;
    if (c >= 0x200b && c <= 0x200f) /* zero width, left-to-right, right-to-left */
        return true;
    if (c >= 0x2028 && c <= 0x202e) /* line and paragraph ends, embeddings, overrides */
        return true;
    if (c >= 0x2060 && c <= 0x206f) /* word joiner, isolates */
        return true;
    return (c >= 0xe0000 && c <= 0xe007f) || (c & 0xfffe) == 0xfffe;
}

size_t text_character(const uint8_t *bytes, size_t n) {
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (n == 0) return 0;
    uint8_t first = bytes[0];
    size_t length = first < 0x80                    ? 1
                    : first >= 0xc2 && first < 0xe0 ? 2
                    : (first & 0xf0) == 0xe0        ? 3
                                                    : 4;
    if (length > n || (length == 4 && (first < 0xf0 || first > 0xf4))) return 0;
    uint32_t c = length == 1 ? first : first & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80) return 0;
        c = c << 6 | (bytes[i] & 0x3fu);
    }
    if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return 0;
    return character_misleads(c) ? 0 : length;
}

static size_t text_write(char *text, size_t size, const void *bytes, size_t n,
                         bool double_backslash) {
    const uint8_t *in = bytes;
    size_t whole = 0, used = 0;
    bool full = size == 0;
    for (size_t i = 0; i < n;) {
        char piece[8];
        size_t taken = text_character(in + i, n - i), length = taken;
        if (taken == 0) {
            length = (size_t)snprintf(piece, sizeof piece, "\\x%02x", in[i]);
            taken = 1;
        } else if (in[i] == '\\' && double_backslash) {
            memcpy(piece, "\\\\", length = 2);
        } else {
            memcpy(piece, in + i, taken);
        }
        full = full || used + length >= size;
        if (!full) {
            memcpy(text + used, piece, length);
            used += length;
        }
        whole += length;
        i += taken;
    }
    if (size > 0) text[used] = 0;
    return whole;
}

size_t text_escape(char *text, size_t size, const void *bytes, size_t n) {
    return text_write(text, size, bytes, n, true);
}

size_t text_clean(char *text, size_t size, const void *bytes, size_t n) {
    return text_write(text, size, bytes, n, false);
}

size_t text_columns(const char *text) {
    size_t columns = 0;
    for (; *text; text++)
        columns += ((uint8_t)*text & 0xc0) != 0x80;
    return columns;
}

/* The byte at which column number columns begins. */
static size_t column_offset(const char *text, size_t columns) {
    size_t at = 0;
    while (text[at] && (columns > 0 || ((uint8_t)text[at] & 0xc0) == 0x80)) {
        columns -= ((uint8_t)text[at] & 0xc0) != 0x80;
        at++;
        while (((uint8_t)text[at] & 0xc0) == 0x80)
            at++;
    }
    return at;
}

void text_cut(char *text, size_t columns) {
    if (columns >= 3 && text_columns(text) > columns)
        (void)snprintf(text + column_offset(text, columns - 3), 4, "...");
}

void text_cut_left(char *text, size_t columns) {
    size_t have = text_columns(text);
    if (columns < 3 || have <= columns) return;
    size_t from = column_offset(text, have - (columns - 3));
    memmove(text + 3, text + from, strlen(text + from) + 1);
    text[0] = text[1] = text[2] = '.';
}

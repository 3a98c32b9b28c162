/* Two lines of the wire around a place: see hexdump.h. */
#include "hexdump.h"
#include <inttypes.h>
#include <string.h>

#define ROW     16
#define ALL_ROW 0xffffu
#define CONTEXT 4 /* with fewer bytes before it on its line, the line before is shown too */

void hex_window_take(hex_window *window, const conversation *c, parley_side side,
                     parley_span span) {
    *window = (hex_window){.from = span.offset, .to = span.offset + span.length};
    bool at_end = span.length == 0;
    if (at_end && span.offset == 0) return;
    uint64_t anchor = at_end ? span.offset - 1 : span.offset;
    window->base = anchor & ~(uint64_t)(ROW - 1);
    bool span_goes_on = window->to > window->base + ROW;
    if (window->base > 0 && !span_goes_on && (at_end || anchor - window->base < CONTEXT))
        window->base -= ROW;
    for (unsigned i = 0; i < WINDOW_BYTES;
         i++) { /* one by one: the beginning may be forgotten already */
        size_t n =
            conversation_bytes(c, side, window->base + i, window->bytes + i, WINDOW_BYTES - i);
        if (n == 0) continue;
        for (size_t k = 0; k < n; k++)
            window->known |= 1u << (i + k);
        break;
    }
}

bool hex_window_add(hex_window *window, uint64_t offset, const uint8_t *bytes, uint64_t n) {
    for (unsigned i = 0; i < WINDOW_BYTES; i++) {
        uint64_t at = window->base + i;
        if (at >= offset && at - offset < n && (window->known & 1u << i) == 0) {
            window->bytes[i] = bytes[at - offset];
            window->known |= 1u << i;
        }
    }
    return (window->known & 1u << (WINDOW_BYTES - 1)) == 0;
}

static bool byte_is_marked(const hex_window *window, unsigned i) {
    uint64_t at = window->base + i;
    if (window->from == window->to) return at + 1 == window->from;
    return at >= window->from && at < window->to;
}

/* The columns of byte i of a row: in hexadecimal, and in the text to its right. */
static size_t column_of_hex(size_t head, unsigned i) {
    return head + (size_t)3 * i;
}

static size_t column_of_text(size_t head, unsigned i) {
    return head + (size_t)3 * ROW + 2 + i;
}

static size_t row_write(const hex_window *window, unsigned first, char *line) {
    static const char digits[] = "0123456789abcdef";
    static const uint8_t dot[] = ".";
    int head = snprintf(line, HEX_LINE, "  %08" PRIx64 "  ", window->base + first);
    size_t start = head > 0 ? (size_t)head : 0;
    memset(line + start, ' ', HEX_LINE - start);
    line[column_of_text(start, 0) - 1] = '|';
    unsigned end = 0;
    for (unsigned i = 0; i < ROW; i++) {
        if ((window->known & 1u << (first + i)) == 0) continue;
        uint8_t byte = window->bytes[first + i];
        line[column_of_hex(start, i)] = digits[byte >> 4];
        line[column_of_hex(start, i) + 1] = digits[byte & 15];
        memcpy(line + column_of_text(start, i),
               byte >= 0x20 && byte < 0x7f ? &window->bytes[first + i] : dot, 1);
        end = i + 1;
    }
    line[column_of_text(start, end)] = '|';
    line[column_of_text(start, end) + 1] = 0;
    return start;
}

static bool carets_write(const hex_window *window, unsigned first, size_t head, char *line) {
    size_t end = 0;
    memset(line, ' ', HEX_LINE);
    for (unsigned i = 0; i < ROW; i++) {
        if (!byte_is_marked(window, first + i) || (window->known & 1u << (first + i)) == 0)
            continue;
        memcpy(line + column_of_hex(head, i), "^^", 2);
        line[column_of_text(head, i)] = '^';
        end = column_of_text(head, i) + 1;
    }
    line[end] = 0;
    return end > 0;
}

unsigned hex_window_lines(const hex_window *window, char lines[][HEX_LINE], unsigned max) {
    unsigned n = 0;
    for (unsigned first = 0; first < WINDOW_BYTES && n < max; first += ROW) {
        if ((window->known >> first & ALL_ROW) == 0) continue;
        bool here = false, later = false;
        for (unsigned i = first; i < WINDOW_BYTES; i++) {
            bool marked = byte_is_marked(window, i) && (window->known & 1u << i) != 0;
            here = here || (marked && i < first + ROW);
            later = later || (marked && i >= first + ROW);
        }
        if (!here && (!later || max < 3)) /* only context, and no room for it */
            continue;
        size_t head = row_write(window, first, lines[n++]);
        if (here && n < max && carets_write(window, first, head, lines[n])) n++;
    }
    return n;
}

/* The quick way through an event stream: whole lines that are plainly right, eight bytes at a time.
 * It knows no state by number, but walks the machine over a model line; at the least doubt, and
 * where a piece ends within a line, the stepper reads (sse.c). */
#include "../grammars/sse/symbols.h"
#include "sse.h"
#include <string.h>

static uint16_t model_state(const char *line, size_t n) {
    uint16_t state = parley_sse_stream.start;
    for (size_t i = 0; i < n; i++)
        (void)parley_machine_symbol(&parley_sse_stream, &state, (uint8_t)line[i]);
    return state;
}

void sse_models(sse_feed *f) {
    f->after_mark = model_state("\xef\xbb\xbf", 3);
    f->after_lf = model_state("\n", 1);
    f->after_cr = model_state("\r", 1);
}

bool sse_between_lines(const sse_feed *f) {
    uint16_t state = f->reading->state;
    return state == parley_sse_stream.start || state == f->after_mark || state == f->after_lf ||
           state == f->after_cr;
}

#define EACH(byte) ((byte)*UINT64_C(0x0101010101010101))

/* Not 0 if any of the eight bytes is 0. */
static uint64_t zero_bytes(uint64_t word) {
    return (word - EACH(0x01)) & ~word & EACH(0x80);
}

/* The index of the first CR or LF, or to. */
static size_t line_stop(const uint8_t *bytes, size_t from, size_t to) {
    size_t i = from;
    for (; to - i >= 8; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        if ((zero_bytes(word ^ EACH('\n')) | zero_bytes(word ^ EACH('\r'))) != 0) break;
    }
    while (i < to && bytes[i] != '\n' && bytes[i] != '\r')
        i++;
    return i;
}

size_t sse_line_end(const uint8_t *bytes, size_t from, size_t to) {
    size_t i = line_stop(bytes, from, to);
    return i < to ? i + 1 : to;
}

static bool begins_with(const uint8_t *bytes, size_t n, const char *name, size_t length) {
    return n >= length && memcmp(bytes, name, length) == 0;
}

/* What field a plain line is, and where its value begins; PARLEY_SSE_OTHER: the stepper has to
 * tell. */
static parley_sse_field line_field(const uint8_t *line, size_t n, size_t *value) {
    parley_sse_field field = PARLEY_SSE_OTHER;
    size_t colon = 0;
    if (line[0] == ':') {
        field = PARLEY_SSE_COMMENT;
    } else if (begins_with(line, n, "data:", 5)) {
        field = PARLEY_SSE_DATA;
        colon = 4;
    } else if (begins_with(line, n, "event:", 6)) {
        field = PARLEY_SSE_EVENT;
        colon = 5;
    } else if (begins_with(line, n, "id:", 3)) {
        field = PARLEY_SSE_ID;
        colon = 2;
    }
    *value = colon + 1;
    if (*value < n && line[*value] == ' ') ++*value;
    bool doubtful = *value == n || memchr(line + *value, 0, n - *value) != NULL;
    return field == PARLEY_SSE_ID && doubtful ? PARLEY_SSE_OTHER : field;
}

size_t sse_quick_lines(sse_feed *f, size_t from, size_t to) {
    const uint8_t *bytes = f->bytes;
    if (f->reading->state != f->after_lf) return from;
    while (from < to && sse_room(f)) {
        size_t stop = line_stop(bytes, from, to), next = stop + 1, value;
        if (stop == to) break;
        if (bytes[stop] == '\r') {
            if (next == to || bytes[next] != '\n') break;
            next++;
        }
        if (stop == from) {
            sse_line(f, EMPTY_LINE, stop);
        } else {
            parley_sse_field field = line_field(bytes + from, stop - from, &value);
            if (field == PARLEY_SSE_OTHER) break;
            sse_value_line(f, field, from + value, stop);
        }
        from = next;
    }
    return from;
}

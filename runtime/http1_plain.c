/* Field values of the ordinary shape, told without their machines: what is said of them here is
 * what the machine of the field says, and of any other value nothing is said, so that the machine
 * reads it. */
#include "http1_lane.h"
#include <string.h>

static bool is_digit(uint8_t byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_letter(uint8_t byte) {
    return (uint8_t)((byte | 0x20) - 'a') < 26;
}

static bool same_text(const uint8_t *value, size_t n, const char *text, size_t length) {
    return n == length && memcmp(value, text, length) == 0;
}
#define IS(text) same_text(value, n, text, sizeof(text) - 1)

/* A name of the bytes on which the machine stays where it is, well inside a name. */
static bool plain_host(const uint8_t *value, size_t n) {
    const parley_machine *m = &parley_http1_host;
    if (n < 2 || !is_letter(value[0])) return false;
    size_t column = m->byte_class[value[0]];
    size_t state = PARLEY_CELL_NEXT(m->cells[(size_t)m->start * PARLEY_COLUMNS + column]);
    state = PARLEY_CELL_NEXT(m->cells[state * PARLEY_COLUMNS + column]);
    return run_end(m, m->run[state], value, 1, n) == n;
}

static bool plain_connection(lane *l, const uint8_t *value, size_t n) {
    if (IS("keep-alive") || IS("Keep-Alive"))
        l->facts |= FACT_KEEP_ALIVE;
    else if (IS("close"))
        l->facts |= FACT_CLOSE;
    else
        return false;
    return true;
}

bool content_fits(const feed *f) {
    const lane *l = f->lane;
    if (f->side == PARLEY_SERVER) return l->status != 205 && l->status != 206;
    return l->method != METHOD_TRACE && l->method != METHOD_OPTIONS;
}

/* Is this a message in which a length or a coding is nothing to report by itself? */
static bool framing_fits(const feed *f) {
    const lane *l = f->lane;
    uint32_t e = asked(f);
    if ((l->fields & (HAS(CONTENT_LENGTH) | HAS(TRANSFER_ENCODING))) != 0 ||
        (l->facts & FACT_HTTP10) != 0)
        return false;
    if (f->side == PARLEY_CLIENT) return true;
    return l->status >= 200 && l->status != 204 && (e & ASKED_HTTP10) == 0 &&
           ASKED_METHOD(paired(f)) != METHOD_CONNECT;
}

/* Up to eighteen digits: that is no number of 64 bits. */
static bool plain_length(feed *f, const uint8_t *value, size_t n) {
    uint64_t number = 0;
    if (n == 0 || n > 18 || (n > 1 && value[0] == '0') || !framing_fits(f)) return false;
    if (!content_fits(f)) return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(value[i])) return false;
        number = number * 10 + (value[i] - (unsigned)'0');
    }
    f->lane->number = f->lane->length = number;
    f->lane->facts |= FACT_LENGTH;
    return true;
}

static bool plain_coding(feed *f, const uint8_t *value, size_t n) {
    if (!IS("chunked") || !framing_fits(f)) return false;
    f->lane->facts |= FACT_CHUNKED | FACT_CHUNKED_LAST;
    return true;
}

#define THREE(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

static bool is_day(const uint8_t *name) {
    switch (THREE(name[0], name[1], name[2])) {
    case THREE('M', 'o', 'n'):
    case THREE('T', 'u', 'e'):
    case THREE('W', 'e', 'd'):
    case THREE('T', 'h', 'u'):
    case THREE('F', 'r', 'i'):
    case THREE('S', 'a', 't'):
    case THREE('S', 'u', 'n'):
        return true;
    default:
        return false;
    }
}

static bool is_month(const uint8_t *name) {
    switch (THREE(name[0], name[1], name[2])) {
    case THREE('J', 'a', 'n'):
    case THREE('F', 'e', 'b'):
    case THREE('M', 'a', 'r'):
    case THREE('A', 'p', 'r'):
    case THREE('M', 'a', 'y'):
    case THREE('J', 'u', 'n'):
    case THREE('J', 'u', 'l'):
    case THREE('A', 'u', 'g'):
    case THREE('S', 'e', 'p'):
    case THREE('O', 'c', 't'):
    case THREE('N', 'o', 'v'):
    case THREE('D', 'e', 'c'):
        return true;
    default:
        return false;
    }
}

/* Have eight bytes a shape? mask: \xff for a byte that must be the same, \xf0 for a digit ('0' in
 * same), \0 for any. */
static inline bool has_shape(const uint8_t *bytes, const char *same, const char *mask) {
    const uint64_t low = UINT64_C(0x0f0f0f0f0f0f0f0f);
    uint64_t word, fixed, parts;
    memcpy(&word, bytes, 8);
    memcpy(&fixed, same, 8);
    memcpy(&parts, mask, 8);
    uint64_t digits = parts >> 4 & low & ~parts; /* the low halves of digits */
    return (word & parts) == (fixed & parts) &&
           (((word & digits) + (low / 15 * 6)) & (digits & low / 15 * 8) << 1) == 0;
}

/* RFC 9110 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT" */
static bool plain_date(const uint8_t *value, size_t n) {
    return n == 29 && has_shape(value, "Sun, 00 ", "\0\0\0\xff\xff\xf0\xf0\xff") &&
           has_shape(value + 8, "Nov 0000", "\0\0\0\xff\xf0\xf0\xf0\xf0") &&
           has_shape(value + 16, " 00:00:0", "\xff\xf0\xf0\xff\xf0\xf0\xff\xf0") &&
           has_shape(value + 21, "0:00 GMT", "\xf0\xff\xf0\xf0\xff\xff\xff\xff") &&
           (value[17] < '2' || (value[17] == '2' && value[18] < '4')) && value[20] < '6' &&
           value[23] < '6' && is_day(value) && is_month(value + 8);
}

bool value_plain(feed *f, uint8_t field, const uint8_t *value, size_t n) {
    if (n != 0 && value[0] == ' ') {
        value++;
        n--;
    }
    switch (field) {
    case FIELD_HOST:
        return plain_host(value, n);
    case FIELD_CONNECTION:
        return plain_connection(f->lane, value, n);
    case FIELD_CONTENT_LENGTH:
        return plain_length(f, value, n);
    case FIELD_TRANSFER_ENCODING:
        return plain_coding(f, value, n);
    case FIELD_CONTENT_TYPE:
        return n != 0 && is_letter(value[0]) && (value[0] | 0x20) != 'm';
    case FIELD_DATE:
    case FIELD_LAST_MODIFIED:
    case FIELD_IF_MODIFIED_SINCE:
    case FIELD_IF_UNMODIFIED_SINCE:
        return plain_date(value, n);
    default:
        return false;
    }
}

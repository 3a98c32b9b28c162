/* Values in playlists: see values.h. */
#include "values.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool hls_integer(const char *text, size_t n, uint64_t *value) {
    uint64_t sum = 0;
    if (n == 0) return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(text[i])) return false;
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (sum > (UINT64_MAX - digit) / 10) return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

bool hls_seconds(const char *text, size_t n, uint64_t *value) {
    const char *point = memchr(text, '.', n);
    size_t whole = point != NULL ? (size_t)(point - text) : n;
    uint64_t seconds = 0, fraction = 0, unit = HLS_SECOND;
    if (n == 0 || (whole == 0 && n == 1)) return false;
    if (whole != 0 && !hls_integer(text, whole, &seconds)) return false;
    if (seconds > UINT64_C(200) * 366 * 86400) return false;
    for (size_t i = whole + 1; i < n; i++) {
        if (!is_digit(text[i])) return false;
        unit /= 10;
        fraction += (uint64_t)(text[i] - '0') * unit;
    }
    *value = seconds * HLS_SECOND + fraction;
    return true;
}

bool hls_range(const char *text, size_t n, uint64_t *length, uint64_t *offset, bool *has_offset) {
    const char *at = memchr(text, '@', n);
    size_t first = at != NULL ? (size_t)(at - text) : n;
    uint64_t bytes, from = 0;
    if (!hls_integer(text, first, &bytes)) return false;
    if (at != NULL && !hls_integer(at + 1, n - first - 1, &from)) return false;
    *length = bytes;
    *offset = from;
    *has_offset = at != NULL;
    return true;
}

/* A text that is read from the front. */
typedef struct cursor {
    const char *text;
    size_t n;
} cursor;

static bool take(cursor *c, char wanted) {
    if (c->n == 0 || *c->text != wanted) return false;
    c->text++;
    c->n--;
    return true;
}

static bool take_number(cursor *c, size_t digits, int64_t *value) {
    int64_t sum = 0;
    if (c->n < digits) return false;
    for (size_t i = 0; i < digits; i++) {
        if (!is_digit(c->text[i])) return false;
        sum = sum * 10 + (c->text[i] - '0');
    }
    c->text += digits;
    c->n -= digits;
    *value = sum;
    return true;
}

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t days_since_1970(int64_t year, int64_t month, int64_t day) {
    int64_t y = month <= 2 ? year - 1 : year; /* years begin in March: leap days come last */
    int64_t m = month <= 2 ? month + 9 : month - 3;
    int64_t days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
    return days - 719468;
}

static bool take_day(cursor *c, int64_t *days) {
    int64_t year, month, day;
    if (!take_number(c, 4, &year)) return false;
    bool dashes = take(c, '-');
    if (!take_number(c, 2, &month) || (dashes && !take(c, '-')) || !take_number(c, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    *days = days_since_1970(year, month, day);
    return true;
}

static bool take_time(cursor *c, int64_t *ms) {
    int64_t hour, minute, second = 0, fraction = 0, unit = 1000;
    if (!take_number(c, 2, &hour)) return false;
    bool colons = take(c, ':');
    if (!take_number(c, 2, &minute)) return false;
    if (colons ? take(c, ':') : c->n != 0 && is_digit(*c->text))
        if (!take_number(c, 2, &second)) return false;
    if (take(c, '.') || take(c, ','))
        while (c->n != 0 && is_digit(*c->text)) {
            unit /= 10;
            fraction += (*c->text - '0') * unit;
            c->text++;
            c->n--;
        }
    if (hour > 24 || minute > 59 || second > 60) return false;
    *ms = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
    return true;
}

static bool take_zone(cursor *c, int64_t *minutes) {
    int64_t hour = 0, minute = 0;
    *minutes = 0;
    if (c->n == 0 || take(c, 'Z')) return true;
    bool west = *c->text == '-';
    if (!take(c, '+') && !take(c, '-')) return false;
    if (!take_number(c, 2, &hour)) return false;
    (void)take(c, ':');
    if (c->n != 0 && !take_number(c, 2, &minute)) return false;
    *minutes = (hour * 60 + minute) * (west ? -1 : 1);
    return true;
}

bool hls_date(const char *text, size_t n, int64_t *value) {
    cursor c = {text, n};
    int64_t days, ms, zone;
    if (!take_day(&c, &days) || !take(&c, 'T') || !take_time(&c, &ms) || !take_zone(&c, &zone) ||
        c.n != 0)
        return false;
    *value = days * 86400000 + ms - zone * 60000;
    return true;
}

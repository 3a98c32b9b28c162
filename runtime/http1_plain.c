/* Field values of the ordinary shape, told without their machines: what is said of them here is
 * what the machine of the field says, and of any other value nothing is said, so that the machine
 * reads it. */
#include "http1_lane.h"
#include <string.h>

static bool is_digit(uint8_t byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_alnum(uint8_t byte) {
    return is_digit(byte) || (uint8_t)((byte | 0x20) - 'a') < 26;
}

static bool same_text(const uint8_t *value, size_t n, const char *text, size_t length) {
    return n == length && memcmp(value, text, length) == 0;
}
#define IS(text) same_text(value, n, text, sizeof(text) - 1)

/* A name of letters, digits, "-" and "."; a port behind it. */
static bool plain_host(const uint8_t *value, size_t n) {
    size_t i = 0;
    while (i < n && (is_alnum(value[i]) || value[i] == '-' || value[i] == '.'))
        i++;
    if (i == 0) return false;
    if (i < n && value[i] == ':')
        for (i++; i < n && is_digit(value[i]);)
            i++;
    return i == n;
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
    return f->side == PARLEY_CLIENT ? l->method != METHOD_TRACE : l->status != 205;
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
           ASKED_METHOD(e) != METHOD_CONNECT;
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

static bool one_of(const uint8_t *three, const char *texts) {
    for (; *texts != '\0'; texts += 3)
        if (memcmp(three, texts, 3) == 0) return true;
    return false;
}

/* RFC 9110 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT" */
static bool plain_date(const uint8_t *value, size_t n) {
    static const char shape[] = "aaa, 00 aaa 0000 00:00:00 GMT";
    if (n != sizeof shape - 1) return false;
    for (size_t i = 0; i < n; i++) {
        bool fits =
            shape[i] == '0' ? is_digit(value[i]) : shape[i] == 'a' || (char)value[i] == shape[i];
        if (!fits) return false;
    }
    return value[17] < '2' && value[20] < '6' && value[23] < '6' &&
           one_of(value, "MonTueWedThuFriSatSun") &&
           one_of(value + 8, "JanFebMarAprMayJunJulAugSepOctNovDec");
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
        return n != 0 && is_alnum(value[0]) && (value[0] | 0x20) != 'm';
    case FIELD_DATE:
    case FIELD_LAST_MODIFIED:
    case FIELD_IF_MODIFIED_SINCE:
    case FIELD_IF_UNMODIFIED_SINCE:
        return plain_date(value, n);
    default:
        return false;
    }
}

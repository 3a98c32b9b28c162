/* Conversations written down as text, as standards print them: "C: GET / HTTP/1.1". See
 * parley-transcript(5).
 *
 * A line number stands where a capture has a frame number. It must not know packets. */
#include "text.h"
#include "frame_line.h"
#include "script.h"
#include <string.h>

typedef struct line {
    const uint8_t *bytes;
    size_t n;
    uint64_t number;
} line;

/* Finds the next line, without its end. Returns 1, 0 at the end of the file, or -1. */
static int next_line(source *s, line *l) {
    size_t looked = 0;
    const uint8_t *window, *end = NULL;
    while (end == NULL && (window = source_need(s, looked + 1)) != NULL) {
        end = memchr(window + looked, '\n', source_have(s) - looked);
        looked = source_have(s);
    }
    if (s->failed) return -1;
    l->bytes = source_need(s, 0);
    if (looked == 0 || l->bytes == NULL) return 0;
    l->n = end != NULL ? (size_t)(end - l->bytes) : looked;
    if (l->n >= SOURCE_WINDOW)
        return script_fail(s, l->number + 1,
                           "the line is longer than 1 MB; break it with a \\ at its end");
    l->number++;
    size_t whole = l->n < source_have(s) ? l->n + 1 : l->n;
    if (l->n > 0 && l->bytes[l->n - 1] == '\r') l->n--;
    source_take(s, whole);
    return 1;
}

static bool starts_with(const uint8_t *bytes, size_t n, const char *word) {
    return n >= strlen(word) && memcmp(bytes, word, strlen(word)) == 0;
}

static bool is_blank(const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') return false;
    return true;
}

bool text_recognise(const uint8_t *bytes, size_t n) {
    static const char *const starts[] = {"== ", "C:", "S:", "C~", "S~",
                                         "C.",  "S.", "C%", "S%", "@"};
    while (n > 0) {
        const uint8_t *end = memchr(bytes, '\n', n);
        size_t length = end ? (size_t)(end - bytes) : n;
        if (length > 0 && bytes[0] != '#' && !is_blank(bytes, length)) {
            for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
                if (starts_with(bytes, length, starts[i])) return true;
            return length == 2 && memcmp(bytes, "==", 2) == 0;
        }
        size_t whole = end ? length + 1 : length;
        bytes += whole;
        n -= whole;
    }
    return false;
}

static int hex_digit(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int text_hex_pair(const uint8_t *bytes) {
    int high = hex_digit(bytes[0]), low = hex_digit(bytes[1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

int text_unescape(const uint8_t *bytes, size_t n, size_t *i) {
    switch (bytes[(*i)++]) {
    case 'r':
        return '\r';
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '0':
        return 0;
    case '\\':
        return '\\';
    case 'x': {
        int byte = n - *i >= 2 ? text_hex_pair(bytes + *i) : -1;
        *i += 2;
        return byte;
    }
    default:
        return -1;
    }
}

/* A "C: text" line: takes escapes away in place (text never grows by it), and puts CR LF at its
 * end. */
static int speak(script *r, const line *l, parley_side side, bool crossing) {
    size_t at = l->n > 2 && l->bytes[2] == ' ' ? 3 : 2;
    uint8_t *out = r->text;
    size_t n = 0;
    bool open_end = false;
    while (at < l->n) {
        uint8_t c = l->bytes[at++];
        if (c != '\\') {
            out[n++] = c;
        } else if (at == l->n) {
            open_end = true;
        } else {
            int byte = text_unescape(l->bytes, l->n, &at);
            if (byte < 0)
                return script_fail(r->source, l->number,
                                   "unknown escape; there are \\r \\n \\t \\0 \\\\ "
                                   "\\xHH, and a \\ at the end of a line");
            out[n++] = (uint8_t)byte;
        }
    }
    if (!open_end) {
        out[n++] = '\r';
        out[n++] = '\n';
    }
    script_bytes(r, side, l->number, crossing, out, n);
    return 0;
}

/* A "C% text "Hello"" line: a frame of WebSocket. */
static int frame(script *r, const line *l, parley_side side) {
    frame_line made;
    const char *fault =
        frame_line_read(l->bytes + 2, l->n - 2, side, l->number, r->text, SOURCE_WINDOW + 2, &made);
    if (fault != NULL) return script_fail(r->source, l->number, fault);
    script_bytes(r, side, l->number, made.crossing, made.bytes, made.n);
    return 0;
}

/* Reads a decimal number of at most 15 digits. Returns how many characters it has. */
static size_t read_number(const uint8_t *bytes, size_t n, uint64_t *number) {
    size_t i = 0;
    for (*number = 0; i < n && i < 15 && bytes[i] >= '0' && bytes[i] <= '9'; i++)
        *number = *number * 10 + (uint64_t)(bytes[i] - '0');
    return i;
}

/* A "C. fin" line. */
static int act(script *r, const line *l, parley_side side) {
    const uint8_t *bytes = l->bytes + 2;
    size_t n = l->n - 2;
    uint64_t length;
    while (n > 0 && *bytes == ' ') {
        bytes++;
        n--;
    }
    while (n > 0 && bytes[n - 1] == ' ')
        n--;
    if (n == 3 && starts_with(bytes, n, "fin")) {
        script_fin(r, side, l->number);
        return 0;
    }
    if (n == 5 && starts_with(bytes, n, "reset")) {
        script_reset(r, side, l->number);
        return 0;
    }
    size_t digits = starts_with(bytes, n, "gap ") ? read_number(bytes + 4, n - 4, &length) : 0;
    bool acknowledged = digits > 0 && n > digits + 4 && n - digits - 4 == strlen(" acknowledged") &&
                        starts_with(bytes + digits + 4, n - digits - 4, " acknowledged");
    if (digits == 0 || length == 0 || (n != digits + 4 && !acknowledged))
        return script_fail(r->source, l->number,
                           "unknown word; there are fin, reset, gap N and gap N "
                           "acknowledged");
    script_gap(r, side, l->number, length, acknowledged);
    return 0;
}

/* An "@ 1.5" or "@ +1.5" line: seconds. */
static int set_time(script *r, const line *l) {
    const uint8_t *bytes = l->bytes + 1;
    size_t n = l->n - 1;
    while (n > 0 && *bytes == ' ') {
        bytes++;
        n--;
    }
    while (n > 0 && bytes[n - 1] == ' ')
        n--;
    bool later = n > 0 && *bytes == '+';
    uint64_t seconds, fraction = 0, nanoseconds = 0;
    size_t i = later ? 1 : 0, digits = read_number(bytes + i, n - i, &seconds);
    i += digits;
    bool good = digits > 0 && digits <= 9;
    if (good && i < n && bytes[i] == '.') {
        digits = read_number(bytes + i + 1, n - i - 1, &fraction);
        good = digits > 0 && digits <= 9;
        for (nanoseconds = fraction; good && digits < 9; digits++)
            nanoseconds *= 10;
        for (i++; i < n && bytes[i] >= '0' && bytes[i] <= '9'; i++)
            continue;
    }
    if (!good || i != n)
        return script_fail(r->source, l->number, "no time; write seconds, as in @ 1.5 or @ +0.25");
    uint64_t time = seconds * 1000000000u + nanoseconds;
    script_time(r, later ? r->time + time : time);
    return 0;
}

static int read_line(script *r, const line *l) {
    if (is_blank(l->bytes, l->n) || l->bytes[0] == '#') return 0;
    if (l->n >= 2 && (l->bytes[0] == 'C' || l->bytes[0] == 'S')) {
        parley_side side = l->bytes[0] == 'C' ? PARLEY_CLIENT : PARLEY_SERVER;
        if (l->bytes[1] == ':' || l->bytes[1] == '~') return speak(r, l, side, l->bytes[1] == '~');
        if (l->bytes[1] == '%') return frame(r, l, side);
        if (l->bytes[1] == '.') return act(r, l, side);
    }
    if (l->bytes[0] == '@') return set_time(r, l);
    if (starts_with(l->bytes, l->n, "==")) {
        script_next(r);
        return 0;
    }
    return script_fail(r->source, l->number,
                       "unknown line; lines begin with C: S: C~ S~ C. S. C% S% @ == or #");
}

int text_read(source *s, const transcript_listener *listener) {
    script r;
    line l = {0};
    int status = script_start(&r, s, listener);
    while (status == 0) {
        int more = next_line(s, &l);
        if (more <= 0) {
            status = more;
            break;
        }
        status = read_line(&r, &l);
    }
    script_end(&r);
    return status;
}

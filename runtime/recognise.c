/* Which protocol a connection speaks, from the first bytes of its sides: on any port, whatever it
 * is called. Looks for what cannot be anything else; what it does not know, it does not guess. */
#include "parley.h"

static bool text_at(const uint8_t *bytes, size_t n, size_t at, const char *text) {
    for (; *text != 0; text++, at++)
        if (at >= n || bytes[at] != (uint8_t)*text) return false;
    return true;
}

/* Do the bytes begin with text, as far as there are any? */
static bool may_begin(const uint8_t *bytes, size_t n, const char *text) {
    for (size_t i = 0; i < n && text[i] != 0; i++)
        if (bytes[i] != (uint8_t)text[i]) return false;
    return true;
}

static size_t skip_empty_lines(const uint8_t *bytes, size_t n) {
    size_t i = 0;
    while (i < n && (bytes[i] == '\r' || bytes[i] == '\n'))
        i++;
    return i;
}

/* The length of the first line, its end left out; n where it is not complete. */
static size_t line_length(const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (bytes[i] == '\n') return i;
    return n;
}

static bool is_space(uint8_t byte) {
    return byte == ' ' || byte == '\t';
}

/* Does the line name a version of HTTP after a blank, in whatever case? HTTP/2 begins with such a
 * line and is none. */
static bool names_version(const uint8_t *bytes, size_t n) {
    static const char name[] = "http/";
    if (text_at(bytes, n, 0, "PRI * HTTP/2")) return false;
    for (size_t i = 1; i + 5 <= n; i++) {
        size_t k = 0;
        while (k < 5 && (bytes[i + k] | 0x20) == (uint8_t)(name[k] | 0x20))
            k++;
        if (k == 5 && is_space(bytes[i - 1])) return true;
    }
    return false;
}

/* A method that everybody knows, and what a target begins with. */
static bool asks_for_target(const uint8_t *bytes, size_t n) {
    static const char *const starts[] = {"GET /",    "POST /",    "HEAD /",    "PUT /",
                                         "DELETE /", "OPTIONS /", "OPTIONS *", "PATCH /",
                                         "TRACE /",  "GET http:", "POST http:"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (text_at(bytes, n, 0, starts[i])) return true;
    return false;
}

static bool is_text(const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n && bytes[i] != '\n'; i++)
        if (bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\r') return false;
    return true;
}

/* 1: HTTP/1, 0: something else, -1: more bytes could tell. final: no more will come. */
static int look_at_client(const uint8_t *bytes, size_t n, bool final) {
    size_t skip = skip_empty_lines(bytes, n), rest = n - skip;
    if (rest == 0) return final || n >= PARLEY_RECOGNISE_MAX ? 0 : -1;
    size_t line = line_length(bytes + skip, rest);
    if (names_version(bytes + skip, line)) return 1;
    if (line < rest || !is_text(bytes + skip, rest))
        return 0; /* HTTP/0.9, perhaps: the answer tells */
    if (final || n >= PARLEY_RECOGNISE_MAX) return asks_for_target(bytes + skip, rest) ? 1 : 0;
    return -1;
}

static int look_at_server(const uint8_t *bytes, size_t n, bool final) {
    size_t skip = skip_empty_lines(bytes, n), rest = n - skip;
    if (text_at(bytes + skip, rest, 0, "HTTP/")) return 1;
    return may_begin(bytes + skip, rest, "HTTP/") && !final && n < PARLEY_RECOGNISE_MAX ? -1 : 0;
}

parley_protocol parley_recognise(const uint8_t *client, size_t n_client, const uint8_t *server,
                                 size_t n_server, bool *more) {
    static const uint8_t nothing[1] = {0};
    int by_client = look_at_client(n_client != 0 ? client : nothing, n_client, more == NULL);
    int by_server = look_at_server(n_server != 0 ? server : nothing, n_server, more == NULL);
    if (more != NULL) *more = by_client < 0 || by_server < 0;
    return by_client > 0 || by_server > 0 ? PARLEY_HTTP1 : PARLEY_UNKNOWN;
}

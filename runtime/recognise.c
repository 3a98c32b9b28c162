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

/* A first line that ends in a version, or that begins with a method and a target. */
static bool is_request_line(const uint8_t *bytes, size_t n) {
    static const char *const starts[] = {"GET /",    "POST /",    "HEAD /",    "PUT /",
                                         "DELETE /", "OPTIONS /", "OPTIONS *", "PATCH /",
                                         "TRACE /",  "GET http",  "POST http", "HEAD http"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (text_at(bytes, n, 0, starts[i])) return true;
    for (size_t i = 1; i < n && bytes[i] != '\n'; i++)
        if ((bytes[i - 1] == ' ' || bytes[i - 1] == '\t') && text_at(bytes, n, i, "HTTP/"))
            return true;
    return false;
}

static bool is_text(const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n && bytes[i] != '\n'; i++)
        if (bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\r') return false;
    return true;
}

static bool has_line_end(const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (bytes[i] == '\n') return true;
    return false;
}

parley_protocol parley_recognise(const uint8_t *client, size_t n_client, const uint8_t *server,
                                 size_t n_server, bool *more) {
    size_t skip = n_client != 0 ? skip_empty_lines(client, n_client) : 0;
    *more = false;
    if (n_client > skip) {
        if (is_request_line(client + skip, n_client - skip)) return PARLEY_HTTP1;
        size_t rest = n_client - skip;
        *more = is_text(client + skip, rest) && !has_line_end(client + skip, rest) &&
                n_client < PARLEY_RECOGNISE_MAX;
    } else {
        *more = n_client < PARLEY_RECOGNISE_MAX;
    }
    skip = n_server != 0 ? skip_empty_lines(server, n_server) : 0;
    if (n_server > skip) {
        if (text_at(server + skip, n_server - skip, 0, "HTTP/")) return PARLEY_HTTP1;
        if (may_begin(server + skip, n_server - skip, "HTTP/")) *more = true;
    } else if (n_server < PARLEY_RECOGNISE_MAX) {
        *more = true;
    }
    return PARLEY_UNKNOWN;
}

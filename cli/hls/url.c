/* Addresses, resolved and written in one way: see url.h. */
#include "url.h"
#include "../http1/head_field.h"
#include <stdio.h>
#include <string.h>

typedef struct piece {
    const char *at;
    size_t n;
    bool there;
} piece;

typedef struct parts {
    piece scheme, authority, path, query;
} parts;

/* What is written so far; full: it did not fit. */
typedef struct writer {
    char *out;
    size_t n, size;
    bool full;
} writer;

static void put(writer *w, char byte) {
    if (w->n == w->size)
        w->full = true;
    else
        w->out[w->n++] = byte;
}

static void put_text(writer *w, const char *text) {
    while (*text != 0)
        put(w, *text++);
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char small(char c) {
    if (c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    return c;
}

static int hexadecimal(char c) {
    if (is_digit(c)) return c - '0';
    c = small(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t index_of(const char *text, size_t n, char c) {
    const char *found = n > 0 ? memchr(text, c, n) : NULL;
    return found != NULL ? (size_t)(found - text) : n;
}

/* ---- parts ---- */

static size_t scheme_length(const char *text, size_t n) {
    size_t i = 0;
    while (i < n && (is_letter(text[i]) || (i > 0 && (is_digit(text[i]) || text[i] == '+' ||
                                                      text[i] == '-' || text[i] == '.'))))
        i++;
    return i > 0 && i < n && text[i] == ':' ? i : 0;
}

static parts parts_of(const char *text, size_t n) {
    parts p = {{NULL, 0, false}, {NULL, 0, false}, {NULL, 0, true}, {NULL, 0, false}};
    n = index_of(text, n, '#');
    size_t scheme = scheme_length(text, n), question;
    if (scheme > 0) {
        p.scheme = (piece){text, scheme, true};
        text += scheme + 1;
        n -= scheme + 1;
    }
    question = index_of(text, n, '?');
    if (question < n) p.query = (piece){text + question + 1, n - question - 1, true};
    n = question;
    if (n >= 2 && text[0] == '/' && text[1] == '/') {
        size_t host = index_of(text + 2, n - 2, '/');
        p.authority = (piece){text + 2, host, true};
        text += 2 + host;
        n -= 2 + host;
    }
    p.path.at = text;
    p.path.n = n;
    return p;
}

/* ---- writing ---- */

/* Escapes mean the same however they are written; some players escape what others send as it is. */
static void put_escaped(writer *w, piece text) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.n; i++) {
        char c = text.at[i];
        bool escape = c == '%' && i + 2 < text.n && hexadecimal(text.at[i + 1]) >= 0 &&
                      hexadecimal(text.at[i + 2]) >= 0;
        if (escape) {
            c = (char)(hexadecimal(text.at[i + 1]) * 16 + hexadecimal(text.at[i + 2]));
            i += 2;
        }
        bool unreserved = is_letter(c) || is_digit(c) || (c != 0 && strchr("-._~", c) != NULL);
        bool plain = c > ' ' && c < 0x7f && strchr("\"<>\\^`{|}", c) == NULL;
        if (unreserved || (plain && !escape)) {
            put(w, c);
            continue;
        }
        put(w, '%');
        put(w, digits[((unsigned char)c) >> 4]);
        put(w, digits[((unsigned char)c) & 15]);
    }
}

static void put_authority(writer *w, piece authority, bool https) {
    const char *port = https ? ":443" : ":80";
    size_t n = authority.n, length = strlen(port);
    if (n > length && memcmp(authority.at + n - length, port, length) == 0) n -= length;
    for (size_t i = 0; i < n; i++)
        put(w, small(authority.at[i]));
}

/* A path without "." and "..". */
static void put_path(writer *w, const char *path, size_t n) {
    size_t root = w->n, at = n > 0 && path[0] == '/' ? 1 : 0;
    for (bool more = true; more;) {
        size_t length = index_of(path + at, n - at, '/');
        more = at + length < n;
        bool here = length == 1 && path[at] == '.';
        bool up = length == 2 && path[at] == '.' && path[at + 1] == '.';
        while (up && w->n > root && w->out[w->n - 1] != '/')
            w->n--;
        if (up && w->n > root) w->n--;
        if (!here && !up) {
            put(w, '/');
            put_escaped(w, (piece){path + at, length, true});
        } else if (!more) {
            put(w, '/');
        }
        at += length + 1;
    }
}

size_t hls_url_resolve(const char *base, size_t n_base, const char *reference, size_t n, char *url,
                       size_t size) {
    parts b = parts_of(base, n_base), r = parts_of(reference, n);
    char merged[HLS_URL_BYTES];
    size_t kept = 0;
    bool own = r.scheme.there || r.authority.there;
    piece scheme = r.scheme.there ? r.scheme : b.scheme;
    piece authority = own ? r.authority : b.authority;
    piece query = own || r.path.n > 0 || r.query.there ? r.query : b.query;
    if (!own && r.path.n == 0) {
        r.path = b.path;
    } else if (!own && r.path.at[0] != '/') {
        kept = b.path.n;
        while (kept > 0 && b.path.at[kept - 1] != '/')
            kept--;
    }
    if (kept + r.path.n > sizeof merged || !authority.there) return 0;
    if (kept > 0) memcpy(merged, b.path.at, kept);
    if (r.path.n > 0) memcpy(merged + kept, r.path.at, r.path.n);
    writer w = {url, 0, size, false};
    for (size_t i = 0; i < scheme.n; i++)
        put(&w, small(scheme.at[i]));
    put_text(&w, "://");
    put_authority(&w, authority, scheme.n == 5);
    put_path(&w, merged, kept + r.path.n);
    if (query.there) {
        put(&w, '?');
        put_escaped(&w, query);
    }
    return w.full ? 0 : w.n;
}

size_t hls_url_of(const message_head *request, char *url, size_t size) {
    size_t n_target, n_host;
    const uint8_t *target = head_bytes(request, HEAD_TARGET, &n_target);
    const uint8_t *host = head_bytes(request, HEAD_HOST, &n_host);
    char whole[2 * HEAD_VALUE_BYTES + 16];
    if (n_target == 0 || request->values[HEAD_TARGET].cut || request->values[HEAD_HOST].cut)
        return 0;
    bool is_path = target[0] == '/';
    /* RFC 9112 3.2.1: what begins with "/" is a path, with "//" too, and no other host */
    (void)snprintf(whole, sizeof whole, "http://%.*s%.*s", (int)n_host, (const char *)host,
                   is_path ? (int)n_target : 1, is_path ? (const char *)target : "/");
    return hls_url_resolve(whole, strlen(whole), (const char *)target, is_path ? 0 : n_target, url,
                           size);
}

/* ---- looking into one ---- */

static bool is_directive(const char *parameter, size_t n) {
    return n >= 5 && memcmp(parameter, "_HLS_", 5) == 0;
}

/* What players tell of themselves (CTA-5004), with whatever they ask for. */
static bool is_metric(const char *parameter, size_t n) {
    return n >= 5 && memcmp(parameter, "CMCD=", 5) == 0;
}

size_t hls_url_undirected(const char *url, size_t n, char *plain, size_t size) {
    size_t at = index_of(url, n, '?');
    writer w = {plain, 0, size, false};
    for (size_t i = 0; i < at; i++)
        put(&w, url[i]);
    char before = '?';
    while (at < n) {
        at++;
        size_t length = index_of(url + at, n - at, '&');
        bool directive = is_directive(url + at, length) || is_metric(url + at, length);
        if (!directive) put(&w, before);
        for (size_t i = 0; i < length && !directive; i++)
            put(&w, url[at + i]);
        if (!directive) before = '&';
        at += length;
    }
    return w.full ? 0 : w.n;
}

bool hls_url_parameter(const char *url, size_t n, const char *name, const char **value,
                       size_t *n_value) {
    size_t at = index_of(url, n, '?'), n_name = strlen(name);
    while (at < n) {
        at++;
        size_t length = index_of(url + at, n - at, '&');
        if (length > n_name && url[at + n_name] == '=' && memcmp(url + at, name, n_name) == 0) {
            *value = url + at + n_name + 1;
            *n_value = length - n_name - 1;
            return true;
        }
        at += length;
    }
    return false;
}

bool hls_url_sorted(const char *url, size_t n) {
    size_t at = index_of(url, n, '?'), n_before = 0;
    const char *before = NULL;
    while (at < n) {
        at++;
        size_t length = index_of(url + at, n - at, '&');
        if (is_directive(url + at, length)) {
            size_t both = length < n_before ? length : n_before;
            int order = before != NULL ? memcmp(before, url + at, both) : -1;
            if (order > 0 || (order == 0 && n_before > length)) return false;
            before = url + at;
            n_before = length;
        }
        at += length;
    }
    return true;
}

bool hls_url_ends(const char *url, size_t n, const char *ending) {
    size_t path = index_of(url, n, '?'), length = strlen(ending);
    return path > length && value_begins((const uint8_t *)url + path - length, length, ending);
}

size_t hls_url_folder(const char *url, size_t n) {
    size_t at = index_of(url, n, '?');
    while (at > 0 && url[at - 1] != '/')
        at--;
    return at;
}

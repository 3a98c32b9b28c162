/* A file that is one body: see plain.h. */
#include "plain.h"
#include <stdio.h>
#include <string.h>

#define PROBE       16         /* bytes that may tell */
#define PROBE_LIST  (8u << 10) /* of what may be a list of something else */
#define PIECE_BYTES (64u << 10)

static bool begins(source *s, const char *with) {
    return source_have(s) >= strlen(with) && memcmp(s->buffer + s->begin, with, strlen(with)) == 0;
}

bool plain_recognise(source *s, const transcript_listener *listener) {
    (void)source_need(s, PROBE);
    /* live captures must not wait for more */
    if (begins(s, "#EXT") || begins(s, "\xef\xbb\xbf#EXT")) (void)source_need(s, PROBE_LIST);
    return !s->failed && listener->is_body != NULL &&
           listener->is_body(listener->context, s->buffer + s->begin, source_have(s));
}

static void tell(const transcript_listener *listener, connection *c, parley_input_kind kind,
                 uint64_t line, const uint8_t *bytes, size_t n) {
    const parley_input input = {kind, PARLEY_SERVER, 0, line, PARLEY_SEEN_ALL, bytes, n};
    if (listener->input) listener->input(listener->context, c, &input);
    c->bytes[PARLEY_SERVER] += n;
}

int plain_read(source *s, const transcript_listener *listener, bool open) {
    connection c = {
        .client = "client", .server = "server", .one_sided = true, .is_body = true, .open = true};
    uint64_t line = 1;
    if (listener->opened) listener->opened(listener->context, &c);
    while (source_need(s, 1) != NULL) {
        const uint8_t *bytes = s->buffer + s->begin;
        size_t n = source_have(s) < PIECE_BYTES ? source_have(s) : PIECE_BYTES;
        const uint8_t *end = memchr(bytes, '\n', n);
        if (end != NULL) n = (size_t)(end - bytes) + 1;
        tell(listener, &c, PARLEY_BYTES, line, bytes, n);
        source_take(s, n);
        line += end != NULL;
    }
    if (!open && !s->failed) {
        tell(listener, &c, PARLEY_FIN, line, NULL, 0);
        c.open = false;
    }
    if (listener->closed) listener->closed(listener->context, &c);
    return s->failed ? -1 : 0;
}

/* Raw bytes of one side, or of both: each file is one direction from its first byte.
 *
 * With both, pieces are short (a line, if there are lines), and before each of them the listener
 * says whose bytes come next: only it knows where a message ends. */
#include "raw.h"
#include "plain.h"
#include "script.h"
#include <stdio.h>
#include <string.h>

#define PIECE_BYTES (64u << 10)

typedef struct direction {
    const char *path; /* NULL: not given */
    source source;
    bool over;
} direction;

/* Delivers the next piece of a side. Returns 0, or -1 if it cannot be read. */
static int read_piece(script *r, direction *d, parley_side side, bool by_line, bool open) {
    source *s = &d->source;
    if (source_need(s, 1) == NULL) {
        d->over = true;
        if (!s->failed && !open) script_fin(r, side, 1);
        return s->failed ? -1 : 0;
    }
    const uint8_t *bytes = s->buffer + s->begin;
    size_t n = source_have(s) < PIECE_BYTES ? source_have(s) : PIECE_BYTES;
    const uint8_t *end = by_line ? memchr(bytes, '\n', n) : NULL;
    if (end != NULL) n = (size_t)(end - bytes) + 1;
    script_bytes(r, side, 1, false, bytes, n);
    source_take(s, n);
    return 0;
}

int raw_read(const transcript_options *options, const transcript_listener *listener, char *error,
             size_t size) {
    direction sides[2] = {{.path = options->raw_client}, {.path = options->raw_server}};
    bool both = sides[0].path && sides[1].path;
    script r;
    int status = script_start(&r, NULL, listener);
    if (both && strcmp(sides[0].path, "-") == 0 && strcmp(sides[1].path, "-") == 0) {
        snprintf(error, size, "standard input cannot be both sides; give a file for one of them");
        return -1;
    }
    for (int i = 0; i < 2; i++) {
        sides[i].over = sides[i].path == NULL;
        sides[i].source.fd = -1;
        if (status == 0 && !sides[i].over)
            status = source_open(&sides[i].source, sides[i].path, error, size);
    }
    source *only = both || sides[PARLEY_SERVER].path == NULL ? NULL : &sides[PARLEY_SERVER].source;
    bool plain = status == 0 && only != NULL && plain_recognise(only, listener);
    if (plain) {
        status = plain_read(only, listener, options->raw_open);
        source_close(only);
        script_end(&r);
        return status;
    }
    r.connection.one_sided = !both;
    if (status == 0) {
        script_open(&r);
        if (!both) script_absent(&r, sides[0].path ? PARLEY_SERVER : PARLEY_CLIENT);
    }
    while (status == 0 && !(sides[0].over && sides[1].over)) {
        parley_side side = PARLEY_CLIENT;
        if (both && listener->whose) side = listener->whose(listener->context, &r.connection);
        if (sides[side].over) side = (parley_side)(1 - side);
        status = read_piece(&r, &sides[side], side, both, options->raw_open);
    }
    script_end(&r);
    for (int i = 0; i < 2; i++)
        if (sides[i].path != NULL) source_close(&sides[i].source);
    return status;
}

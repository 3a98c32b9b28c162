/* What the two ways through the bytes of a lane share: the stepper's (http1_lane.c) and the quick
 * one (http1_quick.c). Each function carries out one event of the framing machine; where is the
 * byte that it came with. */
#ifndef PARLEY_HTTP1_LANE_H
#define PARLEY_HTTP1_LANE_H

#include "../grammars/http1/symbols.h"
#include "facts.h"
#include "http1.h"

/* Its first byte is at l->message already. */
void message_begins(feed *f);
void start_line_ends(feed *f, const place *where);
/* at: the index of the byte in the piece. */
void value_line_ends(feed *f, const place *where, size_t at);
void head_ends(feed *f, const place *where);
void body_begins(feed *f, const place *where);
void chunk_begins(feed *f, const place *where);
void message_ends(feed *f, const place *where);
/* Content of n bytes from bytes[from] on. */
void content_take(feed *f, size_t from, size_t n);

/* The first index from i on whose byte is not in the run set. */
static inline size_t run_end(const parley_machine *m, uint32_t run, const uint8_t *bytes, size_t i,
                             size_t n) {
    const uint32_t *plane = m->plane;
    for (; n - i >= 4; i += 4) {
        uint32_t a = plane[bytes[i]], b = plane[bytes[i + 1]], c = plane[bytes[i + 2]],
                 d = plane[bytes[i + 3]];
        if ((a & run) == 0) return i;
        if ((b & run) == 0) return i + 1;
        if ((c & run) == 0) return i + 2;
        if ((d & run) == 0) return i + 3;
    }
    while (i < n && (plane[bytes[i]] & run) != 0)
        i++;
    return i;
}

/* Takes whole plain lines of bytes[from..n) of the piece. Returns how many bytes that were, 0 if
 * the stepper has to. */
size_t lane_quick(feed *f, size_t from, size_t n);

/* ---- http1_between.c ---- */
void lane_unanswered(feed *f, size_t from);
void lane_early(feed *f, size_t from);
size_t lane_switched(feed *f, size_t from, size_t n);
void lane_resumes(feed *f);

/* Is content what this message may have? */
bool content_fits(const feed *f);
/* http1_plain.c: is the value of the field (of enum http1_field) of the ordinary shape? Then what
 * it says is set. */
bool value_plain(feed *f, uint8_t field, const uint8_t *value, size_t n);

#endif

/* A connection that is told, not captured: every line is what its side said next, and nothing is
 * lost or reordered.
 *
 * Keeps count of both streams and has the connection layer judged. It must not know how lines are
 * written. */
#ifndef PARLEY_CAPTURE_SCRIPT_H
#define PARLEY_CAPTURE_SCRIPT_H

#include "source.h"
#include "tcp_judge.h"

typedef struct script {
    source *source; /* NULL for raw bytes */
    const transcript_listener *listener;
    uint8_t *text; /* SOURCE_WINDOW + 2 bytes for who writes lines down */
    connection connection;
    bool opened;
    uint32_t streams;
    tcp_judge judge;
    uint64_t time, frame;
    bool fin[2], reset;
    uint64_t seen[2]; /* how much of the other side's stream there was at the side's last line */
} script;

/* Returns 0, or -1 with the source's error line filled in. */
int script_start(script *r, source *s, const transcript_listener *listener);
/* Opens the connection, even if nothing is said in it. */
void script_open(script *r);
/* Closes the connection; the transcript is over. */
void script_end(script *r);
/* Closes the connection; what follows is another. */
void script_next(script *r);
void script_time(script *r, uint64_t time);
/* What a side did. crossing: it had not seen yet what the other side said since its own last line.
 */
void script_bytes(script *r, parley_side side, uint64_t frame, bool crossing, const uint8_t *bytes,
                  size_t n);
void script_gap(script *r, parley_side side, uint64_t frame, uint64_t n, bool acknowledged);
void script_fin(script *r, parley_side side, uint64_t frame);
void script_reset(script *r, parley_side side, uint64_t frame);
/* Nothing of this side is in the transcript. */
void script_absent(script *r, parley_side side);

/* "NAME:LINE: what". Always returns -1. */
int script_fail(source *s, uint64_t line, const char *what);

#endif

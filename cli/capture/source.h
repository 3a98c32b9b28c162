/* A file as a stream of bytes: read in large pieces, unpacked if it is gzip, never sought in.
 *
 * Shows a window of bytes that lie together; knows nothing of what they mean. */
#ifndef PARLEY_CAPTURE_SOURCE_H
#define PARLEY_CAPTURE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#define SOURCE_PIECE  (1u << 20) /* what is read at once */
#define SOURCE_WINDOW (1u << 20) /* the most that source_need can be asked for */

typedef struct source {
    int fd;
    const char *name;
    uint8_t *buffer; /* SOURCE_PIECE + SOURCE_WINDOW bytes */
    size_t begin, end;
    uint64_t offset; /* of buffer[begin] in the file, unpacked */
    bool over;       /* nothing more to read */
    bool packed;     /* gzip */
    z_stream unpack;
    uint8_t *raw; /* gzip only: what was read, packed */
    char *error;  /* where a line goes that says why reading failed */
    size_t error_size;
    bool failed;
} source;

/* Opens a file, "-" for standard input. Returns 0, or -1 with a line in error; close it in both
 * cases. */
int source_open(source *s, const char *path, char *error, size_t size);
void source_close(source *s);

/* Makes n bytes (at most SOURCE_WINDOW) lie together at the place of reading. Returns them, or NULL
 * if the file ends before or cannot be read (then s->failed is set). */
const uint8_t *source_need(source *s, size_t n);
/* How many bytes lie together now. */
static inline size_t source_have(const source *s) {
    return s->end - s->begin;
}
/* Goes on by n bytes that lie together. */
static inline void source_take(source *s, size_t n) {
    s->begin += n;
    s->offset += n;
}
/* Goes on by any number of bytes. Returns false if the file ends before. */
bool source_skip(source *s, uint64_t n);

/* Says why the file cannot be read further: "NAME: offset N: what". Always returns -1. */
int source_fail(source *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

/* A file as a stream of bytes: read in large pieces, unpacked if it is gzip, never sought in.
 *
 * The window moves by copying its rest to the front before it is filled again; records are small
 * beside it, so little is copied. */
#include "source.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int source_fail(source *s, const char *format, ...) {
    char what[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    if (!s->failed)
        snprintf(s->error, s->error_size, "%s: offset %llu: %s", s->name,
                 (unsigned long long)s->offset, what);
    s->failed = true;
    return -1;
}

/* Returns how many bytes came, 0 at the end or after a failure. */
static size_t read_some(source *s, uint8_t *bytes, size_t n) {
    for (;;) {
        ssize_t got = read(s->fd, bytes, n);
        if (got >= 0) return (size_t)got;
        if (errno == EINTR) continue;
        source_fail(s, "cannot be read (%s); check the file and the disk", strerror(errno));
        return 0;
    }
}

/* Unpacks into bytes. A member that follows another is read on; a file cut within one just ends. */
static size_t unpack_some(source *s, uint8_t *bytes, size_t n) {
    s->unpack.next_out = bytes;
    s->unpack.avail_out = (uInt)n;
    while (s->unpack.avail_out == n && !s->failed) {
        if (s->unpack.avail_in == 0) {
            size_t got = read_some(s, s->raw, SOURCE_PIECE);
            if (got == 0) break;
            s->unpack.next_in = s->raw;
            s->unpack.avail_in = (uInt)got;
        }
        int status = inflate(&s->unpack, Z_NO_FLUSH);
        if (status == Z_STREAM_END) status = inflateReset(&s->unpack);
        if (status != Z_OK && status != Z_BUF_ERROR)
            source_fail(s, "is damaged gzip (%s); unpack it by hand and give what comes out",
                        s->unpack.msg ? s->unpack.msg : "no header");
    }
    return n - s->unpack.avail_out;
}

static bool fill(source *s) {
    size_t have = source_have(s);
    if (s->over || s->failed) return false;
    if (s->begin > 0) {
        memmove(s->buffer, s->buffer + s->begin, have);
        s->begin = 0;
        s->end = have;
    }
    size_t room = SOURCE_PIECE + SOURCE_WINDOW - have;
    if (room > SOURCE_PIECE) room = SOURCE_PIECE;
    size_t got =
        s->packed ? unpack_some(s, s->buffer + have, room) : read_some(s, s->buffer + have, room);
    if (got == 0) s->over = true;
    s->end += got;
    return got > 0;
}

const uint8_t *source_need(source *s, size_t n) {
    if (n > SOURCE_WINDOW) return NULL;
    while (source_have(s) < n)
        if (!fill(s)) return NULL;
    return s->buffer + s->begin;
}

bool source_skip(source *s, uint64_t n) {
    while (n > source_have(s)) {
        n -= source_have(s);
        source_take(s, source_have(s));
        if (!fill(s)) return false;
    }
    source_take(s, (size_t)n);
    return true;
}

/* The bytes in the window turned out to be gzip: from here on what they unpack to is shown. */
static int start_unpacking(source *s) {
    s->raw = malloc(SOURCE_PIECE + SOURCE_WINDOW); /* as much as the window may show by now */
    if (s->raw == NULL || inflateInit2(&s->unpack, 15 + 16) != Z_OK)
        return source_fail(s, "needs more memory than there is to be unpacked");
    s->packed = true;
    size_t have = source_have(s);
    memcpy(s->raw, s->buffer + s->begin, have);
    s->unpack.next_in = s->raw;
    s->unpack.avail_in = (uInt)have;
    s->begin = s->end = 0;
    s->over = false;
    return 0;
}

int source_open(source *s, const char *path, char *error, size_t size) {
    memset(s, 0, sizeof *s);
    bool standard = strcmp(path, "-") == 0;
    s->name = standard ? "standard input" : path;
    s->error = error;
    s->error_size = size;
    s->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0) {
        snprintf(error, size, "%s: cannot be opened (%s); check its name and rights", s->name,
                 strerror(errno));
        s->failed = true;
        return -1;
    }
    s->buffer = malloc(SOURCE_PIECE + SOURCE_WINDOW);
    if (s->buffer == NULL) return source_fail(s, "needs more memory than there is");
    const uint8_t *start = source_need(s, 3);
    if (start != NULL && start[0] == 0x1f && start[1] == 0x8b && start[2] == 8)
        return start_unpacking(s);
    return s->failed ? -1 : 0;
}

void source_close(source *s) {
    if (s->packed) inflateEnd(&s->unpack);
    free(s->raw);
    free(s->buffer);
    if (s->fd > STDIN_FILENO) close(s->fd);
}

/* Decodes compressed content as it passes: see content.h.
 *
 * zlib does the work. It takes memory for a window of 32 KB each, so only so many run at a time. */
#include "content.h"
#include "../memory.h"
#include <stdlib.h>
#include <zlib.h>

#define INFLATERS_MAX 256
#define GZIP_BITS     (15 + 16)
#define ZLIB_BITS     15
#define RAW_BITS      (-15)
#define GZIP_FIRST    0x1f /* a member of gzip begins with it, and zlib looks at two bytes at once */

struct inflater {
    z_stream stream;
    content_sink *sink;
    void *context;
    bool deflate, begun, ended, failed;
};

static unsigned inflaters_running;

void content_start(inflater **in, bool deflate) {
    content_stop(in);
    if (inflaters_running >= INFLATERS_MAX) return;
    *in = memory_new(sizeof **in);
    if (*in == NULL) return;
    (*in)->deflate = deflate;
    inflaters_running++;
}

void content_listen(inflater *in, content_sink *sink, void *context) {
    in->sink = sink;
    in->context = context;
}

void content_stop(inflater **in) {
    if (*in == NULL) return;
    if ((*in)->begun) (void)inflateEnd(&(*in)->stream);
    free(*in);
    *in = NULL;
    inflaters_running--;
}

/* "deflate" is the zlib format, yet many send it bare: the first byte tells, and both are taken. */
static bool inflater_begin(inflater *in, uint8_t first) {
    int bits = !in->deflate                             ? GZIP_BITS
               : (first & 0x0f) == 8 && first >> 4 <= 7 ? ZLIB_BITS
                                                        : RAW_BITS;
    in->begun = inflateInit2(&in->stream, bits) == Z_OK;
    in->failed = !in->begun; /* no memory: not judged */
    if (in->failed) memory_missed();
    return in->begun;
}

/* One step over what is there. Returns false where the content is wrong. */
static bool inflater_step(inflater *in) {
    uint8_t scratch[16 << 10];
    if (in->ended) {
        /* gzip goes on with another member */
        if (inflateReset(&in->stream) != Z_OK) return false;
        in->ended = false;
    }
    in->stream.next_out = scratch;
    in->stream.avail_out = sizeof scratch;
    int result = inflate(&in->stream, Z_NO_FLUSH);
    in->ended = result == Z_STREAM_END;
    if (in->sink != NULL && in->stream.avail_out < sizeof scratch)
        in->sink(in->context, scratch, sizeof scratch - in->stream.avail_out);
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
}

size_t content_feed(inflater *in, const uint8_t *bytes, size_t n) {
    if (in->failed || n == 0 || n > UINT32_MAX) return n;
    if (!in->begun && !in->deflate && bytes[0] != GZIP_FIRST) {
        in->failed = true;
        return 0;
    }
    if (!in->begun && !inflater_begin(in, bytes[0])) return n;
    in->stream.next_in = (z_const Bytef *)bytes;
    in->stream.avail_in = (uInt)n;
    for (;;) {
        uInt before = in->stream.avail_in;
        bool trailing = in->ended && (in->deflate || *in->stream.next_in != GZIP_FIRST);
        if (trailing || !inflater_step(in)) {
            size_t read = n - in->stream.avail_in;
            in->failed = true;
            /* the byte that was read last made it certain; what trails is wrong by being there */
            return trailing || read == 0 ? read : read - 1;
        }
        if (in->stream.avail_in == 0 && (in->stream.avail_out > 0 || in->ended)) return n;
        if (in->stream.avail_in == before && in->stream.avail_out > 0 && !in->ended) return n;
    }
}

bool content_complete(const inflater *in) {
    return !in->begun || in->failed || in->ended;
}

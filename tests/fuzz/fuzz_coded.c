/* Fuzzes bodies under a content coding: an event stream or a playlist, compressed here. Sound, it
 * tells what the plain one tells; damaged or not, it tells the same however it was cut.
 *
 * The first byte chooses: 1 a playlist, 2 deflate instead of gzip, 4 chunked, 8 damaged, the rest
 * how it is cut. The next two bytes are place and change of the damage. Then what is compressed. */
#include "../support/judged.h"
#include "../support/talk_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PLAYLIST = 1, DEFLATE = 2, CHUNKED = 4, DAMAGED = 8 };
enum { HEAD = 3, ROOM = 1 << 14 };

static size_t text_compress(uint8_t *to, const uint8_t *text, size_t n, unsigned how) {
    z_stream z;
    memset(&z, 0, sizeof z);
    if (deflateInit2(&z, 6, Z_DEFLATED, (how & DEFLATE) != 0 ? 15 : 31, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        abort();
    /* zlib's type for input is not const; it is only read */
    z.next_in = (Bytef *)(uintptr_t)text;
    z.next_out = to;
    z.avail_out = ROOM;
    z.avail_in = (uInt)(n / 2);
    if (n / 2 > 0 && deflate(&z, Z_SYNC_FLUSH) != Z_OK) abort();
    z.avail_in = (uInt)(n - n / 2);
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
    size_t made = ROOM - z.avail_out;
    (void)deflateEnd(&z);
    return made;
}

static void head_write(talk_file *talk, unsigned how, bool coded, size_t n) {
    char text[512], length[64];
    (void)snprintf(length, sizeof length, "Content-Length: %zu\r\n", n);
    (void)snprintf(text, sizeof text, "GET /%s HTTP/1.1\r\nHost: a.example\r\n\r\n",
                   (how & PLAYLIST) != 0 ? "live.m3u8" : "events");
    talk_text(talk, PARLEY_CLIENT, text);
    (void)snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n%s%s%s\r\n",
                   (how & PLAYLIST) != 0 ? "application/vnd.apple.mpegurl" : "text/event-stream",
                   !coded                 ? ""
                   : (how & DEFLATE) != 0 ? "Content-Encoding: deflate\r\n"
                                          : "Content-Encoding: gzip\r\n",
                   (how & CHUNKED) != 0 ? "Transfer-Encoding: chunked\r\n" : length,
                   "Cache-Control: no-store\r\n");
    talk_text(talk, PARLEY_SERVER, text);
}

static judged body_judge(unsigned how, bool coded, const uint8_t *body, size_t n, size_t piece,
                         bool places) {
    /* heads differ, and what is said of them */
    static const char *const only[] = {"sse.stream.", "sse.field.",   "sse.id.", "sse.retry.",
                                       "sse.event.",  "sse.session.", "hls.",    NULL};
    const judge_options options = {.as = PARLEY_UNKNOWN};
    char size[32];
    talk_file talk = talk_open();
    head_write(&talk, how, coded, n);
    (void)snprintf(size, sizeof size, "%zx\r\n", n);
    if ((how & CHUNKED) != 0 && n > 0) talk_text(&talk, PARLEY_SERVER, size);
    talk_say(&talk, PARLEY_SERVER, body, n, piece);
    if ((how & CHUNKED) != 0)
        talk_text(&talk, PARLEY_SERVER, n > 0 ? "\r\n0\r\n\r\n" : "0\r\n\r\n");
    talk_close(&talk);
    judged told = judged_read(talk.path, &options, places, places ? NULL : only);
    talk_remove(&talk);
    return told;
}

static void same_or_abort(judged a, judged b) {
    if (!judged_same(&a, &b)) abort();
    judged_free(&a);
    judged_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static uint8_t coded[ROOM];
    if (size < HEAD || size > ROOM / 2) return 0;
    unsigned how = data[0];
    size_t n = text_compress(coded, data + HEAD, size - HEAD, how);
    if ((how & DAMAGED) == 0)
        same_or_abort(body_judge(how, false, data + HEAD, size - HEAD, size, false),
                      body_judge(how, true, coded, n, n, false));
    else
        coded[data[1] % n] ^= data[2];
    same_or_abort(body_judge(how, true, coded, n, n, true),
                  body_judge(how, true, coded, n, 1u + how / 16, true));
    return 0;
}

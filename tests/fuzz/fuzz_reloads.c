/* Fuzzes cli/hls from the reader of playlists to its session: one playlist is loaded again and
 * again, and what it names is fetched. However its bytes were cut, the same is said of it.
 *
 * 0xff begins the next version; the byte behind it says when it is loaded (the lower four bits, in
 * seconds), whether a delta update is asked for (128), and whether the last URI is fetched first
 * (64). */
#include "../support/judged.h"
#include "../support/talk_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct loading {
    talk_file talk;
    size_t piece;
    uint64_t now; /* milliseconds */
} loading;

static void exchange_write(loading *l, const char *target, const char *type, const uint8_t *body,
                           size_t n) {
    char text[512];
    talk_time(&l->talk, l->now);
    (void)snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: a.example\r\nUser-Agent: p\r\n\r\n",
                   target);
    talk_text(&l->talk, PARLEY_CLIENT, text);
    l->now += 50;
    talk_time(&l->talk, l->now);
    (void)snprintf(text, sizeof text,
                   "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", type, n);
    talk_text(&l->talk, PARLEY_SERVER, text);
    talk_say(&l->talk, PARLEY_SERVER, body, n, l->piece);
}

/* The last line that is a URI of simple bytes. */
static bool uri_find(const uint8_t *list, size_t n, char *uri, size_t size) {
    size_t length = 0;
    bool found = false, simple = true;
    for (size_t i = 0; i <= n; i++) {
        if (i == n || list[i] == '\n') {
            if (simple && length > 0 && length + 2 < size) {
                (void)snprintf(uri, size, "/%.*s", (int)length, (const char *)list + i - length);
                found = true;
            }
            length = 0;
            simple = true;
            continue;
        }
        simple = simple && strchr("abcdefghijklmnopqrstuvwxyz0123456789._-", list[i]) != NULL;
        simple = simple && list[i] != 0;
        length++;
    }
    return found;
}

static judged loads_judge(const uint8_t *data, size_t size, size_t piece) {
    static const uint8_t media[] = "media";
    const judge_options options = {.as = PARLEY_UNKNOWN};
    loading l = {.talk = talk_open(), .piece = piece};
    char uri[256];
    unsigned how = 0;
    for (size_t from = 0; from <= size;) {
        const uint8_t *next = memchr(data + from, 0xff, size - from);
        size_t n = next != NULL ? (size_t)(next - data) - from : size - from;
        l.now += (how & 15) * 1000u;
        exchange_write(&l, (how & 128) != 0 ? "/live.m3u8?_HLS_skip=YES" : "/live.m3u8",
                       "application/vnd.apple.mpegurl", data + from, n);
        from += n + 2;
        how = next != NULL && from <= size ? data[from - 1] : 0;
        if ((how & 64) != 0 && uri_find(data + from - n - 2, n, uri, sizeof uri))
            exchange_write(&l, uri, "video/mp2t", media, sizeof media - 1);
    }
    talk_close(&l.talk);
    judged told = judged_read(l.talk.path, &options, true, NULL);
    talk_remove(&l.talk);
    return told;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    judged whole = loads_judge(data, size, size + 1);
    judged pieces = loads_judge(data, size, data[size / 2] % 16 + 1u);
    if (!judged_same(&whole, &pieces)) abort();
    judged_free(&whole);
    judged_free(&pieces);
    return 0;
}

/* Fuzzes cli/message_inflater: any bytes at all are payloads of compressed messages, and what is
 * told of them must be the same whole, in pieces and byte by byte.
 *
 * The first byte chooses the window, the second whether windows go on and whether texts are read;
 * then each message is two bytes of length and its payload. */
#include "../../cli/websocket/message_inflater.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TOLD = 64 };

typedef struct told {
    size_t at; /* SIZE_MAX: at the message's end */
    unsigned faults;
} told;

typedef struct heard {
    told list[TOLD];
    size_t n;
    uint64_t length, kept;
} heard;

static void hear(heard *all, size_t at, unsigned faults) {
    if (faults == 0 || all->n == TOLD) return;
    all->list[all->n].at = at;
    all->list[all->n++].faults = faults;
}

static void message_play(message_inflater *in, message_text *text, const uint8_t *bytes, size_t n,
                         size_t piece, heard *all) {
    message_inflater_start(in, text);
    for (size_t at = 0; at < n;) {
        unsigned faults;
        size_t length = n - at < piece ? n - at : piece;
        size_t taken = message_inflater_feed(in, bytes + at, length, &faults);
        if (taken == 0 || taken > length || (taken < length && faults == 0)) abort();
        at += taken;
        hear(all, at - 1, faults);
    }
    hear(all, SIZE_MAX, message_inflater_end(in));
    all->length += text->length;
    all->kept += text->n;
    message_text_clear(text);
}

static heard play(const uint8_t *data, size_t size, size_t piece) {
    heard all;
    memset(&all, 0, sizeof all);
    message_inflater *in = message_inflater_open(8 + data[0] % 8u, (data[1] & 1u) != 0);
    message_text text = {.checked = (data[1] & 2u) != 0, .wanted = true};
    if (in == NULL) abort();
    for (size_t at = 2; at + 2 <= size;) {
        size_t n = (size_t)(data[at] << 8 | data[at + 1]);
        at += 2;
        if (n > size - at) n = size - at;
        message_play(in, &text, data + at, n, piece, &all);
        at += n;
    }
    message_inflater_free(in);
    return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const size_t pieces[] = {1, 7, 100};
    if (size < 4) return 0;
    const heard whole = play(data, size, size);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        const heard other = play(data, size, pieces[i]);
        if (memcmp(&whole, &other, sizeof whole) != 0) abort();
    }
    return 0;
}

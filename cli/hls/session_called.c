/* What findings call the objects that a playlist names: "segment 7 (s7.ts)". See session_state.h.
 *
 * It must not know what is found: only what the object is, and what was asked for. Findings keep
 * what they are given, so names stay until the end; of an object there are few. */
#include "../memory.h"
#include "session_state.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_SHOWN 32 /* bytes of the last part of an address */
#define CALLED_BYTES  96
#define CALLED_MAX    4 /* names of an object, which changes what it is */

struct hls_called {
    hls_called *next;
    char text[CALLED_BYTES];
};

/* The last part of the path, or its end; what would not be seen is a dot. */
static void address_end(const message_head *request, char text[ADDRESS_SHOWN + 4]) {
    size_t n, to, from;
    const uint8_t *target = head_bytes(request, HEAD_TARGET, &n);
    for (to = 0; to < n && target[to] != '?' && target[to] != '#'; to++) {
    }
    for (from = to; from > 0 && target[from - 1] != '/'; from--) {
    }
    bool cut = to - from > ADDRESS_SHOWN;
    if (cut) from = to - ADDRESS_SHOWN;
    size_t used = cut ? 3 : 0;
    memcpy(text, "...", used);
    for (size_t i = from; i < to; i++)
        text[used++] = (char)(target[i] > ' ' && target[i] < 0x7f ? target[i] : '.');
    text[used] = 0;
}

static const char *kind_word(hls_kind kind) {
    static const char *const words[] = {
        [HLS_KIND_PLAYLIST] = "playlist",  [HLS_KIND_SEGMENT] = "segment",
        [HLS_KIND_PART] = "part",          [HLS_KIND_HINT] = "part",
        [HLS_KIND_MAP] = "initialisation", [HLS_KIND_KEY] = "key"};
    return words[kind];
}

const char *hls_object_called(hls_object *object, const message_head *request) {
    char address[ADDRESS_SHOWN + 4], text[CALLED_BYTES];
    const char *word = kind_word(object->kind);
    size_t n = 0;
    address_end(request, address);
    if (object->kind == HLS_KIND_SEGMENT)
        (void)snprintf(text, sizeof text, "%s %" PRIu64 "%s%s%s", word, object->number,
                       address[0] ? " (" : "", address, address[0] ? ")" : "");
    else
        (void)snprintf(text, sizeof text, "%s%s%s", word, address[0] ? " " : "", address);
    for (hls_called *called = object->called; called != NULL; called = called->next, n++)
        if (strcmp(called->text, text) == 0) return called->text;
    hls_called *called = n < CALLED_MAX ? memory_new(sizeof *called) : NULL;
    if (called == NULL) return word;
    memcpy(called->text, text, sizeof text);
    called->next = object->called;
    object->called = called;
    return called->text;
}

void hls_called_free(hls_object *object) {
    while (object->called != NULL) {
        hls_called *called = object->called;
        object->called = called->next;
        free(called);
    }
}

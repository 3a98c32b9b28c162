/* Fuzzes the reader of event streams in libparley: any bytes are a stream, and whole, in random
 * pieces and byte by byte it says the same of them in the same places. */
#include "../../runtime/parley.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ITEMS = 256 };

/* What was told, as numbers: where a value is cut into parts changes nothing of it. */
typedef struct heard {
    uint64_t lines, findings, n;
} heard;

static void add(uint64_t *sum, uint64_t value) {
    *sum = (*sum ^ value) * UINT64_C(0x100000001b3);
}

static void finding_hear(heard *h, const parley_sse_item *item, size_t offset) {
    if (item->rule == NULL || item->machine == NULL || item->state == 0 ||
        item->state >= item->machine->n_states)
        abort();
    add(&h->findings, offset + item->at);
    add(&h->findings, (uint64_t)item->state << 16 | item->got);
}

static void item_hear(heard *h, const parley_sse_item *item, const uint8_t *bytes, size_t n,
                      size_t offset) {
    if (item->at > n) abort();
    if (item->kind == PARLEY_SSE_FINDING) {
        finding_hear(h, item, offset);
        h->n++;
        return;
    }
    bool value = item->kind != PARLEY_SSE_BLOCK && item->field != PARLEY_SSE_RETRY;
    if (value && (item->from > n || item->length > n - item->from)) abort();
    for (size_t i = 0; value && i < item->length; i++)
        add(&h->lines, bytes[item->from + i]);
    if (item->kind == PARLEY_SSE_PART) return;
    add(&h->lines, 0x100u | item->kind);
    add(&h->lines, offset + item->at);
    if (item->kind == PARLEY_SSE_BLOCK)
        add(&h->lines, item->dispatched);
    else
        add(&h->lines, (uint64_t)item->field << 1 | item->ignored);
    if (item->kind == PARLEY_SSE_LINE && item->field == PARLEY_SSE_RETRY)
        add(&h->lines, item->milliseconds);
    h->n++;
}

/* most: of a piece; 0: of any length, as the seed says. */
static heard stream_hear(const uint8_t *data, size_t size, size_t most, size_t max, uint64_t seed) {
    heard h = {0, 0, 0};
    parley_sse stream;
    parley_sse_item items[ITEMS];
    parley_sse_start(&stream);
    for (size_t at = 0; at < size;) {
        size_t left = size - at, n = most, n_items;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        if (n == 0) n = 1 + (size_t)(seed >> 33) % 40;
        if (n > left) n = left;
        uint8_t *piece = malloc(n); /* of its own, for a byte beyond its end to be seen */
        if (piece == NULL) abort();
        memcpy(piece, data + at, n);
        size_t taken = parley_sse_feed(&stream, piece, n, items, max, &n_items);
        if (taken == 0 || taken > n || n_items > max) abort();
        for (size_t i = 0; i < n_items; i++)
            item_hear(&h, &items[i], piece, taken, at);
        free(piece);
        at += taken;
    }
    size_t n_items = parley_sse_end(&stream, items, max);
    for (size_t i = 0; i < n_items; i++)
        item_hear(&h, &items[i], NULL, 0, size);
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const heard whole = stream_hear(data, size, size + 1, ITEMS, 0);
    const heard others[] = {stream_hear(data, size, 1, 16, 0), stream_hear(data, size, 0, 16, size),
                            stream_hear(data, size, 0, 64, size * 977 + 1)};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (memcmp(&whole, &others[i], sizeof whole) != 0) abort();
    return 0;
}

/* Event streams, measured: see streams.h. The corpus is 16 MB of distinct events of about 80 bytes:
 * an id, one or two lines of JSON, now and then a name and a comment. The consumer gathers what
 * belongs to each event, as spans, and copies only what does not lie in one piece. */
#include "streams.h"
#include "../runtime/parley.h"
#include "checks.h"
#include "corpus.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BAR_STREAMS 5.0 /* eventsource-parser's time through parley's */
enum { STREAM_ROUNDS = 15, STREAM_ITEMS = 128, GATHERED = 4096, LINES = 16, TRIES = 3 };

typedef struct stream_counts {
    uint64_t events, data, ids; /* bytes of data, joined; bytes of ids */
} stream_counts;

/* Where a value lies. */
typedef struct value_span {
    const uint8_t *at;
    size_t n;
} value_span;

/* What an event is made of, until it is dispatched: spans, as for writev. What comes in parts is
 * copied together. */
typedef struct gathered {
    value_span id, type, data[LINES];
    size_t n_data; /* lines of it */
    stream_counts counts;
    size_t n_copied;
    uint8_t copies[GATHERED];
} gathered;

static void data_line(byte_store *store, random_source *source, stream_counts *counts) {
    char text[256];
    int n = snprintf(text, sizeof text, "{\"symbol\":\"%c%c%c\",\"price\":%u.%02u}",
                     'A' + random_between(source, 0, 25), 'A' + random_between(source, 0, 25),
                     'A' + random_between(source, 0, 25), random_between(source, 1, 99999),
                     random_between(source, 0, 99));
    store_text(store, "data: %s\n", text);
    counts->data += (uint64_t)n;
}

static void corpus_make(byte_store *store, stream_counts *counts) {
    random_source source = {.state = 9205};
    for (uint32_t id = 1; store->length < CORPUS_BYTES; id++) {
        if (random_percent(&source, 5))
            store_text(store, ": %u\n\n", random_between(&source, 0, 99));
        size_t before = store->length;
        store_text(store, "id: %u\n", id);
        counts->ids += store->length - before - 5; /* "id: " and the line feed */
        if (random_percent(&source, 30)) store_text(store, "event: trade\n");
        data_line(store, &source, counts);
        if (random_percent(&source, 40)) {
            data_line(store, &source, counts);
            counts->data++; /* the line feed that joins them */
        }
        store_text(store, "\n");
        counts->events++;
    }
}

/* Adds bytes to a value that is copied, or has to be now; what finds no room is left out. */
static void value_copy(gathered *g, value_span *value, const uint8_t *from, size_t n) {
    uint8_t *to = g->copies + g->n_copied;
    bool last = value->n > 0 && value->at + value->n == to;
    size_t before = last ? 0 : value->n;
    if (GATHERED - g->n_copied < before + n) return;
    memmove(to, value->at, before);
    if (n > 0) memcpy(to + before, from, n);
    if (!last) value->at = to;
    value->n += n;
    g->n_copied += before + n;
}

static void value_take(gathered *g, value_span *value, const parley_sse_item *item,
                       const uint8_t *bytes) {
    if (value->n == 0 && item->kind == PARLEY_SSE_LINE)
        *value = (value_span){bytes + item->from, item->length};
    else if (item->length > 0)
        value_copy(g, value, bytes + item->from, item->length);
}

static void line_take(gathered *g, const parley_sse_item *item, const uint8_t *bytes) {
    if (item->field == PARLEY_SSE_DATA) {
        value_take(g, &g->data[g->n_data], item, bytes);
        if (item->kind == PARLEY_SSE_LINE && g->n_data < LINES - 1) g->data[++g->n_data].n = 0;
        return;
    }
    value_take(g, item->field == PARLEY_SSE_EVENT ? &g->type : &g->id, item, bytes);
}

static void block_end(gathered *g, bool dispatched) {
    if (dispatched) {
        g->counts.events++;
        g->counts.ids += g->id.n;
        g->counts.data += g->data[0].n;
        for (size_t i = 1; i < g->n_data; i++)
            g->counts.data += 1 + g->data[i].n; /* joined by a line feed */
    }
    g->n_data = g->data[0].n = g->id.n = g->type.n = 0;
    g->n_copied = 0;
}

static void item_take(gathered *g, const parley_sse_item *item, const uint8_t *bytes) {
    if (item->kind == PARLEY_SSE_BLOCK)
        block_end(g, item->dispatched);
    else if (item->kind != PARLEY_SSE_FINDING)
        line_take(g, item, bytes);
    else
        g->counts.events = UINT64_MAX / 2; /* the corpus has none */
}

static void value_keep(gathered *g, value_span *value) {
    bool copied = value->at >= g->copies && value->at < g->copies + GATHERED;
    if (value->n > 0 && !copied) value_copy(g, value, NULL, 0);
}

/* What lies in a piece is gone with it, as in a program that reads into a buffer. */
static void piece_leave(gathered *g) {
    for (size_t i = 0; i <= g->n_data; i++)
        value_keep(g, &g->data[i]);
    value_keep(g, &g->id);
    value_keep(g, &g->type);
}

static stream_counts corpus_read(const byte_store *store, size_t piece) {
    static gathered g;
    parley_sse stream;
    parley_sse_item items[STREAM_ITEMS];
    block_end(&g, false);
    g.counts = (stream_counts){0, 0, 0};
    parley_sse_start(&stream);
    for (size_t at = 0; at < store->length;) {
        size_t left = store->length - at, n = left < piece ? left : piece;
        for (size_t done = 0; done < n;) {
            const uint8_t *bytes = store->bytes + at + done;
            size_t n_items;
            done += parley_sse_feed(&stream, bytes, n - done, items, STREAM_ITEMS, &n_items);
            for (size_t i = 0; i < n_items; i++)
                item_take(&g, &items[i], bytes);
        }
        piece_leave(&g);
        at += n;
    }
    return g.counts;
}

static double cpu_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool counts_same(const stream_counts *found, const stream_counts *told) {
    return found->events == told->events && found->data == told->data && found->ids == told->ids;
}

/* Nanoseconds of a round, the middle of all; 0 where the counts are wrong. */
static double parley_measure(const byte_store *store, size_t piece, const stream_counts *told) {
    double times[STREAM_ROUNDS];
    for (int i = 0; i < STREAM_ROUNDS; i++) {
        double start = cpu_now();
        stream_counts found = corpus_read(store, piece);
        times[i] = cpu_now() - start;
        if (!counts_same(&found, told)) return 0;
    }
    qsort(times, STREAM_ROUNDS, sizeof times[0], compare_doubles);
    return times[STREAM_ROUNDS / 2];
}

/* The same of the peer, which prints events, bytes of data and of ids, and nanoseconds; -1 where it
 * is absent. */
static double peer_measure(char *script, char *file, size_t piece, const stream_counts *told) {
    char size[32], rounds[32], *at;
    run_cost cost;
    (void)snprintf(size, sizeof size, "%zu", piece);
    (void)snprintf(rounds, sizeof rounds, "%d", STREAM_ROUNDS);
    char node[] = "node", *const arguments[] = {node, script, file, size, rounds, NULL};
    if (!command_run(arguments, &cost) || cost.status != 0) return -1;
    stream_counts found = {.events = strtoull(cost.last, &at, 10)};
    found.data = strtoull(at, &at, 10);
    found.ids = strtoull(at, &at, 10);
    double time = strtod(at, NULL);
    return counts_same(&found, told) ? time : 0;
}

static void row_print(const char *name, double time, const byte_store *store,
                      const stream_counts *told) {
    if (time < 0)
        printf("  %-20s absent\n", name);
    else if (time == 0)
        printf("  %-20s FAILED: wrong counts\n", name);
    else
        printf("  %-20s %7.1f ns/event %6.2f GB/s\n", name, time / (double)told->events,
               (double)store->length / time);
}

/* Reads the corpus in pieces of this size. A bar that is missed is measured again, for noise only
 * ever slows one down. */
static bool pieces_measure(char *script, char *file, const byte_store *store, size_t piece,
                           bool judged, const stream_counts *told) {
    double peer = -1, own = 0;
    bool reached = false;
    for (int i = 0; i < TRIES && !reached; i++) {
        peer = peer_measure(script, file, piece, told);
        own = parley_measure(store, piece, told);
        reached = own > 0 && peer != 0 && (!judged || peer < 0 || peer / own >= BAR_STREAMS);
    }
    printf("S1 event streams, in pieces of %zu bytes%s: %" PRIu64 " events of %.0f bytes%s\n",
           piece, judged ? "" : " (not judged)", told->events,
           (double)store->length / (double)told->events, reached ? "" : "   MISSED");
    row_print("eventsource-parser", peer, store, told);
    row_print("parley", own, store, told);
    if (peer > 0 && own > 0) printf("  x %.2f: its time through parley's\n", peer / own);
    return reached;
}

bool streams_measure(char *script, char *file) {
    byte_store store = {0};
    stream_counts told = {0, 0, 0};
    corpus_make(&store, &told);
    FILE *out = fopen(file, "wb");
    bool written = out != NULL && fwrite(store.bytes, 1, store.length, out) == store.length;
    written = out != NULL && fclose(out) == 0 && written;
    if (!written) fprintf(stderr, "bench: cannot write %s\n", file);
    bool reached = pieces_measure(script, file, &store, 65536, true, &told);
    reached = pieces_measure(script, file, &store, 1460, false, &told) && reached;
    store_free(&store);
    return reached && written;
}

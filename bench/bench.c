/* make bench: how fast parley reads messages, beside llhttp and wslay, and how fast `parley check`
 * judges a large capture. Exit status 1 where a bar is missed or a parser counts wrongly. */
#include "capture.h"
#include "checks.h"
#include "measure.h"
#include "sessions.h"
#include "streams.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BAR_SPEED    500e6 /* bytes of capture a second */
#define BAR_RESIDENT 64e6  /* bytes */
#define CAPTURE_SIZE 200000000u
#define COUNT(list)  (sizeof(list) / sizeof *(list))

static const peer http_peers[] = {{"llhttp", llhttp_read, llhttp_there, NULL},
                                  {"parley", parley_read, NULL, NULL},
                                  {"stepper alone", stepper_read, NULL, NULL}};
static const bar http_bars[] = {{NULL, "parley", 1.1, 0}};
static const race http_race = {http_peers, COUNT(http_peers), http_bars, COUNT(http_bars)};

static const peer websocket_peers[] = {{"wslay", wslay_read, wslay_there, NULL},
                                       {"parley", parley_websocket_read, NULL, NULL},
                                       {"parley, no AVX2", plain_websocket_read, avx2_there, NULL},
                                       {"parley, unmasking", unmasking_websocket_read, NULL, "W3"}};
static const bar websocket_bars[] = {{"W6", "parley", 8, 0},
                                     {"W2", "parley", 0, 10e9},
                                     {"W3", "parley, unmasking", 0, 10e9},
                                     /* from here on with AVX2 only */
                                     {"W4", "parley", 20, 0},
                                     {"W5", "parley", 20, 0}};
enum { BARS_OF_ALL = 3 };
enum { CAPTURE_ROUNDS = 5, CAPTURE_ROUNDS_MOST = 15 };

static void corpora_race(const race *run, corpus *corpora, size_t n, bool *reached) {
    uint8_t *room = malloc(2 * CORPUS_BYTES);
    if (room == NULL) {
        fputs("bench: out of memory; free some and run again\n", stderr);
        exit(2);
    }
    memset(room, 0, 2 * CORPUS_BYTES); /* else the first copy pays for the pages */
    for (size_t i = 0; i < n; i++) {
        if (!race_run(run, &corpora[i], room)) *reached = false;
    }
    free(room);
    corpora_free(corpora, n);
}

/* A capture that is made, judged and left there. */
typedef struct capture_row {
    const char *name;
    const capture_traffic *traffic;
    bool damaged;
    char *sequence; /* where messages count, or NULL */
    char path[4096];
    capture_counts made;
    run_cost best; /* of CPU time; wall the least of any run */
    unsigned runs;
} capture_row;

static void capture_make(const char *directory, capture_row *row) {
    snprintf(row->path, sizeof row->path, "%s/%s", directory, row->name);
    if (!capture_write(row->path, row->traffic, CAPTURE_SIZE, row->damaged, &row->made)) {
        fprintf(stderr, "bench: cannot write %s: %s; it needs 210 MB of room\n", row->path,
                strerror(errno));
        exit(2);
    }
}

static double capture_speed(const capture_row *row) {
    return (double)row->made.bytes / row->best.cpu;
}

static bool capture_reached(const capture_row *row) {
    return capture_speed(row) >= BAR_SPEED && (double)row->best.resident <= BAR_RESIDENT;
}

/* Runs the program on it once more. */
static void capture_run(char *program, capture_row *row) {
    run_cost cost;
    if (!check_run(program, row->path, row->sequence, &cost)) {
        fprintf(stderr, "bench: cannot run %s; run make first\n", program);
        exit(2);
    }
    double wall = row->runs > 0 && row->best.wall < cost.wall ? row->best.wall : cost.wall;
    if (row->runs++ == 0 || cost.cpu < row->best.cpu) row->best = cost;
    row->best.wall = wall;
}

/* Compares what was found with what was written. */
static bool capture_report(const capture_row *row) {
    const run_cost *best = &row->best;
    int64_t judged = json_number(best->last, "conforms"),
            errors = json_number(best->last, "errors");
    bool right = best->status == 0 && judged == (int64_t)row->made.connections && errors == 0;
    printf("  %-24s %6.1f MB, %" PRIu64 " packets, %" PRIu64 " connections, %" PRIu64
           " exchanges: %.0f MB/s, CPU %.3f s, wall %.3f s, best of %u, "
           "%.1f MB resident%s%s\n",
           row->name, (double)row->made.bytes / 1e6, row->made.packets, row->made.connections,
           row->made.exchanges, capture_speed(row) / 1e6, best->cpu, best->wall, row->runs,
           (double)best->resident / 1e6, right ? "" : "   FAILED: not every connection conforms",
           capture_reached(row) ? "" : "   MISSED");
    if (!right) printf("  its summary: %s", best->last);
    return right && capture_reached(row);
}

/* All take turns; who misses has more turns, for others may have had the machine. */
static bool captures_measure(char *program, const char *directory) {
    static char sequence[] = "/seq";
    static capture_row rows[] = {
        {.name = "mixed.pcap", .traffic = &mixed_traffic},
        {.name = "mixed-damaged.pcap", .traffic = &mixed_traffic, .damaged = true},
        {.name = "sse.pcap", .traffic = &sse_traffic},
        {.name = "hls.pcap", .traffic = &hls_traffic},
        {.name = "websocket.pcap", .traffic = &websocket_traffic, .sequence = sequence}};
    bool reached = true;
    printf("parley check: CPU time, best of %d runs or, where that misses, up to %d; at least %.0f "
           "MB/s of capture, at most %.0f MB resident\n",
           CAPTURE_ROUNDS, CAPTURE_ROUNDS_MOST, BAR_SPEED / 1e6, BAR_RESIDENT / 1e6);
    for (size_t i = 0; i < COUNT(rows); i++)
        capture_make(directory, &rows[i]);
    for (unsigned round = 0; round < CAPTURE_ROUNDS_MOST; round++)
        for (size_t i = 0; i < COUNT(rows); i++)
            if (round < CAPTURE_ROUNDS || !capture_reached(&rows[i]))
                capture_run(program, &rows[i]);
    for (size_t i = 0; i < COUNT(rows); i++)
        reached = capture_report(&rows[i]) && reached;
    return reached;
}

static void corpora_measure(bool *reached) {
    corpus http[HTTP_CORPORA];
    printf(
        "Messages: ns and GB/s of CPU time, medians of %d rounds; x: the first one's time through "
        "this one's (least..most)\n",
        ROUNDS);
    http_corpora_make(http);
    corpora_race(&http_race, http, HTTP_CORPORA, reached);
    corpus websocket[WEBSOCKET_CORPORA];
    race run = {websocket_peers, COUNT(websocket_peers), websocket_bars,
                avx2_there() ? COUNT(websocket_bars) : BARS_OF_ALL};
    printf("WebSocket, what a client sends, %s AVX2\n", avx2_there() ? "with" : "without");
    websocket_corpora_make(websocket);
    corpora_race(&run, websocket, WEBSOCKET_CORPORA, reached);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("usage: parley-bench PROGRAM DIRECTORY SCRIPT\n"
              "  PROGRAM is parley, DIRECTORY a place for 1 GB of captures, SCRIPT "
              "peer_eventsource.mjs.\n",
              stderr);
        return 2;
    }
    char events[4096];
    bool reached = captures_measure(argv[1], argv[2]);
    corpora_measure(&reached);
    snprintf(events, sizeof events, "%s/events.txt", argv[2]);
    reached = streams_measure(argv[3], events) && reached;
    puts(reached ? "Every bar is reached." : "A bar is missed, see above.");
    return reached ? 0 : 1;
}

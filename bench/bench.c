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
} capture_row;

static void capture_make(const char *path, const capture_row *row, capture_counts *made) {
    if (!capture_write(path, row->traffic, CAPTURE_SIZE, row->damaged, made)) {
        fprintf(stderr, "bench: cannot write %s: %s; it needs 210 MB of room\n", path,
                strerror(errno));
        exit(2);
    }
}

/* Runs the program on a capture three times, takes the best, and compares what it found with what
 * was written. */
static bool capture_check(char *program, char *path, const capture_row *row,
                          const capture_counts *made) {
    run_cost best = {0}, cost;
    for (int i = 0; i < 3; i++) {
        if (!check_run(program, path, row->sequence, &cost)) {
            fprintf(stderr, "bench: cannot run %s; run make first\n", program);
            return false;
        }
        if (i == 0 || cost.wall < best.wall) {
            best = cost;
        }
    }
    int64_t judged = json_number(best.last, "conforms"), errors = json_number(best.last, "errors");
    bool right = best.status == 0 && judged == (int64_t)made->connections && errors == 0;
    double speed = (double)made->bytes / best.wall;
    bool reached = speed >= BAR_SPEED && (double)best.resident <= BAR_RESIDENT;
    printf("  %-24s %6.1f MB, %" PRIu64 " packets, %" PRIu64 " connections, %" PRIu64
           " exchanges: %.0f MB/s, wall %.3f s, "
           "CPU %.3f s, %.1f MB resident%s%s\n",
           row->name, (double)made->bytes / 1e6, made->packets, made->connections, made->exchanges,
           speed / 1e6, best.wall, best.cpu, (double)best.resident / 1e6,
           right ? "" : "   FAILED: not every connection conforms", reached ? "" : "   MISSED");
    if (!right) {
        printf("  its summary: %s", best.last);
    }
    return right && reached;
}

static bool captures_measure(char *program, const char *directory) {
    static char sequence[] = "/seq";
    const capture_row rows[] = {{"mixed.pcap", &mixed_traffic, false, NULL},
                                {"mixed-damaged.pcap", &mixed_traffic, true, NULL},
                                {"sse.pcap", &sse_traffic, false, NULL},
                                {"hls.pcap", &hls_traffic, false, NULL},
                                {"websocket.pcap", &websocket_traffic, false, sequence}};
    bool reached = true;
    printf(
        "parley check: best of 3 runs, at least %.0f MB/s of capture, at most %.0f MB resident\n",
        BAR_SPEED / 1e6, BAR_RESIDENT / 1e6);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char path[4096];
        capture_counts made;
        snprintf(path, sizeof path, "%s/%s", directory, rows[i].name);
        capture_make(path, &rows[i], &made);
        reached = capture_check(program, path, &rows[i], &made) && reached;
    }
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

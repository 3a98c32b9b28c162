/* make bench: how fast parley reads messages, beside llhttp, and how fast `parley check` judges a
 * large capture. All peers take turns round by round in one process, so that what disturbs one
 * disturbs all; figures are medians of the rounds. Exit status 1 where a bar is missed or a parser
 * counts wrongly. */
#include "capture.h"
#include "checks.h"
#include "peers.h"
#include "streams.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 15, SEGMENT = 1460, TRIES = 3 };
#define BAR_RATIO    1.1   /* llhttp's time through parley's */
#define BAR_SPEED    500e6 /* bytes of capture a second */
#define BAR_RESIDENT 64e6  /* bytes */
#define CAPTURE_SIZE 200000000u

typedef struct peer {
    const char *name;
    peer_read *read;
    bool judged; /* has to reach BAR_RATIO */
} peer;

/* llhttp comes first: the others are compared with it. */
static const peer peers[] = {{"llhttp", llhttp_read, false},
                             {"parley", parley_read, true},
                             {"stepper alone", stepper_read, false}};
enum { PEERS = sizeof peers / sizeof *peers };

typedef struct series {
    double time[PEERS][ROUNDS]; /* nanoseconds of a round */
    double copy[ROUNDS];
    bool wrong[PEERS];
} series;

static double cpu_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values) {
    double sorted[ROUNDS];
    memcpy(sorted, values, sizeof sorted);
    qsort(sorted, ROUNDS, sizeof *sorted, compare_doubles);
    return sorted[ROUNDS / 2];
}

typedef struct ratios {
    double least, middle, most;
} ratios;

/* llhttp's time through this peer's, round by round. */
static ratios ratios_of(const series *taken, size_t which) {
    double values[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        values[i] = taken->time[0][i] / taken->time[which][i];
    qsort(values, ROUNDS, sizeof *values, compare_doubles);
    return (ratios){values[0], values[ROUNDS / 2], values[ROUNDS - 1]};
}

static bool same_or_untold(uint64_t found, uint64_t told) {
    return found == COUNT_UNTOLD || found == told;
}

static bool counts_agree(const message_counts *found, const message_counts *told) {
    return found->messages == told->messages && same_or_untold(found->fields, told->fields) &&
           same_or_untold(found->head_bytes, told->head_bytes) &&
           same_or_untold(found->content, told->content);
}

static void rounds_run(const corpus *read, size_t piece, uint8_t *room, series *taken) {
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < PEERS; i++) {
            message_counts found;
            double start = cpu_now();
            bool good = peers[i].read(read, piece, &found);
            taken->time[i][round] = cpu_now() - start;
            if (!good || !counts_agree(&found, &read->counts)) {
                taken->wrong[i] = true;
            }
        }
        double start = cpu_now();
        memcpy(room, read->store.bytes, read->store.length);
        taken->copy[round] = cpu_now() - start;
    }
}

static bool is_absent(size_t which) {
    return which == 0 && !llhttp_there();
}

/* Prints a peer's row. */
static void row_print(const corpus *read, const series *taken, size_t which) {
    if (is_absent(which)) {
        printf("  %-16s absent\n", peers[which].name);
        return;
    }
    if (taken->wrong[which]) {
        printf("  %-16s FAILED: wrong counts, or a conforming message called faulty\n",
               peers[which].name);
        return;
    }
    ratios compared = ratios_of(taken, which);
    double time = median(taken->time[which]);
    printf("  %-16s %9.1f ns/message %6.2f GB/s", peers[which].name,
           time / (double)read->counts.messages, (double)read->store.length / time);
    if (llhttp_there())
        printf("   x %.2f (%.2f..%.2f)", compared.middle, compared.least, compared.most);
    putchar('\n');
}

/* Has every peer counted right, and, where that is judged, is parley fast enough? */
static bool series_reached(const series *taken, bool judged) {
    bool reached = true;
    for (size_t i = 0; i < PEERS; i++) {
        if (is_absent(i)) continue;
        bool slow =
            judged && peers[i].judged && llhttp_there() && ratios_of(taken, i).middle < BAR_RATIO;
        if (taken->wrong[i] || slow) reached = false;
    }
    return reached;
}

/* judged: measured again, up to TRIES times, where a bar is missed, for noise only ever slows one
 * down. */
static bool corpus_measure(const corpus *read, size_t piece, uint8_t *room, bool judged) {
    static series taken;
    bool reached = false;
    for (int i = 0; i < (judged ? TRIES : 1) && !reached; i++) {
        memset(&taken, 0, sizeof taken);
        rounds_run(read, piece, room, &taken);
        reached = series_reached(&taken, judged);
    }
    double least = taken.copy[0], most = taken.copy[0];
    for (size_t i = 1; i < ROUNDS; i++) {
        least = taken.copy[i] < least ? taken.copy[i] : least;
        most = taken.copy[i] > most ? taken.copy[i] : most;
    }
    printf("%s %s, %s: %" PRIu64 " messages of %.0f bytes, %.1f fields, hash %016" PRIx64 "%s%s\n",
           read->name, read->what, judged ? "whole" : "in 1,460 bytes (not judged)",
           read->counts.messages, (double)read->store.length / (double)read->counts.messages,
           (double)read->counts.fields / (double)read->counts.messages, corpus_hash(read),
           most > 1.4 * least ? "; the machine is not quiet" : "", reached ? "" : "   MISSED");
    for (size_t i = 0; i < PEERS; i++)
        row_print(read, &taken, i);
    return reached;
}

static bool corpora_measure(void) {
    corpus corpora[CORPUS_COUNT];
    bool reached = true;
    corpora_make(corpora);
    uint8_t *room = malloc(2 * CORPUS_BYTES);
    if (room == NULL) {
        fputs("bench: out of memory; free some and run again\n", stderr);
        exit(2);
    }
    memset(room, 0, 2 * CORPUS_BYTES); /* else the first copy pays for the pages */
    printf("Framing: ns and GB/s of CPU time, medians of %d rounds; x: llhttp's time through this "
           "one's (least..most), at least %.1f\n",
           ROUNDS, BAR_RATIO);
    for (size_t i = 0; i < CORPUS_COUNT; i++) {
        reached = corpus_measure(&corpora[i], SIZE_MAX, room, true) && reached;
        reached = corpus_measure(&corpora[i], SEGMENT, room, false) && reached;
    }
    free(room);
    corpora_free(corpora);
    return reached;
}

static void capture_make(const char *path, bool damaged, capture_counts *made) {
    if (!capture_write(path, CAPTURE_SIZE, damaged, made)) {
        fprintf(stderr, "bench: cannot write %s: %s; it needs 210 MB of room\n", path,
                strerror(errno));
        exit(2);
    }
}

/* Runs the program on a capture three times, takes the best, and compares what it found with what
 * was written. */
static bool capture_check(char *program, char *path, const char *what, const capture_counts *made) {
    run_cost best = {0}, cost;
    for (int i = 0; i < 3; i++) {
        if (!check_run(program, path, &cost)) {
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
           what, (double)made->bytes / 1e6, made->packets, made->connections, made->exchanges,
           speed / 1e6, best.wall, best.cpu, (double)best.resident / 1e6,
           right ? "" : "   FAILED: not every connection conforms", reached ? "" : "   MISSED");
    if (!right) {
        printf("  its summary: %s", best.last);
    }
    return right && reached;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("usage: parley-bench PROGRAM DIRECTORY SCRIPT\n"
              "  PROGRAM is parley, DIRECTORY a place for 440 MB of captures, SCRIPT "
              "peer_eventsource.mjs.\n",
              stderr);
        return 2;
    }
    char clean[4096], damaged[4096], events[4096];
    capture_counts made, made_damaged;
    snprintf(clean, sizeof clean, "%s/mixed.pcap", argv[2]);
    snprintf(damaged, sizeof damaged, "%s/mixed-damaged.pcap", argv[2]);
    capture_make(clean, false, &made);
    capture_make(damaged, true, &made_damaged);
    printf(
        "parley check: best of 3 runs, at least %.0f MB/s of capture, at most %.0f MB resident\n",
        BAR_SPEED / 1e6, BAR_RESIDENT / 1e6);
    bool reached = capture_check(argv[1], clean, "mixed.pcap", &made);
    reached = capture_check(argv[1], damaged, "mixed-damaged.pcap", &made_damaged) && reached;
    reached = corpora_measure() && reached;
    snprintf(events, sizeof events, "%s/events.txt", argv[2]);
    reached = streams_measure(argv[3], events) && reached;
    puts(reached ? "Every bar is reached." : "A bar is missed, see above.");
    return reached ? 0 : 1;
}

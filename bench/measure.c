/* The rounds behind measure.h: CPU time of the thread, medians over the rounds, and the ratios of
 * each round. A race that misses a bar is run again, for noise only ever slows one down. */
#include "measure.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SEGMENT = 1460, TRIES = 3 };

typedef struct series {
    double time[PEERS_MOST][ROUNDS]; /* nanoseconds of a round */
    double copy[ROUNDS];
    bool wrong[PEERS_MOST];
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

/* The first peer's time through this peer's, round by round. */
static ratios ratios_of(const series *taken, size_t which) {
    double values[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        values[i] = taken->time[0][i] / taken->time[which][i];
    qsort(values, ROUNDS, sizeof *values, compare_doubles);
    return (ratios){values[0], values[ROUNDS / 2], values[ROUNDS - 1]};
}

static double speed_of(const series *taken, const corpus *read, size_t which) {
    return (double)read->store.length / median(taken->time[which]) * 1e9;
}

static bool same_or_untold(uint64_t found, uint64_t told) {
    return found == COUNT_UNTOLD || found == told;
}

static bool counts_agree(const message_counts *found, const message_counts *told) {
    return found->messages == told->messages && same_or_untold(found->fields, told->fields) &&
           same_or_untold(found->head_bytes, told->head_bytes) &&
           same_or_untold(found->content, told->content) && found->controls == told->controls;
}

static bool is_there(const peer *one) {
    return one->there == NULL || one->there();
}

static bool is_meant(const peer *one, const corpus *read) {
    return one->only == NULL || strcmp(one->only, read->name) == 0;
}

/* Reads the corpus, so that none begins with it colder than the one before left it. */
static void corpus_warm(const corpus *read) {
    volatile uint8_t last = 0;
    for (size_t i = 0; i < read->store.length; i += 64)
        last = read->store.bytes[i];
    (void)last;
}

static void rounds_run(const race *run, const corpus *read, size_t piece, uint8_t *room,
                       series *taken) {
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < run->n_peers; i++) {
            if (!is_there(&run->peers[i]) || !is_meant(&run->peers[i], read)) continue;
            message_counts found = {0};
            corpus_warm(read);
            double start = cpu_now();
            bool good = run->peers[i].read(read, piece, &found);
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

/* The bar for this peer on this corpus, NULL if there is none. */
static const bar *bar_find(const race *run, const corpus *read, size_t which) {
    for (size_t i = 0; i < run->n_bars; i++) {
        const bar *one = &run->bars[i];
        if (strcmp(one->peer, run->peers[which].name) == 0 &&
            (one->corpus == NULL || strcmp(one->corpus, read->name) == 0))
            return one;
    }
    return NULL;
}

static bool bar_reached(const race *run, const corpus *read, const series *taken, size_t which) {
    const bar *wanted = bar_find(run, read, which);
    if (wanted == NULL) return true;
    if (is_there(&run->peers[0]) && ratios_of(taken, which).middle < wanted->ratio) return false;
    return speed_of(taken, read, which) >= wanted->speed;
}

/* Has every peer counted right, and, where that is judged, is it fast enough? */
static bool series_reached(const race *run, const corpus *read, const series *taken, bool judged) {
    for (size_t i = 0; i < run->n_peers; i++) {
        if (!is_there(&run->peers[i]) || !is_meant(&run->peers[i], read)) continue;
        if (taken->wrong[i] || (judged && !bar_reached(run, read, taken, i))) return false;
    }
    return true;
}

/* What a peer has to reach, if anything. */
static void bar_print(const race *run, const corpus *read, size_t which) {
    const bar *wanted = bar_find(run, read, which);
    if (wanted == NULL) return;
    if (wanted->ratio > 0) printf("   at least x %.1f", wanted->ratio);
    if (wanted->speed > 0) printf("   at least %.1f GB/s", wanted->speed / 1e9);
}

static void row_print(const race *run, const corpus *read, const series *taken, size_t which,
                      bool judged) {
    const peer *one = &run->peers[which];
    if (!is_meant(one, read)) return;
    if (!is_there(one)) {
        printf("  %-20s absent\n", one->name);
        return;
    }
    if (taken->wrong[which]) {
        printf("  %-20s FAILED: wrong counts, or a conforming message called faulty\n", one->name);
        return;
    }
    ratios compared = ratios_of(taken, which);
    printf("  %-20s %9.1f ns/message %6.2f GB/s", one->name,
           median(taken->time[which]) / (double)read->counts.messages,
           speed_of(taken, read, which) / 1e9);
    if (is_there(&run->peers[0]))
        printf("   x %.2f (%.2f..%.2f)", compared.middle, compared.least, compared.most);
    if (judged) bar_print(run, read, which);
    putchar('\n');
}

static bool is_quiet(const series *taken) {
    double least = taken->copy[0], most = taken->copy[0];
    for (size_t i = 1; i < ROUNDS; i++) {
        least = taken->copy[i] < least ? taken->copy[i] : least;
        most = taken->copy[i] > most ? taken->copy[i] : most;
    }
    return most <= 1.4 * least;
}

static bool way_run(const race *run, const corpus *read, uint64_t hash, size_t piece, uint8_t *room,
                    bool judged) {
    static series taken;
    bool reached = false;
    for (int i = 0; i < (judged ? TRIES : 1) && !reached; i++) {
        memset(&taken, 0, sizeof taken);
        rounds_run(run, read, piece, room, &taken);
        reached = series_reached(run, read, &taken, judged);
    }
    printf("%s %s, %s: %" PRIu64 " messages of %.0f bytes", read->name, read->what,
           judged ? "whole" : "in 1,460 bytes (not judged)", read->counts.messages,
           (double)read->store.length / (double)read->counts.messages);
    if (read->counts.fields > 0)
        printf(", %.1f fields", (double)read->counts.fields / (double)read->counts.messages);
    printf(", hash %016" PRIx64 "%s%s\n", hash,
           is_quiet(&taken) ? "" : "; the machine is not quiet", reached ? "" : "   MISSED");
    for (size_t i = 0; i < run->n_peers; i++)
        row_print(run, read, &taken, i, judged);
    return reached;
}

bool race_run(const race *run, const corpus *read, uint8_t *room) {
    uint64_t hash = corpus_hash(read); /* before anybody unmasks it */
    bool reached = way_run(run, read, hash, SIZE_MAX, room, true);
    return way_run(run, read, hash, SEGMENT, room, false) && reached;
}

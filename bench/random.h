/* A seeded generator of pseudo-random numbers (splitmix64), so that every machine makes the same
 * corpora and captures. It knows nothing of what is made from its numbers, and is no source of
 * secrets. */
#ifndef PARLEY_BENCH_RANDOM_H
#define PARLEY_BENCH_RANDOM_H

#include <stdint.h>

typedef struct random_source {
    uint64_t state;
} random_source;

static inline uint64_t random_next(random_source *source) {
    uint64_t z = source->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* A number from low to high, both included. */
static inline uint32_t random_between(random_source *source, uint32_t low, uint32_t high) {
    return low + (uint32_t)(random_next(source) % ((uint64_t)high - low + 1));
}

/* 1 in percent of 100 cases, else 0. */
static inline int random_percent(random_source *source, uint32_t percent) {
    return random_between(source, 1, 100) <= percent;
}

#endif

/* The way through payload block by block, whatever the size of a block. A path includes this once,
 * after what only its processor has: BLOCK_SIZE, BLOCK_CODE (an attribute), the type block, and the
 * functions on blocks that are called here. Nothing beyond the bytes given is ever read. */
#ifndef PARLEY_BULK_BLOCKS_H
#define PARLEY_BULK_BLOCKS_H

#include "bulk.h"

enum {
    SHORT = 256, /* texts of so many bytes may well be ASCII: that is tried first, as a whole */
    PART = 1024  /* so many bytes are read before it is asked whether they were right */
};

/* As many whole blocks as there are. Returns how many bytes that was. */
BLOCK_CODE static size_t blocks_unmask(uint8_t *to, const uint8_t *from, size_t n, uint32_t key) {
    block keys = keys_of(key);
    size_t i = 0;
    for (; n - i >= 4 * BLOCK_SIZE; i += 4 * BLOCK_SIZE) {
        block a = block_load(from + i, keys), b = block_load(from + i + BLOCK_SIZE, keys);
        block c = block_load(from + i + 2 * BLOCK_SIZE, keys);
        block d = block_load(from + i + 3 * BLOCK_SIZE, keys);
        block_store(to + i, a);
        block_store(to + i + BLOCK_SIZE, b);
        block_store(to + i + 2 * BLOCK_SIZE, c);
        block_store(to + i + 3 * BLOCK_SIZE, d);
    }
    for (; n - i >= BLOCK_SIZE; i += BLOCK_SIZE)
        block_store(to + i, block_load(from + i, keys));
    return i;
}

/* The block at i, or at most if that comes before it; most is a multiple of four. */
BLOCK_CODE static inline block block_within(const uint8_t *bytes, size_t i, size_t most,
                                            block keys) {
    return block_load(bytes + (i < most ? i : most), keys);
}

/* Are n bytes, a block at least and SHORT at most, all ASCII? Looks at the same places however many
 * there are: a loop that ends sooner or later is what a processor guesses worst. */
BLOCK_CODE static inline bool is_short_ascii(const uint8_t *bytes, size_t n, uint32_t key) {
    block keys = keys_of(key);
    block all = block_load(bytes + n - BLOCK_SIZE, keys_of(bulk_key_turn(key, n)));
    size_t most = (n - BLOCK_SIZE) & ~(size_t)3;
    for (size_t i = 0; i < SHORT; i += 4 * BLOCK_SIZE) {
        block a = block_within(bytes, i, most, keys);
        block b = block_within(bytes, i + BLOCK_SIZE, most, keys);
        block c = block_within(bytes, i + 2 * BLOCK_SIZE, most, keys);
        block d = block_within(bytes, i + 3 * BLOCK_SIZE, most, keys);
        all = block_or(all, block_or(block_or(a, b), block_or(c, d)));
    }
    return is_ascii(all);
}

/* Less than a block, with 0 behind it: a character that goes on is at fault there. */
BLOCK_CODE static inline size_t few_read(const uint8_t *bytes, size_t n, uint32_t key, bool *open) {
    block inside = first_bytes(n);
    block now = block_and(block_xor(few_load(bytes, n), keys_of(key)), inside);
    block faults = faults_behind(block_zero(), now);
    *open = !is_right(block_less(faults, inside));
    return is_right(block_and(faults, inside)) ? n : 0;
}

/* The keys for the bytes of a block, and for those one, two and three places before them. */
typedef struct key_blocks {
    block now, one, two, three;
} key_blocks;

BLOCK_CODE static inline key_blocks keys_at(uint32_t key, size_t at) {
    return (key_blocks){keys_of(bulk_key_turn(key, at)), keys_of(bulk_key_turn(key, at + 3)),
                        keys_of(bulk_key_turn(key, at + 2)), keys_of(bulk_key_turn(key, at + 1))};
}

/* The faults of a block that at least three bytes stand before. */
BLOCK_CODE static inline block faults_at(const uint8_t *bytes, const key_blocks *keys) {
    return faults_find(block_load(bytes, keys->now), block_load(bytes - 1, keys->one),
                       block_load(bytes - 2, keys->two), block_load(bytes - 3, keys->three));
}

/* What is left behind i, less than a block; what lies before is right. A block that reaches back to
 * that is read. */
BLOCK_CODE static inline size_t rest_read(const uint8_t *bytes, size_t i, size_t n, uint32_t key,
                                          bool *open) {
    if (n < BLOCK_SIZE) return few_read(bytes, n, key, open);
    const uint8_t *last = bytes + n - BLOCK_SIZE;
    key_blocks keys = keys_at(key, n);
    *open = is_open(block_load(last, keys.now));
    if (i == n) return n;
    return n >= BLOCK_SIZE + 3 && is_right(faults_at(last, &keys)) ? n : i;
}

/* What bulk_span_ promises. */
BLOCK_CODE static size_t blocks_span(const uint8_t *bytes, size_t n, uint32_t key, bool *open) {
    key_blocks keys = keys_at(key, 0);
    *open = false;
    if (n >= BLOCK_SIZE && n <= SHORT && is_ascii(block_load(bytes, keys.now)) &&
        is_short_ascii(bytes, n, key))
        return n;
    size_t i = 0;
    while (n - i >= BLOCK_SIZE) {
        size_t start = i;
        while (n - i >= 2 * BLOCK_SIZE &&
               is_ascii(block_or(block_load(bytes + i, keys.now),
                                 block_load(bytes + i + BLOCK_SIZE, keys.now))))
            i += 2 * BLOCK_SIZE;
        if (i != start) {
            if (start > 0 && is_open(block_load(bytes + start - BLOCK_SIZE, keys.now)))
                return start;
            start = i;
        }
        size_t end = n - i < PART ? n : i + PART;
        block faults = block_zero();
        if (i == 0) {
            faults = faults_behind(faults, block_load(bytes, keys.now));
            i = BLOCK_SIZE;
        }
        for (; end - i >= BLOCK_SIZE; i += BLOCK_SIZE)
            faults = block_or(faults, faults_at(bytes + i, &keys));
        if (!is_right(faults)) return start;
    }
    return rest_read(bytes, i, n, key, open);
}

#endif

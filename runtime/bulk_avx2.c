/* Unmasking and UTF-8 with AVX2: 32 bytes at a time, UTF-8 by three looks into tables of 16. It
 * runs only where the processor says that it can. What is wrong, and where exactly, is not told
 * here. */
#include "bulk.h"

#if BULK_X86
#include <immintrin.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)32)
#define BLOCK_CODE __attribute__((target("avx2")))

typedef __m256i block;

BLOCK_CODE static inline block block_zero(void) {
    return _mm256_setzero_si256();
}

BLOCK_CODE static inline block block_or(block a, block b) {
    return _mm256_or_si256(a, b);
}

BLOCK_CODE static inline block block_and(block a, block b) {
    return _mm256_and_si256(a, b);
}

/* What of a is not in b */
BLOCK_CODE static inline block block_less(block a, block b) {
    return _mm256_andnot_si256(b, a);
}

BLOCK_CODE static inline block block_xor(block a, block b) {
    return _mm256_xor_si256(a, b);
}

BLOCK_CODE static inline block keys_of(uint32_t key) {
    return _mm256_set1_epi32((int)key);
}

BLOCK_CODE static inline block bytes_of(int byte) {
    return _mm256_set1_epi8((char)byte);
}

BLOCK_CODE static inline block block_read(const uint8_t *bytes) {
    return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

BLOCK_CODE static inline block block_load(const uint8_t *bytes, block keys) {
    return block_xor(block_read(bytes), keys);
}

BLOCK_CODE static inline void block_store(uint8_t *to, block bytes) {
    _mm256_storeu_si256((__m256i *)(void *)to, bytes);
}

BLOCK_CODE static inline bool is_ascii(block bytes) {
    return _mm256_movemask_epi8(bytes) == 0;
}

BLOCK_CODE static inline bool is_right(block faults) {
    return _mm256_testz_si256(faults, faults);
}

/* What can be wrong with two bytes, one behind the other, has a bit each. The upper half of the
 * first byte, its lower half and the upper half of the second each tell which of it can be: it is
 * what all three say. */
enum {
    CUT = 0x01,       /* a lead byte, and no continuation behind it */
    LOOSE = 0x02,     /* ASCII, and a continuation behind it */
    LONG_2 = 0x04,    /* c0 and c1: fits one byte */
    LONG_3 = 0x08,    /* e0 80 to e0 9f: fits two */
    SURROGATE = 0x10, /* ed a0 to ed bf */
    OUTSIDE = 0x20,   /* f0 80 to f0 8f fits three; f5 80 to ff 8f is too high */
    HIGH = 0x40,      /* f4 90 and above */
    SECOND = 0x80,    /* a continuation behind a continuation: wrong unless one is due */
    /* What the halves say, where it is more than one thing */
    UPPER_C = CUT | LONG_2,
    UPPER_E = CUT | LONG_3 | SURROGATE,
    UPPER_F = CUT | OUTSIDE | HIGH,
    LOWER = CUT | LOOSE | SECOND,
    LOWER_0 = LOWER | LONG_2 | LONG_3 | OUTSIDE,
    LOWER_1 = LOWER | LONG_2,
    LOWER_4 = LOWER | HIGH,
    LOWER_5 = LOWER | OUTSIDE | HIGH, /* and all above */
    LOWER_D = LOWER_5 | SURROGATE,
    NEXT = LOOSE | LONG_2 | SECOND,
    NEXT_8 = NEXT | LONG_3 | OUTSIDE,
    NEXT_9 = NEXT | LONG_3 | HIGH,
    NEXT_A = NEXT | SURROGATE | HIGH /* and b */
};

BLOCK_CODE static inline block look(const uint8_t table[16], block halves) {
    __m128i once = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(once), halves);
}

/* Not 0 in each byte that must not stand behind the three before it. */
BLOCK_CODE static inline block faults_find(block now, block one, block two, block three) {
    static const uint8_t upper[16] = {LOOSE,   LOOSE, LOOSE,   LOOSE,  LOOSE,  LOOSE,
                                      LOOSE,   LOOSE, SECOND,  SECOND, SECOND, SECOND,
                                      UPPER_C, CUT,   UPPER_E, UPPER_F};
    static const uint8_t lower[16] = {LOWER_0, LOWER_1, LOWER,   LOWER,   LOWER_4, LOWER_5,
                                      LOWER_5, LOWER_5, LOWER_5, LOWER_5, LOWER_5, LOWER_5,
                                      LOWER_5, LOWER_D, LOWER_5, LOWER_5};
    static const uint8_t next[16] = {CUT,    CUT,    CUT,    CUT,    CUT, CUT, CUT, CUT,
                                     NEXT_8, NEXT_9, NEXT_A, NEXT_A, CUT, CUT, CUT, CUT};
    block half = bytes_of(0x0f);
    block faults = look(upper, block_and(_mm256_srli_epi16(one, 4), half));
    faults = block_and(faults, look(lower, block_and(one, half)));
    faults = block_and(faults, look(next, block_and(_mm256_srli_epi16(now, 4), half)));
    /* The highest bit where a third or fourth byte is due: SECOND has to be there, and only there.
     */
    block due = block_or(_mm256_subs_epu8(two, bytes_of(0xe0 - 0x80)),
                         _mm256_subs_epu8(three, bytes_of(0xf0 - 0x80)));
    return block_xor(faults, block_and(due, bytes_of(SECOND)));
}

/* The faults of a block behind another one. */
BLOCK_CODE static inline block faults_behind(block before, block now) {
    block middle = _mm256_permute2x128_si256(before, now, 0x21);
    return faults_find(now, _mm256_alignr_epi8(now, middle, 15),
                       _mm256_alignr_epi8(now, middle, 14), _mm256_alignr_epi8(now, middle, 13));
}

/* Does a character go on behind this block? */
BLOCK_CODE static inline bool is_open(block bytes) {
    static const uint8_t most[BLOCK_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                             0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                             0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                             0xff, 0xff, 0xff, 0xff, 0xff, 0xef, 0xdf, 0xbf};
    return !is_right(_mm256_subs_epu8(bytes, block_read(most)));
}

/* All bits of the first n bytes. */
BLOCK_CODE static inline block first_bytes(size_t n) {
    static const uint8_t edge[2 * BLOCK_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    return block_read(edge + BLOCK_SIZE - n);
}

/* 1 to 31 bytes; what stands behind them does not matter. Whole words, and the last four bytes once
 * more, turned to where they belong. */
BLOCK_CODE static inline block few_load(const uint8_t *bytes, size_t n) {
    block words = first_bytes(n & ~(size_t)3);
    uint32_t last;
    if (n >= 4) {
        memcpy(&last, bytes + n - 4, 4);
        last = bulk_key_turn(last, 4 - (n & 3));
    } else {
        last =
            bytes[0] | (uint32_t)bytes[n / 2] << n / 2 * 8 | (uint32_t)bytes[n - 1] << (n - 1) * 8;
    }
    block whole = _mm256_maskload_epi32((const int *)(const void *)bytes, words);
    return _mm256_blendv_epi8(keys_of(last), whole, words);
}

#include "bulk_blocks.h"

size_t bulk_unmask_avx2(uint8_t *to, const uint8_t *from, size_t n, uint32_t key) {
    return blocks_unmask(to, from, n, key);
}

size_t bulk_span_avx2(const uint8_t *bytes, size_t n, uint32_t key, bool *open) {
    return blocks_span(bytes, n, key, open);
}
#endif

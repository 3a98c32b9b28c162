/* Unmasking and UTF-8 with SSE2, which every x86-64 has: 16 bytes at a time, UTF-8 by comparing.
 * What is wrong, and where exactly, is not told here. */
#include "bulk.h"

#if BULK_X86
#include <emmintrin.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)16)
#define BLOCK_CODE

typedef __m128i block;

static inline block block_zero(void) {
    return _mm_setzero_si128();
}

static inline block block_or(block a, block b) {
    return _mm_or_si128(a, b);
}

static inline block block_and(block a, block b) {
    return _mm_and_si128(a, b);
}

/* What of a is not in b */
static inline block block_less(block a, block b) {
    return _mm_andnot_si128(b, a);
}

static inline block block_xor(block a, block b) {
    return _mm_xor_si128(a, b);
}

static inline block keys_of(uint32_t key) {
    return _mm_set1_epi32((int)key);
}

static inline block bytes_of(int byte) {
    return _mm_set1_epi8((char)byte);
}

static inline block block_read(const uint8_t *bytes) {
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline block block_load(const uint8_t *bytes, block keys) {
    return block_xor(block_read(bytes), keys);
}

static inline void block_store(uint8_t *to, block bytes) {
    _mm_storeu_si128((__m128i *)(void *)to, bytes);
}

static inline bool is_ascii(block bytes) {
    return _mm_movemask_epi8(bytes) == 0;
}

/* Of faults only the highest bit of a byte counts. */
static inline bool is_right(block faults) {
    return _mm_movemask_epi8(faults) == 0;
}

/* All bits of the bytes from 0x80 on that are below limit. Bytes are signed here: 0x80 is the
 * least. */
static inline block is_below(block bytes, int limit) {
    return _mm_cmpgt_epi8(bytes_of(limit), bytes);
}

static inline block is_same(block bytes, int byte) {
    return _mm_cmpeq_epi8(bytes, bytes_of(byte));
}

/* The highest bit of the bytes from `least` on. */
static inline block is_from(block bytes, int least) {
    return _mm_subs_epu8(bytes, bytes_of(least - 0x80));
}

/* The highest bit of each byte that must not stand behind the three before it. */
static inline block faults_find(block now, block one, block two, block three) {
    block due = block_or(is_from(one, 0xc0), block_or(is_from(two, 0xe0), is_from(three, 0xf0)));
    block faults = block_xor(due, is_below(now, 0xc0));
    /* c0, c1 and f5 to ff begin nothing. */
    block never = block_or(is_same(block_and(now, bytes_of(0xfe)), 0xc0), is_from(now, 0xf5));
    /* The second byte tells what fits fewer bytes, what is a surrogate and what is too high. */
    block below_90 = is_below(now, 0x90), below_a0 = is_below(now, 0xa0);
    block low =
        block_or(block_and(is_same(one, 0xe0), below_a0), block_and(is_same(one, 0xf0), below_90));
    block high = block_or(block_less(is_same(one, 0xed), below_a0),
                          block_less(is_same(one, 0xf4), below_90));
    return block_or(block_or(faults, never), block_or(low, high));
}

/* The faults of a block behind another one. */
static inline block faults_behind(block before, block now) {
    return faults_find(now, block_or(_mm_slli_si128(now, 1), _mm_srli_si128(before, 15)),
                       block_or(_mm_slli_si128(now, 2), _mm_srli_si128(before, 14)),
                       block_or(_mm_slli_si128(now, 3), _mm_srli_si128(before, 13)));
}

/* Does a character go on behind this block? */
static inline bool is_open(block bytes) {
    static const uint8_t most[BLOCK_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                             0xff, 0xff, 0xff, 0xff, 0xff, 0xef, 0xdf, 0xbf};
    block over = _mm_subs_epu8(bytes, block_read(most));
    return _mm_movemask_epi8(is_same(over, 0)) != 0xffff;
}

/* All bits of the first n bytes. */
static inline block first_bytes(size_t n) {
    static const uint8_t edge[2 * BLOCK_SIZE] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    return block_read(edge + BLOCK_SIZE - n);
}

/* At most eight bytes as a number, the first one lowest. */
static inline uint64_t word_load(const uint8_t *bytes, size_t n) {
    uint64_t word;
    uint32_t first, last;
    if (n >= 8) {
        memcpy(&word, bytes, 8);
        return word;
    }
    if (n >= 4) {
        memcpy(&first, bytes, 4);
        memcpy(&last, bytes + n - 4, 4);
        return first | (uint64_t)last << (n - 4) * 8;
    }
    if (n == 0) return 0;
    return bytes[0] | (uint64_t)bytes[n / 2] << n / 2 * 8 | (uint64_t)bytes[n - 1] << (n - 1) * 8;
}

/* 1 to 15 bytes, and 0 behind them. */
static inline block few_load(const uint8_t *bytes, size_t n) {
    uint64_t first = word_load(bytes, n), second = n > 8 ? word_load(bytes + 8, n - 8) : 0;
    return _mm_set_epi64x((long long)second, (long long)first);
}

#include "bulk_blocks.h"

size_t bulk_unmask_sse2(uint8_t *to, const uint8_t *from, size_t n, uint32_t key) {
    return blocks_unmask(to, from, n, key);
}

size_t bulk_span_sse2(const uint8_t *bytes, size_t n, uint32_t key, bool *open) {
    return blocks_span(bytes, n, key, open);
}
#endif

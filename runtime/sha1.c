/* SHA-1: see sha1.h. */
#include "sha1.h"
#include <string.h>

#define BLOCK 64

static uint32_t turn_left(uint32_t x, unsigned n) {
    return x << n | x >> (32 - n);
}

/* FIPS 180-4 6.1.2 */
static void block_take(uint32_t h[5], const uint8_t *block) {
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (size_t i = 16; i < 80; i++)
        w[i] = turn_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (size_t i = 0; i < 80; i++) {
        uint32_t f = i < 20   ? ((b & c) | (~b & d)) + 0x5a827999u
                     : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1u
                     : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdcu
                              : (b ^ c ^ d) + 0xca62c1d6u;
        uint32_t next = turn_left(a, 5) + f + e + w[i];
        e = d;
        d = c;
        c = turn_left(b, 30);
        b = a;
        a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

void sha1(const uint8_t *bytes, size_t n, uint8_t digest[SHA1_SIZE]) {
    uint32_t h[5] = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u};
    uint8_t padded[2 * BLOCK] = {0};
    size_t size = n + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
    memcpy(padded, bytes, n);
    padded[n] = 0x80;
    padded[size - 2] = (uint8_t)(n >> 5);
    padded[size - 1] = (uint8_t)(n << 3);
    for (size_t at = 0; at < size; at += BLOCK)
        block_take(h, padded + at);
    for (size_t i = 0; i < SHA1_SIZE; i++)
        digest[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

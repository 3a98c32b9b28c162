/* Numbers made of bytes (FNV-1a), for what is known again without being kept whole.
 *
 * Enough to tell apart what peers send by chance; whoever wants to can make two of a kind. */
#ifndef PARLEY_CLI_HASH_H
#define PARLEY_CLI_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

/* hash: HASH_START, or the number of what comes before. */
static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n) {
    const uint8_t *in = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ in[i]) * HASH_PRIME;
    return hash;
}

#endif

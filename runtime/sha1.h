/* SHA-1 (FIPS 180-4), for the answer to an opening request (RFC 6455 4.2.2), which is a proof that
 * it was read and no secret. Short inputs only. */
#ifndef PARLEY_SHA1_H
#define PARLEY_SHA1_H

#include <stddef.h>
#include <stdint.h>

#define SHA1_SIZE      20
#define SHA1_INPUT_MAX 119 /* two blocks, with the end mark and the length */

/* The hash of n bytes, at most SHA1_INPUT_MAX. */
void sha1(const uint8_t *bytes, size_t n, uint8_t digest[SHA1_SIZE]);

#endif

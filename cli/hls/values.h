/* Values in playlists: text that a machine has let through, as numbers.
 *
 * It must not know which tag or attribute they belong to. */
#ifndef PARLEY_CLI_HLS_VALUES_H
#define PARLEY_CLI_HLS_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HLS_SECOND UINT64_C(1000000000) /* durations are in nanoseconds */
#define HLS_MS     UINT64_C(1000000)

/* All return false where the text is no such value, or too large a one; *value is untouched then.
 */

/* Digits, below two to the power of 64. */
bool hls_integer(const char *text, size_t n, uint64_t *value);
/* Seconds as a decimal number, in nanoseconds; finer digits are left out. Beyond 200 years it is
 * false. */
bool hls_seconds(const char *text, size_t n, uint64_t *value);
/* LENGTH or LENGTH@OFFSET. */
bool hls_range(const char *text, size_t n, uint64_t *length, uint64_t *offset, bool *has_offset);
/* A date and time of ISO 8601, in milliseconds since 1970; without a zone it is UTC. */
bool hls_date(const char *text, size_t n, int64_t *value);

#endif

/* Payload of WebSocket in bulk: many bytes at a time, where going byte by byte through a machine
 * would cost most of the time. What is plainly right is passed over; at the least doubt the machine
 * websocket.text reads, and only it says what is wrong and where. Knows no frames and no
 * conversations. */
#ifndef PARLEY_BULK_H
#define PARLEY_BULK_H

#include "parley_machine.h"
#include <stdbool.h>

#if defined(__GNUC__) && defined(__x86_64__) && defined(__SSE2__)
#define BULK_X86 1
#else
#define BULK_X86 0
#endif

/* The ways through the bytes. All give the same results. */
typedef enum bulk_path { BULK_PORTABLE, BULK_SSE2, BULK_AVX2, BULK_PATHS } bulk_path;

/* Can this processor go that way? */
bool bulk_path_there(bulk_path path);

/* The masking key as it is n bytes later. Its lowest byte is the one for the next byte. */
static inline uint32_t bulk_key_turn(uint32_t key, size_t n) {
    unsigned bits = (unsigned)(n & 3) * 8;
    return bits == 0 ? key : key >> bits | key << (32 - bits);
}

/* What parley_utf8_check finds in the unmasked bytes, without changing them; *key is turned for the
 * bytes that follow those read. A key of 0: they are not masked. */
size_t bulk_masked_text(const uint8_t *bytes, size_t n, uint32_t *key, uint16_t *state);

/* The same for text that is not masked, by another machine that reads characters. */
size_t bulk_text(const parley_machine *machine, const uint8_t *bytes, size_t n, uint16_t *state);

/* The same, and parley_unmask, by a path that is there: for those who compare paths. */
size_t bulk_masked_text_by(bulk_path path, const uint8_t *bytes, size_t n, uint32_t *key,
                           uint16_t *state);
uint32_t bulk_unmask_by(bulk_path path, uint8_t *to, const uint8_t *from, size_t n, uint32_t key);

#if BULK_X86
/* A path's own part. bulk_unmask_: as many bytes as it likes to take at a time; returns how many,
 * a multiple of four. bulk_span_: bytes[0] begins a character; everything before the index that it
 * returns is right, except that the last character before it may go on behind it. It is n, and
 * *open tells whether that is so; or it lies at most 256 bytes before what is wrong or the end. */
size_t bulk_unmask_sse2(uint8_t *to, const uint8_t *from, size_t n, uint32_t key);
size_t bulk_unmask_avx2(uint8_t *to, const uint8_t *from, size_t n, uint32_t key);
size_t bulk_span_sse2(const uint8_t *bytes, size_t n, uint32_t key, bool *open);
size_t bulk_span_avx2(const uint8_t *bytes, size_t n, uint32_t key, bool *open);
#endif

#endif

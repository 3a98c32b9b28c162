/* Unmasking and UTF-8 in bulk: the portable path, the choice between the paths, and the way back
 * to the machine. What UTF-8 is, the grammar says; a path only says up to where it is sure. The
 * functions of one processor stand in files of their own. */
#include "bulk.h"

#include "parley.h"
#include "websocket_text.h"
#include <string.h>

/* ---- the portable path ---- */

static size_t unmask_portable(uint8_t *to, const uint8_t *from, size_t n, uint32_t key) {
    size_t i = 0;
    uint64_t word, keys;
    uint8_t pattern[8];
    for (size_t k = 0; k < 8; k++)
        pattern[k] = (uint8_t)(key >> 8 * (k & 3));
    memcpy(&keys, pattern, 8);
    for (; n - i >= 8; i += 8) {
        memcpy(&word, from + i, 8);
        word ^= keys;
        memcpy(to + i, &word, 8);
    }
    return i;
}

static bool is_continuation(uint8_t byte) {
    return (byte & 0xc0) == 0x80;
}

/* How long the character at the beginning of bytes is; 0 where it is not plainly right and whole.
 */
static size_t character_length(const uint8_t *bytes, size_t n) {
    uint8_t first = bytes[0];
    size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4 || n < length) return 0;
    uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (bytes[1] < low || bytes[1] > high) return 0;
    if (length > 2 && !is_continuation(bytes[2])) return 0;
    if (length > 3 && !is_continuation(bytes[3])) return 0;
    return length;
}

/* How many of the bytes are whole characters. */
static size_t characters_span(const uint8_t *bytes, size_t n) {
    size_t i = 0;
    while (i < n) {
        uint64_t word = UINT64_MAX;
        if (n - i >= 8) memcpy(&word, bytes + i, 8);
        if ((word & 0x8080808080808080u) == 0) {
            i += 8;
            continue;
        }
        size_t length = character_length(bytes + i, n - i);
        if (length == 0) break;
        i += length;
    }
    return i;
}

static size_t span_portable(const uint8_t *bytes, size_t n, uint32_t key, bool *open) {
    uint8_t text[256];
    size_t i = 0, read = 0;
    do { /* a piece may end within a character: the next one begins with it */
        i += read;
        size_t part = n - i < sizeof text ? n - i : sizeof text;
        bulk_unmask_by(BULK_PORTABLE, text, bytes + i, part, bulk_key_turn(key, i));
        read = characters_span(text, part);
    } while (read > 0);
    *open = false; /* i is between characters */
    return i;
}

/* ---- the choice ---- */

bool bulk_path_there(bulk_path path) {
#if BULK_X86
    return path != BULK_AVX2 || __builtin_cpu_supports("avx2");
#else
    return path == BULK_PORTABLE;
#endif
}

static bulk_path path_best(void) {
    return bulk_path_there(BULK_AVX2)   ? BULK_AVX2
           : bulk_path_there(BULK_SSE2) ? BULK_SSE2
                                        : BULK_PORTABLE;
}

static size_t span_by(bulk_path path, const uint8_t *bytes, size_t n, uint32_t key, bool *open) {
#if BULK_X86
    if (path == BULK_AVX2) return bulk_span_avx2(bytes, n, key, open);
    if (path == BULK_SSE2) return bulk_span_sse2(bytes, n, key, open);
#endif
    (void)path;
    return span_portable(bytes, n, key, open);
}

static size_t unmask_by(bulk_path path, uint8_t *to, const uint8_t *from, size_t n, uint32_t key) {
#if BULK_X86
    if (path == BULK_AVX2) return bulk_unmask_avx2(to, from, n, key);
    if (path == BULK_SSE2) return bulk_unmask_sse2(to, from, n, key);
#endif
    (void)path;
    return unmask_portable(to, from, n, key);
}

uint32_t bulk_unmask_by(bulk_path path, uint8_t *to, const uint8_t *from, size_t n, uint32_t key) {
    size_t i = unmask_by(path, to, from, n, key);
    if (path != BULK_PORTABLE) i += unmask_portable(to + i, from + i, n - i, key);
    for (; i < n; i++) {
        to[i] = from[i] ^ (uint8_t)key;
        key = bulk_key_turn(key, 1);
    }
    return key;
}

uint32_t parley_unmask(uint8_t *to, const uint8_t *from, size_t n, uint32_t key) {
    return bulk_unmask_by(path_best(), to, from, n, key);
}

/* ---- the machine ---- */

/* The state behind a byte; 0: it cannot follow. */
static uint16_t state_behind(const parley_machine *machine, uint16_t state, uint8_t byte) {
    return PARLEY_CELL_NEXT(
        machine->cells[(size_t)state * PARLEY_COLUMNS + machine->byte_class[byte]]);
}

/* Between characters, and only there, an ASCII byte can follow. */
static bool is_between(const parley_machine *machine, uint16_t state) {
    return state_behind(machine, state, 'a') != 0;
}

static uint8_t byte_at(const uint8_t *bytes, size_t i, uint32_t key) {
    return bytes[i] ^ (uint8_t)bulk_key_turn(key, i);
}

/* The machine over masked bytes: all of them, or only to the end of a character that was begun
 * before. Returns as parley_utf8_check. */
static size_t table_read(const parley_machine *machine, const uint8_t *bytes, size_t n,
                         uint32_t key, bool all, uint16_t *state) {
    size_t i = 0;
    for (; i < n && (all || !is_between(machine, *state)); i++) {
        uint16_t next = state_behind(machine, *state, byte_at(bytes, i, key));
        if (next == 0) break;
        *state = next;
    }
    return i;
}

/* The last byte before `at` that begins a character. What lies before `at` is right. */
static size_t character_start(const uint8_t *bytes, size_t at, uint32_t key) {
    while (at > 0 && is_continuation(byte_at(bytes, at - 1, key)))
        at--;
    return at > 0 ? at - 1 : 0;
}

static size_t text_read(bulk_path path, const parley_machine *machine, const uint8_t *bytes,
                        size_t n, uint32_t key, uint16_t *state) {
    if (*state == 0 || *state >= machine->n_states) *state = machine->start;
    size_t start =
        is_between(machine, *state) ? 0 : table_read(machine, bytes, n, key, false, state);
    if (start == n || !is_between(machine, *state)) return start;
    key = bulk_key_turn(key, start);
    bool open = false;
    size_t sure = span_by(path, bytes + start, n - start, key, &open);
    if (sure == n - start && !open) {
        *state = state_behind(machine, *state, 'a'); /* as behind any character */
        return n;
    }
    size_t last = character_start(bytes + start, sure, key);
    key = bulk_key_turn(key, last);
    last += start;
    return last + table_read(machine, bytes + last, n - last, key, true, state);
}

size_t bulk_masked_text_by(bulk_path path, const uint8_t *bytes, size_t n, uint32_t *key,
                           uint16_t *state) {
    size_t read = text_read(path, &parley_websocket_text, bytes, n, *key, state);
    *key = bulk_key_turn(*key, read);
    return read;
}

size_t bulk_masked_text(const uint8_t *bytes, size_t n, uint32_t *key, uint16_t *state) {
    return bulk_masked_text_by(path_best(), bytes, n, key, state);
}

size_t bulk_text(const parley_machine *machine, const uint8_t *bytes, size_t n, uint16_t *state) {
    return text_read(path_best(), machine, bytes, n, 0, state);
}

size_t parley_utf8_check(const uint8_t *bytes, size_t n, uint16_t *state) {
    uint32_t unmasked = 0;
    return bulk_masked_text(bytes, n, &unmasked, state);
}

bool parley_utf8_complete(uint16_t state) {
    return state == 0 ||
           (state < parley_websocket_text.n_states && is_between(&parley_websocket_text, state));
}

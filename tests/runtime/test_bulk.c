/* Payload in bulk: every path through it finds what websocket.text finds byte by byte, at the same
 * index and in the same state, wherever the bytes lie, however they are masked and cut. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "../../runtime/bulk.h"
#include "../../runtime/parley.h"
#include "../support/cmocka_all.h"
#include "websocket_text.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST = 1200 };

static uint64_t next_random(void) {
    static uint64_t state = 3629;
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t random_below(size_t n) {
    return (size_t)(next_random() % n);
}

/* ---- the reference: one byte after the other ---- */

static uint32_t unmask_slowly(uint8_t *bytes, size_t n, uint32_t key) {
    uint8_t keys[4] = {(uint8_t)key, (uint8_t)(key >> 8), (uint8_t)(key >> 16),
                       (uint8_t)(key >> 24)};
    for (size_t i = 0; i < n; i++)
        bytes[i] ^= keys[i % 4];
    return (uint32_t)keys[n % 4] | (uint32_t)keys[(n + 1) % 4] << 8 |
           (uint32_t)keys[(n + 2) % 4] << 16 | (uint32_t)keys[(n + 3) % 4] << 24;
}

static size_t check_slowly(const uint8_t *bytes, size_t n, uint16_t *state) {
    parley_hit hit;
    size_t hits;
    uint16_t s = *state == 0 ? parley_websocket_text.start : *state;
    size_t read = parley_machine_run(&parley_websocket_text, &s, bytes, n, &hit, 1, &hits);
    *state = s == 0 ? hit.from : s;
    return read;
}

/* ---- comparing ---- */

/* Bytes that lie as they are asked for, with nothing behind them that may be read. */
typedef struct place {
    uint8_t *room, *bytes;
} place;

static place place_make(const uint8_t *bytes, size_t n, size_t alignment) {
    size_t room = alignment + n;
    place made = {malloc(room > 0 ? room : 1), NULL};
    assert_non_null(made.room);
    made.bytes = made.room + alignment;
    if (n > 0) memcpy(made.bytes, bytes, n);
    return made;
}

/* Reads text[0..n) in two pieces, masked with key, by one path. */
static void path_same(bulk_path path, const uint8_t *text, size_t n, size_t cut, uint32_t key,
                      size_t alignment) {
    uint16_t expected_state = 0, state = 0;
    size_t expected = check_slowly(text, cut, &expected_state);
    if (expected == cut) expected += check_slowly(text + cut, n - cut, &expected_state);

    place masked = place_make(text, n, alignment);
    unmask_slowly(masked.bytes, n, key);
    uint8_t skipped[MOST] = {0};
    uint32_t turned = key, expected_key = unmask_slowly(skipped, expected, key);
    size_t found = bulk_masked_text_by(path, masked.bytes, cut, &turned, &state);
    if (found == cut)
        found += bulk_masked_text_by(path, masked.bytes + cut, n - cut, &turned, &state);
    free(masked.room);
    assert_int_equal(found, expected);
    assert_int_equal(state, expected_state);
    assert_int_equal(turned, expected_key);
}

static void paths_same(const uint8_t *text, size_t n, size_t cut, uint32_t key, size_t alignment) {
    for (bulk_path path = BULK_PORTABLE; path < BULK_PATHS; path++)
        if (bulk_path_there(path)) path_same(path, text, n, cut, key, alignment);
}

/* ---- unmasking ---- */

static void unmasking_is_the_same_by_every_path(void **unused) {
    (void)unused;
    for (size_t round = 0; round < 40000; round++) {
        size_t n = round < 800 ? round / 4 : random_below(MOST), alignment = random_below(40);
        uint32_t key = (uint32_t)next_random();
        uint8_t bytes[MOST], expected[MOST];
        for (size_t i = 0; i < n; i++)
            expected[i] = bytes[i] = (uint8_t)next_random();
        uint32_t turned = unmask_slowly(expected, n, key);
        for (bulk_path path = BULK_PORTABLE; path < BULK_PATHS; path++) {
            if (!bulk_path_there(path)) continue;
            place from = place_make(bytes, n, alignment), to = place_make(bytes, n, round % 7);
            assert_int_equal(bulk_unmask_by(path, to.bytes, from.bytes, n, key), turned);
            assert_memory_equal(to.bytes, expected, n);
            assert_memory_equal(from.bytes, bytes, n);
            assert_int_equal(bulk_unmask_by(path, from.bytes, from.bytes, n, key), turned);
            assert_memory_equal(from.bytes, expected, n);
            free(from.room);
            free(to.room);
        }
    }
}

static void unmasking_goes_on_where_it_stopped(void **unused) {
    (void)unused;
    for (size_t cut = 0; cut <= 150; cut++) {
        uint8_t bytes[150], expected[150];
        for (size_t i = 0; i < sizeof bytes; i++)
            expected[i] = bytes[i] = (uint8_t)next_random();
        uint32_t whole = unmask_slowly(expected, sizeof expected, 0x12345678);
        uint32_t key = parley_unmask(bytes, bytes, cut, 0x12345678);
        key = parley_unmask(bytes + cut, bytes + cut, sizeof bytes - cut, key);
        assert_int_equal(key, whole);
        assert_memory_equal(bytes, expected, sizeof bytes);
    }
}

/* ---- UTF-8 ---- */

/* Every lead byte and what is no lead, with what may follow it and what just may not. */
static const uint8_t seconds[] = {0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xf0};
static const uint8_t thirds[] = {0x7f, 0x80, 0xbf, 0xc2};
enum { SECONDS = sizeof seconds, THIRDS = sizeof thirds };

static void sequence_make(uint8_t sequence[4], unsigned first, size_t rest) {
    sequence[0] = (uint8_t)first;
    sequence[1] = seconds[rest % SECONDS];
    sequence[2] = thirds[rest / SECONDS % THIRDS];
    sequence[3] = thirds[rest / SECONDS / THIRDS];
}

static void every_sequence_at_every_place_is_judged_as_by_the_machine(void **unused) {
    (void)unused;
    for (unsigned first = 0x7f; first <= 0xff; first++) {
        for (size_t rest = 0; rest < SECONDS * THIRDS * THIRDS; rest++) {
            uint8_t sequence[4];
            sequence_make(sequence, first, rest);
            /* all places in turn, for all sequences together many times each */
            size_t at = (first * 31 + rest) % 71, behind = rest % 40;
            uint8_t text[128];
            memset(text, 'x', sizeof text);
            memcpy(text + at, sequence, 4);
            size_t length = 1 + random_below(4);
            paths_same(text, at + length + behind, 0, 0, 0);
            paths_same(text, at + length, 0, (uint32_t)next_random(), rest % 33);
        }
    }
}

/* The borders of RFC 3629, right and wrong. */
static const char *const borders[] = {"\xc2\x80",
                                      "\xdf\xbf",
                                      "\xe0\xa0\x80",
                                      "\xe0\xbf\xbf",
                                      "\xe1\x80\x80",
                                      "\xec\xbf\xbf",
                                      "\xed\x80\x80",
                                      "\xed\x9f\xbf",
                                      "\xee\x80\x80",
                                      "\xef\xbf\xbf",
                                      "\xf0\x90\x80\x80",
                                      "\xf0\xbf\xbf\xbf",
                                      "\xf1\x80\x80\x80",
                                      "\xf3\xbf\xbf\xbf",
                                      "\xf4\x80\x80\x80",
                                      "\xf4\x8f\xbf\xbf",
                                      "\x80",
                                      "\xbf",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xe0\x80\x80",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xed\xbf\xbf",
                                      "\xf0\x80\x80\x80",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xf8\x88\x80\x80",
                                      "\xfe",
                                      "\xff",
                                      "\xc3(",
                                      "\xe2\x82(",
                                      "\xf0\x9f\x98(",
                                      "\xc3\xc3\xa9",
                                      "\xe2\x82\xe2\x82\xac",
                                      "\xf0\x9f\xf0\x9f",
                                      "\xc3\xa9\xa9",
                                      "\xe2\x82\xac\xac",
                                      "\xf0\x9f\x98\x80\x80"};
enum { BORDERS = sizeof borders / sizeof *borders };

static void every_border_at_every_place_and_cut_is_judged_as_by_the_machine(void **unused) {
    (void)unused;
    for (size_t k = 0; k < BORDERS; k++) {
        size_t length = strlen(borders[k]);
        for (size_t at = 0; at <= 70; at++) {
            uint8_t text[200];
            size_t filler = k % 2 == 0 ? 1 : 3, from = at / filler * filler;
            size_t n = from + length + at % 35 / filler * filler;
            for (size_t i = 0; i < sizeof text; i++)
                text[i] = filler == 1 ? 'x' : (uint8_t)("\xe4\xbd\xa0"[i % 3]);
            /* filler, the border, filler from a character's beginning on */
            memmove(text + from + length, text + 120, n - from - length);
            memcpy(text + from, borders[k], length);
            for (size_t cut = 0; cut <= n; cut++)
                paths_same(text, n, cut, (uint32_t)(cut * 0x1234567), at % 4);
        }
    }
}

/* Where much ASCII follows, it is passed over in another way. */
static void character_cut_by_much_ascii_is_wrong_where_it_is_cut(void **unused) {
    (void)unused;
    static const char *const begun[] = {"\xc3",     "\xe4",         "\xe4\xbd",
                                        "\xf0\x9f", "\xf0\x9f\x98", "\xf0"};
    for (size_t k = 0; k < sizeof begun / sizeof *begun; k++) {
        size_t length = strlen(begun[k]);
        for (size_t at = 0; at <= 600; at++) {
            uint8_t text[900];
            for (size_t i = 0; i < at; i++)
                text[at - 1 - i] = (uint8_t)("\xa9\xc3"[i % 2]);
            if (at % 2 == 1) text[0] = 'x';
            memcpy(text + at, begun[k], length);
            memset(text + at + length, 'x', sizeof text - at - length);
            uint16_t state = 0;
            assert_int_equal(check_slowly(text, sizeof text, &state), at + length);
            paths_same(text, sizeof text, 0, (uint32_t)next_random(), at % 4);
        }
    }
}

/* Words of eleven scripts. Returns how many bytes, at most n. */
static size_t words_make(uint8_t *text, size_t n) {
    static const uint32_t scripts[11] = {'a',   0xe0,  0x3b1,  0x430,  0x5d0,  0x628,
                                         0x915, 0xe01, 0x4e00, 0xac00, 0x1f600};
    size_t length = 0, script = random_below(11);
    while (length + 4 <= n) {
        uint32_t code = scripts[script] + (uint32_t)random_below(25);
        if (code < 0x80) {
            text[length++] = (uint8_t)code;
        } else if (code < 0x800) {
            text[length++] = (uint8_t)(0xc0 | code >> 6);
            text[length++] = (uint8_t)(0x80 | (code & 0x3f));
        } else if (code < 0x10000) {
            text[length++] = (uint8_t)(0xe0 | code >> 12);
            text[length++] = (uint8_t)(0x80 | (code >> 6 & 0x3f));
            text[length++] = (uint8_t)(0x80 | (code & 0x3f));
        } else {
            text[length++] = (uint8_t)(0xf0 | code >> 18);
            text[length++] = (uint8_t)(0x80 | (code >> 12 & 0x3f));
            text[length++] = (uint8_t)(0x80 | (code >> 6 & 0x3f));
            text[length++] = (uint8_t)(0x80 | (code & 0x3f));
        }
        if (random_below(40) == 0) script = random_below(11);
        /* now and then a stretch of ASCII, as long as blocks are */
        if (random_below(60) == 0)
            for (size_t left = random_below(200); left > 0 && length + 4 <= n; left--)
                text[length++] = (uint8_t)(' ' + random_below(95));
    }
    return length;
}

static void text_of_many_scripts_is_right_by_every_path(void **unused) {
    (void)unused;
    for (size_t round = 0; round < 20000; round++) {
        uint8_t text[MOST];
        size_t n = words_make(text, random_below(MOST));
        uint16_t state = 0;
        assert_int_equal(check_slowly(text, n, &state), n);
        paths_same(text, n, random_below(n + 1), (uint32_t)next_random(), random_below(64));
    }
}

#if BULK_X86
/* What a path leaves to the machine would be right, too, but slow. */
static void text_that_is_right_is_not_left_to_the_machine(void **unused) {
    (void)unused;
    for (size_t round = 0; round < 20000; round++) {
        uint8_t text[MOST];
        uint32_t key = (uint32_t)next_random();
        size_t n = words_make(text, 36 + random_below(MOST - 36));
        size_t cut = n - random_below(4);
        uint16_t state = 0;
        assert_int_equal(check_slowly(text, cut, &state), cut);
        unmask_slowly(text, n, key);
        bool open = false;
        if (cut < 32 + 3) continue;
        assert_int_equal(bulk_span_sse2(text, cut, key, &open), cut);
        assert_int_equal(open, !parley_utf8_complete(state));
        if (!bulk_path_there(BULK_AVX2)) continue;
        assert_int_equal(bulk_span_avx2(text, cut, key, &open), cut);
        assert_int_equal(open, !parley_utf8_complete(state));
    }
}
#endif

static void text_that_is_damaged_is_wrong_at_the_same_byte(void **unused) {
    (void)unused;
    size_t wrong = 0;
    for (size_t round = 0; round < 60000; round++) {
        uint8_t text[MOST];
        size_t n = words_make(text, 1 + random_below(MOST - 1));
        for (size_t left = 1 + random_below(2); left > 0 && n > 0; left--) {
            size_t at = random_below(n);
            if (random_below(3) == 0) {
                memmove(text + at, text + at + 1, n - at - 1);
                n--;
            } else {
                text[at] = (uint8_t)next_random();
            }
        }
        uint16_t state = 0;
        wrong += check_slowly(text, n, &state) < n;
        paths_same(text, n, random_below(n + 1), (uint32_t)next_random(), random_below(64));
    }
    assert_in_range(wrong, 30000, 60000);
}

static void random_bytes_are_wrong_at_the_same_byte(void **unused) {
    (void)unused;
    static const uint8_t likely[] = {'a',  0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2, 0xdf, 0xe0,
                                     0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xc1, 0xf5, 0xff, 0x7f};
    for (size_t round = 0; round < 100000; round++) {
        uint8_t text[MOST];
        /* right up to anywhere, then bytes that are nearly right */
        size_t n = words_make(text, random_below(400)), tail = random_below(12);
        for (; tail > 0; tail--)
            text[n++] =
                round % 4 == 0 ? (uint8_t)next_random() : likely[random_below(sizeof likely)];
        paths_same(text, n, random_below(n + 1), (uint32_t)next_random(), random_below(64));
    }
}

static void text_cut_into_many_pieces_is_judged_as_a_whole(void **unused) {
    (void)unused;
    for (size_t round = 0; round < 5000; round++) {
        uint8_t text[MOST];
        size_t n = words_make(text, MOST);
        if (round % 2 == 0) text[random_below(n)] = (uint8_t)next_random();
        uint16_t expected_state = 0;
        size_t expected = check_slowly(text, n, &expected_state);
        for (bulk_path path = BULK_PORTABLE; path < BULK_PATHS; path++) {
            if (!bulk_path_there(path)) continue;
            uint16_t state = 0;
            uint32_t key = 0;
            size_t at = 0, read = 0, piece = 0;
            do {
                at += read;
                piece = random_below(2) == 0 ? random_below(5) : random_below(100);
                piece = piece < n - at ? piece : n - at;
                read = bulk_masked_text_by(path, text + at, piece, &key, &state);
            } while (read == piece && at + read < n);
            assert_int_equal(at + read, expected);
            assert_int_equal(state, expected_state);
        }
    }
}

/* Pages that must not be touched stand before and behind the bytes. */
static void nothing_is_read_but_the_bytes(void **unused) {
    (void)unused;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uint8_t *room = mmap(NULL, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(room != MAP_FAILED);
    assert_int_equal(mprotect(room + page, page, PROT_READ | PROT_WRITE), 0);
    uint8_t text[400];
    size_t most = words_make(text, sizeof text);
    for (size_t n = 0; n <= most; n++) {
        for (bulk_path path = BULK_PORTABLE; path < BULK_PATHS; path++) {
            if (!bulk_path_there(path)) continue;
            for (int last = 0; last < 2; last++) {
                uint8_t *bytes = last ? room + 2 * page - n : room + page;
                uint16_t state = 0;
                uint32_t key = (uint32_t)next_random(), used = key;
                memcpy(bytes, text, n);
                (void)bulk_unmask_by(path, bytes, bytes, n, key);
                assert_int_equal(bulk_masked_text_by(path, bytes, n, &used, &state), n);
            }
        }
    }
    munmap(room, 3 * page);
}

static void public_function_does_what_the_paths_do(void **unused) {
    (void)unused;
    for (size_t round = 0; round < 2000; round++) {
        uint8_t text[MOST];
        size_t n = words_make(text, MOST);
        if (round % 2 == 0) text[random_below(n)] = (uint8_t)next_random();
        uint16_t expected_state = 0, state = 0;
        size_t expected = check_slowly(text, n, &expected_state);
        assert_int_equal(parley_utf8_check(text, n, &state), expected);
        assert_int_equal(state, expected_state);
    }
}

static void text_is_complete_between_characters_only(void **unused) {
    (void)unused;
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
    static const bool complete[] = {true, true,  false, true,  false, false,
                                    true, false, false, false, true};
    uint16_t state = 0;
    for (size_t n = 0; n < sizeof text - 1; n++) {
        assert_int_equal(parley_utf8_complete(state), complete[n]);
        assert_int_equal(parley_utf8_check((const uint8_t *)text + n, 1, &state), 1);
    }
    assert_true(parley_utf8_complete(state));
    assert_false(parley_utf8_complete(UINT16_MAX));
}

static void nothing_read_is_nothing_changed(void **unused) {
    (void)unused;
    uint16_t state = 0;
    uint32_t key = 0x01020304;
    assert_int_equal(parley_utf8_check((const uint8_t *)"\xe2\x82", 2, &state), 2);
    uint16_t before = state;
    assert_int_equal(bulk_masked_text(NULL, 0, &key, &state), 0);
    assert_int_equal(state, before);
    assert_int_equal(key, 0x01020304);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unmasking_is_the_same_by_every_path),
        cmocka_unit_test(unmasking_goes_on_where_it_stopped),
        cmocka_unit_test(every_sequence_at_every_place_is_judged_as_by_the_machine),
        cmocka_unit_test(every_border_at_every_place_and_cut_is_judged_as_by_the_machine),
        cmocka_unit_test(character_cut_by_much_ascii_is_wrong_where_it_is_cut),
        cmocka_unit_test(text_of_many_scripts_is_right_by_every_path),
#if BULK_X86
        cmocka_unit_test(text_that_is_right_is_not_left_to_the_machine),
#endif
        cmocka_unit_test(text_that_is_damaged_is_wrong_at_the_same_byte),
        cmocka_unit_test(random_bytes_are_wrong_at_the_same_byte),
        cmocka_unit_test(text_cut_into_many_pieces_is_judged_as_a_whole),
        cmocka_unit_test(nothing_is_read_but_the_bytes),
        cmocka_unit_test(public_function_does_what_the_paths_do),
        cmocka_unit_test(text_is_complete_between_characters_only),
        cmocka_unit_test(nothing_read_is_nothing_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Compressed messages: what zlib makes inflates whatever was agreed and however it is cut, and what
 * is wrong is wrong at one byte. */
#include "../../cli/websocket/message_inflater.h"
#include "../../runtime/parley.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { ROOM = 1 << 17, WHOLE = 1 << 30, NOWHERE = -1, AT_END = -2 };

/* The sender: one deflate stream, messages cut out of it as RFC 7692 7.2.1 tells. */
typedef struct sender {
    z_stream stream;
    bool no_takeover;
} sender;

static void sender_open(sender *s, int level, int bits, bool no_takeover) {
    *s = (sender){.no_takeover = no_takeover};
    assert_int_equal(deflateInit2(&s->stream, level, Z_DEFLATED, -bits, 9, Z_DEFAULT_STRATEGY),
                     Z_OK);
}

/* flush: Z_SYNC_FLUSH, or Z_FINISH for a block with the final bit. Returns the payload's length. */
static size_t message_compress(sender *s, const void *text, size_t n, int flush, uint8_t *out) {
    z_stream *z = &s->stream;
    if (n == 0) { /* RFC 7692 7.2.3.6 */
        out[0] = 0;
        return 1;
    }
    if (s->no_takeover || flush == Z_FINISH) assert_int_equal(deflateReset(z), Z_OK);
    z->next_in = (z_const Bytef *)text;
    z->avail_in = (uInt)n;
    z->next_out = out;
    z->avail_out = ROOM;
    int result = deflate(z, flush);
    assert_int_equal(result, flush == Z_FINISH ? Z_STREAM_END : Z_OK);
    size_t length = ROOM - z->avail_out;
    if (flush == Z_FINISH) {
        out[length] = 0; /* RFC 7692 7.2.3.4 */
        return length + 1;
    }
    assert_memory_equal(out + length - 4, "\0\0\xff\xff", 4);
    return length - 4;
}

/* What was told of one message. */
typedef struct told {
    int at; /* of the first fault: NOWHERE, AT_END, or the byte */
    unsigned faults;
    int final_at; /* of a final bit */
} told;

static void told_note(told *t, int at, unsigned faults) {
    if ((faults & INFLATE_FAULT_FINAL) != 0) t->final_at = at;
    faults &= ~(unsigned)INFLATE_FAULT_FINAL;
    if (faults != 0 && t->faults == 0) t->at = at;
    t->faults |= faults;
}

/* Inflates one message in pieces of this size. text is ready. */
static told message_inflate(message_inflater *in, message_text *text, const uint8_t *bytes,
                            size_t n, size_t piece) {
    told t = {.at = NOWHERE, .final_at = NOWHERE};
    message_inflater_start(in, text);
    for (size_t at = 0; at < n;) {
        size_t length = n - at < piece ? n - at : piece;
        /* a copy of its own, so that reading beyond it shows */
        uint8_t *copy = malloc(length);
        assert_non_null(copy);
        memcpy(copy, bytes + at, length);
        for (size_t done = 0; done < length;) {
            unsigned faults;
            size_t taken = message_inflater_feed(in, copy + done, length - done, &faults);
            assert_true(taken > 0 && (taken == length - done || faults != 0));
            done += taken;
            if (faults != 0) told_note(&t, (int)(at + done - 1), faults);
        }
        free(copy);
        at += length;
    }
    told_note(&t, AT_END, message_inflater_end(in));
    return t;
}

static void assert_told_equal(told a, told b) {
    assert_int_equal(a.at, b.at);
    assert_int_equal(a.faults, b.faults);
    assert_int_equal(a.final_at, b.final_at);
}

/* Words that come again, near and far, with others between. */
static const uint8_t *long_text(size_t *n) {
    static uint8_t text[90000];
    uint32_t seed = 7;
    for (size_t i = 0; i < sizeof text; i++) {
        seed = seed * 1664525u + 1013904223u;
        bool again = i > 40000 && (seed >> 28) < 12;
        text[i] = again ? text[i - 1 - (seed >> 8) % 33000] : (uint8_t)('A' + (seed >> 27));
    }
    *n = sizeof text;
    return text;
}

static void what_zlib_makes_inflates_in_every_window(void **state) {
    static const size_t pieces[] = {WHOLE, 1460, 65, 64, 7, 1};
    static uint8_t out[ROOM];
    size_t n_all;
    const uint8_t *all = long_text(&n_all);
    (void)state;
    for (int bits = 9; bits <= 15; bits++)
        for (int no_takeover = 0; no_takeover < 2; no_takeover++)
            for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
                static const size_t lengths[] = {0, 1, 90000, 300, 0, 40000, 5};
                sender s;
                sender_open(&s, 9, bits, no_takeover != 0);
                message_inflater *in = message_inflater_open((unsigned)bits, no_takeover != 0);
                assert_non_null(in);
                for (size_t m = 0; m < sizeof lengths / sizeof lengths[0]; m++) {
                    message_text text = {.checked = true, .wanted = true};
                    size_t n = message_compress(&s, all, lengths[m], Z_SYNC_FLUSH, out);
                    told t = message_inflate(in, &text, out, n, pieces[p]);
                    assert_int_equal(t.at, NOWHERE);
                    assert_int_equal(t.final_at, NOWHERE);
                    assert_int_equal(text.length, lengths[m]);
                    assert_int_equal(text.n, lengths[m] < TEXT_KEPT ? lengths[m] : TEXT_KEPT);
                    assert_true(text.cut == (lengths[m] > TEXT_KEPT));
                    if (text.n > 0) assert_memory_equal(text.bytes, all, text.n);
                    assert_true(parley_utf8_complete(text.state));
                    message_text_clear(&text);
                }
                message_inflater_free(in);
                deflateEnd(&s.stream);
            }
}

static void stored_blocks_and_final_ones_pass(void **state) {
    static const uint8_t stored[] = {0x00, 0x05, 0x00, 0xfa, 0xff, 'H', 'e', 'l', 'l', 'o', 0x00};
    static const uint8_t final[] = {0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00};
    static const uint8_t again[] = {0xf2, 0x00, 0x11, 0x00, 0x00}; /* refers to the one before */
    (void)state;
    for (size_t piece = 1; piece <= 16; piece++) {
        message_inflater *in = message_inflater_open(15, false);
        message_text text = {.checked = true, .wanted = true};
        assert_int_equal(message_inflate(in, &text, stored, sizeof stored, piece).at, NOWHERE);
        assert_memory_equal(text.bytes, "Hello", 5);
        message_text_clear(&text);
        for (int time = 0; time < 2; time++) { /* told once, and the window stays as it is */
            told t = message_inflate(in, &text, final, sizeof final, piece);
            assert_int_equal(t.at, NOWHERE);
            assert_int_equal(t.final_at, time == 0 ? 0 : NOWHERE);
            assert_int_equal(text.n, 5);
            assert_memory_equal(text.bytes, "Hello", 5);
            message_text_clear(&text);
        }
        assert_int_equal(message_inflate(in, &text, again, sizeof again, piece).at, NOWHERE);
        assert_int_equal(text.n, 5);
        assert_memory_equal(text.bytes, "Hello", 5);
        message_text_clear(&text);
        /* the byte behind the final block is missing: who reads finds all of it all the same */
        assert_int_equal(message_inflate(in, &text, final, sizeof final - 1, piece).at, NOWHERE);
        message_text_clear(&text);
        assert_int_equal(message_inflate(in, &text, again, sizeof again, piece).at, NOWHERE);
        message_text_clear(&text);
        message_inflater_free(in);
    }
}

static void what_does_not_inflate_is_wrong_at_its_byte(void **state) {
    static const struct {
        const char *bytes;
        size_t n;
        int at;
    } cases[] = {
        {"\x07", 1, 0},                         /* no such kind of block */
        {"\xf2\x48\xcd\xc9\xc9\x07\x18", 7, 6}, /* after a good one */
        {"\x00\x05\x00\xfa\xfe", 5, 4},         /* a stored block whose lengths differ */
        {"\xf2\x48\xcd\xc9\xc9", 5, AT_END},    /* it stops within a block */
        {"", 0, AT_END},                        /* not even an empty block */
        {"\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff", 11,
         AT_END},               /* its end was not taken off */
        {"\x02\x01\x00", 3, 1}, /* nothing is there to refer to */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t piece = 1; piece <= 12; piece++) {
            message_inflater *in = message_inflater_open(15, false);
            message_text text = {.checked = true};
            told t = message_inflate(in, &text, (const uint8_t *)cases[i].bytes, cases[i].n, piece);
            if (t.at != cases[i].at) print_message("case %zu at %d\n", i, t.at);
            assert_int_equal(t.at, cases[i].at);
            assert_int_equal(t.faults, INFLATE_FAULT_BAD);
            assert_true(message_inflater_lost(in));
            message_text_clear(&text);
            message_inflater_free(in);
        }
}

/* Any byte changed: what is told must not depend on pieces. */
static void corrupt_bytes_are_found_alike_in_all_pieces(void **state) {
    static uint8_t out[ROOM], wrong[ROOM];
    static const size_t pieces[] = {300, 70, 1};
    size_t n_all;
    const uint8_t *all = long_text(&n_all);
    unsigned found = 0;
    (void)state;
    for (int bits = 9; bits <= 15; bits += 3) {
        sender s;
        sender_open(&s, 9, bits, false);
        size_t n = message_compress(&s, all + 39000, 3000, Z_SYNC_FLUSH, out);
        deflateEnd(&s.stream);
        for (size_t at = 0; at < n; at += 3) {
            told first = {0};
            memcpy(wrong, out, n);
            wrong[at] ^= (uint8_t)(1u << at % 8u);
            for (size_t p = 0; p <= sizeof pieces / sizeof pieces[0]; p++) {
                message_inflater *in = message_inflater_open((unsigned)bits, false);
                message_text text = {.checked = true, .wanted = true};
                told t = message_inflate(in, &text, wrong, n, p == 0 ? WHOLE : pieces[p - 1]);
                if (p == 0) first = t;
                assert_told_equal(first, t);
                found += t.at != NOWHERE;
                assert_true(t.at == NOWHERE || t.at == AT_END || t.at >= (int)at);
                message_text_clear(&text);
                message_inflater_free(in);
            }
        }
    }
    assert_true(found > 100);
}

static void wrong_text_is_found_at_the_byte_it_comes_out_of(void **state) {
    static uint8_t plain[3000], out[ROOM];
    (void)state;
    /* stored, a byte of text is a byte of the wire */
    for (size_t at = 0; at < 1000; at += 37) {
        memset(plain, 'x', sizeof plain);
        plain[at] = 0xff;
        sender s;
        sender_open(&s, 0, 15, false);
        size_t n = message_compress(&s, plain, sizeof plain, Z_SYNC_FLUSH, out);
        deflateEnd(&s.stream);
        for (size_t piece = 1; piece < 4096; piece = 4 * piece + 1) {
            message_inflater *in = message_inflater_open(15, false);
            message_text text = {.checked = true};
            told t = message_inflate(in, &text, out, n, piece);
            assert_int_equal(t.at, at + 5);
            assert_int_equal(t.faults, INFLATE_FAULT_TEXT);
            assert_true(text.wrong && text.wrong_byte == 0xff);
            assert_false(message_inflater_lost(in));
            message_text_clear(&text);
            message_inflater_free(in);
        }
    }
}

/* Two messages in the largest window, read by one who agreed on less. */
static told last_of_two(bool keeps_to_it, unsigned read_bits, bool no_takeover,
                        const uint8_t *second, size_t n_second, size_t piece) {
    static uint8_t out[ROOM];
    size_t n_all;
    const uint8_t *all = long_text(&n_all);
    sender s;
    sender_open(&s, 9, 15, no_takeover && keeps_to_it);
    message_inflater *in = message_inflater_open(read_bits, no_takeover);
    message_text text = {.checked = true};
    size_t n = message_compress(&s, all, 200, Z_SYNC_FLUSH, out);
    assert_int_equal(message_inflate(in, &text, out, n, piece).at, NOWHERE);
    message_text_clear(&text);
    n = message_compress(&s, second, n_second, Z_SYNC_FLUSH, out);
    told t = message_inflate(in, &text, out, n, piece);
    message_text_clear(&text);
    if (t.faults != 0) { /* what comes next can be read where windows start empty, only there */
        told after = message_inflate(in, &text, (const uint8_t *)"\x07", 1, piece);
        assert_int_equal(after.faults, no_takeover ? INFLATE_FAULT_BAD : 0);
        message_text_clear(&text);
    }
    message_inflater_free(in);
    deflateEnd(&s.stream);
    return t;
}

static void references_too_far_back_break_what_was_agreed(void **state) {
    static uint8_t far[2200];
    size_t n_all;
    const uint8_t *all = long_text(&n_all);
    (void)state;
    memcpy(far, all + 5000, sizeof far);
    memcpy(far + 2100, far + 50, 100); /* 2050 bytes back */
    for (size_t piece = 1; piece < 5000; piece = 3 * piece + 1) {
        /* the message before comes again */
        told t = last_of_two(false, 15, true, all, 200, piece);
        assert_int_equal(t.faults, INFLATE_FAULT_CONTEXT);
        assert_told_equal(t, last_of_two(false, 15, true, all, 200, 1));
        assert_int_equal(last_of_two(false, 15, false, all, 200, piece).at, NOWHERE);
        /* within one message: within 4096 bytes, and not within 2048 */
        assert_int_equal(last_of_two(false, 12, false, far, sizeof far, piece).at, NOWHERE);
        t = last_of_two(false, 11, false, far, sizeof far, piece);
        assert_int_equal(t.faults, INFLATE_FAULT_WINDOW);
        assert_told_equal(t, last_of_two(false, 11, false, far, sizeof far, 1));
        assert_int_equal(last_of_two(true, 11, true, far, sizeof far, piece).faults,
                         INFLATE_FAULT_WINDOW);
    }
}

/* At each distance around the edge of a window: one literal that stands so far back, then a match.
 */
static void a_window_is_as_large_as_agreed_to_the_byte(void **state) {
    static uint8_t out[ROOM], plain[2000];
    (void)state;
    for (unsigned bits = 8; bits <= 10; bits++)
        for (int beyond = -1; beyond <= 1; beyond++) {
            size_t n_all, distance = (1u << bits) + (size_t)(beyond + 1) - 1;
            const uint8_t *all = long_text(&n_all);
            memcpy(plain, all, distance);
            memcpy(plain + distance, all, 20);
            sender s;
            sender_open(&s, 9, 15, false);
            size_t n = message_compress(&s, plain, distance + 20, Z_SYNC_FLUSH, out);
            for (size_t piece = 1; piece < 2000; piece = 6 * piece + 1) {
                message_inflater *in = message_inflater_open(bits, false);
                message_text text = {0};
                told t = message_inflate(in, &text, out, n, piece);
                assert_int_equal(t.faults, beyond > 0 ? INFLATE_FAULT_WINDOW : 0);
                message_text_clear(&text);
                message_inflater_free(in);
            }
            deflateEnd(&s.stream);
        }
}

static void a_bomb_is_given_up(void **state) {
    static uint8_t out[ROOM], zeros[1 << 20];
    (void)state;
    sender s;
    sender_open(&s, 9, 15, true);
    size_t n = message_compress(&s, zeros, sizeof zeros, Z_SYNC_FLUSH, out);
    message_inflater *in = message_inflater_open(15, true);
    uint64_t put_out = 0;
    for (int i = 0; i < 100; i++) {
        message_text text = {.checked = true, .wanted = true};
        assert_int_equal(message_inflate(in, &text, out, n, WHOLE).at, NOWHERE);
        put_out += text.length;
        assert_true(text.size <= TEXT_KEPT);
        message_text_clear(&text);
    }
    assert_true(message_inflater_lost(in));
    assert_true(put_out >= INFLATED_BYTES && put_out < 2 * INFLATED_BYTES);
    message_inflater_free(in);
    deflateEnd(&s.stream);
}

static void what_was_lost_stays_unread_until_a_window_starts_empty(void **state) {
    static const uint8_t good[] = {0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00};
    (void)state;
    for (int no_takeover = 0; no_takeover < 2; no_takeover++) {
        message_inflater *in = message_inflater_open(15, no_takeover != 0);
        message_text text = {0};
        message_inflater_lose(in);
        assert_int_equal(message_inflate(in, &text, good, sizeof good, 3).at, NOWHERE);
        assert_int_equal(text.length, no_takeover != 0 ? 5 : 0);
        message_inflater_free(in);
    }
}

static void only_so_many_run_at_once(void **state) {
    message_inflater *all[MESSAGE_INFLATERS];
    (void)state;
    for (size_t i = 0; i < MESSAGE_INFLATERS; i++)
        assert_non_null(all[i] = message_inflater_open(15, false));
    assert_null(message_inflater_open(15, false));
    message_inflater_free(all[0]);
    assert_non_null(all[0] = message_inflater_open(15, false));
    for (size_t i = 0; i < MESSAGE_INFLATERS; i++)
        message_inflater_free(all[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_zlib_makes_inflates_in_every_window),
        cmocka_unit_test(stored_blocks_and_final_ones_pass),
        cmocka_unit_test(what_does_not_inflate_is_wrong_at_its_byte),
        cmocka_unit_test(corrupt_bytes_are_found_alike_in_all_pieces),
        cmocka_unit_test(wrong_text_is_found_at_the_byte_it_comes_out_of),
        cmocka_unit_test(references_too_far_back_break_what_was_agreed),
        cmocka_unit_test(a_window_is_as_large_as_agreed_to_the_byte),
        cmocka_unit_test(a_bomb_is_given_up),
        cmocka_unit_test(what_was_lost_stays_unread_until_a_window_starts_empty),
        cmocka_unit_test(only_so_many_run_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

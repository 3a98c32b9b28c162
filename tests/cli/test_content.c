/* Compressed content: what decodes passes, and what does not is wrong at one byte, however it is
 * cut. */
#include "../../cli/http1/content.h"
#include "../support/cmocka_all.h"

#include <string.h>
#include <zlib.h>

enum { GZIP = 15 + 16, ZLIB = 15, RAW = -15, ROOM = 4096 };

static size_t compress_to(uint8_t *out, const char *text, int bits) {
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (z_const Bytef *)text;
    stream.avail_in = (uInt)strlen(text);
    stream.next_out = out;
    stream.avail_out = ROOM;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t n = (size_t)stream.total_out;
    deflateEnd(&stream);
    return n;
}

static const char *long_text(void) {
    static char text[3000];
    uint32_t seed = 1;
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        seed = seed * 1664525u + 1013904223u;
        text[i] = (char)('a' + (seed >> 28));
    }
    return text;
}

/* Where decoding fails when the content comes in pieces of this size; n if it does not, n + 1 if it
 * is cut short. */
static size_t failure_find(const uint8_t *bytes, size_t n, size_t piece, bool deflate) {
    inflater *in = NULL;
    content_start(&in, deflate);
    assert_non_null(in);
    size_t result = n;
    for (size_t at = 0; at < n && result == n; at += piece) {
        size_t length = n - at < piece ? n - at : piece;
        size_t good = content_feed(in, bytes + at, length);
        if (good < length) result = at + good;
    }
    if (result == n && !content_complete(in)) result = n + 1;
    content_stop(&in);
    assert_null(in);
    return result;
}

static void what_decodes_passes(void **state) {
    static const int bits[3] = {GZIP, ZLIB, RAW};
    uint8_t bytes[ROOM];
    (void)state;
    for (int i = 0; i < 3; i++) {
        size_t n = compress_to(bytes, long_text(), bits[i]);
        assert_int_equal(failure_find(bytes, n, n, bits[i] != GZIP), n);
        assert_int_equal(failure_find(bytes, n, 1, bits[i] != GZIP), n);
    }
}

static void nothing_at_all_passes(void **state) {
    (void)state;
    assert_int_equal(failure_find((const uint8_t *)"", 0, 1, false), 0);
}

static void several_gzip_members_pass(void **state) {
    uint8_t bytes[2 * ROOM];
    (void)state;
    size_t n = compress_to(bytes, "one ", GZIP);
    n += compress_to(bytes + n, "two", GZIP);
    assert_int_equal(failure_find(bytes, n, n, false), n);
    assert_int_equal(failure_find(bytes, n, 3, false), n);
}

static void content_that_is_cut_is_incomplete(void **state) {
    uint8_t bytes[ROOM];
    (void)state;
    size_t n = compress_to(bytes, long_text(), GZIP);
    for (size_t cut = 1; cut < n; cut += 7)
        assert_int_equal(failure_find(bytes, cut, 5, false), cut + 1);
}

static void plain_text_fails_at_once(void **state) {
    (void)state;
    assert_int_equal(failure_find((const uint8_t *)"Hello, world", 12, 12, false), 0);
}

static void text_behind_gzip_fails_at_once(void **state) {
    uint8_t bytes[ROOM];
    (void)state;
    size_t n = compress_to(bytes, "text", GZIP);
    bytes[n] = bytes[n + 1] = 'x';
    assert_int_equal(failure_find(bytes, n + 2, n + 2, false), n);
    assert_int_equal(failure_find(bytes, n + 2, 1, false), n);
}

static void bytes_after_the_end_fail(void **state) {
    uint8_t bytes[ROOM];
    (void)state;
    size_t n = compress_to(bytes, "text", ZLIB);
    bytes[n] = 'x';
    assert_int_equal(failure_find(bytes, n + 1, n + 1, true), n);
    assert_int_equal(failure_find(bytes, n + 1, 1, true), n);
}

/* Each byte changed in turn: whole, in pieces and byte by byte, the failure lies at one place. */
static void a_failure_does_not_depend_on_how_bytes_were_cut(void **state) {
    uint8_t bytes[ROOM];
    unsigned failures = 0;
    (void)state;
    size_t n = compress_to(bytes, long_text(), GZIP);
    for (size_t i = 0; i < n; i++) {
        uint8_t was = bytes[i];
        bytes[i] ^= (uint8_t)(1u << (i % 8));
        size_t whole = failure_find(bytes, n, n, false);
        assert_int_equal(failure_find(bytes, n, 1, false), whole);
        assert_int_equal(failure_find(bytes, n, 13, false), whole);
        failures += whole != n;
        bytes[i] = was;
    }
    assert_true(failures > n / 2);
}

static void only_so_many_run_at_a_time(void **state) {
    enum { MANY = 400 };
    inflater *running[MANY] = {NULL};
    unsigned started = 0;
    (void)state;
    for (int i = 0; i < MANY; i++) {
        content_start(&running[i], false);
        started += running[i] != NULL;
    }
    assert_true(started > 0 && started < MANY);
    for (int i = 0; i < MANY; i++)
        content_stop(&running[i]);
    content_start(&running[0], false);
    assert_non_null(running[0]);
    content_stop(&running[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_decodes_passes),
        cmocka_unit_test(nothing_at_all_passes),
        cmocka_unit_test(several_gzip_members_pass),
        cmocka_unit_test(content_that_is_cut_is_incomplete),
        cmocka_unit_test(plain_text_fails_at_once),
        cmocka_unit_test(text_behind_gzip_fails_at_once),
        cmocka_unit_test(bytes_after_the_end_fail),
        cmocka_unit_test(a_failure_does_not_depend_on_how_bytes_were_cut),
        cmocka_unit_test(only_so_many_run_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

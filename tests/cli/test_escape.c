/* Whatever a peer sent, what is printed of it is UTF-8 that moves nothing on a screen. */
#include "../../cli/report/escape.h"
#include "../support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void escapes_to(const char *bytes, size_t n, const char *expected) {
    char text[256];
    assert_int_equal(text_escape(text, sizeof text, bytes, n), strlen(expected));
    assert_string_equal(text, expected);
}

static void plain_text_stays(void **state) {
    (void)state;
    escapes_to("GET /a?b=c%20 \"x\"", 17, "GET /a?b=c%20 \"x\"");
    escapes_to("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x98", 14,
               "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x98");
}

static void controls_are_escaped(void **state) {
    (void)state;
    escapes_to("a\tb\r\n\0c\x7f", 8, "a\\x09b\\x0d\\x0a\\x00c\\x7f");
    escapes_to("\x1b[31mred", 8, "\\x1b[31mred");
    escapes_to("\xc2\x9b"
               "31m",
               5, "\\xc2\\x9b31m"); /* CSI as one character */
}

static void backslashes_are_doubled_so_that_escapes_are_unambiguous(void **state) {
    char text[64];
    (void)state;
    escapes_to("\\x41", 4, "\\\\x41");
    assert_int_equal(text_clean(text, sizeof text, "a\\b\x01", 4), 7);
    assert_string_equal(text, "a\\b\\x01");
}

static void direction_marks_are_escaped(void **state) {
    (void)state;
    escapes_to("\xe2\x80\xae"
               "gpj",
               6, "\\xe2\\x80\\xaegpj");              /* right-to-left override */
    escapes_to("\xe2\x81\xa6", 3, "\\xe2\\x81\\xa6"); /* isolate */
    escapes_to("\xe2\x80\x8f", 3, "\\xe2\\x80\\x8f"); /* right-to-left mark */
    escapes_to("\xd8\x9c", 2, "\\xd8\\x9c");          /* Arabic letter mark */
    escapes_to("\xef\xbb\xbf", 3, "\\xef\\xbb\\xbf"); /* byte order mark */
    escapes_to("\xe2\x80\xa8", 3, "\\xe2\\x80\\xa8"); /* line separator */
}

static void bytes_that_are_no_utf8_are_escaped(void **state) {
    (void)state;
    escapes_to("\xff\xfe", 2, "\\xff\\xfe");
    escapes_to("\xc0\xaf", 2, "\\xc0\\xaf"); /* too long for what it says */
    escapes_to("\xe0\x80\xaf", 3, "\\xe0\\x80\\xaf");
    escapes_to("\xed\xa0\x80", 3, "\\xed\\xa0\\x80");          /* half of a pair */
    escapes_to("\xf4\x90\x80\x80", 4, "\\xf4\\x90\\x80\\x80"); /* beyond the last character */
    escapes_to("\xe2\x82", 2, "\\xe2\\x82");                   /* cut */
    escapes_to("\xe2\x82"
               "a",
               3,
               "\\xe2\\x82"
               "a");
}

static void a_small_buffer_never_ends_inside_an_escape(void **state) {
    char text[16];
    (void)state;
    for (size_t size = 0; size <= 12; size++) {
        memset(text, 'z', sizeof text);
        assert_int_equal(text_escape(text, size,
                                     "a\x01"
                                     "b\xc3\xa9",
                                     5),
                         8);
        assert_int_equal(text[size], 'z');
        if (size == 0) continue;
        size_t length = strlen(text);
        assert_true(length < size && length != 2 && length != 3 && length != 4 && length != 7);
    }
}

static void random_bytes_become_printable(void **state) {
    uint32_t seed = 7;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        uint8_t bytes[24];
        char text[4 * sizeof bytes + 1];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (uint8_t)(seed >> 24);
        }
        size_t n = text_escape(text, sizeof text, bytes, sizeof bytes);
        assert_int_equal(n, strlen(text));
        for (size_t i = 0; i < n;) {
            size_t length = text_character((const uint8_t *)text + i, n - i);
            assert_true(length > 0);
            i += length;
        }
    }
}

static void columns_are_characters(void **state) {
    char text[32] = "caf\xc3\xa9 und mehr";
    (void)state;
    assert_int_equal(text_columns(text), 13);
    text_cut(text, 7);
    assert_string_equal(text, "caf\xc3\xa9...");
    strcpy(text, "/a/b/\xc3\xa9/c.pcap");
    text_cut_left(text, 11);
    assert_string_equal(text, "...\xc3\xa9/c.pcap");
    text_cut(text, 80);
    assert_int_equal(text_columns(text), 11);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays),
        cmocka_unit_test(controls_are_escaped),
        cmocka_unit_test(backslashes_are_doubled_so_that_escapes_are_unambiguous),
        cmocka_unit_test(direction_marks_are_escaped),
        cmocka_unit_test(bytes_that_are_no_utf8_are_escaped),
        cmocka_unit_test(a_small_buffer_never_ends_inside_an_escape),
        cmocka_unit_test(random_bytes_become_printable),
        cmocka_unit_test(columns_are_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

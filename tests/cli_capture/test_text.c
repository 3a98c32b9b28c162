/* Text transcripts: what each line means, and that a line which means nothing is named by file and
 * number. */
#include "../../cli/capture/source.h"
#include "../support/cmocka_all.h"
#include "packets.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

static told *read_text(const char *text) {
    return told_read(made_write(text, strlen(text)), NULL);
}

static void lines_are_bytes_of_their_side(void **state) {
    (void)state;
    told *t = read_text(
        "# a comment\n\nC: GET / HTTP/1.1\nC:\nS: a\\tb\\r\\n\\\\\\0\\x41\\xfe\\\nS:no space \\\n");
    assert_string_equal(t->error, "");
    assert_int_equal(t->n, 1);
    assert_string_equal(t->streams[0].last.client, "client");
    told_text(t, 0, PARLEY_CLIENT, "GET / HTTP/1.1\r\n\r\n");
    const told_byte *server = t->streams[0].bytes[PARLEY_SERVER];
    static const uint8_t expected[] = "a\tb\r\n\\\0A\xfeno space ";
    assert_int_equal(t->streams[0].last.bytes[PARLEY_SERVER], sizeof expected - 1);
    for (size_t i = 0; i < sizeof expected - 1; i++)
        assert_int_equal(server[i].byte, expected[i]);
    assert_int_equal(server[0].frame, 5);
    assert_true(server[0].seen == PARLEY_SEEN_ALL);
    assert_true(t->streams[0].last.open);
    told_free(t);
}

static void line_ends_of_both_kinds_are_read(void **state) {
    (void)state;
    told *t = read_text("C: one\r\nC: two\\\r\nC: three");
    assert_string_equal(t->error, "");
    told_text(t, 0, PARLEY_CLIENT, "one\r\ntwothree\r\n");
    told_free(t);
}

static void crossing_lines_had_seen_less(void **state) {
    (void)state;
    told *t = read_text("C: a\\\nS: bc\\\nC: d\\\nS: efg\\\nC~ h\\\nC~ i\\\nC: j\\\n");
    assert_string_equal(t->error, "");
    const told_byte *client = t->streams[0].bytes[PARLEY_CLIENT];
    assert_true(client[1].seen == PARLEY_SEEN_ALL);
    assert_int_equal(client[2].seen, 2);
    assert_int_equal(client[3].seen, 2);
    assert_true(client[4].seen == PARLEY_SEEN_ALL);
    told_free(t);
}

static void ends_and_holes_are_said(void **state) {
    (void)state;
    told *t = read_text("C: a\\\nC. gap 5\nS. gap 7 acknowledged\nC. fin\nS: b\\\nS. reset\n");
    assert_string_equal(t->error, "");
    assert_true(told_has(t, "tcp-gap client 1+5 frame 2"));
    assert_true(told_has(t, "tcp-gap server 0+7 frame 3 acknowledged"));
    assert_true(told_has(t, "tcp-fin client 6+0 frame 4"));
    assert_true(told_has(t, "tcp-reset server 8+0 frame 6"));
    assert_true(told_has(t, "tcp.stream.gap-unacknowledged client 1+5"));
    assert_true(told_has(t, "tcp.stream.gap-in-capture server 0+7"));
    assert_true(told_has(t, "tcp.close.half server 7+1"));
    assert_false(t->streams[0].last.open);
    told_free(t);
}

static void bytes_behind_a_fin_are_an_error(void **state) {
    (void)state;
    told *t = read_text("C: a\\\nC. fin\nC: bc\\\n");
    assert_int_equal(t->errors, 1);
    assert_true(told_has(t, "tcp.close.data-after-fin client 1+2 frame 3"));
    assert_int_equal(t->streams[0].last.bytes[PARLEY_CLIENT], 1);
    told_free(t);
}

static void titles_begin_connections(void **state) {
    (void)state;
    told *t = read_text("== first\nC: a\\\n\n== second\n== third\nS: b\\\n");
    assert_string_equal(t->error, "");
    assert_int_equal(t->n, 2);
    told_text(t, 0, PARLEY_CLIENT, "a");
    told_text(t, 1, PARLEY_SERVER, "b");
    told_free(t);
}

static void times_are_seconds(void **state) {
    (void)state;
    told *t = read_text("@ 1.5\nC: a\\\n@ +0.25\nC: b\\\n@2\nC: c\\\n");
    assert_string_equal(t->error, "");
    const told_byte *client = t->streams[0].bytes[PARLEY_CLIENT];
    assert_int_equal(client[0].time, 1500000000);
    assert_int_equal(client[1].time, 1750000000);
    assert_int_equal(client[2].time, 2000000000);
    told_free(t);
}

static void faults_are_named_by_line(void **state) {
    (void)state;
    static const struct {
        const char *text, *line, *why;
    } faults[] = {
        {"C: a\nS: b\\q\n", ":2: ", "unknown escape"},
        {"C: a\\x4\n", ":1: ", "unknown escape"},
        {"C: a\n\nhello\n", ":3: ", "unknown line"},
        {"C: a\nC. fins\n", ":2: ", "unknown word"},
        {"C. gap\n", ":1: ", "unknown word"},
        {"C. gap 0\n", ":1: ", "unknown word"},
        {"C. gap 3 acknowledgedly\n", ":1: ", "unknown word"},
        {"C. gap 99999999999999999999\n", ":1: ", "unknown word"},
        {"@ soon\n", ":1: ", "no time"},
        {"@ 1.\n", ":1: ", "no time"},
        {"@ 1.5s\n", ":1: ", "no time"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        told *t = read_text(faults[i].text);
        assert_int_equal(t->status, -1);
        if (!strstr(t->error, faults[i].line) || !strstr(t->error, faults[i].why))
            fail_msg("%s: \"%s\"", faults[i].text, t->error);
        told_free(t);
    }
}

/* The longest line that is read, and one byte more: both behind a short one, so that they lie
 * anywhere. */
static void long_lines_are_read_up_to_a_limit(void **state) {
    (void)state;
    size_t most = SOURCE_WINDOW - 1;
    for (size_t n = most - 1; n <= most + 1; n++) {
        char *text = malloc(n + 16);
        assert_non_null(text);
        memcpy(text, "C: a\n", 5);
        memset(text + 5, 'x', n);
        memcpy(text + 5, "S: ", 3);
        text[5 + n] = '\n';
        told *t = told_read(made_write(text, n + 6), NULL);
        assert_int_equal(t->status, n > most ? -1 : 0);
        if (n > most)
            assert_non_null(strstr(t->error, ":2: the line is longer"));
        else
            assert_int_equal(t->streams[0].last.bytes[PARLEY_SERVER], n - 1);
        told_free(t);
        free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_bytes_of_their_side),
        cmocka_unit_test(line_ends_of_both_kinds_are_read),
        cmocka_unit_test(crossing_lines_had_seen_less),
        cmocka_unit_test(ends_and_holes_are_said),
        cmocka_unit_test(bytes_behind_a_fin_are_an_error),
        cmocka_unit_test(titles_begin_connections),
        cmocka_unit_test(times_are_seconds),
        cmocka_unit_test(faults_are_named_by_line),
        cmocka_unit_test(long_lines_are_read_up_to_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Holes of a connection and whose loss they are, bytes that contradict each other, and how long
 * what is held waits for what is missing. */
#include "../support/cmocka_all.h"
#include "packets.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

static void hole_is_the_captures_where_it_was_acknowledged(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, SERVER, 5001, 1001, "one");
    made_text(&m, SERVER, 5007, 1001, "three");
    made_segment(&m, CLIENT, 1001, 5012, ACK, NULL, 0);
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp-gap server 3+3 frame 5 acknowledged"));
    assert_true(told_has(t, "tcp.stream.gap-in-capture server 3+3"));
    assert_int_equal(t->streams[0].last.bytes[PARLEY_SERVER], 11);
    assert_int_equal(t->streams[0].gaps[PARLEY_SERVER], 1);
    told_free(t);
}

static void hole_is_the_networks_where_it_was_not(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, SERVER, 5001, 1001, "one");
    made_text(&m, SERVER, 5007, 1001, "three");
    made_segment(&m, CLIENT, 1001, 5004, ACK, NULL, 0);
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp-gap server 3+3 frame 5"));
    assert_false(told_has(t, "tcp-gap server 3+3 frame 5 acknowledged"));
    assert_true(told_has(t, "tcp.stream.gap-unacknowledged server 3+3"));
    told_free(t);
}

static void one_side_alone_leaves_holes_in_the_other(void **state) {
    (void)state;
    made_capture m = made_start();
    made_segment(&m, SERVER, 5000, 1001, SYN | ACK, NULL, 0);
    made_text(&m, SERVER, 5001, 1011, "first");
    made_text(&m, SERVER, 5009, 1021, "second");
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp-gap client 0+10 frame 2 acknowledged"));
    assert_true(told_has(t, "tcp-gap client 10+10 frame 3 acknowledged"));
    assert_true(told_has(t, "tcp-gap server 5+3"));
    assert_true(told_has(t, "tcp.stream.gap-unexplained server 5+3"));
    assert_true(told_has(t, "tcp.stream.one-sided client"));
    assert_int_equal(t->streams[0].last.bytes[PARLEY_CLIENT], 20);
    told_free(t);
}

static void cut_packets_are_holes_of_known_length(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, SERVER, 5001, 1001, "only the start");
    m.packets[3].captured -= 9;
    made_text(&m, SERVER, 5015, 1001, "!");
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp-gap server 5+9 frame 4"));
    assert_true(told_has(t, "tcp.stream.snap-length-cut server 5+9"));
    assert_int_equal(t->streams[0].last.bytes[PARLEY_SERVER], 15);
    assert_int_equal(t->streams[0].bytes[PARLEY_SERVER][14].byte, '!');
    told_free(t);
}

static void first_version_of_a_byte_stays(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, CLIENT, 1001, 5001, "GET /a");
    made_text(&m, CLIENT, 1005, 5001, "/b HTTP");
    made_text(&m, CLIENT, 1015, 5001, "held");
    made_text(&m, CLIENT, 1012, 5001, "/1.hole");
    told *t = told_made(&m);
    assert_int_equal(t->errors, 1);
    assert_true(told_has(t, "tcp.stream.overlap-different client 5+1 frame 5 n 1"));
    told_text(t, 0, PARLEY_CLIENT, "GET /a HTTP/1.held");
    told_free(t);
}

static void probes_are_no_bytes(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, CLIENT, 1001, 5001, "ask");
    made_segment(&m, SERVER, 5001, 1004, ACK, NULL, 0);
    made_segment(&m, CLIENT, 1003, 5001, ACK, "\0", 1); /* keep-alive with a byte of garbage */
    made_segment(&m, CLIENT, 1003, 5001, ACK, NULL, 0);
    made_text(&m, CLIENT, 1004, 5001, "m"); /* a window probe: the byte counts */
    made_text(&m, CLIENT, 1004, 5001, "more");
    told *t = told_made(&m);
    assert_int_equal(t->errors, 0);
    told_text(t, 0, PARLEY_CLIENT, "askmore");
    told_free(t);
}

static void probes_accuse_nobody_whatever_was_lost(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, CLIENT, 1004, 5001,
              "held"); /* "ask" before it was lost, and all acknowledgments */
    made_segment(&m, CLIENT, 1007, 5001, ACK, "\0", 1);
    made_text(&m, SERVER, 5001, 1008, "answer");
    made_text(&m, SERVER, 5007, 1008, "s");
    made_segment(&m, SERVER, 5006, 1008, ACK, "\0", 1); /* overtaken by what was sent after it */
    made_segment(&m, SERVER, 5008, 1008, FIN | ACK, NULL, 0);
    made_segment(&m, CLIENT, 1008, 5009, ACK, NULL, 0);
    made_segment(&m, SERVER, 5008, 1008, ACK, "x",
                 1); /* half-closed: it repeats the FIN's number */
    told *t = told_made(&m);
    assert_int_equal(t->errors, 0);
    told_text(t, 0, PARLEY_SERVER, "answers");
    told_free(t);
}

static void another_connection_is_not_data_behind_a_fin(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, "all", 3);
    made_segment(&m, SERVER, 5001, 1005, FIN | ACK, NULL, 0);
    made_text(&m, CLIENT, 1005 + 65538, 9001, "new"); /* the SYNs of a port used again were lost */
    told *t = told_made(&m);
    assert_int_equal(t->errors, 0);
    told_text(t, 0, PARLEY_CLIENT, "all");
    told_free(t);
}

static void streams_may_pass_four_gigabytes_of_numbers(void **state) {
    (void)state;
    made_capture m = made_start();
    made_segment(&m, CLIENT, UINT32_MAX - 3, 0, SYN, NULL, 0);
    made_segment(&m, SERVER, UINT32_MAX, UINT32_MAX - 2, SYN | ACK, NULL, 0);
    made_text(&m, CLIENT, UINT32_MAX - 2, 0, "wrap");
    made_text(&m, CLIENT, 1, 0, "ped");
    made_text(&m, SERVER, 0, 4, "so");
    told *t = told_made(&m);
    told_text(t, 0, PARLEY_CLIENT, "wrapped");
    told_text(t, 0, PARLEY_SERVER, "so");
    assert_int_equal(t->streams[0].bytes[PARLEY_SERVER][0].seen, 7);
    told_free(t);
}

static void lost_bytes_are_not_waited_for_for_ever(void **state) {
    (void)state;
    made_capture m = made_opened();
    uint32_t seq = 5004; /* the first three bytes never come */
    for (int i = 0; i < 300; i++, seq += 4) {
        made_text(&m, SERVER, seq, 1001, "more");
        if (i == 0) made_segment(&m, CLIENT, 1001, 5008, ACK, NULL, 0);
    }
    made_segment(&m, CLIENT, 1001, seq, ACK, NULL, 0);
    made_text(&m, CLIENT, 1001, seq, "thanks");
    made_text(&m, SERVER, 5001, 1001, "abc"); /* too late */
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp-gap server 0+3"));
    assert_int_equal(t->streams[0].gaps[PARLEY_SERVER], 1);
    assert_true(t->streams[0].bytes[PARLEY_SERVER][0].missing);
    assert_int_equal(t->streams[0].last.bytes[PARLEY_SERVER], 1203);
    assert_int_equal(t->errors, 0);
    told_free(t);
}

static void what_is_sent_again_late_may_come_behind_its_acknowledgment(void **state) {
    (void)state;
    made_capture m = made_opened();
    uint32_t seq = 5004;
    for (int i = 0; i < 300; i++, seq += 4)
        made_text(&m, SERVER, seq, 1001, "more");
    made_segment(&m, CLIENT, 1001, seq, ACK, NULL, 0);
    made_text(&m, CLIENT, 1001, seq, "thanks");
    made_text(&m, SERVER, 5001, 1001, "abc");
    told *t = told_made(&m);
    assert_int_equal(t->streams[0].gaps[PARLEY_SERVER], 0);
    assert_false(t->streams[0].bytes[PARLEY_SERVER][0].missing);
    told_text(t, 0, PARLEY_CLIENT, "thanks");
    told_free(t);
}

static void only_what_arrived_is_lost_by_the_capture(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, SERVER, 5011, 1001, "k");
    made_segment(&m, CLIENT, 1001, 5004, ACK, NULL, 0); /* of ten bytes before it, three arrived */
    for (int i = 0; i < 300; i++)
        made_segment(&m, CLIENT, 1001, 5004, ACK, NULL, 0);
    made_text(&m, SERVER, 5004, 1001, "defghij");
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp-gap server 0+3"));
    assert_int_equal(t->streams[0].gaps[PARLEY_SERVER], 1);
    assert_int_equal(t->streams[0].bytes[PARLEY_SERVER][3].byte, 'd');
    told_free(t);
}

static void what_waits_is_bounded(void **state) {
    (void)state;
    static char bytes[60000];
    for (int small = 0; small < 2; small++) {
        made_capture m = made_opened();
        size_t n = small ? 1 : sizeof bytes;
        uint32_t seq = 5002;
        for (int i = 0; i < (small ? 9000 : 40); i++, seq += (uint32_t)n + 1)
            made_segment(&m, SERVER, seq, 1001, ACK, bytes, n);
        made_text(&m, SERVER, 5001, 1001,
                  "?"); /* nobody acknowledged anything, yet it comes too late */
        told *t = told_made(&m);
        assert_true(t->streams[0].bytes[PARLEY_SERVER][0].missing);
        assert_true(told_has(t, "tcp-gap server 0+1 frame 4"));
        assert_int_equal(t->streams[0].last.bytes[PARLEY_SERVER], seq - 5002);
        told_free(t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hole_is_the_captures_where_it_was_acknowledged),
        cmocka_unit_test(hole_is_the_networks_where_it_was_not),
        cmocka_unit_test(one_side_alone_leaves_holes_in_the_other),
        cmocka_unit_test(cut_packets_are_holes_of_known_length),
        cmocka_unit_test(first_version_of_a_byte_stays),
        cmocka_unit_test(probes_are_no_bytes),
        cmocka_unit_test(probes_accuse_nobody_whatever_was_lost),
        cmocka_unit_test(another_connection_is_not_data_behind_a_fin),
        cmocka_unit_test(streams_may_pass_four_gigabytes_of_numbers),
        cmocka_unit_test(lost_bytes_are_not_waited_for_for_ever),
        cmocka_unit_test(what_is_sent_again_late_may_come_behind_its_acknowledgment),
        cmocka_unit_test(only_what_arrived_is_lost_by_the_capture),
        cmocka_unit_test(what_waits_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

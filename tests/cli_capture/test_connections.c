/* How connections begin, break and end, and what is said of it: roles, reused ports, FINs, resets.
 */
#include "../support/cmocka_all.h"
#include "packets.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

static void opens_with_the_third_segment(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, CLIENT, 1001, 5001, "ask");
    made_text(&m, SERVER, 5001, 1004, "answer");
    told *t = told_made(&m);
    assert_int_equal(t->n, 1);
    assert_string_equal(t->streams[0].last.client, "10.0.0.1:40000");
    assert_string_equal(t->streams[0].last.server, "10.0.0.2:80");
    assert_false(t->streams[0].last.mid_stream);
    assert_true(t->streams[0].last.open);
    assert_true(told_has(t, "tcp-open client 0+0 frame 3"));
    assert_true(told_has(t, "tcp.close.not-seen client 3+0 frame 5"));
    told_text(t, 0, PARLEY_CLIENT, "ask");
    told_text(t, 0, PARLEY_SERVER, "answer");
    assert_int_equal(t->streams[0].bytes[PARLEY_SERVER][0].seen, 3);
    assert_int_equal(t->streams[0].bytes[PARLEY_SERVER][0].time, 4000000);
    told_free(t);
}

static void an_answer_shows_who_opened(void **state) {
    (void)state;
    made_capture m = made_start();
    m.ports[CLIENT] = 80; /* so that a guess would be wrong */
    m.ports[SERVER] = 40000;
    made_segment(&m, SERVER, 5000, 1001, SYN | ACK, NULL, 0);
    made_text(&m, CLIENT, 1001, 5001, "ask");
    told *t = told_made(&m);
    assert_string_equal(t->streams[0].last.client, "10.0.0.1:80");
    assert_false(t->streams[0].last.mid_stream);
    assert_false(told_has(t, "tcp.open.role-inferred"));
    told_text(t, 0, PARLEY_CLIENT, "ask");
    told_free(t);
}

static void middle_of_a_connection_is_called_so(void **state) {
    (void)state;
    made_capture m = made_start();
    made_text(&m, SERVER, 7000, 2003, "late");
    made_text(&m, CLIENT, 2000, 7000, "ask");
    made_text(&m, SERVER, 7004, 2003, "r");
    told *t = told_made(&m);
    assert_true(t->streams[0].last.mid_stream);
    assert_string_equal(t->streams[0].last.client, "10.0.0.1:40000");
    assert_true(told_has(t, "tcp.open.mid-stream"));
    assert_true(told_has(t, "tcp.open.role-inferred"));
    told_text(t, 0, PARLEY_CLIENT, "ask");
    told_text(t, 0, PARLEY_SERVER, "later");
    told_free(t);
}

static void attempt_may_be_refused_or_unanswered(void **state) {
    (void)state;
    made_capture m = made_start();
    made_segment(&m, CLIENT, 1000, 0, SYN, NULL, 0);
    made_segment(&m, SERVER, 0, 1001, RST | ACK, NULL, 0);
    m.ports[CLIENT]++;
    made_segment(&m, CLIENT, 1000, 0, SYN, "early", 5);
    m.ports[CLIENT]++;
    made_segment(&m, CLIENT, 1000, 0, SYN, NULL, 0);
    made_segment(&m, SERVER, 5000, 1001, SYN | ACK, NULL, 0);
    told *t = told_made(&m);
    assert_int_equal(t->n, 3);
    assert_true(told_has(t, "tcp.open.refused server"));
    assert_true(told_has(t, "tcp.open.unanswered client"));
    assert_true(told_has(t, "tcp.open.half-open client"));
    assert_true(told_has(t, "tcp.open.data-in-syn client 0+5"));
    assert_int_equal(t->streams[1].last.bytes[PARLEY_CLIENT], 0);
    assert_false(told_has(t, "tcp-open"));
    told_free(t);
}

static void bytes_of_a_syn_count_once_it_is_answered(void **state) {
    (void)state;
    made_capture m = made_start();
    made_segment(&m, CLIENT, 1000, 0, SYN, "early", 5);
    made_segment(&m, SERVER, 5000, 1006, SYN | ACK, NULL, 0);
    made_text(&m, SERVER, 5001, 1006, "so soon");
    made_text(&m, CLIENT, 1006, 5008, "!");
    told *t = told_made(&m);
    told_text(t, 0, PARLEY_CLIENT, "early!");
    told_text(t, 0, PARLEY_SERVER, "so soon");
    assert_false(told_has(t, "tcp.open.sequence-mismatch"));
    told_free(t);
}

static void answer_to_another_syn_is_named(void **state) {
    (void)state;
    made_capture m = made_start();
    made_segment(&m, CLIENT, 1000, 0, SYN, NULL, 0);
    made_segment(&m, SERVER, 5000, 900001, SYN | ACK, NULL, 0);
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp.open.sequence-mismatch server"));
    told_free(t);
}

static void two_syns_may_cross(void **state) {
    (void)state;
    made_capture m = made_start();
    made_segment(&m, CLIENT, 1000, 0, SYN, NULL, 0);
    made_segment(&m, SERVER, 5000, 0, SYN, NULL, 0);
    made_segment(&m, CLIENT, 1000, 5001, SYN | ACK, NULL, 0);
    made_segment(&m, SERVER, 5000, 1001, SYN | ACK, NULL, 0);
    made_text(&m, CLIENT, 1001, 5001, "hello");
    told *t = told_made(&m);
    assert_int_equal(t->n, 1);
    assert_true(told_has(t, "tcp.open.simultaneous server"));
    told_text(t, 0, PARLEY_CLIENT, "hello");
    told_free(t);
}

static void reused_port_is_another_stream(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, CLIENT, 1001, 5001, "one");
    made_segment(&m, CLIENT, 1004, 5001, FIN | ACK, NULL, 0);
    made_segment(&m, SERVER, 5001, 1005, FIN | ACK, NULL, 0);
    made_segment(&m, CLIENT, 1005, 5002, ACK, NULL, 0);
    made_segment(&m, CLIENT, 90000, 0, SYN, NULL, 0);
    made_segment(&m, SERVER, 95000, 90001, SYN | ACK, NULL, 0);
    made_text(&m, CLIENT, 90001, 95001, "two");
    told *t = told_made(&m);
    assert_int_equal(t->n, 2);
    told_text(t, 0, PARLEY_CLIENT, "one");
    told_text(t, 1, PARLEY_CLIENT, "two");
    assert_false(t->streams[0].last.open);
    assert_true(t->streams[1].last.open);
    assert_true(told_has(t, "tcp.open.port-reused client 0+0 frame 8"));
    told_free(t);
}

static void fin_ends_one_direction(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, "all", 3);
    made_text(&m, SERVER, 5001, 1005, "still here");
    made_segment(&m, SERVER, 5011, 1005, FIN | ACK, NULL, 0);
    told *t = told_made(&m);
    told_text(t, 0, PARLEY_SERVER, "still here");
    assert_true(told_has(t, "tcp-fin client 3+0 frame 4"));
    assert_true(told_has(t, "tcp-fin server 10+0 frame 6"));
    assert_true(told_has(t, "tcp.close.half server 0+10 frame 5"));
    assert_false(t->streams[0].last.open);
    assert_int_equal(t->streams[0].bytes[PARLEY_SERVER][0].seen, 4);
    told_free(t);
}

static void bytes_behind_a_fin_are_an_error(void **state) {
    (void)state;
    for (int swapped = 0; swapped < 2; swapped++) {
        made_capture m = made_opened();
        if (swapped) made_text(&m, CLIENT, 1004, 5001, "more");
        made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, "all", 3);
        made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, "all", 3); /* again: no fault */
        if (!swapped) made_text(&m, CLIENT, 1004, 5001, "more");
        told *t = told_made(&m);
        assert_int_equal(t->errors, 1);
        assert_true(told_has(t, "tcp.close.data-after-fin client 3+4"));
        assert_true(t->streams[0].fin[PARLEY_CLIENT]);
        told_free(t);
    }
}

static void other_fin_is_a_warning(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, "all", 3);
    made_segment(&m, CLIENT, 1010, 5001, FIN | ACK, NULL, 0);
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp.close.moved-fin client 9+0 frame 5"));
    assert_int_equal(t->errors, 0);
    told_free(t);
}

static void two_fins_may_cross(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, NULL, 0);
    made_segment(&m, SERVER, 5001, 1001, FIN | ACK, NULL, 0);
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp.close.simultaneous server"));
    assert_true(told_has(t, "tcp.stream.no-data"));
    told_free(t);
}

static void reset_ends_both_directions(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, SERVER, 5001, 1001, "half an ans");
    made_segment(&m, CLIENT, 900000000, 5001, RST | ACK, NULL, 0); /* outside the window */
    made_segment(&m, CLIENT, 1001, 5001, RST | ACK, NULL, 0);
    made_text(&m, SERVER, 5012, 1001, "wer"); /* was on its way */
    told *t = told_made(&m);
    told_text(t, 0, PARLEY_SERVER, "half an answer");
    assert_true(t->streams[0].reset[PARLEY_CLIENT]);
    assert_false(t->streams[0].last.open);
    assert_true(told_has(t, "tcp-reset client 0+0 frame 6"));
    assert_true(told_has(t, "tcp.close.reset client"));
    assert_true(told_has(t, "tcp.close.reset-out-of-window client"));
    assert_true(told_has(t, "tcp.close.reset-before-acknowledgment server 0+14"));
    told_free(t);
}

static void reset_may_throw_bytes_away(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, NULL, 0);
    made_text(&m, SERVER, 5001, 1001, "too late");
    made_segment(&m, CLIENT, 1002, 0, RST, NULL, 0);
    made_text(&m, CLIENT, 1002, 5001, "and yet");
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp.close.reset-with-unread-data client"));
    assert_true(told_has(t, "tcp.close.data-after-own-reset client"));
    told_free(t);
}

static void reset_answers_what_was_sent_after_the_end_was_seen(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, NULL, 0);
    made_text(&m, SERVER, 5001, 1002, "no matter");
    made_segment(&m, CLIENT, 1002, 0, RST, NULL, 0);
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp.close.reset client"));
    assert_true(told_has(t, "tcp.close.half server"));
    assert_false(told_has(t, "tcp.close.reset-with-unread-data"));
    told_free(t);
}

static void bytes_from_before_the_end_was_seen_are_still_thrown_away(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_segment(&m, CLIENT, 1001, 5001, FIN | ACK, NULL, 0);
    made_text(&m, SERVER, 5001, 1001, "too late");
    made_text(&m, SERVER, 5009, 1002, "no matter");
    made_segment(&m, CLIENT, 1002, 0, RST, NULL, 0);
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp.close.reset-with-unread-data client"));
    told_free(t);
}

static void lost_fin_shows_in_what_the_other_side_had_seen(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_text(&m, CLIENT, 1001, 5001, "ask");
    made_text(&m, SERVER, 5001, 1004, "half an ans");
    made_segment(&m, SERVER, 5012, 1005, FIN | ACK, NULL, 0);
    told *t = told_made(&m);
    assert_false(t->streams[0].fin[PARLEY_CLIENT]);
    assert_int_equal(t->streams[0].gaps[PARLEY_CLIENT], 0);
    assert_int_equal(t->streams[0].fin_seen[PARLEY_SERVER], 4);
    told_free(t);
}

static void urgent_bytes_are_a_warning(void **state) {
    (void)state;
    made_capture m = made_opened();
    made_segment(&m, CLIENT, 1001, 5001, ACK | 32, "!", 1);
    told *t = told_made(&m);
    assert_true(told_has(t, "tcp.stream.urgent-data client 0+1 frame 4"));
    told_text(t, 0, PARLEY_CLIENT, "!");
    told_free(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_with_the_third_segment),
        cmocka_unit_test(an_answer_shows_who_opened),
        cmocka_unit_test(middle_of_a_connection_is_called_so),
        cmocka_unit_test(attempt_may_be_refused_or_unanswered),
        cmocka_unit_test(bytes_of_a_syn_count_once_it_is_answered),
        cmocka_unit_test(answer_to_another_syn_is_named),
        cmocka_unit_test(two_syns_may_cross),
        cmocka_unit_test(reused_port_is_another_stream),
        cmocka_unit_test(fin_ends_one_direction),
        cmocka_unit_test(bytes_behind_a_fin_are_an_error),
        cmocka_unit_test(other_fin_is_a_warning),
        cmocka_unit_test(two_fins_may_cross),
        cmocka_unit_test(reset_ends_both_directions),
        cmocka_unit_test(reset_may_throw_bytes_away),
        cmocka_unit_test(reset_answers_what_was_sent_after_the_end_was_seen),
        cmocka_unit_test(bytes_from_before_the_end_was_seen_are_still_thrown_away),
        cmocka_unit_test(lost_fin_shows_in_what_the_other_side_had_seen),
        cmocka_unit_test(urgent_bytes_are_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

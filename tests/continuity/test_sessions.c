/* Sessions over connections, by what the program says: what is lost, what only may be, what cannot
 * be told, and who is never blamed. */
#include "../support/cmocka_all.h"
#include "../support/run.h"
#include "judged.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CAPTURE "tests/captures/ws-reconnect-loss.pcap"
#define RESUMES "tests/captures/counted-ws-resumes.pcap"
static void the_capture_has_lost_three(void **state) {
    const char *const line[] = {run_parley(), "--json", "--sequence", "/seq", CAPTURE, NULL};
    (void)state;
    run_result result = run_program(line, NULL);
    assert_int_equal(result.status, 1);
    assert_true(
        holds(&result,
              "\"stream\":1,\"exchange\":null,\"rule\":\"continuity.message.lost-on-reconnect\""));
    assert_true(holds(&result, "\"offset\":129,\"length\":23,\"frame\":26,"));
    assert_true(holds(
        &result,
        "\"message\":\"3 lost between /seq 4 and 8\",\"counter\":\"/seq\",\"from\":4,\"to\":8,"
        "\"before_stream\":0,\"before_offset\":198,\"before_length\":23,"
        "\"before_frame\":14,"));
    assert_true(holds(&result, "\"streams\":[0,1],\"connections\":2,"));
    assert_true(holds(
        &result, "\"verdict\":\"deviates\",\"lost\":3,\"possibly_lost\":0,\"last_id\":\"11\""));
    assert_true(holds(
        &result, "\"conforms\":2,\"unfinished\":0,\"deviates\":0,\"undecided\":0,\"errors\":1,"));
    run_free(&result);
}

static void people_hear_which_layer_is_fine(void **state) {
    const char *const line[] = {run_parley(), "--sequence", "/seq", CAPTURE, NULL};
    (void)state;
    run_result result = run_program(line, NULL);
    assert_true(holds(&result, "[confusion 3: alive but lossy; session deviates]"));
    assert_true(holds(&result, "  its connections are fine, what they speak is fine"));
    assert_true(holds(&result, "3 lost  deviates  [confusion 3: alive but lossy (3 lost)]"));
    run_free(&result);
}

static void without_a_profile_nothing_is_said(void **state) {
    const char *const line[] = {run_parley(), "--json", CAPTURE, NULL};
    (void)state;
    run_result result = run_program(line, NULL);
    assert_int_equal(result.status, 0);
    assert_false(holds(&result, "continuity."));
    run_free(&result);
}

static void a_rule_that_is_left_out_leaves_the_session_undecided(void **state) {
    const char *const line[] = {
        run_parley(), "--json", "--no-rule", "continuity.message.lost-on-reconnect",
        "--sequence", "/seq",   CAPTURE,     NULL};
    (void)state;
    run_result result = run_program(line, NULL);
    assert_int_equal(result.status, 0);
    assert_true(holds(
        &result,
        "\"verdict\":\"undecided\",\"reason\":\"it breaks a rule that was left out\",\"lost\":3"));
    run_free(&result);
}

#define TICK(n) "S% text \"42[\\\"a\\\",{\\\"n\\\":" #n "}]\"\n"
static const char by_socket_io[] = "carrier socket.io\ncounter /1/n\n";

/* More of them than are remembered: that they come later is seen of none. */
static void many_numbers_in_any_order_accuse_nobody(void **state) {
    static const char *const orders[] = {"any", "growing"};
    char talk[6000] = "", profile[64];
    (void)state;
    for (unsigned i = 1; i <= 80; i++)
        (void)snprintf(talk + strlen(talk), sizeof talk - strlen(talk),
                       "S%% text \"{\\\"seq\\\":%u}\"\n", i <= 40 ? 2 * i - 1 : 2 * (i - 40));
    (void)snprintf(talk + strlen(talk), sizeof talk - strlen(talk), "%s", CLOSED);
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(profile, sizeof profile, "counter /seq\norder %s\n", orders[i]);
        run_result result = judged_by(talk, profile);
        assert_false(holds(&result, "continuity.message.repeated"));
        assert_int_equal(holds(&result, "continuity.message"), i == 1);
        if (i == 0)
            assert_true(holds(&result, "\"undecided\",\"reason\":\"more numbers are late at once "
                                       "than parley remembers\""));
        run_free(&result);
    }
}

/* Gaps that are full have no room for the halves of one, in the middle of which a number came. */
static void a_number_in_the_middle_of_a_gap_came(void **state) {
    static const unsigned late[] = {5, 2, 3, 4, 6, 7, 8, 9};
    char talk[4000] = "S% text \"{\\\"seq\\\":1}\"\n";
    (void)state;
    for (unsigned i = 0; i < 16 + 8 + 15; i++)
        (void)snprintf(talk + strlen(talk), sizeof talk - strlen(talk),
                       "S%% text \"{\\\"seq\\\":%u}\"\n",
                       i < 16   ? 10 + 2 * i
                       : i < 24 ? late[i - 16]
                                : 11 + 2 * (i - 24));
    (void)snprintf(talk + strlen(talk), sizeof talk - strlen(talk), "%s", CLOSED);
    run_result result = judged_by(talk, "counter /seq\norder any\n");
    assert_false(holds(&result, "continuity.message"));
    assert_true(holds(&result, "\"verdict\":\"undecided\""));
    assert_true(holds(&result, "\"lost\":null,\"possibly_lost\":1"));
    run_free(&result);
}

static void attachments_are_no_messages(void **state) {
    (void)state;
    run_result result = judged_by(TICK(1) "S% binary hex 01 02 03\n" TICK(3) CLOSED, by_socket_io);
    assert_true(holds(&result, "\"message\":\"1 lost between /1/n 1 and 3\""));
    run_free(&result);
}

static void what_a_carrier_says_for_itself_is_no_event(void **state) {
    static const char talk[] =
        "S% text \"0{\\\"sid\\\":\\\"x\\\"}\"\nC% text \"40\"\nS% text "
        "\"40{\\\"sid\\\":\\\"y\\\"}\"\n" TICK(1) "S% text \"2\"\nC% text \"3\"\n" TICK(2) CLOSED;
    (void)state;
    run_result result = judged_by(talk, by_socket_io);
    assert_true(holds(&result, "\"events\":2,\"verdict\":\"conforms\",\"lost\":0,"));
    run_free(&result);
}

static void beats_alone_can_not_be_counted(void **state) {
    (void)state;
    run_result result = judged_by("S% text \"2\"\nC% text \"3\"\n" CLOSED, by_socket_io);
    assert_true(holds(&result, "\"events\":0,\"verdict\":\"undecided\""));
    assert_true(holds(&result, "no message came that could be counted\",\"lost\":null,"));
    assert_false(holds(&result, "continuity.counter.not-observable"));
    run_free(&result);
}

/* ---- what the client counts ---- */

#define SENT(n) "C% text \"{\\\"seq\\\":" #n "}\"\n"

static void of_the_client_nothing_is_asked_unless_the_profile_does(void **state) {
    (void)state;
    says(SEQ(1) SENT(5) SENT(9) SEQ(2) CLOSED, "\"lost\":0,", LOST);
}

static void what_the_client_counts_is_judged_for_itself(void **state) {
    static const char talk[] =
        "== one\n@ 1\n" SEQ(7) SENT(1) SENT(2) ENDED "== two\n@ 5\n" SEQ(8) SENT(6) CLOSED;
    (void)state;
    run_result result = judged_by(talk, "counter /seq\nclient-counter /seq\n");
    assert_true(holds(&result, "\"rule\":\"continuity.message.lost-on-reconnect\",\"level\":"
                               "\"error\",\"layer\":\"application\",\"side\":\"client\""));
    assert_true(holds(&result, "\"got\":\"/seq 6, 3 beyond the next one\",\"expected\":[\"the /seq "
                               "after 2\"]"));
    assert_true(holds(&result, "\"lost\":3,\"possibly_lost\":0,\"last_id\":\"8\""));
    run_free(&result);
}

static void a_side_that_does_not_count_leaves_loss_unobserved(void **state) {
    (void)state;
    run_result result =
        judged_by(SEQ(1) SEQ(2) "C% text \"{}\"\n" CLOSED, "counter /seq\nclient-counter /n\n");
    assert_true(holds(&result, "is not observable: no message with /n\""));
    assert_true(holds(&result, "messages of one side carry no counter\",\"lost\":null,"));
    run_free(&result);
}

static void telemetry_alone_asks_no_counter_of_the_server(void **state) {
    (void)state;
    run_result result =
        judged_by(SENT(1) "S% text \"{}\"\n" SENT(2) CLOSED, "client-counter /seq\n");
    assert_true(holds(&result, "\"verdict\":\"conforms\",\"lost\":0,\"possibly_lost\":0,"
                               "\"last_id\":\"2\""));
    run_free(&result);
}

static void a_client_that_counts_anew_is_not_blamed(void **state) {
    static const char talk[] =
        "== one\n@ 1\n" SENT(1) SENT(2) SENT(3) ENDED "== two\n@ 5\n" SENT(1) SENT(2) CLOSED;
    (void)state;
    run_result result = judged_by(talk, "client-counter /seq\n");
    assert_true(holds(&result, "\"message\":\"/seq started again at 1 after 3\""));
    assert_false(holds(&result, LOST));
    assert_false(holds(&result, "\"level\":\"error\""));
    run_free(&result);
}

static void a_key_is_named_and_escaped(void **state) {
    static const char talk[] =
        "S% text \"{\\\"k\\\":\\\"\\\\u001b[2J\\\",\\\"seq\\\":1}\"\n"
        "S% text \"{\\\"k\\\":\\\"\\\\u001b[2J\\\",\\\"seq\\\":3}\"\n" CLOSED;
    (void)state;
    run_result result = judged_by(talk, "counter /seq\nkey /k\n");
    assert_true(holds(&result, "1 lost between /seq[\\\\x1b[2J] 1 and 3"));
    run_free(&result);
}

static void who_unsubscribed_misses_nothing(void **state) {
    static const char talk[] = SEQ(1) "C% text \"{\\\"leave\\\":\\\"a\\\"}\"\nC% text "
                                      "\"{\\\"join\\\":\\\"a\\\"}\"\n" SEQ(9) CLOSED;
    (void)state;
    says_by("counter /seq\nsubscription /join\nunsubscription /leave", talk, "\"possibly_lost\":1,",
            LOST);
}

static void a_server_may_speak_before_it_hears_of_the_resume_point(void **state) {
    static const char late[] = "== one\n@ 1\n" SEQ(1) SEQ(2) ENDED
        "== two\n@ 5\n" SEQ(3) "C% text \"{\\\"last\\\":2}\"\n" CLOSED;
    static const char never[] = "== one\n@ 1\n" SEQ(1) SEQ(2) ENDED "== two\n@ 5\n" SEQ(3) CLOSED;
    (void)state;
    says_by("counter /seq\nresume /last", late, "\"resumed_from\":\"2\"", "resume.missing");
    says_by("counter /seq\nresume /last", never, "continuity.resume.missing", NULL);
}

static void an_id_that_comes_again_goes_on_from_there(void **state) {
    static const char again[] =
        "== one\n@ 1\n" SEQ(7) SEQ(8) ENDED "== two\n@ 5\n" SEQ(8) SEQ(9) CLOSED;
    static const char new[] = "== one\n@ 1\n" SEQ(7) SEQ(8) ENDED "== two\n@ 5\n" SEQ(9) CLOSED;
    (void)state;
    says_by("id /seq", again, "\"possibly_lost\":0,", "continuity.message.possibly-lost");
    says_by("id /seq", new, "continuity.message.possibly-lost", NULL);
}

static void what_never_came_before_is_no_repetition(void **state) {
    static const char talk[] =
        "== one\n@ 1\n" SEQ(100) SEQ(101) ENDED "== two\n@ 5\n" SEQ(7) SEQ(8) SEQ(12) CLOSED;
    (void)state;
    says(talk, "continuity.counter.started-again", "repeated-on-reconnect");
    says(talk, "\"message\":\"3 lost between /seq 8 and 12\"", NULL);
}

static void a_list_shows_sessions(void **state) {
    const char *const line[] = {run_parley(), "list", "--sequence", "/seq", CAPTURE, NULL};
    (void)state;
    run_result result = run_program(line, NULL);
    assert_true(holds(&result, "session websocket 127.0.0.1:9103/feed  streams 0, 1  "));
    run_free(&result);
}

static void a_hole_is_nobodys_loss(void **state) {
    static const char talk[] =
        "== one\n@ 1\n" SEQ(1) "S. gap 40 acknowledged\n" ENDED "== two\n@ 5\n" SEQ(5) CLOSED;
    (void)state;
    says(talk, "\"possibly_lost\":1", LOST);
}

static void what_is_not_judged_is_nobodys_loss(void **state) {
    static const char talk[] =
        "== one\n@ 1\n" SEQ(1) "S% opcode 3 \"x\"\n" SEQ(2) ENDED "== two\n@ 5\n" SEQ(3) CLOSED;
    (void)state;
    says(talk, "\"rule\":\"websocket.frame.reserved-opcode\"", LOST);
}

static void what_cannot_be_read_may_be_what_is_missing(void **state) {
    static const char talk[] =
        SEQ(1) "S% text \"{\\\"seq\\\":2,\\\"n\\\":99999999999999999999}\"\n" SEQ(3) CLOSED;
    (void)state;
    says(talk, "\"rule\":\"continuity.counter.unreadable\"", LOST);
}

/* Hubs put what waits into one message, a line for each, or a list. */
static void one_message_may_hold_several_numbers(void **state) {
    static const char lines[] =
        SEQ(1) "S% text \"{\\\"seq\\\":2}\\n{\\\"seq\\\":3}\"\n" SEQ(4) CLOSED;
    static const char list[] =
        SEQ(1) "S% text \"[{\\\"seq\\\":2},{\\\"seq\\\":3}]\"\n" SEQ(4) CLOSED;
    static const char marked[] =
        SEQ(1) "S% text \"\\xef\\xbb\\xbf{\\\"seq\\\":2}\"\n" SEQ(3) CLOSED;
    (void)state;
    says(lines, "\"lost\":0,\"possibly_lost\":1,", LOST);
    says(list, "\"lost\":0,\"possibly_lost\":1,", LOST);
    says(list, "\"rule\":\"continuity.counter.unreadable\"", NULL);
    says(marked, "\"rule\":\"continuity.counter.unreadable\"", LOST);
}

static void a_message_too_long_to_keep_may_be_what_is_missing(void **state) {
    static const char talk[] =
        SEQ(1) "S% text \"{\\\"seq\\\":2,\\\"x\\\":\\\"\" repeat 70000 \"x\" \"\\\"}\"\n" SEQ(3)
            CLOSED;
    (void)state;
    says(talk, "\"lost\":0,", "continuity.counter.unreadable");
}

static void a_late_number_is_not_lost(void **state) {
    static const char talk[] = SEQ(1) SEQ(2) SEQ(5) SEQ(3) SEQ(4) SEQ(6) CLOSED;
    (void)state;
    says(talk, "\"lost\":0,", NULL);
}

static void a_replay_fills_what_was_missing(void **state) {
    static const char talk[] = "== one\n@ 1\n" SEQ(7) SEQ(8) SEQ(11) ENDED "== two\n@ 5\n" SEQ(8)
        SEQ(9) SEQ(10) SEQ(11) SEQ(12) CLOSED;
    (void)state;
    says(talk, "\"lost\":0,", "lost-on-reconnect");
}

static void without_a_counter_loss_is_not_observable(void **state) {
    static const char talk[] = "S% text \"{\\\"price\\\":1}\"\n" CLOSED;
    (void)state;
    says(talk,
         "\"verdict\":\"undecided\",\"reason\":\"not observable: no message carries a "
         "counter\",\"lost\":null,",
         LOST);
}

static void an_open_connection_leaves_its_session_unfinished(void **state) {
    (void)state;
    says(SEQ(1) SEQ(2), "\"verdict\":\"unfinished\",\"lost\":0,", LOST);
}

static void more_keys_than_are_remembered_decide_nothing(void **state) {
    char profile[] = "/tmp/parley-profile-XXXXXX", *talk = calloc(400, 64);
    int file = mkstemp(profile);
    (void)state;
    assert_true(file >= 0);
    assert_non_null(talk);
    dprintf(file, "profile a\nkey /k\ncounter /seq\n");
    close(file);
    for (size_t i = 0, n = 0; i < 300; i++)
        n += (size_t)snprintf(talk + n, 64, "S%% text \"{\\\"k\\\":%zu,\\\"seq\\\":1}\"\n", i);
    run_result result = judged(talk, "--sessions", profile);
    assert_true(holds(&result, "it has more keys than parley remembers"));
    assert_false(holds(&result, LOST));
    run_free(&result);
    remove(profile);
    free(talk);
}

/* ---- cuts ---- */

/* Line numbers stand where a capture has frames, and names of files differ: both are left out. */
static void text_without_frames(char *text) {
    static const char *const keys[] = {"\"frame\":", "\"before_frame\":", "\"file\":"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        for (char *at = text; (at = strstr(at, keys[k])) != NULL;) {
            size_t n = strcspn(at, ",");
            memmove(at, at + n, strlen(at + n) + 1);
        }
}

static size_t frame_write(char *talk, const char *text, size_t every) {
    char bytes[128];
    size_t n = 0, length = strlen(text);
    bytes[0] = (char)0x81;
    bytes[1] = (char)length;
    memcpy(bytes + 2, text, length);
    for (size_t i = 0; i < length + 2; i++) {
        bool last = (i + 1) % every == 0 || i + 1 == length + 2;
        if (i % every == 0) n += (size_t)sprintf(talk + n, "S: ");
        n += (size_t)sprintf(talk + n, "\\x%02x%s", (unsigned char)bytes[i], last ? "\\\n" : "");
    }
    return n;
}

static void story_write(char *talk, size_t every) {
    static const char *const texts[] = {"{\"seq\":1}", "{\"seq\":2}", "{\"seq\":\"x\"}",
                                        "{\"seq\":4}", "{\"seq\":4}"};
    static const char *const more[] = {"{\"seq\":9}", "{\"seq\":6}", "{\"seq\":10}", "ping"};
    size_t n = (size_t)sprintf(talk, "@ 1\n");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        n += frame_write(talk + n, texts[i], every);
    n += (size_t)sprintf(talk + n, "%s", ENDED "== again\n@ 1.001\n");
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        n += frame_write(talk + n, more[i], every);
    (void)sprintf(talk + n, "%s", CLOSED);
}

static void cuts_change_nothing(void **state) {
    static char talk[16384];
    (void)state;
    story_write(talk, 128);
    run_result whole = judged(talk, NULL, NULL);
    text_without_frames(whole.out);
    assert_true(holds(&whole, "\"rule\":\"continuity.message.lost-on-reconnect\""));
    assert_true(holds(&whole, "\"rule\":\"continuity.reconnect.no-delay\""));
    for (size_t every = 1; every < 12; every++) {
        story_write(talk, every);
        run_result cut = judged(talk, NULL, NULL);
        text_without_frames(cut.out);
        assert_string_equal(cut.out, whole.out);
        run_free(&cut);
    }
    run_free(&whole);
}

/* What came on a connection that is not looked at may be what is missing. */
static void a_connection_passed_over_is_nobodys_loss(void **state) {
    const char *const line[] = {
        run_parley(), "--json", "--sessions", "tests/captures/counted-ws-resumes.sessions",
        "-s",         "0,2",    RESUMES,      NULL};
    (void)state;
    run_result result = run_program(line, NULL);
    assert_int_equal(result.status, 0);
    assert_false(holds(&result, "\"level\":\"error\""));
    assert_true(holds(&result, "\"lost\":0,\"possibly_lost\":1,"));
    run_free(&result);
}

#define STOMP(ack)                                                                                 \
    "C% text \"SUBSCRIBE\\nid:0\\ndestination:/q\\n" ack "\\n\\0\"\nS% text "                      \
    "\"MESSAGE\\nsubscription:0\\nmessage-id:1\\ndestination:/q\\nack:a1\\n\\n{}\\0\"\n" CLOSED

/* STOMP 1.2, SUBSCRIBE: without a word the client is not to acknowledge. */
static void who_promised_nothing_owes_no_acknowledgment(void **state) {
    (void)state;
    says_by("carrier stomp", STOMP("ack:client\\n"), "acknowledgment.outstanding", NULL);
    says_by("carrier stomp", STOMP("ack:client-individual\\n"), "acknowledgment.outstanding", NULL);
    says_by("carrier stomp", STOMP("ack:auto\\n"), "\"kind\":\"session\"",
            "acknowledgment.outstanding");
    says_by("carrier stomp", STOMP(""), "\"kind\":\"session\"", "acknowledgment.outstanding");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_capture_has_lost_three),
        cmocka_unit_test(people_hear_which_layer_is_fine),
        cmocka_unit_test(without_a_profile_nothing_is_said),
        cmocka_unit_test(a_rule_that_is_left_out_leaves_the_session_undecided),
        cmocka_unit_test(many_numbers_in_any_order_accuse_nobody),
        cmocka_unit_test(a_number_in_the_middle_of_a_gap_came),
        cmocka_unit_test(attachments_are_no_messages),
        cmocka_unit_test(who_unsubscribed_misses_nothing),
        cmocka_unit_test(a_server_may_speak_before_it_hears_of_the_resume_point),
        cmocka_unit_test(an_id_that_comes_again_goes_on_from_there),
        cmocka_unit_test(what_never_came_before_is_no_repetition),
        cmocka_unit_test(what_a_carrier_says_for_itself_is_no_event),
        cmocka_unit_test(beats_alone_can_not_be_counted),
        cmocka_unit_test(of_the_client_nothing_is_asked_unless_the_profile_does),
        cmocka_unit_test(what_the_client_counts_is_judged_for_itself),
        cmocka_unit_test(a_side_that_does_not_count_leaves_loss_unobserved),
        cmocka_unit_test(telemetry_alone_asks_no_counter_of_the_server),
        cmocka_unit_test(a_client_that_counts_anew_is_not_blamed),
        cmocka_unit_test(a_key_is_named_and_escaped),
        cmocka_unit_test(a_list_shows_sessions),
        cmocka_unit_test(a_hole_is_nobodys_loss),
        cmocka_unit_test(what_is_not_judged_is_nobodys_loss),
        cmocka_unit_test(what_cannot_be_read_may_be_what_is_missing),
        cmocka_unit_test(one_message_may_hold_several_numbers),
        cmocka_unit_test(a_message_too_long_to_keep_may_be_what_is_missing),
        cmocka_unit_test(a_late_number_is_not_lost),
        cmocka_unit_test(a_replay_fills_what_was_missing),
        cmocka_unit_test(without_a_counter_loss_is_not_observable),
        cmocka_unit_test(an_open_connection_leaves_its_session_unfinished),
        cmocka_unit_test(more_keys_than_are_remembered_decide_nothing),
        cmocka_unit_test(cuts_change_nothing),
        cmocka_unit_test(a_connection_passed_over_is_nobodys_loss),
        cmocka_unit_test(who_promised_nothing_owes_no_acknowledgment),
    };
    return cmocka_run_group_tests_name("sessions over connections", tests, NULL, NULL);
}

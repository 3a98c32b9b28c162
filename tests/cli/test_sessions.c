/* Requests that are sent again on another connection: what is a note, a warning and an error, and
 * what is nothing. */
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "../support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GET(target) "C: GET " target " HTTP/1.1\nC: Host: a.example\nC:\n"
#define POST        "C: POST /order HTTP/1.1\nC: Host: a.example\nC: Content-Length: 2\nC:\nC: hi\\\n"
#define OK          "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\nS: Content-Length: 0\nS:\n"
#define CLOSED      "S. fin\nC. fin\n"

/* How often a rule is found in a transcript. */
static unsigned count_found(const char *talk, const char *rule) {
    char path[] = "/tmp/parley-session-XXXXXX", wanted[128];
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *out = fdopen(file, "wb");
    assert_non_null(out);
    fputs(talk, out);
    assert_int_equal(fclose(out), 0);
    const char *const line[] = {run_parley(), "--json", path, NULL};
    run_result result = run_program(line, NULL);
    remove(path);
    assert_non_null(strstr(result.out, "\"kind\":\"summary\""));
    unsigned n = 0;
    snprintf(wanted, sizeof wanted, "\"rule\":\"%s\"", rule);
    for (const char *at = result.out; (at = strstr(at, wanted)) != NULL; at++)
        n++;
    run_free(&result);
    return n;
}

static void an_idempotent_request_again_is_a_note(void **state) {
    (void)state;
    assert_int_equal(
        count_found(GET("/a") CLOSED "== again\n" GET("/a") OK CLOSED, "http1.turn.retry"), 1);
}

static void a_post_again_is_a_warning(void **state) {
    (void)state;
    assert_int_equal(
        count_found(POST CLOSED "== again\n" POST OK CLOSED, "http1.turn.retry-non-idempotent"), 1);
}

static void what_was_answered_is_not_sent_again(void **state) {
    static const char talk[] = GET("/a") OK CLOSED "== another\n" GET("/a") OK CLOSED;
    (void)state;
    assert_int_equal(count_found(talk, "http1.turn.retry"), 0);
}

static void another_request_is_not_the_same_again(void **state) {
    static const char talk[] = GET("/a") CLOSED "== another\n" GET("/b") OK CLOSED;
    (void)state;
    assert_int_equal(count_found(talk, "http1.turn.retry"), 0);
}

static void a_transcript_that_just_stops_proves_nothing(void **state) {
    static const char talk[] = GET("/a") "== another\n" GET("/a") OK CLOSED;
    (void)state;
    assert_int_equal(count_found(talk, "http1.turn.retry"), 0);
}

static void a_pipeline_that_is_repeated_at_once_is_an_error(void **state) {
    static const char at_once[] =
        GET("/a") GET("/b") CLOSED "== again\n" GET("/a") GET("/b") OK OK CLOSED;
    static const char in_turn[] =
        GET("/a") GET("/b") CLOSED "== again\n" GET("/a") OK GET("/b") OK CLOSED;
    (void)state;
    assert_int_equal(count_found(at_once, "http1.turn.pipelined-on-reconnect"), 1);
    assert_int_equal(count_found(in_turn, "http1.turn.pipelined-on-reconnect"), 0);
}

static void what_was_not_judged_may_have_been_an_answer(void **state) {
    static const char talk[] = GET(
        "/a") "S: HTTP/1.1 200 OK\nS: Transfer-Encoding: chunked\nS:\nS: no size\n" POST OK CLOSED
              "== another\n" POST OK CLOSED;
    (void)state;
    assert_int_equal(count_found(talk, "http1.chunk.size-syntax"), 1);
    assert_int_equal(count_found(talk, "http1.turn.retry-non-idempotent"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idempotent_request_again_is_a_note),
        cmocka_unit_test(a_post_again_is_a_warning),
        cmocka_unit_test(what_was_answered_is_not_sent_again),
        cmocka_unit_test(another_request_is_not_the_same_again),
        cmocka_unit_test(a_transcript_that_just_stops_proves_nothing),
        cmocka_unit_test(a_pipeline_that_is_repeated_at_once_is_an_error),
        cmocka_unit_test(what_was_not_judged_may_have_been_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

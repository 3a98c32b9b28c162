/* Sessions of event streams that a profile ties together: each is told once, by what its ids and
 * its counters say together. */
#include "../support/cmocka_all.h"
#include "judged.h"

#include <string.h>

static const char by_query[] = "application sse\npath /p*\ntie query s\ncounter /n\n";

#define ASK(target)                                                                                \
    "C: GET " target " HTTP/1.1\nC: Host: a.example\nC: Accept: text/event-stream\nC:\n"
#define STREAM                                                                                     \
    "S: HTTP/1.1 200 OK\nS: Content-Type: text/event-stream\nS: Cache-Control: no-store\n"         \
    "S: Connection: close\nS:\n"
#define STOP         "S: HTTP/1.1 204 No Content\nS: Connection: close\nS:\n"
#define EVENT(id, n) "S: id: " #id "\nS: data: {\"n\":" #n "}\nS:\n"
#define OVER         "S. fin\nC. fin\n"

static unsigned sessions_told(const run_result *result) {
    unsigned n = 0;
    for (const char *at = result->out; (at = strstr(at, "\"kind\":\"session\"")) != NULL; at++)
        n++;
    return n;
}

static void session_is(const char *talk, unsigned told, const char *this) {
    run_result result = judged_by(talk, by_query);
    if (sessions_told(&result) != told || !holds(&result, this))
        fail_msg("not %u with %s in\n%s", told, this, result.out);
    run_free(&result);
}

static void it_is_told_once_with_ids_and_counters(void **state) {
    (void)state;
    session_is("== a\n@ 0\n" ASK("/p?s=1") STREAM EVENT(x1, 1) EVENT(x2, 2) OVER
               "== b\n@ 4\nC: GET /p?s=1 HTTP/1.1\nC: Host: a.example\nC: Accept: "
               "text/event-stream\nC: Last-Event-ID: x2\nC:\n" STREAM EVENT(x3, 3) OVER,
               1,
               "\"profile\":\"a\",\"key\":\"s 1\",\"streams\":[0,1],\"connections\":2,"
               "\"exchanges\":2,\"events\":3,\"verdict\":\"conforms\",\"lost\":0,"
               "\"possibly_lost\":0,\"last_id\":\"x3\",\"resumed_from\":\"x2\"");
}

/* Ids that skip are no loss where all messages are there by their counters. */
static void counters_say_more_than_ids(void **state) {
    (void)state;
    session_is("== a\n@ 0\n" ASK("/p?s=1") STREAM EVENT(1, 1) EVENT(2, 2) EVENT(3, 3) OVER
               "== b\n@ 4\nC: GET /p?s=1 HTTP/1.1\nC: Host: a.example\nC: Accept: "
               "text/event-stream\nC: Last-Event-ID: 3\nC:\n" STREAM EVENT(7, 4) OVER,
               1, "\"verdict\":\"conforms\",\"lost\":0,\"possibly_lost\":0,\"last_id\":\"7\"");
}

/* The worse verdict of both is the session's: here a client asks again that was told to stop. */
static void what_breaks_a_rule_of_streams_deviates(void **state) {
    (void)state;
    session_is("== a\n@ 0\n" ASK("/p?s=1") STREAM EVENT(1, 1) OVER "== b\n@ 4\n" ASK("/p?s=1")
                   STOP OVER "== c\n@ 8\n" ASK("/p?s=1") STREAM EVENT(2, 2) OVER,
               1, "\"exchanges\":3,\"events\":2,\"verdict\":\"deviates\",\"lost\":0");
}

static void streams_of_several_addresses_are_told_as_one(void **state) {
    (void)state;
    session_is("== a\n@ 0\n" ASK("/p1?s=1") STREAM EVENT(1, 1) OVER "== b\n@ 4\n" ASK("/p2?s=1")
                   STREAM EVENT(1, 2) OVER,
               1, "\"streams\":[0,1]");
}

static void a_stream_of_no_profile_is_told_by_itself(void **state) {
    (void)state;
    session_is("== a\n@ 0\n" ASK("/p?s=1") STREAM EVENT(1, 1) OVER "== b\n@ 4\n" ASK("/q?s=1")
                   STREAM EVENT(1, 1) OVER,
               2, "\"key\":\"http://a.example/q?s=1\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_told_once_with_ids_and_counters),
        cmocka_unit_test(counters_say_more_than_ids),
        cmocka_unit_test(what_breaks_a_rule_of_streams_deviates),
        cmocka_unit_test(streams_of_several_addresses_are_told_as_one),
        cmocka_unit_test(a_stream_of_no_profile_is_told_by_itself),
    };
    return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}

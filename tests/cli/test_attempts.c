/* Attempts to reach a server that came to nothing, between two connections of a session. */
#include "../../cli/attempts.h"
#include "../support/cmocka_all.h"
#include "../support/run.h"

#include <stdio.h>
#include <string.h>

#define SECOND  UINT64_C(1000000000)
#define CAPTURE "tests/captures/counted-ws-restarts.pcap"

static connection between(const char *client, const char *server) {
    connection about = {.hosts = 7};
    (void)snprintf(about.client, sizeof about.client, "%s", client);
    (void)snprintf(about.server, sizeof about.server, "%s", server);
    return about;
}

/* A connection that opened, and was reset by its server. */
static void is_reset(attempts *all, const connection *about, uint64_t opened, uint64_t reset) {
    attempt_state state = {0};
    const connection_event open = {.name = "tcp-open", .time = opened};
    const parley_input input = {.kind = PARLEY_RESET, .side = PARLEY_SERVER, .time = reset};
    attempt_event(&state, &open);
    attempt_input(&state, about, &input);
    attempt_closed(all, &state, about);
}

static void what_lies_between_two_connections_counts(void **state) {
    static attempts all;
    const connection own = between("10.0.0.1:40000", "10.0.0.9:80");
    const connection again = between("10.0.0.1:40001", "10.0.0.9:80");
    absences of = {.n = 0};
    (void)state;
    absence_add(&of, &own, 10 * SECOND, 20 * SECOND);
    absence_add(&of, &own, 30 * SECOND, 30 * SECOND); /* without times nothing lies between */
    assert_int_equal(of.n, 1);
    is_reset(&all, &again, 9 * SECOND, 9 * SECOND);
    assert_int_equal(attempts_within(&all, &of), 0);
    is_reset(&all, &again, 12 * SECOND, 12 * SECOND + 1);
    assert_int_equal(attempts_within(&all, &of), 1);
    is_reset(&all, &again, 21 * SECOND, 21 * SECOND);
    assert_int_equal(attempts_within(&all, &of), 1);
}

/* Browsers keep spare connections; that one is reset for being idle is no failure. */
static void what_is_no_failed_attempt_does_not_count(void **state) {
    static attempts all;
    connection own = between("10.0.0.1:40000", "10.0.0.9:80");
    const connection other_client = between("10.0.0.2:40000", "10.0.0.9:80");
    const connection other_server = between("10.0.0.1:40000", "10.0.0.9:81");
    absences of = {.n = 0};
    (void)state;
    absence_add(&of, &own, 10 * SECOND, 20 * SECOND);
    is_reset(&all, &own, 12 * SECOND, 14 * SECOND);
    is_reset(&all, &other_client, 12 * SECOND, 12 * SECOND);
    is_reset(&all, &other_server, 12 * SECOND, 12 * SECOND);
    own.bytes[PARLEY_CLIENT] = 1;
    is_reset(&all, &own, 12 * SECOND, 12 * SECOND);
    own.bytes[PARLEY_CLIENT] = 0;
    own.mid_stream = true;
    is_reset(&all, &own, 12 * SECOND, 12 * SECOND);
    assert_int_equal(attempts_within(&all, &of), 0);
}

static void memory_is_bounded(void **state) {
    static attempts all;
    const connection own = between("[::1]:40000", "[::2]:80");
    absences of = {.n = 0};
    (void)state;
    for (uint64_t i = 0; i < 2 * ABSENCES; i++)
        absence_add(&of, &own, i, i + 1);
    assert_int_equal(of.n, ABSENCES);
    for (unsigned i = 0; i < ATTEMPTS + 5; i++)
        is_reset(&all, &own, 1, 1);
    assert_int_equal(attempts_within(&all, &of), ATTEMPTS);
}

static bool says(const char *option, const char *this) {
    const char *const line[] = {run_parley(), option, "--sequence", "/seq", CAPTURE, NULL};
    run_result result = run_program(line, NULL);
    bool found = strstr(result.out, this) != NULL;
    run_free(&result);
    return found;
}

static void a_server_that_is_gone_for_a_while_refuses_three(void **state) {
    (void)state;
    assert_true(says("--json", "\"streams\":[0,3,5],"));
    assert_true(says("--json", "\"resumed_from\":null,\"attempts\":3,"));
    assert_true(says("-v", ", 3 attempts failed  deviates"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_between_two_connections_counts),
        cmocka_unit_test(what_is_no_failed_attempt_does_not_count),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(a_server_that_is_gone_for_a_while_refuses_three),
    };
    return cmocka_run_group_tests_name("attempts", tests, NULL, NULL);
}

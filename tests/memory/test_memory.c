/* Memory that runs out ends both programs with a clear line and status 2, or changes nothing of
 * what they say; whichever allocation it is that fails: each of the first ones, and after them ever
 * fewer. parley-starved and parley-gen-starved are the programs themselves, linked with
 * hook/starve.c. */
#include "../support/cmocka_all.h"
#include "../support/run.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EACH_UP_TO = 120, MOST_RUNS = 400, PATH_ROOM = 4200 };

/* Runs with allocation n failing, and compares with what the program says when it has all its
 * memory. Returns whether there was such an allocation. */
static bool starved_run(const char *const *arguments, const char *name, unsigned long n,
                        const run_result *whole) {
    char number[32];
    snprintf(number, sizeof number, "%lu", n);
    assert_int_equal(setenv("PARLEY_STARVE", number, 1), 0);
    run_result result = run_program(arguments, NULL);
    bool starved = strstr(result.err, "[starved]") != NULL;
    bool told = strstr(result.err, name) != NULL && strstr(result.err, "memory") != NULL;
    bool same = result.status == whole->status && strcmp(result.out, whole->out) == 0;
    if (starved && result.status == 2 && !told)
        fail_msg("%s: allocation %lu fails: no line tells that memory ran out: %s", name, n,
                 result.err);
    if (result.status != 2 && !same)
        fail_msg("%s: allocation %lu fails: status %d, and what it says is not whole: %s", name, n,
                 result.status, result.err);
    run_free(&result);
    return starved;
}

static void program_survives(const char *const *arguments, const char *name) {
    unsigned long n = 1, runs = 0;
    /* What is left behind when a program gives up is for the system to clear away. */
    assert_int_equal(setenv("ASAN_OPTIONS", "detect_leaks=0", 1), 0);
    assert_int_equal(setenv("PARLEY_STARVE", "0", 1), 0);
    run_result whole = run_program(arguments, NULL);
    assert_in_range(whole.status, 0, 1);
    while (starved_run(arguments, name, n, &whole)) {
        n += n < EACH_UP_TO ? 1 : n / 16;
        if (++runs > MOST_RUNS) fail_msg("%s: no end of allocations", name);
    }
    run_free(&whole);
    assert_true(runs > 3); /* or the hook is not in it */
}

static char *starved_path(const char *program) {
    static char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s-starved", program);
    return path;
}

static void check_survives_memory_that_runs_out(void **state) {
    (void)state;
    const char *const text[] = {starved_path(run_parley()),
                                "check",
                                "-v",
                                "--color",
                                "never",
                                "tests/captures/nc-unasked-response.pcap",
                                NULL};
    program_survives(text, "parley");
}

static void json_survives_memory_that_runs_out(void **state) {
    (void)state;
    const char *const json[] = {starved_path(run_parley()),       "check", "--json", "--events",
                                "tests/captures/nginx-gzip.pcap", NULL};
    program_survives(json, "parley");
}

static void show_survives_memory_that_runs_out(void **state) {
    (void)state;
    const char *const show[] = {starved_path(run_parley()), "show",
                                "tests/captures/nginx-range.pcap", NULL};
    program_survives(show, "parley");
}

static void compressed_messages_survive_memory_that_runs_out(void **state) {
    static const char talk[] = "tests/corpus/websocket/conversation-compressed.talk";
    (void)state;
    const char *const json[] = {
        starved_path(run_parley()), "check", "--json", "--events", talk, NULL};
    program_survives(json, "parley");
    const char *const tunnel[] = {starved_path(run_parley()), "show",
                                  "tests/corpus/websocket/conversation-connect-http.talk", NULL};
    program_survives(tunnel, "parley");
}

static void sessions_survive_memory_that_runs_out(void **state) {
    static const char talk[] = "tests/corpus/continuity/continuity.resume.not-honoured.talk";
    static const char profile[] = "tests/corpus/continuity/continuity.resume.not-honoured.sessions";
    (void)state;
    const char *const json[] = {
        starved_path(run_parley()), "check", "--json", "--sessions", profile, talk, NULL};
    program_survives(json, "parley");
}

static void event_streams_survive_memory_that_runs_out(void **state) {
    static const char capture[] = "tests/captures/sse-chromium-resume.pcap";
    (void)state;
    const char *const json[] = {
        starved_path(run_parley()), "check", "--json", "--events", capture, NULL};
    program_survives(json, "parley");
    const char *const show[] = {starved_path(run_parley()), "show",
                                "tests/corpus/sse/sse.response.compressed.talk", NULL};
    program_survives(show, "parley");
    const char *const list[] = {starved_path(run_parley()), "list", capture, NULL};
    program_survives(list, "parley");
}

static void playlists_survive_memory_that_runs_out(void **state) {
    (void)state;
    const char *const json[] = {starved_path(run_parley()),
                                "check",
                                "--json",
                                "--events",
                                "tests/corpus/hls/hls.session-key.differs.talk",
                                NULL};
    program_survives(json, "parley");
    const char *const show[] = {starved_path(run_parley()), "show",
                                "tests/corpus/hls/hls.low-latency.hint-not-kept.talk", NULL};
    program_survives(show, "parley");
}

/* Any file will do. */
static void bodies_alone_survive_memory_that_runs_out(void **state) {
    (void)state;
    const char *const stream[] = {starved_path(run_parley()),
                                  "check",
                                  "--json",
                                  "--events",
                                  "--as",
                                  "sse",
                                  "tests/corpus/sse/sse.id.repeated.talk",
                                  NULL};
    program_survives(stream, "parley");
    const char *const list[] = {starved_path(run_parley()),
                                "show",
                                "--as",
                                "hls",
                                "tests/corpus/sse/sse.id.repeated.talk",
                                NULL};
    program_survives(list, "parley");
}

static void an_instant_survives_memory_that_runs_out(void **state) {
    (void)state;
    const char *const at[] = {starved_path(run_parley()),
                              "at",
                              "tests/corpus/sse/sse.response.compressed.talk",
                              "message",
                              "1",
                              NULL};
    program_survives(at, "parley");
}

static void generator_survives_memory_that_runs_out(void **state) {
    (void)state;
    const char *const grammar[] = {starved_path(run_parley_gen()), "--check",
                                   "grammars/tcp/turns.rl", NULL};
    program_survives(grammar, "parley-gen");
}

static void generator_reading_rules_survives_memory_that_runs_out(void **state) {
    (void)state;
    const char *const rules[] = {starved_path(run_parley_gen()), "--check",
                                 "grammars/tcp/rules.tsv", NULL};
    program_survives(rules, "parley-gen");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_survives_memory_that_runs_out),
        cmocka_unit_test(json_survives_memory_that_runs_out),
        cmocka_unit_test(show_survives_memory_that_runs_out),
        cmocka_unit_test(compressed_messages_survive_memory_that_runs_out),
        cmocka_unit_test(sessions_survive_memory_that_runs_out),
        cmocka_unit_test(event_streams_survive_memory_that_runs_out),
        cmocka_unit_test(playlists_survive_memory_that_runs_out),
        cmocka_unit_test(bodies_alone_survive_memory_that_runs_out),
        cmocka_unit_test(an_instant_survives_memory_that_runs_out),
        cmocka_unit_test(generator_survives_memory_that_runs_out),
        cmocka_unit_test(generator_reading_rules_survives_memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the report for people keeps until conversations are over is bounded over all of them. */
#include "../../cli/report/text.h"
#include "../support/cmocka_all.h"
#include "../support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void findings_kept_have_a_bound_together(void **state) {
    (void)state;
    enum { TALKS = RECORDS_EVERYWHERE / 64 + 8, FINDINGS = 70 };
    static conversation *talks[TALKS];
    connection about = {.stream = 0};
    tally counts = {0};
    FILE *out = tmpfile();
    assert_non_null(out);
    text_report report = {.out = out, .max = 1};
    reporter told = text_reporter(&report);
    parley_finding finding = {.rule = parley_rule_find("http1.host.missing")};
    assert_non_null(finding.rule);
    for (size_t i = 0; i < TALKS; i++) {
        talks[i] = conversation_open(&about, "file");
        assert_non_null(talks[i]);
        for (finding.exchange = 1; finding.exchange <= FINDINGS; finding.exchange++)
            told.finding(told.context, talks[i], &finding);
    }
    assert_in_range(report.records, RECORDS_EVERYWHERE - 64, RECORDS_EVERYWHERE);
    for (size_t i = 0; i < TALKS; i++) {
        told.closed(told.context, talks[i]);
        conversation_free(talks[i]);
    }
    assert_int_equal(report.records, 0);
    assert_true(report.unshown > RECORDS_EVERYWHERE);
    told.file_ended(told.context, "file", &counts);
    fclose(out);
}

/* So many exchanges with bodies of a type and length, each with an address of its own. */
static run_result many_judged(unsigned n, const char *type, unsigned length, const char *body) {
    char path[] = "/tmp/parley-bounds-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *out = fdopen(file, "wb");
    assert_non_null(out);
    for (unsigned i = 0; i < n; i++)
        fprintf(out,
                "C: GET /%u HTTP/1.1\nC: Host: a.example\nC: Accept: text/event-stream\nC:\n"
                "S: HTTP/1.1 200 OK\nS: Content-Type: %s\nS: Content-Length: %u\nS:\n%s",
                i, type, length, body);
    assert_int_equal(fclose(out), 0);
    const char *const line[] = {run_parley(), "check", "--json", path, NULL};
    run_result result = run_program(line, NULL);
    remove(path);
    return result;
}

/* What no session has room for is told. */
static void sessions_beyond_the_bound_are_told(void **state) {
    (void)state;
    run_result result = many_judged(1024, "text/event-stream", 3, "S: :\n");
    assert_null(strstr(result.out, "\"untied\""));
    run_free(&result);
    result = many_judged(1027, "text/event-stream", 3, "S: :\n");
    assert_non_null(strstr(result.out, "\"untied\":3}"));
    run_free(&result);
    result = many_judged(260, "application/vnd.apple.mpegurl", 34,
                         "S: #EXTM3U\nS: #EXT-X-TARGETDURATION:4\n");
    assert_non_null(strstr(result.out, "\"untied\":4}"));
    run_free(&result);
}

/* A playlist with more segments than are kept. */
static void segments_beyond_the_bound_are_told(void **state) {
    enum { SEGMENTS = 65537 };
    static const char line[] = "S: #EXTINF:4,\nS: s\n";
    char *body = malloc(SEGMENTS * strlen(line) + 128);
    (void)state;
    assert_non_null(body);
    size_t n = (size_t)sprintf(body, "S: #EXTM3U\nS: #EXT-X-TARGETDURATION:4\n");
    for (unsigned i = 0; i < SEGMENTS; i++)
        n += (size_t)sprintf(body + n, "%s", line);
    run_result result = many_judged(1, "application/vnd.apple.mpegurl", 34 + SEGMENTS * 15, body);
    assert_non_null(strstr(result.out, "\"beyond\":true}"));
    assert_non_null(
        strstr(result.out, "\"reason\":\"its playlists hold more than parley remembers\""));
    run_free(&result);
    free(body);
}

/* One that breaks a rule over and over. */
static void findings_left_out_are_told(void **state) {
    (void)state;
#define WRONG "S: #EXTINF:a,\nS: s\n"
#define FOUR  WRONG WRONG WRONG WRONG
    run_result result = many_judged(1, "application/vnd.apple.mpegurl", 34 + 12 * 15,
                                    "S: #EXTM3U\nS: #EXT-X-TARGETDURATION:4\n" FOUR FOUR FOUR);
    assert_non_null(strstr(result.out, "\"left_out\":4}"));
    run_free(&result);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(findings_kept_have_a_bound_together),
                                       cmocka_unit_test(sessions_beyond_the_bound_are_told),
                                       cmocka_unit_test(segments_beyond_the_bound_are_told),
                                       cmocka_unit_test(findings_left_out_are_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

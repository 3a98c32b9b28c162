/* What the report for people keeps until conversations are over is bounded over all of them. */
#include "../../cli/report/text.h"
#include "../support/cmocka_all.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(findings_kept_have_a_bound_together)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

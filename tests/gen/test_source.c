/* Definitions as people read them: without actions, without what only names a fault. */
#include "../../gen/words.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

static void sources_are(const char *path, const char *const (*expected)[2], size_t n) {
    grammar g = {0};
    report r = {.out = stderr};
    assert_true(grammar_read(&g, path, &r));
    bool *scope = mem_zero(g.n_machines, sizeof *scope), *wholly = faulty_definitions(&g);
    for (size_t m = 0; m < g.n_machines; m++)
        scope[m] = true;
    for (size_t i = 0; i < n; i++) {
        size_t d = grammar_find(&g, scope, expected[i][0], strlen(expected[i][0]));
        assert_int_not_equal(d, GRAMMAR_NONE);
        text out = {NULL, 0, 0};
        words_source(&g, d, wholly, &out);
        assert_string_equal(out.data, expected[i][1]);
        text_free(&out);
    }
    free(scope);
    free(wholly);
    grammar_free(&g);
    report_free(&r);
}

static void actions_and_faults_are_left_out(void **state) {
    (void)state;
    static const char *const expected[][2] = {
        {"field_line", "field-line = field-name \":\" OWS field-value OWS CRLF"},
        {"field_name", "field-name = tchar+"},
        {"field_value", "field-value = (VCHAR ((VCHAR / blank)* VCHAR)?)?"},
        {"VCHAR", "VCHAR = 0x21-0x7e"}};
    sources_are("tests/gen/good/fields.rl", expected, sizeof expected / sizeof expected[0]);
}

static void late_rules_are_faults_too(void **state) {
    (void)state;
    static const char *const expected[][2] = {{"header", "header = length \":\""},
                                              {"length", "length = DIGIT DIGIT*"}};
    sources_are("tests/gen/good/chat.rl", expected, sizeof expected / sizeof expected[0]);
}

static void what_is_nothing_but_a_fault_is_shown_whole(void **state) {
    (void)state;
    static const char *const expected[][2] = {{"idle", "idle = S-UNASKED*"}};
    sources_are("tests/gen/good/turns.rl", expected, sizeof expected / sizeof expected[0]);
}

static void counts_and_literals_stay_as_written(void **state) {
    (void)state;
    static const char *const expected[][2] = {
        {"keyword", "keyword = 'get'i / \"put\" / /set[xyz]/"},
        {"number", "number = \"0\"-\"9\"{1,3}"},
        {"outer", "outer = keyword \" \" inner \".\""}};
    sources_are("tests/gen/good/several.rl", expected, sizeof expected / sizeof expected[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actions_and_faults_are_left_out),
        cmocka_unit_test(late_rules_are_faults_too),
        cmocka_unit_test(what_is_nothing_but_a_fault_is_shown_whole),
        cmocka_unit_test(counts_and_literals_stay_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

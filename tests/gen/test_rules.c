/* rules.tsv: what a table must be, and how its rules are found and printed. */
#include "../../gen/emit.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD                                                                                       \
    "id\tlayer\tjudge\tside\tlevel\tat\tafter\tclause\ttolerance\trule\tmessage\tduty\trecipient"  \
    "\t"                                                                                           \
    "connection\tprotocol\tapplication\thint\n"
#define ROW(id, level, message)                                                                    \
    id "\tprotocol\tgrammar\tboth\t" level "\tbyte\ton\tToy 1\t\tA rule\t" message                 \
       "\tboth\t\t\t\t\t\n"

static char path[] = "/tmp/parley-rules-XXXXXX";

static int path_make(void **state) {
    (void)state;
    int f = mkstemp(path);
    return f < 0 ? -1 : close(f);
}

static int path_remove(void **state) {
    (void)state;
    return unlink(path);
}

/* Reads a table; *errors is how many things were said about it. */
static rule_table table_of(const char *content, size_t n, unsigned *errors) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(content, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    report r = {.out = fopen("/dev/null", "w")};
    assert_non_null(r.out);
    rule_table t;
    bool ok = rules_read(&t, path, &r);
    assert_int_equal(ok, r.errors == 0);
    *errors = r.errors;
    assert_int_equal(fclose(r.out), 0);
    report_free(&r);
    return t;
}

static void errors_are(const char *content, unsigned expected) {
    unsigned errors;
    rule_table t = table_of(content, strlen(content), &errors);
    assert_int_equal(errors, expected);
    rules_free(&t);
}

static void good_table_is_read(void **state) {
    (void)state;
    unsigned errors;
    const char *content = HEAD ROW("toy.a.b-c", "error", "x") ROW("toy.d", "note", "{side} y");
    rule_table t = table_of(content, strlen(content), &errors);
    assert_int_equal(errors, 0);
    assert_string_equal(t.protocol, "toy");
    assert_int_equal(rules_find(&t, "a_b_c"), 0);
    assert_int_equal(rules_find(&t, "d"), 1);
    assert_int_equal(rules_find(&t, "e"), (size_t)-1);
    text out = {NULL, 0, 0};
    rules_constant(&t, &t.items[0], &out);
    assert_string_equal(out.data, "TOY_RULE_A_B_C");
    out.length = 0;
    emit_rules_c(&t, &out);
    assert_non_null(strstr(out.data, "{\"toy.d\", PARLEY_LAYER_PROTOCOL, PARLEY_NOTE,"));
    text_free(&out);
    rules_free(&t);
}

static void line_ends_of_both_kinds_are_read(void **state) {
    (void)state;
    unsigned errors;
    const char *content =
        "id\tlayer\tjudge\tside\tlevel\tat\tafter\tclause\ttolerance\trule\tmessage\tduty\t"
        "recipient\tconnection\tprotocol\tapplication\thint\r\n"
        "toy.a\tprotocol\tgrammar\tboth\terror\tbyte\ton\tToy 1\t\tA\tb\tboth\t\t\t\t\t\r\n";
    rule_table t = table_of(content, strlen(content), &errors);
    assert_int_equal(errors, 0);
    assert_string_equal(t.items[0].cells[RULE_HINT], "");
    rules_free(&t);
}

static void each_fault_is_told(void **state) {
    (void)state;
    errors_are("", 1);
    errors_are(HEAD, 1);
    errors_are("id\tlayer\n" ROW("toy.a", "error", "x"), 1);
    errors_are(HEAD "toy.a\tprotocol\n", 1);
    errors_are(HEAD ROW("toy", "error", "x"), 1);
    errors_are(HEAD ROW("Toy.A", "error", "x"), 1);
    errors_are(HEAD ROW("toy..a", "error", "x"), 1);
    errors_are(HEAD ROW("toy.a", "grave", "x"), 1);
    errors_are(HEAD ROW("toy.a", "error", ""), 1);
    errors_are(HEAD ROW("toy.a", "error", "ends with a stop."), 1);
    errors_are(HEAD ROW("toy.a", "error", "bell \a"), 1);
    errors_are(HEAD ROW("toy.a", "error", "x") ROW("other.b", "error", "x"), 1);
    errors_are(HEAD ROW("toy.a-b", "error", "x") ROW("toy.a.b", "error", "x"), 1);
    errors_are(HEAD ROW("toy.a", "grave", "") ROW("toy.b", "grave", "x"), 3);
}

static void zero_bytes_are_refused(void **state) {
    (void)state;
    unsigned errors;
    rule_table t = table_of("id\0x", 4, &errors);
    assert_int_equal(errors, 1);
    rules_free(&t);
}

static void texts_cannot_break_out_of_c(void **state) {
    (void)state;
    text out = {NULL, 0, 0};
    emit_quoted("a\"b\\c?\?/d\n\x01", &out);
    assert_string_equal(out.data, "\"a\\\"b\\\\c\\?\\?/d\\n\\001\"");
    text_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_table_is_read),
        cmocka_unit_test(line_ends_of_both_kinds_are_read),
        cmocka_unit_test(each_fault_is_told),
        cmocka_unit_test(zero_bytes_are_refused),
        cmocka_unit_test(texts_cannot_break_out_of_c),
    };
    return cmocka_run_group_tests(tests, path_make, path_remove);
}

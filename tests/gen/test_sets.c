/* Sets of bytes in words: names where there are any, bytes where there are none. */
#include "../../gen/words.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

/* A machine that accepts one symbol from low to high, or from low2 to high2. */
static void set_named(set_list *sets, const char *name, int low, int high, int low2, int high2) {
    xml_edge edges[2] = {{low, high, 1, XML_NONE}, {low2, high2, 1, XML_NONE}};
    xml_state states[2] = {{edges, 2, 2, XML_NONE, false}, {NULL, 0, 0, XML_NONE, true}};
    xml_machine m = {.states = states, .n_states = 2, .start = 0};
    bool empty;
    assert_true(sets_is_class(&m, &empty));
    assert_false(empty);
    sets_add(sets, name, &m, 260);
}

static void words_are(const char *bytes, const char *expected, size_t groups) {
    set_list sets = {NULL, 0, 0, 0};
    bool has[256] = {false};
    text out = {NULL, 0, 0};
    set_named(&sets, "ALPHA", 'A', 'Z', 'a', 'z');
    set_named(&sets, "obs_text", 0x80, 0xff, 0x80, 0xff);
    set_named(&sets, "fact", 257, 258, 257, 258);
    sets_add_builtin(&sets);
    for (const char *s = bytes; *s != 0; s++)
        has[(unsigned char)*s] = true;
    assert_int_equal(sets_words(&sets, has, &out), groups);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
    sets_free(&sets);
}

static void single_bytes_are_quoted_or_named(void **state) {
    (void)state;
    words_are(":", "\":\"", 1);
    words_are(" \t\r\n", "HTAB, LF, CR, SP", 4);
    words_are("\x01\x7f", "0x01, DEL", 2);
    words_are("\"", "DQUOTE", 1);
}

static void neighbours_are_a_range(void **state) {
    (void)state;
    words_are("cde", "\"c\"-\"e\"", 1);
    words_are("cd", "\"c\", \"d\"", 2);
}

static void both_cases_are_one_group(void **state) {
    (void)state;
    words_are("Gg", "\"G\" in any case", 1);
}

static void named_sets_are_told_by_name(void **state) {
    (void)state;
    words_are("0123456789", "digit", 1);
    words_are("0123456789:", "digit, \":\"", 2);
    words_are("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ALPHA", 1);
    words_are("0123456789ABCDEFabcdef", "hexadecimal digit", 1);
}

static void author_goes_before_builtin(void **state) {
    (void)state;
    words_are("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-", "ALPHA, \"-\"", 2);
}

static void a_few_missing_are_told_as_missing(void **state) {
    (void)state;
    words_are("abdefhijklnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ALPHA except \"c\" \"g\" \"m\"",
              1);
}

static void longer_words_are_no_class(void **state) {
    (void)state;
    xml_edge first = {'a', 'z', 1, XML_NONE}, second = {'a', 'z', 1, XML_NONE};
    xml_state states[2] = {{&first, 1, 1, XML_NONE, false}, {&second, 1, 1, XML_NONE, true}};
    xml_machine m = {.states = states, .n_states = 2, .start = 0};
    bool empty;
    assert_false(sets_is_class(&m, &empty));
    assert_false(empty);
    states[0].n_edges = 0;
    assert_false(sets_is_class(&m, &empty));
    assert_true(empty);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_bytes_are_quoted_or_named),
        cmocka_unit_test(neighbours_are_a_range),
        cmocka_unit_test(both_cases_are_one_group),
        cmocka_unit_test(named_sets_are_told_by_name),
        cmocka_unit_test(author_goes_before_builtin),
        cmocka_unit_test(a_few_missing_are_told_as_missing),
        cmocka_unit_test(longer_words_are_no_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

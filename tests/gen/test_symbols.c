/* symbols.h: the words in its comments, and what of it is printed for C to look up by name. */
#include "../../gen/emit.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/parley-symbols-XXXXXX";

static int path_make(void **state) {
    (void)state;
    int f = mkstemp(path);
    return f < 0 ? -1 : close(f);
}

static int path_remove(void **state) {
    (void)state;
    return unlink(path);
}

static symbol_table table_of(const char *content) {
    FILE *f = fopen(path, "wb");
    symbol_table t = {NULL, 0, 0};
    report r = {.out = stderr};
    assert_non_null(f);
    assert_true(fputs(content, f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_true(symbols_read(&t, path, path, 0, &r));
    assert_int_equal(r.errors, 0);
    report_free(&r);
    return t;
}

static void a_comment_has_up_to_three_parts(void **state) {
    (void)state;
    symbol_table t = table_of("#define A 256 /* one */\n#define B 257 /* got | wanted */\n"
                              "#define C 258 /* got | - | in brief */\n#define D 259\n");
    static const char *const parts[][3] = {
        {"one", "one", ""}, {"got", "wanted", ""}, {"got", "-", "in brief"}, {"D", "D", ""}};
    assert_int_equal(t.n, 4);
    for (size_t i = 0; i < t.n; i++) {
        assert_string_equal(t.items[i].got, parts[i][0]);
        assert_string_equal(t.items[i].expected, parts[i][1]);
        assert_string_equal(t.items[i].brief, parts[i][2]);
    }
    symbols_free(&t);
}

static void events_and_brief_words_are_printed_by_name(void **state) {
    (void)state;
    symbol_table t = table_of("#define A 256 /* one */\n#define B 257 /* b | b | a \"b\" */\n"
                              "#define EV_END 3 /* over */\n#define ASK_IT 1 /* what? */\n");
    text c = {NULL, 0, 0}, h = {NULL, 0, 0};
    emit_symbols_c(&t, "toy", &c);
    emit_symbols_header(&t, "toy", &h);
    assert_non_null(strstr(c.data, "const parley_symbol parley_toy_symbols[] = {\n"
                                   "    {\"B\", 257, \"a \\\"b\\\"\"},\n"
                                   "    {\"EV_END\", 3, \"\"},\n    {0, 0, 0},\n};\n"));
    assert_non_null(strstr(h.data, "extern const parley_symbol parley_toy_symbols[];"));
    text_free(&c);
    text_free(&h);
    symbols_free(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comment_has_up_to_three_parts),
        cmocka_unit_test(events_and_brief_words_are_printed_by_name),
    };
    return cmocka_run_group_tests(tests, path_make, path_remove);
}

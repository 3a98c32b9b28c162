/* Grammars that nobody meant well: cut anywhere, changed anywhere, huge, without end. Each is
 * refused in words or read; none does anything else. Ragel is not run. */
#include "../../gen/grammar.h"
#include "../../gen/rules.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/parley-hostile-XXXXXX", path[64];

/* What the grammar includes lies beside it. */
static int neighbour_link(const char *name, bool there) {
    char here[4096], from[4200], to[128];
    if (getcwd(here, sizeof here) == NULL) return -1;
    (void)snprintf(from, sizeof from, "%s/tests/gen/good/%s", here, name);
    (void)snprintf(to, sizeof to, "%s/%s", folder, name);
    return there ? symlink(from, to) : unlink(to);
}

static int path_make(void **state) {
    (void)state;
    if (mkdtemp(folder) == NULL) return -1;
    (void)snprintf(path, sizeof path, "%s/hostile.rl", folder);
    return neighbour_link("pieces.rl", true) | neighbour_link("symbols.h", true);
}

static int path_remove(void **state) {
    (void)state;
    return unlink(path) | neighbour_link("pieces.rl", false) | neighbour_link("symbols.h", false) |
           rmdir(folder);
}

/* Reads it; a refusal has to be told. Returns whether it was accepted. */
static bool grammar_try(const char *content, size_t n) {
    FILE *f = fopen(path, "wb"), *nowhere = fopen("/dev/null", "w");
    assert_non_null(f);
    assert_non_null(nowhere);
    assert_int_equal(fwrite(content, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    grammar g = {0};
    report r = {.out = nowhere};
    bool ok = grammar_read(&g, path, &r);
    assert_int_equal(ok, r.errors == 0);
    grammar_free(&g);
    report_free(&r);
    assert_int_equal(fclose(nowhere), 0);
    return ok;
}

static char *several_read(size_t *n) {
    const char *why = "";
    char *s = content_read("tests/gen/good/several.rl", GRAMMAR_MAX_BYTES, n, &why);
    assert_non_null(s);
    return s;
}

static void cut_anywhere(void **state) {
    (void)state;
    size_t n, accepted = 0;
    char *s = several_read(&n);
    for (size_t i = 0; i <= n; i++)
        accepted += grammar_try(s, i);
    assert_in_range(accepted, 1, n / 2);
    free(s);
}

static void one_byte_changed_anywhere(void **state) {
    (void)state;
    static const char changes[] = {0, '{', '}', '"', '[', '/', ';', '(', '%', (char)0xff};
    size_t n;
    char *s = several_read(&n);
    for (size_t i = 0; i < n; i++) {
        char kept = s[i];
        s[i] = changes[i % sizeof changes];
        (void)grammar_try(s, n);
        s[i] = kept;
    }
    assert_true(grammar_try(s, n));
    free(s);
}

static void repeated_without_end(void **state) {
    (void)state;
    static const char *const parts[] = {
        "%%{", "a = (((", "include a \"several.rl\"; ", "a = a; ", "\"",
        "/*",  "{{{{",    "machine m; main := a; ",     "$!",      "action a {"};
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
        text t = {NULL, 0, 0};
        text_add(&t, "%%{ machine m; ");
        for (size_t i = 0; i < 3000; i++)
            text_add(&t, parts[k]);
        assert_false(grammar_try(t.data, t.length));
        text_free(&t);
    }
}

static void too_large(void **state) {
    (void)state;
    size_t n = GRAMMAR_MAX_BYTES + 1;
    char *s = malloc(n);
    assert_non_null(s);
    memset(s, '\n', n);
    assert_false(grammar_try(s, n));
    free(s);
}

static void included_by_itself(void **state) {
    (void)state;
    text t = {NULL, 0, 0};
    text_addf(&t, "%%%%{ machine m; alphtype short; include m \"%s\"; main := \"a\"; }%%%%",
              path_name(path));
    (void)grammar_try(t.data, t.length);
    text_free(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_anywhere),         cmocka_unit_test(one_byte_changed_anywhere),
        cmocka_unit_test(repeated_without_end), cmocka_unit_test(too_large),
        cmocka_unit_test(included_by_itself),
    };
    return cmocka_run_group_tests(tests, path_make, path_remove);
}

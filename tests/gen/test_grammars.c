/* parley-gen as a program: good grammars give the machine that stands beside them, bad ones the
 * message that stands beside them, doubtful ones the warning. */
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "../support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int folder_make(void **state) {
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/parley-gen-test-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int folder_remove(void **state) {
    (void)state;
    const char *const arguments[] = {"/bin/rm", "-rf", folder, NULL};
    run_result r = run_program(arguments, NULL);
    int failed = r.status;
    run_free(&r);
    return failed;
}

static run_result generate(const char *option, const char *path, const char *to) {
    const char *const arguments[] = {run_parley_gen(), option, path, to, NULL};
    return run_program(arguments, NULL);
}

/* Text with another ending beside a path; the caller owns it. */
static char *path_with(const char *path, const char *ending) {
    size_t n = strlen(path) - strlen(strrchr(path, '.'));
    char *beside = malloc(n + strlen(ending) + 1);
    assert_non_null(beside);
    memcpy(beside, path, n);
    memcpy(beside + n, ending, strlen(ending) + 1);
    return beside;
}

static unsigned files_differ(const char *expected_path, const char *got_path) {
    size_t n;
    char *expected = file_read(expected_path, &n), *got = file_read(got_path, &n);
    unsigned differ = expected == NULL || got == NULL || strcmp(expected, got) != 0;
    if (differ)
        text_difference_print(expected_path, expected == NULL ? "" : expected,
                              got == NULL ? "" : got);
    free(expected);
    free(got);
    return differ;
}

static void good_grammars_give_their_machine(void **state) {
    (void)state;
    file_list list = files_find("tests/gen/good", ".rl");
    assert_true(list.count >= 4);
    for (size_t i = 0; i < list.count; i++) {
        const char *const arguments[] = {run_parley_gen(), list.paths[i], "-o", folder, NULL};
        run_result r = run_program(arguments, NULL);
        if (r.status != 0) fail_msg("%s: status %d: %s", list.paths[i], r.status, r.err);
        run_free(&r);
    }
    files_free(&list);
    file_list texts = files_find("tests/gen/good", ".txt");
    unsigned differ = 0;
    assert_true(texts.count >= 4);
    for (size_t i = 0; i < texts.count; i++) {
        char got[256];
        (void)snprintf(got, sizeof got, "%s/%s", folder, file_name(texts.paths[i]));
        differ += files_differ(texts.paths[i], got);
    }
    files_free(&texts);
    assert_int_equal(differ, 0);
}

/* What each grammar of a folder makes parley-gen say. */
static void messages_are(const char *of, int status) {
    file_list list = files_find(of, ".rl");
    unsigned differ = 0;
    assert_true(list.count >= 8);
    for (size_t i = 0; i < list.count; i++) {
        char *beside = path_with(list.paths[i], ".msg");
        size_t n;
        char *expected = file_read(beside, &n);
        run_result r = generate("--check", list.paths[i], NULL);
        if (expected == NULL || strcmp(expected, r.err) != 0) {
            text_difference_print(beside, expected == NULL ? "" : expected, r.err);
            differ++;
        }
        if (r.status != status) fail_msg("%s: status %d", list.paths[i], r.status);
        run_free(&r);
        free(expected);
        free(beside);
    }
    files_free(&list);
    assert_int_equal(differ, 0);
}

static void bad_grammars_get_their_message(void **state) {
    (void)state;
    messages_are("tests/gen/bad", 1);
}

static void doubtful_grammars_get_their_warning(void **state) {
    (void)state;
    messages_are("tests/gen/warned", 0);
}

static void warnings_fail_where_that_is_asked_for(void **state) {
    (void)state;
    const char *const arguments[] = {run_parley_gen(), "-Werror", "--check",
                                     "tests/gen/warned/unused.rl", NULL};
    run_result r = run_program(arguments, NULL);
    assert_int_equal(r.status, 1);
    run_free(&r);
}

static void generated_c_has_no_warning(void **state) {
    (void)state;
    run_result r = generate("-o", folder, "tests/gen/good/rules.tsv");
    assert_int_equal(r.status, 0);
    run_free(&r);
    file_list list = files_find(folder, ".c");
    assert_true(list.count >= 5);
    for (size_t i = 0; i < list.count; i++) {
        const char *const arguments[] = {
            "/usr/bin/env", "cc",       "-std=c11",     "-Wall",       "-Wextra",
            "-Wpedantic",   "-Wshadow", "-Wconversion", "-Werror",     "-fsyntax-only",
            "-Iruntime",    "-I",       folder,         list.paths[i], NULL};
        r = run_program(arguments, NULL);
        if (r.status != 0) fail_msg("%s: %s", list.paths[i], r.err);
        run_free(&r);
    }
    files_free(&list);
}

static void files_hold_neither_folder_nor_line(void **state) {
    (void)state;
    char here[4096], absolute[4200], other[128], got[256];
    assert_non_null(getcwd(here, sizeof here));
    (void)snprintf(absolute, sizeof absolute, "%s/tests/gen/good/turns.rl", here);
    (void)snprintf(other, sizeof other, "%s/other", folder);
    run_result r = generate("-o", other, absolute);
    assert_int_equal(r.status, 0);
    run_free(&r);
    (void)snprintf(got, sizeof got, "%s/toy_turns.c", other);
    size_t n;
    char *c = file_read(got, &n);
    assert_non_null(c);
    assert_null(strstr(c, here));
    assert_null(strstr(c, "#line"));
    free(c);
}

static void plain_form_is_taken_by_ragel(void **state) {
    (void)state;
    char path[128], c[128];
    (void)snprintf(path, sizeof path, "%s/plain.rl", folder);
    (void)snprintf(c, sizeof c, "%s/plain.c", folder);
    run_result r = generate("--plain", "tests/gen/good/several.rl", NULL);
    assert_int_equal(r.status, 0);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(r.out, 1, r.out_length, f), r.out_length);
    assert_int_equal(fclose(f), 0);
    run_free(&r);
    const char *const ragel[] = {"/usr/bin/env", "ragel", "-G2", "-o", c, path, NULL};
    r = run_program(ragel, NULL);
    if (r.status != 0) fail_msg("ragel: %s", r.err);
    run_free(&r);
    const char *const cc[] = {
        "/usr/bin/env", "cc", "-w", "-fsyntax-only", "-DPARLEY_ACTION(name)=(void)0", c, NULL};
    r = run_program(cc, NULL);
    if (r.status != 0) fail_msg("cc: %s", r.err);
    run_free(&r);
    assert_int_equal(unlink(c), 0); /* it is no machine of ours */
}

static void folder_as_a_whole_names_what_nothing_uses(void **state) {
    (void)state;
    run_result r = generate("--lint", "tests/gen/good", NULL);
    assert_int_equal(r.status, 0);
    assert_string_equal(r.err, "");
    run_free(&r);
    r = generate("--lint", "tests/gen/warned", NULL);
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.err, "no machine of the folder says ASK_BODY"));
    assert_non_null(strstr(r.err, "no machine of the folder reads COUNT_END"));
    assert_null(strstr(r.err, "EV_LINE"));
    run_free(&r);
}

static void wrong_use_is_told_and_ends_with_2(void **state) {
    (void)state;
    static const char *const calls[][4] = {{"--nonsense", NULL, NULL, NULL},
                                           {NULL, NULL, NULL, NULL},
                                           {"tests/gen/good/chat.rl", NULL, NULL, NULL},
                                           {"--check", "README.md", NULL, NULL},
                                           {"--check", "--plain", "tests/gen/good/chat.rl", NULL},
                                           {"--plain", "tests/gen/good/rules.tsv", NULL, NULL}};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        const char *const arguments[] = {run_parley_gen(), calls[i][0], calls[i][1], calls[i][2],
                                         NULL};
        run_result r = run_program(arguments, NULL);
        assert_int_equal(r.status, 2);
        assert_int_not_equal(r.err_length, 0);
        run_free(&r);
    }
}

static void missing_ragel_is_told_with_the_remedy(void **state) {
    (void)state;
    const char *const arguments[] = {"/usr/bin/env", "PATH=/nonexistent",      run_parley_gen(),
                                     "--check",      "tests/gen/good/chat.rl", NULL};
    run_result r = run_program(arguments, NULL);
    assert_int_equal(r.status, 1);
    assert_non_null(strstr(r.err, "apt-get install ragel"));
    run_free(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_grammars_give_their_machine),
        cmocka_unit_test(bad_grammars_get_their_message),
        cmocka_unit_test(doubtful_grammars_get_their_warning),
        cmocka_unit_test(warnings_fail_where_that_is_asked_for),
        cmocka_unit_test(plain_form_is_taken_by_ragel),
        cmocka_unit_test(generated_c_has_no_warning),
        cmocka_unit_test(files_hold_neither_folder_nor_line),
        cmocka_unit_test(folder_as_a_whole_names_what_nothing_uses),
        cmocka_unit_test(wrong_use_is_told_and_ends_with_2),
        cmocka_unit_test(missing_ragel_is_told_with_the_remedy),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}

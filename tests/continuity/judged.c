/* Runs parley over a transcript that stands in a test: see judged.h. */
#include "judged.h"
#include "../support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

run_result judged(const char *talk, const char *option, const char *argument) {
    char path[] = "/tmp/parley-continuity-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *out = fdopen(file, "wb");
    assert_non_null(out);
    fputs(talk, out);
    assert_int_equal(fclose(out), 0);
    const char *const line[] = {run_parley(),
                                "--json",
                                "--as",
                                strstr(talk, "C: GET") != NULL ? "http1" : "websocket",
                                option != NULL ? option : "--sequence",
                                argument != NULL ? argument : "/seq",
                                path,
                                NULL};
    run_result result = run_program(line, NULL);
    remove(path);
    assert_non_null(strstr(result.out, "\"kind\":\"summary\""));
    return result;
}

bool holds(const run_result *result, const char *text) {
    return strstr(result->out, text) != NULL;
}

void says(const char *talk, const char *this, const char *that) {
    run_result result = judged(talk, NULL, NULL);
    if (!holds(&result, this)) fail_msg("no %s in\n%s", this, result.out);
    if (that != NULL && holds(&result, that)) fail_msg("%s in\n%s", that, result.out);
    run_free(&result);
}

run_result judged_by(const char *talk, const char *profile) {
    char path[] = "/tmp/parley-profile-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    dprintf(file, "profile a\n%s", profile);
    close(file);
    run_result result = judged(talk, "--sessions", path);
    remove(path);
    return result;
}

void says_by(const char *profile, const char *talk, const char *this, const char *that) {
    run_result result = judged_by(talk, profile);
    if (!holds(&result, this)) fail_msg("no %s in\n%s", this, result.out);
    if (that != NULL && holds(&result, that)) fail_msg("%s in\n%s", that, result.out);
    run_free(&result);
}

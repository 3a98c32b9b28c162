/* A folder of files for a test of the program: see scratch.h. */
#include "scratch.h"
#include "../support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[] = "/tmp/parley-test-XXXXXX";

int scratch_make(void) {
    return mkdtemp(folder) == NULL ? -1 : 0;
}

int scratch_remove(void **state) {
    const char *const line[] = {"/bin/rm", "-r", folder, NULL};
    (void)state;
    run_result result = run_program(line, NULL);
    int status = result.status;
    run_free(&result);
    return status;
}

void bytes_write(const char *name, const void *bytes, size_t n) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

void file_write(const char *name, const char *text) {
    bytes_write(name, text, strlen(text));
}

run_result shell(const char *line) {
    char text[1024];
    snprintf(text, sizeof text, "P=%s; %s", run_parley(), line);
    const char *const arguments[] = {"/bin/sh", "-c", text, NULL};
    return run_program(arguments, folder);
}

void says(const char *line, int status, const char *out, const char *err) {
    run_result r = shell(line);
    if (r.status != status || (out != NULL && strstr(r.out, out) == NULL) ||
        (err != NULL && strstr(r.err, err) == NULL))
        fail_msg("%s: status %d, expected %d and %s\n%s\n%s", line, r.status, status,
                 out != NULL ? out : "anything", r.out, r.err);
    run_free(&r);
}

void prints_exactly(const char *line, int status, const char *out) {
    run_result r = shell(line);
    assert_string_equal(r.out, out);
    assert_int_equal(r.status, status);
    run_free(&r);
}

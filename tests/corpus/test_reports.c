/* Each transcript of the corpus, and each recorded capture, gives the report that stands beside it.
 *
 * `make accept` takes changed reports, after somebody has read them. This knows nothing of what is
 * in a report. */
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "../support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 512 };

static void report_is_as_accepted(void **state) {
    const char *path = *state;
    char folder[PATH_ROOM], report[PATH_ROOM + 16];
    snprintf(folder, sizeof folder, "%.*s", (int)(file_name(path) - path), path);
    snprintf(report, sizeof report, "%s.report", path);
    char sessions[PATH_ROOM];
    bool tied = sessions_beside(path, sessions, sizeof sessions);
    const char *const arguments[] = {run_parley(),
                                     "check",
                                     "-v",
                                     "--color",
                                     "never",
                                     file_name(path),
                                     tied ? "--sessions" : NULL,
                                     file_name(sessions),
                                     NULL};
    run_result result = run_program(arguments, folder);
    char *expected = file_read(report, NULL);
    size_t length = result.out_length + result.err_length + 64;
    char *got = malloc(length);
    assert_non_null(got);
    snprintf(got, length, "%s%s(status %d)\n", result.out, result.err, result.status);
    if (expected == NULL)
        fail_msg("%s is missing: read what parley says, then make accept", report);
    if (expected != NULL && strcmp(expected, got) != 0) {
        text_difference_print(path, expected, got);
        fail_msg("%s changed: if it is right so, make accept", report);
    }
    free(got);
    free(expected);
    run_free(&result);
}

/* Appends one test for each file with this suffix. */
static void tests_add(struct CMUnitTest **tests, size_t *count, const file_list *list) {
    struct CMUnitTest *more = realloc(*tests, (*count + list->count + 1) * sizeof *more);
    if (more == NULL) abort();
    for (size_t i = 0; i < list->count; i++)
        more[*count + i] = (struct CMUnitTest){file_name(list->paths[i]), report_is_as_accepted,
                                               NULL, NULL, list->paths[i]};
    *tests = more;
    *count += list->count;
}

int main(void) {
    struct CMUnitTest *tests = NULL;
    size_t count = 0;
    file_list talks = files_find("tests/corpus", ".talk");
    file_list packets = files_find("tests/corpus", ".pcap");
    file_list captures = files_find("tests/captures", ".pcap");
    tests_add(&tests, &count, &talks);
    tests_add(&tests, &count, &packets);
    tests_add(&tests, &count, &captures);
    int failed = _cmocka_run_group_tests("reports", tests, count, NULL, NULL);
    free(tests);
    files_free(&talks);
    files_free(&packets);
    files_free(&captures);
    return failed;
}

/* Running a program in a test and keeping what it said. It knows nothing of what the program is
 * for. */
#include "run.h"
#include "cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

static char *file_take(FILE *file, size_t *length) {
    long end = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    assert_true(end >= 0);
    rewind(file);
    char *text = malloc((size_t)end + 1);
    assert_non_null(text);
    *length = fread(text, 1, (size_t)end, file);
    text[*length] = '\0';
    fclose(file);
    return text;
}

/* In the child: never returns. */
static void child_become(const char *const *arguments, const char *folder, FILE *out, FILE *err) {
    char *words[64];
    size_t n = 0;
    for (; n < 63 && arguments[n] != NULL; n++)
        words[n] = strdup(arguments[n]);
    words[n] = NULL;
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0 && dup2(nothing, 0) >= 0 && dup2(fileno(out), 1) >= 0 &&
        dup2(fileno(err), 2) >= 0 && (folder == NULL || chdir(folder) == 0))
        execv(words[0], words);
    _exit(127);
}

run_result run_program(const char *const *arguments, const char *folder) {
    run_result result = {0};
    FILE *out = tmpfile();
    FILE *err = tmpfile();
    assert_non_null(out);
    assert_non_null(err);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) child_become(arguments, folder, out, err);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    result.out = file_take(out, &result.out_length);
    result.err = file_take(err, &result.err_length);
    if (result.status == 127) fail_msg("cannot run %s; build it first", arguments[0]);
    return result;
}

void run_free(run_result *result) {
    free(result->out);
    free(result->err);
    *result = (run_result){0};
}

static const char *program_path(const char *variable, const char *otherwise, char *path) {
    const char *given = getenv(variable);
    if (given == NULL) given = otherwise;
    char here[PATH_ROOM] = "";
    if (given[0] != '/' && getcwd(here, sizeof here - 1) == NULL) fail_msg("no current folder");
    int length = snprintf(path, PATH_ROOM, "%s%s%s", here, here[0] != '\0' ? "/" : "", given);
    if (length < 0 || length >= PATH_ROOM || access(path, X_OK) != 0)
        fail_msg("%s is not there; build it first", given);
    return path;
}

const char *run_parley(void) {
    static char path[PATH_ROOM];
    return program_path("PARLEY", "build/parley", path);
}

const char *run_parley_gen(void) {
    static char path[PATH_ROOM];
    return program_path("PARLEY_GEN", "build/parley-gen", path);
}

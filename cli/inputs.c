/* Judges every input of a command line in turn, and works out the exit status.
 *
 * An input that cannot be read is told on standard error; the others are judged all the same. */
#include "commands/commands.h"
#include "report/escape.h"
#include <string.h>
#include <unistd.h>

static int tally_status(const tally *counts, fail_on when) {
    uint64_t failures = counts->levels[PARLEY_ERROR];
    if (when == FAIL_ON_WARNING) failures += counts->levels[PARLEY_WARNING];
    if (failures > 0 && when != FAIL_NEVER) return EXIT_DEVIATES;
    return counts->judged > 0 ? EXIT_CONFORMS : EXIT_NOTHING_JUDGED;
}

static void tally_add(tally *sum, const tally *counts) {
    sum->conversations += counts->conversations;
    sum->exchanges += counts->exchanges;
    sum->messages += counts->messages;
    sum->judged += counts->judged;
    sum->passed_over += counts->passed_over;
    sum->untied += counts->untied;
    sum->left_out += counts->left_out;
    for (int i = 0; i < 4; i++)
        sum->verdicts[i] += counts->verdicts[i];
    for (int i = 0; i < 3; i++)
        sum->levels[i] += counts->levels[i];
}

/* Of two exit statuses the worse: 2, then 1, then 3, then 0. */
static int status_worse(int a, int b) {
    static const int order[4] = {0, 2, 3, 1};
    return order[a] > order[b] ? a : b;
}

/* A name that is no file where a command may stand is perhaps a command misspelt. */
static bool may_be_command(const options *o, const char *path) {
    return path != NULL && !o->named && path == o->files[0] && strpbrk(path, "./-") == NULL &&
           access(path, F_OK) != 0;
}

static int input_judge(const options *o, const reporter *teller, const char *path, const char *name,
                       tally *sum) {
    char error[1024] = "";
    tally counts = {0};
    int result = judge_file(path, name, &o->judge, teller, &counts, error, sizeof error);
    tally_add(sum, &counts);
    if (result != 0) {
        char line[2048];
        (void)text_clean(line, sizeof line, error, strlen(error));
        (void)fflush(stdout); /* the line belongs after what was judged before it */
        fprintf(stderr, "parley: %s%s\n", line,
                may_be_command(o, path) ? "; parley --help lists the commands" : "");
        return EXIT_FAILED;
    }
    return tally_status(&counts, o->fail_on);
}

int inputs_judge(const options *o, const reporter *teller, const char **reading, tally *counts) {
    const transcript_options *raw = &o->judge.transcript;
    int status = EXIT_CONFORMS;
    *counts = (tally){0};
    if (o->n_files == 0) {
        const char *name = raw->raw_client != NULL ? raw->raw_client : raw->raw_server;
        if (name == NULL) {
            fprintf(stderr, "parley: no input: name a capture, or - for standard input\n");
            return EXIT_FAILED;
        }
        *reading = name;
        return input_judge(o, teller, NULL, name, counts);
    }
    for (size_t i = 0; i < o->n_files && !ferror(stdout); i++) {
        *reading = o->files[i];
        status = status_worse(status, input_judge(o, teller, o->files[i], o->files[i], counts));
    }
    return status;
}

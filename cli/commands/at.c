/* parley at: the five questions, answered at an instant of a transcript. */
#include "../at/answer.h"
#include "../report/escape.h"
#include "commands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_BYTES 1024

static bool report_until(void *context, conversation *c, parley_input *input) {
    return at_facts_input(context, c, input);
}

static bool is_meant(const at_facts *facts, const conversation *c) {
    return c->connection->stream == facts->position->stream && !c->stopped;
}

static void report_event(void *context, conversation *c, const parley_event *event) {
    if (is_meant(context, c)) at_facts_event(context, c, event);
}

static void report_finding(void *context, conversation *c, const parley_finding *finding) {
    if (c != NULL && is_meant(context, c)) at_facts_finding(context, finding);
}

static void report_application(void *context, conversation *c, const application_event *event) {
    if (is_meant(context, c)) at_facts_application(context, event);
}

static void report_connection(void *context, conversation *c, const connection_event *event) {
    if (is_meant(context, c)) at_facts_connection(context, event);
}

static void report_stopped(void *context, conversation *c) {
    if (is_meant(context, c)) at_answer_print(context, c);
}

static int error_tell(const char *error) {
    char line[2048];
    (void)text_clean(line, sizeof line, error, strlen(error));
    fprintf(stderr, "parley: %s\n", line);
    return EXIT_FAILED;
}

/* Standard input, copied where it can be read twice. NULL: it cannot. */
static FILE *input_copy(char *path, size_t size) {
    const char *folder = getenv("TMPDIR");
    uint8_t bytes[4096];
    size_t n;
    (void)snprintf(path, size, "%s/parley-at-XXXXXX", folder != NULL ? folder : "/tmp");
    int f = mkstemp(path);
    FILE *copy = f >= 0 ? fdopen(f, "wb") : NULL;
    if (copy == NULL) return NULL;
    while ((n = fread(bytes, 1, sizeof bytes, stdin)) > 0)
        if (fwrite(bytes, 1, n, copy) != n) break;
    if (fflush(copy) == 0 && !ferror(stdin) && !ferror(copy)) return copy;
    (void)fclose(copy);
    (void)unlink(path);
    return NULL;
}

/* path: as it is read, NULL for raw bytes; name: as it is told. */
static int instant_tell(const options *o, const char *path, const char *name,
                        const char *const *words, size_t n) {
    at_position position;
    at_facts facts = {.position = &position};
    const reporter teller = {.context = &facts,
                             .wants_frames = true,
                             .until = report_until,
                             .event = report_event,
                             .finding = report_finding,
                             .connection_event = report_connection,
                             .application_event = report_application,
                             .stopped = report_stopped};
    tally counts;
    char error[1024] = "";
    if (at_position_read(&position, words, n, error, sizeof error) != 0 ||
        at_position_find(&position, path, name, &o->judge, error, sizeof error) != 0)
        return error_tell(error);
    error[0] = 0;
    if (judge_file(path, name, &o->judge, &teller, &counts, error, sizeof error) != 0)
        return error_tell(error);
    return EXIT_CONFORMS;
}

int command_at(const options *o) {
    const transcript_options *raw = &o->judge.transcript;
    char path[PATH_BYTES];
    if (raw->raw_client != NULL || raw->raw_server != NULL)
        return instant_tell(o, NULL, raw->raw_client != NULL ? raw->raw_client : raw->raw_server,
                            o->files, o->n_files);
    if (o->n_files < 2)
        return error_tell("at needs a file and a position, as in parley at a.pcap client:21");
    if (strcmp(o->files[0], "-") != 0)
        return instant_tell(o, o->files[0], o->files[0], o->files + 1, o->n_files - 1);
    FILE *copy = input_copy(path, sizeof path);
    if (copy == NULL)
        return error_tell("standard input cannot be copied to be read twice: save it to a file, or "
                          "set TMPDIR to a folder with room");
    int status = instant_tell(o, path, "-", o->files + 1, o->n_files - 1);
    (void)fclose(copy);
    (void)unlink(path);
    return status;
}

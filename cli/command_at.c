/* parley at: the five questions, answered at an instant of a transcript. */
#include "at_answer.h"
#include "commands.h"
#include "report/escape.h"
#include <string.h>

static bool report_until(void *context, conversation *c, parley_input *input) {
    return at_facts_input(context, c, input);
}

static bool is_meant(const at_facts *facts, const conversation *c) {
    return c->connection->stream == facts->position->stream && !c->stopped;
}

static void report_event(void *context, conversation *c, const parley_event *event) {
    if (is_meant(context, c)) at_facts_event(context, c, event);
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

int command_at(const options *o) {
    at_position position;
    at_facts facts = {.position = &position};
    const reporter teller = {.context = &facts,
                             .wants_frames = true,
                             .until = report_until,
                             .event = report_event,
                             .connection_event = report_connection,
                             .application_event = report_application,
                             .stopped = report_stopped};
    tally counts;
    char error[1024] = "";
    if (o->n_files < 2)
        return error_tell("at needs a file and a position, as in parley at a.pcap client:21");
    const char *path = o->files[0];
    if (strcmp(path, "-") == 0)
        return error_tell("at reads its input twice: save standard input to a file first");
    if (at_position_read(&position, o->files + 1, o->n_files - 1, error, sizeof error) != 0 ||
        at_position_find(&position, path, &o->judge, error, sizeof error) != 0)
        return error_tell(error);
    error[0] = 0;
    if (judge_file(path, path, &o->judge, &teller, &counts, error, sizeof error) != 0)
        return error_tell(error);
    return EXIT_CONFORMS;
}

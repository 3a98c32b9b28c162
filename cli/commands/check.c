/* parley check: judges conversations and reports what deviates. */
#include "../report/json.h"
#include "../report/text.h"
#include "commands.h"

static int check_json(const options *o) {
    json_report report = {.out = stdout, .events = o->events, .frames = o->frames, .max = o->max};
    reporter teller = json_reporter(&report);
    tally counts;
    int status = inputs_judge(o, &teller, &report.file, &counts);
    json_summary(stdout, o->n_files > 0 ? o->n_files : 1, &counts);
    return status;
}

int command_check(const options *o) {
    tally counts;
    if (o->json && !o->quiet) return check_json(o);
    text_report report = {.out = stdout,
                          .quiet = o->quiet,
                          .verbose = o->verbose,
                          .colour = o->colour,
                          .max = o->max};
    reporter teller = text_reporter(&report);
    int status = inputs_judge(o, &teller, &report.file, &counts);
    counts.levels[PARLEY_NOTE] -= report.told_before;
    if (o->n_files > 1 && !o->quiet) text_summary(stdout, "all", &counts, o->verbose);
    return status;
}

/* The report for programs: NDJSON as docs/output.md describes it. */
#ifndef PARLEY_CLI_REPORT_JSON_H
#define PARLEY_CLI_REPORT_JSON_H

#include "../judge.h"

typedef struct json_report {
    FILE *out;
    bool events;
    bool frames;      /* with events: those of WebSocket, too */
    uint64_t max;     /* findings to write; 0: all */
    uint64_t found;   /* written so far */
    const char *file; /* that is read now, for what concerns no connection */
} json_report;

reporter json_reporter(json_report *report);

/* One JSON line of counts over all files. */
void json_summary(FILE *out, uint64_t files, const tally *counts);

#endif

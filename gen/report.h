/* What the generator has to say to the author: errors and warnings, each with file and line.
 * Counts them, and never prints the same line twice. */
#ifndef GEN_REPORT_H
#define GEN_REPORT_H

#include "text.h"
#include <stdio.h>

typedef struct report {
    FILE *out;
    unsigned errors, warnings;
    char **lines; /* what was printed */
    size_t n_lines, room;
} report;

/* line 0: the message is about the whole file. */
void report_error(report *r, const char *file, unsigned line, const char *format, ...)
    TEXT_FORMAT(4, 5);
void report_warning(report *r, const char *file, unsigned line, const char *format, ...)
    TEXT_FORMAT(4, 5);
void report_free(report *r);

#endif

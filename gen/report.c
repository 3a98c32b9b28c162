/* Prints errors and warnings as file:line: level: text. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#define LINES_MAX 200 /* enough to mend a file by; a broken one must not fill a terminal */

static bool line_known(const report *r, const char *line) {
    for (size_t i = 0; i < r->n_lines; i++)
        if (strcmp(r->lines[i], line) == 0) return true;
    return false;
}

/* What comes from a file may hold anything: a terminal gets printable text only. */
static void line_clean(char *s) {
    for (; *s != 0; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7f) *s = '?';
}

static bool report_line(report *r, const char *level, const char *file, unsigned line,
                        const char *format, va_list args) {
    char small[1024];
    text t = {NULL, 0, 0};
    text_add(&t, file);
    if (line != 0) text_addf(&t, ":%u", line);
    (void)vsnprintf(small, sizeof small, format, args);
    text_addf(&t, ": %s: %s", level, small);
    line_clean(t.data);
    if (line_known(r, t.data)) {
        text_free(&t);
        return false;
    }
    if (r->n_lines < LINES_MAX) (void)fprintf(r->out, "%s\n", t.data);
    r->lines = mem_grow(r->lines, r->n_lines, &r->room, sizeof *r->lines);
    r->lines[r->n_lines++] = t.data;
    return true;
}

void report_error(report *r, const char *file, unsigned line, const char *format, ...) {
    va_list args;
    va_start(args, format);
    if (report_line(r, "error", file, line, format, args)) r->errors++;
    va_end(args);
}

void report_warning(report *r, const char *file, unsigned line, const char *format, ...) {
    va_list args;
    va_start(args, format);
    if (report_line(r, "warning", file, line, format, args)) r->warnings++;
    va_end(args);
}

void report_free(report *r) {
    for (size_t i = 0; i < r->n_lines; i++)
        free(r->lines[i]);
    free(r->lines);
    r->lines = NULL;
    r->n_lines = r->room = 0;
}

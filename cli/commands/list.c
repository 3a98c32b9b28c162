/* parley list: the connections of captures, one a line, in order of their numbers; those that
 * belong to a session stand below it, and below each if they are several. */
#include "../memory.h"
#include "../report/escape.h"
#include "../report/quantity.h"
#include "../report/session_line.h"
#include "../report/text.h"
#include "../websocket/content.h"
#include "commands.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct list_line {
    uint32_t stream;
    char *text;
    bool told; /* below a session */
} list_line;

typedef struct list_session {
    char *text;
    session_streams on;
} list_session;

/* Connections end in another order than they begin: lines wait for the end of their file. */
typedef struct list_report {
    const char *file;
    bool name_files;
    list_line *lines;
    size_t n, size;
    list_session *sessions;
    size_t n_sessions, size_sessions;
} list_report;

/* "1 exchange", and where WebSocket was spoken "1 exchange, 3 > 5 messages". */
static void said_text(const conversation *c, char *text, size_t size) {
    char exchanges[QUANTITY_TEXT], client[QUANTITY_TEXT], server[QUANTITY_TEXT];
    (void)snprintf(text, size, "%s", quantity_of(c->exchanges, "exchange", exchanges));
    if (!websocket_spoken(c)) return;
    size_t used = strlen(text);
    (void)snprintf(text + used, size - used, ", %s > %s messages",
                   quantity_grouped(websocket_messages(c, PARLEY_CLIENT), client),
                   quantity_grouped(websocket_messages(c, PARLEY_SERVER), server));
}

static char *text_copy(const char *text) {
    size_t n = strlen(text) + 1;
    char *copy = memory_new(n);
    if (copy != NULL) memcpy(copy, text, n);
    return copy;
}

static void list_session_take(void *context, const char *file, const application_session *session) {
    list_report *report = context;
    char text[SESSION_LINE];
    (void)file;
    if (report->n_sessions == report->size_sessions) {
        size_t size = report->size_sessions ? 2 * report->size_sessions : 16;
        list_session *larger = memory_grow(report->sessions, size * sizeof *larger);
        if (larger == NULL) return;
        report->sessions = larger;
        report->size_sessions = size;
    }
    session_line(session, text, sizeof text);
    list_session *taken = &report->sessions[report->n_sessions];
    taken->text = text_copy(text);
    if (taken->text == NULL) return;
    taken->on = *session->on;
    report->n_sessions++;
}

static void list_closed(void *context, conversation *c) {
    list_report *report = context;
    char said[4 * QUANTITY_TEXT], client[QUANTITY_TEXT], server[QUANTITY_TEXT], standing[256],
        text[704 + CONFUSIONS_TEXT], confused[CONFUSIONS_TEXT];
    char spoken[SPOKEN_TEXT];
    if (report->n == report->size) {
        size_t size = report->size ? 2 * report->size : 64;
        list_line *larger = memory_grow(report->lines, size * sizeof *larger);
        if (larger == NULL) return;
        report->lines = larger;
        report->size = size;
    }
    conversation_spoken(c, spoken, sizeof spoken);
    conversation_standing(c, standing, sizeof standing);
    confusions_bracket(c->confusions, confused, sizeof confused);
    said_text(c, said, sizeof said);
    (void)snprintf(text, sizeof text, "%5" PRIu32 "  %s > %s  %s  %s  %s > %s bytes  %s%s",
                   c->connection->stream, c->connection->client, c->connection->server, spoken,
                   said, quantity_grouped(c->connection->bytes[PARLEY_CLIENT], client),
                   quantity_grouped(c->connection->bytes[PARLEY_SERVER], server), standing,
                   confused);
    list_line *line = &report->lines[report->n];
    *line = (list_line){.stream = c->connection->stream, .text = text_copy(text)};
    if (line->text != NULL) report->n++;
}

static int lines_compare(const void *a, const void *b) {
    uint32_t left = ((const list_line *)a)->stream, right = ((const list_line *)b)->stream;
    return (left > right) - (left < right);
}

static void session_print(list_report *report, const list_session *session) {
    printf("%s\n", session->text);
    for (size_t i = 0; i < session->on.n; i++) {
        const list_line wanted = {.stream = session->on.first[i]};
        list_line *found = report->n == 0 ? NULL
                                          : bsearch(&wanted, report->lines, report->n,
                                                    sizeof wanted, lines_compare);
        if (found == NULL) continue;
        printf("  %s\n", found->text);
        found->told = true;
    }
}

static void list_file_ended(void *context, const char *file, const tally *counts) {
    list_report *report = context;
    (void)counts;
    if (report->name_files) {
        char name[1024];
        (void)text_clean(name, sizeof name, file, strlen(file));
        printf("%s:\n", name);
    }
    if (report->n > 0) qsort(report->lines, report->n, sizeof report->lines[0], lines_compare);
    for (size_t i = 0; i < report->n_sessions; i++) {
        session_print(report, &report->sessions[i]);
        free(report->sessions[i].text);
    }
    for (size_t i = 0; i < report->n; i++) {
        if (!report->lines[i].told) printf("%s\n", report->lines[i].text);
        free(report->lines[i].text);
    }
    report->n = report->n_sessions = 0;
}

int command_list(const options *o) {
    list_report report = {.name_files = o->n_files > 1};
    const reporter teller = {.context = &report,
                             .closed = list_closed,
                             .session = list_session_take,
                             .file_ended = list_file_ended};
    tally counts;
    int status = inputs_judge(o, &teller, &report.file, &counts);
    free(report.lines);
    free(report.sessions);
    return status == EXIT_FAILED ? status : EXIT_CONFORMS;
}

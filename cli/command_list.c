/* parley list: the connections of captures, one a line, in order of their numbers, then their
 * sessions. */
#include "commands.h"
#include "memory.h"
#include "report/escape.h"
#include "report/quantity.h"
#include "report/session_line.h"
#include "report/text.h"
#include "websocket_content.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS_FROM ((uint64_t)1 << 32) /* behind every number of a connection */

typedef struct list_line {
    uint64_t order;
    char *text;
} list_line;

/* Connections end in another order than they begin: lines wait for the end of their file. */
typedef struct list_report {
    const char *file;
    bool name_files;
    list_line *lines;
    size_t n, size;
} list_report;

/* "1 exchange", and where WebSocket was spoken "1 exchange, 3 > 5 messages". */
static void said_text(const conversation *c, char *text, size_t size) {
    char exchanges[QUANTITY_TEXT], client[QUANTITY_TEXT], server[QUANTITY_TEXT];
    (void)snprintf(text, size, "%s", quantity_of(c->exchanges, "exchange", exchanges));
    if (c->lanes[PARLEY_CLIENT].websocket == NULL) return;
    size_t used = strlen(text);
    (void)snprintf(text + used, size - used, ", %s > %s messages",
                   quantity_grouped(websocket_messages(c, PARLEY_CLIENT), client),
                   quantity_grouped(websocket_messages(c, PARLEY_SERVER), server));
}

static void line_add(list_report *report, uint64_t order, const char *text) {
    if (report->n == report->size) {
        size_t size = report->size ? 2 * report->size : 64;
        list_line *larger = memory_grow(report->lines, size * sizeof *larger);
        if (larger == NULL) return;
        report->lines = larger;
        report->size = size;
    }
    list_line *line = &report->lines[report->n];
    line->order = order;
    line->text = memory_new(strlen(text) + 1);
    if (line->text == NULL) return;
    memcpy(line->text, text, strlen(text) + 1);
    report->n++;
}

static void list_closed(void *context, conversation *c) {
    char said[4 * QUANTITY_TEXT], client[QUANTITY_TEXT], server[QUANTITY_TEXT], standing[256],
        text[704];
    char spoken[SPOKEN_TEXT];
    conversation_spoken(c, spoken, sizeof spoken);
    conversation_standing(c, standing, sizeof standing);
    said_text(c, said, sizeof said);
    (void)snprintf(text, sizeof text, "%5" PRIu32 "  %s > %s  %s  %s  %s > %s bytes  %s",
                   c->connection->stream, c->connection->client, c->connection->server, spoken,
                   said, quantity_grouped(c->connection->bytes[PARLEY_CLIENT], client),
                   quantity_grouped(c->connection->bytes[PARLEY_SERVER], server), standing);
    line_add(context, c->connection->stream, text);
}

/* Behind all connections, in the order in which they are told. */
static void list_session(void *context, const char *file, const application_session *session) {
    list_report *report = context;
    char text[SESSION_LINE];
    (void)file;
    session_line(session, text, sizeof text);
    line_add(report, SESSIONS_FROM + report->n, text);
}

static int lines_compare(const void *a, const void *b) {
    uint64_t left = ((const list_line *)a)->order, right = ((const list_line *)b)->order;
    return (left > right) - (left < right);
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
    for (size_t i = 0; i < report->n; i++) {
        printf("%s\n", report->lines[i].text);
        free(report->lines[i].text);
    }
    report->n = 0;
}

int command_list(const options *o) {
    list_report report = {.name_files = o->n_files > 1};
    const reporter teller = {.context = &report,
                             .closed = list_closed,
                             .session = list_session,
                             .file_ended = list_file_ended};
    tally counts;
    int status = inputs_judge(o, &teller, &report.file, &counts);
    free(report.lines);
    return status == EXIT_FAILED ? status : EXIT_CONFORMS;
}

/* parley show: conversations turn by turn, each message with its first line and its size.
 *
 * Lines are gathered for each conversation and printed when it is over, so that conversations do
 * not mix; those of a session wait for its end, and stand below it. */
#include "../memory.h"
#include "../report/escape.h"
#include "../report/finding.h"
#include "../report/quantity.h"
#include "../report/text.h"
#include "commands.h"
#include "show_hls.h"
#include "show_sessions.h"
#include "show_sse.h"
#include "show_websocket.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SHOW_BYTES      (1u << 20)  /* of text for one conversation */
#define SHOW_EVERYWHERE (64u << 20) /* of all conversations */
#define SHOW_HELD       (64u << 20) /* of conversations that wait for their session */
#define SHOW_COLUMNS    60

typedef struct show_report {
    const char *file;
    bool verbose, colour, name_files;
    uint64_t shown;
    held_texts held;
    FILE *line; /* writes to what follows */
    char *line_bytes;
    size_t n_line;
    struct show_state *writing; /* whose line that is */
    size_t kept;                /* room for text of all conversations */
} show_report;

typedef struct show_state {
    show_report *report;
    char *bytes; /* the lines so far */
    size_t n, size;
    uint64_t left_out; /* lines beyond the bound */
    bool waiting;      /* a head is not printed yet: its end may be on the same line */
    bool switched;     /* no body follows any more */
    parley_event head;
    char first_line[4 * SHOW_COLUMNS + 8];
    uint64_t head_end[2];
} show_state;

static bool text_grow(show_state *s, size_t n) {
    size_t size = s->size ? s->size : 256;
    while (size < n)
        size *= 2;
    size_t more = size - s->size;
    if (s->report->kept + more > SHOW_EVERYWHERE) return false;
    char *larger = memory_grow(s->bytes, size);
    if (larger == NULL) return false;
    s->bytes = larger;
    s->size = size;
    s->report->kept += more;
    return true;
}

/* The line that was written last goes to its conversation. */
static void line_end(show_report *report) {
    show_state *s = report->writing;
    report->writing = NULL;
    if (s == NULL) return;
    long length = ftell(report->line);
    if (length < 0 || fflush(report->line) != 0) {
        memory_missed();
        return;
    }
    size_t n = (size_t)length;
    rewind(report->line);
    if (s->n + n > SHOW_BYTES || (s->n + n > s->size && !text_grow(s, s->n + n))) {
        s->left_out++;
        return;
    }
    memcpy(s->bytes + s->n, report->line_bytes, n);
    s->n += n;
}

static FILE *line_begin(show_state *s, uint64_t time, const char *arrow) {
    show_report *report = s->report;
    line_end(report);
    if (s->left_out > 0) {
        s->left_out++;
        return NULL;
    }
    report->writing = s;
    fprintf(report->line, "%5" PRIu64 ".%06" PRIu64 " %s ", time / 1000000000u,
            time / 1000u % 1000000u, arrow);
    return report->line;
}

static const char *side_arrow(parley_side side) {
    return side == PARLEY_CLIENT ? ">" : "<";
}

static void head_print(show_state *s, const parley_event *end) {
    char size[QUANTITY_TEXT];
    const parley_event *head = &s->head;
    s->waiting = false;
    FILE *out = line_begin(s, head->time, side_arrow(head->side));
    if (out == NULL) return;
    fprintf(out, "%s  [head %s", s->first_line, quantity_of(head->span.length, "byte", size));
    if (end != NULL) {
        uint64_t body = end->span.offset + end->span.length - s->head_end[end->side];
        fprintf(out, ", body %s", body == 0 ? "none" : quantity_of(body, "byte", size));
    } else if (head->interim && head->status != 101) {
        fprintf(out, ", interim");
    } else if (!s->switched) {
        fprintf(out, ", body follows");
    }
    fprintf(out, "]\n");
}

static void waiting_print(show_state *s) {
    if (s->waiting) head_print(s, NULL);
}

static void first_line_take(show_state *s, const conversation *c, const parley_event *head) {
    uint8_t bytes[256];
    size_t n = head->span.length < sizeof bytes ? (size_t)head->span.length : sizeof bytes, end = 0;
    n = conversation_bytes(c, head->side, head->span.offset, bytes, n);
    while (end < n && (bytes[end] == '\r' || bytes[end] == '\n')) /* empty lines before a request */
        end++;
    size_t from = end;
    while (end < n && bytes[end] != '\r' && bytes[end] != '\n')
        end++;
    char text[4 * sizeof bytes + 1];
    (void)text_escape(text, sizeof text, bytes + from, end - from);
    text_cut(text, SHOW_COLUMNS);
    (void)snprintf(s->first_line, sizeof s->first_line, "%.*s", 4 * SHOW_COLUMNS, text);
}

static void show_end(show_state *s, const parley_event *end) {
    if (s->waiting && s->head.side == end->side) {
        head_print(s, end);
        return;
    }
    waiting_print(s);
    uint64_t body = end->span.offset + end->span.length - s->head_end[end->side];
    FILE *out = line_begin(s, end->time, side_arrow(end->side));
    if (out != NULL) {
        char size[QUANTITY_TEXT];
        fprintf(out, "%s %" PRIu64 " complete  [body %s]\n",
                end->side == PARLEY_CLIENT ? "request" : "response", end->exchange,
                quantity_of(body, "byte", size));
    }
}

static void switch_print(show_state *s, const conversation *c, const parley_event *event) {
    char text[4 * UPGRADE_BYTES + 1];
    FILE *out = line_begin(s, event->time, side_arrow(event->side));
    if (out == NULL) return;
    const char *name = event->protocol != NULL ? event->protocol : "";
    if (name[0] == 0) {
        (void)text_escape(text, sizeof text, c->upgrade, c->n_upgrade);
        name = text[0] ? text : "another protocol";
    } else if (strcmp(name, "tunnel") == 0) {
        name = "through a tunnel";
    }
    fprintf(out, "== %s speaks %s from offset %" PRIu64 " on\n", parley_side_name(event->side),
            name, event->span.offset);
}

static void show_event(void *context, conversation *c, const parley_event *event) {
    show_state *s = c->report;
    (void)context;
    if (s == NULL) return;
    switch (event->kind) {
    case PARLEY_EVENT_REQUEST_HEAD:
    case PARLEY_EVENT_RESPONSE_HEAD:
        waiting_print(s);
        s->waiting = true;
        s->head = *event;
        s->head_end[event->side] = event->span.offset + event->span.length;
        first_line_take(s, c, event);
        break;
    case PARLEY_EVENT_REQUEST_END:
    case PARLEY_EVENT_RESPONSE_END:
        show_end(s, event);
        break;
    case PARLEY_EVENT_SWITCH:
        s->switched = true;
        waiting_print(s);
        switch_print(s, c, event);
        break;
    case PARLEY_EVENT_UNJUDGED: {
        waiting_print(s);
        if (c->piece != NULL && c->piece->kind != PARLEY_BYTES && c->piece->kind != PARLEY_GAP &&
            event->span.offset >= c->lanes[event->side].length)
            break; /* it is at its end anyway */
        FILE *out = line_begin(s, event->time, side_arrow(event->side));
        if (out != NULL)
            fprintf(out, "== not judged from offset %" PRIu64 " on: %s\n", event->span.offset,
                    event->reason);
        break;
    }
    case PARLEY_EVENT_FRAME:
    case PARLEY_EVENT_TEXT:
    case PARLEY_EVENT_BINARY:
    case PARLEY_EVENT_PING:
    case PARLEY_EVENT_PONG:
    case PARLEY_EVENT_CLOSE: {
        waiting_print(s);
        FILE *out = line_begin(s, event->time, side_arrow(event->side));
        if (out != NULL) websocket_event_print(out, c, event, SHOW_COLUMNS);
        break;
    }
    case PARLEY_EVENT_CONTENT:
    case PARLEY_EVENT_PAYLOAD:
        break;
    }
}

static void show_application_event(void *context, conversation *c, const application_event *event) {
    show_state *s = c->report;
    (void)context;
    if (s == NULL) return;
    waiting_print(s);
    FILE *out = line_begin(s, event->time, side_arrow(event->side));
    if (out != NULL && event->hls != NULL) hls_event_print(out, event, SHOW_COLUMNS);
    if (out != NULL && event->sse != NULL) sse_event_print(out, event, SHOW_COLUMNS);
}

static void show_session(void *context, const char *file, const application_session *session) {
    show_report *report = context;
    (void)file;
    held_session_print(&report->held, session, &report->shown);
}

static void show_connection_event(void *context, conversation *c, const connection_event *event) {
    show_state *s = c->report;
    (void)context;
    if (s == NULL) return;
    waiting_print(s);
    FILE *out = line_begin(s, event->time, side_arrow(event->side));
    if (out == NULL) return;
    if (strcmp(event->name, "tcp-gap") == 0) {
        char size[QUANTITY_TEXT];
        fprintf(out, "-- %s of the %s missing%s\n", quantity_of(event->length, "byte", size),
                parley_side_name(event->side),
                event->acknowledged ? ", though they arrived: the capture lost them" : "");
    } else if (strcmp(event->name, "tcp-fin") == 0)
        fprintf(out, "-- %s ends its direction (FIN)\n", parley_side_name(event->side));
    else if (strcmp(event->name, "tcp-reset") == 0)
        fprintf(out, "-- %s resets the connection\n", parley_side_name(event->side));
    else
        fprintf(out, "-- connection is open\n");
}

static void show_finding(void *context, conversation *c, const parley_finding *finding) {
    show_report *report = context;
    show_state *s = c != NULL ? c->report : NULL;
    char headline[1024], place[256];
    if (s == NULL || (finding->rule->level == PARLEY_NOTE && !report->verbose)) return;
    const finding_record record = {.finding = *finding};
    waiting_print(s);
    finding_headline(&record, headline, sizeof headline);
    finding_place(finding, place, sizeof place);
    FILE *out = line_begin(s, finding->time, "!");
    if (out != NULL)
        fprintf(out, "%s%s%s\n%s%s\n", report->colour ? "\033[1m" : "", headline,
                report->colour ? "\033[0m" : "", "               ", place);
}

static void show_opened(void *context, conversation *c) {
    show_state *s = memory_new(sizeof *s);
    if (s != NULL) s->report = context;
    c->report = s;
}

static void show_file_ended(void *context, const char *file, const tally *counts) {
    show_report *report = context;
    (void)file;
    (void)counts;
    held_rest_print(&report->held, &report->shown);
}

static void conversation_print(const show_state *s, const conversation *c, FILE *out) {
    const show_report *report = s->report;
    char standing[256], confused[CONFUSIONS_TEXT], spoken[SPOKEN_TEXT], name[1024] = "";
    conversation_standing(c, standing, sizeof standing);
    confusions_bracket(c->confusions, confused, sizeof confused);
    conversation_spoken(c, spoken, sizeof spoken);
    if (report->name_files) (void)text_clean(name, sizeof name, c->file, strlen(c->file));
    bool named = strcmp(c->connection->client, "client") == 0; /* no address */
    fprintf(out, "%s%sstream %" PRIu32 "  %s%s > %s%s  %s\n", name, report->name_files ? "  " : "",
            c->connection->stream, named ? "" : "client ", c->connection->client,
            named ? "" : "server ", c->connection->server, spoken);
    if (s->bytes != NULL) fwrite(s->bytes, 1, s->n, out);
    if (s->left_out > 0) fprintf(out, "      and %" PRIu64 " more lines\n", s->left_out);
    fprintf(out, "%s%s\n", standing, confused);
}

/* Returns false where it has to be printed at once. */
static bool conversation_hold_back(const show_state *s, const conversation *c) {
    held_texts *held = &s->report->held;
    char *bytes = NULL;
    size_t n = 0;
    if (!c->in_session || held->n_bytes + s->n > SHOW_HELD) return false;
    FILE *out = open_memstream(&bytes, &n);
    if (out != NULL) conversation_print(s, c, out);
    bool whole = out != NULL && ferror(out) == 0;
    if (out != NULL && fclose(out) != 0) whole = false;
    if (!whole) memory_missed();
    if (whole && text_hold(held, c->connection->stream, bytes, n)) return true;
    free(bytes);
    return false;
}

static void show_closed(void *context, conversation *c) {
    show_report *report = context;
    show_state *s = c->report;
    if (s == NULL) return;
    waiting_print(s);
    line_end(report);
    if (!conversation_hold_back(s, c)) {
        printf("%s", report->shown++ > 0 ? "\n" : "");
        conversation_print(s, c, stdout);
    }
    report->kept -= s->size;
    free(s->bytes);
    free(s);
}

int command_show(const options *o) {
    show_report report = {.verbose = o->verbose, .colour = o->colour, .name_files = o->n_files > 1};
    const reporter teller = {.context = &report,
                             .wants_text = true,
                             .wants_frames = o->frames,
                             .opened = show_opened,
                             .event = show_event,
                             .connection_event = show_connection_event,
                             .finding = show_finding,
                             .application_event = show_application_event,
                             .session = show_session,
                             .file_ended = show_file_ended,
                             .closed = show_closed};
    tally counts;
    report.line = open_memstream(&report.line_bytes, &report.n_line);
    if (report.line == NULL) {
        memory_missed();
        return EXIT_FAILED;
    }
    int status = inputs_judge(o, &teller, &report.file, &counts);
    (void)fclose(report.line);
    free(report.line_bytes);
    return status == EXIT_FAILED ? status : EXIT_CONFORMS;
}

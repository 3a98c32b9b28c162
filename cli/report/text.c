/* The report for people: see text.h.
 *
 * Findings wait until their conversation is over, so that findings of one cause can be counted and
 * the verdict is known. It must not decide anything: that was done before. */
#include "text.h"
#include "../confusions.h"
#include "../memory.h"
#include "../websocket/content.h"
#include "escape.h"
#include "session_line.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define RECORDS_MAX  64 /* findings kept of a conversation; the others are counted */
#define LINES_MAX    20 /* conversations listed of a file, those that deviate not counted */
#define REPEATED_MAX 20 /* warnings of a file that say again what a block of it explained */
#define ERROR_BLOCKS 10 /* of one rule in a file; warnings have one */

typedef struct text_state {
    finding_record *records;
    unsigned n, size;
    uint64_t unkept;
} text_state;

static const char *level_colour(parley_level level) {
    return level == PARLEY_ERROR     ? "\033[1;31m"
           : level == PARLEY_WARNING ? "\033[1;33m"
                                     : "\033[36m";
}

static void headline_print(const text_report *report, parley_level level, const char *line) {
    size_t word = strcspn(line, " ");
    if (report->colour)
        fprintf(report->out, "%s%.*s\033[0m%s\n", level_colour(level), (int)word, line,
                line + word);
    else
        fprintf(report->out, "%s\n", line);
}

/* A finding on one line; stream is NULL for what concerns the whole file. */
static void line_print(const text_report *report, const finding_record *record,
                       const uint32_t *stream) {
    char text[1024], place[256];
    finding_headline(record, text, sizeof text);
    finding_place(&record->finding, place, sizeof place);
    size_t used = strlen(text);
    if (record->n_also > 0) {
        (void)snprintf(text + used, sizeof text - used, " (+%u more rules there)", record->n_also);
        used = strlen(text);
    }
    if (stream != NULL)
        (void)snprintf(text + used, sizeof text - used, "  (stream %" PRIu32 "  %s)", *stream,
                       place);
    else
        (void)snprintf(text + used, sizeof text - used, "  (frame %" PRIu64 ")",
                       record->finding.frame);
    headline_print(report, record->finding.rule->level, text);
}

static bool findings_are_alike(const parley_finding *a, const parley_finding *b) {
    return a->rule == b->rule && a->side == b->side && a->exchange == b->exchange;
}

static bool records_grow(text_report *report, text_state *state) {
    unsigned size = state->size ? 2 * state->size : 4;
    size_t more = size - state->size;
    if (size > RECORDS_MAX || report->records + more > RECORDS_EVERYWHERE) return false;
    finding_record *larger = memory_grow(state->records, size * sizeof *larger);
    if (larger == NULL) return false;
    state->records = larger;
    state->size = size;
    report->records += more;
    return true;
}

static void text_finding(void *context, conversation *c, const parley_finding *finding) {
    text_report *report = context;
    if (report->quiet) return;
    if (c == NULL) { /* what concerns the whole file may be the reason why little was judged */
        finding_record record;
        finding_take(&record, NULL, finding);
        line_print(report, &record, NULL);
        report->told += finding->rule->level == PARLEY_NOTE;
        return;
    }
    if (finding->rule->level == PARLEY_NOTE && !report->verbose) return;
    text_state *state = c->report;
    if (state == NULL) c->report = state = memory_new(sizeof *state);
    if (state == NULL) return;
    for (unsigned i = state->n; i-- > 0;)
        if (findings_are_alike(&state->records[i].finding, finding)) {
            state->records[i].more++;
            return;
        }
    if (state->n > 0 && finding_joins(&state->records[state->n - 1], finding)) return;
    if (state->n == state->size && !records_grow(report, state)) {
        state->unkept++;
        return;
    }
    finding_record *record = &state->records[state->n++];
    finding_take(record, c, finding);
    c->wants_bytes = c->wants_bytes || record->window_open;
}

static void text_bytes(void *context, conversation *c, const parley_input *input) {
    text_state *state = c->report;
    (void)context;
    c->wants_bytes = false;
    for (unsigned i = 0; state != NULL && i < state->n; i++) {
        finding_record *record = &state->records[i];
        if (!record->window_open) continue;
        if (input->side == record->finding.side)
            record->window_open = input->kind == PARLEY_BYTES &&
                                  hex_window_add(&record->window, c->lanes[input->side].length,
                                                 input->bytes, input->length);
        c->wants_bytes = c->wants_bytes || record->window_open;
    }
}

/* Nobody reads the same explanation again and again: after a few blocks of a rule in a file, a line
 * is enough. */
static bool block_is_due(text_report *report, const parley_rule *rule) {
    unsigned i = 0;
    while (i < report->n_explained && report->explained[i].rule != rule)
        i++;
    if (i == EXPLAINED_MAX) return true;
    if (i == report->n_explained)
        report->explained[report->n_explained++] = (explained_rule){.rule = rule};
    return report->explained[i].blocks++ < (rule->level == PARLEY_ERROR ? ERROR_BLOCKS : 1);
}

/* A note that tells of a confusion says once in a file which layer is fine and which is not. */
static void confusion_layers_print(text_report *report, const parley_rule *rule) {
    block b = {0};
    if (rule->level != PARLEY_NOTE || confusion_of(rule) == NULL || !block_is_due(report, rule))
        return;
    layer_rows(&b, rule->connection, rule);
    for (unsigned i = 0; i < b.n; i++)
        fprintf(report->out, "%s\n", b.lines[i]);
}

static void record_print(text_report *report, const conversation *c, const finding_record *record) {
    const parley_rule *rule = record->finding.rule;
    bool in_full = rule->level != PARLEY_NOTE && block_is_due(report, rule);
    bool repeated = !in_full && rule->level == PARLEY_WARNING && !report->verbose;
    if ((report->max > 0 && report->shown >= report->max) ||
        (repeated && report->repeated++ >= REPEATED_MAX)) {
        report->unshown += 1 + record->more;
        return;
    }
    report->shown++;
    if (!in_full) {
        line_print(report, record, &c->connection->stream);
        confusion_layers_print(report, rule);
        return;
    }
    block b;
    bool above = rule_is_of_session(rule);
    const char *verdict = above ? "session deviates" : parley_verdict_name(c->verdict);
    if (above && rule->level != PARLEY_ERROR) verdict = NULL;
    finding_block(&b, record, c->file, c->connection->stream, verdict, report->verbose);
    for (unsigned i = 0; i < b.n; i++)
        if (i == 0)
            headline_print(report, record->finding.rule->level, b.lines[i]);
        else
            fprintf(report->out, "%s\n", b.lines[i]);
    putc('\n', report->out);
}

void conversation_spoken(const conversation *c, char *text, size_t size) {
    (void)snprintf(text, size, "%s", c->n_protocols == 0 ? "-" : "");
    for (uint8_t i = 0; i < c->n_protocols; i++) {
        size_t used = strlen(text);
        (void)snprintf(text + used, size - used, "%s%s", i == 0 ? "" : ">", c->protocols[i]);
    }
}

void conversation_standing(const conversation *c, char *text, size_t size) {
    const char *verdict = parley_verdict_name(c->verdict);
    uint64_t errors = c->levels[PARLEY_ERROR], warnings = c->levels[PARLEY_WARNING];
    switch (c->verdict) {
    case PARLEY_DEVIATES:
        (void)snprintf(text, size, "%s: %" PRIu64 " error%s", verdict, errors,
                       errors == 1 ? "" : "s");
        if (warnings > 0)
            (void)snprintf(text + strlen(text), size - strlen(text), ", %" PRIu64 " warning%s",
                           warnings, warnings == 1 ? "" : "s");
        break;
    case PARLEY_UNFINISHED: {
        parley_turn turn = parley_conversation_turn(&c->machine);
        const char *after = turn == PARLEY_TURN_CLIENT   ? "; it was the client's turn"
                            : turn == PARLEY_TURN_SERVER ? "; it was the server's turn"
                                                         : "";
        const char *left = c->lanes[PARLEY_CLIENT].first_to_end   ? "; the client left first"
                           : c->lanes[PARLEY_SERVER].first_to_end ? "; the server left first"
                                                                  : "";
        if (websocket_spoken(c))
            (void)snprintf(text, size, "%s: it ends while WebSocket is open%s%s", verdict, after,
                           left);
        else if (c->connection->is_body)
            (void)snprintf(text, size, "%s: more of it may come", verdict);
        else
            (void)snprintf(text, size, "%s: it ends within exchange %" PRIu64 "%s%s", verdict,
                           c->exchanges, after, left);
        break;
    }
    case PARLEY_UNDECIDED:
        (void)snprintf(text, size, "%s: %s", verdict, c->reason);
        break;
    case PARLEY_CONFORMS:
        (void)snprintf(text, size, "%s", verdict);
        break;
    }
}

static void standing_print(text_report *report, const conversation *c) {
    char standing[256];
    if (c->verdict == PARLEY_CONFORMS) return;
    if (c->verdict != PARLEY_DEVIATES && report->lines >= LINES_MAX && !report->verbose) {
        report->unlisted++;
        return;
    }
    report->lines += c->verdict != PARLEY_DEVIATES;
    conversation_standing(c, standing, sizeof standing);
    fprintf(report->out, "stream %" PRIu32 "  %s > %s  %s\n", c->connection->stream,
            c->connection->client, c->connection->server, standing);
}

static void text_closed(void *context, conversation *c) {
    text_report *report = context;
    text_state *state = c->report;
    if (state != NULL) {
        for (unsigned i = 0; i < state->n; i++)
            record_print(report, c, &state->records[i]);
        report->unshown += state->unkept;
        report->records -= state->size;
        free(state->records);
        free(state);
    }
    if (!report->quiet) standing_print(report, c);
}

/* What only the end tells lies on no byte that could be shown: a line is enough. */
static void text_late(void *context, const char *file, const late_finding *late) {
    text_report *report = context;
    finding_record record;
    (void)file;
    if (report->quiet || (late->finding.rule->level == PARLEY_NOTE && !report->verbose)) return;
    finding_take(&record, NULL, &late->finding);
    line_print(report, &record, &late->stream);
    confusion_layers_print(report, late->finding.rule);
}

static void text_session(void *context, const char *file, const application_session *session) {
    const text_report *report = context;
    char line[SESSION_LINE];
    (void)file;
    if (report->quiet || (!report->verbose && !session_is_notable(session))) return;
    session_line(session, line, sizeof line);
    fprintf(report->out, "%s\n", line);
    if (session->confusion == 3)
        fprintf(report->out,
                "  its connections are fine, what they speak is fine; the application lost %" PRIu64
                "\n",
                session->lost);
}

static void text_file_ended(void *context, const char *file, const tally *counts) {
    text_report *report = context;
    if (report->quiet) return;
    if (report->unlisted > 0)
        fprintf(report->out,
                "and %" PRIu64 " more that do not conform (parley list shows every stream)\n",
                report->unlisted);
    if (report->unshown > 0)
        fprintf(report->out, "and %" PRIu64 " more findings (--json gives every one)\n",
                report->unshown);
    tally left = *counts;
    uint64_t *notes = &left.levels[PARLEY_NOTE];
    *notes -= report->told < *notes ? report->told : *notes;
    report->lines = report->unlisted = report->unshown = report->repeated = 0;
    report->n_explained = 0;
    text_file_summary(report->out, file, &left, report->verbose);
    if (!report->verbose) text_confusions(report->out, counts);
    report->told_before += report->told;
    report->told = 0;
}

reporter text_reporter(text_report *report) {
    return (reporter){.context = report,
                      .finding = text_finding,
                      .bytes = text_bytes,
                      .closed = text_closed,
                      .late = text_late,
                      .session = text_session,
                      .file_ended = text_file_ended};
}

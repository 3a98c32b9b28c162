/* What the judge says of a file, as text: see judged.h. */
#include "judged.h"
#include "cmocka_all.h"
#include "files.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct hearing {
    FILE *out;
    judged *told;
    bool places;
    const char *const *only;
} hearing;

static bool rule_counts(const hearing *h, const char *id) {
    if (h->only == NULL) return true;
    for (size_t i = 0; h->only[i] != NULL; i++)
        if (strncmp(id, h->only[i], strlen(h->only[i])) == 0) return true;
    return false;
}

static void span_write(const hearing *h, parley_side side, parley_span span) {
    fprintf(h->out, " %s", parley_side_name(side));
    if (h->places) fprintf(h->out, " %" PRIu64 "+%" PRIu64, span.offset, span.length);
}

static void bytes_write(const hearing *h, const char *name, const void *bytes, size_t n) {
    const uint8_t *from = bytes;
    fprintf(h->out, " %s=", name);
    for (size_t i = 0; i < n; i++)
        fprintf(h->out, from[i] > ' ' && from[i] < 0x7f ? "%c" : "\\x%02x", from[i]);
}

static void finding_write(hearing *h, uint32_t stream, const parley_finding *f) {
    const parley_rule *rule = f->rule;
    bool session = rule_is_of_session(rule);
    if (!rule_counts(h, rule->id)) return;
    if (rule->level == PARLEY_ERROR || (session && rule->level == PARLEY_WARNING))
        h->told->accusations++;
    fprintf(h->out, "%" PRIu32 " %s", stream, rule->id);
    span_write(h, f->side, f->span);
    fputc('\n', h->out);
}

static void finding_hear(void *context, conversation *c, const parley_finding *f) {
    if (c != NULL) finding_write(context, c->connection->stream, f);
}

static void late_hear(void *context, const char *file, const late_finding *late) {
    (void)file;
    finding_write(context, late->stream, &late->finding);
}

static void event_hear(void *context, conversation *c, const application_event *event) {
    hearing *h = context;
    fprintf(h->out, "%" PRIu32 " %s", c->connection->stream, event->name);
    span_write(h, event->side, event->span);
    if (event->sse != NULL) {
        bytes_write(h, "id", event->sse->id, event->sse->n_id);
        bytes_write(h, "type", event->sse->type, event->sse->n_type);
        bytes_write(h, "data", event->sse->data, event->sse->n_data);
    } else if (event->hls != NULL) {
        bytes_write(h, "url", event->hls->url, event->hls->n_url);
        fprintf(h->out, " %" PRIu64 " %" PRIu64 " %d", event->hls->media_sequence,
                event->hls->segments, event->hls->end_list);
    }
    fputc('\n', h->out);
}

static void session_hear(void *context, const char *file, const application_session *s) {
    hearing *h = context;
    (void)file;
    h->told->accusations += s->lost;
    fprintf(h->out, "%s", s->application);
    bytes_write(h, "key", s->key, s->n_key);
    fprintf(h->out,
            " connections %" PRIu64 " exchanges %" PRIu64 " events %" PRIu64 " lost %" PRIu64
            " possibly %" PRIu64 " loads %" PRIu64 " segments %" PRIu64 " fetched %" PRIu64 " %s\n",
            s->on->connections, s->exchanges, s->events, s->lost, s->possibly_lost, s->loads,
            s->segments, s->fetched, parley_verdict_name(s->verdict));
}

judged judged_read(const char *path, const judge_options *options, bool places,
                   const char *const *only) {
    judged told = {NULL, 0, 0, false};
    hearing h = {open_memstream(&told.text, &told.n), &told, places, only};
    const reporter teller = {.context = &h,
                             .wants_text = true,
                             .finding = finding_hear,
                             .late = late_hear,
                             .application_event = event_hear,
                             .session = session_hear};
    tally counts = {0};
    char error[512] = "";
    assert_non_null(h.out);
    int status = judge_file(path, "file", options, &teller, &counts, error, sizeof error);
    if ((status != 0) != (error[0] != '\0') || strchr(error, '\n') != NULL)
        fail_msg("status %d, and it says \"%s\"", status, error);
    told.sure = counts.verdicts[PARLEY_UNDECIDED] == 0;
    fprintf(h.out, "%d\n", status);
    assert_int_equal(fclose(h.out), 0);
    return told;
}

void judged_free(judged *told) {
    free(told->text);
}

static int line_compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void judged_sort(judged *told) {
    size_t n = 0, lines = 0;
    for (size_t i = 0; i < told->n; i++)
        lines += told->text[i] == '\n';
    char **all = calloc(lines + 1, sizeof *all), *sorted = calloc(1, told->n + 1), *rest = NULL;
    assert_non_null(all);
    assert_non_null(sorted);
    for (char *line = strtok_r(told->text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        all[n++] = line;
    qsort(all, n, sizeof *all, line_compare);
    told->n = 0;
    for (size_t i = 0; i < n; i++)
        told->n += (size_t)sprintf(sorted + told->n, "%s\n", all[i]);
    free(all);
    free(told->text);
    told->text = sorted;
}

bool judged_same(const judged *a, const judged *b) {
    if (a->n == b->n && memcmp(a->text, b->text, a->n) == 0) return true;
    text_difference_print("judged again", a->text, b->text);
    return false;
}

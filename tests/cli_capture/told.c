/* What a reader told of a transcript, kept so that tests can look at it: every byte with its frame
 * and what its sender had seen, and a line of text for each fact.
 *
 * It also fails the test where a promise of transcript.h is broken. */
#include "told.h"
#include "../support/cmocka_all.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static told_stream *find(told *t, const connection *c) {
    assert_true(c->stream < TOLD_STREAMS);
    return &t->streams[c->stream];
}

static void opened(void *context, connection *c) {
    told *t = context;
    told_stream *s = find(t, c);
    assert_false(s->opened);
    s->opened = true;
    c->user = s;
    if (c->stream >= t->n) t->n = c->stream + 1;
    for (int side = 0; side < 2; side++) {
        s->bytes[side] = calloc(TOLD_BYTES, sizeof(told_byte));
        assert_non_null(s->bytes[side]);
    }
}

static void input(void *context, connection *c, const parley_input *i) {
    told_stream *s = find(context, c);
    uint64_t at = c->bytes[i->side], other = c->bytes[1 - i->side] + (s->fin[1 - i->side] ? 1 : 0);
    assert_true(s->opened && !s->closed && c->user == s);
    assert_false(s->reset[0] || s->reset[1]);
    assert_true(i->kind == PARLEY_RESET || !s->fin[i->side]);
    /* what its sender had seen was told before, unless one lost number may have been the other
     * side's FIN */
    bool bytes = i->kind == PARLEY_BYTES || i->kind == PARLEY_GAP;
    assert_true(i->seen == PARLEY_SEEN_ALL || i->seen <= other + (bytes ? 0 : 1));
    s->fin[i->side] |= i->kind == PARLEY_FIN;
    if (i->kind == PARLEY_FIN) s->fin_seen[i->side] = i->seen;
    s->reset[i->side] = i->kind == PARLEY_RESET;
    s->gaps[i->side] += i->kind == PARLEY_GAP;
    assert_true(bytes ? i->length > 0 : i->length == 0);
    for (uint64_t k = 0; k < i->length && at + k < TOLD_BYTES; k++)
        s->bytes[i->side][at + k] = (told_byte){i->kind == PARLEY_BYTES ? i->bytes[k] : 0,
                                                i->kind == PARLEY_GAP, i->seen, i->frame, i->time};
}

/* Where the next line goes; the last one is written over and over when there are too many. */
static char *next_line(told *t) {
    if (t->n_lines < TOLD_LINES) t->n_lines++;
    return t->lines[t->n_lines - 1];
}

static void event(void *context, connection *c, const connection_event *e) {
    told *t = context;
    assert_true(find(t, c)->opened && !find(t, c)->closed);
    snprintf(next_line(t), sizeof *t->lines, "%s %s %llu+%llu frame %llu%s", e->name,
             e->side == PARLEY_CLIENT ? "client" : "server", (unsigned long long)e->offset,
             (unsigned long long)e->length, (unsigned long long)e->frame,
             e->acknowledged ? " acknowledged" : "");
}

static void finding(void *context, connection *c, const parley_finding *f) {
    told *t = context;
    assert_true(c == NULL || (find(t, c)->opened && !find(t, c)->closed));
    assert_true(c == NULL || f->machine != NULL);
    t->errors += f->rule->level == PARLEY_ERROR;
    snprintf(next_line(t), sizeof *t->lines, "%s %s %llu+%llu frame %llu n %llu", f->rule->id,
             f->side == PARLEY_CLIENT ? "client" : "server", (unsigned long long)f->span.offset,
             (unsigned long long)f->span.length, (unsigned long long)f->frame,
             (unsigned long long)f->number);
}

static void closed(void *context, connection *c) {
    told_stream *s = find(context, c);
    assert_true(s->opened && !s->closed);
    s->closed = true;
    s->last = *c;
}

told *told_read(const char *path, const transcript_options *options) {
    told *t = calloc(1, sizeof *t);
    assert_non_null(t);
    transcript_listener listener = {.context = t,
                                    .opened = opened,
                                    .input = input,
                                    .event = event,
                                    .finding = finding,
                                    .closed = closed};
    const transcript_options none = {0};
    t->status =
        transcript_read(path, options ? options : &none, &listener, t->error, sizeof t->error);
    for (size_t i = 0; i < t->n; i++)
        assert_true(t->streams[i].opened == t->streams[i].closed);
    assert_int_equal(t->status != 0, t->error[0] != 0);
    return t;
}

void told_free(told *t) {
    for (size_t i = 0; i < t->n; i++) {
        free(t->streams[i].bytes[0]);
        free(t->streams[i].bytes[1]);
    }
    free(t);
}

bool told_has(const told *t, const char *start) {
    for (size_t i = 0; i < t->n_lines; i++)
        if (strncmp(t->lines[i], start, strlen(start)) == 0) return true;
    return false;
}

void told_text(const told *t, size_t stream, parley_side side, const char *text) {
    assert_true(stream < t->n && t->streams[stream].opened);
    const told_stream *s = &t->streams[stream];
    assert_int_equal(s->last.bytes[side], strlen(text));
    for (size_t i = 0; i < strlen(text); i++)
        if (s->bytes[side][i].missing || s->bytes[side][i].byte != (uint8_t)text[i])
            fail_msg("byte %zu is %02x, not %02x", i, s->bytes[side][i].byte, (uint8_t)text[i]);
}

told *told_made(made_capture *m) {
    told *t = told_read(made_save(m, PCAP_MICRO_LE), NULL);
    assert_string_equal(t->error, "");
    made_free(m);
    return t;
}

void made_text(made_capture *m, int side, uint32_t seq, uint32_t ack, const char *text) {
    made_segment(m, side, seq, ack, ACK, text, strlen(text));
}

made_capture made_opened(void) {
    made_capture m = made_start();
    made_handshake(&m);
    return m;
}

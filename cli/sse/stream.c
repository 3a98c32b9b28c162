/* One event stream as it is read: see stream.h. */
#include "stream.h"
#include "../../grammars/sse/symbols.h"
#include "../http1/message_finding.h"
#include "../machine_answer.h"
#include "../memory.h"
#include <stdlib.h>
#include <string.h>

#define ITEMS        64
#define SECOND       UINT64_C(1000000000)
#define LONG_SILENCE (30 * SECOND) /* twice what a server may take between two comments */
#define BUNCH_PAUSE  (5 * SECOND)
#define AT_ONCE      (SECOND / 50)
#define BUNCH_EVENTS 5 /* so many at once after a pause were held back */

sse_stream *sse_stream_open(application *app, conversation *c, const message_head *response,
                            sse_session *session) {
    sse_stream *stream = memory_new(sizeof *stream);
    if (stream == NULL) return NULL;
    stream->app = app;
    stream->c = c;
    stream->response = response;
    stream->session = session;
    stream->last_time = response->time;
    stream->data.wanted = app->wants_text;
    parley_sse_start(&stream->machine);
    return stream;
}

/* ---- findings ---- */

static void finding_tell(sse_stream *stream, const parley_finding *finding) {
    if (finding->rule->level == PARLEY_ERROR && stream->session != NULL)
        sse_session_deviates(stream->session);
    stream->app->finding(stream->app->judge, stream->c, finding);
}

static void fact_tell(sse_stream *stream, const parley_event *where, uint16_t question,
                      uint16_t answer, uint64_t number) {
    parley_finding finding = message_finding_at(where, stream->response, true);
    finding.number = number;
    if (machine_answers("sse.facts", question, answer, &finding)) finding_tell(stream, &finding);
}

static void item_finding(sse_stream *stream, const parley_sse_item *item,
                         const parley_event *where) {
    parley_finding finding = message_finding_at(where, stream->response, true);
    finding.rule = item->rule;
    finding.machine = item->machine;
    finding.state = item->state;
    finding.got = where->span.length > 0 ? item->got : PARLEY_SYMBOL_END;
    finding_tell(stream, &finding);
}

/* ---- time ---- */

static void bunch_over(sse_stream *stream) {
    if (stream->bunch >= BUNCH_EVENTS && !stream->bunched) {
        stream->bunched = true;
        fact_tell(stream, &stream->bunch_at, Q_PACE, EVENTS_BUNCHED, stream->bunch);
    }
    stream->bunch = 0;
}

static void silence_judge(sse_stream *stream, const parley_event *where) {
    uint64_t pause = where->time > stream->last_time ? where->time - stream->last_time : 0;
    if (pause < LONG_SILENCE || stream->silent) return;
    stream->silent = true;
    fact_tell(stream, where, Q_SILENCE, STREAM_SILENT, pause / SECOND);
}

/* Bytes came. Events that come with them, and not with those before, may be a bunch. */
static void clock_take(sse_stream *stream, const parley_event *where) {
    bool together = stream->clocked && where->time >= stream->bunch_at.time &&
                    where->time - stream->bunch_at.time < AT_ONCE;
    if (together) {
        stream->last_time = where->time;
        return;
    }
    bunch_over(stream);
    stream->clocked = true;
    silence_judge(stream, where);
    bool pause = stream->events > 0 && where->time > stream->last_time &&
                 where->time - stream->last_time >= BUNCH_PAUSE;
    stream->bunch_at = *where;
    stream->after_pause = pause;
    stream->last_time = where->time;
}

/* ---- lines and blocks ---- */

static void data_add(sse_stream *stream, const uint8_t *bytes, size_t n) {
    if (stream->app->wants_events) (void)message_text_add(&stream->data, bytes, n);
}

static void value_add(sse_stream *stream, const parley_sse_item *item, const uint8_t *bytes) {
    if (item->length == 0) return;
    if (item->field == PARLEY_SSE_DATA)
        data_add(stream, bytes + item->from, item->length);
    else if (item->field != PARLEY_SSE_RETRY)
        sse_id_add(&stream->value, bytes + item->from, item->length);
}

/* The value of a line is complete; mostly none of it came before. */
static void value_set(sse_stream *stream, sse_id *to, const parley_sse_item *item,
                      const uint8_t *bytes) {
    if (stream->value.n > 0) {
        value_add(stream, item, bytes);
        sse_id_copy(to, &stream->value);
        return;
    }
    sse_id_clear(to);
    sse_id_add(to, bytes + item->from, item->length);
}

static void line_take(sse_stream *stream, const parley_sse_item *item, const uint8_t *bytes) {
    static const uint8_t line_feed = '\n';
    switch (item->field) {
    case PARLEY_SSE_DATA:
        value_add(stream, item, bytes);
        data_add(stream, &line_feed, 1);
        break;
    case PARLEY_SSE_EVENT:
        value_set(stream, &stream->type, item, bytes);
        break;
    case PARLEY_SSE_ID:
        if (!item->ignored) {
            value_set(stream, &stream->id, item, bytes);
            stream->own_id = true;
        }
        break;
    case PARLEY_SSE_RETRY:
        if (!item->ignored && stream->session != NULL)
            sse_session_retry(stream->session, item->milliseconds);
        break;
    default:
        break;
    }
    sse_id_clear(&stream->value);
}

static void event_tell(sse_stream *stream, const parley_event *where) {
    const message_text *data = &stream->data;
    const sse_event event = {.id = stream->id.bytes,
                             .n_id = stream->id.n,
                             .id_cut = stream->id.cut,
                             .type = stream->type.n > 0 ? stream->type.bytes
                                                        : (const uint8_t *)"message",
                             .n_type = stream->type.n > 0 ? stream->type.n : strlen("message"),
                             .type_cut = stream->type.cut,
                             .data = data->bytes,
                             .n_data = data->n > 0 && !data->cut ? data->n - 1 : data->n,
                             .data_cut = data->cut && data->length > data->n + 1};
    const application_event told = {
        .name = "sse-event",
        .side = stream->response->side,
        .exchange = stream->response->exchange,
        .span = {stream->block_from, where->span.offset + 1 - stream->block_from},
        .frame = where->frame,
        .time = where->time,
        .turn = where->turn,
        .sse = &event};
    stream->app->event(stream->app->judge, stream->c, &told);
}

static void block_end(sse_stream *stream, bool dispatched, const parley_event *where) {
    if (dispatched) {
        stream->events++;
        if (stream->after_pause) stream->bunch++;
        if (stream->app->wants_events) event_tell(stream, where);
    }
    if (stream->session != NULL)
        sse_session_block(stream->session, stream->app, stream->c, &stream->id, stream->own_id,
                          dispatched, where);
    message_text_next(&stream->data);
    sse_id_clear(&stream->type);
    stream->own_id = false;
    stream->in_block = false;
}

/* ---- bytes ---- */

/* A block begins with the first byte behind the empty line before it. */
static void block_begin(sse_stream *stream, const body_piece *piece, size_t at) {
    if (stream->in_block || at >= piece->n) return;
    bool skip = stream->skip_lf && piece->bytes[at] == '\n';
    stream->skip_lf = false;
    if (skip && ++at >= piece->n) return;
    stream->in_block = true;
    stream->block_from = piece->decoded ? piece->offset : piece->offset + at;
}

/* where: in this piece; its span becomes the item's. */
static void item_take(sse_stream *stream, const parley_sse_item *item, const body_piece *piece,
                      const uint8_t *bytes, parley_event *where) {
    size_t at = (size_t)(bytes - piece->bytes) + item->at;
    where->span.offset = piece->decoded ? piece->offset : piece->offset + at;
    switch (item->kind) {
    case PARLEY_SSE_PART:
        value_add(stream, item, bytes);
        break;
    case PARLEY_SSE_LINE:
        line_take(stream, item, bytes);
        break;
    case PARLEY_SSE_BLOCK:
        block_end(stream, item->dispatched, where);
        stream->skip_lf = piece->bytes[at] == '\r';
        block_begin(stream, piece, at + 1);
        break;
    case PARLEY_SSE_FINDING:
        item_finding(stream, item, where);
        break;
    }
}

void sse_stream_bytes(sse_stream *stream, const body_piece *piece) {
    parley_event now = {.span = {piece->offset, 1},
                        .frame = piece->frame,
                        .time = piece->time,
                        .turn = piece->turn};
    parley_sse_item items[ITEMS];
    if (piece->n == 0) return;
    clock_take(stream, &now);
    block_begin(stream, piece, 0);
    for (size_t done = 0; done < piece->n;) {
        const uint8_t *bytes = piece->bytes + done;
        size_t n;
        done += parley_sse_feed(&stream->machine, bytes, piece->n - done, items, ITEMS, &n);
        for (size_t i = 0; i < n; i++)
            item_take(stream, &items[i], piece, bytes, &now);
    }
}

/* What an end by the sender leaves open is his doing. Where a body is cut, so is its last
 * character, and that is no other fault. */
static void end_judge(sse_stream *stream, const parley_event *where, bool cut) {
    const parley_machine *text = parley_machine_find("sse.text");
    parley_sse_item items[ITEMS];
    size_t n = parley_sse_end(&stream->machine, items, ITEMS);
    for (size_t i = 0; i < n; i++)
        if (items[i].kind == PARLEY_SSE_FINDING && !(cut && items[i].machine == text))
            item_finding(stream, &items[i], where);
}

void sse_stream_end(sse_stream *stream, body_end how, const parley_event *event) {
    parley_event where = *event;
    uint64_t end = event->span.offset + event->span.length;
    where.span.offset = event->span.length > 0 ? end - 1 : end; /* the last byte of the message */
    where.span.length = event->span.length > 0 ? 1 : 0;
    bunch_over(stream);
    bool reset = stream->c->piece != NULL && stream->c->piece->kind == PARLEY_RESET;
    if (how == BODY_COMPLETE || how == BODY_CUT)
        end_judge(stream, &where, how == BODY_CUT || reset);
    if (how != BODY_HOLE && how != BODY_UNREADABLE) silence_judge(stream, &where);
    if (stream->events > 1 && stream->response->exchange > 0)
        fact_tell(stream, &where, Q_PARTS, STREAM_OF_MANY, stream->events);
    if ((how == BODY_HOLE || how == BODY_UNREADABLE) && stream->c->unread == NULL)
        stream->c->unread = how == BODY_HOLE ? "bytes of an event stream are missing"
                                             : "an event stream could not be decoded";
    if (stream->session != NULL)
        sse_session_end(stream->session, stream->c, how, stream->own_id ? &stream->id : NULL,
                        &where);
    message_text_clear(&stream->data);
    free(stream);
}

/* The report for programs: see json.h and docs/output.md.
 *
 * One flat object a line, written as soon as it is known. It must not decide anything: that was
 * done before. */
#include "json.h"
#include "../confusions.h"
#include "../memory.h"
#include "../websocket/content.h"
#include "escape.h"
#include "json_application.h"
#include "json_write.h"
#include <stdlib.h>
#include <string.h>

/* What the ends of messages repeat from their heads. */
typedef struct head_texts {
    char *method, *target, *version; /* bytes of the wire, and their lengths */
    size_t n_method, n_target, n_version;
    uint16_t status;
    bool interim;
} head_texts;

typedef struct json_state {
    head_texts heads[2];
} json_state;

static void texts_free(head_texts *texts) {
    free(texts->method);
    free(texts->target);
    free(texts->version);
    *texts = (head_texts){0};
}

/* A copy of the bytes of a span, as many of them as are still known. */
static char *span_copy(const conversation *c, parley_side side, parley_span span, size_t *n) {
    *n = 0;
    size_t length = span.length < KEPT_BYTES ? (size_t)span.length : KEPT_BYTES;
    char *text = memory_new(length + 1);
    if (text != NULL) *n = conversation_bytes(c, side, span.offset, (uint8_t *)text, length);
    return text;
}

static void texts_take(head_texts *texts, const conversation *c, const parley_event *event) {
    texts_free(texts);
    if (event->side == PARLEY_CLIENT) {
        texts->method = span_copy(c, event->side, event->method, &texts->n_method);
        texts->target = span_copy(c, event->side, event->target, &texts->n_target);
    }
    texts->version = span_copy(c, event->side, event->version, &texts->n_version);
    texts->status = event->status;
    texts->interim = event->interim;
}

static void bytes_write(FILE *out, const char *key, const char *bytes, size_t n) {
    if (bytes == NULL)
        json_null(out, key);
    else
        json_bytes(out, key, bytes, n);
}

static void texts_write(FILE *out, const head_texts *texts, parley_side side) {
    if (side == PARLEY_CLIENT) {
        bytes_write(out, "method", texts->method, texts->n_method);
        bytes_write(out, "target", texts->target, texts->n_target);
        bytes_write(out, "version", texts->version, texts->n_version);
    } else {
        json_number(out, "status", texts->status);
        bytes_write(out, "version", texts->version, texts->n_version);
        json_bool(out, "interim", texts->interim);
    }
}

static const char *event_name(parley_event_kind kind) {
    static const char *const names[] = {
        [PARLEY_EVENT_REQUEST_HEAD] = "request-head",
        [PARLEY_EVENT_REQUEST_END] = "request-end",
        [PARLEY_EVENT_RESPONSE_HEAD] = "response-head",
        [PARLEY_EVENT_RESPONSE_END] = "response-end",
        [PARLEY_EVENT_CONTENT] = "content",
        [PARLEY_EVENT_SWITCH] = "switch",
        [PARLEY_EVENT_UNJUDGED] = "unjudged",
        [PARLEY_EVENT_PAYLOAD] = "websocket-payload",
        [PARLEY_EVENT_FRAME] = "websocket-frame",
        [PARLEY_EVENT_TEXT] = "websocket-text",
        [PARLEY_EVENT_BINARY] = "websocket-binary",
        [PARLEY_EVENT_PING] = "websocket-ping",
        [PARLEY_EVENT_PONG] = "websocket-pong",
        [PARLEY_EVENT_CLOSE] = "websocket-close",
    };
    return names[kind];
}

static void switch_write(FILE *out, const conversation *c, const parley_event *event) {
    if (event->protocol != NULL && event->protocol[0] != 0) {
        json_text(out, "protocol", event->protocol);
        return;
    }
    json_bytes(out, "protocol", c->upgrade, c->n_upgrade);
}

/* One message: its text only where it is text, and only as much of it as was kept. */
static void message_write(FILE *out, const conversation *c, const parley_event *event) {
    const parley_websocket *about = &event->websocket;
    json_number(out, "frames", about->frames);
    json_number(out, "payload_length", about->payload_length);
    if (about->compressed) {
        uint64_t length;
        if (websocket_inflated(c, event, &length))
            json_number(out, "inflated_length", length);
        else
            json_null(out, "inflated_length");
    }
    json_bool(out, "compressed", about->compressed);
    if (event->kind != PARLEY_EVENT_TEXT) return;
    size_t n;
    bool cut;
    const uint8_t *text = websocket_text(c, event, &n, &cut);
    json_bytes(out, "text", text, n);
    if (cut) json_bool(out, "text_cut", true);
}

static void close_write(FILE *out, const conversation *c, const parley_event *event) {
    size_t n;
    bool cut;
    const uint8_t *body = websocket_text(c, event, &n, &cut);
    json_ordinal(out, "code", event->websocket.code);
    json_bytes(out, "reason", n > 2 ? body + 2 : NULL, n > 2 ? n - 2 : 0);
}

static void websocket_write(FILE *out, const conversation *c, const parley_event *event) {
    const parley_websocket *about = &event->websocket;
    switch (event->kind) {
    case PARLEY_EVENT_FRAME:
        json_bool(out, "fin", about->fin);
        json_number(out, "opcode", about->opcode);
        json_number(out, "rsv", about->rsv);
        json_number(out, "payload_length", about->payload_length);
        break;
    case PARLEY_EVENT_TEXT:
    case PARLEY_EVENT_BINARY:
        message_write(out, c, event);
        break;
    case PARLEY_EVENT_PING:
    case PARLEY_EVENT_PONG:
        json_number(out, "payload_length", about->payload_length);
        break;
    case PARLEY_EVENT_CLOSE:
        close_write(out, c, event);
        break;
    default: /* not WebSocket's */
        break;
    }
}

/* What every event above the connection has. */
typedef struct event_place {
    parley_side side;
    parley_layer layer;
    uint64_t exchange;
    parley_span span;
    uint64_t frame, time;
    parley_turn turn;
} event_place;

static void place_write(FILE *out, const conversation *c, const char *name,
                        const event_place *place) {
    json_begin(out, "event");
    json_text(out, "file", c->file);
    json_number(out, "stream", c->connection->stream);
    json_ordinal(out, "exchange", place->exchange);
    json_text(out, "side", parley_side_name(place->side));
    json_text(out, "layer", parley_layer_name(place->layer));
    json_text(out, "event", name);
    json_number(out, "offset", place->span.offset);
    json_number(out, "length", place->span.length);
    json_number(out, "frame", place->frame);
    json_time(out, "time", place->time);
    json_text(out, "turn", parley_turn_name(place->turn));
}

static void application_event_write(void *context, conversation *c,
                                    const application_event *event) {
    FILE *out = ((json_report *)context)->out;
    place_write(out, c, event->name,
                &(event_place){event->side, PARLEY_LAYER_APPLICATION, event->exchange, event->span,
                               event->frame, event->time, event->turn});
    json_application_event(out, event);
    json_end(out);
}

static void event_write(void *context, conversation *c, const parley_event *event) {
    json_report *report = context;
    json_state *state = c->report;
    FILE *out = report->out;
    if (state == NULL) return;
    head_texts *texts = &state->heads[event->side];
    bool head =
        event->kind == PARLEY_EVENT_REQUEST_HEAD || event->kind == PARLEY_EVENT_RESPONSE_HEAD;
    if (head) texts_take(texts, c, event);
    place_write(out, c, event_name(event->kind),
                &(event_place){event->side, event->layer, event->exchange, event->span,
                               event->frame, event->time, event->turn});
    if (head || event->kind == PARLEY_EVENT_REQUEST_END || event->kind == PARLEY_EVENT_RESPONSE_END)
        texts_write(out, texts, event->side);
    websocket_write(out, c, event);
    if (event->kind == PARLEY_EVENT_SWITCH) switch_write(out, c, event);
    if (event->kind == PARLEY_EVENT_UNJUDGED) json_text(out, "reason", event->reason);
    json_end(out);
}

static void connection_event_write(void *context, conversation *c, const connection_event *event) {
    json_report *report = context;
    FILE *out = report->out;
    json_begin(out, "event");
    json_text(out, "file", c->file);
    json_number(out, "stream", c->connection->stream);
    json_null(out, "exchange");
    json_text(out, "side", parley_side_name(event->side));
    json_text(out, "layer", parley_layer_name(PARLEY_LAYER_CONNECTION));
    json_text(out, "event", event->name);
    json_number(out, "offset", event->offset);
    json_number(out, "length", event->length);
    json_number(out, "frame", event->frame);
    json_time(out, "time", event->time);
    json_text(out, "turn", parley_turn_name(event->turn));
    if (strcmp(event->name, "tcp-gap") == 0) json_bool(out, "acknowledged", event->acknowledged);
    json_end(out);
}

static void expected_write(FILE *out, const parley_finding *finding) {
    json_array_begin(out, "expected");
    size_t n = parley_expected_count(finding);
    for (size_t i = 0; i < n; i++) {
        char text[512];
        (void)parley_expected_text(finding, i, text, sizeof text);
        json_array_text(out, i == 0, text);
    }
    json_array_end(out);
}

/* Which confusion it tells of, where it tells of one. */
static void confusion_write(FILE *out, const parley_finding *finding) {
    const confusion *which = confusion_of(finding->rule);
    if (which == NULL) return;
    json_number(out, "confusion", which->number);
    json_text(out, "confusion_name", which->name);
    if (which->number == 1 && finding->number > 0)
        json_time(out, "seconds", finding->number * 1000000u);
}

/* What was counted, the number before and where that was. */
static void counter_write(FILE *out, const parley_finding *finding) {
    const parley_place *before = &finding->before;
    if (!before->known) return;
    json_text(out, "counter", finding->name != NULL ? finding->name : "counter");
    json_number(out, "from", finding->from);
    json_number(out, "to", finding->to);
    json_number(out, "before_stream", before->stream);
    json_number(out, "before_offset", before->span.offset);
    json_number(out, "before_length", before->span.length);
    json_number(out, "before_frame", before->frame);
    json_time(out, "before_time", before->time);
}

/* stream NULL: it concerns the whole file. */
static void finding_line(json_report *report, const char *file, const uint32_t *stream,
                         const parley_finding *finding) {
    FILE *out = report->out;
    char text[512];
    if (report->max > 0 && report->found >= report->max) return;
    report->found++;
    json_begin(out, "finding");
    json_text(out, "file", file);
    if (stream != NULL)
        json_number(out, "stream", *stream);
    else
        json_null(out, "stream");
    json_ordinal(out, "exchange", finding->exchange);
    json_text(out, "rule", finding->rule->id);
    json_text(out, "level", parley_level_name(finding->rule->level));
    json_text(out, "layer", parley_layer_name(finding->rule->layer));
    json_text(out, "side", parley_side_name(finding->side));
    json_number(out, "offset", finding->span.offset);
    json_number(out, "length", finding->span.length);
    json_number(out, "frame", finding->frame);
    json_time(out, "time", finding->time);
    if (finding->machine != NULL) {
        (void)parley_state_text(finding->machine, finding->state, text, sizeof text);
        json_text(out, "state", text);
    } else {
        json_null(out, "state");
    }
    (void)parley_got_text(finding, text, sizeof text);
    json_text(out, "got", text);
    expected_write(out, finding);
    json_text(out, "clause", finding->rule->clause);
    json_text(out, "turn", parley_turn_name(finding->turn));
    (void)parley_message_text(finding, text, sizeof text);
    json_text(out, "message", text);
    counter_write(out, finding);
    confusion_write(out, finding);
    json_end(out);
}

static void finding_write(void *context, conversation *c, const parley_finding *finding) {
    json_report *report = context;
    if (c != NULL)
        finding_line(report, c->file, &c->connection->stream, finding);
    else
        finding_line(report, report->file, NULL, finding);
}

static void late_write(void *context, const char *file, const late_finding *late) {
    const uint32_t stream = late->stream;
    finding_line(context, file, &stream, &late->finding);
}

static void session_write(void *context, const char *file, const application_session *session) {
    json_session(((json_report *)context)->out, file, session);
}

static void conversation_write(void *context, conversation *c) {
    json_report *report = context;
    FILE *out = report->out;
    json_state *state = c->report;
    json_begin(out, "conversation");
    json_text(out, "file", c->file);
    json_number(out, "stream", c->connection->stream);
    json_text(out, "client", c->connection->client);
    json_text(out, "server", c->connection->server);
    json_array_begin(out, "protocols");
    for (uint8_t i = 0; i < c->n_protocols; i++)
        json_array_text(out, i == 0, c->protocols[i]);
    json_array_end(out);
    json_text(out, "verdict", parley_verdict_name(c->verdict));
    if (c->verdict == PARLEY_UNDECIDED) json_text(out, "reason", c->reason);
    json_number(out, "exchanges", c->exchanges);
    if (websocket_spoken(c)) {
        json_number(out, "client_messages", websocket_messages(c, PARLEY_CLIENT));
        json_number(out, "server_messages", websocket_messages(c, PARLEY_SERVER));
    }
    json_number(out, "client_bytes", c->connection->bytes[PARLEY_CLIENT]);
    json_number(out, "server_bytes", c->connection->bytes[PARLEY_SERVER]);
    json_bool(out, "open", c->connection->open);
    json_end(out);
    if (state != NULL) {
        texts_free(&state->heads[0]);
        texts_free(&state->heads[1]);
        free(state);
    }
}

static void state_open(void *context, conversation *c) {
    (void)context;
    c->report = memory_new(sizeof(json_state));
}

reporter json_reporter(json_report *report) {
    reporter r = {.context = report,
                  .finding = finding_write,
                  .closed = conversation_write,
                  .late = late_write,
                  .session = session_write};
    if (report->events) {
        r.wants_text = true;
        r.wants_frames = report->frames;
        r.opened = state_open;
        r.event = event_write;
        r.application_event = application_event_write;
        r.connection_event = connection_event_write;
    }
    return r;
}

void json_summary(FILE *out, uint64_t files, const tally *counts) {
    json_begin(out, "summary");
    json_number(out, "files", files);
    json_number(out, "conversations", counts->conversations);
    json_number(out, "exchanges", counts->exchanges);
    json_number(out, "messages", counts->messages);
    json_number(out, "conforms", counts->verdicts[PARLEY_CONFORMS]);
    json_number(out, "unfinished", counts->verdicts[PARLEY_UNFINISHED]);
    json_number(out, "deviates", counts->verdicts[PARLEY_DEVIATES]);
    json_number(out, "undecided", counts->verdicts[PARLEY_UNDECIDED]);
    json_number(out, "errors", counts->levels[PARLEY_ERROR]);
    json_number(out, "warnings", counts->levels[PARLEY_WARNING]);
    json_number(out, "notes", counts->levels[PARLEY_NOTE]);
    if (counts->untied > 0) json_number(out, "untied", counts->untied);
    if (counts->left_out > 0) json_number(out, "left_out", counts->left_out);
    json_end(out);
}

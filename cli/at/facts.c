/* What happened on one connection up to an instant: see facts.h. */
#include "facts.h"
#include "../commands/show_hls.h"
#include "../confusions.h"
#include "../http1/head_field.h"
#include "../memory.h"
#include "../report/escape.h"
#include <string.h>

#define OBJECT_COLUMNS 60

bool at_facts_input(at_facts *facts, const conversation *c, parley_input *input) {
    const at_position *position = facts->position;
    const parley_input whole = *input;
    uint64_t from = c->lanes[whole.side].length;
    bool meant = position->stream == c->connection->stream;
    bool last = (facts->over && !meant) || at_position_reached(position, c, input);
    if (!meant) { /* what it says may matter for the other one: what a playlist names */
        if (last) input->kind = PARLEY_BYTES;
        if (last) input->length = 0;
        return last;
    }
    facts->over = facts->over || last;
    if (input->kind == PARLEY_BYTES && input->length > 0) {
        facts->has_last = true;
        facts->last_side = input->side;
        facts->last_offset = from + input->length - 1;
        facts->last_byte = input->bytes[input->length - 1];
    }
    if (!last || position->kind != AT_BYTE || whole.side != position->side ||
        position->value < from || position->value - from >= whole.length)
        return last;
    facts->has_byte = whole.kind == PARLEY_BYTES;
    facts->missing = whole.kind == PARLEY_GAP;
    if (facts->has_byte) facts->byte = whole.bytes[position->value - from];
    return last;
}

static void head_take(at_facts *facts, const conversation *c, const parley_event *head) {
    at_side *side = &facts->sides[head->side];
    uint8_t value[24];
    side->has_head = true;
    side->ended = side->ended_by_close = false;
    side->head = *head;
    side->chunked = head_field(c, head, "transfer-encoding", value, sizeof value) > 0;
    size_t n = head_field(c, head, "content-length", value, 20);
    (void)text_escape(side->length, sizeof side->length, value, n);
    uint8_t type[40];
    n = head_field(c, head, "content-type", type, sizeof type);
    side->is_stream = head->status == 200 && value_begins(type, n, "text/event-stream");
    if (side->is_stream) facts->events = 0;
    if (head->side == PARLEY_CLIENT)
        cache_request_read(&facts->requests[head->exchange % AT_REQUESTS], c, head);
    else if (!head->interim)
        cache_response_read(&facts->response, c, head);
}

void at_facts_event(at_facts *facts, const conversation *c, const parley_event *event) {
    at_side *side = &facts->sides[event->side];
    switch (event->kind) {
    case PARLEY_EVENT_REQUEST_HEAD:
    case PARLEY_EVENT_RESPONSE_HEAD:
        head_take(facts, c, event);
        break;
    case PARLEY_EVENT_REQUEST_END:
    case PARLEY_EVENT_RESPONSE_END:
        side->ended = true;
        side->end = *event;
        side->ended_by_close = c->piece != NULL && c->piece->kind != PARLEY_BYTES;
        break;
    case PARLEY_EVENT_SWITCH:
        side->switched = true;
        side->switched_at = event->span.offset;
        break;
    case PARLEY_EVENT_UNJUDGED:
        side->unjudged = true;
        side->unjudged_why = event->reason;
        break;
    case PARLEY_EVENT_FRAME:
        side->frame = *event;
        side->frames++;
        break;
    case PARLEY_EVENT_TEXT:
    case PARLEY_EVENT_BINARY:
    case PARLEY_EVENT_PING:
    case PARLEY_EVENT_PONG:
    case PARLEY_EVENT_CLOSE:
        side->has_message = true;
        side->message = *event;
        side->messages += event->kind == PARLEY_EVENT_TEXT || event->kind == PARLEY_EVENT_BINARY;
        break;
    case PARLEY_EVENT_CONTENT:
    case PARLEY_EVENT_PAYLOAD:
        break;
    }
}

static void object_take(at_facts *facts, const application_event *event) {
    FILE *out = fmemopen(facts->object, sizeof facts->object - 1, "w");
    if (out == NULL) {
        memory_missed();
        return;
    }
    hls_event_print(out, event, OBJECT_COLUMNS);
    (void)fclose(out);
    facts->object[strcspn(facts->object, "\n")] = 0;
    facts->has_segment = facts->has_segment || event->hls->playlist != NULL;
}

void at_facts_application(at_facts *facts, const application_event *event) {
    if (event->hls != NULL) object_take(facts, event);
    if (event->sse == NULL) return;
    if (facts->event_exchange != event->exchange) facts->events = 0;
    facts->event_exchange = event->exchange;
    facts->event = event->span;
    facts->events++;
}

void at_facts_finding(at_facts *facts, const parley_finding *finding) {
    const confusion *which = confusion_of(finding->rule);
    facts->lossy = facts->lossy || (which != NULL && which->number == 3);
}

bool at_facts_streams(const at_facts *facts) {
    const at_side *server = &facts->sides[PARLEY_SERVER];
    return server->has_head && !server->ended && server->is_stream;
}

void at_facts_connection(at_facts *facts, const connection_event *event) {
    if (strcmp(event->name, "tcp-open") != 0) return;
    facts->opened = true;
    facts->opened_at = event->time;
}

/* The reader of bodies that are event streams: what the heads say, and whose stream it is. See
 * body.h. */
#include "body.h"
#include "../../grammars/sse/symbols.h"
#include "../http1/message_finding.h"
#include "../machine_answer.h"
#include "stream.h"
#include "value.h"
#include <string.h>

/* Asks for an event stream, and would take nothing else. */
static bool asks_for_stream(const message_head *request) {
    return head_method_is(request, "GET") && head_says(request, HEAD_ACCEPT, "text/event-stream") &&
           request->values[HEAD_ACCEPT].n == strlen("text/event-stream");
}

static void request_take(application *app, conversation *c, message_head *request) {
    sse_session_page(app, c, request);
    if (asks_for_stream(request)) request->claimed = sse_session_ask(app, c, request);
}

static void request_unanswered(const message_head *request) {
    if (request->claimed != NULL) sse_session_unanswered(request->claimed);
}

/* ---- heads ---- */

static void value_judge(application *app, conversation *c, const char *machine,
                        const message_head *head, head_name name) {
    parley_finding finding = message_finding_in(head, name, PARLEY_TURN_SERVER);
    if (sse_value_judge(machine, head, name, &finding)) app->finding(app->judge, c, &finding);
}

static void response_fact(application *app, conversation *c, const message_head *response,
                          uint16_t question, uint16_t answer, head_name name) {
    parley_finding finding = message_finding_in(response, name, PARLEY_TURN_SERVER);
    if (machine_answers("sse.facts", question, answer, &finding))
        app->finding(app->judge, c, &finding);
}

static void stream_heads_judge(application *app, conversation *c, const message_head *request,
                               const message_head *response) {
    if (request != NULL && request->whole) value_judge(app, c, "sse.accept", request, HEAD_ACCEPT);
    value_judge(app, c, "sse.content-type", response, HEAD_CONTENT_TYPE);
    if (response->values[HEAD_AGE].there)
        response_fact(app, c, response, Q_ORIGIN, RESPONSE_STORED, HEAD_AGE);
    if (response->values[HEAD_CONTENT_ENCODING].n > 0 &&
        !head_says(response, HEAD_CONTENT_ENCODING, "identity"))
        response_fact(app, c, response, Q_CODING, RESPONSE_COMPRESSED, HEAD_CONTENT_ENCODING);
}

/* Something that the client goes on from by itself: it is redirected, or asked who it is. */
static bool asks_on(uint16_t status) {
    return (status >= 300 && status < 400) || status == 401 || status == 407;
}

static void refusal_take(application *app, conversation *c, sse_session *session,
                         const message_head *response) {
    if (asks_on(response->status))
        sse_session_led_on(session);
    else if (response->status == 200 && response->whole)
        sse_session_answer(session, app, c, S_OTHER_TYPE, response);
    else
        sse_session_answer(session, app, c, response->status == 204 ? S_STOP : S_REFUSAL, response);
}

static bool is_stream(const message_head *request, const message_head *response) {
    return response->status == 200 && (request == NULL || !head_method_is(request, "HEAD")) &&
           head_says(response, HEAD_CONTENT_TYPE, "text/event-stream");
}

/* ---- the reader ---- */

static void *body_open(application *app, conversation *c, const message_head *request,
                       const message_head *response) {
    sse_session *session = request != NULL ? request->claimed : NULL;
    if (!is_stream(request, response)) {
        if (session != NULL) refusal_take(app, c, session, response);
        return NULL;
    }
    if (session == NULL && request != NULL && head_method_is(request, "GET")) {
        session = sse_session_ask(app, c, request);
        app->untied += session == NULL;
    }
    if (session != NULL) sse_session_answer(session, app, c, S_STREAM, response);
    stream_heads_judge(app, c, request, response);
    conversation_carries(c, "sse");
    return sse_stream_open(app, c, response, session);
}

static void body_bytes(void *state, const body_piece *piece) {
    sse_stream_bytes(state, piece);
}

static void body_left(void *state) {
    const sse_stream *stream = state;
    if (stream->session != NULL) sse_session_left(stream->session);
}

/* RFC 9112 9.3.2: the answer to a request has to wait for the end of the stream. */
static void body_behind(void *state, const parley_event *request) {
    sse_stream *stream = state;
    const message_head *response = stream->response;
    const parley_input *piece = stream->c->piece;
    uint64_t head_end = response->span.offset + response->span.length;
    if (stream->behind || piece == NULL || piece->seen < head_end) return;
    stream->behind = true;
    parley_finding finding = {.side = PARLEY_CLIENT,
                              .exchange = request->exchange,
                              .span = request->method,
                              .frame = request->frame,
                              .time = request->time,
                              .turn = request->turn,
                              .message_offset = request->span.offset,
                              .content_offset = UINT64_MAX,
                              .requests = request->exchange};
    if (machine_answers("sse.facts", Q_CONNECTION, REQUEST_BEHIND, &finding))
        stream->app->finding(stream->app->judge, stream->c, &finding);
}

static void body_ended(void *state, body_end how, const parley_event *event) {
    sse_stream_end(state, how, event);
}

static bool body_where_it_stands(const void *state, body_place *place) {
    const sse_stream *stream = state;
    place->machine = parley_machine_find("sse.stream");
    place->dispatches = parley_sse_state(&stream->machine, &place->state);
    return true;
}

const body_reader sse_body_reader = {.request = request_take,
                                     .unanswered = request_unanswered,
                                     .open = body_open,
                                     .bytes = body_bytes,
                                     .left = body_left,
                                     .behind = body_behind,
                                     .end = body_ended,
                                     .where = body_where_it_stands};

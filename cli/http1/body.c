/* Bodies of responses and who reads them: see body.h.
 *
 * One body of a connection is under way at a time, since responses come one after the other. */
#include "body.h"
#include "../hls/body.h"
#include "../memory.h"
#include "../sse/body.h"
#include "content.h"
#include "head_field.h"
#include <stdlib.h>

#define REQUESTS_KEPT 16 /* of a connection, unanswered; the oldest is forgotten */

static const body_reader *const readers[] = {&sse_body_reader, &hls_body_reader};
#define N_READERS (sizeof readers / sizeof readers[0])

typedef struct body_state {
    message_head *requests, **requests_end; /* oldest first */
    unsigned n_requests;
    const body_reader *reader; /* of the body under way, or NULL */
    void *reading;
    message_head *request, *response; /* of that body */
    inflater *decoder;
    body_piece piece; /* what the decoder gives belongs to it */
} body_state;

static body_state *state_open(conversation *c) {
    if (c->bodies != NULL) return c->bodies;
    body_state *b = memory_new(sizeof *b);
    if (b != NULL) b->requests_end = &b->requests;
    c->bodies = b;
    return b;
}

static message_head *request_shift(body_state *b) {
    message_head *first = b->requests;
    if (first == NULL) return NULL;
    b->requests = first->next;
    if (b->requests == NULL) b->requests_end = &b->requests;
    b->n_requests--;
    return first;
}

/* The request that was answered; those before it never will be. */
static message_head *request_answered(body_state *b, uint64_t exchange) {
    message_head *first = NULL;
    while (b->requests != NULL && b->requests->exchange <= exchange &&
           (first = request_shift(b)) != NULL) {
        if (first->exchange == exchange) return first;
        free(first);
    }
    return NULL;
}

static void request_take(application *app, conversation *c, const parley_event *event) {
    body_state *b = state_open(c);
    if (b == NULL) return;
    if (b->reader != NULL && b->reader->behind != NULL) b->reader->behind(b->reading, event);
    message_head *head = message_head_take(c, event);
    if (head == NULL) return;
    if (b->n_requests == REQUESTS_KEPT) free(request_shift(b));
    *b->requests_end = head;
    b->requests_end = &head->next;
    b->n_requests++;
    for (size_t i = 0; i < N_READERS; i++)
        if (readers[i]->request != NULL) readers[i]->request(app, c, head);
}

/* ---- the body under way ---- */

static void body_over(body_state *b, body_end how, const parley_event *event) {
    if (b->reader != NULL) b->reader->end(b->reading, how, event);
    b->reader = NULL;
    b->reading = NULL;
    content_stop(&b->decoder);
    free(b->request);
    free(b->response);
    b->request = b->response = NULL;
}

static void decoded_take(void *context, const uint8_t *bytes, size_t n) {
    body_state *b = context;
    b->piece.bytes = bytes;
    b->piece.n = n;
    b->reader->bytes(b->reading, &b->piece);
}

/* Returns false where nobody can take the coding off. */
static bool decoding_starts(body_state *b, const parley_event *event) {
    size_t n;
    const uint8_t *value = head_bytes(b->response, HEAD_CONTENT_ENCODING, &n);
    if (n == 0 || head_says(b->response, HEAD_CONTENT_ENCODING, "identity")) return true;
    if (!event->encoded) return false;
    content_start(&b->decoder, value_begins(value, n, "deflate"));
    if (b->decoder != NULL) content_listen(b->decoder, decoded_take, b);
    return b->decoder != NULL;
}

/* Behind a hole nobody can tell which request an answer belongs to. */
static bool answers_are_sure(const conversation *c) {
    return c->lanes[PARLEY_CLIENT].missing == 0 && c->lanes[PARLEY_SERVER].missing == 0;
}

static void response_take(application *app, conversation *c, const parley_event *event) {
    body_state *b = state_open(c);
    if (b == NULL) return;
    if (b->reader != NULL) body_over(b, BODY_UNREADABLE, event);
    b->request = event->exchange > 0 ? request_answered(b, event->exchange) : NULL;
    if (!answers_are_sure(c)) {
        free(b->request);
        b->request = NULL;
    }
    b->response = message_head_take(c, event);
    for (size_t i = 0; b->response != NULL && b->reading == NULL && i < N_READERS; i++) {
        b->reader = readers[i];
        b->reading = readers[i]->open(app, c, b->request, b->response);
    }
    if (b->reading == NULL) b->reader = NULL;
    if (b->reader == NULL)
        body_over(b, BODY_COMPLETE, event);
    else if (!decoding_starts(b, event))
        body_over(b, BODY_UNREADABLE, event);
}

/* Each byte on the wire is decoded alone, so that what it makes certain has its place. */
static void content_decode(body_state *b, const uint8_t *bytes, const parley_event *event) {
    for (uint64_t i = 0; i < event->span.length; i++) {
        b->piece.offset = event->span.offset + i;
        if (content_feed(b->decoder, bytes + i, 1) == 1) continue;
        parley_event where = *event; /* the byte, however many came with it */
        where.span = (parley_span){b->piece.offset, 1};
        body_over(b, BODY_UNREADABLE, &where);
        return;
    }
}

static void content_take(conversation *c, const parley_event *event) {
    const lane *l = &c->lanes[event->side];
    body_state *b = c->bodies;
    if (b == NULL || b->reader == NULL || event->side != b->response->side || c->piece == NULL ||
        event->span.offset < l->length)
        return;
    const uint8_t *bytes = c->piece->bytes + (event->span.offset - l->length);
    b->piece = (body_piece){.bytes = bytes,
                            .n = (size_t)event->span.length,
                            .offset = event->span.offset,
                            .decoded = b->decoder != NULL,
                            .exchange = event->exchange,
                            .frame = event->frame,
                            .time = event->time,
                            .turn = event->turn};
    if (b->decoder != NULL)
        content_decode(b, bytes, event);
    else
        b->reader->bytes(b->reading, &b->piece);
}

/* Had the client gone before the server ended, as far as the server could know? */
static bool reader_left(const conversation *c, const parley_input *input) {
    const lane *client = &c->lanes[PARLEY_CLIENT];
    if (input->side == PARLEY_CLIENT) return true;
    if (!client->fin && !client->reset) return false;
    return input->seen == PARLEY_SEEN_ALL || input->seen > client->length;
}

/* A body that lasts to the close is over with it, or with the client's patience. */
static body_end response_over(const conversation *c) {
    if (c->piece != NULL && c->piece->kind == PARLEY_GAP) return BODY_HOLE; /* it ends within */
    bool at_close = c->piece != NULL && c->piece->kind != PARLEY_BYTES;
    return at_close && reader_left(c, c->piece) ? BODY_LEFT : BODY_COMPLETE;
}

void body_event(application *app, conversation *c, const parley_event *event) {
    body_state *b = c->bodies;
    switch (event->kind) {
    case PARLEY_EVENT_REQUEST_HEAD:
        request_take(app, c, event);
        break;
    case PARLEY_EVENT_RESPONSE_HEAD:
        if (!event->interim) response_take(app, c, event);
        break;
    case PARLEY_EVENT_CONTENT:
        content_take(c, event);
        break;
    case PARLEY_EVENT_RESPONSE_END:
        if (b != NULL && b->reader != NULL) body_over(b, response_over(c), event);
        break;
    case PARLEY_EVENT_SWITCH:
    case PARLEY_EVENT_UNJUDGED:
        /* at an end of the stream, that end tells how the body was over */
        if (b != NULL && b->reader != NULL && event->side == b->response->side &&
            c->piece != NULL && c->piece->kind == PARLEY_BYTES)
            body_over(b, BODY_UNREADABLE, event);
        break;
    default:
        break;
    }
}

/* ---- what is no bytes ---- */

static void body_left(const body_state *b) {
    if (b->reader->left != NULL) b->reader->left(b->reading);
}

/* No answer comes any more. */
static void requests_drop(body_state *b) {
    message_head *request;
    while ((request = request_shift(b)) != NULL) {
        for (size_t i = 0; i < N_READERS; i++)
            if (readers[i]->unanswered != NULL) readers[i]->unanswered(request);
        free(request);
    }
}

static void reading_input(conversation *c, const parley_input *input) {
    body_state *b = c->bodies;
    bool client = input->side == PARLEY_CLIENT;
    parley_event at = {.side = PARLEY_SERVER,
                       .exchange = b->response->exchange,
                       .span = {c->lanes[PARLEY_SERVER].length, 0},
                       .frame = input->frame,
                       .time = input->time,
                       .turn = parley_conversation_turn(&c->machine)};
    if (input->kind == PARLEY_STOP)
        body_over(b, BODY_OPEN, &at);
    else if (input->kind == PARLEY_GAP && !client)
        body_over(b, BODY_HOLE, &at);
    else if (input->kind == PARLEY_FIN && client)
        body_left(b);
    else if (input->kind == PARLEY_FIN || input->kind == PARLEY_RESET)
        body_over(b, reader_left(c, input) ? BODY_LEFT : BODY_CUT, &at);
}

void body_input(conversation *c, const parley_input *input) {
    body_state *b = c->bodies;
    if (b == NULL || input->kind == PARLEY_BYTES) return;
    if (b->reader != NULL) reading_input(c, input);
    bool server = input->side == PARLEY_SERVER;
    if (input->kind == PARLEY_RESET || (input->kind == PARLEY_FIN && server)) requests_drop(b);
}

bool body_where(const conversation *c, body_place *place) {
    const body_state *b = c->bodies;
    *place = (body_place){.machine = NULL};
    return b != NULL && b->reader != NULL && b->reader->where != NULL &&
           b->reader->where(b->reading, place);
}

void body_free(conversation *c) {
    body_state *b = c->bodies;
    if (b == NULL) return;
    while (b->requests != NULL)
        free(request_shift(b));
    free(b->request);
    free(b->response);
    content_stop(&b->decoder);
    free(b);
    c->bodies = NULL;
}

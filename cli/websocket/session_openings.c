/* Opening requests of WebSocket on several connections: see session_openings.h. */
#include "session_openings.h"
#include "../../grammars/websocket/symbols.h"
#include "../http1/head_field.h"
#include "../machine_answer.h"
#include "../memory.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS       1024 /* remembered; the oldest is forgotten */
#define KEY_LENGTH 24   /* base64 of 16 bytes: others are wrong anyway */
#define REQUESTS   128  /* remembered, with the time that they waited */

typedef struct opening_key {
    char client[ADDRESS_TEXT], server[ADDRESS_TEXT];
    uint8_t text[KEY_LENGTH];
    uint32_t stream;
} opening_key;

/* An opening request. Transcripts of text tell one connection after the other, so it is times that
 * say which of them waited at once. */
typedef struct opening_request {
    char client[ADDRESS_TEXT], server[ADDRESS_TEXT];
    uint32_t stream;
    bool waiting;
    uint64_t asked, answered;
} opening_request;

struct opening_memory {
    opening_key keys[KEYS];
    unsigned n_keys, next_key;
    opening_request requests[REQUESTS];
    unsigned n_requests, next_request;
};

opening_memory *openings_open(void) {
    return memory_new(sizeof(opening_memory));
}

void openings_free(opening_memory *memory) {
    free(memory);
}

static bool finding_fill(const parley_event *event, parley_span span, uint16_t answer,
                         parley_finding *finding) {
    *finding = (parley_finding){.side = event->side,
                                .exchange = event->exchange,
                                .span = span,
                                .frame = event->frame,
                                .time = event->time,
                                .turn = event->turn,
                                .message_offset = event->span.offset,
                                .content_offset = UINT64_MAX,
                                .requests = event->exchange};
    return machine_answers("websocket.facts", Q_REQUEST, answer, finding);
}

/* The host of "host:port". */
static void host_copy(char *host, const char *address) {
    (void)snprintf(host, ADDRESS_TEXT, "%.*s", (int)address_host(address), address);
}

/* RFC 6455 4.1: a key is chosen anew for each connection. A proxy hands on the one that it was
 * given: where both its sides are in the transcript, the same opening comes twice, to two servers.
 */
static size_t key_judge(opening_memory *memory, const conversation *c, const parley_event *event,
                        parley_finding *finding) {
    opening_key key = {.stream = c->connection->stream};
    uint8_t value[KEY_LENGTH + 1];
    uint64_t offset;
    if (head_field_at(c, event, "sec-websocket-key", value, sizeof value, &offset) != KEY_LENGTH)
        return 0;
    memcpy(key.text, value, KEY_LENGTH);
    host_copy(key.client, c->connection->client);
    memcpy(key.server, c->connection->server, sizeof key.server);
    for (unsigned i = 0; i < memory->n_keys; i++) {
        const opening_key *other = &memory->keys[i];
        if (memcmp(other->text, key.text, KEY_LENGTH) != 0 ||
            strcmp(other->client, key.client) != 0 || strcmp(other->server, key.server) != 0)
            continue;
        return other->stream != key.stream &&
               finding_fill(event, (parley_span){offset, KEY_LENGTH}, KEY_REUSED, finding);
    }
    memory->keys[memory->next_key] = key;
    memory->next_key = (memory->next_key + 1) % KEYS;
    if (memory->n_keys < KEYS) memory->n_keys++;
    return 0;
}

static bool request_waits(const opening_request *request, uint64_t time) {
    return request->asked <= time && (request->waiting || time < request->answered);
}

/* RFC 6455 4.1: who has one connection in the state CONNECTING to an address waits. */
static size_t waiting_judge(opening_memory *memory, const conversation *c,
                            const parley_event *event, parley_finding *finding) {
    opening_request now = {.stream = c->connection->stream, .waiting = true, .asked = event->time};
    bool second = false;
    host_copy(now.client, c->connection->client);
    memcpy(now.server, c->connection->server, sizeof now.server);
    for (unsigned i = 0; i < memory->n_requests; i++) {
        const opening_request *other = &memory->requests[i];
        second = second ||
                 (other->stream != now.stream && request_waits(other, now.asked) &&
                  strcmp(other->client, now.client) == 0 && strcmp(other->server, now.server) == 0);
    }
    memory->requests[memory->next_request] = now;
    memory->next_request = (memory->next_request + 1) % REQUESTS;
    if (memory->n_requests < REQUESTS) memory->n_requests++;
    return second && finding_fill(event, event->method, SECOND_CONNECTING, finding);
}

static void request_answered(opening_memory *memory, const conversation *c, uint64_t time) {
    for (unsigned i = 0; i < memory->n_requests; i++) {
        opening_request *request = &memory->requests[i];
        if (!request->waiting || request->stream != c->connection->stream) continue;
        request->waiting = false;
        request->answered = time;
    }
}

void openings_end(opening_memory *memory, const conversation *c) {
    request_answered(memory, c, c->last_time);
}

size_t openings_event(opening_memory *memory, const conversation *c, const parley_event *event,
                      parley_finding *findings) {
    bool answered =
        event->kind == PARLEY_EVENT_RESPONSE_HEAD && (!event->interim || event->status == 101);
    if (answered) request_answered(memory, c, event->time);
    if (event->kind != PARLEY_EVENT_REQUEST_HEAD || !event->opens) return 0;
    size_t n = key_judge(memory, c, event, findings);
    return n + waiting_judge(memory, c, event, findings + n);
}

/* Rules that are judged over several connections of one transcript: see session.h.
 *
 * A request is known again by its whole head, so that two different requests for one target are not
 * confused. */
#include "session.h"
#include "connection_state.h"
#include "http1/head_field.h"
#include "memory.h"
#include "websocket/session_openings.h"
#include <stdlib.h>
#include <string.h>

#define REMEMBERED 512  /* requests; the oldest is forgotten */
#define HEAD_BYTES 8192 /* of a head that count */
#define METHOD_MAX 16

typedef struct remembered {
    session_request request;
    uint32_t failure; /* number of the connection that failed, from 1 */
    bool pipelined;   /* it was one of several, and the server had not announced to close */
} remembered;

struct session_memory {
    remembered requests[REMEMBERED];
    unsigned next;
    uint32_t failures;
    opening_memory *openings;
    const parley_rule *retry, *retry_non_idempotent, *pipelined;
};

session_memory *session_memory_open(void) {
    session_memory *memory = memory_new(sizeof *memory);
    if (memory != NULL) {
        memory->openings = openings_open();
        memory->retry = parley_rule_find("http1.turn.retry");
        memory->retry_non_idempotent = parley_rule_find("http1.turn.retry-non-idempotent");
        memory->pipelined = parley_rule_find("http1.turn.pipelined-on-reconnect");
    }
    return memory;
}

void session_memory_free(session_memory *memory) {
    if (memory != NULL) openings_free(memory->openings);
    free(memory);
}

/* Eight bytes at a time: every request of a capture goes through this. */
static uint64_t hash_add(uint64_t hash, const void *bytes, size_t n) {
    const uint8_t *in = bytes;
    for (size_t i = 0; i < n; i += 8) {
        uint64_t word = 0;
        memcpy(&word, in + i, n - i < 8 ? n - i : 8);
        hash = (hash ^ word ^ n) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return hash;
}

static bool method_is_one_of(const char *method, const char *const *list) {
    for (; *list != NULL; list++)
        if (strcmp(method, *list) == 0) return true;
    return false;
}

static session_request request_take(const conversation *c, const parley_event *event) {
    static const char *const idempotent[] = {"GET", "HEAD",   "OPTIONS", "TRACE",
                                             "PUT", "DELETE", NULL};
    static const char *const others[] = {"POST", "PATCH", NULL};
    session_request request = {0};
    uint8_t head[HEAD_BYTES];
    char method[METHOD_MAX + 1] = "";
    size_t n = event->span.length < HEAD_BYTES ? (size_t)event->span.length : HEAD_BYTES;
    if (conversation_bytes(c, event->side, event->span.offset, head, n) != n || n == 0)
        return request;
    size_t host = address_host(c->connection->client);
    uint64_t hash = hash_add(0xcbf29ce484222325u, c->connection->client, host);
    hash = hash_add(hash, c->connection->server, strlen(c->connection->server) + 1);
    hash = hash_add(hash, head, n);
    request.hash = hash != 0 ? hash : 1;
    if (event->method.length <= METHOD_MAX)
        (void)conversation_bytes(c, event->side, event->method.offset, (uint8_t *)method,
                                 (size_t)event->method.length);
    request.idempotent = method_is_one_of(method, idempotent);
    request.not_idempotent = method_is_one_of(method, others);
    return request;
}

static bool head_closes(const conversation *c, const parley_event *head) {
    uint8_t value[16];
    size_t n = head_field(c, head, "connection", value, sizeof value);
    return value_begins(value, n, "close");
}

static remembered *request_find(session_memory *memory, uint64_t hash) {
    for (unsigned i = 0; hash != 0 && memory->failures > 0 && i < REMEMBERED; i++)
        if (memory->requests[i].request.hash == hash) return &memory->requests[i];
    return NULL;
}

static void request_remember(session_memory *memory, const session_request *request,
                             bool pipelined) {
    memory->requests[memory->next] = (remembered){*request, memory->failures, pipelined};
    memory->next = (memory->next + 1) % REMEMBERED;
}

/* The rule that a repeated request breaks, or NULL. */
static const parley_rule *repeat_judge(const session_memory *memory, session_lane *said,
                                       const remembered *found, const parley_event *event) {
    if (event->exchange == 1 && found->pipelined) said->repeats = found->failure;
    if (event->exchange > 1 && said->repeats == found->failure && found->pipelined &&
        !said->answered)
        return memory->pipelined;
    if (found->request.not_idempotent) return memory->retry_non_idempotent;
    return found->request.idempotent ? memory->retry : NULL;
}

static bool request_judge(session_memory *memory, conversation *c, const parley_event *event,
                          parley_finding *finding) {
    session_lane *said = &c->session;
    session_request request = request_take(c, event);
    if (said->n == SESSION_PENDING)
        said->overflowed = true;
    else if (!said->unjudged)
        said->pending[said->n++] = request;
    remembered *found = request_find(memory, request.hash);
    if (found == NULL) return false;
    const parley_rule *rule = repeat_judge(memory, said, found, event);
    *found = (remembered){0};
    if (rule == NULL) return false;
    uint8_t first = 0;
    (void)conversation_bytes(c, event->side, event->span.offset, &first, 1);
    *finding = (parley_finding){.rule = rule,
                                .side = event->side,
                                .exchange = event->exchange,
                                .span = event->method,
                                .frame = event->frame,
                                .time = event->time,
                                .got = first,
                                .turn = event->turn,
                                .message_offset = event->span.offset,
                                .content_offset = UINT64_MAX,
                                .requests = event->exchange};
    return true;
}

static bool exchange_judge(session_memory *memory, conversation *c, const parley_event *event,
                           parley_finding *finding) {
    session_lane *said = &c->session;
    if (event->kind == PARLEY_EVENT_UNJUDGED && event->side == PARLEY_SERVER) {
        said->unjudged = true; /* the answer that comes now is none; whether more come is unknown */
        if (said->n > 1) said->n = 1;
    }
    if (event->kind == PARLEY_EVENT_REQUEST_HEAD) return request_judge(memory, c, event, finding);
    if (event->kind == PARLEY_EVENT_RESPONSE_HEAD && !event->interim)
        said->announced_close = head_closes(c, event);
    if (event->kind == PARLEY_EVENT_RESPONSE_END && !event->interim && said->n > 0) {
        said->answered = true;
        said->n--;
        memmove(said->pending, said->pending + 1, said->n * sizeof said->pending[0]);
    }
    return false;
}

size_t session_event(session_memory *memory, conversation *c, const parley_event *event,
                     parley_finding *findings) {
    size_t n = exchange_judge(memory, c, event, findings);
    if (memory->openings != NULL) n += openings_event(memory->openings, c, event, findings + n);
    return n;
}

void session_ended(session_memory *memory, conversation *c) {
    session_lane *said = &c->session;
    const lane *client = &c->lanes[PARLEY_CLIENT], *server = &c->lanes[PARLEY_SERVER];
    bool over = (client->fin && server->fin) || client->reset || server->reset;
    bool whole = client->missing == 0 && server->missing == 0 && !c->connection->one_sided &&
                 !c->connection->mid_stream;
    if (!over || !whole || said->overflowed || said->n == 0 || c->n_protocols > 1) return;
    memory->failures++;
    for (uint8_t i = 0; i < said->n; i++)
        request_remember(memory, &said->pending[i], said->n > 1 && !said->announced_close);
    said->n = 0;
}

void session_closed(session_memory *memory, const conversation *c) {
    if (memory->openings != NULL) openings_end(memory->openings, c);
}

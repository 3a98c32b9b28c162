/* Sessions of Server-Sent Events: which one a request belongs to, and what its Last-Event-ID is
 * worth. See session.h.
 *
 * A browser tells a session by an object in a page, which no packet shows. A request renews a
 * session where it comes from the same host for the same address, after the stream before it was
 * over by the server's doing, soon, and with no page loaded in between. In any doubt it begins one
 * of its own. */
#include "../../grammars/sse/symbols.h"
#include "../http1/head_field.h"
#include "../http1/message_finding.h"
#include "../http1/sender.h"
#include "../machine_answer.h"
#include "../memory.h"
#include "session_state.h"
#include "value.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MILLISECOND  UINT64_C(1000000)
#define SECOND       (1000 * MILLISECOND)
#define USUAL_RETRY  (5 * SECOND)  /* where the server sets none, clients wait a few seconds */
#define RENEWED_SOON (30 * SECOND) /* or four times what they have to wait */
#define RETRY_SLACK  10            /* a tenth: clocks are not that exact */

sse_memory *sse_memory_open(void) {
    sse_memory *memory = memory_new(sizeof *memory);
    if (memory != NULL) memory->end = &memory->first;
    return memory;
}

void sse_memory_free(sse_memory *memory) {
    while (memory != NULL && memory->first != NULL) {
        sse_session *s = memory->first;
        memory->first = s->next;
        free(s->request);
        free(s);
    }
    free(memory);
}

/* The host of "host:port". */
static void host_copy(char *host, const char *address) {
    (void)snprintf(host, ADDRESS_TEXT, "%.*s", (int)address_host(address), address);
}

/* ---- which session ---- */

void sse_session_page(application *app, const conversation *c, const message_head *request) {
    sse_memory *memory = app->sse;
    bool page = head_says(request, HEAD_SEC_FETCH_MODE, "navigate") ||
                head_says(request, HEAD_ACCEPT, "text/html");
    if (memory == NULL || !page) return;
    sse_page *loaded = &memory->pages[memory->next_page];
    host_copy(loaded->client, c->connection->client);
    loaded->clock = ++memory->clock;
    memory->next_page = (memory->next_page + 1) % PAGES_MAX;
    if (memory->n_pages < PAGES_MAX) memory->n_pages++;
}

static bool page_loaded(const sse_memory *memory, const sse_session *s) {
    for (unsigned i = 0; i < memory->n_pages; i++)
        if (memory->pages[i].clock > s->ended_clock &&
            strcmp(memory->pages[i].client, s->client) == 0)
            return true;
    return false;
}

static bool same_address(const sse_session *s, const char *client, const char *server,
                         const message_head *request) {
    return s->request != NULL && strcmp(s->client, client) == 0 && strcmp(s->server, server) == 0 &&
           heads_agree(s->request, request, HEAD_TARGET) &&
           heads_agree(s->request, request, HEAD_HOST) &&
           heads_agree(s->request, request, HEAD_USER_AGENT);
}

/* Browsers keep an id beyond the stream; the standard begins each without one. */
static bool standard_has_none(const sse_session *s) {
    return s->blocks && s->in_stream.n == 0 && s->last.n > 0;
}

/* A browser, or what calls itself one: Sec-Fetch-Mode is sent to addresses that are trustworthy. */
static bool by_browser(const message_head *request) {
    size_t n;
    const uint8_t *agent = head_bytes(request, HEAD_USER_AGENT, &n);
    return request->values[HEAD_SEC_FETCH_MODE].there || value_begins(agent, n, "mozilla/");
}

static bool says_id(const message_head *request, const sse_id *id) {
    size_t n;
    const uint8_t *value = head_bytes(request, HEAD_LAST_EVENT_ID, &n);
    return id->n > 0 && sse_id_is(id, value, n);
}

/* Is it surely one client that asks again by itself? */
static bool renews_surely(const sse_memory *memory, const sse_session *s,
                          const message_head *request) {
    uint64_t wait = s->has_retry && s->retry < UINT64_MAX / (8 * MILLISECOND)
                        ? s->retry * MILLISECOND
                        : USUAL_RETRY;
    uint64_t soon = 4 * wait > RENEWED_SOON ? 4 * wait : RENEWED_SOON;
    bool late = request->time > s->ended_at && request->time - s->ended_at > soon;
    /* what a connection says waits where its beginning is missing: others come before it then */
    bool passed = request->time < s->ended_at;
    return !late && !passed && !s->left && !s->parallel && !s->unsure && !s->led_on &&
           s->request->others == request->others && !page_loaded(memory, s) &&
           sender_sent_both(s->request, request);
}

/* Browsers say the id that they have, and ask no more after a refusal: where it is not so, a script
 * opens a stream of its own, and may. */
static bool begun_by_script(const sse_session *s, const message_head *request) {
    bool says_any = request->values[HEAD_LAST_EVENT_ID].n > 0;
    bool has_id = s->last.n > 0 && !standard_has_none(s);
    return by_browser(request) && (s->refused || (has_id && !says_any));
}

/* Does a request that is no sure renewal go on with the session all the same? */
static bool renews_by_id(const sse_session *s, const message_head *request) {
    bool says_any = request->values[HEAD_LAST_EVENT_ID].n > 0;
    return says_id(request, &s->last) || says_id(request, &s->in_stream) ||
           (s->unsure && !s->parallel && says_any) ||
           (s->led_on && !s->parallel && !s->streamed); /* its ids came where it was led to */
}

/* Of sessions that could go on with a request: of those that surely may, the one that has waited
 * longest; else the newest. found is an older one, or NULL. */
static bool goes_on_sooner(const sse_memory *memory, const sse_session *s, const sse_session *found,
                           const message_head *request) {
    if (found == NULL || !renews_surely(memory, found, request)) return true;
    return renews_surely(memory, s, request) && s->ended_at < found->ended_at;
}

typedef struct session_search {
    sse_session *found; /* goes on with the request */
    bool open;          /* one of this address is open: who asks is not known */
} session_search;

static session_search session_find(sse_memory *memory, const conversation *c,
                                   const message_head *request) {
    session_search search = {NULL, false};
    char client[ADDRESS_TEXT];
    sse_session *last = NULL;
    host_copy(client, c->connection->client);
    for (sse_session *s = memory->first; s != NULL; s = s->next) {
        if (!same_address(s, client, c->connection->server, request)) continue;
        search.open = search.open || s->open;
        if (s->open) continue;
        last = s;
        if (renews_by_id(s, request) && !begun_by_script(s, request) &&
            goes_on_sooner(memory, s, search.found, request))
            search.found = s;
    }
    if (search.found == NULL && !search.open && last != NULL &&
        renews_surely(memory, last, request) && !begun_by_script(last, request))
        search.found = last;
    for (sse_session *s = memory->first; s != NULL && search.open; s = s->next)
        if (same_address(s, client, c->connection->server, request)) s->parallel = true;
    return search;
}

static sse_session *session_begin(sse_memory *memory, const conversation *c) {
    sse_session *s = memory->n < SESSIONS_MAX ? memory_new(sizeof *s) : NULL;
    if (s == NULL) return NULL;
    host_copy(s->client, c->connection->client);
    memcpy(s->server, c->connection->server, sizeof s->server);
    s->hosts = c->connection->hosts;
    s->memory = memory;
    *memory->end = s;
    memory->end = &s->next;
    memory->n++;
    return s;
}

/* ---- what its id is worth ---- */

static uint16_t id_worth(const sse_session *s, const message_head *request) {
    size_t n;
    const uint8_t *value = head_bytes(request, HEAD_LAST_EVENT_ID, &n);
    sse_id said = {0};
    sse_id_add(&said, value, n);
    if (n == 0) {
        bool owed = !sse_id_is(&s->last, value, n) && !standard_has_none(s) && s->alone;
        return owed ? C_ASK_WITHOUT_ID : C_ASK;
    }
    if (sse_id_is(&s->last, value, n)) return C_ASK;
    if (!sse_id_is_plain(&said) || !sse_id_is_plain(&s->last)) return C_ASK;
    if (sse_id_is(&s->cut, value, n)) return C_ASK_AHEAD;
    if (sse_session_knows(s, said.hash, false)) return C_ASK_STALE;
    return s->n_ids > SESSION_IDS ? C_ASK : C_ASK_FOREIGN; /* more came than are remembered */
}

static void request_fault(application *app, conversation *c, sse_session *s, uint16_t question,
                          uint16_t answer, uint64_t number, const message_head *request,
                          head_name name) {
    parley_finding finding = message_finding_in(request, name, PARLEY_TURN_CLIENT);
    finding.number = number;
    if (!machine_answers("sse.facts", question, answer, &finding)) return;
    if (finding.rule->level == PARLEY_ERROR) s->deviates = true;
    app->finding(app->judge, c, &finding);
}

static void pause_judge(application *app, conversation *c, sse_session *s,
                        const message_head *request) {
    if (!s->has_retry || request->time <= s->ended_at || s->retry > UINT64_MAX / MILLISECOND)
        return;
    uint64_t pause = request->time - s->ended_at, due = s->retry * MILLISECOND;
    if (pause + due / RETRY_SLACK < due)
        request_fault(app, c, s, Q_PAUSE, REQUEST_EARLY, pause / MILLISECOND, request, HEAD_NAMES);
}

static void turn_judge(application *app, conversation *c, sse_session *s, uint16_t symbol,
                       const message_head *request) {
    parley_finding finding = message_finding_in(request, HEAD_LAST_EVENT_ID, PARLEY_TURN_CLIENT);
    if (!sse_session_hear(s, symbol, &finding)) return;
    if (finding.rule->level == PARLEY_ERROR) s->deviates = true;
    app->finding(app->judge, c, &finding);
}

/* Streams of the session may have passed unseen: bytes are missing, or are told later. */
static bool may_be_unseen(const application *app, const conversation *c, const sse_session *s) {
    return unseen_has_hole(&app->unseen, s->hosts) ||
           unseen_others_wait(&app->unseen, c->connection, false);
}

static void renewal_judge(application *app, conversation *c, sse_session *s,
                          const message_head *request, bool surely) {
    size_t n;
    (void)head_bytes(request, HEAD_LAST_EVENT_ID, &n);
    /* who says the last id that was seen here was given none that was not */
    bool unseen_before = (s->unsure || (surely && may_be_unseen(app, c, s))) &&
                         !(s->last.n > 0 && says_id(request, &s->last));
    if (unseen_before) {
        s->unsure = true;
        surely = false;
    }
    uint16_t symbol = surely ? id_worth(s, request) : C_ASK;
    turn_judge(app, c, s, symbol, request);
    if (surely && (n > 0 || !by_browser(request))) pause_judge(app, c, s, request);
    if (n > 0 && standard_has_none(s) && says_id(request, &s->last))
        request_fault(app, c, s, Q_CARRIED, ID_CARRIED_OVER, 0, request, HEAD_LAST_EVENT_ID);
    if (s->streamed && c->connection->stream != s->stream)
        request_fault(app, c, s, Q_WHERE, REQUEST_ELSEWHERE, 0, request, HEAD_NAMES);
    /* an id that never came here: what came with it was not seen, and may not have been lost */
    bool unseen = symbol == C_ASK_FOREIGN || unseen_before;
    s->unknown_breaks += unseen;
    s->renewed = s->streamed && !unseen;
    s->asked_more = n > 0;
}

/* ---- asking ---- */

/* Who asks for nothing else means to read events. */
static bool asks_alone(const message_head *request) {
    size_t n;
    (void)head_bytes(request, HEAD_ACCEPT, &n);
    return head_says(request, HEAD_ACCEPT, "text/event-stream") && n == strlen("text/event-stream");
}

static void stream_count(sse_session *s, conversation *c) {
    uint32_t stream = c->connection->stream;
    c->in_session = true;
    session_streams_add(&s->on, stream);
}

static void resume_keep(sse_session *s) {
    if (s->n_resumes < RESUMES) {
        resume_id *kept = &s->resumes[s->n_resumes];
        kept->n = (uint8_t)(s->resumed.n < RESUME_BYTES ? s->resumed.n : RESUME_BYTES);
        kept->cut = s->resumed.cut || kept->n < s->resumed.n;
        memcpy(kept->bytes, s->resumed.bytes, kept->n);
    }
    s->n_resumes++;
}

static void asked_keep(sse_session *s, conversation *c, const message_head *request) {
    size_t n;
    const uint8_t *value = head_bytes(request, HEAD_LAST_EVENT_ID, &n);
    message_head *copy = message_head_copy(request);
    if (copy != NULL) {
        free(s->request);
        s->request = copy;
    }
    if (n > 0) {
        s->resumed = (sse_id){0};
        sse_id_add(&s->resumed, value, n);
        resume_keep(s);
    }
    s->open = true;
    s->left = s->awaited = false;
    s->alone = asks_alone(request);
    s->exchanges++;
    stream_count(s, c);
    s->stream = c->connection->stream;
}

sse_session *sse_session_ask(application *app, conversation *c, const message_head *request) {
    sse_memory *memory = app->sse;
    if (memory == NULL) return NULL;
    session_search search = session_find(memory, c, request);
    sse_session *s = search.found;
    bool begins = s == NULL;
    bool surely = !begins && renews_surely(memory, s, request);
    if (begins) s = session_begin(memory, c);
    if (s == NULL) return NULL;
    if (request->values[HEAD_LAST_EVENT_ID].there && !says_id(request, &s->last)) {
        parley_finding finding =
            message_finding_in(request, HEAD_LAST_EVENT_ID, PARLEY_TURN_CLIENT);
        if (sse_value_judge("sse.last-event-id", request, HEAD_LAST_EVENT_ID, &finding))
            app->finding(app->judge, c, &finding);
    }
    if (!begins && !search.open)
        absence_add(&s->absences, c->connection, s->ended_at, request->time);
    s->parallel = s->parallel || search.open;
    if (begins)
        turn_judge(app, c, s, request->values[HEAD_LAST_EVENT_ID].n > 0 ? C_ASK_WITH_ID : C_ASK,
                   request);
    else
        renewal_judge(app, c, s, request, surely);
    asked_keep(s, c, request);
    return s;
}

sse_session *sse_session_alone(application *app, conversation *c, const message_head *response) {
    parley_finding none;
    sse_session *s = app->sse != NULL ? session_begin(app->sse, c) : NULL;
    if (s == NULL) return NULL;
    (void)sse_session_hear(s, C_ASK, &none);
    sse_session_answer(s, app, c, S_STREAM, response);
    return s;
}

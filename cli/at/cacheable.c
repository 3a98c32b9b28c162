/* May a response be kept and used again: see cacheable.h. */
#include "cacheable.h"
#include "../../grammars/cache/symbols.h"
#include "../http1/head_field.h"
#include <inttypes.h>
#include <string.h>

#define VALUE_BYTES 8192 /* as much of a head as is looked at */
#define LINES       16   /* of a field that are read */

/* ---- heads ---- */

static cache_control control_read(const conversation *c, const parley_event *head) {
    cache_control control = {.said = 0};
    uint8_t value[VALUE_BYTES];
    for (unsigned line = 0; line < LINES; line++) {
        size_t n = head_field_after(c, head, "cache-control", line, value, sizeof value);
        cache_control_read(&control, value, n);
    }
    return control;
}

void cache_request_read(cache_request *request, const conversation *c, const parley_event *head) {
    uint8_t value[VALUE_BYTES];
    *request = (cache_request){.exchange = head->exchange, .control = control_read(c, head)};
    size_t n = head->method.length < sizeof request->method ? (size_t)head->method.length
                                                            : sizeof request->method - 1;
    n = conversation_bytes(c, head->side, head->method.offset, (uint8_t *)request->method, n);
    request->method[n] = 0;
    if (head->target.length <= sizeof request->target)
        request->n_target = conversation_bytes(c, head->side, head->target.offset, request->target,
                                               (size_t)head->target.length);
    request->authorization = head_field(c, head, "authorization", value, sizeof value) > 0;
}

/* RFC 9110 5.6.7 */
static bool is_date(const uint8_t *value, size_t n) {
    const parley_machine *m = parley_machine_find("http1.date");
    uint16_t state = m->start;
    for (size_t i = 0; i < n && state != 0; i++)
        (void)parley_machine_symbol(m, &state, value[i]);
    return m->final[state] != 0;
}

/* RFC 9110 12.5.5: "*" is a member like any other, in any line. */
static bool varies_by_all(const conversation *c, const parley_event *head) {
    uint8_t value[VALUE_BYTES];
    for (unsigned line = 0; line < LINES; line++) {
        size_t n = head_field_after(c, head, "vary", line, value, sizeof value);
        bool alone = true; /* nothing but blanks since the last comma */
        for (size_t i = 0; i < n; i++) {
            size_t next = i + 1;
            while (next < n && (value[next] == ' ' || value[next] == '\t'))
                next++;
            if (alone && value[i] == '*' && (next == n || value[next] == ',')) return true;
            if (value[i] != ' ' && value[i] != '\t') alone = value[i] == ',';
        }
    }
    return false;
}

void cache_response_read(cache_response *response, const conversation *c,
                         const parley_event *head) {
    uint8_t value[VALUE_BYTES];
    *response = (cache_response){
        .exchange = head->exchange, .status = head->status, .control = control_read(c, head)};
    response->varies = varies_by_all(c, head);
    size_t n = head_field(c, head, "expires", value, sizeof value);
    response->has_expires = n > 0;
    response->expires_is_date = is_date(value, n);
    response->n_location =
        head_field(c, head, "content-location", response->location, sizeof response->location);
}

/* ---- facts ---- */

static bool says(const cache_control *control, unsigned event) {
    return (control->said & (UINT32_C(1) << event)) != 0;
}

static bool has_lifetime(const cache_response *response) {
    return says(&response->control, EV_MAX_AGE) || says(&response->control, EV_S_MAXAGE) ||
           response->has_expires;
}

static uint16_t reason_of(const cache_response *response) {
    if (has_lifetime(response)) return REASON_LIFETIME;
    return says(&response->control, EV_PUBLIC) || says(&response->control, EV_PRIVATE)
               ? REASON_NAMED
               : REASON_NONE;
}

/* RFC 9110 9.2.3, 9.3.3 */
static uint16_t method_of(const cache_request *request, const cache_response *response) {
    const char *method = request->exchange != 0 ? request->method : "GET";
    if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0) return METHOD_READS;
    if (strcmp(method, "POST") != 0) return METHOD_OTHER;
    if (!has_lifetime(response)) return METHOD_POST_LOCATED;
    bool located = request->n_target > 0 && request->n_target == response->n_location &&
                   memcmp(request->target, response->location, request->n_target) == 0;
    return located ? METHOD_POST_LOCATED : METHOD_POST;
}

/* RFC 9110 15.1 */
static uint16_t status_of(const cache_response *response) {
    static const uint16_t common[] = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501};
    if (response->status < 200) return STATUS_INTERIM;
    if (response->status == 304) return STATUS_FRESHENS;
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (common[i] == response->status) return STATUS_COMMON;
    return STATUS_OTHER;
}

static uint16_t response_of(const cache_response *response) {
    if (says(&response->control, EV_MUST_UNDERSTAND)) return MUST_UNDERSTAND;
    return says(&response->control, EV_NO_STORE) ? RESPONSE_NO_STORE : RESPONSE_PLAIN;
}

static uint16_t sharing_of(const cache_response *response) {
    const cache_control *control = &response->control;
    if (says(control, EV_PRIVATE)) return SHARING_FORBIDDEN;
    return says(control, EV_PUBLIC) || says(control, EV_MUST_REVALIDATE) ||
                   says(control, EV_S_MAXAGE)
               ? SHARING_ALLOWED
               : SHARING_UNSAID;
}

/* ---- asking ---- */

/* What the words of a symbol say, its number filled in. */
static void words_add(const parley_machine *m, uint16_t symbol, uint64_t number, char *text,
                      size_t size) {
    size_t used = strlen(text);
    const char *words = m->words->symbol_words[symbol - PARLEY_FIRST_SYMBOL];
    const char *hole = strstr(words, "{n}");
    if (hole == NULL)
        (void)snprintf(text + used, size - used, "%s", words);
    else
        (void)snprintf(text + used, size - used, "%.*s%" PRIu64 "%s", (int)(hole - words), words,
                       number, hole + 3);
}

/* The first of these facts that the machine says no to; 0: none. */
static uint16_t refused_by(const parley_machine *m, const uint16_t *facts, size_t n) {
    uint16_t state = m->start;
    for (size_t i = 0; i < n; i++) {
        uint16_t action = parley_machine_symbol(m, &state, facts[i]);
        for (size_t k = m->action_index[action]; k < m->action_index[action + 1]; k++)
            if (m->ops[k] == PARLEY_OP(PARLEY_OP_EVENT, EV_REFUSED)) return facts[i];
    }
    return 0;
}

/* One more fact about later uses, if the machine takes it here. */
static void reuse_add(uint16_t *state, bool holds, uint16_t fact, uint64_t number, char *text,
                      size_t size) {
    const parley_machine *m = parley_machine_find("cache.reuse");
    uint16_t next = *state;
    if (!holds) return;
    (void)parley_machine_symbol(m, &next, fact);
    if (next == 0) return; /* another source told it before */
    *state = next;
    (void)snprintf(text + strlen(text), size - strlen(text), ", ");
    words_add(m, fact, number, text, size);
}

static void reuse_text(const cache_response *response, bool complete, char *text, size_t size) {
    const cache_control *control = &response->control;
    uint16_t state = parley_machine_find("cache.reuse")->start;
    bool dated = response->has_expires && response->expires_is_date;
    reuse_add(&state, says(control, EV_S_MAXAGE), FRESH_SHARED, control->s_maxage, text, size);
    reuse_add(&state, says(control, EV_MAX_AGE), FRESH_SECONDS, control->max_age, text, size);
    reuse_add(&state, dated, FRESH_UNTIL, 0, text, size);
    reuse_add(&state, response->has_expires && !dated, STALE_ALREADY, 0, text, size);
    reuse_add(&state, true, FRESH_BY_GUESS, 0, text, size);
    reuse_add(&state, says(control, EV_NO_CACHE), REVALIDATE_FIRST, 0, text, size);
    reuse_add(&state, response->varies, VARY_ALL, 0, text, size);
    reuse_add(&state, response->status == 206, PART_ONLY, 0, text, size);
    reuse_add(&state, !complete, CUT_SO_FAR, 0, text, size);
}

void cacheable_text(const cache_request *request, const cache_response *response, bool complete,
                    char *text, size_t size) {
    const parley_machine *storing = parley_machine_find("cache.storing"),
                         *sharing = parley_machine_find("cache.sharing");
    const uint16_t facts[] = {says(&request->control, EV_NO_STORE) ? REQUEST_NO_STORE
                                                                   : REQUEST_PLAIN,
                              response_of(response), reason_of(response),
                              method_of(request, response), status_of(response)};
    const uint16_t shared[] = {sharing_of(response),
                               request->authorization ? AUTHORIZED : ANONYMOUS};
    uint16_t refusal = refused_by(storing, facts, sizeof facts / sizeof facts[0]);
    (void)snprintf(text, size, "response %" PRIu64 "%s", response->exchange,
                   refusal != 0 ? ": no, " : " storable (RFC 9111 3)");
    if (refusal != 0) {
        words_add(storing, refusal, 0, text, size);
        return;
    }
    refusal = refused_by(sharing, shared, sizeof shared / sizeof shared[0]);
    if (refusal != 0) {
        (void)snprintf(text + strlen(text), size - strlen(text), " by private caches only, ");
        words_add(sharing, refusal, 0, text, size);
    }
    reuse_text(response, complete, text, size);
    (void)snprintf(text + strlen(text), size - strlen(text),
                   "; decided by the heads, not by the open connection");
}

/* May a response be kept and used again: see at_cacheable.h. */
#include "at_cacheable.h"
#include "head_field.h"
#include "report/escape.h"
#include <inttypes.h>
#include <string.h>

#define VALUE_BYTES 512
#define LINES       16                   /* of Cache-Control that are read */
#define FOREVER     UINT64_C(2147483648) /* RFC 9111 1.2.2: what a larger number counts as */

/* ---- Cache-Control ---- */

typedef struct directive {
    const uint8_t *name, *argument;
    size_t n_name, n_argument;
    bool has_argument;
} directive;

static bool is_named(const directive *d, const char *name) {
    return d->n_name == strlen(name) && value_begins(d->name, d->n_name, name);
}

/* RFC 9111 4.2.1: a lifetime that is no number counts as none */
static uint64_t seconds_of(const directive *d) {
    uint64_t seconds = 0;
    for (size_t i = 0; i < d->n_argument; i++) {
        if (d->argument[i] < '0' || d->argument[i] > '9') return 0;
        seconds = seconds * 10 + (uint64_t)(d->argument[i] - '0');
        if (seconds > FOREVER) seconds = FOREVER;
    }
    return seconds;
}

/* RFC 9111 5.2.2.4, 5.2.2.7: with an argument, private and no-cache are about those fields alone */
static void directive_take(cache_control *control, const directive *d) {
    if (is_named(d, "no-store")) control->no_store = true;
    if (is_named(d, "no-cache") && !d->has_argument) control->no_cache = true;
    if (is_named(d, "private") && !d->has_argument) control->is_private = true;
    if (is_named(d, "public")) control->is_public = true;
    if (is_named(d, "must-revalidate")) control->must_revalidate = true;
    if (is_named(d, "must-understand")) control->must_understand = true;
    if (is_named(d, "max-age") && !control->has_max_age) {
        control->has_max_age = true;
        control->max_age = seconds_of(d);
    }
    if (is_named(d, "s-maxage") && !control->has_s_maxage) {
        control->has_s_maxage = true;
        control->s_maxage = seconds_of(d);
    }
}

static bool is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t';
}

/* One member of the list, up to the comma that ends it: commas in quotes do not. */
static size_t member_end(const uint8_t *value, size_t from, size_t n) {
    bool quoted = false;
    for (; from < n && (quoted || value[from] != ','); from++) {
        if (value[from] == '"') quoted = !quoted;
        if (quoted && value[from] == '\\' && from + 1 < n) from++;
    }
    return from;
}

static void member_take(cache_control *control, const uint8_t *value, size_t from, size_t to) {
    while (from < to && is_blank(value[from]))
        from++;
    while (to > from && is_blank(value[to - 1]))
        to--;
    const uint8_t *equals = from < to ? memchr(value + from, '=', to - from) : NULL;
    directive d = {.name = value + from, .n_name = to - from};
    if (equals != NULL) {
        d.n_name = (size_t)(equals - d.name);
        d.argument = equals + 1;
        d.n_argument = to - from - d.n_name - 1;
        d.has_argument = true;
        if (d.n_argument >= 2 && d.argument[0] == '"' && d.argument[d.n_argument - 1] == '"') {
            d.argument++;
            d.n_argument -= 2;
        }
    }
    directive_take(control, &d);
}

static cache_control control_read(const conversation *c, const parley_event *head) {
    cache_control control = {.no_store = false};
    uint8_t value[VALUE_BYTES];
    for (unsigned line = 0; line < LINES; line++) {
        size_t n = head_field_after(c, head, "cache-control", line, value, sizeof value);
        for (size_t from = 0; from < n;) {
            size_t to = member_end(value, from, n);
            member_take(&control, value, from, to);
            from = to + 1;
        }
    }
    return control;
}

/* ---- heads ---- */

void cache_request_read(cache_request *request, const conversation *c, const parley_event *head) {
    uint8_t value[VALUE_BYTES];
    *request = (cache_request){.exchange = head->exchange, .control = control_read(c, head)};
    size_t n = head->method.length < sizeof request->method ? (size_t)head->method.length
                                                            : sizeof request->method - 1;
    n = conversation_bytes(c, head->side, head->method.offset, (uint8_t *)request->method, n);
    request->method[n] = 0;
    request->authorization = head_field(c, head, "authorization", value, sizeof value) > 0;
}

void cache_response_read(cache_response *response, const conversation *c,
                         const parley_event *head) {
    uint8_t value[VALUE_BYTES];
    *response = (cache_response){
        .exchange = head->exchange, .status = head->status, .control = control_read(c, head)};
    response->validator = head_field(c, head, "etag", value, sizeof value) > 0 ||
                          head_field(c, head, "last-modified", value, sizeof value) > 0;
    response->varies = head_field(c, head, "vary", value, sizeof value) == 1 && value[0] == '*';
    size_t n = head_field(c, head, "expires", value, 40);
    response->has_expires = n > 0;
    (void)text_escape(response->expires, sizeof response->expires, value, n);
}

/* ---- the answer ---- */

/* RFC 9110 15.1 */
static bool is_heuristic(uint16_t status) {
    static const uint16_t statuses[] = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (statuses[i] == status) return true;
    return false;
}

static bool has_lifetime(const cache_response *response) {
    const cache_control *control = &response->control;
    return control->has_max_age || control->has_s_maxage || response->has_expires;
}

/* Why it must not be stored; NULL: nothing forbids it. */
static const char *refusal_of(const cache_request *request, const cache_response *response) {
    const cache_control *control = &response->control;
    const char *method = request->exchange != 0 ? request->method : "GET";
    if (response->status < 200) return "an interim response is never stored (RFC 9111 3)";
    if (response->status == 304)
        return "a 304 is not stored itself, it freshens what is stored (RFC 9111 4.3.4)";
    if (request->control.no_store) return "the request says no-store (RFC 9111 5.2.1.5)";
    if (control->no_store && !control->must_understand)
        return "Cache-Control: no-store (RFC 9111 5.2.2.5)";
    if (strcmp(method, "POST") == 0 && !has_lifetime(response))
        return "an answer to POST without a lifetime of its own (RFC 9110 9.3.3)";
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0 && strcmp(method, "POST") != 0)
        return "its method is none whose answers are stored (RFC 9110 9.2.3)";
    if (!has_lifetime(response) && !control->is_public && !control->is_private &&
        !is_heuristic(response->status))
        return "its status needs a lifetime, public or private to be stored (RFC 9111 3)";
    return NULL;
}

static void text_add(char *text, size_t size, const char *more) {
    size_t used = strlen(text);
    (void)snprintf(text + used, size - used, "%s", more);
}

static void lifetime_add(const cache_response *response, char *text, size_t size) {
    const cache_control *control = &response->control;
    char more[320];
    if (control->has_s_maxage) {
        (void)snprintf(more, sizeof more,
                       ", fresh for %" PRIu64 " s in shared caches (s-maxage; RFC 9111 4.2.1)",
                       control->s_maxage);
        text_add(text, size, more);
    }
    if (control->has_max_age)
        (void)snprintf(more, sizeof more, ", fresh for %" PRIu64 " s (max-age; RFC 9111 4.2.1)",
                       control->max_age);
    else if (response->has_expires && value_begins((const uint8_t *)response->expires, 1, "0"))
        (void)snprintf(more, sizeof more, ", stale at once (Expires: %s; RFC 9111 5.3)",
                       response->expires);
    else if (response->has_expires)
        (void)snprintf(more, sizeof more, ", fresh until %s (Expires; RFC 9111 4.2.1)",
                       response->expires);
    else
        (void)snprintf(more, sizeof more, "%s",
                       control->has_s_maxage
                           ? ""
                           : ", no freshness given: heuristic or revalidate (RFC 9111 4.2.2)");
    text_add(text, size, more);
    if (control->no_cache)
        text_add(text, size, ", never used without asking again (no-cache; RFC 9111 5.2.2.4)");
    if (response->varies)
        text_add(text, size, ", and matches no later request (Vary: *; RFC 9111 4.1)");
    if (!response->validator)
        text_add(text, size, "; it names no validator to ask again with (RFC 9111 4.3.1)");
}

void cacheable_text(const cache_request *request, const cache_response *response, bool complete,
                    char *text, size_t size) {
    const cache_control *control = &response->control;
    const char *refusal = refusal_of(request, response);
    if (refusal != NULL) {
        (void)snprintf(text, size, "response %" PRIu64 ": no, %s", response->exchange, refusal);
        return;
    }
    bool shared_anyway = control->is_public || control->must_revalidate || control->has_s_maxage;
    (void)snprintf(text, size, "response %" PRIu64 " storable (RFC 9111 3)", response->exchange);
    if (control->is_private)
        text_add(text, size, " by private caches only (private; RFC 9111 5.2.2.7)");
    else if (request->authorization && !shared_anyway)
        text_add(text, size, " by private caches only (Authorization; RFC 9111 3.5)");
    lifetime_add(response, text, size);
    if (response->status == 206)
        text_add(text, size, ", as a part, by caches that know ranges (RFC 9111 3.3)");
    if (!complete) text_add(text, size, "; while it is incomplete, only as a part (RFC 9111 3.3)");
    text_add(text, size, "; decided by the head, not by the open connection");
}

/* Who sends a request: see sender.h. */
#include "sender.h"
#include "../hash.h"
#include "head_field.h"
#include <string.h>

#define SECRET 17 /* "=" and so many bytes that nobody guesses them */

static uint64_t bytes_add(uint64_t hash, const uint8_t *bytes, size_t n) {
    return (hash_bytes(hash, bytes, n) ^ n) *
           HASH_PRIME; /* where one value ends, and the next one begins */
}

static size_t index_of(const uint8_t *text, size_t n, char c) {
    const uint8_t *found = n > 0 ? memchr(text, c, n) : NULL;
    return found != NULL ? (size_t)(found - text) : n;
}

static uint64_t value_number(const message_head *request, head_name name) {
    size_t n;
    const uint8_t *value = head_bytes(request, name, &n);
    return n > 0 ? bytes_add(HASH_START, value, n) : 0;
}

/* ---- for whom a proxy asks ---- */

/* Some proxies write the port, too, which is another one for each connection. */
static size_t without_port(const uint8_t *host, size_t n) {
    size_t colon = index_of(host, n, ':');
    size_t bracket = index_of(host, n, ']'); /* of an IPv6 address */
    if (bracket < n) return bracket + 1;
    return colon < n && index_of(host + colon + 1, n - colon - 1, ':') == n - colon - 1 ? colon : n;
}

/* The client is the first one of a list; proxies on the way come and go. */
static uint64_t address_add(uint64_t hash, const message_head *request, head_name name) {
    size_t n;
    const uint8_t *value = head_bytes(request, name, &n);
    n = index_of(value, n, ',');
    for (size_t at = 0; name == HEAD_FORWARDED && at < n; at++) {
        if (!value_begins(value + at, n - at, "for=")) continue;
        value += at + 4;
        n = index_of(value, n - at - 4, ';');
        at = n;
    }
    if (n > 0 && value[0] == '"') {
        value++;
        n = index_of(value, n - 1, '"');
    }
    return bytes_add(hash, value, without_port(value, n));
}

/* ---- cookies ---- */

static sender_cookie cookie_of(const uint8_t *pair, size_t n) {
    while (n > 0 && pair[0] == ' ') {
        pair++;
        n--;
    }
    while (n > 0 && pair[n - 1] == ' ')
        n--;
    size_t name = index_of(pair, n, '=');
    return (sender_cookie){bytes_add(HASH_START, pair, name),
                           bytes_add(HASH_START, pair + name, n - name)};
}

static void cookies_take(sender *s, const message_head *request) {
    size_t n;
    const uint8_t *list = head_bytes(request, HEAD_COOKIE, &n);
    for (size_t at = 0; at < n; at++) {
        size_t length = index_of(list + at, n - at, ';');
        if (s->n_cookies == SENDER_COOKIES) {
            s->whole = false;
            return;
        }
        s->cookies[s->n_cookies++] = cookie_of(list + at, length);
        at += length;
    }
}

static bool cookie_named(const sender *s, uint64_t name) {
    for (unsigned i = 0; i < s->n_cookies; i++)
        if (s->cookies[i].name == name) return true;
    return false;
}

bool sender_says(const sender *s, const sender_cookie *cookie) {
    for (unsigned i = 0; i < s->n_cookies; i++)
        if (s->cookies[i].name == cookie->name && s->cookies[i].value == cookie->value) return true;
    return false;
}

bool sender_cookie_given(const message_head *response, sender_cookie *given, bool *secret) {
    size_t n, pair;
    const uint8_t *value = head_bytes(response, HEAD_SET_COOKIE, &n);
    if (n == 0 || response->values[HEAD_SET_COOKIE].cut) return false;
    pair = index_of(value, n, ';');
    *given = cookie_of(value, pair);
    *secret = pair >= index_of(value, pair, '=') + SECRET;
    return true;
}

/* ---- senders ---- */

sender sender_of(const message_head *request) {
    static const head_name told[] = {HEAD_USER_AGENT, HEAD_AUTHORIZATION, HEAD_COOKIE,
                                     HEAD_FORWARDED, HEAD_X_FORWARDED_FOR};
    sender s = {.whole = request->whole};
    size_t n;
    const uint8_t *agent = head_bytes(request, HEAD_USER_AGENT, &n);
    s.program = bytes_add(HASH_START, agent, n);
    s.program = address_add(s.program, request, HEAD_FORWARDED);
    s.program = address_add(s.program, request, HEAD_X_FORWARDED_FOR);
    s.program = address_add(s.program, request, HEAD_X_REAL_IP);
    s.login = value_number(request, HEAD_AUTHORIZATION);
    s.playback = value_number(request, HEAD_PLAYBACK);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        s.whole = s.whole && !request->values[told[i]].cut;
    cookies_take(&s, request);
    return s;
}

bool sender_same(const sender *a, const sender *b) {
    bool same = a->whole && b->whole && a->program == b->program && a->login == b->login &&
                a->playback == b->playback && a->n_cookies == b->n_cookies;
    for (unsigned i = 0; i < a->n_cookies && same; i++)
        same = sender_says(b, &a->cookies[i]);
    return same;
}

bool sender_sent_both(const message_head *a, const message_head *b) {
    sender first = sender_of(a), second = sender_of(b);
    return sender_same(&first, &second);
}

static bool may_agree(uint64_t a, uint64_t b) {
    return a == 0 || b == 0 || a == b;
}

bool sender_may_be(const sender *a, const sender *b, const sender_cookie *given) {
    bool may = a->program == b->program && may_agree(a->login, b->login) &&
               may_agree(a->playback, b->playback);
    bool renewed = given != NULL && sender_says(b, given);
    for (unsigned i = 0; i < a->n_cookies && may; i++)
        may = renewed || !cookie_named(b, a->cookies[i].name) || sender_says(b, &a->cookies[i]);
    return may;
}

uint64_t sender_number(const sender *s) {
    uint64_t number = s->program * 31 + s->login * 37 + s->playback * 41;
    for (unsigned i = 0; i < s->n_cookies; i++)
        number += (s->cookies[i].name ^ (s->cookies[i].value * HASH_PRIME)) | 1;
    return number;
}

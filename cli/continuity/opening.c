/* What a request says that opens a connection of a session: see opening.h. */
#include "opening.h"
#include "../http1/head_field.h"
#include "../http1/sender.h"
#include "message.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COOKIES 4096

void opening_take(opening *o, const conversation *c, const parley_event *head) {
    *o = (opening){.c = c, .head = head};
    size_t n =
        head->target.length < OPENING_TARGET ? (size_t)head->target.length : OPENING_TARGET - 1;
    n = conversation_bytes(c, head->side, head->target.offset, (uint8_t *)o->target, n);
    o->target[n] = 0;
    const char *authority = strstr(o->target, "://");
    if (authority != NULL && o->target[0] != '/') { /* the absolute form */
        const char *path = strchr(authority + 3, '/');
        memmove(o->target, path != NULL ? path : "/", path != NULL ? strlen(path) + 1 : 2);
    }
    o->n_path = strcspn(o->target, "?");
    n = head_field(c, head, "host", (uint8_t *)o->host, OPENING_HOST - 1);
    o->host[n] = 0;
}

const profile *opening_profile(const opening *o, const profile_list *profiles, bool event_stream) {
    size_t host = strlen(o->host);
    for (size_t i = 0; i < profiles->n; i++) {
        const profile *p = &profiles->items[i];
        if (p->event_stream == event_stream && pattern_fits(p->host, o->host, host) &&
            pattern_fits(p->path, o->target, o->n_path))
            return p;
    }
    return NULL;
}

/* "name=value" in a list with a separator. */
static bool pair_find(const char *list, const char *separators, const char *name, char *value,
                      size_t size) {
    size_t n = strlen(name);
    while (*list != 0) {
        list += strspn(list, separators);
        size_t length = strcspn(list, separators);
        if (length > n && memcmp(list, name, n) == 0 && list[n] == '=') {
            (void)snprintf(value, size, "%.*s", (int)(length - n - 1), list + n + 1);
            return true;
        }
        list += length;
    }
    return false;
}

/* Names of fields have no case. */
static void name_lower(char *to, size_t size, const char *name) {
    size_t n = 0;
    for (; name[n] != 0 && n + 1 < size; n++)
        to[n] = (char)tolower((unsigned char)name[n]);
    to[n] = 0;
}

bool opening_value(const opening *o, const value_place *where, char *value, size_t size) {
    char text[COOKIES], name[OPENING_VALUE];
    size_t n;
    switch (where->kind) {
    case PLACE_PATH:
        (void)snprintf(value, size, "%.*s", (int)o->n_path, o->target);
        return true;
    case PLACE_ALL:
        (void)snprintf(value, size, "all");
        return true;
    case PLACE_QUERY:
        return o->target[o->n_path] == '?' &&
               pair_find(o->target + o->n_path + 1, "&", where->name, value, size);
    case PLACE_COOKIE:
        n = head_field(o->c, o->head, "cookie", (uint8_t *)text, sizeof text - 1);
        text[n] = 0;
        return pair_find(text, "; ", where->name, value, size);
    case PLACE_HEADER:
        name_lower(name, sizeof name, where->name);
        n = head_field(o->c, o->head, name, (uint8_t *)text, sizeof text - 1);
        text[n] = 0;
        (void)snprintf(value, size, "%s", text);
        return n > 0;
    default: /* in messages */
        return false;
    }
}

uint64_t opening_sender(const opening *o, const profile *p) {
    message_head *request = o->head != NULL ? message_head_take(o->c, o->head) : NULL;
    if (request == NULL) return 0;
    sender from = sender_of(request);
    if (p->resume.kind == PLACE_COOKIE) from.n_cookies = 0; /* it changes with what came */
    free(request);
    return sender_number(&from);
}

/* The resume point, and what Engine.IO makes anew for each connection. */
static bool parameter_differs(const profile *p, const char *pair, size_t n) {
    size_t name = strcspn(pair, "&=");
    if (name > n) name = n;
#define IS(word) (name == strlen(word) && memcmp(pair, word, name) == 0)
    bool own = p->carrier == CARRIER_SOCKET_IO && (IS("sid") || IS("t"));
    return own || (p->resume.kind == PLACE_QUERY && IS(p->resume.name));
#undef IS
}

uint64_t opening_query(const opening *o, const profile *p) {
    uint64_t query = 0;
    for (const char *at = o->target + o->n_path; *at != 0;) {
        at += strspn(at, "?&");
        size_t n = strcspn(at, "&");
        if (n > 0 && !parameter_differs(p, at, n)) query = query * 31 + value_hash(at, n);
        at += n;
    }
    return query;
}

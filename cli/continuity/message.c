/* One message of an application, taken apart: see message.h. */
#include "message.h"
#include "../hash.h"
#include "carriers.h"
#include <string.h>

void message_field_add(message *m, const char *name, const char *text, size_t n) {
    if (m->n_fields < MESSAGE_FIELDS)
        m->fields[m->n_fields++] =
            (message_field){.name = name, .n_name = strlen(name), .text = text, .n = n};
}

const message_field *message_field_find(const message *m, const char *name) {
    size_t n = strlen(name);
    for (unsigned i = 0; i < m->n_fields; i++)
        if (m->fields[i].n_name == n && memcmp(m->fields[i].name, name, n) == 0)
            return &m->fields[i];
    return NULL;
}

/* Behind white space, or a byte order mark, that some put there. */
static bool begins_as_json(const message *m) {
    size_t at = m->n >= 3 && memcmp(m->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < m->n && strchr(" \t\r\n", m->text[at]) != NULL && m->text[at] != 0)
        at++;
    return at < m->n && (m->text[at] == '{' || m->text[at] == '[');
}

void message_parse(message *m) {
    m->unread = !json_text_read(&m->json, m->text, m->n) && begins_as_json(m);
}

/* What is counted is not cleared: there is much room for it. Member by member: to clear all of it
 * at once takes longer than the message. */
static void message_begin(message *m, const uint8_t *bytes, size_t n) {
    const message_field none = {NULL, NULL, 0, 0};
    m->sort = MESSAGE_DATA;
    m->unread = m->up_to = m->promises = m->elsewhere = m->resumed = m->anew = false;
    m->asks = m->acknowledges = m->subscribes = m->unsubscribes = none;
    m->subscription_id = m->asks_under = none;
    m->n_fields = 0;
    m->json.tree = NULL;
    m->json.n_nodes = 0;
    m->text = (const char *)bytes;
    m->n = n;
}

size_t message_take(message *m, const profile *p, parley_side side, const uint8_t *bytes,
                    size_t n) {
    size_t prefix = p->strip != NULL ? strlen(p->strip) : 0, before = 0;
    message_begin(m, bytes, n);
    if (prefix > 0 && n >= prefix && memcmp(bytes, p->strip, prefix) == 0) {
        m->text += prefix;
        m->n -= prefix;
        before = prefix;
    }
    switch (p->carrier) {
    case CARRIER_SOCKET_IO:
        socket_io_take(m);
        break;
    case CARRIER_GRAPHQL:
        graphql_take(m);
        break;
    case CARRIER_STOMP:
        return before + stomp_take(m);
    case CARRIER_MQTT:
        return before + mqtt_take(m, side);
    case CARRIER_PLAIN:
        message_parse(m);
        break;
    }
    return n;
}

void message_free(message *m) {
    json_text_free(&m->json);
}

/* ---- values ---- */

#define FEW_DIGITS 15 /* surely no number above the highest */
_Static_assert(PROFILE_HIGHEST >= UINT64_C(999999999999999), "so many digits are few");

uint64_t value_hash(const void *bytes, size_t n) {
    return hash_bytes(HASH_START, bytes, n);
}

void value_of_text(message_value *value, const char *text, size_t n) {
    value->text = text;
    value->n = n;
    value->number = 0;
    value->counts = n > 0;
    for (size_t i = 0; i < n && value->counts; i++) {
        uint64_t digit = (uint64_t)(text[i] - '0');
        value->counts = text[i] >= '0' && text[i] <= '9' &&
                        (n <= FEW_DIGITS || value->number <= (PROFILE_HIGHEST - digit) / 10);
        if (value->counts) value->number = value->number * 10 + digit;
    }
}

static bool value_of_json(message_value *value, json_value found) {
    size_t n = 0;
    const char *text;
    switch (json_sort_of(found)) {
    case JSON_IS_STRING:
        text = json_string_of(found, &n);
        value_of_text(value, text, n);
        return true;
    case JSON_IS_WHOLE:
        text = json_whole_of(found, value->digits, &n);
        value_of_text(value, text, n);
        return true;
    case JSON_IS_TRUE:
        value_of_text(value, "true", strlen("true"));
        return true;
    case JSON_IS_FALSE:
        value_of_text(value, "false", strlen("false"));
        return true;
    case JSON_NOTHING:
    case JSON_IS_NULL:
        return false;
    default: /* there is something, but no word and no whole number */
        value_of_text(value, "", 0);
        return true;
    }
}

/* Writes ~0 and ~1 out. Returns the step's length. */
static size_t step_write(char step[JSON_NAME], const char *from, size_t n) {
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        step[length++] = from[i];
        if (from[i] != '~') continue;
        i++;
        step[length - 1] = i < n && from[i] == '1' ? '/' : '~';
    }
    return length;
}

static json_value step_follow(json_value from, const char *name, size_t n) {
    const json_value nothing = {from.in, NULL, NULL};
    char step[JSON_NAME];
    message_value index;
    if (n >= JSON_NAME) return nothing;
    if (memchr(name, '~', n) != NULL) {
        n = step_write(step, name, n);
        name = step;
    }
    if (json_sort_of(from) != JSON_IS_ARRAY) return json_member(from, name, n);
    value_of_text(&index, name, n);
    return index.counts ? json_item(from, (size_t)index.number) : nothing;
}

static json_value pointer_follow(json_value from, const char *pointer) {
    while (*pointer != 0 && json_sort_of(from) != JSON_NOTHING) {
        size_t n = 0;
        for (pointer++; pointer[n] != 0 && pointer[n] != '/';)
            n++;
        from = step_follow(from, pointer, n);
        pointer += n;
    }
    return from;
}

static bool value_find(const message *m, const value_place *where, message_value *value) {
    const message_field *field;
    switch (where->kind) {
    case PLACE_POINTER:
        return value_of_json(value, pointer_follow(json_root(&m->json), where->name));
    case PLACE_WHOLE:
        value_of_text(value, m->text, m->n);
        return true;
    case PLACE_FIELD:
        field = message_field_find(m, where->name);
        if (field != NULL) value_of_text(value, field->text, field->n);
        return field != NULL;
    default: /* not in messages */
        return false;
    }
}

bool message_value_at(const message *m, const value_place *where, message_value *value) {
    if (m->sort == MESSAGE_BROKEN || !value_find(m, where, value)) return false;
    return where->value == NULL ||
           (value->n == strlen(where->value) && memcmp(value->text, where->value, value->n) == 0);
}

bool message_batches(const message *m, const value_place *where) {
    json_value list = json_root(&m->json);
    if (where->kind != PLACE_POINTER || json_sort_of(list) != JSON_IS_ARRAY) return false;
    for (size_t i = 0, n = json_count(list); i < n; i++)
        if (json_sort_of(pointer_follow(json_item(list, i), where->name)) != JSON_NOTHING)
            return true;
    return false;
}

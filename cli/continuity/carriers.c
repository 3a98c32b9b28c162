/* Carriers whose messages are text: socket.io, graphql-transport-ws, STOMP. See carriers.h. */
#include "carriers.h"
#include <string.h>

static message_field field_of(const char *text, size_t n) {
    return (message_field){.name = "", .text = text, .n = n};
}

static void text_skip(message *m, size_t n) {
    m->text += n;
    m->n -= n;
}

/* How many of the bytes are digits. */
static size_t digits_count(const message *m) {
    size_t n = 0;
    while (n < m->n && m->text[n] >= '0' && m->text[n] <= '9')
        n++;
    return n;
}

static void json_field(message *m, const char *name, json_value value) {
    size_t n;
    const char *text = json_string_of(value, &n);
    if (text != NULL) message_field_add(m, name, text, n);
}

/* ---- socket.io: a digit of Engine.IO, one of Socket.IO, attachments, namespace, number, JSON ----
 */

enum { ENGINE_MESSAGE = '4', ENGINE_UPGRADE };
enum {
    SOCKET_CONNECT = '0',
    SOCKET_EVENT = '2',
    SOCKET_ACK = '3',
    SOCKET_BINARY_EVENT = '5',
    SOCKET_BINARY_ACK = '6'
};

static void socket_io_names(message *m) {
    json_value list = json_root(&m->json);
    if (json_sort_of(list) != JSON_IS_ARRAY) return;
    size_t n = json_count(list);
    json_field(m, "event", json_item(list, 0));
    if (n > 1) json_field(m, "last", json_item(list, n - 1));
}

void socket_io_take(message *m) {
    if (m->n == 0 || m->text[0] < '0' || m->text[0] > '6') {
        m->sort = MESSAGE_BROKEN;
        return;
    }
    bool engine = m->text[0] != ENGINE_MESSAGE;
    m->elsewhere = m->text[0] == ENGINE_UPGRADE; /* by long polling */
    text_skip(m, 1);
    m->sort = MESSAGE_CONTROL;
    if (engine || m->n == 0) {
        message_parse(m); /* the first one tells sid */
        return;
    }
    char type = m->text[0];
    text_skip(m, 1);
    if (type == SOCKET_BINARY_EVENT || type == SOCKET_BINARY_ACK) {
        size_t attachments = digits_count(m);
        if (attachments < m->n && m->text[attachments] == '-') text_skip(m, attachments + 1);
    }
    if (m->n > 0 && m->text[0] == '/') {
        const char *comma = memchr(m->text, ',', m->n);
        size_t n = comma != NULL ? (size_t)(comma - m->text) : m->n;
        message_field_add(m, "namespace", m->text, n);
        text_skip(m, n + (comma != NULL));
    }
    size_t digits = digits_count(m);
    message_field number = field_of(m->text, digits);
    text_skip(m, digits);
    message_parse(m);
    bool event = type == SOCKET_EVENT || type == SOCKET_BINARY_EVENT;
    if (event) {
        m->sort = MESSAGE_DATA;
        socket_io_names(m);
    }
    if (digits == 0) return;
    if (event) m->asks = number;
    if (type == SOCKET_ACK || type == SOCKET_BINARY_ACK) m->acknowledges = number;
}

/* ---- graphql-transport-ws: JSON with type, id and payload ---- */

static bool type_is(const message_field *type, const char *name) {
    return type->n == strlen(name) && memcmp(type->text, name, type->n) == 0;
}

static message_field string_field(json_value value) {
    size_t n = 0;
    const char *text = json_string_of(value, &n);
    return field_of(text, n);
}

void graphql_take(message *m) {
    message_parse(m);
    json_value all = json_root(&m->json);
    message_field type = string_field(json_member(all, "type", strlen("type")));
    message_field id = string_field(json_member(all, "id", strlen("id")));
    message_field query = string_field(
        json_member(json_member(all, "payload", strlen("payload")), "query", strlen("query")));
    if (type.text == NULL) {
        m->sort = MESSAGE_BROKEN;
        return;
    }
    message_field_add(m, "type", type.text, type.n);
    if (id.text != NULL) message_field_add(m, "id", id.text, id.n);
    m->sort = type_is(&type, "next") ? MESSAGE_DATA : MESSAGE_CONTROL;
    if (id.text == NULL) return;
    if (type_is(&type, "subscribe") && query.text != NULL) {
        m->subscribes = query;
        m->subscription_id = id;
    }
    if (type_is(&type, "complete") || type_is(&type, "error"))
        m->unsubscribes = m->subscription_id = id;
}

/* ---- STOMP: a command, lines of name:value, an empty line, the body ---- */

static size_t line_length(const message *m) {
    const char *end = memchr(m->text, '\n', m->n);
    return end != NULL ? (size_t)(end - m->text) : m->n;
}

static size_t without_cr(const char *text, size_t n) {
    return n > 0 && text[n - 1] == '\r' ? n - 1 : n;
}

/* Of headers that stand there twice the first one counts. Returns false where the frame has no end
 * of its headers. */
static bool stomp_headers(message *m) {
    while (m->n > 0) {
        size_t whole = line_length(m), n = without_cr(m->text, whole);
        const char *line = m->text, *colon = memchr(line, ':', n);
        if (whole == m->n) return false;
        text_skip(m, whole + 1);
        if (n == 0) return true;
        if (colon == NULL) return false;
        if (m->n_fields == MESSAGE_FIELDS) continue;
        m->fields[m->n_fields++] = (message_field){.name = line,
                                                   .n_name = (size_t)(colon - line),
                                                   .text = colon + 1,
                                                   .n = n - (size_t)(colon + 1 - line)};
    }
    return false;
}

static void field_copy(const message *m, const char *name, message_field *to) {
    const message_field *from = message_field_find(m, name);
    if (from != NULL) *to = *from;
}

static void stomp_means(message *m, const message_field *command) {
#define IS(word) (command->n == strlen(word) && memcmp(command->text, word, command->n) == 0)
    m->sort = IS("MESSAGE") || IS("SEND") ? MESSAGE_DATA : MESSAGE_CONTROL;
    if (IS("MESSAGE")) {
        field_copy(m, "ack", &m->asks);
        field_copy(m, "subscription", &m->asks_under);
    } else if (!IS("RECEIPT")) {
        field_copy(m, "receipt", &m->asks);
    }
    if (IS("RECEIPT")) field_copy(m, "receipt-id", &m->acknowledges);
    if (IS("ACK") || IS("NACK")) {
        field_copy(m, "id", &m->acknowledges);
        m->up_to = true; /* so it is with ack:client, and which of the two it is stands elsewhere */
    }
    if (IS("SUBSCRIBE")) {
        const message_field *ack = message_field_find(m, "ack");
        m->promises =
            ack != NULL && (ack->n != strlen("auto") || memcmp(ack->text, "auto", ack->n) != 0);
        field_copy(m, "destination", &m->subscribes);
        field_copy(m, "id", &m->subscription_id);
    }
    if (IS("UNSUBSCRIBE")) {
        field_copy(m, "id", &m->unsubscribes);
        field_copy(m, "id", &m->subscription_id);
    }
#undef IS
}

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

/* The body ends with a zero byte; where its length is told, it may hold others. Takes what line
 * ends follow, and returns where. */
static const char *stomp_body(message *m) {
    const char *all = m->text + m->n;
    const message_field *told = message_field_find(m, "content-length");
    message_value length = {.counts = false};
    if (told != NULL) value_of_text(&length, told->text, told->n);
    size_t skip = length.counts && length.number < m->n ? (size_t)length.number : 0;
    const char *end = m->n > 0 ? memchr(m->text + skip, 0, m->n - skip) : NULL;
    if (end == NULL) return all;
    m->n = (size_t)(end - m->text);
    for (end++; end < all && is_line_end(*end);)
        end++;
    return end;
}

size_t stomp_take(message *m) {
    const char *from = m->text;
    size_t all = m->n;
    while (m->n > 0 && is_line_end(m->text[0]))
        text_skip(m, 1);
    if (m->n == 0) { /* a heartbeat */
        m->sort = MESSAGE_CONTROL;
        return all;
    }
    size_t n = line_length(m);
    const message_field command = {.name = "command",
                                   .n_name = strlen("command"),
                                   .text = m->text,
                                   .n = without_cr(m->text, n)};
    m->fields[m->n_fields++] = command;
    text_skip(m, n < m->n ? n + 1 : n);
    if (!stomp_headers(m)) {
        m->sort = MESSAGE_BROKEN;
        return all;
    }
    stomp_means(m, &command);
    const char *end = stomp_body(m);
    message_parse(m);
    return (size_t)(end - from);
}

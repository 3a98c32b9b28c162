/* What is said in the head of a message: see message_head.h. */
#include "message_head.h"
#include "../hash.h"
#include "../memory.h"
#include "head_field.h"
#include <string.h>

#define HEAD_BYTES (16u << 10)

static const struct {
    const char *name;
    uint8_t length;
    head_name value;
} fields[] = {{"host", 4, HEAD_HOST},
              {"accept", 6, HEAD_ACCEPT},
              {"accept-encoding", 15, HEAD_ACCEPT_ENCODING},
              {"last-event-id", 13, HEAD_LAST_EVENT_ID},
              {"range", 5, HEAD_RANGE},
              {"user-agent", 10, HEAD_USER_AGENT},
              {"cookie", 6, HEAD_COOKIE},
              {"authorization", 13, HEAD_AUTHORIZATION},
              {"forwarded", 9, HEAD_FORWARDED},
              {"x-forwarded-for", 15, HEAD_X_FORWARDED_FOR},
              {"x-real-ip", 9, HEAD_X_REAL_IP},
              {"x-playback-session-id", 21, HEAD_PLAYBACK},
              {"sec-fetch-mode", 14, HEAD_SEC_FETCH_MODE},
              {"content-type", 12, HEAD_CONTENT_TYPE},
              {"content-encoding", 16, HEAD_CONTENT_ENCODING},
              {"content-range", 13, HEAD_CONTENT_RANGE},
              {"age", 3, HEAD_AGE},
              {"date", 4, HEAD_DATE},
              {"location", 8, HEAD_LOCATION},
              {"set-cookie", 10, HEAD_SET_COOKIE}};
#define N_FIELDS (sizeof fields / sizeof fields[0])

/* A value found: where it lies in the head. */
typedef struct found_value {
    size_t from, n;
    bool there;
} found_value;

static bool is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* Returns whether the field has a name here. */
static bool line_look(const uint8_t *head, size_t from, size_t to, found_value *found) {
    const uint8_t *colon = memchr(head + from, ':', to - from);
    size_t length = colon != NULL ? (size_t)(colon - head) - from : 0;
    bool known = false;
    for (size_t i = 0; i < N_FIELDS; i++) {
        if (fields[i].length != length || !value_begins(head + from, length, fields[i].name))
            continue;
        known = true;
        if (found[fields[i].value].there) continue;
        size_t first = from + length + 1, last = to;
        while (first < last && is_blank(head[first]))
            first++;
        while (last > first && is_blank(head[last - 1]))
            last--;
        found[fields[i].value] = (found_value){first, last - first, true};
    }
    return known;
}

/* Returns the number that is made of the other fields. */
static uint64_t lines_look(const uint8_t *head, size_t n, found_value *found) {
    uint64_t others = HASH_START;
    const uint8_t *lf = n > 0 ? memchr(head, '\n', n) : NULL;
    while (lf != NULL) {
        size_t from = (size_t)(lf - head) + 1;
        lf = memchr(head + from, '\n', n - from);
        size_t to = lf != NULL ? (size_t)(lf - head) : n;
        if (!line_look(head, from, to, found)) others = hash_bytes(others, head + from, to - from);
    }
    return others;
}

static void span_look(const parley_event *event, parley_span span, size_t n, found_value *value) {
    uint64_t from = span.offset - event->span.offset;
    if (span.length == 0 || span.offset < event->span.offset || from + span.length > n) return;
    *value = (found_value){(size_t)from, (size_t)span.length, true};
}

static message_head *head_make(const parley_event *event, const uint8_t *bytes,
                               const found_value *found) {
    size_t size = 0;
    for (size_t i = 0; i < HEAD_NAMES; i++)
        size += found[i].n < HEAD_VALUE_BYTES ? found[i].n : HEAD_VALUE_BYTES;
    message_head *head = memory_new(sizeof *head + size);
    if (head == NULL) return NULL;
    size_t used = 0;
    for (size_t i = 0; i < HEAD_NAMES; i++) {
        head_value *value = &head->values[i];
        size_t n = found[i].n < HEAD_VALUE_BYTES ? found[i].n : HEAD_VALUE_BYTES;
        value->offset = event->span.offset + found[i].from;
        value->at = (uint16_t)used;
        value->n = (uint16_t)n;
        value->there = found[i].there;
        value->cut = n < found[i].n;
        if (n > 0) memcpy(head->bytes + used, bytes + found[i].from, n);
        used += n;
    }
    return head;
}

message_head *message_head_take(const conversation *c, const parley_event *event) {
    uint8_t copy[HEAD_BYTES];
    const uint8_t *bytes = copy;
    const lane *l = &c->lanes[event->side];
    uint64_t offset = event->span.offset, length = event->span.length;
    size_t n = length < sizeof copy ? (size_t)length : sizeof copy;
    if (c->piece != NULL && c->piece->side == event->side && c->piece->kind == PARLEY_BYTES &&
        offset >= l->length && offset - l->length + n <= c->piece->length)
        bytes = c->piece->bytes + (offset - l->length);
    else
        n = conversation_bytes(c, event->side, offset, copy, n);
    found_value found[HEAD_NAMES] = {{0, 0, false}};
    span_look(event, event->method, n, &found[HEAD_METHOD]);
    span_look(event, event->target, n, &found[HEAD_TARGET]);
    uint64_t others = lines_look(bytes, n, found);
    message_head *head = head_make(event, bytes, found);
    if (head == NULL) return NULL;
    head->others = others;
    head->side = event->side;
    head->exchange = event->exchange;
    head->time = event->time;
    head->frame = event->frame;
    head->span = event->span;
    head->status = event->status;
    head->whole = n == length;
    return head;
}

message_head *message_head_copy(const message_head *head) {
    const head_value *last = &head->values[HEAD_NAMES - 1];
    size_t size = sizeof *head + last->at + last->n;
    message_head *copy = memory_new(size);
    if (copy == NULL) return NULL;
    memcpy(copy, head, size);
    copy->next = NULL;
    return copy;
}

const uint8_t *head_bytes(const message_head *head, head_name name, size_t *n) {
    *n = head->values[name].n;
    return head->bytes + head->values[name].at;
}

bool head_method_is(const message_head *request, const char *method) {
    size_t n;
    const uint8_t *value = head_bytes(request, HEAD_METHOD, &n);
    return n == strlen(method) && memcmp(value, method, n) == 0;
}

bool head_says(const message_head *head, head_name name, const char *word) {
    size_t n, length = strlen(word);
    const uint8_t *value = head_bytes(head, name, &n);
    return value_begins(value, n, word) &&
           (n == length || value[length] == ';' || value[length] == ',' || is_blank(value[length]));
}

bool heads_agree(const message_head *a, const message_head *b, head_name name) {
    size_t n, m;
    const uint8_t *left = head_bytes(a, name, &n), *right = head_bytes(b, name, &m);
    return a->values[name].there == b->values[name].there && n == m && memcmp(left, right, n) == 0;
}

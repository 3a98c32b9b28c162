/* Fuzzes cli/continuity/message and its carriers: any bytes at all are messages, and whatever a
 * profile asks of them lies within them or within their JSON.
 *
 * The first byte chooses the carrier, the second the side; up to a line feed a JSON Pointer
 * follows, then messages. */
#include "../../cli/continuity/message.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads every byte, so that a sanitizer sees whose they are. */
static unsigned bytes_sum(const char *text, size_t n) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (uint8_t)text[i];
    return sum;
}

static unsigned field_sum(const message_field *field) {
    return field->text != NULL ? bytes_sum(field->text, field->n) : 0;
}

static unsigned message_sum(const message *m, const value_place *places, size_t n) {
    unsigned sum = bytes_sum(m->text, m->n) + field_sum(&m->asks) + field_sum(&m->acknowledges) +
                   field_sum(&m->subscribes) + field_sum(&m->unsubscribes) +
                   field_sum(&m->subscription_id);
    for (unsigned i = 0; i < m->n_fields; i++)
        sum += field_sum(&m->fields[i]);
    for (size_t i = 0; i < n; i++) {
        message_value value;
        if (!message_value_at(m, &places[i], &value)) continue;
        if (value.counts && (value.n == 0 || value.number > PROFILE_HIGHEST)) abort();
        sum += bytes_sum(value.text, value.n);
    }
    return sum;
}

/* What the quick way read is what jansson reads. */
static void ways_compare(const message *m, const value_place *where) {
    static message slow;
    message_value a, b;
    if (m->json.n_nodes == 0) return;
    slow = *m;
    if (!json_tree_read(&slow.json, m->text, m->n)) abort();
    bool there = message_value_at(m, where, &a);
    if (there != message_value_at(&slow, where, &b)) abort();
    if (there && (a.n != b.n || a.counts != b.counts || memcmp(a.text, b.text, a.n) != 0)) abort();
    message_free(&slow);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char pointer[256];
    if (size < 2) return 0;
    const uint8_t *end = memchr(data + 2, '\n', size - 2);
    size_t n = end != NULL ? (size_t)(end - data - 2) : 0, from = end != NULL ? n + 3 : 2;
    if (n >= sizeof pointer) return 0;
    memcpy(pointer, data + 2, n);
    pointer[n] = 0;
    const profile p = {.carrier = (carrier)(data[0] % (CARRIER_MQTT + 1)),
                       .strip = (data[0] & 0x80) != 0 ? "42" : NULL};
    const value_place places[] = {
        {PLACE_POINTER, pointer_fault(pointer) == NULL ? pointer : "/0", NULL},
        {PLACE_WHOLE, "", NULL},
        {PLACE_FIELD, "id", NULL},
        {PLACE_FIELD, "topic", NULL}};
    unsigned sum = 0;
    for (size_t at = from; at < size;) {
        /* in memory of its own, for a byte beyond its end to be seen */
        size_t left = size - at;
        uint8_t *copy = malloc(left);
        if (copy == NULL) abort();
        memcpy(copy, data + at, left);
        message m;
        size_t taken =
            message_take(&m, &p, (data[1] & 1) != 0 ? PARLEY_SERVER : PARLEY_CLIENT, copy, left);
        if (taken == 0 || taken > left) abort();
        sum += message_sum(&m, places, sizeof places / sizeof places[0]);
        ways_compare(&m, &places[0]);
        message_free(&m);
        free(copy);
        at += taken;
    }
    static volatile unsigned all; /* so that nothing of it is left out */
    all = sum;
    return (int)(all & 0);
}

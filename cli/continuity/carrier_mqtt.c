/* MQTT 3.1.1 and 5 in binary messages: packets one behind the other. See carriers.h.
 *
 * A message that does not hold whole packets is broken. Properties of MQTT 5 are passed over where
 * the packet says that it is of version 5; what the version is, only CONNECT tells, so payloads are
 * looked for behind both. */
#include "carriers.h"
#include <string.h>

enum {
    CONNECT = 1,
    CONNACK,
    PUBLISH,
    PUBACK,
    PUBREC,
    PUBREL,
    PUBCOMP,
    SUBSCRIBE,
    SUBACK,
    UNSUBSCRIBE
};

/* What is left of a packet. */
typedef struct rest {
    const uint8_t *bytes;
    size_t n;
    bool short_of; /* something that should be there is not */
} rest;

static const uint8_t *rest_take(rest *r, size_t n) {
    const uint8_t *bytes = r->bytes;
    if (n > r->n) {
        r->short_of = true;
        return NULL;
    }
    r->bytes += n;
    r->n -= n;
    return bytes;
}

static unsigned number_take(rest *r) {
    const uint8_t *bytes = rest_take(r, 2);
    return bytes != NULL ? (unsigned)bytes[0] << 8 | bytes[1] : 0;
}

static message_field text_take(rest *r) {
    size_t n = number_take(r);
    const uint8_t *bytes = rest_take(r, n);
    return (message_field){.name = "", .text = (const char *)bytes, .n = bytes != NULL ? n : 0};
}

/* The packet identifier, as the two bytes that it is. */
static message_field identifier_take(rest *r) {
    const uint8_t *bytes = rest_take(r, 2);
    return (message_field){.name = "", .text = (const char *)bytes, .n = bytes != NULL ? 2 : 0};
}

static void connect_take(message *m, rest *r) {
    (void)text_take(r);
    const uint8_t *version = rest_take(r, 1);
    (void)rest_take(r, 1 + 2); /* flags, keep alive */
    if (version != NULL && *version == 5) {
        const uint8_t *length = rest_take(r, 1);
        if (length == NULL || *length > 127) return; /* longer properties are not read */
        (void)rest_take(r, *length);
    }
    message_field client = text_take(r);
    if (!r->short_of) message_field_add(m, "client-id", client.text, client.n);
}

static void connack_take(message *m, rest *r) {
    const uint8_t *answer = rest_take(r, 2);
    if (answer == NULL || answer[1] != 0) return;
    m->resumed = (answer[0] & 1) != 0;
    m->anew = !m->resumed;
}

/* A number of one to four bytes, seven bits in each. */
static size_t length_take(rest *r) {
    size_t length = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
        const uint8_t *byte = rest_take(r, 1);
        if (byte == NULL) return 0;
        length |= (size_t)(*byte & 0x7f) << shift;
        if ((*byte & 0x80) == 0) return length;
    }
    r->short_of = true;
    return 0;
}

/* One property that PUBLISH may have (MQTT 5, 3.3.2.3). */
static void property_take(rest *r) {
    const uint8_t *name = rest_take(r, 1);
    switch (name != NULL ? *name : 0) {
    case 0x01: /* format of the payload */
        (void)rest_take(r, 1);
        break;
    case 0x23: /* alias of the topic */
        (void)rest_take(r, 2);
        break;
    case 0x02: /* when it expires */
        (void)rest_take(r, 4);
        break;
    case 0x0b: /* subscription */
        (void)length_take(r);
        break;
    case 0x26: /* name and value of a user */
        (void)text_take(r);
        (void)text_take(r);
        break;
    case 0x03: /* type, topic of the answer, what it belongs to */
    case 0x08:
    case 0x09:
        (void)text_take(r);
        break;
    default:
        r->short_of = true;
    }
}

/* A packet of MQTT 5 has properties before its payload: what reads as such to the end of their
 * length. No JSON does. */
static void payload_take(message *m, rest *r) {
    rest whole = *r;
    size_t length = length_take(&whole);
    rest properties = {.bytes = whole.bytes, .n = length, .short_of = length > whole.n};
    while (!whole.short_of && !properties.short_of && properties.n > 0)
        property_take(&properties);
    if (!whole.short_of && !properties.short_of) {
        *r = whole;
        (void)rest_take(r, length);
    }
    m->text = (const char *)r->bytes;
    m->n = r->n;
}

static void publish_take(message *m, rest *r, unsigned quality) {
    message_field topic = text_take(r);
    if (r->short_of) return;
    message_field_add(m, "topic", topic.text, topic.n);
    m->sort = MESSAGE_DATA;
    if (quality > 0) m->asks = identifier_take(r);
    if (!r->short_of) payload_take(m, r);
}

/* The first of the filters; packets with several are rare, and the others are not looked at. */
static void subscribe_take(message *m, rest *r, bool begins) {
    (void)identifier_take(r);
    if (r->n > 0 && r->bytes[0] != 0) return; /* of version 5 with properties */
    if (r->n > 2 && r->bytes[0] == 0 && r->bytes[1] == 0 && r->bytes[2] != 0) (void)rest_take(r, 1);
    message_field filter = text_take(r);
    if (r->short_of) return;
    if (begins) m->subscribes = filter;
    if (!begins) m->unsubscribes = filter;
}

static void packet_read(message *m, parley_side side, unsigned first, rest *r) {
    message_field identifier;
    m->sort = MESSAGE_CONTROL;
    m->text = (const char *)r->bytes;
    m->n = r->n;
    switch (first >> 4) {
    case CONNECT:
        connect_take(m, r);
        break;
    case CONNACK:
        connack_take(m, r);
        break;
    case PUBLISH:
        publish_take(m, r, first >> 1 & 3);
        break;
    case PUBACK:
    case PUBREC:
        identifier = identifier_take(r);
        if (!r->short_of) m->acknowledges = identifier;
        break;
    case SUBSCRIBE:
    case UNSUBSCRIBE:
        if (side == PARLEY_CLIENT) subscribe_take(m, r, first >> 4 == SUBSCRIBE);
        break;
    default:
        break;
    }
}

size_t mqtt_take(message *m, parley_side side) {
    const uint8_t *bytes = (const uint8_t *)m->text;
    size_t all = m->n, at = 1, length = 0;
    unsigned shift = 0;
    bool more = true;
    for (; more && at < all && shift < 28; at++, shift += 7) {
        length |= (size_t)(bytes[at] & 0x7f) << shift;
        more = (bytes[at] & 0x80) != 0;
    }
    if (more || length > all - at) {
        m->sort = MESSAGE_BROKEN;
        return all;
    }
    rest r = {.bytes = bytes + at, .n = length};
    packet_read(m, side, bytes[0], &r);
    if (r.short_of) m->sort = MESSAGE_BROKEN;
    if (m->sort == MESSAGE_DATA) message_parse(m);
    return at + length;
}

/* Messages taken apart: values behind JSON Pointers, and what each carrier says. */
#include "../../cli/continuity/message.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

static message taken(const profile *p, parley_side side, const void *bytes, size_t n) {
    message m;
    assert_in_range(message_take(&m, p, side, bytes, n), n > 0, n);
    return m;
}

/* What stands at a pointer: its text, or NULL. counts: it is such a number. */
static void value_is(const char *json, const char *pointer, const char *text, bool counts) {
    const profile p = {.name = "a"};
    const value_place where = {.kind = PLACE_POINTER, .name = pointer};
    message m = taken(&p, PARLEY_SERVER, json, strlen(json));
    message_value value;
    bool there = message_value_at(&m, &where, &value);
    if (there != (text != NULL)) fail_msg("%s in %s: there %d", pointer, json, there);
    if (text != NULL) {
        assert_int_equal(value.n, strlen(text));
        assert_memory_equal(value.text, text, value.n);
        assert_int_equal(value.counts, counts);
    }
    message_free(&m);
}

static void values_are_found(void **state) {
    (void)state;
    value_is("{\"seq\":8}", "/seq", "8", true);
    value_is("{\"seq\":\"0008\"}", "/seq", "0008", true);
    value_is("{\"a\":[{\"b\":7}]}", "/a/0/b", "7", true);
    value_is("{\"a/b\":1,\"~\":2}", "/a~1b", "1", true);
    value_is("{\"a/b\":1,\"~\":2}", "/~0", "2", true);
    value_is("{\"seq\":9223372036854775807}", "/seq", "9223372036854775807", true);
    value_is("{\"seq\":-1}", "/seq", "-1", false);
    value_is("{\"seq\":1.5}", "/seq", "", false);
    value_is("{\"seq\":\"9223372036854775808\"}", "/seq", "9223372036854775808", false);
    value_is("{\"seq\":true}", "/seq", "true", false);
    value_is("{\"seq\":{}}", "/seq", "", false);
    value_is("{\"seq\":null}", "/seq", NULL, false);
    value_is("{\"seq\":1}", "/seq/more", NULL, false);
    value_is("[1]", "/1", NULL, false);
    value_is("[1]", "/x", NULL, false);
    value_is("heartbeat", "/seq", NULL, false);
}

static void what_may_be_json_but_cannot_be_read_is_not_passed_over(void **state) {
    static const char large[] = "{\"seq\":99999999999999999999}",
                      cut[] = "{\"seq\":", word[] = "ping";
    const profile p = {.name = "a"};
    (void)state;
    message m = taken(&p, PARLEY_SERVER, large, strlen(large));
    assert_true(m.unread);
    message_free(&m);
    m = taken(&p, PARLEY_SERVER, cut, strlen(cut));
    assert_true(m.unread);
    message_free(&m);
    m = taken(&p, PARLEY_SERVER, word, strlen(word));
    assert_false(m.unread);
    message_free(&m);
}

static void field_is(const message *m, const char *name, const char *text) {
    const message_field *field = message_field_find(m, name);
    if (field == NULL) fail_msg("no field %s", name);
    if (field == NULL) return;
    assert_int_equal(field->n, strlen(text));
    assert_memory_equal(field->text, text, field->n);
}

static void text_is(const message_field *field, const char *text) {
    assert_int_equal(field->n, strlen(text));
    assert_memory_equal(field->text, text, field->n);
}

static void socket_io_is_taken_off(void **state) {
    static const char event[] = "42/chat,17[\"say\",{\"n\":3},\"o9\"]", answer[] = "43/chat,17[]";
    const profile p = {.name = "a", .carrier = CARRIER_SOCKET_IO};
    (void)state;
    message m = taken(&p, PARLEY_SERVER, event, strlen(event));
    assert_int_equal(m.sort, MESSAGE_DATA);
    field_is(&m, "namespace", "/chat");
    field_is(&m, "event", "say");
    field_is(&m, "last", "o9");
    text_is(&m.asks, "17");
    message_free(&m);
    m = taken(&p, PARLEY_CLIENT, answer, strlen(answer));
    assert_int_equal(m.sort, MESSAGE_CONTROL);
    text_is(&m.acknowledges, "17");
    message_free(&m);
    m = taken(&p, PARLEY_CLIENT, "2", 1);
    assert_int_equal(m.sort, MESSAGE_CONTROL);
    assert_false(m.elsewhere);
    message_free(&m);
    m = taken(&p, PARLEY_CLIENT, "5", 1);
    assert_int_equal(m.sort, MESSAGE_CONTROL);
    assert_true(m.elsewhere);
    message_free(&m);
    m = taken(&p, PARLEY_CLIENT, "hello", 5);
    assert_int_equal(m.sort, MESSAGE_BROKEN);
    message_free(&m);
}

static void stomp_is_taken_off(void **state) {
    static const char told[] = "MESSAGE\r\ndestination:/q\nack:7\n\n{\"n\":1}\0\n";
    static const char asked[] = "SUBSCRIBE\nid:0\ndestination:/q\n\n";
    const profile p = {.name = "a", .carrier = CARRIER_STOMP};
    (void)state;
    message m = taken(&p, PARLEY_SERVER, told, sizeof told - 1);
    assert_int_equal(m.sort, MESSAGE_DATA);
    field_is(&m, "command", "MESSAGE");
    field_is(&m, "destination", "/q");
    text_is(&m.asks, "7");
    assert_int_not_equal(json_sort_of(json_root(&m.json)), JSON_NOTHING);
    message_free(&m);
    m = taken(&p, PARLEY_CLIENT, asked, sizeof asked);
    text_is(&m.subscribes, "/q");
    text_is(&m.subscription_id, "0");
    message_free(&m);
    m = taken(&p, PARLEY_CLIENT, "SEND\nid", 7);
    assert_int_equal(m.sort, MESSAGE_BROKEN);
    message_free(&m);
}

static void frames_of_stomp_follow_each_other(void **state) {
    static const char frames[] = "MESSAGE\nn:1\n\n{}\0\nMESSAGE\ncontent-length:3\n\n\"\0\"\0\r\n"
                                 "MESSAGE\ncontent-length:999\n\n[]\0";
    const profile p = {.name = "a", .carrier = CARRIER_STOMP};
    const size_t lengths[] = {17, 32, 31}, texts[] = {2, 3, 2};
    size_t at = 0;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        message m;
        size_t took = message_take(&m, &p, PARLEY_SERVER, (const uint8_t *)frames + at,
                                   sizeof frames - 1 - at);
        assert_int_equal(took, lengths[i]);
        assert_int_equal(m.sort, MESSAGE_DATA);
        assert_int_equal(m.n, texts[i]);
        message_free(&m);
        at += took;
    }
    assert_int_equal(at, sizeof frames - 1);
}

/* A packet of PUBLISH without an identifier, its topic t: what stands before its JSON. */
static void payload_is(const char *before, size_t n, bool read) {
    static const char json[] = "{\"n\":1}";
    const profile p = {.name = "a", .carrier = CARRIER_MQTT};
    uint8_t packet[256] = {0x30, 0, 0, 1, 't'};
    size_t length = 3 + n + sizeof json - 1;
    assert_in_range(length, 1, 127);
    packet[1] = (uint8_t)length;
    memcpy(packet + 5, before, n);
    memcpy(packet + 5 + n, json, sizeof json - 1);
    message m = taken(&p, PARLEY_SERVER, packet, 2 + length);
    assert_int_equal(m.sort, MESSAGE_DATA);
    assert_int_equal(json_sort_of(json_root(&m.json)) != JSON_NOTHING, read);
    message_free(&m);
}

static void properties_of_mqtt_are_passed_over(void **state) {
    static const char user[] = "\x28\x26\0\x03key\0\x20"
                               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                      several[] = "\x12\x01\x01\x02\0\0\0\x3c\x0b\x81\x01\x23\0\x05\x03\0\x02te";
    (void)state;
    payload_is("", 0, true);
    payload_is("\0", 1, true);
    payload_is("\n", 1, true);
    payload_is(" \t\r\n", 4, true);
    payload_is(user, sizeof user - 1, true);
    payload_is(several, sizeof several - 1, true);
    payload_is("\x02\x7f\x01", 3, false); /* no property of PUBLISH */
    payload_is("\xff\xff\xff\xff\x01", 5, false);
}

static void packets_of_mqtt_follow_each_other(void **state) {
    static const uint8_t packets[] = {0x40, 2,   0,   5,   0x32, 9,    0, 1,    't', 0,
                                      6,    '1', '2', '3', '4',  0xe0, 0, 0x30, 5};
    const profile p = {.name = "a", .carrier = CARRIER_MQTT};
    size_t at = 0;
    message m;
    (void)state;
    at += message_take(&m, &p, PARLEY_CLIENT, packets, sizeof packets);
    assert_int_equal(at, 4);
    assert_int_equal(m.acknowledges.n, 2);
    message_free(&m);
    at += message_take(&m, &p, PARLEY_CLIENT, packets + at, sizeof packets - at);
    assert_int_equal(at, 15);
    assert_int_equal(m.sort, MESSAGE_DATA);
    field_is(&m, "topic", "t");
    assert_int_equal(m.asks.n, 2);
    assert_int_equal(m.n, 4);
    message_free(&m);
    at += message_take(&m, &p, PARLEY_CLIENT, packets + at, sizeof packets - at);
    assert_int_equal(at, 17);
    message_free(&m);
    at += message_take(&m, &p, PARLEY_CLIENT, packets + at, sizeof packets - at);
    assert_int_equal(at, sizeof packets);
    assert_int_equal(m.sort, MESSAGE_BROKEN);
    message_free(&m);
}

/* Whatever comes, no carrier reads beyond it, and each takes at least a byte. */
static void no_carrier_trusts_what_comes(void **state) {
    static const char alphabet[] = "0123456/,-[]{}\":\n\r\0\x30\x32\x82\x20\x40\xff MESSAGEack:id";
    uint32_t seed = 7;
    (void)state;
    for (unsigned run = 0; run < 20000; run++) {
        const profile p = {.name = "a", .carrier = (carrier)(run % 5)};
        size_t n = run % 37, at = 0;
        uint8_t *bytes = malloc(n > 0 ? n : 1); /* of its own, so that a byte too many is seen */
        assert_non_null(bytes);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (uint8_t)alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        while (at < n) {
            message m;
            size_t took = message_take(&m, &p, (parley_side)(run & 1), bytes + at, n - at);
            assert_in_range(took, 1, n - at);
            message_free(&m);
            at += took;
        }
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found),
        cmocka_unit_test(what_may_be_json_but_cannot_be_read_is_not_passed_over),
        cmocka_unit_test(socket_io_is_taken_off),
        cmocka_unit_test(stomp_is_taken_off),
        cmocka_unit_test(frames_of_stomp_follow_each_other),
        cmocka_unit_test(properties_of_mqtt_are_passed_over),
        cmocka_unit_test(packets_of_mqtt_follow_each_other),
        cmocka_unit_test(no_carrier_trusts_what_comes),
    };
    return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}

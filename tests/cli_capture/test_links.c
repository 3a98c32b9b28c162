/* From the link layer to TCP: every link type, tags, options, extension headers, padding and
 * fragments lead to the same bytes. */
#include "../../cli/capture/fragments.h"
#include "../support/cmocka_all.h"
#include "packets.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>

static void add_talk(made_capture *m) {
    made_handshake(m);
    made_segment(m, CLIENT, 1001, 5001, ACK, "question", 8);
    made_segment(m, SERVER, 5001, 1009, ACK, "answer", 6);
}

static void assert_talk(made_capture *m) {
    told *t = told_read(made_save(m, PCAPNG_LE), NULL);
    assert_string_equal(t->error, "");
    assert_int_equal(t->n, 1);
    told_text(t, 0, PARLEY_CLIENT, "question");
    told_text(t, 0, PARLEY_SERVER, "answer");
    assert_int_equal(t->errors, 0);
    assert_false(told_has(t, "tcp-gap"));
    told_free(t);
    made_free(m);
}

static void every_link_type_leads_to_tcp(void **state) {
    (void)state;
    static const uint32_t links[] = {1, 0, 108, 101, 12, 14, 113, 276, 228, 229};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        for (int family = 4; family <= 6; family += 2) {
            made_capture m = made_start();
            m.link = links[i];
            m.family = family;
            add_talk(&m);
            assert_talk(&m);
        }
}

/* Puts bytes into every packet at a place. */
static void insert(made_capture *m, size_t at, const void *bytes, size_t n) {
    for (size_t i = 0; i < m->n; i++) {
        made_packet *p = &m->packets[i];
        p->bytes = realloc(p->bytes, p->captured + n);
        assert_non_null(p->bytes);
        memmove(p->bytes + at + n, p->bytes + at, p->captured - at);
        memcpy(p->bytes + at, bytes, n);
        p->captured += (uint32_t)n;
        p->length += (uint32_t)n;
    }
}

static void add_length(made_capture *m, size_t at, unsigned n) {
    for (size_t i = 0; i < m->n; i++) {
        uint8_t *length = m->packets[i].bytes + at;
        unsigned sum = length[0] * 256u + length[1] + n;
        length[0] = (uint8_t)(sum >> 8);
        length[1] = (uint8_t)sum;
    }
}

static void vlan_tags_are_skipped(void **state) {
    (void)state;
    static const uint8_t tags[3][4] = {{0x81, 0, 0, 5}, {0x88, 0xa8, 0, 7}, {0x91, 0, 0, 9}};
    made_capture m = made_start();
    add_talk(&m);
    for (size_t i = 0; i < 3; i++)
        insert(&m, 12, tags[i], 4);
    assert_talk(&m);
    m = made_start();
    m.link = 276;
    add_talk(&m);
    insert(&m, 20, tags[0] + 2, 2); /* the tag's number, and the type that was in front */
    insert(&m, 22, (const uint8_t[]){0x08, 0}, 2);
    for (size_t i = 0; i < m.n; i++)
        memcpy(m.packets[i].bytes, tags[0], 2);
    assert_talk(&m);
}

static void other_byte_order_of_loopback_is_read(void **state) {
    (void)state;
    made_capture m = made_start();
    m.link = 0;
    add_talk(&m);
    for (size_t i = 0; i < m.n; i++)
        memcpy(m.packets[i].bytes, (const uint8_t[]){0, 0, 0, 2}, 4);
    assert_talk(&m);
}

static void options_are_skipped(void **state) {
    (void)state;
    static const uint8_t options[8] = {1, 1, 1, 1, 1, 1, 1, 0};
    made_capture m = made_start();
    add_talk(&m);
    insert(&m, 14 + 20, options, 8);      /* of IP */
    insert(&m, 14 + 28 + 20, options, 8); /* of TCP */
    add_length(&m, 16, 16);
    for (size_t i = 0; i < m.n; i++) {
        m.packets[i].bytes[14] = 0x47;
        m.packets[i].bytes[14 + 28 + 12] = 7 << 4;
    }
    assert_talk(&m);
}

static void extension_headers_are_skipped(void **state) {
    (void)state;
    static const uint8_t headers[32] = {60, 0, 1, 4, 0, 0, 0, 0, 44, 1, 1, 4, 0, 0, 0, 0,
                                        0,  0, 0, 0, 0, 0, 0, 0, 6,  0, 0, 0, 0, 0, 0, 1};
    made_capture m = made_start();
    m.family = 6;
    add_talk(&m);
    insert(&m, 14 + 40, headers, sizeof headers);
    add_length(&m, 18, sizeof headers);
    for (size_t i = 0; i < m.n; i++)
        m.packets[i].bytes[14 + 6] = 0;
    assert_talk(&m);
}

static void padding_is_no_data(void **state) {
    (void)state;
    made_capture m = made_start();
    add_talk(&m);
    for (size_t i = 0; i < m.n; i++) {
        made_packet *p = &m.packets[i];
        p->bytes = realloc(p->bytes, p->captured + 10);
        assert_non_null(p->bytes);
        memset(p->bytes + p->captured, 'x', 10);
        p->captured += 10;
        p->length += 10;
    }
    assert_talk(&m);
}

static void length_left_to_the_card_is_the_captured_one(void **state) {
    (void)state;
    made_capture m = made_start();
    add_talk(&m);
    for (size_t i = 0; i < m.n; i++)
        memset(m.packets[i].bytes + 16, 0, 2);
    assert_talk(&m);
}

#define PIECE 16 /* bytes of a fragment */

/* Adds the fragment of a packet with this number. */
static void add_fragment(made_capture *made, const made_packet *whole, int family, size_t piece) {
    size_t header = family == 4 ? 20 : 40, more = family == 4 ? 0 : 8;
    size_t n = whole->captured - 14 - header, pieces = (n + PIECE - 1) / PIECE;
    bool last = piece == pieces - 1;
    size_t length = last ? n - PIECE * piece : PIECE, total = 14 + header + more + length;
    unsigned offset = (unsigned)piece * PIECE / 8;
    uint8_t bytes[256] = {0};
    memcpy(bytes, whole->bytes, 14 + header);
    if (family == 4) {
        bytes[17] = (uint8_t)(20 + length);
        bytes[20] = last ? 0 : 0x20;
        bytes[21] = (uint8_t)offset;
    } else {
        const uint8_t extension[8] = {6, 0, 0, (uint8_t)(offset << 3 | (last ? 0 : 1)), 1, 2, 3, 4};
        bytes[19] = (uint8_t)(8 + length);
        bytes[20] = 44;
        memcpy(bytes + 54, extension, 8);
    }
    memcpy(bytes + 14 + header + more, whole->bytes + 14 + header + PIECE * piece, length);
    made_packet_add(made, bytes, total, total);
}

/* Cuts the question's packet into two IP fragments, the first of which comes twice; the later first
 * if so asked, and without one of them if it is told which. */
static void cut_up(made_capture *m, bool backwards, int without) {
    made_capture made = made_start();
    for (size_t i = 0; i < m->n; i++) {
        const made_packet *p = &m->packets[i];
        if (i != 3) {
            made_packet_add(&made, p->bytes, p->captured, p->length);
            continue;
        }
        for (int k = 0; k < 3; k++) {
            int piece = backwards ? (2 - k) / 2 : k / 2;
            if (piece != without) add_fragment(&made, p, m->family, (size_t)piece);
        }
    }
    made_free(m);
    *m = made;
}

static void fragments_are_put_together(void **state) {
    (void)state;
    for (int family = 4; family <= 6; family += 2)
        for (int backwards = 0; backwards < 2; backwards++) {
            made_capture m = made_start();
            m.family = family;
            add_talk(&m);
            cut_up(&m, backwards, -1);
            assert_talk(&m);
        }
}

static void missing_fragment_is_a_hole(void **state) {
    (void)state;
    made_capture m = made_start();
    add_talk(&m);
    cut_up(&m, false, 1);
    told *t = told_read(made_save(&m, PCAP_MICRO_LE), NULL);
    assert_string_equal(t->error, "");
    assert_true(told_has(t, "tcp.capture.fragment-missing client 0+0 frame 4 n 1"));
    assert_true(told_has(t, "tcp-gap client 0+8"));
    told_text(t, 0, PARLEY_SERVER, "answer");
    told_free(t);
    made_free(&m);
}

static void a_second_end_of_a_packet_is_refused(void **state) {
    (void)state;
    const fragment_key key = {.family = 4, .id = 1};
    const uint8_t bytes[8] = "abcdefg";
    fragments *f = fragments_new();
    size_t whole = 0;
    assert_non_null(f);
    assert_null(fragments_add(f, &key, 1, 16, true, bytes, 8, &whole));
    assert_null(fragments_add(f, &key, 2, 8, true, bytes, 3, &whole)); /* five bytes are missing */
    assert_null(fragments_add(f, &key, 3, 0, false, bytes, 8, &whole));
    assert_non_null(fragments_add(f, &key, 4, 8, false, bytes, 8, &whole));
    assert_int_equal(whole, 24);
    fragments_free(f);
}

static void unknown_link_type_is_counted(void **state) {
    (void)state;
    made_capture m = made_start();
    m.link = 147;
    add_talk(&m);
    told *t = told_read(made_save(&m, PCAP_MICRO_LE), NULL);
    assert_string_equal(t->error, "");
    assert_true(told_has(t, "tcp.capture.unknown-link client 0+0 frame 1 n 5"));
    assert_int_equal(t->n, 0);
    told_free(t);
    made_free(&m);
}

static void addresses_are_written_as_people_do(void **state) {
    (void)state;
    made_capture m = made_start();
    m.family = 6;
    add_talk(&m);
    told *t = told_read(made_save(&m, PCAP_MICRO_LE), NULL);
    assert_string_equal(t->streams[0].last.client, "[2001:db8::1]:40000");
    assert_string_equal(t->streams[0].last.server, "[2001:db8::2]:80");
    told_free(t);
    made_free(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_link_type_leads_to_tcp),
        cmocka_unit_test(vlan_tags_are_skipped),
        cmocka_unit_test(other_byte_order_of_loopback_is_read),
        cmocka_unit_test(options_are_skipped),
        cmocka_unit_test(extension_headers_are_skipped),
        cmocka_unit_test(padding_is_no_data),
        cmocka_unit_test(length_left_to_the_card_is_the_captured_one),
        cmocka_unit_test(fragments_are_put_together),
        cmocka_unit_test(missing_fragment_is_a_hole),
        cmocka_unit_test(a_second_end_of_a_packet_is_refused),
        cmocka_unit_test(unknown_link_type_is_counted),
        cmocka_unit_test(addresses_are_written_as_people_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

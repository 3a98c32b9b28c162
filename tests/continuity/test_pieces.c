/* Packets of MQTT that lie over several messages of WebSocket, wherever they are cut: what is said
 * of them is the same. */
#include "../../cli/continuity/pieces.h"
#include "../support/cmocka_all.h"
#include "judged.h"

#include <stdio.h>
#include <string.h>

static const char by_client[] = "carrier mqtt\ntie field client-id\ncounter /n\n";
static const uint8_t connects[] = {0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 2, 'c', '1'};
static const uint8_t accepts[] = {0x20, 2, 0, 0};

/* PUBLISH of {"n":1} and so on, quality 0, one behind the other. */
static size_t publishes(uint8_t *to, const char *numbers) {
    static const uint8_t packet[] = {0x30, 10, 0, 1, 't', '{', '"', 'n', '"', ':', '0', '}'};
    size_t n = 0;
    for (; *numbers != 0; numbers++, n += sizeof packet) {
        memcpy(to + n, packet, sizeof packet);
        to[n + sizeof packet - 2] = (uint8_t)*numbers;
    }
    return n;
}

/* Adds them in messages of so many bytes, but for the first one. */
static void messages_add(char *talk, char side, const uint8_t *bytes, size_t n, size_t first,
                         size_t each) {
    talk += strlen(talk);
    for (size_t at = 0, end = first; at < n; end = at + each) {
        talk += sprintf(talk, "%c%% binary hex", side);
        for (; at < n && at < end; at++)
            talk += sprintf(talk, " %02x", bytes[at]);
        talk += sprintf(talk, "\n");
    }
}

static void wherever_packets_are_cut_the_same_is_lost(void **state) {
    uint8_t bytes[128];
    size_t n = publishes(bytes, "1247");
    (void)state;
    for (size_t first = 1; first <= n; first++) {
        for (size_t each = 1; each <= n; each = each * 2 + 1) {
            char talk[8192] = UPGRADE("a");
            messages_add(talk, 'C', connects, sizeof connects, first, each);
            messages_add(talk, 'S', accepts, sizeof accepts, first, each);
            messages_add(talk, 'S', bytes, n, first, each);
            (void)strcat(talk, CLOSED);
            run_result result = judged_by(talk, by_client);
            assert_true(holds(&result, "\"message\":\"1 lost between /n 2 and 4\""));
            assert_true(holds(&result, "\"message\":\"2 lost between /n 4 and 7\""));
            assert_true(holds(&result, "\"events\":4,\"verdict\":\"deviates\",\"lost\":3"));
            assert_true(holds(&result, "\"key\":\"client-id c1\""));
            run_free(&result);
        }
    }
}

/* The bytes that a finding is about are those from the message that the packet begins in. */
static void a_packet_is_found_where_it_begins(void **state) {
    (void)state;
    says_by(by_client,
            UPGRADE("a") "C% binary hex 10 0e 00 04 4d 51 54 54 04 02 00 3c 00 02 63 31\n"
                         "S% binary hex 20 02 00 00\n"
                         "S% binary hex 30 0a 00 01 74 7b 22 6e 22 3a 31 7d\n"
                         "S% binary hex 30\nS% binary hex 0a 00 01 74\n"
                         "S% binary hex 7b 22 6e 22 3a 35 7d\n" CLOSED,
            "\"offset\":149,\"length\":18", NULL);
}

/* What is no packet leaves unknown what was sent: nobody is blamed for numbers that are missing. */
static void behind_what_is_no_packet_nothing_is_sure(void **state) {
    (void)state;
    says_by(by_client,
            UPGRADE("a") "C% binary hex 10 0e 00 04 4d 51 54 54 04 02 00 3c 00 02 63 31\n"
                         "S% binary hex 20 02 00 00\n"
                         "S% binary hex 30 0a 00 01 74 7b 22 6e 22 3a 31 7d 00 05\n"
                         "S% binary hex 30 0a 00 01 74 7b 22 6e 22 3a 35 7d\n" CLOSED,
            "\"possibly_lost\":1", LOST);
}

static piece_sort pieces_take(pieces *p, const uint8_t *bytes, size_t n, size_t *everywhere) {
    bool before;
    size_t length;
    const uint8_t *packet;
    assert_true(pieces_begin(p, bytes, n, everywhere));
    piece_sort sort = pieces_next(p, &packet, &length, &before);
    while (sort == PIECES_LONG)
        sort = pieces_next(p, &packet, &length, &before);
    if (sort != PIECES_NONE) assert_true(pieces_end(p, 0, everywhere));
    return sort;
}

/* A packet of a megabyte is passed over without being kept, and the next one is found behind it. */
static void a_long_packet_is_passed_over(void **state) {
    static const uint8_t head[] = {0x30, 0x80, 0x80, 0x40}, part[1 << 14];
    static const uint8_t next[] = {0xd0, 0};
    pieces p = {0};
    size_t everywhere = 0;
    (void)state;
    for (size_t i = 0; i < sizeof head; i++)
        assert_int_equal(pieces_take(&p, head + i, 1, &everywhere), PIECES_OVER);
    for (size_t i = 0; i < (1 << 20) / sizeof part; i++) {
        assert_int_equal(pieces_take(&p, part, sizeof part, &everywhere), PIECES_OVER);
        assert_int_equal(everywhere, 0);
    }
    bool before;
    size_t length;
    const uint8_t *packet;
    assert_true(pieces_begin(&p, next, sizeof next, &everywhere));
    assert_int_equal(pieces_next(&p, &packet, &length, &before), PIECES_PACKET);
    assert_int_equal(length, 2);
    assert_false(before);
    assert_true(pieces_end(&p, 0, &everywhere));
}

/* What all connections keep is bounded, and given back. */
static void what_is_kept_is_bounded(void **state) {
    static uint8_t part[PIECES_KEPT] = {0x30, 0xfc, 0xff, 0x03};
    static pieces many[PIECES_EVERYWHERE / (PIECES_KEPT - 8) + 2];
    size_t everywhere = 0, kept = 0;
    const size_t all = sizeof many / sizeof many[0];
    bool before;
    size_t length;
    const uint8_t *packet;
    (void)state;
    for (size_t i = 0; i < all; i++) {
        assert_true(pieces_begin(&many[i], part, PIECES_KEPT - 8, &everywhere));
        assert_int_equal(pieces_next(&many[i], &packet, &length, &before), PIECES_OVER);
        kept += pieces_end(&many[i], 0, &everywhere);
    }
    assert_in_range(kept, 200, all - 1);
    assert_in_range(everywhere, 1, PIECES_EVERYWHERE);
    for (size_t i = 0; i < all; i++)
        pieces_drop(&many[i], &everywhere);
    assert_int_equal(everywhere, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wherever_packets_are_cut_the_same_is_lost),
        cmocka_unit_test(a_packet_is_found_where_it_begins),
        cmocka_unit_test(behind_what_is_no_packet_nothing_is_sure),
        cmocka_unit_test(a_long_packet_is_passed_over),
        cmocka_unit_test(what_is_kept_is_bounded),
    };
    return cmocka_run_group_tests_name("pieces", tests, NULL, NULL);
}

/* Frames of WebSocket in text transcripts: what each word of a line makes of the frame's bytes, and
 * that a line which makes no frame is named. */
#include "../../cli/capture/frame_line.h"
#include "../../cli/capture/source.h"
#include "../support/cmocka_all.h"
#include "packets.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static told *read_text(const char *text) {
    return told_read(made_write(text, strlen(text)), NULL);
}

/* Fails unless the first bytes of the side's stream are these. */
static void starts(const told *t, parley_side side, const char *bytes, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (t->streams[0].bytes[side][i].byte != (uint8_t)bytes[i])
            fail_msg("byte %zu is 0x%02x, not 0x%02x", i, t->streams[0].bytes[side][i].byte,
                     (uint8_t)bytes[i]);
}

/* Fails unless the server's stream is this after the line "S% LINE". */
static void server_says(const char *line, const char *bytes, size_t n) {
    char text[512];
    snprintf(text, sizeof text, "S%% %s\n", line);
    told *t = read_text(text);
    assert_string_equal(t->error, "");
    assert_int_equal(t->streams[0].last.bytes[PARLEY_SERVER], n);
    starts(t, PARLEY_SERVER, bytes, n);
    told_free(t);
}

/* RFC 6455 5.7 */
static void frames_are_those_of_the_standard(void **state) {
    (void)state;
    server_says("text \"Hello\"", "\x81\x05Hello", 7);
    server_says("text more \"Hel\"", "\x01\x03Hel", 5);
    server_says("continuation \"lo\"", "\x80\x02lo", 4);
    server_says("ping \"Hello\"", "\x89\x05Hello", 7);
    told *t = read_text("C% text mask 37fa213d \"Hello\"\nC% pong mask 37FA213D \"Hello\"\n");
    told_text(t, 0, PARLEY_CLIENT,
              "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
              "\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
    told_free(t);
}

static void each_line_has_a_key_of_its_own(void **state) {
    (void)state;
    told *t = read_text("C% binary \"abcde\"\n\nC% binary \"abcde\"\nC% close\n");
    assert_string_equal(t->error, "");
    const told_byte *b = t->streams[0].bytes[PARLEY_CLIENT];
    assert_int_equal(t->streams[0].last.bytes[PARLEY_CLIENT], 11 + 11 + 6);
    uint32_t keys[2] = {0, 0};
    for (size_t k = 0; k < 2; k++) {
        const told_byte *frame = b + 11 * k;
        assert_int_equal(frame[0].byte, 0x82);
        assert_int_equal(frame[1].byte, 0x85);
        for (size_t i = 0; i < 4; i++)
            keys[k] = keys[k] << 8 | frame[2 + i].byte;
        for (size_t i = 0; i < 5; i++)
            assert_int_equal(frame[6 + i].byte ^ frame[2 + i % 4].byte, 'a' + (int)i);
        assert_int_equal(frame[0].frame, k == 0 ? 1 : 3);
        assert_int_equal(frame[10].frame, k == 0 ? 1 : 3);
    }
    assert_true(keys[0] != 0 && keys[1] != 0 && keys[0] != keys[1]);
    assert_int_equal(b[22].byte, 0x88);
    assert_int_equal(b[23].byte, 0x80);
    told_free(t);
}

static void keys_do_not_come_again(void **state) {
    (void)state;
    enum { LINES = 4096 };
    static uint32_t keys[LINES];
    for (size_t k = 0; k < LINES; k++) {
        uint8_t room[32];
        frame_line frame;
        assert_null(frame_line_read((const uint8_t *)"ping", 4, PARLEY_CLIENT, k + 1, room,
                                    sizeof room, &frame));
        assert_int_equal(frame.n, 6);
        memcpy(&keys[k], frame.bytes + 2, 4);
        assert_true(keys[k] != 0);
        for (size_t i = 0; i < k; i++)
            assert_true(keys[i] != keys[k]);
    }
}

static void any_bit_of_the_header_can_be_set(void **state) {
    (void)state;
    server_says("opcode 11 rsv1 rsv2 rsv3 more", "\x7b\0", 2);
    server_says("opcode 0", "\x80\0", 2);
    server_says("text mask 01020304 \"ab\"", "\x81\x82\1\2\3\4\x60\x60", 8);
    server_says("text mask 00000000 unmasked \"ab\"", "\x81\2ab", 4);
    told *t = read_text("C% text unmasked \"ab\"\n");
    told_text(t, 0, PARLEY_CLIENT, "\x81\2ab");
    told_free(t);
}

static void lengths_take_the_shortest_form_or_the_one_asked_for(void **state) {
    (void)state;
    static const struct {
        const char *line, *header;
        size_t header_length, payload;
    } cases[] = {
        {"S% binary repeat 125 \"x\"\n", "\x82\x7d", 2, 125},
        {"S% binary repeat 126 \"x\"\n", "\x82\x7e\0\x7e", 4, 126},
        {"S% binary repeat 65535 \"x\"\n", "\x82\x7e\xff\xff", 4, 65535},
        {"S% binary repeat 65536 \"x\"\n", "\x82\x7f\0\0\0\0\0\1\0\0", 10, 65536},
        {"S% binary length16 \"xx\"\n", "\x82\x7e\0\2", 4, 2},
        {"S% binary length64 \"xx\"\n", "\x82\x7f\0\0\0\0\0\0\0\2", 10, 2},
        {"S% binary length 5 \"xx\"\n", "\x82\5", 2, 2},
        {"S% binary length64 length 5 \"xx\"\n", "\x82\x7f\0\0\0\0\0\0\0\5", 10, 2},
        {"S% binary length 9223372036854775808\n", "\x82\x7f\x80\0\0\0\0\0\0\0", 10, 0},
        {"S% binary repeat 0 \"x\"\n", "\x82\0", 2, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        told *t = read_text(cases[i].line);
        assert_string_equal(t->error, "");
        assert_int_equal(t->streams[0].last.bytes[PARLEY_SERVER],
                         cases[i].header_length + cases[i].payload);
        starts(t, PARLEY_SERVER, cases[i].header, cases[i].header_length);
        told_free(t);
    }
}

static void payload_is_put_together_from_its_parts(void **state) {
    (void)state;
    server_says("close code 1000 \"bye\"", "\x88\5\3\350bye", 7);
    server_says("text hex c3 28 \"a\\\"\\\\\\x41\\n\" repeat 3 \"xy\" hex 00ff",
                "\x81\x0f\xc3(a\"\\A\nxyxyxy\0\xff", 17);
    server_says("text \"\xc3\xa9\"", "\x81\2\xc3\xa9", 4);
    server_says("text \"\"", "\x81\0", 2);
    server_says("text\t\"tab\"\t", "\x81\3tab", 5);
}

/* RFC 7692 7.2.3.1 */
static void compressed_payload_inflates_again(void **state) {
    (void)state;
    server_says("text deflate \"Hello\"", "\xc1\7\xf2\x48\xcd\xc9\xc9\7\0", 9);
    told *t =
        read_text("S% binary \"it comes first\" deflate repeat 500 \"it comes first\" hex 00\n");
    assert_string_equal(t->error, "");
    const told_byte *b = t->streams[0].bytes[PARLEY_SERVER];
    size_t n = b[1].byte;
    assert_int_equal(b[0].byte, 0xc2);
    assert_in_range(n, 10, 125);
    uint8_t packed[160], out[8192];
    for (size_t i = 0; i < n; i++)
        packed[i] = b[2 + i].byte;
    memcpy(packed + n, "\0\0\xff\xff", 4);
    z_stream z = {0};
    assert_int_equal(inflateInit2(&z, -15), Z_OK);
    z.next_in = packed;
    z.avail_in = (uInt)n + 4;
    z.next_out = out;
    z.avail_out = sizeof out;
    assert_int_equal(inflate(&z, Z_SYNC_FLUSH), Z_OK);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(sizeof out - z.avail_out, 501 * 14 + 1);
    assert_memory_equal(out, "it comes firstit comes first", 28);
    inflateEnd(&z);
    told_free(t);
}

static void crossing_frames_had_seen_less(void **state) {
    (void)state;
    told *t = read_text("C: a\\\nS% close\nC% close crossing\nC% ping\n");
    assert_string_equal(t->error, "");
    const told_byte *client = t->streams[0].bytes[PARLEY_CLIENT];
    assert_int_equal(client[1].seen, 0);
    assert_true(client[7].seen == PARLEY_SEEN_ALL);
    told_free(t);
}

static void faults_are_named_by_line(void **state) {
    (void)state;
    static const struct {
        const char *text, *why;
    } faults[] = {
        {"C%\n", "no opcode"},
        {"C% \"Hello\"\n", "no opcode"},
        {"C% texts \"Hello\"\n", "no opcode"},
        {"C% opcode\n", "no opcode"},
        {"C% opcode 16\n", "no opcode"},
        {"C% text fin\n", "unknown word"},
        {"C% text hello\n", "unknown word"},
        {"C% text mask\n", "no masking key"},
        {"C% text mask 37fa213\n", "no masking key"},
        {"C% text mask 37fa213x\n", "no masking key"},
        {"C% text length\n", "no length"},
        {"C% text length -1\n", "no length"},
        {"C% text length 18446744073709551616\n", "no length"},
        {"C% text length16 length 65536\n", "length64"},
        {"C% close code\n", "no close code"},
        {"C% close code 65536\n", "no close code"},
        {"C% text hex\n", "no bytes"},
        {"C% text hex c\n", "no bytes"},
        {"C% text hex zz\n", "no bytes"},
        {"C% text hex c3 2\n", "unknown word"},
        {"C% text \"Hello\n", "no end"},
        {"C% text \"Hello\\\"\n", "no end"},
        {"C% text \"Hello\\\n", "unknown escape"},
        {"C% text \"a\\q\"\n", "unknown escape"},
        {"C% text \"a\\x4\"\n", "unknown escape"},
        {"C% text \"a\"b\n", "put a space"},
        {"C% text repeat\n", "nothing to repeat"},
        {"C% text repeat 3\n", "nothing to repeat"},
        {"C% text repeat \"x\"\n", "nothing to repeat"},
        {"C% text repeat 3 x\n", "nothing to repeat"},
        {"C% text repeat 2000000 \"x\"\n", "longer than 1 MB"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char text[128];
        snprintf(text, sizeof text, "# one line before it\n%s", faults[i].text);
        told *t = read_text(text);
        assert_int_equal(t->status, -1);
        if (!strstr(t->error, ":2: ") || !strstr(t->error, faults[i].why))
            fail_msg("%s: \"%s\"", faults[i].text, t->error);
        told_free(t);
    }
}

/* However little room there is, nothing is written beside it. */
static void room_is_kept_to(void **state) {
    (void)state;
    static const char line[] = "text deflate \"0123456789\"";
    for (size_t size = 16; size < 48; size++) {
        uint8_t *room = malloc(size); /* of its own, so that a sanitizer sees its ends */
        assert_non_null(room);
        frame_line frame;
        const char *fault = frame_line_read((const uint8_t *)line, sizeof line - 1, PARLEY_CLIENT,
                                            1, room, size, &frame);
        if (fault == NULL)
            assert_int_equal(frame.n, 2 + 4 + 12);
        else
            assert_non_null(strstr(fault, "longer"));
        assert_true((fault == NULL) == (size >= 14 + 12));
        free(room);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_those_of_the_standard),
        cmocka_unit_test(each_line_has_a_key_of_its_own),
        cmocka_unit_test(keys_do_not_come_again),
        cmocka_unit_test(any_bit_of_the_header_can_be_set),
        cmocka_unit_test(lengths_take_the_shortest_form_or_the_one_asked_for),
        cmocka_unit_test(payload_is_put_together_from_its_parts),
        cmocka_unit_test(compressed_payload_inflates_again),
        cmocka_unit_test(crossing_frames_had_seen_less),
        cmocka_unit_test(faults_are_named_by_line),
        cmocka_unit_test(room_is_kept_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

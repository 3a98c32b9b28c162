/* Kinds of files are told by their content; whatever the kind, the same packets tell the same.
 * Files that end too early or lie about lengths get one line that says where. */
#include "../support/cmocka_all.h"
#include "packets.h"
#include "told.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define NG_HEAD (28 + 44 + 16) /* before the first packet in a pcapng file of packets.h */

static made_capture make_talk(void) {
    made_capture m = made_start();
    made_handshake(&m);
    made_segment(&m, CLIENT, 1001, 5001, ACK, "question", 8);
    made_segment(&m, SERVER, 5001, 1009, FIN | ACK, "answer", 6);
    return m;
}

static void assert_talk(const told *t) {
    assert_string_equal(t->error, "");
    assert_int_equal(t->n, 1);
    told_text(t, 0, PARLEY_CLIENT, "question");
    told_text(t, 0, PARLEY_SERVER, "answer");
    assert_true(told_has(t, "tcp-fin server 6+0 frame 5"));
    assert_int_equal(t->streams[0].bytes[PARLEY_CLIENT][0].time, 3000000);
    assert_int_equal(t->streams[0].bytes[PARLEY_CLIENT][0].frame, 4);
}

static void every_format_tells_the_same(void **state) {
    (void)state;
    made_capture m = make_talk();
    for (int format = 0; format < FORMATS; format++) {
        told *t = told_read(made_save(&m, (made_format)format), NULL);
        assert_talk(t);
        told_free(t);
    }
    made_free(&m);
}

static void gzip_is_unpacked(void **state) {
    (void)state;
    made_capture m = make_talk();
    size_t n;
    uint8_t *file = made_file(&m, PCAPNG_LE, &n);
    const char *path = made_write("", 0);
    gzFile packed = gzopen(path, "wb");
    assert_int_equal(gzwrite(packed, file, (unsigned)n / 2), n / 2);
    gzclose(packed);
    packed = gzopen(path, "ab"); /* a second member */
    assert_int_equal(gzwrite(packed, file + n / 2, (unsigned)(n - n / 2)), n - n / 2);
    gzclose(packed);
    told *t = told_read(path, NULL);
    assert_talk(t);
    told_free(t);
    free(file);
    made_free(&m);
}

static void damaged_gzip_is_named(void **state) {
    (void)state;
    const uint8_t bytes[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff};
    told *t = told_read(made_write(bytes, sizeof bytes), NULL);
    assert_int_equal(t->status, -1);
    assert_non_null(strstr(t->error, "damaged gzip"));
    told_free(t);
}

/* Wherever the file is cut, what came before is told; only a cut header is an error. */
static void cut_file_is_a_note(void **state) {
    (void)state;
    made_capture m = make_talk();
    for (int format = 0; format < FORMATS; format++) {
        size_t n, whole = format >= PCAPNG_LE ? NG_HEAD : 24;
        uint8_t *file = made_file(&m, (made_format)format, &n);
        for (size_t cut = 1; cut < n; cut++) {
            told *t = told_read(made_write(file, cut), NULL);
            if (cut >= whole || t->status == 0) {
                assert_string_equal(t->error, "");
                assert_true(t->errors == 0 && t->n <= 1);
            } else {
                assert_int_equal(t->n, 0);
            }
            told_free(t);
        }
        free(file);
    }
    made_free(&m);
}

static void assert_refused(const char *path, const char *why) {
    told *t = told_read(path, NULL);
    assert_int_equal(t->status, -1);
    if (strstr(t->error, why) == NULL) fail_msg("\"%s\" does not say \"%s\"", t->error, why);
    assert_null(strchr(t->error, '\n'));
    told_free(t);
}

static void foreign_files_are_refused(void **state) {
    (void)state;
    assert_refused("/nonexistent/parley", "cannot be opened");
    assert_refused("/tmp", "cannot be read");
    assert_refused(made_write("", 0), "is empty");
    assert_refused(made_write("\177ELF\2\1\1", 7), "no pcap, pcapng or text transcript");
    assert_refused(made_write("# only a comment\n", 17), "no pcap, pcapng or text transcript");
}

static void lies_about_lengths_are_errors(void **state) {
    (void)state;
    made_capture m = make_talk();
    size_t n;
    uint8_t *file = made_file(&m, PCAP_MICRO_LE, &n);
    memset(file + 24 + 8, 0xff, 4); /* the first packet's length */
    assert_refused(made_write(file, n), "offset 24: packet 1 claims 4294967295 bytes");
    free(file);
    file = made_file(&m, PCAPNG_LE, &n);
    file[28 + 4] = 0x2d; /* the interface block's length */
    assert_refused(made_write(file, n), "offset 28: claims a block of 45 bytes");
    free(file);
    file = made_file(&m, PCAPNG_LE, &n);
    file[NG_HEAD + 8] = 9; /* the first packet's interface */
    assert_refused(made_write(file, n), "names interface 9");
    free(file);
    file = made_file(&m, PCAPNG_LE, &n);
    file[NG_HEAD + 21] = 1; /* the first packet's captured length, 256 more */
    assert_refused(made_write(file, n), "packet 1 is longer than its block");
    free(file);
    file = made_file(&m, PCAPNG_BE, &n);
    memset(file + 8, 7, 4);
    assert_refused(made_write(file, n), "unknown byte order");
    free(file);
    made_free(&m);
}

/* Sections of both byte orders one behind the other: frames are counted through, streams too. */
static void sections_may_differ(void **state) {
    (void)state;
    made_capture m = make_talk();
    size_t n[2];
    uint8_t *first = made_file(&m, PCAPNG_LE, &n[0]);
    m.link = 101;
    for (size_t i = 0; i < m.n; i++) {
        made_packet *p = &m.packets[i];
        memmove(p->bytes, p->bytes + 14, p->captured - 14);
        p->captured -= 14;
        p->length -= 14;
        p->bytes[20] = 1; /* another port, on both ends of the talk */
        p->bytes[22] = 1;
    }
    uint8_t *second = made_file(&m, PCAPNG_BE, &n[1]);
    uint8_t *both = malloc(n[0] + n[1]);
    assert_non_null(both);
    memcpy(both, first, n[0]);
    memcpy(both + n[0], second, n[1]);
    told *t = told_read(made_write(both, n[0] + n[1]), NULL);
    assert_int_equal(t->n, 2);
    told_text(t, 1, PARLEY_CLIENT, "question");
    assert_int_equal(t->streams[1].bytes[PARLEY_CLIENT][0].frame, 9);
    told_free(t);
    free(first);
    free(second);
    free(both);
    made_free(&m);
}

static void packets_without_time_are_read(void **state) {
    (void)state;
    made_capture m = make_talk();
    size_t n;
    uint8_t *file = made_file(&m, PCAPNG_LE, &n), *out = malloc(n);
    assert_non_null(out);
    size_t at = NG_HEAD, end = at;
    memcpy(out, file, at);
    for (size_t i = 0; i < m.n; i++) { /* enhanced packet blocks become simple ones */
        const uint8_t *block = file + at;
        size_t length = block[4] + 256u * block[5];
        uint32_t head[3] = {3, (uint32_t)length - 16, m.packets[i].length};
        memcpy(out + end, head, sizeof head);
        memcpy(out + end + 12, block + 28, length - 32);
        memcpy(out + end + length - 20, &head[1], 4);
        at += length;
        end += length - 16;
    }
    told *t = told_read(made_write(out, end), NULL);
    assert_int_equal(t->n, 1);
    told_text(t, 0, PARLEY_SERVER, "answer");
    told_free(t);
    free(file);
    free(out);
    made_free(&m);
}

/* A clock that says anything at all, and then packets that have none. */
static void wild_times_are_no_fault(void **state) {
    (void)state;
    made_capture m = make_talk();
    m.packets[0].time = INT64_MAX;
    m.packets[1].time = UINT64_MAX - 2;
    size_t n, at = NG_HEAD;
    uint8_t *file = made_file(&m, PCAPNG_LE, &n);
    for (size_t i = 0; i < 2; i++)
        at += file[at + 4];
    file[at] = 3; /* a simple block: its first field is the length, what follows is no IP */
    file[at + 8] = 60;
    told *t = told_read(made_write(file, n), NULL);
    assert_string_equal(t->error, "");
    assert_int_equal(t->n, 1);
    told_free(t);
    free(file);
    made_free(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_tells_the_same),
        cmocka_unit_test(gzip_is_unpacked),
        cmocka_unit_test(damaged_gzip_is_named),
        cmocka_unit_test(cut_file_is_a_note),
        cmocka_unit_test(foreign_files_are_refused),
        cmocka_unit_test(lies_about_lengths_are_errors),
        cmocka_unit_test(sections_may_differ),
        cmocka_unit_test(packets_without_time_are_read),
        cmocka_unit_test(wild_times_are_no_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

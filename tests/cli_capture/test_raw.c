/* Raw bytes of one side or of both: the end of a file is a FIN unless it just stops, and the
 * listener says whose bytes come next. */
#include "../support/cmocka_all.h"
#include "packets.h"
#include "told.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char server_path[] = "/tmp/parley-raw-XXXXXX";

static void write_server(const char *text) {
    FILE *file = fopen(server_path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void one_side_alone_is_called_so(void **state) {
    (void)state;
    write_server("answer\n");
    transcript_options options = {.raw_server = server_path};
    told *t = told_read(NULL, &options);
    assert_string_equal(t->error, "");
    told_text(t, 0, PARLEY_SERVER, "answer\n");
    assert_true(t->streams[0].last.one_sided);
    assert_true(t->streams[0].fin[PARLEY_SERVER]);
    assert_false(t->streams[0].fin[PARLEY_CLIENT]);
    assert_true(told_has(t, "tcp.stream.one-sided client"));
    told_free(t);
}

static void open_streams_just_stop(void **state) {
    (void)state;
    write_server("answer\n");
    transcript_options options = {.raw_server = server_path, .raw_open = true};
    told *t = told_read(NULL, &options);
    assert_false(t->streams[0].fin[PARLEY_SERVER]);
    assert_true(t->streams[0].last.open);
    told_free(t);
}

static void both_sides_end_with_fins(void **state) {
    (void)state;
    write_server("answer\n");
    transcript_options options = {.raw_client = made_write("question\n", 9),
                                  .raw_server = server_path};
    told *t = told_read(NULL, &options);
    assert_string_equal(t->error, "");
    told_text(t, 0, PARLEY_CLIENT, "question\n");
    told_text(t, 0, PARLEY_SERVER, "answer\n");
    assert_false(t->streams[0].last.one_sided);
    assert_false(t->streams[0].last.open);
    told_free(t);
}

/* Asks for the side with fewer bytes so far, and writes down what came. */
typedef struct turns {
    char heard[64];
    size_t n;
} turns;

static parley_side fewer(void *context, connection *c) {
    (void)context;
    return c->bytes[0] <= c->bytes[1] ? PARLEY_CLIENT : PARLEY_SERVER;
}

static void hear(void *context, connection *c, const parley_input *i) {
    (void)c;
    turns *t = context;
    for (uint64_t k = 0; k < i->length && t->n < sizeof t->heard - 1; k++)
        t->heard[t->n++] = (char)i->bytes[k];
}

static void listener_says_whose_bytes_come_next(void **state) {
    (void)state;
    write_server("two\nfour\n");
    transcript_options options = {.raw_client = made_write("one\nthree\nfive", 14),
                                  .raw_server = server_path};
    turns t = {{0}, 0};
    transcript_listener listener = {.context = &t, .input = hear, .whose = fewer};
    char error[256];
    assert_int_equal(transcript_read(NULL, &options, &listener, error, sizeof error), 0);
    assert_string_equal(t.heard, "one\ntwo\nthree\nfour\nfive");
}

static void missing_file_is_named(void **state) {
    (void)state;
    transcript_options options = {.raw_client = "/nonexistent/parley", .raw_server = server_path};
    told *t = told_read(NULL, &options);
    assert_int_equal(t->status, -1);
    assert_non_null(strstr(t->error, "/nonexistent/parley: cannot be opened"));
    told_free(t);
}

static int make_path(void **state) {
    (void)state;
    int fd = mkstemp(server_path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state) {
    (void)state;
    return unlink(server_path);
}

static size_t n_heard, last_line;
static bool ended;

static void hear_body(void *context, connection *c, const parley_input *input) {
    (void)context;
    assert_true(c->is_body);
    assert_int_equal(input->side, PARLEY_SERVER);
    ended = input->kind == PARLEY_FIN;
    if (!ended) n_heard += input->length;
    last_line = input->frame;
}

static bool begins_with_a(void *context, const uint8_t *bytes, size_t n) {
    (void)context;
    return n > 0 && bytes[0] == 'a';
}

static void a_body_comes_line_by_line(void **state) {
    (void)state;
    transcript_listener listener = {.input = hear_body, .is_body = begins_with_a};
    transcript_options options = {.raw_open = true};
    char error[512] = "";
    write_server("a\nS: b\nc");
    n_heard = 0;
    assert_int_equal(transcript_read(server_path, &options, &listener, error, sizeof error), 0);
    assert_int_equal(n_heard, 8);
    assert_int_equal(last_line, 3);
    assert_false(ended);
    options = (transcript_options){.raw_server = server_path};
    assert_int_equal(transcript_read(NULL, &options, &listener, error, sizeof error), 0);
    assert_int_equal(n_heard, 16);
    assert_true(ended);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_side_alone_is_called_so),
        cmocka_unit_test(open_streams_just_stop),
        cmocka_unit_test(both_sides_end_with_fins),
        cmocka_unit_test(listener_says_whose_bytes_come_next),
        cmocka_unit_test(a_body_comes_line_by_line),
        cmocka_unit_test(missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}

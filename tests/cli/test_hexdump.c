/* The two lines of the wire in a report: which bytes are shown, and what the carets mark. */
#include "../../cli/report/hexdump.h"
#include "../support/cmocka_all.h"

#include <string.h>

/* A conversation whose client has just sent these bytes as one piece from offset at on. */
typedef struct scene {
    conversation conversation;
    connection about;
    parley_input input;
} scene;

static void scene_set(scene *s, const char *bytes, size_t n, uint64_t at) {
    memset(s, 0, sizeof *s);
    s->conversation.connection = &s->about;
    s->conversation.lanes[PARLEY_CLIENT].length = at;
    s->input.kind = PARLEY_BYTES;
    s->input.side = PARLEY_CLIENT;
    s->input.bytes = (const uint8_t *)bytes;
    s->input.length = n;
    s->conversation.piece = &s->input;
}

static const char head[] = "GET / HTTP/1.1\r\nHost : a.example\r\n\r\n";

static unsigned lines_of(const hex_window *window, char lines[4][HEX_LINE]) {
    return hex_window_lines(window, lines, 4);
}

static void a_byte_in_the_middle_is_marked(void **state) {
    scene s;
    hex_window window;
    char lines[4][HEX_LINE];
    (void)state;
    scene_set(&s, head, strlen(head), 0);
    hex_window_take(&window, &s.conversation, PARLEY_CLIENT, (parley_span){20, 1});
    assert_int_equal(lines_of(&window, lines), 2);
    assert_string_equal(
        lines[0],
        "  00000010  48 6f 73 74 20 3a 20 61 2e 65 78 61 6d 70 6c 65  |Host : a.example|");
    assert_string_equal(lines[1],
                        "                        ^^                                        ^");
}

static void near_the_beginning_of_a_line_the_line_before_is_shown(void **state) {
    scene s;
    hex_window window;
    char lines[4][HEX_LINE];
    (void)state;
    scene_set(&s, head, strlen(head), 0);
    hex_window_take(&window, &s.conversation, PARLEY_CLIENT, (parley_span){16, 4});
    assert_int_equal(lines_of(&window, lines), 3);
    assert_memory_equal(lines[0], "  00000000  47 45 54", 20);
    assert_memory_equal(lines[1], "  00000010  48 6f 73", 20);
    assert_string_equal(lines[2],
                        "            ^^ ^^ ^^ ^^                                       ^^^^");
    assert_int_equal(hex_window_lines(&window, lines, 2), 2);
    assert_memory_equal(lines[0], "  00000010  48 6f 73", 20);
}

static void at_the_end_of_a_stream_its_last_byte_is_marked(void **state) {
    scene s;
    hex_window window;
    char lines[4][HEX_LINE];
    (void)state;
    scene_set(&s, head, strlen(head), 0);
    hex_window_take(&window, &s.conversation, PARLEY_CLIENT, (parley_span){strlen(head), 0});
    assert_int_equal(lines_of(&window, lines), 3);
    assert_string_equal(lines[1],
                        "  00000020  0d 0a 0d 0a                                      |....|");
    assert_string_equal(lines[2],
                        "                     ^^                                          ^");
}

static void nothing_is_shown_of_an_empty_stream(void **state) {
    scene s;
    hex_window window;
    char lines[4][HEX_LINE];
    (void)state;
    scene_set(&s, "", 0, 0);
    hex_window_take(&window, &s.conversation, PARLEY_CLIENT, (parley_span){0, 0});
    assert_int_equal(lines_of(&window, lines), 0);
}

static void bytes_from_before_the_piece_are_shown(void **state) {
    scene s;
    hex_window window;
    char lines[4][HEX_LINE];
    (void)state;
    scene_set(&s, head + 20, strlen(head) - 20, 20);
    lane *l = &s.conversation.lanes[PARLEY_CLIENT];
    memcpy(l->tail + TAIL_BYTES - 20, head, 20);
    l->n_tail = 20;
    hex_window_take(&window, &s.conversation, PARLEY_CLIENT, (parley_span){20, 1});
    assert_int_equal(lines_of(&window, lines), 2);
    assert_memory_equal(lines[0], "  00000010  48 6f 73 74 20 3a", 29);
}

/* However the bytes come, the window is the same in the end. */
static void the_window_does_not_depend_on_how_bytes_were_cut(void **state) {
    scene s;
    hex_window whole, cut;
    (void)state;
    scene_set(&s, head, strlen(head), 0);
    hex_window_take(&whole, &s.conversation, PARLEY_CLIENT, (parley_span){4, 1});
    for (size_t first = 5; first < strlen(head); first++) {
        scene_set(&s, head, first, 0);
        hex_window_take(&cut, &s.conversation, PARLEY_CLIENT, (parley_span){4, 1});
        bool open = true;
        for (size_t i = first; i < strlen(head); i++)
            open = hex_window_add(&cut, i, (const uint8_t *)head + i, 1);
        assert_false(open);
        assert_memory_equal(&cut, &whole, sizeof cut);
    }
}

static void large_offsets_fit(void **state) {
    scene s;
    hex_window window;
    char lines[4][HEX_LINE];
    (void)state;
    scene_set(&s, head, strlen(head), UINT64_MAX - 255);
    hex_window_take(&window, &s.conversation, PARLEY_CLIENT, (parley_span){UINT64_MAX - 250, 3});
    unsigned n = lines_of(&window, lines);
    assert_true(n >= 2);
    for (unsigned i = 0; i < n; i++)
        assert_true(strlen(lines[i]) <= 88);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_byte_in_the_middle_is_marked),
        cmocka_unit_test(near_the_beginning_of_a_line_the_line_before_is_shown),
        cmocka_unit_test(at_the_end_of_a_stream_its_last_byte_is_marked),
        cmocka_unit_test(nothing_is_shown_of_an_empty_stream),
        cmocka_unit_test(bytes_from_before_the_piece_are_shown),
        cmocka_unit_test(the_window_does_not_depend_on_how_bytes_were_cut),
        cmocka_unit_test(large_offsets_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is held of connections until their protocol is known stays small, whatever comes. */
#include "../../cli/connection_state.h"
#include "../support/cmocka_all.h"
#include <string.h>

static parley_input input_make(parley_input_kind kind, parley_side side, uint64_t length) {
    static const uint8_t bytes[16] = "AAAAAAAAAAAAAAA";
    return (parley_input){
        .kind = kind, .side = side, .bytes = kind == PARLEY_BYTES ? bytes : NULL, .length = length};
}

static void holes_of_both_sides_are_held_as_one_each(void **state) {
    (void)state;
    connection about = {.stream = 0};
    conversation *c = conversation_open(&about, "file");
    size_t everywhere = 0, n = 0;
    assert_non_null(c);
    for (unsigned i = 0; i < 1000; i++) {
        parley_input hole = input_make(PARLEY_GAP, (parley_side)(i % 2), 10);
        assert_true(conversation_hold(c, &hole, &everywhere));
    }
    parley_input bytes = input_make(PARLEY_BYTES, PARLEY_CLIENT, 5);
    assert_true(conversation_hold(c, &bytes, &everywhere));
    parley_input hole = input_make(PARLEY_GAP, PARLEY_CLIENT, 7);
    assert_true(conversation_hold(c, &hole, &everywhere));
    static const uint64_t lengths[] = {5000, 5000, 5, 7};
    for (const held_input *h = c->held; h != NULL; h = h->next, n++) {
        assert_true(n < 4);
        assert_int_equal(h->input.length, lengths[n]);
    }
    assert_int_equal(n, 4);
    conversation_free(c);
    assert_int_equal(everywhere, 0);
}

static void what_is_held_is_counted_over_all_connections(void **state) {
    (void)state;
    connection about = {.stream = 0};
    conversation *talks[3];
    size_t everywhere = 0;
    parley_input bytes = input_make(PARLEY_BYTES, PARLEY_SERVER, 16);
    for (size_t i = 0; i < 3; i++) {
        size_t before = everywhere;
        talks[i] = conversation_open(&about, "file");
        assert_non_null(talks[i]);
        assert_true(conversation_hold(talks[i], &bytes, &everywhere));
        assert_true(everywhere >= before + sizeof(held_input) + 16);
    }
    conversation_unhold(talks[1]);
    assert_int_equal(talks[1]->n_held[PARLEY_SERVER], 0);
    for (size_t i = 0; i < 3; i++)
        conversation_free(talks[i]);
    assert_int_equal(everywhere, 0);
}

/* Says a part of a head that never ends. */
static void head_goes_on(conversation *c, const char *text) {
    parley_item items[16];
    size_t n;
    bool more;
    parley_input input = {.kind = PARLEY_BYTES,
                          .bytes = (const uint8_t *)text,
                          .length = strlen(text),
                          .seen = PARLEY_SEEN_ALL};
    assert_int_equal(parley_conversation_feed(&c->machine, &input, items, 16, &n, &more),
                     input.length);
    conversation_keep(c, &input);
}

static void heads_that_are_kept_have_a_bound_together(void **state) {
    (void)state;
    enum { TALKS = KEPT_EVERYWHERE / KEPT_BYTES + 8, PIECES = KEPT_BYTES / 4000 };
    static conversation *talks[TALKS];
    static char line[4001] = "X: ";
    connection about = {.stream = 0};
    size_t everywhere = 0;
    memset(line + 3, 'a', sizeof line - 6);
    memcpy(line + sizeof line - 3, "\r\n", 3);
    for (size_t i = 0; i < TALKS; i++) {
        talks[i] = conversation_open(&about, "file");
        assert_non_null(talks[i]);
        talks[i]->kept_everywhere = &everywhere;
        talks[i]->started = true;
        parley_conversation_start(&talks[i]->machine, PARLEY_HTTP1, 0);
        head_goes_on(talks[i], "GET / HTTP/1.1\r\n");
        for (size_t k = 0; k < PIECES; k++)
            head_goes_on(talks[i], line);
    }
    assert_in_range(everywhere, KEPT_EVERYWHERE - KEPT_BYTES, KEPT_EVERYWHERE);
    for (size_t i = 0; i < TALKS; i++)
        conversation_free(talks[i]);
    assert_int_equal(everywhere, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holes_of_both_sides_are_held_as_one_each),
        cmocka_unit_test(what_is_held_is_counted_over_all_connections),
        cmocka_unit_test(heads_that_are_kept_have_a_bound_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

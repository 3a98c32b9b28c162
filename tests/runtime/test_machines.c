/* Every machine in the library is what the stepper relies on, and can say where it stands. */
#include "../../runtime/conversation.h"
#include "../support/cmocka_all.h"
#include <string.h>

static void every_machine_passes_the_check(void **state) {
    (void)state;
    const parley_machine *m;
    size_t n = 0;
    for (; (m = parley_machine_at_index(n)) != NULL; n++) {
        assert_true(parley_machine_check(m));
        assert_ptr_equal(parley_machine_find(m->name), m);
    }
    assert_true(n > 10);
}

static void a_machine_that_is_damaged_fails_the_check(void **state) {
    (void)state;
    parley_machine m = *parley_machine_find("http1.request");
    static uint32_t cells[256 * PARLEY_COLUMNS];
    size_t n = (size_t)m.n_states * m.columns;
    assert_true(n <= sizeof cells / sizeof cells[0]);
    memcpy(cells, m.cells, n * sizeof *cells);
    m.cells = cells;
    assert_true(parley_machine_check(&m));
    cells[n / 2] = m.n_states;
    assert_false(parley_machine_check(&m));
    cells[n / 2] = (uint32_t)m.n_actions << 16;
    assert_false(parley_machine_check(&m));
    cells[n / 2] = 0;
    cells[3] = 1; /* row 0 has to absorb */
    assert_false(parley_machine_check(&m));
    m.abi++;
    assert_false(parley_machine_check(&m));
}

static void every_state_has_a_name_and_every_expectation_is_words(void **state) {
    (void)state;
    const parley_machine *m;
    char text[200];
    for (size_t i = 0; (m = parley_machine_at_index(i)) != NULL; i++) {
        for (uint16_t s = 1; s < m->n_states; s++) {
            size_t n = parley_state_text(m, s, text, sizeof text);
            assert_true(n > strlen(m->name) + 1 && n < sizeof text);
            assert_true(m->words->expected_index[s] <= m->words->expected_index[s + 1]);
            for (size_t k = m->words->expected_index[s]; k < m->words->expected_index[s + 1]; k++)
                assert_true(strlen(m->words->phrases[m->words->expected[k]]) > 0);
        }
    }
}

static void a_state_out_of_range_is_taken_for_the_rejecting_one(void **state) {
    (void)state;
    const parley_machine *m = parley_machine_find("http1.request");
    uint16_t s = m->n_states;
    parley_hit hit;
    size_t n = 0;
    assert_int_equal(parley_machine_run(m, &s, (const uint8_t *)"GET", 3, &hit, 1, &n), 0);
    assert_int_equal(s, 0);
    s = 65535;
    assert_int_equal(parley_machine_symbol(m, &s, 'G'), 0);
    assert_int_equal(s, 0);
    s = m->start;
    assert_int_equal(parley_machine_symbol(m, &s, 65534), 0);
    assert_int_equal(s, 0);
    assert_int_equal(parley_machine_end(m, m->n_states), 0);
}

static void texts_are_cut_where_the_buffer_ends(void **state) {
    (void)state;
    const parley_machine *m = parley_machine_find("http1.request");
    char text[8] = "unused!";
    size_t whole = parley_state_text(m, m->start, NULL, 0);
    assert_true(whole > sizeof text);
    assert_int_equal(parley_state_text(m, m->start, text, sizeof text), whole);
    assert_string_equal(text, "http1.r");
}

static void every_rule_is_found_by_its_id(void **state) {
    (void)state;
    const parley_rule *rule;
    size_t n = 0;
    for (; (rule = parley_rule_at_index(n)) != NULL; n++)
        assert_ptr_equal(parley_rule_find(rule->id), rule);
    assert_true(n > 168);
    assert_null(parley_rule_find("http1.no.such-rule"));
}

static void a_waiting_request_has_room_for_the_state_of_its_exchange(void **state) {
    (void)state;
    /* eight bits are kept of it */
    assert_true(parley_machine_find("http1.exchange")->n_states <= 256);
}

static void a_message_has_a_bit_for_each_rule(void **state) {
    (void)state;
    const parley_machine *m = parley_machine_find("http1.facts");
    assert_in_range(m->n_rules, 1, RULE_BYTES * 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_machine_passes_the_check),
        cmocka_unit_test(a_machine_that_is_damaged_fails_the_check),
        cmocka_unit_test(every_state_has_a_name_and_every_expectation_is_words),
        cmocka_unit_test(a_state_out_of_range_is_taken_for_the_rejecting_one),
        cmocka_unit_test(a_message_has_a_bit_for_each_rule),
        cmocka_unit_test(texts_are_cut_where_the_buffer_ends),
        cmocka_unit_test(every_rule_is_found_by_its_id),
        cmocka_unit_test(a_waiting_request_has_room_for_the_state_of_its_exchange),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

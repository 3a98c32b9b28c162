/* Columns and run sets of a model: what shares a column, which sets get a bit. */
#include "../../gen/classes.h"
#include "../support/cmocka_all.h"
#include "parley_machine.h"

#include <stdlib.h>
#include <string.h>

enum { INPUTS = 256, STATES = 70 };

static grammar_file file = {.path = (char[]){"x.rl"}};
static grammar_machine machine = {.name = (char[]){"toy_x"}};
static uint16_t next[STATES * INPUTS], action[STATES * INPUTS];

/* A model that rejects everything, to be filled in. */
static model model_blank(grammar *g, size_t n_states) {
    memset(next, 0, sizeof next);
    memset(action, 0, sizeof action);
    *g = (grammar){.files = &file, .n_files = 1, .machines = &machine, .n_machines = 1};
    return (model){.g = g,
                   .n_states = n_states,
                   .start = 1,
                   .n_inputs = INPUTS,
                   .next = next,
                   .action = action,
                   .reads_bytes = true};
}

static bool classes_of(const model *m, class_table *c, unsigned *errors) {
    report r = {.out = fopen("/dev/null", "w")};
    assert_non_null(r.out);
    bool ok = classes_build(c, m, &r);
    *errors = r.errors;
    assert_int_equal(fclose(r.out), 0);
    report_free(&r);
    return ok;
}

static void equal_inputs_share_a_column(void **state) {
    (void)state;
    grammar g;
    class_table c;
    unsigned errors;
    model m = model_blank(&g, 3);
    for (size_t i = '0'; i <= '9'; i++)
        next[INPUTS + i] = 2;
    next[INPUTS + 'x'] = 2;
    action[INPUTS + 'x'] = 1;
    assert_true(classes_of(&m, &c, &errors));
    assert_int_equal(c.n_used, 3);
    assert_int_equal(c.n_columns, PARLEY_COLUMNS);
    assert_int_equal(c.column['0'], c.column['9']);
    assert_int_not_equal(c.column['0'], c.column['x']);
    assert_int_equal(c.column[0], 0);
    classes_free(&c);
}

static void run_is_a_loop_without_action(void **state) {
    (void)state;
    grammar g;
    class_table c;
    unsigned errors;
    model m = model_blank(&g, 3);
    next[INPUTS + 'a'] = 1;
    next[INPUTS + 'b'] = 1;
    action[INPUTS + 'b'] = 1;
    next[INPUTS + 'c'] = 2;
    assert_true(classes_of(&m, &c, &errors));
    assert_int_equal(c.run[0], 0);
    assert_int_not_equal(c.run[1], 0);
    assert_int_equal(c.run[2], 0);
    assert_int_equal(c.plane['a'] & c.run[1], c.run[1]);
    assert_int_equal(c.plane['b'], 0);
    assert_int_equal(c.plane['c'], 0);
    classes_free(&c);
}

static void largest_run_sets_get_the_bits(void **state) {
    (void)state;
    grammar g;
    class_table c;
    unsigned errors;
    model m = model_blank(&g, 41);
    for (size_t s = 1; s <= 40; s++) /* state s runs over s bytes */
        for (size_t i = 0; i < s; i++)
            next[s * INPUTS + i] = (uint16_t)s;
    assert_true(classes_of(&m, &c, &errors));
    for (size_t s = 1; s <= 40; s++) {
        if (s <= 8)
            assert_int_equal(c.run[s], 0);
        else
            assert_int_equal(c.run[s] & (c.run[s] - 1), 0);
        for (size_t i = 0; s > 8 && i < 256; i++)
            assert_int_equal((c.plane[i] & c.run[s]) != 0, i < s);
    }
    classes_free(&c);
}

static void too_many_columns_are_refused(void **state) {
    (void)state;
    grammar g;
    class_table c;
    unsigned errors;
    model m = model_blank(&g, 66);
    for (size_t i = 0; i < 65; i++)
        next[INPUTS + i] = (uint16_t)(i + 1);
    assert_false(classes_of(&m, &c, &errors));
    assert_int_equal(errors, 1);
    classes_free(&c);
    m.reads_bytes = false; /* symbols only: rows may be longer */
    assert_true(classes_of(&m, &c, &errors));
    assert_int_equal(c.n_columns, 66);
    classes_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_inputs_share_a_column),
        cmocka_unit_test(run_is_a_loop_without_action),
        cmocka_unit_test(largest_run_sets_get_the_bits),
        cmocka_unit_test(too_many_columns_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

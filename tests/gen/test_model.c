/* The model of a machine, from XML written by hand: numbering, stripped markers, which rule counts,
 * what the end of the stream means, what is expected. */
#include "../../gen/model.h"
#include "../support/cmocka_all.h"
#include "parley_machine.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* name := "a"+ ":" with a fault outside, one inside, and one at the end. */
static const char source[] =
    "%%%%{\nmachine toy_x;\nalphtype short;\nimport \"%s/tests/gen/good/symbols.h\";\n"
    "action bad_field_syntax {} action bad_line_cut {} action ev_name {} action mark {}\n"
    "name = ( \"a\"+ ) $!bad_field_syntax;\n"
    "main := ( name \":\" ) $!bad_line_cut @ev_name $mark $/bad_chat_length;\n"
    "action bad_chat_length {}\n}%%%%\n";

/* Uses in the order of the text: u0 bad_field_syntax, u1 bad_line_cut, u2 ev_name, u3 mark, u4
 * bad_chat_length; definitions: 0 name, 1 main. States stand in another order than they are met. */
static const char xml[] =
    "<ragel><ragel_def name=\"toy_x\"><machine><action_list>"
    "<action id=\"0\" name=\"xB_0\"/><action id=\"1\" name=\"xF_0\"/><action id=\"2\" "
    "name=\"xT_0\"/>"
    "<action id=\"3\" name=\"xM_1\"/><action id=\"4\" name=\"u0_bad_field_syntax\"/>"
    "<action id=\"5\" name=\"u1_bad_line_cut\"/><action id=\"6\" name=\"u2_ev_name\"/>"
    "<action id=\"7\" name=\"u3_mark\"/><action id=\"8\" "
    "name=\"u4_bad_chat_length\"/></action_list>"
    "<action_table_list><action_table id=\"0\" length=\"3\">5 4 0</action_table>"
    "<action_table id=\"1\" length=\"2\">2 7</action_table><action_table id=\"2\" length=\"4\">1 3 "
    "4 5</action_table>"
    "<action_table id=\"3\" length=\"3\">7 6 7</action_table>"
    "<action_table id=\"4\" length=\"5\">1 3 4 5 8</action_table></action_table_list>"
    "<start_state>3</start_state><error_state>0</error_state><state_list length=\"4\">"
    "<state id=\"0\"><trans_list length=\"0\"></trans_list></state>"
    "<state id=\"1\" final=\"t\"><trans_list length=\"0\"></trans_list></state>"
    "<state id=\"2\"><state_actions>x x 4</state_actions><trans_list length=\"4\">"
    "<t>-32768 57 x 2</t><t>58 58 1 3</t><t>97 97 2 1</t><t>98 32767 x 2</t></trans_list></state>"
    "<state id=\"3\"><state_actions>x x 0</state_actions><trans_list length=\"3\">"
    "<t>-32768 96 x 0</t><t>97 97 2 1</t><t>98 32767 x 0</t></trans_list></state>"
    "</state_list></machine></ragel_def></ragel>";

typedef struct built {
    grammar g;
    rule_table rules;
    xml_document d;
    model m;
    report r;
} built;

static int build(void **state) {
    static built b;
    char path[] = "/tmp/parley-model-XXXXXX", here[4096], content[8192];
    memset(&b, 0, sizeof b);
    b.r.out = stderr;
    if (getcwd(here, sizeof here) == NULL) return -1;
    int f = mkstemp(path), n = snprintf(content, sizeof content, source, here);
    if (f < 0 || n < 0 || (size_t)n >= sizeof content || write(f, content, (size_t)n) != n ||
        close(f) != 0)
        return -1;
    bool ok = grammar_read(&b.g, path, &b.r) &&
              rules_read(&b.rules, "tests/gen/good/rules.tsv", &b.r) &&
              xml_read(&b.d, xml, sizeof xml - 1, "x", &b.r) &&
              model_build(&b.m, &b.g, 0, &b.d.machines[0], &b.rules, &b.r);
    *state = &b;
    return unlink(path) != 0 || !ok;
}

static int build_free(void **state) {
    built *b = *state;
    model_free(&b->m);
    xml_free(&b->d);
    rules_free(&b->rules);
    grammar_free(&b->g);
    report_free(&b->r);
    return 0;
}

static void ops_are(const model *m, size_t list, const uint16_t *ops, size_t n) {
    assert_int_equal(m->lists[list].n, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(m->lists[list].ops[i], ops[i]);
}

static uint16_t rule_op(const built *b, const char *name) {
    return PARLEY_OP(PARLEY_OP_RULE, (unsigned)rules_find(&b->rules, name));
}

static void states_are_numbered_as_they_are_met(void **state) {
    const model *m = &((built *)*state)->m;
    assert_int_equal(m->n_states, 4);
    assert_int_equal(m->start, 1);
    assert_int_equal(m->next[1 * m->n_inputs + 'a'], 2);
    assert_int_equal(m->next[2 * m->n_inputs + 'a'], 2);
    assert_int_equal(m->next[2 * m->n_inputs + ':'], 3);
    assert_true(m->final[3]);
    assert_string_equal(m->name, "toy.x");
}

static void markers_become_definitions_in_force(void **state) {
    const model *m = &((built *)*state)->m;
    size_t n = m->g->n_definitions;
    assert_int_equal(n, 2);
    assert_int_equal(m->status[1 * n + 0], IN_BEGINS | READS_ON);
    assert_int_equal(m->status[2 * n + 0], MAY_END | READS_ON);
    assert_int_equal(m->status[2 * n + 1], IN_MIDDLE);
    assert_true(model_reads(m, 1, 'a', 0));
    assert_false(model_reads(m, 2, ':', 0));
}

static void actions_keep_their_order_and_come_once(void **state) {
    const model *m = &((built *)*state)->m;
    const uint16_t mark = PARLEY_OP(PARLEY_OP_MARK, 0),
                   both[] = {mark, PARLEY_OP(PARLEY_OP_EVENT, 1)};
    ops_are(m, m->action[1 * m->n_inputs + 'a'], &mark, 1);
    ops_are(m, m->action[2 * m->n_inputs + ':'], both, 2);
}

static void innermost_rule_counts_whatever_its_place_in_the_list(void **state) {
    const built *b = *state;
    const uint16_t inner = rule_op(b, "field_syntax");
    ops_are(&b->m, b->m.action[1 * b->m.n_inputs + 'x'], &inner, 1);
    ops_are(&b->m, b->m.action[2 * b->m.n_inputs + 'x'], &inner, 1);
}

static void end_actions_go_before_error_actions_at_the_end(void **state) {
    const built *b = *state;
    const uint16_t inner = rule_op(b, "field_syntax"), own = rule_op(b, "chat_length");
    ops_are(&b->m, b->m.end_action[1], &inner, 1);
    ops_are(&b->m, b->m.end_action[2], &own, 1);
    assert_int_equal(b->m.end_action[3], 0);
}

static void symbols_that_nobody_reads_take_no_room(void **state) {
    const model *m = &((built *)*state)->m;
    assert_int_equal(m->n_inputs, 256);
}

static void expected_is_what_leads_to_the_end(void **state) {
    const model *m = &((built *)*state)->m;
    assert_true(model_expects(m, 1, 'a'));
    assert_true(model_expects(m, 2, ':'));
    assert_false(model_expects(m, 1, ':'));
}

static void broken_xml_is_refused(void **state) {
    (void)state;
    static const char *const documents[] = {
        "",
        "<ragel>",
        "<ragel_def name=\"x\"><start_state>0</start_state></ragel_def>",
        "<ragel_def name=\"x\"><start_state>7</start_state><state_list><state "
        "id=\"0\"/></state_list></ragel_def>",
        "<ragel_def name=\"x\"><start_state>0</start_state><state_list><state "
        "id=\"0\"><trans_list><t>0 1 9 x</t>"
        "</trans_list></state></state_list></ragel_def>",
        "<ragel_def name=\"x\"><start_state>0</start_state><state_list><state "
        "id=\"0\"><trans_list><t>0 1 0 4</t>"
        "</trans_list></state></state_list></ragel_def>",
        "<ragel_def name=\"x\"><start_state>0</start_state><state_list><state "
        "id=\"0\"><trans_list><t>junk</t>"
        "</trans_list></state></state_list></ragel_def>"};
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        xml_document d = {NULL, 0, 0};
        report r = {.out = fopen("/dev/null", "w")};
        assert_non_null(r.out);
        assert_false(xml_read(&d, documents[i], strlen(documents[i]), "x", &r));
        assert_int_equal(r.errors, 1);
        assert_int_equal(fclose(r.out), 0);
        report_free(&r);
        xml_free(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_numbered_as_they_are_met),
        cmocka_unit_test(markers_become_definitions_in_force),
        cmocka_unit_test(actions_keep_their_order_and_come_once),
        cmocka_unit_test(innermost_rule_counts_whatever_its_place_in_the_list),
        cmocka_unit_test(end_actions_go_before_error_actions_at_the_end),
        cmocka_unit_test(symbols_that_nobody_reads_take_no_room),
        cmocka_unit_test(expected_is_what_leads_to_the_end),
        cmocka_unit_test(broken_xml_is_refused),
    };
    return cmocka_run_group_tests(tests, build, build_free);
}

/* Conversations by the thousand, each from its seed: right ones, spoiled ones, cut ones, ones with
 * holes. PARLEY_MANY makes so many of them, PARLEY_SEED only one. */
#include "../support/cmocka_all.h"
#include "events.h"
#include "generate.h"
#include "judge.h"
#include <stdlib.h>
#include <string.h>

enum { CONVERSATIONS = 3000, LARGE = 40 };

static uint64_t number_of(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

/* So that a seed means the same in all tests. */
static void for_each_seed(void (*try)(uint64_t seed, bool large)) {
    uint64_t n = number_of("PARLEY_MANY", CONVERSATIONS), only = number_of("PARLEY_SEED", 0);
    for (uint64_t seed = 1; only == 0 && seed <= n; seed++)
        try(seed, seed % LARGE == 0);
    if (only != 0) try(only, only % LARGE == 0);
}

static plan *plan_for(uint64_t seed, bool large) {
    static plan p;
    plan_make(&p, seed, large);
    return &p;
}

/* ---- the reading against the one who made it ---- */

static bool is_grave(const expected *e) {
    return rule_level(e->rule) == PARLEY_ERROR ||
           (rule_level(e->rule) == PARLEY_WARNING && strcmp(e->rule, "message.open-at-end") != 0);
}

static void right_one_reads_well(uint64_t seed, bool large) {
    dialog d;
    plan_write(plan_for(seed, large), &d);
    dialog_title(&d, "seed %llu, as it should be", (unsigned long long)seed);
    opinion o = {.n = 0};
    expect_frames(&d, &o);
    for (size_t i = 0; i < o.n; i++) {
        if (!is_grave(&o.list[i])) continue;
        dialog_print(&d);
        opinion_print(&o);
        fail_msg("seed %llu: %s in a conversation without fault", (unsigned long long)seed,
                 o.list[i].rule);
    }
    dialog_free(&d);
}

static void the_reading_finds_no_fault_in_what_is_right(void **state) {
    (void)state;
    for_each_seed(right_one_reads_well);
}

static unsigned n_spoiled;

static void spoiled_one_reads_badly(uint64_t seed, bool large) {
    plan *p = plan_for(seed, large);
    if (!plan_spoil(p)) return;
    n_spoiled++;
    dialog d;
    plan_write(p, &d);
    dialog_title(&d, "seed %llu with %s", (unsigned long long)seed, p->spoiled);
    opinion o = {.n = 0};
    expect_frames(&d, &o);
    if (opinion_find(&o, p->rule, p->by) == NULL) {
        dialog_print(&d);
        opinion_print(&o);
        fail_msg("seed %llu: %s by %s is not found", (unsigned long long)seed, p->rule,
                 parley_side_name(p->by));
    }
    dialog_free(&d);
}

static void the_reading_finds_what_was_spoiled(void **state) {
    (void)state;
    n_spoiled = 0;
    for_each_seed(spoiled_one_reads_badly);
    if (getenv("PARLEY_SEED") == NULL)
        assert_true(n_spoiled > number_of("PARLEY_MANY", CONVERSATIONS) / 3);
}

/* ---- libparley against the reading ---- */

static void right_one_judged(uint64_t seed, bool large) {
    dialog d;
    plan_write(plan_for(seed, large), &d);
    dialog_title(&d, "seed %llu, as it should be", (unsigned long long)seed);
    judge_dialog(&d);
    events_check(&d);
    dialog_free(&d);
}

static void what_is_right_is_judged_so(void **state) {
    (void)state;
    for_each_seed(right_one_judged);
}

static void spoiled_one_judged(uint64_t seed, bool large) {
    plan *p = plan_for(seed, large);
    if (!plan_spoil(p)) return;
    bool twice = draw(&p->seed, 3) == 0 && plan_spoil(p);
    dialog d;
    plan_write(p, &d);
    dialog_title(&d, "seed %llu with %s%s", (unsigned long long)seed, p->spoiled,
                 twice ? " (and before that, something else)" : "");
    judge_dialog(&d);
    dialog_free(&d);
}

static void what_is_spoiled_is_judged_so(void **state) {
    (void)state;
    for_each_seed(spoiled_one_judged);
}

static void cut_one_judged(uint64_t seed, bool large) {
    plan *p = plan_for(seed, large);
    if (draw(&p->seed, 2) == 0) (void)plan_spoil(p);
    dialog whole, d;
    plan_write(p, &whole);
    uint64_t n = draw(&p->seed, dialog_length(&whole) + 1);
    dialog_cut(&whole, n, &d);
    static const parley_input_kind kinds[] = {PARLEY_FIN, PARLEY_RESET, PARLEY_STOP};
    const parley_input_kind kind = kinds[draw(&p->seed, 3)];
    const parley_side side = (parley_side)draw(&p->seed, 2);
    dialog_title(&d, "seed %llu with %s, cut after %llu bytes", (unsigned long long)seed,
                 p->spoiled, (unsigned long long)n);
    if (kind != PARLEY_STOP && !d.ended[side]) dialog_happens(&d, kind, side, SEEN_NOW);
    if (kind == PARLEY_FIN && draw(&p->seed, 2) == 0 && !d.ended[1 - side])
        dialog_happens(&d, kind, (parley_side)(1 - side), SEEN_NOW);
    dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
    judge_dialog(&d);
    dialog_free(&d);
    dialog_free(&whole);
}

static void what_is_cut_is_judged_so(void **state) {
    (void)state;
    for_each_seed(cut_one_judged);
}

static void holed_one_judged(uint64_t seed, bool large) {
    plan *p = plan_for(seed, large);
    if (draw(&p->seed, 2) == 0) (void)plan_spoil(p);
    dialog whole, d;
    plan_write(p, &whole);
    const parley_side side = (parley_side)draw(&p->seed, 2);
    uint64_t said = whole.n[side] - whole.begin[side];
    if (said > 0) {
        uint64_t begin = whole.begin[side] + draw(&p->seed, said);
        uint64_t room = whole.n[side] - begin;
        uint64_t n = 1 + draw(&p->seed, draw(&p->seed, 2) == 0 || room < 9 ? room : 9);
        dialog_hole(&whole, side, begin, begin + n, &d);
        dialog_title(&d, "seed %llu with %s, %s lacks %llu bytes from %llu",
                     (unsigned long long)seed, p->spoiled, parley_side_name(side),
                     (unsigned long long)n, (unsigned long long)begin);
        judge_dialog(&d);
        dialog_free(&d);
    }
    dialog_free(&whole);
}

static void what_has_holes_is_judged_so(void **state) {
    (void)state;
    for_each_seed(holed_one_judged);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reading_finds_no_fault_in_what_is_right),
        cmocka_unit_test(the_reading_finds_what_was_spoiled),
        cmocka_unit_test(what_is_right_is_judged_so),
        cmocka_unit_test(what_is_spoiled_is_judged_so),
        cmocka_unit_test(what_is_cut_is_judged_so),
        cmocka_unit_test(what_has_holes_is_judged_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

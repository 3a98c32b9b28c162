/* Opinions about a conversation: what must be said of it, and what may be. */
#include "expect.h"
#include "../support/cmocka_all.h"
#include "reading.h"
#include <stdlib.h>
#include <string.h>

static expected *opinion_add(opinion *o, const char *rule, parley_side side, uint64_t from,
                             uint64_t to) {
    assert_true(rule_level(rule) >= 0 || strncmp(rule, "http1.", 6) == 0);
    assert_true(o->n < EXPECTED_MAX);
    expected *e = &o->list[o->n++];
    *e = (expected){.rule = rule, .side = side, .from = from, .to = to, .when = SIZE_MAX};
    return e;
}

expected *opinion_must(opinion *o, const char *rule, parley_side side, uint64_t at) {
    expected *e = opinion_add(o, rule, side, at, at);
    e->must = true;
    return e;
}

expected *opinion_may(opinion *o, const char *rule, parley_side side, uint64_t from, uint64_t to) {
    return opinion_add(o, rule, side, from, to);
}

const expected *opinion_find(const opinion *o, const char *rule, parley_side side) {
    for (size_t i = 0; i < o->n; i++)
        if (o->list[i].must && o->list[i].side == side && strcmp(o->list[i].rule, rule) == 0)
            return &o->list[i];
    return NULL;
}

bool opinion_has_error(const opinion *o, parley_side side, size_t until) {
    for (size_t i = 0; i < o->n; i++)
        if (o->list[i].side == side && o->list[i].when <= until &&
            rule_level(o->list[i].rule) == PARLEY_ERROR)
            return true;
    return false;
}

size_t happening_of(const dialog *d, parley_side side, uint64_t at) {
    for (size_t i = 0; i < d->count; i++) {
        const happening *h = &d->list[i];
        if (h->side == side && at >= h->from && at < h->from + h->length) return i;
    }
    return d->count;
}

static void expect_verdict(const direction both[2], opinion *o) {
    const dialog *d = both[0].d;
    bool reset = false, sure = false, unsure = false;
    for (size_t i = 0; i < d->count; i++)
        if (d->list[i].kind == PARLEY_RESET) reset = true;
    for (size_t i = 0; i < o->n; i++)
        if (rule_level(o->list[i].rule) == PARLEY_ERROR)
            *(o->list[i].must ? &sure : &unsure) = true;
    unsigned verdicts;
    bool ended = reset || (d->ended[0] && d->ended[1]);
    if (!ended)
        verdicts = 1u << PARLEY_UNFINISHED;
    else
        verdicts = 1u << PARLEY_CONFORMS;
    /* Both have said Close, and TCP is open yet: over or not, that is a matter of words. */
    if (!ended && both[0].closed && both[1].closed) verdicts |= 1u << PARLEY_CONFORMS;
    for (int i = 0; i < 2; i++) {
        if (ended && both[i].open != 0 && !both[i].open_at_close)
            verdicts = 1u << PARLEY_UNFINISHED;
        if (ended && (both[i].partial || both[i].open_at_close || both[i].fog))
            verdicts |= 1u << PARLEY_UNFINISHED;
    }
    for (int i = 0; i < 2; i++) {
        if (both[i].content_lost || both[i].control_lost) verdicts |= 1u << PARLEY_UNDECIDED;
        if (both[i].lost) verdicts = 1u << PARLEY_UNDECIDED;
    }
    if ((d->flags & PARLEY_ONE_SIDED) != 0)
        verdicts |= 1u << PARLEY_UNDECIDED | 1u << PARLEY_CONFORMS;
    if (unsure) verdicts |= 1u << PARLEY_DEVIATES;
    o->verdicts = sure ? 1u << PARLEY_DEVIATES : verdicts;
}

void expect_frames(const dialog *d, opinion *o) {
    direction both[2];
    memset(both, 0, sizeof both);
    for (int side = 0; side < 2; side++) {
        both[side].d = d;
        both[side].o = o;
        both[side].side = (parley_side)side;
        direction_read(&both[side]);
    }
    turns_read(both);
    expect_verdict(both, o);
    free(both[0].frames);
    free(both[1].frames);
}

void opinion_print(const opinion *o) {
    print_error("  second reading: one of");
    for (int v = PARLEY_CONFORMS; v <= PARLEY_UNDECIDED; v++)
        if ((o->verdicts & 1u << v) != 0)
            print_error(" %s", parley_verdict_name((parley_verdict)v));
    print_error("\n");
    for (size_t i = 0; i < o->n; i++) {
        const expected *e = &o->list[i];
        print_error("    %s %s by %s at %llu", e->must ? "must" : "may ", e->rule,
                    e->either_side ? "either" : parley_side_name(e->side),
                    (unsigned long long)e->from);
        if (e->to != e->from) print_error(" to %llu", (unsigned long long)e->to);
        print_error("\n");
    }
}

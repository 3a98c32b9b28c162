/* Computes where each state is: the innermost definition in force. */
#include "words.h"

#include <stdlib.h>
#include <string.h>

typedef bool (*place_test)(const model *m, size_t state, size_t d);

uint8_t place_status(const model *m, size_t state, size_t d) {
    return m->status[state * m->g->n_definitions + d];
}

bool place_encloses(const model *m, size_t a, size_t b) {
    return m->encloses[a * m->g->n_definitions + b];
}

bool place_inside(const model *m, size_t state, size_t d) {
    uint8_t status = place_status(m, state, d);
    if ((status & IN_MIDDLE) != 0) return true;
    return (status & READS_ON) != 0 && (status & IN_BEGINS) == 0;
}

static bool begins(const model *m, size_t state, size_t d) {
    return (place_status(m, state, d) & IN_BEGINS) != 0;
}

/* It passes the test, and nothing that it is made of does. */
static bool is_minimal(const model *m, size_t state, size_t d, place_test test) {
    if (!test(m, state, d)) return false;
    for (size_t e = 0; e < m->g->n_definitions; e++)
        if (place_encloses(m, d, e) && test(m, state, e)) return false;
    return true;
}

/* How many minimal ones there are within limit; *one is the last of them. */
static size_t count_minimal(const model *m, size_t state, place_test test, size_t limit,
                            size_t *one) {
    size_t n = 0;
    for (size_t d = 0; d < m->g->n_definitions; d++) {
        if (limit != GRAMMAR_NONE && !place_encloses(m, limit, d)) continue;
        if (!is_minimal(m, state, d, test)) continue;
        *one = d;
        n++;
    }
    return n;
}

/* The innermost that passes the test and is made of all minimal ones; main if none is. */
static size_t common_encloser(const model *m, size_t state, place_test test) {
    size_t best = GRAMMAR_NONE, n = m->g->n_definitions;
    for (size_t d = 0; d < n; d++) {
        if (!test(m, state, d)) continue;
        bool all = true;
        for (size_t e = 0; e < n && all; e++)
            all = !is_minimal(m, state, e, test) || place_encloses(m, d, e) || d == e;
        if (all && (best == GRAMMAR_NONE || place_encloses(m, best, d))) best = d;
    }
    return best == GRAMMAR_NONE ? m->g->machines[m->machine].main : best;
}

/* Does a read all that b reads in this state? */
static bool reads_all_of(const model *m, size_t state, size_t a, size_t b) {
    for (size_t i = 0; i < m->n_inputs; i++)
        if (model_reads(m, state, i, b) && !model_reads(m, state, i, a)) return false;
    return true;
}

/* Does it read all that can be expected here? */
static bool covers(const model *m, size_t state, size_t d) {
    for (size_t i = 0; i < m->n_inputs; i++)
        if (model_expects(m, state, i) && !model_reads(m, state, i, d)) return false;
    return true;
}

/* Of several that one is inside of at once, the one that can go on with all that the others can. */
static size_t widest_inside(const model *m, size_t state) {
    size_t n = m->g->n_definitions;
    for (size_t d = 0; d < n; d++) {
        if (!is_minimal(m, state, d, place_inside)) continue;
        bool widest = true;
        for (size_t e = 0; e < n && widest; e++)
            widest =
                e == d || !is_minimal(m, state, e, place_inside) || reads_all_of(m, state, d, e);
        if (widest) return d;
    }
    return GRAMMAR_NONE;
}

/* The outermost around d that one is inside of and that lies within limit; limit itself if it is as
 * far as d: it goes on with the same, and ends where d ends. */
static size_t promote(const model *m, size_t state, size_t d, size_t limit) {
    size_t best = d;
    bool same_end = ((place_status(m, state, d) ^ place_status(m, state, limit)) & MAY_END) == 0;
    bool is_main = m->g->definitions[limit].is_main;
    if (!is_main && same_end && reads_all_of(m, state, d, limit)) return limit;
    for (size_t e = 0; e < m->g->n_definitions; e++)
        if (place_encloses(m, e, best) && place_encloses(m, limit, e) && place_inside(m, state, e))
            best = e;
    return best;
}

static bool waits(const model *m, size_t state, size_t d) {
    uint8_t both = IN_BEGINS | MAY_END;
    return (place_status(m, state, d) & both) == both;
}

/* What begins within limit and has all that can be expected. Where symbols are read, a repetition
 * that may begin and end here is where one waits. */
static size_t begun_place(const model *m, size_t state, size_t limit) {
    size_t one = GRAMMAR_NONE;
    if (count_minimal(m, state, begins, limit, &one) == 1 && covers(m, state, one)) return one;
    if (!m->reads_bytes && count_minimal(m, state, waits, limit, &one) == 1) return one;
    return GRAMMAR_NONE;
}

/* At the very beginning one is inside of nothing: the innermost that begins with all that can be
 * expected. */
static size_t first_place(const model *m, size_t state) {
    size_t main = m->g->machines[m->machine].main, best = begun_place(m, state, GRAMMAR_NONE);
    if (best != GRAMMAR_NONE) return best;
    best = common_encloser(m, state, begins);
    while (best != main && !covers(m, state, best)) {
        size_t next = main;
        for (size_t d = 0; d < m->g->n_definitions; d++)
            if (place_encloses(m, d, best) && begins(m, state, d) && place_encloses(m, next, d))
                next = d;
        best = next;
    }
    return best;
}

/* What has just ended; main where nothing has. */
static size_t ended_place(const model *m, size_t state) {
    size_t last = m->g->machines[m->machine].main;
    for (size_t d = 0; d < m->g->n_definitions; d++)
        if ((place_status(m, state, d) & MAY_END) != 0 && place_encloses(m, last, d)) last = d;
    return last;
}

/* Where a definition cannot end yet, whatever it does not read belongs to another reading of the
 * same bytes: the place is what holds both. */
static size_t climb(const model *m, size_t state, size_t d) {
    size_t main = m->g->machines[m->machine].main, at = d;
    while (at != main && (place_status(m, state, at) & MAY_END) == 0 && !covers(m, state, at)) {
        size_t next = main;
        for (size_t e = 0; e < m->g->n_definitions; e++)
            if (place_encloses(m, e, at) && place_inside(m, state, e) && place_encloses(m, next, e))
                next = e;
        at = next;
    }
    return at == main ? d : at;
}

size_t place_where(const model *m, size_t state) {
    size_t one = GRAMMAR_NONE;
    size_t inside = count_minimal(m, state, place_inside, GRAMMAR_NONE, &one);
    if (inside == 0)
        return count_minimal(m, state, begins, GRAMMAR_NONE, &one) == 0 ? ended_place(m, state)
                                                                        : first_place(m, state);
    if (inside > 1) {
        size_t common = common_encloser(m, state, place_inside), widest = widest_inside(m, state);
        one = widest == GRAMMAR_NONE ? common : promote(m, state, widest, common);
    }
    one = climb(m, state, one);
    size_t begun = begun_place(m, state, one);
    return begun == GRAMMAR_NONE ? one : begun;
}

size_t place_within(const model *m, size_t state, size_t where) {
    size_t best = GRAMMAR_NONE;
    for (size_t d = 0; d < m->g->n_definitions; d++) {
        if (!place_encloses(m, d, where) || place_status(m, state, d) == 0) continue;
        if (best == GRAMMAR_NONE || place_encloses(m, best, d)) best = d;
    }
    return best == GRAMMAR_NONE ? where : best;
}

/* Finds classes of inputs and run sets. */
#include "classes.h"

#include "parley_machine.h"
#include <stdlib.h>
#include <string.h>

#define RUN_SETS 32 /* bits of a plane */

typedef struct run_set {
    uint8_t has[256];
    size_t size, first_state;
} run_set;

static bool same_column(const model *m, size_t a, size_t b) {
    for (size_t s = 0; s < m->n_states; s++) {
        size_t row = s * m->n_inputs;
        if (m->next[row + a] != m->next[row + b] || m->action[row + a] != m->action[row + b])
            return false;
    }
    return true;
}

static void find_columns(class_table *c, const model *m) {
    for (size_t i = 0; i < m->n_inputs; i++) {
        size_t k = 0;
        while (k < c->n_used && !same_column(m, c->sample[k], i))
            k++;
        if (k == c->n_used) c->sample[c->n_used++] = i;
        c->column[i] = (uint16_t)k;
    }
}

static void state_run(const model *m, size_t s, run_set *set) {
    memset(set, 0, sizeof *set);
    set->first_state = s;
    for (size_t i = 0; i < 256; i++) {
        size_t at = s * m->n_inputs + i;
        set->has[i] = m->next[at] == s && m->action[at] == 0;
        set->size += set->has[i];
    }
}

static int compare_runs(const void *a, const void *b) {
    const run_set *x = a, *y = b;
    if (x->size != y->size) return x->size > y->size ? -1 : 1;
    return x->first_state < y->first_state ? -1 : x->first_state > y->first_state;
}

/* At most 32 sets get a bit; the largest save most. */
static void find_runs(class_table *c, const model *m) {
    run_set *sets = mem_zero(m->n_states, sizeof *sets);
    size_t n = 0;
    for (size_t s = 1; s < m->n_states; s++) {
        state_run(m, s, &sets[n]);
        size_t k = 0;
        while (k < n && memcmp(sets[k].has, sets[n].has, 256) != 0)
            k++;
        if (k == n && sets[n].size != 0) n++;
    }
    if (n > 1) qsort(sets, n, sizeof *sets, compare_runs);
    if (n > RUN_SETS) n = RUN_SETS;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < 256; i++)
            if (sets[k].has[i]) c->plane[i] |= (uint32_t)1 << k;
    for (size_t s = 1; s < m->n_states; s++) {
        run_set own;
        state_run(m, s, &own);
        for (size_t k = 0; k < n; k++)
            if (memcmp(sets[k].has, own.has, 256) == 0) c->run[s] = (uint32_t)1 << k;
    }
    free(sets);
}

bool classes_build(class_table *c, const model *m, report *r) {
    memset(c, 0, sizeof *c);
    c->column = mem_zero(m->n_inputs, sizeof *c->column);
    c->sample = mem_zero(m->n_inputs, sizeof *c->sample);
    c->run = mem_zero(m->n_states, sizeof *c->run);
    find_columns(c, m);
    find_runs(c, m);
    c->n_columns = c->n_used > PARLEY_COLUMNS ? c->n_used : PARLEY_COLUMNS;
    const grammar_machine *own = &m->g->machines[m->machine];
    if (m->reads_bytes && c->n_used > PARLEY_COLUMNS) {
        report_error(
            r, m->g->files[0].path, own->line,
            "machine %s tells %zu classes of bytes and symbols apart; a row has %d columns; split "
            "the machine, or read names with fewer literals",
            own->name, c->n_used, PARLEY_COLUMNS);
        return false;
    }
    if (c->n_used > 256) {
        report_error(r, m->g->files[0].path, own->line,
                     "machine %s tells %zu symbols apart; tables hold 256; split the machine",
                     own->name, c->n_used);
        return false;
    }
    return true;
}

void classes_free(class_table *c) {
    free(c->column);
    free(c->sample);
    free(c->run);
    memset(c, 0, sizeof *c);
}

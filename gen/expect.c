/* What is expected in a state: inputs that begin or go on with a way to the end on which no rule is
 * broken. A byte that is let in only so that a later one can name the fault is accepted, but not
 * expected. */
#include "model.h"

#include "parley_machine.h"
#include <stdlib.h>

static bool breaks_rule(const model *m, size_t at) {
    return model_has_op(m, m->action[at], PARLEY_OP_RULE) ||
           model_has_op(m, m->action[at], PARLEY_OP_LATE);
}

/* States from which an end can be reached without breaking a rule. */
static bool *find_good(const model *m) {
    bool *good = mem_zero(m->n_states, sizeof *good);
    for (size_t s = 1; s < m->n_states; s++)
        good[s] = m->final[s] && !model_has_op(m, m->end_action[s], PARLEY_OP_RULE);
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t s = m->n_states - 1; s > 0; s--) {
            for (size_t i = 0; i < m->n_inputs && !good[s]; i++) {
                size_t at = s * m->n_inputs + i;
                if (m->next[at] != 0 && good[m->next[at]] && !breaks_rule(m, at))
                    good[s] = grown = true;
            }
        }
    }
    return good;
}

void model_find_expected(model *m) {
    bool *good = find_good(m);
    m->expected = mem_zero(m->n_states * m->n_inputs, sizeof *m->expected);
    for (size_t s = 1; s < m->n_states; s++) {
        bool any = false;
        for (int strict = 1; strict >= 0 && !any; strict--)
            for (size_t i = 0; i < m->n_inputs; i++) {
                size_t at = s * m->n_inputs + i;
                bool fits = m->next[at] != 0 && !breaks_rule(m, at) &&
                            (strict == 0 || (good[s] && good[m->next[at]]));
                m->expected[at] = fits;
                any = any || fits;
            }
    }
    free(good);
}

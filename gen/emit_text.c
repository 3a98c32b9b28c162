/* The canonical text of a machine: what a reviewer reads to see what a change of the grammar did.
 */
#include "emit.h"

#include "parley_machine.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void text_ops(const model *m, size_t list, text *out) {
    for (size_t i = 0; i < m->lists[list].n; i++) {
        unsigned kind = PARLEY_OP_KIND(m->lists[list].ops[i]);
        unsigned operand = PARLEY_OP_OPERAND(m->lists[list].ops[i]);
        static const char *const plain[] = {"",     "mark", "",    "", "",
                                            "zero", "dec",  "hex", "", "bin"};
        text_add(out, i == 0 ? "" : " ");
        if (kind == PARLEY_OP_RULE || kind == PARLEY_OP_LATE) {
            text_addf(out, "%s_%s", kind == PARLEY_OP_RULE ? "bad" : "late",
                      m->rules->items[operand].plain);
            continue;
        }
        if (kind != PARLEY_OP_EVENT && kind != PARLEY_OP_ASK) {
            text_add(out, plain[kind]);
            continue;
        }
        const char *prefix = kind == PARLEY_OP_EVENT ? "EV_" : "ASK_";
        for (size_t k = 0; k < m->g->symbols.n; k++) {
            const symbol *s = &m->g->symbols.items[k];
            if (s->number != operand || strncmp(s->name, prefix, strlen(prefix)) != 0) continue;
            for (const char *c = s->name; *c != 0; c++)
                text_addf(out, "%c", tolower((unsigned char)*c));
            break;
        }
    }
}

static void text_status(const model *m, size_t state, text *out) {
    static const struct {
        uint8_t bit;
        const char *word;
    } kinds[] = {{IN_BEGINS, "begins"}, {IN_MIDDLE, "inside"}, {MAY_END, "may end"}};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        bool first = true;
        for (size_t d = 0; d < m->g->n_definitions; d++) {
            if ((m->status[state * m->g->n_definitions + d] & kinds[k].bit) == 0) continue;
            char *name = words_name(m->g->definitions[d].name);
            text_addf(out, "%s%s%s", first ? "    " : ", ", first ? kinds[k].word : "",
                      first ? ": " : "");
            text_add(out, name);
            free(name);
            first = false;
        }
        if (!first) text_add(out, "\n");
    }
}

/* Inputs that lead the same way with the same actions are one line. */
static bool same_edge(const model *m, size_t state, size_t a, size_t b) {
    size_t row = state * m->n_inputs;
    return m->next[row + a] == m->next[row + b] && m->action[row + a] == m->action[row + b];
}

static void text_inputs(const model *m, const set_list *sets, size_t state, size_t first,
                        bool *done, text *out) {
    bool bytes[256] = {false}, any = false;
    for (size_t i = first; i < 256; i++) {
        if (done[i] || !same_edge(m, state, first, i)) continue;
        bytes[i] = done[i] = any = true;
    }
    if (any) (void)sets_words(sets, bytes, out);
    for (size_t i = first < 256 ? 256 : first; i < m->n_inputs; i++) {
        if (done[i] || !same_edge(m, state, first, i)) continue;
        done[i] = true;
        const symbol *s = symbols_by_number(&m->g->symbols, (unsigned)i);
        if (s == NULL) continue;
        text_addf(out, "%s%s", any ? ", " : "", s->name);
        any = true;
    }
}

/* The refusal that most inputs of a state get: it is told last, as "anything else". */
static size_t usual_refusal(const model *m, size_t state) {
    size_t *count = mem_zero(m->n_lists, sizeof *count), best = 0;
    for (size_t i = 0; i < m->n_inputs; i++)
        if (!model_accepts(m, state, i)) count[m->action[state * m->n_inputs + i]]++;
    for (size_t k = 0; k < m->n_lists; k++)
        if (count[k] > count[best]) best = k;
    free(count);
    return best;
}

static void text_way(const model *m, size_t at, text *out) {
    if (m->next[at] == 0)
        text_add(out, " -> refused");
    else
        text_addf(out, " -> %u", m->next[at]);
    if (m->action[at] != 0) {
        text_add(out, " : ");
        text_ops(m, m->action[at], out);
    }
    text_add(out, "\n");
}

static void text_edges(const model *m, const set_list *sets, size_t state, text *out) {
    bool *done = mem_zero(m->n_inputs, sizeof *done);
    size_t usual = usual_refusal(m, state), last = m->n_inputs;
    for (size_t i = 0; i < m->n_inputs; i++) {
        size_t at = state * m->n_inputs + i;
        if (m->next[at] == 0 && m->action[at] == usual) {
            last = i;
            continue;
        }
        if (done[i]) continue;
        text_add(out, "    ");
        text_inputs(m, sets, state, i, done, out);
        text_way(m, at, out);
    }
    if (last != m->n_inputs && usual != 0) {
        text_add(out, "    anything else");
        text_way(m, state * m->n_inputs + last, out);
    }
    free(done);
}

void emit_text(const model *m, const class_table *c, const words *w, const set_list *sets,
               text *out) {
    emit_origin(m->g->files[0].path, "# ", "", out);
    text_addf(out, "machine %s: %zu states, %zu columns, %zu action lists\n", m->name,
              m->n_states - 1, c->n_used, m->n_lists - 1);
    for (size_t s = 1; s < m->n_states; s++) {
        char *name = words_name(m->g->definitions[w->where[s]].name);
        text_addf(out, "\n%zu in %s%s%s%s\n", s, name, s == m->start ? ", start" : "",
                  m->final[s] ? ", final" : "", c->run[s] != 0 ? ", runs" : "");
        free(name);
        text_status(m, s, out);
        text_edges(m, sets, s, out);
        if (m->end_action[s] != 0) {
            text_add(out, "    end : ");
            text_ops(m, m->end_action[s], out);
            text_add(out, "\n");
        }
        text_add(out, "    expected ");
        for (size_t i = w->expected_index[s]; i < w->expected_index[s + 1]; i++)
            text_addf(out, "%s%s", i == w->expected_index[s] ? "" : "; ",
                      w->phrases[w->expected[i]]);
        text_add(out, w->expected_index[s] == w->expected_index[s + 1] ? "nothing\n" : "\n");
    }
}

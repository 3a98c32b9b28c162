/* Drawings that people can read: of a machine that reads bytes its definitions, of one that reads
 * symbols its states. Never the raw byte machine. */
#include "emit.h"

#include "parley_machine.h"
#include <stdlib.h>
#include <string.h>

#define LABEL_MAX 60

static void dot_quoted(const char *s, text *out) {
    text_add(out, "\"");
    for (; *s != 0; s++) {
        if (*s == '"' || (*s == '\\' && s[1] != 'n')) text_add(out, "\\");
        text_addf(out, "%c", *s);
    }
    text_add(out, "\"");
}

/* Which node a state belongs to: its definition, or itself. */
static size_t dot_node(const model *m, const words *w, size_t state) {
    return m->reads_bytes ? w->where[state] : state;
}

static const char *turn_word(unsigned turn) {
    static const char *const names[] = {"nobody's turn", "client's turn", "server's turn",
                                        "either's turn"};
    return names[turn & 3];
}

static void dot_nodes(const model *m, const words *w, text *out) {
    size_t n = m->reads_bytes ? m->g->n_definitions : m->n_states;
    for (size_t node = 0; node < n; node++) {
        bool used = false, final = false;
        for (size_t s = 1; s < m->n_states; s++) {
            if (dot_node(m, w, s) != node) continue;
            used = true;
            final = final || m->final[s];
        }
        if (!used) continue;
        text label = {NULL, 0, 0};
        char *name = words_name(m->g->definitions[m->reads_bytes ? node : w->where[node]].name);
        text_add(&label, name);
        if (!m->reads_bytes) text_addf(&label, " %zu\\n%s", node, turn_word(w->turn[node]));
        text_addf(out, "    n%zu [label=", node);
        dot_quoted(label.data, out);
        text_addf(out, "%s];\n", final ? ", peripheries=2" : "");
        text_free(&label);
        free(name);
    }
}

/* All that leads from one node to another as it should, or only by breaking or noting a rule, in
 * words; "" if nothing does. */
static void dot_label(const model *m, const words *w, const set_list *sets, size_t from, size_t to,
                      bool expected, text *out) {
    bool bytes[256] = {false}, any = false;
    bool *symbols = mem_zero(m->n_inputs, sizeof *symbols);
    for (size_t s = 1; s < m->n_states; s++) {
        if (dot_node(m, w, s) != from) continue;
        for (size_t i = 0; i < m->n_inputs; i++) {
            size_t next = m->next[s * m->n_inputs + i];
            if (next == 0 || dot_node(m, w, next) != to || model_expects(m, s, i) != expected)
                continue;
            symbols[i] = true;
            if (i < 256) any = bytes[i] = true;
        }
    }
    if (any) (void)sets_words(sets, bytes, out);
    for (size_t i = 256; i < m->n_inputs; i++) {
        const symbol *s = symbols_by_number(&m->g->symbols, (unsigned)i);
        if (!symbols[i] || s == NULL) continue;
        text_add(out, out->length == 0 ? "" : m->reads_bytes ? ", " : "\\n");
        if (!m->reads_bytes && (symbol_owner(s) & 3) != 0)
            text_add(out, (symbol_owner(s) & PARLEY_OWNER_CLIENT) != 0 ? "client: " : "server: ");
        const char *told = strcmp(s->expected, "-") == 0 ? s->got : s->expected;
        text_add(out, m->reads_bytes ? s->name : told);
    }
    if (m->reads_bytes && out->length > LABEL_MAX) {
        out->length = LABEL_MAX;
        while (out->length != 0 && ((unsigned char)out->data[out->length] & 0xc0) == 0x80)
            out->length--;
        out->data[out->length] = 0;
        text_add(out, " ...");
    }
    free(symbols);
}

/* The arrow from one node to another; dashed where it breaks or notes a rule on the way. */
static void dot_edge(const model *m, const words *w, const set_list *sets, size_t from, size_t to,
                     bool expected, text *out) {
    text label = {NULL, 0, 0};
    dot_label(m, w, sets, from, to, expected, &label);
    if (label.length != 0) {
        text_addf(out, "    n%zu -> n%zu [label=", from, to);
        dot_quoted(label.data, out);
        text_add(out, expected ? "];\n" : ", style=dashed];\n");
    }
    text_free(&label);
}

void emit_dot(const model *m, const words *w, const set_list *sets, text *out) {
    size_t n = m->reads_bytes ? m->g->n_definitions : m->n_states;
    text_add(out, "digraph ");
    dot_quoted(m->name, out);
    text_add(out,
             " {\n    rankdir=LR;\n    node [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
             "    edge [fontname=\"sans-serif\", fontsize=10];\n    start [shape=point];\n");
    dot_nodes(m, w, out);
    text_addf(out, "    start -> n%zu;\n", dot_node(m, w, m->start));
    bool *present = mem_zero(n, sizeof *present);
    for (size_t s = 1; s < m->n_states; s++)
        present[dot_node(m, w, s)] = true;
    for (size_t from = 0; from < n; from++)
        for (size_t to = 0; to < n; to++) {
            if (!present[from] || !present[to]) continue;
            if (from == to && m->reads_bytes) continue;
            dot_edge(m, w, sets, from, to, true, out);
            if (from != to && !m->reads_bytes) dot_edge(m, w, sets, from, to, false, out);
        }
    text_add(out, "}\n");
    free(present);
}

/* Builds the model: strips markers, numbers states, resolves the vocabulary. */
#include "model.h"

#include "parley_machine.h"
#include "profile.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct builder {
    model *m;
    const xml_machine *x;
    rule_table *rules;
    report *r;
    uint16_t *op;   /* [actions] 0: a marker or not resolved */
    char *marker;   /* [actions] 'B' 'M' 'F' 'T', 0 for the author's */
    size_t *number; /* [actions] the definition of a marker, the use of an action */
    int *place;     /* [x states] breadth first, XML_NONE if not reached */
    int *order;     /* [states] back */
} builder;

char *model_display_name(const char *name) {
    char *s = mem_copy(name);
    bool first = true;
    for (char *c = s; *c != 0; c++) {
        if (*c != '_') continue;
        *c = first ? '.' : '-';
        first = false;
    }
    return s;
}

static bool op_is_rule(uint16_t op) {
    return PARLEY_OP_KIND(op) == PARLEY_OP_RULE || PARLEY_OP_KIND(op) == PARLEY_OP_LATE;
}

bool model_has_op(const model *m, size_t list, unsigned kind) {
    for (size_t i = 0; i < m->lists[list].n; i++)
        if (PARLEY_OP_KIND(m->lists[list].ops[i]) == kind) return true;
    return false;
}

bool model_accepts(const model *m, size_t state, size_t input) {
    return m->next[state * m->n_inputs + input] != 0;
}

bool model_expects(const model *m, size_t state, size_t input) {
    return m->expected[state * m->n_inputs + input];
}

bool model_reads(const model *m, size_t state, size_t input, size_t d) {
    int tag = m->tag[state * m->n_inputs + input];
    return tag != XML_NONE && m->tags[(size_t)tag * m->g->n_definitions + d];
}

/* The number of a list of ops: the one that is there already, if there is. */
static uint16_t list_number(model *m, const uint16_t *ops, size_t n) {
    for (size_t i = 0; i < m->n_lists; i++)
        if (m->lists[i].n == n && (n == 0 || memcmp(m->lists[i].ops, ops, n * sizeof *ops) == 0))
            return (uint16_t)i;
    m->lists = mem_grow(m->lists, m->n_lists, &m->lists_room, sizeof *m->lists);
    op_list *l = &m->lists[m->n_lists];
    l->ops = mem_array(NULL, n, sizeof *ops);
    if (n != 0) memcpy(l->ops, ops, n * sizeof *ops);
    l->n = n;
    return (uint16_t)m->n_lists++;
}

static uint16_t op_symbol(builder *b, unsigned kind, const char *prefix, const char *rest,
                          const char *path, unsigned line) {
    const symbol *s = symbols_by_name(&b->m->g->symbols, prefix, rest, strlen(rest));
    if (s != NULL) return PARLEY_OP(kind, s->number);
    report_error(b->r, path, line,
                 "%s%s is not in symbols.h; C would not know its number; add a #define "
                 "with the name in capitals, or import the file",
                 prefix, rest);
    return 0;
}

static uint16_t op_of(builder *b, const grammar_use *use) {
    const char *name = use->name, *path = b->m->g->files[use->file].path, *rest;
    unsigned line = use->line;
    size_t row;
    switch (profile_word(name, strlen(name), &rest)) {
    case WORD_MARK:
        return PARLEY_OP(PARLEY_OP_MARK, 0);
    case WORD_ZERO:
        return PARLEY_OP(PARLEY_OP_ZERO, 0);
    case WORD_DEC:
        return PARLEY_OP(PARLEY_OP_DEC, 0);
    case WORD_HEX:
        return PARLEY_OP(PARLEY_OP_HEX, 0);
    case WORD_BIN:
        return PARLEY_OP(PARLEY_OP_BIN, 0);
    case WORD_EVENT:
        return op_symbol(b, PARLEY_OP_EVENT, "EV_", rest, path, line);
    case WORD_ASK:
        return op_symbol(b, PARLEY_OP_ASK, "ASK_", rest, path, line);
    case WORD_LATE:
    case WORD_RULE:
        row = rules_find(b->rules, rest);
        if (row == (size_t)-1) {
            report_error(b->r, path, line,
                         "\"%s\" names no rule; %s has none of that id; add the rule, or "
                         "mend the name",
                         name, b->rules->path);
            return 0;
        }
        b->m->uses_rules = true;
        b->rules->items[row].used = true;
        return PARLEY_OP(name[0] == 'l' ? (unsigned)PARLEY_OP_LATE : (unsigned)PARLEY_OP_RULE,
                         (unsigned)row);
    case WORD_NONE:
        break;
    }
    return 0;
}

static void resolve_actions(builder *b) {
    for (size_t i = 0; i < b->x->n_actions; i++) {
        const char *name = b->x->actions[i];
        if (name[0] == 'x' && strchr("BMFT", name[1]) != NULL && name[2] == '_') {
            b->marker[i] = name[1];
            b->number[i] = strtoul(name + 3, NULL, 10);
        } else if (name[0] == 'u') {
            b->number[i] = strtoul(name + 1, NULL, 10);
            if (b->number[i] < b->m->g->n_uses) b->op[i] = op_of(b, &b->m->g->uses[b->number[i]]);
        }
    }
}

/* What part of a list counts. */
typedef enum list_part {
    PART_READ,  /* all of it: something is read */
    PART_ERROR, /* of several rules only the innermost */
    PART_END    /* the same; what error actions add counts only if nothing else is said */
} list_part;

/* Of several rules on what is rejected, the innermost definition's counts. Returns its place in the
 * list. */
static size_t innermost_rule(const builder *b, const xml_list *l, const bool *counts) {
    size_t best = l->n;
    for (size_t i = 0; i < l->n; i++) {
        size_t a = (size_t)l->actions[i];
        if (!counts[i] || !op_is_rule(b->op[a])) continue;
        if (best == l->n || profile_use_within(b->m->g, b->m->scope, b->m->encloses, b->number[a],
                                               b->number[l->actions[best]]))
            best = i;
    }
    return best;
}

static void list_counts(const builder *b, const xml_list *l, list_part part, bool *counts) {
    bool other = false;
    for (size_t i = 0; i < l->n; i++) {
        size_t a = (size_t)l->actions[i];
        counts[i] = b->op[a] != 0;
        other = other || (counts[i] && b->m->g->uses[b->number[a]].kind != EMBED_ERROR);
    }
    for (size_t i = 0; i < l->n && part == PART_END && other; i++) {
        size_t a = (size_t)l->actions[i];
        if (counts[i] && b->m->g->uses[b->number[a]].kind == EMBED_ERROR) counts[i] = false;
    }
}

/* The author's ops of a list, each once: a definition used in two alternatives embeds its actions
 * twice. */
static uint16_t list_action(builder *b, int list, list_part part) {
    if (list == XML_NONE) return 0;
    const xml_list *l = &b->x->lists[list];
    bool *counts = mem_zero(l->n, sizeof *counts);
    uint16_t *ops = mem_zero(l->n, sizeof *ops);
    list_counts(b, l, part, counts);
    size_t n = 0, rule_at = part == PART_READ ? l->n : innermost_rule(b, l, counts);
    for (size_t i = 0; i < l->n; i++) {
        uint16_t op = b->op[l->actions[i]];
        if (!counts[i] || (part != PART_READ && op_is_rule(op) && i != rule_at)) continue;
        size_t k = 0;
        while (k < n && ops[k] != op)
            k++;
        if (k == n) ops[n++] = op;
    }
    uint16_t number = list_number(b->m, ops, n);
    free(counts);
    free(ops);
    return number;
}

static void state_status(builder *b, size_t state, int list) {
    if (list == XML_NONE) return;
    uint8_t *status = b->m->status + state * b->m->g->n_definitions;
    const xml_list *l = &b->x->lists[list];
    for (size_t i = 0; i < l->n; i++) {
        int a = l->actions[i];
        if (b->marker[a] == 'B') status[b->number[a]] |= IN_BEGINS;
        if (b->marker[a] == 'M') status[b->number[a]] |= IN_MIDDLE;
        if (b->marker[a] == 'F') status[b->number[a]] |= MAY_END;
    }
}

static void state_edges(builder *b, size_t state, const xml_state *s) {
    model *m = b->m;
    for (size_t k = 0; k < s->n_edges; k++) {
        const xml_edge *e = &s->edges[k];
        uint16_t action = list_action(b, e->list, e->target == XML_NONE ? PART_ERROR : PART_READ);
        uint16_t next = e->target == XML_NONE ? 0 : (uint16_t)b->place[e->target];
        if (e->target == XML_NONE) state_status(b, state, e->list);
        int high = e->high < (int)m->n_inputs ? e->high : (int)m->n_inputs - 1;
        for (int i = e->low < 0 ? 0 : e->low; i <= high; i++) {
            size_t at = state * m->n_inputs + (size_t)i;
            m->next[at] = next;
            m->action[at] = action;
            m->tag[at] = next == 0 ? XML_NONE : e->list;
            if (next != 0 && i < 256) m->reads_bytes = true;
        }
        if (next != 0 && e->low == e->high && e->low >= 256 &&
            symbols_by_number(&m->g->symbols, (unsigned)e->low) == NULL)
            report_error(b->r, m->g->files[0].path, 0,
                         "symbol %d has no name; reports need its words; give it "
                         "a #define in symbols.h and import that",
                         e->low);
        if (next != 0 && e->low < 256 && e->high >= 256)
            report_warning(
                b->r, m->g->files[0].path, m->g->machines[m->machine].line,
                "machine %s takes bytes and symbols as one; any and ^ mean all numbers from "
                "-32768 to 32767; write 0..255 for bytes",
                m->g->machines[m->machine].name);
    }
}

/* Numbers the states breadth first, edges in the order of their symbols. */
static void number_states(builder *b) {
    const xml_machine *x = b->x;
    size_t first = 0, last = 1;
    for (size_t i = 0; i < x->n_states; i++)
        b->place[i] = XML_NONE;
    b->order[1] = x->start;
    b->place[x->start] = 1;
    while (first++ < last) {
        const xml_state *s = &x->states[b->order[first]];
        for (size_t k = 0; k < s->n_edges; k++) {
            const xml_edge *e = &s->edges[k];
            if (e->target == XML_NONE || b->place[e->target] != XML_NONE) continue;
            if (e->high < 0 || e->low >= (int)b->m->n_inputs) continue;
            b->order[++last] = e->target;
            b->place[e->target] = (int)last;
        }
        if (first == last) break;
    }
    b->m->n_states = last + 1;
    b->m->start = 1;
}

static void fill_tags(builder *b) {
    model *m = b->m;
    m->n_tags = b->x->n_lists;
    m->tags = mem_zero(m->n_tags * m->g->n_definitions, sizeof *m->tags);
    for (size_t i = 0; i < m->n_tags; i++)
        for (size_t k = 0; k < b->x->lists[i].n; k++) {
            int a = b->x->lists[i].actions[k];
            if (b->marker[a] == 'T') m->tags[i * m->g->n_definitions + b->number[a]] = true;
        }
}

static void fill_states(builder *b) {
    model *m = b->m;
    size_t cells = m->n_states * m->n_inputs;
    m->next = mem_zero(cells, sizeof *m->next);
    m->action = mem_zero(cells, sizeof *m->action);
    m->tag = mem_array(NULL, cells, sizeof *m->tag);
    for (size_t i = 0; i < cells; i++)
        m->tag[i] = XML_NONE;
    m->final = mem_zero(m->n_states, sizeof *m->final);
    m->end_action = mem_zero(m->n_states, sizeof *m->end_action);
    m->status = mem_zero(m->n_states * m->g->n_definitions, 1);
    for (size_t state = 1; state < m->n_states; state++) {
        const xml_state *s = &b->x->states[b->order[state]];
        state_edges(b, state, s);
        m->final[state] = s->final;
        m->end_action[state] = list_action(b, s->end_list, PART_END);
        if (!s->final) state_status(b, state, s->end_list);
    }
    for (size_t state = 1; state < m->n_states; state++)
        for (size_t i = 0; i < m->n_inputs; i++)
            for (size_t d = 0; d < m->g->n_definitions; d++)
                if (model_reads(m, state, i, d))
                    m->status[state * m->g->n_definitions + d] |= READS_ON;
}

/* Many machines import symbols for their events only. */
static bool reads_symbols(const xml_machine *x) {
    for (size_t s = 0; s < x->n_states; s++)
        for (size_t k = 0; k < x->states[s].n_edges; k++)
            if (x->states[s].edges[k].target != XML_NONE &&
                x->states[s].edges[k].high >= PARLEY_FIRST_SYMBOL)
                return true;
    return false;
}

bool model_build(model *m, const grammar *g, size_t machine, const xml_machine *x,
                 rule_table *rules, report *r) {
    unsigned before = r->errors;
    memset(m, 0, sizeof *m);
    m->g = g;
    m->rules = rules;
    m->machine = machine;
    m->scope = mem_zero(g->n_machines, sizeof *m->scope);
    grammar_scope(g, machine, m->scope);
    m->encloses = grammar_nesting(g, m->scope);
    m->name = model_display_name(g->machines[machine].name);
    m->n_inputs = PARLEY_FIRST_SYMBOL + (reads_symbols(x) ? symbols_count(&g->symbols) : 0);
    (void)list_number(m, NULL, 0);
    if (x->n_states > 65534) { /* and the rejecting one */
        report_error(r, g->files[0].path, g->machines[machine].line,
                     "machine %s has %zu states; tables hold 65534; count in C, not in the grammar",
                     g->machines[machine].name, x->n_states);
        return false;
    }
    builder b = {m,
                 x,
                 rules,
                 r,
                 mem_zero(x->n_actions, sizeof(uint16_t)),
                 mem_zero(x->n_actions, 1),
                 mem_zero(x->n_actions, sizeof(size_t)),
                 mem_zero(x->n_states, sizeof(int)),
                 mem_zero(x->n_states + 1, sizeof(int))};
    resolve_actions(&b);
    number_states(&b);
    fill_tags(&b);
    fill_states(&b);
    model_find_expected(m);
    if (m->n_lists > 0x7fff)
        report_error(
            r, g->files[0].path, g->machines[machine].line,
            "machine %s has %zu lists of actions; cells hold 32767; use fewer different actions",
            g->machines[machine].name, m->n_lists);
    free(b.op);
    free(b.marker);
    free(b.place);
    free(b.number);
    free(b.order);
    return r->errors == before;
}

void model_free(model *m) {
    for (size_t i = 0; i < m->n_lists; i++)
        free(m->lists[i].ops);
    free(m->lists);
    free(m->scope);
    free(m->encloses);
    free(m->name);
    free(m->next);
    free(m->action);
    free(m->tag);
    free(m->final);
    free(m->end_action);
    free(m->expected);
    free(m->status);
    free(m->tags);
    memset(m, 0, sizeof *m);
}

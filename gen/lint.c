/* Warnings about one machine. */
#include "lint.h"

#include "parley_machine.h"
#include "profile.h"
#include <stdlib.h>
#include <string.h>

#define WITNESS_MAX 60

typedef struct linter {
    const model *m;
    const xml_machine *x;
    report *r;
    size_t *parent; /* [states] breadth first */
    size_t *by;     /* [states] the input that leads here from there */
    size_t *order;  /* [inputs] */
    bool *told;     /* [definitions * definitions] */
} linter;

static const char *definition_path(const linter *l, size_t d) {
    return l->m->g->files[l->m->g->definitions[d].file].path;
}

/* All inputs, those that read best in a witness first. */
static void find_order(linter *l) {
    static const unsigned char ranges[] = {'a', 'z',  'A',  'Z',  '0',  '9', ' ',
                                           ' ', '\r', '\r', '\n', '\n', 0,   255};
    size_t n = 0;
    bool *done = mem_zero(l->m->n_inputs, sizeof *done);
    for (size_t k = 0; k < sizeof ranges; k += 2)
        for (size_t i = ranges[k]; i <= ranges[k + 1]; i++) {
            if (!done[i]) l->order[n++] = i;
            done[i] = true;
        }
    for (size_t i = 256; i < l->m->n_inputs; i++)
        l->order[n++] = i;
    free(done);
}

/* One step of the search: from a state, by inputs that are expected there or by the others. */
static size_t find_next(linter *l, size_t state, bool expected, size_t *queue, size_t n) {
    const model *m = l->m;
    for (size_t k = 0; k < m->n_inputs; k++) {
        size_t i = l->order[k], next = m->next[state * m->n_inputs + i];
        if (next == 0 || l->parent[next] != 0 || model_expects(m, state, i) != expected) continue;
        l->parent[next] = state;
        l->by[next] = i;
        queue[n++] = next;
    }
    return n;
}

static void find_parents(linter *l) {
    size_t *queue = mem_zero(l->m->n_states, sizeof *queue), n = 1;
    queue[0] = l->m->start;
    l->parent[l->m->start] = l->m->start;
    for (size_t k = 0; k < n; k++) {
        n = find_next(l, queue[k], true, queue, n);
        n = find_next(l, queue[k], false, queue, n);
    }
    free(queue);
}

static void input_text(const model *m, size_t input, text *out) {
    static const char *const names[] = {"\\0", "\\t", "\\n", "\\r"};
    static const size_t bytes[] = {0, 9, 10, 13};
    for (size_t k = 0; k < 4; k++)
        if (bytes[k] == input) {
            text_add(out, names[k]);
            return;
        }
    const symbol *s = symbols_by_number(&m->g->symbols, (unsigned)input);
    if (input >= 256)
        text_addf(out, "<%s>", s == NULL ? "?" : s->name);
    else if (input < 0x20 || input >= 0x7f)
        text_addf(out, "\\x%02zx", input);
    else
        text_addf(out, "%c", (char)input);
}

/* The shortest word that leads to the state and on with the input. */
static char *witness(const linter *l, size_t state, size_t input) {
    text t = {NULL, 0, 0};
    size_t n = 0, length = 1;
    for (size_t s = state; s != l->m->start; s = l->parent[s])
        length++;
    size_t *word = mem_zero(length, sizeof *word);
    word[length - 1] = input;
    for (size_t s = state; s != l->m->start; s = l->parent[s])
        word[length - 2 - n++] = l->by[s];
    for (size_t i = 0; i < length; i++) {
        if (length > WITNESS_MAX && i == WITNESS_MAX / 2) {
            text_add(&t, " ... ");
            i = length - WITNESS_MAX / 2;
        }
        input_text(l->m, word[i], &t);
    }
    free(word);
    return t.data;
}

/* Is every mention of what is at token i taken away again: behind "-", or within parentheses behind
 * "-"? */
static bool taken_away(const grammar_file *f, size_t first, size_t i) {
    size_t depth = 0;
    for (size_t k = i; k-- > first;) {
        const token *t = &f->tokens.items[k];
        if (t->kind != TOKEN_OPERATOR) continue;
        if (token_is(f->source, t, ")")) depth++;
        if (token_is(f->source, t, "(")) {
            if (depth != 0)
                depth--;
            else if (k > first &&
                     (token_is(f->source, t - 1, "-") || token_is(f->source, t - 1, "--")))
                return true;
        }
        bool minus = token_is(f->source, t, "-") || token_is(f->source, t, "--");
        if (minus && depth == 0 && k + 1 == i) return true;
    }
    return false;
}

/* Definitions that main is made of, leaving out those whose words are only taken away from others.
 */
static void find_used(const linter *l, size_t d, bool *used) {
    const grammar *g = l->m->g;
    const definition *def = &g->definitions[d];
    const grammar_file *f = &g->files[def->file];
    if (used[d]) return;
    used[d] = true;
    for (size_t i = def->first; i < def->last; i++) {
        const token *t = &f->tokens.items[i];
        if (t->kind != TOKEN_WORD || t->note != 0 || taken_away(f, def->first, i)) continue;
        size_t e = grammar_find(g, l->m->scope, f->source + t->at, t->length);
        if (e != GRAMMAR_NONE) find_used(l, e, used);
    }
}

static void lint_dead(const linter *l) {
    const model *m = l->m;
    size_t n = m->g->n_definitions, main = m->g->machines[m->machine].main;
    bool *used = mem_zero(n, sizeof *used), *read = mem_zero(n, sizeof *read);
    find_used(l, main, used);
    for (size_t at = 0; at < m->n_states * m->n_inputs; at++)
        for (size_t d = 0; m->tag[at] != XML_NONE && d < n; d++)
            if (m->tags[(size_t)m->tag[at] * n + d]) read[d] = true;
    for (size_t d = 0; d < n; d++) {
        const definition *def = &m->g->definitions[d];
        if (used[d] && !read[d] && !def->one_symbol && !def->empty && !def->only_empty)
            report_warning(
                l->r, definition_path(l, d), def->line,
                "%s can never match in machine %s: no byte is ever read as part of it; mend it or "
                "remove it",
                def->name, m->name);
        if (def->machine == m->machine && !used[d] && !m->encloses[main * n + d])
            report_warning(l->r, definition_path(l, d), def->line,
                           "%s is never used by machine %s; use it or remove it", def->name,
                           m->name);
    }
    free(used);
    free(read);
}

/* The use that action a of the XML stands for, or NULL. */
static const grammar_use *use_of(const linter *l, int a) {
    const char *name = l->x->actions[a];
    if (name[0] != 'u') return NULL;
    size_t number = strtoul(name + 1, NULL, 10);
    return number < l->m->g->n_uses ? &l->m->g->uses[number] : NULL;
}

static bool reads_edge(const linter *l, size_t state, size_t input, const grammar_use *u) {
    if (u->kind != EMBED_EDGE || u->operator_sign == '%') return false;
    return l->m->g->definitions[u->definition].one_symbol ||
           model_reads(l->m, state, input, u->definition);
}

static bool is_or_holds(const linter *l, size_t outer, size_t inner) {
    return outer == inner || l->m->encloses[outer * l->m->g->n_definitions + inner];
}

/* Does the operand chain "x & y & z" that begins with token i hold a in one operand and b in
 * another one? */
static bool chain_joins(const linter *l, const grammar_file *f, size_t i, size_t last, size_t a,
                        size_t b) {
    const token *t = f->tokens.items;
    bool holds_a = false, holds_b = false;
    for (;; i += 2) {
        size_t d = t[i].kind == TOKEN_WORD
                       ? grammar_find(l->m->g, l->m->scope, f->source + t[i].at, t[i].length)
                       : GRAMMAR_NONE;
        if (d != GRAMMAR_NONE && is_or_holds(l, d, a)) holds_a = true;
        if (d != GRAMMAR_NONE && is_or_holds(l, d, b)) holds_b = true;
        if (i + 2 >= last || !token_is(f->source, &t[i + 1], "&")) return holds_a && holds_b;
    }
}

/* Intersection reads by both on purpose: each says its own about the same byte. */
static bool joined_on_purpose(const linter *l, size_t a, size_t b) {
    const grammar *g = l->m->g;
    for (size_t d = 0; d < g->n_definitions; d++) {
        const definition *def = &g->definitions[d];
        const grammar_file *f = &g->files[def->file];
        for (size_t i = def->first; i + 2 < def->last; i++)
            if (token_is(f->source, &f->tokens.items[i + 1], "&") &&
                chain_joins(l, f, i, def->last, a, b))
                return true;
    }
    return false;
}

/* Two definitions, none of which is part of the other, read the same byte and say different things
 * about it. */
static void lint_pair(linter *l, size_t state, size_t input, const grammar_use *u,
                      const grammar_use *v) {
    const grammar *g = l->m->g;
    size_t n = g->n_definitions, a = u->definition, b = v->definition;
    if (a == b || strcmp(u->name, v->name) == 0 || l->told[a * n + b]) return;
    if (l->m->encloses[a * n + b] || l->m->encloses[b * n + a]) return;
    if (joined_on_purpose(l, a, b)) return;
    if (!reads_edge(l, state, input, u) || !reads_edge(l, state, input, v)) return;
    l->told[a * n + b] = l->told[b * n + a] = true;
    char *word = witness(l, state, input);
    report_warning(l->r, g->files[u->file].path, u->line,
                   "ambiguous: the last byte of \"%s\" is read by %s (%s) and by %s (%s) at once; "
                   "let them begin "
                   "differently, or take one from the other with -",
                   word, g->definitions[a].name, u->name, g->definitions[b].name, v->name);
    free(word);
}

/* A leaving action that fires where its definition goes on: it is not over yet. */
static void lint_early(linter *l, size_t state, size_t input, const grammar_use *u) {
    const grammar *g = l->m->g;
    size_t n = g->n_definitions, d = u->definition;
    if (u->kind != EMBED_EDGE || u->operator_sign != '%' || l->told[d * n + d]) return;
    const token *end = &g->files[u->file].tokens.items[u->at];
    if (u->at + 2 != g->definitions[d].last || end->line == 0)
        return; /* it ends a part of the definition only */
    if (u->from != g->definitions[d].first) return;
    if (!model_reads(l->m, state, input, d) || (l->m->status[state * n + d] & IN_BEGINS) != 0)
        return;
    l->told[d * n + d] = true;
    char *word = witness(l, state, input);
    report_warning(
        l->r, g->files[u->file].path, u->line,
        "%s fires too early: at the last byte of \"%s\" %s goes on; let what follows it begin with "
        "another byte",
        u->name, word, g->definitions[d].name);
    free(word);
}

static void lint_ambiguity(linter *l) {
    const model *m = l->m;
    bool *done = mem_zero(l->x->n_lists, sizeof *done);
    for (size_t s = 1; s < m->n_states; s++) {
        for (size_t i = 0; i < m->n_inputs; i++) {
            int list = m->tag[s * m->n_inputs + i];
            if (list == XML_NONE || done[list]) continue;
            done[list] = true;
            const xml_list *x = &l->x->lists[list];
            for (size_t a = 0; a < x->n; a++) {
                const grammar_use *u = use_of(l, x->actions[a]);
                if (u == NULL) continue;
                lint_early(l, s, i, u);
                for (size_t b = a + 1; b < x->n; b++) {
                    const grammar_use *v = use_of(l, x->actions[b]);
                    if (v != NULL) lint_pair(l, s, i, u, v);
                }
            }
        }
    }
    free(done);
}

/* A definition that may be over goes on with the byte that another one, which may follow it, begins
 * with: where the border is, nobody can tell. */
static void lint_border(linter *l, size_t state, size_t input, size_t over, size_t next) {
    const grammar *g = l->m->g;
    size_t n = g->n_definitions;
    const uint8_t *status = l->m->status + state * n;
    if ((status[over] & (MAY_END | IN_BEGINS)) != MAY_END || (status[next] & IN_BEGINS) == 0)
        return;
    if ((status[next] & (IN_MIDDLE | MAY_END)) != 0) return;
    if (!model_reads(l->m, state, input, over) || !model_reads(l->m, state, input, next)) return;
    if (l->m->encloses[over * n + next] || l->m->encloses[next * n + over]) return;
    if (l->told[over * n + next]) return;
    l->told[over * n + next] = l->told[next * n + over] = true;
    char *word = witness(l, state, input);
    report_warning(
        l->r, definition_path(l, next), g->definitions[next].line,
        "ambiguous: the last byte of \"%s\" goes on in %s and begins %s; put a separator "
        "between them that %s cannot hold",
        word, g->definitions[over].name, g->definitions[next].name, g->definitions[over].name);
    free(word);
}

static void lint_borders(linter *l) {
    const model *m = l->m;
    size_t n = m->g->n_definitions;
    for (size_t s = 1; s < m->n_states; s++)
        for (size_t i = 0; i < m->n_inputs; i++) {
            if (m->tag[s * m->n_inputs + i] == XML_NONE || !model_expects(m, s, i)) continue;
            for (size_t over = 0; over < n; over++)
                for (size_t next = 0; next < n && (m->status[s * n + over] & MAY_END) != 0; next++)
                    if (over != next) lint_border(l, s, i, over, next);
        }
}

/* A machine that names rules should name one for each byte that it refuses. */
static void lint_coverage(const linter *l) {
    const model *m = l->m;
    for (size_t s = 1; s < m->n_states && m->reads_bytes && m->uses_rules; s++) {
        bool bytes = false;
        for (size_t i = 0; i < 256; i++)
            bytes = bytes || model_accepts(m, s, i);
        for (size_t k = 0; k < 256 && bytes; k++) {
            size_t i = l->order[k], at = s * m->n_inputs + i;
            if (m->next[at] != 0 || m->action[at] != 0) continue;
            char *word = witness(l, s, i);
            report_warning(l->r, m->g->files[0].path, m->g->machines[m->machine].line,
                           "machine %s refuses the last byte of \"%s\" without a rule; embed "
                           "bad_NAME with $! in "
                           "what is read there",
                           m->name, word);
            free(word);
            return; /* one is enough to look there */
        }
    }
}

void lint_machine(const model *m, const xml_machine *x, report *r) {
    size_t n = m->g->n_definitions;
    linter l = {m,
                x,
                r,
                mem_zero(m->n_states, sizeof(size_t)),
                mem_zero(m->n_states, sizeof(size_t)),
                mem_zero(m->n_inputs, sizeof(size_t)),
                mem_zero(n * n, sizeof(bool))};
    find_order(&l);
    find_parents(&l);
    lint_dead(&l);
    lint_ambiguity(&l);
    lint_borders(&l);
    lint_coverage(&l);
    free(l.parent);
    free(l.by);
    free(l.order);
    free(l.told);
}

void lint_counts(const grammar *g, size_t machine, size_t n, size_t plain, report *r) {
    if (n <= 2 * plain) return;
    report_warning(r, g->files[0].path, g->machines[machine].line,
                   "counted repetitions turn %zu states of machine %s into %zu; write * or +, and "
                   "let C judge the "
                   "length",
                   plain, g->machines[machine].name, n);
}

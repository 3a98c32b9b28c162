/* Writes marked and plain copies of a grammar. */
#include "mark.h"

#include <stdlib.h>
#include <string.h>

typedef struct marker {
    const grammar *g;
    const grammar_file *f;
    size_t file;
    mark_style style;
    text *out;
    unsigned line;
    bool inside;
} marker;

char mark_letter(mark_style style) {
    static const char letters[] = "mpc";
    return letters[style];
}

/* A word of an expression: symbols become their numbers, so that no header has to be read twice. */
static void mark_word(marker *m, const token *t, bool in_expression) {
    const char *s = m->f->source + t->at;
    if (in_expression && t->note != 0 && m->style != MARK_LIBRARY)
        text_addf(m->out, "u%zu_", t->note - 1);
    if (in_expression && t->kind == TOKEN_WORD && t->note == 0) {
        const symbol *fact = symbols_by_name(&m->g->symbols, "", s, t->length);
        if (fact != NULL && strncmp(fact->name, s, t->length) == 0 && symbol_is_fact(fact)) {
            text_addf(m->out, "%u%s", fact->number, token_gap(m->f->source, t));
            return;
        }
    }
    text_add_n(m->out, s, t->length);
    text_add(m->out, token_gap(m->f->source, t));
    for (size_t i = 0; i < t->length; i++)
        if (s[i] == '\n') m->line++;
}

static void mark_declarations(marker *m, size_t machine) {
    for (size_t i = 0; i < m->g->n_definitions; i++) {
        const definition *d = &m->g->definitions[i];
        if (d->machine != machine || d->one_symbol) continue;
        text_addf(m->out, "action xB_%zu {} action xM_%zu {} action xF_%zu {} action xT_%zu {} ", i,
                  i, i, i);
    }
    for (size_t i = 0; i < m->g->n_uses; i++)
        if (m->g->definitions[m->g->uses[i].definition].machine == machine)
            text_addf(m->out, "action u%zu_%s {} ", i, m->g->uses[i].name);
}

/* Statements that the copy says differently. Returns the token after, or i if it is none of them.
 */
static size_t mark_statement(marker *m, size_t i) {
    for (size_t k = 0; k < m->g->n_includes; k++) {
        const grammar_include *include = &m->g->includes[k];
        if (include->first != i || m->g->machines[include->machine].file != m->file) continue;
        if (include->target == GRAMMAR_NONE) return include->last;
        text_addf(m->out, " include %s ", m->g->machines[include->target].name);
        if (include->file != m->file)
            text_addf(m->out, "\"%c%zu.rl\"", mark_letter(m->style), include->file);
        text_add(m->out, "; ");
        return include->last;
    }
    for (size_t k = 0; k < m->g->n_imports; k++)
        if (m->g->imports[k].first == i && m->g->imports[k].file == m->file)
            return m->g->imports[k].last;
    return i;
}

static size_t mark_definition(marker *m, size_t i) {
    const grammar *g = m->g;
    size_t k = m->f->tokens.items[i].note;
    if (k-- == 0) return i;
    const definition *d = &g->definitions[k];
    if (d->is_main && m->style == MARK_LIBRARY) return d->last + 1;
    bool place = m->style != MARK_LIBRARY && !d->one_symbol;
    for (size_t t = i; t < d->first; t++)
        mark_word(m, &m->f->tokens.items[t], false);
    if (place) text_add(m->out, "( ");
    for (size_t t = d->first; t < d->last; t++) {
        const token *now = &m->f->tokens.items[t];
        for (; m->line < now->line; m->line++)
            text_add(m->out, "\n");
        if (m->style == MARK_ONCE && now->kind == TOKEN_OPERATOR &&
            token_is(m->f->source, now, "{")) {
            while (t + 1 < d->last && !token_is(m->f->source, &m->f->tokens.items[t], "}"))
                t++;
            continue;
        }
        mark_word(m, now, true);
    }
    if (place) text_addf(m->out, " ) >!xB_%zu <>!xM_%zu %%!xF_%zu $xT_%zu ", k, k, k, k);
    return d->last;
}

static size_t mark_step(marker *m, size_t i) {
    const token *t = &m->f->tokens.items[i];
    for (; m->line < t->line; m->line++)
        text_add(m->out, "\n");
    for (size_t k = 0; m->style != MARK_LIBRARY && k < m->g->n_machines; k++)
        if (m->g->machines[k].file == m->file && m->g->machines[k].after_name == i)
            mark_declarations(m, k);
    size_t next = mark_statement(m, i);
    if (next == i) next = mark_definition(m, i);
    if (next != i) return next;
    mark_word(m, t, false);
    return i + 1;
}

void mark_file(const grammar *g, size_t file, mark_style style, text *out) {
    marker m = {g, &g->files[file], file, style, out, 1, false};
    for (size_t i = 0; i < m.f->tokens.n;)
        i = mark_step(&m, i);
    text_add(out, "\n");
}

void mark_classes(const grammar *g, text *out) {
    bool *scope = mem_zero(g->n_machines, sizeof *scope);
    bool *done = mem_zero(g->n_definitions, sizeof *done);
    for (size_t m = 0; m < g->n_machines; m++) {
        if (g->machines[m].file != 0 || g->machines[m].main == GRAMMAR_NONE) continue;
        grammar_scope(g, m, scope);
        for (size_t i = 0; i < g->n_definitions; i++) {
            const definition *d = &g->definitions[i];
            if (!scope[d->machine] || d->is_main || done[i]) continue;
            done[i] = true;
            text_addf(
                out,
                "%%%%{ machine x__%zu; alphtype short; include %s \"p0.rl\"; main := %s; }%%%%\n",
                i, g->machines[m].name, d->name);
        }
    }
    free(scope);
    free(done);
}

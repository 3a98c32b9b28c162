/* Which definitions a machine sees, and which of them are made of which. */
#include "grammar.h"

#include <stdlib.h>
#include <string.h>

void grammar_scope(const grammar *g, size_t machine, bool *scope) {
    memset(scope, 0, g->n_machines * sizeof *scope);
    scope[machine] = true;
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < g->n_includes; i++) {
            const grammar_include *include = &g->includes[i];
            if (!scope[include->machine] || include->target == GRAMMAR_NONE) continue;
            if (scope[include->target]) continue;
            scope[include->target] = true;
            grown = true;
        }
    }
}

size_t grammar_find(const grammar *g, const bool *scope, const char *name, size_t n) {
    for (size_t i = 0; i < g->n_definitions; i++) {
        const definition *d = &g->definitions[i];
        if (scope[d->machine] && strlen(d->name) == n && memcmp(d->name, name, n) == 0) return i;
    }
    return GRAMMAR_NONE;
}

static void nesting_direct(const grammar *g, const bool *scope, size_t a, bool *encloses) {
    const definition *d = &g->definitions[a];
    const grammar_file *f = &g->files[d->file];
    for (size_t i = d->first; i < d->last; i++) {
        const token *t = &f->tokens.items[i];
        if (t->kind != TOKEN_WORD) continue;
        size_t b = grammar_find(g, scope, f->source + t->at, t->length);
        if (b != GRAMMAR_NONE && b != a) encloses[a * g->n_definitions + b] = true;
    }
}

bool *grammar_nesting(const grammar *g, const bool *scope) {
    size_t n = g->n_definitions;
    bool *encloses = mem_zero(n * n, sizeof *encloses);
    for (size_t a = 0; a < n; a++)
        if (scope[g->definitions[a].machine]) nesting_direct(g, scope, a, encloses);
    for (size_t k = 0; k < n; k++)
        for (size_t a = 0; a < n; a++) {
            if (!encloses[a * n + k]) continue;
            for (size_t b = 0; b < n; b++)
                if (encloses[k * n + b]) encloses[a * n + b] = true;
        }
    return encloses;
}

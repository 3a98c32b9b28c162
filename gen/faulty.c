/* Which parts of an expression are there only to name a fault: they are no part of what people are
 * shown. A part is an alternative, or a group of which every alternative is one. */
#include "words.h"

#include "profile.h"
#include <stdlib.h>
#include <string.h>

typedef struct fault_finder {
    const grammar *g;
    const bool *wholly; /* [definitions] nothing of it is without a fault */
    const grammar_file *f;
    const definition *d;
    bool *skip; /* [tokens of the expression] */
} fault_finder;

static bool is_at(const fault_finder *x, size_t i, const char *s) {
    const token *t = &x->f->tokens.items[i];
    return t->kind == TOKEN_OPERATOR && token_is(x->f->source, t, s);
}

/* Does the token break a rule: an embedded rule, or a definition that is nothing but faults? */
static bool breaks_rule(const fault_finder *x, size_t i) {
    const token *t = &x->f->tokens.items[i];
    if (t->kind != TOKEN_WORD) return false;
    if (t->note != 0) {
        const grammar_use *u = &x->g->uses[t->note - 1];
        bool is_rule = strncmp(u->name, "bad_", 4) == 0 || strncmp(u->name, "late_", 5) == 0;
        return is_rule && u->kind == EMBED_EDGE;
    }
    for (size_t k = 0; k < x->g->n_definitions; k++)
        if (x->wholly[k] && strlen(x->g->definitions[k].name) == t->length &&
            memcmp(x->g->definitions[k].name, x->f->source + t->at, t->length) == 0)
            return true;
    return false;
}

static bool is_optional(const fault_finder *x, size_t i) {
    return i < x->d->last && (is_at(x, i, "?") || is_at(x, i, "*"));
}

static void skip_parts(fault_finder *x, size_t first, size_t last) {
    for (size_t i = first; i < last; i++)
        x->skip[i - x->d->first] = true;
}

static bool find_alternatives(fault_finder *x, size_t *at);

/* A sequence up to "|" or ")": is it faulty? What is taken away from others by "-" does not make it
 * so. */
static bool find_sequence(fault_finder *x, size_t *at) {
    bool faulty = false, taken = false;
    while (*at < x->d->last && !is_at(x, *at, "|") && !is_at(x, *at, ")")) {
        size_t i = *at;
        if (is_at(x, i, "(")) {
            bool embedded = i > x->d->first &&
                            token_embeds(x->f->source, &x->f->tokens.items[i - 1]) != EMBED_NONE;
            (*at)++;
            bool group = find_alternatives(x, at);
            if (*at < x->d->last) (*at)++;
            if (group && !embedded && !taken && is_optional(x, *at)) {
                skip_parts(x, i, *at + 1);
                group = false;
            }
            faulty = faulty || (group && !taken);
            taken = false;
            continue;
        }
        if (breaks_rule(x, i)) {
            if (!taken && x->f->tokens.items[i].note == 0 && is_optional(x, i + 1))
                skip_parts(x, i, i + 2);
            else
                faulty = faulty || !taken;
        }
        taken = is_at(x, i, "-") || is_at(x, i, "--");
        (*at)++;
    }
    return faulty;
}

/* Alternatives up to ")" or the end. Those that are faulty are skipped, with a "|" beside them;
 * returns true, with nothing skipped, if all are. */
static bool find_alternatives(fault_finder *x, size_t *at) {
    size_t begin = *at, kept = 0, first = begin, n = 0, room = 0;
    struct part {
        size_t first, last;
    } *faulty = NULL;
    for (;;) {
        if (find_sequence(x, at)) {
            faulty = mem_grow(faulty, n, &room, sizeof *faulty);
            faulty[n++] = (struct part){first, *at};
        } else {
            kept++;
        }
        if (*at >= x->d->last || !is_at(x, *at, "|")) break;
        first = ++*at;
    }
    for (size_t i = 0; i < n && kept != 0; i++) {
        bool leads = faulty[i].first == begin || x->skip[faulty[i].first - 1 - x->d->first];
        if (leads) /* the "|" behind it */
            skip_parts(x, faulty[i].first,
                       faulty[i].last < *at ? faulty[i].last + 1 : faulty[i].last);
        else
            skip_parts(x, faulty[i].first - 1, faulty[i].last);
    }
    free(faulty);
    return kept == 0;
}

bool *faulty_parts(const grammar *g, size_t number, const bool *wholly, bool *all) {
    const definition *d = &g->definitions[number];
    fault_finder x = {g, wholly, &g->files[d->file], d, mem_zero(d->last - d->first, sizeof(bool))};
    size_t at = d->first;
    *all = find_alternatives(&x, &at);
    bool left = false; /* an expression of which nothing is left is shown as it is */
    for (size_t i = d->first; i < d->last; i++) {
        const token *t = &x.f->tokens.items[i];
        left = left || (!x.skip[i - d->first] && t->note == 0 &&
                        token_embeds(x.f->source, t) == EMBED_NONE);
    }
    if (*all || !left || at != d->last) memset(x.skip, 0, d->last - d->first);
    return x.skip;
}

bool *faulty_definitions(const grammar *g) {
    bool *wholly = mem_zero(g->n_definitions, sizeof *wholly);
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < g->n_definitions; i++) {
            bool all = false;
            if (wholly[i] || g->definitions[i].is_main) continue;
            free(faulty_parts(g, i, wholly, &all));
            if (all) wholly[i] = grown = true;
        }
    }
    return wholly;
}

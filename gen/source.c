/* Definitions as people read them: names with dashes, expressions without actions, "/" between
 * alternatives. */
#include "words.h"

#include "profile.h"
#include <stdlib.h>
#include <string.h>

#define SOURCE_MAX 300 /* characters; longer ones are cut */

char *words_name(const char *name) {
    char *s = mem_copy(name);
    for (char *c = s; *c != 0; c++)
        if (*c == '_') *c = '-';
    return s;
}

static bool glues_left(const char *source, const token *t) {
    static const char *const tight[] = {"*", "+", "?", "**", ")", "}", "{", ",", "..", NULL};
    for (size_t i = 0; t->kind == TOKEN_OPERATOR && tight[i] != NULL; i++)
        if (token_is(source, t, tight[i])) return true;
    return false;
}

static bool glues_right(const char *source, const token *t) {
    static const char *const tight[] = {"(", "{", ",", "..", "!", "^", NULL};
    for (size_t i = 0; t->kind == TOKEN_OPERATOR && tight[i] != NULL; i++)
        if (token_is(source, t, tight[i])) return true;
    return false;
}

static void source_token(const char *source, const token *t, text *out) {
    if (t->kind == TOKEN_WORD) {
        for (size_t i = 0; i < t->length; i++)
            text_addf(out, "%c", source[t->at + i] == '_' ? '-' : source[t->at + i]);
    } else if (token_is(source, t, "|")) {
        text_add(out, "/");
    } else if (token_is(source, t, "..")) {
        text_add(out, "-");
    } else {
        for (size_t i = 0; i < t->length; i++)
            text_addf(out, "%c", source[t->at + i] == '\n' ? ' ' : source[t->at + i]);
    }
}

/* Operators that only order or guard what is next to each other. */
static bool is_joint(const char *source, const token *t) {
    static const char *const joints[] = {".", ":>", ":>>", "<:", NULL};
    for (size_t i = 0; t->kind == TOKEN_OPERATOR && joints[i] != NULL; i++)
        if (token_is(source, t, joints[i])) return true;
    return false;
}

/* The expression's tokens that are shown: no actions, no faults, no joints. Returns how many. */
static size_t shown_tokens(const grammar *g, size_t number, const bool *wholly, size_t *shown) {
    const definition *d = &g->definitions[number];
    const grammar_file *f = &g->files[d->file];
    bool all;
    bool *skip = faulty_parts(g, number, wholly, &all);
    size_t n = 0;
    for (size_t i = d->first; i < d->last;) {
        const token *t = &f->tokens.items[i];
        if (token_embeds(f->source, t) != EMBED_NONE) {
            i = profile_embed_end(f, i, d->last);
            continue;
        }
        if (!skip[i - d->first] && !is_joint(f->source, t)) shown[n++] = i;
        i++;
    }
    free(skip);
    return n;
}

static bool shown_is(const grammar_file *f, size_t shown, const char *s) {
    const token *t = &f->tokens.items[shown];
    return t->kind == TOKEN_OPERATOR && token_is(f->source, t, s);
}

/* The partner of the "(" at i, or n. */
static size_t group_end(const grammar_file *f, const size_t *shown, size_t n, size_t i) {
    size_t depth = 0;
    for (size_t k = i; k < n; k++) {
        if (shown_is(f, shown[k], "(")) depth++;
        if (shown_is(f, shown[k], ")") && --depth == 0) return k;
    }
    return n;
}

/* Takes away parentheses around one token, and around everything. Returns how many tokens are left.
 */
static size_t drop_groups(const grammar_file *f, size_t *shown, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t at = i++;
        if (!shown_is(f, shown[at], "(")) continue;
        size_t end = group_end(f, shown, n, at);
        if (end == n || (end != at + 2 && !(at == 0 && end == n - 1))) continue;
        memmove(&shown[end], &shown[end + 1], (n - end - 1) * sizeof *shown);
        memmove(&shown[at], &shown[at + 1], (n - at - 2) * sizeof *shown);
        n -= 2;
        i = 0; /* what was around it may be around one token now */
    }
    return n;
}

void words_source(const grammar *g, size_t number, const bool *wholly, text *out) {
    const definition *d = &g->definitions[number];
    const grammar_file *f = &g->files[d->file];
    size_t *shown = mem_zero(d->last - d->first, sizeof *shown);
    size_t n = drop_groups(f, shown, shown_tokens(g, number, wholly, shown));
    for (const char *s = d->name; *s != 0; s++)
        text_addf(out, "%c", *s == '_' ? '-' : *s);
    text_add(out, " = ");
    bool glue = true;
    for (size_t i = 0; i < n && out->length < SOURCE_MAX; i++) {
        const token *t = &f->tokens.items[shown[i]];
        if (!glue && !glues_left(f->source, t)) text_add(out, " ");
        source_token(f->source, t, out);
        glue = glues_right(f->source, t);
    }
    if (out->length >= SOURCE_MAX) text_add(out, " ...");
    free(shown);
}

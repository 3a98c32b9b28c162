/* Definitions as people read them: names with dashes, expressions without actions, "/" between
 * alternatives. */
#include "words.h"

#include "profile.h"
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

void words_source(const grammar *g, size_t definition_number, text *out) {
    const definition *d = &g->definitions[definition_number];
    const grammar_file *f = &g->files[d->file];
    const token *tokens = f->tokens.items;
    for (const char *s = d->name; *s != 0; s++)
        text_addf(out, "%c", *s == '_' ? '-' : *s);
    text_add(out, " = ");
    bool glue = true;
    for (size_t i = d->first; i < d->last && out->length < SOURCE_MAX;) {
        const token *t = &tokens[i];
        if (token_embeds(f->source, t) != EMBED_NONE) {
            i = profile_embed_end(f, i, d->last);
            continue;
        }
        i++;
        if (is_joint(f->source, t)) continue;
        if (!glue && !glues_left(f->source, t)) text_add(out, " ");
        source_token(f->source, t, out);
        glue = glues_right(f->source, t);
    }
    if (out->length >= SOURCE_MAX) text_add(out, " ...");
}

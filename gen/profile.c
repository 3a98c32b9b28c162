/* The profile: what an expression may be made of. */
#include "profile.h"

#include <stdlib.h>
#include <string.h>

typedef struct refusal {
    const char *text, *why;
} refusal;

static const refusal refused_operators[] = {
    {"|*", "a scanner; it goes back over bytes, which a stream cannot; write alternatives with |"},
    {"*|", "\"*|\" ends a scanner in Ragel; scanners are refused; put a blank between * and |"},
    {">?", "a condition; it widens the alphabet; let C work the fact out and feed a symbol"},
    {"$?", "a condition; it widens the alphabet; let C work the fact out and feed a symbol"},
    {"%?", "a condition; it widens the alphabet; let C work the fact out and feed a symbol"},
    {"|=", "\"|=\"; definitions are made once; write NAME = expression;"},
    {"=>", "\"=>\" belongs to scanners, which are refused; embed the action with > @ $ or %"},
    {NULL, NULL}};

static const refusal refused_words[] = {
    {"when", "a condition; it widens the alphabet; let C work the fact out and feed a symbol"},
    {"inwhen", "a condition; it widens the alphabet; let C work the fact out and feed a symbol"},
    {"outwhen", "a condition; it widens the alphabet; let C work the fact out and feed a symbol"},
    {"fcall", "a call; machines have no stack; let ask_NAME stop the machine, and C answer"},
    {"fret", "a return; machines have no stack; let ask_NAME stop the machine, and C answer"},
    {"fgoto", "a jump; the grammar names the ways on; write them as alternatives"},
    {"fnext", "a jump; the grammar names the ways on; write them as alternatives"},
    {"fhold", "it reads a byte twice; every byte is read once; write the ways on as alternatives"},
    {"fbreak", "it leaves the machine; let ask_NAME stop it"},
    {NULL, NULL}};

word_kind profile_word(const char *name, size_t n, const char **rest) {
    static const struct {
        const char *text;
        word_kind kind;
        bool prefix;
    } words[] = {{"mark", WORD_MARK, false}, {"zero", WORD_ZERO, false}, {"dec", WORD_DEC, false},
                 {"hex", WORD_HEX, false},   {"ev_", WORD_EVENT, true},  {"bad_", WORD_RULE, true},
                 {"ask_", WORD_ASK, true},
                 {"late_", WORD_LATE, true}};
    *rest = name;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i].text);
        if (words[i].prefix ? n <= length : n != length) continue;
        if (memcmp(name, words[i].text, length) != 0) continue;
        *rest = name + length;
        return words[i].kind;
    }
    return WORD_NONE;
}

static const char *refusal_of(const refusal *list, const char *source, const token *t) {
    for (; list->text != NULL; list++)
        if (token_is(source, t, list->text)) return list->why;
    return NULL;
}

size_t profile_embed_end(const grammar_file *f, size_t i, size_t last) {
    const token *t = f->tokens.items;
    size_t k = i + 1;
    if (k >= last) return last;
    if (token_is(f->source, &t[k], "+") || token_is(f->source, &t[k], "-")) {
        bool number = k + 1 < last && t[k + 1].kind == TOKEN_NUMBER;
        return number ? k + 2 : k;
    }
    if (!token_is(f->source, &t[k], "(")) return t[k].kind == TOKEN_OPERATOR ? k : k + 1;
    while (k < last && !token_is(f->source, &t[k], ")")) k++;
    return k < last ? k + 1 : last;
}

/* One name after an embedding operator. */
static void check_action(grammar *g, size_t file, size_t machine, const token *t, embed_kind kind,
                         report *r) {
    const grammar_file *f = &g->files[file];
    const char *rest, *name = f->source + t->at;
    word_kind word = profile_word(name, t->length, &rest);
    if (word == WORD_NONE) {
        report_error(r, f->path, t->line,
                     "action \"%.*s\"; it is outside the vocabulary; use mark, ev_NAME, ask_NAME, "
                     "bad_NAME, late_NAME, zero, dec or hex",
                     (int)t->length, name);
        return;
    }
    if (kind != EMBED_EDGE && word != WORD_RULE && word != WORD_LATE && word != WORD_EVENT)
        report_error(r, f->path, t->line,
                     "\"%.*s\" as an error or end action; nothing is read there; only bad_NAME and "
                     "ev_NAME tell what it means",
                     (int)t->length, name);
    g->uses = mem_grow(g->uses, g->n_uses, &g->uses_room, sizeof *g->uses);
    g->uses[g->n_uses++] = (grammar_use){mem_string(name, t->length), machine, file, t->line};
}

/* The operator at token i and what it embeds. Returns the token after both. */
static size_t check_embedding(grammar *g, size_t file, size_t machine, size_t i, size_t last,
                              report *r) {
    const grammar_file *f = &g->files[file];
    const token *t = f->tokens.items;
    embed_kind kind = token_embeds(f->source, &t[i]);
    size_t end = profile_embed_end(f, i, last);
    if (kind == EMBED_REFUSED) {
        report_error(r, f->path, t[i].line,
                     "operator \"%.*s\"; actions of states and local errors split states or hide "
                     "dead rules; use > @ $ %% , an error action with ! or an end action with /",
                     (int)t[i].length, f->source + t[i].at);
        return end;
    }
    if (end == i + 1)
        report_error(r, f->path, t[i].line, "\"%.*s\" without an action; nothing is embedded; write the "
                                            "action's name after it",
                     (int)t[i].length, f->source + t[i].at);
    /* (name, 5) is a named priority, (a, b) are two actions */
    bool priority = end > i + 2 && t[end - 2].kind == TOKEN_NUMBER;
    for (size_t k = i + 1; k < end; k++) {
        if (t[k].kind == TOKEN_CODE)
            report_error(r, f->path, t[k].line,
                         "code in the grammar; grammars hold none; embed an action of the "
                         "vocabulary by its name");
        else if (t[k].kind == TOKEN_WORD && !priority)
            check_action(g, file, machine, &t[k], kind, r);
    }
    return end;
}

/* {n} {n,} {,n} {n,m}: token i is the brace. */
static size_t check_count(const grammar_file *f, size_t i, size_t last, report *r) {
    size_t k = i + 1;
    for (; k < last && !token_is(f->source, &f->tokens.items[k], "}"); k++) {
        const token *t = &f->tokens.items[k];
        if (t->kind == TOKEN_NUMBER) {
            unsigned long count = strtoul(f->source + t->at, NULL, 10);
            if (count > PROFILE_COUNT_MAX || t->length > 9)
                report_error(r, f->path, t->line,
                             "counted repetition above %d; every copy is states; count in C: mark the "
                             "span, and let C judge its length",
                             PROFILE_COUNT_MAX);
        } else if (!token_is(f->source, t, ",")) {
            report_error(r, f->path, t->line, "\"%.*s\" in a counted repetition; only numbers can stand "
                                              "there; write {n} or {n,m}",
                         (int)(t->length > 40 ? 40 : t->length), f->source + t->at);
        }
    }
    if (k >= last)
        report_error(r, f->path, f->tokens.items[i].line,
                     "\"{\" without \"}\"; the repetition does not end; write {n} or {n,m}");
    return k < last ? k + 1 : last;
}

void profile_expression(grammar *g, size_t file, size_t machine, size_t first, size_t last,
                        report *r) {
    unsigned line = 0;
    for (size_t i = first; i < last;) {
        const grammar_file *f = &g->files[file];
        const token *t = &f->tokens.items[i];
        const char *why = NULL;
        line = t->line;
        if (t->kind == TOKEN_OPERATOR) why = refusal_of(refused_operators, f->source, t);
        if (t->kind == TOKEN_WORD) why = refusal_of(refused_words, f->source, t);
        if (why != NULL) {
            report_error(r, f->path, t->line, "%s", why);
            i++;
        } else if (t->kind == TOKEN_CODE) {
            report_error(r, f->path, t->line, "code in the grammar; grammars hold none; embed an action "
                                              "of the vocabulary by its name");
            i++;
        } else if (token_embeds(f->source, t) != EMBED_NONE) {
            i = check_embedding(g, file, machine, i, last, r);
        } else if (t->kind == TOKEN_OPERATOR && token_is(f->source, t, "{")) {
            i = check_count(f, i, last, r);
        } else {
            i++;
        }
    }
    if (first == last)
        report_error(r, g->files[file].path, line, "an empty definition; it says nothing; write an "
                                                   "expression, or \"\" for nothing at all");
}

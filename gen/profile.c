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
                 {"ask_", WORD_ASK, true},   {"late_", WORD_LATE, true}, {"bin", WORD_BIN, false}};
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
    while (k < last && !token_is(f->source, &t[k], ")"))
        k++;
    return k < last ? k + 1 : last;
}

typedef struct walk {
    grammar *g;
    const grammar_file *f;
    size_t definition, file, last;
    report *r;
    size_t from;  /* where the operand at hand begins */
    size_t *open; /* tokens of the parentheses that are open */
    size_t n_open, room;
} walk;

/* One name after an embedding operator. */
static void check_action(walk *x, size_t operator_token, size_t i, embed_kind kind) {
    grammar *g = x->g;
    token *t = &x->f->tokens.items[i];
    const char *rest, *name = x->f->source + t->at;
    word_kind word = profile_word(name, t->length, &rest);
    if (word == WORD_NONE) {
        report_error(x->r, x->f->path, t->line,
                     "action \"%.*s\"; it is outside the vocabulary; use mark, ev_NAME, ask_NAME, "
                     "bad_NAME, late_NAME, zero, dec, hex or bin",
                     (int)t->length, name);
        return;
    }
    if (kind != EMBED_EDGE && word != WORD_RULE && word != WORD_LATE && word != WORD_EVENT)
        report_error(x->r, x->f->path, t->line,
                     "\"%.*s\" as an error or end action; nothing is read there; only bad_NAME, "
                     "late_NAME and ev_NAME tell what it means",
                     (int)t->length, name);
    g->uses = mem_grow(g->uses, g->n_uses, &g->uses_room, sizeof *g->uses);
    g->uses[g->n_uses++] = (grammar_use){mem_string(name, t->length),
                                         kind,
                                         x->f->source[x->f->tokens.items[operator_token].at],
                                         x->definition,
                                         x->file,
                                         x->from,
                                         operator_token,
                                         t->line};
    t->note = g->n_uses;
}

/* The operator at token i and what it embeds. Returns the token after both. */
static size_t check_embedding(walk *x, size_t i) {
    const grammar_file *f = x->f;
    const token *t = f->tokens.items;
    embed_kind kind = token_embeds(f->source, &t[i]);
    size_t end = profile_embed_end(f, i, x->last);
    if (kind == EMBED_REFUSED) {
        report_error(x->r, f->path, t[i].line,
                     "operator \"%.*s\"; actions of states and local errors split states or hide "
                     "dead rules; use > @ $ %% , an error action with ! or an end action with /",
                     (int)t[i].length, f->source + t[i].at);
        return end;
    }
    if (end == i + 1)
        report_error(
            x->r, f->path, t[i].line,
            "\"%.*s\" without an action; nothing is embedded; write the action's name after it",
            (int)t[i].length, f->source + t[i].at);
    /* (name, 5) is a named priority, (a, b) are two actions */
    bool priority = end > i + 2 && t[end - 2].kind == TOKEN_NUMBER;
    for (size_t k = i + 1; k < end; k++) {
        if (t[k].kind == TOKEN_CODE)
            report_error(x->r, f->path, t[k].line,
                         "code in the grammar; grammars hold none; embed an action of the "
                         "vocabulary by its name");
        else if (t[k].kind == TOKEN_WORD && !priority)
            check_action(x, i, k, kind);
    }
    return end;
}

/* {n} {n,} {,n} {n,m}: token i is the brace. */
static size_t check_count(const walk *x, size_t i) {
    const grammar_file *f = x->f;
    size_t k = i + 1;
    for (; k < x->last && !token_is(f->source, &f->tokens.items[k], "}"); k++) {
        const token *t = &f->tokens.items[k];
        if (t->kind == TOKEN_NUMBER) {
            unsigned long count = strtoul(f->source + t->at, NULL, 10);
            if (count > PROFILE_COUNT_MAX || t->length > 9)
                report_error(
                    x->r, f->path, t->line,
                    "counted repetition above %d; every copy is states; count in C: mark the "
                    "span, and let C judge its length",
                    PROFILE_COUNT_MAX);
        } else if (!token_is(f->source, t, ",")) {
            report_error(
                x->r, f->path, t->line,
                "\"%.*s\" in a counted repetition; only numbers can stand there; write {n} or "
                "{n,m}",
                (int)(t->length > 40 ? 40 : t->length), f->source + t->at);
        }
    }
    if (k >= x->last)
        report_error(x->r, f->path, f->tokens.items[i].line,
                     "\"{\" without \"}\"; the repetition does not end; write {n} or {n,m}");
    return k < x->last ? k + 1 : x->last;
}

/* Follows where operands begin: what a later action is embedded in. */
static void walk_operand(walk *x, size_t i) {
    const token *t = &x->f->tokens.items[i];
    const char *s = x->f->source;
    if (t->kind != TOKEN_OPERATOR) {
        bool range = i != 0 && token_is(s, t - 1, "..");
        bool negated = i != 0 && (token_is(s, t - 1, "^") || token_is(s, t - 1, "!"));
        if (!range && !negated) x->from = i;
    } else if (token_is(s, t, "(")) {
        x->open = mem_grow(x->open, x->n_open, &x->room, sizeof *x->open);
        x->open[x->n_open++] = i;
        if (x->n_open == PROFILE_DEPTH_MAX + 1)
            report_error(
                x->r, x->f->path, t->line,
                "parentheses nested deeper than %d; nobody can read that; give the parts names",
                PROFILE_DEPTH_MAX);
    } else if (token_is(s, t, ")")) {
        if (x->n_open != 0) x->from = x->open[--x->n_open];
    } else if (token_is(s, t, "^") || token_is(s, t, "!")) {
        x->from = i;
    }
}

static const char *refusal_at(const walk *x, const token *t) {
    if (t->kind == TOKEN_CODE)
        return "code in the grammar; grammars hold none; embed an action of the vocabulary by its "
               "name";
    if (t->kind == TOKEN_OPERATOR) return refusal_of(refused_operators, x->f->source, t);
    return t->kind == TOKEN_WORD ? refusal_of(refused_words, x->f->source, t) : NULL;
}

void profile_expression(grammar *g, size_t number, report *r) {
    const definition d = g->definitions[number];
    walk x = {g, &g->files[d.file], number, d.file, d.last, r, d.first, NULL, 0, 0};
    for (size_t i = d.first; i < d.last;) {
        const token *t = &x.f->tokens.items[i];
        const char *why = refusal_at(&x, t);
        if (why != NULL) {
            report_error(r, x.f->path, t->line, "%s", why);
            i++;
        } else if (token_embeds(x.f->source, t) != EMBED_NONE) {
            i = check_embedding(&x, i);
        } else if (t->kind == TOKEN_OPERATOR && token_is(x.f->source, t, "{")) {
            i = check_count(&x, i);
        } else {
            walk_operand(&x, i++);
        }
    }
    if (d.first == d.last)
        report_error(r, x.f->path, d.line,
                     "an empty definition; it says nothing; write an expression, or "
                     "\"\" for nothing at all");
    free(x.open);
}

bool profile_use_within(const grammar *g, const bool *scope, const bool *encloses, size_t a,
                        size_t b) {
    const grammar_use *u = &g->uses[a], *v = &g->uses[b];
    if (u->definition == v->definition) return v->from <= u->from && u->at < v->at;
    const grammar_file *f = &g->files[v->file];
    for (size_t i = v->from; i < v->at; i++) {
        const token *t = &f->tokens.items[i];
        if (t->kind != TOKEN_WORD || t->note != 0) continue;
        size_t d = grammar_find(g, scope, f->source + t->at, t->length);
        if (d == GRAMMAR_NONE) continue;
        if (d == u->definition || encloses[d * g->n_definitions + u->definition]) return true;
    }
    return false;
}

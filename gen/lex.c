/* A lexer for Ragel 6. */
#include "lex.h"

#include <ctype.h>
#include <string.h>

typedef struct lexer {
    const char *s, *file;
    size_t n, i;
    unsigned line;
    token_list *list;
    report *r;
} lexer;

/* Longest first. */
static const char *const operators[] = {
    "<>~", "<>*", "<>/", "<>!", "<>^", ":>>", ":=", "|=", "<>", ">~", "$~", "%~",
    "<~",  "@~",  ">*",  "$*",  "%*",  "<*",  "@*", ">/", "$/", "%/", "</", "@/",
    ">!",  "$!",  "%!",  "<!",  "@!",  ">^",  "$^", "%^", "<^", "@^", ">?", "$?",
    "%?",  "..",  "**",  ":>",  "<:",  "->",  "|*", "*|", "=>", "--", NULL};

static const char *const edge_embeds[] = {">", "@", "$", "%", NULL};
static const char *const error_embeds[] = {">!", "$!", "<>!", "<!", "@!", "%!", NULL};
static const char *const end_embeds[] = {">/", "$/", "<>/", "</", "@/", "%/", NULL};
static const char *const refused_embeds[] = {"<>~", "<>*", "<>^", "<>", ">~", "$~", "%~", "<~",
                                             "@~",  ">*",  "$*",  "%*", "<*", "@*", ">^", "$^",
                                             "%^",  "<^",  "@^",  ">?", "$?", "%?", NULL};

bool token_is(const char *source, const token *t, const char *s) {
    return strlen(s) == t->length && memcmp(source + t->at, s, t->length) == 0;
}

const char *token_gap(const char *source, const token *t) {
    char next = source[t->at + t->length]; /* sources end with 0 */
    return next == 0 || next == '#' || isspace((unsigned char)next) ? " " : "";
}

static bool token_among(const char *source, const token *t, const char *const *names) {
    for (; *names != NULL; names++)
        if (token_is(source, t, *names)) return true;
    return false;
}

embed_kind token_embeds(const char *source, const token *t) {
    if (t->kind != TOKEN_OPERATOR) return EMBED_NONE;
    if (token_among(source, t, edge_embeds)) return EMBED_EDGE;
    if (token_among(source, t, error_embeds)) return EMBED_ERROR;
    if (token_among(source, t, end_embeds)) return EMBED_END;
    if (token_among(source, t, refused_embeds)) return EMBED_REFUSED;
    return EMBED_NONE;
}

static void token_add(lexer *x, token_kind kind, size_t at, unsigned line) {
    token_list *l = x->list;
    l->items = mem_grow(l->items, l->n, &l->room, sizeof *l->items);
    l->items[l->n++] = (token){kind, at, x->i - at, line, 0};
}

static bool lex_at(const lexer *x, const char *s) {
    size_t n = strlen(s);
    return x->n - x->i >= n && memcmp(x->s + x->i, s, n) == 0;
}

static void lex_forward(lexer *x) {
    if (x->s[x->i] == '\n') x->line++;
    x->i++;
}

static void lex_to_line_end(lexer *x) {
    while (x->i < x->n && x->s[x->i] != '\n')
        x->i++;
}

/* From the opening character past the closing one. Returns false if the file ends before. */
static bool lex_quoted(lexer *x, char close) {
    x->i++;
    while (x->i < x->n) {
        char c = x->s[x->i];
        if (c == '\\' && x->i + 1 < x->n) x->i++;
        lex_forward(x);
        if (c == close) return true;
    }
    return false;
}

static void lex_c_comment(lexer *x) {
    unsigned line = x->line;
    x->i += 2;
    while (x->i < x->n && !lex_at(x, "*/"))
        lex_forward(x);
    if (x->i < x->n)
        x->i += 2;
    else
        report_error(x->r, x->file, line,
                     "a comment without an end; the rest of the file is inside; "
                     "close it with */");
}

/* The braces of an action, nested ones and quoted text inside included. */
static void lex_code(lexer *x) {
    size_t at = x->i;
    unsigned line = x->line, depth = 0;
    while (x->i < x->n) {
        char c = x->s[x->i];
        if (c == '"' || c == '\'') {
            if (!lex_quoted(x, c)) break;
            continue;
        }
        if (lex_at(x, "/*")) {
            lex_c_comment(x);
            continue;
        }
        if (lex_at(x, "//")) {
            lex_to_line_end(x);
            continue;
        }
        lex_forward(x);
        if (c == '{') depth++;
        if (c == '}' && --depth == 0) {
            token_add(x, TOKEN_CODE, at, line);
            return;
        }
    }
    report_error(x->r, x->file, line, "an action without an end; its { has no }; write {}");
    token_add(x, TOKEN_CODE, at, line);
}

/* A { opens code after an embedding operator and after "action NAME"; elsewhere it counts. */
static bool lex_code_follows(const lexer *x) {
    const token_list *l = x->list;
    if (l->n == 0) return false;
    const token *last = &l->items[l->n - 1];
    if (token_embeds(x->s, last) != EMBED_NONE) return true;
    return l->n >= 2 && last->kind == TOKEN_WORD && token_is(x->s, &l->items[l->n - 2], "action");
}

static void lex_regex(lexer *x) {
    size_t at = x->i;
    unsigned line = x->line;
    bool in_set = false, closed = false;
    x->i++;
    while (x->i < x->n && !closed && x->s[x->i] != '\n') {
        char c = x->s[x->i];
        if (c == '\\' && x->i + 1 < x->n) x->i++;
        if (c == '[') in_set = true;
        if (c == ']') in_set = false;
        closed = c == '/' && !in_set;
        lex_forward(x);
    }
    if (!closed)
        report_error(x->r, x->file, line,
                     "a regular expression without an end; its / has no "
                     "partner on the line; close it with /");
    if (x->i < x->n && x->s[x->i] == 'i') x->i++;
    token_add(x, TOKEN_REGEX, at, line);
}

static void lex_literal(lexer *x, char close, token_kind kind) {
    size_t at = x->i;
    unsigned line = x->line;
    if (!lex_quoted(x, close))
        report_error(x->r, x->file, line,
                     "%s without an end; the rest of the file is inside; close "
                     "it with %c",
                     kind == TOKEN_SET ? "a set" : "a string", close);
    if (x->i < x->n && x->s[x->i] == 'i') x->i++;
    token_add(x, kind, at, line);
}

static void lex_word(lexer *x) {
    size_t at = x->i;
    while (x->i < x->n && (isalnum((unsigned char)x->s[x->i]) || x->s[x->i] == '_'))
        x->i++;
    token_add(x, isdigit((unsigned char)x->s[at]) ? TOKEN_NUMBER : TOKEN_WORD, at, x->line);
}

static void lex_operator(lexer *x) {
    size_t at = x->i;
    for (size_t k = 0; operators[k] != NULL; k++) {
        if (!lex_at(x, operators[k])) continue;
        x->i += strlen(operators[k]);
        token_add(x, TOKEN_OPERATOR, at, x->line);
        return;
    }
    char c = x->s[x->i++];
    if (c != 0 && strchr(".,|&-+*?!^@$%><:;=(){}", c) != NULL)
        token_add(x, TOKEN_OPERATOR, at, x->line);
    else
        report_error(x->r, x->file, x->line,
                     "byte 0x%02x; it means nothing in Ragel here; remove it",
                     (unsigned)(unsigned char)c);
}

/* Inside of %%{ }%%. */
static void lex_inside(lexer *x) {
    char c = x->s[x->i];
    if (isspace((unsigned char)c))
        lex_forward(x);
    else if (c == '#')
        lex_to_line_end(x);
    else if (c == '"' || c == '\'')
        lex_literal(x, c, TOKEN_STRING);
    else if (c == '[')
        lex_literal(x, ']', TOKEN_SET);
    else if (isalnum((unsigned char)c) || c == '_')
        lex_word(x);
    else if (c == '{' && lex_code_follows(x))
        lex_code(x);
    else if (c == '/')
        lex_regex(x);
    else
        lex_operator(x);
}

/* Outside, a grammar holds comments only. */
static void lex_outside(lexer *x) {
    if (isspace((unsigned char)x->s[x->i])) {
        lex_forward(x);
    } else if (x->s[x->i] == '#' || lex_at(x, "//")) {
        lex_to_line_end(x);
    } else if (lex_at(x, "/*")) {
        lex_c_comment(x);
    } else {
        report_error(x->r, x->file, x->line,
                     "text outside of %%%%{ }%%%%; a grammar holds no code; move "
                     "it inside, or make it a comment with #");
        lex_to_line_end(x);
    }
}

void lex_grammar(const char *source, size_t n, const char *file, token_list *list, report *r) {
    lexer x = {source, file, n, 0, 1, list, r};
    bool inside = false;
    unsigned opened = 0;
    while (x.i < n) {
        size_t at = x.i;
        if (lex_at(&x, inside ? "}%%" : "%%{")) {
            x.i += 3;
            token_add(&x, inside ? TOKEN_FINISH : TOKEN_BEGIN, at, x.line);
            inside = !inside;
            opened = x.line;
        } else if (inside) {
            lex_inside(&x);
        } else {
            lex_outside(&x);
        }
    }
    if (inside)
        report_error(r, file, opened,
                     "%%%%{ without an end; the block runs to the end of the file; close it "
                     "with }%%%%");
}

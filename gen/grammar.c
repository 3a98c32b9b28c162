/* Takes a grammar's files apart into machines, includes and definitions. */
#include "grammar.h"

#include "profile.h"
#include <stdlib.h>
#include <string.h>

typedef struct parser {
    grammar *g;
    report *r;
    size_t file, machine; /* machine is GRAMMAR_NONE before "machine NAME;" */
    size_t i;
} parser;

static const token *parser_token(const parser *p, size_t i) {
    const token_list *l = &p->g->files[p->file].tokens;
    return i < l->n ? &l->items[i] : NULL;
}

static bool parser_is(const parser *p, size_t i, const char *s) {
    const token *t = parser_token(p, i);
    return t != NULL && t->kind != TOKEN_STRING && token_is(p->g->files[p->file].source, t, s);
}

static bool parser_kind(const parser *p, size_t i, token_kind kind) {
    const token *t = parser_token(p, i);
    return t != NULL && t->kind == kind;
}

static unsigned parser_line(const parser *p, size_t i) {
    const token *t = parser_token(p, i);
    if (t == NULL && i != 0) t = parser_token(p, i - 1);
    return t == NULL ? 0 : t->line;
}

static char *parser_text(const parser *p, size_t i) {
    const token *t = parser_token(p, i);
    return mem_string(p->g->files[p->file].source + t->at, t->length);
}

static const char *parser_path(const parser *p) {
    return p->g->files[p->file].path;
}

/* The ";" that ends the statement, not one inside of a scanner; the block's end ends it too. */
static size_t parser_statement_end(const parser *p, size_t i) {
    bool scanner = false;
    for (; parser_token(p, i) != NULL && !parser_kind(p, i, TOKEN_FINISH); i++) {
        if (parser_is(p, i, "|*")) scanner = true;
        if (parser_is(p, i, "*|")) scanner = false;
        if (parser_is(p, i, ";") && !scanner) break;
    }
    return i;
}

size_t grammar_machine_find(const grammar *g, size_t file, const char *name, size_t n) {
    for (size_t i = 0; i < g->n_machines; i++)
        if (g->machines[i].file == file && strlen(g->machines[i].name) == n &&
            memcmp(g->machines[i].name, name, n) == 0)
            return i;
    return GRAMMAR_NONE;
}

static void parse_machine(parser *p) {
    grammar *g = p->g;
    if (!parser_kind(p, p->i + 1, TOKEN_WORD) || !parser_is(p, p->i + 2, ";")) {
        report_error(
            p->r, parser_path(p), parser_line(p, p->i),
            "a machine without a name; it is called by it everywhere; write machine NAME;");
        p->i = parser_statement_end(p, p->i) + 1;
        return;
    }
    char *name = parser_text(p, p->i + 1);
    p->machine = grammar_machine_find(g, p->file, name, strlen(name));
    if (p->machine == GRAMMAR_NONE) {
        g->machines = mem_grow(g->machines, g->n_machines, &g->machines_room, sizeof *g->machines);
        p->machine = g->n_machines++;
        g->machines[p->machine] =
            (grammar_machine){name, p->file, parser_line(p, p->i), p->i + 3, false, GRAMMAR_NONE};
    } else {
        free(name);
    }
    p->i += 3;
}

static void parse_alphtype(parser *p) {
    if (!parser_is(p, p->i + 1, "short") || !parser_is(p, p->i + 2, ";"))
        report_error(
            p->r, parser_path(p), parser_line(p, p->i),
            "an alphtype other than short; bytes are 0 to 255 and symbols begin at 256; write "
            "alphtype short;");
    p->g->machines[p->machine].has_alphtype = true;
    p->i = parser_statement_end(p, p->i) + 1;
}

/* The name between the quotes of token i. */
static char *parser_quoted(const parser *p, size_t i) {
    const token *t = parser_token(p, i);
    const char *s = p->g->files[p->file].source + t->at;
    return mem_string(s + 1, t->length >= 2 ? t->length - 2 : 0);
}

static char *parser_beside(const parser *p, const char *name) {
    char *folder = path_folder(parser_path(p));
    char *path = path_join(folder, name);
    free(folder);
    return path;
}

static void parse_include(parser *p) {
    grammar *g = p->g;
    size_t first = p->i, end = parser_statement_end(p, p->i), k = p->i + 1;
    char *name = parser_kind(p, k, TOKEN_WORD) ? parser_text(p, k++)
                                               : mem_copy(g->machines[p->machine].name);
    size_t file = p->file;
    bool ok = parser_is(p, end, ";");
    if (ok && parser_kind(p, k, TOKEN_STRING)) {
        char *quoted = parser_quoted(p, k++);
        char *path = parser_beside(p, quoted);
        const char *why = "";
        file = grammar_file_open(g, path, &why, p->r);
        if (file == GRAMMAR_NONE)
            report_error(p->r, parser_path(p), parser_line(p, first),
                         "cannot read \"%s\": %s; it is included here; put it there, or mend the "
                         "include",
                         path, why);
        free(quoted);
        free(path);
    }
    if (!ok || k != end)
        report_error(p->r, parser_path(p), parser_line(p, first),
                     "an include that cannot be read; write include NAME \"file.rl\";");
    else if (file != GRAMMAR_NONE) {
        size_t target = grammar_machine_find(g, file, name, strlen(name));
        if (target == GRAMMAR_NONE)
            report_error(p->r, parser_path(p), parser_line(p, first),
                         "no machine \"%s\" in \"%s\"; nothing is included; name a machine of that "
                         "file: include NAME \"file.rl\";",
                         name, g->files[file].path);
        g->includes = mem_grow(g->includes, g->n_includes, &g->includes_room, sizeof *g->includes);
        g->includes[g->n_includes++] = (grammar_include){p->machine, file, target, first, end + 1};
    }
    free(name);
    p->i = end + 1;
}

static void parse_import(parser *p) {
    grammar *g = p->g;
    size_t end = parser_statement_end(p, p->i);
    if (!parser_kind(p, p->i + 1, TOKEN_STRING) || p->i + 2 != end || !parser_is(p, end, ";")) {
        report_error(p->r, parser_path(p), parser_line(p, p->i),
                     "an import that cannot be read; write import \"symbols.h\";");
    } else {
        char *quoted = parser_quoted(p, p->i + 1);
        char *path = parser_beside(p, quoted);
        (void)symbols_read(&g->symbols, path, parser_path(p), parser_line(p, p->i), p->r);
        free(quoted);
        free(path);
    }
    g->imports = mem_grow(g->imports, g->n_imports, &g->imports_room, sizeof *g->imports);
    g->imports[g->n_imports++] = (grammar_import){p->machine, p->file, p->i, end + 1};
    p->i = end + 1;
}

static void parse_action(parser *p) {
    size_t i = p->i;
    const char *rest;
    if (!parser_kind(p, i + 1, TOKEN_WORD) || !parser_kind(p, i + 2, TOKEN_CODE)) {
        report_error(p->r, parser_path(p), parser_line(p, i),
                     "an action that cannot be read; write action NAME {}");
        p->i = parser_statement_end(p, i) + 1;
        return;
    }
    const char *source = p->g->files[p->file].source;
    const token *name = parser_token(p, i + 1), *code = parser_token(p, i + 2);
    if (profile_word(source + name->at, name->length, &rest) == WORD_NONE)
        report_error(p->r, parser_path(p), name->line,
                     "action \"%.*s\"; it is outside the vocabulary; use mark, ev_NAME, ask_NAME, "
                     "bad_NAME, late_NAME, zero, dec, hex or bin",
                     (int)name->length, source + name->at);
    for (size_t k = 1; k + 1 < code->length; k++) {
        if (strchr(" \t\r\n", source[code->at + k]) != NULL) continue;
        report_error(
            p->r, parser_path(p), code->line,
            "code in action \"%.*s\"; grammars hold none; leave the braces empty, and let C do "
            "the work at an event",
            (int)name->length, source + name->at);
        break;
    }
    p->g->actions =
        mem_grow(p->g->actions, p->g->n_actions, &p->g->actions_room, sizeof *p->g->actions);
    p->g->actions[p->g->n_actions++] =
        (grammar_action){mem_string(source + name->at, name->length), p->machine};
    p->i += 3;
}

/* A definition with the very name of a symbol hides it. */
static void check_symbol_name(const parser *p, size_t number) {
    const definition *d = &p->g->definitions[number];
    const symbol *s = symbols_by_name(&p->g->symbols, "", d->name, strlen(d->name));
    if (s != NULL && strcmp(s->name, d->name) == 0)
        report_error(p->r, parser_path(p), d->line,
                     "%s is a symbol in line %u of %s; one name means one thing; choose another",
                     d->name, s->line, s->file);
}

static void definition_add(parser *p, size_t first, size_t end, bool is_main) {
    grammar *g = p->g;
    if (g->n_definitions == GRAMMAR_MAX_PARTS) {
        report_error(p->r, parser_path(p), parser_line(p, p->i),
                     "more than %d definitions; nobody could read the machine; split the grammar",
                     GRAMMAR_MAX_PARTS);
        return;
    }
    g->definitions =
        mem_grow(g->definitions, g->n_definitions, &g->definitions_room, sizeof *g->definitions);
    size_t number = g->n_definitions++;
    g->definitions[number] = (definition){parser_text(p, p->i),
                                          p->file,
                                          p->machine,
                                          parser_line(p, p->i),
                                          first,
                                          end,
                                          p->i,
                                          is_main,
                                          false,
                                          false,
                                          false};
    g->files[p->file].tokens.items[p->i].note = number + 1;
    if (is_main) g->machines[p->machine].main = number;
    check_symbol_name(p, number);
    profile_expression(g, number, p->r);
}

/* A ";" forgotten shows as "NAME =" in the middle of an expression. */
static size_t definition_end(const parser *p, size_t i) {
    size_t end = parser_statement_end(p, i);
    for (size_t k = i; k + 1 < end; k++) {
        if (!parser_kind(p, k, TOKEN_WORD)) continue;
        if (!parser_is(p, k + 1, "=") && !parser_is(p, k + 1, ":=")) continue;
        if (parser_line(p, k) == parser_line(p, i)) continue;
        report_error(p->r, parser_path(p), parser_line(p, k - 1),
                     "a definition without \";\"; the next one begins in line %u; end it with ;",
                     parser_line(p, k));
        return k;
    }
    if (!parser_is(p, end, ";"))
        report_error(p->r, parser_path(p), parser_line(p, i),
                     "a definition without \";\"; the block ends inside it; end it with ;");
    return end;
}

static void parse_definition(parser *p) {
    bool instance = parser_is(p, p->i + 1, ":=");
    bool is_main = parser_is(p, p->i, "main");
    size_t end = definition_end(p, p->i + 2);
    if (instance != is_main)
        report_error(p->r, parser_path(p), parser_line(p, p->i),
                     is_main
                         ? "main with \"=\"; it would only be a name; write main := expression;"
                         : "\":=\" makes a machine that only a jump reaches; there are no jumps; "
                           "write NAME = expression; and use it in main");
    else if (is_main && p->g->machines[p->machine].main != GRAMMAR_NONE)
        report_error(p->r, parser_path(p), parser_line(p, p->i),
                     "a second main; a machine has one; give it a block of its own");
    else
        definition_add(p, p->i + 2, end, is_main);
    p->i = end + (parser_is(p, end, ";") ? 1 : 0);
}

static void parse_statement(parser *p) {
    if (parser_is(p, p->i, "machine")) {
        parse_machine(p);
        return;
    }
    if (p->machine == GRAMMAR_NONE) {
        report_error(
            p->r, parser_path(p), parser_line(p, p->i),
            "a statement before \"machine NAME;\"; it belongs to no machine; begin the block "
            "with machine NAME;");
        p->i = parser_statement_end(p, p->i) + 1;
    } else if (parser_is(p, p->i, "alphtype")) {
        parse_alphtype(p);
    } else if (parser_is(p, p->i, "include")) {
        parse_include(p);
    } else if (parser_is(p, p->i, "import")) {
        parse_import(p);
    } else if (parser_is(p, p->i, "action")) {
        parse_action(p);
    } else if (parser_kind(p, p->i, TOKEN_WORD) &&
               (parser_is(p, p->i + 1, "=") || parser_is(p, p->i + 1, ":="))) {
        parse_definition(p);
    } else if (parser_is(p, p->i, ";")) {
        p->i++;
    } else {
        const token *t = parser_token(p, p->i);
        report_error(
            p->r, parser_path(p), t->line,
            "\"%.*s\" begins no statement of a grammar; write NAME = expression; or machine, "
            "alphtype, include, import, action, main",
            (int)(t->length > 40 ? 40 : t->length), p->g->files[p->file].source + t->at);
        p->i = parser_statement_end(p, p->i) + 1;
    }
}

/* From %%{ to }%%. */
static void parse_block(parser *p) {
    unsigned line = parser_line(p, p->i);
    p->machine = GRAMMAR_NONE;
    p->i++;
    while (parser_token(p, p->i) != NULL && !parser_kind(p, p->i, TOKEN_FINISH))
        parse_statement(p);
    if (parser_token(p, p->i) != NULL) p->i++;
    const grammar_machine *m = p->machine == GRAMMAR_NONE ? NULL : &p->g->machines[p->machine];
    if (m != NULL && m->main != GRAMMAR_NONE && !m->has_alphtype)
        report_error(p->r, parser_path(p), line,
                     "machine \"%s\" without an alphtype; Ragel would take signed bytes; write "
                     "alphtype short; below its name",
                     m->name);
}

size_t grammar_file_open(grammar *g, const char *path, const char **why, report *r) {
    for (size_t i = 0; i < g->n_files; i++)
        if (strcmp(g->files[i].path, path) == 0) return i;
    grammar_file f = {NULL, NULL, 0, {NULL, 0, 0}};
    f.source = content_read(path, GRAMMAR_MAX_BYTES, &f.n, why);
    if (f.source == NULL) return GRAMMAR_NONE;
    f.path = mem_copy(path);
    g->files = mem_grow(g->files, g->n_files, &g->files_room, sizeof *g->files);
    size_t index = g->n_files++;
    g->files[index] = f;
    lex_grammar(f.source, f.n, f.path, &g->files[index].tokens, r);
    parser p = {g, r, index, GRAMMAR_NONE, 0};
    while (parser_token(&p, p.i) != NULL) {
        if (parser_kind(&p, p.i, TOKEN_BEGIN))
            parse_block(&p);
        else
            p.i++;
    }
    return index;
}

/* Every action has to be declared, as in plain Ragel; shared pieces leave that to those that
 * include them. */
static void check_declared(const grammar *g, report *r) {
    bool whole = false;
    for (size_t i = 0; i < g->n_machines; i++)
        whole = whole || (g->machines[i].file == 0 && g->machines[i].main != GRAMMAR_NONE);
    for (size_t i = 0; whole && i < g->n_uses; i++) {
        const grammar_use *use = &g->uses[i];
        size_t k = 0;
        while (k < g->n_actions && strcmp(g->actions[k].name, use->name) != 0)
            k++;
        if (k == g->n_actions)
            report_error(
                r, g->files[use->file].path, use->line,
                "action %s is not declared; Ragel wants to know its name first; write action %s {} "
                "above",
                use->name, use->name);
    }
}

bool grammar_read(grammar *g, const char *path, report *r) {
    unsigned before = r->errors;
    const char *why = "";
    if (grammar_file_open(g, path, &why, r) == GRAMMAR_NONE)
        report_error(r, path, 0, "cannot read it: %s; give the path of a grammar", why);
    else if (g->n_machines == 0 && r->errors == before)
        report_error(r, path, 0,
                     "no machine in it; a grammar has one in each block; write %%%%{ machine "
                     "NAME; alphtype short; … }%%%%");
    check_declared(g, r);
    return r->errors == before;
}

void grammar_free(grammar *g) {
    for (size_t i = 0; i < g->n_files; i++) {
        free(g->files[i].path);
        free(g->files[i].source);
        free(g->files[i].tokens.items);
    }
    for (size_t i = 0; i < g->n_machines; i++)
        free(g->machines[i].name);
    for (size_t i = 0; i < g->n_definitions; i++)
        free(g->definitions[i].name);
    for (size_t i = 0; i < g->n_uses; i++)
        free(g->uses[i].name);
    for (size_t i = 0; i < g->n_actions; i++)
        free(g->actions[i].name);
    free(g->actions);
    free(g->files);
    free(g->machines);
    free(g->definitions);
    free(g->includes);
    free(g->imports);
    free(g->uses);
    symbols_free(&g->symbols);
    memset(g, 0, sizeof *g);
}

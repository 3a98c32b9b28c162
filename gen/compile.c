/* Compiles a grammar: the order of the work, and nothing of the work itself. */
#include "compile.h"

#include "emit.h"
#include "lint.h"
#include "mark.h"
#include "merge.h"
#include "plain.h"
#include "ragel.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct job {
    grammar g;
    rule_table rules;
    set_list sets;
    char *copies; /* folder for Ragel */
    report *r;
} job;

static bool job_copies(job *j, mark_style style) {
    for (size_t i = 0; i < j->g.n_files; i++) {
        text copy = {NULL, 0, 0};
        char name[40];
        (void)snprintf(name, sizeof name, "%c%zu.rl", mark_letter(style), i);
        mark_file(&j->g, i, style, &copy);
        bool ok = ragel_folder_write(j->copies, name, &copy);
        text_free(&copy);
        if (ok) continue;
        report_error(j->r, j->g.files[0].path, 0,
                     "cannot write below \"%s\": %s; copies for Ragel go there; "
                     "set TMPDIR to a folder with room",
                     j->copies, strerror(errno));
        return false;
    }
    return true;
}

static bool job_ragel(job *j, const char *name, xml_document *d) {
    size_t n;
    char *xml = ragel_run(j->copies, name, &j->g, &n, j->r);
    bool ok = xml != NULL && xml_read(d, xml, n, j->g.files[0].path, j->r);
    free(xml);
    return ok;
}

/* Another name for a set that has one, or a set with an action, is a role in its place and no name
 * for a set. */
static bool definition_names_set(const grammar *g, const definition *d) {
    const grammar_file *f = &g->files[d->file];
    for (size_t i = d->first; i < d->last; i++)
        if (token_embeds(f->source, &f->tokens.items[i]) != EMBED_NONE) return false;
    return d->last - d->first != 1 || f->tokens.items[d->first].kind != TOKEN_WORD;
}

/* Which definitions are classes of symbols, and which accept nothing. */
static bool job_classes(job *j) {
    text list = {NULL, 0, 0};
    xml_document d = {NULL, 0, 0};
    size_t n_inputs = 256 + symbols_count(&j->g.symbols);
    mark_classes(&j->g, &list);
    bool ok = job_copies(j, MARK_LIBRARY);
    if (ok && list.length != 0)
        ok = ragel_folder_write(j->copies, "classes.rl", &list) && job_ragel(j, "classes.rl", &d);
    for (size_t i = 0; ok && i < d.n; i++) {
        size_t number = strtoul(d.machines[i].name + 3, NULL, 10);
        definition *def = &j->g.definitions[number];
        def->one_symbol = sets_is_class(&d.machines[i], &def->empty);
        def->only_empty = d.machines[i].states[d.machines[i].start].final && !def->one_symbol &&
                          !xml_leads_on(&d.machines[i], d.machines[i].start);
        if (def->one_symbol && definition_names_set(&j->g, def))
            sets_add(&j->sets, def->name, &d.machines[i], n_inputs);
        if (def->empty)
            report_warning(j->r, j->g.files[def->file].path, def->line,
                           "%s can never match: it accepts no word at all; mend it or remove it",
                           def->name);
    }
    j->sets.n_inputs = n_inputs;
    sets_add_builtin(&j->sets);
    xml_free(&d);
    text_free(&list);
    return ok;
}

static bool job_uses_rules(const job *j) {
    for (size_t i = 0; i < j->g.n_uses; i++)
        if (strncmp(j->g.uses[i].name, "bad_", 4) == 0 ||
            strncmp(j->g.uses[i].name, "late_", 5) == 0)
            return true;
    return false;
}

static bool job_rules(job *j) {
    if (!job_uses_rules(j)) return true;
    char *folder = path_folder(j->g.files[0].path);
    char *path = path_join(folder, "rules.tsv");
    bool ok = rules_read(&j->rules, path, j->r);
    free(folder);
    free(path);
    return ok;
}

static bool output_write(const char *folder, const char *name, const char *end, const text *t,
                         report *r) {
    text path = {NULL, 0, 0};
    text_addf(&path, "%s/%s%s", folder, name, end);
    bool ok = content_write(path.data, text_string(t), t->length);
    if (!ok)
        report_error(r, path.data, 0, "cannot write it: %s; give another folder with -o",
                     strerror(errno));
    text_free(&path);
    return ok;
}

static bool model_write(const model *m, const class_table *c, const words *w, const set_list *sets,
                        const char *folder, report *r) {
    text out[4] = {{NULL, 0, 0}, {NULL, 0, 0}, {NULL, 0, 0}, {NULL, 0, 0}};
    static const char *const ends[4] = {".dot", ".c", ".h", ".txt"};
    emit_dot(m, w, sets, &out[0]);
    emit_c(m, c, w, text_string(&out[0]), &out[1]);
    emit_header(m, &out[2]);
    emit_text(m, c, w, sets, &out[3]);
    bool ok = true;
    for (size_t i = 0; i < 4; i++) {
        ok = ok && output_write(folder, m->g->machines[m->machine].name, ends[i], &out[i], r);
        text_free(&out[i]);
    }
    return ok;
}

static bool job_machine(job *j, const xml_machine *x, const char *folder) {
    size_t machine = grammar_machine_find(&j->g, 0, x->name, strlen(x->name));
    if (machine == GRAMMAR_NONE) return true;
    model m;
    class_table c = {0};
    words w = {0};
    bool ok = model_build(&m, &j->g, machine, x, &j->rules, j->r);
    if (ok) {
        lint_machine(&m, x, j->r);
        words_build(&w, &m, &j->sets, j->r);
        merge_states(&m, &w);
        ok = classes_build(&c, &m, j->r);
    }
    if (ok && folder != NULL) ok = model_write(&m, &c, &w, &j->sets, folder, j->r);
    words_free(&w);
    classes_free(&c);
    model_free(&m);
    return ok;
}

static bool job_counts_used(const job *j) {
    for (size_t i = 0; i < j->g.n_definitions; i++) {
        const definition *d = &j->g.definitions[i];
        const grammar_file *f = &j->g.files[d->file];
        for (size_t t = d->first; t < d->last; t++)
            if (f->tokens.items[t].kind == TOKEN_OPERATOR &&
                token_is(f->source, &f->tokens.items[t], "{"))
                return true;
    }
    return false;
}

/* The same machines without counted repetitions, to see what these cost. */
static void job_lint_counts(job *j, const xml_document *d) {
    xml_document once = {NULL, 0, 0};
    if (!job_counts_used(j) || !job_copies(j, MARK_ONCE) || !job_ragel(j, "c0.rl", &once)) return;
    for (size_t i = 0; i < d->n && i < once.n; i++) {
        size_t machine =
            grammar_machine_find(&j->g, 0, d->machines[i].name, strlen(d->machines[i].name));
        if (machine != GRAMMAR_NONE && strcmp(d->machines[i].name, once.machines[i].name) == 0)
            lint_counts(&j->g, machine, d->machines[i].n_states, once.machines[i].n_states, j->r);
    }
    xml_free(&once);
}

static bool job_machines(job *j, const char *folder) {
    xml_document d = {NULL, 0, 0};
    bool any = false;
    for (size_t i = 0; i < j->g.n_machines; i++)
        any = any || (j->g.machines[i].file == 0 && j->g.machines[i].main != GRAMMAR_NONE);
    if (!any) return true; /* shared pieces only */
    bool ok = job_copies(j, MARK_PLACES) && job_ragel(j, "m0.rl", &d);
    for (size_t i = 0; ok && i < d.n; i++)
        ok = job_machine(j, &d.machines[i], folder);
    if (ok) job_lint_counts(j, &d);
    xml_free(&d);
    return ok;
}

bool compile_grammar(const char *path, const char *folder, report *r) {
    job j = {.r = r};
    bool ok = grammar_read(&j.g, path, r) && job_rules(&j);
    if (ok) {
        j.copies = ragel_folder();
        if (j.copies == NULL) {
            report_error(r, path, 0,
                         "cannot make a folder for copies: %s; set TMPDIR to a folder that can be "
                         "written",
                         strerror(errno));
            ok = false;
        }
    }
    ok = ok && job_classes(&j) && job_machines(&j, folder);
    ragel_folder_remove(j.copies);
    sets_free(&j.sets);
    rules_free(&j.rules);
    grammar_free(&j.g);
    return ok;
}

bool compile_rules(const char *path, const char *folder, report *r) {
    rule_table t;
    bool ok = rules_read(&t, path, r);
    if (ok && folder != NULL) {
        text name = {NULL, 0, 0}, c = {NULL, 0, 0}, h = {NULL, 0, 0};
        text_addf(&name, "%s_rules", t.protocol);
        emit_rules_c(&t, &c);
        emit_rules_header(&t, &h);
        ok = output_write(folder, name.data, ".c", &c, r) &&
             output_write(folder, name.data, ".h", &h, r);
        text_free(&name);
        text_free(&c);
        text_free(&h);
    }
    rules_free(&t);
    return ok;
}

/* "grammars/http1/symbols.h" is of http1. */
static char *symbols_protocol(const char *path) {
    const char *end = strrchr(path, '/'), *from = end;
    if (end == NULL) return mem_copy("protocol");
    while (from > path && from[-1] != '/')
        from--;
    return mem_string(from, (size_t)(end - from));
}

bool compile_symbols(const char *path, const char *folder, report *r) {
    symbol_table t = {NULL, 0, 0};
    bool ok = symbols_read(&t, path, path, 0, r) && r->errors == 0;
    if (ok && t.n == 0) {
        report_error(r, path, 0, "no symbol is defined; write #define NAME NUMBER lines");
        ok = false;
    }
    if (ok && folder != NULL) {
        text name = {NULL, 0, 0}, c = {NULL, 0, 0}, h = {NULL, 0, 0};
        char *protocol = symbols_protocol(path);
        text_addf(&name, "%s_symbols", protocol);
        emit_symbols_c(&t, protocol, &c);
        emit_symbols_header(&t, protocol, &h);
        ok = output_write(folder, name.data, ".c", &c, r) &&
             output_write(folder, name.data, ".h", &h, r);
        text_free(&name);
        text_free(&c);
        text_free(&h);
        free(protocol);
    }
    symbols_free(&t);
    return ok;
}

bool compile_plain(const char *path, text *out, report *r) {
    grammar g = {0};
    bool ok = grammar_read(&g, path, r), any = false;
    for (size_t i = 0; ok && i < g.n_machines; i++) {
        if (g.machines[i].file != 0 || g.machines[i].main == GRAMMAR_NONE) continue;
        plain_machine(&g, i, out);
        any = true;
    }
    if (ok && !any)
        report_error(r, path, 0,
                     "no machine with a main; there is nothing to recognise; name another");
    grammar_free(&g);
    return ok && any;
}

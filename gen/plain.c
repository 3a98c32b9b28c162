/* Plain Ragel with host C: a recogniser of the same grammar by Ragel's own back end, to compare
 * ours with. Actions become PARLEY_ACTION("name") at the symbol at hand; all files become one. */
#include "plain.h"

#include <stdlib.h>
#include <string.h>

static void plain_tokens(const grammar_file *f, size_t first, size_t last, const grammar *g,
                         text *out) {
    for (size_t i = first; i < last; i++) {
        const token *t = &f->tokens.items[i];
        const char *s = f->source + t->at;
        const symbol *fact = t->kind == TOKEN_WORD && t->note == 0
                                 ? symbols_by_name(&g->symbols, "", s, t->length)
                                 : NULL;
        if (fact != NULL && symbol_is_fact(fact) && strncmp(fact->name, s, t->length) == 0)
            text_addf(out, "%u", fact->number);
        else
            text_add_n(out, s, t->length);
        text_add(out, token_gap(f->source, t));
    }
}

static bool plain_known(const grammar *g, size_t number) {
    for (size_t k = 0; k < number; k++)
        if (strcmp(g->actions[k].name, g->actions[number].name) == 0) return true;
    return false;
}

/* A definition comes after those that its file included above it. */
static void plain_definitions(const grammar *g, const bool *scope, text *out) {
    for (size_t i = 0; i < g->n_definitions; i++) {
        const definition *d = &g->definitions[i];
        if (!scope[d->machine]) continue;
        text_addf(out, "    %s %s ", d->name, d->is_main ? ":=" : "=");
        plain_tokens(&g->files[d->file], d->first, d->last, g, out);
        text_add(out, ";\n");
    }
}

void plain_machine(const grammar *g, size_t machine, text *out) {
    const char *name = g->machines[machine].name;
    bool *scope = mem_zero(g->n_machines, sizeof *scope);
    grammar_scope(g, machine, scope);
    text_addf(out, "%%%%{\n    machine %s;\n    alphtype short;\n", name);
    for (size_t i = 0; i < g->n_actions; i++)
        if (!plain_known(g, i))
            text_addf(out, "    action %s { PARLEY_ACTION(\"%s\"); }\n", g->actions[i].name,
                      g->actions[i].name);
    plain_definitions(g, scope, out);
    text_add(out, "    write data;\n}%%\n\n");
    text_addf(
        out,
        "/* Reads input[0..n); more: the input goes on. Returns how much was read; *state is 0 if "
        "the symbol there\n"
        " * was rejected. Set *state to parley_plain_%s_start before the first call. */\n"
        "const int parley_plain_%s_start = %s_start;\nconst int parley_plain_%s_first_final = "
        "%s_first_final;\n"
        "unsigned long parley_plain_%s(int *state, const short *input, unsigned long n, int more) "
        "{\n"
        "    const short *p = input, *pe = input + n, *eof = more ? 0 : pe;\n    int cs = *state;\n"
        "    (void)eof;\n    %%%% write exec;\n    *state = cs;\n    return (unsigned long)(p - "
        "input);\n}\n\n",
        name, name, name, name, name, name);
    free(scope);
}

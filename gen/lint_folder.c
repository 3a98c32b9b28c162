/* Warnings about all grammars of a folder together: symbols, events and questions that nothing
 * uses. */
#include "lint.h"

#include "profile.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The .rl files of a folder, sorted. */
static char **folder_grammars(const char *folder, size_t *n) {
    char **names = NULL;
    size_t room = 0;
    DIR *dir = opendir(folder);
    *n = 0;
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        size_t length = strlen(e->d_name);
        if (length < 4 || strcmp(e->d_name + length - 3, ".rl") != 0) continue;
        text path = {NULL, 0, 0};
        text_addf(&path, "%s/%s", folder, e->d_name);
        names = mem_grow(names, *n, &room, sizeof *names);
        names[(*n)++] = path.data;
    }
    if (dir != NULL) (void)closedir(dir);
    if (*n > 1) qsort(names, *n, sizeof *names, compare_names);
    return names;
}

/* Which symbols of the grammar's table does it use? They are noted by name in used. */
static void note_uses(const grammar *g, text *used) {
    for (size_t i = 0; i < g->n_uses; i++) {
        const char *rest, *name = g->uses[i].name;
        word_kind word = profile_word(name, strlen(name), &rest);
        const char *prefix = word == WORD_EVENT ? "EV_" : "ASK_";
        if (word != WORD_EVENT && word != WORD_ASK) continue;
        const symbol *s = symbols_by_name(&g->symbols, prefix, rest, strlen(rest));
        if (s != NULL) text_addf(used, " %s ", s->name);
    }
    for (size_t i = 0; i < g->n_definitions; i++) {
        const definition *d = &g->definitions[i];
        const grammar_file *f = &g->files[d->file];
        for (size_t t = d->first; t < d->last; t++)
            if (f->tokens.items[t].kind == TOKEN_WORD)
                text_addf(used, " %.*s ", (int)f->tokens.items[t].length,
                          f->source + f->tokens.items[t].at);
    }
}

static void warn_unused(const symbol *s, const text *used, report *r) {
    text word = {NULL, 0, 0};
    text_addf(&word, " %s ", s->name);
    if (strstr(text_string(used), word.data) == NULL)
        report_warning(r, s->file, s->line,
                       symbol_is_fact(s) ? "no machine of the folder reads %s; read it or remove it"
                                         : "no machine of the folder says %s; say it or remove it",
                       s->name);
    text_free(&word);
}

bool lint_folder(const char *folder, report *r) {
    unsigned before = r->errors;
    size_t n;
    char **paths = folder_grammars(folder, &n);
    grammar *all = mem_zero(n, sizeof *all);
    text used = {NULL, 0, 0};
    if (n == 0)
        report_error(r, folder, 0,
                     "no grammar in it; --lint takes a folder with .rl files; name one");
    for (size_t i = 0; i < n; i++)
        if (grammar_read(&all[i], paths[i], r)) note_uses(&all[i], &used);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < all[i].symbols.n; k++)
            warn_unused(&all[i].symbols.items[k], &used, r);
    for (size_t i = 0; i < n; i++) {
        grammar_free(&all[i]);
        free(paths[i]);
    }
    free(paths);
    free(all);
    text_free(&used);
    return r->errors == before;
}

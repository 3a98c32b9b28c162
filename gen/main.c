/* parley-gen: compiles Ragel grammars into constant C tables. Options, and exit statuses:
 * 0 done, 1 the grammar is refused, 2 it was called wrongly or could not work. */
#include "compile.h"
#include "lint.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char help[] =
    "usage: parley-gen GRAMMAR.rl -o FOLDER    write C tables, text and drawing of every machine\n"
    "       parley-gen rules.tsv -o FOLDER     write the rules as C\n"
    "       parley-gen symbols.h -o FOLDER     write the events and brief words as C\n"
    "       parley-gen --check FILE            say what is wrong, write nothing\n"
    "       parley-gen --lint FOLDER           symbols and events that no grammar of the folder "
    "uses\n"
    "       parley-gen --plain GRAMMAR.rl      plain Ragel with host C, to standard output\n"
    "options:\n"
    "  -o, --output FOLDER  where to write; it is made if it is not there\n"
    "  -c, --check          check only\n"
    "  -l, --lint           look at a folder as a whole\n"
    "  -p, --plain          for Ragel's own back ends; actions become PARLEY_ACTION(\"name\")\n"
    "  -W, --Werror         warnings are errors (-Werror too)\n"
    "  -h, --help           this text\n"
    "  -V, --version        the version\n"
    "exit status: 0 done, 1 the grammar has errors, 2 usage\n";

typedef struct options {
    const char *input, *folder;
    bool check, lint, plain, werror;
} options;

static int usage(const char *why, const char *what) {
    (void)fprintf(stderr, "parley-gen: error: %s%s; see parley-gen --help\n", why, what);
    return 2;
}

/* Returns -1 to go on, else the exit status. */
static int options_read(options *o, int argc, char **argv) {
    static const struct option names[] = {
        {"output", required_argument, NULL, 'o'}, {"check", no_argument, NULL, 'c'},
        {"lint", no_argument, NULL, 'l'},         {"plain", no_argument, NULL, 'p'},
        {"Werror", no_argument, NULL, 'W'},       {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},      {NULL, 0, NULL, 0}};
    int c;
    while ((c = getopt_long(argc, argv, "o:clpW::hV", names, NULL)) != -1) {
        switch (c) {
        case 'o':
            o->folder = optarg;
            break;
        case 'c':
            o->check = true;
            break;
        case 'l':
            o->lint = true;
            break;
        case 'p':
            o->plain = true;
            break;
        case 'W':
            if (optarg != NULL && strcmp(optarg, "error") != 0)
                return usage("unknown option -W", optarg);
            o->werror = true;
            break;
        case 'h':
            (void)fputs(help, stdout);
            return 0;
        case 'V':
            (void)puts("parley-gen 0.1");
            return 0;
        default:
            return usage("the options make no sense", "");
        }
    }
    if (optind + 1 != argc)
        return usage(optind == argc ? "no file given" : "more than one file given", "");
    o->input = argv[optind];
    return -1;
}

static bool name_ends(const char *s, const char *end) {
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

/* Is there a file of the right kind, and a place to write to where one is needed? Returns 0 or the
 * exit status. */
static int options_check(const options *o) {
    bool tsv = name_ends(o->input, ".tsv"), rl = name_ends(o->input, ".rl");
    bool symbols = name_ends(o->input, "symbols.h");
    if (o->check + o->lint + o->plain + (o->folder != NULL) > 1)
        return usage("--check, --lint, --plain and -o exclude each other", "");
    if (o->lint) return 0;
    if (!tsv && !rl && !symbols)
        return usage("neither a .rl nor a .tsv file, nor a symbols.h: ", o->input);
    if (o->plain && !rl) return usage("only grammars have a plain form: ", o->input);
    if (!o->check && !o->plain && o->folder == NULL)
        return usage("no folder to write to: give -o FOLDER", "");
    if (o->folder != NULL && mkdir(o->folder, 0777) != 0 && errno != EEXIST)
        return usage("cannot make the folder: ", strerror(errno));
    return 0;
}

static bool plain_print(const char *path, report *r) {
    text out = {NULL, 0, 0};
    bool ok = compile_plain(path, &out, r);
    if (ok && (fputs(text_string(&out), stdout) < 0 || fflush(stdout) != 0)) {
        report_error(r, path, 0, "cannot write to standard output: %s", strerror(errno));
        ok = false;
    }
    text_free(&out);
    return ok;
}

int main(int argc, char **argv) {
    options o = {NULL, NULL, false, false, false, false};
    int status = options_read(&o, argc, argv);
    if (status < 0) status = options_check(&o) == 0 ? -1 : 2;
    if (status >= 0) return status;
    report r = {.out = stderr};
    bool ok;
    if (o.lint)
        ok = lint_folder(o.input, &r);
    else if (o.plain)
        ok = plain_print(o.input, &r);
    else if (name_ends(o.input, ".tsv"))
        ok = compile_rules(o.input, o.folder, &r);
    else if (name_ends(o.input, ".h"))
        ok = compile_symbols(o.input, o.folder, &r);
    else
        ok = compile_grammar(o.input, o.folder, &r);
    if (r.errors != 0 || (o.werror && r.warnings != 0)) ok = false;
    report_free(&r);
    return ok ? 0 : 1;
}

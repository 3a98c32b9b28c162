/* parley-gen: compiles Ragel grammars into constant C tables. Options, and exit statuses:
 * 0 done, 1 the grammar is refused, 2 it was called wrongly or could not work. */
#include "compile.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char help[] =
    "usage: parley-gen GRAMMAR.rl -o FOLDER    write C tables, text and drawing of every machine\n"
    "       parley-gen rules.tsv -o FOLDER     write the rules as C\n"
    "       parley-gen --check FILE            say what is wrong, write nothing\n"
    "options:\n"
    "  -o, --output FOLDER  where to write; it is made if it is not there\n"
    "  -c, --check          check only\n"
    "  -W, --Werror         warnings are errors (-Werror too)\n"
    "  -h, --help           this text\n"
    "  -V, --version        the version\n"
    "exit status: 0 done, 1 the grammar has errors, 2 usage\n";

typedef struct options {
    const char *input, *folder;
    bool check, werror;
} options;

static int usage(const char *why, const char *what) {
    (void)fprintf(stderr, "parley-gen: error: %s%s; see parley-gen --help\n", why, what);
    return 2;
}

/* Returns -1 to go on, else the exit status. */
static int options_read(options *o, int argc, char **argv) {
    static const struct option names[] = {{"output", required_argument, NULL, 'o'},
                                          {"check", no_argument, NULL, 'c'},
                                          {"Werror", no_argument, NULL, 'W'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'V'},
                                          {NULL, 0, NULL, 0}};
    int c;
    while ((c = getopt_long(argc, argv, "o:cW::hV", names, NULL)) != -1) {
        switch (c) {
        case 'o': o->folder = optarg; break;
        case 'c': o->check = true; break;
        case 'W':
            if (optarg != NULL && strcmp(optarg, "error") != 0) return usage("unknown option -W", optarg);
            o->werror = true;
            break;
        case 'h': (void)fputs(help, stdout); return 0;
        case 'V': (void)puts("parley-gen 0.1"); return 0;
        default: return usage("the options make no sense", "");
        }
    }
    if (optind + 1 != argc) return usage(optind == argc ? "no file given" : "more than one file given", "");
    o->input = argv[optind];
    return -1;
}

static bool name_ends(const char *s, const char *end) {
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

int main(int argc, char **argv) {
    options o = {NULL, NULL, false, false};
    int status = options_read(&o, argc, argv);
    if (status >= 0) return status;
    bool tsv = name_ends(o.input, ".tsv");
    if (!tsv && !name_ends(o.input, ".rl")) return usage("neither a .rl nor a .tsv file: ", o.input);
    if (!o.check && o.folder == NULL) return usage("no folder to write to: give -o FOLDER", "");
    if (o.check) o.folder = NULL;
    if (o.folder != NULL && mkdir(o.folder, 0777) != 0 && errno != EEXIST)
        return usage("cannot make the folder: ", strerror(errno));
    report r = {.out = stderr};
    bool ok = tsv ? compile_rules(o.input, o.folder, &r) : compile_grammar(o.input, o.folder, &r);
    if (r.errors != 0 || (o.werror && r.warnings != 0)) ok = false;
    report_free(&r);
    return ok ? 0 : 1;
}

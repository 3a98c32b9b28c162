/* parley explain confusions: what looks how, what is true, which layer is fine, which question
 * helps.
 *
 * What each layer looks like comes from the rules, excerpts from the corpus. */
#include "../confusions.h"
#include "../report/block.h"
#include "../report/escape.h"
#include "../report/finding.h"
#include "explain.h"
#include <stdio.h>
#include <string.h>

#define WORD "confusion"

static void confusion_print(const confusion *which) {
    block b = {0};
    const parley_rule *rule = parley_rule_find(which->rules[0]);
    printf("%s %u: %s\n\n", WORD, which->number, which->name);
    block_row(&b, "looks", which->looks, 2);
    block_row(&b, "is", which->truth, 2);
    if (rule != NULL) layer_rows(&b, rule->connection, rule);
    block_row(&b, "ask", which->ask, 2);
    for (size_t i = 0; i < CONFUSION_RULES; i++)
        if (which->rules[i] != NULL) block_row(&b, i == 0 ? "rules" : "", which->rules[i], 1);
    for (size_t i = 0; i < CONFUSION_RUNS; i++) {
        char run[LINE_BYTES];
        (void)snprintf(run, sizeof run, "parley %s", which->runs[i]);
        block_row(&b, i == 0 ? "try" : "", run, 1);
    }
    for (unsigned i = 0; i < b.n; i++)
        printf("%s\n", b.lines[i]);
    if (rule != NULL) example_print(rule, EXAMPLE_BAD, "  seen");
}

bool confusions_are_asked(const options *o) {
    return o->n_files >= 1 && strncmp(o->files[0], WORD, strlen(WORD)) == 0;
}

/* What stands behind the word: "s", "-3", or the argument after it. NULL where it is none. */
static const char *number_asked(const options *o) {
    const char *rest = o->files[0] + strlen(WORD);
    if (o->n_files == 2 && rest[0] == 0) return o->files[1];
    if (o->n_files == 1 && rest[0] == '-') return rest + 1;
    return NULL;
}

int confusions_explain(const options *o) {
    const char *number = number_asked(o);
    if (o->n_files == 1 && strcmp(o->files[0], WORD "s") == 0) {
        printf("An open connection tells that bytes can move, and nothing else. Four times one "
               "layer's\nfact is taken for another's; the paths below are those of parley's "
               "sources.\n");
        for (unsigned n = 1; n <= CONFUSIONS; n++) {
            printf("\n");
            confusion_print(confusion_at(n));
        }
        return EXIT_CONFORMS;
    }
    if (number != NULL && number[0] >= '1' && number[0] <= '9' && number[1] == 0 &&
        confusion_at((unsigned)(number[0] - '0')) != NULL) {
        confusion_print(confusion_at((unsigned)(number[0] - '0')));
        return EXIT_CONFORMS;
    }
    fprintf(stderr, "parley: there are four confusions: write explain confusions, or explain "
                    "confusion-1 to confusion-4\n");
    return EXIT_FAILED;
}

/* parley rules: every rule, or those of one subject, with its level and clause, one a line. */
#include "../report/escape.h"
#include "../report/json_write.h"
#include "commands.h"
#include <stdlib.h>
#include <string.h>

static void rule_write_json(const parley_rule *rule) {
    json_begin(stdout, "rule");
    json_text(stdout, "rule", rule->id);
    json_text(stdout, "level", parley_level_name(rule->level));
    json_text(stdout, "layer", parley_layer_name(rule->layer));
    json_text(stdout, "side", rule->side);
    json_text(stdout, "clause", rule->clause);
    json_text(stdout, "duty", rule->duty);
    json_text(stdout, "sentence", rule->sentence);
    json_end(stdout);
}

/* "websocket" and "websocket.open" are subjects of websocket.open.method. NULL: all are asked for.
 */
static bool rule_is_about(const parley_rule *rule, const char *subject) {
    size_t n = subject != NULL ? strlen(subject) : 0;
    return n == 0 ||
           (strncmp(rule->id, subject, n) == 0 && (rule->id[n] == '.' || rule->id[n] == 0));
}

static int subject_refuse(const char *subject) {
    char name[128];
    (void)text_clean(name, sizeof name, subject, strlen(subject));
    fprintf(stderr, "parley: no rule begins with %s: parley rules lists them all\n", name);
    return EXIT_FAILED;
}

int command_rules(const options *o) {
    const char *subject = o->n_files > 0 ? o->files[0] : "";
    const parley_rule *rule;
    int widest = 0;
    if (o->n_files > 1) {
        fprintf(stderr, "parley: rules lists one subject at a time\n");
        return EXIT_FAILED;
    }
    for (size_t i = 0; (rule = parley_rule_at_index(i)) != NULL; i++)
        if (rule_is_about(rule, subject) && (int)strlen(rule->id) > widest)
            widest = (int)strlen(rule->id);
    if (widest == 0) return subject_refuse(subject);
    for (size_t i = 0; (rule = parley_rule_at_index(i)) != NULL; i++)
        if (!rule_is_about(rule, subject))
            continue;
        else if (o->json)
            rule_write_json(rule);
        else
            printf("%-*s  %-7s  %s\n", widest, rule->id, parley_level_name(rule->level),
                   rule->clause);
    return EXIT_CONFORMS;
}

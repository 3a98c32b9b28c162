/* parley rules: every rule with its level and clause, one a line. */
#include "commands.h"
#include "report/json_write.h"
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

int command_rules(const options *o) {
    const parley_rule *rule;
    int widest = 0;
    if (o->n_files > 0) {
        fprintf(stderr, "parley: rules takes no arguments: parley explain %s tells of one rule\n",
                o->files[0]);
        return EXIT_FAILED;
    }
    for (size_t i = 0; (rule = parley_rule_at_index(i)) != NULL; i++)
        if ((int)strlen(rule->id) > widest) widest = (int)strlen(rule->id);
    for (size_t i = 0; (rule = parley_rule_at_index(i)) != NULL; i++)
        if (o->json)
            rule_write_json(rule);
        else
            printf("%-*s  %-7s  %s\n", widest, rule->id, parley_level_name(rule->level),
                   rule->clause);
    return EXIT_CONFORMS;
}

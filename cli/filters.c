/* Which rules and which streams count: see judge.h. */
#include "judge.h"
#include <string.h>

bool rule_filter_passes(const rule_filter *filter, const char *id) {
    for (size_t i = 0; i < filter->n_without; i++)
        if (strcmp(filter->without[i], id) == 0) return false;
    for (size_t i = 0; i < filter->n_only; i++)
        if (strcmp(filter->only[i], id) == 0) return true;
    return filter->n_only == 0;
}

bool stream_set_has(const stream_set *set, uint32_t stream) {
    for (size_t i = 0; i < set->n; i++)
        if (stream >= set->ranges[i][0] && stream <= set->ranges[i][1]) return true;
    return set->n == 0;
}

bool rule_is_of_session(const parley_rule *rule) {
    return strncmp(rule->id, "continuity.", strlen("continuity.")) == 0;
}

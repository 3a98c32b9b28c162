/* Values of fields through their machines: see value.h. */
#include "value.h"
#include "../../grammars/sse/symbols.h"
#include "../machine_answer.h"

bool sse_value_judge(const char *machine, const message_head *head, head_name name,
                     parley_finding *finding) {
    const parley_machine *m = parley_machine_find(machine);
    size_t n;
    const uint8_t *value = head_bytes(head, name, &n);
    if (m == NULL || head->values[name].cut) return false;
    uint16_t state = m->start;
    for (size_t i = 0; i <= n && state != 0; i++) {
        uint16_t from = state, got = i < n ? value[i] : VALUE_END;
        const parley_rule *rule = machine_rule(m, parley_machine_symbol(m, &state, got));
        if (rule == NULL) continue;
        finding->rule = rule;
        finding->machine = m;
        finding->state = from;
        finding->got = got;
        finding->span.length = 1;
        if (head->values[name].there) finding->span.offset = head->values[name].offset + i;
        return true;
    }
    return false;
}

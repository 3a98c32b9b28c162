/* Findings about event streams: see finding.h. */
#include "finding.h"
#include "../../grammars/sse/symbols.h"

parley_finding sse_finding_at(const parley_event *where, const message_head *head, bool in_body) {
    return (parley_finding){.side = head->side,
                            .exchange = head->exchange,
                            .span = where->span,
                            .frame = where->frame,
                            .time = where->time,
                            .turn = where->turn,
                            .message_offset = head->span.offset,
                            .content_offset =
                                in_body ? head->span.offset + head->span.length : UINT64_MAX,
                            .requests = head->exchange,
                            .responses = head->exchange};
}

parley_finding sse_finding_in(const message_head *head, head_name name, parley_turn turn) {
    parley_event where = {
        .span = {head->span.offset, 1}, .frame = head->frame, .time = head->time, .turn = turn};
    if (name == HEAD_NAMES) return sse_finding_at(&where, head, false);
    const head_value *value = &head->values[name];
    where.span.offset = head->span.offset + head->span.length - 1;
    if (value->there) where.span = (parley_span){value->offset, value->n > 0 ? value->n : 1u};
    return sse_finding_at(&where, head, false);
}

/* The rule on an action list, or NULL. */
static const parley_rule *list_rule(const parley_machine *machine, uint16_t action) {
    for (size_t i = machine->action_index[action]; i < machine->action_index[action + 1]; i++)
        if (PARLEY_OP_KIND(machine->ops[i]) == PARLEY_OP_RULE)
            return &machine->rules[PARLEY_OP_OPERAND(machine->ops[i])];
    return NULL;
}

bool sse_value_judge(const char *machine, const message_head *head, head_name name,
                     parley_finding *finding) {
    const parley_machine *m = parley_machine_find(machine);
    size_t n;
    const uint8_t *value = head_bytes(head, name, &n);
    if (m == NULL || head->values[name].cut) return false;
    uint16_t state = m->start;
    for (size_t i = 0; i <= n && state != 0; i++) {
        uint16_t from = state, got = i < n ? value[i] : VALUE_END;
        const parley_rule *rule = list_rule(m, parley_machine_symbol(m, &state, got));
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

/* Which rule something breaks, asked of a machine: see machine_answer.h. */
#include "machine_answer.h"
#include <string.h>

#define KNOWN 64

const parley_machine *machine_named(const char *name) {
    static const parley_machine
        *known[KNOWN]; /* by where the name stands: mostly it is a literal */
    const parley_machine **slot = &known[(uintptr_t)name / 4 % KNOWN];
    if (*slot == NULL || strcmp((*slot)->name, name) != 0) *slot = parley_machine_find(name);
    return *slot;
}

const parley_rule *machine_rule(const parley_machine *machine, uint16_t action) {
    for (size_t i = machine->action_index[action]; i < machine->action_index[action + 1]; i++)
        if (PARLEY_OP_KIND(machine->ops[i]) == PARLEY_OP_RULE)
            return &machine->rules[PARLEY_OP_OPERAND(machine->ops[i])];
    return NULL;
}

static bool symbol_judge(const parley_machine *machine, uint16_t state, uint16_t symbol,
                         parley_finding *finding) {
    uint16_t next = state;
    const parley_rule *rule = machine_rule(machine, parley_machine_symbol(machine, &next, symbol));
    if (rule == NULL) return false;
    finding->rule = rule;
    finding->machine = machine;
    finding->state = state;
    finding->got = symbol;
    return true;
}

bool machine_refuses(const char *name, uint16_t state, uint16_t symbol, parley_finding *finding) {
    const parley_machine *machine = machine_named(name);
    return machine != NULL &&
           symbol_judge(machine, state != 0 ? state : machine->start, symbol, finding);
}

bool machine_answers(const char *name, uint16_t question, uint16_t answer,
                     parley_finding *finding) {
    const parley_machine *machine = machine_named(name);
    if (machine == NULL) return false;
    uint16_t asked = machine->start;
    (void)parley_machine_symbol(machine, &asked, question);
    return symbol_judge(machine, asked, answer, finding);
}

bool machine_goes(const parley_machine *machine, uint16_t *state, uint16_t symbol,
                  parley_finding *finding) {
    uint16_t before = *state != 0 ? *state : machine->start, next = before;
    bool broken = symbol_judge(machine, before, symbol, finding);
    (void)parley_machine_symbol(machine, &next, symbol);
    *state = next != 0 ? next : before;
    return broken;
}

bool machine_hears(const char *name, uint16_t *state, uint16_t symbol, parley_finding *finding) {
    const parley_machine *machine = machine_named(name);
    return machine != NULL && machine_goes(machine, state, symbol, finding);
}

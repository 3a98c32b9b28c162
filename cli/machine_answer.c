/* Which rule something breaks, asked of a machine: see machine_answer.h. */
#include "machine_answer.h"
#include <string.h>

#define KNOWN 64

const parley_machine *machine_named(const char *name) {
    static struct {
        const char *name;
        const parley_machine *machine;
    } known[KNOWN]; /* by where the name stands */
    size_t slot = (uintptr_t)name / 4 % KNOWN;
    if (known[slot].name != name) {
        known[slot].name = name;
        known[slot].machine = parley_machine_find(name);
    }
    return known[slot].machine;
}

const parley_rule *machine_rule(const parley_machine *machine, uint16_t action) {
    for (size_t i = machine->action_index[action]; i < machine->action_index[action + 1]; i++)
        if (PARLEY_OP_KIND(machine->ops[i]) == PARLEY_OP_RULE)
            return &machine->rules[PARLEY_OP_OPERAND(machine->ops[i])];
    return NULL;
}

/* What the machine says of symbol in a state, and which state comes next. */
static bool symbol_judge(const parley_machine *machine, uint16_t state, uint16_t symbol,
                         uint16_t *next, parley_finding *finding) {
    *next = state;
    uint16_t action = parley_machine_symbol(machine, next, symbol);
    const parley_rule *rule = action != 0 ? machine_rule(machine, action) : NULL;
    if (rule == NULL) return false;
    finding->rule = rule;
    finding->machine = machine;
    finding->state = state;
    finding->got = symbol;
    return true;
}

bool machine_refuses(const char *name, uint16_t state, uint16_t symbol, parley_finding *finding) {
    const parley_machine *machine = machine_named(name);
    uint16_t next;
    return machine != NULL &&
           symbol_judge(machine, state != 0 ? state : machine->start, symbol, &next, finding);
}

bool machine_answers(const char *name, uint16_t question, uint16_t answer,
                     parley_finding *finding) {
    const parley_machine *machine = machine_named(name);
    if (machine == NULL) return false;
    uint16_t asked = machine->start, next;
    (void)parley_machine_symbol(machine, &asked, question);
    return symbol_judge(machine, asked, answer, &next, finding);
}

bool machine_steps(const parley_machine *machine, uint16_t *state, uint16_t symbol,
                   parley_finding *finding) {
    return symbol_judge(machine, *state != 0 ? *state : machine->start, symbol, state, finding);
}

bool machine_goes(const parley_machine *machine, uint16_t *state, uint16_t symbol,
                  parley_finding *finding) {
    uint16_t before = *state != 0 ? *state : machine->start;
    bool broken = machine_steps(machine, state, symbol, finding);
    if (*state == 0) *state = before;
    return broken;
}

bool machine_hears(const char *name, uint16_t *state, uint16_t symbol, parley_finding *finding) {
    const parley_machine *machine = machine_named(name);
    return machine != NULL && machine_goes(machine, state, symbol, finding);
}

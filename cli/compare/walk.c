/* What can be reached in a machine without breaking a rule: see walk.h. */
#include "walk.h"
#include <string.h>

static const char *name_of(const walk *w, uint16_t symbol) {
    return w->m->words->symbol_names[symbol - PARLEY_FIRST_SYMBOL];
}

const parley_symbol *symbol_named(const parley_symbol *symbols, const char *name) {
    for (; symbols->name != NULL; symbols++)
        if (strcmp(symbols->name, name) == 0) return symbols;
    return NULL;
}

static const parley_rule *action_rule(const parley_machine *m, uint16_t action) {
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++) {
        unsigned kind = PARLEY_OP_KIND(m->ops[i]);
        if (kind == PARLEY_OP_RULE || kind == PARLEY_OP_LATE)
            return &m->rules[PARLEY_OP_OPERAND(m->ops[i])];
    }
    return NULL;
}

const parley_rule *walk_rule(const walk *w, uint16_t s, uint16_t input) {
    uint16_t next = s;
    return action_rule(w->m, parley_machine_symbol(w->m, &next, input));
}

uint16_t walk_plain_step(const walk *w, uint16_t s, uint16_t input) {
    uint16_t next = s;
    uint16_t action = parley_machine_symbol(w->m, &next, input);
    return action_rule(w->m, action) == NULL ? next : 0;
}

uint16_t walk_step(const walk *w, uint16_t s, uint16_t input) {
    uint16_t next = s;
    const parley_rule *rule = action_rule(w->m, parley_machine_symbol(w->m, &next, input));
    return rule == NULL || rule->level == PARLEY_NOTE ? next : 0;
}

bool walk_reports(const walk *w, uint16_t s, uint16_t input, uint16_t event) {
    uint16_t next = s;
    uint16_t action = parley_machine_symbol(w->m, &next, input);
    if (action_rule(w->m, action) != NULL) return false;
    for (size_t i = w->m->action_index[action]; i < w->m->action_index[action + 1]; i++)
        if (w->m->ops[i] == PARLEY_OP(PARLEY_OP_EVENT, event)) return true;
    return false;
}

/* What is reached from the states in the queue; by notes too, or only without. */
static void walk_on(walk *w, uint16_t *queue, size_t *n, bool noted) {
    for (size_t i = 0; i < *n; i++)
        for (uint16_t input = 0; input < PARLEY_FIRST_SYMBOL + w->m->n_symbols; input++) {
            uint16_t next =
                noted ? walk_step(w, queue[i], input) : walk_plain_step(w, queue[i], input);
            if (next == 0 || w->reached[next]) continue;
            w->reached[next] = true;
            w->from[next] = queue[i];
            w->by[next] = input;
            queue[(*n)++] = next;
        }
}

void walk_start(walk *w, const char *machine, const parley_symbol *symbols) {
    uint16_t queue[WALK_STATES];
    size_t n = 0;
    const parley_machine *m = machine != NULL ? parley_machine_find(machine) : NULL;
    *w = (walk){.symbols = symbols};
    if (m == NULL || m->n_states > WALK_STATES) return;
    w->m = m;
    w->reached[m->start] = true;
    queue[n++] = m->start;
    walk_on(w, queue, &n, false);
    walk_on(w, queue, &n, true);
}

uint16_t walk_last_symbol(const walk *w, uint16_t s) {
    while (s != w->m->start && w->by[s] < PARLEY_FIRST_SYMBOL)
        s = w->from[s];
    return s != w->m->start ? w->by[s] : 0;
}

unsigned walk_owner(const walk *w, uint16_t symbol) {
    const char *name = name_of(w, symbol);
    if (name[0] == 0 || name[1] != '_') return 0;
    return name[0] == 'C'   ? (unsigned)PARLEY_OWNER_CLIENT
           : name[0] == 'S' ? (unsigned)PARLEY_OWNER_SERVER
                            : 0u;
}

bool walk_is_closing(const walk *w, uint16_t symbol) {
    return walk_owner(w, symbol) != 0 && (strcmp(name_of(w, symbol) + 2, "CLOSE") == 0 ||
                                          strcmp(name_of(w, symbol) + 2, "RESET") == 0);
}

bool walk_is_word(const walk *w, uint16_t symbol) {
    return strcmp(w->m->words->symbol_expected[symbol - PARLEY_FIRST_SYMBOL], "-") != 0;
}

const char *walk_state_name(const walk *w, uint16_t s) {
    return w->m->words->names[w->m->words->where[s]];
}

const char *walk_symbol_name(const walk *w, uint16_t symbol) {
    return name_of(w, symbol);
}

const char *walk_symbol_brief(const walk *w, uint16_t symbol) {
    const parley_symbol *row = symbol_named(w->symbols, name_of(w, symbol));
    return row != NULL && row->brief[0] != 0
               ? row->brief
               : w->m->words->symbol_words[symbol - PARLEY_FIRST_SYMBOL];
}

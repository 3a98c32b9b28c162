/* The one stepper for all generated machines, and the check of what it relies on.
 * Index and length, never end pointers; row 0 rejects and absorbs; a saved state is checked on
 * entry. It calls nothing and knows no protocol. */
#include "parley_machine.h"

size_t parley_machine_run(const parley_machine *machine, uint16_t *state, const uint8_t *bytes,
                          size_t n, parley_hit *hits, size_t max, size_t *n_hits) {
    const uint8_t *class_of = machine->byte_class;
    const uint32_t *cells = machine->cells, *plane = machine->plane, *runs = machine->run;
    uint32_t s = *state < machine->n_states ? *state : 0;
    size_t i = 0, n4 = n > 3 ? n - 3 : 0, found = 0;

    while (i < n) {
        uint32_t run = runs[s];
        if (run != 0) {
            while (i < n4 && (plane[bytes[i]] & plane[bytes[i + 1]] & plane[bytes[i + 2]] &
                              plane[bytes[i + 3]] & run) != 0)
                i += 4;
            while (i < n && (plane[bytes[i]] & run) != 0)
                i++;
            if (i >= n) break;
        }
        uint32_t cell = cells[(size_t)s * PARLEY_COLUMNS + class_of[bytes[i]]];
        if (cell <= 0xffffu && cell != 0) { /* a step without any action */
            s = cell;
            i++;
            continue;
        }
        hits[found].at = (uint32_t)i;
        hits[found].action = PARLEY_CELL_ACTION(cell);
        hits[found].from = (uint16_t)s;
        found++;
        s = PARLEY_CELL_NEXT(cell);
        if (s == 0) break;
        i++;
        if ((cell & PARLEY_CELL_STOP) != 0 || found == max) break;
    }
    *state = (uint16_t)s;
    *n_hits = found;
    return i;
}

uint16_t parley_machine_symbol(const parley_machine *machine, uint16_t *state, uint16_t symbol) {
    uint16_t s = *state < machine->n_states ? *state : 0;
    uint8_t column;
    if (symbol < PARLEY_FIRST_SYMBOL) {
        column = machine->byte_class[symbol];
    } else if (symbol - PARLEY_FIRST_SYMBOL < machine->n_symbols) {
        column = machine->symbol_class[symbol - PARLEY_FIRST_SYMBOL];
    } else {
        *state = 0;
        return 0;
    }
    uint32_t cell = machine->cells[(size_t)s * machine->columns + column];
    *state = PARLEY_CELL_NEXT(cell);
    return PARLEY_CELL_ACTION(cell);
}

uint16_t parley_machine_end(const parley_machine *machine, uint16_t state) {
    return state < machine->n_states ? machine->end_action[state] : 0;
}

static int check_row(const parley_machine *machine, size_t s) {
    const uint32_t *row = machine->cells + s * machine->columns;
    for (size_t k = 0; k < machine->columns; k++) {
        if (PARLEY_CELL_NEXT(row[k]) >= machine->n_states) return 0;
        if (PARLEY_CELL_ACTION(row[k]) >= machine->n_actions) return 0;
        if (s == 0 && row[k] != 0) return 0;
    }
    if (machine->run[s] == 0) return 1;
    if (s == 0) return 0;
    for (size_t b = 0; b < 256; b++)
        if ((machine->plane[b] & machine->run[s]) != 0 && row[machine->byte_class[b]] != s)
            return 0;
    return (machine->run[s] & (machine->run[s] - 1)) == 0;
}

int parley_machine_check(const parley_machine *machine) {
    if (machine->abi != PARLEY_MACHINE_ABI || machine->n_states == 0 ||
        machine->start >= machine->n_states)
        return 0;
    if (machine->columns < PARLEY_COLUMNS || machine->columns > 256) return 0;
    for (size_t b = 0; b < 256; b++)
        if (machine->byte_class[b] >= machine->columns) return 0;
    for (size_t i = 0; i < machine->n_symbols; i++)
        if (machine->symbol_class[i] >= machine->columns) return 0;
    for (size_t s = 0; s < machine->n_states; s++)
        if (!check_row(machine, s) || machine->end_action[s] >= machine->n_actions) return 0;
    for (size_t a = 0; a < machine->n_actions; a++)
        if (machine->action_index[a] > machine->action_index[a + 1]) return 0;
    return 1;
}

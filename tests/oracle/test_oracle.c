/* Every machine that parley-gen made reads exactly what Ragel's own C of the same grammar reads:
 * shown by walking both together through all their states, and again on long words, valid and
 * spoiled, given to the stepper as a whole.
 *
 * The oracles are made from the grammars without parley-gen, so that the two have nothing in common
 * but the grammar. */
#include "../../runtime/parley.h"
#include "../support/cmocka_all.h"
#include "oracle.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORACLE_STATES = 8192, WORDS = 400, WORD_LENGTH = 600, HITS = 64, EXTRA_SYMBOLS = 4 };

static const parley_machine *machine_of(const oracle *other) {
    const parley_machine *machine;
    for (size_t i = 0; (machine = parley_machine_at_index(i)) != NULL; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s", machine->name);
        for (char *c = name; *c != '\0'; c++)
            if (*c == '.' || *c == '-') *c = '_';
        if (strcmp(name, other->name) == 0) return machine;
    }
    fail_msg("libparley has no machine %s; if its grammar is new: make regen", other->name);
    return NULL;
}

/* Pairs of states that both machines can be in together. */
typedef struct pair_set {
    unsigned char *seen; /* one bit a pair */
    struct pair {
        uint16_t ours;
        int theirs;
    } * pairs;
    size_t count, room;
} pair_set;

static void pair_add(pair_set *set, uint16_t ours, int theirs) {
    assert_in_range(theirs, 1, ORACLE_STATES - 1);
    size_t bit = (size_t)ours * ORACLE_STATES + (size_t)theirs;
    if (set->seen[bit / 8] >> (bit % 8) & 1) return;
    set->seen[bit / 8] = (unsigned char)(set->seen[bit / 8] | 1u << (bit % 8));
    if (set->count == set->room) {
        set->room = set->room * 2 + 256;
        struct pair *larger = realloc(set->pairs, set->room * sizeof *larger);
        assert_non_null(larger);
        set->pairs = larger;
    }
    set->pairs[set->count++] = (struct pair){ours, theirs};
}

/* Gives one symbol to both machines in this pair of states; they have to agree. */
static void pair_step(pair_set *set, const parley_machine *machine, const oracle *other,
                      struct pair at, unsigned symbol) {
    uint16_t ours = at.ours;
    int theirs = at.theirs;
    const short input = (short)symbol;
    (void)parley_machine_symbol(machine, &ours, (uint16_t)symbol);
    (void)other->run(&theirs, &input, 1);
    if ((ours == 0) != (theirs == 0))
        fail_msg("%s: state %u (Ragel's %d), symbol %u: ours %s, Ragel's %s", machine->name,
                 at.ours, at.theirs, symbol, ours == 0 ? "rejects" : "reads",
                 theirs == 0 ? "rejects" : "reads");
    if (ours != 0) pair_add(set, ours, theirs);
}

static void same_language(void **state) {
    const oracle *other = *state;
    const parley_machine *machine = machine_of(other);
    const unsigned symbols = PARLEY_FIRST_SYMBOL + (unsigned)machine->n_symbols + EXTRA_SYMBOLS;
    pair_set set = {0};
    set.seen = calloc((size_t)machine->n_states * ORACLE_STATES / 8 + 1, 1);
    assert_non_null(set.seen);
    pair_add(&set, machine->start, other->start());
    for (size_t i = 0; i < set.count; i++) {
        const struct pair at = set.pairs[i];
        bool final = at.theirs >= other->first_final;
        if ((machine->final[at.ours] != 0) != final)
            fail_msg("%s: state %u: the input may %send here, says Ragel", machine->name, at.ours,
                     final ? "" : "not ");
        for (unsigned symbol = 0; symbol < symbols; symbol++)
            pair_step(&set, machine, other, at, symbol);
    }
    assert_true(set.count >= 2);
    free(set.pairs);
    free(set.seen);
}

static uint64_t random_next(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* A symbol that this state accepts, if a few tries find one; now and then any symbol at all. */
static short symbol_draw(const parley_machine *machine, uint16_t state, uint64_t *seed,
                         unsigned spoil) {
    const unsigned all = PARLEY_FIRST_SYMBOL + (unsigned)machine->n_symbols;
    unsigned symbol = (unsigned)(random_next(seed) % all);
    if (random_next(seed) % 1000 < spoil) return (short)symbol;
    for (unsigned tries = 0; tries < all; tries++, symbol = (symbol + 1) % all) {
        uint16_t next = state;
        (void)parley_machine_symbol(machine, &next, (uint16_t)symbol);
        if (next != 0 && (next != state || random_next(seed) % 3 == 0)) return (short)symbol;
    }
    return (short)symbol;
}

/* Runs the stepper over bytes, and single symbols between them; machines with longer rows read
 * symbols only. Returns where it stopped; *state is 0 if it rejected. */
static size_t ours_run(const parley_machine *machine, uint16_t *state, const short *word,
                       size_t length) {
    const short bytes_below = machine->columns == PARLEY_COLUMNS ? PARLEY_FIRST_SYMBOL : 0;
    uint8_t bytes[WORD_LENGTH];
    size_t at = 0;
    while (at < length && *state != 0) {
        size_t n = 0, read = 0;
        for (; at + n < length && word[at + n] < bytes_below; n++)
            bytes[n] = (uint8_t)word[at + n];
        while (read < n && *state != 0) {
            parley_hit hits[HITS];
            size_t n_hits = 0;
            read += parley_machine_run(machine, state, bytes + read, n - read, hits, HITS, &n_hits);
        }
        at += read;
        if (*state == 0 || at == length) break;
        (void)parley_machine_symbol(machine, state, (uint16_t)word[at]);
        if (*state != 0) at++;
    }
    return at;
}

/* Is there a symbol that some state refuses? A machine may be made to read whatever comes. */
static bool refuses_some(const parley_machine *machine) {
    const unsigned all = PARLEY_FIRST_SYMBOL + (unsigned)machine->n_symbols;
    for (uint16_t from = 1; from < machine->n_states; from++)
        for (unsigned symbol = 0; symbol < all; symbol++) {
            uint16_t next = from;
            (void)parley_machine_symbol(machine, &next, (uint16_t)symbol);
            if (next == 0) return true;
        }
    return false;
}

static void same_offset_on_words(void **state) {
    const oracle *other = *state;
    const parley_machine *machine = machine_of(other);
    uint64_t seed = 20261122;
    size_t rejected = 0;
    for (int i = 0; i < WORDS; i++) {
        short word[WORD_LENGTH];
        uint16_t ours = machine->start, walk = machine->start;
        int theirs = other->start();
        for (size_t k = 0; k < WORD_LENGTH; k++) {
            word[k] = symbol_draw(machine, walk, &seed, i % 4 == 0 ? 0 : 3);
            if (walk != 0) (void)parley_machine_symbol(machine, &walk, (uint16_t)word[k]);
        }
        size_t stopped = ours_run(machine, &ours, word, WORD_LENGTH);
        size_t expected = other->run(&theirs, word, WORD_LENGTH);
        if (stopped != expected || (ours == 0) != (theirs == 0))
            fail_msg("%s: word %d: ours stops at %zu in state %u, Ragel's at %zu in %d",
                     machine->name, i, stopped, ours, expected, theirs);
        rejected += ours == 0;
    }
    assert_true(rejected > 0 || !refuses_some(machine));
}

int main(void) {
    size_t machines = 0, count = 0;
    while (oracle_table[machines] != NULL)
        machines++;
    struct CMUnitTest *tests = calloc(2 * machines + 1, sizeof *tests);
    if (tests == NULL || machines == 0) return 1;
    for (size_t i = 0; i < machines; i++) {
        void *other = (void *)(uintptr_t)oracle_table[i];
        tests[count++] =
            (struct CMUnitTest){oracle_table[i]->name, same_language, NULL, NULL, other};
        tests[count++] =
            (struct CMUnitTest){oracle_table[i]->name, same_offset_on_words, NULL, NULL, other};
    }
    int failed = _cmocka_run_group_tests("oracle", tests, count, NULL, NULL);
    free(tests);
    return failed;
}

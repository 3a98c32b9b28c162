/* The words for a machine's states: where one is, and what can be expected there.
 * All of it is computed from the grammar. Does not know how it is printed. */
#ifndef GEN_WORDS_H
#define GEN_WORDS_H

#include "model.h"

#define WORDS_GROUPS 5 /* more than a reader takes in */

/* A named set of inputs: a definition whose words are one symbol long. */
typedef struct named_set {
    char *name;
    bool *has; /* [n_inputs] */
    size_t size;
    bool builtin;
} named_set;

typedef struct set_list {
    named_set *items;
    size_t n, room;
    size_t n_inputs;
} set_list;

typedef struct words {
    size_t *where, *within; /* [n_states] definitions */
    char **phrases;
    uint8_t *owners;
    size_t n_phrases, phrases_room, owners_room;
    size_t *expected_index; /* [n_states + 1] */
    size_t *expected;
    size_t n_expected, expected_room;
    uint8_t *turn; /* [n_states] */
} words;

/* Adds the set of inputs that the class machine x accepts as words of one symbol. */
void sets_add(set_list *sets, const char *name, const xml_machine *x, size_t n_inputs);
/* Ragel's own names for what the author did not name. */
void sets_add_builtin(set_list *sets);
void sets_free(set_list *sets);
/* Does it accept nothing but words of one symbol? *empty: nothing at all. */
bool sets_is_class(const xml_machine *x, bool *empty);
/* Puts a set of bytes into words: groups separated by ", ". Returns the number of groups. */
size_t sets_words(const set_list *sets, const bool *has, text *out);

/* The innermost definition in force in a state, and the one around it. */
size_t place_where(const model *m, size_t state);
size_t place_within(const model *m, size_t state, size_t where);
/* What the markers say of a definition in a state: IN_ bits; whether one is inside: not just in
 * front, not just behind; and whether definition a is made of b. */
uint8_t place_status(const model *m, size_t state, size_t d);
bool place_inside(const model *m, size_t state, size_t d);
bool place_encloses(const model *m, size_t a, size_t b);

void words_build(words *w, const model *m, const set_list *sets, report *r);
void words_free(words *w);

/* A definition's name as people read it; its source as an ABNF-like line. */
char *words_name(const char *name);
void words_source(const grammar *g, size_t number, const bool *wholly, text *out);
/* Definitions that are nothing but faults; the tokens of a definition's expression that are there
 * only for a fault
 * (*all: every one; then none is marked). The caller frees both. */
bool *faulty_definitions(const grammar *g);
bool *faulty_parts(const grammar *g, size_t number, const bool *wholly, bool *all);

#endif

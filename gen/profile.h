/* What docs/grammars.md allows in an expression, and the vocabulary of actions.
 * Every refusal says what, why, and what to write instead. */
#ifndef GEN_PROFILE_H
#define GEN_PROFILE_H

#include "grammar.h"

#define PROFILE_DEPTH_MAX 50 /* parentheses within parentheses */
#define PROFILE_COUNT_MAX 16 /* counted repetitions: each copy is states */

typedef enum word_kind {
    WORD_NONE,
    WORD_MARK,
    WORD_EVENT,
    WORD_RULE,
    WORD_LATE, /* late_NAME: a rule broken at the byte that mark stands on */
    WORD_ASK,
    WORD_ZERO,
    WORD_DEC,
    WORD_HEX,
    WORD_BIN
} word_kind;

/* Which word of the vocabulary a name is; *rest is what stands after ev_, bad_ or ask_. */
word_kind profile_word(const char *name, size_t n, const char **rest);

/* Tokens of what is embedded after the operator at token i: a name, a number or a list in
 * parentheses. Returns the token after it (i + 1 if nothing there can be embedded). */
size_t profile_embed_end(const grammar_file *f, size_t i, size_t last);

/* Checks the expression of definition number and notes which actions it uses. */
void profile_expression(grammar *g, size_t number, report *r);

/* Is use a embedded in a part of what use b is embedded in? scope: see grammar_scope, encloses:
 * grammar_nesting. */
bool profile_use_within(const grammar *g, const bool *scope, const bool *encloses, size_t a,
                        size_t b);

#endif

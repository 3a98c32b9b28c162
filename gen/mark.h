/* Copies of a grammar for Ragel: marked, and plain.
 * Markers are actions xB_n xM_n xF_n xT_n around definition n: begins here, goes on, may end, reads
 * this byte. Each place where an action is embedded has an action of its own, un_NAME, so that one
 * sees whose it is. Lines stay where they were, so that Ragel's messages can be told in the
 * author's lines. */
#ifndef GEN_MARK_H
#define GEN_MARK_H

#include "grammar.h"

typedef enum mark_style {
    MARK_PLACES,  /* with markers */
    MARK_LIBRARY, /* without, and without main */
    MARK_ONCE     /* with markers, and without counted repetitions: to see what they cost */
} mark_style;

/* File number file of the grammar; copies are called mN.rl, pN.rl and cN.rl. */
char mark_letter(mark_style style);
void mark_file(const grammar *g, size_t file, mark_style style, text *out);
/* One machine x__D for each definition D that a machine of file 0 with a main sees: the definition
 * alone. */
void mark_classes(const grammar *g, text *out);

#endif

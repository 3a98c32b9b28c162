/* Joins states of a model that behave alike and of which people are told the same. */
#ifndef GEN_MERGE_H
#define GEN_MERGE_H

#include "words.h"

void merge_states(model *m, words *w);

#endif

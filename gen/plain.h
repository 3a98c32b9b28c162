/* A grammar as plain Ragel with host C, for Ragel's own back ends. */
#ifndef GEN_PLAIN_H
#define GEN_PLAIN_H

#include "grammar.h"

/* One machine with all that it includes. */
void plain_machine(const grammar *g, size_t machine, text *out);

#endif

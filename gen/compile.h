/* The way from a grammar's path to files: read, mark, run Ragel, build, print. */
#ifndef GEN_COMPILE_H
#define GEN_COMPILE_H

#include "report.h"

/* Compiles every machine with a main. folder NULL: only checks. Returns false after a report. */
bool compile_grammar(const char *path, const char *folder, report *r);
bool compile_rules(const char *path, const char *folder, report *r);
/* A symbols.h; the folder that it is in is called like the protocol. */
bool compile_symbols(const char *path, const char *folder, report *r);
/* Every machine with a main as plain Ragel with host C. */
bool compile_plain(const char *path, text *out, report *r);

#endif

/* Prints a model: C tables, canonical text, drawing; and rules as C. */
#ifndef GEN_EMIT_H
#define GEN_EMIT_H

#include "classes.h"
#include "words.h"

void emit_c(const model *m, const class_table *c, const words *w, const char *graph, text *out);
void emit_header(const model *m, text *out);
void emit_text(const model *m, const class_table *c, const words *w, const set_list *sets,
               text *out);
void emit_dot(const model *m, const words *w, const set_list *sets, text *out);
void emit_rules_c(const rule_table *t, text *out);
void emit_rules_header(const rule_table *t, text *out);
/* What C looks up by name: events, and symbols with a brief word. */
void emit_symbols_c(const symbol_table *t, const char *protocol, text *out);
void emit_symbols_header(const symbol_table *t, const char *protocol, text *out);

/* "..." with everything escaped that C and DOT do not take as it is. */
void emit_quoted(const char *s, text *out);
/* The first lines of every file. open and close are the marks of a comment. */
void emit_origin(const char *path, const char *open, const char *close, text *out);

#endif

/* The symbols, events and questions of a protocol, with their words: what its symbols.h says.
 * One #define a line. Does not know which of them a machine reads. */
#ifndef GEN_SYMBOLS_H
#define GEN_SYMBOLS_H

#include "report.h"

typedef struct symbol {
    char *name;
    unsigned number;
    char *got;      /* the words when it was got */
    char *expected; /* the words when it is expected */
    char *brief;    /* a word or two for tables; "" where there is none */
    char *file;
    unsigned line;
} symbol;

typedef struct symbol_table {
    symbol *items;
    size_t n, room;
} symbol_table;

/* Adds what the header at path says. Returns false if it cannot be read (with a report at
 * file:line). */
bool symbols_read(symbol_table *table, const char *path, const char *file, unsigned line,
                  report *r);
void symbols_free(symbol_table *table);

/* A symbol that machines read (not EV_ or ASK_), by number; NULL if there is none. */
const symbol *symbols_by_number(const symbol_table *table, unsigned number);
/* By prefix ("EV_") and a name in any case; NULL if there is none. */
const symbol *symbols_by_name(const symbol_table *table, const char *prefix, const char *name,
                              size_t n);
bool symbol_is_fact(const symbol *s);
/* One more than the highest number that machines read, less 256; 0 where there are none. */
size_t symbols_count(const symbol_table *table);
/* PARLEY_OWNER_ bits. */
unsigned symbol_owner(const symbol *s);

#endif

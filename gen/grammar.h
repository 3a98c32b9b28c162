/* A grammar as its author wrote it: files, machines, definitions, and where in the text they stand.
 * Reading one enforces the profile of docs/grammars.md. Knows nothing of states. */
#ifndef GEN_GRAMMAR_H
#define GEN_GRAMMAR_H

#include "lex.h"
#include "symbols.h"

#define GRAMMAR_MAX_BYTES (1u << 20)
#define GRAMMAR_MAX_PARTS 1000 /* definitions, and includes */
#define GRAMMAR_NONE      ((size_t)-1)

typedef struct grammar_file {
    char *path; /* as messages name it */
    char *source;
    size_t n;
    token_list tokens;
} grammar_file;

/* NAME = expression; or main := expression; */
typedef struct definition {
    char *name;
    size_t file, machine;
    unsigned line;
    size_t first, last; /* tokens of the expression: [first, last) */
    size_t begin;       /* token of the name */
    bool is_main;
    bool one_symbol; /* every word it accepts is one symbol long: a class of symbols, no place */
    bool empty;      /* it accepts nothing */
    bool only_empty; /* it accepts the word without symbols and no other */
} definition;

typedef struct grammar_include {
    size_t machine;     /* the one that includes */
    size_t file;        /* what is included */
    size_t target;      /* its machine there, or GRAMMAR_NONE */
    size_t first, last; /* tokens of the whole statement, in the file of the machine */
} grammar_include;

typedef struct grammar_import {
    size_t machine, file;
    size_t first, last;
} grammar_import;

typedef struct grammar_machine {
    char *name;
    size_t file;
    unsigned line;
    size_t after_name; /* token after "machine NAME ;" of its first block */
    bool has_alphtype;
    size_t main; /* its definition, or GRAMMAR_NONE */
} grammar_machine;

/* A place where an action of the vocabulary is embedded. */
typedef struct grammar_use {
    char *name;
    embed_kind kind;
    char operator_sign; /* > @ $ % or < of the operator */
    size_t definition, file;
    size_t from, at; /* tokens: what it is embedded in begins, and the operator */
    unsigned line;
} grammar_use;

/* action NAME {} */
typedef struct grammar_action {
    char *name;
    size_t machine;
} grammar_action;

typedef struct grammar {
    grammar_file *files;
    size_t n_files, files_room;
    grammar_machine *machines;
    size_t n_machines, machines_room;
    definition *definitions;
    size_t n_definitions, definitions_room;
    grammar_include *includes;
    size_t n_includes, includes_room;
    grammar_import *imports;
    size_t n_imports, imports_room;
    grammar_use *uses;
    size_t n_uses, uses_room;
    grammar_action *actions;
    size_t n_actions, actions_room;
    symbol_table symbols;
} grammar;

/* Reads path and all that it includes. Returns false if anything was reported as an error. */
bool grammar_read(grammar *g, const char *path, report *r);
void grammar_free(grammar *g);

/* scope[i] is set for each machine whose definitions machine sees: itself and what it includes. */
void grammar_scope(const grammar *g, size_t machine, bool *scope);
/* The definition that name means in that scope, or GRAMMAR_NONE. */
size_t grammar_find(const grammar *g, const bool *scope, const char *name, size_t n);
/* encloses[a * n + b] is set where definition a is made of b, directly or through others. */
bool *grammar_nesting(const grammar *g, const bool *scope);

/* For the readers in profile.c and grammar.c. */
size_t grammar_file_open(grammar *g, const char *path, const char **why, report *r);
size_t grammar_machine_find(const grammar *g, size_t file, const char *name, size_t n);

#endif

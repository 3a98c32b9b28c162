/* The one model of a machine that all emitters print.
 * States are numbered breadth first from the start; 0 rejects. Markers are gone from the actions
 * and kept as "definitions in force". Knows nothing of C, DOT or columns of a table. */
#ifndef GEN_MODEL_H
#define GEN_MODEL_H

#include "grammar.h"
#include "rules.h"
#include "xml.h"
#include <stdint.h>

enum { IN_BEGINS = 1, IN_MIDDLE = 2, MAY_END = 4, READS_ON = 8 };

typedef struct op_list {
    uint16_t *ops;
    size_t n;
} op_list;

typedef struct model {
    const grammar *g;
    const rule_table *rules;
    size_t machine;
    bool *scope;    /* [machines] */
    bool *encloses; /* [definitions * definitions] */
    char *name;     /* "http1.request" */
    size_t n_states, start;
    size_t n_inputs;      /* 256 and the symbols */
    uint16_t *next;       /* [n_states * n_inputs] */
    uint16_t *action;     /* [n_states * n_inputs] number of an op list */
    int *tag;             /* [n_states * n_inputs] number of a set of tags, or XML_NONE */
    bool *final;          /* [n_states] */
    uint16_t *end_action; /* [n_states] */
    uint8_t *status;      /* [n_states * definitions] IN_ bits */
    bool *tags;           /* [n_tags * definitions] definitions that read the input on an edge */
    size_t n_tags;
    bool *expected; /* [n_states * n_inputs] accepted, and part of a way to the end that breaks no
                       rule */
    op_list *lists; /* 0 is empty */
    size_t n_lists, lists_room;
    bool reads_bytes, uses_rules;
} model;

/* Builds the model of g's machine from what Ragel says. Returns false after a report. */
bool model_build(model *m, const grammar *g, size_t machine, const xml_machine *x,
                 rule_table *rules, report *r);
void model_free(model *m);
/* Works out m->expected; expect.c. */
void model_find_expected(model *m);

/* The machine's name as people read it: first "_" a dot, the others dashes. */
char *model_display_name(const char *name);

bool model_accepts(const model *m, size_t state, size_t input);
/* Does the edge carry an op of that kind? */
bool model_has_op(const model *m, size_t list, unsigned kind);
/* Accepted, and not only on the way to a broken rule. */
bool model_expects(const model *m, size_t state, size_t input);
bool model_reads(const model *m, size_t state, size_t input, size_t definition);

#endif

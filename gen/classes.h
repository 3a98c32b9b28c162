/* Columns of a table, and the bytes that a state runs over.
 * Inputs that no state tells apart share a column. Knows the model only. */
#ifndef GEN_CLASSES_H
#define GEN_CLASSES_H

#include "model.h"

typedef struct class_table {
    size_t n_used;    /* columns that mean something */
    size_t n_columns; /* of a row: at least PARLEY_COLUMNS */
    uint16_t *column; /* [n_inputs] */
    size_t *sample;   /* [n_used] an input of the column */
    uint32_t plane[256];
    uint32_t *run; /* [n_states] */
} class_table;

bool classes_build(class_table *c, const model *m, report *r);
void classes_free(class_table *c);

#endif

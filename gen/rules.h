/* The rules of a protocol, as its rules.tsv says them.
 * Reads and checks the table; does not know which machine breaks which rule. */
#ifndef GEN_RULES_H
#define GEN_RULES_H

#include "report.h"

enum rule_column {
    RULE_ID,
    RULE_LAYER,
    RULE_JUDGE,
    RULE_SIDE,
    RULE_LEVEL,
    RULE_AT,
    RULE_AFTER,
    RULE_CLAUSE,
    RULE_TOLERANCE,
    RULE_SENTENCE,
    RULE_MESSAGE,
    RULE_DUTY,
    RULE_RECIPIENT,
    RULE_CONNECTION,
    RULE_PROTOCOL,
    RULE_APPLICATION,
    RULE_HINT,
    RULE_COLUMNS
};

typedef struct rule {
    char *cells[RULE_COLUMNS];
    char *plain; /* the id without the protocol, "." and "-" written "_" */
    unsigned line;
    bool used;
} rule;

typedef struct rule_table {
    char *path, *protocol; /* protocol "" where there is no rule */
    rule *items;
    size_t n, room;
} rule_table;

/* Returns false after a report. */
bool rules_read(rule_table *table, const char *path, report *r);
/* bad_NAME: the number of its row, or (size_t)-1. */
size_t rules_find(const rule_table *table, const char *name);
/* The C constant of a rule: HTTP1_RULE_FIELD_NAME. */
void rules_constant(const rule_table *table, const rule *item, text *out);
void rules_free(rule_table *table);

#endif

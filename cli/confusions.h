/* The four confusions: one layer's fact taken for another's. Which rules tell of which.
 *
 * Rules say what was found and what each layer looked like; here it only gets its number and its
 * name. It must not know how that is shown. */
#ifndef PARLEY_CLI_CONFUSIONS_H
#define PARLEY_CLI_CONFUSIONS_H

#include "../runtime/parley.h"

#define CONFUSIONS      4
#define CONFUSION_RULES 2
#define CONFUSION_RUNS  3
#define CONFUSION_TEXT  96

typedef struct confusion {
    unsigned number; /* from 1 */
    const char *name;
    const char *rules[CONFUSION_RULES]; /* the first one says what each layer looks like */
    const char *looks, *truth, *ask;
    const char *runs[CONFUSION_RUNS]; /* arguments of parley that show it */
} confusion;

/* The confusion of this number, or NULL. */
const confusion *confusion_at(unsigned number);
/* The one that a rule tells of, or NULL. */
const confusion *confusion_of(const parley_rule *rule);
/* "confusion 1: open but complete, for 5.005 s"; "" where a finding tells of none. */
void confusion_text(const parley_finding *finding, char *text, size_t size);

#endif

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
#define CONFUSIONS_TEXT (CONFUSIONS * CONFUSION_TEXT)

typedef struct confusion {
    unsigned number; /* from 1 */
    const char *name;
    const char *rules[CONFUSION_RULES]; /* the first one says what each layer looks like */
    const char *looks, *truth, *ask;
    const char *runs[CONFUSION_RUNS]; /* arguments of parley that show it */
} confusion;

/* What was told of one in a file or a connection, and the most of it: milliseconds that it was
 * idle, events in one body, messages lost, responses of a playback. 0: not known. */
typedef struct confusion_mark {
    bool there;
    uint64_t most;
} confusion_mark;

/* The confusion of this number, or NULL. */
const confusion *confusion_at(unsigned number);
/* The one that a rule tells of, or NULL. */
const confusion *confusion_of(const parley_rule *rule);
/* "confusion 1: open but complete, for 5.005 s"; "" where a finding tells of none. */
void confusion_text(const parley_finding *finding, char *text, size_t size);

void confusion_mark_add(confusion_mark marks[CONFUSIONS], unsigned number, uint64_t amount);
/* "open but complete (5.005 s)" */
void confusion_brief(unsigned number, uint64_t amount, char *text, size_t size);
/* "  [confusion 1: open but complete (5.005 s)]" for what is marked; "" where nothing is. */
void confusions_bracket(const confusion_mark marks[CONFUSIONS], char *text, size_t size);

#endif

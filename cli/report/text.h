/* The report for people: a block for each finding, a line for each conversation that does not
 * conform, a summary. */
#ifndef PARLEY_CLI_REPORT_TEXT_H
#define PARLEY_CLI_REPORT_TEXT_H

#include "../judge.h"
#include "finding.h"

#define EXPLAINED_MAX      256
#define RECORDS_EVERYWHERE 65536 /* findings kept of all conversations; others are counted */

typedef struct explained_rule {
    const parley_rule *rule;
    uint64_t blocks; /* or lines in place of them */
} explained_rule;

typedef struct text_report {
    FILE *out;
    bool quiet;   /* nothing at all is written */
    bool verbose; /* notes too, and how to find the place in Wireshark */
    bool colour;
    size_t records;   /* room for so many findings is kept by all conversations */
    uint64_t max;     /* blocks to write; 0: all */
    uint64_t shown;   /* so far */
    uint64_t unshown; /* findings beyond max */
    uint64_t lines;   /* conversation lines of this file so far, and those beyond the bound */
    uint64_t unlisted;
    explained_rule explained[EXPLAINED_MAX]; /* in this file so far */
    unsigned n_explained;
    uint64_t repeated;    /* warnings of this file after that */
    uint64_t told;        /* notes about this file, which are always there */
    uint64_t told_before; /* ... about the files before it */
    const char *file;     /* that is read now */
} text_report;

reporter text_reporter(text_report *report);

/* "4 conversations, 12 exchanges, 3 messages: 4 conform" after what is counted, and for several
 * files a total. Unless verbose, it says how many notes were left out.
 */
void text_summary(FILE *out, const char *name, const tally *counts, bool verbose);

/* The same for one file, and why there was nothing to judge in it. */
void text_file_summary(FILE *out, const char *name, const tally *counts, bool verbose);

/* "  confusions: 1 open but complete (5.005 s); ...", nothing where there are none. */
void text_confusions(FILE *out, const tally *counts);

/* "http1>websocket", "-" where nothing was recognised. */
#define SPOKEN_TEXT 128
void conversation_spoken(const conversation *c, char *text, size_t size);

/* The line that says what became of a conversation and why: "unfinished: ...". */
void conversation_standing(const conversation *c, char *text, size_t size);

#endif

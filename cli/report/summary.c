/* The line that ends a report: what was counted, in words. */
#include "escape.h"
#include "text.h"
#include <inttypes.h>
#include <string.h>

static void count_print(FILE *out, uint64_t n, const char *noun, const char *many) {
    fprintf(out, "%" PRIu64 " %s", n, n == 1 ? noun : many);
}

/* "3 conform, 1 deviates" */
static void verdicts_print(FILE *out, const tally *counts) {
    static const char *const one[4] = {"conforms", "unfinished", "deviates", "undecided"};
    static const char *const many[4] = {"conform", "unfinished", "deviate", "undecided"};
    const char *separator = ": ";
    for (int verdict = 0; verdict < 4; verdict++) {
        if (counts->verdicts[verdict] == 0) continue;
        fputs(separator, out);
        count_print(out, counts->verdicts[verdict], one[verdict], many[verdict]);
        separator = ", ";
    }
}

void text_summary(FILE *out, const char *name, const tally *counts, bool verbose) {
    char text[1024];
    (void)text_clean(text, sizeof text, name, strlen(name));
    fprintf(out, "%s: ", text);
    count_print(out, counts->conversations, "conversation", "conversations");
    fputs(", ", out);
    count_print(out, counts->exchanges, "exchange", "exchanges");
    if (counts->messages > 0) {
        fputs(", ", out);
        count_print(out, counts->messages, "message", "messages");
    }
    verdicts_print(out, counts);
    const char *separator = " (";
    static const char *const nouns[3][2] = {
        {"note", "notes"}, {"warning", "warnings"}, {"error", "errors"}};
    for (int level = PARLEY_ERROR; level >= PARLEY_WARNING; level--) {
        if (counts->levels[level] == 0) continue;
        fputs(separator, out);
        count_print(out, counts->levels[level], nouns[level][0], nouns[level][1]);
        separator = ", ";
    }
    if (separator[0] == ',') putc(')', out);
    if (!verbose && counts->levels[PARLEY_NOTE] > 0) {
        fputs("; ", out);
        count_print(out, counts->levels[PARLEY_NOTE], nouns[PARLEY_NOTE][0], nouns[PARLEY_NOTE][1]);
        fputs(" with -v", out);
    }
    if (counts->untied > 0) {
        fputs("; ", out);
        count_print(out, counts->untied, "exchange", "exchanges");
        fputs(" of sessions beyond those that parley remembers", out);
    }
    if (counts->left_out > 0) {
        fputs("; ", out);
        count_print(out, counts->left_out, "finding", "findings");
        fputs(" more of rules that a playlist breaks over and over", out);
    }
    putc('\n', out);
}

void text_file_summary(FILE *out, const char *name, const tally *counts, bool verbose) {
    if (counts->conversations > 0) {
        text_summary(out, name, counts, verbose);
        return;
    }
    char text[1024];
    (void)text_clean(text, sizeof text, name, strlen(name));
    fprintf(out, "%s: 0 conversations: %s\n", text,
            counts->passed_over > 0 ? "--stream names none of its connections"
                                    : "it holds no TCP connection");
}

void text_confusions(FILE *out, const tally *counts) {
    char brief[CONFUSION_TEXT];
    bool any = false;
    for (unsigned i = 0; i < CONFUSIONS; i++) {
        if (!counts->confusions[i].there) continue;
        confusion_brief(i + 1, counts->confusions[i].most, brief, sizeof brief);
        fprintf(out, "%s%u %s", any ? "; " : "  confusions: ", i + 1, brief);
        any = true;
    }
    if (any) putc('\n', out);
}

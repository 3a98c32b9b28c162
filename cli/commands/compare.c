/* parley compare: the protocols side by side, and the proof of each answer. */
#include "../compare/compare.h"
#include "../report/escape.h"
#include "commands.h"
#include <string.h>

#define LABEL   17 /* of a row of the table */
#define COLUMN  14 /* of a protocol, with the blank behind it */
#define MOST    5  /* protocols in one table: it is 88 columns wide at most */
#define INDENT  13 /* of an answer in full */
#define COLUMNS 88

/* How much of text stands in the next line of so many columns. Returns its length; *rest is what
 * follows. */
static size_t line_take(const char *text, size_t room, const char **rest) {
    size_t n = strlen(text);
    if (n > room) {
        n = room;
        while (n > 0 && text[n] != ' ')
            n--;
        if (n == 0) n = room;
    }
    *rest = text + n + (text[n] == ' ');
    return n;
}

/* Words behind a label, broken at blanks, further lines indented. */
static void wrapped_print(const char *label, const char *text) {
    const char *rest = text;
    if (text[0] == 0) return;
    printf("%-*s", INDENT, label);
    while (*rest != 0) {
        const char *line = rest;
        int n = (int)line_take(line, COLUMNS - INDENT, &rest);
        printf("%.*s\n%*s", n, line, *rest != 0 ? INDENT : 0, "");
    }
}

/* One row: each cell broken at blanks within its column. */
static void row_print(const char *label, char briefs[][COMPARE_BRIEF], size_t n) {
    const char *rest[MOST];
    bool more = true;
    for (size_t k = 0; k < n; k++)
        rest[k] = briefs[k];
    for (bool first = true; more; first = false) {
        int blank = LABEL - (int)strlen(first ? label : "");
        printf("%s", first ? label : "");
        more = false;
        for (size_t k = 0; k < n; k++) {
            const char *line = rest[k];
            int used = (int)line_take(line, COLUMN - 1, &rest[k]);
            if (used > 0) printf("%*s%.*s", blank, "", used, line);
            blank = used > 0 ? COLUMN - used : blank + COLUMN;
            more = more || *rest[k] != 0;
        }
        printf("\n");
    }
}

static void table_print(const compare_protocol *const *columns, size_t n) {
    static char briefs[MOST][COMPARE_BRIEF];
    const compare_question *question;
    if (n == 0) return;
    for (size_t k = 0; k < n; k++)
        (void)snprintf(briefs[k], sizeof briefs[k], "%s", columns[k]->name);
    row_print("", briefs, n);
    for (size_t i = 0; (question = compare_question_at(i)) != NULL; i++) {
        for (size_t k = 0; k < n; k++) {
            static compare_cell cell;
            compare_answer(i, columns[k], &cell);
            memcpy(briefs[k], cell.brief, sizeof briefs[k]);
        }
        row_print(question->text, briefs, n);
    }
    printf("\nwhy: parley compare --why %s.QUESTION; the questions are\n    ",
           columns[n - 1]->name);
    for (size_t i = 0; (question = compare_question_at(i)) != NULL; i++)
        printf(" %s", question->name);
    printf("\n");
}

/* The protocol of this name; NULL: there is none. */
static const compare_protocol *protocol_find(const char *name, size_t n) {
    const compare_protocol *p;
    for (size_t k = 0; (p = compare_protocol_at(k)) != NULL; k++)
        if (strlen(p->name) == n && strncmp(name, p->name, n) == 0) return p;
    return NULL;
}

/* "websocket.unasked" */
static bool cell_find(const char *name, size_t *question, const compare_protocol **about) {
    const char *dot = strchr(name, '.');
    if (dot == NULL) return false;
    *about = protocol_find(name, (size_t)(dot - name));
    for (size_t i = 0; *about != NULL && compare_question_at(i) != NULL; i++)
        if (strcmp(compare_question_at(i)->name, dot + 1) == 0) {
            *question = i;
            return true;
        }
    return false;
}

static int refuse(const char *word, const char *why) {
    char name[128];
    (void)text_clean(name, sizeof name, word, strlen(word));
    fprintf(stderr, "parley: %s: %s\n", name, why);
    return EXIT_FAILED;
}

static int why_print(const char *name) {
    static compare_cell cell;
    const compare_protocol *about;
    size_t i;
    if (!cell_find(name, &i, &about))
        return refuse(name, "no such answer; write a protocol and a question of parley compare, as "
                            "in websocket.unasked");
    compare_answer(i, about, &cell);
    printf("%s: %s\n", about->name, compare_question_at(i)->text);
    wrapped_print("  answer", cell.text);
    wrapped_print("  proof", cell.proof);
    wrapped_print("  reached by", cell.witness);
    return EXIT_CONFORMS;
}

int command_compare(const options *o) {
    const compare_protocol *columns[MOST];
    size_t n = 0;
    if (o->why != NULL) return why_print(o->why);
    if (o->n_files > MOST)
        return refuse(o->files[MOST], "too many protocols; compare five at most");
    for (size_t k = 0; k < o->n_files; k++) {
        columns[n++] = protocol_find(o->files[k], strlen(o->files[k]));
        if (columns[n - 1] == NULL)
            return refuse(o->files[k],
                          "no such protocol; compare takes tcp, http1, websocket, sse, hls");
    }
    for (size_t k = 0; o->n_files == 0 && n < MOST && compare_protocol_at(k) != NULL; k++)
        columns[n++] = compare_protocol_at(k);
    table_print(columns, n);
    return EXIT_CONFORMS;
}

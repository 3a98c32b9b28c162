/* parley compare: the protocols side by side, and the proof of each answer. */
#include "commands.h"
#include "compare.h"
#include "report/escape.h"
#include <string.h>

#define LABEL   12
#define COLUMNS 88

/* Words behind a label, broken at blanks, further lines indented. */
static void wrapped_print(const char *label, const char *text) {
    size_t room = COLUMNS - LABEL - 2;
    printf("  %-*s", LABEL, label);
    while (strlen(text) > room) {
        size_t n = room;
        while (n > 0 && text[n] != ' ')
            n--;
        if (n == 0) n = room;
        printf("%.*s\n  %*s", (int)n, text, LABEL, "");
        text += n + (text[n] == ' ');
    }
    printf("%s\n", text);
}

static void table_print(void) {
    const compare_question *question;
    for (size_t i = 0; (question = compare_question_at(i)) != NULL; i++) {
        printf("%s%s  (%s)\n", i > 0 ? "\n" : "", question->text, question->name);
        const char *protocol;
        for (size_t k = 0; (protocol = compare_protocol(k)) != NULL; k++) {
            compare_cell cell;
            compare_answer(i, k, &cell);
            wrapped_print(protocol, cell.text);
        }
    }
}

/* "websocket.unasked" */
static bool cell_find(const char *name, size_t *question, size_t *protocol) {
    const char *dot = strchr(name, '.');
    if (dot == NULL) return false;
    for (size_t k = 0; compare_protocol(k) != NULL; k++) {
        size_t n = strlen(compare_protocol(k));
        if (n != (size_t)(dot - name) || strncmp(name, compare_protocol(k), n) != 0) continue;
        for (size_t i = 0; compare_question_at(i) != NULL; i++)
            if (strcmp(compare_question_at(i)->name, dot + 1) == 0) {
                *question = i;
                *protocol = k;
                return true;
            }
    }
    return false;
}

int command_compare(const options *o) {
    size_t i, k;
    if (o->n_files > 0) {
        fprintf(stderr,
                "parley: compare takes no files: parley compare, or parley compare --why CELL\n");
        return EXIT_FAILED;
    }
    if (o->why == NULL) {
        table_print();
        return EXIT_CONFORMS;
    }
    if (!cell_find(o->why, &i, &k)) {
        char name[128];
        (void)text_clean(name, sizeof name, o->why, strlen(o->why));
        fprintf(stderr,
                "parley: --why %s: write a protocol and a question, as in websocket.unasked\n",
                name);
        return EXIT_FAILED;
    }
    compare_cell cell;
    compare_answer(i, k, &cell);
    printf("%s: %s\n", compare_protocol(k), compare_question_at(i)->text);
    wrapped_print("answer", cell.text);
    wrapped_print("proof", cell.proof);
    return EXIT_CONFORMS;
}

/* parley explain: what a rule means, who breaks it and who must react, and the rule broken and
 * kept. */
#include "explain.h"
#include "../report/block.h"
#include "../report/escape.h"
#include "../report/finding.h"
#include "commands.h"
#include <string.h>

#define ID_MAX      96
#define SUGGESTIONS 3

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* How many letters have to be changed, added or taken away to make one of the other. */
static size_t edit_distance(const char *a, const char *b) {
    size_t row[ID_MAX + 1], n = least(strlen(b), ID_MAX);
    for (size_t k = 0; k <= n; k++)
        row[k] = k;
    for (size_t i = 0; i < ID_MAX && a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t k = 1; k <= n; k++) {
            size_t above = row[k];
            row[k] = least(least(above, row[k - 1]) + 1, diagonal + (a[i] != b[k - 1]));
            diagonal = above;
        }
    }
    return row[n];
}

/* How far an id is from what was asked for; parts of ids count as near. */
static size_t id_distance(const char *asked, const char *id) {
    if (asked[0] && strstr(id, asked) != NULL) return 1;
    const char *last = strrchr(id, '.');
    return least(edit_distance(asked, id),
                 last != NULL ? edit_distance(asked, last + 1) + 1 : ID_MAX);
}

typedef struct suggestion {
    const parley_rule *rule;
    size_t distance;
} suggestion;

static void suggestions_print(const char *asked) {
    suggestion near[SUGGESTIONS];
    const parley_rule *rule;
    size_t n = 0, limit = strlen(asked) / 3 + 2;
    for (size_t i = 0; (rule = parley_rule_at_index(i)) != NULL; i++) {
        suggestion one = {rule, id_distance(asked, rule->id)};
        if (one.distance >= limit) continue;
        size_t k = n;
        while (k > 0 && one.distance < near[k - 1].distance) {
            if (k < SUGGESTIONS) near[k] = near[k - 1];
            k--;
        }
        if (k < SUGGESTIONS) near[k] = one;
        if (n < SUGGESTIONS) n++;
    }
    if (n == 0) fprintf(stderr, ": parley rules lists them all");
    for (size_t i = 0; i < n; i++)
        fprintf(stderr, "%s%s", i == 0 ? "; near it: " : ", ", near[i].rule->id);
    fprintf(stderr, "\n");
}

void example_print(const parley_rule *rule, example_sort sort, const char *title) {
    for (const example_line *line = example_lines; line->rule != NULL; line++) {
        if (line->sort != sort || strcmp(line->rule, rule->id) != 0) continue;
        if (title != NULL) printf("\n%s\n", title);
        title = NULL;
        printf("    %s\n", line->text);
    }
}

static const char *judge_words(const char *judge) {
    if (strcmp(judge, "grammar") == 0) return "by the grammar of the bytes";
    if (strcmp(judge, "counter") == 0) return "by what was counted or remembered of a message";
    if (strcmp(judge, "turn") == 0) return "by the order in which both sides speak";
    return "over several connections";
}

/* The rule's message, with words where a finding has names and numbers. */
static void words_fill(const parley_rule *rule, char *text, size_t size) {
    const char *name = strncmp(rule->id, "hls.", 4) == 0 ? "the object" : "counter";
    const struct {
        const char *mark, *words;
    } fills[] = {{"{side}", "the side"}, {"{n}", "N"},     {"{s}", "s"},          {"{from}", "A"},
                 {"{to}", "B"},          {"{name}", name}, {"{got}", "what came"}};
    const char *at = rule->message;
    size_t used = 0;
    text[0] = 0;
    while (*at && used + 1 < size) {
        const char *words = NULL;
        for (size_t i = 0; words == NULL && i < sizeof fills / sizeof fills[0]; i++) {
            size_t n = strlen(fills[i].mark);
            if (strncmp(at, fills[i].mark, n) != 0) continue;
            words = fills[i].words;
            at += n;
        }
        if (words != NULL)
            used += (size_t)snprintf(text + used, size - used, "%s", words);
        else
            used += (size_t)snprintf(text + used, size - used, "%c", *at++);
    }
}

/* Who has to react and how; where the sides have different duties, the server's comes first. */
static void duty_fill(const parley_rule *rule, char *text, size_t size) {
    const char *bar = strstr(rule->recipient, " | "), *who = rule->duty;
    if (strcmp(who, "both") == 0 || (who[0] == 0 && rule->recipient[0])) who = "who receives it";
    if (bar != NULL)
        (void)snprintf(text, size, "server: %.*s; client: %s", (int)(bar - rule->recipient),
                       rule->recipient, bar + 3);
    else
        (void)snprintf(text, size, "%s%s%s", who, who[0] && rule->recipient[0] ? ": " : "",
                       rule->recipient);
}

static void rule_print(const parley_rule *rule) {
    block b = {0};
    char text[512];
    printf("%s  (%s)\n\n", rule->id, parley_level_name(rule->level));
    block_row(&b, "rule", rule->sentence, 2);
    words_fill(rule, text, sizeof text);
    block_row(&b, "broken", text, 2);
    block_row(&b, "clause", rule->clause, 1);
    (void)snprintf(text, sizeof text, "by %s; judged %s",
                   strcmp(rule->side, "both") == 0 ? "client or server" : rule->side,
                   judge_words(rule->judge));
    block_row(&b, "who", text, 2);
    duty_fill(rule, text, sizeof text);
    block_row(&b, "duty", text, 2);
    layer_rows(&b, rule->connection, rule);
    block_row(&b, "hint", rule->hint, 2);
    for (unsigned i = 0; i < b.n; i++)
        printf("%s\n", b.lines[i]);
    example_print(rule, EXAMPLE_BAD, "  broken");
    example_print(rule, EXAMPLE_GOOD, "  kept");
}

int command_explain(const options *o) {
    char name[ID_MAX];
    if (confusions_are_asked(o)) return confusions_explain(o);
    if (o->n_files != 1) {
        fprintf(stderr, "parley: explain takes one rule, or confusions: parley rules lists them "
                        "all\n");
        return EXIT_FAILED;
    }
    const parley_rule *rule = parley_rule_find(o->files[0]);
    if (rule != NULL) {
        rule_print(rule);
        return EXIT_CONFORMS;
    }
    (void)text_clean(name, sizeof name, o->files[0], strlen(o->files[0]));
    fprintf(stderr, "parley: no rule is called %s", name);
    suggestions_print(o->files[0]);
    return EXIT_FAILED;
}

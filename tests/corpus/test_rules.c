/* Each rule has an example: tests/corpus/PROTO/RULE.talk (or .pcap, where text cannot show it). Its
 * last connection is mended and has nothing worse than a note; one before it breaks the rule.
 *
 * Further examples are called RULE.2.talk and so on. This knows rules by their ids only. */
#include "../../runtime/parley.h"
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "../support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 512, ID_ROOM = 128 };

/* The value of a field in one line of flat JSON: a string's inside or a number's digits. false
 * where it is not there. */
static bool json_field(const char *line, size_t length, const char *name, char *value,
                       size_t size) {
    char key[ID_ROOM];
    snprintf(key, sizeof key, "\"%s\":", name);
    const char *end = line + length;
    const char *at = strstr(line, key);
    if (at == NULL || at >= end) return false;
    at += strlen(key);
    at += strspn(at, " ");
    bool quoted = *at == '"';
    if (quoted) at++;
    size_t n = strcspn(at, quoted ? "\"" : ",}\n");
    if (at + n > end) return false;
    snprintf(value, size, "%.*s", (int)n, at);
    return true;
}

/* What the findings of one file say: whether a connection before the last breaks the rule, and what
 * the last one was accused of. */
typedef struct example {
    unsigned long last; /* the last connection, the mended one */
    bool breaks;
    char
        accused[ID_ROOM]; /* a rule of level warning or error found in the last connection, or "" */
} example;

static void example_last(example *result, const char *line, size_t length, const char *id) {
    char stream[32] = "";
    (void)id;
    if (!json_field(line, length, "stream", stream, sizeof stream)) return;
    unsigned long number = strtoul(stream, NULL, 10);
    if (number > result->last) result->last = number;
}

static void example_finding(example *result, const char *line, size_t length, const char *id) {
    char kind[32] = "", stream[32] = "", rule[ID_ROOM] = "", level[32] = "";
    json_field(line, length, "kind", kind, sizeof kind);
    json_field(line, length, "rule", rule, sizeof rule);
    json_field(line, length, "level", level, sizeof level);
    if (strcmp(kind, "finding") != 0 || !json_field(line, length, "stream", stream, sizeof stream))
        return;
    bool last = strtoul(stream, NULL, 10) == result->last;
    if (!last && strcmp(rule, id) == 0) result->breaks = true;
    if (last && strcmp(level, "note") != 0)
        snprintf(result->accused, sizeof result->accused, "%s", rule);
}

static void example_read(example *result, const char *said, const char *id,
                         void (*line_read)(example *, const char *, size_t, const char *)) {
    for (const char *line = said; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        line_read(result, line, length, id);
        line += length + (line[length] == '\n');
    }
}

static example example_judge(const char *path, const char *id) {
    example result = {0, false, ""};
    char sessions[PATH_ROOM];
    bool tied = sessions_beside(path, sessions, sizeof sessions);
    const char *const arguments[] = {
        run_parley(), "check", "--json", path, tied ? "--sessions" : NULL, sessions, NULL};
    run_result said = run_program(arguments, NULL);
    example_read(&result, said.out, id, example_last);
    example_read(&result, said.out, id, example_finding);
    run_free(&said);
    return result;
}

/* The rule that a file is named after: its name without .talk or .pcap, and without a number before
 * it. */
static const parley_rule *rule_of_file(const char *path) {
    char id[ID_ROOM];
    snprintf(id, sizeof id, "%s", file_name(path));
    char *dot = strrchr(id, '.');
    if (dot != NULL) *dot = '\0';
    dot = strrchr(id, '.');
    if (dot != NULL && strspn(dot + 1, "0123456789") == strlen(dot + 1)) *dot = '\0';
    return parley_rule_find(id);
}

static void example_shows_its_rule(void **state) {
    const char *path = *state;
    const parley_rule *rule = rule_of_file(path);
    assert_non_null(rule);
    example result = example_judge(path, rule->id);
    if (!result.breaks)
        fail_msg("%s: no connection before its last has a finding of %s", path, rule->id);
    if (result.last == 0) fail_msg("%s: it has no second connection, the mended one", path);
    if (result.accused[0] != '\0')
        fail_msg("%s: its last connection is accused of %s", path, result.accused);
}

static bool example_there(const parley_rule *rule, const char *suffix) {
    char path[PATH_ROOM];
    int protocol = (int)strcspn(rule->id, ".");
    snprintf(path, sizeof path, "tests/corpus/%.*s/%s%s", protocol, rule->id, rule->id, suffix);
    char *text = file_read(path, NULL);
    free(text);
    return text != NULL;
}

/* What is no error is shown elsewhere for these two: by captures, and by tests of whole talks. */
static bool example_optional(const parley_rule *rule) {
    bool elsewhere = strncmp(rule->id, "tcp.", 4) == 0 || strncmp(rule->id, "http1.", 6) == 0;
    return elsewhere && rule->level != PARLEY_ERROR;
}

static void every_rule_has_an_example(void **state) {
    (void)state;
    size_t missing = 0;
    const parley_rule *rule;
    for (size_t i = 0; (rule = parley_rule_at_index(i)) != NULL; i++) {
        if (example_optional(rule) || example_there(rule, ".talk") || example_there(rule, ".pcap"))
            continue;
        print_error("%s has no example in tests/corpus\n", rule->id);
        missing++;
    }
    assert_int_equal(missing, 0);
}

static void add_examples(struct CMUnitTest *tests, size_t *count, const file_list *list) {
    for (size_t i = 0; i < list->count; i++)
        if (rule_of_file(list->paths[i]) != NULL)
            tests[(*count)++] = (struct CMUnitTest){
                file_name(list->paths[i]), example_shows_its_rule, NULL, NULL, list->paths[i]};
}

int main(void) {
    file_list talks = files_find("tests/corpus", ".talk");
    file_list packets = files_find("tests/corpus", ".pcap");
    struct CMUnitTest *tests = calloc(talks.count + packets.count + 1, sizeof *tests);
    if (tests == NULL) return 1;
    size_t count = 0;
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(every_rule_has_an_example);
    add_examples(tests, &count, &talks);
    add_examples(tests, &count, &packets);
    int failed = _cmocka_run_group_tests("rules", tests, count, NULL, NULL);
    free(tests);
    files_free(&talks);
    files_free(&packets);
    return failed;
}

/* The five questions before every piece of bytes in every capture: who sent it is told beforehand
 * to have a word, if it conforms; and no answer contradicts another one. */
#include "../../cli/at/answer.h"
#include "../../cli/judge.h"
#include "../support/cmocka_all.h"
#include "../support/files.h"

#include <stdlib.h>
#include <string.h>

typedef struct watched {
    at_facts facts;
    at_position position;
    char wrong[ANSWER_TEXT + 128]; /* the first piece whose sender had no word */
} watched;

static uint64_t asked;
static const char *path;

static void watch_opened(void *context, conversation *c) {
    (void)context;
    watched *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->position = (at_position){
        .kind = AT_TIME, .value = UINT64_MAX, .has_stream = true, .stream = c->connection->stream};
    w->facts.position = &w->position;
    c->report = w;
}

/* What stands behind "server: " in the answer to who may speak, up to the next semicolon. */
static bool has_word(const char *turn, const char *side) {
    const char *words = strstr(turn, side);
    assert_non_null(words);
    words += strlen(side);
    while (*words != 0 && *words != ';' && *words != '(') {
        size_t n = strcspn(words, ",;(");
        bool ends = strncmp(words, "close", 5) == 0 || strncmp(words, "end of", 6) == 0 ||
                    strncmp(words, "nothing", 7) == 0 || strncmp(words, "it has", 6) == 0;
        if (!ends && n > 0) return true;
        words += n;
        words += strspn(words, ", ");
    }
    return false;
}

static void contradiction_find(const char *turn, const char *server) {
    bool of_client = strncmp(turn, "CLIENT", 6) == 0 || strncmp(turn, "EITHER", 6) == 0;
    bool of_server = strncmp(turn, "SERVER", 6) == 0 || strncmp(turn, "EITHER", 6) == 0;
    bool yes = strncmp(server, "YES", 3) == 0;
    if (has_word(turn, "server: ") != yes || (of_client && !has_word(turn, "client: ")) ||
        (of_server && !has_word(turn, "server: ")))
        fail_msg("%s: %s | %s", path, turn, server);
}

/* RFC 6455 5.5.1 does not forbid it, and nobody has a use for it: it is not offered. */
static bool control_after_close(const char *turn, const parley_input *input) {
    const char *ends = input->side == PARLEY_CLIENT ? "client: end of the connection;"
                                                    : "server: end of the connection";
    return strstr(turn, ends) != NULL && (input->bytes[0] & 0x08) != 0;
}

static bool watch_until(void *context, conversation *c, parley_input *input) {
    static at_answer answer, server;
    watched *w = c->report;
    (void)context;
    if (input->kind == PARLEY_BYTES && input->length > 0) {
        at_answer_start(&answer, &w->facts, c);
        server = answer;
        answer_turn(&answer);
        answer_server(&server);
        if (strncmp(answer.text, "cannot be told", 14) != 0) {
            asked++;
            contradiction_find(answer.text, server.text);
            if (!has_word(answer.text, input->side == PARLEY_CLIENT ? "client: " : "server: ") &&
                w->wrong[0] == 0 && !control_after_close(answer.text, input))
                (void)snprintf(w->wrong, sizeof w->wrong, "stream %u %s:%llu %s",
                               (unsigned)c->connection->stream, parley_side_name(input->side),
                               (unsigned long long)c->lanes[input->side].length, answer.text);
        }
    }
    (void)at_facts_input(&w->facts, c, input);
    return false;
}

static void watch_event(void *context, conversation *c, const parley_event *event) {
    watched *w = c->report;
    (void)context;
    at_facts_event(&w->facts, c, event);
}

static void watch_closed(void *context, conversation *c) {
    watched *w = c->report;
    (void)context;
    if (c->verdict == PARLEY_CONFORMS && c->levels[PARLEY_WARNING] == 0 && w->wrong[0] != 0)
        fail_msg("%s: %s", path, w->wrong);
    free(w);
}

static const reporter watcher = {.wants_frames = true,
                                 .opened = watch_opened,
                                 .until = watch_until,
                                 .event = watch_event,
                                 .closed = watch_closed};

static void watch_folder(const char *folder, const char *suffix) {
    file_list files = files_find(folder, suffix);
    assert_true(files.count > 0);
    asked = 0;
    for (size_t i = 0; i < files.count; i++) {
        const judge_options options = {.as = PARLEY_UNKNOWN};
        tally counts;
        char error[512];
        path = files.paths[i];
        (void)judge_file(path, path, &options, &watcher, &counts, error, sizeof error);
    }
    assert_true(asked > files.count);
    files_free(&files);
}

static void who_sends_what_conforms_had_a_word_in_captures(void **state) {
    (void)state;
    watch_folder("tests/captures", ".pcap");
}

static void who_sends_what_conforms_had_a_word_in_transcripts(void **state) {
    (void)state;
    watch_folder("tests/corpus", ".talk");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_sends_what_conforms_had_a_word_in_captures),
        cmocka_unit_test(who_sends_what_conforms_had_a_word_in_transcripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The protocols side by side: every cell has an answer and a proof, and what is known of a protocol
 * is what its machines say. */
#include "../../cli/compare.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void find(const char *question, const char *protocol, compare_cell *cell) {
    for (size_t i = 0; compare_question_at(i) != NULL; i++)
        for (size_t k = 0; compare_protocol(k) != NULL; k++)
            if (strcmp(compare_question_at(i)->name, question) == 0 &&
                strcmp(compare_protocol(k), protocol) == 0) {
                compare_answer(i, k, cell);
                return;
            }
    fail_msg("no cell %s.%s", protocol, question);
}

static void answers(const char *question, const char *protocol, const char *text) {
    compare_cell cell;
    find(question, protocol, &cell);
    if (strstr(cell.text, text) == NULL) fail_msg("%s.%s: %s", protocol, question, cell.text);
}

static void every_cell_has_an_answer_and_a_proof(void **state) {
    (void)state;
    for (size_t i = 0; compare_question_at(i) != NULL; i++)
        for (size_t k = 0; compare_protocol(k) != NULL; k++) {
            compare_cell cell;
            compare_answer(i, k, &cell);
            assert_true(cell.text[0] != 0);
            assert_true(cell.proof[0] != 0);
        }
}

static void who_may_speak_is_what_the_machines_say(void **state) {
    (void)state;
    answers("unasked", "tcp", "yes");
    answers("unasked", "http1", "no");
    answers("unasked", "websocket", "yes");
    answers("unasked", "sse", "only within an answer");
    answers("first", "http1", "client");
    answers("first", "websocket", "either");
    answers("both", "sse", "no");
}

static void what_ends_a_message_is_where_it_is_reported(void **state) {
    (void)state;
    answers("end", "tcp", "nothing");
    answers("end", "http1", "the end of the counted bytes");
    answers("end", "websocket", "the end of the payload");
    answers("end", "sse", "an empty line");
}

static void races_are_found_in_the_machines(void **state) {
    (void)state;
    answers("crossings", "http1", "a request x the server's close");
    answers("crossings", "tcp", "none");
    answers("reconnect", "sse", "with the last id");
    answers("reconnect", "websocket", "nothing");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_has_an_answer_and_a_proof),
        cmocka_unit_test(who_may_speak_is_what_the_machines_say),
        cmocka_unit_test(what_ends_a_message_is_where_it_is_reported),
        cmocka_unit_test(races_are_found_in_the_machines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

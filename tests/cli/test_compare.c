/* The protocols side by side: every cell has an answer and a proof, and what is known of a protocol
 * is what its machines say. */
#include "../../cli/compare/compare.h"
#include "scratch.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void find(const char *question, const char *protocol, compare_cell *cell) {
    const compare_protocol *about;
    for (size_t i = 0; compare_question_at(i) != NULL; i++)
        for (size_t k = 0; (about = compare_protocol_at(k)) != NULL; k++)
            if (strcmp(compare_question_at(i)->name, question) == 0 &&
                strcmp(about->name, protocol) == 0) {
                compare_answer(i, about, cell);
                return;
            }
    fail_msg("no cell %s.%s", protocol, question);
}

static void answers(const char *question, const char *protocol, const char *brief,
                    const char *text) {
    compare_cell cell;
    find(question, protocol, &cell);
    assert_string_equal(cell.brief, brief);
    if (strstr(cell.text, text) == NULL) fail_msg("%s.%s: %s", protocol, question, cell.text);
}

static void proves(const char *question, const char *protocol, const char *proof,
                   const char *witness) {
    compare_cell cell;
    find(question, protocol, &cell);
    if (strstr(cell.proof, proof) == NULL) fail_msg("%s.%s: %s", protocol, question, cell.proof);
    assert_string_equal(cell.witness, witness);
}

static void every_cell_has_an_answer_and_a_proof(void **state) {
    (void)state;
    const compare_protocol *about;
    size_t cells = 0;
    for (size_t i = 0; compare_question_at(i) != NULL; i++)
        for (size_t k = 0; (about = compare_protocol_at(k)) != NULL; k++, cells++) {
            compare_cell cell;
            compare_answer(i, about, &cell);
            assert_true(cell.brief[0] != 0);
            assert_true(cell.text[0] != 0);
            assert_true(cell.proof[0] != 0);
        }
    assert_int_equal(cells, 9 * 5);
}

static void who_may_speak_is_what_the_machines_say(void **state) {
    (void)state;
    answers("unasked", "tcp", "yes", "bytes of the server");
    answers("unasked", "http1", "no", "no");
    answers("unasked", "websocket", "yes", "message");
    answers("unasked", "sse", "in 1 response", "only within an answer: event");
    answers("unasked", "hls", "no", "no");
    answers("first", "tcp", "either", "the client opens it");
    answers("first", "http1", "client", "client");
    answers("first", "websocket", "either", "either");
    answers("first", "hls", "client", "client");
    answers("both", "tcp", "yes", "at any time");
    answers("both", "http1", "only waiting", "only in waiting");
    answers("both", "websocket", "yes", "at any time");
    answers("both", "sse", "no", "the other may only end it");
}

static void what_ends_a_message_is_where_it_is_reported(void **state) {
    (void)state;
    answers("end", "tcp", "-", "nothing");
    answers("end", "http1", "head; length; close; last chunk", "the end of the counted bytes");
    answers("end", "websocket", "length of last frame", "the end of the payload of its last frame");
    answers("end", "sse", "empty line", "an empty line");
    answers("end", "hls", "end of response", "the end of the playlist");
    answers("meaning", "tcp", "nothing", "bytes of either side");
    answers("meaning", "http1", "messages", "client: new request");
    answers("meaning", "hls", "objects", "objects");
}

static void races_are_found_in_the_machines(void **state) {
    (void)state;
    answers("crossings", "http1", "request x close", "a request x the server's close");
    answers("crossings", "hls", "request x close", "a request x the server's close");
    answers("crossings", "tcp", "none", "none");
    answers("crossings", "websocket", "Close x Close; end x Close", "a Close x a Close");
    answers("crossings", "sse", "client's end x stream, event, end", "the end by the client");
}

static void what_outlives_a_connection_is_what_its_machines_hear_again(void **state) {
    (void)state;
    answers("reconnect", "sse", "Last-Event-ID", "with the last id");
    answers("reconnect", "hls", "media sequence", "whichever connection it comes on");
    answers("reconnect", "websocket", "nothing", "for the application to know");
    answers("cacheable", "http1", "per response", "its head and that of its request");
    answers("cacheable", "websocket", "no", "RFC 9111 3");
    answers("cacheable", "sse", "rarely", "No cache answers in place of an event stream");
}

static void a_proof_names_states_rules_clauses_and_the_way_there(void **state) {
    (void)state;
    proves("unasked", "http1", "breaks http1.turn.unsolicited-response (RFC 9112 9.2)", "");
    proves("unasked", "sse", "S_EVENT leads to stream", "C_ASK S_STREAM");
    proves("both", "tcp", "in open both have a word: C_DATA S_DATA", "C_SYN S_SYN_ACK C_ACK");
    proves("reconnect", "hls", "breaks hls.playlist.media-sequence-decreased", "");
    proves("states", "hls", "hls has no turns of its own: http1 carries it", "");
}

static void the_table_is_narrow_and_takes_names(void **state) {
    (void)state;
    says("$P compare | awk 'length > 88 && !/^why/ { bad = 1 } END { exit bad }'", 0, "", "");
    says("$P compare sse hls | head -1", 0, "                 sse           hls\n", "");
    says("$P compare --why http1.unasked", 0, "http1: server unasked\n  answer     no\n", "");
    says("$P compare smtp", 2, "", "parley: smtp: no such protocol; compare takes tcp,");
    says("$P compare --why http1.colour", 2, "", "parley: http1.colour: no such answer;");
    says("$P compare sse sse sse sse sse sse", 2, "", "too many protocols");
}

static int folder_make(void **state) {
    (void)state;
    return scratch_make();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_has_an_answer_and_a_proof),
        cmocka_unit_test(who_may_speak_is_what_the_machines_say),
        cmocka_unit_test(what_ends_a_message_is_where_it_is_reported),
        cmocka_unit_test(races_are_found_in_the_machines),
        cmocka_unit_test(what_outlives_a_connection_is_what_its_machines_hear_again),
        cmocka_unit_test(a_proof_names_states_rules_clauses_and_the_way_there),
        cmocka_unit_test(the_table_is_narrow_and_takes_names),
    };
    return cmocka_run_group_tests(tests, folder_make, scratch_remove);
}

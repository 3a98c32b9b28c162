/* The program as people and scripts use it: options, inputs, outputs, exit statuses. */
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "../support/run.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char good[] =
    "C: GET /a HTTP/1.1\nC: Host: a.example\nC:\n"
    "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\n"
    "S: Content-Type: text/plain\nS: Content-Length: 2\nS:\nS: hi\\\nC. fin\nS. fin\n";
static const char bad[] = "C: GET /a HTTP/1.1\nC: Host : a.example\nC:\n";
static const char begun[] = "C: GET /a HTTP/1.1\nC: Host: a.example\nC:\n";
static const char unknown[] =
    "C: hello there, this is no protocol\nS: indeed it is not\nC. fin\nS. fin\n";

static int files_make(void **state) {
    (void)state;
    if (scratch_make() != 0) return -1;
    file_write("good.talk", good);
    file_write("bad.talk", bad);
    file_write("begun.talk", begun);
    file_write("hostless.talk", "C: GET /a HTTP/1.1\nC:\n");
    file_write("unknown.talk", unknown);
    file_write("foreign", "\x7f"
                          "ELF is no transcript");
    file_write("empty", "");
    file_write(
        "client",
        "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\nGET /b HTTP/1.1\r\nHost: a.example\r\n\r\n");
    file_write("server",
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi"
               "HTTP/1.1 204 No Content\r\n\r\n");
    return 0;
}

static void what_conforms_is_one_line(void **state) {
    (void)state;
    prints_exactly("$P good.talk", 0, "good.talk: 1 conversation, 1 exchange: 1 conforms\n");
    prints_exactly("$P check good.talk", 0, "good.talk: 1 conversation, 1 exchange: 1 conforms\n");
    prints_exactly("$P -q good.talk", 0, "");
    prints_exactly("$P -q bad.talk", 1, "");
}

static void every_status_of_the_contract_occurs(void **state) {
    (void)state;
    says("$P good.talk", 0, "", "");
    says("$P bad.talk", 1, "http1.field.space-before-colon", "");
    says("$P foreign", 2, "", "parley: foreign");
    says("$P unknown.talk", 3, "undecided: no protocol that parley knows was recognised", "");
    says("$P begun.talk", 0, "unfinished", "");
}

static void of_several_inputs_the_worst_wins(void **state) {
    (void)state;
    says("$P good.talk unknown.talk", 3, "all: 2 conversations", "");
    says("$P good.talk unknown.talk bad.talk", 1, "all: 3 conversations", "");
    says("$P foreign bad.talk", 2, "http1.field.space-before-colon", "parley: foreign");
}

static void an_unreadable_input_among_others_is_one_line(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) {
        static const char *const inputs[] = {"foreign", "empty", "missing.pcap", "."};
        char line[256], start[64];
        snprintf(line, sizeof line, "$P %s good.talk", inputs[i]);
        snprintf(start, sizeof start, "parley: %s", inputs[i]);
        run_result r = shell(line);
        assert_int_equal(r.status, 2);
        assert_memory_equal(r.err, start, strlen(start));
        assert_ptr_equal(strchr(r.err, '\n'), r.err + r.err_length - 1);
        assert_non_null(strstr(r.out, "good.talk: 1 conversation"));
        snprintf(start, sizeof start, "%s:", inputs[i]); /* nothing was judged, nothing is summed */
        assert_int_not_equal(strncmp(r.out, start, strlen(start)), 0);
        run_free(&r);
    }
}

static void a_recorder_at_work_is_followed_and_ended_by_an_interrupt(void **state) {
    static const char recorder[] = /* text is told by its first 4 KB */
        "{ cat bad.talk; echo == next; yes '# more' | head -n 2000; cat begun.talk; sleep 2; }";
    char line[256];
    (void)state;
    snprintf(line, sizeof line, "%s | timeout -s KILL 1 $P -", recorder);
    run_result r = shell(line);
    assert_non_null(strstr(r.out, "error http1.field.space-before-colon"));
    assert_null(strstr(r.out, "-: 2 conversations"));
    run_free(&r);
    snprintf(line, sizeof line, "%s | timeout --foreground -s INT 1 $P -", recorder);
    r = shell(line);
    assert_non_null(strstr(r.out, "-: 2 conversations"));
    run_free(&r);
}

static void a_command_misspelt_is_told_where_commands_are_listed(void **state) {
    (void)state;
    says("$P chekc good.talk", 2, "good.talk: 1 conversation", "parley --help lists the commands");
    run_result r = shell("$P check missing");
    assert_null(strstr(r.err, "--help"));
    run_free(&r);
}

static void where_nothing_is_judged_it_is_said_why(void **state) {
    (void)state;
    says("printf '\\324\\303\\262\\241\\2\\0\\4\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\4\\0"
         "\\1\\0\\0\\0' | $P -",
         3, "0 conversations: it holds no TCP connection", "");
    says("printf 'C: PRI * HTTP/2.0\\nC:\\nC: SM\\n' | $P --json -", 3,
         "\"protocols\":[\"http2\"],\"verdict\":\"undecided\",\"reason\":\"HTTP/2, ", "");
    says("$P -s 7 good.talk", 3, "0 conversations: --stream names none of its connections", "");
    says("printf '\\324\\303\\262\\241\\2\\0\\4\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\4\\0"
         "\\1\\0\\0\\0cut' | $P -",
         3, "note tcp.capture.cut-packet: ", "");
}

static unsigned count(const char *text, const char *word) {
    unsigned n = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        n++;
    return n;
}

static void a_warning_is_explained_once_in_a_file(void **state) {
    (void)state;
    for (int i = 0; i < 40; i++)
        says("printf 'C: GET /a HTTP/1.1\nC: Host: a.example\nC:\nS: HTTP/1.1 204 No\nS:\n' "
             ">>undated.talk",
             0, "", "");
    run_result r = shell("$P undated.talk undated.talk");
    assert_int_equal(r.status, 0);
    assert_int_equal(count(r.out, "  hint  "), 2);
    assert_int_equal(count(r.out, "warning http1.date.missing"), 2 * 21);
    assert_int_equal(count(r.out, "and 19 more findings"), 2);
    assert_int_equal(count(r.out, "(40 warnings)"), 2);
    run_free(&r);
    r = shell("$P -v undated.talk");
    assert_int_equal(count(r.out, "warning http1.date.missing"), 40);
    run_free(&r);
}

static void of_many_errors_alike_ten_are_explained_and_all_are_told(void **state) {
    (void)state;
    run_result r =
        shell("for i in $(seq 15); do echo == $i; cat bad.talk; done >many.talk; $P many.talk");
    assert_int_equal(r.status, 1);
    assert_int_equal(count(r.out, "  hint  "), 10);
    assert_int_equal(count(r.out, "error http1.field.space-before-colon"), 15);
    run_free(&r);
}

static void who_left_first_is_told_of_what_is_unfinished(void **state) {
    (void)state;
    says("(cat begun.talk; echo C. fin; echo S. fin) | $P -", 0, "; the client left first\n", "");
    says("(cat begun.talk; echo S. reset) | $P -", 0, "; the server left first\n", "");
    says("$P begun.talk", 0, "; it was the server's turn\n", "");
}

static void of_one_side_no_turn_is_told(void **state) {
    (void)state;
    run_result r = shell("$P --as http1 --server server");
    assert_non_null(strstr(r.out, "  turn     unknown: the other side is missing  "));
    assert_null(strstr(r.out, "  may  "));
    run_free(&r);
}

static void inputs_are_given_in_several_ways(void **state) {
    static const char expected[] = "-: 1 conversation, 1 exchange: 1 conforms\n";
    (void)state;
    prints_exactly("$P - <good.talk", 0, expected);
    prints_exactly("cat good.talk | $P -r -", 0, expected);
    prints_exactly("gzip -c good.talk | $P -", 0, expected);
    says("$P -r good.talk -r bad.talk", 1, "all: 2 conversations", "");
    says("$P -r good.talk begun.talk", 0, "all: 2 conversations", "");
    says("$P -- good.talk", 0, "good.talk", "");
}

static void options_come_before_and_after_the_command(void **state) {
    (void)state;
    says("$P --json check good.talk", 0, "\"kind\":\"summary\"", "");
    says("$P check good.talk --json", 0, "\"kind\":\"summary\"", "");
    says("$P -s 0 show good.talk", 0, "GET /a HTTP/1.1", "");
}

static void wrong_usage_is_one_line_and_status_2(void **state) {
    static const char *const lines[] = {"$P --nonsense good.talk",
                                        "$P --as gopher good.talk",
                                        "$P -s 1-x good.talk",
                                        "$P -s 5-3 good.talk",
                                        "$P --max ten good.talk",
                                        "$P --max",
                                        "$P --rule http1.none good.talk",
                                        "$P --fail-on doom good.talk",
                                        "$P --color purple good.talk",
                                        "$P list --json good.talk",
                                        "$P check",
                                        "$P --events good.talk",
                                        "$P --client client",
                                        "$P --open good.talk",
                                        "$P --as http1 --client client good.talk",
                                        "$P explain",
                                        "$P rules good.talk",
                                        "$P graph no.machine"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        run_result r = shell(lines[i]);
        if (r.status != 2 || r.out_length != 0 || strncmp(r.err, "parley: ", 8) != 0 ||
            strchr(r.err, '\n') != r.err + r.err_length - 1)
            fail_msg("%s: status %d\n%s%s", lines[i], r.status, r.out, r.err);
        run_free(&r);
    }
    says("$P --as gopher good.talk", 2, "", "http1");
    says("$P --rule \"$(printf '\\033[31m')\" good.talk", 2, "", "no rule is called \\x1b[31m");
}

static void fail_on_chooses_what_fails(void **state) {
    (void)state;
    says("$P --fail-on never bad.talk", 0, "deviates", "");
    says("$P --fail-on error bad.talk", 1, "deviates", "");
    says("$P hostless.talk", 1, "http1.host.missing", "");
    says("$P --no-rule http1.host.missing hostless.talk", 0, "a rule that was left out", "");
    says("$P --rule http1.field.space-before-colon hostless.talk", 0, "a rule that was left out",
         "");
    says("$P --rule http1.host.missing hostless.talk", 1, "1 deviates (1 error)", "");
}

static void streams_are_chosen_by_number(void **state) {
    char two[512];
    (void)state;
    snprintf(two, sizeof two, "== one\n%s== two\n%s", good, bad);
    file_write("two.talk", two);
    says("$P two.talk", 1, "two.talk: 2 conversations", "");
    says("$P -s 0 two.talk", 0, "two.talk: 1 conversation,", "");
    says("$P -s 1-9 two.talk", 1, "two.talk: 1 conversation,", "");
    says("$P -s 7 two.talk", 3, "two.talk: 0 conversations", "");
}

static void raw_directions_are_put_in_order(void **state) {
    (void)state;
    says("$P --as http1 --client client --server server", 0,
         "1 conversation, 2 exchanges: 1 conforms", "");
    says("$P --json --as http1 --client client --server server --open", 0, "\"open\":true", "");
    says("$P -v --as http1 --client client", 3, "tcp.stream.one-sided", "");
    says("$P --as http1 --client client --server missing", 2, "", "parley: ");
}

/* Nobody knows whether it stopped before the answer or because of it. */
static void a_raw_request_that_was_refused_may_be_cut(void **state) {
    (void)state;
    file_write(
        "cut",
        "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nabc");
    file_write("refusal", "HTTP/1.1 413 Too Large\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                          "Connection: close\r\nContent-Length: 0\r\n\r\n");
    file_write("nothing", "");
    says("$P --as http1 --client cut --server refusal", 0, "1 conversation, 1 exchange", "");
    says("$P --as http1 --client cut --server nothing", 1, "http1.body.short", "");
}

static void output_that_cannot_be_written_is_told(void **state) {
    (void)state;
    says("$P good.talk >/dev/full", 2, "", "standard output");
    says("$P rules >/dev/full", 2, "", "standard output");
    says("$P good.talk >&-", 2, "", "standard output");
    says("$P good.talk <&- 2>&-", 0, "good.talk", "");
}

static void a_reader_that_leaves_is_no_news(void **state) {
    (void)state;
    run_result r = shell("$P rules | head -n 1");
    assert_int_equal(r.status, 0);
    assert_string_equal(r.err, "");
    run_free(&r);
}

static void colour_is_for_terminals_only(void **state) {
    (void)state;
    run_result plain = shell("$P bad.talk"), coloured = shell("$P --color always bad.talk");
    assert_null(strchr(plain.out, 033));
    assert_non_null(strstr(coloured.out, "\033["));
    run_free(&plain);
    run_free(&coloured);
}

static void no_color_is_heard_on_terminals(void **state) {
    (void)state;
    run_result terminal = shell("script -qec true /dev/null </dev/null");
    bool there = terminal.status == 0;
    run_free(&terminal);
    if (!there) skip(); /* a machine that has no terminals to give */
    says("NO_COLOR=1 script -qec \"$P good.talk\" /dev/null </dev/null", 0, "good.talk: 1", NULL);
    run_result quiet = shell("NO_COLOR=1 script -qec \"$P bad.talk\" /dev/null </dev/null");
    assert_null(strchr(quiet.out, 033));
    run_free(&quiet);
}

static void every_command_has_help(void **state) {
    static const char *const names[] = {"check", "list", "show", "explain", "rules", "graph"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char line[64], usage[64];
        snprintf(line, sizeof line, "$P %s --help", names[i]);
        snprintf(usage, sizeof usage, "usage: parley %s", names[i]);
        says(line, 0, usage, "");
    }
    says("$P --help", 0, "usage: parley [COMMAND]", "");
    says("$P --version", 0, "parley ", "");
    says("$P", 2, "", "usage: parley [COMMAND]");
}

static void list_gives_one_line_a_stream(void **state) {
    (void)state;
    run_result r = shell("$P list good.talk");
    assert_int_equal(r.status, 0);
    assert_ptr_equal(strchr(r.out, '\n'), r.out + r.out_length - 1);
    assert_non_null(strstr(r.out, "http1  1 exchange"));
    assert_non_null(strstr(r.out, "conforms"));
    run_free(&r);
}

static void show_gives_turns_with_findings_in_their_place(void **state) {
    (void)state;
    run_result r = shell("$P show two.talk -s 0-1");
    assert_int_equal(r.status, 0);
    const char *asked = strstr(r.out, "> GET /a HTTP/1.1"),
               *answered = strstr(r.out, "< HTTP/1.1 200 OK");
    const char *broken = strstr(r.out, "error http1.field.space-before-colon");
    assert_non_null(asked);
    assert_true(answered > asked);
    assert_non_null(strstr(answered, "body 2 bytes"));
    assert_true(broken > answered);
    run_free(&r);
}

static void explain_knows_every_rule_and_suggests_near_ones(void **state) {
    (void)state;
    says("$P explain http1.field.space-before-colon", 0, "RFC 9112 5.1", "");
    says("$P explain http1.field.space-before-colom", 2, "", "http1.field.space-before-colon");
    says("$P explain space-before-colon", 2, "", "http1.field.space-before-colon");
    says("for r in $($P rules | cut -d' ' -f1); do $P explain $r >/dev/null || exit 9; done", 0, "",
         "");
}

static void rules_are_listed_by_subject(void **state) {
    (void)state;
    says("$P rules websocket | grep -vc '^websocket\\.'", 1, "0\n", "");
    says("$P rules websocket.open", 0, "websocket.open.method ", "");
    says("$P rules --json http1.host.missing", 0, "\"rule\":\"http1.host.missing\"", "");
    says("$P rules http", 2, "", "no rule begins with http:");
}

static void graph_draws_machines(void **state) {
    (void)state;
    says("$P graph", 0, "http1.turns\n", "");
    says("$P graph http1.turns", 0, "digraph", "");
}

static void an_option_of_another_command_is_told_with_it(void **state) {
    (void)state;
    says("$P list --json good.talk", 2, "",
         "parley: list does not know --json, check does: see parley list --help\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_conforms_is_one_line),
        cmocka_unit_test(every_status_of_the_contract_occurs),
        cmocka_unit_test(of_several_inputs_the_worst_wins),
        cmocka_unit_test(an_unreadable_input_among_others_is_one_line),
        cmocka_unit_test(a_recorder_at_work_is_followed_and_ended_by_an_interrupt),
        cmocka_unit_test(a_command_misspelt_is_told_where_commands_are_listed),
        cmocka_unit_test(where_nothing_is_judged_it_is_said_why),
        cmocka_unit_test(a_warning_is_explained_once_in_a_file),
        cmocka_unit_test(of_many_errors_alike_ten_are_explained_and_all_are_told),
        cmocka_unit_test(who_left_first_is_told_of_what_is_unfinished),
        cmocka_unit_test(of_one_side_no_turn_is_told),
        cmocka_unit_test(inputs_are_given_in_several_ways),
        cmocka_unit_test(options_come_before_and_after_the_command),
        cmocka_unit_test(wrong_usage_is_one_line_and_status_2),
        cmocka_unit_test(fail_on_chooses_what_fails),
        cmocka_unit_test(streams_are_chosen_by_number),
        cmocka_unit_test(raw_directions_are_put_in_order),
        cmocka_unit_test(a_raw_request_that_was_refused_may_be_cut),
        cmocka_unit_test(output_that_cannot_be_written_is_told),
        cmocka_unit_test(a_reader_that_leaves_is_no_news),
        cmocka_unit_test(colour_is_for_terminals_only),
        cmocka_unit_test(no_color_is_heard_on_terminals),
        cmocka_unit_test(every_command_has_help),
        cmocka_unit_test(list_gives_one_line_a_stream),
        cmocka_unit_test(show_gives_turns_with_findings_in_their_place),
        cmocka_unit_test(explain_knows_every_rule_and_suggests_near_ones),
        cmocka_unit_test(rules_are_listed_by_subject),
        cmocka_unit_test(graph_draws_machines),
        cmocka_unit_test(an_option_of_another_command_is_told_with_it),
    };
    return cmocka_run_group_tests(tests, files_make, scratch_remove);
}

/* The four confusions: each is named where it is there, with the layer that is fine and the one
 * that is not, and nowhere else; and explain teaches them. */
#include "../support/cmocka_all.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REQUEST  "C: GET /a HTTP/1.1\nC: Host: a.example\nC:\n"
#define DATE     "S: Date: Sun, 22 Nov 2026 10:00:00 GMT\nS: Content-Type: text/plain\n"
#define RESPONSE "S: HTTP/1.1 200 OK\n" DATE "S: Content-Length: 3\nS:\nS: 1\n"
#define ENDS     "S. fin\nC. fin\n"

static int files_make(void **state) {
    char here[4096], line[4200];
    (void)state;
    if (scratch_make() != 0 || getcwd(here, sizeof here) == NULL) return -1;
    (void)snprintf(line, sizeof line, "ln -s %s/tests/captures captures", here);
    run_result made = shell(line);
    int status = made.status;
    run_free(&made);
    return status;
}

static void an_idle_connection_is_open_but_complete(void **state) {
    (void)state;
    says("$P -v captures/http-keepalive-idle.pcap", 0,
         "[confusion 1: open but complete for 5.005 s]", "");
    says("$P -v captures/http-keepalive-idle.pcap", 0,
         "  layers   connection   open and idle\n           protocol     no response is running\n",
         "");
    says("$P --json captures/http-keepalive-idle.pcap", 0,
         "\"confusion\":1,\"confusion_name\":\"open but complete\",\"seconds\":5.005000000}", "");
    says("$P show -v captures/http-keepalive-idle.pcap", 0, "confusion 1: open but complete", "");
    says("$P captures/http-keepalive-idle.pcap", 0,
         "1 note with -v\n  confusions: 1 open but complete (5.005 s)\n", "");
    says("$P -q captures/http-keepalive-idle.pcap | wc -l", 0, "0\n", "");
    says("$P list captures/http-keepalive-idle.pcap", 0,
         "  conforms  [confusion 1: open but complete (5.005 s)]\n", "");
    says("$P show captures/http-keepalive-idle.pcap", 0,
         "\nconforms  [confusion 1: open but complete (5.005 s)]\n", "");
}

static void of_several_pauses_the_longest_is_told(void **state) {
    (void)state;
    file_write("a.talk", "@ 0\n" REQUEST RESPONSE "@ 2\n" REQUEST RESPONSE
                         "@ 9.5\n" REQUEST RESPONSE "@ 12\n" ENDS);
    says("$P --json a.talk | grep -c confusion", 0, "1\n", "");
    says("$P --json a.talk", 0, "\"exchange\":2,\"rule\":\"http1.turn.idle\"", "");
    says("$P --json a.talk", 0, "\"seconds\":7.500000000", "");
}

static void where_it_is_open_at_the_end_one_finding_tells(void **state) {
    (void)state;
    file_write("a.talk", "@ 0\n" REQUEST RESPONSE "@ 3\n" REQUEST RESPONSE);
    says("$P --json a.talk | grep -c confusion", 0, "1\n", "");
    says("$P --json a.talk", 0, "\"seconds\":3.000000000", "");
    file_write("b.talk", REQUEST RESPONSE);
    says("$P -v b.talk", 0, "[confusion 1: open but complete]", "");
    says("$P --json b.talk", 0, "\"confusion_name\":\"open but complete\"}", "");
}

static void who_still_owes_something_is_not_idle(void **state) {
    (void)state;
    file_write("a.talk", "@ 0\n" REQUEST "@ 20\n" RESPONSE ENDS);
    file_write("b.talk", "@ 0\n" REQUEST REQUEST RESPONSE "@ 20\n" RESPONSE ENDS);
    file_write("c.talk", "@ 0\n" REQUEST "S: HTTP/1.1 200 OK\n" DATE "S:\nS: 1\n@ 20\nS: 2\n" ENDS);
    file_write("d.talk", "@ 0\n" REQUEST RESPONSE "C. gap 50\n@ 20\n" RESPONSE ENDS);
    file_write("e.talk", "@ 0\n" REQUEST RESPONSE "@ 0.9\n" ENDS);
    says("for t in a b c d e; do $P --json $t.talk; done | grep -c confusion", 1, "0\n", "");
}

static void a_rule_that_is_left_out_tells_of_none(void **state) {
    (void)state;
    says(
        "$P --json --no-rule http1.turn.idle captures/http-keepalive-idle.pcap | grep -c confusion",
        1, "0\n", "");
}

static void events_are_parts_of_one_body(void **state) {
    (void)state;
    says("$P -v captures/sse-curl-one-response.pcap", 0,
         "27 events in one response [confusion 2: one body, many events]", "");
    says("$P --json captures/sse-curl-one-response.pcap", 0,
         "\"confusion\":2,\"confusion_name\":\"one body, many events\"}", "");
    says("$P --json captures/sse-curl-one-response.pcap | grep session", 0,
         "\"confusion\":2,\"confusion_name\":\"one body, many events\"", "");
    says("$P list captures/sse-curl-one-response.pcap | grep -c "
         "'confusion 2: one body, many events (27 in one)'",
         0, "2\n", "");
    says("$P captures/sse-curl-one-response.pcap", 0,
         "\n  confusions: 2 one body, many events (27 in one)\n", "");
    says("$P -v captures/sse-curl-one-response.pcap", 0,
         "  layers   connection   fine: it carried the bytes as they were sent\n", "");
}

static void a_healthy_connection_may_have_lost_messages(void **state) {
    (void)state;
    says("$P --sequence /seq captures/ws-reconnect-loss.pcap", 1,
         "[confusion 3: alive but lossy; session deviates]\n", "");
    says("$P --sequence /seq captures/ws-reconnect-loss.pcap", 1,
         "  [confusion 3: alive but lossy (3 lost)]\n  its connections are fine, what", "");
    says("$P --json --sequence /seq captures/ws-reconnect-loss.pcap | grep -c '\"confusion\":3'", 0,
         "3\n", "");
    says("$P -v captures/ws-reconnect-loss.pcap | grep -c confusion", 1, "0\n", "");
}

static void one_film_is_many_objects(void **state) {
    (void)state;
    says("$P -v captures/hls-vod-ffmpeg.pcap", 0,
         "12 responses [confusion 4: continuous but many objects]", "");
    says("$P list captures/hls-vod-ffmpeg.pcap", 0,
         "  conforms  [confusion 4: continuous but many objects (12 responses)]\n", "");
    says("$P captures/hls-vod-ffmpeg.pcap", 0,
         "\n  confusions: 4 continuous but many objects (12 responses)\n", "");
    says("$P list --no-rule hls.session.separate-objects captures/hls-vod-ffmpeg.pcap | "
         "grep -c confusion",
         1, "0\n", "");
    says("$P --json --no-rule hls.session.separate-objects captures/hls-vod-ffmpeg.pcap | "
         "grep -c confusion",
         1, "0\n", "");
    says("$P --json captures/hls-vod-ffmpeg.pcap", 0,
         "\"confusion\":4,\"confusion_name\":\"continuous but many objects\"}", "");
    says("$P show captures/hls-vod-ffmpeg.pcap | head -n 3 | cut -d' ' -f1-4", 0,
         "session hls http://127.0.0.1:8080/vod/master.m3u8 \n\nstream 0  client\n", "");
}

static void explain_teaches_all_or_one(void **state) {
    (void)state;
    says("$P explain confusions | grep -c '^confusion '", 0, "4\n", "");
    says("$P explain confusion-1", 0, "  layers   connection   open and idle\n", "");
    says("$P explain confusion-3 | grep '== \\|seq'", 0,
         "    == first\n    S% text \"{\\\"seq\\\":1}\"\n", "");
    says("$P explain confusion-3 | grep '== \\|seq'", 0,
         "    == bad\n    S% text \"{\\\"seq\\\":8}\"\n", "");
    says("$P explain confusion 3", 0, "confusion 3: alive but lossy\n", "");
    says("$P explain confusion-2", 0, "    S: data: 12\n", "");
    says("$P explain confusion-2 | grep -c '^confusion '", 0, "1\n", "");
    says("$P explain confusion-5", 2, "", "confusion-1 to confusion-4");
    says("$P explain confusion", 2, "", "confusion-1 to confusion-4");
    says("$P explain confusion 0", 2, "", "confusion-1 to confusion-4");
    says("$P explain confusions 1", 2, "", "confusion-1 to confusion-4");
}

/* What explain tells to try is run as it stands there. */
static void what_explain_tells_to_try_can_be_run(void **state) {
    char here[4096], line[8192];
    (void)state;
    assert_non_null(getcwd(here, sizeof here));
    (void)snprintf(
        line, sizeof line,
        "cd %.400s; $P explain confusions | sed -n 's/.* parley \\(check\\|show\\|list\\) "
        "/\\1 /p' >$OLDPWD/runs; while read -r run; do $P $run >$OLDPWD/said; "
        "[ $? -le 1 ] && [ -s $OLDPWD/said ] || exit 9; done <$OLDPWD/runs; "
        "wc -l <$OLDPWD/runs",
        here);
    says(line, 0, "12\n", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idle_connection_is_open_but_complete),
        cmocka_unit_test(of_several_pauses_the_longest_is_told),
        cmocka_unit_test(where_it_is_open_at_the_end_one_finding_tells),
        cmocka_unit_test(who_still_owes_something_is_not_idle),
        cmocka_unit_test(a_rule_that_is_left_out_tells_of_none),
        cmocka_unit_test(events_are_parts_of_one_body),
        cmocka_unit_test(a_healthy_connection_may_have_lost_messages),
        cmocka_unit_test(one_film_is_many_objects),
        cmocka_unit_test(explain_teaches_all_or_one),
        cmocka_unit_test(what_explain_tells_to_try_can_be_run),
    };
    return cmocka_run_group_tests(tests, files_make, scratch_remove);
}

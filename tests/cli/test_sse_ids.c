/* Ids of event streams, seen from outside: what an id counts for, and where a stream goes on that
 * was asked for again. */
#include "../support/cmocka_all.h"
#include "scratch.h"

#include <stdio.h>

#define ASK_WITH(field)                                                                            \
    "C: GET /e HTTP/1.1\nC: Host: a.example\nC: Accept: text/event-stream\n" field "C:\n"
#define ASK         ASK_WITH("")
#define ASK_FOR(id) ASK_WITH("C: Last-Event-ID: " id "\n")
#define STREAM(blocks)                                                                             \
    "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\nS: Content-Type: "                \
    "text/event-stream\nS: Connection: close\nS:\n" blocks "S. fin\nC. fin\n== next\n@ 4\n"
#define EVENT(id) "S: id: " id "\nS: data: x\nS:\n"
#define IGNORED   "$P --json a.talk | grep -c sse.session.resume-ignored"

static int files_make(void **state) {
    (void)state;
    return scratch_make();
}

/* A block with an id and no data is no event, so the event behind it repeats none. */
static void an_id_alone_is_no_event(void **state) {
    (void)state;
    file_write("a.talk", ASK STREAM(EVENT("a") "S: id: b\nS:\n" EVENT("b")));
    says("$P --json a.talk | grep -c sse.id.repeated", 1, "0\n", "");
    file_write("b.talk", ASK STREAM(EVENT("a") EVENT("b") EVENT("b")));
    says("$P --json b.talk | grep -c sse.id.repeated", 0, "1\n", "");
}

/* Of ids that do not count it is known which came before which. */
static void a_stream_goes_on_behind_what_was_asked_for(void **state) {
    static const char first[] = ASK STREAM(EVENT("a") EVENT("b") EVENT("c")) ASK_FOR("c");
    static const char *const goes_on[] = {STREAM(EVENT("d") EVENT("e")),
                                          STREAM(EVENT("c") EVENT("d")),
                                          STREAM(EVENT("b") EVENT("c") EVENT("d"))};
    char talk[2048];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(talk, sizeof talk, "%s%s", first, goes_on[i]);
        file_write("a.talk", talk);
        says(IGNORED, i == 0, i == 0 ? "0\n" : "1\n", "");
    }
}

/* What is lost where a connection is broken, too, is no case of "alive but lossy". */
static void who_is_not_fine_below_is_no_confusion(void **state) {
#define LOSES(field)                                                                               \
    ASK_WITH(field)                                                                                \
    STREAM(EVENT("1") EVENT("2") EVENT("3"))                                                       \
    ASK_WITH("C: Last-Event-ID: 3\n") STREAM(EVENT("7") EVENT("8"))
    (void)state;
    file_write("a.talk", LOSES(""));
    says("$P --json a.talk | grep '\"session\"'", 0, "\"lost\":3,", "");
    says("$P --json a.talk | grep '\"session\"'", 0, "\"confusion\":3,", "");
    file_write("a.talk", LOSES("C: X-Spaced : y\n"));
    says("$P --json a.talk | grep '\"session\"'", 0, "\"lost\":3,", "");
    says("$P --json a.talk | grep '\"session\"'", 0, "\"confusion\":2,", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_alone_is_no_event),
        cmocka_unit_test(who_is_not_fine_below_is_no_confusion),
        cmocka_unit_test(a_stream_goes_on_behind_what_was_asked_for),
    };
    return cmocka_run_group_tests_name("ids of events", tests, files_make, scratch_remove);
}

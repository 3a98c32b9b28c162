/* Where there are sessions, list and show put their connections below them; all others stay as they
 * are. */
#include "../support/cmocka_all.h"
#include "scratch.h"

#define REQUEST(target) "C: GET " target " HTTP/1.1\nC: Host: a.example\n"
#define STREAM(target)                                                                             \
    REQUEST(target)                                                                                \
    "C: Accept: text/event-stream\nC:\nS: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov "                  \
    "2026 10:00:00 GMT\nS: Content-Type: text/event-stream\nS: Cache-Control: "                    \
    "no-store\nS:\nS: id: 1\nS: data: 1\nS:\n"
#define PLAIN                                                                                      \
    REQUEST("/p")                                                                                  \
    "C:\nS: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\nS: "                          \
    "Content-Type: text/plain\nS: Content-Length: 3\nS:\nS: 1\n"
#define ENDS "S. fin\nC. fin\n"

static int files_make(void **state) {
    (void)state;
    if (scratch_make() != 0) return -1;
    file_write("plain.talk", PLAIN ENDS);
    file_write("mixed.talk", "== one\n" PLAIN ENDS "== two\n" STREAM("/a") ENDS
               "== three\n" STREAM("/b") ENDS "== four\n" PLAIN ENDS);
    return 0;
}

#define OUTLINE " | sed -n 's/^session sse \\([^ ]*\\) .*/\\1/p; s/^ *\\([0-9]\\)  client.*/\\1/p'"

static void list_puts_sessions_first(void **state) {
    (void)state;
    prints_exactly("$P list mixed.talk" OUTLINE, 0,
                   "http://a.example/a\n1\nhttp://a.example/b\n2\n0\n3\n");
    says("$P list mixed.talk", 0, "\n      1  client > server  http1>sse", "");
    says("$P list mixed.talk", 0, "\n    3  client > server  http1  ", "");
    prints_exactly("$P list plain.talk", 0,
                   "    0  client > server  http1  1 exchange  36 > 104 bytes  conforms\n");
}

static void list_names_a_connection_below_each_of_its_sessions(void **state) {
    (void)state;
    file_write("both.talk", STREAM("/a") ENDS);
    file_write("a.sh", "sed 's/no-store/no-store\\\\nS: Content-Length: 17/' both.talk | "
                       "grep -v fin; sed 's,/a,/b,' both.talk");
    says("sh a.sh >twice.talk; $P list twice.talk | grep -c '^      0  client'", 0, "2\n", "");
    says("$P show twice.talk", 0, "\nstream 0  is shown above\n", "");
    says("$P show twice.talk | grep -c '^stream 0  client'", 0, "1\n", "");
}

#define SHOWN                                                                                      \
    " | sed -n 's/^session sse \\([^ ]*\\) .*/\\1/p; s/^stream \\([0-9]\\) .*/\\1/p; /^$/p'"

static void show_puts_connections_below_their_session(void **state) {
    (void)state;
    prints_exactly("$P show mixed.talk" SHOWN, 0,
                   "0\n\n3\n\nhttp://a.example/a\n\n1\n\nhttp://a.example/b\n\n2\n");
    says("$P show mixed.talk", 0, "event message id 1 \"1\"", "");
    says("$P show plain.talk mixed.talk | grep -c '^[a-z.]*talk  stream '", 0, "5\n", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_puts_sessions_first),
        cmocka_unit_test(list_names_a_connection_below_each_of_its_sessions),
        cmocka_unit_test(show_puts_connections_below_their_session),
    };
    return cmocka_run_group_tests(tests, files_make, scratch_remove);
}

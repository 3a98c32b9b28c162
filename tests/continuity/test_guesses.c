/* Which connections a guess ties into one session, and who is not blamed for it. */
#include "../support/cmocka_all.h"
#include "judged.h"

#include <stdlib.h>

static void two_connections_at_once_are_two_sessions(void **state) {
    static const char talk[] =
        "== one\n@ 1\n" SEQ(1) SEQ(2) "@ 9\n" CLOSED "== two\n@ 2\n" SEQ(50) SEQ(51) CLOSED;
    (void)state;
    says(talk, "\"streams\":[1],\"connections\":1,", LOST);
}

/* A guess holds for minutes, and for one query but for the resume point. */
static void a_guess_that_may_be_wrong_blames_nobody(void **state) {
    static const char users[] = "== one\n@ 1\n" UPGRADE("token=a") SEQ(1) SEQ(2) ENDED
        "== two\n@ 5\n" UPGRADE("token=b") SEQ(6) SEQ(7) CLOSED;
    static const char user[] = "== one\n@ 1\n" UPGRADE("last=0&token=a") SEQ(1) SEQ(2) ENDED
        "== two\n@ 5\n" UPGRADE("last=2&token=a") SEQ(6) SEQ(7) CLOSED;
    static const char much_later[] =
        "== one\n@ 1\n" SEQ(1) SEQ(2) ENDED "== two\n@ 302\n" SEQ(6) SEQ(7) CLOSED;
    static const char later[] =
        "== one\n@ 1\n" SEQ(1) SEQ(2) ENDED "== two\n@ 300\n" SEQ(6) SEQ(7) CLOSED;
    (void)state;
    says(users, "\"lost\":null,\"possibly_lost\":1,", "\"level\":\"error\"");
    says(users, "\"verdict\":\"undecided\",\"reason\":\"a guess ties", "linked-by-guess");
    says(users, "\"rule\":\"continuity.identity.ambiguous\"", NULL);
    says_by("counter /seq\nresume query last", users, "\"possibly_lost\":1,", "resume.missing");
    says_by("id /seq", users, "\"possibly_lost\":1,", "continuity.message.possibly-lost");
    says_by("counter /seq\nresume query last", user, LOST, NULL);
    says_by("counter /seq\ntie query token", user, LOST, NULL);
    says(much_later, "\"lost\":null,\"possibly_lost\":1,", "\"level\":\"error\"");
    says(later, LOST, NULL);
}

/* Of several that may go on, the one with the same query does. */
static void a_guess_goes_by_the_query(void **state) {
    static const char talk[] = "== a\n@ 1\n" UPGRADE("token=a") SEQ(1)
        SEQ(2) "@ 4\n" ENDED "== b\n@ 2\n" UPGRADE("token=b")
            SEQ(1) "@ 3\n" ENDED "== c\n@ 6\n" UPGRADE("token=b") SEQ(2) CLOSED
        "== d\n@ 7\n" UPGRADE("token=a") SEQ(4) CLOSED;
    (void)state;
    says(talk, LOST, "ambiguous");
}

static void a_client_that_took_its_leave_does_not_come_back(void **state) {
    static const char talk[] = "== one\n@ 1\n" SEQ(1) CLOSED "== two\n@ 5\n" SEQ(50) CLOSED;
    (void)state;
    says(talk, "\"streams\":[1],\"connections\":1,", LOST);
}

#define ASKS(last) "C% text \"{\\\"last\\\":" #last "}\"\n"
#define AHEAD      "continuity.resume.ahead"

/* A resume point that nothing here explains: a connection is not in the transcript, unless the last
 * message was cut, or the server goes on where the transcript stops. */
static void a_connection_that_is_not_here_is_nobodys_fault(void **state) {
    static const char profile[] = "counter /seq\nresume /last\nacknowledgment /got";
    static const char fits[] =
        "== a\n@ 1\n" SEQ(1) SEQ(2) ENDED "== b\n@ 5\n" ASKS(5) SEQ(6) SEQ(7) CLOSED;
    static const char more[] =
        "== a\n@ 1\n" SEQ(1) SEQ(2) ENDED "== b\n@ 5\n" ASKS(5) SEQ(8) CLOSED;
    static const char none[] = "== a\n@ 1\n" SEQ(1) SEQ(2) ENDED "== b\n@ 5\n" ASKS(5) CLOSED;
    static const char next[] =
        "== a\n@ 1\n" SEQ(1) SEQ(2) ENDED "== b\n@ 5\n" ASKS(5) SEQ(3) CLOSED;
    static const char cut[] =
        "== a\n@ 1\n" SEQ(1) SEQ(2) "S: \\x81\\x09{\\\n" ENDED "== b\n@ 5\n" ASKS(3) SEQ(4) CLOSED;
    static const char has[] =
        "== a\n@ 1\n" SEQ(1) ENDED "== b\n@ 5\nC% text \"{\\\"got\\\":4}\"\n" SEQ(5) CLOSED;
    (void)state;
    says_by(profile, fits, "\"lost\":null,\"possibly_lost\":1,", "\"level\":\"error\"");
    says_by(profile, more, "\"lost\":null,\"possibly_lost\":1,", "\"level\":\"error\"");
    says_by(profile, none, "\"reason\":\"its client has messages that", "\"level\":\"error\"");
    says_by(profile, next, AHEAD, "\"lost\":null");
    says_by(profile, cut, AHEAD, NULL);
    says_by(profile, has, "\"lost\":null,\"possibly_lost\":1,", "\"level\":\"error\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_connections_at_once_are_two_sessions),
        cmocka_unit_test(a_guess_that_may_be_wrong_blames_nobody),
        cmocka_unit_test(a_guess_goes_by_the_query),
        cmocka_unit_test(a_client_that_took_its_leave_does_not_come_back),
        cmocka_unit_test(a_connection_that_is_not_here_is_nobodys_fault),
    };
    return cmocka_run_group_tests_name("guesses", tests, NULL, NULL);
}

/* What the core makes of conversations: verdicts, holes, races, queues, ends. Transcripts that
 * people can read are in tests/corpus; here is what they can't show. */
#include "../../runtime/conversation.h"
#include "../support/cmocka_all.h"
#include "talk.h"
#include <string.h>

#define GET    "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
#define DATE   "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Type: text/plain\r\n"
#define ANSWER "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 2\r\n\r\nhi"

static void a_whole_exchange_conforms(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    assert_int_equal(parley_conversation_turn(&t.machine), PARLEY_TURN_SERVER);
    talk_says(&t, PARLEY_SERVER, ANSWER);
    assert_int_equal(parley_conversation_turn(&t.machine), PARLEY_TURN_CLIENT);
    assert_int_equal(talk_ends(&t), PARLEY_CONFORMS);
    assert_int_equal(talk_count(&t, PARLEY_WARNING), 0);
    assert_int_equal(parley_conversation_exchanges(&t.machine), 1);
}

static void what_waits_for_an_answer_is_unfinished(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    assert_int_equal(talk_ends(&t), PARLEY_UNFINISHED);
}

static void hundreds_of_pipelined_requests_keep_their_order(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    for (int i = 0; i < 500; i++) {
        talk_says(&t, PARLEY_CLIENT,
                  i % 200 == 7 ? "HEAD / HTTP/1.1\r\nHost: a.example\r\n\r\n" : GET);
        t.n = 0;
    }
    for (int i = 0; i < 500; i++) {
        talk_says(&t, PARLEY_SERVER,
                  i % 200 == 7 ? "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 2\r\n\r\n" : ANSWER);
        assert_int_equal(talk_count(&t, PARLEY_WARNING), 0);
        t.n = 0;
    }
    assert_int_equal(talk_ends(&t), PARLEY_CONFORMS);
    assert_int_equal(parley_conversation_exchanges(&t.machine), 500);
}

static void more_kinds_of_requests_than_are_kept_is_said_and_blames_nobody(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    for (int i = 0; i < 40; i++) {
        talk_says(&t, PARLEY_CLIENT,
                  i % 2 != 0 ? "HEAD / HTTP/1.1\r\nHost: a.example\r\n\r\n" : GET);
        t.n = 0;
    }
    for (int i = 0; i < 40; i++) {
        talk_says(&t, PARLEY_SERVER,
                  i % 2 != 0 ? "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 2\r\n\r\n" : ANSWER);
        assert_int_equal(talk_count(&t, PARLEY_ERROR), 0);
        t.n = 0;
    }
    assert_int_equal(talk_ends(&t), PARLEY_UNDECIDED);
    assert_string_not_equal(parley_conversation_reason(&t.machine), "");
}

static void one_request_too_many_leaves_those_that_wait_as_they_are(void **state) {
    (void)state;
    static const char *const methods[] = {"GET", "PUT"};
    talk t;
    talk_start(&t, 0);
    for (size_t i = 0; i <= WAITING_MAX; i++) {
        talk_says(&t, PARLEY_CLIENT, i == WAITING_MAX - 1 ? "HEAD" : methods[i % 2]);
        talk_says(&t, PARLEY_CLIENT, " / HTTP/1.1\r\nHost: a.example\r\n\r\n");
    }
    t.n = 0;
    for (size_t i = 0; i < WAITING_MAX; i++)
        talk_says(&t, PARLEY_SERVER,
                  i == WAITING_MAX - 1 ? "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 2\r\n\r\n"
                                       : ANSWER);
    const parley_item *last = &t.items[t.n - 1];
    assert_false(last->is_finding); /* the answer to HEAD ends with its head */
    assert_int_equal(last->as.event.kind, PARLEY_EVENT_RESPONSE_END);
    assert_int_equal(t.n, 2 * WAITING_MAX);
}

static void a_hole_in_counted_content_changes_nothing(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER, "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 10\r\n\r\nabc");
    talk_happens(&t, PARLEY_GAP, PARLEY_SERVER, 7);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER, ANSWER);
    assert_int_equal(talk_ends(&t), PARLEY_CONFORMS);
    assert_int_equal(talk_count(&t, PARLEY_WARNING), 0);
}

static void a_message_that_ends_in_a_hole_is_as_long_as_it_was(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER, "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 10\r\n\r\nabc");
    t.n = 0;
    talk_happens(&t, PARLEY_GAP, PARLEY_SERVER, 7);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.items[0].as.event.kind, PARLEY_EVENT_RESPONSE_END);
    assert_int_equal(t.items[0].as.event.span.length, t.sent[PARLEY_SERVER] + 7);
}

static void behind_a_hole_in_a_head_the_next_turn_is_read_again(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER, "HTTP/1.1 200 OK\r\nDa");
    talk_happens(&t, PARLEY_GAP, PARLEY_SERVER, 60);
    talk_says_having_seen(&t, PARLEY_SERVER, t.sent[PARLEY_CLIENT],
                          "HTTP/1.1 200 no response: content of the first\r\n");
    t.n = 0;
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER, "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 1x\r\n\r\n");
    assert_non_null(talk_finding(&t, "http1.content-length.syntax"));
    assert_int_equal(talk_ends(&t), PARLEY_DEVIATES);
}

static void a_hole_never_makes_an_error(void **state) {
    (void)state;
    static const char said[] = "HTTP/1.1 200 OK\r\n" DATE
                               "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" ANSWER;
    for (size_t from = 0; from < sizeof said - 1; from++) {
        for (size_t length = 1; from + length < sizeof said; length += 3) {
            talk t;
            char before[sizeof said];
            talk_start(&t, 0);
            talk_says(&t, PARLEY_CLIENT, GET GET);
            memcpy(before, said, from);
            before[from] = 0;
            if (from > 0) talk_says(&t, PARLEY_SERVER, before);
            talk_happens(&t, PARLEY_GAP, PARLEY_SERVER, length);
            talk_says(&t, PARLEY_SERVER, said + from + length);
            talk_happens(&t, PARLEY_FIN, PARLEY_SERVER, 0);
            assert_int_equal(talk_count(&t, PARLEY_ERROR), 0);
        }
    }
}

static void a_request_that_crossed_the_close_is_a_race(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER,
              "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 0\r\nConnection: close\r\n\r\n");
    talk_says_having_seen(&t, PARLEY_CLIENT, 0, GET);
    assert_non_null(talk_finding(&t, "http1.turn.close-race"));
    assert_int_equal(talk_count(&t, PARLEY_WARNING), 0);
}

static void a_response_that_says_close_is_read_when_all_of_it_was_seen(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER,
              "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 4\r\nConnection: close\r\n\r\nab");
    talk_says_having_seen(&t, PARLEY_CLIENT, t.sent[PARLEY_SERVER], GET);
    talk_says(&t, PARLEY_SERVER, "cd");
    assert_non_null(talk_finding(&t, "http1.turn.close-race"));
    assert_int_equal(talk_count(&t, PARLEY_WARNING), 0);
}

static void a_request_after_the_close_was_read_is_an_error(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER,
              "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 0\r\nConnection: close\r\n\r\n");
    talk_says_having_seen(&t, PARLEY_CLIENT, t.sent[PARLEY_SERVER], GET);
    const parley_finding *f = talk_finding(&t, "http1.turn.request-after-server-close");
    assert_non_null(f);
    assert_int_equal(f->span.offset, strlen(GET));
    assert_int_equal(f->side, PARLEY_CLIENT);
}

static void a_response_that_crossed_its_request_was_not_asked_for(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says_having_seen(&t, PARLEY_SERVER, 0,
                          "HTTP/1.1 408 Request Timeout\r\n" DATE "Connection: close\r\n\r\n");
    assert_non_null(talk_finding(&t, "http1.turn.timeout-response-on-idle"));
    assert_int_equal(talk_count(&t, PARLEY_ERROR), 0);
}

static void a_side_that_left_makes_the_other_abandon(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    talk_says(&t, PARLEY_CLIENT, GET);
    talk_says(&t, PARLEY_SERVER, "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 9\r\n\r\nhi");
    talk_happens(&t, PARLEY_RESET, PARLEY_CLIENT, 0);
    assert_non_null(talk_finding(&t, "http1.message.abandoned"));
    assert_int_equal(talk_count(&t, PARLEY_WARNING), 0);
    assert_int_equal(talk_ends(&t), PARLEY_UNFINISHED);
}

static void one_direction_alone_is_framed_and_undecided(void **state) {
    (void)state;
    talk t;
    talk_start(&t, PARLEY_ONE_SIDED);
    talk_says(&t, PARLEY_SERVER, ANSWER ANSWER);
    assert_int_equal(talk_count(&t, PARLEY_WARNING), 0);
    assert_int_equal(parley_conversation_exchanges(&t.machine), 2);
    assert_int_equal(talk_ends(&t), PARLEY_UNDECIDED);
}

static void an_answer_to_head_in_one_direction_alone_is_no_short_body(void **state) {
    (void)state;
    talk t;
    talk_start(&t, PARLEY_ONE_SIDED);
    talk_says(&t, PARLEY_SERVER, "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 9\r\n\r\n");
    talk_happens(&t, PARLEY_FIN, PARLEY_SERVER, 0);
    assert_int_equal(talk_count(&t, PARLEY_ERROR), 0);
}

static void a_protocol_that_is_not_known_is_left_alone(void **state) {
    (void)state;
    talk t;
    talk_start(&t, 0);
    parley_conversation_start(&t.machine, PARLEY_UNKNOWN, 0);
    talk_says(&t, PARLEY_CLIENT, "\x16\x03\x01");
    assert_int_equal(talk_ends(&t), PARLEY_UNDECIDED);
    assert_int_equal(t.n, 0);
}

static void little_room_for_items_loses_none(void **state) {
    (void)state;
    static const char said[] = "GET /a HTTP/1.1\r\nHost: a.example\r\nA B: c\r\nD : e\r\n: "
                               "f\r\nContent-Length: 0\r\n\r\n" GET GET GET;
    parley_conversation machine;
    parley_item items[16];
    size_t found = 0, calls = 0;
    talk whole;
    talk_start(&whole, 0);
    talk_says(&whole, PARLEY_CLIENT, said);
    parley_conversation_start(&machine, PARLEY_HTTP1, 0);
    parley_input input = {.kind = PARLEY_BYTES,
                          .seen = PARLEY_SEEN_ALL,
                          .bytes = (const uint8_t *)said,
                          .length = sizeof said - 1};
    for (bool more = true; more && calls < 100; calls++) {
        size_t n = 0;
        uint64_t taken = parley_conversation_feed(&machine, &input, items, 16, &n, &more);
        input.bytes += taken;
        input.length -= taken;
        found += n;
    }
    assert_int_equal(found, whole.n);
    assert_true(calls < 100);
}

static void recognition_does_not_depend_on_the_pieces(void **state) {
    (void)state;
    static const struct {
        const char *client, *server;
        parley_protocol protocol;
    } cases[] = {{GET, "", PARLEY_HTTP1},
                 {"get / http/1.1\r\n", "", PARLEY_HTTP1},
                 {"GET / HT", "", PARLEY_HTTP1},
                 {"GET /\r\n", "HTTP/1.1 400 Bad Request\r\n", PARLEY_HTTP1},
                 {"GET /\r\n", "$-1\r\n", PARLEY_UNKNOWN},
                 {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "", PARLEY_UNKNOWN},
                 {"\x16\x03\x01\x02", "\x16\x03\x03", PARLEY_UNKNOWN},
                 {"EHLO a.example\r\n", "220 mail\r\n", PARLEY_UNKNOWN},
                 {"", "HTTP/1.1 200 OK\r\n", PARLEY_HTTP1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const uint8_t *client = (const uint8_t *)cases[i].client,
                      *server = (const uint8_t *)cases[i].server;
        size_t n_client = strlen(cases[i].client), n_server = strlen(cases[i].server);
        parley_protocol final = parley_recognise(client, n_client, server, n_server, NULL);
        assert_int_equal(final, cases[i].protocol);
        for (size_t n = 0; n <= n_client; n++) {
            bool more = false;
            parley_protocol part = parley_recognise(client, n, server, 0, &more);
            if (!more && part != PARLEY_UNKNOWN) assert_int_equal(part, final);
            if (final == PARLEY_HTTP1 && n_server == 0 && part == PARLEY_UNKNOWN) assert_true(more);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_exchange_conforms),
        cmocka_unit_test(what_waits_for_an_answer_is_unfinished),
        cmocka_unit_test(hundreds_of_pipelined_requests_keep_their_order),
        cmocka_unit_test(more_kinds_of_requests_than_are_kept_is_said_and_blames_nobody),
        cmocka_unit_test(one_request_too_many_leaves_those_that_wait_as_they_are),
        cmocka_unit_test(a_hole_in_counted_content_changes_nothing),
        cmocka_unit_test(a_message_that_ends_in_a_hole_is_as_long_as_it_was),
        cmocka_unit_test(behind_a_hole_in_a_head_the_next_turn_is_read_again),
        cmocka_unit_test(a_hole_never_makes_an_error),
        cmocka_unit_test(a_request_that_crossed_the_close_is_a_race),
        cmocka_unit_test(a_response_that_says_close_is_read_when_all_of_it_was_seen),
        cmocka_unit_test(a_request_after_the_close_was_read_is_an_error),
        cmocka_unit_test(a_response_that_crossed_its_request_was_not_asked_for),
        cmocka_unit_test(a_side_that_left_makes_the_other_abandon),
        cmocka_unit_test(one_direction_alone_is_framed_and_undecided),
        cmocka_unit_test(an_answer_to_head_in_one_direction_alone_is_no_short_body),
        cmocka_unit_test(a_protocol_that_is_not_known_is_left_alone),
        cmocka_unit_test(little_room_for_items_loses_none),
        cmocka_unit_test(recognition_does_not_depend_on_the_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

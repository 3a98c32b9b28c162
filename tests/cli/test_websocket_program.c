/* WebSocket as people and scripts see it: messages, frames on request, raw directions in an order
 * that fits, tunnels, and what several connections tell together. */
#include "../support/cmocka_all.h"
#include "scratch.h"

#include <stdio.h>
#include <string.h>

#define REQUEST(key)                                                                               \
    "GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"       \
    "Sec-WebSocket-Key: " key "\r\nSec-WebSocket-Version: 13\r\n\r\n"
#define ANSWER                                                                                     \
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"            \
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
#define KEY "dGhlIHNhbXBsZSBub25jZQ=="

/* The same as lines of a text transcript. */
#define C_REQUEST                                                                                  \
    "C: GET /chat HTTP/1.1\nC: Host: a.example\nC: Upgrade: websocket\nC: Connection: Upgrade\n"   \
    "C: Sec-WebSocket-Key: " KEY "\nC: Sec-WebSocket-Version: 13\n"
#define S_ANSWER                                                                                   \
    "S: HTTP/1.1 101 Switching Protocols\nS: Upgrade: websocket\nS: Connection: Upgrade\n"         \
    "S: Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n"
#define OPENING C_REQUEST "C:\n" S_ANSWER "S:\n"
#define CLOSING "C% close code 1000 \"bye\"\nS% close code 1000 \"bye\"\nS. fin\nC. fin\n"
#define CONNECT                                                                                    \
    "C: CONNECT b.example:80 HTTP/1.1\nC: Host: b.example:80\nC:\n"                                \
    "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\nS:\n"
#define DATE "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\n"

static int files_make(void **state) {
    (void)state;
    return scratch_make();
}

static void messages_are_told_with_what_belongs_to_them(void **state) {
    (void)state;
    file_write("a.talk",
               OPENING "C% text \"a\\x1bb\" more\nS% ping \"now\"\nC% continuation \"\xc3\xa9\"\n"
                       "C% pong \"now\"\nS% binary \"12345\"\nC% text \"\"\n" CLOSING);
    says("$P --json --events a.talk", 0, "\"event\":\"websocket-text\",\"offset\":152,", "");
    says("$P --json --events a.talk", 0,
         "\"frames\":2,\"payload_length\":5,\"compressed\":false,\"text\":\"a\\\\x1bb\xc3\xa9\"}",
         "");
    says("$P --json --events a.talk | grep websocket-text", 0, "\"exchange\":null", "");
    says("$P --json --events a.talk", 0, "\"payload_length\":0,\"compressed\":false,\"text\":\"\"}",
         "");
    says("$P --json --events a.talk | grep websocket-binary", 0,
         "\"frames\":1,\"payload_length\":5,\"compressed\":false}", "");
    says("$P --json --events a.talk | grep websocket-ping", 0, "\"side\":\"server\"", "");
    says("$P --json --events a.talk | grep websocket-pong", 0, "\"payload_length\":3}", "");
    says("$P --json --events a.talk | grep websocket-close", 0, "\"code\":1000,\"reason\":\"bye\"}",
         "");
    says("$P --json --events a.talk", 0, "\"client_messages\":2,\"server_messages\":1", "");
    says("$P --json --events a.talk | grep -c websocket-frame", 1, "0\n", "");
    says("$P --json --events --frames a.talk | grep -c websocket-frame", 0, "8\n", "");
    says("$P --json --events --frames a.talk | grep websocket-frame | head -n 1", 0,
         "\"fin\":false,\"opcode\":1,\"rsv\":0,\"payload_length\":3}", "");
    says("$P a.talk", 0, "a.talk: 1 conversation, 1 exchange, 3 messages: 1 conforms\n", "");
    says("$P list a.talk", 0, "1 exchange, 2 > 1 messages", "");
    says("$P --frames a.talk", 2, "", "--frames needs --json --events");
}

static void show_gives_messages_and_frames_on_request(void **state) {
    (void)state;
    file_write("a.talk", OPENING
               "C% text \"a\\x1bb\" more\nS% ping \"now\"\nC% continuation \"!\"\nC% pong \"now\"\n"
               "S% close\nC% close code 3000\nS. fin\nC. fin\n");
    says("$P show a.talk", 0, " > text \"a\\x1bb!\"  [4 bytes, 2 frames]\n", "");
    says("$P show a.talk", 0, " < ping  [3 bytes]\n", "");
    says("$P show a.talk", 0, " < close without a code\n", "");
    says("$P show a.talk", 0, " > close 3000 (of a library)\n", "");
    says("$P show a.talk | grep -c frame", 0, "1\n", "");
    says("$P show --frames a.talk", 0, " >   frame text, more follow  [3 bytes]\n", "");
    says("$P show --frames a.talk", 0, " <   frame ping  [3 bytes]\n", "");
}

static void a_long_text_is_kept_in_part(void **state) {
    static char talk[100000];
    (void)state;
    size_t n = (size_t)snprintf(talk, sizeof talk, "%s", OPENING "C% text \"");
    memset(talk + n, 'x', 70000);
    snprintf(talk + n + 70000, sizeof talk - n - 70000, "\"\n%s", CLOSING);
    file_write("long.talk", talk);
    says("$P --json --events long.talk", 0, "xx\",\"text_cut\":true}", "");
    says("$P --json --events long.talk | grep websocket-text | tr -cd x | wc -c", 0, "65540\n", "");
    says("$P show long.talk", 0, "xxx...\"  [70,000 bytes]\n", "");
}

static void what_is_masked_shows_both_bytes(void **state) {
    (void)state;
    file_write("a.talk", OPENING "C% text hex 61 ff mask 9d017ff7\n" CLOSING);
    says("$P a.talk", 1, "0xff (0xfe on the wire, masked with 0x01)", "");
    says("$P a.talk", 1, "WebSocket frame+7", "");
    says("$P a.talk", 1, "websocket from client offset 152, server offset 129", "");
}

/* ---- raw bytes ---- */

static const char client_frames[] = "\x81\x82\x01\x02\x03\x04"
                                    "ik"                                /* text */
                                    "\x89\x81\x01\x02\x03\x05q"         /* ping "p" */
                                    "\x8a\x81\x01\x02\x03\x06r"         /* pong "s" */
                                    "\x88\x82\x01\x02\x03\x07\x02\xea"; /* Close 1000 */
static const char server_frames[] = "\x89\x01s"                         /* ping "s" */
                                    "\x82\x02xy"                        /* binary */
                                    "\x8a\x01p"                         /* pong "p" */
                                    "\x88\x02\x03\xe8";

static void raw_directions_of_frames_are_put_in_order(void **state) {
    char both[512];
    (void)state;
    size_t n = strlen(REQUEST(KEY));
    memcpy(both, REQUEST(KEY), n);
    memcpy(both + n, client_frames, sizeof client_frames - 1);
    bytes_write("client", both, n + sizeof client_frames - 1);
    n = strlen(ANSWER);
    memcpy(both, ANSWER, n);
    memcpy(both + n, server_frames, sizeof server_frames - 1);
    bytes_write("server", both, n + sizeof server_frames - 1);
    bytes_write("client.frames", client_frames, sizeof client_frames - 1);
    bytes_write("server.frames", server_frames, sizeof server_frames - 1);
    static const char *const lines[] = {
        "$P -v --as http1 --client client --server server",
        "$P -v --as websocket --client client --server server",
        "$P -v --as websocket --client client.frames --server server.frames"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        run_result r = shell(lines[i]);
        if (r.status != 0 || strstr(r.out, "2 messages: 1 conforms") == NULL ||
            strstr(r.out, "websocket.") != NULL)
            fail_msg("%s: status %d\n%s", lines[i], r.status, r.out);
        run_free(&r);
    }
    says("$P --json --as websocket --client client.frames --server server.frames", 0,
         "\"protocols\":[\"websocket\"]", "");
    says("$P --json --as websocket --client client --server server", 0,
         "\"protocols\":[\"http1\",\"websocket\"]", "");
    says("$P --json --as websocket --client client.frames --server server.frames --open", 0,
         "\"open\":true", "");
    says("$P --as websocket --client client.frames", 3, "only one direction", "");
    /* a header that is cut, and a payload that is */
    bytes_write("cut", client_frames, 3);
    says("$P --as websocket --client cut --server server.frames", 1, "websocket.frame.cut", "");
    bytes_write("cut", server_frames, 5);
    says("$P --as websocket --client client.frames --server cut", 1, "websocket.frame.cut", "");
}

static void notes_that_are_left_out_are_counted(void **state) {
    (void)state;
    file_write("gone.talk", OPENING "S. fin\nC. fin\n");
    says("$P gone.talk", 0, "1 exchange: 1 conforms; 1 note with -v\n", "");
    says("$P -v gone.talk", 0, "1 exchange: 1 conforms\n", "");
}

/* The server may have sent its Close before the ping came. */
static void raw_directions_prove_no_ping_unanswered(void **state) {
    (void)state;
    bytes_write("client", client_frames, sizeof client_frames - 1);
    bytes_write("server", "\x89\x01s\x88\x02\x03\xe9", 7);
    says("$P -v --as websocket --client client --server server", 0, "1 message: 1 conforms", "");
}

static void what_is_taken_for_websocket_may_open_it(void **state) {
    (void)state;
    file_write("frames.talk", "C% text \"Hello\"\nS% text \"Hi\"\n" CLOSING);
    file_write("whole.talk", OPENING "C% text \"Hello\"\n" CLOSING);
    says("$P frames.talk", 3, "recognised; WebSocket's frames? --as websocket reads them", "");
    says("$P --as websocket frames.talk", 0, "0 exchanges, 2 messages: 1 conforms", "");
    says("$P --as websocket whole.talk", 0, "1 exchange, 1 message: 1 conforms", "");
}

/* ---- tunnels ---- */

static void a_tunnel_is_judged_by_what_it_carries(void **state) {
    (void)state;
    file_write("http.talk",
               CONNECT "C: GET / HTTP/1.1\nC: Host: b.example\nC:\n"
                       "S: HTTP/1.1 204 No Content\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\n"
                       "S:\nC: GET /2 HTTP/1.1\nC: Host : b.example\nC:\nC. fin\nS. fin\n");
    says("$P --json http.talk", 1, "\"protocols\":[\"http1\",\"http1\"],\"verdict\":\"deviates\"",
         "");
    /* 53 bytes ask for the tunnel, 35 are the first request inside, 17 the line before */
    says("$P --json http.talk", 1,
         "\"exchange\":3,\"rule\":\"http1.field.space-before-colon\",\"level\":\"error\","
         "\"layer\":\"protocol\",\"side\":\"client\",\"offset\":109,",
         "");
    says("$P --json http.talk", 1, "\"exchanges\":3,", "");
    says("$P --json --events http.talk | grep request-head | tail -n 1", 0, "\"exchange\":3,", "");
    file_write("ws.talk", CONNECT OPENING "C% text \"Hello\"\n" CLOSING);
    says("$P --json ws.talk", 0,
         "\"protocols\":[\"http1\",\"http1\",\"websocket\"],\"verdict\":\"conforms\"", "");
    says("$P show ws.talk", 0, "== client speaks websocket from offset 205 on", "");
}

static void a_tunnel_that_cannot_be_read_is_undecided(void **state) {
    (void)state;
    file_write("tls.talk", CONNECT "C: \\x16\\x03\\x01\\x00\\x05\\x01hello\\\nC. fin\nS. fin\n");
    says("$P --json tls.talk", 3,
         "\"protocols\":[\"http1\",\"tls\"],\"verdict\":\"undecided\",\"reason\":\"encrypted "
         "(TLS), and "
         "there are no keys\",\"exchanges\":1,",
         "");
    file_write("other.talk", CONNECT "S: * OK ready\nC: a1 NOOP\nC. fin\nS. fin\n");
    says("$P --json other.talk", 3,
         "\"protocols\":[\"http1\"],\"verdict\":\"undecided\",\"reason\":\"switched to a tunnel, "
         "not judged\"",
         "");
    file_write("empty.talk", CONNECT "C. fin\nS. fin\n");
    says("$P --json empty.talk", 0, "\"verdict\":\"conforms\",\"exchanges\":1,", "");
}

/* The head and what follows it in one piece, as raw bytes and as segments cut anywhere are. */
static void a_tunnel_begins_within_a_piece(void **state) {
    (void)state;
    file_write("client", "CONNECT b.example:80 HTTP/1.1\r\nHost: b.example:80\r\n\r\n"
                         "GET / HTTP/1.1\r\nHost: b.example\r\n\r\n");
    file_write("server", "HTTP/1.1 200 OK\r\n" DATE "\r\nHTTP/1.1 204 No Content\r\n" DATE "\r\n");
    says("$P --json --as http1 --client client --server server", 0,
         "\"protocols\":[\"http1\",\"http1\"],\"verdict\":\"conforms\",\"exchanges\":2,", "");
    file_write("one.talk", CONNECT "S: * OK ready\nC. fin\nS. fin\n");
    file_write("joined.talk", "C: CONNECT b.example:80 HTTP/1.1\nC: Host: b.example:80\nC:\n"
                              "S: HTTP/1.1 200 OK\\r\\n"
                              "Date: Sun, 22 Nov 2026 10:00:00 GMT\\r\\n\\r\\n* OK\n");
    says("$P --json joined.talk", 3, "switched to a tunnel, not judged", "");
}

/* ---- over several connections ---- */

static void a_key_of_another_connection_is_told_where_it_stands(void **state) {
    (void)state;
    file_write("a.talk", OPENING CLOSING "== again\n" OPENING CLOSING);
    says("$P --json a.talk", 0,
         "\"stream\":1,\"exchange\":1,\"rule\":\"websocket.open.key-reused\",\"level\":\"warning\","
         "\"layer\":\"protocol\",\"side\":\"client\",\"offset\":97,\"length\":24,",
         "");
    says("$P --json a.talk | grep -c key-reused", 0, "1\n", "");
    /* on the same connection it is the same request again */
    file_write("b.talk", C_REQUEST
               "C:\nS: HTTP/1.1 401 Unauthorized\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\n"
               "S: WWW-Authenticate: Basic\nS: Content-Length: 0\nS:\n" OPENING CLOSING);
    says("$P --json b.talk | grep -c key-reused", 1, "0\n", "");
}

static void two_that_are_opening_at_once_are_noted(void **state) {
    (void)state;
    file_write("a.talk", "@ 0\n" C_REQUEST "C:\n@ 2\n" S_ANSWER "S:\n" CLOSING
                         "== second\n@ 1\n" OPENING CLOSING);
    says("$P --json a.talk", 0, "\"rule\":\"websocket.open.two-connecting\",\"level\":\"note\"",
         "");
    file_write("a.talk", "@ 0\n" C_REQUEST "C:\n@ 2\n" S_ANSWER "S:\n" CLOSING
                         "== second\n@ 3\n" OPENING CLOSING);
    says("$P --json a.talk | grep -c two-connecting", 1, "0\n", "");
}

/* The server's Close is excused by its message that does not inflate, be they one piece or two. */
static void consequences_do_not_depend_on_pieces(void **state) {
    static const char opening[] = C_REQUEST
        "C: Sec-WebSocket-Extensions: permessage-deflate\nC:\n" S_ANSWER
        "S: Sec-WebSocket-Extensions: permessage-deflate\nS:\nC% ping \"a\"\nC% close code 1000\n";
    static const char *const answers[] = {
        "S: \\xc1\\x02\\xff\\xff\\x88\\x02\\x03\\xe8\\\n",
        "S: \\xc1\\x02\\xff\\xff\\\nS: \\x88\\x02\\x03\\xe8\\\n",
        "S: \\x41\\x02\\xf2\\x48\\x80\\x00\\x88\\x02\\x03\\xe8\\\n",
        "S: \\x41\\x02\\xf2\\x48\\x80\\x00\\\nS: \\x88\\x02\\x03\\xe8\\\n"};
    char text[1024];
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        (void)snprintf(text, sizeof text, "%s%sS. fin\nC. fin\n", opening, answers[i]);
        file_write("cause.talk", text);
        says("$P --json cause.talk", 1, "\"websocket.deflate.bad-block\"", "");
        says("$P --json cause.talk", 1, "\"errors\":1,", "");
    }
}

static void a_side_that_cannot_be_read_takes_nothing_from_the_other(void **state) {
    (void)state;
    file_write("half.talk",
               "C: GET / HTTP/1.1\nC. gap 100\n" S_ANSWER "S:\nS% text \"Hi\"\nC% text \"Ho\"\n");
    says("$P --json half.talk", 3, "\"client_messages\":0,\"server_messages\":1", "");
    says("$P list half.talk", 0, "1 exchange, 0 > 1 messages", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_told_with_what_belongs_to_them),
        cmocka_unit_test(consequences_do_not_depend_on_pieces),
        cmocka_unit_test(a_side_that_cannot_be_read_takes_nothing_from_the_other),
        cmocka_unit_test(show_gives_messages_and_frames_on_request),
        cmocka_unit_test(a_long_text_is_kept_in_part),
        cmocka_unit_test(what_is_masked_shows_both_bytes),
        cmocka_unit_test(raw_directions_of_frames_are_put_in_order),
        cmocka_unit_test(notes_that_are_left_out_are_counted),
        cmocka_unit_test(raw_directions_prove_no_ping_unanswered),
        cmocka_unit_test(what_is_taken_for_websocket_may_open_it),
        cmocka_unit_test(a_tunnel_is_judged_by_what_it_carries),
        cmocka_unit_test(a_tunnel_that_cannot_be_read_is_undecided),
        cmocka_unit_test(a_tunnel_begins_within_a_piece),
        cmocka_unit_test(a_key_of_another_connection_is_told_where_it_stands),
        cmocka_unit_test(two_that_are_opening_at_once_are_noted),
    };
    return cmocka_run_group_tests(tests, files_make, scratch_remove);
}

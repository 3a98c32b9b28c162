/* parley at: each kind of position, and the five questions in HTTP, in an event stream, in
 * WebSocket; what is no position, and what cannot be told. */
#include "../support/cmocka_all.h"
#include "scratch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define REQUEST "C: GET / HTTP/1.1\nC: Host: a.example\nC:\n"
#define DATE    "S: Date: Sun, 22 Nov 2026 10:00:00 GMT\n"
#define HEAD    "S: HTTP/1.1 200 OK\n" DATE

/* Bytes 0 to 34 of the client; the server's head is 0 to 100, its body 101 and 102. */
#define PAGE                                                                                       \
    REQUEST "@ 0.02\n" HEAD "S: Content-Type: text/plain\nS: Content-Length: 2\nS:\n@ 0.04\n"      \
            "S: hi\\\n"

static int files_make(void **state) {
    char here[512], line[600];
    (void)state;
    if (getcwd(here, sizeof here) == NULL || scratch_make() != 0) return -1;
    file_write("page.talk", PAGE);
    (void)snprintf(line, sizeof line, "ln -s %s/tests/captures captures", here);
    says(line, 0, "", "");
    return 0;
}

/* The whole answer on one line: where it was broken does not matter. */
static void answers(const char *arguments, const char *text) {
    char line[512];
    snprintf(line, sizeof line, "$P at %s | tr -s '\\n ' ' '", arguments);
    says(line, 0, text, "");
}

static void a_byte_is_told_by_the_state_that_reads_it(void **state) {
    (void)state;
    answers("page.talk client:20",
            "1 bytes client:20 is 0x3a \":\", in request 1, head: read in "
            "http1.request/field-name, which waits for another field-name byte (tchar) or \":\"");
    answers("page.talk server:102", "server:102 is 0x69 \"i\", in response 1, body byte 2: read in "
                                    "http1.response/counted-body, which waits for 1 more body "
                                    "bytes (any value)");
    answers("page.talk server:0", "server:0 is 0x48 \"H\", the first of a new response");
}

static void a_time_of_several_connections_says_so(void **state) {
    (void)state;
    answers("captures/hls-live-ffmpeg.pcap t=5",
            "others 3 more connections were there at that time; stream=N asks one");
    says("$P at captures/hls-live-ffmpeg.pcap stream=1 t=5 | grep -c ^others", 1, "0\n", "");
    says("$P at page.talk t=0.03 | grep -c ^others", 1, "0\n", "");
}

static void an_offset_may_be_hexadecimal(void **state) {
    (void)state;
    answers("page.talk server:0x66", "server:102 is 0x69 \"i\"");
}

static void behind_the_last_byte_is_a_position_too(void **state) {
    (void)state;
    answers("page.talk server:103", "nothing is being sent; the last byte server:102 is 0x69");
    answers("page.talk server:103", "response 1 server:0-102 complete, ended by Content-Length 2");
}

static void a_time_a_frame_and_a_message_are_after_what_came(void **state) {
    (void)state;
    answers("page.talk t=0.03", "response 1 server:0- OPEN (2 bytes of Content-Length 2 to come)");
    answers("page.talk t=0.04", "response 1 server:0-102 complete");
    answers("page.talk t=0.039999999", "response 1 server:0- OPEN");
    answers("page.talk frame 2", "request 1 client:0- OPEN (its head is not complete)");
    answers("page.talk frame=3", "request 1 client:0-34 complete, ended with its head");
    answers("page.talk message 1", "the last byte client:34 is 0x0a LF");
    answers("page.talk 'message=2'", "the last byte server:102 is 0x69");
}

static void whose_turn_it_is_comes_from_the_turn_machines(void **state) {
    (void)state;
    answers("page.talk message 1",
            "3 who may speak next SERVER; client: close, new request (pipelined); server: final "
            "response, close");
    answers("page.talk message 1", "5 server may send now YES, the answer to the request that "
                                   "waits; NO beside it");
    answers("page.talk message 2",
            "3 who may speak next CLIENT; client: new request, close; server: close (requests 1, "
            "final responses 1)");
    answers("page.talk message 2", "5 server may send now NO, not without a request");
    answers("page.talk t=0.03", "5 server may send now YES inside response 1; NO as a further "
                                "response");
}

static void an_open_connection_behind_a_complete_response_is_the_first_confusion(void **state) {
    (void)state;
    answers("page.talk t=1", "! confusion 1 open but complete: the answer is over: ");
    says("$P at page.talk t=0.03 | grep -c confusion", 1, "0\n", "");
    file_write("closed.talk", PAGE "S. fin\nC. fin\n");
    says("$P at closed.talk t=1 | grep -c confusion", 1, "0\n", "");
    answers("closed.talk t=1", "connection CLOSED by both sides");
}

/* ---- may it be cached ---- */

static void cacheable(const char *request, const char *fields, const char *text) {
    char talk[1024];
    snprintf(talk, sizeof talk,
             "C: %s HTTP/1.1\nC: Host: a.example\nC:\n" HEAD "%sS: Content-Length: 0\nS:\n",
             request, fields);
    file_write("cache.talk", talk);
    answers("cache.talk t=1", text);
}

static void what_a_head_says_of_caches_is_told_with_its_clause(void **state) {
    (void)state;
    cacheable("GET /", "S: ETag: \"a\"\n",
              "response 1 storable (RFC 9111 3), no freshness given: heuristic or revalidate (RFC "
              "9111 4.2.2); decided by the heads, not by the open connection");
    cacheable("GET /", "S: Cache-Control: no-store\n",
              "response 1: no, Cache-Control: no-store (RFC 9111 5.2.2.5)");
    cacheable("GET /",
              "S: Cache-Control: public\nS: cache-control: a=\"b,no-store\", MAX-AGE=\"60\"\n",
              "storable (RFC 9111 3), fresh for 60 s (max-age; RFC 9111 4.2.1); decided");
    cacheable("GET /", "S: Cache-Control: private, s-maxage=5, max-age=99999999999\n",
              "by private caches only, private (RFC 9111 5.2.2.7), fresh for 5 s in shared caches "
              "(s-maxage; RFC 9111 4.2.1), fresh for 2147483648 s (max-age");
    cacheable(
        "GET /", "S: Cache-Control: no-cache, private=\"set-cookie\"\n",
        "storable (RFC 9111 3), no freshness given: heuristic or revalidate (RFC 9111 4.2.2), "
        "asked about before each use (no-cache; RFC 9111 5.2.2.4)");
    cacheable("GET /", "S: Expires: 0\n", "stale at once (Expires is no date; RFC 9111 5.3)");
    cacheable("GET /", "S: Expires: Mon, 23 Nov 2026 10:00:00 GMT\n",
              "fresh until the date in Expires (RFC 9111 4.2.1)");
    cacheable("GET /", "S: Vary: *\n", "it matches no later request (Vary: *; RFC 9111 4.1)");
    cacheable("GET /", "S: Vary: accept, *\n", "it matches no later request");
    cacheable("GET /", "S: Vary: accept\nS: Vary: * ,x\n", "it matches no later request");
    cacheable("GET /", "S: Vary: a*, *b\n", "heuristic or revalidate (RFC 9111 4.2.2); decided");
    cacheable("PUT /", "", "no, its method is none whose answers are stored (RFC 9110 9.2.3)");
    cacheable("POST /", "", "no, an answer to POST without a lifetime of its own (RFC 9110 9.3.3)");
}

static void directives_are_read_as_the_grammar_has_them(void **state) {
    (void)state;
    cacheable("GET /", "S: Cache-Control: x=\"a\\\\\"b, no-store\", max-age=5\n", "fresh for 5 s");
    cacheable("GET /", "S: Cache-Control: no-store=\"x\"\n", "no, Cache-Control: no-store");
    cacheable("GET /", "S: Cache-Control: max-age=1\nS: Cache-Control: max-age=2\n",
              "fresh for 1 s (max-age");
    cacheable("GET /", "S: Cache-Control: max-age=soon, public\n", "fresh for 0 s (max-age");
    cacheable("GET /", "S: Cache-Control: a b, ,Max-Age=7\n", "fresh for 7 s (max-age");
    cacheable("GET /", "S: Cache-Control: no-storex, x-no-store\n", "no freshness given");
    cacheable("GET /", "S: Cache-Control: must-understand, no-store\n", "response 1 storable");
    cacheable("GET /", "S: Cache-Control: max-age=3\nS: Expires: Mon, 23 Nov 2026 10:00:00 GMT\n",
              "storable (RFC 9111 3), fresh for 3 s (max-age; RFC 9111 4.2.1); decided");
    cacheable("POST /a", "S: Cache-Control: max-age=3\n",
              "an answer to POST without Content-Location of its target (RFC 9110 9.3.3)");
    cacheable("POST /a", "S: Cache-Control: max-age=3\nS: Content-Location: /a\n",
              "response 1 storable");
}

static void what_a_request_says_of_caches_counts(void **state) {
    (void)state;
    file_write("cache.talk", "C: GET / HTTP/1.1\nC: Host: a.example\nC: Cache-Control: no-store\n"
                             "C:\n" HEAD "S: Content-Length: 0\nS:\n");
    answers("cache.talk t=1", "no, the request says no-store (RFC 9111 5.2.1.5)");
    file_write("cache.talk", "C: GET / HTTP/1.1\nC: Host: a.example\nC: Authorization: Basic YTpi\n"
                             "C:\n" HEAD "S: Content-Length: 0\nS:\n");
    answers("cache.talk t=1", "by private caches only, Authorization (RFC 9111 3.5)");
}

static void what_is_not_whole_is_stored_as_a_part_only(void **state) {
    (void)state;
    answers("page.talk server:102", "while it is incomplete, only as a part (RFC 9111 3.3)");
    says("$P at page.talk server:103 | grep -c 'only as a part'", 1, "0\n", "");
    answers("page.talk client:30", "4 cacheable not decided: no head of a final response");
}

/* ---- other protocols ---- */

/* The server's head is 0 to 139; a chunk of 16 bytes holds event 1 and the beginning of event 2. */
#define STREAM                                                                                     \
    REQUEST HEAD "S: Content-Type: text/event-stream\nS: Cache-Control: no-store\nS: "             \
                 "Transfer-Encoding: chunked\nS:\n@ 1\nS: 10\nS: data: a\\n\\ndata: \n@ 2\n"

static void events_lie_within_one_response(void **state) {
    (void)state;
    file_write("events.talk", STREAM);
    answers("events.talk t=1", "stream 0 client client > server server http1>sse");
    answers("events.talk t=1",
            "response 1 server:0- OPEN (chunked, no last chunk yet); event 1 server:");
    answers("events.talk t=1",
            "3 who may speak next SERVER; client: close, new request (pipelined); "
            "server: the rest of response 1, close");
    answers("events.talk t=1", "application 1 event so far ! confusion 2 one body, many events: ");
    answers("events.talk t=0", "no event in it is complete yet");
}

static void the_field_of_a_line_is_told(void **state) {
    (void)state;
    file_write("events.talk", STREAM);
    answers("events.talk server:144", "in response 1, framing of its body, event 1 of the stream: "
                                      "read in http1.response/chunk-size, which waits for");
    answers("events.talk server:152", "in response 1, content of a chunk, event 1 of the stream: "
                                      "data, read in sse.stream/value, which waits for another "
                                      "value byte (line-byte), CR or LF");
    answers("events.talk server:154", "event 1 of the stream: which an empty line would dispatch, "
                                      "read in sse.stream/main, which waits for line, CR or LF");
}

#define PLAYED                                                                                     \
    "== playlist\nC: GET /a.m3u8 HTTP/1.1\nC: Host: a.example\nC:\n" HEAD "S: Content-Type: "      \
    "application/vnd.apple.mpegurl\nS: Content-Length: 63\nS:\nS: "                                \
    "#EXTM3U\\n#EXT-X-TARGETDURATION:6\\n#EXTINF:6,\\ns.ts\\n#EXT-X-ENDLIST\\n\\\n"                \
    "== segment\n@ 1\nC: GET "                                                                     \
    "/s.ts HTTP/1.1\nC: Host: a.example\nC: Range: bytes=0-1\nC:\nS: HTTP/1.1 206 Partial "        \
    "Content\n" DATE "S: Content-Type: video/mp2t\nS: Content-Range: bytes 0-1/9\nS: "             \
    "Content-Length: 2\nS:\nS: GG\\\n"

static void what_playlists_name_is_known_on_other_connections(void **state) {
    (void)state;
    file_write("played.talk", PLAYED);
    answers("played.talk t=0",
            "application 1 object; the last one: media playlist http://a.example/a.m3u8");
    answers("played.talk stream=1 t=1",
            "application 1 object; the last one: segment http://a.example/s.ts");
    answers("played.talk stream=1 t=1", "! confusion 4 continuous but many objects: ");
    answers("played.talk stream=1 t=1", "as a part, by caches that know ranges (RFC 9111 3.3)");
}

static void the_line_the_tag_and_the_attribute_of_a_playlist_are_told(void **state) {
    (void)state;
    file_write("list.talk",
               "C: GET /a.m3u8 HTTP/1.1\nC: Host: a.example\nC:\n" HEAD
               "S: Content-Type: application/vnd.apple.mpegurl\nS: Content-Length: 58\nS:\nS: "
               "#EXTM3U\\n#EXT-X-TARGETDURATION:6\\n#EXT-X-MAP:URI=\"i.mp4\"\\n\\\n");
    answers("list.talk server:151", "body byte 31: line 2 of the playlist, tag "
                                    "EXT-X-TARGETDURATION, read in hls.playlist/");
    answers("list.talk server:168",
            "body byte 48: line 3 of the playlist, tag EXT-X-MAP, attribute "
            "URI, read in hls.attributes/");
    answers("list.talk t=1", "body byte 56, line 4 of the playlist, read in hls.playlist/main");
}

#define OPENING                                                                                    \
    "C: GET /chat HTTP/1.1\nC: Host: a.example\nC: Upgrade: websocket\nC: Connection: "            \
    "Upgrade\nC: Sec-WebSocket-Key: woOqA+Ty7sre5Pu11cLKqg==\nC: Sec-WebSocket-Version: "          \
    "13\nC:\nS: HTTP/1.1 101 Switching Protocols\nS: Upgrade: websocket\nS: Connection: "          \
    "Upgrade\nS: Sec-WebSocket-Accept: GkrAkcf5I7WuICZQG7TDM9wFrvI=\nS:\n"

static void frames_may_be_sent_by_either(void **state) {
    (void)state;
    file_write("chat.talk", OPENING "S% text \"Welcome\"\n@ 1\nC% text more \"Hi\"\n@ 2\nC% "
                                    "continuation \"!\"\n@ 3\nS% close code 1000\n");
    answers("chat.talk server:130",
            "server:130 is 0x07, in a frame of the server, header: read in "
            "websocket.server/length, which waits for length (high-bit-clear)");
    answers("chat.talk server:133", "a frame is OPEN since server:129, 5 bytes of payload to come");
    answers("chat.talk t=0", "3 who may speak next EITHER; client: message, ping, pong, Close; "
                             "server: message, ping, pong, Close");
    answers("chat.talk t=0", "5 server may send now YES: frames need no request");
    answers("chat.talk t=0", "4 cacheable no: only responses are cached");
    answers("chat.talk t=1", "client: 0 messages in 1 frame; a message is OPEN, its next frame is "
                             "owed");
    answers("chat.talk message 3", "client: 1 message in 2 frames, the last complete one text");
    answers("chat.talk t=3", "5 server may send now NO: it has said Close, or its frames are over");
}

/* ---- which stream, and what cannot be told ---- */

static void numbers_go_on_in_a_tunnel(void **state) {
    (void)state;
    file_write("tunnel.talk", "C: CONNECT b.example:80 HTTP/1.1\nC: Host: b.example:80\nC:\n" HEAD
                              "S:\n@ 1\nC: GET / HTTP/1.1\n@ 2\nC: Host: b.example\nC:\n");
    answers("tunnel.talk t=1", "request 2 client:");
    answers("tunnel.talk t=1", "protocol request 2 OPEN");
    answers("tunnel.talk t=2", "protocol request 2 waits for its response");
}

static void the_first_stream_that_has_the_position_is_meant(void **state) {
    (void)state;
    file_write("two.talk", "== short\n" REQUEST "== long\nC: GET /a/longer/one HTTP/1.1\nC: Host: "
                           "a.example\nC:\n" HEAD "S: Content-Length: 0\nS:\n");
    answers("two.talk client:10", "stream 0 client");
    answers("two.talk client:40", "stream 1 client");
    answers("two.talk stream=1 client:10", "stream 1 client");
    answers("two.talk 'stream=1 client:10'", "stream 1 client");
    answers("two.talk frame 7", "stream 1 client");
    answers("two.talk server:1", "stream 1 client");
}

static void standard_input_and_raw_bytes_have_instants_too(void **state) {
    (void)state;
    answers("- server:102 <page.talk", "server:102 is 0x69 \"i\", in response 1, body byte 2");
    says("$P at - client:99 <page.talk", 2, "", "parley: -: no such position: there are 35 bytes");
    says("TMPDIR=/nowhere $P at - client:1 <page.talk", 2, "", "set TMPDIR to a folder with room");
    file_write("client.raw", "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
    answers("--as http1 --client client.raw client:4",
            "client:4 is 0x2f \"/\", in request 1, head: read in http1.request/");
    answers("--as http1 --client client.raw t=0", "request 1 client:0-34 complete");
}

static void what_a_session_lost_is_the_third_confusion(void **state) {
    (void)state;
    answers("--sequence /seq captures/ws-reconnect-loss.pcap stream=1 t=99",
            "! confusion 3 alive but lossy: ");
    says("$P at --sequence /seq captures/ws-reconnect-loss.pcap stream=1 client:9 | grep -c confu",
         1, "0\n", "");
}

static void what_is_not_read_is_not_answered(void **state) {
    (void)state;
    file_write("lost.talk", REQUEST HEAD "S: Transfer-Encoding: chunked\nS:\nS: zz\nS: hi\n");
    answers("lost.talk t=1", "bytes of the server are not read here: no boundary can be trusted");
    answers("lost.talk t=1", "5 server may send now cannot be told: no boundary can be trusted");
    file_write("hole.talk", REQUEST HEAD "S. gap 10\nS: Content-Length: 0\nS:\n");
    answers("hole.talk server:60", "server:60 is missing from the transcript");
    answers("hole.talk t=1",
            "3 who may speak next cannot be told: bytes of the server are missing");
}

static void what_is_no_position_is_told_in_one_line(void **state) {
    (void)state;
    says("$P at page.talk", 2, "", "parley: at needs a file and a position, as in");
    says("$P at page.talk bla", 2, "", "parley: bla: no position; write client:21,");
    says("$P at page.talk client:1 t=1", 2, "", "client:1 t=1: no position");
    says("$P at page.talk t=1.", 2, "", "no position");
    says("$P at page.talk message 0", 2, "", "no position");
    says("$P at page.talk client:-1", 2, "", "no position");
    says("$P at page.talk client:36", 2, "", "no such position: there are 35 bytes of the client");
    says("$P at page.talk server:999", 2, "", "there are 103 bytes of the server");
    says("$P at page.talk message 3", 2, "", "there are 2 messages");
    says("$P at page.talk frame 99", 2, "", "no such position: there are 11 frames");
    says("$P at page.talk stream=4 client:1", 2, "", "no such position in stream 4");
    says("$P at none.talk client:1", 2, "", "none.talk");
    file_write("other.talk", "C: \\x00\\x01\\x02\\\n");
    says("$P at other.talk client:1", 2, "", "no connection that parley can judge");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_byte_is_told_by_the_state_that_reads_it),
        cmocka_unit_test(a_time_of_several_connections_says_so),
        cmocka_unit_test(an_offset_may_be_hexadecimal),
        cmocka_unit_test(behind_the_last_byte_is_a_position_too),
        cmocka_unit_test(a_time_a_frame_and_a_message_are_after_what_came),
        cmocka_unit_test(whose_turn_it_is_comes_from_the_turn_machines),
        cmocka_unit_test(an_open_connection_behind_a_complete_response_is_the_first_confusion),
        cmocka_unit_test(what_a_head_says_of_caches_is_told_with_its_clause),
        cmocka_unit_test(directives_are_read_as_the_grammar_has_them),
        cmocka_unit_test(what_a_request_says_of_caches_counts),
        cmocka_unit_test(what_is_not_whole_is_stored_as_a_part_only),
        cmocka_unit_test(events_lie_within_one_response),
        cmocka_unit_test(the_field_of_a_line_is_told),
        cmocka_unit_test(the_line_the_tag_and_the_attribute_of_a_playlist_are_told),
        cmocka_unit_test(what_playlists_name_is_known_on_other_connections),
        cmocka_unit_test(frames_may_be_sent_by_either),
        cmocka_unit_test(numbers_go_on_in_a_tunnel),
        cmocka_unit_test(the_first_stream_that_has_the_position_is_meant),
        cmocka_unit_test(standard_input_and_raw_bytes_have_instants_too),
        cmocka_unit_test(what_a_session_lost_is_the_third_confusion),
        cmocka_unit_test(what_is_not_read_is_not_answered),
        cmocka_unit_test(what_is_no_position_is_told_in_one_line),
    };
    return cmocka_run_group_tests(tests, files_make, scratch_remove);
}

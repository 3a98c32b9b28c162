/* Bodies without a conversation, as people see them: event streams and playlists in files of their
 * own, with places in the file, and without a word about what did not carry them. */
#include "../support/cmocka_all.h"
#include "scratch.h"

#include <string.h>

#define STREAM   "id: 1\ndata: a\n\nid: 2\ndata: b\n\n"
#define PLAYLIST "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.0,\na.ts\n"
#define ENDS     "#EXT-X-ENDLIST\n"

static int files_make(void **state) {
    (void)state;
    return scratch_make();
}

static void a_stream_conforms_alone(void **state) {
    (void)state;
    file_write("a.txt", STREAM);
    prints_exactly("$P --as sse --server a.txt", 0,
                   "a.txt: 1 conversation, 0 exchanges: 1 conforms\n");
    prints_exactly("$P -v --as sse - <a.txt", 0, "-: 1 conversation, 0 exchanges: 1 conforms\n");
    says("$P --json --as sse a.txt", 0,
         "\"protocols\":[\"sse\"],\"verdict\":\"conforms\",\"exchanges\":0,\"client_bytes\":0,"
         "\"server_bytes\":30,\"open\":false}",
         "");
    says("$P --json --events --as sse a.txt | grep -c '\"exchange\":null.*sse-event.*\"id\":'", 0,
         "2\n", "");
    says("$P --json --events --as sse a.txt | grep -c tcp", 1, "0\n", "");
    says("$P --json --as sse a.txt | grep -c '\"session\"'", 1, "0\n", "");
    says("$P show --as sse a.txt", 0, "< event message id 2 \"b\"  [15 bytes]\nconforms\n", "");
    says("$P list --as sse a.txt", 0, "client > server  sse  0 exchanges  0 > 30 bytes  conforms\n",
         "");
}

static void a_stream_that_just_stops_is_unfinished(void **state) {
    (void)state;
    file_write("a.txt", STREAM "data: c");
    says("$P --as sse --server a.txt --open", 0, "unfinished: more of it may come\n", "");
    says("$P --as sse --open a.txt", 0, "1 unfinished\n", "");
    says("$P --json --as sse a.txt", 0,
         "\"rule\":\"sse.event.cut\",\"level\":\"warning\",\"layer\":\"application\",\"side\":"
         "\"server\",\"offset\":37,\"length\":0,\"frame\":7,",
         "");
    says("$P --fail-on warning -q --as sse a.txt", 1, "", "");
}

static void ids_of_a_stream_alone_are_judged(void **state) {
    (void)state;
    file_write("a.txt", STREAM "id: 2\ndata: c\n\n");
    says("$P --as sse a.txt", 0, "warning sse.id.repeated", "");
    says("$P --as sse a.txt", 0,
         "  layers   below        not there: the application alone was read\n"
         "           application  ",
         "");
    says("$P --as sse a.txt", 0, "  turn     nobody's: there is no conversation     by server", "");
    says("$P --as sse a.txt | grep -c -e ' protocol  ' -e exchange:", 1, "0\n", "");
    says("$P -v --as sse a.txt | grep -c tcp.stream", 1, "0\n", "");
    file_write("b.txt", STREAM "data: \xff\n\n");
    says("$P --as sse b.txt", 1, "b.txt stream 0  server offset 36 (0x24)  frame 7", "");
    says("$P --as sse --no-rule sse.stream.not-utf8 b.txt", 0, "a rule that was left out", "");
}

static void a_playlist_is_known_by_its_first_line(void **state) {
    (void)state;
    file_write("a.m3u8", PLAYLIST ENDS);
    file_write("marked.m3u8", "\xef\xbb\xbf" PLAYLIST ENDS);
    file_write("late.m3u8", PLAYLIST "C:\\film\\b.ts\n");
    prints_exactly("$P a.m3u8", 0, "a.m3u8: 1 conversation, 0 exchanges: 1 conforms\n");
    prints_exactly("gzip -c a.m3u8 | $P -", 0, "-: 1 conversation, 0 exchanges: 1 conforms\n");
    says("$P --json --events a.m3u8", 0,
         "\"url\":\"a.m3u8\",\"sort\":\"media\",\"media_sequence\":0,\"segments\":1,"
         "\"end_list\":true}",
         "");
    says("$P marked.m3u8", 1, "hls.playlist.", "");
    says("$P --json late.m3u8", 1, "\"protocols\":[\"hls\"]", "");
    says("$P show a.m3u8", 0, "media playlist a.m3u8 from 0 on 1 segment, ended\n", "");
    says("$P --as hls a.m3u8 late.m3u8", 1, "all: 2 conversations", "");
}

static void what_the_end_of_a_playlist_tells_has_its_line(void **state) {
    (void)state;
    file_write("a.m3u8", PLAYLIST "#EXTINF:6.2,\nb.ts\n" ENDS);
    says("$P --as hls --server a.m3u8", 1, "server offset 67 (0x43)  frame 6", "");
    says("$P --as hls --server a.m3u8", 1, "|ts.#EXTINF:6.2,.|", "");
    file_write("empty", "");
    says("$P --as hls empty", 1, "got      end of stream", "");
    says("$P --as sse empty", 0, "1 conforms", "");
    says("$P empty", 2, "", "is empty");
}

static void lists_of_something_else_are_not_playlists(void **state) {
    (void)state;
    file_write("a.m3u", "#EXTM3U\n#EXTINF:-1 tvg-id=\"a\",A\nhttp://x.example/a\n");
    says("$P a.m3u", 2, "", "is no pcap");
    says("$P --as hls a.m3u", 1, "hls.target-duration.missing", "");
    /* the tags may come late */
    file_write("b.m3u8", "#EXTM3U\n# a comment that is longer than what a first look shows\n"
                         "#EXT-X-TARGETDURATION:4\n#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n");
    says("cat b.m3u8 | $P -", 0, "1 conforms", "");
}

static void what_makes_no_sense_is_said(void **state) {
    (void)state;
    file_write("a.txt", STREAM);
    file_write("a.m3u8", PLAYLIST ENDS);
    says("$P a.txt", 2, "", "is no pcap");
    says("$P --as sse --client a.txt", 2, "", "such a body is the server's");
    says("$P --as sse --as http1 a.txt", 2, "", "--as: give it once");
    says("$P --as ftp a.txt", 2, "", "http1, websocket, sse, hls");
    says("$P at --as sse a.txt server:3", 2, "", "at is about conversations");
    says("$P at a.m3u8 server:3", 2, "", "a.m3u8");
    says("$P --as sse .", 2, NULL, "cannot be read");
    says("$P --as http1 --server a.m3u8", 3, "1 undecided", "");
}

static void other_options_go_with_it(void **state) {
    (void)state;
    file_write("a.txt", STREAM);
    says("$P --sequence /seq --as sse a.txt", 0, "1 conforms", "");
    says("$P -s 1 --as sse a.txt", 3, "--stream names none", "");
    says("$P -s 0 --as sse a.txt", 0, "1 conforms", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_conforms_alone),
        cmocka_unit_test(a_stream_that_just_stops_is_unfinished),
        cmocka_unit_test(ids_of_a_stream_alone_are_judged),
        cmocka_unit_test(a_playlist_is_known_by_its_first_line),
        cmocka_unit_test(what_the_end_of_a_playlist_tells_has_its_line),
        cmocka_unit_test(lists_of_something_else_are_not_playlists),
        cmocka_unit_test(what_makes_no_sense_is_said),
        cmocka_unit_test(other_options_go_with_it),
    };
    return cmocka_run_group_tests(tests, files_make, scratch_remove);
}

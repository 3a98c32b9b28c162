/* HLS as people and scripts see it: playlists and segments in recorded players, what is taken for a
 * playlist and what is not, players that are two, holes. */
#include "../support/cmocka_all.h"
#include "scratch.h"

#include <stdio.h>
#include <unistd.h>

#define GET(target)  "C: GET " target " HTTP/1.1\nC: Host: a.example\nC:\n"
#define OK           "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\n"
#define CLOSED       "S: Connection: close\nS:\n"
#define LIST         "S: #EXTM3U\nS: #EXT-X-TARGETDURATION:4\nS: #EXTINF:4,\nS: s0.ts\n"
#define LIVE(target) GET(target) OK "S: Content-Length: 53\nS:\n" LIST
#define SESSION      " | grep '\"session\"'"

static int files_make(void **state) {
    char here[512], line[600];
    (void)state;
    if (getcwd(here, sizeof here) == NULL || scratch_make() != 0) return -1;
    (void)snprintf(line, sizeof line, "ln -s %s/tests/captures captures", here);
    run_result made = shell(line);
    int status = made.status;
    run_free(&made);
    return status;
}

static void recorded_players_fetch_all_that_is_listed(void **state) {
    (void)state;
    says("$P --json captures/hls-vod-ffmpeg.pcap" SESSION, 0,
         "\"key\":\"http://127.0.0.1:8080/vod/master.m3u8\",\"streams\":[0,1,2,3],"
         "\"connections\":4,\"exchanges\":12,",
         "");
    says("$P --json captures/hls-vod-ffmpeg.pcap" SESSION, 0,
         "\"loads\":2,\"segments\":10,\"fetched\":10}", "");
    says("$P --json captures/hls-vod-ffmpeg.pcap", 0,
         "\"got\":\"12 responses\",\"expected\":[\"one response\"]", "");
    says("$P -v captures/hls-vod-ffmpeg.pcap", 0,
         "10 of 10 segments fetched, 2 playlists, 12 exchanges, 4 connections  conforms  "
         "[confusion 4: continuous but many objects",
         "");
    says("$P --json --events captures/hls-live-ffmpeg.pcap | grep -c hls-playlist", 0, "7\n", "");
    says("$P --json captures/hls-live-ffmpeg.pcap | grep -c '\"rule\":\"hls'", 0, "1\n", "");
    says("$P --json --events captures/hls-byterange-ffmpeg.pcap | grep -c hls-segment", 0, "6\n",
         "");
    says("$P --json --events captures/hls-byterange-ffmpeg.pcap | grep hls-segment | tail -n 1", 0,
         "\"url\":\"http://127.0.0.1:8080/br/index.ts\",\"range\":\"113740-136675\",\"playlist\":"
         "\"http://127.0.0.1:8080/br/index.m3u8\"}",
         "");
    says("$P show captures/hls-byterange-ffmpeg.pcap", 0, "index.ts bytes 22748-45495  [in", "");
}

static void the_first_line_tells_where_no_name_does(void **state) {
    (void)state;
    file_write("a.talk",
               GET("/a") OK "S: Content-Type: text/plain\nS: Transfer-Encoding: "
                            "chunked\nS:\nS: 4\nS: #EXT\nS: 1e\nS: M3U\\r\\n#EXT-X-TARGETDURATION:4"
                            "\\r\\n\nS: 0\nS:\n");
    says("$P --json --events a.talk", 0, "\"protocols\":[\"http1\",\"hls\"]", "");
    says("$P --json a.talk", 0, "hls.playlist.wrong-type", "");
    file_write("b.talk", GET("/a.m3u") OK "S: Content-Type: audio/x-mpegurl\n" CLOSED
                                          "S: song.mp3\nS. fin\nC. fin\n");
    says("$P --json b.talk", 0, "\"protocols\":[\"http1\"]", "");
    file_write("c.talk", GET("/a.m3u8") OK CLOSED "S: <html>\nS. fin\nC. fin\n");
    says("$P --json c.talk", 1, "hls.playlist.first-line", "");
}

/* More faults than are held until it is known that it is a playlist of HLS. */
static void faults_of_a_playlist_that_came_at_once_are_all_told(void **state) {
#define FAULTS                                                                                     \
    "#EXTINF:a,\\n#EXT-X-MEDIA-SEQUENCE:x\\n#EXT-X-VERSION:y\\n#EXT-X-BITRATE:z\\n"                \
    "#EXT-X-PLAYLIST-TYPE:t\\n#EXT-X-ENDLIST:\\n"
    (void)state;
    file_write("a.talk", GET("/a.m3u8") OK
               "S: Content-Type: application/vnd.apple.mpegurl\n" CLOSED
               "S: #EXTM3U\\n" FAULTS FAULTS FAULTS FAULTS FAULTS FAULTS FAULTS FAULTS
               "\nS. fin\nC. fin\n");
    says("$P --json a.talk | grep -c hls.segment.bad-duration", 0, "8\n", "");
    says("$P --json a.talk | grep -c hls.playlist-type.value", 0, "8\n", "");
}

static void a_part_of_a_playlist_is_none(void **state) {
    (void)state;
    file_write("a.talk", "C: GET /a.m3u8 HTTP/1.1\nC: Host: a.example\nC: Range: bytes=4-9\nC:\n"
                         "S: HTTP/1.1 206 Partial Content\nS: Date: Sun, 22 Nov 2026 "
                         "10:00:00 GMT\nS: Content-Range: bytes 4-9/60\nS: "
                         "Content-Length: 6\nS:\nS: XTM3\n");
    says("$P --json a.talk", 0, "\"protocols\":[\"http1\"]", "");
}

static void two_players_are_not_taken_for_one_in_haste(void **state) {
    (void)state;
    file_write("a.talk", LIVE("/a.m3u8") "@ 1\n" LIVE("/a.m3u8"));
    says("$P --json a.talk", 0, "hls.reload.too-early", "");
    file_write("b.talk", LIVE("/a.m3u8") GET("/s0.ts") OK "S: Content-Length: 3\nS:\nS: a\n"
                                                          "@ 1\n" LIVE("/a.m3u8") GET("/s0.ts") OK
               "S: Content-Length: 3\nS:\nS: a\n");
    says("$P --json b.talk", 0, "hls.fetch.repeated", "");
    says("$P --json b.talk | grep -c hls.reload", 1, "0\n", "");
}

static void a_hole_in_a_playlist_blames_nobody(void **state) {
    (void)state;
    file_write("a.talk", GET("/a.m3u8") OK "S: Content-Length: 53\nS:\nS: #EXTM3U\nS. gap 44\n");
    says("$P --json a.talk", 3, "\"reason\":\"bytes of a playlist are missing\"", "");
    says("$P --json a.talk" SESSION, 0, "\"verdict\":\"undecided\"", "");
}

#define NOT_FOUND "S: HTTP/1.1 404 Not Found\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\n"
#define MESSAGES  "$P --json a.talk | grep -o '\"message\":\"[^\"]*' | cut -d'\"' -f4"

static void a_finding_names_the_object(void **state) {
    (void)state;
    file_write("a.talk", GET("/x/a.m3u8") OK
               "S: Content-Type: application/vnd.apple.mpegurl\n" CLOSED
               "S: #EXTM3U\nS: #EXT-X-VERSION:6\nS: #EXT-X-TARGETDURATION:4\n"
               "S: #EXT-X-MEDIA-SEQUENCE:7\nS: #EXT-X-MAP:URI=\"init.mp4\"\n"
               "S: #EXT-X-KEY:METHOD=AES-128,URI=\"k/key?a=b/c\"\nS: #EXTINF:4,\nS: s7.ts\n"
               "S: #EXTINF:4,\nS: a-name-of-more-than-thirty-two-characters.ts\n"
               "S: #EXT-X-ENDLIST\nS. fin\nC. fin\n== b\n" GET("/x/init.mp4") NOT_FOUND CLOSED
               "S. fin\nC. fin\n== c\n" GET("/x/k/key?a=b/c") NOT_FOUND CLOSED
               "S. fin\nC. fin\n== d\n" GET("/x/s7.ts") NOT_FOUND CLOSED
               "S. fin\nC. fin\n== e\n" GET("/x/a-name-of-more-than-thirty-two-characters.ts")
                   NOT_FOUND CLOSED "S. fin\nC. fin\n");
    prints_exactly(MESSAGES " | grep listed", 0,
                   "server listed initialisation init.mp4 and answered with status 404\n"
                   "server listed key key and answered with status 404\n"
                   "server listed segment 7 (s7.ts) and answered with status 404\n"
                   "server listed segment 8 (...re-than-thirty-two-characters.ts) and answered "
                   "with status 404\n");
}

static void a_stall_is_told_once_with_its_length(void **state) {
    (void)state;
#define AT(seconds) "@ " seconds "\n" LIVE("/a.m3u8")
#define STALL       AT("0") AT("4") AT("8") AT("12") AT("60")
#define NEW_SEGMENT "S: #EXTINF:4,\nS: s1.ts\n"
#define MOVES_ON    "@ 64\n" GET("/a.m3u8") OK "S: Content-Length: 74\nS:\n" LIST NEW_SEGMENT
    file_write("a.talk", STALL);
    prints_exactly(MESSAGES " | grep 'go by'", 0,
                   "server let 60000 ms go by without a new segment\n");
    file_write("a.talk", STALL MOVES_ON);
    prints_exactly(MESSAGES " | grep 'go by'", 0,
                   "server let 60000 ms go by without a new segment\n");
    file_write("a.talk", AT("0") AT("4") AT("5") MOVES_ON);
    prints_exactly(MESSAGES " | grep -c 'go by'", 1, "0\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_players_fetch_all_that_is_listed),
        cmocka_unit_test(the_first_line_tells_where_no_name_does),
        cmocka_unit_test(faults_of_a_playlist_that_came_at_once_are_all_told),
        cmocka_unit_test(a_part_of_a_playlist_is_none),
        cmocka_unit_test(two_players_are_not_taken_for_one_in_haste),
        cmocka_unit_test(a_hole_in_a_playlist_blames_nobody),
        cmocka_unit_test(a_finding_names_the_object),
        cmocka_unit_test(a_stall_is_told_once_with_its_length),
    };
    return cmocka_run_group_tests_name("hls program", tests, files_make, scratch_remove);
}

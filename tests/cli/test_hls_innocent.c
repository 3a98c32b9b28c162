/* Servers, caches and players that do nothing wrong, though it looks so at first: no rule of HLS
 * accuses them, and what was fetched is counted as it is. */
#include "../support/cmocka_all.h"
#include "scratch.h"

#include <stdio.h>
#include <string.h>

/* One exchange on a connection of its own: what is asked for, further fields, the body. */
#define ASK(target)         "C: GET " target " HTTP/1.1\nC: Host: a.example\nC:\n"
#define ANSWER(fields)      "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\n" fields
#define LIST_TYPE           "S: Content-Type: application/vnd.apple.mpegurl\n"
#define BODY(lines)         "S: Connection: close\nS:\n" lines "S. fin\nC. fin\n== next\n"
#define LOAD(target, lines) ASK(target) ANSWER(LIST_TYPE) BODY(lines)
#define FETCH(target)       ASK(target) ANSWER("S: Content-Type: video/mp2t\n") BODY("S: media\n")
#define HEAD(number)        "S: #EXTM3U\nS: #EXT-X-TARGETDURATION:4\nS: #EXT-X-MEDIA-SEQUENCE:" number "\n"
#define SEGMENT(uri)        "S: #EXTINF:4,\nS: " uri "\n"
#define END                 "S: #EXT-X-ENDLIST\n"
#define LIVE_5              HEAD("5") SEGMENT("s5.ts") SEGMENT("s6.ts") SEGMENT("s7.ts")
#define LIVE_6              HEAD("6") SEGMENT("s6.ts") SEGMENT("s7.ts") SEGMENT("s8.ts")
#define FILM                HEAD("0") SEGMENT("s0.ts") SEGMENT("s1.ts") END
#define FINDINGS            "$P --json a.talk | grep -o '\"rule\":\"hls[^\"]*\",\"level\":\"[ew]' | sort -u"
#define SESSION             "$P --json a.talk | grep '\"session\"'"

static int files_make(void **state) {
    (void)state;
    return scratch_make();
}

static void is_innocent(const char *talk) {
    file_write("a.talk", talk);
    run_result r = shell(FINDINGS);
    if (strlen(r.out) != 0) fail_msg("accused: %s in\n%s", r.out, talk);
    run_free(&r);
}

static void is_guilty(const char *talk, const char *rule) {
    file_write("a.talk", talk);
    says(FINDINGS, 0, rule, "");
}

static void lists_of_songs_and_channels_are_not_hls(void **state) {
    (void)state;
    static const char songs[] = "S: #EXTM3U\nS: #EXTINF:123,Artist - Title\nS: a.mp3\n",
                      channels[] = "S: #EXTM3U url-tvg=\"http://e.example/\"\nS: #EXTINF:-1 "
                                   "tvg-id=\"a.tv\" group-title=\"News, World\",A\n"
                                   "S: #EXTVLCOPT:http-user-agent=x\nS: http://x.example/a.m3u8\n";
    const char *lists[] = {songs, channels};
    for (size_t i = 0; i < 2; i++) {
        char talk[2048];
        (void)snprintf(talk, sizeof talk, "%s%s", ASK("/list.m3u8") ANSWER(LIST_TYPE) "S:\n",
                       lists[i]);
        is_innocent(talk);
        says("$P --json a.talk", 0, "\"protocols\":[\"http1\"]", "");
    }
    is_guilty(LOAD("/a.m3u8", "S: #EXTM3U\nS: #EXT-X-VERSION:3\nS: #EXTINF:-1,A\nS: a.ts\n"),
              "hls.target-duration.missing");
    /* what a multivariant playlist lists is one, whatever it has */
    is_guilty(LOAD("/m.m3u8", "S: #EXTM3U\nS: #EXT-X-STREAM-INF:BANDWIDTH=1\nS: v\n")
                  LOAD("/v", "S: #EXTM3U\nS: #EXTINF:4,\nS: a.ts\n"),
              "hls.target-duration.missing");
}

static void a_cache_may_give_what_is_older(void **state) {
    (void)state;
#define STALE(fields)                                                                              \
    LOAD("/a.m3u8", LIVE_5)                                                                        \
    "@ +4\n" LOAD("/a.m3u8", LIVE_6) "@ +4\n" ASK("/a.m3u8") ANSWER(LIST_TYPE fields) BODY(LIVE_5)
    is_innocent(STALE("S: Age: 7\n"));
    is_guilty(STALE(""), "hls.playlist.media-sequence-decreased");
    /* other segments under the same numbers are not what was there before */
    is_guilty(LOAD("/a.m3u8", LIVE_6) "@ +4\n" ASK("/a.m3u8") ANSWER(LIST_TYPE "S: Age: 7\n")
                  BODY(HEAD("5") SEGMENT("t5.ts") SEGMENT("t6.ts") SEGMENT("t7.ts")),
              "hls.playlist.media-sequence-decreased");
}

static void what_was_live_gets_a_type_when_it_ends(void **state) {
    (void)state;
#define MASTER                                                                                     \
    LOAD("/m.m3u8", "S: #EXTM3U\nS: #EXT-X-STREAM-INF:BANDWIDTH=9,CODECS=\"a\"\nS: v.m3u8\n"       \
                    "S: #EXT-X-STREAM-INF:BANDWIDTH=8,CODECS=\"a\"\nS: w.m3u8\n")
#define TYPED(type) "S: #EXT-X-PLAYLIST-TYPE:" type "\n"
    is_innocent(MASTER LOAD("/v.m3u8", HEAD("0") TYPED("EVENT") SEGMENT("s0.ts"))
                    LOAD("/w.m3u8", HEAD("0") TYPED("VOD") SEGMENT("t0.ts") END));
    is_guilty(MASTER LOAD("/v.m3u8", HEAD("0") TYPED("EVENT") SEGMENT("s0.ts") END)
                  LOAD("/w.m3u8", HEAD("0") TYPED("VOD") SEGMENT("t0.ts") END),
              "hls.variants.type-differs");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_songs_and_channels_are_not_hls),
        cmocka_unit_test(a_cache_may_give_what_is_older),
        cmocka_unit_test(what_was_live_gets_a_type_when_it_ends),
    };
    return cmocka_run_group_tests_name("hls innocent", tests, files_make, scratch_remove);
}

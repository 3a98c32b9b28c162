/* Where rules of HLS end: parts of a playlist, playlists that are no variants, updates that skip
 * nothing, more variables than are kept. */
#include "../../cli/hls/reading.h"
#include "../support/cmocka_all.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASK(target)         "C: GET " target " HTTP/1.1\nC: Host: a.example\nC:\n"
#define DATE                "S: Date: Sun, 22 Nov 2026 10:00:00 GMT\n"
#define TYPE                "S: Content-Type: application/vnd.apple.mpegurl\n"
#define BODY(lines)         "S: Connection: close\nS:\n" lines "S. fin\nC. fin\n== next\n"
#define MEDIA(n)            "S: #EXTM3U\nS: #EXT-X-TARGETDURATION:" n "\n"
#define SEGMENT(uri)        "S: #EXTINF:4,\nS: " uri "\n"
#define LOAD(target, lines) ASK(target) "S: HTTP/1.1 200 OK\n" DATE TYPE BODY(lines)
#define FOUND(rule)         "$P --json a.talk | grep -c " rule

static int files_make(void **state) {
    (void)state;
    return scratch_make();
}

/* A playlist without their end would be a fault of the server. */
static void the_first_bytes_of_a_playlist_are_none(void **state) {
    static const char *const ranges[] = {"0-44/60", "0-44/*", "0-44/45"};
    char talk[1024];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(talk, sizeof talk,
                       "C: GET /a.m3u8 HTTP/1.1\nC: Host: a.example\nC: Range: bytes=0-44\nC:\nS: "
                       "HTTP/1.1 206 Partial Content\n" DATE TYPE
                       "S: Content-Range: bytes %s\nS: Content-Length: 45\nS:\n"
                       "S: #EXTM3U\nS: #EXT-X-VERSION:3\nS: #EXTINF:4,\nS: a.ts\n",
                       ranges[i]);
        file_write("a.talk", talk);
        says("$P --json a.talk", i < 2 ? 0 : 1, i < 2 ? "\"protocols\":[\"http1\"]" : "\"hls\"",
             "");
    }
}

static void subtitles_are_held_against_no_variant(void **state) {
#define LISTS(type)                                                                                \
    LOAD("/m.m3u8",                                                                                \
         "S: #EXTM3U\nS: #EXT-X-MEDIA:TYPE=" type ",GROUP-ID=\"g\",NAME=\"n\",URI=\"s.m3u8\"\nS: " \
         "#EXT-X-STREAM-INF:BANDWIDTH=99999," type "=\"g\"\nS: v.m3u8\n")                          \
    LOAD("/v.m3u8", MEDIA("4") SEGMENT("v.ts") "S: #EXT-X-ENDLIST\n")                              \
    LOAD("/s.m3u8", MEDIA("6") SEGMENT("s.vtt") "S: #EXT-X-ENDLIST\n")
    (void)state;
    file_write("a.talk", LISTS("SUBTITLES"));
    says(FOUND("hls.variants"), 1, "0\n", "");
    file_write("a.talk", LISTS("AUDIO"));
    says(FOUND("hls.variants.target-duration-differs"), 0, "1\n", "");
}

static void an_update_may_skip_nothing(void **state) {
#define CONTROL "S: #EXT-X-VERSION:9\nS: #EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=24\n"
    (void)state;
    file_write("a.talk",
               LOAD("/a.m3u8", MEDIA("4") CONTROL SEGMENT("a.ts") SEGMENT("b.ts")) "@ 4\n" LOAD(
                   "/a.m3u8?_HLS_skip=YES",
                   MEDIA("4") CONTROL "S: #EXT-X-SKIP:SKIPPED-SEGMENTS=0\n" SEGMENT("a.ts")
                       SEGMENT("b.ts") SEGMENT("c.ts")));
    says("$P --json a.talk | grep '\"session\"'", 0, "\"loads\":2,\"segments\":3,", "");
}

/* Of a playlist that is not kept whole, nobody knows which variables it defines. */
static void a_variable_beyond_the_bound_may_be_defined(void **state) {
    enum { VARIABLES = VARIABLE_ROOM + 1 };
    char *text = malloc((size_t)VARIABLES * 48);
    (void)state;
    assert_non_null(text);
    for (unsigned more = 0; more < 2; more++) {
        size_t n = (size_t)sprintf(text, "#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-TARGETDURATION:4\n");
        for (unsigned i = 0; i < VARIABLES - 2 + more; i++)
            n += (size_t)sprintf(text + n, "#EXT-X-DEFINE:NAME=\"i%u\",VALUE=\"v\"\n", i);
        n += (size_t)sprintf(text + n, "#EXT-X-DEFINE:NAME=\"last\",VALUE=\"v\"\n");
        n += (size_t)sprintf(text + n, "#EXTINF:4,\n{$%s}\n#EXT-X-ENDLIST\n",
                             more ? "last" : "none");
        bytes_write("a.m3u8", text, n);
        says("$P --json a.m3u8 | grep -c hls.variable.undefined", (int)more, more ? "0\n" : "1\n",
             "");
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_bytes_of_a_playlist_are_none),
        cmocka_unit_test(subtitles_are_held_against_no_variant),
        cmocka_unit_test(an_update_may_skip_nothing),
        cmocka_unit_test(a_variable_beyond_the_bound_may_be_defined),
    };
    return cmocka_run_group_tests_name("edges of hls", tests, files_make, scratch_remove);
}

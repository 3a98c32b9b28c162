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
    "@ 4\n" LOAD("/a.m3u8", LIVE_6) "@ 8\n" ASK("/a.m3u8") ANSWER(LIST_TYPE fields) BODY(LIVE_5)
    is_innocent(STALE("S: Age: 7\n"));
    is_guilty(STALE(""), "hls.playlist.media-sequence-decreased");
    /* a Date tells when the answer was made, too */
    is_innocent(LOAD("/a.m3u8", LIVE_6) "@ 4\n" ASK(
        "/a.m3u8") "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 09:59:59 GMT\n" LIST_TYPE
                    BODY(LIVE_5));
    is_guilty(
        LOAD("/a.m3u8", LIVE_6) "@ 4\n" ASK(
            "/a.m3u8") "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:01 GMT\n" LIST_TYPE
            BODY(LIVE_5),
        "hls.playlist.media-sequence-decreased");
    /* other segments under the same numbers are not what was there before */
    is_guilty(LOAD("/a.m3u8", LIVE_6) "@ 4\n" ASK("/a.m3u8") ANSWER(LIST_TYPE "S: Age: 7\n")
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
#define CONTROL "S: #EXT-X-SERVER-CONTROL:HOLD-BACK=12\n"
    is_innocent(MASTER LOAD("/v.m3u8", HEAD("0") CONTROL SEGMENT("s0.ts"))
                    LOAD("/w.m3u8", HEAD("0") SEGMENT("t0.ts") END));
    is_guilty(MASTER LOAD("/v.m3u8", HEAD("0") CONTROL SEGMENT("s0.ts"))
                  LOAD("/w.m3u8", HEAD("0") SEGMENT("t0.ts")),
              "hls.variants.server-control-differs");
}

static void a_signature_may_change_in_an_address(void **state) {
    (void)state;
#define SIGNED(number, a, b, c, by)                                                                \
    LOAD("/a.m3u8", HEAD(number) SEGMENT(a "?by=" by) SEGMENT(b "?by=" by) SEGMENT(c "?by=" by))
    is_innocent(SIGNED("5", "s5.ts", "s6.ts", "s7.ts", "x") FETCH("/s5.ts?by=x") "@ 4\n" SIGNED(
        "6", "s6.ts", "s7.ts", "s8.ts",
        "y") "@ 4\n" FETCH("/s6.ts?by=y") "@ 4\n" FETCH("/s7.ts?by=y"));
    says(SESSION, 0, "\"segments\":4,\"fetched\":3", "");
    /* where the path is the same for all, the query is what counts */
    is_guilty(
        LOAD("/a.m3u8", HEAD("5") SEGMENT("s?n=5") SEGMENT("s?n=6") SEGMENT("s?n=7")) "@ 4\n" LOAD(
            "/a.m3u8", HEAD("6") SEGMENT("s?n=6") SEGMENT("s?n=77") SEGMENT("s?n=8")),
        "hls.playlist.segment-changed");
}

static void what_was_named_long_ago_may_be_gone(void **state) {
    (void)state;
#define GONE(target)                                                                               \
    ASK(target) "S: HTTP/1.1 404 Not Found\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\n" BODY("")
    is_innocent(LOAD("/a.m3u8", LIVE_5) "@ 300\n" GONE("/s7.ts"));
    is_guilty(LOAD("/a.m3u8", LIVE_5) "@ 10\n" GONE("/s7.ts"), "hls.fetch.failed");
    is_guilty(LOAD("/a.m3u8", FILM) "@ 300\n" GONE("/s1.ts"), "hls.fetch.failed");
}

static void what_was_removed_stays_as_long_as_either_edition_asks(void **state) {
    (void)state;
    /* listed since 92 s at the latest; 4 s long, and 16 s have to be listed when it goes */
#define REMOVED "@ 100\n" LOAD("/a.m3u8", LIVE_5) "@ 104\n" LOAD("/a.m3u8", LIVE_6)
    is_guilty(REMOVED "@ 111\n" GONE("/s5.ts"), "hls.fetch.removed-too-soon");
    is_innocent(REMOVED "@ 113\n" GONE("/s5.ts"));
}

static void a_discontinuity_that_goes_is_counted(void **state) {
    (void)state;
#define CUT "S: #EXT-X-DISCONTINUITY\n"
#define CUT_GOES(sequence)                                                                         \
    LOAD("/a.m3u8",                                                                                \
         HEAD("5") SEGMENT("s5.ts") CUT SEGMENT("s6.ts") SEGMENT("s7.ts") SEGMENT("s8.ts"))        \
    "@ 4\n" LOAD("/a.m3u8", HEAD("7") sequence SEGMENT("s7.ts") SEGMENT("s8.ts") SEGMENT("s9.ts"))
    is_innocent(CUT_GOES("S: #EXT-X-DISCONTINUITY-SEQUENCE:1\n"));
    is_guilty(CUT_GOES("S: #EXT-X-DISCONTINUITY-SEQUENCE:0\n"),
              "hls.playlist.discontinuity-sequence-miscounted");
    is_guilty(CUT_GOES(""), "hls.playlist.discontinuity-sequence-miscounted");
}

static void a_film_may_be_played_again(void **state) {
    (void)state;
    is_innocent(LOAD("/a.m3u8", FILM) "@ 1\n" LOAD("/a.m3u8", FILM));
    is_innocent(
        LOAD("/a.m3u8", FILM) "@ 600\n" LOAD("/a.m3u8", FILM) "@ 1200\n" LOAD("/a.m3u8", FILM));
    is_innocent(MASTER LOAD("/v.m3u8", LIVE_5) "@ 1\n" MASTER "@ 1\n" LOAD("/v.m3u8", LIVE_5));
    is_guilty(LOAD("/a.m3u8", FILM) "@ 4\n" LOAD("/a.m3u8", FILM) "@ 8\n" LOAD("/a.m3u8", FILM),
              "hls.reload.after-end");
}

static void unchanged_means_that_half_the_time_is_enough(void **state) {
    (void)state;
    static const char same[] =
        "C: GET /a.m3u8 HTTP/1.1\nC: Host: a.example\nC: If-None-Match: \"x\"\n"
        "C:\nS: HTTP/1.1 304 Not Modified\nS: Date: Sun, 22 Nov 2026 "
        "10:00:00 GMT\nS: Connection: close\nS:\nS. fin\nC. fin\n== next\n";
    char talk[4096];
    (void)snprintf(talk, sizeof talk, "%s@ 4\n%s@ 6\n%s", LOAD("/a.m3u8", LIVE_5), same,
                   LOAD("/a.m3u8", LIVE_6));
    is_innocent(talk);
    (void)snprintf(talk, sizeof talk, "%s@ 4\n%s@ 5\n%s", LOAD("/a.m3u8", LIVE_5), same,
                   LOAD("/a.m3u8", LIVE_6));
    is_guilty(talk, "hls.reload.too-early-unchanged");
}

static void what_comes_from_elsewhere_is_fetched_too(void **state) {
    (void)state;
#define MOVED(target, to)                                                                          \
    ASK(target)                                                                                    \
    "S: HTTP/1.1 302 Found\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\nS: Location: " to "\n" BODY("")
    is_innocent(LOAD("/a.m3u8", FILM) MOVED("/s0.ts", "/edge/s0.ts?by=x")
                    FETCH("/edge/s0.ts?by=x"));
    says(SESSION, 0, "\"loads\":1,\"segments\":2,\"fetched\":1", "");
    is_innocent(MASTER MOVED("/v.m3u8", "edge/v.m3u8") LOAD("/edge/v.m3u8", FILM)
                    FETCH("/edge/s0.ts"));
    says(SESSION, 0, "/m.m3u8\"", "");
    says(SESSION, 0, "\"loads\":2,\"segments\":2,\"fetched\":1", "");
    is_innocent(LOAD("/a.m3u8", FILM) "C: GET /s0.ts HTTP/1.1\nC: Host: a.example\n"
                                      "C: If-None-Match: \"x\"\nC:\nS: HTTP/1.1 304 Not Modified\n"
                                      "S: Date: Sun, 22 Nov 2026 10:00:00 GMT\n" BODY(""));
    says(SESSION, 0, "\"segments\":2,\"fetched\":1", "");
}

static void ranges_are_counted_by_the_bytes_that_came(void **state) {
    (void)state;
#define RANGES                                                                                     \
    LOAD("/a.m3u8", "S: #EXTM3U\nS: #EXT-X-VERSION:4\n"                                            \
                    "S: #EXT-X-TARGETDURATION:4\nS: #EXT-X-BYTERANGE:4@0\n" SEGMENT(               \
                        "s.ts") "S: #EXT-X-BYTERANGE:4\n" SEGMENT("s.ts") END)
#define PIECE(from_to, bytes)                                                                      \
    "C: GET /s.ts HTTP/1.1\nC: Host: a.example\nC: Range: bytes=" from_to                          \
    "\nC:\nS: HTTP/1.1 206 Partial Content\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\n"              \
    "S: Content-Type: video/mp2t\nS: Content-Range: bytes " from_to                                \
    "/8\n" BODY("S: " bytes "\\\n")
    is_innocent(RANGES PIECE("0-3", "aaaa") PIECE("4-7", "bbbb"));
    says(SESSION, 0, "\"segments\":2,\"fetched\":2", "");
    /* a download that goes on where it broke off */
    is_innocent(RANGES PIECE("6-7", "bb"));
    says(SESSION, 0, "\"segments\":2,\"fetched\":1", "");
    /* several in one piece, or the whole resource */
    is_innocent(RANGES FETCH("/s.ts"));
    is_innocent(RANGES PIECE("0-7", "aaaabbbb"));
    says(SESSION, 0, "\"segments\":2,\"fetched\":2", "");
    is_guilty(RANGES PIECE("2-5", "aabb"), "hls.fetch.range-differs");
    is_guilty(RANGES PIECE("3-7", "abbbb"), "hls.fetch.range-differs");
}

static void numbers_are_rounded(void **state) {
    (void)state;
#define PARTS(control, target)                                                                     \
    LOAD("/a.m3u8", "S: #EXTM3U\nS: #EXT-X-VERSION:9\nS: #EXT-X-TARGETDURATION:4\n"                \
                    "S: #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=" control "\n"   \
                    "S: #EXT-X-PART-INF:PART-TARGET=" target "\n" SEGMENT("a.ts"))
    is_innocent(PARTS("1.0", "0.33334"));
    is_innocent(PARTS("1.0", "0.334"));
    is_guilty(PARTS("1.0", "0.335"), "hls.low-latency.part-hold-back-small");
    is_guilty(PARTS("0.66", "0.334"), "hls.low-latency.part-hold-back-too-small");
}

static void one_fault_is_told_once(void **state) {
    (void)state;
    is_guilty(LOAD("/m.m3u8", "S: #EXTM3U\nS: #EXT-X-STREAM-INF:BANDWIDTH=9,CODECS=\"a\","
                              "CLOSED-CAPTIONS=cc\nS: v.m3u8\n"),
              "hls.attribute.not-quoted");
    says(FINDINGS " | wc -l", 0, "1\n", "");
}

/* What the head of a request says of who asks, and what the answer sets. */
#define BY(target, who, set, lines)                                                                \
    "C: GET " target " HTTP/1.1\nC: Host: a.example\n" who "C:\n" ANSWER(LIST_TYPE set) BODY(lines)
#define OTHER_5       HEAD("5") SEGMENT("s5.ts") SEGMENT("s6.ts") SEGMENT("ad.ts")
#define OTHER_6       HEAD("6") SEGMENT("s6.ts") SEGMENT("ad.ts") SEGMENT("s8.ts")
#define COOKIE(pairs) "C: Cookie: " pairs "\n"
#define SETS(pair)    "S: Set-Cookie: " pair "; Path=/\n"
#define CHANGED       "hls.playlist.segment-changed"

static void viewers_behind_one_address_are_told_apart(void **state) {
    (void)state;
    static const char *const one_and_other[][2] = {
        {COOKIE("s=1"), COOKIE("s=2")},
        {COOKIE("a=b; s=1"), COOKIE("s=2; a=b")},
        {COOKIE("s=1"), ""},
        {"C: Authorization: Bearer x\n", "C: Authorization: Bearer y\n"},
        {"C: X-Forwarded-For: 192.0.2.1, 10.0.0.1\n", "C: X-Forwarded-For: 192.0.2.2, 10.0.0.1\n"},
        {"C: X-Real-IP: 192.0.2.1\n", "C: X-Real-IP: 192.0.2.2\n"},
        {"C: Forwarded: by=x;For=\"[2001:db8::1]:1\"\n",
         "C: Forwarded: by=x;For=\"[2001:db8::2]:1\"\n"},
        {"C: X-Playback-Session-Id: A\n", "C: X-Playback-Session-Id: B\n"},
        {"C: User-Agent: a\n", "C: User-Agent: b\n"}};
    for (size_t i = 0; i < sizeof one_and_other / sizeof one_and_other[0]; i++) {
        char talk[8192];
        const char *one = one_and_other[i][0], *other = one_and_other[i][1];
#define LOADED "C: GET /a.m3u8 HTTP/1.1\nC: Host: a.example\n%sC:\n" ANSWER(LIST_TYPE)
        (void)snprintf(talk, sizeof talk,
                       LOADED BODY(LIVE_5) "@ 1\n" LOADED BODY(OTHER_5) "@ 4\n" LOADED BODY(
                           LIVE_6) "@ 5\n" LOADED BODY(OTHER_6),
                       one, other, one, other);
        is_innocent(talk);
        /* the same one is judged */
        (void)snprintf(talk, sizeof talk, LOADED BODY(LIVE_5) "@ 4\n" LOADED BODY(OTHER_6), one,
                       one);
        is_guilty(talk, CHANGED);
    }
    /* proxies on the way, ports and the order of cookies say nothing */
#define SAME(a, b) BY("/a.m3u8", a, "", LIVE_5) "@ 4\n" BY("/a.m3u8", b, "", OTHER_6)
    is_guilty(SAME("C: X-Forwarded-For: 192.0.2.1:77, 10.0.0.1\n",
                   "C: X-Forwarded-For: 192.0.2.1:78, 10.0.0.2\n"),
              CHANGED);
    is_guilty(SAME("C: Forwarded: for=192.0.2.1;by=x\n", "C: Forwarded: for=192.0.2.1;by=y\n"),
              CHANGED);
    is_guilty(SAME(COOKIE("a=b; s=1"), COOKIE("s=1; a=b")), CHANGED);
}

static void cookies_come_and_go(void **state) {
    (void)state;
    /* another cookie: it is one session, and what it lists now is not held against what it listed
     */
    is_innocent(BY("/a.m3u8", COOKIE("a=b"), "", LIVE_5) "@ 4\n" BY("/a.m3u8", COOKIE("a=b; s=1"),
                                                                    "", OTHER_6) FETCH("/s6.ts"));
    says(SESSION, 0, "\"loads\":2,\"segments\":5,\"fetched\":1", "");
    is_guilty(BY("/a.m3u8", COOKIE("a=b"), "",
                 LIVE_5) "@ 4\n" BY("/a.m3u8", COOKIE("a=b; s=1"), "",
                                    LIVE_6) "@ 8\n" BY("/a.m3u8", COOKIE("a=b; s=1"), "", OTHER_6),
              CHANGED);
    /* a balancer of loads sets a new one at each answer: nobody else knows its value */
#define SECRET(n) "AWSALB=0123456789abcdef" n
    is_guilty(BY("/a.m3u8", "", SETS(SECRET("1")), LIVE_5) "@ 4\n" BY(
                  "/a.m3u8", COOKIE(SECRET("1") "; B=1"), SETS(SECRET("2")),
                  LIVE_6) "@ 8\n" BY("/a.m3u8", COOKIE(SECRET("2") "; B=2"), "", OTHER_6),
              CHANGED);
    /* who has no cookie may be two who were given one each, but for who never sends any */
#define NEW(number, lines) BY("/a.m3u8", "", SETS("s=" number), lines)
    is_innocent(NEW("1", LIVE_5) "@ 1\n" NEW("2", OTHER_5) "@ 4\n" BY(
        "/a.m3u8", COOKIE("s=1"), "", LIVE_6) "@ 5\n" BY("/a.m3u8", COOKIE("s=2"), "", OTHER_6));
    is_guilty(NEW("1", LIVE_5) "@ 4\n" NEW("2", LIVE_6) "@ 8\n" NEW("3", OTHER_6), CHANGED);
}

static void who_cannot_keep_up_is_not_late(void **state) {
    (void)state;
#define LIVE_12 HEAD("12") SEGMENT("s12.ts") SEGMENT("s13.ts") SEGMENT("s14.ts")
#define DRIBBLE(until)                                                                             \
    ASK("/s5.ts")                                                                                  \
    ANSWER("S: Content-Type: video/mp2t\n") BODY("S: med\n@ " until "\nS: ia\n")
    is_guilty(LOAD("/a.m3u8", LIVE_5) "@ 28\n" LOAD("/a.m3u8", LIVE_12), "hls.fetch.slid-out");
    is_guilty(LOAD("/a.m3u8", LIVE_5) DRIBBLE("3") "@ 28\n" LOAD("/a.m3u8", LIVE_12),
              "hls.fetch.slid-out");
    is_innocent(LOAD("/a.m3u8", LIVE_5) DRIBBLE("27") "@ 28\n" LOAD("/a.m3u8", LIVE_12));
    says("$P --json a.talk", 0, "hls.fetch.slower-than-played", "");
}

/* The encoder begins anew and lists an address that another one had stood for. */
static void addresses_that_stand_for_each_other_in_turn_are_told_apart(void **state) {
    (void)state;
    file_write("a.talk", LOAD("/a.m3u8", HEAD("5") SEGMENT("x?a") SEGMENT("y?a"))
                             LOAD("/a.m3u8", HEAD("5") SEGMENT("x?b") SEGMENT("y?b"))
                                 LOAD("/a.m3u8", HEAD("4") SEGMENT("w?a") SEGMENT("z?a")
                                                     SEGMENT("y?a")) FETCH("/y?a"));
    says(SESSION, 0, "\"loads\":3,\"segments\":5,\"fetched\":1", "");
}

/* "//" in front is a path, and no host. */
static void a_path_may_begin_with_two_slashes(void **state) {
    (void)state;
    file_write("a.talk", LOAD("//live/a.m3u8", HEAD("0") SEGMENT("/live/s0.ts") SEGMENT("s1.ts")
                                                   END) FETCH("/live/s0.ts") FETCH("//live/s1.ts"));
    says(SESSION, 0, "\"key\":\"http://a.example//live/a.m3u8\"", "");
    says(SESSION, 0, "\"segments\":2,\"fetched\":2", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_songs_and_channels_are_not_hls),
        cmocka_unit_test(a_cache_may_give_what_is_older),
        cmocka_unit_test(what_was_live_gets_a_type_when_it_ends),
        cmocka_unit_test(a_signature_may_change_in_an_address),
        cmocka_unit_test(what_was_named_long_ago_may_be_gone),
        cmocka_unit_test(what_was_removed_stays_as_long_as_either_edition_asks),
        cmocka_unit_test(a_discontinuity_that_goes_is_counted),
        cmocka_unit_test(a_film_may_be_played_again),
        cmocka_unit_test(unchanged_means_that_half_the_time_is_enough),
        cmocka_unit_test(what_comes_from_elsewhere_is_fetched_too),
        cmocka_unit_test(ranges_are_counted_by_the_bytes_that_came),
        cmocka_unit_test(numbers_are_rounded),
        cmocka_unit_test(one_fault_is_told_once),
        cmocka_unit_test(viewers_behind_one_address_are_told_apart),
        cmocka_unit_test(cookies_come_and_go),
        cmocka_unit_test(who_cannot_keep_up_is_not_late),
        cmocka_unit_test(addresses_that_stand_for_each_other_in_turn_are_told_apart),
        cmocka_unit_test(a_path_may_begin_with_two_slashes),
    };
    return cmocka_run_group_tests_name("hls innocent", tests, files_make, scratch_remove);
}

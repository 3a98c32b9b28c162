/* What is kept of a playlist: segments with their ranges and numbers, parts, keys, variables;
 * limits cut it with a word, and stop nothing. */
#include "../../cli/hls/values.h"
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static told told_text(const char *text) {
    return told_read(text, strlen(text), 0, 0);
}

static told told_file(const char *path) {
    size_t n;
    char *text = file_read(path, &n);
    assert_non_null(text);
    told t = told_read(text, n, 0, 0);
    free(text);
    return t;
}

#define MEDIA "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n"

static void a_live_playlist_is_kept(void **state) {
    (void)state;
    told t = told_file("tests/hls/real/ffmpeg-live.m3u8");
    const playlist_segment *s = playlist_segments(&t.list);
    assert_int_equal(t.list.kind, PLAYLIST_MEDIA);
    assert_int_equal(t.list.segments.n, 3);
    assert_int_equal(playlist_first_number(&t.list), 4);
    assert_int_equal(playlist_duration(&t.list), 6 * HLS_SECOND);
    assert_true(playlist_text_is(&t.list, s[1].uri, "live5.ts"));
    assert_int_equal(s[0].at, 91);
    assert_true(t.list.complete && !t.list.end_list && !t.list.cut);
    told_free(&t);
}

static void ranges_go_on_where_the_last_one_ended(void **state) {
    (void)state;
    told t = told_text(MEDIA "#EXTINF:5,\n#EXT-X-BYTERANGE:100@50\na\n"
                             "#EXTINF:5,\n#EXT-X-BYTERANGE:10\na\n");
    const playlist_segment *s = playlist_segments(&t.list);
    assert_int_equal(t.worse, 0);
    assert_int_equal(s[1].range.offset, 150);
    assert_true(s[1].range.known);
    assert_false(playlist_segment_same(&t.list, &s[0], &t.list, &s[1]));
    assert_true(playlist_segment_same(&t.list, &s[1], &t.list, &s[1]));
    told_free(&t);
}

static void everything_is_kept_of_every_tag(void **state) {
    (void)state;
    told t = told_file("tests/hls/real/every-tag-media.m3u8");
    const playlist *p = &t.list;
    const playlist_segment *s = playlist_segments(p);
    assert_int_equal(p->segments.n, 3);
    assert_int_equal(p->parts.n, 4);
    assert_int_equal(s[2].parts_from, 0);
    assert_int_equal(s[2].parts, 3);
    assert_int_equal(playlist_parts(p)[1].range.offset, 100);
    assert_int_equal(playlist_parts(p)[3].segment, 3);
    assert_int_equal(p->keys.n, 2);
    assert_int_equal(playlist_keys(p)[0].method, KEY_METHOD_SAMPLE);
    assert_true(playlist_text_is(p, playlist_keys(p)[0].uri, "skd://{$show}"));
    assert_true(playlist_text_is(p, s[0].uri, "https://media.example.net/all.mp4"));
    assert_true(playlist_text_is(p, playlist_maps(p)[0].uri,
                                 "https://media.example.net/init.mp4?{$token}"));
    assert_true(s[0].dated && s[1].discontinuity && s[1].gap);
    assert_int_equal(s[1].discontinuities, 1);
    assert_int_equal(p->date_ranges.n, 3);
    assert_int_equal(p->hints.n, 2);
    assert_int_equal(playlist_reports(p)[0].segment.value, 271);
    assert_int_equal(p->skipped.value, 3);
    assert_true(p->skip_dates && p->block_reload && p->start_negative);
    assert_int_equal(p->part_hold_back.value, 3012 * HLS_MS);
    told_free(&t);
}

static void variants_and_renditions_are_kept(void **state) {
    (void)state;
    told t = told_file("tests/hls/real/multivariant.m3u8");
    const playlist_variant *v = playlist_variants(&t.list);
    assert_int_equal(t.list.kind, PLAYLIST_MULTIVARIANT);
    assert_int_equal(t.list.variants.n, 3);
    assert_int_equal(t.list.renditions.n, 4);
    assert_int_equal(v[0].bandwidth.value, 2177116);
    assert_true(v[2].i_frames);
    assert_true(playlist_text_is(&t.list, v[1].uri, "v9/prog_index.m3u8"));
    assert_true(playlist_text_is(&t.list, v[1].audio, "aud2"));
    told_free(&t);
}

static void dates_are_the_same_in_every_zone(void **state) {
    (void)state;
    int64_t a, b;
    assert_true(hls_date("1970-01-01T00:00:00Z", 20, &a));
    assert_int_equal(a, 0);
    assert_true(hls_date("2030-04-05T06:07:08.9Z", 22, &a));
    assert_true(hls_date("20300405T080708,900+0200", 24, &b));
    assert_int_equal(a, b);
    assert_int_equal(a, INT64_C(1901599628900));
    assert_true(hls_date("2024-02-29T00:00:00Z", 20, &a) && hls_date("2024-03-01T00:00Z", 17, &b));
    assert_int_equal(b - a, 86400000);
    assert_false(hls_date("2030-13-05T06:07:08Z", 20, &a));
    assert_false(hls_date("2030-04-05T06:07:08Zx", 21, &a));
    assert_false(hls_date("2030-04-05T25:07:08Z", 20, &a));
    assert_false(hls_date("2030-04-05T06:60:08Z", 20, &a));
    assert_false(hls_date("2030-04-05T06:07:61Z", 20, &a));
}

static void numbers_end_where_64_bits_end(void **state) {
    (void)state;
    uint64_t value = 7, offset;
    bool there;
    assert_true(hls_integer("18446744073709551615", 20, &value));
    assert_int_equal(value, UINT64_MAX);
    assert_false(hls_integer("18446744073709551616", 20, &value));
    assert_false(hls_integer("", 0, &value));
    assert_true(hls_seconds("4.0000000019", 12, &value));
    assert_int_equal(value, 4 * HLS_SECOND + 1);
    assert_false(hls_seconds("99999999999999999", 17, &value));
    assert_true(hls_range("5@6", 3, &value, &offset, &there) && there && offset == 6);
    told t = told_text("#EXTM3U\n#EXT-X-TARGETDURATION:6\n"
                       "#EXT-X-MEDIA-SEQUENCE:18446744073709551616\n#EXTINF:5,\na\n");
    assert_string_equal(t.text, "hls.attribute.decimal-integer 32\n");
    assert_false(t.list.media_sequence.there);
    told_free(&t);
}

static void what_is_no_playlist_is_told_once(void **state) {
    (void)state;
    told t = told_text("<html>\n<body>\xff\n#EXT-X-KEY:x\n");
    assert_string_equal(t.text, "hls.playlist.first-line 0\n");
    assert_true(t.list.refused);
    told_free(&t);
    t = told_text("");
    assert_string_equal(t.text, "hls.playlist.first-line 0\n");
    told_free(&t);
}

static void what_is_cut_lacks_nothing(void **state) {
    (void)state;
    static const char text[] = "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:5";
    playlist_reader *r = playlist_reader_new(10, NULL, NULL);
    assert_non_null(r);
    playlist_read(r, (const uint8_t *)text, sizeof text - 1, 10, 1);
    assert_false(playlist_so_far(r)->complete);
    assert_int_equal(playlist_so_far(r)->begin, 10);
    assert_int_equal(playlist_so_far(r)->end, 10 + sizeof text - 1);
    playlist_reader_free(r);
}

static void a_rule_broken_over_and_over_is_told_some_times(void **state) {
    (void)state;
    char text[4096] = MEDIA;
    for (int i = 0; i < 50; i++)
        strcat(text, "#EXTINF:9,\nseg.ts\n");
    told t = told_text(text);
    assert_int_equal(t.n, 8 + 1); /* and the version that nothing needs */
    assert_int_equal(t.list.segments.n, 50);
    told_free(&t);
}

static void limits_cut_what_is_kept(void **state) {
    (void)state;
    size_t long_line = 100000, n = 0;
    char *text = malloc(long_line + (1u << 20) * 2);
    assert_non_null(text);
    n += (size_t)sprintf(text, MEDIA "#EXTINF:5,\n");
    memset(text + n, 'a', long_line);
    n += long_line;
    text[n++] = '\n';
    told t = told_read(text, n, 0, 0);
    assert_true(t.list.cut);
    assert_int_equal(t.worse, 0);
    assert_int_equal(t.list.segments.n, 0);
    told_free(&t);
    n = (size_t)sprintf(text, MEDIA);
    for (unsigned i = 0; i < PLAYLIST_ITEMS + 5; i++)
        n += (size_t)sprintf(text + n, "#EXTINF:5,\na%u\n", i % 10);
    t = told_read(text, n, 0, 0);
    assert_true(t.list.cut);
    assert_int_equal(t.worse, 0);
    assert_int_equal(t.list.segments.n, PLAYLIST_ITEMS);
    told_free(&t);
    free(text);
}

/* The bound for all playlists together counts whatever they are made of. */
static void all_that_is_kept_takes_room(void **state) {
    static const char *const kinds[] = {
        MEDIA "#EXTINF:5,\na\n",
        MEDIA "#EXT-X-PART:URI=\"a\",DURATION=1\n",
        MEDIA "#EXT-X-KEY:METHOD=AES-128,URI=\"a\"\n",
        MEDIA "#EXT-X-MAP:URI=\"a\"\n",
        MEDIA "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"a\"\n",
        MEDIA "#EXT-X-RENDITION-REPORT:URI=\"a\"\n",
        MEDIA "#EXT-X-DATERANGE:ID=\"a\",START-DATE=\"2026-11-22T10:00:00Z\"\n",
        MEDIA "#EXT-X-DEFINE:NAME=\"a\",VALUE=\"b\"\n",
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na\n",
        "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\"\n",
        "#EXTM3U\n#EXT-X-SESSION-DATA:DATA-ID=\"a\",VALUE=\"b\"\n",
        "#EXTM3U\n#EXT-X-SESSION-KEY:METHOD=AES-128,URI=\"a\"\n"};
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        told t = told_text(kinds[i]);
        assert_true(playlist_room(&t.list) >= 16 * sizeof(playlist_variable) + 1024);
        told_free(&t);
    }
}

/* What one byte of the stream unpacks to lies on that byte. */
static void a_byte_that_unpacks_to_many_is_their_place(void **state) {
    (void)state;
    static const char text[] = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:5,\na\n";
    playlist_reader *r = playlist_reader_new(40, NULL, NULL);
    assert_non_null(r);
    playlist_read(r, (const uint8_t *)text, 8, 40, 0);
    playlist_read(r, (const uint8_t *)text + 8, sizeof text - 9, 41, 0);
    playlist_end(r, 42);
    assert_int_equal(playlist_segments(playlist_so_far(r))[0].at, 41);
    playlist_reader_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_live_playlist_is_kept),
        cmocka_unit_test(ranges_go_on_where_the_last_one_ended),
        cmocka_unit_test(everything_is_kept_of_every_tag),
        cmocka_unit_test(variants_and_renditions_are_kept),
        cmocka_unit_test(dates_are_the_same_in_every_zone),
        cmocka_unit_test(numbers_end_where_64_bits_end),
        cmocka_unit_test(what_is_no_playlist_is_told_once),
        cmocka_unit_test(what_is_cut_lacks_nothing),
        cmocka_unit_test(a_rule_broken_over_and_over_is_told_some_times),
        cmocka_unit_test(limits_cut_what_is_kept),
        cmocka_unit_test(all_that_is_kept_takes_room),
        cmocka_unit_test(a_byte_that_unpacks_to_many_is_their_place),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}

/* Server-Sent Events as people and scripts see them: events in NDJSON and in show, sessions over
 * connections, compressed streams as they arrive, holes. And each transcript of the corpus again
 * with every byte in a piece of its own. */
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "../support/record.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define REQUEST(target)                                                                            \
    "C: GET " target " HTTP/1.1\nC: Host: a.example\nC: Accept: text/event-stream\n"
#define RESPONSE                                                                                   \
    "S: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 GMT\nS: Content-Type: "                \
    "text/event-stream\n"
#define STREAM(target) REQUEST(target) "C:\n" RESPONSE "S:\n"
#define ENDS           "S. fin\nC. fin\n"

static int files_make(void **state) {
    (void)state;
    return scratch_make();
}

static void events_are_told_as_they_are_dispatched(void **state) {
    (void)state;
    file_write("a.talk", STREAM("/a") "S: id: 7\nS: event: price\nS: data: 1\nS: data: 2\nS:\n"
                                      "S: data: \"\xe2\x82\xac\"\nS:\nS: data: open\n");
    says("$P --json --events a.talk | grep -c sse-event", 0, "2\n", "");
    says("$P --json --events a.talk | grep sse-event | head -n 1", 0,
         "\"exchange\":1,\"side\":\"server\",\"layer\":\"application\",\"event\":\"sse-event\","
         "\"offset\":89,\"length\":40,",
         "");
    says("$P --json --events a.talk | grep sse-event | head -n 1", 0,
         "\"id\":\"7\",\"type\":\"price\",\"data\":\"1\\\\x0a2\"}", "");
    says("$P --json --events a.talk | grep sse-event | tail -n 1", 0,
         "\"id\":\"7\",\"type\":\"message\",\"data\":\"\\\"\xe2\x82\xac\\\"\"}", "");
    says("$P --json a.talk", 0, "\"protocols\":[\"http1\",\"sse\"],\"verdict\":\"unfinished\"", "");
    says("$P --json a.talk | grep -c sse-event", 1, "0\n", "");
    says("$P --json a.talk", 0, "\"message\":\"server sent 2 events in one response\"", "");
    says("$P show a.talk", 0, "event price id 7 \"1\\x0a2\"  [in response 1, 40 bytes]\n", "");
    says("$P list a.talk", 0, "http1>sse", "");
}

static void a_stream_that_is_none_is_not_read(void **state) {
    (void)state;
    file_write("a.talk", REQUEST("/a") "C:\nS: HTTP/1.1 200 OK\nS: Date: Sun, 22 Nov 2026 10:00:00 "
                                       "GMT\nS: Content-Type: text/plain\nS: Content-Length: "
                                       "11\nS:\nS: data: 1\nS:\n");
    says("$P --json --events a.talk | grep -c sse-event", 1, "0\n", "");
    says("$P --json a.talk", 0, "\"protocols\":[\"http1\"]", "");
    says("$P --json a.talk", 0, "sse.response.wrong-type", "");
    file_write("b.talk", "C: HEAD /a HTTP/1.1\nC: Host: a.example\nC:\n" RESPONSE "S:\n");
    says("$P --json b.talk", 0, "\"protocols\":[\"http1\"],\"verdict\":\"conforms\"", "");
}

/* A part of a compressed stream, flushed, as a line of a transcript. */
static void part_write(FILE *out, z_stream *packer, const char *text) {
    uint8_t packed[256];
    packer->next_in = (z_const Bytef *)(uintptr_t)text;
    packer->avail_in = (uInt)strlen(text);
    packer->next_out = packed;
    packer->avail_out = sizeof packed;
    assert_int_equal(deflate(packer, Z_SYNC_FLUSH), Z_OK);
    fprintf(out, "S: ");
    for (size_t i = 0; i < sizeof packed - packer->avail_out; i++)
        fprintf(out, "\\x%02x", (unsigned)packed[i]);
    fprintf(out, "\\\n");
}

static void compressed_events_are_told_when_their_last_byte_comes(void **state) {
    (void)state;
    char *text;
    size_t n;
    z_stream packer = {0};
    FILE *out = open_memstream(&text, &n);
    assert_non_null(out);
    assert_int_equal(deflateInit2(&packer, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    fprintf(out, REQUEST("/a") "C:\n" RESPONSE "S: Content-Encoding: gzip\nS:\n@ 1\n");
    part_write(out, &packer, "data: 1\n\n");
    fprintf(out, "@ 9\n");
    part_write(out, &packer, "data: 2\n\n");
    (void)deflateEnd(&packer);
    (void)fclose(out);
    file_write("a.talk", text);
    free(text);
    says("$P --json --events a.talk | grep sse-event | head -n 1", 0, "\"time\":1.000000000,", "");
    says("$P --json --events a.talk | grep sse-event | tail -n 1", 0, "\"time\":9.000000000,", "");
    says("$P --json --events a.talk | grep sse-event | tail -n 1", 0, "\"data\":\"2\"}", "");
    says("$P --json a.talk", 0, "sse.response.compressed", "");
}

static void a_hole_ends_the_reading_and_blames_nobody(void **state) {
    (void)state;
    file_write("a.talk", STREAM("/a") "S: data: 1\nS:\nS. gap 30\nS: ta: 3\nS:\n" ENDS);
    says("$P --json --events a.talk | grep -c sse-event", 0, "1\n", "");
    says("$P --json a.talk", 3,
         "\"verdict\":\"undecided\",\"reason\":\"bytes of an event stream are missing\"", "");
    says("$P --json a.talk | grep '\"session\"'", 0,
         "\"verdict\":\"undecided\",\"reason\":\"bytes of a stream are missing\",\"lost\":null",
         "");
    file_write("b.talk", REQUEST("/a") "C:\n" RESPONSE "S: Content-Encoding: br\nS:\nS: xyz\n");
    says("$P --json b.talk", 3, "\"reason\":\"an event stream could not be decoded\"", "");
}

#define RENEWED(id) "== again\n@ 2\n" REQUEST("/a") "C: Last-Event-ID: " id "\nC:\n" RESPONSE "S:\n"

static void sessions_go_on_over_connections(void **state) {
    (void)state;
    file_write("a.talk", STREAM("/a") "S: id: 1\nS: data: 1\nS:\nS: id: 2\nS: data: 2\nS:\n"
                                      "S: id: 3\nS: data: 3\nS:\nS: id: 4\nS: da\\\n" ENDS RENEWED(
                                          "3") "S: id: 6\nS: data: 6\nS:\n" ENDS);
    says("$P --json a.talk | grep '\"session\"'", 0,
         "\"application\":\"sse\",\"key\":\"http://a.example/a\",\"streams\":[0,1],"
         "\"connections\":2,\"exchanges\":2,\"events\":4,\"verdict\":\"undecided\","
         "\"reason\":\"its ids seem to count, and some are missing\",\"lost\":2,"
         "\"possibly_lost\":0,\"last_id\":\"6\",\"resumed_from\":\"3\",\"confusion\":3,",
         "");
    says("$P --json a.talk", 0, "sse.session.resume-ignored", "");
    says("$P --json a.talk", 0, "\"got\":\"event 6 behind Last-Event-ID 3\"", "");
    says("$P a.talk", 0,
         "session sse http://a.example/a  streams 0, 1  2 requests, 4 events, 2 lost, resumed "
         "after 3  undecided: its ids seem to count, and some are missing  [confusion 3: alive but "
         "lossy (2 lost)]\n",
         "");
    says("$P show a.talk", 0, "session sse http://a.example/a  streams 0, 1", "");
    says("$P a.talk", 0,
         "  its connections are fine, what they speak is fine; the application lost 2", "");
    says("$P --json a.talk", 0, "\"confusion\":3,\"confusion_name\":\"alive but lossy\"}", "");
    says("$P -q a.talk", 0, NULL, "");
}

static void an_id_of_a_cut_block_was_never_given(void **state) {
    (void)state;
    file_write("a.talk",
               STREAM("/a") "S: id: 1\nS: data: 1\nS:\nS: id: 2\nS: data: 2\n" ENDS RENEWED(
                   "2") "S: id: 3\nS: data: 3\nS:\n" ENDS);
    says("$P --json a.talk", 1, "\"rule\":\"sse.session.ahead-last-event-id\"", "");
    says("$P --json a.talk | grep '\"session\"'", 0, "\"verdict\":\"deviates\"", "");
    says("$P --json --no-rule sse.session.ahead-last-event-id a.talk | grep -c ahead", 1, "0\n",
         "");
}

/* Whether a body that lasts to the close is whole is not known where a reset ends it. */
static void a_reset_in_mid_character_is_no_other_fault(void **state) {
    (void)state;
    file_write("a.talk", STREAM("/a") "S: data: \\xe2\\x82\\\nS. reset\n");
    says("$P --json a.talk", 0, "\"rule\":\"http1.body.close-delimited-reset\"", "");
    says("$P --json a.talk | grep -c not-utf8", 1, "0\n", "");
    file_write("b.talk", STREAM("/a") "S: data: \\xe2\\x82\\\n" ENDS);
    says("$P --json b.talk | grep -c not-utf8", 0, "1\n", "");
}

static void what_only_the_end_tells_has_its_stream(void **state) {
    (void)state;
    file_write("a.talk", STREAM("/a") "S: data: 1\nS:\n" ENDS);
    says("$P --json a.talk", 0, "\"stream\":0,\"exchange\":1,\"rule\":\"sse.session.no-reconnect\"",
         "");
    says("$P --json --no-rule sse.session.no-reconnect a.talk | grep -c no-reconnect", 1, "0\n",
         "");
    says("$P -v a.talk", 0, "sse.session.no-reconnect", "");
    file_write("b.talk", STREAM("/a") "S: data: 1\nS:\nC. fin\nS. fin\n");
    says("$P --json b.talk | grep -c no-reconnect", 1, "0\n", "");
}

static void what_is_kept_of_an_event_is_bounded(void **state) {
    (void)state;
    file_write("a.sh",
               "printf '%s' '" STREAM(
                   "/a") "'\n"
                         "head -c 300 /dev/zero | tr '\\0' i | sed 's/^/S: id: /; s/$/\\n/'\n"
                         "head -c 100000 /dev/zero | tr '\\0' d | sed 's/^/S: data: /; s/$/\\n/'\n"
                         "echo 'S:'\n");
    says("sh a.sh >a.talk; $P --json --events a.talk | grep -c 'id_cut\":true,\"data_cut\":true}'",
         0, "1\n", "");
}

/* ---- pieces ---- */

static void byte_write(FILE *out, parley_side side, uint8_t byte) {
    fprintf(out, "%c: \\x%02x\\\n", side == PARLEY_CLIENT ? 'C' : 'S', (unsigned)byte);
}

/* The transcript with each byte on a line of its own. What the sender had seen is what was told
 * before it: transcripts with crossings are passed over. */
static bool pieces_write(const char *path, const char *to) {
    record recorded = record_read(path);
    FILE *out = fopen(to, "w");
    uint64_t sent[2];
    bool whole = out != NULL;
    for (size_t k = 0; k < recorded.count && out != NULL; k++) {
        const record_connection *talk = &recorded.connections[k];
        fprintf(out, "== %zu\n", k);
        sent[0] = sent[1] = 0;
        for (size_t i = 0; i < talk->count; i++) {
            const parley_input *input = &talk->inputs[i];
            char side = input->side == PARLEY_CLIENT ? 'C' : 'S';
            if (input->kind == PARLEY_STOP) break;
            fprintf(out, "@ %llu.%09llu\n", (unsigned long long)(input->time / 1000000000u),
                    (unsigned long long)(input->time % 1000000000u));
            whole = whole && (input->seen == PARLEY_SEEN_ALL || input->seen >= sent[!input->side]);
            if (input->kind == PARLEY_GAP)
                fprintf(out, "%c. gap %llu\n", side, (unsigned long long)input->length);
            if (input->kind == PARLEY_FIN) fprintf(out, "%c. fin\n", side);
            if (input->kind == PARLEY_RESET) fprintf(out, "%c. reset\n", side);
            for (uint64_t n = 0; input->kind == PARLEY_BYTES && n < input->length; n++)
                byte_write(out, input->side, input->bytes[n]);
            sent[input->side] += input->length;
        }
    }
    if (out != NULL) (void)fclose(out);
    record_free(&recorded);
    return whole;
}

static void pieces_change_nothing(void **state) {
    (void)state;
    char here[4096], line[9000];
    file_list talks = files_find("tests/corpus/sse", ".talk");
    size_t compared = 0;
    assert_non_null(getcwd(here, sizeof here));
    run_result where = shell("pwd");
    where.out[strcspn(where.out, "\n")] = 0;
    for (size_t i = 0; i < talks.count; i++) {
        char pieces[4200];
        (void)snprintf(pieces, sizeof pieces, "%s/same.talk", where.out);
        if (!pieces_write(talks.paths[i], pieces)) continue;
        (void)snprintf(line, sizeof line,
                       "J='$P --json --events same.talk'; N='s/\"frame\":[0-9]*//'; "
                       "eval $J | sed $N >cut; cp %s/%s same.talk; eval $J | sed $N >whole; "
                       "cmp whole cut && wc -l <cut",
                       here, talks.paths[i]);
        run_result said = shell(line);
        if (said.status != 0) fail_msg("%s: %s%s", talks.paths[i], said.out, said.err);
        assert_true(atoi(said.out) > 4);
        run_free(&said);
        compared++;
    }
    assert_true(compared > 40);
    run_free(&where);
    files_free(&talks);
}

static void a_stream_that_was_cut_while_silent_is_told_so(void **state) {
    (void)state;
#define CUT_AT(seconds)                                                                            \
    REQUEST("/a")                                                                                  \
    "C:\n" RESPONSE "S: Transfer-Encoding: chunked\nS:\nS: 9\nS: data: a\\n\\n\n@ " seconds        \
    "\n" ENDS
    file_write("a.talk", CUT_AT("2.1"));
    says("$P a.talk", 1, "fine: ended by FIN after 2100 ms of silence; no byte was lost", "");
    file_write("a.talk", CUT_AT("0.9"));
    says("$P a.talk", 1, "fine: ended by FIN, not by a reset; no byte was lost", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_are_told_as_they_are_dispatched),
        cmocka_unit_test(a_stream_that_is_none_is_not_read),
        cmocka_unit_test(compressed_events_are_told_when_their_last_byte_comes),
        cmocka_unit_test(a_hole_ends_the_reading_and_blames_nobody),
        cmocka_unit_test(sessions_go_on_over_connections),
        cmocka_unit_test(an_id_of_a_cut_block_was_never_given),
        cmocka_unit_test(a_reset_in_mid_character_is_no_other_fault),
        cmocka_unit_test(what_only_the_end_tells_has_its_stream),
        cmocka_unit_test(what_is_kept_of_an_event_is_bounded),
        cmocka_unit_test(pieces_change_nothing),
        cmocka_unit_test(a_stream_that_was_cut_while_silent_is_told_so),
    };
    return cmocka_run_group_tests(tests, files_make, scratch_remove);
}

/* How bytes were cut into pieces changes nothing: each conversation of the corpus is told whole,
 * cut in two at every place, byte by byte, in random pieces and with little room for answers; every
 * finding and every event stays the same.
 *
 * It speaks to libparley as any other program would, so it also shows that items are well formed.
 */
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "../support/replay.h"

#include <stdlib.h>

enum { SPLIT_BYTES = 20000, RANDOM_RUNS = 8 };

static uint64_t connection_bytes(const record_connection *talk) {
    uint64_t bytes = 0;
    for (size_t i = 0; i < talk->count; i++)
        if (talk->inputs[i].kind == PARLEY_BYTES) bytes += talk->inputs[i].length;
    return bytes;
}

static void cut_changes_nothing(const char *path, const record_connection *talk,
                                const replay *whole, replay_cut cut) {
    replay other = replay_run(talk, &cut);
    if (!replay_same(whole, &other))
        fail_msg("%s stream %u: cut at %llu, every %llu bytes, seed %llu, %zu items at a time: not "
                 "what the whole gives",
                 path, talk->stream, (unsigned long long)cut.at, (unsigned long long)cut.every,
                 (unsigned long long)cut.hostile_seed, cut.max);
    replay_free(&other);
}

static void connection_is_cut(const char *path, const record_connection *talk) {
    const replay_cut none = {.max = 256};
    replay whole = replay_run(talk, &none);
    for (size_t i = 0; i < whole.count; i++)
        if (!item_sane(&whole.items[i]))
            fail_msg("%s stream %u: item %zu is malformed", path, talk->stream, i);
    uint64_t bytes = connection_bytes(talk);
    /* A long recording is cut at so many places, evenly spread; a transcript of the corpus at every
     * one. */
    uint64_t step = bytes / SPLIT_BYTES + 1;
    if (bytes > 4 * SPLIT_BYTES) step = bytes / 200;
    for (uint64_t at = 1; at < bytes; at += step)
        cut_changes_nothing(path, talk, &whole, (replay_cut){.at = at, .max = 256});
    cut_changes_nothing(path, talk, &whole, (replay_cut){.every = 1, .max = 256});
    cut_changes_nothing(path, talk, &whole, (replay_cut){.every = 1, .max = 16});
    cut_changes_nothing(path, talk, &whole, (replay_cut){.max = 16});
    for (uint64_t seed = 1; seed <= RANDOM_RUNS; seed++)
        cut_changes_nothing(path, talk, &whole,
                            (replay_cut){.hostile_seed = seed * 7919, .max = 16 + (size_t)seed});
    replay_free(&whole);
}

static void splits_change_nothing(void **state) {
    const char *path = *state;
    record recorded = record_read(path);
    if (recorded.error[0] != '\0') fail_msg("%s", recorded.error);
    assert_true(recorded.count > 0);
    for (size_t i = 0; i < recorded.count; i++)
        connection_is_cut(path, &recorded.connections[i]);
    record_free(&recorded);
}

int main(void) {
    file_list talks = files_find("tests/corpus", ".talk");
    file_list captures = files_find("tests/captures", ".pcap");
    struct CMUnitTest *tests = calloc(talks.count + captures.count + 1, sizeof *tests);
    if (tests == NULL) return 1;
    size_t count = 0;
    for (size_t i = 0; i < talks.count; i++)
        tests[count++] = (struct CMUnitTest){file_name(talks.paths[i]), splits_change_nothing, NULL,
                                             NULL, talks.paths[i]};
    for (size_t i = 0; i < captures.count; i++)
        tests[count++] = (struct CMUnitTest){file_name(captures.paths[i]), splits_change_nothing,
                                             NULL, NULL, captures.paths[i]};
    int failed = _cmocka_run_group_tests("splits", tests, count, NULL, NULL);
    free(tests);
    files_free(&talks);
    files_free(&captures);
    return failed;
}

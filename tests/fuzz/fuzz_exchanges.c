/* Fuzzes all of it at once: the input is a transcript, whose connections are judged as packets. Cut
 * smaller, the packets tell the same; where all is read and nobody accused, lost packets accuse
 * nobody; and each line of the report for programs is JSON. */
#include "../../cli/report/json.h"
#include "../support/judged.h"
#include "../support/talk_file.h"
#include "../support/wire_file.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGE = 1400, TALKS = 64 };

static judged wire_judge(const record *talks, const judge_options *options, size_t most,
                         uint64_t loss_seed) {
    static const char *const only[] = {"http1.", "websocket.", "sse.", "hls.", "continuity.", NULL};
    const wire_damage damage = {most, loss_seed};
    char path[WIRE_PATH];
    wire_write(path, talks, &damage);
    judged told = judged_read(path, options, true, only);
    (void)unlink(path);
    judged_sort(&told);
    return told;
}

/* The transcript itself, for programs. */
static void report_check(const char *path, const judge_options *options) {
    static const char separator[] = "\n";
    char *text = NULL, error[512], *rest = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    if (out == NULL) abort();
    json_report report = {.out = out, .events = true, .frames = true, .file = "file"};
    reporter teller = json_reporter(&report);
    tally counts = {0};
    (void)judge_file(path, "file", options, &teller, &counts, error, sizeof error);
    json_summary(out, 1, &counts);
    if (fclose(out) != 0 || strlen(text) != n) abort();
    for (char *line = strtok_r(text, separator, &rest); line != NULL;
         line = strtok_r(NULL, separator, &rest)) {
        json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        if (object == NULL || !json_is_object(object)) abort();
        json_decref(object);
    }
    free(text);
}

static void wires_compare(const record *talks, const judge_options *options, size_t size) {
    judged whole = wire_judge(talks, options, LARGE, 0);
    judged pieces = wire_judge(talks, options, 1 + size % 7, 0);
    if (!judged_same(&whole, &pieces)) abort();
    judged_free(&pieces);
    for (uint64_t seed = 1; whole.sure && whole.accusations == 0 && seed <= 3; seed++) {
        judged lossy = wire_judge(talks, options, 100, seed * 65537 + size);
        if (lossy.accusations > 0) {
            fprintf(stderr, "lost packets accuse:\n%s", lossy.text);
            abort();
        }
        judged_free(&lossy);
    }
    judged_free(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    judge_options options = {.as = PARLEY_UNKNOWN};
    char error[512];
    /* else it may be anything that a file can be */
    if (size < 3 || (memcmp(data, "== ", 3) != 0 && memcmp(data, "C: ", 3) != 0)) return 0;
    if (profiles_add_sequence(&options.profiles, "/seq", error, sizeof error) != 0) abort();
    talk_file talk = talk_of(data, size);
    report_check(talk.path, &options);
    record talks = record_read(talk.path);
    talk_remove(&talk);
    if (talks.count <= TALKS) wires_compare(&talks, &options, size);
    record_free(&talks);
    profiles_free(&options.profiles);
    return 0;
}

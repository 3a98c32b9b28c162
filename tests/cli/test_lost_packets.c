/* Captures that lack a packet: a hole is nobody's fault, whichever packet it is. Each packet of
 * recorded sessions is left out in turn; no rule may be broken that was kept before. */
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCAP_HEAD   24
#define PACKET_HEAD 16

static int files_make(void **state) {
    (void)state;
    return scratch_make();
}

/* Where the packet at an offset ends; captures recorded here are little-endian. */
static size_t packet_end(const char *bytes, size_t at) {
    const unsigned char *length = (const unsigned char *)bytes + at + 8;
    return at + PACKET_HEAD + (size_t)(length[0] | length[1] << 8 | length[2] << 16);
}

/* Errors and warnings above the connection, a line for each rule; and whether a session lost
 * something. */
static char *faults_list(void) {
    run_result said =
        shell("$P --json one.pcap | grep '\"kind\":\"finding\"' | grep -v '\"level\":\"note\"' | "
              "grep -o '\"rule\":\"[^t][^\"]*' | sort -u; "
              "$P --json one.pcap | grep -o '\"lost\":[1-9]' | cut -c -7");
    char *list = strdup(said.out);
    assert_non_null(list);
    run_free(&said);
    return list;
}

/* Each line of a list is one of another. */
static bool list_within(char *list, const char *other) {
    for (char *rest = NULL, *line = strtok_r(list, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        if (strstr(other, line) == NULL) return false;
    return true;
}

static void each_packet_leaves(const char *path) {
    size_t n;
    char *bytes = file_read(path, &n), *less = malloc(n);
    assert_non_null(bytes);
    assert_non_null(less);
    bytes_write("one.pcap", bytes, n);
    char *before = faults_list();
    unsigned packets = 0;
    for (size_t at = PCAP_HEAD; at < n; at = packet_end(bytes, at)) {
        size_t end = packet_end(bytes, at);
        packets++;
        memcpy(less, bytes, at);
        memcpy(less + at, bytes + end, n - end);
        bytes_write("one.pcap", less, n - (end - at));
        char *faults = faults_list();
        if (!list_within(faults, before)) fail_msg("%s without packet %u", path, packets);
        free(faults);
    }
    assert_true(packets > 20);
    free(before);
    free(less);
    free(bytes);
}

static void a_packet_that_is_missing_blames_nobody(void **state) {
    static const char *const captures[] = {
        "tests/captures/sse-chromium-resume.pcap",     "tests/captures/events-npm-cuts.pcap",
        "tests/captures/events-npm-ends.pcap",         "tests/captures/events-npm-forgets.pcap",
        "tests/captures/events-npm-to-the-close.pcap", "tests/captures/hls-live-ffmpeg.pcap"};
    (void)state;
    for (size_t i = 0; i < sizeof captures / sizeof captures[0]; i++)
        each_packet_leaves(captures[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_packet_that_is_missing_blames_nobody),
    };
    return cmocka_run_group_tests(tests, files_make, scratch_remove);
}

/* Files of profiles: what is read from them, and that each mistake is told with its line and with
 * what to do. */
#include "../../cli/continuity/profile.h"
#include "../support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int text_read(profile_list *list, const char *text, size_t n, char *error, size_t size) {
    char path[] = "/tmp/parley-profiles-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, n), (ssize_t)n);
    close(file);
    *list = (profile_list){0};
    int result = profiles_read(list, path, error, size);
    remove(path);
    return result;
}

/* What is wrong is told so, for the line. */
static void fails(const char *text, unsigned line, const char *said) {
    char error[512], place[32];
    profile_list list;
    assert_int_equal(text_read(&list, text, strlen(text), error, sizeof error), -1);
    profiles_free(&list);
    snprintf(place, sizeof place, ":%u: ", line);
    if (strstr(error, place) == NULL || strstr(error, said) == NULL)
        fail_msg("of\n%s\nit says \"%s\", not \"%s%s\"", text, error, place, said);
}

static void each_mistake_is_told_with_its_line(void **state) {
    (void)state;
    fails("", 1, "begin with a line profile NAME");
    fails("# nothing\n\ncounter /seq\n", 3, "\"counter\" before the first profile");
    fails("profile\n", 1, "write one word");
    fails("profile a\nprofile b\nprofile a\n", 3, "line 1 has begun one of this name");
    fails("profile a\ncuonter /seq\n", 2, "no word \"cuonter\" is known here");
    fails("profile a\ncounter seq\n", 2, "a JSON Pointer as /seq");
    fails("profile a\ncounter /seq~2\n", 2, "~ is followed by 0");
    fails("profile a\ncounter /seq\ncounter /n\n", 3, "stands twice");
    fails("profile a\ncounter /seq /n\n", 2, "\"/n\" is too much");
    fails("profile a\ncounter query n\n", 2, "a JSON Pointer as /seq");
    fails("profile a\nstep 0\n", 2, "at least 1");
    fails("profile a\nstep -1\n", 2, "whole number");
    fails("profile a\nstep 9223372036854775808\n", 2, "at most 9223372036854775807");
    fails("profile a\nrange 5\n", 2, "whole number");
    fails("profile a\nrange 5 5\n", 2, "below the second");
    fails("profile a\nreset daily\n", 2, "connection or never");
    fails("profile a\norder none\n", 2, "any or growing");
    fails("profile a\ncarrier smtp\n", 2, "socket.io");
    fails("profile a\napplication http\n", 2, "sse or websocket");
    fails("profile a\ntie query\n", 2, "write one word");
    fails("profile a\ntie somehow\n", 2, "or all");
    fails("profile a\ntie path\ntie path\ntie path\ntie path\ntie path\n", 6, "more than 4");
    fails("profile a\nresume somehow\n", 2, "query NAME");
    fails("profile a\nresume-names first\n", 2, "next or last");
    fails("profile a\nstrip\n", 2, "what to take off");
    fails("profile a\nsubscription /a if /b\n", 2, "when");
    fails("profile a\naccepted /ok\n", 1, "add resume");
    fails("profile a\nunsubscription /off\n", 1, "what is subscribed to");
    fails("profile a\ncounter /seq\nid /id\n", 1, "counter and id");
    fails("profile a\napplication sse\nclient-counter /n\n", 1, "the client says nothing");
    fails("profile a\nclient-counter /n\nclient-counter /n\n", 3, "stands twice");
    fails("profile a\nhost a\nhost b\n", 3, "host stands twice");
    fails("profile a\nstep 1\npath /\nstep 1\n", 4, "step stands twice");
    fails("profile a\nresume-names next\n", 1, "add resume");
    fails("profile a\nkey /k\n", 1, "add counter");
    fails("profile a\nrange 0 255\n", 1, "add counter");
    fails("profile a\ncounter /seq\nstep 300\nrange 0 255\n", 1, "larger than the range");
    fails("profile a\ncounter field seq\n", 1, "field seq is of a carrier");
    fails("profile a\ncounter /seq\ntie path\ntie field client-id\n", 1, "name one");
    fails("profile a\ncarrier mqtt\nstrip x\n", 1, "leave strip out");
    fails("profile a\napplication sse\ncarrier mqtt\n", 1, "a carrier is for WebSocket");
}

static void what_may_stand_is_read(void **state) {
    static const char *const good[] = {
        "\xef\xbb\xbfprofile a\ncounter /seq\n", "profile a\r\nstep 1\r\ncounter /seq\r\n",
        "profile a\nhost a\ncounter /seq\nprofile b\nhost b\ncounter /seq",
        "profile a\ncarrier stomp\nid field message-id\n",
        "profile a\napplication sse\nid field id\n"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        char error[512] = "";
        profile_list list;
        int result = text_read(&list, good[i], strlen(good[i]), error, sizeof error);
        profiles_free(&list);
        if (result != 0) fail_msg("of\n%s\nit says %s", good[i], error);
    }
}

static void a_line_has_an_end(void **state) {
    char text[2048], error[512];
    profile_list list;
    (void)state;
    size_t n = (size_t)snprintf(text, sizeof text, "profile a\nhost %01500d\n", 0);
    assert_int_equal(text_read(&list, text, n, error, sizeof error), -1);
    profiles_free(&list);
    assert_non_null(strstr(error, ":2: longer than 1024 bytes"));
}

static void a_zero_byte_is_no_text(void **state) {
    char error[256];
    profile_list list;
    (void)state;
    assert_int_equal(text_read(&list, "profile a\nst\0ep 2\n", 18, error, sizeof error), -1);
    assert_non_null(strstr(error, ":2: a zero byte"));
    profiles_free(&list);
}

static void a_file_that_is_not_there_is_told(void **state) {
    char error[256];
    profile_list list = {0};
    (void)state;
    assert_int_equal(profiles_read(&list, "/nowhere/at-all", error, sizeof error), -1);
    assert_non_null(strstr(error, "/nowhere/at-all: "));
    assert_non_null(strstr(error, "parley-sessions(5)"));
    profiles_free(&list);
}

static void all_words_are_read(void **state) {
    static const char text[] =
        "# a file\r\nprofile a\r\n  application sse\n\thost *.example\n"
        "path /x/*\ntie cookie sid\ntie /token\nstrip data: \ncounter field id\n"
        "key /room\nstep 10\nrange 0 255\nreset connection\norder any\n"
        "resume header Last-Event-ID\nresume-names next\nrefused /ok not at all\n"
        "acknowledgment whole\nsubscription /ch when /op sub\n\nprofile b";
    char error[256];
    profile_list list;
    (void)state;
    assert_int_equal(text_read(&list, text, strlen(text), error, sizeof error), 0);
    assert_int_equal(list.n, 2);
    const profile *p = &list.items[0];
    assert_true(p->event_stream && p->wraps && p->resets && p->any_order && p->resume_is_next);
    assert_string_equal(p->host, "*.example");
    assert_int_equal(p->n_ties, 2);
    assert_int_equal(p->ties[1].kind, PLACE_POINTER);
    assert_string_equal(p->strip, "data:");
    assert_int_equal(p->counter.kind, PLACE_FIELD);
    assert_int_equal(p->high, 255);
    assert_string_equal(p->refused.value, "not at all");
    assert_int_equal(p->acknowledgment.kind, PLACE_WHOLE);
    assert_string_equal(p->subscribing.value, "sub");
    assert_int_equal(list.items[1].step, 1);
    assert_false(list.items[1].event_stream);
    profiles_free(&list);
}

static void patterns_fit_what_they_say(void **state) {
    (void)state;
    assert_true(pattern_fits(NULL, "x", 1));
    assert_true(pattern_fits("/a*c*e", "/abcde", 6));
    assert_true(pattern_fits("*", "", 0));
    assert_true(pattern_fits("a*b", "a*b*b", 5));
    assert_false(pattern_fits("/a*c", "/abcd", 5));
    assert_false(pattern_fits("/a", "/ab", 3));
    assert_false(pattern_fits("/ab", "/a", 2));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mistake_is_told_with_its_line),
        cmocka_unit_test(what_may_stand_is_read),
        cmocka_unit_test(a_line_has_an_end),
        cmocka_unit_test(a_zero_byte_is_no_text),
        cmocka_unit_test(a_file_that_is_not_there_is_told),
        cmocka_unit_test(all_words_are_read),
        cmocka_unit_test(patterns_fit_what_they_say),
    };
    return cmocka_run_group_tests_name("profiles", tests, NULL, NULL);
}

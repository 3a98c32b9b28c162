/* Each rule of one playlist has a playlist that breaks it, with what is found in it beside it, and
 * a good one; real ones and one with every tag have nothing above a note. However they are cut, the
 * same is found. */
#include "../../cli/hls/names.h"
#include "../../gen/machines/hls_attributes.h"
#include "../../gen/machines/hls_facts.h"
#include "../../gen/machines/hls_keywords.h"
#include "../../gen/machines/hls_kind.h"
#include "../../gen/machines/hls_once.h"
#include "../../gen/machines/hls_playlist.h"
#include "../../gen/machines/hls_segments.h"
#include "../../gen/machines/hls_sequence.h"
#include "../../gen/machines/hls_tags.h"
#include "../../gen/machines/hls_text.h"
#include "../support/cmocka_all.h"
#include "../support/files.h"
#include "told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 512 };

static char *playlist_file(const char *path, size_t *n) {
    char *text = file_read(path, n);
    if (text == NULL) fail_msg("%s cannot be read", path);
    return text;
}

/* The same path with another ending instead of .m3u8. */
static void path_with(char *to, const char *path, const char *ending) {
    (void)snprintf(to, PATH_ROOM, "%.*s%s", (int)(strlen(path) - strlen(".m3u8")), path, ending);
}

static bool is_good(const char *path) {
    return strstr(path, "/real/") != NULL || strstr(path, ".good.m3u8") != NULL;
}

/* "hls.rule" of a path, or "" */
static void rule_named(char *to, const char *path) {
    (void)snprintf(to, PATH_ROOM, "%s", file_name(path));
    char *end = strstr(to, is_good(path) ? ".good.m3u8" : ".m3u8");
    if (end != NULL) *end = '\0';
}

static bool text_has_rule(const char *text, const char *rule) {
    size_t n = strlen(rule);
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1)
        if (strncmp(line, rule, n) == 0 && line[n] == ' ') return true;
    return false;
}

static void bad_playlists_have_what_stands_beside_them(void **state) {
    (void)state;
    file_list list = files_find("tests/hls/playlists", ".m3u8");
    size_t bad = 0;
    for (size_t i = 0; i < list.count; i++) {
        char beside[PATH_ROOM], rule[PATH_ROOM];
        size_t n, expected_n;
        if (is_good(list.paths[i])) continue;
        path_with(beside, list.paths[i], ".findings");
        rule_named(rule, list.paths[i]);
        char *text = playlist_file(list.paths[i], &n);
        char *expected = playlist_file(beside, &expected_n);
        told t = told_read(text, n, 0, 0);
        if (strcmp(t.text, expected) != 0)
            fail_msg("%s: found\n%sexpected\n%s", list.paths[i], t.text, expected);
        if (!text_has_rule(t.text, rule)) fail_msg("%s does not break its rule", list.paths[i]);
        told_free(&t);
        free(text);
        free(expected);
        bad++;
    }
    files_free(&list);
    assert_true(bad > 100);
}

static void good_playlists_are_accused_of_nothing(const char *folder) {
    file_list list = files_find(folder, ".m3u8");
    for (size_t i = 0; i < list.count; i++) {
        char rule[PATH_ROOM];
        size_t n;
        if (!is_good(list.paths[i])) continue;
        rule_named(rule, list.paths[i]);
        char *text = playlist_file(list.paths[i], &n);
        told t = told_read(text, n, 0, 0);
        if (t.worse != 0 || text_has_rule(t.text, rule))
            fail_msg("%s is good; found\n%s", list.paths[i], t.text);
        assert_false(t.list.cut);
        told_free(&t);
        free(text);
    }
    assert_true(list.count != 0);
    files_free(&list);
}

static void mended_playlists_are_right(void **state) {
    (void)state;
    good_playlists_are_accused_of_nothing("tests/hls/playlists");
}

static void real_playlists_are_right(void **state) {
    (void)state;
    good_playlists_are_accused_of_nothing("tests/hls/real");
}

static void same_told(const char *path, const told *a, told b) {
    if (strcmp(a->text, b.text) != 0 || a->sum != b.sum)
        fail_msg("%s: in pieces\n%swhole\n%s", path, b.text, a->text);
    assert_int_equal(a->list.segments.n, b.list.segments.n);
    assert_int_equal(a->list.text_n, b.list.text_n);
    if (a->list.text_n != 0) assert_memory_equal(a->list.text, b.list.text, a->list.text_n);
    told_free(&b);
}

static void pieces_tell_what_the_whole_tells(void **state) {
    (void)state;
    file_list list = files_find("tests/hls", ".m3u8");
    for (size_t i = 0; i < list.count; i++) {
        size_t n;
        char *text = playlist_file(list.paths[i], &n);
        told whole = told_read(text, n, 0, 0);
        for (size_t at = 1; at < n; at++)
            same_told(list.paths[i], &whole, told_read(text, n, at, 1));
        same_told(list.paths[i], &whole, told_read_bytes(text, n));
        told_free(&whole);
        free(text);
    }
    files_free(&list);
}

/* ---- coverage ---- */

static const parley_machine *const machines[] = {
    &parley_hls_playlist, &parley_hls_attributes, &parley_hls_keywords, &parley_hls_text,
    &parley_hls_kind,     &parley_hls_segments,   &parley_hls_sequence, &parley_hls_once,
    &parley_hls_tags,     &parley_hls_facts};

static bool rule_on_an_edge(const parley_machine *m, const parley_rule *rule) {
    for (size_t i = 0; i < m->action_index[m->n_actions]; i++) {
        unsigned kind = PARLEY_OP_KIND(m->ops[i]);
        if ((kind == PARLEY_OP_RULE || kind == PARLEY_OP_LATE) &&
            &m->rules[PARLEY_OP_OPERAND(m->ops[i])] == rule)
            return true;
    }
    return false;
}

static void every_rule_of_one_playlist_has_an_example(void **state) {
    (void)state;
    size_t missing = 0;
    for (size_t m = 0; m < sizeof machines / sizeof machines[0]; m++)
        for (size_t i = 0; i < machines[m]->n_rules; i++) {
            const parley_rule *rule = &machines[m]->rules[i];
            char path[PATH_ROOM];
            if (!rule_on_an_edge(machines[m], rule)) continue;
            for (int good = 0; good < 2; good++) {
                (void)snprintf(path, sizeof path, "tests/hls/playlists/%s%s", rule->id,
                               good ? ".good.m3u8" : ".m3u8");
                char *text = file_read(path, NULL);
                if (text == NULL) print_error("%s is missing\n", path);
                missing += text == NULL;
                free(text);
            }
        }
    assert_int_equal(missing, 0);
}

static void the_machines_are_what_the_stepper_relies_on(void **state) {
    (void)state;
    for (size_t m = 0; m < sizeof machines / sizeof machines[0]; m++)
        assert_true(parley_machine_check(machines[m]));
}

static void names_are_found_in_their_case_only(void **state) {
    (void)state;
    assert_non_null(hls_tag_find("EXTINF", 6, false));
    assert_null(hls_tag_find("extinf", 6, false));
    assert_non_null(hls_tag_find("extinf", 6, true));
    assert_null(hls_tag_find("EXTIN", 5, true));
    assert_int_equal(hls_attribute_find(HLS_KEY, "METHOD", 6).id, ATTR_METHOD);
    assert_int_equal(hls_attribute_find(HLS_MAP, "METHOD", 6).id, ATTR_UNKNOWN);
    assert_int_equal(hls_attribute_find(HLS_I_FRAME_STREAM_INF, "URI", 3).id, ATTR_URI);
    assert_int_equal(hls_attribute_find(HLS_STREAM_INF, "URI", 3).id, ATTR_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_playlists_have_what_stands_beside_them),
        cmocka_unit_test(mended_playlists_are_right),
        cmocka_unit_test(real_playlists_are_right),
        cmocka_unit_test(pieces_tell_what_the_whole_tells),
        cmocka_unit_test(every_rule_of_one_playlist_has_an_example),
        cmocka_unit_test(the_machines_are_what_the_stepper_relies_on),
        cmocka_unit_test(names_are_found_in_their_case_only),
    };
    return cmocka_run_group_tests_name("playlists", tests, NULL, NULL);
}

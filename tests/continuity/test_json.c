/* The two ways through the JSON of a message: wherever the quick one is sure, it says what jansson
 * says. Random texts, whole, spoiled and cut anywhere. */
#include "../../cli/continuity/json_text.h"
#include "../support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 4096

static uint64_t seed;

static size_t random_below(size_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)((seed >> 33) % n);
}

/* ---- the same values ---- */

static void value_same(json_value quick, json_value slow, const char *text);

static void leaf_same(json_value quick, json_value slow, const char *text) {
    char digits[JSON_DIGITS], other[JSON_DIGITS];
    size_t n = 0, m = 0;
    bool word = json_sort_of(quick) == JSON_IS_STRING;
    const char *a = word ? json_string_of(quick, &n) : json_whole_of(quick, digits, &n),
               *b = word ? json_string_of(slow, &m) : json_whole_of(slow, other, &m);
    if ((a == NULL) != (b == NULL) || n != m || (n > 0 && memcmp(a, b, n) != 0))
        fail_msg("another value in %s", text);
}

static void members_same(json_value quick, json_value slow, const char *text) {
    const json_node *end = quick.in->nodes + quick.node->behind;
    for (const json_node *i = quick.node + 1; i < end; i = quick.in->nodes + i->behind) {
        const char *name = quick.in->text + i->key;
        value_same(json_member(quick, name, i->n_key), json_member(slow, name, i->n_key), text);
    }
    assert_int_equal(json_sort_of(json_member(quick, "no", 2)),
                     json_sort_of(json_member(slow, "no", 2)));
}

static void value_same(json_value quick, json_value slow, const char *text) {
    if (json_sort_of(quick) != json_sort_of(slow)) fail_msg("another sort in %s", text);
    leaf_same(quick, slow, text);
    size_t n = json_count(quick);
    if (n != json_count(slow)) fail_msg("another count in %s", text);
    for (size_t i = 0; i <= n; i++)
        if (json_sort_of(quick) == JSON_IS_ARRAY)
            value_same(json_item(quick, i), json_item(slow, i), text);
    if (json_sort_of(quick) == JSON_IS_OBJECT) members_same(quick, slow, text);
}

/* Returns whether the quick way was sure. The text is in memory of its own, for a sanitizer to see
 * whoever reads beyond it. */
static bool ways_compare(const char *text, size_t n) {
    static json_text quick, slow;
    char *bytes = malloc(n > 0 ? n : 1);
    assert_non_null(bytes);
    memcpy(bytes, text, n);
    bool sure = json_quick_read(&quick, bytes, n);
    if (sure) {
        if (!json_tree_read(&slow, bytes, n)) fail_msg("it is no JSON: %.*s", (int)n, text);
        value_same(json_root(&quick), json_root(&slow), text);
    } else {
        assert_int_equal(json_sort_of(json_root(&quick)), JSON_NOTHING);
    }
    json_text_free(&quick);
    if (sure) json_text_free(&slow);
    free(bytes);
    return sure;
}

/* ---- random texts ---- */

static size_t piece_add(char *text, size_t n, const char *piece) {
    size_t length = strlen(piece);
    if (n + length >= ROOM) return n;
    memcpy(text + n, piece, length + 1);
    return n + length;
}

static size_t one_of(char *text, size_t n, const char *const *list, size_t count) {
    return piece_add(text, n, list[random_below(count)]);
}

static size_t space_add(char *text, size_t n) {
    static const char *const spaces[] = {"", "", "", "", " ", "\n", "\t", "\r\n "};
    return one_of(text, n, spaces, sizeof spaces / sizeof spaces[0]);
}

static size_t scalar_add(char *text, size_t n) {
    static const char *const scalars[] = {"0",
                                          "1",
                                          "-1",
                                          "-0",
                                          "42",
                                          "007",
                                          "1.5",
                                          "-0.25",
                                          "1e5",
                                          "2E+99",
                                          "1e999",
                                          "9.5e-12",
                                          "999999999999999999",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "1234567890123456789",
                                          "true",
                                          "false",
                                          "null",
                                          "tru",
                                          "\"\"",
                                          "\"word\"",
                                          "\"a string of some length, plain\"",
                                          "\"\\n\"",
                                          "\"\\u0041\"",
                                          "\"\\ud800\"",
                                          "\"\xc3\xa9\"",
                                          "\"\xe2\x82\xac and more of it\"",
                                          "\"\xff\"",
                                          "\"\xed\xa0\x80\"",
                                          "\"\x01\"",
                                          "\"\x7f\"",
                                          "-",
                                          "1.",
                                          ".5",
                                          "1e",
                                          "1e+",
                                          "+1",
                                          "NaN",
                                          "\"8\"",
                                          "\"12345678\"",
                                          "\"1234567\xc3\"",
                                          "0.1e1",
                                          "-0.0",
                                          "00",
                                          "-01",
                                          "1.00000000000000000000000000000000000000001"};
    return one_of(text, n, scalars, sizeof scalars / sizeof scalars[0]);
}

static size_t plain_add(char *text, size_t n) {
    static const char *const scalars[] = {
        "0",     "8",    "-15",  "1.5",   "2.5e3",          "true",
        "false", "null", "\"\"", "\"a\"", "\"some words\"", "\"\xc3\xa9\"",
        "[]",    "{}"};
    return one_of(text, n, scalars, sizeof scalars / sizeof scalars[0]);
}

static size_t value_add(char *text, size_t n, unsigned depth, bool plain) {
    static const char *const keys[] = {"\"seq\"", "\"a\"",  "\"\"",           "\"a b\"",
                                       "\"seq\"", "\"id\"", "\"longer name\""};
    size_t sort = random_below(3), items = random_below(5);
    n = space_add(text, n);
    if (depth == 0 || sort == 2) return plain ? plain_add(text, n) : scalar_add(text, n);
    n = piece_add(text, n, sort == 0 ? "{" : "[");
    for (size_t i = 0; i < items; i++) {
        if (i > 0) n = piece_add(text, n, ",");
        n = space_add(text, n);
        if (sort == 0) {
            n = one_of(text, n, keys, sizeof keys / sizeof keys[0]);
            n = piece_add(text, space_add(text, n), ":");
        }
        n = space_add(text, value_add(text, n, depth - 1, plain));
    }
    return piece_add(text, n, sort == 0 ? "}" : "]");
}

static void both_ways_say_the_same(void **state) {
    static char text[ROOM + 1];
    size_t sure = 0, unsure = 0, plain_ones = 0;
    (void)state;
    seed = 2026;
    for (unsigned i = 0; i < 6000; i++) {
        bool plain = i % 2 == 0;
        size_t n = value_add(text, 0, 1 + (unsigned)random_below(4), plain);
        bool quick = ways_compare(text, n);
        plain_ones += plain;
        sure += plain && quick;
        unsure += !quick;
        if (n > 0) text[random_below(n)] = "{}[],:\" \\0-.e\x80\n"[random_below(16)];
        (void)ways_compare(text, n);
        for (size_t cut = 0; i % 10 == 0 && cut < n; cut++)
            (void)ways_compare(text, cut);
    }
    assert_int_equal(sure, plain_ones);
    assert_true(unsure > 100);
}

/* ---- what is plain, and what is not ---- */

static void it_is_sure(const char *text) {
    if (!ways_compare(text, strlen(text))) fail_msg("jansson had to read %s", text);
}

static void it_doubts(const char *text) {
    if (ways_compare(text, strlen(text))) fail_msg("the quick way took %s", text);
}

static void plain_texts_are_taken(void **state) {
    (void)state;
    it_is_sure("{\"seq\":8,\"type\":\"tick\",\"price\":17.25,\"rest\":\"xxxxxxxxxxxxxxxxxxxxxx\"}");
    it_is_sure(" [ 1 , [ ] , { } , \"\xf0\x9f\x98\x80\" ] ");
    it_is_sure("7");
    it_is_sure("{\"a\":{\"b\":[{\"c\":-1}]},\"d\":null}");
    it_is_sure("{\"a\":1,\"a\":{\"b\":2},\"a\":[3]}");
}

static void doubts_are_for_jansson(void **state) {
    static const char *const doubts[] = {"",
                                         " ",
                                         "{",
                                         "}",
                                         "[",
                                         "]",
                                         "{]",
                                         "[}",
                                         "[1,]",
                                         "[,1]",
                                         "{\"a\"}",
                                         "{\"a\":}",
                                         "{\"a\":1,}",
                                         "{a:1}",
                                         "[1 2]",
                                         "1 2",
                                         "\"a",
                                         "\"\\\"\"",
                                         "-0",
                                         "01",
                                         "1.",
                                         "1e100",
                                         "[1]]",
                                         "{\"a\":1}}",
                                         "[\"\xc0\x80\"]",
                                         "[\"\xe2\x82\"]",
                                         "\xef\xbb\xbf{}",
                                         "[\"\x1f\"]",
                                         "1000000000000000000",
                                         "[tru]",
                                         "[nul",
                                         "heartbeat"};
    (void)state;
    for (size_t i = 0; i < sizeof doubts / sizeof doubts[0]; i++)
        it_doubts(doubts[i]);
}

/* Where its room ends: depth, values, bytes. */
static void what_has_no_room_is_for_jansson(void **state) {
    static char text[70000];
    (void)state;
    for (size_t depth = 1; depth < 40; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        assert_int_equal(ways_compare(text, 2 * depth), depth <= 32);
    }
    for (size_t n = JSON_NODES - 3; n < JSON_NODES + 3; n++) {
        for (size_t i = 0; i < n; i++)
            memcpy(text + 2 * i, i == 0 ? "[1" : ",1", 2);
        text[2 * n] = ']';
        assert_int_equal(ways_compare(text, 2 * n + 1), n < JSON_NODES);
    }
    for (size_t n = UINT16_MAX - 1; n <= UINT16_MAX + 1; n++) {
        memset(text, 'a', n);
        text[0] = text[n - 1] = '"';
        assert_int_equal(ways_compare(text, n), n <= UINT16_MAX);
    }
    for (size_t n = 0; n < sizeof text - 2; n += 1000) { /* so many places to look at */
        memset(text, '\n', n);
        text[n] = '1';
        bool plain = ways_compare(text, n + 1);
        assert_true(n > 4000 ? !plain : plain);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_ways_say_the_same),
                                       cmocka_unit_test(plain_texts_are_taken),
                                       cmocka_unit_test(doubts_are_for_jansson),
                                       cmocka_unit_test(what_has_no_room_is_for_jansson)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

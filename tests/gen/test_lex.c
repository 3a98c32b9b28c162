/* The lexer of Ragel's syntax: what is one token, what is none, and where. */
#include "../../gen/lex.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

typedef struct lexed {
    token_list list;
    report r;
} lexed;

static lexed lex(const char *source) {
    lexed x = {{NULL, 0, 0}, {.out = fopen("/dev/null", "w")}};
    assert_non_null(x.r.out);
    lex_grammar(source, strlen(source), "x.rl", &x.list, &x.r);
    return x;
}

static void lexed_free(lexed *x) {
    assert_int_equal(fclose(x->r.out), 0);
    free(x->list.items);
    report_free(&x->r);
}

/* The tokens between %%{ and }%%, separated by single blanks. */
static void tokens_are(const char *inside, const char *expected) {
    char source[256], got[512] = "";
    (void)snprintf(source, sizeof source, "%%%%{%s}%%%%", inside);
    lexed x = lex(source);
    assert_int_equal(x.r.errors, 0);
    for (size_t i = 1; i + 1 < x.list.n; i++) {
        const token *t = &x.list.items[i];
        if (i != 1) (void)strcat(got, " ");
        (void)strncat(got, source + t->at, t->length);
    }
    assert_string_equal(got, expected);
    lexed_free(&x);
}

static void longest_operator_wins(void **state) {
    (void)state;
    tokens_are("a<>!b>!c$/d%e", "a <>! b >! c $/ d % e");
    tokens_are("a:>>b:>c<:d", "a :>> b :> c <: d");
    tokens_are("0..255|0x41", "0 .. 255 | 0x41");
    tokens_are("a** b*", "a ** b *");
}

static void quoted_text_is_one_token(void **state) {
    (void)state;
    tokens_are("'a;b'i \"c\\\"d\" [x\\]y-z]", "'a;b'i \"c\\\"d\" [x\\]y-z]");
    tokens_are("/a[/]b/i", "/a[/]b/i");
}

static void comments_fall_away(void **state) {
    (void)state;
    tokens_are("a # b ; c\n| d", "a | d");
}

static void braces_count_or_are_code(void **state) {
    (void)state;
    lexed x = lex("%%{ action mark { if (a) { b('}'); } } a{1,2} @{ c; } }%%");
    assert_int_equal(x.r.errors, 0);
    size_t codes = 0;
    for (size_t i = 0; i < x.list.n; i++)
        codes += x.list.items[i].kind == TOKEN_CODE;
    assert_int_equal(codes, 2);
    lexed_free(&x);
}

static void lines_are_counted_through_everything(void **state) {
    (void)state;
    lexed x = lex("# one\n/* two\n three */\n%%{\n'a\nb' # c\n x }%%\n");
    assert_int_equal(x.list.items[0].line, 4);
    assert_int_equal(x.list.items[1].line, 5);
    assert_int_equal(x.list.items[2].line, 7);
    lexed_free(&x);
}

static void several_blocks_are_read(void **state) {
    (void)state;
    lexed x = lex("%%{ a }%% # between\n%%{ b }%%");
    assert_int_equal(x.r.errors, 0);
    assert_int_equal(x.list.n, 6);
    lexed_free(&x);
}

static void what_does_not_end_is_told(void **state) {
    (void)state;
    static const char *const sources[] = {
        "%%{ a", "%%{ \"a }%%",  "%%{ [a }%%", "%%{ /a }%%", "%%{ action a { }%%",
        "/* a",  "%%{ \x01 }%%", "code"};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        lexed x = lex(sources[i]);
        assert_int_not_equal(x.r.errors, 0);
        lexed_free(&x);
    }
}

static void embedding_operators_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *text;
        embed_kind kind;
    } cases[] = {{">", EMBED_EDGE},     {"$", EMBED_EDGE},     {"<>!", EMBED_ERROR},
                 {"<!", EMBED_ERROR},   {"$/", EMBED_END},     {"</", EMBED_END},
                 {"$~", EMBED_REFUSED}, {">^", EMBED_REFUSED}, {"<>", EMBED_REFUSED},
                 {":>>", EMBED_NONE},   {"|", EMBED_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        token t = {TOKEN_OPERATOR, 0, strlen(cases[i].text), 1, 0};
        assert_int_equal(token_embeds(cases[i].text, &t), cases[i].kind);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longest_operator_wins),
        cmocka_unit_test(quoted_text_is_one_token),
        cmocka_unit_test(comments_fall_away),
        cmocka_unit_test(braces_count_or_are_code),
        cmocka_unit_test(lines_are_counted_through_everything),
        cmocka_unit_test(several_blocks_are_read),
        cmocka_unit_test(what_does_not_end_is_told),
        cmocka_unit_test(embedding_operators_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The quick way (runtime/http1_quick.c, http1_plain.c) does by hand what the machines say of plain
 * lines and values. Here stands what they say of them, byte for byte: where a grammar asks for
 * more, this test fails, and the quick way has to learn it. That both ways give the same items,
 * test_pieces shows. */
#include "../../grammars/http1/symbols.h"
#include "../../runtime/parley.h"
#include "../support/cmocka_all.h"
#include <stdio.h>
#include <string.h>

#define EVENT(name) PARLEY_OP(PARLEY_OP_EVENT, EV_##name)
#define MARK        PARLEY_OP(PARLEY_OP_MARK, 0)
#define ZERO        PARLEY_OP(PARLEY_OP_ZERO, 0)
#define DEC         PARLEY_OP(PARLEY_OP_DEC, 0)
#define HEX         PARLEY_OP(PARLEY_OP_HEX, 0)
#define ASK(name)   PARLEY_OP(PARLEY_OP_ASK, ASK_##name)

/* What is asked for at a byte, or behind the last one. */
typedef struct spoken {
    size_t at;
    uint16_t op;
} spoken;

static void take_list(const parley_machine *m, uint16_t list, size_t at, spoken *out, size_t *n) {
    for (size_t i = m->action_index[list]; i < m->action_index[list + 1]; i++) {
        assert_true(*n < 64);
        out[(*n)++] = (spoken){at, m->ops[i]};
    }
}

/* Steps the machine over the text, from *state; at its end over a symbol, or to the end of input
 * (0). */
static void assert_spoken(const char *name, uint16_t *state, const char *text, uint16_t symbol,
                          const spoken *expected, size_t n_expected) {
    const parley_machine *m = parley_machine_find(name);
    spoken out[64];
    size_t n = 0, length = strlen(text);
    assert_non_null(m);
    if (*state == 0) *state = m->start;
    for (size_t i = 0; i < length; i++)
        take_list(m, parley_machine_symbol(m, state, (uint8_t)text[i]), i, out, &n);
    uint16_t last =
        symbol != 0 ? parley_machine_symbol(m, state, symbol) : parley_machine_end(m, *state);
    take_list(m, last, length, out, &n);
    assert_int_not_equal(*state, 0);
    for (size_t i = 0; i < n && i < n_expected; i++) {
        if (out[i].at != expected[i].at || out[i].op != expected[i].op)
            fail_msg("%s: op %#x at %zu of \"%s\", the quick way does %#x at %zu", name, out[i].op,
                     out[i].at, text, expected[i].op, expected[i].at);
    }
    assert_int_equal(n, n_expected);
}
#define ASSERT_SPOKEN(name, state, text, symbol, ...)                                              \
    do {                                                                                           \
        const spoken expected_[] = {__VA_ARGS__};                                                  \
        assert_spoken(name, state, text, symbol, expected_, sizeof expected_ / sizeof *expected_); \
    } while (0)
#define ASSERT_SILENT(name, text)                                                                  \
    do {                                                                                           \
        uint16_t state_ = 0;                                                                       \
        assert_spoken(name, &state_, text, 0, NULL, 0);                                            \
    } while (0)

static void a_plain_request_head_asks_for_what_the_quick_way_does(void **unused) {
    (void)unused;
    static const struct {
        const char *name;
        uint16_t event;
    } methods[] = {{"GET", EVENT(GET)},         {"HEAD", EVENT(HEAD)},
                   {"PUT", EVENT(PUT)},         {"DELETE", EVENT(DELETE)},
                   {"OPTIONS", EVENT(OPTIONS)}, {"POST", EVENT(OTHER_METHOD)}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        char text[64];
        size_t n = strlen(methods[i].name);
        uint16_t state = 0;
        snprintf(text, sizeof text, "%s /a%%20b HTTP/1.1\r\nAa: b\r\nCc:dd\r\n\r\n",
                 methods[i].name);
        ASSERT_SPOKEN("http1.request", &state, text, BODY_NONE, {0, EVENT(START)},
                      {n, methods[i].event}, {n + 7, EVENT(TARGET_END)}, {n + 17, EVENT(LINE_END)},
                      {n + 18, MARK}, {n + 20, EVENT(NAME_END)}, {n + 23, EVENT(VALUE_END)},
                      {n + 25, MARK}, {n + 27, EVENT(NAME_END)}, {n + 30, EVENT(VALUE_END)},
                      {n + 32, EVENT(HEAD_END)}, {n + 33, ASK(BODY)}, {n + 34, EVENT(MESSAGE_END)});
    }
}

static void a_plain_response_and_its_chunks_ask_for_what_the_quick_way_does(void **unused) {
    (void)unused;
    uint16_t state = 0;
    ASSERT_SPOKEN("http1.response", &state, "HTTP/1.1 200 OK\r\nAa: b\r\n\r\n", BODY_CHUNKED,
                  {0, EVENT(START)}, {9, MARK}, {9, ZERO}, {9, DEC}, {10, DEC}, {11, DEC},
                  {11, EVENT(STATUS)}, {16, EVENT(LINE_END)}, {17, MARK}, {19, EVENT(NAME_END)},
                  {22, EVENT(VALUE_END)}, {24, EVENT(HEAD_END)}, {25, ASK(BODY)});
    for (int i = 0; i < 2; i++) {
        ASSERT_SPOKEN("http1.response", &state, "1f\r\n", CHUNK_SIZED, {0, ZERO}, {0, HEX},
                      {0, EVENT(SIZE_DIGIT)}, {1, HEX}, {1, EVENT(SIZE_DIGIT)},
                      {2, EVENT(SIZE_END)}, {3, ASK(CHUNK)});
        assert_spoken("http1.response", &state, "", COUNT_END, NULL, 0);
        const parley_machine *m = parley_machine_find("http1.response");
        assert_int_equal(parley_machine_symbol(m, &state, '\r'), 0);
        assert_int_equal(parley_machine_symbol(m, &state, '\n'), 0);
    }
}

static void plain_values_say_what_the_quick_way_takes_them_for(void **unused) {
    (void)unused;
    uint16_t state = 0;
    ASSERT_SILENT("http1.host", " www-1.example.com");
    ASSERT_SILENT("http1.date", " Sun, 06 Nov 1994 08:49:37 GMT");
    ASSERT_SILENT("http1.date", " Wed, 31 Dec 1999 23:59:59 GMT");
    ASSERT_SILENT("http1.content-type", " text/html; charset=utf-8");
    ASSERT_SPOKEN("http1.content-length", &state, " 10", 0, {1, ZERO}, {1, DEC},
                  {1, EVENT(LENGTH_DIGIT)}, {2, DEC}, {2, EVENT(LENGTH_DIGIT)});
    state = 0;
    ASSERT_SPOKEN("http1.connection", &state, " keep-alive", 0, {11, EVENT(KEEP_ALIVE)});
    state = 0;
    ASSERT_SPOKEN("http1.connection", &state, " close", 0, {6, EVENT(CLOSE)});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_request_head_asks_for_what_the_quick_way_does),
        cmocka_unit_test(a_plain_response_and_its_chunks_ask_for_what_the_quick_way_does),
        cmocka_unit_test(plain_values_say_what_the_quick_way_takes_them_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

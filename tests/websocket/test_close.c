/* Close: every code by both sides, bodies of every length, who answers whom, and what comes after.
 */
#include "../support/cmocka_all.h"
#include "judge.h"
#include <string.h>

enum { CODES = 65536 };

static void both_end(dialog *d) {
    dialog_happens(d, PARLEY_FIN, PARLEY_SERVER, SEEN_NOW);
    dialog_happens(d, PARLEY_FIN, PARLEY_CLIENT, SEEN_NOW);
    dialog_happens(d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
}

/* In bulk: one run each; the ends of the ranges are cut as well. */
static void every_code_by_both_sides(void **state) {
    (void)state;
    dialog d;
    dialog_begin(&d, OPENING_NONE);
    for (unsigned code = 0; code < CODES; code++)
        for (unsigned side = 0; side < 2; side++) {
            d.n[0] = d.n[1] = d.count = 0;
            d.ended[0] = d.ended[1] = false;
            dialog_title(&d, "code %u by %s", code, parley_side_name((parley_side)side));
            dialog_close(&d, (parley_side)side, code);
            dialog_close(&d, (parley_side)(1 - side), 1000);
            both_end(&d);
            opinion o = {.n = 0};
            expect_frames(&d, &o);
            if (code < 1100 || (code > 2980 && code < 5100) || code % 256 < 2)
                judge_against(&d, &o);
            else
                judge_once(&d, &o);
        }
    dialog_free(&d);
}

/* The reading itself, for the codes that people know by heart. */
static void the_reading_knows_the_codes(void **state) {
    (void)state;
    static const struct {
        unsigned code;
        const char *rule;
        uint64_t at;
    } known[] = {
        {1000, NULL, 0},
        {1001, NULL, 0},
        {1003, NULL, 0},
        {1007, NULL, 0},
        {1011, NULL, 0},
        {1012, NULL, 0},
        {1014, NULL, 0},
        {3000, NULL, 0},
        {3999, NULL, 0},
        {4000, NULL, 0},
        {4999, NULL, 0},
        {0, "close.code-below-range", 2},
        {767, "close.code-below-range", 2},
        {768, "close.code-below-range", 3},
        {999, "close.code-below-range", 3},
        {1004, "close.code-reserved", 3},
        {1005, "close.code-reserved", 3},
        {1006, "close.code-reserved", 3},
        {1015, "close.code-reserved", 3},
        {1016, "close.code-unregistered", 3},
        {1023, "close.code-unregistered", 3},
        {1024, "close.code-unregistered", 2},
        {2815, "close.code-unregistered", 2},
        {2816, "close.code-unregistered", 3},
        {2999, "close.code-unregistered", 3},
        {5000, "close.code-above-range", 3},
        {5119, "close.code-above-range", 3},
        {5120, "close.code-above-range", 2},
        {65535, "close.code-above-range", 2},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        dialog d;
        dialog_begin(&d, OPENING_NONE);
        dialog_close(&d, PARLEY_SERVER, known[i].code);
        opinion o = {.n = 0};
        expect_frames(&d, &o);
        assert_int_equal(o.n, known[i].rule != NULL);
        if (known[i].rule != NULL) {
            assert_string_equal(o.list[0].rule, known[i].rule);
            assert_int_equal(o.list[0].from, known[i].at);
        }
        dialog_free(&d);
    }
}

static void bodies_of_every_length(void **state) {
    (void)state;
    uint8_t body[200];
    for (unsigned length = 0; length < 140; length++)
        for (unsigned side = 0; side < 2; side++)
            for (unsigned first = 0; first < 256; first += first < 4 ? 1 : 36) {
                memset(body, 'r', sizeof body);
                body[0] = (uint8_t)first;
                body[1] = 0xe8;
                dialog d;
                dialog_begin(&d, OPENING_NONE);
                dialog_title(&d, "Close with %u bytes, the first is %u", length, first);
                const frame f = {.opcode = 8, .payload = body, .length = length};
                dialog_frame(&d, (parley_side)side, SEEN_NOW, &f);
                dialog_close(&d, (parley_side)(1 - side), 1002);
                both_end(&d);
                judge_dialog(&d);
                dialog_free(&d);
            }
}

/* Both say Close before they saw the other's, or one answers, with its own code or another or none.
 */
static void answers_and_crossings(void **state) {
    (void)state;
    static const char *const bodies[] = {"", "\x03\xe8", "\x03\xe9", "\x03\xe8 bye", "\x0f\xa0"};
    for (size_t a = 0; a < 5; a++)
        for (size_t b = 0; b < 5; b++)
            for (unsigned side = 0; side < 2; side++)
                for (uint64_t crossing = 0; crossing < 2; crossing++) {
                    dialog d;
                    dialog_begin(&d, OPENING_NONE);
                    dialog_title(&d, "Close %zu answered by %zu, crossing %d", a, b, (int)crossing);
                    dialog_plain(&d, (parley_side)side, 1, "x");
                    uint64_t seen = d.n[side];
                    dialog_plain(&d, (parley_side)side, 8, bodies[a]);
                    const frame f = {.opcode = 8,
                                     .payload = (const uint8_t *)bodies[b],
                                     .length = strlen(bodies[b])};
                    dialog_frame(&d, (parley_side)(1 - side), crossing != 0 ? seen : SEEN_NOW, &f);
                    if (a % 2 == 0) {
                        dialog_happens(&d, PARLEY_FIN, PARLEY_CLIENT, SEEN_NOW);
                        dialog_happens(&d, PARLEY_FIN, PARLEY_SERVER, SEEN_NOW);
                    }
                    dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
                    judge_dialog(&d);
                    dialog_free(&d);
                }
}

/* All kinds of frames after the own Close, once and again, before and after the other one's. */
static void after_the_own_close(void **state) {
    (void)state;
    static const uint8_t opcodes[] = {0, 1, 2, 8, 9, 10};
    for (size_t a = 0; a < 6; a++)
        for (size_t b = 0; b < 6; b++)
            for (unsigned side = 0; side < 2; side++)
                for (unsigned kind = 0; kind < 4; kind++) {
                    const parley_side by = (parley_side)side, other = (parley_side)(1 - side);
                    dialog d;
                    dialog_begin(&d, OPENING_NONE);
                    dialog_title(&d, "opcodes %u and %u after Close by %s, kind %u", opcodes[a],
                                 opcodes[b], parley_side_name(by), kind);
                    const frame open = {
                        .opcode = 1, .more = true, .payload = (const uint8_t *)"o", .length = 1};
                    if ((kind & 1) != 0) dialog_frame(&d, by, SEEN_NOW, &open);
                    dialog_close(&d, by, 1000);
                    if ((kind & 2) != 0) dialog_close(&d, other, 1000);
                    dialog_plain(&d, by, opcodes[a], "");
                    dialog_plain(&d, by, opcodes[b], "");
                    if ((kind & 2) == 0) dialog_close(&d, other, 1000);
                    both_end(&d);
                    judge_dialog(&d);
                    dialog_free(&d);
                }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reading_knows_the_codes), cmocka_unit_test(every_code_by_both_sides),
        cmocka_unit_test(bodies_of_every_length),      cmocka_unit_test(answers_and_crossings),
        cmocka_unit_test(after_the_own_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

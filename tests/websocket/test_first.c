/* What a side says first after the handshake, where it begins as HTTP would: frames all the same,
 * wrong ones, whatever comes behind the letters and however many findings are taken at a time. */
#include "../support/cmocka_all.h"
#include "judge.h"
#include <string.h>

static const char *const beginnings[] = {"GET /", "POST /a", "DELETE /", "OPTIONS ", "HTTP/1.1"};
enum { BEGINNINGS = sizeof beginnings / sizeof beginnings[0], BEHIND = 5 };

/* What comes behind the letters. */
static void behind(dialog *d, parley_side side, unsigned how) {
    const parley_side other = (parley_side)(1 - side);
    if (how == 0) dialog_bytes(d, side, SEEN_NOW, (const uint8_t *)"\r", 1);
    if (how <= 1) dialog_happens(d, PARLEY_FIN, side, SEEN_NOW);
    if (how == 2) dialog_happens(d, PARLEY_RESET, side, SEEN_NOW);
    if (how == 3) dialog_happens(d, PARLEY_RESET, other, SEEN_NOW);
    dialog_happens(d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
}

static void letters_alone(void **state) {
    (void)state;
    for (size_t i = 0; i < BEGINNINGS; i++)
        for (size_t n = 1; n <= strlen(beginnings[i]); n++)
            for (unsigned how = 0; how < 2 * BEHIND; how++) {
                const parley_side side = (parley_side)(how % 2);
                dialog d;
                dialog_begin(&d, OPENING_PLAIN);
                dialog_title(&d, "%.*s, then %u", (int)n, beginnings[i], how);
                dialog_bytes(&d, side, SEEN_NOW, (const uint8_t *)beginnings[i], n);
                behind(&d, side, how / 2);
                judge_dialog(&d);
                dialog_free(&d);
            }
}

/* Before the answer was there: one finding more comes before the others. */
static void letters_too_early(void **state) {
    const cutting few = {.max = 16}, many = {.max = 64};
    (void)state;
    for (size_t i = 0; i < BEGINNINGS; i++) {
        dialog d;
        dialog_begin(&d, OPENING_PLAIN);
        dialog_title(&d, "early %s", beginnings[i]);
        dialog_bytes(&d, PARLEY_CLIENT, 0, (const uint8_t *)beginnings[i], strlen(beginnings[i]));
        dialog_bytes(&d, PARLEY_CLIENT, 0, (const uint8_t *)"\r", 1);
        dialog_join(&d);
        dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
        judged a = judge_run(&d, &few), b = judge_run(&d, &many);
        assert_int_equal(a.n, b.n);
        for (size_t k = 0; k < a.n; k++)
            assert_memory_equal(&a.items[k], &b.items[k], sizeof a.items[k]);
        assert_int_equal(a.verdict, PARLEY_DEVIATES);
        judge_free(&a);
        judge_free(&b);
        dialog_free(&d);
    }
}

/* Where the bytes begin that a report may still want, behind what was told so far. */
static uint64_t pending_behind(const dialog *d, parley_side side) {
    parley_conversation conversation;
    parley_item items[64];
    size_t n;
    bool more;
    parley_conversation_start(&conversation, d->protocol, d->flags);
    for (size_t i = 0; i < d->count; i++) {
        const happening *h = &d->list[i];
        const parley_input input = {.kind = h->kind,
                                    .side = h->side,
                                    .seen = h->seen,
                                    .bytes = d->bytes[h->side] + h->from,
                                    .length = h->length};
        uint64_t left = h->length;
        while (left > 0) {
            parley_input rest = input;
            rest.bytes += h->length - left;
            rest.length = left;
            left -= parley_conversation_feed(&conversation, &rest, items, 64, &n, &more);
        }
    }
    return parley_conversation_pending(&conversation, side);
}

/* Letters that wait are wanted, a header too; behind a header that nothing can be trusted after,
 * nothing is. */
static void bytes_are_kept_while_wanted(void **state) {
    static const struct {
        const char *bytes;
        size_t n, behind;
    } samples[] = {{"GET", 3, 0}, {"\x81", 1, 0}, {"\x81\xff\x80", 3, 3}, {"\x81\x85 key", 6, 6}};
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        dialog d;
        dialog_begin(&d, OPENING_PLAIN);
        const uint64_t begin = d.n[PARLEY_CLIENT];
        dialog_bytes(&d, PARLEY_CLIENT, SEEN_NOW, (const uint8_t *)samples[i].bytes, samples[i].n);
        assert_int_equal(pending_behind(&d, PARLEY_CLIENT), begin + samples[i].behind);
        dialog_free(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(letters_alone),
                                       cmocka_unit_test(letters_too_early),
                                       cmocka_unit_test(bytes_are_kept_while_wanted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

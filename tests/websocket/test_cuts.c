/* Conversations that stop at every byte, in every way, and conversations with a hole at every
 * place.
 */
#include "../support/cmocka_all.h"
#include "judge.h"
#include <string.h>

static void fragment(dialog *d, parley_side side, uint8_t opcode, bool more, const char *text) {
    const frame f = {
        .opcode = opcode, .more = more, .payload = (const uint8_t *)text, .length = strlen(text)};
    dialog_frame(d, side, SEEN_NOW, &f);
}

/* All kinds of frames of both sides, every form of length, both ways to close. */
static void sample_make(dialog *d, unsigned number, opening how) {
    static uint8_t payload[70000];
    memset(payload, 'y', sizeof payload);
    const frame long16 = {.opcode = 1, .payload = payload, .length = 130};
    dialog_begin(d, how);
    const parley_side a = (parley_side)(number % 2), b = (parley_side)(1 - number % 2);
    dialog_plain(d, a, 1, "hi \xe2\x82\xac");
    fragment(d, b, 1, true, "\xf0\x9f");
    dialog_plain(d, b, 9, "ping");
    dialog_plain(d, a, 10, "ping");
    fragment(d, b, 0, true, "");
    fragment(d, b, 0, false, "\x98\x80");
    dialog_plain(d, a, 2, "\xff\xfe");
    if (number == 2) dialog_frame(d, a, SEEN_NOW, &long16);
    if (number == 3) dialog_plain(d, b, 5, "x"); /* b deviates */
    if (number == 3) dialog_plain(d, b, 1, "x\xc3\x28");
    dialog_plain(d, a, 9, "");
    dialog_plain(d, b, 10, "");
    if (number == 4) fragment(d, a, 2, true, "open");
    dialog_finish(d, number % 3 == 0 ? b : a);
}
enum { SAMPLES = 5 };

static void how_it_ends(dialog *d, unsigned ending) {
    const parley_side side = (parley_side)(ending % 2);
    switch (ending / 2) {
    case 0:
        dialog_happens(d, PARLEY_FIN, side, SEEN_NOW);
        break;
    case 1:
        dialog_happens(d, PARLEY_FIN, side, SEEN_NOW);
        dialog_happens(d, PARLEY_FIN, (parley_side)(1 - side), SEEN_NOW);
        break;
    case 2:
        dialog_happens(d, PARLEY_RESET, side, SEEN_NOW);
        break;
    case 3: /* it had not seen the last byte */
        dialog_happens(d, PARLEY_FIN, side, d->n[1 - side] > 0 ? d->n[1 - side] - 1 : 0);
        break;
    default:
        break;
    }
    dialog_happens(d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
}
enum { ENDINGS = 9 };

static void cut_at_every_byte(void **state) {
    (void)state;
    for (unsigned number = 0; number < SAMPLES; number++)
        for (opening how = OPENING_NONE; how <= OPENING_PLAIN; how++) {
            dialog whole;
            sample_make(&whole, number, how);
            for (uint64_t n = 0; n <= dialog_length(&whole); n++)
                for (unsigned ending = 0; ending < ENDINGS; ending++) {
                    dialog d;
                    dialog_cut(&whole, n, &d);
                    d.seed = n + 1;
                    if (n == dialog_length(&whole) && ending != ENDINGS - 1) {
                        dialog_free(&d);
                        continue; /* TCP has ended */
                    }
                    dialog_title(&d, "sample %u cut after %llu bytes, ending %u, opening %d",
                                 number, (unsigned long long)n, ending, (int)how);
                    how_it_ends(&d, ending);
                    judge_dialog(&d);
                    dialog_free(&d);
                }
            dialog_free(&whole);
        }
}

static void a_hole_at_every_place(void **state) {
    (void)state;
    for (unsigned number = 0; number < SAMPLES; number++)
        for (unsigned side = 0; side < 2; side++) {
            dialog whole;
            sample_make(&whole, number, number % 2 == 0 ? OPENING_NONE : OPENING_PLAIN);
            for (uint64_t begin = whole.begin[side]; begin < whole.n[side]; begin++)
                for (uint64_t n = 1; n <= 24 && begin + n <= whole.n[side]; n += n < 5 ? 1 : 6) {
                    dialog d;
                    dialog_hole(&whole, (parley_side)side, begin, begin + n, &d);
                    dialog_title(&d, "sample %u, %s lacks %llu bytes from %llu", number,
                                 parley_side_name((parley_side)side), (unsigned long long)n,
                                 (unsigned long long)begin);
                    judge_dialog(&d);
                    dialog_free(&d);
                }
            dialog_free(&whole);
        }
}

static void side_alone(const dialog *whole, parley_side side, dialog *d) {
    dialog_start(d, whole->protocol, PARLEY_ONE_SIDED);
    dialog_title(d, "%s, %s alone", whole->title, parley_side_name(side));
    for (size_t i = 0; i < whole->count; i++) {
        const happening *h = &whole->list[i];
        if (h->side != side && h->kind != PARLEY_STOP) continue;
        if (h->kind == PARLEY_BYTES)
            dialog_bytes(d, h->side, SEEN_NOW, whole->bytes[side] + h->from, h->length);
        else
            dialog_happens(d, h->kind, h->side, SEEN_NOW);
    }
}

/* One direction alone is judged for itself. */
static void one_direction_alone(void **state) {
    (void)state;
    for (unsigned number = 0; number < SAMPLES; number++)
        for (unsigned side = 0; side < 2; side++) {
            dialog whole, d;
            sample_make(&whole, number, OPENING_NONE);
            dialog_title(&whole, "sample %u", number);
            side_alone(&whole, (parley_side)side, &d);
            judge_dialog(&d);
            dialog_free(&d);
            dialog_free(&whole);
        }
}

/* With the handshake before it: whether the other side agreed nobody can tell, and nobody is
 * accused.
 */
static void one_direction_of_a_handshake_alone(void **state) {
    (void)state;
    for (unsigned number = 0; number < 3; number++)
        for (unsigned side = 0; side < 2; side++)
            for (opening how = OPENING_PLAIN; how <= OPENING_DEFLATE; how++) {
                dialog whole, d;
                sample_make(&whole, number, how);
                dialog_title(&whole, "sample %u, opening %d", number, (int)how);
                side_alone(&whole, (parley_side)side, &d);
                opinion o = {.verdicts = 1u << PARLEY_UNDECIDED | 1u << PARLEY_CONFORMS};
                opinion_may(&o, "deflate.uncompressed-message", (parley_side)side, 0, UINT64_MAX);
                judge_against(&d, &o);
                dialog_free(&d);
                dialog_free(&whole);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_at_every_byte),
        cmocka_unit_test(a_hole_at_every_place),
        cmocka_unit_test(one_direction_alone),
        cmocka_unit_test(one_direction_of_a_handshake_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

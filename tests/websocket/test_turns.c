/* Pings and pongs, who owes a Close, and how TCP ends: small conversations in every order. */
#include "../support/cmocka_all.h"
#include "judge.h"
#include <stdio.h>
#include <string.h>

/* One letter says what happens next. p q r: the pinger pings with that payload; P Q R: the other
 * one pongs it; x: it pongs something else; e E: the same with no payload; c C: Close by the
 * pinger, by the other; k K: the same without having seen what came last; t T: text; m M: a
 * fragment; f F: FIN; z Z: reset; d: the pinger deviates (a reserved opcode). */
static void story_tell(dialog *d, parley_side pinger, const char *story) {
    for (const char *s = story; *s != '\0'; s++) {
        bool own = (*s >= 'a' && *s <= 'z') && *s != 'x';
        const parley_side by = own ? pinger : (parley_side)(1 - pinger);
        const char low = (char)(*s | 0x20);
        const char payload[2] = {low, '\0'};
        const parley_side other = (parley_side)(1 - by);
        uint64_t late = d->count == 0 ? 0 : d->n[other];
        if (d->count > 0 && d->list[d->count - 1].side == other) late = d->list[d->count - 1].from;
        const frame crossing = {.opcode = 8, .payload = (const uint8_t *)"\x03\xe8", .length = 2};
        const frame part = {
            .opcode = 1, .more = true, .payload = (const uint8_t *)"m", .length = 1};
        if (low == 'p' || low == 'q' || low == 'r') dialog_plain(d, by, own ? 9 : 10, payload);
        if (low == 'e') dialog_plain(d, by, own ? 9 : 10, "");
        if (low == 'x') dialog_plain(d, by, 10, payload);
        if (low == 'c') dialog_close(d, by, 1000);
        if (low == 'k') dialog_frame(d, by, late, &crossing);
        if (low == 't') dialog_plain(d, by, 1, "t");
        if (low == 'm') dialog_frame(d, by, SEEN_NOW, &part);
        if (low == 'f') dialog_happens(d, PARLEY_FIN, by, SEEN_NOW);
        if (low == 'z') dialog_happens(d, PARLEY_RESET, by, SEEN_NOW);
        if (low == 'd') dialog_plain(d, by, 5, "");
    }
    dialog_happens(d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
}

static void story_try(const char *story, opening how) {
    for (unsigned side = 0; side < 2; side++) {
        dialog d;
        dialog_begin(&d, how);
        dialog_title(&d, "story %s, told by %s", story, parley_side_name((parley_side)side));
        story_tell(&d, (parley_side)side, story);
        judge_dialog(&d);
        dialog_free(&d);
    }
}

/* Every string of so many letters of a set, but nothing after an end. */
static void stories_try(const char *letters, size_t length) {
    char story[8] = "";
    size_t n = strlen(letters), all = 1;
    for (size_t i = 0; i < length; i++)
        all *= n;
    for (size_t k = 0; k < all; k++) {
        size_t rest = k;
        for (size_t i = 0; i < length; i++, rest /= n)
            story[i] = letters[rest % n];
        story[length] = '\0';
        const char *reset = strpbrk(story, "zZ"), *own = strchr(story, 'f'),
                   *other = strchr(story, 'F');
        if (reset != NULL && reset[1] != '\0') continue;
        bool speaks = false;
        for (const char *s = story; *s != '\0'; s++) {
            bool by_own = *s >= 'a' && *s != 'x';
            if (own != NULL && s > own && by_own) speaks = true;
            if (other != NULL && s > other && !by_own) speaks = true;
        }
        if (!speaks) story_try(story, OPENING_NONE);
    }
}

static void pings_and_pongs_in_every_order(void **state) {
    (void)state;
    stories_try("pqPQx", 5);
    stories_try("eEpP", 5);
}

static void pings_before_a_close(void **state) {
    (void)state;
    stories_try("pPxcCK", 5);
    stories_try("pqQcC", 5);
}

static void ends_in_every_order(void **state) {
    (void)state;
    stories_try("cCfFzZt", 4);
    stories_try("kKcCfF", 4);
    stories_try("mMcCfFzZ", 4);
}

static void who_deviated_is_owed_nothing(void **state) {
    (void)state;
    stories_try("dpcCfF", 5);
}

static void with_a_handshake_before(void **state) {
    (void)state;
    static const char *const stories[] = {"",   "t",  "f",   "F",    "z",    "Z",    "fF",
                                          "Ff", "pP", "cCf", "cCFf", "cCfF", "CcFf", "mf"};
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
        story_try(stories[i], OPENING_PLAIN);
        story_try(stories[i], OPENING_DEFLATE);
    }
}

/* Pongs that were on their way before the ping had come are no answer to it; one that was sent in
 * the middle of it neither. */
static void pongs_that_cross_the_ping(void **state) {
    (void)state;
    for (unsigned side = 0; side < 2; side++)
        for (uint64_t short_of = 0; short_of < 9; short_of++)
            for (unsigned same = 0; same < 2; same++) {
                const parley_side by = (parley_side)side, other = (parley_side)(1 - side);
                dialog d;
                dialog_begin(&d, OPENING_NONE);
                dialog_title(&d, "a pong that lacks %llu bytes of the ping",
                             (unsigned long long)short_of);
                dialog_plain(&d, by, 1, "some text before");
                dialog_plain(&d, by, 9, "p");
                const frame pong = {
                    .opcode = 10, .payload = (const uint8_t *)(same != 0 ? "p" : "o"), .length = 1};
                dialog_frame(&d, other, d.n[by] - short_of, &pong);
                dialog_plain(&d, other, 10, "p");
                dialog_finish(&d, by);
                judge_dialog(&d);
                dialog_free(&d);
            }
}

/* A Close that was sent when only a part of the other's had come answers nothing. */
static void closes_that_cross(void **state) {
    (void)state;
    for (unsigned side = 0; side < 2; side++)
        for (uint64_t short_of = 0; short_of < 9; short_of++) {
            const parley_side by = (parley_side)side, other = (parley_side)(1 - side);
            dialog d;
            dialog_begin(&d, OPENING_NONE);
            dialog_title(&d, "a Close that lacks %llu bytes of the other",
                         (unsigned long long)short_of);
            dialog_plain(&d, by, 9, "p");
            dialog_close(&d, by, 1000);
            const frame answer = {.opcode = 8, .payload = (const uint8_t *)"\x03\xe9", .length = 2};
            dialog_frame(&d, other, d.n[by] - short_of, &answer);
            dialog_happens(&d, PARLEY_FIN, PARLEY_SERVER, SEEN_NOW);
            dialog_happens(&d, PARLEY_FIN, PARLEY_CLIENT, SEEN_NOW);
            dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
            judge_dialog(&d);
            dialog_free(&d);
        }
}

/* It ended its direction with a part of the Close on its way. */
static void ends_that_cross_a_close(void **state) {
    (void)state;
    for (unsigned side = 0; side < 2; side++)
        for (uint64_t short_of = 0; short_of < 5; short_of++) {
            const parley_side by = (parley_side)side, other = (parley_side)(1 - side);
            dialog d;
            dialog_begin(&d, OPENING_NONE);
            dialog_title(&d, "a FIN that lacks %llu bytes of Close", (unsigned long long)short_of);
            dialog_plain(&d, other, 1, "x");
            dialog_close(&d, by, 1000);
            dialog_happens(&d, PARLEY_FIN, other, d.n[by] - short_of);
            dialog_happens(&d, PARLEY_FIN, by, SEEN_NOW);
            dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
            judge_dialog(&d);
            dialog_free(&d);
        }
}

/* Dozens of them wait; one pong for the last, or for each, or for every second. */
static void many_pings_wait(void **state) {
    (void)state;
    static const unsigned counts[] = {1, 2, 3, 4, 5, 8, 9, 16, 17, 33, 100};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (unsigned step = 1; step <= 3; step++)
            for (unsigned side = 0; side < 2; side++) {
                const parley_side by = (parley_side)side, other = (parley_side)(1 - side);
                unsigned n = counts[c];
                char payload[16];
                dialog d;
                dialog_begin(&d, OPENING_NONE);
                dialog_title(&d, "%u pings, every %u answered", n, step);
                for (unsigned i = 0; i < n; i++) {
                    (void)snprintf(payload, sizeof payload, "ping %u", i);
                    dialog_plain(&d, by, 9, payload);
                }
                for (unsigned i = step == 3 ? n - 1 : (n - 1) % step; i < n; i += step) {
                    (void)snprintf(payload, sizeof payload, "ping %u", i);
                    dialog_plain(&d, other, 10, payload);
                }
                dialog_finish(&d, by);
                judge_dialog(&d);
                dialog_free(&d);
            }
}

/* The server ends TCP at once when both have said Close; what takes seconds is told, and what a
 * round trip may take is not. */
static void the_server_ends_in_time(void **state) {
    (void)state;
    static const uint64_t waits[] = {0, 10, 500, 60000}; /* ms */
    for (unsigned side = 0; side < 2; side++)
        for (size_t w = 0; w < 4; w++)
            for (unsigned first = 0; first < 2; first++) {
                dialog d;
                dialog_begin(&d, OPENING_PLAIN);
                dialog_title(&d, "%s ends after %llu ms", parley_side_name((parley_side)first),
                             (unsigned long long)waits[w]);
                dialog_close(&d, (parley_side)side, 1000);
                dialog_close(&d, (parley_side)(1 - side), 1000);
                const uint64_t closed = d.list[d.count - 1].time;
                dialog_happens(&d, PARLEY_FIN, (parley_side)first, SEEN_NOW);
                dialog_happens(&d, PARLEY_FIN, (parley_side)(1 - first), SEEN_NOW);
                dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
                for (size_t i = d.count - 3; i < d.count; i++)
                    d.list[i].time = closed + waits[w] * 1000000;
                opinion o = {.verdicts = 1u << PARLEY_CONFORMS};
                if (waits[w] == 60000)
                    opinion_must(&o, "close.server-stays-open", PARLEY_SERVER, d.n[PARLEY_SERVER]);
                if (first == PARLEY_CLIENT)
                    opinion_must(&o, "close.client-ended-first", PARLEY_CLIENT, d.n[PARLEY_CLIENT]);
                judge_against(&d, &o);
                dialog_free(&d);
            }
}

/* What is kept of a ping to know its pong by must not depend on where the bytes were cut. */
static void payloads_that_begin_with_their_length(void **state) {
    (void)state;
    for (unsigned length = 1; length < 126; length++)
        for (unsigned side = 0; side < 2; side++) {
            uint8_t payload[125];
            memset(payload, (int)length, sizeof payload);
            const frame ping = {.opcode = 9, .payload = payload, .length = length};
            const frame pong = {.opcode = 10, .payload = payload, .length = length};
            dialog d;
            dialog_begin(&d, OPENING_NONE);
            dialog_title(&d, "pings of %u bytes", length);
            dialog_frame(&d, (parley_side)side, SEEN_NOW, &ping);
            dialog_frame(&d, (parley_side)(1 - side), SEEN_NOW, &pong);
            dialog_finish(&d, (parley_side)side);
            judge_dialog(&d);
            dialog_free(&d);
        }
}

/* A side whose boundaries are lost still ends when it ends. */
static void who_ended_first_is_known_of_a_lost_side(void **state) {
    (void)state;
    for (unsigned side = 0; side < 2; side++)
        for (unsigned first = 0; first < 2; first++) {
            const frame beyond = {.opcode = 2,
                                  .form = FORM_64,
                                  .high = 0x80,
                                  .payload = (const uint8_t *)"x",
                                  .length = 1};
            dialog d;
            dialog_begin(&d, OPENING_NONE);
            dialog_title(&d, "%s is lost, %s ends first", parley_side_name((parley_side)side),
                         parley_side_name((parley_side)first));
            dialog_close(&d, PARLEY_CLIENT, 1000);
            dialog_close(&d, PARLEY_SERVER, 1000);
            dialog_frame(&d, (parley_side)side, SEEN_NOW, &beyond);
            dialog_happens(&d, PARLEY_FIN, (parley_side)first, SEEN_NOW);
            dialog_happens(&d, PARLEY_FIN, (parley_side)(1 - first), SEEN_NOW);
            dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
            judge_dialog(&d);
            dialog_free(&d);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pings_and_pongs_in_every_order),
        cmocka_unit_test(pings_before_a_close),
        cmocka_unit_test(ends_in_every_order),
        cmocka_unit_test(who_deviated_is_owed_nothing),
        cmocka_unit_test(with_a_handshake_before),
        cmocka_unit_test(pongs_that_cross_the_ping),
        cmocka_unit_test(closes_that_cross),
        cmocka_unit_test(ends_that_cross_a_close),
        cmocka_unit_test(many_pings_wait),
        cmocka_unit_test(the_server_ends_in_time),
        cmocka_unit_test(payloads_that_begin_with_their_length),
        cmocka_unit_test(who_ended_first_is_known_of_a_lost_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

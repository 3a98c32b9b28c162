/* permessage-deflate offered and answered in all ways, right and wrong ones. */
#include "../support/cmocka_all.h"
#include "expect_deflate.h"
#include "judge.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* NULL: the parameter is not there. */
static const char *const values[] = {NULL,  "",    "=7",  "=8",      "=08",
                                     "=10", "=15", "=16", "=\"10\"", "=\"16\""};
enum {
    VALUES = sizeof values / sizeof *values,
    ALL = VALUES * VALUES * VALUES * VALUES,
    ROOM = 512
};

/* The number-th combination, its parameters in one of their orders. */
static void terms_write(unsigned number, unsigned order, char *to) {
    int n = snprintf(to, ROOM, "permessage-deflate");
    unsigned of[DEFLATE_PARAMETERS];
    for (unsigned i = 0; i < DEFLATE_PARAMETERS; i++, number /= VALUES)
        of[i] = number % VALUES;
    for (unsigned i = 0; i < DEFLATE_PARAMETERS; i++) {
        unsigned p = (i + order) % DEFLATE_PARAMETERS;
        if (values[of[p]] == NULL) continue;
        n += snprintf(to + n, ROOM - (size_t)n, ";%s%s%s", order % 2 == 0 ? " " : "",
                      deflate_parameters[p], values[of[p]]);
    }
}

static const char before[] =
    "GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n";
static const char answer_before[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                    "Connection: Upgrade\r\n"
                                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
static const char field[] = "Sec-WebSocket-Extensions: ";

/* NULL: no such field. Returns where the value begins. */
static uint64_t head_say(dialog *d, parley_side side, const char *value) {
    char head[2 * ROOM];
    const char *start = side == PARLEY_CLIENT ? before : answer_before;
    (void)snprintf(head, sizeof head, "%s%s%s%s\r\n", start, value != NULL ? field : "",
                   value != NULL ? value : "", value != NULL ? "\r\n" : "");
    dialog_text(d, side, head);
    d->begin[side] = d->n[side];
    return strlen(start) + strlen(field);
}

static void terms_try(const char *offer, const char *answer, bool in_bulk) {
    dialog d;
    deflate_terms offered = {.there = false}, answered = {.there = false};
    opinion o = {.n = 0};
    dialog_start(&d, PARLEY_HTTP1, 0);
    dialog_title(&d, "%s", offer != NULL ? offer : "no offer");
    uint64_t at = head_say(&d, PARLEY_CLIENT, offer);
    if (offer != NULL) deflate_read(offer, at, PARLEY_CLIENT, &offered, &o);
    at = head_say(&d, PARLEY_SERVER, answer);
    if (answer != NULL) deflate_read(answer, at, PARLEY_SERVER, &answered, &o);
    bool wrong = deflate_compare(&offered, &answered, d.n[1] - 1, &o);
    wrong |= offered.wrong || answered.wrong;
    dialog_finish(&d, PARLEY_CLIENT);
    o.verdicts = 1u << (wrong ? PARLEY_DEVIATES : PARLEY_CONFORMS);
    if (o.n > 0) o.verdicts |= 1u << PARLEY_DEVIATES;
    (in_bulk ? judge_once : judge_against)(&d, &o);
    dialog_free(&d);
}

static void every_offer(void **state) {
    (void)state;
    char offer[ROOM];
    for (unsigned i = 0; i < ALL; i++) {
        terms_write(i, i % 4, offer);
        terms_try(offer, NULL, i % 23 != 0);
    }
}

static void every_answer(void **state) {
    (void)state;
    static const char *const offers[] = {
        "permessage-deflate", "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=10; "
        "client_max_window_bits=12",
        "permessage-deflate; server_max_window_bits=15; client_no_context_takeover", NULL};
    char answer[ROOM];
    for (unsigned i = 0; i < ALL; i++) {
        terms_write(i, i % 3, answer);
        terms_try(offers[i % 5], answer, i % 23 != 0);
    }
}

/* PARLEY_MANY makes so many of them. */
static void offers_with_answers(void **state) {
    (void)state;
    const char *many = getenv("PARLEY_MANY");
    uint64_t seed = 1, n = many != NULL ? strtoull(many, NULL, 10) : 4000;
    static const unsigned right[] = {0, 1, 3, 5, 6, 8}; /* values that are right somewhere */
    char offer[ROOM], answer[ROOM];
    for (uint64_t i = 0; i < n; i++) {
        unsigned terms[2] = {0, 0};
        for (unsigned t = 0; t < 2; t++) {
            for (unsigned p = 2; p < DEFLATE_PARAMETERS; p++)
                terms[t] = terms[t] * VALUES + right[draw(&seed, 6)];
            for (unsigned p = 0; p < 2; p++)
                terms[t] = terms[t] * VALUES + (unsigned)draw(&seed, 2);
        }
        terms_write(terms[0], (unsigned)draw(&seed, 4), offer);
        terms_write(terms[1], (unsigned)draw(&seed, 4), answer);
        terms_try(offer, answer, i % 23 != 0);
    }
}

static void parameters_that_are_none(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "permessage-deflate; x",
        "permessage-deflate; server_no_context_takeove",
        "permessage-deflate; server_no_context_takeovers",
        "permessage-deflate; server_max_window_bits=10; window=10",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits=10; server_max_window_bits=11",
        "permessage-deflate; server_max_window_bits=1",
        "permessage-deflate; server_max_window_bits=100",
        "permessage-deflate; server_max_window_bits=81",
        "permessage-deflate; server_max_window_bits=x",
        "permessage-deflate; server_max_window_bits=\"1\"",
        "permessage-deflate; server_max_window_bits=\"100\"",
        "permessage-deflate; server_max_window_bits=10; client_no_context_takeover=true",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        terms_try(wrong[i], NULL, false);
        terms_try("permessage-deflate; client_max_window_bits", wrong[i], false);
    }
}

/* ---- lists ---- */

static void list_try(const char *offer, const char *answer, const char *rule) {
    dialog d;
    opinion o = {.n = 0};
    dialog_start(&d, PARLEY_HTTP1, 0);
    dialog_title(&d, "%s, answered by %s", offer, answer);
    (void)head_say(&d, PARLEY_CLIENT, offer);
    uint64_t at = head_say(&d, PARLEY_SERVER, answer);
    dialog_finish(&d, PARLEY_CLIENT);
    o.verdicts = 1u << (rule == NULL ? PARLEY_CONFORMS : PARLEY_DEVIATES);
    if (rule != NULL) opinion_must(&o, rule, PARLEY_SERVER, at)->to = d.begin[1];
    judge_against(&d, &o);
    dialog_free(&d);
}

/* Who offers it twice leaves the choice: an answer that fits one of them is right. */
static void one_of_several_offers_is_answered(void **state) {
    (void)state;
    static const char both[] = "permessage-deflate; server_max_window_bits=10, permessage-deflate";
    list_try(both, "permessage-deflate; server_max_window_bits=10", NULL);
    list_try(both, "permessage-deflate", NULL);
    list_try(both, "permessage-deflate; server_max_window_bits=12", NULL);
    list_try("permessage-deflate; server_no_context_takeover; client_max_window_bits, "
             "permessage-deflate; client_max_window_bits",
             "permessage-deflate; client_max_window_bits=9", NULL);
    list_try("x-bar, permessage-deflate; client_max_window_bits, x-foo",
             "permessage-deflate; client_max_window_bits=15", NULL);
    list_try("permessage-deflate; client_max_window_bits, permessage-deflate",
             "permessage-deflate; client_max_window_bits=12", NULL);
    list_try("permessage-deflate; server_no_context_takeover, permessage-deflate",
             "permessage-deflate", NULL);
}

static void accepted_once(void **state) {
    (void)state;
    list_try("permessage-deflate", "permessage-deflate, permessage-deflate",
             "deflate.accepted-twice");
    list_try("permessage-deflate, permessage-deflate; client_max_window_bits",
             "permessage-deflate; client_max_window_bits=10, permessage-deflate",
             "deflate.accepted-twice");
}

/* What the answer says is what messages are held to. */
static void the_switch_tells_what_was_agreed(void **state) {
    (void)state;
    static const struct {
        const char *offer, *answer;
        unsigned bits[2];
        bool fresh[2];
    } agreed[] = {
        {"permessage-deflate", NULL, {0, 0}, {false, false}},
        {NULL, NULL, {0, 0}, {false, false}},
        {"permessage-deflate", "permessage-deflate", {15, 15}, {false, false}},
        {"permessage-deflate; client_max_window_bits",
         "permessage-deflate; client_max_window_bits=\"9\"; server_max_window_bits=12",
         {9, 12},
         {false, false}},
        {"permessage-deflate; server_no_context_takeover",
         "permessage-deflate; server_no_context_takeover",
         {15, 15},
         {false, true}},
        {"permessage-deflate",
         "permessage-deflate; client_no_context_takeover; server_max_window_bits=8",
         {15, 8},
         {true, false}},
    };
    for (size_t i = 0; i < sizeof agreed / sizeof *agreed; i++) {
        dialog d;
        dialog_start(&d, PARLEY_HTTP1, 0);
        (void)head_say(&d, PARLEY_CLIENT, agreed[i].offer);
        (void)head_say(&d, PARLEY_SERVER, agreed[i].answer);
        dialog_finish(&d, PARLEY_CLIENT);
        const cutting whole = {.max = 16};
        judged j = judge_run(&d, &whole);
        unsigned switches = 0;
        for (size_t k = 0; k < j.n; k++) {
            const parley_event *e = &j.items[k].as.event;
            if (j.items[k].is_finding || e->kind != PARLEY_EVENT_SWITCH) continue;
            switches++;
            assert_string_equal(e->protocol, "websocket");
            assert_int_equal(e->span.offset, d.begin[e->side]);
            assert_int_equal(e->websocket.window_bits, agreed[i].bits[e->side]);
            assert_int_equal(e->websocket.no_takeover, agreed[i].fresh[e->side]);
        }
        assert_int_equal(switches, 2);
        judge_free(&j);
        dialog_free(&d);
    }
}

/* An extension that parley does not know may give meanings to bits and opcodes, and to payload.
 * Masks and lengths stay what they are. */
static void what_an_unknown_extension_means_is_not_judged(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        dialog d;
        dialog_start(&d, PARLEY_HTTP1, 0);
        (void)head_say(&d, PARLEY_CLIENT, "permessage-deflate, x-foo");
        (void)head_say(&d, PARLEY_SERVER, byte % 2 == 0 ? "x-foo" : "permessage-deflate, x-foo");
        dialog_title(&d, "first byte %u with an extension that is not known", byte);
        frame f = {.opcode = byte & 15,
                   .rsv = byte >> 4 & 7,
                   .more = (byte & 0x80) == 0,
                   .payload = (const uint8_t *)"\xff\xfe",
                   .length = 2};
        const bool control = f.opcode >= 8;
        opinion o = {.verdicts = 1u << PARLEY_UNDECIDED};
        if (control) f.length = 0;
        dialog_frame(&d, PARLEY_CLIENT, SEEN_NOW, &f);
        const uint64_t wrong = d.n[PARLEY_CLIENT] + 1;
        f.flip_mask = true;
        if (!control) {
            dialog_frame(&d, PARLEY_CLIENT, SEEN_NOW, &f);
            opinion_must(&o, "frame.unmasked-client", PARLEY_CLIENT, wrong);
            o.verdicts = 1u << PARLEY_DEVIATES;
        }
        opinion_may(&o, "pong.unasked", PARLEY_CLIENT, 0, UINT64_MAX);
        opinion_may(&o, "ping.unanswered-at-end", PARLEY_SERVER, 0, UINT64_MAX);
        dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
        judge_against(&d, &o);
        dialog_free(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_offer),
        cmocka_unit_test(every_answer),
        cmocka_unit_test(offers_with_answers),
        cmocka_unit_test(parameters_that_are_none),
        cmocka_unit_test(one_of_several_offers_is_answered),
        cmocka_unit_test(accepted_once),
        cmocka_unit_test(the_switch_tells_what_was_agreed),
        cmocka_unit_test(what_an_unknown_extension_means_is_not_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* UTF-8 at its edges, cut into fragments at every place: the byte that is wrong is told, in text
 * messages and in the reasons of Close, and never in binary ones. */
#include "../support/cmocka_all.h"
#include "judge.h"
#include <string.h>

/* Valid ends of each length, and what only looks like them. */
static const char *const sequences[] = {
    "\x00",             /* U+0000, of length 1 */
    "\x7f",             /* U+007F */
    "\xc2\x80",         /* U+0080 */
    "\xdf\xbf",         /* U+07FF */
    "\xe0\xa0\x80",     /* U+0800 */
    "\xe1\x80\x80",     /* U+1000 */
    "\xec\xbf\xbf",     /* U+CFFF */
    "\xed\x80\x80",     /* U+D000 */
    "\xed\x9f\xbf",     /* U+D7FF, the last before the surrogates */
    "\xee\x80\x80",     /* U+E000 */
    "\xef\xbb\xbf",     /* a byte order mark is text */
    "\xef\xbf\xbe",     /* U+FFFE is no character, and it is UTF-8 */
    "\xef\xbf\xbf",     /* U+FFFF */
    "\xf0\x90\x80\x80", /* U+10000 */
    "\xf1\x80\x80\x80", /* U+40000 */
    "\xf3\xbf\xbf\xbf", /* U+FFFFF */
    "\xf4\x80\x80\x80", /* U+100000 */
    "\xf4\x8f\xbf\xbf", /* U+10FFFF */
    "\x80",             /* a continuation that continues nothing */
    "\xbf",             /* */
    "\xc0\x80",         /* overlong */
    "\xc0\xaf",         /* */
    "\xc1\xbf",         /* */
    "\xe0\x80\x80",     /* */
    "\xe0\x9f\xbf",     /* */
    "\xf0\x80\x80\x80", /* */
    "\xf0\x8f\xbf\xbf", /* */
    "\xf8\x88\x80\x80", /* five bytes are none */
    "\xfc\x84\x80\x80", /* nor six */
    "\xed\xa0\x80",     /* surrogates */
    "\xed\xad\xbf",     /* */
    "\xed\xae\x80",     /* */
    "\xed\xbf\xbf",     /* */
    "\xf4\x90\x80\x80", /* beyond U+10FFFF */
    "\xf5\x80\x80\x80", /* */
    "\xf7\xbf\xbf\xbf", /* */
    "\xfe",             /* */
    "\xff",             /* */
    "\xc2\x41",         /* a character that is not finished */
    "\xc2\xc2\x80",     /* */
    "\xdf\xf0\x90\x80", /* */
    "\xe1\x80\x41",     /* */
    "\xe1\x80\xc2\x80", /* */
    "\xe1\x41",         /* */
    "\xf1\x80\x80\x41", /* */
    "\xf1\x80\xe1\x80", /* */
    "\xf1\x41",         /* */
    "\xc2",             /* cut off at the end of the message */
    "\xdf",             /* */
    "\xe0",             /* */
    "\xe0\xa0",         /* */
    "\xed\x9f",         /* */
    "\xef\xbf",         /* */
    "\xf0",             /* */
    "\xf0\x90",         /* */
    "\xf0\x90\x80",     /* */
    "\xf4\x8f\xbf",     /* */
};
enum { SEQUENCES = sizeof sequences / sizeof *sequences };

static uint64_t sequence_put(size_t i, uint8_t *to) {
    uint64_t n = i == 0 ? 1 : strlen(sequences[i]);
    memcpy(to, sequences[i], (size_t)n);
    return n;
}

/* A message of which the parts end at cuts[]; the last part is FIN. */
static void message_say(dialog *d, parley_side side, uint8_t opcode, const uint8_t *text,
                        const uint64_t *ends, size_t parts) {
    uint64_t at = 0;
    for (size_t i = 0; i < parts; i++) {
        const frame f = {.opcode = i == 0 ? opcode : 0,
                         .more = i + 1 < parts,
                         .payload = text + at,
                         .length = ends[i] - at};
        dialog_frame(d, side, SEEN_NOW, &f);
        at = ends[i];
    }
}

/* One or two borders at every place, also twice at the same: an empty fragment. */
static void text_try(size_t s, uint8_t opcode, uint64_t before, uint64_t after) {
    uint8_t text[64];
    memset(text, 'a', sizeof text);
    uint64_t n = before + sequence_put(s, text + before) + after;
    for (uint64_t a = 0; a <= n; a++)
        for (uint64_t b = a; b <= n; b++) {
            parley_side side = (parley_side)((a + b + s) % 2);
            const uint64_t ends[] = {a, b, n};
            dialog d;
            dialog_begin(&d, OPENING_NONE);
            dialog_title(&d, "sequence %zu, opcode %u, fragments end at %llu, %llu, %llu", s,
                         opcode, (unsigned long long)a, (unsigned long long)b,
                         (unsigned long long)n);
            message_say(&d, side, opcode, text, ends, 3);
            dialog_plain(&d, side, 1, "\xc3\xa4"); /* the next message is not touched by it */
            if ((a + b) % 3 == 0) message_say(&d, side, opcode, text, &n, 1);
            dialog_finish(&d, side);
            judge_dialog(&d);
            dialog_free(&d);
        }
}

static void sequences_at_every_border(void **state) {
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++) {
        text_try(s, 1, 0, 0);
        text_try(s, 1, 2, 1);
    }
}

static void binary_is_not_text(void **state) {
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++)
        text_try(s, 2, 1, 0);
}

/* With pings of other bytes between the fragments. */
static void control_frames_between_do_not_count(void **state) {
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++)
        for (unsigned side = 0; side < 2; side++) {
            uint8_t text[8];
            uint64_t n = sequence_put(s, text);
            dialog d;
            dialog_begin(&d, OPENING_NONE);
            dialog_title(&d, "sequence %zu with pings between its bytes", s);
            for (uint64_t i = 0; i < n; i++) {
                const frame f = {
                    .opcode = i == 0 ? 1 : 0, .more = i + 1 < n, .payload = text + i, .length = 1};
                dialog_frame(&d, (parley_side)side, SEEN_NOW, &f);
                if (i + 1 == n) break;
                dialog_plain(&d, (parley_side)side, 9, "\xff");
                dialog_plain(&d, (parley_side)(1 - side), 10, "\xff");
            }
            dialog_finish(&d, (parley_side)side);
            judge_dialog(&d);
            dialog_free(&d);
        }
}

/* Blocks of plain letters around it, so that what reads many bytes at once is tried as well. */
static void sequences_deep_in_long_text(void **state) {
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++)
        for (uint64_t before = 0; before < 140; before += before < 66 ? 3 : 17) {
            uint8_t text[400];
            memset(text, 'a', sizeof text);
            uint64_t n = before + sequence_put(s, text + before) + (before % 5) * 16;
            const uint64_t ends[] = {n / 2, n};
            dialog d;
            dialog_begin(&d, OPENING_NONE);
            dialog_title(&d, "sequence %zu behind %llu letters", s, (unsigned long long)before);
            message_say(&d, PARLEY_CLIENT, 1, text, &n, 1);
            message_say(&d, PARLEY_SERVER, 1, text, ends, 2);
            message_say(&d, PARLEY_CLIENT, 1, text, ends, 2);
            dialog_finish(&d, PARLEY_CLIENT);
            judge_dialog(&d);
            dialog_free(&d);
        }
}

static void reasons(void **state) {
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++)
        for (unsigned side = 0; side < 2; side++)
            for (unsigned before = 0; before < 122; before += before < 3 ? 1 : 59) {
                uint8_t body[140] = {0x03, 0xe8};
                memset(body + 2, 'a', sizeof body - 2);
                uint64_t n = 2 + before + sequence_put(s, body + 2 + before) + s % 3;
                if (n > 125) n = 125;
                dialog d;
                dialog_begin(&d, OPENING_NONE);
                dialog_title(&d, "sequence %zu in a reason behind %u letters", s, before);
                const frame f = {.opcode = 8, .payload = body, .length = n};
                dialog_frame(&d, (parley_side)side, SEEN_NOW, &f);
                dialog_close(&d, (parley_side)(1 - side), 1000);
                dialog_happens(&d, PARLEY_FIN, PARLEY_SERVER, SEEN_NOW);
                dialog_happens(&d, PARLEY_FIN, PARLEY_CLIENT, SEEN_NOW);
                dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
                judge_dialog(&d);
                dialog_free(&d);
            }
}

/* What is compressed is no text before it is inflated. */
static void compressed_text_is_not_read_as_it_is(void **state) {
    (void)state;
    for (size_t s = 0; s < SEQUENCES; s++)
        for (unsigned side = 0; side < 2; side++) {
            uint8_t text[8];
            uint64_t n = sequence_put(s, text);
            dialog d;
            dialog_begin(&d, OPENING_DEFLATE);
            dialog_title(&d, "sequence %zu as compressed bytes", s);
            frame f = {.opcode = 1, .rsv = 4, .more = true, .payload = text, .length = n};
            dialog_frame(&d, (parley_side)side, SEEN_NOW, &f);
            f.opcode = 0, f.rsv = 0, f.more = false;
            dialog_frame(&d, (parley_side)side, SEEN_NOW, &f);
            dialog_plain(&d, (parley_side)side, 1, "plain");
            dialog_finish(&d, (parley_side)side);
            judge_dialog(&d);
            dialog_free(&d);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences_at_every_border),
        cmocka_unit_test(binary_is_not_text),
        cmocka_unit_test(control_frames_between_do_not_count),
        cmocka_unit_test(sequences_deep_in_long_text),
        cmocka_unit_test(reasons),
        cmocka_unit_test(compressed_text_is_not_read_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

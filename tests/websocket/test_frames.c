/* Headers of frames in every form, right and wrong, of both sides: each judged by libparley as by
 * the second reading. */
#include "../support/cmocka_all.h"
#include "judge.h"
#include <stdlib.h>
#include <string.h>

static const uint8_t letters[] = "abcdefghijklmnopqrstuvwxyz";

/* Where the frame under test stands. */
typedef enum place { ALONE, INSIDE, PLACES } place;
static const char *const place_names[] = {"between messages", "inside a message"};

static void frame_try(opening how, parley_side side, place where, const frame *f) {
    dialog d;
    dialog_begin(&d, how);
    dialog_title(&d, "opcode %u rsv %u fin %d length %llu form %d %s by %s, opening %d", f->opcode,
                 f->rsv, !f->more, (unsigned long long)f->length, (int)f->form, place_names[where],
                 parley_side_name(side), (int)how);
    const frame first = {.opcode = 1, .more = true, .payload = letters, .length = 3};
    const frame last = {.opcode = 0, .payload = letters, .length = 2};
    dialog_plain(&d, (parley_side)(1 - side), 1, "before");
    if (where == INSIDE) dialog_frame(&d, side, SEEN_NOW, &first);
    dialog_frame(&d, side, SEEN_NOW, f);
    if (f->opcode == 9) { /* a ping of this payload is answered */
        const frame pong = {.opcode = 10, .payload = f->payload, .length = f->length};
        if (f->length < 126) dialog_frame(&d, (parley_side)(1 - side), SEEN_NOW, &pong);
    }
    if (where == INSIDE && f->opcode != 8) dialog_frame(&d, side, SEEN_NOW, &last);
    if (f->opcode != 8) {
        dialog_plain(&d, side, 2, "after");
        dialog_finish(&d, (parley_side)(1 - side));
    } else {
        dialog_close(&d, (parley_side)(1 - side), 1000);
        dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
    }
    judge_dialog(&d);
    dialog_free(&d);
}

/* Every first byte that there is. */
static void every_opcode_and_bit(void **state) {
    (void)state;
    static const uint8_t close_body[] = {0x03, 0xe8};
    for (unsigned byte = 0; byte < 256; byte++)
        for (opening how = OPENING_NONE; how <= OPENING_DEFLATE; how++)
            for (unsigned side = 0; side < 2; side++)
                for (place where = ALONE; where < PLACES; where++) {
                    frame f = {.opcode = byte & 15,
                               .rsv = byte >> 4 & 7,
                               .more = (byte & 0x80) == 0,
                               .payload = letters,
                               .length = 5};
                    if (f.opcode == 8) f.payload = close_body, f.length = 2;
                    frame_try(how, (parley_side)side, where, &f);
                }
}

static void every_length_in_every_form(void **state) {
    (void)state;
    static const uint64_t lengths[] = {0,   1,   2,     124,   125,   126,   127,   128,    200,
                                       255, 256, 65534, 65535, 65536, 65537, 70000, 0x20000};
    uint8_t *payload = malloc(0x20000);
    assert_non_null(payload);
    memset(payload, 'x', 0x20000);
    static const uint8_t opcodes[] = {1, 2, 9, 10, 8, 0, 3};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
        for (frame_form form = FORM_SHORTEST; form <= FORM_64; form++)
            for (size_t o = 0; o < sizeof opcodes; o++)
                for (unsigned side = 0; side < 2; side++) {
                    const frame f = {.opcode = opcodes[o],
                                     .form = form,
                                     .payload = payload,
                                     .length = lengths[l]};
                    if (opcodes[o] > 2 && lengths[l] > 70000) continue;
                    if (form == FORM_16 && lengths[l] > 0xffff) continue;
                    payload[0] = opcodes[o] == 8 && lengths[l] > 1 ? 0x0f : 'x';
                    place where = opcodes[o] == 0 ? INSIDE : ALONE;
                    frame_try(l % 2 == 0 ? OPENING_PLAIN : OPENING_NONE, (parley_side)side, where,
                              &f);
                }
    free(payload);
}

/* The boundary is lost: nothing after it is judged, whatever it looks like. */
static void a_length_with_its_highest_bit(void **state) {
    (void)state;
    static const uint8_t high[] = {0x80, 0x81, 0xc0, 0xff};
    static const uint8_t opcodes[] = {0, 1, 2, 8, 9, 10};
    for (size_t h = 0; h < sizeof high; h++)
        for (size_t o = 0; o < sizeof opcodes; o++)
            for (unsigned side = 0; side < 2; side++) {
                const frame f = {.opcode = opcodes[o],
                                 .form = FORM_64,
                                 .high = high[h],
                                 .payload = letters,
                                 .length = 20};
                frame_try(OPENING_PLAIN, (parley_side)side, opcodes[o] == 0 ? INSIDE : ALONE, &f);
            }
}

static void masks_on_every_kind_of_frame(void **state) {
    (void)state;
    static const uint8_t opcodes[] = {0, 1, 2, 3, 8, 9, 10};
    for (size_t o = 0; o < sizeof opcodes; o++)
        for (unsigned side = 0; side < 2; side++)
            for (unsigned kind = 0; kind < 3; kind++)
                for (unsigned length = 0; length < 4; length += 2) {
                    static const uint8_t body[] = {0x03, 0xe9, 'a', 'b'};
                    frame f = {.opcode = opcodes[o],
                               .flip_mask = kind == 0,
                               .set_key = kind != 0,
                               .payload = body + (opcodes[o] == 8 ? 0 : 2),
                               .length = length};
                    if (kind == 2) memcpy(f.key, "\x01\x00\x00\x00", 4);
                    frame_try(OPENING_PLAIN, (parley_side)side, opcodes[o] == 0 ? INSIDE : ALONE,
                              &f);
                }
}

/* A key is fresh if it is another one than that of the frame before. */
static void keys_that_come_again(void **state) {
    (void)state;
    static const uint8_t keys[][4] = {{1, 2, 3, 4}, {1, 2, 3, 4}, {1, 2, 3, 5},
                                      {0, 0, 0, 0}, {0, 0, 0, 1}, {0, 1, 0, 0}};
    for (size_t a = 0; a < 6; a++)
        for (size_t b = 0; b < 6; b++)
            for (unsigned flip = 0; flip < 2; flip++) {
                dialog d;
                dialog_begin(&d, OPENING_NONE);
                dialog_title(&d, "keys %zu, %zu, an unmasked frame between: %u", a, b, flip);
                frame f = {.opcode = 2, .set_key = true, .payload = letters, .length = 4};
                memcpy(f.key, keys[a], 4);
                dialog_frame(&d, PARLEY_CLIENT, SEEN_NOW, &f);
                dialog_plain(&d, PARLEY_SERVER, 1, "x");
                f.flip_mask = true;
                if (flip != 0) dialog_frame(&d, PARLEY_CLIENT, SEEN_NOW, &f);
                f.flip_mask = false;
                memcpy(f.key, keys[b], 4);
                dialog_frame(&d, PARLEY_CLIENT, SEEN_NOW, &f);
                dialog_finish(&d, PARLEY_CLIENT);
                judge_dialog(&d);
                dialog_free(&d);
            }
}

/* Frames of both sides right behind each other, in one piece with the head of the answer. */
static void frames_come_with_the_head(void **state) {
    (void)state;
    dialog d;
    dialog_begin(&d, OPENING_PLAIN);
    dialog_title(&d, "frames in one piece with the head");
    dialog_plain(&d, PARLEY_SERVER, 1, "hello");
    dialog_plain(&d, PARLEY_SERVER, 9, "p");
    dialog_join(&d);
    assert_int_equal(d.count, 2);
    dialog_plain(&d, PARLEY_CLIENT, 10, "p");
    dialog_finish(&d, PARLEY_SERVER);
    judge_dialog(&d);
    dialog_free(&d);
}

/* Lengths that no transcript holds: the frame is under way, for ever, or cut. */
static void lengths_beyond_all_payload(void **state) {
    (void)state;
    static const uint64_t lengths[] = {UINT64_C(1) << 24, (UINT64_C(1) << 24) + 1,
                                       UINT64_C(1) << 31, UINT64_C(1) << 32,
                                       UINT64_C(1) << 62, INT64_MAX};
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
        for (unsigned side = 0; side < 2; side++)
            for (unsigned opcode = 0; opcode < 11; opcode++)
                for (parley_input_kind end = PARLEY_FIN; end <= PARLEY_STOP; end++) {
                    dialog d;
                    dialog_begin(&d, OPENING_NONE);
                    dialog_title(&d, "length %llu, opcode %u by %s, end %d",
                                 (unsigned long long)lengths[l], opcode,
                                 parley_side_name((parley_side)side), (int)end);
                    const frame f = {.opcode = (uint8_t)opcode,
                                     .form = FORM_64,
                                     .payload = letters,
                                     .length = 5};
                    dialog_frame(&d, (parley_side)side, SEEN_NOW, &f);
                    for (unsigned i = 0; i < 8; i++)
                        d.bytes[side][2 + i] = (uint8_t)(lengths[l] >> (56 - 8 * i));
                    dialog_plain(&d, (parley_side)side, 1, "more of it");
                    dialog_plain(&d, (parley_side)(1 - side), 1, "hello");
                    if (end != PARLEY_STOP) dialog_happens(&d, end, (parley_side)side, SEEN_NOW);
                    dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
                    judge_dialog(&d);
                    dialog_free(&d);
                }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_opcode_and_bit),
        cmocka_unit_test(every_length_in_every_form),
        cmocka_unit_test(a_length_with_its_highest_bit),
        cmocka_unit_test(masks_on_every_kind_of_frame),
        cmocka_unit_test(keys_that_come_again),
        cmocka_unit_test(frames_come_with_the_head),
        cmocka_unit_test(lengths_beyond_all_payload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

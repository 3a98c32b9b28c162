/* What messages of WebSocket hold: compressed ones are judged at the byte of the wire that shows
 * it, whatever the frames and the pieces, and where bytes are missing nobody is blamed. */
#include "../../cli/websocket/content.h"
#include "../support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { WIRE = 1 << 16, FOUND = 16, MESSAGES = 8 };

/* A frame of a direction, as it lies on the wire. */
typedef struct frame {
    uint8_t opcode;
    bool fin, compressed;
    uint64_t offset; /* of its first byte */
    size_t header, length;
    uint32_t key;
} frame;

/* One direction: frames, and what was told of it. */
typedef struct direction {
    uint8_t wire[WIRE];
    size_t n;
    frame frames[32];
    size_t n_frames;
    connection about;
    conversation *c;
    parley_finding found[FOUND];
    size_t n_found;
    char texts[MESSAGES][64];
    bool cut[MESSAGES], inflated[MESSAGES];
    size_t n_texts;
} direction;

static void frame_add(direction *d, uint8_t opcode, bool fin, bool compressed, const void *payload,
                      size_t n) {
    static const uint8_t key[4] = {0x9d, 0x01, 0x00, 0xf7};
    frame *f = &d->frames[d->n_frames++];
    assert_true(n < 65536 && d->n + n + 8 < WIRE);
    *f = (frame){opcode, fin, compressed, d->n, n < 126 ? 6 : 8, n, 0xf700019du};
    uint8_t *at = d->wire + d->n;
    at[0] = (uint8_t)((fin ? 0x80 : 0) | (compressed && opcode != 0 ? 0x40 : 0) | opcode);
    at[1] = (uint8_t)(0x80 | (n < 126 ? n : 126));
    at[2] = (uint8_t)(n >> 8);
    at[3] = (uint8_t)n;
    memcpy(at + f->header - 4, key, 4);
    for (size_t i = 0; i < n; i++)
        at[f->header + i] = ((const uint8_t *)payload)[i] ^ key[i % 4];
    d->n += f->header + n;
}

static void told(direction *d, const parley_event *event) {
    parley_finding found[WEBSOCKET_FINDINGS];
    size_t n = websocket_event(d->c, event, found);
    for (size_t i = 0; i < n; i++) {
        assert_true(d->n_found < FOUND);
        d->found[d->n_found++] = found[i];
    }
    if (event->kind == PARLEY_EVENT_TEXT || event->kind == PARLEY_EVENT_BINARY) {
        uint64_t length;
        size_t shown;
        assert_true(d->n_texts < MESSAGES);
        const uint8_t *text = websocket_text(d->c, event, &shown, &d->cut[d->n_texts]);
        snprintf(d->texts[d->n_texts], sizeof d->texts[0], "%.*s", (int)shown,
                 text != NULL ? (const char *)text : "");
        d->inflated[d->n_texts++] = websocket_inflated(d->c, event, &length);
    }
    websocket_event_told(d->c, event);
}

/* The events that the core makes of bytes [from, to), which lie in one piece. */
static void events_tell(direction *d, uint64_t from, uint64_t to) {
    size_t first = 0;    /* frame of the message under way */
    uint64_t before = 0; /* its payload before this frame */
    for (size_t i = 0; i < d->n_frames; i++) {
        const frame *f = &d->frames[i];
        uint64_t payload = f->offset + f->header, end = payload + f->length;
        uint64_t begin = payload > from ? payload : from, stop = end < to ? end : to;
        if (f->opcode == 1 || f->opcode == 2) {
            first = i;
            before = 0;
        }
        uint8_t kind = f->opcode < 8 ? d->frames[first].opcode : f->opcode;
        parley_event event = {.kind = PARLEY_EVENT_PAYLOAD, .side = PARLEY_CLIENT};
        event.websocket.opcode = f->opcode;
        event.websocket.text = kind == 1;
        event.websocket.compressed = f->opcode < 8 && d->frames[first].compressed;
        if (begin < stop) {
            unsigned turn = 8 * (unsigned)((begin - payload) % 4);
            event.span = (parley_span){begin, stop - begin};
            event.websocket.payload_length = (f->opcode < 8 ? before : 0) + (begin - payload);
            event.websocket.key = turn == 0 ? f->key : f->key >> turn | f->key << (32 - turn);
            told(d, &event);
        }
        if (f->opcode < 8) before += f->length;
        if (end <= from || end > to || !f->fin) continue;
        event.kind = kind == 1   ? PARLEY_EVENT_TEXT
                     : kind == 2 ? PARLEY_EVENT_BINARY
                     : kind == 8 ? PARLEY_EVENT_CLOSE
                                 : PARLEY_EVENT_PING;
        event.span.offset = f->opcode < 8 ? d->frames[first].offset : f->offset;
        event.span.length = end - event.span.offset;
        event.websocket.payload_length = f->opcode < 8 ? before : f->length;
        told(d, &event);
    }
}

/* Feeds it in pieces; what lies in [hole, hole + missing) is not there. */
static void direction_play(direction *d, uint8_t bits, bool no_takeover, size_t piece, size_t hole,
                           size_t missing) {
    d->c = conversation_open(&d->about, "test");
    assert_non_null(d->c);
    d->c->wants_text = true;
    d->n_found = d->n_texts = 0;
    parley_event over = {.kind = PARLEY_EVENT_SWITCH, .side = PARLEY_CLIENT};
    over.protocol = "websocket";
    over.websocket.window_bits = bits;
    over.websocket.no_takeover = no_takeover;
    told(d, &over);
    for (size_t at = 0; at < d->n;) {
        size_t n = d->n - at < piece ? d->n - at : piece;
        if (missing > 0 && at < hole && at + n > hole) n = hole - at;
        parley_input input = {.kind = PARLEY_BYTES, .length = n};
        uint8_t *copy = malloc(n);
        assert_non_null(copy);
        memcpy(copy, d->wire + at, n);
        input.bytes = copy;
        if (missing > 0 && at >= hole && at < hole + missing) {
            input.kind = PARLEY_GAP;
            input.length = n = hole + missing - at;
        }
        d->c->piece = &input;
        if (input.kind == PARLEY_BYTES) events_tell(d, at, at + n);
        conversation_keep(d->c, &input);
        free(copy);
        at += n;
    }
    d->c->piece = NULL;
}

static void direction_close(direction *d) {
    conversation_free(d->c);
    d->c = NULL;
}

static direction *direction_new(void) {
    direction *d = calloc(1, sizeof *d);
    assert_non_null(d);
    return d;
}

/* A message of an own window, or of a window that goes on. */
static size_t deflate_to(z_stream *z, const void *text, size_t n, uint8_t *out) {
    z->next_in = (z_const Bytef *)text;
    z->avail_in = (uInt)n;
    z->next_out = out;
    z->avail_out = 4096;
    assert_int_equal(deflate(z, Z_SYNC_FLUSH), Z_OK);
    return 4096 - z->avail_out - 4;
}

static void assert_found(const direction *d, size_t i, const char *rule, uint64_t offset,
                         uint16_t got) {
    assert_true(i < d->n_found);
    assert_string_equal(d->found[i].rule->id, rule);
    assert_int_equal(d->found[i].span.offset, offset);
    if (got < PARLEY_FIRST_SYMBOL) assert_int_equal(d->found[i].got, got);
    assert_non_null(d->found[i].machine);
    assert_true(parley_expected_count(&d->found[i]) > 0);
}

static const size_t pieces[] = {WIRE, 9, 4, 1};
#define PIECES (sizeof pieces / sizeof pieces[0])

static void compressed_fragments_with_pings_between_are_one_text(void **state) {
    static const char *const texts[] = {"Hello, hello, hello \xe2\x82\xac!",
                                        "Hello, hello, hello!"};
    uint8_t out[4096];
    (void)state;
    for (size_t p = 0; p < PIECES; p++) {
        direction *d = direction_new();
        z_stream z = {0};
        assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
        size_t n = deflate_to(&z, texts[0], strlen(texts[0]), out);
        frame_add(d, 1, false, true, out, 3);
        frame_add(d, 9, true, false, "ping", 4);
        frame_add(d, 0, false, true, out + 3, n - 4);
        frame_add(d, 9, true, false, "", 0);
        frame_add(d, 0, true, true, out + n - 1, 1);
        frame_add(d, 1, true, false, "not compressed", 14);
        n = deflate_to(&z, texts[1], strlen(texts[1]), out);
        frame_add(d, 1, true, true, out, n);
        direction_play(d, 15, false, pieces[p], 0, 0);
        assert_int_equal(d->n_found, 0);
        assert_null(d->c->unread);
        assert_int_equal(d->n_texts, 3);
        assert_string_equal(d->texts[0], texts[0]);
        assert_string_equal(d->texts[1], "not compressed");
        assert_string_equal(d->texts[2], texts[1]);
        assert_false(d->cut[0] || d->cut[1] || d->cut[2]);
        assert_int_equal(d->c->lanes[PARLEY_CLIENT].websocket->messages, 3);
        deflateEnd(&z);
        direction_close(d);
        free(d);
    }
}

static void wrong_text_inside_lies_on_the_byte_of_the_wire(void **state) {
    /* stored blocks: a byte of the text is a byte of the payload */
    static const uint8_t stored[] = {0x00, 0x06, 0x00, 0xf9, 0xff, 'a',
                                     0xe2, 0x28, 0xa1, 'b',  'c',  0x00};
    static const uint8_t cut[] = {0x00, 0x03, 0x00, 0xfc, 0xff, 'a', 0xe2, 0x82, 0x00};
    (void)state;
    for (size_t p = 0; p < PIECES; p++) {
        direction *d = direction_new();
        frame_add(d, 1, false, true, stored, 6);
        frame_add(d, 0, true, true, stored + 6, 6);
        frame_add(d, 2, true, true, stored, 12); /* binary may be anything */
        frame_add(d, 1, true, true, cut, 9);
        frame_add(d, 1, false, true, cut, 9); /* its last frame is empty */
        frame_add(d, 0, true, true, "", 0);
        direction_play(d, 15, false, pieces[p], 0, 0);
        assert_int_equal(d->n_found, 3);
        assert_found(d, 0, "websocket.message.text-not-utf8", 12 + 6 + 1, 0x28);
        assert_found(d, 1, "websocket.message.text-ends-in-character", d->frames[4].offset - 1,
                     256);
        assert_found(d, 2, "websocket.message.text-ends-in-character", d->n - 1, 256);
        assert_true(d->inflated[0] && d->inflated[3]);
        direction_close(d);
        free(d);
    }
}

static void what_does_not_inflate_breaks_what_was_agreed(void **state) {
    uint8_t first[4096], second[4096];
    z_stream z = {0};
    (void)state;
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t n_first = deflate_to(&z, "Hello, hello!", 13, first);
    size_t n_second = deflate_to(&z, "Hello, hello!", 13, second);
    for (size_t p = 0; p < PIECES; p++) {
        direction *d = direction_new();
        frame_add(d, 1, true, true, first, n_first);
        frame_add(d, 1, true, true, second, n_second);
        frame_add(d, 1, true, true, first, n_first);
        frame_add(d, 1, true, true, "\x07", 1);
        direction_play(d, 15, true, pieces[p], 0, 0);
        assert_int_equal(d->n_found, 2);
        assert_string_equal(d->found[0].rule->id, "websocket.deflate.context-used");
        assert_true(d->found[0].span.offset >= d->frames[1].offset + 6 &&
                    d->found[0].span.offset < d->frames[2].offset);
        assert_found(d, 1, "websocket.deflate.bad-block", d->n - 1, 256);
        assert_true(d->inflated[0] && !d->inflated[1] && d->inflated[2] && !d->inflated[3]);
        assert_null(d->c->unread);
        direction_close(d);
        /* the same is right where windows go on */
        direction_play(d, 15, false, pieces[p], 0, 0);
        assert_int_equal(d->n_found, 1);
        direction_close(d);
        free(d);
    }
    deflateEnd(&z);
}

static void a_final_bit_is_told_once_and_at_its_block(void **state) {
    static const uint8_t final[] = {0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00};
    (void)state;
    for (size_t p = 0; p < PIECES; p++) {
        direction *d = direction_new();
        frame_add(d, 1, true, true, final, sizeof final);
        frame_add(d, 1, true, true, final, sizeof final);
        direction_play(d, 15, false, pieces[p], 0, 0);
        assert_int_equal(d->n_found, 1);
        assert_found(d, 0, "websocket.deflate.final-block", 6, 256);
        assert_string_equal(d->texts[1], "Hello");
        direction_close(d);
        free(d);
    }
}

static void behind_a_hole_nobody_is_blamed(void **state) {
    uint8_t out[4096];
    (void)state;
    for (int no_takeover = 0; no_takeover < 2; no_takeover++)
        for (size_t p = 0; p < PIECES; p++) {
            direction *d = direction_new();
            z_stream z = {0};
            assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
            for (int i = 0; i < 3; i++) {
                if (no_takeover != 0) assert_int_equal(deflateReset(&z), Z_OK);
                frame_add(d, 1, true, true, out, deflate_to(&z, "Hello, hello!", 13, out));
            }
            deflateEnd(&z);
            /* of the first message, two bytes of its payload */
            direction_play(d, 15, no_takeover != 0, pieces[p], 7, 2);
            assert_int_equal(d->n_found, 0);
            assert_int_equal(d->n_texts, 3);
            assert_false(d->inflated[0]);
            assert_true(d->cut[0]);
            assert_true(d->inflated[1] == (no_takeover != 0));
            assert_true(d->inflated[2] == (no_takeover != 0));
            assert_true((d->c->unread == NULL) == (no_takeover != 0));
            direction_close(d);
            free(d);
        }
}

static void a_hole_in_what_is_not_compressed_changes_nothing_for_what_is(void **state) {
    uint8_t out[4096];
    (void)state;
    for (size_t p = 0; p < PIECES; p++) {
        direction *d = direction_new();
        z_stream z = {0};
        assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
        size_t n = deflate_to(&z, "Hello, hello!", 13, out);
        frame_add(d, 1, true, true, out, n);
        frame_add(d, 1, true, false, "0123456789", 10);
        frame_add(d, 9, true, false, "0123456789", 10);
        n = deflate_to(&z, "Hello, hello!", 13, out);
        frame_add(d, 1, true, true, out, n);
        deflateEnd(&z);
        for (size_t i = 1; i < 3; i++) {
            direction_play(d, 15, false, pieces[p], d->frames[i].offset + 9, 5);
            assert_int_equal(d->n_found, 0);
            assert_null(d->c->unread);
            assert_string_equal(d->texts[2], "Hello, hello!");
            assert_string_equal(d->texts[1], i == 1 ? "012" : "0123456789");
            assert_true(d->cut[1] == (i == 1));
            direction_close(d);
        }
        free(d);
    }
}

static void a_message_that_was_broken_off_is_forgotten(void **state) {
    static const uint8_t stored[] = {0x00, 0x02, 0x00, 0xfd, 0xff, 'a', 'b', 0x00};
    (void)state;
    for (int no_takeover = 0; no_takeover < 2; no_takeover++) {
        direction *d = direction_new();
        frame_add(d, 1, false, true, stored, 4);
        direction_play(d, 15, no_takeover != 0, WIRE, 0, 0);
        parley_finding finding = {.rule =
                                      parley_rule_find("websocket.message.start-inside-message")};
        assert_non_null(finding.rule);
        websocket_finding(d->c, &finding);
        uint64_t from = d->n;
        frame_add(d, 1, true, true, stored, sizeof stored);
        parley_input input = {.kind = PARLEY_BYTES, .bytes = d->wire + from, .length = d->n - from};
        d->c->piece = &input;
        events_tell(d, from, d->n);
        assert_int_equal(d->n_found, 0);
        assert_true(d->inflated[0] == (no_takeover != 0));
        direction_close(d);
        free(d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compressed_fragments_with_pings_between_are_one_text),
        cmocka_unit_test(wrong_text_inside_lies_on_the_byte_of_the_wire),
        cmocka_unit_test(what_does_not_inflate_breaks_what_was_agreed),
        cmocka_unit_test(a_final_bit_is_told_once_and_at_its_block),
        cmocka_unit_test(behind_a_hole_nobody_is_blamed),
        cmocka_unit_test(a_hole_in_what_is_not_compressed_changes_nothing_for_what_is),
        cmocka_unit_test(a_message_that_was_broken_off_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

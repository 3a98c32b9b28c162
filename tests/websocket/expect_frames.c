/* One direction's frames as RFC 6455 5.2 draws them: headers, and which frames make a message. */
#include "../support/cmocka_all.h"
#include "reading.h"
#include <stdlib.h>
#include <string.h>

enum { CONTINUATION, TEXT, BINARY, CLOSE = 8, PING, PONG };

static bool is_control(const read_frame *f) {
    return f->opcode >= 8;
}
static bool is_reserved(const read_frame *f) {
    return (f->opcode > BINARY && f->opcode < CLOSE) || f->opcode > PONG;
}

/* Said once for each direction. */
static void told(direction *r, const char *rule, bool must, uint64_t at) {
    bool before = false;
    for (size_t i = 0; i < r->o->n; i++) {
        const expected *e = &r->o->list[i];
        if (e->side != r->side || strcmp(e->rule, rule) != 0) continue;
        if (e->must) return;
        before = true;
    }
    expected *e = must && !before ? opinion_must(r->o, rule, r->side, at)
                                  : opinion_may(r->o, rule, r->side, at, at);
    e->when = happening_of(r->d, r->side, at);
}

static void must(direction *r, read_frame *f, const char *rule, uint64_t at) {
    told(r, rule, true, at);
    if (rule_level(rule) == PARLEY_ERROR) f->wrong = true;
}

static void may(direction *r, const char *rule, uint64_t at) {
    told(r, rule, false, at);
}

/* Said once for each message. */
static void must_of_message(direction *r, read_frame *f, const char *rule, uint64_t *first) {
    expected *e = *first == NOT ? opinion_must(r->o, rule, r->side, f->at)
                                : opinion_may(r->o, rule, r->side, f->at, f->at);
    e->when = happening_of(r->d, r->side, f->at);
    if (*first == NOT) *first = f->at;
    f->wrong = true;
}

/* RFC 6455 5.2; RFC 7692 6: RSV1 has a meaning on the first frame of a data message. */
static void reserved_bits_read(direction *r, read_frame *f) {
    const bool known = r->d->protocol == PARLEY_HTTP1; /* what was agreed */
    uint8_t bad = r->d->deflate || !known ? f->rsv & 3 : f->rsv;
    if (bad != 0) must_of_message(r, f, "frame.reserved-bit", &r->told_bit);
    if ((f->rsv & 4) == 0) return;
    if (!known || is_reserved(f)) may(r, "frame.reserved-bit", f->at);
    if (known && !r->d->deflate) return;
    if (f->opcode == CONTINUATION) {
        if (known && r->open != 0)
            must(r, f, "deflate.compressed-bit-on-continuation", f->at);
        else
            may(r, "deflate.compressed-bit-on-continuation", f->at);
    } else if (is_control(f)) {
        if (known && !is_reserved(f))
            must(r, f, "deflate.compressed-bit-on-control", f->at);
        else
            may(r, "deflate.compressed-bit-on-control", f->at);
    }
}

/* RFC 6455 5.5.1: after its Close a side sends no data. */
static void data_after_close(direction *r, read_frame *f) {
    if (is_control(f)) return;
    if (is_reserved(f))
        may(r, "close.data-after-close", f->at);
    else
        must(r, f, "close.data-after-close", f->at);
}

/* RFC 6455 1.4, 7.1.5: nor another control frame; one that is cut was perhaps never meant to be. */
static void control_after_close(direction *r, read_frame *f) {
    const char *rule = f->opcode == CLOSE ? "close.repeated" : "close.control-after-close";
    if (f->whole && !is_reserved(f))
        must(r, f, rule, f->at);
    else
        may(r, rule, f->at);
}

/* RFC 6455 5.4 */
static void fragmentation_read(direction *r, read_frame *f) {
    const char *rule = NULL;
    if (f->opcode == CONTINUATION && r->open == 0) rule = "message.continuation-without-start";
    if ((f->opcode == TEXT || f->opcode == BINARY) && (r->open != 0 || r->fog))
        rule = "message.start-inside-message";
    if (rule == NULL) return;
    if (r->closed || r->fog)
        may(r, rule, f->at);
    else
        must(r, f, rule, f->at);
}

static void first_byte_read(direction *r, read_frame *f, uint8_t byte) {
    f->fin = (byte & 0x80) != 0;
    f->rsv = byte >> 4 & 7;
    f->opcode = byte & 15;
    if (f->opcode == TEXT || f->opcode == BINARY) r->told_bit = r->told_opcode = NOT;
    if (is_reserved(f)) must_of_message(r, f, "frame.reserved-opcode", &r->told_opcode);
    reserved_bits_read(r, f);
    if (is_control(f) && !f->fin) {
        if (is_reserved(f))
            may(r, "frame.control-fragmented", f->at);
        else
            must(r, f, "frame.control-fragmented", f->at);
    }
    fragmentation_read(r, f);
    if (r->closed) data_after_close(r, f);
    /* With compression agreed, a message that is not compressed is worth a note. */
    if (r->d->deflate && (f->opcode == TEXT || f->opcode == BINARY) && (f->rsv & 4) == 0)
        may(r, "deflate.uncompressed-message", f->at);
}

/* More than most receivers take is worth a note, if a limit is known or not. */
static void size_read(direction *r, const read_frame *f) {
    if (f->length >= UINT64_C(1) << 24) may(r, "frame.too-large", f->payload - 1);
}

static void second_byte_read(direction *r, read_frame *f, uint8_t byte) {
    f->masked = (byte & 0x80) != 0;
    f->length = byte & 0x7f;
    if (r->side == PARLEY_CLIENT && !f->masked) must(r, f, "frame.unmasked-client", f->at + 1);
    if (r->side == PARLEY_SERVER && f->masked) must(r, f, "frame.masked-server", f->at + 1);
    if (is_control(f) && f->length > 125) {
        if (is_reserved(f))
            may(r, "frame.control-too-long", f->at + 1);
        else
            must(r, f, "frame.control-too-long", f->at + 1);
    }
    if (f->opcode == CLOSE && f->length == 1) {
        if (r->closed)
            may(r, "close.one-byte-body", f->at + 1);
        else
            must(r, f, "close.one-byte-body", f->at + 1);
    }
}

/* The length in 2 or 8 bytes of which have came. */
static void length_read(direction *r, read_frame *f, const uint8_t *bytes, unsigned size,
                        uint64_t have) {
    if (size == 8 && have >= 1 && (bytes[0] & 0x80) != 0) {
        must(r, f, "frame.length-high-bit", f->at + 2);
        r->stopped = true;
        return;
    }
    bool small = size == 2 ? have >= 2 && bytes[0] == 0 && bytes[1] < 126
                           : have >= 6 && memcmp(bytes, "\0\0\0\0\0\0", 6) == 0;
    if (small && is_control(f)) /* already too long, by its form */
        may(r, "frame.length-not-minimal", f->at + (size == 2 ? 3 : 7));
    else if (small)
        must(r, f, "frame.length-not-minimal", f->at + (size == 2 ? 3 : 7));
    f->length = 0;
    for (unsigned i = 0; i < size && i < have; i++)
        f->length = f->length << 8 | bytes[i];
}

/* RFC 6455 5.3, 10.3 */
static void key_read(direction *r, read_frame *f, const uint8_t *key) {
    memcpy(f->key, key, 4);
    if (r->side != PARLEY_CLIENT) return;
    uint64_t last = f->payload - 1;
    bool zero = memcmp(key, "\0\0\0\0", 4) == 0;
    if (zero && f->length > 0) must(r, f, "frame.mask-key-zero", last);
    if (zero && f->length == 0) may(r, "frame.mask-key-zero", last);
    for (size_t i = r->n; i > 0; i--) {
        const read_frame *before = &r->frames[i - 1];
        if (!before->masked || memcmp(before->key, key, 4) != 0) continue;
        if (i == r->n && !zero && f->length > 0 && before->length > 0)
            must(r, f, "frame.mask-key-repeated", last);
        else
            may(r, "frame.mask-key-repeated", last);
        return;
    }
}

/* Reads as much of a header as came. Returns whether it is whole. */
static bool header_read(direction *r, read_frame *f, const uint8_t *bytes, uint64_t have) {
    if (have >= 1) first_byte_read(r, f, bytes[0]);
    if (have >= 2) second_byte_read(r, f, bytes[1]);
    if (have < 2) return false;
    unsigned size = f->length == 126 ? 2 : f->length == 127 ? 8 : 0;
    if (size > 0) length_read(r, f, bytes + 2, size, have - 2);
    uint64_t length = 2u + size + (f->masked ? 4 : 0);
    f->payload = f->at + length;
    if (r->stopped || have < length) return false;
    if (f->masked) key_read(r, f, bytes + length - 4);
    size_read(r, f);
    return true;
}

/* RFC 6455 5.5.1: a message that is open then is never finished. */
static void close_said(direction *r, read_frame *f) {
    if (r->closed) return;
    r->closed = true;
    r->open_at_close = r->open != 0;
    if (r->open != 0 && !r->fog)
        must(r, f, "message.open-at-close", f->at);
    else if (r->fog || r->open != 0)
        may(r, "message.open-at-close", f->at);
}

/* What is open behind a frame. */
static void message_goes_on(direction *r, read_frame *f) {
    if (is_reserved(f) || is_control(f)) {
        if (!f->fin) r->fog = true;
    } else if (f->opcode == CONTINUATION) {
        if (r->open == 0 || f->fin) r->fog = !f->fin;
        if (f->fin) r->nested = false;
        if (f->fin) r->open = 0;
    } else if (f->fin) {
        r->open = 0;
    }
    if (f->opcode == CLOSE) close_said(r, f);
}

static void message_begins(direction *r, const read_frame *f) {
    if (f->opcode == CONTINUATION && f->rsv != 0) r->oddly = true;
    if (f->opcode != TEXT && f->opcode != BINARY) return;
    r->nested |= r->open != 0;
    r->fog = r->nested; /* does the one before go on behind this one? */
    r->open = f->opcode;
    r->compressed = r->d->deflate && (f->rsv & 4) != 0;
    r->oddly = (f->rsv & (r->d->deflate ? 3 : 7)) != 0;
    r->unjudged = f->opcode == BINARY || r->compressed;
    r->text = (utf8){0};
    r->text_wrong = false;
}

static read_frame *frame_add(direction *r, uint64_t at) {
    if (r->n == r->room) {
        r->room = r->room * 2 + 16;
        read_frame *larger = realloc(r->frames, r->room * sizeof *larger);
        assert_non_null(larger);
        r->frames = larger;
    }
    read_frame *f = &r->frames[r->n];
    *f = (read_frame){.at = at, .payload = at};
    return f;
}

/* The payload of a frame: how much of it is known, and whether the boundary behind it is. */
static void body_read(direction *r, read_frame *f) {
    const uint64_t *hole = r->d->hole[r->side], n = r->d->n[r->side];
    uint64_t end = f->length > n - f->payload ? n : f->payload + f->length;
    uint64_t known = end;
    if (hole[0] < hole[1] && hole[0] >= f->payload && hole[0] < end) {
        known = hole[0];
        f->holed = true;
        if (hole[1] > f->payload + f->length) r->lost = true;
        *(is_control(f) ? &r->control_lost : &r->content_lost) = true;
        r->lost_at = is_control(f) ? hole[0] : f->payload + f->length;
    }
    f->whole = end - f->payload == f->length && !r->lost;
    payload_read(r, f, known);
}

void direction_read(direction *r) {
    const uint64_t *hole = r->d->hole[r->side], n = r->d->n[r->side];
    r->told_bit = r->told_opcode = r->lost_at = NOT;
    for (uint64_t at = r->d->begin[r->side]; at < n;) {
        uint64_t known = hole[0] < hole[1] && hole[0] >= at ? hole[0] : n;
        read_frame *f = frame_add(r, at);
        bool whole = header_read(r, f, r->d->bytes[r->side] + at, known - at);
        r->n++;
        if (r->stopped) return;
        if (!whole) {
            if (r->closed && is_control(f)) control_after_close(r, f);
            if (known < n) {
                r->lost = true;
                r->lost_at = hole[0];
            }
            r->partial = !r->lost;
            return;
        }
        message_begins(r, f);
        body_read(r, f);
        r->partial = !f->whole && !r->lost;
        if (r->closed && is_control(f)) control_after_close(r, f);
        if (!f->whole && f->opcode == CLOSE && r->open != 0) may(r, "message.open-at-close", f->at);
        if (!f->whole) return;
        message_goes_on(r, f);
        at = f->payload + f->length;
    }
}

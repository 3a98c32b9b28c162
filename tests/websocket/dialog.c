/* Conversations as tests make them: bytes of both sides, told in some order. */
#include "dialog.h"
#include "../support/cmocka_all.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MILLISECOND = 1000000 };

void dialog_start(dialog *d, parley_protocol protocol, unsigned flags) {
    memset(d, 0, sizeof *d);
    d->protocol = protocol;
    d->flags = flags;
}

void dialog_free(dialog *d) {
    free(d->bytes[0]);
    free(d->bytes[1]);
    free(d->list);
    memset(d, 0, sizeof *d);
}

void dialog_title(dialog *d, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(d->title, sizeof d->title, format, arguments);
    va_end(arguments);
}

static happening *happening_add(dialog *d, parley_input_kind kind, parley_side side,
                                uint64_t seen) {
    if (d->count == d->capacity) {
        d->capacity = d->capacity * 2 + 16;
        happening *larger = realloc(d->list, d->capacity * sizeof *larger);
        assert_non_null(larger);
        d->list = larger;
    }
    uint64_t all = d->n[1 - side] + (d->ended[1 - side] ? 1 : 0);
    bool now = seen == SEEN_NOW || seen > all || kind == PARLEY_STOP;
    happening *h = &d->list[d->count++];
    *h = (happening){.kind = kind,
                     .side = side,
                     .from = d->n[side],
                     .seen = now ? all : seen,
                     .all = now,
                     .time = d->count * MILLISECOND};
    return h;
}

static uint8_t *stream_extend(dialog *d, parley_side side, uint64_t n) {
    if (d->n[side] + n > d->room[side]) {
        d->room[side] = (d->room[side] + n) * 2 + 64;
        uint8_t *larger = realloc(d->bytes[side], (size_t)d->room[side]);
        assert_non_null(larger);
        d->bytes[side] = larger;
    }
    d->n[side] += n;
    return d->bytes[side] + d->n[side] - n;
}

void dialog_bytes(dialog *d, parley_side side, uint64_t seen, const uint8_t *bytes, uint64_t n) {
    if (n == 0) return;
    happening_add(d, PARLEY_BYTES, side, seen)->length = n;
    memcpy(stream_extend(d, side, n), bytes, (size_t)n);
}

void dialog_text(dialog *d, parley_side side, const char *text) {
    dialog_bytes(d, side, SEEN_NOW, (const uint8_t *)text, strlen(text));
}

void dialog_happens(dialog *d, parley_input_kind kind, parley_side side, uint64_t seen) {
    (void)happening_add(d, kind, side, seen);
    if (kind == PARLEY_FIN) d->ended[side] = true;
}

/* ---- frames ---- */

static uint64_t length_write(const frame *f, uint8_t mask, uint8_t *to) {
    if (f->form == FORM_SHORTEST && f->length < 126) {
        to[0] = (uint8_t)(mask | f->length);
        return 1;
    }
    bool wide = f->form == FORM_64 || f->length > 0xffff;
    unsigned bytes = wide ? 8 : 2;
    to[0] = (uint8_t)(mask | (wide ? 127 : 126));
    for (unsigned i = 0; i < bytes; i++)
        to[1 + i] = (uint8_t)(f->length >> (8 * (bytes - 1 - i)));
    if (wide) to[1] |= f->high;
    return 1 + bytes;
}

uint64_t frame_write(const frame *f, parley_side side, uint8_t *to) {
    bool masked = (side == PARLEY_CLIENT) != f->flip_mask;
    to[0] = (uint8_t)((f->more ? 0 : 0x80) | f->rsv << 4 | f->opcode);
    uint64_t n = 1 + length_write(f, masked ? 0x80 : 0, to + 1);
    if (masked) {
        memcpy(to + n, f->key, 4);
        n += 4;
    }
    for (uint64_t i = 0; i < f->length; i++)
        to[n + i] = (uint8_t)(f->payload[i] ^ (masked ? f->key[i % 4] : 0));
    return n + f->length;
}

void dialog_frame(dialog *d, parley_side side, uint64_t seen, const frame *f) {
    frame own = *f;
    if (!f->set_key) { /* never zero, never the one before */
        uint32_t key = ++d->keys * UINT32_C(0x9e3779b1) | 1;
        memcpy(own.key, &key, 4);
    }
    uint8_t *bytes = malloc((size_t)f->length + 14);
    assert_non_null(bytes);
    dialog_bytes(d, side, seen, bytes, frame_write(&own, side, bytes));
    free(bytes);
}

void dialog_plain(dialog *d, parley_side side, uint8_t opcode, const char *text) {
    const frame f = {
        .opcode = opcode, .payload = (const uint8_t *)text, .length = (uint64_t)strlen(text)};
    dialog_frame(d, side, SEEN_NOW, &f);
}

void dialog_close(dialog *d, parley_side side, unsigned code) {
    const uint8_t body[2] = {(uint8_t)(code >> 8), (uint8_t)code};
    const frame f = {.opcode = 8, .payload = body, .length = 2};
    dialog_frame(d, side, SEEN_NOW, &f);
}

/* ---- the handshake ---- */

/* Keys and what they must be answered with, worked out by another program. */
static const char *const keys[][2] = {
    {"dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
    {"pU3KGCUwux1tEyze1iN7Lg==", "zqqxaxL3dO8AGAC+wX/VnY6nBIQ="},
    {"2R4/ch/LGXEXRJTWSTydXA==", "3PaIs1IWng3aP0WV0gq9mgy+JN8="},
    {"NGC+MSAeaf7aoO7ouZl/XA==", "CJBio5VnL7Hz7D8FURuFfF6xCxg="},
    {"fCmZ/a/lkyU81lSvTfrXFA==", "0d9aGEc2CGtSXcryp65Um4sHvS4="},
    {"J6Cus/7pIy+K8iEfnuSRxQ==", "8DV7kM2xEMo9o8z9QEkWrOlTQ6c="},
    {"sQvstVY7/B5vk0J+y8j+KQ==", "ts0+hTy5kpwdAYLx0qNJAqXwf8k="},
    {"VeXNjkbcjtS3wnZNKlpNdg==", "MyPO8g1K7NyLMSsb4R5cffn1kGU="},
};

void dialog_open(dialog *d, unsigned number, bool deflate) {
    const char *const *pair = keys[number % (sizeof keys / sizeof *keys)];
    const char *extension = deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
    char head[512];
    (void)snprintf(head, sizeof head,
                   "GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Key: %s\r\n"
                   "Sec-WebSocket-Version: 13\r\n%s\r\n",
                   pair[0], extension);
    dialog_text(d, PARLEY_CLIENT, head);
    (void)snprintf(head, sizeof head,
                   "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s\r\n",
                   pair[1], extension);
    dialog_text(d, PARLEY_SERVER, head);
    d->begin[0] = d->n[0];
    d->begin[1] = d->n[1];
    d->deflate = deflate;
}

void dialog_begin(dialog *d, opening how) {
    dialog_start(d, how == OPENING_NONE ? PARLEY_WEBSOCKET : PARLEY_HTTP1, 0);
    if (how != OPENING_NONE) dialog_open(d, 0, how == OPENING_DEFLATE);
}

void dialog_finish(dialog *d, parley_side first) {
    dialog_close(d, first, 1000);
    dialog_close(d, (parley_side)(1 - first), 1000);
    dialog_happens(d, PARLEY_FIN, PARLEY_SERVER, SEEN_NOW);
    dialog_happens(d, PARLEY_FIN, PARLEY_CLIENT, SEEN_NOW);
    dialog_happens(d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
}

void dialog_join(dialog *d) {
    size_t n = 0;
    for (size_t i = 0; i < d->count; i++) {
        const happening *h = &d->list[i];
        happening *last = n > 0 ? &d->list[n - 1] : NULL;
        if (last != NULL && last->kind == PARLEY_BYTES && h->kind == PARLEY_BYTES &&
            last->side == h->side && last->seen == h->seen)
            last->length += h->length;
        else
            d->list[n++] = *h;
    }
    d->count = n;
}

/* ---- taking away ---- */

static void dialog_inherit(const dialog *from, dialog *to) {
    dialog_start(to, from->protocol, from->flags);
    memcpy(to->begin, from->begin, sizeof to->begin);
    memcpy(to->hole, from->hole, sizeof to->hole);
    memcpy(to->title, from->title, sizeof to->title);
    to->deflate = from->deflate;
    to->seed = from->seed;
}

uint64_t dialog_length(const dialog *d) {
    return d->n[0] - d->begin[0] + d->n[1] - d->begin[1];
}

void dialog_cut(const dialog *from, uint64_t n, dialog *to) {
    dialog_inherit(from, to);
    n += from->begin[0] + from->begin[1];
    for (size_t i = 0; i < from->count && n > 0; i++) {
        const happening *h = &from->list[i];
        if (h->kind != PARLEY_BYTES) {
            if (h->kind != PARLEY_STOP) dialog_happens(to, h->kind, h->side, h->seen);
            continue;
        }
        uint64_t length = h->length < n ? h->length : n;
        dialog_bytes(to, h->side, h->seen, from->bytes[h->side] + h->from, length);
        n -= length;
    }
}

void dialog_hole(const dialog *from, parley_side side, uint64_t begin, uint64_t end, dialog *to) {
    dialog_inherit(from, to);
    to->hole[side][0] = begin;
    to->hole[side][1] = end;
    for (size_t i = 0; i < from->count; i++) {
        const happening *h = &from->list[i];
        if (h->kind != PARLEY_BYTES) {
            dialog_happens(to, h->kind, h->side, h->seen);
            continue;
        }
        const uint64_t last = h->from + h->length;
        for (uint64_t at = h->from; at < last;) {
            bool lost = h->side == side && at >= begin && at < end;
            uint64_t until = last;
            if (h->side == side && at < begin && begin < last) until = begin;
            if (lost && end < last) until = end;
            dialog_bytes(to, h->side, h->seen, from->bytes[h->side] + at, until - at);
            if (lost) to->list[to->count - 1].kind = PARLEY_GAP;
            at = until;
        }
    }
}

/* ---- for people ---- */

static const char *const kind_names[] = {"bytes", "gap", "fin", "reset", "stop"};

void dialog_print(const dialog *d) {
    print_error("%s (seed %llu)\n  protocol %s, flags %u, deflate %d, frames from client %llu, "
                "server %llu\n",
                d->title, (unsigned long long)d->seed, parley_protocol_name(d->protocol), d->flags,
                d->deflate, (unsigned long long)d->begin[0], (unsigned long long)d->begin[1]);
    for (size_t i = 0; i < d->count; i++) {
        const happening *h = &d->list[i];
        print_error("  %s %s at %llu length %llu, seen %llu%s", parley_side_name(h->side),
                    kind_names[h->kind], (unsigned long long)h->from, (unsigned long long)h->length,
                    (unsigned long long)h->seen, h->all ? " (all)" : "");
        const uint8_t *bytes = d->bytes[h->side];
        if (h->kind == PARLEY_BYTES && h->from + h->length <= d->begin[h->side]) {
            print_error(":\n%.*s", (int)h->length, (const char *)bytes + h->from);
            continue;
        }
        for (uint64_t k = 0; h->kind == PARLEY_BYTES && k < h->length && k < 48; k++)
            print_error("%s%02x", k == 0 ? ": " : " ", bytes[h->from + k]);
        print_error("%s\n", h->length > 48 ? " ..." : "");
    }
}

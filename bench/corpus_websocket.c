/* The WebSocket corpora behind corpus.h: what a client sends once the connection is open. Every
 * frame is masked with a key of its own; every text is UTF-8. */
#include "corpus.h"

enum { TEXT = 1, BINARY = 2, PING = 9, FIN = 0x80, MASKED = 0x80 };

/* A frame behind what is there already. */
static void write_frame(byte_store *store, random_source *source, unsigned first,
                        const uint8_t *payload, size_t n) {
    uint8_t head[14] = {(uint8_t)first};
    size_t length = 2;
    if (n < 126) {
        head[1] = (uint8_t)(MASKED | n);
    } else {
        size_t bytes = n < 65536 ? 2 : 8;
        head[1] = bytes == 2 ? MASKED | 126 : MASKED | 127;
        for (size_t i = 0; i < bytes; i++)
            head[length++] = (uint8_t)((uint64_t)n >> 8 * (bytes - 1 - i));
    }
    uint32_t key = random_between(source, 1, UINT32_MAX);
    uint8_t *keys = head + length;
    for (size_t i = 0; i < 4; i++)
        keys[i] = (uint8_t)(key >> 8 * i);
    store_bytes(store, head, length + 4);
    for (size_t i = 0; i < n;) {
        uint8_t masked[256];
        size_t part = 0;
        for (; part < sizeof masked && i < n; part++, i++)
            masked[part] = payload[i] ^ keys[i & 3];
        store_bytes(store, masked, part);
    }
}

static void write_message(byte_store *store, random_source *source, unsigned opcode,
                          const byte_store *payload, message_counts *counts) {
    write_frame(store, source, FIN | opcode, payload->bytes, payload->length);
    counts->messages++;
    counts->content += payload->length;
}

static void make_printable(byte_store *payload, random_source *source, size_t n) {
    payload->length = 0;
    while (payload->length < n) {
        uint8_t byte = (uint8_t)random_between(source, ' ', '~');
        store_bytes(payload, &byte, 1);
    }
}

static void make_random(byte_store *payload, random_source *source, size_t n) {
    payload->length = 0;
    while (payload->length < n) {
        uint64_t bits = random_next(source);
        for (size_t i = 0; i < 8 && payload->length < n; i++, bits >>= 8) {
            uint8_t byte = (uint8_t)bits;
            store_bytes(payload, &byte, 1);
        }
    }
}

static void make_character(byte_store *payload, uint32_t code) {
    uint8_t bytes[4];
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        bytes[i] = (uint8_t)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    static const uint8_t leads[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    bytes[0] = (uint8_t)(leads[length] | code);
    store_bytes(payload, bytes, length);
}

/* Words of eleven scripts; a message is in one of them, with words of the others between. */
static void make_words(byte_store *payload, random_source *source, size_t n) {
    static const struct script {
        uint32_t first, last;
    } scripts[11] = {{'a', 'z'},       {0xe0, 0xff},     {0x3b1, 0x3c9},    {0x430, 0x44f},
                     {0x5d0, 0x5ea},   {0x628, 0x64a},   {0x915, 0x939},    {0xe01, 0xe2e},
                     {0x4e00, 0x9fa5}, {0xac00, 0xd7a3}, {0x1f600, 0x1f64f}};
    uint32_t own = random_between(source, 0, 10);
    payload->length = 0;
    while (payload->length < n) {
        const struct script *used =
            &scripts[random_percent(source, 80) ? own : random_between(source, 0, 10)];
        for (uint32_t left = random_between(source, 2, 9); left > 0; left--)
            make_character(payload, random_between(source, used->first, used->last));
        make_character(payload, ' ');
    }
}

/* A text in two to five frames, cut anywhere, sometimes with a ping between. */
static void write_fragments(byte_store *store, random_source *source, const byte_store *payload,
                            message_counts *counts) {
    uint32_t frames = random_between(source, 2, 5);
    size_t from = 0;
    for (uint32_t i = 0; i < frames; i++) {
        size_t left = payload->length - from;
        size_t part = i + 1 == frames ? left : random_between(source, 0, (uint32_t)left);
        unsigned first = (i == 0 ? TEXT : 0u) | (i + 1 == frames ? FIN : 0u);
        write_frame(store, source, first, payload->bytes + from, part);
        from += part;
        if (i + 1 < frames && random_percent(source, 30)) {
            write_frame(store, source, FIN | PING, payload->bytes, random_between(source, 0, 20));
            counts->controls++;
        }
    }
    counts->messages++;
    counts->content += payload->length;
}

void websocket_corpora_make(corpus corpora[WEBSOCKET_CORPORA]) {
    static const corpus empty[WEBSOCKET_CORPORA] = {
        {.name = "W6", .what = "short texts"},
        {.name = "W2", .what = "texts of 4 KB, ASCII"},
        {.name = "W3", .what = "64 KB of binary"},
        {.name = "W4", .what = "texts in eleven scripts"},
        {.name = "W5", .what = "the same in fragments, with pings"}};
    byte_store payload = {0};
    for (size_t i = 0; i < WEBSOCKET_CORPORA; i++) {
        corpus *made = &corpora[i];
        random_source source = {.state = 6455 + i};
        *made = empty[i];
        while (made->store.length < CORPUS_BYTES) {
            if (i == 0) {
                make_printable(&payload, &source, random_between(&source, 1, 200));
                write_message(&made->store, &source, TEXT, &payload, &made->counts);
            } else if (i == 1) {
                make_printable(&payload, &source, 4096);
                write_message(&made->store, &source, TEXT, &payload, &made->counts);
            } else if (i == 2) {
                make_random(&payload, &source, 65536);
                write_message(&made->store, &source, BINARY, &payload, &made->counts);
            } else if (i == 3) {
                make_words(&payload, &source, random_between(&source, 200, 2000));
                write_message(&made->store, &source, TEXT, &payload, &made->counts);
            } else {
                make_words(&payload, &source, random_between(&source, 600, 4000));
                write_fragments(&made->store, &source, &payload, &made->counts);
            }
        }
    }
    store_free(&payload);
}

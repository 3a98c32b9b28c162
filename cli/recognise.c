/* What a connection speaks, from what was said first: see recognise.h. */
#include "recognise.h"
#include <string.h>

static size_t size_least(uint64_t a, size_t b) {
    return a < b ? (size_t)a : b;
}

parley_protocol recognise_piece(const parley_input *input, bool *more) {
    size_t n = size_least(input->length, PARLEY_RECOGNISE_MAX);
    if (input->side == PARLEY_CLIENT) return parley_recognise(input->bytes, n, NULL, 0, more);
    return parley_recognise(NULL, 0, input->bytes, n, more);
}

/* The first bytes of a side that follow each other, among the inputs held. Returns how many. */
static size_t held_bytes(const conversation *c, parley_side side, uint8_t *bytes, size_t room) {
    size_t n = 0;
    for (const held_input *h = c->held; h != NULL && n < room; h = h->next) {
        if (h->input.side != side) continue;
        if (h->input.kind == PARLEY_GAP && n > 0) break;
        if (h->input.kind != PARLEY_BYTES) continue;
        size_t add = size_least(h->input.length, room - n);
        memcpy(bytes + n, h->input.bytes, add);
        n += add;
    }
    return n;
}

parley_protocol recognise_held(const conversation *c, bool *more) {
    uint8_t client[PARLEY_RECOGNISE_MAX], server[PARLEY_RECOGNISE_MAX];
    size_t n_client = held_bytes(c, PARLEY_CLIENT, client, sizeof client);
    size_t n_server = held_bytes(c, PARLEY_SERVER, server, sizeof server);
    return parley_recognise(client, n_client, server, n_server, more);
}

/* A TLS record that holds a ClientHello. */
static bool bytes_are_tls(const uint8_t *bytes, size_t n) {
    return n >= 6 && bytes[0] == 0x16 && bytes[1] == 3 && bytes[2] <= 4 && bytes[5] == 1;
}

/* The preface of a client that speaks HTTP/2 from the first byte on. */
static bool bytes_are_http2(const uint8_t *bytes, size_t n) {
    static const char preface[] = "PRI * HTTP/2.0\r\n";
    return n >= strlen(preface) && memcmp(bytes, preface, strlen(preface)) == 0;
}

/* The beginning of a WebSocket frame as this side may send it: a first byte that needs no
 * extension but permessage-deflate, the mask bit as it has to be, a length in its shortest form. */
static bool bytes_are_frame(parley_side side, const uint8_t *bytes, size_t n) {
    if (n < 2) return false;
    unsigned opcode = bytes[0] & 15u, length = bytes[1] & 0x7fu;
    bool masked = (bytes[1] & 0x80u) != 0, control = opcode >= 8;
    if ((bytes[0] & 0x30u) != 0 || (opcode > 2 && opcode < 8) || opcode > 10) return false;
    if (control && ((bytes[0] & 0xc0u) != 0x80u || length > 125)) return false;
    if (length == 126 && (n < 4 || (bytes[2] == 0 && bytes[3] < 126))) return false;
    if (length == 127 && (n < 8 || bytes[2] != 0 || bytes[3] != 0)) return false;
    return masked == (side == PARLEY_CLIENT);
}

const char *recognise_other(const conversation *c, const char **reason) {
    uint8_t client[32], server[32];
    size_t n = held_bytes(c, PARLEY_CLIENT, client, sizeof client);
    size_t n_server = held_bytes(c, PARLEY_SERVER, server, sizeof server);
    if (bytes_are_tls(client, n)) {
        *reason = "encrypted (TLS), and there are no keys";
        return "tls";
    }
    if (bytes_are_http2(client, n)) {
        *reason = "HTTP/2, which is not judged yet";
        return "http2";
    }
    if ((n > 0 || n_server > 0) && (n == 0 || bytes_are_frame(PARLEY_CLIENT, client, n)) &&
        (n_server == 0 || bytes_are_frame(PARLEY_SERVER, server, n_server)))
        *reason = "no protocol that parley knows was recognised; WebSocket's frames? --as "
                  "websocket reads them";
    return NULL;
}

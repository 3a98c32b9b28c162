/* Captures that a test writes: see wire_file.h. */
#include "wire_file.h"
#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ETHERNET = 14,
    HEADERS = ETHERNET + 40,
    FIN = 1,
    SYN = 2,
    RST = 4,
    ACK = 16,
    FIRST_PORT = 40000,
    FIRST_NUMBER = 1000,
    LOST_OF = 6 /* one packet of so many */
};

typedef struct wire_end {
    uint64_t said; /* bytes of the stream */
    bool fin;
} wire_end;

/* A connection, as far as it is written. */
typedef struct wire_talk {
    const record_connection *talk;
    size_t next;
    bool begun;
    wire_end ends[2];
} wire_talk;

typedef struct wire {
    FILE *out;
    const wire_damage *damage;
    uint64_t random, time; /* time: of the last packet, in microseconds */
    unsigned packets;
} wire;

static void be_put(uint8_t *at, size_t size, uint64_t number) {
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(number >> (8 * (size - 1 - i)));
}

static bool packet_lost(wire *w) {
    w->random = w->random * 6364136223846793005u + 1442695040888963407u;
    return w->damage->loss_seed != 0 && (w->random >> 33) % LOST_OF == 0;
}

static void packet_write(wire *w, unsigned talk, parley_side side, uint64_t number, uint64_t acked,
                         uint8_t flags, const uint8_t *bytes, size_t n) {
    uint8_t packet[HEADERS] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0};
    uint8_t *ip = packet + ETHERNET, *tcp = ip + 20;
    bool client = side == PARLEY_CLIENT;
    ip[0] = 0x45;
    be_put(ip + 2, 2, 40 + n);
    be_put(ip + 4, 2, ++w->packets);
    ip[8] = 64;
    ip[9] = 6;
    be_put(ip + 12, 4, client ? 0x0a000001u : 0x0a000002u);
    be_put(ip + 16, 4, client ? 0x0a000002u : 0x0a000001u);
    be_put(tcp, 2, client ? FIRST_PORT + talk : 80);
    be_put(tcp + 2, 2, client ? 80 : FIRST_PORT + talk);
    be_put(tcp + 4, 4, FIRST_NUMBER + number);
    be_put(tcp + 8, 4, (flags & ACK) != 0 ? FIRST_NUMBER + acked : 0);
    tcp[12] = 0x50;
    tcp[13] = flags;
    be_put(tcp + 14, 2, 0xffff);
    const uint32_t header[4] = {(uint32_t)(w->time / 1000000), (uint32_t)(w->time % 1000000),
                                (uint32_t)(HEADERS + n), (uint32_t)(HEADERS + n)};
    if ((flags & SYN) == 0 && packet_lost(w)) return;
    assert_int_equal(fwrite(header, 1, sizeof header, w->out), sizeof header);
    assert_int_equal(fwrite(packet, 1, sizeof packet, w->out), sizeof packet);
    if (n > 0) assert_int_equal(fwrite(bytes, 1, n, w->out), n);
}

static void handshake_write(wire *w, unsigned talk) {
    packet_write(w, talk, PARLEY_CLIENT, 0, 0, SYN, NULL, 0);
    packet_write(w, talk, PARLEY_SERVER, 0, 1, SYN | ACK, NULL, 0);
}

/* The number that acknowledges what a side had seen: its SYN, bytes, its FIN. */
static uint64_t seen_number(const wire_end *other, uint64_t seen) {
    return 1 + (seen < other->said ? seen : other->said + other->fin);
}

static void bytes_write(wire *w, unsigned number, wire_talk *t, const parley_input *input) {
    wire_end *own = &t->ends[input->side], *other = &t->ends[1 - input->side];
    for (uint64_t i = 0; i < input->length;) {
        size_t n =
            input->length - i < w->damage->most ? (size_t)(input->length - i) : w->damage->most;
        packet_write(w, number, input->side, 1 + own->said, seen_number(other, input->seen), ACK,
                     input->bytes + i, n);
        own->said += n;
        i += n;
    }
}

static void input_write(wire *w, unsigned number, wire_talk *t, const parley_input *input) {
    wire_end *own = &t->ends[input->side], *other = &t->ends[1 - input->side];
    if (input->time / 1000 > w->time) w->time = input->time / 1000;
    if (!t->begun) handshake_write(w, number);
    t->begun = true;
    if (own->fin && input->kind != PARLEY_RESET) return; /* nothing can follow */
    if (input->kind == PARLEY_BYTES) bytes_write(w, number, t, input);
    if (input->kind == PARLEY_GAP) own->said += input->length;
    if (input->kind == PARLEY_FIN || input->kind == PARLEY_RESET)
        packet_write(w, number, input->side, 1 + own->said + own->fin,
                     seen_number(other, input->seen),
                     input->kind == PARLEY_FIN ? FIN | ACK : RST | ACK, NULL, 0);
    if (input->kind == PARLEY_FIN) own->fin = true;
}

/* The connection whose next input came first; NULL: there are none. */
static wire_talk *next_talk(wire_talk *talks, size_t n) {
    wire_talk *first = NULL;
    for (size_t i = 0; i < n; i++) {
        const record_connection *talk = talks[i].talk;
        if (talks[i].next + 1 >= talk->count) continue; /* the last one is STOP */
        if (first == NULL ||
            talk->inputs[talks[i].next].frame < first->talk->inputs[first->next].frame)
            first = &talks[i];
    }
    return first;
}

void wire_write(char path[WIRE_PATH], const record *talks, const wire_damage *damage) {
    static const uint32_t header[6] = {0xa1b2c3d4, 4u << 16 | 2, 0, 0, 262144, 1};
    (void)snprintf(path, WIRE_PATH, "/tmp/parley-wire-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    wire w = {.out = fdopen(file, "wb"), .damage = damage, .random = damage->loss_seed};
    assert_non_null(w.out);
    assert_int_equal(fwrite(header, 1, sizeof header, w.out), sizeof header);
    wire_talk *own = calloc(talks->count + 1, sizeof *own), *next;
    assert_non_null(own);
    for (size_t i = 0; i < talks->count; i++)
        own[i].talk = &talks->connections[i];
    while ((next = next_talk(own, talks->count)) != NULL)
        input_write(&w, (unsigned)(next - own), next, &next->talk->inputs[next->next++]);
    free(own);
    assert_int_equal(fclose(w.out), 0);
}

/* The writer behind capture.h: a small model of TCP (opening, segments of 1,460 bytes, an
 * acknowledgment for every second one, closing by either side) that carries what its traffic says.
 * It loses nothing and retransmits nothing but what a damaged capture repeats. */
#include "capture.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINKS = 128, SEGMENT = 1460, HEADERS = 54, PACKET = HEADERS + SEGMENT };
enum { CLIENT, SERVER };
enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

typedef enum link_step {
    STEP_SYN,
    STEP_SYN_ACK,
    STEP_OPEN_ACK,
    STEP_REQUEST,
    STEP_RESPONSE,
    STEP_FIN,
    STEP_OTHER_FIN,
    STEP_LAST_ACK,
    STEP_OVER
} link_step;

typedef struct packet {
    uint8_t bytes[PACKET];
    uint32_t length; /* 0: none */
    int side;
} packet;

/* One TCP connection under way. */
typedef struct link {
    link_step step;
    uint32_t number;  /* makes addresses and ports */
    uint32_t next[2]; /* sequence number that a side sends next; the other side has received all
                         before it */
    uint32_t exchange, exchanges; /* under way, from 0; all of them */
    uint32_t unacknowledged; /* segments of the response since the client's last acknowledgment */
    int closer;
    byte_store message; /* what is being sent */
    size_t sent;
    packet held; /* of a damaged capture: waits for the next of its side */
} link;

typedef struct writer {
    FILE *file;
    capture_counts *counts;
    const capture_traffic *traffic;
    random_source source, clock, damage; /* apart, so that damage changes no conversation */
    bool damaged;
    uint64_t time; /* microseconds */
} writer;

static void put16(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value) {
    put16(at, value >> 16);
    put16(at + 2, value & 0xffffu);
}

static uint32_t sum16(const uint8_t *bytes, size_t n, uint32_t sum) {
    for (size_t i = 0; i + 1 < n; i += 2) {
        sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
    }
    return (n & 1) != 0 ? sum + ((uint32_t)bytes[n - 1] << 8) : sum;
}

static uint32_t fold(uint32_t sum) {
    sum = (sum & 0xffffu) + (sum >> 16);
    sum = (sum & 0xffffu) + (sum >> 16);
    return ~sum & 0xffffu;
}

static void record_write(writer *out, const packet *sent) {
    uint32_t head[4] = {1790000000u + (uint32_t)(out->time / 1000000),
                        (uint32_t)(out->time % 1000000), sent->length, sent->length};
    out->time += random_between(&out->clock, 2, 40);
    fwrite(head, sizeof head, 1, out->file);
    fwrite(sent->bytes, 1, sent->length, out->file);
    out->counts->packets++;
    out->counts->bytes += sizeof head + sent->length;
}

/* Writes the packet; in a damaged capture sometimes twice, or behind the next one of its side. */
static void packet_write(writer *out, packet *held, const packet *sent) {
    bool swap = held->length != 0 && held->side == sent->side;
    if (held->length != 0 && !swap) {
        record_write(out, held);
        held->length = 0;
    }
    uint32_t fate =
        out->damaged && sent->length > HEADERS ? random_between(&out->damage, 1, 200) : 0;
    if ((fate == 1 || fate == 2) && !swap) {
        *held = *sent;
        return;
    }
    record_write(out, sent);
    if (fate == 3) {
        record_write(out, sent);
    }
    if (swap) {
        record_write(out, held);
        held->length = 0;
    }
}

/* Ethernet, IPv4 and TCP before n bytes of data. */
static void segment_write(writer *out, link *from, int side, unsigned flags, const uint8_t *data,
                          size_t n) {
    packet sent = {.length = (uint32_t)(HEADERS + n), .side = side};
    uint8_t *ip = sent.bytes + 14, *tcp = ip + 20;
    uint32_t host = out->traffic->one_client ? 0 : from->number;
    uint32_t address[2] = {0x0a000000u | (host & 0xffffu), 0xc0a80001u + host % 20};
    uint32_t port[2] = {20000 + from->number % 40000, 80};
    int peer = 1 - side;

    memset(sent.bytes, 2 * (side + 1), 12);
    put16(sent.bytes + 12, 0x0800);
    put16(ip, 0x4500);
    put16(ip + 2, (uint32_t)(40 + n));
    put32(ip + 4, (uint32_t)(out->counts->packets & 0xffffu) << 16 | 0x4000u);
    put16(ip + 8, 64 << 8 | 6);
    put32(ip + 12, address[side]);
    put32(ip + 16, address[peer]);
    put16(ip + 10, fold(sum16(ip, 20, 0)));
    put16(tcp, port[side]);
    put16(tcp + 2, port[peer]);
    put32(tcp + 4, from->next[side]);
    put32(tcp + 8, (flags & ACK) != 0 ? from->next[peer] : 0);
    put16(tcp + 12, 5 << 12 | flags);
    put16(tcp + 14, 0xffff);
    if (n > 0) {
        memcpy(tcp + 20, data, n);
    }
    put16(tcp + 16, fold(sum16(tcp, 20 + n, sum16(ip + 12, 8, 6 + 20 + (uint32_t)n))));
    from->next[side] += (uint32_t)n + ((flags & (SYN | FIN)) != 0);
    packet_write(out, &from->held, &sent);
}

static void browser_asks(const capture_turn *turn) {
    message_counts counts = {0};
    write_browser_request(turn->message, turn->source, &counts);
}

static void server_answers(const capture_turn *turn) {
    message_counts counts = {0};
    uint32_t one = random_between(turn->source, 2000, 40000),
             other = random_between(turn->source, 2000, 40000);
    uint32_t content = one < other ? one : other;
    if (random_percent(turn->source, 60)) {
        write_counted_response(turn->message, turn->source, content, &counts);
    } else {
        uint32_t high = random_between(turn->source, 100, 8000);
        write_chunked_response(turn->message, turn->source, content / (high / 2) + 1, 16, high,
                               &counts);
    }
}

const capture_traffic mixed_traffic = {.links = LINKS,
                                       .exchanges = 1,
                                       .or_exchanges = 8,
                                       .client = browser_asks,
                                       .server = server_answers};

static void turn_take(writer *out, link *from, void (*say)(const capture_turn *turn)) {
    const capture_turn turn = {.source = &out->source,
                               .message = &from->message,
                               .exchange = from->exchange,
                               .time = &out->time,
                               .connections = out->counts->connections};
    from->message.length = 0;
    say(&turn);
}

/* Sends the next segment of the message. Returns whether it was the last. */
static bool message_send(writer *out, link *from, int side) {
    size_t left = from->message.length - from->sent, n = left < SEGMENT ? left : SEGMENT;
    unsigned flags = n == left ? ACK | PSH : ACK;
    segment_write(out, from, side, flags, from->message.bytes + from->sent, n);
    from->sent += n;
    if (n < left) {
        return false;
    }
    from->sent = 0;
    return true;
}

static void request_make(writer *out, link *from) {
    turn_take(out, from, out->traffic->client);
    from->step = STEP_REQUEST;
}

static void response_step(writer *out, link *from) {
    if (from->unacknowledged == 2) {
        from->unacknowledged = 0;
        segment_write(out, from, CLIENT, ACK, NULL, 0);
        return;
    }
    from->unacknowledged++;
    if (!message_send(out, from, SERVER)) {
        return;
    }
    from->unacknowledged = 0;
    segment_write(out, from, CLIENT, ACK, NULL, 0);
    out->counts->exchanges++;
    if (++from->exchange < from->exchanges) {
        request_make(out, from);
    } else {
        from->step = STEP_FIN;
    }
}

/* Sends the connection's next packet. */
static void link_advance(writer *out, link *from) {
    switch (from->step) {
    case STEP_SYN:
        segment_write(out, from, CLIENT, SYN, NULL, 0);
        from->step = STEP_SYN_ACK;
        break;
    case STEP_SYN_ACK:
        segment_write(out, from, SERVER, SYN | ACK, NULL, 0);
        from->step = STEP_OPEN_ACK;
        break;
    case STEP_OPEN_ACK:
        segment_write(out, from, CLIENT, ACK, NULL, 0);
        request_make(out, from);
        break;
    case STEP_REQUEST:
        if (message_send(out, from, CLIENT)) {
            turn_take(out, from, out->traffic->server);
            from->step = STEP_RESPONSE;
        }
        break;
    case STEP_RESPONSE:
        response_step(out, from);
        break;
    case STEP_FIN:
        segment_write(out, from, from->closer, FIN | ACK, NULL, 0);
        from->step = STEP_OTHER_FIN;
        break;
    case STEP_OTHER_FIN:
        segment_write(out, from, 1 - from->closer, FIN | ACK, NULL, 0);
        from->step = STEP_LAST_ACK;
        break;
    case STEP_LAST_ACK:
        segment_write(out, from, from->closer, ACK, NULL, 0);
        from->step = STEP_OVER;
        break;
    case STEP_OVER:
        break;
    }
}

static void link_open(writer *out, link *opened) {
    byte_store message = opened->message;
    *opened = (link){.message = message, .number = (uint32_t)out->counts->connections++};
    opened->next[CLIENT] = random_between(&out->source, 0, UINT32_MAX);
    opened->next[SERVER] = random_between(&out->source, 0, UINT32_MAX);
    opened->exchanges =
        random_between(&out->source, out->traffic->exchanges, out->traffic->or_exchanges);
    opened->closer = random_percent(&out->source, 50) ? CLIENT : SERVER;
}

static void links_run(writer *out, uint64_t bytes) {
    static link links[LINKS];
    size_t open = out->traffic->links;
    for (size_t i = 0; i < open; i++) {
        link_open(out, &links[i]);
    }
    while (open > 0) {
        link *chosen = &links[random_between(&out->source, 0, (uint32_t)open - 1)];
        link_advance(out, chosen);
        if (chosen->step != STEP_OVER) {
            continue;
        }
        if (out->counts->bytes < bytes) {
            link_open(out, chosen);
        } else {
            open--;
            link last = links[open];
            links[open] = *chosen;
            *chosen = last;
        }
    }
    for (size_t i = 0; i < LINKS; i++) {
        store_free(&links[i].message);
        links[i] = (link){.step = STEP_OVER};
    }
}

bool capture_write(const char *path, const capture_traffic *traffic, uint64_t bytes, bool damaged,
                   capture_counts *counts) {
    static const uint32_t head[6] = {0xa1b2c3d4u, 2 | 4 << 16, 0, 0, 65535, 1};
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return false;
    }
    *counts = (capture_counts){.bytes = sizeof head};
    writer out = {.file = file,
                  .counts = counts,
                  .traffic = traffic,
                  .source = {200},
                  .clock = {1},
                  .damage = {2},
                  .damaged = damaged};
    fwrite(head, sizeof head, 1, file);
    links_run(&out, bytes);
    bool failed = ferror(file) != 0;
    return fclose(file) == 0 && !failed;
}

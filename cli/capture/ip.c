/* From an IP packet to the TCP segment in it: IPv4 with options, IPv6 with extension headers,
 * fragments.
 *
 * The lengths that count are those of the IP header: what an Ethernet frame was padded with is no
 * data. It must not know connections. */
#include "fragments.h"
#include "packet.h"
#include <string.h>

#define PROTOCOL_TCP 6

/* The payload of an IP packet, while headers are taken off it. */
typedef struct payload {
    const uint8_t *bytes;
    size_t captured, length; /* what is there, and what was on the wire */
} payload;

static void take(payload *p, size_t n) {
    p->bytes += n;
    p->captured -= n;
    p->length -= n;
}

static int tcp_packet(capture *c, segment *s, const payload *p) {
    if (p->captured < 20) return 0;
    size_t header = (size_t)(p->bytes[12] >> 4) * 4;
    if (header < 20 || header > p->length) return 0;
    s->from.port = read_be16(p->bytes);
    s->to.port = read_be16(p->bytes + 2);
    s->seq = read_be32(p->bytes + 4);
    s->ack = read_be32(p->bytes + 8);
    s->flags = p->bytes[13];
    s->window = read_be16(p->bytes + 14);
    s->captured = header < p->captured ? (uint32_t)(p->captured - header) : 0;
    s->bytes = s->captured ? p->bytes + header : NULL;
    s->length = (uint32_t)(p->length - header);
    s->frame = c->frames;
    s->time = c->last_time;
    return tcp_segment(c->tcp, s);
}

/* A piece of a packet: kept until the rest of it is there. */
static int fragment_packet(capture *c, segment *s, const fragment_key *key, size_t offset,
                           bool last, const payload *p) {
    if (c->fragments == NULL && (c->fragments = fragments_new()) == NULL)
        return source_fail(c->source, "needs more memory than there is");
    if (p->captured < p->length)
        return 0; /* the piece's end was not captured: the packet stays incomplete */
    payload whole = {NULL, 0, 0};
    whole.bytes = fragments_add(c->fragments, key, c->frames, offset, last, p->bytes, p->length,
                                &whole.captured);
    whole.length = whole.captured;
    return whole.bytes == NULL ? 0 : tcp_packet(c, s, &whole);
}

static int ip4_packet(capture *c, payload p) {
    if (p.captured < 20) return 0;
    const uint8_t *ip = p.bytes;
    size_t header = (size_t)(ip[0] & 15u) * 4, total = read_be16(ip + 2);
    if (total == 0) /* left to the network card, which cut the packet up later */
        total = p.length;
    if (header < 20 || header > p.captured || total < header || ip[9] != PROTOCOL_TCP) return 0;
    if (p.length > total) p.length = total;
    if (p.captured > p.length) p.captured = p.length;
    segment s = {.from.family = 4, .to.family = 4};
    memcpy(s.from.address, ip + 12, 4);
    memcpy(s.to.address, ip + 16, 4);
    take(&p, header);
    uint16_t place = read_be16(ip + 6);
    if ((place & 0x3fffu) == 0) return tcp_packet(c, &s, &p);
    fragment_key key = {.family = 4, .id = read_be16(ip + 4)};
    memcpy(key.addresses, ip + 12, 8);
    return fragment_packet(c, &s, &key, (size_t)(place & 0x1fffu) * 8, (place & 0x2000u) == 0, &p);
}

static int ip6_packet(capture *c, payload p) {
    if (p.captured < 40) return 0;
    const uint8_t *ip = p.bytes;
    size_t total = read_be16(ip + 4);
    uint8_t next = ip[6];
    take(&p, 40);
    if (total != 0 && p.length > total) p.length = total;
    if (p.captured > p.length) p.captured = p.length;
    segment s = {.from.family = 6, .to.family = 6};
    memcpy(s.from.address, ip + 8, 16);
    memcpy(s.to.address, ip + 24, 16);
    while (next == 0 || next == 43 || next == 60 || next == 51 || next == 44) {
        if (p.captured < 8) return 0;
        const uint8_t *extension = p.bytes;
        size_t size = next == 44   ? 8
                      : next == 51 ? ((size_t)extension[1] + 2) * 4
                                   : ((size_t)extension[1] + 1) * 8;
        if (size > p.captured) return 0;
        bool fragmented = next == 44 && (read_be16(extension + 2) & 0xfff9u) != 0;
        next = extension[0];
        take(&p, size);
        if (!fragmented) continue;
        if (next != PROTOCOL_TCP) return 0;
        uint16_t place = read_be16(extension + 2);
        fragment_key key = {.family = 6, .id = read_be32(extension + 4)};
        memcpy(key.addresses, ip + 8, 32);
        return fragment_packet(c, &s, &key, place & 0xfff8u, (place & 1u) == 0, &p);
    }
    return next == PROTOCOL_TCP ? tcp_packet(c, &s, &p) : 0;
}

int ip_packet(capture *c, const uint8_t *bytes, size_t n, size_t more) {
    payload p = {bytes, n, n + more};
    switch (bytes[0] >> 4) {
    case 4:
        return ip4_packet(c, p);
    case 6:
        return ip6_packet(c, p);
    default:
        return 0;
    }
}

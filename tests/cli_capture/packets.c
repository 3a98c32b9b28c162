/* Writes captures for tests: TCP segments in IPv4 or IPv6, behind any link header, in any kind of
 * file.
 *
 * Built apart from the reader on purpose, from the formats' own descriptions. */
#include "packets.h"
#include "../support/cmocka_all.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

made_capture made_start(void) {
    return (made_capture){.link = 1, .family = 4, .ports = {40000, 80}};
}

void made_free(made_capture *m) {
    for (size_t i = 0; i < m->n; i++)
        free(m->packets[i].bytes);
    free(m->packets);
    memset(m, 0, sizeof *m);
}

void made_packet_add(made_capture *m, const uint8_t *bytes, size_t captured, size_t length) {
    if (m->n == m->size) {
        m->size = m->size ? 2 * m->size : 64;
        m->packets = realloc(m->packets, m->size * sizeof *m->packets);
        assert_non_null(m->packets);
    }
    made_packet *p = &m->packets[m->n];
    p->bytes = malloc(captured ? captured : 1);
    assert_non_null(p->bytes);
    memcpy(p->bytes, bytes, captured);
    p->captured = (uint32_t)captured;
    p->length = (uint32_t)length;
    p->time = 1700000000000000000u + m->n++ * 1000000u;
}

static size_t put(uint8_t *out, size_t at, uint64_t number, unsigned bytes, bool big) {
    for (unsigned i = 0; i < bytes; i++)
        out[at + i] = (uint8_t)(number >> 8 * (big ? bytes - 1 - i : i));
    return at + bytes;
}

/* The link header for m->link; returns its length. */
static size_t put_link(uint8_t *out, const made_capture *m) {
    unsigned type = m->family == 4 ? 0x0800 : 0x86dd;
    memset(out, 0, 20);
    switch (m->link) {
    case 1:
        return put(out, 12, type, 2, true);
    case 0:
        return put(out, 0, m->family == 4 ? 2 : 30, 4, false);
    case 108:
        return put(out, 0, m->family == 4 ? 2 : 24, 4, true);
    case 113:
        return put(out, 14, type, 2, true);
    case 276:
        put(out, 0, type, 2, true);
        return 20;
    default:
        return 0;
    }
}

static size_t put_ip(uint8_t *out, const made_capture *m, int side, size_t n) {
    if (m->family == 4) {
        const uint8_t head[20] = {0x45, 0, 0, 0, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2};
        memcpy(out, head, sizeof head);
        put(out, 2, 20 + n, 2, true);
        put(out, 4, m->n + 1, 2, true);
        if (side == SERVER) {
            out[15] = 2;
            out[19] = 1;
        }
        return 20;
    }
    memset(out, 0, 40);
    out[0] = 0x60;
    put(out, 4, n, 2, true);
    out[6] = 6;
    out[7] = 64;
    put(out, 8, 0x20010db8, 4, true);
    put(out, 24, 0x20010db8, 4, true);
    out[23] = side == CLIENT ? 1 : 2;
    out[39] = side == CLIENT ? 2 : 1;
    return 40;
}

void made_segment(made_capture *m, int side, uint32_t seq, uint32_t ack, unsigned flags,
                  const void *bytes, size_t n) {
    uint8_t *packet = calloc(1, n + 128);
    assert_non_null(packet);
    size_t at = put_link(packet, m);
    at += put_ip(packet + at, m, side, 20 + n);
    uint8_t *tcp = packet + at;
    put(tcp, 0, m->ports[side], 2, true);
    put(tcp, 2, m->ports[1 - side], 2, true);
    put(tcp, 4, seq, 4, true);
    put(tcp, 8, ack, 4, true);
    tcp[12] = 5 << 4;
    tcp[13] = (uint8_t)flags;
    put(tcp, 14, 65535, 2, true);
    if (n > 0) memcpy(tcp + 20, bytes, n);
    at += 20 + n;
    made_packet_add(m, packet, at, at);
    free(packet);
}

void made_handshake(made_capture *m) {
    made_segment(m, CLIENT, 1000, 0, SYN, NULL, 0);
    made_segment(m, SERVER, 5000, 1001, SYN | ACK, NULL, 0);
    made_segment(m, CLIENT, 1001, 5001, ACK, NULL, 0);
}

static uint8_t *make_pcap(const made_capture *m, bool big, bool nano, size_t *n) {
    size_t size = 24, at = 0;
    for (size_t i = 0; i < m->n; i++)
        size += 16 + m->packets[i].captured;
    uint8_t *out = malloc(size);
    assert_non_null(out);
    at = put(out, at, nano ? 0xa1b23c4d : 0xa1b2c3d4, 4, big);
    at = put(out, at, 2, 2, big);
    at = put(out, at, 4, 2, big);
    at = put(out, at, 0, 8, big);
    at = put(out, at, 262144, 4, big);
    at = put(out, at, m->link, 4, big);
    for (size_t i = 0; i < m->n; i++) {
        const made_packet *p = &m->packets[i];
        at = put(out, at, p->time / 1000000000, 4, big);
        at = put(out, at, p->time % 1000000000 / (nano ? 1 : 1000), 4, big);
        at = put(out, at, p->captured, 4, big);
        at = put(out, at, p->length, 4, big);
        memcpy(out + at, p->bytes, p->captured);
        at += p->captured;
    }
    *n = at;
    return out;
}

/* A section, an interface with nanoseconds and an offset of 1000 s, a block of names, and the
 * packets. */
static uint8_t *make_pcapng(const made_capture *m, bool big, size_t *n) {
    size_t size = 256, at = 0;
    for (size_t i = 0; i < m->n; i++)
        size += 36 + m->packets[i].captured;
    uint8_t *out = calloc(1, size);
    assert_non_null(out);
    at = put(out, at, 0x0a0d0d0a, 4, big);
    at = put(out, at, 28, 4, big);
    at = put(out, at, 0x1a2b3c4d, 4, big);
    at = put(out, at, 1, 2, big);
    at = put(out, at, 0, 2, big);
    at = put(out, at, UINT64_MAX, 8, big);
    at = put(out, at, 28, 4, big);
    size_t start = at;
    at = put(out, at, 1, 4, big);
    at = put(out, at, 44, 4, big);
    at = put(out, at, m->link, 2, big);
    at = put(out, at, 0, 2, big);
    at = put(out, at, 0, 4, big);
    at = put(out, at, 9, 2, big); /* if_tsresol */
    at = put(out, at, 1, 2, big);
    at = put(out, at, 9, 1, big) + 3;
    at = put(out, at, 14, 2, big); /* if_tsoffset */
    at = put(out, at, 8, 2, big);
    at = put(out, at, 1000, 8, big);
    at = put(out, at, 0, 4, big);
    at = put(out, at, 44, 4, big);
    assert_int_equal(at - start, 44);
    at = put(out, at, 4, 4, big);
    at = put(out, at, 16, 4, big);
    at = put(out, at, 0, 4, big);
    at = put(out, at, 16, 4, big);
    for (size_t i = 0; i < m->n; i++) {
        const made_packet *p = &m->packets[i];
        size_t padded = (p->captured + 3u) & ~3u;
        uint64_t time = p->time - UINT64_C(1000) * 1000000000u;
        at = put(out, at, 6, 4, big);
        at = put(out, at, 32 + padded, 4, big);
        at = put(out, at, 0, 4, big);
        at = put(out, at, time >> 32, 4, big);
        at = put(out, at, time & 0xffffffff, 4, big);
        at = put(out, at, p->captured, 4, big);
        at = put(out, at, p->length, 4, big);
        memcpy(out + at, p->bytes, p->captured);
        at = put(out, at + padded, 32 + padded, 4, big);
    }
    *n = at;
    return out;
}

uint8_t *made_file(const made_capture *m, made_format format, size_t *n) {
    bool big = format == PCAP_MICRO_BE || format == PCAP_NANO_BE || format == PCAPNG_BE;
    if (format == PCAPNG_LE || format == PCAPNG_BE) return make_pcapng(m, big, n);
    return make_pcap(m, big, format == PCAP_NANO_LE || format == PCAP_NANO_BE, n);
}

static char path[] = "/tmp/parley-test-XXXXXX";

static void remove_path(void) {
    unlink(path);
}

const char *made_write(const void *bytes, size_t n) {
    static bool made;
    if (!made) {
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        close(fd);
        atexit(remove_path);
        made = true;
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
    return path;
}

const char *made_save(const made_capture *m, made_format format) {
    size_t n;
    uint8_t *bytes = made_file(m, format, &n);
    const char *name = made_write(bytes, n);
    free(bytes);
    return name;
}

/* Capture files of the new kind: blocks in sections. Byte order belongs to the section; link type,
 * snap length and unit of time belong to the interface that a packet came from.
 *
 * Blocks that carry no packets are skipped by their length. It must not know what is in a packet.
 */
#include "packet.h"
#include <stdlib.h>

#define INTERFACES_MAX 65536u

enum block_type {
    BLOCK_SECTION = 0x0a0d0d0a,
    BLOCK_INTERFACE = 1,
    BLOCK_OLD_PACKET = 2,
    BLOCK_SIMPLE = 3,
    BLOCK_ENHANCED = 6
};

typedef struct interface {
    uint32_t link, snap;
    uint8_t resolution; /* if_tsresol: a negative power of 10, of 2 if the highest bit is set */
    int64_t offset;     /* if_tsoffset: seconds */
} interface;

typedef struct pcapng {
    capture *capture;
    bool big;
    interface *interfaces; /* of this section */
    uint32_t n, size;
} pcapng;

bool pcapng_recognise(const uint8_t *magic) {
    return read_be32(magic) == BLOCK_SECTION;
}

static uint16_t number16(const pcapng *f, const uint8_t *bytes) {
    return f->big ? read_be16(bytes) : read_le16(bytes);
}

static uint32_t number32(const pcapng *f, const uint8_t *bytes) {
    return f->big ? read_be32(bytes) : read_le32(bytes);
}

/* Ticks of an interface's clock as nanoseconds. Wild values give wild times, never a fault. */
static int64_t ticks_to_time(const interface *i, uint64_t ticks) {
    uint64_t seconds, rest, unit = 1;
    unsigned power = i->resolution & 0x7fu;
    if (i->resolution & 0x80u) {
        if (power > 63) power = 63;
        unit = (uint64_t)1 << power;
        seconds = ticks >> power;
        rest = ticks & (unit - 1);
        rest = (uint64_t)((double)rest * 1e9 / (double)unit);
    } else {
        if (power > 19) power = 19;
        for (unsigned k = 0; k < power; k++)
            unit *= 10;
        seconds = ticks / unit;
        rest = ticks % unit;
        for (; unit > 1000000000; unit /= 10)
            rest /= 10;
        rest *= 1000000000 / unit;
    }
    return (int64_t)((seconds + (uint64_t)i->offset) * 1000000000u + rest);
}

static void read_options(const pcapng *f, interface *i, const uint8_t *bytes, size_t n) {
    while (n >= 4) {
        uint16_t code = number16(f, bytes), length = number16(f, bytes + 2);
        size_t whole = 4 + (((size_t)length + 3) & ~(size_t)3);
        if (code == 0 || whole > n) return;
        if (code == 9 && length == 1) i->resolution = bytes[4];
        if (code == 14 && length == 8) {
            uint64_t first = number32(f, bytes + 4), second = number32(f, bytes + 8);
            i->offset = (int64_t)(f->big ? first << 32 | second : second << 32 | first);
        }
        bytes += whole;
        n -= whole;
    }
}

static int add_interface(pcapng *f, const uint8_t *body, size_t n) {
    source *s = f->capture->source;
    if (n < 8 || f->n >= INTERFACES_MAX)
        return source_fail(s, "describes an interface in a way that cannot be read; the file is "
                              "damaged from here on");
    if (f->n == f->size) {
        uint32_t size = f->size ? 2 * f->size : 4;
        interface *more = realloc(f->interfaces, size * sizeof *more);
        if (more == NULL) return source_fail(s, "needs more memory than there is");
        f->interfaces = more;
        f->size = size;
    }
    interface *i = &f->interfaces[f->n++];
    *i = (interface){.link = number16(f, body), .snap = number32(f, body + 4), .resolution = 6};
    read_options(f, i, body + 8, n - 8);
    return 0;
}

/* A block with a packet: where its bytes begin, and which interface it names. */
static int read_packet(pcapng *f, uint32_t type, const uint8_t *body, size_t n) {
    capture *c = f->capture;
    uint32_t id = 0;
    size_t head = type == BLOCK_SIMPLE ? 4 : 20;
    if (n < head)
        return source_fail(c->source, "holds a packet block that is too short; the file is damaged "
                                      "from here on");
    if (type == BLOCK_ENHANCED)
        id = number32(f, body);
    else if (type == BLOCK_OLD_PACKET)
        id = number16(f, body);
    if (id >= f->n)
        return source_fail(c->source,
                           "packet %llu names interface %u, which is not described; the "
                           "file is damaged from here on",
                           (unsigned long long)c->frames + 1, (unsigned)id);
    const interface *i = &f->interfaces[id];
    packet p = {.bytes = body + head, .link = i->link};
    if (type == BLOCK_SIMPLE) {
        p.length = number32(f, body);
        p.captured = i->snap != 0 && i->snap < p.length ? i->snap : p.length;
        if (p.captured > n - head) p.captured = (uint32_t)(n - head);
        /* such packets have no time of their own */
        p.time = (int64_t)((uint64_t)c->first_time + c->last_time);
    } else {
        p.captured = number32(f, body + 12);
        p.length = number32(f, body + 16);
        p.time = ticks_to_time(i, (uint64_t)number32(f, body + 4) << 32 | number32(f, body + 8));
        if (p.captured > n - head)
            return source_fail(c->source,
                               "packet %llu is longer than its block; the file is "
                               "damaged from here on",
                               (unsigned long long)c->frames + 1);
    }
    if (p.length < p.captured) p.length = p.captured;
    return capture_packet(c, &p);
}

/* A section starts: its byte order shows in a number that every section begins with. */
static int start_section(pcapng *f, const uint8_t *header) {
    uint32_t order = read_be32(header + 8);
    if (order != 0x1a2b3c4d && order != 0x4d3c2b1a)
        return source_fail(f->capture->source,
                           "begins a section in an unknown byte order; the file "
                           "is damaged from here on");
    f->big = order == 0x1a2b3c4d;
    f->n = 0;
    return 0;
}

/* Reads one block. Returns 1, 0 at the end of the file, or -1. */
static int read_block(pcapng *f) {
    source *s = f->capture->source;
    const uint8_t *header = source_need(s, 12);
    if (header == NULL) {
        if (source_have(s) > 0) f->capture->cut_frame = f->capture->frames + 1;
        return s->failed ? -1 : 0;
    }
    bool section = read_be32(header) == BLOCK_SECTION;
    if (section && start_section(f, header) != 0) return -1;
    uint32_t type = number32(f, header), length = number32(f, header + 4);
    bool wanted = type == BLOCK_INTERFACE || type == BLOCK_ENHANCED || type == BLOCK_SIMPLE ||
                  type == BLOCK_OLD_PACKET;
    if (length < (section ? 28 : 12) || length % 4 != 0 || (wanted && length > SOURCE_WINDOW))
        return source_fail(s, "claims a block of %u bytes; the file is damaged from here on",
                           (unsigned)length);
    if (!wanted) {
        if (source_skip(s, length)) return 1;
    } else {
        const uint8_t *block = source_need(s, length);
        if (block != NULL) {
            int status = type == BLOCK_INTERFACE ? add_interface(f, block + 8, length - 12)
                                                 : read_packet(f, type, block + 8, length - 12);
            source_take(s, length);
            return status == 0 ? 1 : -1;
        }
    }
    f->capture->cut_frame = f->capture->frames + 1;
    return s->failed ? -1 : 0;
}

int pcapng_read(capture *c) {
    pcapng f = {.capture = c};
    int status;
    do
        status = read_block(&f);
    while (status > 0);
    free(f.interfaces);
    return status;
}

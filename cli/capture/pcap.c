/* Capture files of the old kind: one header, then packets, each with its time and two lengths.
 *
 * Both byte orders, microseconds and nanoseconds, and the variant with longer packet headers.
 * It must not know what is in a packet. */
#include "packet.h"

#define FILE_HEADER 24

typedef struct pcap_kind {
    uint8_t magic[4];
    bool big;
    uint32_t unit;   /* nanoseconds in one unit of a packet's time */
    uint32_t header; /* bytes of a packet's header */
} pcap_kind;

static const pcap_kind kinds[] = {
    {{0xd4, 0xc3, 0xb2, 0xa1}, false, 1000, 16}, {{0xa1, 0xb2, 0xc3, 0xd4}, true, 1000, 16},
    {{0x4d, 0x3c, 0xb2, 0xa1}, false, 1, 16},    {{0xa1, 0xb2, 0x3c, 0x4d}, true, 1, 16},
    {{0x34, 0xcd, 0xb2, 0xa1}, false, 1000, 24}, {{0xa1, 0xb2, 0xcd, 0x34}, true, 1000, 24},
};

#define KINDS (sizeof kinds / sizeof *kinds)

static bool is_kind(const pcap_kind *kind, const uint8_t *magic) {
    return read_be32(magic) == read_be32(kind->magic);
}

/* The kind with this magic number; the last one if there is none. */
static const pcap_kind *find_kind(const uint8_t *magic) {
    size_t i = 0;
    while (i < KINDS - 1 && !is_kind(&kinds[i], magic))
        i++;
    return &kinds[i];
}

bool pcap_recognise(const uint8_t *magic) {
    return is_kind(find_kind(magic), magic);
}

/* Reads one packet. Returns 1, 0 at the end of the file, or -1. */
static int read_record(capture *c, const pcap_kind *kind, uint32_t link) {
    source *s = c->source;
    const uint8_t *header = source_need(s, kind->header);
    if (header == NULL) {
        if (source_have(s) > 0) c->cut_frame = c->frames + 1;
        return s->failed ? -1 : 0;
    }
    uint32_t (*number)(const uint8_t *) = kind->big ? read_be32 : read_le32;
    packet p = {.captured = number(header + 8), .length = number(header + 12), .link = link};
    p.time = (int64_t)number(header) * 1000000000 + (int64_t)number(header + 4) * kind->unit;
    if (p.captured > SOURCE_WINDOW - kind->header)
        return source_fail(s,
                           "packet %llu claims %u bytes, more than any packet has; the file is "
                           "damaged from here on",
                           (unsigned long long)c->frames + 1, (unsigned)p.captured);
    const uint8_t *record = source_need(s, kind->header + (size_t)p.captured);
    if (record == NULL) {
        c->cut_frame = c->frames + 1;
        return s->failed ? -1 : 0;
    }
    p.bytes = record + kind->header;
    if (p.length < p.captured) p.length = p.captured;
    if (capture_packet(c, &p) != 0) return -1;
    source_take(s, kind->header + (size_t)p.captured);
    return 1;
}

int pcap_read(capture *c) {
    source *s = c->source;
    const uint8_t *header = source_need(s, FILE_HEADER);
    if (header == NULL)
        return s->failed ? -1 : source_fail(s, "the file ends in its header; record it again");
    const pcap_kind *kind = find_kind(header);
    uint32_t link = (kind->big ? read_be32 : read_le32)(header + 20) & 0xffff;
    source_take(s, FILE_HEADER);
    int status;
    do
        status = read_record(c, kind, link);
    while (status > 0);
    return status;
}

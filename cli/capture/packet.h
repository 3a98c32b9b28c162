/* What the readers of capture files hand on: packets, and what the whole file is worth a note for.
 *
 * Packets go through link.c and ip.c and come out as TCP segments. */
#ifndef PARLEY_CAPTURE_PACKET_H
#define PARLEY_CAPTURE_PACKET_H

#include "source.h"
#include "tcp.h"

typedef struct fragments fragments;

/* One file that is being read. */
typedef struct capture {
    source *source;
    const transcript_listener *listener;
    tcp *tcp;
    fragments *fragments; /* made when the first one comes */
    uint64_t frames;      /* packets so far */
    bool started;         /* first_time is known */
    int64_t first_time;   /* nanoseconds; of the first packet */
    uint64_t last_time;
    uint64_t unknown_links; /* packets that could not be read because of their link type */
    uint64_t unknown_frame; /* the first of them */
    uint64_t cut_frame;     /* the packet that the file ends in; 0: none */
} capture;

typedef struct packet {
    const uint8_t *bytes;
    uint32_t captured; /* how many bytes are there */
    uint32_t length;   /* how many there were on the wire */
    uint32_t link;     /* LINKTYPE_ number */
    int64_t time;      /* nanoseconds of whatever epoch the file has */
} packet;

/* Counts the packet and reads on from its link layer. Returns -1 if memory failed, else 0. */
int capture_packet(capture *c, const packet *p);

/* Reads a whole file, from its first byte. Return 0, or -1 with the source's error line filled in.
 */
int pcap_read(capture *c);
int pcapng_read(capture *c);
bool pcap_recognise(const uint8_t *magic);
bool pcapng_recognise(const uint8_t *magic);

/* The bytes of an IP packet, at the packet's time. more: bytes that were on the wire but not
 * captured. */
int ip_packet(capture *c, const uint8_t *bytes, size_t n, size_t more);
uint64_t fragments_missing(const fragments *f, uint64_t *frame);
void fragments_free(fragments *f);

static inline uint16_t read_be16(const uint8_t *bytes) {
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}
static inline uint32_t read_be32(const uint8_t *bytes) {
    return (uint32_t)read_be16(bytes) << 16 | read_be16(bytes + 2);
}
static inline uint16_t read_le16(const uint8_t *bytes) {
    return (uint16_t)(bytes[1] << 8 | bytes[0]);
}
static inline uint32_t read_le32(const uint8_t *bytes) {
    return (uint32_t)read_le16(bytes + 2) << 16 | read_le16(bytes);
}

#endif

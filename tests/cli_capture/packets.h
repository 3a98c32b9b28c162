/* Writes captures for tests: TCP segments in IPv4 or IPv6, behind any link header, in any kind of
 * file.
 *
 * Built apart from the reader on purpose, from the formats' own descriptions. */
#ifndef PARLEY_TESTS_PACKETS_H
#define PARLEY_TESTS_PACKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };
enum { CLIENT, SERVER };

/* A packet: its bytes from the link layer on. */
typedef struct made_packet {
    uint8_t *bytes;
    uint32_t captured, length;
    uint64_t time; /* nanoseconds */
} made_packet;

typedef struct made_capture {
    made_packet *packets;
    size_t n, size;
    uint32_t link; /* what the packets of made_segment are wrapped in */
    int family;    /* 4 or 6 */
    uint16_t ports[2];
} made_capture;

/* Ethernet and IPv4, ports 40000 and 80. */
made_capture made_start(void);
void made_free(made_capture *m);

/* Adds a segment of a side, a millisecond after the last packet. */
void made_segment(made_capture *m, int side, uint32_t seq, uint32_t ack, unsigned flags,
                  const void *bytes, size_t n);
/* Adds any packet. */
void made_packet_add(made_capture *m, const uint8_t *bytes, size_t captured, size_t length);
/* The handshake: numbers 1000 and 5000 for the SYNs, so that the streams begin at 1001 and 5001. */
void made_handshake(made_capture *m);

typedef enum made_format {
    PCAP_MICRO_LE,
    PCAP_MICRO_BE,
    PCAP_NANO_LE,
    PCAP_NANO_BE,
    PCAPNG_LE,
    PCAPNG_BE,
    FORMATS
} made_format;

/* The whole file, to be freed; *n is its length. */
uint8_t *made_file(const made_capture *m, made_format format, size_t *n);

/* Writes bytes to a new file of the test's own, whose name is valid until the next call. */
const char *made_write(const void *bytes, size_t n);
/* Both in one. */
const char *made_save(const made_capture *m, made_format format);

#endif

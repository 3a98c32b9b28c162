/* TCP segments in, connections with ordered bytes out, to a transcript_listener.
 *
 * A byte is delivered once, after all bytes before it and after all that its sender had seen. */
#ifndef PARLEY_CAPTURE_TCP_H
#define PARLEY_CAPTURE_TCP_H

#include "../transcript.h"

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_ACK = 16, TCP_URG = 32 };

typedef struct endpoint {
    uint8_t address[16]; /* unused bytes are 0 */
    uint16_t port;
    uint16_t family; /* 4 or 6 */
} endpoint;

typedef struct segment {
    endpoint from, to;
    uint32_t seq, ack;
    uint8_t flags;
    uint16_t window;
    const uint8_t *bytes;
    uint32_t captured, length; /* payload bytes that are there, and that were on the wire */
    uint64_t frame, time;
} segment;

typedef struct tcp tcp;

/* Returns NULL if there is no memory. */
tcp *tcp_new(const transcript_listener *listener);
/* Returns 0, or -1 if there was no memory: then nothing more can be judged. */
int tcp_segment(tcp *t, const segment *s);
/* The capture ends: delivers what is held and closes every connection, in the order of their
 * numbers. */
void tcp_finish(tcp *t);
void tcp_free(tcp *t);

#endif

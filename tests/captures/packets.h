/* Captures of Ethernet, IPv4 and TCP as a test takes them apart and writes them anew. It must not
 * know what the packets carry. */
#ifndef PARLEY_TESTS_CAPTURES_PACKETS_H
#define PARLEY_TESTS_CAPTURES_PACKETS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { FILE_HEADER = 24, PACKET_HEADER = 16, ETHERNET = 14 };

typedef struct packet {
    const uint8_t *bytes; /* within the file; its time stands before it */
    uint32_t length;
} packet;

typedef struct capture {
    const char *path;
    uint8_t *file;
    packet *packets;
    size_t count;
} capture;

/* A capture that is being written. */
typedef struct damaged {
    char path[64];
    FILE *file;
    uint32_t written;
    const char *original; /* path of the capture that it is made of */
} damaged;

/* Microseconds. */
uint64_t packet_time(const packet *one);
capture capture_load(const char *path);
void capture_free(capture *loaded);

damaged damaged_start(const capture *from);
/* Writes a packet with the time that another one had; kept of its bytes are in the capture. */
void damaged_put(damaged *made, const packet *at_time_of, const uint8_t *bytes, uint32_t kept,
                 uint32_t length);
void damaged_add(damaged *made, const packet *at_time_of, const uint8_t *bytes, uint32_t length);

/* How many bytes of a packet stand before its payload, and how many its payload has; false where it
 * is no TCP over IPv4. */
int packet_payload(const packet *one, uint32_t *head, uint32_t *payload);
/* Writes the part [first, first + n) of a packet's payload as a packet of its own. */
void segment_add(damaged *made, const packet *whole, uint32_t head, uint32_t first, uint32_t n,
                 int last);
/* Writes two packets as one, if the second goes on where the first ends; else returns 0. */
int packets_merge(damaged *made, const packet *first, const packet *second);

#endif

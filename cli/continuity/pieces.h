/* Packets of MQTT that lie over several messages of WebSocket: keeps what came of one until it is
 * whole. (MQTT 3.1.1 6: nobody may assume that packets and messages begin together.)
 *
 * What is kept is bounded; it must not know what a packet says. */
#ifndef PARLEY_CLI_CONTINUITY_PIECES_H
#define PARLEY_CLI_CONTINUITY_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PIECES_KEPT       (64u << 10) /* of one packet */
#define PIECES_EVERYWHERE (16u << 20) /* of all packets under way */

/* One direction. All of it 0: nothing is kept. */
typedef struct pieces {
    uint8_t *kept;
    size_t n, room;
    uint64_t from; /* where the message that the packet begins in begins */
    size_t skip;   /* of a packet that is too long: so much of it is still to come */
    /* while a message is read */
    const uint8_t *bytes;
    size_t at, all, old; /* old: of these bytes, so many came with messages before */
} pieces;

/* What comes next. */
typedef enum piece_sort {
    PIECES_OVER,   /* nothing, or not all of it: wait for the next message */
    PIECES_PACKET, /* a whole packet */
    PIECES_LONG,   /* a packet that is too long to be kept; the next one comes behind it */
    PIECES_NONE    /* no packet: where the next one begins is not known */
} piece_sort;

/* A message came; its bytes have to stay until pieces_end. everywhere: what is kept of all. Returns
 * false if there is no room for it. */
bool pieces_begin(pieces *p, const uint8_t *bytes, size_t n, size_t *everywhere);
/* The next packet; begun_before: it began in a message before. */
piece_sort pieces_next(pieces *p, const uint8_t **bytes, size_t *n, bool *begun_before);
/* The message, which begins at offset, was read. Returns false if what is left cannot be kept. */
bool pieces_end(pieces *p, uint64_t offset, size_t *everywhere);
/* Where the next packet begins is not known; what was kept counts for nothing. */
void pieces_drop(pieces *p, size_t *everywhere);

#endif

/* Captures that a test writes: the connections of a record as packets, as a network may have
 * carried and a recorder may have lost them. It judges nothing. */
#ifndef PARLEY_TESTS_WIRE_FILE_H
#define PARLEY_TESTS_WIRE_FILE_H

#include "record.h"

#define WIRE_PATH 32

typedef struct wire_damage {
    size_t most;        /* bytes of a packet, at least 1 */
    uint64_t loss_seed; /* packets behind the handshakes are lost as it says; 0: none */
} wire_damage;

/* Writes a capture in /tmp; the caller removes it. The test fails if it cannot. */
void wire_write(char path[WIRE_PATH], const record *talks, const wire_damage *damage);

#endif

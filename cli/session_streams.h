/* Which connections a session is on: their numbers as far as there is room, and how many they are.
 *
 * Numbers of connections grow as these begin. It must not know what a session is. */
#ifndef PARLEY_CLI_SESSION_STREAMS_H
#define PARLEY_CLI_SESSION_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_STREAMS 64 /* numbers that are kept; more are counted */

typedef struct session_streams {
    uint32_t first[SESSION_STREAMS]; /* that were met */
    size_t n;                        /* of these */
    uint32_t newest;                 /* of all */
    uint64_t connections;            /* behind the first ones, those that begin in their order */
} session_streams;

/* The session is on this connection; it may have been before. */
void session_streams_add(session_streams *on, uint32_t stream);
/* Whether it was ever on this connection; where there was no room to remember, it may have been. */
bool session_streams_may_hold(const session_streams *on, uint32_t stream);

#endif

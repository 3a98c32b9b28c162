/* What was said between two hosts and is not here, or is not told yet: who judges over several
 * connections asks whether something else may explain what they see.
 *
 * Hosts are known by a number (transcript.h); where two pairs share one, less is sure. It must not
 * know what is said. */
#ifndef PARLEY_CLI_UNSEEN_H
#define PARLEY_CLI_UNSEEN_H

#include "transcript.h"

#define UNSEEN_HOSTS 1024 /* a power of 2 */

typedef struct unseen_hosts {
    uint64_t waiting[UNSEEN_HOSTS]; /* connections that are held, by their hosts */
    uint64_t waiting_all;
    bool holes[UNSEEN_HOSTS]; /* bytes are missing, or a whole connection */
} unseen_hosts;

/* See transcript_listener.waits. */
void unseen_waits(unseen_hosts *all, uint64_t hosts, bool waits);
/* Bytes between these hosts are not here. */
void unseen_hole(unseen_hosts *all, uint64_t hosts);

/* Is there such a hole? */
bool unseen_has_hole(const unseen_hosts *all, uint64_t hosts);
/* Whether connections beside this one are held: between its hosts, or between any. */
bool unseen_others_wait(const unseen_hosts *all, const connection *own, bool any);

#endif

/* Races: several parsers read the same corpus, taking turns round by round in one thread, so that
 * what disturbs one disturbs all. Prints a row for each and says whether the bars are reached.
 * Knows no protocol and no parser. */
#ifndef PARLEY_BENCH_MEASURE_H
#define PARLEY_BENCH_MEASURE_H

#include "peers.h"

typedef struct peer {
    const char *name;
    peer_read *read;
    peer_there *there; /* NULL: always */
    const char *only;  /* the one corpus that it is for; NULL: all */
} peer;

/* What a peer has to reach on a corpus, fed whole. */
typedef struct bar {
    const char *corpus; /* NULL: any */
    const char *peer;
    double ratio; /* the first peer's time through this one's; 0: none */
    double speed; /* bytes a second; 0: none */
} bar;

enum { ROUNDS = 15, PEERS_MOST = 5 };

typedef struct race {
    const peer *peers; /* the others are compared with the first one */
    size_t n_peers;    /* at most PEERS_MOST */
    const bar *bars;
    size_t n_bars;
} race;

/* Both ways of feeding: whole, which is judged, and in 1,460 bytes, which is not. room has as many
 * bytes as the corpus. Returns false where a bar is missed or a parser counts wrongly. */
bool race_run(const race *run, const corpus *read, uint8_t *room);

#endif

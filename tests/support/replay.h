/* Telling libparley what happened on a connection, with the bytes cut in some way, and keeping what
 * it answers. */
#ifndef PARLEY_TESTS_REPLAY_H
#define PARLEY_TESTS_REPLAY_H

#include "record.h"

/* How the bytes of a connection are cut before they are fed. */
typedef struct replay_cut {
    uint64_t at;    /* an input is cut in two after this many bytes of the connection (both sides
                       counted); 0: none */
    uint64_t every; /* and after every so many bytes; 0: not */
    size_t max;     /* items taken at a time, at least 16 */
    uint64_t hostile_seed; /* cut lengths drawn from this seed; 0: not */
} replay_cut;

typedef struct replay {
    parley_item *items; /* CONTENT events that touch are one; spare bytes are 0 */
    size_t count, room;
    parley_verdict verdict;
    uint64_t exchanges;
} replay;

/* Feeds a whole connection. */
replay replay_run(const record_connection *talk, const replay_cut *cut);
void replay_free(replay *played);

/* Says in a line which item differs, and returns false; true where both are the same. */
bool replay_same(const replay *a, const replay *b);

/* Whether an item is well formed: spans, states and words in range. */
bool item_sane(const parley_item *item);

#endif

/* A second reading of RFC 7692 7.1: what one offer of permessage-deflate and the answer to it say,
 * alone and together. It knows fields that are lists of extensions; nothing of frames. */
#ifndef PARLEY_TESTS_EXPECT_DEFLATE_H
#define PARLEY_TESTS_EXPECT_DEFLATE_H

#include "expect.h"

enum { SERVER_TAKEOVER, CLIENT_TAKEOVER, SERVER_WINDOW, CLIENT_WINDOW, DEFLATE_PARAMETERS };
extern const char *const deflate_parameters[DEFLATE_PARAMETERS];

typedef struct deflate_terms {
    bool there; /* permessage-deflate is in the list */
    bool has[DEFLATE_PARAMETERS];
    unsigned bits[DEFLATE_PARAMETERS]; /* of a window; 0: no value, or a wrong one */
    bool wrong;
    uint64_t at[DEFLATE_PARAMETERS], end[DEFLATE_PARAMETERS]; /* where the parameter stands */
    uint64_t semicolon[DEFLATE_PARAMETERS];                   /* before it */
    uint64_t name, over; /* where permessage-deflate begins, and where the value is over */
} deflate_terms;

/* Reads a list with one permessage-deflate in it, which begins at this offset of the side's stream.
 */
void deflate_read(const char *value, uint64_t offset, parley_side side, deflate_terms *terms,
                  opinion *o);
/* What the answer may say to the offer: false if all is well. head_end: the last byte of the
 * answer's head. */
bool deflate_compare(const deflate_terms *offer, const deflate_terms *answer, uint64_t head_end,
                     opinion *o);

#endif

/* What a request says that opens a connection of a session: host, path, and the values of places in
 * it. The bytes of its head have to be at hand.
 *
 * It must not know sessions. */
#ifndef PARLEY_CLI_CONTINUITY_OPENING_H
#define PARLEY_CLI_CONTINUITY_OPENING_H

#include "../connection_state.h"
#include "profile.h"

#define OPENING_TARGET 2048
#define OPENING_HOST   256
#define OPENING_VALUE  2048 /* what is beyond does not count */

typedef struct opening {
    const conversation *c;
    const parley_event *head;
    char target[OPENING_TARGET], host[OPENING_HOST];
    size_t n_path; /* of target, without its query */
} opening;

void opening_take(opening *o, const conversation *c, const parley_event *head);
/* The first profile that is for such a request, or NULL. */
const profile *opening_profile(const opening *o, const profile_list *profiles, bool event_stream);
/* Copies what is in a place of the request. Returns whether anything is there. */
bool opening_value(const opening *o, const value_place *where, char *value, size_t size);

/* A number made of the fields that tell whose request it is, behind one address. */
uint64_t opening_sender(const opening *o, const profile *p);
/* A number made of the query, without what differs by itself with each connection. */
uint64_t opening_query(const opening *o, const profile *p);

#endif

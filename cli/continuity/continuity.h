/* Sessions over connections: ties the conversations of an application together as profiles say, and
 * judges how each session goes on: what was lost, and where.
 *
 * The connections of a session are judged by others; here is only what lies above them. What could
 * not be observed is said to be so. It must not know how findings are shown. */
#ifndef PARLEY_CLI_CONTINUITY_CONTINUITY_H
#define PARLEY_CLI_CONTINUITY_CONTINUITY_H

#include "../application.h"
#include "profile.h"

typedef struct continuity continuity;

/* Returns NULL if no profile is there, or no memory. Both have to stay. */
continuity *continuity_open(const profile_list *profiles, application *app);
void continuity_free(continuity *all);

/* Takes notice of an event while its bytes, and those of a message, are at hand. */
void continuity_event(continuity *all, conversation *c, const parley_event *event);
/* An event in the body of a response. */
void continuity_application(continuity *all, conversation *c, const application_event *event);
/* A rule of a lower layer was broken. */
void continuity_finding(continuity *all, conversation *c, const parley_finding *finding);
/* A hole, an end or a reset, before the conversation's lanes know of it. */
void continuity_input(continuity *all, conversation *c, const parley_input *input);
/* A session has lost messages, and its connection is alive: whoever knows of it says so once, at
 * the message that shows it. number: how many. */
bool continuity_alive_below(parley_finding *finding);
/* Of a connection nothing tells which application it is of: it may have been of any session between
 * the same two. Said when that becomes known, and when the connection is over. */
void continuity_unseen(continuity *all, uint64_t hosts);
/* Whether a hole in what this conversation's client says may hide the opening of a session. */
bool continuity_hides(const conversation *c, const parley_input *input);
/* The conversation's verdict is known; it is not looked at any more. */
void continuity_closed(continuity *all, conversation *c);

/* The number of the session that this conversation belongs to now; 0: of none, or not known yet. */
uint64_t continuity_session(const conversation *c);
/* A session of event streams is part of one of a profile (its number is in tied), and is told with
 * it. Returns false if that one is not known any more. What it points to has to stay until the end.
 */
bool continuity_folds(continuity *all, const application_session *part);

/* The transcript is over. Tells what only now is known, then each session; nothing if all is NULL.
 */
void continuity_end(continuity *all);

#endif

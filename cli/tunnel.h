/* CONNECT: what goes through a tunnel is a conversation of its own on the same streams (RFC 9110
 * 9.3.6).
 *
 * It must not know how conversations are fed or what they carry. */
#ifndef PARLEY_CLI_TUNNEL_H
#define PARLEY_CLI_TUNNEL_H

#include "connection_state.h"

#define TUNNEL_UNJUDGED "switched to a tunnel, not judged"

/* Takes notice of a SWITCH event. */
void tunnel_event(conversation *c, const parley_event *event);

/* Both sides have reached a tunnel, and it is sure where it begins. */
bool tunnel_is_reached(const conversation *c);

/* The conversation so far is over: what comes next begins another. Returns how many bytes of the
 * piece that is judged now belong to the old one. */
uint64_t tunnel_enter(conversation *c);

/* The conversation within counts its exchanges from where the one before ended. */
void tunnel_renumber(const conversation *c, parley_item *item);

/* The verdict over what was said before the tunnel, and in it. */
void tunnel_conclude(conversation *c);

#endif

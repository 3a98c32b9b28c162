/* What an opening request offers and its answer takes: subprotocols and extensions. */
#ifndef PARLEY_WEBSOCKET_OFFERS_H
#define PARLEY_WEBSOCKET_OFFERS_H

#include "websocket_lane.h"

#define HANDSHAKE_UNKNOWN 0xfe /* n_key, n_offers, n_names, n_protocols: more than is kept */

/* What is kept of the request that waits; NULL where it is not kept. */
handshake *handshake_kept(const feed *f);
/* Asks websocket.facts while HTTP is still spoken. */
void handshake_asks(feed *f, uint16_t question, uint16_t answer, const place *where,
                    uint64_t number);

void subprotocol_event(feed *f, unsigned event, const place *where);
/* The request is complete: less is kept of it until it is answered. */
void subprotocols_shorten(handshake *h);
void extension_event(feed *f, unsigned event, const place *where);

#endif

/* WebSocket, as HTTP's files and conversation.c see it: what the fields of an opening handshake
 * mean, and the lanes that take over after it. Symbols of neither protocol stand here. */
#ifndef PARLEY_WEBSOCKET_H
#define PARLEY_WEBSOCKET_H

#include "conversation.h"

/* ---- websocket_handshake.c: heads of HTTP ---- */
/* A request begins: nothing is offered so far. */
void handshake_begins(feed *f);
/* A response begins. If the request is not complete, what a response needs lies where its
 * subprotocols are kept. */
void handshake_answer_begins(feed *f);
/* What reads the value of this field on this side; NULL where nothing does. */
const parley_machine *handshake_values(parley_side side, unsigned field);
/* The field is here (again): judged at its colon. */
void handshake_presence(feed *f, unsigned field, const place *where, bool again);
/* An event of its value's machine, and the end of a value that was read to the end. */
void handshake_event(feed *f, unsigned field, unsigned event, const place *where);
void handshake_value_ends(feed *f, unsigned field, const place *where);
/* Does the head of this request mean to open WebSocket? */
bool handshake_opens(const lane *l);
/* Upgrade names a version of websocket. */
void handshake_versioned(feed *f, const place *where);
/* A 101 to an opening request names another protocol that was not offered. */
void handshake_other_chosen(feed *f, const place *where);
/* The heads are complete. */
void handshake_request(feed *f, const place *where);
void handshake_answer(feed *f, const place *where);
/* The answer is a refusal, final. */
void handshake_refused(feed *f, const place *where);
/* The client spoke before it was answered. */
void handshake_early(feed *f, const place *where);

/* ---- websocket_offers.c ---- */
/* The rest of a value has no reading: what it offers, or which key it is, is not known. */
void offers_unread(feed *f, unsigned field);

/* ---- websocket_lane.c ---- */
/* Both lanes speak WebSocket, from these offsets on. What was agreed stands in talk->agreed and
 * window_bits. */
void websocket_takes(conversation *talk, uint64_t client, uint64_t server);
uint64_t websocket_bytes(feed *f);
void websocket_gap(feed *f);
/* Where the frame that is under way began, or what may be one; the lane's offset if there is none,
 * or its header is over. */
uint64_t websocket_pending(const lane *l);
/* What a SWITCH event tells of this side. */
void websocket_agreed(const conversation *talk, parley_side side, parley_websocket *told);

/* ---- websocket_report.c ---- */
/* Reports the rules of an action list; where holds state and got. */
void websocket_action(feed *f, const parley_machine *machine, uint16_t action, const place *where,
                      uint64_t number, uint8_t mask);

/* ---- http1_turns.c ---- */
/* A side speaks HTTP again where it had handed over. */
void http1_again(feed *f, const place *where);

/* ---- websocket_turns.c ---- */
void websocket_end(feed *f, bool reset);
void websocket_stops(feed *f);
/* The caller found an error of this side. */
void websocket_fault(conversation *talk, parley_side side);
parley_turn websocket_turn(const conversation *talk);

/* talk->agreed */
#define AGREED_DEFLATE     1   /* permessage-deflate is named */
#define AGREED_SERVER_NCT  2   /* server_no_context_takeover */
#define AGREED_CLIENT_NCT  4   /* client_no_context_takeover */
#define AGREED_SERVER_BITS 8   /* server_max_window_bits */
#define AGREED_CLIENT_BITS 16  /* client_max_window_bits */
#define AGREED_OTHER       32  /* an extension that is not known here */
#define AGREED_UNREAD      64  /* not all of what was agreed could be read */
#define AGREED_REPORTED    128 /* of this extension it was said that it was not offered */

#endif

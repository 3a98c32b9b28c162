/* What the files of WebSocket share among themselves. */
#ifndef PARLEY_WEBSOCKET_LANE_H
#define PARLEY_WEBSOCKET_LANE_H

#include "../grammars/websocket/symbols.h"
#include "bulk.h"
#include "machines.h"
#include "websocket.h"

/* lane.ws.message: what is read of a message */
#define MESSAGE_NONE       0
#define MESSAGE_TEXT       1
#define MESSAGE_BINARY     2
#define MESSAGE_KIND       3
#define MESSAGE_COMPRESSED 4
#define MESSAGE_SPOILED    8 /* its content is not judged any more */

/* lane.ws.flags */
#define FRAME_UNDER_WAY 1 /* between the first byte of a frame and its end */
#define FRAME_IN_HEADER 2
#define FRAME_MASKED    4
#define FRAME_SPOILED   8   /* a hole in a control frame */
#define FRAME_DEVIATES  16  /* an error of this side was reported */
#define FRAME_KEY_KNOWN 32  /* last_key holds the key of a frame before */
#define FRAME_REPORTED  128 /* a rule that counts once in a message was found broken */
#define FRAME_FIRST     64  /* what this side says first after the hand-over is being read */

#define OPCODE_CONTINUATION 0
#define OPCODE_TEXT         1
#define OPCODE_BINARY       2
#define OPCODE_CLOSE        8
#define OPCODE_PING         9
#define OPCODE_PONG         10

#define SECOND       UINT64_C(1000000000)
#define MILLISECOND  UINT64_C(1000000)
#define LONG_SILENCE (3 * SECOND) /* that no round trip explains */

static inline unsigned opcode_of(const lane *l) {
    return l->ws.first_byte & 15u;
}

/* The symbol of this side: those of the server follow those of the client in the same order. */
static inline uint16_t by_side(const feed *f, uint16_t client_symbol) {
    return (uint16_t)(f->side == PARLEY_CLIENT ? client_symbol : client_symbol + S_DATA - C_DATA);
}

/* ---- websocket_report.c ---- */
void websocket_rule(feed *f, const parley_rule *rule, const place *where,
                    const parley_machine *machine, uint64_t number, uint8_t mask);
/* Asks websocket.facts. */
void websocket_asks(feed *f, uint16_t question, uint16_t answer, const place *where,
                    uint64_t number);
parley_event *websocket_event(feed *f, parley_event_kind kind, uint64_t offset, uint64_t length);
void websocket_lose(feed *f, uint64_t from, enum conversation_reason reason);
/* Forgets which rules this message has broken. */
void websocket_message_over(lane *l);

/* ---- websocket_lane.c: frames ---- */
/* Reads bytes[i..n) of the piece. Returns the index behind what was read. */
size_t websocket_step(feed *f, size_t i, size_t n);
/* The header is complete at where. */
void payload_begins(feed *f, const place *where);
/* The last byte of the frame is at where. */
void frame_ends(feed *f, const place *where);
/* The FRAME event, if it is wanted; end: the offset behind the frame. */
void frame_tell(feed *f, uint64_t end);

/* ---- websocket_quick.c ---- */
/* Takes whole plain frames of bytes[from..n) of the piece. Returns how many bytes that were. */
size_t frames_quick(feed *f, size_t from, size_t n);

/* ---- websocket_first.c ---- */
/* Returns how many of the first n bytes were read here. */
size_t first_bytes(feed *f, size_t n);
/* Nothing comes behind what waited. */
void first_ends(feed *f);

/* ---- websocket_message.c: what payload means ---- */
void data_begins(feed *f, const place *where);
void control_begins(feed *f);
/* bytes[0..n) of the piece from index from on. */
void payload_take(feed *f, size_t from, size_t n);
/* The PAYLOAD event of them, if it is wanted. */
void payload_tell(feed *f, size_t from, size_t n);
void data_ends(feed *f, const place *where);
void control_ends(feed *f, const place *where);

/* ---- websocket_turns.c ---- */
void websocket_hears(feed *f, uint16_t symbol, const place *where, uint64_t number);
/* hash: a number made of the payload; end: the offset behind the frame */
void ping_sent(feed *f, uint32_t hash, uint64_t end);
void pong_sent(feed *f, uint32_t hash);
/* code: 0 where it has none */
void close_sent(feed *f, uint16_t code, uint64_t end);

#endif

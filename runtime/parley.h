/* libparley: judges a conversation between two programs, byte by byte.
 *
 * The caller owns all memory; nothing here allocates, prints or keeps globals. A conversation is
 * what both sides say over one connection. Put into it what happened (bytes of a side, a hole, an
 * end), take out what it means (events) and where it deviates (findings). Results never depend on
 * how bytes were cut into pieces. */
#ifndef PARLEY_H
#define PARLEY_H

#include "parley_machine.h"
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum parley_side { PARLEY_CLIENT, PARLEY_SERVER } parley_side;

/* Whose turn it is: a set of sides. */
typedef enum parley_turn {
    PARLEY_TURN_NOBODY,
    PARLEY_TURN_CLIENT,
    PARLEY_TURN_SERVER,
    PARLEY_TURN_EITHER
} parley_turn;

typedef enum parley_verdict {
    PARLEY_CONFORMS,
    PARLEY_UNFINISHED,
    PARLEY_DEVIATES,
    PARLEY_UNDECIDED
} parley_verdict;

typedef enum parley_protocol { PARLEY_UNKNOWN, PARLEY_HTTP1, PARLEY_WEBSOCKET } parley_protocol;

/* ---- what happened ---- */

typedef enum parley_input_kind {
    PARLEY_BYTES, /* the side sent bytes[0..length) */
    PARLEY_GAP,   /* length bytes of the side, at least one, are not in the transcript */
    PARLEY_FIN,   /* the side ended its direction */
    PARLEY_RESET, /* the side reset the connection: both directions are over */
    PARLEY_STOP   /* the transcript ends here; side does not matter, seen is PARLEY_SEEN_ALL */
} parley_input_kind;

#define PARLEY_SEEN_ALL UINT64_MAX

typedef struct parley_input {
    parley_input_kind kind;
    parley_side side;
    uint64_t time;  /* nanoseconds since the transcript began */
    uint64_t frame; /* number of the packet or line it came in, from 1 */
    /* How many bytes of the other side's stream this side had received when it sent this (in TCP:
     * the acknowledgment number); the other side's FIN counts as one byte more. PARLEY_SEEN_ALL:
     * everything before. */
    uint64_t seen;
    const uint8_t *bytes;
    uint64_t length;
} parley_input;

/* ---- what comes out ---- */

typedef enum parley_event_kind {
    PARLEY_EVENT_REQUEST_HEAD, /* the span is the whole head; method, target and version are parts
                                  of it */
    PARLEY_EVENT_REQUEST_END,
    PARLEY_EVENT_RESPONSE_HEAD, /* the span is the whole head */
    PARLEY_EVENT_RESPONSE_END,
    PARLEY_EVENT_CONTENT,  /* content bytes of a message, framing taken off; they lie within the
                              input just fed */
    PARLEY_EVENT_SWITCH,   /* from offset on this direction speaks another protocol */
    PARLEY_EVENT_UNJUDGED, /* from offset on this direction is not judged; reason says why */
    PARLEY_EVENT_PAYLOAD,  /* WebSocket: payload bytes of one frame, still masked; they lie within
                              the input just fed */
    PARLEY_EVENT_FRAME,    /* WebSocket: a frame is complete; the span is the whole frame */
    PARLEY_EVENT_TEXT,     /* WebSocket: a text message is complete; the span reaches from the first
                              byte of its first frame to the last byte of its last one */
    PARLEY_EVENT_BINARY,
    PARLEY_EVENT_PING, /* WebSocket: control frames; the span is the whole frame */
    PARLEY_EVENT_PONG,
    PARLEY_EVENT_CLOSE
} parley_event_kind;

typedef struct parley_span {
    uint64_t offset; /* in the side's stream */
    uint64_t length;
} parley_span;

/* What belongs to events of WebSocket, and to the SWITCH to it. */
typedef struct parley_websocket {
    uint64_t payload_length; /* of the frame or message, as on the wire; PAYLOAD: of the message or
                                control frame before these bytes */
    uint32_t frames;         /* TEXT, BINARY: of how many frames the message consists */
    uint32_t key;  /* PAYLOAD: masking key for parley_unmask, turned to fit the span's first byte; 0
                      where the frame is not masked */
    uint16_t code; /* CLOSE: 0 where it has none */
    uint8_t opcode;  /* PAYLOAD, FRAME: 0 to 15 */
    uint8_t rsv;     /* FRAME: RSV1 is 4, RSV2 2, RSV3 1 */
    bool fin;        /* FRAME */
    bool text;       /* PAYLOAD: of a text message */
    bool compressed; /* PAYLOAD, TEXT, BINARY: by permessage-deflate */
    bool judged; /* PAYLOAD of a text message: its bytes are judged already (they are not where it
                    is compressed) */
    uint8_t window_bits; /* SWITCH: this side may compress with permessage-deflate in a window of
                            2^window_bits bytes; 0: not agreed */
    bool no_takeover;    /* SWITCH: ... and starts each message with an empty window */
} parley_websocket;

typedef struct parley_event {
    parley_event_kind kind;
    parley_side side;
    parley_layer layer;
    uint64_t exchange; /* from 1; 0 where it belongs to none */
    parley_span span;
    uint64_t frame, time;
    parley_turn turn;                    /* whose turn it is after it */
    uint16_t turn_state;                 /* WebSocket: of websocket.turns, after it */
    parley_span method, target, version; /* heads; version for both sides: "HTTP/1.1" */
    uint16_t status;                     /* response heads */
    bool interim;                        /* a 1xx response */
    bool opens;                          /* REQUEST_HEAD: it means to open WebSocket */
    const char
        *protocol;      /* SWITCH: a name parley knows ("websocket"), "tunnel", or "" for another */
    const char *reason; /* UNJUDGED */
    bool encoded;       /* CONTENT and heads: Content-Encoding is gzip or x-gzip or deflate alone */
    parley_websocket websocket; /* PAYLOAD to CLOSE, and SWITCH to "websocket"; not set in others */
} parley_event;

/* A place on any connection. */
typedef struct parley_place {
    bool known;
    uint32_t stream; /* number of the connection, as the caller counts them */
    parley_span span;
    uint64_t frame, time;
} parley_place;

typedef struct parley_finding {
    const parley_rule *rule;
    parley_side side;  /* whose bytes */
    uint64_t exchange; /* from 1; 0 where it belongs to none */
    parley_span span;  /* length 0 where the stream ended */
    uint64_t frame, time;
    const parley_machine
        *machine; /* which machine was in which state; NULL only for rules of captures */
    uint16_t state;
    uint16_t got;      /* a byte (unmasked), a symbol of machine, or PARLEY_SYMBOL_END */
    uint8_t mask;      /* what got was masked with on the wire; 0 where it was not */
    uint64_t number;   /* what {n} stands for in phrases and messages: bytes still owed, requests
                          waiting … */
    uint64_t from, to; /* what {from} and {to} stand for: two places in a count */
    const char *name; /* what {name} stands for: what is counted, as the caller calls it; or NULL */
    parley_place before; /* where from was, of the same side */
    parley_turn turn;
    /* The turn machines when it happened, for parley_may; exchange_state 0 where no exchange is
     * under way. */
    const parley_machine *exchange_machine, *turn_machine;
    uint16_t exchange_state, turn_state;
    uint64_t message_offset; /* where the message that it belongs to began, in the side's stream */
    uint64_t content_offset; /* where its content began, or UINT64_MAX while in the head */
    uint64_t requests, responses; /* complete request heads and final responses so far */
} parley_finding;

typedef struct parley_item {
    bool is_finding;
    union {
        parley_event event;
        parley_finding finding;
    } as;
} parley_item;

/* ---- a conversation ---- */

/* Everything parley keeps of a conversation: at most 512 bytes, whatever is said in it. */
typedef union parley_conversation {
    uint64_t align;
    unsigned char bytes[512];
} parley_conversation;

enum {
    PARLEY_ONE_SIDED =
        1, /* only one direction is in the transcript: rules about turns are not judged */
    PARLEY_MID_STREAM = 2, /* the beginning is missing: judged from the first sure boundary on */
    PARLEY_CONTENT = 4,    /* give CONTENT events too, and PAYLOAD events of compressed messages */
    PARLEY_PAYLOAD = 8,    /* give PAYLOAD events of all text messages and control frames */
    PARLEY_FRAMES = 16,    /* give FRAME events */
    PARLEY_TUNNELS = 32, /* the caller judges what goes through a tunnel (SWITCH to "tunnel"): that
                            leaves nothing undecided here */
    PARLEY_BINARY = 64,  /* give PAYLOAD events of all binary messages */
    PARLEY_BODIES = 128  /* give CONTENT events of every body */
};

/* What the first bytes of both sides are: PARLEY_UNKNOWN with *more set while more bytes could
 * tell. Either may be empty. At most PARLEY_RECOGNISE_MAX bytes of a side are looked at. more NULL:
 * no more bytes will come. */
#define PARLEY_RECOGNISE_MAX 8192
parley_protocol parley_recognise(const uint8_t *client, size_t n_client, const uint8_t *server,
                                 size_t n_server, bool *more);

/* Starts a conversation. flags: PARLEY_ONE_SIDED and so on. */
void parley_conversation_start(parley_conversation *conversation, parley_protocol protocol,
                               unsigned flags);
/* The same for one that begins within the streams of another, as in a tunnel: at these offsets. */
void parley_conversation_start_at(parley_conversation *conversation, parley_protocol protocol,
                                  unsigned flags, uint64_t client_offset, uint64_t server_offset);

/* Tells the conversation what happened next. Items come out in the order in which they happened, at
 * most max (at least 16) of them. Returns how many of input->length bytes were taken: if fewer, or
 * *more is set, call again with the rest of the bytes (or the same input without bytes). STOP is
 * the last input. */
uint64_t parley_conversation_feed(parley_conversation *conversation, const parley_input *input,
                                  parley_item *items, size_t max, size_t *n_items, bool *more);

/* The caller found an error in what a side's messages hold, which is not looked at here where they
 * are compressed. What both sides do after it is taken as its consequence: no bytes behind a
 * compressed message, or a part of one, are taken before its events were given out. */
void parley_conversation_fault(parley_conversation *conversation, parley_side side);

/* How the conversation stands; final after STOP. */
parley_verdict parley_conversation_verdict(const parley_conversation *conversation);
/* Why it is undecided, a phrase; "" where it is not. */
const char *parley_conversation_reason(const parley_conversation *conversation);
/* Exchanges so far: requests begun (responses, where only the server's direction is there). */
uint64_t parley_conversation_exchanges(const parley_conversation *conversation);
parley_turn parley_conversation_turn(const parley_conversation *conversation);
/* Where the message that side is in the middle of began; the stream's length so far if it is
 * between messages. A caller that wants the text of heads keeps the bytes from here on. */
uint64_t parley_conversation_pending(const parley_conversation *conversation, parley_side side);
/* How the conversation stands for the next byte of side: fills *at as a finding would be filled
 * there (machine and state, the number of bytes owed, the turn machines), without a rule, and with
 * nothing got. Its span is that of the next byte; frame, time and exchange are 0. machine is NULL
 * where the bytes of this side are not read. */
void parley_conversation_state(const parley_conversation *conversation, parley_side side,
                               parley_finding *at);

/* ---- payload of WebSocket ---- */

/* Masks or unmasks n bytes (RFC 6455 5.3). key: the four bytes as they come, the first one lowest.
 * to may be from. Returns the key turned for the bytes that follow. */
uint32_t parley_unmask(uint8_t *to, const uint8_t *from, size_t n, uint32_t key);

/* Reads n more bytes of UTF-8 (RFC 3629). *state: that of websocket.text, 0 at the beginning; it is
 * kept over calls. Returns n if all is well so far, else the index of the first byte that cannot
 * follow; *state is then the one that the byte did not fit. parley_utf8_complete: may it end here,
 * between characters? */
size_t parley_utf8_check(const uint8_t *bytes, size_t n, uint16_t *state);
bool parley_utf8_complete(uint16_t state);

/* ---- Server-Sent Events ---- */

/* Everything parley keeps of an event stream (WHATWG HTML 9.2), whatever is in it. */
typedef union parley_sse {
    uint64_t align;
    unsigned char bytes[64];
} parley_sse;

typedef enum parley_sse_field {
    PARLEY_SSE_OTHER, /* a name that is none */
    PARLEY_SSE_COMMENT,
    PARLEY_SSE_DATA,
    PARLEY_SSE_EVENT,
    PARLEY_SSE_ID,
    PARLEY_SSE_RETRY
} parley_sse_field;

typedef enum parley_sse_kind {
    PARLEY_SSE_PART,   /* bytes of the value of data, event or id; more of it may follow */
    PARLEY_SSE_LINE,   /* a line of data, event, id or retry is complete; the span is its value, or
                          what is left of it behind its parts */
    PARLEY_SSE_BLOCK,  /* an empty line: what the lines since the last one said counts now */
    PARLEY_SSE_FINDING /* a rule was broken */
} parley_sse_kind;

/* What the bytes fed mean. Indexes are those of the bytes fed. Only what is named for its kind is
 * set. */
typedef struct parley_sse_item {
    parley_sse_kind kind;
    parley_sse_field field;  /* PART, LINE */
    bool ignored;            /* LINE: it counts for nothing */
    bool dispatched;         /* BLOCK: it is an event */
    size_t at;               /* of the byte that made it certain; LINE, BLOCK: the first one of the
                                line's end */
    size_t from, length;     /* PART, LINE: of the value */
    uint64_t milliseconds;   /* LINE of retry */
    const parley_rule *rule; /* FINDING, and what belongs to it, as in parley_finding */
    const parley_machine *machine;
    uint16_t state, got;
} parley_sse_item;

/* A stream begins with the first byte of a body, without its framing and content codings. */
void parley_sse_start(parley_sse *stream);
/* Reads the bytes that follow. Fills at most max (at least 16) items, in order. Returns how many
 * bytes were taken; if fewer than n, call again with the rest. */
size_t parley_sse_feed(parley_sse *stream, const uint8_t *bytes, size_t n, parley_sse_item *items,
                       size_t max, size_t *n_items);
/* The body is over, by the doing of its sender. Fills items as above, with at 0. Returns how many.
 */
size_t parley_sse_end(parley_sse *stream, parley_sse_item *items, size_t max);
/* Which state of sse.stream reads the next byte. Returns whether an empty line would now dispatch
 * an event. */
bool parley_sse_state(const parley_sse *stream, uint16_t *state);

/* ---- words ---- */

/* All functions that write text fill at most size bytes, always end them with 0, and return the
 * length that the whole text has (as snprintf does). */

/* "http1.request/field-name" */
size_t parley_state_text(const parley_machine *machine, uint16_t state, char *text, size_t size);
/* "0x20 SP", "end of stream", "a response" */
size_t parley_got_text(const parley_finding *finding, char *text, size_t size);
/* The finding's message with {side} and {n} filled in. */
size_t parley_message_text(const parley_finding *finding, char *text, size_t size);
/* Who has to react: the side that the rule names, or the one that received what broke it. */
const char *parley_duty_name(const parley_finding *finding);
/* What that side must or may do; of texts for both sides ("for the server | for the client") its
 * own. */
size_t parley_recipient_text(const parley_finding *finding, char *text, size_t size);
/* How many things would have been right, and the words for the i-th of them. */
size_t parley_expected_count(const parley_finding *finding);
size_t parley_expected_text(const parley_finding *finding, size_t i, char *text, size_t size);
/* What side may say next after the finding's place, from the turn machines: count, and the words
 * for the i-th. */
size_t parley_may_count(const parley_finding *finding, parley_side side);
const char *parley_may_text(const parley_finding *finding, parley_side side, size_t i);
/* The definition in force, as the grammar writes it: "field-line = field-name ":" OWS field-value
 * OWS"; "" where that is the whole machine. */
const char *parley_definition_text(const parley_machine *machine, uint16_t state);

/* ---- what parley knows ---- */

/* Every rule and every machine in the library, in a fixed order. Return NULL when i is past the
 * last. */
const parley_rule *parley_rule_at_index(size_t i);
const parley_rule *parley_rule_find(const char *id);
const parley_machine *parley_machine_at_index(size_t i);
const parley_machine *parley_machine_find(const char *name);

const char *parley_side_name(parley_side side);
const char *parley_turn_name(parley_turn turn);
const char *parley_verdict_name(parley_verdict verdict);
const char *parley_level_name(parley_level level);
const char *parley_layer_name(parley_layer layer);
const char *parley_protocol_name(parley_protocol protocol);
const char *parley_version(void);

#ifdef __cplusplus
}
#endif
#endif

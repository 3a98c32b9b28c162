/* Inside libparley: what a conversation keeps, and what the files of the runtime share while one
 * input is fed. Not installed. 512 bytes hold all of it, so numbers are as wide as they must be and
 * no wider. */
#ifndef PARLEY_CONVERSATION_H
#define PARLEY_CONVERSATION_H

#include "parley.h"

/* A byte of a stream, and what a machine made of it. */
typedef struct place {
    uint64_t offset;
    uint64_t time;
    uint32_t frame;
    uint16_t state; /* that read the byte */
    uint16_t got;
} place;

/* How the bytes of a lane are read. */
enum lane_mode {
    LANE_STEP,      /* through its machine */
    LANE_COUNT,     /* counted bytes: skipped */
    LANE_CLOSE,     /* content until the stream ends: skipped */
    LANE_AWAIT,     /* the client waits for the answer to an opening request */
    LANE_HOLD,      /* the client waits whether the other side hands over: not judged meanwhile */
    LANE_SWITCHED,  /* another protocol's from here on, which is not judged */
    LANE_WEBSOCKET, /* WebSocket's from here on */
    LANE_LOST       /* no boundary can be trusted: not judged from here on */
};

enum lane_flags {
    LANE_ENDED = 1,      /* FIN or reset: no more bytes */
    LANE_IN_MESSAGE = 2, /* between the first byte of a message and its end */
    LANE_IN_HEAD = 4,
    LANE_IN_NAME = 8,
    LANE_VALUE = 16,         /* a value machine runs */
    LANE_VALUE_PENDING = 32, /* its line is over; the next byte tells whether it goes on */
    LANE_IN_TRAILER = 64,
    LANE_UNSURE = 128, /* the last boundary was a guess: a misfit is nobody's fault */
    LANE_IN_CONTENT = 256,
    LANE_EMPTY_LINE = 512,     /* the last line was an empty one between messages */
    LANE_AFTER_HEAD = 2048,    /* the response before answered HEAD */
    LANE_MAY_RESUME = 16384,   /* lost for want of bytes: a later turn may begin a message again */
    LANE_IN_START = 8192,      /* in the start-line */
    LANE_AFTER_BODILESS = 4096 /* ... or was one that never has content */
};

#define STASH_SIZE 24
#define RULE_BYTES 21
#define NO_OFFSET  UINT64_MAX

/* What WebSocket keeps of a direction. */
typedef struct websocket_lane {
    uint64_t left;    /* payload bytes of this frame that are still to come */
    uint64_t size;    /* of the payload of this frame */
    uint64_t payload; /* of this message so far */
    uint64_t closed;  /* offset behind this side's Close; 0: it has sent none */
    uint32_t key;     /* masking key, turned for the next payload byte */
    uint32_t last_key;
    uint32_t frames;     /* of this message so far */
    uint16_t text_state; /* of websocket.text, or of websocket.close while a Close is read */
    uint16_t code;       /* of this side's Close */
    uint8_t first_byte;  /* of this frame */
    uint8_t message;     /* MESSAGE_ */
    uint8_t n_key;       /* bytes of key so far */
    uint8_t flags;       /* FRAME_ */
    uint8_t header_length;
    uint8_t n_first;  /* bytes of first */
    uint8_t first[8]; /* what this side said first, while it may be HTTP */
} websocket_lane;

/* One direction. */
typedef struct lane {
    uint64_t offset; /* of the next byte */
    uint64_t seen;   /* of the other side's stream, when the last bytes were sent */
    place message;   /* where the message began */
    place mark;
    uint64_t number; /* that the machine is reading */
    uint16_t state, value_state;
    uint16_t flags;
    uint8_t mode;
    uint8_t reported[RULE_BYTES]; /* rules of this message that were broken already */
    uint16_t status;
    uint8_t field; /* number in the table, plus 1; 0 for an unknown one */
    uint8_t method;
    union {
        struct {
            uint64_t length;      /* Content-Length; in a body, the counted bytes that are left */
            uint64_t facts;       /* of this message: FACT_ */
            uint64_t fields;      /* of this message: bit i is field i of the table */
            uint32_t head_length; /* once the head is complete */
            uint32_t method_length, target_end; /* from the message's first byte */
            uint8_t last_minor; /* 1 + minor version of the message before; 0 at first */
            uint8_t stash_length;
            char stash[STASH_SIZE]; /* the part of a field name that came in earlier pieces */
        };
        websocket_lane ws;
    };
} lane;

/* Requests that wait for their answer, alike ones counted: FACTs and state of their exchange. */
typedef struct waiting {
    uint32_t exchange;
    uint32_t count;
} waiting;
#define WAITING_MAX 8
#define OFFERED_MAX 2

/* What an opening request offers, until it is answered. Where something does not fit it is not
 * judged. */
#define HANDSHAKE_KEY      24
#define HANDSHAKE_OFFERS   3
#define HANDSHAKE_NAMES    2
#define HANDSHAKE_PROTOCOL 50 /* while the request is read; later as much as HANDSHAKE_KEPT */
#define HANDSHAKE_KEPT     18
typedef struct handshake {
    uint8_t
        key[HANDSHAKE_KEY]; /* as sent; once the head is complete, the hash that is the answer */
    uint16_t offers[HANDSHAKE_OFFERS]; /* of permessage-deflate: OFFER_ */
    uint16_t names[HANDSHAKE_NAMES];   /* of other extensions, as numbers made of them */
    uint8_t n_key, n_offers, n_names;
    uint8_t n_protocols; /* bytes used; HANDSHAKE_NUMBERS is set where they are numbers */
    uint8_t
        protocols[HANDSHAKE_PROTOCOL]; /* subprotocols, each ended by 0; or numbers made of them */
} handshake;

/* What WebSocket keeps of both directions. */
#define PINGS_MAX 3
typedef struct websocket_talk {
    uint64_t
        ping_end[2][PINGS_MAX]; /* offsets behind the pings of each side that wait, oldest first */
    uint32_t ping_hash[2][PINGS_MAX]; /* numbers made of their payloads */
    uint64_t closed_at;               /* time of the second Close; 0: not both came */
    uint64_t start[2];                /* where each side's first frame begins */
    uint8_t n_pings[2];
    uint8_t forgotten[2]; /* more pings waited than are kept; from then on a pong may answer any */
} websocket_talk;

enum conversation_flags {
    TALK_DEVIATES = 1,
    TALK_NO_TURNS = 2,  /* a direction or a beginning is missing: who answers whom cannot be told */
    TALK_CURRENT = 4,   /* current holds the exchange that is being answered */
    TALK_INCOMING = 8,  /* the last request is not complete */
    TALK_JOINED = 16,   /* ... and is current */
    TALK_ANSWERED = 32, /* ... and has had its final response */
    TALK_CLIENT_LAST = 64, /* the client said close */
    TALK_RESET = 128,
    TALK_UNFINISHED = 256,
    TALK_WANTS_CONTENT = 512,
    TALK_SWITCHING = 1024, /* the client has to finish its request, then speaks the new protocol */
    TALK_HANDSHAKE = 2048, /* handshake holds what the only request that waits offers */
    TALK_WANTS_PAYLOAD = 4096,
    TALK_WANTS_FRAMES = 8192,
    TALK_WANTS_BINARY = 16384,
    TALK_LEAVES_TUNNELS = 32768, /* what they carry is judged by the caller */
    TALK_WANTS_BODIES = 65536
};

/* Why a conversation is undecided; 0: it is not. */
enum conversation_reason {
    REASON_NONE,
    REASON_ONE_SIDED,
    REASON_MID_STREAM,
    REASON_HOLE_CLIENT,
    REASON_HOLE_SERVER,
    REASON_SWITCH_WEBSOCKET, /* within the request, or by a draft before RFC 6455 */
    REASON_EXTENSION,
    REASON_SWITCH_OTHER,
    REASON_TUNNEL,
    REASON_EARLY,
    REASON_MANY,
    REASON_UNSURE,
    REASON_UNKNOWN
};

typedef struct conversation {
    lane lanes[2];
    union {
        struct {
            union {
                struct {
                    waiting waiting[WAITING_MAX]; /* a ring */
                    uint64_t range;               /* how long the range of this response is */
                    uint64_t range_last;          /* its last position */
                    uint64_t content;             /* bytes of content of this response so far */
                    uint64_t expected_at;         /* when the head that expects 100 was complete */
                };
                struct {
                    struct waiting alone; /* the request that handshake belongs to */
                    struct handshake handshake;
                };
            };
            uint64_t
                answered_at;   /* server offset behind the last response that answered a request */
            uint64_t close_at; /* server offset behind the head that made its response the last */
            uint64_t oldest; /* client offset of the oldest waiting request, 0 if it is not known */
            uint64_t over_at; /* when the last response that close allows was complete, or the
                                 server ended; 1 more; 0: not yet */
            uint32_t current;
            uint32_t n_waiting;                    /* requests without a complete final response */
            uint32_t chosen, offered[OFFERED_MAX]; /* protocols of Upgrade other than the well-known
                                                      ones */
            uint8_t first, used;                   /* of the ring */
            uint8_t n_offered;                     /* OFFERED_MAX + 1: more than are kept */
        };
        websocket_talk ws;
    };
    uint32_t requests, heads, responses;
    uint32_t flags;
    uint16_t turn_state;
    uint8_t protocol, reason;
    /* permessage-deflate, as the answer to the opening request says */
    uint8_t agreed;         /* AGREED_ */
    uint8_t alive;          /* bit i: offer i allows what the answer says so far */
    uint8_t window_bits[2]; /* of each side that compresses */
} conversation;

#define HEAD_STATES 24
enum chunk_place { CHUNK, SIZE_LF, SIZE_READ, DATA, DATA_END, NEXT_CHUNK, CHUNK_STATES };

/* One input on its way. */
typedef struct feed {
    conversation *talk;
    lane *lane;
    parley_side side;
    const parley_input *input;
    uint64_t base;     /* offset of input->bytes[0] */
    size_t value_from; /* index where the value's bytes begin in this piece */
    parley_item *items;
    size_t max, n;
    bool pause; /* the caller may have something to say of what was just told */
    /* http1_quick.c: the states that its model of a head leads through, and those of a chunk */
    bool head_known, chunk_known;
    uint16_t head[HEAD_STATES], chunk[CHUNK_STATES];
} feed;

static inline place place_here(const feed *f, size_t at, uint16_t state, uint16_t got) {
    return (place){f->base + at, f->input->time, (uint32_t)f->input->frame, state, got};
}

/* parley_machine_symbol for a state and a symbol that are known to be the machine's. */
static inline uint16_t machine_hears(const parley_machine *m, uint16_t *state, uint16_t symbol) {
    size_t column = m->symbol_class[symbol - PARLEY_FIRST_SYMBOL];
    uint32_t cell = m->cells[(size_t)*state * m->columns + column];
    *state = PARLEY_CELL_NEXT(cell);
    return PARLEY_CELL_ACTION(cell);
}

/* One hit yields at most so many items: the rules that one byte can break, and an event. */
#define ITEMS_PER_HIT 16

static inline bool feed_room(const feed *f) {
    return f->max - f->n >= ITEMS_PER_HIT;
}

static inline lane *other_lane(feed *f) {
    return &f->talk->lanes[f->side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT];
}

/* ---- conversation.c ---- */
/* The first reason stays. */
void set_undecided(conversation *talk, enum conversation_reason reason);
/* Why a conversation is undecided, in words. */
const char *reason_text(unsigned reason);

#endif

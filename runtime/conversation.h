/* Inside libparley: what a conversation keeps, and what the files of the runtime share while one
 * input is fed. Not installed. 512 bytes hold all of it, so numbers are as wide as they must be and
 * no wider. */
#ifndef PARLEY_CONVERSATION_H
#define PARLEY_CONVERSATION_H

#include "../grammars/http1/symbols.h"
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
    LANE_STEP,     /* through its machine */
    LANE_COUNT,    /* counted bytes: skipped */
    LANE_CLOSE,    /* content until the stream ends: skipped */
    LANE_HOLD,     /* the client waits whether the other side hands over: not judged meanwhile */
    LANE_SWITCHED, /* another protocol's from here on */
    LANE_LOST      /* no boundary can be trusted: not judged from here on */
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

#define STASH_SIZE 23
#define RULE_BYTES 24
#define NO_OFFSET  UINT64_MAX

/* One direction. */
typedef struct lane {
    uint64_t offset; /* of the next byte */
    uint64_t seen;   /* of the other side's stream, when the last bytes were sent */
    place message;   /* where the message began */
    place mark;
    uint64_t number;      /* that the machine is reading */
    uint64_t length;      /* Content-Length; in a body, the counted bytes that are left */
    uint64_t facts;       /* of this message: FACT_ */
    uint64_t fields;      /* of this message: bit i is field i of the table */
    uint32_t head_length; /* once the head is complete */
    uint32_t method_length, target_end; /* from the message's first byte */
    uint16_t state, value_state;
    uint16_t status;
    uint16_t flags;
    uint8_t mode;
    uint8_t field; /* number in the table, plus 1; 0 for an unknown one */
    uint8_t method;
    uint8_t last_minor;           /* 1 + minor version of the message before; 0 at first */
    uint8_t reported[RULE_BYTES]; /* rules of this message that were broken already */
    uint8_t stash_length;
    char stash[STASH_SIZE]; /* the part of a field name that came in earlier pieces */
} lane;

/* Requests that wait for their answer, alike ones counted: FACTs and state of their exchange. */
typedef struct waiting {
    uint32_t exchange;
    uint32_t count;
} waiting;
#define WAITING_MAX 8
#define OFFERED_MAX 2

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
    TALK_SWITCHING = 1024 /* the client has to finish its request, then speaks the new protocol */
};

/* Why a conversation is undecided; 0: it is not. */
enum conversation_reason {
    REASON_NONE,
    REASON_ONE_SIDED,
    REASON_MID_STREAM,
    REASON_HOLE_CLIENT,
    REASON_HOLE_SERVER,
    REASON_SWITCH_WEBSOCKET,
    REASON_SWITCH_OTHER,
    REASON_TUNNEL,
    REASON_EARLY,
    REASON_MANY,
    REASON_UNSURE,
    REASON_UNKNOWN
};

typedef struct conversation {
    lane lanes[2];
    waiting waiting[WAITING_MAX]; /* a ring */
    uint64_t answered_at; /* server offset behind the last response that answered a request */
    uint64_t close_at;    /* server offset behind the head that made its response the last */
    uint64_t oldest;      /* client offset of the oldest waiting request, 0 if it is not known */
    uint64_t range;       /* how long the range of this response is */
    uint64_t range_last;  /* its last position */
    uint64_t content;     /* bytes of content of this response so far */
    uint64_t expected_at; /* when the head that expects 100 was complete */
    uint64_t over_at; /* when the last response that close allows was complete, or the server ended;
                         1 more; 0: not yet */
    uint32_t current;
    uint32_t n_waiting; /* requests without a complete final response */
    uint32_t requests, heads, responses;
    uint32_t chosen, offered[OFFERED_MAX]; /* protocols of Upgrade other than the well-known ones */
    uint16_t turn_state;
    uint16_t flags;
    uint8_t first, used; /* of the ring */
    uint8_t protocol, reason;
    uint8_t n_offered; /* OFFERED_MAX + 1: more than are kept */
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

/* ---- http1_report.c ---- */
/* Why a conversation is undecided, in words. */
const char *reason_text(unsigned reason);
void report_rule(feed *f, const parley_rule *rule, const place *where,
                 const parley_machine *machine, uint16_t state, uint16_t got, uint64_t number);
/* Reports what the action list of a machine that hears symbols says. */
void report_action(feed *f, const parley_machine *machine, uint16_t action, uint16_t state,
                   uint16_t got, const place *where, uint64_t number);
/* Asks http1.facts: question, then what C found. */
void ask_facts(feed *f, uint16_t question, uint16_t answer, const place *where, uint64_t number);
parley_event *emit_event(feed *f, parley_event_kind kind, uint64_t offset, uint64_t length);
/* The same without the turn: for who sets it once the turn machines have heard of it. */
parley_event *emit_event_before(feed *f, parley_event_kind kind, uint64_t offset, uint64_t length);
/* From where on the lane is not judged. */
void lose_lane(feed *f, lane *l, uint64_t from, enum conversation_reason reason);
void set_undecided(conversation *talk, enum conversation_reason reason);
parley_turn turn_now(const conversation *talk);

/* ---- http1_lane.c ---- */
extern const parley_machine *const http1_lanes[2];
uint64_t lane_bytes(feed *f);
/* The counted bytes are over: at is the index of the byte behind them. */
void counted_ends(feed *f, size_t at);
/* Feeds the lane's machine a symbol that C worked out. at is where; its state and got are filled
 * in. */
void lane_symbol(feed *f, uint16_t symbol, place *at);

/* ---- http1_end.c ---- */
void content_arrives(feed *f, const place *where, uint64_t length);
void lane_gap(feed *f);
void lane_end(feed *f, bool reset);
void lane_stops(feed *f);

/* ---- http1_fields.c ---- */
/* The name is complete at the byte at; the value of its field starts behind the colon at. */
void field_name(feed *f, size_t at);
void field_starts(feed *f, const place *where, size_t at);
void field_value(feed *f, size_t from, size_t to);
void field_value_end(feed *f);
void keep_name(feed *f, size_t to);

/* ---- http1_head.c ---- */
void judge_request_head(feed *f, const place *where);
void judge_response_head(feed *f, const place *where);
uint16_t choose_body(feed *f);
/* Is the content gzip or deflate, as a whole? */
bool has_one_coding(const lane *l);
bool says_close(const lane *l);
bool keeps_alive(const lane *l);

/* ---- http1_turns.c ---- */
uint32_t *incoming_exchange(conversation *talk);
void request_begins(feed *f);
void request_head_ends(feed *f, const place *where);
void request_content_begins(feed *f, const place *where);
void request_ends(feed *f, const place *where);
void request_lost(feed *f);
/* What was taken for the beginning of a request was none. */
void request_taken_back(feed *f);
void response_begins(feed *f, const place *where);
void response_head_ends(feed *f, const place *where);
void response_ends(feed *f, const place *where);
void no_response(feed *f, const place *where);
void side_closes(feed *f, bool left);
/* Did the client leave while it waited for 100, after the server had been silent for long? Reports
 * it. */
bool server_kept_silent(feed *f);
uint64_t exchange_number(const feed *f);
/* The request that this response answers, for its framing, 0 if there is none; for all else, 0
 * where order cannot be trusted, too. */
uint32_t paired(const feed *f);
uint32_t asked(const feed *f);

#endif

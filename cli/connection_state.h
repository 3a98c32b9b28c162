/* What the judge keeps of one connection: its conversation, the bytes that a report may want to
 * show, counts.
 *
 * Bounded whatever is said: the last bytes of each side, the beginning of a message that is not
 * over, and first inputs until the protocol is recognised. It must not know how findings are shown.
 */
#ifndef PARLEY_CLI_CONNECTION_STATE_H
#define PARLEY_CLI_CONNECTION_STATE_H

#include "attempts.h"
#include "confusions.h"
#include "session.h"
#include "transcript.h"

#define TAIL_BYTES      32          /* of each side, for hexadecimal dumps */
#define KEPT_BYTES      (64 << 10)  /* of a message whose head came in several pieces */
#define KEPT_EVERYWHERE (32u << 20) /* of all connections; texts of further heads are missing */
#define UPGRADE_BYTES   63
#define PROTOCOLS       4

struct inflater;
struct websocket_lane;
struct body_state;
struct body_alone;
struct continuity_link;

/* One direction. Offsets are those of the side's stream. */
typedef struct lane {
    uint64_t length;          /* of the stream before the piece that is judged now, holes counted */
    uint8_t tail[TAIL_BYTES]; /* the last bytes before it, right-aligned */
    uint8_t n_tail;
    uint8_t *kept; /* the bytes from kept_at on, of a message that began in earlier pieces */
    uint32_t n_kept, size_kept;
    uint64_t kept_at, kept_message; /* the message begins a little later than what is kept */
    uint64_t head_offset, head_end; /* where the last complete head began and ended */
    uint64_t messages;              /* complete ones, interim responses not counted */
    uint64_t missing;               /* bytes in holes so far */
    uint64_t data;                  /* bytes that are there so far */
    uint64_t spoke_at;              /* when the last of them came */
    bool fin, reset;
    bool first_to_end;                /* by FIN or reset */
    struct inflater *inflater;        /* while encoded content is under way */
    struct websocket_lane *websocket; /* once it speaks WebSocket */
} lane;

/* An input that waits until the protocol is known. */
typedef struct held_input {
    struct held_input *next;
    parley_input input; /* bytes point into this same block */
} held_input;

/* What was said before a tunnel, and where that begins. */
typedef struct tunnel_state {
    uint64_t from[2];   /* offsets of the sides */
    uint64_t exchanges; /* before it */
    unsigned reached;   /* bit i: side i has reached a tunnel that is not entered yet */
    bool inside;        /* it was entered */
} tunnel_state;

/* Where a response ended behind which nothing is owed. */
typedef struct idle_place {
    uint64_t offset, length; /* of that response */
    uint64_t exchange, frame, time;
} idle_place;

/* How long it was open while nothing was owed: idle.h. */
typedef struct idle_state {
    uint64_t asked;                  /* request heads so far */
    uint64_t longest;                /* pause so far, in nanoseconds */
    idle_place since, longest_since; /* of this pause, of the longest one */
    bool now;
    bool told;   /* a finding said it */
    bool unsure; /* not all of it is HTTP that was read */
} idle_state;

typedef struct conversation {
    connection *connection;
    const char *file;
    parley_conversation machine;
    parley_protocol protocol;
    bool started;  /* machine judges */
    bool ignored;  /* it is known that nobody here can judge it */
    bool left_out; /* an error was filtered out, so the machine's own verdict says too much */
    bool stopped;  /* the reporter wants no more of it to be judged */
    lane lanes[2];
    held_input *held, **held_end;
    held_input
        *held_gap[2];   /* the hole of each side that was held last, if nothing else was since */
    uint64_t n_held[2]; /* bytes held of each side */
    size_t held_cost, *held_everywhere; /* what holding takes: here, and of all connections */
    size_t *kept_everywhere;            /* sum of size_kept; NULL: not counted */
    bool skipping;                      /* the beginning is missing and was not found yet */
    uint64_t skipped[2];                /* bytes of each side before it */
    uint64_t last_time, last_frame;
    tunnel_state tunnel;
    idle_state idle;
    attempt_state attempt;
    const char *opening; /* what was odd about its opening, in words; or "" */
    session_lane session;
    struct body_state *bodies;    /* once there was a request or a response */
    struct body_alone *alone;     /* it is no conversation, but a body */
    struct continuity_link *tied; /* to a session, where a profile says so */
    bool in_session;              /* a session tells of it */
    bool hides;                   /* the opening of a session, perhaps */
    struct raw_order *raw;        /* puts raw bytes in order; NULL where inputs have one */
    const parley_input *piece;    /* what is judged now */
    const char *protocols[PROTOCOLS];
    uint8_t n_protocols;
    uint8_t n_upgrade;
    uint8_t upgrade[UPGRADE_BYTES];        /* what a 101 names, as the server wrote it */
    uint64_t levels[3];                    /* findings by parley_level */
    confusion_mark confusions[CONFUSIONS]; /* that its findings told of */
    parley_verdict verdict;                /* these three are set before a reporter hears closed */
    const char *reason;
    uint64_t exchanges;
    const char *unread; /* why not all content could be judged, or NULL */
    bool wants_text;    /* somebody reads texts of messages */
    bool wants_binary;  /* ... and binary ones */
    bool wants_bytes;   /* set by a reporter: see reporter.bytes */
    void *report;       /* the reporter's */
} conversation;

/* Returns NULL if there is no memory. */
conversation *conversation_open(connection *about, const char *file);
void conversation_free(conversation *c);

/* Copies the bytes of a side's stream from offset on, as far as they are still known and follow
 * each other. Returns how many were copied. */
size_t conversation_bytes(const conversation *c, parley_side side, uint64_t offset, uint8_t *bytes,
                          size_t n);

/* After a piece was judged: keeps what may be wanted later. */
void conversation_keep(conversation *c, const parley_input *input);

/* Holds a copy of an input, and counts in *everywhere what that takes. Returns false if there is no
 * memory. */
bool conversation_hold(conversation *c, const parley_input *input, size_t *everywhere);
/* Gives the inputs held away: a list, each to be freed. */
held_input *conversation_held(conversation *c);
/* Forgets the inputs held. */
void conversation_unhold(conversation *c);

/* It goes on in this protocol. */
void conversation_speaks(conversation *c, const char *protocol);
/* A body is of this protocol: told once, however many bodies are. */
void conversation_carries(conversation *c, const char *protocol);

/* It is over: the verdict over all layers, and its reason. */
void conversation_conclude(conversation *c);

#endif

/* What is kept of a TCP connection while its segments are put in order, shared by the tcp_*.c files
 * only.
 *
 * Positions are 64-bit: sequence numbers unwrapped, POSITION_START for the first number that was
 * seen of a direction. An offset in the stream is a position less the direction's origin. */
#ifndef PARLEY_CAPTURE_TCP_STATE_H
#define PARLEY_CAPTURE_TCP_STATE_H

#include "tcp.h"
#include "tcp_judge.h"

#define POSITION_START   ((uint64_t)1 << 40)
#define PIECE_COST       256u /* bytes that keeping a piece counts for, beside its own */
#define SETTLE_PACKETS   16u  /* after so many the beginning of a stream is taken for known */
#define WAIT_PACKETS     256u /* how long bytes are waited for that the other side has got */
#define WAIT_BYTES       (512u << 10) /* held bytes of a connection, for the same */
#define HOLD_BYTES       (2u << 20)   /* held bytes of a connection at most */
#define HOLD_ALL_BYTES   (24u << 20)  /* of all connections */
#define FINISHED_PACKETS 2048u        /* quiet for so long after its end, a connection is over */
#define LIVE_CONNECTIONS 65536u       /* at most; the one that was quiet longest is closed */
#define OVER_CONNECTIONS                                                                           \
    (1u << 18) /* remembered at most, so that late packets open no new stream */
#define RESET_BUCKETS 1024u
#define FAR           (1u << 20) /* a segment further off than this belongs to another connection */

/* Bytes that wait for earlier ones, or for what their sender had seen. */
typedef struct piece {
    struct piece *prev, *next;
    uint64_t position, seen, frame, time;
    uint32_t length;
    bool missing; /* the packet was cut: the bytes are not there */
    uint8_t bytes[];
} piece;

/* A FIN or a reset. */
typedef struct ending {
    bool known, told;
    bool waits_no_more; /* what it has seen will not come */
    uint64_t position, seen, frame, time;
} ending;

/* One direction. */
typedef struct half {
    bool captured; /* a packet of this side was */
    bool numbered; /* number stands for POSITION_START */
    bool placed;   /* origin is known, from a SYN or because it was settled */
    bool based;    /* base is known */
    uint32_t number;
    uint32_t base;      /* the sequence number before the first one seen: what Wireshark tells new
                           streams by */
    uint64_t origin;    /* position of the stream's first byte */
    uint64_t next;      /* what is delivered next */
    uint64_t end;       /* of what was sent */
    uint64_t acked;     /* the other side's highest acknowledgment */
    uint64_t lowest;    /* the lowest position of a byte, a FIN or an acknowledgment; a keep-alive
                           probe without a byte stands one too low */
    uint64_t knowing;   /* the first byte that was sent with the other side's FIN seen; 0: none */
    uint64_t missed;    /* what was next when the other side was heard to have it already */
    uint64_t missed_at; /* packets of the connection by then */
    piece *first, *last;
    ending fin;
    ending doubt;     /* a byte 0 that may be a probe */
    tcp_place beyond; /* bytes behind the FIN, until the FIN was told; length 0: none */
    uint64_t history; /* see tcp_history.h */
} half;

struct flow;

typedef struct tcp_connection tcp_connection;
struct tcp_connection {
    connection public;
    struct flow *flow;
    half halves[2]; /* by direction of the flow's key */
    uint8_t client; /* which of the two */
    bool roles;     /* client is known */
    bool opened;    /* the listener knows it */
    bool settled;   /* both halves are placed */
    bool syn, syn_ack, established;
    bool reused, crossed; /* facts about the SYNs, told when it is opened */
    uint8_t reset_by;
    ending reset;
    uint32_t held;                    /* bytes, with what they cost to keep */
    uint64_t packets;                 /* of this connection */
    uint64_t first_frame, first_time; /* of its first packet */
    uint64_t frame, time;             /* of its last packet */
    tcp_judge judge;
    tcp_connection *reset_before, *reset_behind; /* in the list that resets_of gives */
};

/* One pair of addresses and ports. connection is NULL when it is over. */
typedef struct flow {
    struct flow *chain;       /* in the hash table */
    struct flow *prev, *next; /* in one of the three lists */
    struct flow_list *list;
    uint64_t hash;
    endpoint ends[2];
    uint64_t last_packet;
    tcp_connection *connection;
    uint32_t base[2],
        tail[2]; /* of the halves, once it is over: before the first byte, behind the last */
    bool based[2];
} flow;

typedef struct flow_list {
    flow *first, *last;
    size_t n;
} flow_list;

typedef struct tcp_table {
    flow **buckets;
    size_t n_buckets, n;
    flow_list live, finished, over;
    flow *recent; /* the last one found */
} tcp_table;

typedef struct tcp_history tcp_history;

/* Connections that were reset, the first one first. */
typedef struct reset_list {
    tcp_connection *first, *last;
} reset_list;

struct tcp {
    const transcript_listener *listener;
    tcp_table table;
    reset_list resets[RESET_BUCKETS]; /* not told yet, by their hosts */
    tcp_history *history;
    uint64_t packets;
    size_t held;
    uint32_t streams;
    bool failed; /* no memory */
};

static inline parley_side side_of(const tcp_connection *c, unsigned d) {
    return d == c->client ? PARLEY_CLIENT : PARLEY_SERVER;
}

/* Where the resets between its hosts stand that were not told yet, among others. */
static inline reset_list *resets_of(tcp *t, const tcp_connection *c) {
    return &t->resets[(c->public.hosts ^ c->public.hosts >> 32) % RESET_BUCKETS];
}

static inline uint64_t half_position(const half *h, uint32_t seq) {
    uint32_t next = h->number + (uint32_t)(h->next - POSITION_START);
    return h->next + (uint64_t)(int64_t)(int32_t)(seq - next);
}

static inline void half_number(half *h, uint32_t seq) {
    if (h->numbered) return;
    h->numbered = true;
    h->number = seq;
    h->next = h->origin = h->end = h->acked = POSITION_START;
    h->lowest = UINT64_MAX;
}

/* What was delivered of a direction; its FIN counts as one more. */
static inline uint64_t half_delivered(const half *h) {
    return h->next + (h->fin.told ? 1 : 0);
}

static inline uint64_t half_offset(const half *h, uint64_t position) {
    return position > h->origin ? position - h->origin : 0;
}

/* tcp_table.c */
int table_start(tcp_table *t);
void table_free(tcp_table *t);
/* The flow of a segment, and in *d its direction; made if it is new (*made). NULL: no memory. */
flow *table_find(tcp_table *t, const segment *s, unsigned *d, bool *made);
void table_move(flow *f, flow_list *list);
/* Forgets a flow; its connection must be gone. */
void table_remove(tcp_table *t, flow *f);

/* tcp_stream.c: which bytes are new. */
void stream_add(tcp *t, tcp_connection *c, unsigned d, uint64_t position, uint64_t seen,
                const segment *s);
void stream_end(tcp *t, tcp_connection *c, unsigned d, uint64_t position, uint64_t seen,
                const segment *s);
/* Lets go of the first piece. */
void stream_drop(tcp *t, tcp_connection *c, half *h);
void connection_fact(tcp *t, tcp_connection *c, uint16_t symbol, unsigned d, uint64_t position,
                     uint64_t length, uint64_t frame, uint64_t time);

/* tcp_order.c: what is delivered when. */
bool order_direct(tcp *t, tcp_connection *c, unsigned d, uint64_t position, uint64_t seen,
                  const segment *s);
void order_pump(tcp *t, tcp_connection *c);
/* Delivers all that is held, with holes where bytes are missing. */
void order_flush(tcp *t, tcp_connection *c);
void order_gap(tcp *t, tcp_connection *c, unsigned d, uint64_t to, uint64_t frame, uint64_t time);

/* tcp_life.c: how a connection begins and ends. */
tcp_connection *connection_new(tcp *t, flow *f);
void connection_syn(tcp *t, tcp_connection *c, unsigned d, const segment *s);
/* Tells the listener whether something of it is held, where that changes. */
void connection_waits(tcp *t, tcp_connection *c, bool waits);
/* Tells the listener of it, whatever is known by now. */
void connection_open(tcp *t, tcp_connection *c);
/* What was heard of first is the beginning of a stream that no SYN was captured of. */
void connection_settle(tcp *t, tcp_connection *c);
void connection_establish(tcp *t, tcp_connection *c, uint64_t frame, uint64_t time);
/* The client's first segment after its SYN came, so the server has answered it, captured or not. */
void connection_answered(tcp_connection *c);
void connection_reset(tcp *t, tcp_connection *c, unsigned d, uint64_t position, uint64_t seen,
                      const segment *s);
void connection_close(tcp *t, tcp_connection *c);

#endif

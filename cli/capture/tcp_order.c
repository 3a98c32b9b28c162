/* What is delivered when: bytes in the order of their stream, and after all that their sender had
 * seen.
 *
 * What cannot be delivered yet is held for a bounded while; then the bytes that are missing become
 * a hole. It must not know how segments overlap. */
#include "grammars/tcp/symbols.h"
#include "tcp_history.h"
#include "tcp_state.h"

/* What is next in a direction: bytes, or its FIN. */
typedef struct head {
    bool any, fin;
    uint64_t position, seen, frame, time;
} head;

static head find_head(const half *h) {
    const piece *p = h->first;
    if (p != NULL) return (head){true, false, p->position, p->seen, p->frame, p->time};
    if (h->fin.known && !h->fin.told)
        return (head){
            true,         true,       h->fin.position, h->fin.waits_no_more ? 0 : h->fin.seen,
            h->fin.frame, h->fin.time};
    return (head){0};
}

static void tell_input(tcp *t, tcp_connection *c, const parley_input *input) {
    if (t->listener->input) t->listener->input(t->listener->context, &c->public, input);
    c->public.bytes[input->side] += input->length;
}

static void deliver_bytes(tcp *t, tcp_connection *c, unsigned d, uint64_t seen,
                          const uint8_t *bytes, uint32_t n, uint64_t frame, uint64_t time) {
    half *h = &c->halves[d], *other = &c->halves[1 - d];
    if (!c->established) connection_establish(t, c, frame, time);
    bool client = side_of(c, d) == PARLEY_CLIENT;
    connection_fact(t, c, client ? C_DATA : S_DATA, d, h->next, n, frame, time);
    if (other->fin.told && seen > other->fin.position) {
        connection_fact(t, c, HALF_CLOSED, d, h->next, n, frame, time);
        if (h->knowing == 0) h->knowing = h->next;
    }
    history_add(t->history, &h->history, h->next, bytes, n);
    h->next += n;
    parley_input input = {
        PARLEY_BYTES, side_of(c, d), time, frame, half_offset(other, seen), bytes, n};
    tell_input(t, c, &input);
}

/* A hole from what was delivered up to a position. cut: because packets were not captured whole. */
static void deliver_gap(tcp *t, tcp_connection *c, unsigned d, uint64_t to, uint64_t frame,
                        uint64_t time, bool cut) {
    half *h = &c->halves[d], *other = &c->halves[1 - d];
    bool acknowledged = h->acked >= to;
    if (!c->established) connection_establish(t, c, frame, time);
    uint16_t symbol = cut               ? CUT_SHORT
                      : acknowledged    ? GAP_ACKNOWLEDGED
                      : other->captured ? GAP_UNACKNOWLEDGED
                                        : GAP_UNEXPLAINED;
    uint64_t n = to - h->next;
    connection_fact(t, c, symbol, d, h->next, n, frame, time);
    tcp_place place = {side_of(c, d), half_offset(h, h->next), n, frame, time};
    tcp_judge_event(&c->judge, t->listener, &c->public, "tcp-gap", &place, acknowledged);
    h->next = to;
    uint64_t seen = half_offset(other, half_delivered(other));
    parley_input input = {PARLEY_GAP, place.side, time, frame, seen, NULL, n};
    tell_input(t, c, &input);
}

void order_gap(tcp *t, tcp_connection *c, unsigned d, uint64_t to, uint64_t frame, uint64_t time) {
    deliver_gap(t, c, d, to, frame, time, false);
}

/* Neither end closed first: told of the server, whichever FIN stands first in the file. */
static void closes_crossed(tcp *t, tcp_connection *c, unsigned server) {
    const ending *fin = &c->halves[server].fin;
    connection_fact(t, c, FIN_CROSSED, server, fin->position, 0, fin->frame, fin->time);
}

static void deliver_fin(tcp *t, tcp_connection *c, unsigned d) {
    half *h = &c->halves[d], *other = &c->halves[1 - d];
    if (!c->established) connection_establish(t, c, h->fin.frame, h->fin.time);
    bool client = side_of(c, d) == PARLEY_CLIENT;
    const ending *fin = &h->fin;
    connection_fact(t, c, client ? C_CLOSE : S_CLOSE, d, fin->position, 0, fin->frame, fin->time);
    h->fin.told = true;
    if (other->fin.told && fin->seen <= other->fin.position && other->fin.seen <= fin->position)
        closes_crossed(t, c, client ? 1 - d : d);
    tcp_place place = {side_of(c, d), half_offset(h, fin->position), 0, fin->frame, fin->time};
    tcp_judge_event(&c->judge, t->listener, &c->public, "tcp-fin", &place, false);
    uint64_t seen = fin->seen > other->next + 1 ? other->next + 1 : fin->seen;
    parley_input input = {PARLEY_FIN, place.side, fin->time, fin->frame, half_offset(other, seen),
                          NULL,       0};
    tell_input(t, c, &input);
    const tcp_place *b = &h->beyond;
    if (b->length > 0)
        connection_fact(t, c, client ? C_DATA : S_DATA, d, b->offset, b->length, b->frame, b->time);
}

static void deliver_head(tcp *t, tcp_connection *c, unsigned d) {
    half *h = &c->halves[d];
    piece *p = h->first;
    if (p == NULL) {
        deliver_fin(t, c, d);
        return;
    }
    if (p->missing)
        deliver_gap(t, c, d, p->position + p->length, p->frame, p->time, true);
    else
        deliver_bytes(t, c, d, p->seen, p->bytes, p->length, p->frame, p->time);
    stream_drop(t, c, h);
}

bool order_direct(tcp *t, tcp_connection *c, unsigned d, uint64_t position, uint64_t seen,
                  const segment *s) {
    half *h = &c->halves[d];
    const piece *p = h->first;
    if (!c->settled || position != h->next || s->captured < s->length || h->fin.known) return false;
    if (p != NULL) {
        if (p->position < position + s->length) return false;
        if (p->seen < seen) seen = p->seen;
    }
    if (seen > half_delivered(&c->halves[1 - d])) return false;
    deliver_bytes(t, c, d, seen, s->bytes, s->length, s->frame, s->time);
    return true;
}

/* Delivers what is ready, the earlier frame first. Returns false if nothing is. */
static bool deliver_ready(tcp *t, tcp_connection *c) {
    int best = -1;
    uint64_t frame = UINT64_MAX;
    for (unsigned d = 0; d < 2; d++) {
        half *h = &c->halves[d];
        while (h->first != NULL && h->first->position < h->next) /* below the stream's beginning */
            stream_drop(t, c, h);
        head at = find_head(h);
        if (!at.any || at.position != h->next || at.seen > half_delivered(&c->halves[1 - d]) ||
            at.frame >= frame)
            continue;
        best = (int)d;
        frame = at.frame;
    }
    if (best >= 0) deliver_head(t, c, (unsigned)best);
    return best >= 0;
}

/* The next bytes cannot have seen what they say; a FIN can, if the other side's own FIN was lost.
 */
static void wait_no_more(half *h, uint64_t seen) {
    if (h->first != NULL)
        h->first->seen = seen;
    else
        h->fin.waits_no_more = true;
}

/* d's next bytes acknowledge what the other side's stream lacks. */
static void force_seen(tcp *t, tcp_connection *c, unsigned d, const head *at, const head *lacking) {
    half *h = &c->halves[d], *other = &c->halves[1 - d];
    uint64_t to = at->seen;
    if (lacking->any && lacking->position < to) to = lacking->position;
    /* One number more than came, and no more up to the FIN of the one who says so: rather the other
     * side's FIN than a byte. */
    bool last = at->fin || (h->fin.known && h->fin.seen <= to);
    bool fin_lost = last && !lacking->any && to == other->next + 1;
    if (other->fin.told || to <= other->next || fin_lost)
        wait_no_more(h, half_delivered(other));
    else
        deliver_gap(t, c, 1 - d, to, at->frame, at->time, false);
}

/* Whether something is held behind bytes that the other side has got. */
static bool is_lost(const tcp_connection *c, unsigned d, const head *at) {
    return at->any && c->halves[d].acked > c->halves[d].next;
}

/* Something is held that waits for what will not come: makes a hole of it. Returns false if nothing
 * is held. */
static bool force(tcp *t, tcp_connection *c) {
    head at[2] = {find_head(&c->halves[0]), find_head(&c->halves[1])};
    bool near[2];
    for (unsigned d = 0; d < 2; d++)
        near[d] = at[d].any && at[d].position == c->halves[d].next;
    if (near[0] && near[1]) {
        /* Each has seen the other: the later frame is a retransmission, its first version was not
         * captured. */
        unsigned late = at[0].frame > at[1].frame ? 0 : 1;
        wait_no_more(&c->halves[late], half_delivered(&c->halves[1 - late]));
    } else if (near[0] || near[1]) {
        unsigned d = near[0] ? 0 : 1;
        force_seen(t, c, d, &at[d], &at[1 - d]);
    } else if (at[0].any || at[1].any) {
        bool lost[2] = {is_lost(c, 0, &at[0]), is_lost(c, 1, &at[1])};
        unsigned d = !at[1].any || (at[0].any && at[0].frame < at[1].frame) ? 0 : 1;
        if (lost[0] != lost[1]) d = lost[0] ? 0 : 1;
        uint64_t to = at[d].position, acked = c->halves[d].acked;
        if (lost[d] && acked < to) to = acked; /* the rest may still be sent again */
        deliver_gap(t, c, d, to, at[d].frame, at[d].time, false);
    } else {
        return false;
    }
    return true;
}

/* How many packets ago the other side was first heard to have what is next of this direction. */
static uint64_t missed_for(const tcp_connection *c, half *h) {
    if (h->acked <= h->next) return 0;
    if (h->missed != h->next) h->missed_at = c->packets;
    h->missed = h->next;
    return c->packets - h->missed_at;
}

/* Whether what is held has waited long enough. Bytes that were not acknowledged may still be sent
 * again, and an acknowledgment may overtake what it speaks of. */
static bool is_overdue(const tcp *t, tcp_connection *c) {
    if (c->held > HOLD_BYTES || (t->held > HOLD_ALL_BYTES && c->held > 0)) return true;
    uint64_t patience = c->held <= WAIT_BYTES ? WAIT_PACKETS : SETTLE_PACKETS;
    bool overdue = false;
    for (unsigned d = 0; d < 2; d++) {
        const half *other = &c->halves[1 - d];
        bool missed = missed_for(c, &c->halves[d]) > patience;
        head at = find_head(&c->halves[d]), waiting = find_head(other);
        bool waits = waiting.any && waiting.position == other->next; /* for what it had seen */
        if (missed && (at.any || waits)) overdue = true;
    }
    return overdue;
}

void order_pump(tcp *t, tcp_connection *c) {
    if (!c->settled) {
        bool early =
            c->packets < SETTLE_PACKETS && c->held <= WAIT_BYTES && t->held <= HOLD_ALL_BYTES;
        if (early || !c->halves[0].numbered || !c->halves[1].numbered) return;
        connection_settle(t, c);
    }
    for (;;) {
        while (deliver_ready(t, c))
            continue;
        if (!is_overdue(t, c) || !force(t, c)) return;
    }
}

void order_flush(tcp *t, tcp_connection *c) {
    if (!c->settled) connection_settle(t, c);
    if (c->syn && !c->established && !c->halves[1 - c->client].captured) {
        /* RFC 9293 3.5: bytes of a SYN that was not answered are never passed on. */
        while (c->halves[c->client].first != NULL)
            stream_drop(t, c, &c->halves[c->client]);
        return;
    }
    do
        while (deliver_ready(t, c))
            continue;
    while (force(t, c));
}

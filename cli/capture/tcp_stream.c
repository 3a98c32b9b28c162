/* Which bytes of a segment are new: the first version of a byte stays, bytes that wait are kept in
 * order.
 *
 * It must not know when they are delivered. */
#include "grammars/tcp/symbols.h"
#include "tcp_history.h"
#include "tcp_state.h"
#include <stdlib.h>
#include <string.h>

void connection_fact(tcp *t, tcp_connection *c, uint16_t symbol, unsigned d, uint64_t position,
                     uint64_t length, uint64_t frame, uint64_t time) {
    if (!c->opened) connection_open(t, c);
    tcp_place place = {side_of(c, d), half_offset(&c->halves[d], position), length, frame, time};
    tcp_judge_symbol(&c->judge, t->listener, &c->public, symbol, &place);
}

/* What a piece counts for. Small ones count for more than they take, so that there are never so
 * many that finding the place of another takes long. */
static uint32_t cost(const piece *p) {
    return PIECE_COST + (p->missing ? 0 : p->length);
}

void stream_drop(tcp *t, tcp_connection *c, half *h) {
    piece *p = h->first;
    h->first = p->next;
    *(p->next ? &p->next->prev : &h->last) = NULL;
    c->held -= cost(p);
    t->held -= cost(p);
    free(p);
}

/* What was sent later cannot have seen less: so no byte has seen more than a later one. Where a
 * byte comes first in a retransmission, this gives back what its sender had seen at first. */
static void lower_seen(piece *p, uint64_t seen) {
    for (; p != NULL && p->seen > seen; p = p->prev)
        p->seen = seen;
}

static void tell_overlap(tcp *t, tcp_connection *c, unsigned d, uint64_t position, size_t n,
                         const segment *s) {
    connection_fact(t, c, OVERLAP_DIFFERENT, d, position, n, s->frame, s->time);
}

/* A range of positions that a segment carries. bytes is NULL where they were cut off. */
typedef struct range {
    uint64_t position, seen;
    const uint8_t *bytes;
    size_t n;
} range;

static void range_take(range *r, size_t n) {
    r->position += n;
    r->n -= n;
    if (r->bytes != NULL) r->bytes += n;
}

static bool is_nul(const segment *s) {
    return s->length == 1 && s->captured == 1 && s->bytes[0] == 0;
}

/* A keep-alive probe repeats the last number that its sender used, with a byte of garbage, which
 * is 0 wherever it is known. Whether it was idle cannot be told from what may have been lost or
 * overtaken. */
static bool is_probe(const half *h, uint64_t position, const segment *s) {
    return s->length == 1 && (position < h->acked || is_nul(s));
}

static void compare_held(tcp *t, tcp_connection *c, unsigned d, const piece *p, const range *r,
                         size_t n, const segment *s) {
    if (p->missing || r->bytes == NULL || is_probe(&c->halves[d], r->position, s)) return;
    const uint8_t *kept = p->bytes + (r->position - p->position);
    if (memcmp(kept, r->bytes, n) == 0) return;
    size_t same = 0;
    while (kept[same] == r->bytes[same])
        same++;
    tell_overlap(t, c, d, r->position + same, n - same, s);
}

static piece *insert_piece(tcp *t, tcp_connection *c, half *h, piece *after, const range *r,
                           size_t n, const segment *s) {
    piece *p = malloc(sizeof *p + (r->bytes ? n : 0));
    if (p == NULL) {
        t->failed = true;
        return NULL;
    }
    piece *next = after ? after->next : h->first;
    uint64_t seen = next != NULL && next->seen < r->seen ? next->seen : r->seen;
    lower_seen(after, seen);
    *p = (piece){.prev = after,
                 .next = next,
                 .position = r->position,
                 .seen = seen,
                 .frame = s->frame,
                 .time = s->time,
                 .length = (uint32_t)n,
                 .missing = r->bytes == NULL};
    if (r->bytes != NULL) memcpy(p->bytes, r->bytes, n);
    *(after ? &after->next : &h->first) = p;
    *(next ? &next->prev : &h->last) = p;
    c->held += cost(p);
    t->held += cost(p);
    return p;
}

/* Keeps what is new of a range that lies behind what was delivered. */
static void hold_range(tcp *t, tcp_connection *c, unsigned d, range r, const segment *s) {
    half *h = &c->halves[d];
    piece *at = h->last;
    while (at != NULL && at->position > r.position)
        at = at->prev;
    while (r.n > 0) {
        piece *next = at ? at->next : h->first;
        size_t n = r.n;
        if (at != NULL && at->position + at->length > r.position) {
            uint64_t there = at->position + at->length - r.position;
            n = there < n ? (size_t)there : n;
            compare_held(t, c, d, at, &r, n, s);
            lower_seen(at, r.seen);
        } else if (next != NULL && next->position == r.position) {
            at = next;
            continue;
        } else {
            if (next != NULL && next->position - r.position < n)
                n = (size_t)(next->position - r.position);
            at = insert_piece(t, c, h, at, &r, n, s);
            if (at == NULL) return;
        }
        range_take(&r, n);
    }
}

/* Bytes that were delivered already: nothing new, unless they are not the same. */
static void compare_delivered(tcp *t, tcp_connection *c, unsigned d, range *r, const segment *s) {
    half *h = &c->halves[d];
    if (!h->placed || r->position >= h->next) return;
    size_t n = h->next - r->position < r->n ? (size_t)(h->next - r->position) : r->n;
    if (r->bytes != NULL && !is_probe(h, r->position, s)) {
        size_t same = history_compare(t->history, h->history, r->position, r->bytes, n);
        if (same < n) tell_overlap(t, c, d, r->position + same, n - same, s);
    }
    range_take(r, n);
}

/* Bytes behind the FIN are no part of the stream. They are a fault where they go on from it: one
 * that repeats the FIN's own number is a probe, and what lies further off belongs to another
 * connection, the beginning of which was lost. */
static void cut_behind_fin(tcp *t, tcp_connection *c, unsigned d, range *r, const segment *s) {
    half *h = &c->halves[d];
    if (!h->fin.known || r->position + r->n <= h->fin.position) return;
    uint64_t from = r->position > h->fin.position ? r->position : h->fin.position;
    uint64_t n = r->position + r->n - from;
    bool probe = s->length == 1 && from == h->fin.position;
    if (probe || from > h->fin.position + 1) {
        r->n -= (size_t)n;
        return;
    }
    if (h->fin.told)
        connection_fact(t, c, side_of(c, d) == PARLEY_CLIENT ? C_DATA : S_DATA, d, from, n,
                        s->frame, s->time);
    else if (h->beyond.length == 0)
        h->beyond = (tcp_place){.offset = from, .length = n, .frame = s->frame, .time = s->time};
    r->n -= (size_t)n;
}

/* A byte 0 whose number the other side has, and nothing of it or behind it was captured: a probe in
 * place of what was lost or came before the capture (the FIN, perhaps), or a byte that its
 * acknowledgment overtook. What lies
 * behind it shows that it was a byte; until then it says nothing. */
static void settle_doubt(tcp *t, tcp_connection *c, unsigned d, uint64_t position) {
    half *h = &c->halves[d];
    const ending *doubt = &h->doubt;
    if (!doubt->known) return;
    h->doubt.known = false;
    if (position <= doubt->position) return; /* there it is */
    const uint8_t nul = 0;
    const segment s = {
        .bytes = &nul, .captured = 1, .length = 1, .frame = doubt->frame, .time = doubt->time};
    if (doubt->position >= h->end) h->end = doubt->position + 1;
    if (doubt->position < h->lowest) h->lowest = doubt->position;
    if (doubt->position >= h->next)
        hold_range(t, c, d, (range){doubt->position, doubt->seen, &nul, 1}, &s);
}

void stream_add(tcp *t, tcp_connection *c, unsigned d, uint64_t position, uint64_t seen,
                const segment *s) {
    half *h = &c->halves[d];
    if (c->reset.known && c->reset_by == d && position >= c->reset.position && position >= h->end) {
        connection_fact(t, c, RESET_THEN_DATA, d, position, s->length, s->frame, s->time);
        return;
    }
    if (is_nul(s) && (!h->placed || (position >= h->end && position + 1 == h->acked))) {
        settle_doubt(t, c, d, position);
        h->doubt = (ending){true, false, false, position, seen, s->frame, s->time};
        return;
    }
    if (position + s->length > h->doubt.position) settle_doubt(t, c, d, position);
    if (position + s->length > h->end) h->end = position + s->length;
    if (position < h->lowest) h->lowest = position;
    if (order_direct(t, c, d, position, seen, s)) return;
    range there = {position, seen, s->bytes, s->captured};
    range cut = {position + s->captured, seen, NULL, s->length - s->captured};
    range *both[] = {&there, &cut};
    for (size_t i = 0; i < 2; i++) {
        if (both[i]->n > 0) compare_delivered(t, c, d, both[i], s);
        if (both[i]->n > 0) cut_behind_fin(t, c, d, both[i], s);
        if (both[i]->n > 0) hold_range(t, c, d, *both[i], s);
    }
}

void stream_end(tcp *t, tcp_connection *c, unsigned d, uint64_t position, uint64_t seen,
                const segment *s) {
    half *h = &c->halves[d];
    if (h->fin.known) {
        if (h->fin.position != position && position > h->fin.position)
            connection_fact(t, c, FIN_MOVED, d, position, 0, s->frame, s->time);
        else if (seen < h->fin.seen)
            h->fin.seen = seen;
        return;
    }
    if (c->reset.known && c->reset_by == d && position > c->reset.position) return;
    if (position >= h->doubt.position) settle_doubt(t, c, d, position);
    if (position < h->lowest) h->lowest = position;
    if (!h->placed && h->first == NULL && position < h->end)
        h->end = position; /* it was heard of by an acknowledgment, which counts the FIN too */
    if (position < h->end && (!h->placed || h->end - position > FAR)) {
        connection_fact(t, c, FIN_MOVED, d, position, 0, s->frame, s->time);
        return;
    }
    if (position < h->end) /* bytes behind it came before it */
        h->beyond = (tcp_place){
            .offset = position, .length = h->end - position, .frame = s->frame, .time = s->time};
    else
        h->end = position;
    if (h->placed && position < h->next) position = h->next;
    h->fin = (ending){
        .known = true, .position = position, .seen = seen, .frame = s->frame, .time = s->time};
    lower_seen(h->last, seen);
}

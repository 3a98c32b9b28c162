/* What both directions make of each other: pings and pongs, the closing handshake (RFC 6455 5.5, 7)
 * and how TCP ends. A side is judged by what it had seen. Who deviated is owed nothing any more. */
#include "../support/cmocka_all.h"
#include "reading.h"
#include <string.h>

enum { PINGS_MAX = 256, PINGS_KEPT = 3 /* more that wait need not be told apart */ };

/* The pings of one side. Which of them a pong answers cannot always be told: fewest is how many are
 * answered in the reading that grants the least, most in the one that grants the most. */
typedef struct pings {
    const read_frame *list[PINGS_MAX];
    size_t n, fewest, most;
    bool
        crowded; /* more waited at a time than are kept: what a pong answers is not told any more */
    bool vague;  /* a pong had another payload, or a ping came after its side's Close */
} pings;

typedef struct turns {
    direction *both;
    opinion *o;
    const dialog *d;
    pings asked[2];
    size_t next[2]; /* frame of each side */
    const read_frame *close[2];
    bool ended[2];
    size_t now;
    bool blind; /* a hole took away what rules about turns need */
} turns;

/* Whoever deviated is owed nothing, and how he himself ends then is a consequence. */
static bool gone_wrong(const turns *t) {
    return opinion_has_error(t->o, PARLEY_CLIENT, t->now) ||
           opinion_has_error(t->o, PARLEY_SERVER, t->now);
}

static uint64_t frame_end(const read_frame *f) {
    return f->payload + f->length;
}

static uint64_t seen_by(const turns *t, parley_side side, uint64_t at) {
    size_t i = happening_of(t->d, side, at);
    assert_true(i < t->d->count);
    return t->d->list[i].seen;
}

static void told(turns *t, const char *rule, parley_side side, bool must, uint64_t from,
                 uint64_t to) {
    expected *e = opinion_may(t->o, rule, side, from, to);
    for (size_t i = 0; i + 1 < t->o->n; i++) /* once for each direction */
        if (t->o->list[i].side == side && strcmp(t->o->list[i].rule, rule) == 0) must = false;
    e->must = must;
    e->when = t->now;
}

/* ---- ping and pong ---- */

static bool same_payload(const turns *t, parley_side pinger, const read_frame *ping,
                         const read_frame *pong) {
    const direction *from = &t->both[pinger], *back = &t->both[1 - pinger];
    if (ping->holed || pong->holed) return true;
    if (ping->length != pong->length) return false;
    for (uint64_t i = 0; i < ping->length; i++)
        if (unmasked(from, ping, i) != unmasked(back, pong, i)) return false;
    return true;
}

static void pong_answers(turns *t, parley_side side, const read_frame *f) {
    pings *p = &t->asked[1 - side];
    uint64_t seen = seen_by(t, side, f->at);
    bool sure = !gone_wrong(t) && !p->vague && !f->holed && t->close[side] == NULL;
    size_t n = 0, first = SIZE_MAX, last = 0;
    bool again = false;
    while (n < p->n && frame_end(p->list[n]) <= seen)
        n++;
    for (size_t i = 0; i < n; i++) {
        if (p->list[i]->holed) sure = false;
        if (!same_payload(t, (parley_side)(1 - side), p->list[i], f)) continue;
        if (i < p->fewest) again = true;
        if (i >= p->fewest && first == SIZE_MAX) first = i;
        last = i;
    }
    if (p->crowded) sure = false;
    if (p->vague || p->crowded) told(t, "pong.unasked", side, false, f->at, f->at);
    if (p->vague) told(t, "pong.payload-differs", side, false, f->at, f->at);
    if (p->fewest >= n) {
        told(t, "pong.unasked", side, sure, f->at, f->at);
    } else if (first == SIZE_MAX && p->most >= n) { /* perhaps none waits any more */
        told(t, "pong.unasked", side, false, f->at, f->at);
    } else if (first == SIZE_MAX) { /* unlike all that wait */
        /* one without payload is more likely a sign of life */
        told(t, "pong.payload-differs", side, sure && !again && f->length > 0, f->at, f->at);
        told(t, "pong.unasked", side, false, f->at, f->at);
        p->vague = true;
    } else {
        if (last > p->fewest) /* some wait before it, in the reading that grants the least */
            told(t, "pong.skipped", side, sure && first > p->most, f->at, f->at);
        if (p->most >= n) told(t, "pong.unasked", side, false, f->at, f->at);
        p->fewest = first + 1;
        if (last + 1 > p->most) p->most = last + 1;
    }
}

static void ping_asks(turns *t, parley_side side, const read_frame *f) {
    pings *p = &t->asked[side];
    if (t->close[side] != NULL) {
        p->vague = true; /* it may be answered, and need not */
        return;
    }
    assert_true(p->n < PINGS_MAX);
    p->list[p->n++] = f;
    if (p->n > p->fewest + PINGS_KEPT) p->crowded = true;
}

/* ---- closing ---- */

static unsigned code_of(const turns *t, parley_side side, const read_frame *f) {
    const direction *r = &t->both[side];
    return f->length < 2 ? 0 : unmasked(r, f, 0) * 256u + unmasked(r, f, 1);
}

static void close_comes(turns *t, parley_side side, const read_frame *f) {
    const parley_side peer = (parley_side)(1 - side);
    const read_frame *other = t->close[peer];
    if (t->close[side] != NULL) return;
    t->close[side] = f;
    if (other == NULL || frame_end(other) > seen_by(t, side, f->at)) return;
    const pings *p = &t->asked[peer];
    bool late = p->most < p->n || (p->vague && p->fewest < p->n); /* its pong */
    if (late)
        told(t, "ping.unanswered", side, p->most < p->n && !gone_wrong(t) && !p->vague && !f->holed,
             f->at, f->at);
    unsigned code = code_of(t, side, f), asked = code_of(t, peer, other);
    if (code == asked && !f->holed && !other->holed) return;
    bool sure = code != 0 && asked != 0 && !gone_wrong(t) && !late && !f->holed && !other->holed;
    told(t, "close.other-code-back", side, sure, f->at, frame_end(f));
}

/* ---- the end of TCP ---- */

static void direction_ends(turns *t, parley_side side, bool by_reset) {
    const parley_side peer = (parley_side)(1 - side);
    const direction *r = &t->both[side];
    const happening *h = &t->d->list[t->now];
    const uint64_t at = t->d->n[side];
    const bool own = !by_reset || h->side == side; /* it ended it itself */
    const bool excused = gone_wrong(t) || t->ended[peer] || !own;
    if (r->lost || r->stopped) return;
    if (r->partial) {
        told(t, "frame.cut", side, !excused && !r->closed, at, at);
        told(t, "message.open-at-end", side, false, at, at);
    } else if (r->open != 0 && !r->closed) {
        told(t, "message.open-at-end", side, !excused && !r->fog, at, at);
    } else if (r->open != 0 || r->fog) {
        told(t, "message.open-at-end", side, false, at, at);
    }
    if (t->blind) return;
    const read_frame *asked = t->close[peer];
    if (asked != NULL && t->close[side] == NULL && own && frame_end(asked) <= h->seen)
        told(t, "close.unanswered", side, !by_reset && !gone_wrong(t) && !r->partial, at, at);
    if (side == PARLEY_CLIENT && own && !t->ended[PARLEY_SERVER]) {
        bool closed = t->close[0] != NULL && t->close[1] != NULL;
        bool sure = closed && !by_reset && !gone_wrong(t);
        told(t, "close.client-ended-first", side, sure, at, at);
    }
}

/* RFC 6455 7.1.5: it is over, and somebody never said Close. */
static void close_missed(turns *t, bool over) {
    if (t->blind || (t->close[0] != NULL && t->close[1] != NULL)) return;
    bool sure = over && t->close[0] == NULL && t->close[1] == NULL;
    for (int side = 0; side < 2; side++) {
        const direction *r = &t->both[side];
        if (r->lost || r->stopped || r->partial || r->open != 0 || r->fog) sure = false;
        if (r->content_lost || r->control_lost || gone_wrong(t)) sure = false;
    }
    told(t, "close.missing", PARLEY_CLIENT, sure, 0, NOT);
    t->o->list[t->o->n - 1].either_side = true;
    told(t, "close.missing", PARLEY_SERVER, false, 0, NOT);
}

static void pings_left(turns *t, bool over) {
    for (int side = 0; side < 2 && !t->blind; side++) {
        const pings *p = &t->asked[side];
        const parley_side owing = (parley_side)(1 - side);
        bool open = !over && t->close[0] == NULL && t->close[1] == NULL && !t->ended[0] &&
                    !t->ended[1] && !gone_wrong(t);
        if (p->fewest < p->n)
            told(t, "ping.unanswered-at-end", owing, open && !p->vague && p->most < p->n, 0,
                 t->d->n[owing]);
    }
}

/* ---- the conversation in its order ---- */

static void frames_come(turns *t, parley_side side, uint64_t until) {
    const direction *r = &t->both[side];
    for (; t->next[side] < r->n; t->next[side]++) {
        const read_frame *f = &r->frames[t->next[side]];
        if (!f->whole || frame_end(f) > until) return;
        if (t->blind) continue;
        if (f->opcode == 8) close_comes(t, side, f);
        if (f->opcode == 9) ping_asks(t, side, f);
        if (f->opcode == 10) pong_answers(t, side, f);
    }
}

/* From a hole in a control frame on, and from one that hides frames, what a side should do now is
 * not known; that of what it should not is told by luck. */
static void grow_blind(turns *t) {
    static const char *const rules[] = {"close.data-after-close", "close.control-after-close",
                                        "close.repeated"};
    t->blind = true;
    for (size_t i = 0; i < t->o->n; i++)
        for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
            if (strcmp(t->o->list[i].rule, rules[k]) == 0 && t->o->list[i].when >= t->now)
                t->o->list[i].must = false;
}

static void happening_read(turns *t, const happening *h) {
    switch (h->kind) {
    case PARLEY_BYTES:
    case PARLEY_GAP:
        frames_come(t, h->side, h->from + h->length);
        if (h->kind == PARLEY_GAP && h->from + h->length > t->both[h->side].lost_at) grow_blind(t);
        break;
    case PARLEY_FIN:
        direction_ends(t, h->side, false);
        t->ended[h->side] = true;
        break;
    case PARLEY_RESET:
        direction_ends(t, h->side, true);
        direction_ends(t, (parley_side)(1 - h->side), true);
        t->ended[0] = t->ended[1] = true;
        break;
    case PARLEY_STOP:
        break;
    }
}

void turns_read(direction both[2]) {
    turns t = {.both = both, .o = both[0].o, .d = both[0].d};
    const bool one_sided = (t.d->flags & PARLEY_ONE_SIDED) != 0;
    if (one_sided) grow_blind(&t);
    for (t.now = 0; t.now < t.d->count; t.now++)
        happening_read(&t, &t.d->list[t.now]);
    t.now = t.d->count;
    bool over = t.ended[0] && t.ended[1];
    if (t.ended[0] || t.ended[1]) close_missed(&t, over);
    pings_left(&t, over);
}

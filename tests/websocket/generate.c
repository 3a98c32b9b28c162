/* Two well-behaved peers, and the network between them. */
#include "generate.h"
#include "../support/cmocka_all.h"
#include "judge.h"
#include <string.h>
#include <zlib.h>

enum { WAITING_MAX = 12 };

typedef struct peer {
    unsigned said;       /* steps */
    unsigned seen;       /* of the other one's */
    uint8_t open;        /* opcode of the message it is in the middle of */
    uint64_t from, left; /* of that message, in the payload */
    const uint8_t *text;
    frame waiting[WAITING_MAX]; /* pings that it has read and not answered */
    unsigned n_waiting;
    bool closed, got_close, ended, got_end;
    unsigned code; /* that the other one's Close had */
} peer;

typedef struct maker {
    plan *p;
    peer peers[2];
    bool large;
} maker;

uint8_t *plan_payload(plan *p, uint64_t length) {
    assert_true(length <= PAYLOAD_ROOM - p->used);
    p->used += length;
    return p->payload + p->used - length;
}

static step *step_add(maker *m, parley_side side, parley_input_kind kind) {
    plan *p = m->p;
    assert_true(p->n < STEPS_MAX);
    step *s = &p->steps[p->n++];
    *s = (step){.kind = kind, .side = side, .seen = m->peers[side].seen};
    m->peers[side].said++;
    return s;
}

/* The n-th step of a side. */
static const step *step_of(const plan *p, parley_side side, unsigned n) {
    for (unsigned i = 0; i < p->n; i++)
        if (p->steps[i].side == side && n-- == 0) return &p->steps[i];
    return NULL;
}

/* ---- what is said ---- */

static uint64_t length_draw(maker *m) {
    static const uint64_t edges[] = {0, 1, 2, 124, 125, 126, 127, 128, 300};
    static const uint64_t large[] = {65535, 65536, 70000};
    uint64_t *seed = &m->p->seed;
    if (m->large && draw(seed, 4) == 0 && m->p->used < PAYLOAD_ROOM / 2)
        return large[draw(seed, 3)];
    if (draw(seed, 3) == 0) return edges[draw(seed, 9)];
    return draw(seed, 24);
}

static unsigned scalar_draw(uint64_t *seed) {
    static const unsigned edges[] = {0,      0x7f,   0x80,   0x7ff,   0x800,   0xd7ff,  0xe000,
                                     0xfffd, 0xffff, 0xfeff, 0x10000, 0xfffff, 0x10ffff};
    if (draw(seed, 2) == 0) return 'a' + (unsigned)draw(seed, 26);
    if (draw(seed, 2) == 0) return edges[draw(seed, 13)];
    unsigned scalar = (unsigned)draw(seed, 0x110000);
    return scalar >= 0xd800 && scalar < 0xe000 ? 0x20ac : scalar;
}

/* One scalar as UTF-8, if it fits into n bytes, else letters. */
static uint64_t scalar_put(unsigned c, uint8_t *to, uint64_t n) {
    unsigned length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    if (length > n) {
        memset(to, 'x', (size_t)n);
        return n;
    }
    for (unsigned i = length; i-- > 1; c >>= 6)
        to[i] = (uint8_t)(0x80 | (c & 0x3f));
    to[0] = (uint8_t)(lead[length] | c);
    return length;
}

static void text_fill(uint64_t *seed, uint8_t *to, uint64_t n) {
    if (n > 1000) { /* long texts are plain for a while, so that making them is quick */
        memset(to, 'l', (size_t)n - 200);
        to += n - 200;
        n = 200;
    }
    for (uint64_t i = 0; i < n;)
        i += scalar_put(scalar_draw(seed), to + i, n - i);
}

static void bytes_fill(uint64_t *seed, uint8_t *to, uint64_t n) {
    for (uint64_t i = 0; i < n; i++)
        to[i] = (uint8_t)draw(seed, 256);
}

/* As permessage-deflate does it: a raw stream, flushed, without the four bytes at its end. */
static uint64_t text_compress(maker *m, const uint8_t *text, uint64_t n, uint8_t **compressed) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    uint64_t room = n + n / 100 + 64;
    *compressed = plan_payload(m->p, room);
    z.next_in = (Bytef *)(uintptr_t)text, z.avail_in = (uInt)n;
    z.next_out = *compressed, z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_SYNC_FLUSH), Z_OK);
    uint64_t length = z.total_out - 4;
    (void)deflateEnd(&z);
    return length;
}

static void message_goes_on(maker *m, parley_side side) {
    peer *me = &m->peers[side];
    uint64_t *seed = &m->p->seed;
    step *s = step_add(m, side, PARLEY_BYTES);
    bool last = draw(seed, 2) == 0;
    uint64_t n = last ? me->left : draw(seed, me->left + 1);
    s->opcode = me->open;
    s->f = (frame){.more = !last, .payload = me->text + me->from, .length = n};
    me->from += n;
    me->left -= n;
    if (last) me->open = 0;
}

static void message_begins(maker *m, parley_side side) {
    peer *me = &m->peers[side];
    uint64_t *seed = &m->p->seed;
    uint64_t n = length_draw(m);
    uint8_t opcode = draw(seed, 3) == 0 ? 2 : 1;
    uint8_t *text = plan_payload(m->p, n);
    (opcode == 1 ? text_fill : bytes_fill)(seed, text, n);
    bool compressed = m->p->how == OPENING_DEFLATE && draw(seed, 3) != 0 && n < 1000;
    if (compressed) n = text_compress(m, text, n, &text);
    me->text = text;
    me->from = 0;
    me->left = n;
    me->open = opcode;
    message_goes_on(m, side);
    frame *f = &m->p->steps[m->p->n - 1].f;
    f->opcode = opcode;
    f->rsv = compressed ? 4 : 0;
    if (draw(seed, 2) == 0 && f->more) { /* most are whole */
        f->more = false;
        f->length += me->left;
        me->open = 0;
    }
}

static void ping(maker *m, parley_side side) {
    step *s = step_add(m, side, PARLEY_BYTES);
    uint64_t n = draw(&m->p->seed, 6) == 0 ? 125 * draw(&m->p->seed, 2) : 4 + draw(&m->p->seed, 8);
    uint8_t *payload = plan_payload(m->p, n);
    bytes_fill(&m->p->seed, payload, n);
    s->f = (frame){.opcode = 9, .payload = payload, .length = n};
}

/* Answers the i-th ping that waits; those before it are let go. */
static void pong(maker *m, parley_side side, unsigned i) {
    peer *me = &m->peers[side];
    step *s = step_add(m, side, PARLEY_BYTES);
    s->f =
        (frame){.opcode = 10, .payload = me->waiting[i].payload, .length = me->waiting[i].length};
    me->n_waiting -= i + 1;
    memmove(me->waiting, me->waiting + i + 1, me->n_waiting * sizeof *me->waiting);
}

static void close_say(maker *m, parley_side side) {
    static const unsigned codes[] = {1000, 1001, 1003, 1007, 1009, 1011, 1014, 3000, 4999};
    peer *me = &m->peers[side];
    uint64_t *seed = &m->p->seed;
    if (me->got_close && me->n_waiting > 0) pong(m, side, me->n_waiting - 1);
    step *s = step_add(m, side, PARLEY_BYTES);
    unsigned code = codes[draw(seed, 9)];
    if (me->got_close && draw(seed, 4) != 0) code = me->code;
    uint64_t n = draw(seed, 5) == 0 ? 0 : 2 + (draw(seed, 2) == 0 ? draw(seed, 124) : 0);
    if (code == 0) n = 0;
    uint8_t *body = plan_payload(m->p, n);
    if (n > 0) {
        body[0] = (uint8_t)(code >> 8), body[1] = (uint8_t)code;
        text_fill(seed, body + 2, n - 2);
    }
    s->f = (frame){.opcode = 8, .payload = body, .length = n};
    me->closed = true;
}

static void end_say(maker *m, parley_side side) {
    (void)step_add(m, side, PARLEY_FIN);
    m->peers[side].ended = true;
}

/* ---- what arrives ---- */

static void step_arrives(maker *m, parley_side side, const step *s) {
    peer *me = &m->peers[side];
    if (s->kind == PARLEY_FIN) me->got_end = true;
    if (s->kind != PARLEY_BYTES) return;
    if (s->f.opcode == 9) {
        if (me->n_waiting == WAITING_MAX)
            memmove(me->waiting, me->waiting + 1, --me->n_waiting * sizeof *me->waiting);
        me->waiting[me->n_waiting++] = s->f;
    }
    if (s->f.opcode == 8) {
        me->got_close = true;
        me->code = s->f.length < 2 ? 0 : s->f.payload[0] * 256u + s->f.payload[1];
    }
}

static void arrive(maker *m, parley_side side, uint64_t steps) {
    peer *me = &m->peers[side];
    for (; steps > 0 && me->seen < m->peers[1 - side].said; steps--)
        step_arrives(m, side, step_of(m->p, (parley_side)(1 - side), me->seen++));
}

/* ---- conversations ---- */

static void peer_acts(maker *m, parley_side side) {
    peer *me = &m->peers[side];
    uint64_t *seed = &m->p->seed;
    if (draw(seed, 4) != 0) arrive(m, side, draw(seed, 2) == 0 ? 1 : STEPS_MAX);
    if (me->closed || me->ended) return;
    if (me->n_waiting > 0 && draw(seed, 2) == 0) {
        pong(m, side, draw(seed, 3) == 0 ? (unsigned)draw(seed, me->n_waiting) : 0);
        return;
    }
    switch (draw(seed, 12)) {
    case 0:
    case 1:
        ping(m, side);
        break;
    case 2: { /* a pong that nobody asked for */
        if (me->n_waiting > 0) break;
        step *s = step_add(m, side, PARLEY_BYTES);
        s->f = (frame){.opcode = 10, .payload = (const uint8_t *)"alive", .length = 5};
        break;
    }
    case 3: /* an empty fragment */
        if (me->open == 0) break;
        step_add(m, side, PARLEY_BYTES)->f = (frame){.more = true, .payload = me->text};
        m->p->steps[m->p->n - 1].opcode = me->open;
        break;
    default:
        (me->open == 0 ? message_begins : message_goes_on)(m, side);
        break;
    }
}

/* Close by the first, whatever the other does before it has read it; its answer; the end of TCP. */
static void closing(maker *m, parley_side first, bool crossing) {
    uint64_t *seed = &m->p->seed;
    const parley_side other = (parley_side)(1 - first);
    while (m->peers[first].open != 0 && draw(seed, 8) != 0 && m->p->n < STEPS_MAX / 2 + 8)
        message_goes_on(m, first);
    if (draw(seed, 2) == 0) arrive(m, first, STEPS_MAX);
    close_say(m, first);
    for (uint64_t i = draw(seed, 3); i > 0; i--)
        if (!m->peers[other].got_close && m->peers[other].open == 0) ping(m, other);
    if (!crossing) arrive(m, other, STEPS_MAX);
    while (m->peers[other].open != 0 && draw(seed, 8) != 0 && m->p->n < STEPS_MAX / 2 + 24)
        message_goes_on(m, other);
    close_say(m, other);
    arrive(m, first, STEPS_MAX);
    if (draw(seed, 6) == 0) return;
    parley_side ends = draw(seed, 5) == 0 ? PARLEY_CLIENT : PARLEY_SERVER;
    end_say(m, ends);
    if (draw(seed, 2) == 0) arrive(m, (parley_side)(1 - ends), STEPS_MAX);
    end_say(m, (parley_side)(1 - ends));
}

static void ending(maker *m) {
    uint64_t *seed = &m->p->seed;
    const parley_side side = (parley_side)draw(seed, 2);
    switch (draw(seed, 12)) {
    case 0: /* the transcript stops */
        break;
    case 1: /* TCP alone */
        end_say(m, side);
        end_say(m, (parley_side)(1 - side));
        break;
    case 2:
        (void)step_add(m, side, PARLEY_RESET);
        break;
    default:
        closing(m, side, draw(seed, 4) == 0);
        break;
    }
}

void plan_make(plan *p, uint64_t seed, bool large) {
    memset(p, 0, offsetof(plan, payload));
    p->used = 0;
    p->rule = NULL;
    p->spoiled = "nothing";
    p->seed = seed;
    p->how = (opening)draw(&p->seed, 3);
    p->number = (unsigned)draw(&p->seed, 8);
    maker m = {.p = p, .large = large};
    for (uint64_t i = 2 + draw(&p->seed, 24); i > 0 && p->n < STEPS_MAX / 2; i--)
        peer_acts(&m, (parley_side)draw(&p->seed, 2));
    ending(&m);
}

/* ---- writing it down ---- */

step *plan_insert(plan *p, unsigned at, parley_side side) {
    assert_true(p->n < STEPS_MAX && at <= p->n);
    unsigned before[2] = {0, 0};
    for (unsigned i = 0; i < at; i++)
        before[p->steps[i].side]++;
    memmove(&p->steps[at + 1], &p->steps[at], (p->n - at) * sizeof *p->steps);
    p->n++;
    step *s = &p->steps[at];
    *s = (step){.kind = PARLEY_BYTES, .side = side};
    for (unsigned i = 0; i < at; i++) /* it has seen what its side had seen before */
        if (p->steps[i].side == side) s->seen = p->steps[i].seen;
    for (unsigned i = at + 1; i < p->n; i++)
        if (p->steps[i].side != side && p->steps[i].seen > before[side]) p->steps[i].seen++;
    return s;
}

void plan_remove(plan *p, unsigned at) {
    const parley_side side = p->steps[at].side;
    unsigned before = 0;
    for (unsigned i = 0; i < at; i++)
        if (p->steps[i].side == side) before++;
    p->n--;
    memmove(&p->steps[at], &p->steps[at + 1], (p->n - at) * sizeof *p->steps);
    for (unsigned i = 0; i < p->n; i++)
        if (p->steps[i].side != side && p->steps[i].seen > before) p->steps[i].seen--;
}

void plan_write(const plan *p, dialog *d) {
    uint64_t reached[2][STEPS_MAX + 1]; /* length of each side's stream after its n-th step */
    unsigned said[2] = {0, 0};
    dialog_start(d, p->how == OPENING_NONE ? PARLEY_WEBSOCKET : PARLEY_HTTP1, 0);
    if (p->how != OPENING_NONE) dialog_open(d, p->number, p->how == OPENING_DEFLATE);
    reached[0][0] = d->n[0];
    reached[1][0] = d->n[1];
    for (unsigned i = 0; i < p->n; i++) {
        const step *s = &p->steps[i];
        const unsigned known = s->seen < said[1 - s->side] ? s->seen : said[1 - s->side];
        const uint64_t seen = reached[1 - s->side][known];
        if (s->kind == PARLEY_BYTES)
            dialog_frame(d, s->side, seen, &s->f);
        else
            dialog_happens(d, s->kind, s->side, seen);
        reached[s->side][++said[s->side]] = d->n[s->side] + (d->ended[s->side] ? 1 : 0);
    }
    dialog_happens(d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
    d->seed = p->seed | 1;
    if (p->number % 2 == 0) dialog_join(d);
}

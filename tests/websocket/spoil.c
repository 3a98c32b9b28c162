/* One thing goes wrong in a plan that was right, and it is said which rule that breaks. */
#include "generate.h"
#include "judge.h"
#include <string.h>

enum { CLOSE = 8, PING, PONG };

static bool is_frame(const step *s) {
    return s->kind == PARLEY_BYTES;
}
static bool is_data(const step *s) {
    return is_frame(s) && s->f.opcode < 3;
}
static bool is_start(const step *s) {
    return is_frame(s) && (s->f.opcode == 1 || s->f.opcode == 2);
}
static bool is_continuation(const step *s) {
    return is_frame(s) && s->f.opcode == 0;
}
static bool is_control(const step *s) {
    return is_frame(s) && s->f.opcode >= 8;
}
static bool is_ping(const step *s) {
    return is_frame(s) && s->f.opcode == PING;
}
static bool is_pong(const step *s) {
    return is_frame(s) && s->f.opcode == PONG;
}
static bool is_close(const step *s) {
    return is_frame(s) && s->f.opcode == CLOSE;
}
static bool has_code(const step *s) {
    return is_close(s) && s->f.length >= 2;
}
static bool has_reason(const step *s) {
    return is_close(s) && s->f.length >= 3;
}
static bool is_text(const step *s) {
    return is_data(s) && s->opcode == 1 && s->f.length > 0;
}
static bool is_text_end(const step *s) {
    return is_data(s) && s->opcode == 1 && !s->f.more;
}
static bool is_of_client(const step *s) {
    return is_frame(s) && s->side == PARLEY_CLIENT && s->f.length > 0;
}

/* One of the steps that are so; NULL: there is none. */
static step *pick(plan *p, bool (*so)(const step *)) {
    unsigned n = 0;
    for (unsigned i = 0; i < p->n; i++)
        n += so(&p->steps[i]);
    if (n == 0) return NULL;
    n = (unsigned)draw(&p->seed, n);
    for (unsigned i = 0; i < p->n; i++)
        if (so(&p->steps[i]) && n-- == 0) return &p->steps[i];
    return NULL;
}

static bool broken(plan *p, const char *rule, parley_side by, const char *words) {
    p->rule = rule;
    p->by = by;
    p->spoiled = words;
    return true;
}

/* A payload of its own, so that nothing else changes with it. */
static uint8_t *payload_own(plan *p, frame *f, uint64_t more) {
    uint8_t *own = plan_payload(p, f->length + more);
    memcpy(own, f->payload, (size_t)f->length);
    f->payload = own;
    return own;
}

/* ---- headers ---- */

static bool spoil_mask(plan *p) {
    step *s = pick(p, is_frame);
    if (s == NULL) return false;
    s->f.flip_mask = true;
    const char *rule = s->side == PARLEY_CLIENT ? "frame.unmasked-client" : "frame.masked-server";
    return broken(p, rule, s->side, "a mask on the wrong side");
}

static bool spoil_reserved_bit(plan *p) {
    step *s = pick(p, is_frame);
    if (s == NULL) return false;
    uint8_t bits = (uint8_t)(1 + draw(&p->seed, p->how == OPENING_PLAIN ? 7 : 3));
    s->f.rsv |= bits;
    return broken(p, "frame.reserved-bit", s->side, "a reserved bit");
}

static bool spoil_compressed_bit(plan *p) {
    bool control = draw(&p->seed, 2) == 0;
    step *s = pick(p, control ? is_control : is_continuation);
    if (s == NULL || p->how != OPENING_DEFLATE) return false;
    s->f.rsv = 4;
    return broken(
        p, control ? "deflate.compressed-bit-on-control" : "deflate.compressed-bit-on-continuation",
        s->side, "the compressed bit where it has no meaning");
}

static bool spoil_opcode(plan *p) {
    step *s = pick(p, is_frame);
    if (s == NULL) return false;
    const parley_side side = s->side;
    if (p->n == STEPS_MAX) return false;
    s = plan_insert(p, (unsigned)(s - p->steps), side);
    uint64_t which = draw(&p->seed, 10);
    s->f = (frame){.opcode = (uint8_t)(which < 5 ? 3 + which : 6 + which),
                   .payload = (const uint8_t *)"?",
                   .length = draw(&p->seed, 2)};
    return broken(p, "frame.reserved-opcode", side, "a reserved opcode");
}

static bool spoil_form(plan *p) {
    step *s = pick(p, is_data);
    if (s == NULL || s->f.length > 0xffff) return false;
    s->f.form = s->f.length < 126 && draw(&p->seed, 2) == 0 ? FORM_16 : FORM_64;
    return broken(p, "frame.length-not-minimal", s->side, "a length in a longer form");
}

static bool spoil_high_bit(plan *p) {
    step *s = pick(p, is_data);
    if (s == NULL) return false;
    s->f.form = FORM_64;
    s->f.high = 0x80;
    return broken(p, "frame.length-high-bit", s->side, "a length beyond all");
}

static bool spoil_control_fin(plan *p) {
    step *s = pick(p, is_control);
    if (s == NULL) return false;
    s->f.more = true;
    return broken(p, "frame.control-fragmented", s->side, "a control frame that is not the last");
}

static bool spoil_control_length(plan *p) {
    step *s = pick(p, is_ping);
    if (s == NULL) return false;
    s->f.length = 126 + draw(&p->seed, 200);
    uint8_t *payload = plan_payload(p, s->f.length);
    memset(payload, 'p', (size_t)s->f.length);
    s->f.payload = payload;
    return broken(p, "frame.control-too-long", s->side, "a long ping");
}

/* Both for the frames of the client only. */
static bool spoil_key(plan *p) {
    step *s = pick(p, is_of_client);
    if (s == NULL) return false;
    s->f.set_key = true;
    memset(s->f.key, 0, 4);
    return broken(p, "frame.mask-key-zero", PARLEY_CLIENT, "a key of zero");
}

static bool spoil_key_again(plan *p) {
    step *s = pick(p, is_of_client);
    if (s == NULL) return false;
    for (step *next = s + 1; next < p->steps + p->n; next++) {
        if (!is_frame(next) || next->side != PARLEY_CLIENT) continue;
        if (next->f.length == 0) return false;
        s->f.set_key = next->f.set_key = true;
        memset(s->f.key, 9, 4);
        memset(next->f.key, 9, 4);
        return broken(p, "frame.mask-key-repeated", PARLEY_CLIENT, "a key twice");
    }
    return false;
}

/* ---- messages ---- */

static bool spoil_start(plan *p) {
    step *s = pick(p, is_start);
    if (s == NULL) return false;
    s->f.opcode = s->f.rsv = 0;
    return broken(p, "message.continuation-without-start", s->side, "a start that is none");
}

static bool spoil_continuation(plan *p) {
    step *s = pick(p, is_continuation);
    if (s == NULL) return false;
    s->f.opcode = (uint8_t)(1 + draw(&p->seed, 2));
    return broken(p, "message.start-inside-message", s->side, "a continuation that is a start");
}

static bool spoil_text(plan *p) {
    step *s = pick(p, is_text);
    if (s == NULL || p->how == OPENING_DEFLATE) return false;
    payload_own(p, &s->f, 0)[draw(&p->seed, s->f.length)] = (uint8_t)(0xf8 + draw(&p->seed, 8));
    return broken(p, "message.text-not-utf8", s->side, "a byte that is never UTF-8");
}

static bool spoil_text_end(plan *p) {
    step *s = pick(p, is_text_end);
    if (s == NULL || p->how == OPENING_DEFLATE) return false;
    unsigned n = 1 + (unsigned)draw(&p->seed, 3);
    memcpy(payload_own(p, &s->f, n) + s->f.length, "\xf1\x80\x80", n);
    s->f.length += n;
    return broken(p, "message.text-ends-in-character", s->side, "a text that ends too early");
}

/* ---- close ---- */

static bool spoil_code(plan *p) {
    static const struct {
        unsigned code;
        const char *rule;
    } codes[] = {{999, "close.code-below-range"},     {1005, "close.code-reserved"},
                 {1015, "close.code-reserved"},       {1016, "close.code-unregistered"},
                 {2000, "close.code-unregistered"},   {5000, "close.code-above-range"},
                 {40000, "close.code-above-range"},   {0, "close.code-below-range"},
                 {1010, "close.code-for-client-only"}};
    step *s = pick(p, has_code);
    if (s == NULL) return false;
    uint64_t which = draw(&p->seed, s->side == PARLEY_SERVER ? 9 : 8);
    uint8_t *body = payload_own(p, &s->f, 0);
    body[0] = (uint8_t)(codes[which].code >> 8);
    body[1] = (uint8_t)codes[which].code;
    return broken(p, codes[which].rule, s->side, "a code that is not to be sent");
}

static bool spoil_close_body(plan *p) {
    step *s = pick(p, has_code);
    if (s == NULL) return false;
    s->f.length = 1;
    return broken(p, "close.one-byte-body", s->side, "half a code");
}

static bool spoil_reason(plan *p) {
    step *s = pick(p, has_reason);
    if (s == NULL) return false;
    payload_own(p, &s->f, 0)[2 + draw(&p->seed, s->f.length - 2)] = 0xff;
    return broken(p, "close.reason-not-utf8", s->side, "a reason that is not UTF-8");
}

static bool spoil_after_close(plan *p) {
    static const char *const rules[] = {"close.data-after-close", "close.control-after-close",
                                        "close.repeated"};
    static const uint8_t opcodes[] = {1, 9, 8};
    step *s = pick(p, is_close);
    if (s == NULL || p->n == STEPS_MAX) return false;
    const parley_side side = s->side;
    uint64_t which = draw(&p->seed, 3);
    s = plan_insert(p, (unsigned)(s - p->steps) + 1, side);
    s->f = (frame){.opcode = opcodes[which], .payload = (const uint8_t *)""};
    return broken(p, rules[which], side, "something after Close");
}

/* The Close that answers, and how many steps its side has seen up to the other's. */
static step *pick_answer(plan *p, unsigned *close_step) {
    step *s = pick(p, is_close);
    if (s == NULL) return NULL;
    unsigned n = 0;
    for (step *other = p->steps; other < s; other++) {
        if (other->side == s->side) continue;
        n++;
        if (!is_close(other)) continue;
        *close_step = n;
        return s->seen >= n ? s : NULL;
    }
    return NULL;
}

static bool spoil_answer(plan *p) {
    unsigned close_step;
    step *s = pick_answer(p, &close_step);
    if (s == NULL) return false;
    const parley_side side = s->side;
    bool ends = false;
    for (step *end = s; end < p->steps + p->n; end++)
        if (end->side == side && end->kind == PARLEY_FIN) ends = true;
    if (!ends) return false;
    plan_remove(p, (unsigned)(s - p->steps));
    return broken(p, "close.unanswered", side, "no answer to Close");
}

/* ---- ping and pong ---- */

static bool spoil_pongs(plan *p) {
    unsigned close_step;
    step *s = pick_answer(p, &close_step);
    if (s == NULL) return false;
    const parley_side side = s->side;
    unsigned pings = 0;
    for (unsigned i = 0; i < p->n; i++)
        pings += is_ping(&p->steps[i]) && p->steps[i].side != side;
    for (unsigned i = p->n; i-- > 0;)
        if (is_pong(&p->steps[i]) && p->steps[i].side == side) plan_remove(p, i);
    return pings > 0 && broken(p, "ping.unanswered", side, "no pongs");
}

/* Of many pings, and of pings that are alike, nobody can tell which one was answered. */
static bool pings_alike(const plan *p) {
    unsigned n = 0;
    for (unsigned i = 0; i < p->n; i++)
        n += is_ping(&p->steps[i]);
    if (n > 3) return true;
    for (unsigned i = 0; i < p->n; i++)
        for (unsigned k = 0; k < i; k++) {
            const step *a = &p->steps[i], *b = &p->steps[k];
            if (is_ping(a) && is_ping(b) && a->side == b->side && a->f.length == b->f.length &&
                memcmp(a->f.payload, b->f.payload, (size_t)a->f.length) == 0)
                return true;
        }
    return false;
}

static bool spoil_pong(plan *p) {
    step *s = pick(p, is_pong);
    if (s == NULL || pings_alike(p) || (s->f.length == 5 && memcmp(s->f.payload, "alive", 5) == 0))
        return false;
    s->f.payload = (const uint8_t *)"another payload";
    s->f.length = 15;
    return broken(p, "pong.payload-differs", s->side, "a pong with another payload");
}

bool plan_spoil(plan *p) {
    static bool (*const ways[])(plan *) = {
        spoil_mask,       spoil_reserved_bit, spoil_compressed_bit, spoil_opcode,   spoil_form,
        spoil_high_bit,   spoil_control_fin,  spoil_control_length, spoil_key,      spoil_key_again,
        spoil_start,      spoil_continuation, spoil_text,           spoil_text_end, spoil_code,
        spoil_close_body, spoil_reason,       spoil_after_close,    spoil_answer,   spoil_pongs,
        spoil_pong};
    return ways[draw(&p->seed, sizeof ways / sizeof *ways)](p);
}

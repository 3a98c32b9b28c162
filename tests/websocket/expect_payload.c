/* What payload has to be: UTF-8 (RFC 3629) in text messages and reasons, codes (RFC 6455 7.4) in
 * front of reasons. */
#include "reading.h"
#include <string.h>

uint8_t unmasked(const direction *r, const read_frame *f, uint64_t index) {
    uint8_t byte = r->d->bytes[r->side][f->payload + index];
    return f->masked ? (uint8_t)(byte ^ f->key[index % 4]) : byte;
}

/* RFC 3629 4 */
bool utf8_next(utf8 *s, uint8_t byte) {
    if (s->need > 0) {
        if (byte < s->low || byte > s->high) return false;
        s->need--;
        s->low = 0x80, s->high = 0xbf;
        return true;
    }
    s->low = 0x80, s->high = 0xbf;
    if (byte < 0x80) return true;
    if (byte < 0xc2 || byte > 0xf4) return false;
    s->need = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte == 0xe0) s->low = 0xa0;  /* else it is overlong */
    if (byte == 0xed) s->high = 0x9f; /* else a surrogate */
    if (byte == 0xf0) s->low = 0x90;
    if (byte == 0xf4) s->high = 0x8f; /* else beyond U+10FFFF */
    return true;
}

static void finding(direction *r, const char *rule, uint64_t at, bool must) {
    expected *e =
        must ? opinion_must(r->o, rule, r->side, at) : opinion_may(r->o, rule, r->side, at, at);
    e->when = happening_of(r->d, r->side, at);
}

/* RFC 6455 8.1 */
static void text_read(direction *r, const read_frame *f, uint64_t known) {
    bool sure = !r->closed && !r->fog && !r->oddly && (r->d->deflate || (f->rsv & 4) == 0);
    for (uint64_t i = 0; i < known - f->payload && !r->unjudged && !r->text_wrong; i++) {
        if (utf8_next(&r->text, unmasked(r, f, i))) continue;
        finding(r, "message.text-not-utf8", f->payload + i, sure);
        r->text_wrong = true;
    }
    if (f->holed) r->unjudged = true;
    if (f->fin && f->whole && !r->unjudged && !r->text_wrong && r->text.need > 0)
        finding(r, "message.text-ends-in-character", f->payload + f->length - 1, sure);
}

/* The byte of the code, 0 or 1, from which on no right code can come, and the rule; NULL: the code
 * may be sent. */
static const char *code_judge(uint8_t high, uint8_t low, unsigned *at) {
    unsigned code = high * 256u + low;
    *at = 1;
    if (code < 1000) {
        if (high * 256u + 255 < 1000) *at = 0;
        return "close.code-below-range";
    }
    if (code > 4999) {
        if (high * 256u > 4999) *at = 0;
        return "close.code-above-range";
    }
    if (code >= 3000) return NULL;
    if (code == 1004 || code == 1005 || code == 1006 || code == 1015) return "close.code-reserved";
    if (code <= 1014) return NULL;
    /* 1016 to 2999: does no code with this first byte exist? */
    if (high * 256u > 1014 && high * 256u + 255 < 3000) *at = 0;
    return "close.code-unregistered";
}

/* RFC 6455 5.5.1, 7.4 */
static void close_read(direction *r, const read_frame *f, uint64_t known) {
    const uint64_t have = known - f->payload;
    const bool sure = !r->closed && f->length <= 125;
    if (f->length < 2) return;
    if (have >= 1) {
        unsigned at0, at1;
        const char *first = code_judge(unmasked(r, f, 0), 0, &at0);
        const char *rule =
            have >= 2 ? code_judge(unmasked(r, f, 0), unmasked(r, f, 1), &at1) : NULL;
        if (first != NULL && at0 == 0)
            finding(r, first, f->payload, sure);
        else if (rule != NULL)
            finding(r, rule, f->payload + 1, sure);
    }
    if (have >= 2 && r->side == PARLEY_SERVER && unmasked(r, f, 0) == 1010 >> 8 &&
        unmasked(r, f, 1) == (1010 & 0xff))
        finding(r, "close.code-for-client-only", f->payload + 1, sure);
    utf8 state = {0};
    for (uint64_t i = 2; i < have; i++) {
        if (utf8_next(&state, unmasked(r, f, i))) continue;
        finding(r, "close.reason-not-utf8", f->payload + i, sure);
        return;
    }
    if (f->whole && !f->holed && state.need > 0)
        finding(r, "close.reason-not-utf8", f->payload + f->length - 1, sure);
}

void payload_read(direction *r, const read_frame *f, uint64_t known) {
    if (f->opcode == 8) close_read(r, f, known);
    if (f->opcode <= 2 && r->open == 1) text_read(r, f, known);
    if (f->opcode == 0 && r->open == 0 && r->fog) { /* perhaps text goes on */
        opinion_may(r->o, "message.text-not-utf8", r->side, f->payload, known);
        opinion_may(r->o, "message.text-ends-in-character", r->side, f->payload - 1, known);
    }
}

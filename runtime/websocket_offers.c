/* What an opening request offers and its answer takes: subprotocols (RFC 6455 4.1), extensions (RFC
 * 6455 9.1) and the parameters of permessage-deflate (RFC 7692 7.1). */
#include "websocket_offers.h"
#include "facts.h"
#include "http1.h"
#include <string.h>

#define NUMBERS 0x80 /* n_protocols: protocols holds numbers of two bytes, so many */

/* Does the answer that is read take an offer that is known? Where a line of the request could not
 * be read, it may have offered more. */
static const handshake *offered(const feed *f) {
    const handshake *h = handshake_kept(f);
    bool opening = (asked(f) & (ASKED_OPENING | ASKED_UNREAD)) == ASKED_OPENING;
    return h != NULL && opening && f->lane->status == 101 ? h : NULL;
}

void offers_unread(feed *f, unsigned field) {
    handshake *h = handshake_kept(f);
    if (h == NULL || f->side != PARLEY_CLIENT) return;
    if (field == FIELD_SEC_WEBSOCKET_KEY) h->n_key = HANDSHAKE_UNKNOWN;
    if (field == FIELD_SEC_WEBSOCKET_PROTOCOL) h->n_protocols = HANDSHAKE_UNKNOWN;
    if (field == FIELD_SEC_WEBSOCKET_EXTENSIONS) h->n_offers = h->n_names = HANDSHAKE_UNKNOWN;
}

/* A number made of a name: enough to tell that two names differ. */
static uint16_t number_short(uint64_t number) {
    return (uint16_t)(number ^ number >> 16 ^ number >> 32);
}

static uint64_t number_next(uint64_t number, uint16_t byte) {
    return number * 31 + byte;
}

/* ---- subprotocols ---- */

static size_t name_length(const handshake *h, size_t at) {
    size_t n = 0;
    while (at + n < h->n_protocols && h->protocols[at + n] != 0)
        n++;
    return n;
}

/* The name that begins at first is complete: does it stand there already? */
static bool name_repeats(const handshake *h, size_t first) {
    size_t n = name_length(h, first);
    for (size_t at = 0; at < first; at += name_length(h, at) + 1)
        if (name_length(h, at) == n && memcmp(h->protocols + at, h->protocols + first, n) == 0)
            return true;
    return false;
}

static void subprotocol_offer(feed *f, unsigned event, const place *where) {
    handshake *h = handshake_kept(f);
    if (h == NULL || h->n_protocols == HANDSHAKE_UNKNOWN) return;
    if (event == EV_PROTOCOL_START) {
        f->lane->number = h->n_protocols;
        return;
    }
    if (h->n_protocols == HANDSHAKE_PROTOCOL) {
        h->n_protocols = HANDSHAKE_UNKNOWN;
        return;
    }
    bool end = event == EV_PROTOCOL_END;
    h->protocols[h->n_protocols++] = end ? 0 : (uint8_t)where->got;
    if (end && name_repeats(h, (size_t)f->lane->number))
        handshake_asks(f, Q_OFFER, PROTOCOL_AGAIN, where, 0);
}

void subprotocols_shorten(handshake *h) {
    uint8_t numbers[HANDSHAKE_KEPT];
    size_t n = 0;
    if (h->n_protocols <= HANDSHAKE_KEPT || h->n_protocols == HANDSHAKE_UNKNOWN) return;
    for (size_t at = 0; at < h->n_protocols; at += name_length(h, at) + 1, n += 2) {
        uint64_t number = 0;
        for (size_t i = 0; i < name_length(h, at); i++)
            number = number_next(number, h->protocols[at + i]);
        if (n == HANDSHAKE_KEPT) {
            h->n_protocols = HANDSHAKE_UNKNOWN;
            return;
        }
        numbers[n] = (uint8_t)(number_short(number) & 0xffu);
        numbers[n + 1] = (uint8_t)(number_short(number) >> 8);
    }
    memcpy(h->protocols, numbers, n);
    h->n_protocols = (uint8_t)(NUMBERS | n / 2);
}

static bool number_offered(const handshake *h, uint16_t number) {
    for (size_t i = 0; i < (h->n_protocols & 0x7fu); i++)
        if ((h->protocols[2 * i] | h->protocols[2 * i + 1] << 8) == number) return true;
    return false;
}

/* An offered name that begins as the one at where does, n bytes long, and goes on with next; n
 * bytes exactly where next is 0. */
static bool name_fits(const handshake *h, size_t *where, size_t n, uint8_t next) {
    for (size_t at = 0; at < h->n_protocols; at += name_length(h, at) + 1) {
        if (memcmp(h->protocols + at, h->protocols + *where, n) != 0 || name_length(h, at) < n)
            continue;
        if (h->protocols[at + n] != next) continue;
        *where = at;
        return true;
    }
    return false;
}

#define CHOSEN_WRONG UINT64_MAX
/* number of the lane: where the name stands that fits so far, times 256, and how much of it came;
 * or a number made of what came. */
static void subprotocol_choice(feed *f, unsigned event, const place *where) {
    const handshake *h = offered(f);
    lane *l = f->lane;
    if (h == NULL || h->n_protocols == HANDSHAKE_UNKNOWN) return;
    bool end = event == EV_PROTOCOL_END, fits = true;
    if (event == EV_PROTOCOL_START) {
        l->number = 0;
        l->mark = *where;
        return;
    }
    if (l->number == CHOSEN_WRONG) return;
    if (h->n_protocols >= NUMBERS) {
        if (!end) l->number = number_next(l->number, where->got) & UINT64_C(0xffffffffffff);
        if (end) fits = number_offered(h, number_short(l->number));
        if (!fits) handshake_asks(f, Q_CHOICE, PROTOCOL_NOT_OFFERED, &l->mark, 0);
        return;
    }
    size_t at = (size_t)(l->number >> 8), n = (size_t)(l->number & 0xffu);
    fits = name_fits(h, &at, n, end ? 0 : (uint8_t)where->got);
    l->number = fits ? (uint64_t)at << 8 | (n + 1) : CHOSEN_WRONG;
    if (!fits) handshake_asks(f, Q_CHOICE, PROTOCOL_NOT_OFFERED, where, 0);
}

void subprotocol_event(feed *f, unsigned event, const place *where) {
    if (f->side == PARLEY_CLIENT)
        subprotocol_offer(f, event, where);
    else
        subprotocol_choice(f, event, where);
}

/* ---- extensions: the request ---- */

/* An offer of permessage-deflate, in 16 bits */
#define OFFER_SERVER_NCT     1u
#define OFFER_CLIENT_NCT     2u
#define OFFER_SERVER_NAMED   4u
#define OFFER_CLIENT_NAMED   8u
#define OFFER_SERVER_BITS(o) (((o) >> 4) & 15u) /* 0: no value */
#define OFFER_CLIENT_BITS(o) (((o) >> 8) & 15u)

#define OFFER_SERVER (OFFER_SERVER_NCT | OFFER_SERVER_NAMED)
#define OFFER_CLIENT (OFFER_CLIENT_NCT | OFFER_CLIENT_NAMED)

/* A parameter begins, or its first letter is there; left are those that may come. Where none fits,
 * this is the byte that is wrong, whichever follows. */
static void parameter_event(feed *f, unsigned event, unsigned left, const place *where) {
    unsigned among = event == EV_PARAMETER_SERVER   ? OFFER_SERVER
                     : event == EV_PARAMETER_CLIENT ? OFFER_CLIENT
                                                    : OFFER_SERVER | OFFER_CLIENT;
    if (event == EV_PARAMETER) f->lane->mark.offset = NO_OFFSET;
    if (f->lane->mark.offset == NO_OFFSET && (left & among) == 0) f->lane->mark = *where;
}

static const place *parameter_place(const feed *f, const place *where) {
    return f->lane->mark.offset != NO_OFFSET ? &f->lane->mark : where;
}

static void parameter_offered(feed *f, uint16_t *offer, unsigned bit, const place *where) {
    if ((*offer & bit) != 0)
        handshake_asks(f, Q_DEFLATE, PARAMETER_AGAIN, parameter_place(f, where), 0);
    *offer |= (uint16_t)bit;
}

static void extension_offer(feed *f, unsigned event, const place *where) {
    lane *l = f->lane;
    handshake *h = handshake_kept(f);
    uint16_t unkept = 0;
    if (h == NULL) return;
    uint16_t *offer =
        h->n_offers > 0 && h->n_offers <= HANDSHAKE_OFFERS ? &h->offers[h->n_offers - 1] : &unkept;
    switch (event) {
    case EV_EXTENSION_START:
        l->number = 0;
        break;
    case EV_EXTENSION_BYTE:
        l->number = number_next(l->number, where->got);
        break;
    case EV_DEFLATE:
        h->n_offers =
            h->n_offers < HANDSHAKE_OFFERS ? (uint8_t)(h->n_offers + 1) : HANDSHAKE_UNKNOWN;
        if (h->n_offers <= HANDSHAKE_OFFERS) h->offers[h->n_offers - 1] = 0;
        break;
    case EV_OTHER_EXTENSION:
        if (h->n_names < HANDSHAKE_NAMES)
            h->names[h->n_names++] = number_short(l->number);
        else
            h->n_names = HANDSHAKE_UNKNOWN;
        break;
    case EV_PARAMETER:
    case EV_PARAMETER_SERVER:
    case EV_PARAMETER_CLIENT:
        parameter_event(f, event, ~(unsigned)*offer, where);
        break;
    case EV_SERVER_NO_TAKEOVER:
        parameter_offered(f, offer, OFFER_SERVER_NCT, where);
        break;
    case EV_CLIENT_NO_TAKEOVER:
        parameter_offered(f, offer, OFFER_CLIENT_NCT, where);
        break;
    case EV_SERVER_BITS_NAME:
        parameter_offered(f, offer, OFFER_SERVER_NAMED, where);
        break;
    case EV_CLIENT_BITS_NAME:
        parameter_offered(f, offer, OFFER_CLIENT_NAMED, where);
        break;
    case EV_SERVER_BITS:
        *offer |= (uint16_t)(l->number << 4);
        break;
    case EV_CLIENT_BITS:
        *offer |= (uint16_t)(l->number << 8);
        break;
    default:
        break;
    }
}

/* ---- extensions: the answer ---- */

/* Of the offers that fit so far those in mask still do. Says so where it was the last one. */
static void offers_left(feed *f, uint8_t mask, uint16_t answer, const place *where,
                        uint64_t number) {
    conversation *talk = f->talk;
    const handshake *h = offered(f);
    if (h == NULL || h->n_offers == 0 || h->n_offers > HANDSHAKE_OFFERS) return;
    uint8_t all = (uint8_t)((1u << h->n_offers) - 1), before = talk->alive & all;
    if (before != 0 && (before & mask) == 0) handshake_asks(f, Q_DEFLATE, answer, where, number);
    talk->alive = before & mask;
}

typedef bool offer_test(uint16_t offer, uint64_t number);

static bool offers_client_window(uint16_t offer, uint64_t number) {
    (void)number;
    return (offer & OFFER_CLIENT_NAMED) != 0;
}
/* RFC 7692 7.1.2.1: the same size or a smaller one */
static bool offers_server_window(uint16_t offer, uint64_t bits) {
    return OFFER_SERVER_BITS(offer) == 0 || bits <= OFFER_SERVER_BITS(offer);
}
static bool offers_takeover(uint16_t offer, uint64_t number) {
    (void)number;
    return (offer & OFFER_SERVER_NCT) == 0;
}

static void offers_judge(feed *f, offer_test *test, uint64_t number, uint16_t answer,
                         const place *where) {
    const handshake *h = offered(f);
    uint8_t mask = 0;
    for (size_t i = 0; h != NULL && i < h->n_offers && i < HANDSHAKE_OFFERS; i++)
        if (test(h->offers[i], number)) mask |= (uint8_t)(1u << i);
    offers_left(f, mask, answer, where, number);
}

/* Which parameters may still come: those that did not, and the client's window if it was offered.
 */
static unsigned parameters_left(const feed *f) {
    const conversation *talk = f->talk;
    const handshake *h = offered(f);
    unsigned left = ~(talk->agreed / (unsigned)AGREED_SERVER_NCT), window = 0;
    if (h == NULL || h->n_offers == 0 || h->n_offers > HANDSHAKE_OFFERS) return left;
    for (size_t i = 0; i < h->n_offers; i++)
        if ((talk->alive >> i & 1u) != 0) window |= h->offers[i] & OFFER_CLIENT_NAMED;
    return talk->alive == 0 ? left : left & (OFFER_SERVER | OFFER_CLIENT_NCT | window);
}

static void parameter_agreed(feed *f, uint8_t bit, const place *where) {
    if ((f->talk->agreed & bit) != 0)
        handshake_asks(f, Q_DEFLATE, PARAMETER_AGAIN, parameter_place(f, where), 0);
    f->talk->agreed |= bit;
}

/* Of this extension it is said once. */
static void not_offered(feed *f, const place *where) {
    if ((f->talk->agreed & AGREED_REPORTED) == 0)
        handshake_asks(f, Q_CHOICE, EXTENSION_NOT_OFFERED, where, 0);
    f->talk->agreed |= AGREED_REPORTED;
}

static void deflate_taken(feed *f, const place *where) {
    conversation *talk = f->talk;
    const handshake *h = offered(f);
    if ((talk->agreed & AGREED_DEFLATE) != 0) handshake_asks(f, Q_DEFLATE, DEFLATE_AGAIN, where, 0);
    if (h != NULL && h->n_offers == 0) not_offered(f, where);
    talk->agreed &= (uint8_t) ~(AGREED_SERVER_NCT | AGREED_CLIENT_NCT | AGREED_SERVER_BITS |
                                AGREED_CLIENT_BITS);
    talk->agreed |= AGREED_DEFLATE;
    talk->alive = UINT8_MAX;
}

static void other_taken(feed *f, const place *where) {
    const handshake *h = offered(f);
    f->talk->agreed |= AGREED_OTHER;
    if (h == NULL || h->n_names == HANDSHAKE_UNKNOWN) return;
    for (size_t i = 0; i < h->n_names; i++)
        if (h->names[i] == number_short(f->lane->number)) return;
    not_offered(f, where);
}

/* A byte of a name: where nothing else was offered, the first one that permessage-deflate does not
 * have there tells. */
static void name_byte(feed *f, const place *where) {
    const handshake *h = offered(f);
    lane *l = f->lane;
    l->number = number_next(l->number, where->got);
    bool known = (l->facts & FACT_KNOWN_BYTE) != 0;
    l->facts &= ~FACT_KNOWN_BYTE;
    if (!known && h != NULL && h->n_names == 0) not_offered(f, where);
}

static void extension_ends(feed *f, const place *where) {
    conversation *talk = f->talk;
    if ((talk->agreed & AGREED_DEFLATE) != 0) {
        if ((talk->agreed & AGREED_SERVER_NCT) == 0)
            offers_judge(f, offers_takeover, 0, TAKEOVER_KEPT, where);
        if ((talk->agreed & AGREED_SERVER_BITS) == 0)
            offers_judge(f, offers_server_window, 15, WINDOW_LARGER, where);
    }
    talk->agreed &= (uint8_t)~AGREED_REPORTED;
}

static void extension_taken(feed *f, unsigned event, const place *where) {
    conversation *talk = f->talk;
    lane *l = f->lane;
    const handshake *h = offered(f);
    switch (event) {
    case EV_EXTENSION_START:
        l->number = 0;
        talk->agreed |= AGREED_UNREAD;
        if (h != NULL && h->n_offers == 0 && h->n_names == 0) not_offered(f, where);
        break;
    case EV_DEFLATE_BYTE:
        l->facts |= FACT_KNOWN_BYTE;
        break;
    case EV_EXTENSION_BYTE:
        name_byte(f, where);
        break;
    case EV_DEFLATE:
        deflate_taken(f, where);
        break;
    case EV_OTHER_EXTENSION:
        other_taken(f, where);
        break;
    case EV_PARAMETER:
    case EV_PARAMETER_SERVER:
    case EV_PARAMETER_CLIENT:
        parameter_event(f, event, parameters_left(f), where);
        break;
    case EV_SERVER_NO_TAKEOVER:
        parameter_agreed(f, AGREED_SERVER_NCT, where);
        break;
    case EV_CLIENT_NO_TAKEOVER:
        parameter_agreed(f, AGREED_CLIENT_NCT, where);
        break;
    case EV_SERVER_BITS_NAME:
        parameter_agreed(f, AGREED_SERVER_BITS, where);
        break;
    case EV_CLIENT_BITS_NAME:
        parameter_agreed(f, AGREED_CLIENT_BITS, where);
        offers_judge(f, offers_client_window, 0, CLIENT_WINDOW_NOT_OFFERED,
                     parameter_place(f, where));
        break;
    case EV_SERVER_BITS_TEN:
        offers_judge(f, offers_server_window, 10, WINDOW_LARGER, where);
        break;
    case EV_SERVER_BITS:
        talk->window_bits[PARLEY_SERVER] = (uint8_t)l->number;
        offers_judge(f, offers_server_window, l->number, WINDOW_LARGER, where);
        break;
    case EV_CLIENT_BITS:
        talk->window_bits[PARLEY_CLIENT] = (uint8_t)l->number;
        break;
    case EV_EXTENSION_END: /* all of it was read */
        talk->agreed &= (uint8_t)~AGREED_UNREAD;
        extension_ends(f, where);
        break;
    default:
        break;
    }
}

void extension_event(feed *f, unsigned event, const place *where) {
    if (f->side == PARLEY_CLIENT)
        extension_offer(f, event, where);
    else if (f->lane->status == 101)
        extension_taken(f, event, where);
}

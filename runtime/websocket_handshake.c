/* The opening handshake: what the Sec-WebSocket fields of both heads say, and whether the answer
 * fits the request. Machines read the values; here is what they cannot know: the other head, and a
 * hash. */
#include "facts.h"
#include "http1.h"
#include "sha1.h"
#include "websocket_offers.h"
#include <stddef.h>
#include <string.h>

_Static_assert(offsetof(conversation, handshake) + offsetof(handshake, protocols) +
                       HANDSHAKE_KEPT <=
                   offsetof(conversation, range),
               "what waits for the answer lies apart from what a response needs");

#define HASHED        0xff /* n_key: key holds the hash that is the answer */
#define ACCEPT_LENGTH 28
#define ACCEPT_DONE   UINT64_MAX /* nothing more is compared */

handshake *handshake_kept(const feed *f) {
    return (f->talk->flags & TALK_HANDSHAKE) != 0 ? &f->talk->handshake : NULL;
}

void handshake_asks(feed *f, uint16_t question, uint16_t answer, const place *where,
                    uint64_t number) {
    ask_machine(f, &parley_websocket_facts, question, answer, where, number);
}

void handshake_begins(feed *f) {
    conversation *talk = f->talk;
    bool alone = talk->used == 1 && talk->first == 0 && talk->n_waiting == 0 &&
                 (talk->flags & TALK_CURRENT) == 0 &&
                 (talk->lanes[PARLEY_SERVER].flags & LANE_IN_MESSAGE) == 0;
    talk->flags &= (uint32_t)~TALK_HANDSHAKE;
    if (!alone) return;
    talk->flags |= TALK_HANDSHAKE;
    handshake *h = &talk->handshake;
    h->n_key = h->n_offers = h->n_names = h->n_protocols = 0;
}

void handshake_answer_begins(feed *f) {
    handshake *h = handshake_kept(f);
    if (h != NULL && (f->talk->lanes[PARLEY_CLIENT].flags & LANE_IN_HEAD) != 0)
        h->n_protocols = HANDSHAKE_UNKNOWN;
}

const parley_machine *handshake_values(parley_side side, unsigned field) {
    bool client = side == PARLEY_CLIENT;
    switch (field) {
    case FIELD_SEC_WEBSOCKET_KEY:
        return client ? &parley_websocket_key : NULL;
    case FIELD_SEC_WEBSOCKET_VERSION:
        return client ? &parley_websocket_version : NULL;
    case FIELD_SEC_WEBSOCKET_ACCEPT:
        return client ? NULL : &parley_websocket_accept;
    case FIELD_SEC_WEBSOCKET_PROTOCOL:
        return client ? &parley_websocket_subprotocols : &parley_websocket_subprotocol;
    default:
        return client ? &parley_websocket_offer : &parley_websocket_agreement;
    }
}

void handshake_presence(feed *f, unsigned field, const place *where, bool again) {
    conversation *talk = f->talk;
    lane *l = f->lane;
    bool client = f->side == PARLEY_CLIENT, answer = !client && l->status == 101;
    l->number = 0;
    if (field == FIELD_SEC_WEBSOCKET_EXTENSIONS && answer && !again) {
        talk->agreed = 0;
        talk->alive = UINT8_MAX;
        talk->window_bits[0] = talk->window_bits[1] = 15;
    }
    if (!again) return;
    handshake *h = handshake_kept(f);
    switch (field) {
    case FIELD_SEC_WEBSOCKET_KEY:
        if (client) handshake_asks(f, Q_ONCE, KEY_AGAIN, where, 0);
        if (client && h != NULL) h->n_key = HANDSHAKE_UNKNOWN;
        break;
    case FIELD_SEC_WEBSOCKET_VERSION:
        if (client) handshake_asks(f, Q_ONCE, VERSION_AGAIN, where, 0);
        break;
    case FIELD_SEC_WEBSOCKET_ACCEPT:
        if (answer) handshake_asks(f, Q_ONCE, ACCEPT_AGAIN, where, 0);
        break;
    case FIELD_SEC_WEBSOCKET_PROTOCOL:
        if (answer) handshake_asks(f, Q_ONCE, PROTOCOL_SECOND, where, 0);
        break;
    case FIELD_SEC_WEBSOCKET_EXTENSIONS:
        if (answer) handshake_asks(f, Q_ONCE, EXTENSIONS_AGAIN, where, 0);
        break;
    default:
        break;
    }
}

/* ---- the key and its answer ---- */

static void key_byte(feed *f, const place *where) {
    handshake *h = handshake_kept(f);
    if (h == NULL || h->n_key >= HANDSHAKE_UNKNOWN) return;
    if (h->n_key == HANDSHAKE_KEY)
        h->n_key = HANDSHAKE_UNKNOWN;
    else
        h->key[h->n_key++] = (uint8_t)where->got;
}

/* RFC 6455 4.2.2: SHA-1 of the key and a fixed text */
static void key_hash(handshake *h) {
    static const char text[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    uint8_t input[HANDSHAKE_KEY + sizeof text - 1];
    if (h->n_key != HANDSHAKE_KEY) {
        h->n_key = HANDSHAKE_UNKNOWN;
        return;
    }
    memcpy(input, h->key, HANDSHAKE_KEY);
    memcpy(input + HANDSHAKE_KEY, text, sizeof text - 1);
    sha1(input, sizeof input, h->key);
    h->n_key = HASHED;
}

/* Character i of the hash in base64 */
static uint8_t accept_character(const uint8_t *hash, size_t i) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t bit = 6 * i, at = bit / 8;
    if (i == ACCEPT_LENGTH - 1) return '=';
    unsigned two = (unsigned)hash[at] << 8 | (at + 1 < SHA1_SIZE ? hash[at + 1] : 0u);
    return (uint8_t)letters[two >> (10 - bit % 8) & 63u];
}

static bool accept_known(const feed *f) {
    const handshake *h = handshake_kept(f);
    return h != NULL && h->n_key == HASHED && (asked(f) & ASKED_OPENING) != 0 &&
           f->lane->status == 101;
}

static void accept_byte(feed *f, const place *where) {
    lane *l = f->lane;
    if (!accept_known(f) || l->number == ACCEPT_DONE) return;
    if (l->number < ACCEPT_LENGTH &&
        accept_character(f->talk->handshake.key, (size_t)l->number) == where->got) {
        l->number++;
        return;
    }
    handshake_asks(f, Q_ACCEPT, ACCEPT_WRONG, where, 0);
    l->number = ACCEPT_DONE;
}

void handshake_value_ends(feed *f, unsigned field, const place *where) {
    lane *l = f->lane;
    if (field == FIELD_SEC_WEBSOCKET_VERSION && f->side == PARLEY_CLIENT &&
        parley_websocket_version.final[where->state] != 0)
        l->facts |= FACT_VERSION_13;
    if (field == FIELD_SEC_WEBSOCKET_ACCEPT && accept_known(f) && l->number < ACCEPT_LENGTH)
        handshake_asks(f, Q_ACCEPT, ACCEPT_WRONG, where, 0);
}

void handshake_event(feed *f, unsigned field, unsigned event, const place *where) {
    if (event == EV_KEY_BYTE)
        key_byte(f, where);
    else if (event == EV_ACCEPT_BYTE)
        accept_byte(f, where);
    else if (field == FIELD_SEC_WEBSOCKET_PROTOCOL)
        subprotocol_event(f, event, where);
    else
        extension_event(f, event, where);
}

/* ---- heads ---- */

bool handshake_opens(const lane *l) {
    return (l->fields & HANDSHAKE_FIELDS) != 0;
}

void handshake_request(feed *f, const place *where) {
    const lane *l = f->lane;
    handshake *h = handshake_kept(f);
    if (h != NULL) {
        key_hash(h);
        subprotocols_shorten(h);
    }
    bool readable = (l->facts & FACT_UNREADABLE) == 0; /* else what is absent cannot be told */
    /* what a proxy drops comes first: it is the cause of the others */
    if (readable && (l->facts & FACT_WEBSOCKET) == 0)
        handshake_asks(f, Q_REQUEST, UPGRADE_NOT_WEBSOCKET, where, 0);
    if (readable && (l->facts & FACT_OPTION_UPGRADE) == 0)
        handshake_asks(f, Q_REQUEST, CONNECTION_NOT_UPGRADE, where, 0);
    if (l->method != METHOD_GET) handshake_asks(f, Q_REQUEST, METHOD_NOT_GET, where, 0);
    if ((l->facts & FACT_HTTP10) != 0) handshake_asks(f, Q_REQUEST, VERSION_BELOW_11, where, 0);
    if (!readable) return;
    if ((l->fields & HAS(SEC_WEBSOCKET_KEY)) == 0)
        handshake_asks(f, Q_REQUEST, KEY_MISSING, where, 0);
    if ((l->fields & HAS(SEC_WEBSOCKET_VERSION)) == 0)
        handshake_asks(f, Q_REQUEST, VERSION_MISSING, where, 0);
}

void handshake_answer(feed *f, const place *where) {
    const lane *l = f->lane;
    if ((l->facts & FACT_UNREADABLE) != 0) return;
    if ((l->facts & FACT_UPGRADES) != FACT_WEBSOCKET)
        handshake_asks(f, Q_ANSWER, ANSWER_NOT_WEBSOCKET, where, 0);
    if ((l->facts & FACT_OPTION_UPGRADE) == 0)
        handshake_asks(f, Q_ANSWER, ANSWER_NOT_UPGRADE, where, 0);
    if ((l->fields & HAS(SEC_WEBSOCKET_ACCEPT)) == 0)
        handshake_asks(f, Q_ANSWER, ACCEPT_MISSING, where, 0);
}

/* RFC 6455 4.1: a request includes the word; in the answer it is all of the value. */
void handshake_versioned(feed *f, const place *where) {
    if (f->side == PARLEY_SERVER && f->lane->status == 101 && (asked(f) & ASKED_OPENING) != 0)
        handshake_asks(f, Q_ANSWER, ANSWER_NOT_WEBSOCKET, where, 0);
}

void handshake_other_chosen(feed *f, const place *where) {
    handshake_asks(f, Q_ANSWER, ANSWER_NOT_WEBSOCKET, where, 0);
}

void handshake_refused(feed *f, const place *where) {
    const lane *l = f->lane;
    bool version = (asked(f) & ASKED_OTHER_VERSION) != 0 && (l->status == 400 || l->status == 426);
    handshake_asks(f, Q_ANSWER, ANSWER_REFUSES, where, l->status);
    if (version && (l->fields & HAS(SEC_WEBSOCKET_VERSION)) == 0 &&
        (l->facts & FACT_UNREADABLE) == 0)
        handshake_asks(f, Q_REFUSAL, VERSIONS_NOT_NAMED, where, 0);
}

void handshake_early(feed *f, const place *where) {
    handshake_asks(f, Q_SILENCE, EARLY_BYTES, where, 0);
}

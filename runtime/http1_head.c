/* What a head says as a whole: the rules that compare its parts with each other or with the
 * request, and how the body behind it is framed. Poses questions to http1.facts; which answer
 * breaks which rule, the grammar says. */
#include "../grammars/http1/symbols.h"
#include "facts.h"
#include "http1.h"
#include "websocket.h"

static bool has(const lane *l, uint64_t bit) {
    return (l->fields & bit) != 0;
}

static bool fact(const lane *l, uint64_t bit) {
    return (l->facts & bit) != 0;
}

/* An absent field can only be told where every line of the head could be read. */
static bool absent(const lane *l, uint64_t bit) {
    return !has(l, bit) && !fact(l, FACT_UNREADABLE);
}

/* A final response whose request is known to be m. */
static bool asked_method(const feed *f, enum method m) {
    uint32_t e = paired(f);
    return e != 0 && ASKED_METHOD(e) == (uint32_t)m;
}

static bool is_tunnel(const feed *f) {
    const lane *l = f->lane;
    return asked_method(f, METHOD_CONNECT) && l->status >= 200 && l->status < 300;
}

static bool bodiless_status(uint16_t status) {
    return status < 200 || status == 204;
}

/* Content whose length only its end tells, and that has to be as long as Content-Range says. */
static bool states_range(const feed *f) {
    const lane *l = f->lane;
    return f->side == PARLEY_SERVER && l->status == 206 && f->talk->range != 0 &&
           fact(l, FACT_BYTE_RANGE) && !fact(l, FACT_MULTIPART) && !fact(l, FACT_OTHER_CODING) &&
           (has(l, HAS(TRANSFER_ENCODING)) || !fact(l, FACT_LENGTH));
}

void judge_length_presence(feed *f, const place *where, bool again) {
    lane *l = f->lane;
    if (has(l, HAS(TRANSFER_ENCODING))) ask_facts(f, Q_LENGTH, LENGTH_AND_CODING, where, 0);
    if (f->side != PARLEY_SERVER || again) return;
    if (bodiless_status(l->status))
        ask_facts(f, Q_NO_BODY, LENGTH_IN_BODILESS, where, 0);
    else if (is_tunnel(f) && !no_turns(f)) /* else it may answer another request */
        ask_facts(f, Q_NO_BODY, LENGTH_IN_CONNECT, where, 0);
}

void judge_coding_presence(feed *f, const place *where, bool again) {
    lane *l = f->lane;
    if (again) return;
    if (has(l, HAS(CONTENT_LENGTH))) ask_facts(f, Q_LENGTH, LENGTH_AND_CODING, where, 0);
    if (fact(l, FACT_HTTP10)) ask_facts(f, Q_CODING, CODING_IN_HTTP10, where, 0);
    if (f->side != PARLEY_SERVER) return;
    if (bodiless_status(l->status))
        ask_facts(f, Q_NO_BODY, CODING_IN_BODILESS, where, 0);
    else if (is_tunnel(f) && !no_turns(f))
        ask_facts(f, Q_NO_BODY, CODING_IN_CONNECT, where, 0);
    if ((asked(f) & ASKED_HTTP10) != 0) ask_facts(f, Q_CODING, CODING_TO_HTTP10, where, 0);
}

void judge_content_digit(feed *f, const place *where) {
    const lane *l = f->lane;
    bool chunk = (l->flags & LANE_IN_HEAD) == 0;
    if (l->number == 0) return;
    if (f->side == PARLEY_CLIENT) {
        if (l->method == METHOD_TRACE) ask_facts(f, Q_CONTENT, CONTENT_IN_TRACE, where, 0);
        if (chunk && l->method == METHOD_OPTIONS && absent(l, HAS(CONTENT_TYPE)))
            ask_facts(f, Q_TYPE, TYPE_MISSING_OPTIONS, where, 0);
        return;
    }
    if (l->status == 205 && !asked_method(f, METHOD_HEAD))
        ask_facts(f, Q_CONTENT, CONTENT_IN_205, where, 0);
    if (chunk && states_range(f) && l->number > f->talk->range - f->talk->content)
        ask_facts(f, Q_RANGE, RANGE_LENGTH, where, f->talk->content + l->number);
}

/* Returns how many of the bytes come before the next one that something is to be said of. */
size_t judge_open_content(feed *f, size_t from, size_t n) {
    const conversation *talk = f->talk;
    place where = place_here(f, from, f->lane->state, 0);
    if (f->side == PARLEY_SERVER && f->lane->status == 205)
        ask_facts(f, Q_CONTENT, CONTENT_IN_205, &where, 0);
    if (!states_range(f) || talk->content > talk->range) return n;
    uint64_t left = talk->range - talk->content;
    if (left == 0) ask_facts(f, Q_RANGE, RANGE_LENGTH, &where, talk->range + 1); /* at least */
    return left != 0 && left < n ? (size_t)left : n;
}

void judge_range_end(feed *f, const place *where) {
    if (states_range(f) && f->talk->content != f->talk->range)
        ask_facts(f, Q_RANGE, RANGE_LENGTH, where, f->talk->content);
}

/* What is sent in part, or coded once more for the way, cannot be decoded as it comes. */
bool has_one_coding(const lane *l) {
    return (l->facts & (FACT_ENCODED | FACT_ENCODED_MORE | FACT_OTHER_CODING)) == FACT_ENCODED &&
           l->status != 206 && !has(l, HAS(CONTENT_RANGE));
}

bool says_close(const lane *l) {
    return fact(l, FACT_CLOSE);
}

bool keeps_alive(const lane *l) {
    return !fact(l, FACT_CLOSE) && (!fact(l, FACT_HTTP10) || fact(l, FACT_KEEP_ALIVE));
}

/* Does the message announce content that is not empty? */
static bool announces_content(const lane *l) {
    return fact(l, FACT_CHUNKED_LAST) || (fact(l, FACT_LENGTH) && l->length > 0);
}

/* WebSocket has rules of its own for the heads of its handshake. */
static bool is_handshake(const feed *f) {
    const lane *l = f->lane;
    if (f->side == PARLEY_CLIENT) return handshake_opens(l);
    return l->status == 101 && (asked(f) & ASKED_OPENING) != 0 && switches_to_websocket(f);
}

static void judge_connection(feed *f, const place *where) {
    lane *l = f->lane;
    if (fact(l, FACT_CLOSE) && fact(l, FACT_KEEP_ALIVE))
        ask_facts(f, Q_CONNECTION, CONNECTION_BOTH, where, 0);
    if (fact(l, FACT_UNREADABLE)) return;
    if (has(l, HAS(KEEP_ALIVE)) && !fact(l, FACT_KEEP_ALIVE))
        ask_facts(f, Q_CONNECTION, CONNECTION_UNLISTED, where, 0);
    if (has(l, HAS(UPGRADE)) && !fact(l, FACT_OPTION_UPGRADE) && !is_handshake(f))
        ask_facts(f, Q_LISTED, UPGRADE_UNLISTED, where, 0);
}

static void judge_request_content(feed *f, const place *where) {
    lane *l = f->lane;
    bool content = announces_content(l);
    bool quiet = l->method == METHOD_GET || l->method == METHOD_HEAD || l->method == METHOD_DELETE;
    if (l->method == METHOD_CONNECT) {
        if (has(l, HAS(CONTENT_LENGTH) | HAS(TRANSFER_ENCODING)))
            ask_facts(f, Q_LENGTH, LENGTH_IN_CONNECT_REQUEST, where, l->length);
        return;
    }
    if (content && quiet) ask_facts(f, Q_CONTENT, CONTENT_UNDEFINED, where, l->length);
    if (!content && quiet && fact(l, FACT_LENGTH))
        ask_facts(f, Q_LENGTH, LENGTH_NEEDLESS, where, 0);
    bool options = l->method == METHOD_OPTIONS;
    /* of chunks the first size tells whether there is content */
    if (content && absent(l, HAS(CONTENT_TYPE)) && !(options && fact(l, FACT_CHUNKED_LAST)))
        ask_facts(f, Q_TYPE, options ? TYPE_MISSING_OPTIONS : TYPE_MISSING, where, 0);
    if (fact(l, FACT_CONTINUE) && !content) ask_facts(f, Q_EXPECT, EXPECT_NO_CONTENT, where, 0);
    if (fact(l, FACT_CONTINUE) && fact(l, FACT_HTTP10))
        ask_facts(f, Q_EXPECT, EXPECT_IN_HTTP10, where, 0);
}

void judge_request_head(feed *f, const place *where) {
    const uint64_t told = HAS(KEEP_ALIVE) | HAS(UPGRADE) | HAS(TE) | HAS(IF_RANGE) |
                          HAS(TRANSFER_ENCODING) | HAS(CONTENT_LENGTH) | HANDSHAKE_FIELDS;
    const uint64_t facts = FACT_HTTP10 | FACT_CLOSE | FACT_CONTINUE | FACT_UNREADABLE;
    lane *l = f->lane;
    /* most requests: nothing that anything else would have to agree with */
    if (has(l, HAS(HOST)) && !has(l, told) && !fact(l, facts)) return;
    if (!fact(l, FACT_HTTP10) && absent(l, HAS(HOST))) ask_facts(f, Q_HOST, HOST_MISSING, where, 0);
    judge_connection(f, where);
    if (has(l, HAS(TE)) && !fact(l, FACT_OPTION_TE) && !fact(l, FACT_UNREADABLE))
        ask_facts(f, Q_TE, TE_UNLISTED, where, 0);
    if (handshake_opens(l))
        handshake_request(f, where);
    else if (has(l, HAS(UPGRADE)) && fact(l, FACT_HTTP10))
        ask_facts(f, Q_LISTED, UPGRADE_IN_HTTP10, where, 0);
    if (has(l, HAS(IF_RANGE)) && absent(l, HAS(RANGE)))
        ask_facts(f, Q_RANGE, RANGE_IF_ALONE, where, 0);
    if (has(l, HAS(TRANSFER_ENCODING)) && !fact(l, FACT_CHUNKED_LAST) && !fact(l, FACT_UNREADABLE))
        ask_facts(f, Q_CODING, CODING_NOT_LAST, where, 0);
    judge_request_content(f, where);
}

/* What a status asks of the head of its response. */
static void judge_status(feed *f, const place *where) {
    lane *l = f->lane;
    switch (l->status) {
    case 101:
        if (is_handshake(f))
            handshake_answer(f, where);
        else if (absent(l, HAS(UPGRADE)))
            ask_facts(f, Q_UPGRADE, UPGRADE_MISSING_101, where, 0);
        break;
    case 206:
        if (absent(l, HAS(CONTENT_RANGE)) && !fact(l, FACT_MULTIPART))
            ask_facts(f, Q_STATUS, RANGE_MISSING_206, where, 0);
        if (fact(l, FACT_MULTIPART) && has(l, HAS(CONTENT_RANGE)))
            ask_facts(f, Q_RANGE, RANGE_MULTIPART_HEAD, where, 0);
        if (fact(l, FACT_MULTIPART) &&
            (asked(f) & (ASKED_RANGE | ASKED_RANGES | ASKED_UNREAD)) == ASKED_RANGE)
            ask_facts(f, Q_RANGE, RANGE_MULTIPART_FOR_ONE, where, 0);
        break;
    case 416:
        if ((asked(f) & ASKED_RANGE) != 0 && absent(l, HAS(CONTENT_RANGE)))
            ask_facts(f, Q_STATUS, LENGTH_MISSING_416, where, 0);
        break;
    case 401:
        if (absent(l, HAS(WWW_AUTHENTICATE)))
            ask_facts(f, Q_STATUS, CHALLENGE_MISSING_401, where, 0);
        break;
    case 405:
        if (absent(l, HAS(ALLOW))) ask_facts(f, Q_STATUS, ALLOW_MISSING_405, where, 0);
        break;
    case 407:
        if (absent(l, HAS(PROXY_AUTHENTICATE)))
            ask_facts(f, Q_STATUS, CHALLENGE_MISSING_407, where, 0);
        break;
    case 426:
        if (absent(l, HAS(UPGRADE))) ask_facts(f, Q_UPGRADE, UPGRADE_MISSING_426, where, 0);
        break;
    default:
        break;
    }
}

/* What a status asks of the request that it answers: told by its last digit. */
void judge_answer(feed *f, const place *where) {
    lane *l = f->lane;
    uint32_t e = asked(f);
    if (e == 0) return;
    if (l->status < 200 && (e & ASKED_HTTP10) != 0)
        ask_facts(f, Q_INTERIM, INTERIM_TO_HTTP10, &l->mark, 0);
    if ((e & ASKED_UNREAD) != 0) return;
    switch (l->status) {
    case 101:
        if ((e & ASKED_UPGRADE) == 0) ask_facts(f, Q_CHOSEN, UPGRADE_UNASKED, where, 0);
        break;
    case 206:
        if ((e & ASKED_RANGE) == 0) ask_facts(f, Q_STATUS, REQUEST_NOT_RANGE_206, where, 0);
        break;
    case 304:
        if ((e & ASKED_CONDITION) == 0 ||
            (ASKED_METHOD(e) != METHOD_GET && ASKED_METHOD(e) != METHOD_HEAD))
            ask_facts(f, Q_STATUS, REQUEST_NOT_CONDITIONAL_304, where, 0);
        break;
    case 412:
        if ((e & ASKED_PRECONDITION) == 0)
            ask_facts(f, Q_STATUS, REQUEST_NOT_CONDITIONAL_412, where, 0);
        break;
    case 416:
        if ((e & ASKED_RANGE) == 0) ask_facts(f, Q_STATUS, REQUEST_NOT_RANGE_416, where, 0);
        break;
    default:
        break;
    }
}

static bool other_offered(const conversation *talk) {
    if (talk->n_offered > OFFERED_MAX) return true;
    for (size_t i = 0; i < talk->n_offered; i++)
        if (talk->offered[i] == talk->chosen) return true;
    return false;
}

static void judge_switch(feed *f, const place *where) {
    static const uint32_t offers[] = {ASKED_WEBSOCKET, ASKED_H2C, ASKED_TLS, ASKED_TUNNEL};
    static const uint64_t chosen[] = {FACT_WEBSOCKET, FACT_H2C, FACT_TLS, FACT_TUNNEL};
    uint32_t e = asked(f);
    if (e == 0 || f->lane->status != 101) return;
    if ((e & ASKED_UPGRADE) == 0 || (e & ASKED_UNREAD) != 0) return; /* judged by its status */
    bool wrong = fact(f->lane, FACT_OTHER_UPGRADE) && !other_offered(f->talk);
    for (size_t i = 0; i < 4; i++)
        wrong = wrong || (fact(f->lane, chosen[i]) && (e & offers[i]) == 0);
    bool opening = (e & ASKED_OPENING) != 0 && (f->lane->facts & FACT_UPGRADES) != FACT_WEBSOCKET;
    if (wrong && opening)
        handshake_other_chosen(f, where);
    else if (wrong)
        ask_facts(f, Q_CHOSEN, UPGRADE_NOT_OFFERED, where, 0);
}

static void judge_response_content(feed *f, const place *where) {
    lane *l = f->lane;
    bool content = announces_content(l) && l->status != 205 && !asked_method(f, METHOD_HEAD) &&
                   l->status != 304 && !bodiless_status(l->status) && !is_tunnel(f);
    if (content && absent(l, HAS(CONTENT_TYPE))) ask_facts(f, Q_TYPE, TYPE_MISSING, where, 0);
    if (content && l->status == 206 && fact(l, FACT_BYTE_RANGE) && !fact(l, FACT_MULTIPART) &&
        fact(l, FACT_LENGTH) && !has(l, HAS(TRANSFER_ENCODING)) && f->talk->range != 0 &&
        l->length != f->talk->range)
        ask_facts(f, Q_RANGE, RANGE_LENGTH, where, l->length);
}

void judge_response_head(feed *f, const place *where) {
    const uint64_t told = HAS(KEEP_ALIVE) | HAS(UPGRADE) | HAS(TRANSFER_ENCODING);
    lane *l = f->lane;
    /* most responses: nothing that anything else would have to agree with */
    if ((l->status == 200 || l->status == 404) && has(l, HAS(DATE)) && has(l, HAS(CONTENT_TYPE)) &&
        !has(l, told) && !fact(l, FACT_CLOSE | FACT_UNREADABLE))
        return;
    judge_connection(f, where);
    judge_status(f, where);
    judge_switch(f, where);
    if (l->status < 200) return;
    if (l->status < 500 && absent(l, HAS(DATE)) && !is_tunnel(f))
        ask_facts(f, Q_DATE, DATE_MISSING, where, 0);
    judge_response_content(f, where);
}

/* RFC 9112 6.3, in its order. */
static uint16_t choose_response_body(feed *f) {
    const lane *l = f->lane;
    if (l->status == 101 || is_tunnel(f)) return BODY_SWITCH;
    if (bodiless_status(l->status) || l->status == 304 || asked_method(f, METHOD_HEAD))
        return BODY_NONE;
    if (has(l, HAS(TRANSFER_ENCODING)))
        return fact(l, FACT_CHUNKED_LAST) ? BODY_CHUNKED : BODY_CLOSE;
    if (fact(l, FACT_LENGTH)) return l->length != 0 ? BODY_COUNTED : BODY_NONE;
    return BODY_CLOSE;
}

uint16_t choose_body(feed *f) {
    const lane *l = f->lane;
    if (f->side == PARLEY_SERVER) return choose_response_body(f);
    if (l->method == METHOD_CONNECT) return BODY_NONE;
    if (has(l, HAS(TRANSFER_ENCODING)) && fact(l, FACT_CHUNKED_LAST)) return BODY_CHUNKED;
    if (!has(l, HAS(TRANSFER_ENCODING)) && fact(l, FACT_LENGTH) && l->length != 0)
        return BODY_COUNTED;
    return BODY_NONE;
}

/* Who answers whom on an HTTP/1.1 connection: what requests and responses mean for the exchange
 * that is being answered and for the connection. C counts and refines (a response while nothing
 * waits is S_UNASKED); the grammar judges. */
#include "../grammars/http1/symbols.h"
#include "facts.h"
#include "http1.h"
#include "websocket.h"

/* ---- the turn machines ---- */

/* Steps one of them; a symbol that it has no edge for leaves it where it is. */
static void turn_step(feed *f, const parley_machine *machine, uint16_t *state, uint16_t symbol,
                      const place *where) {
    uint16_t next = *state;
    uint16_t action = parley_machine_symbol(machine, &next, symbol);
    if (next == 0) return;
    uint16_t from = *state;
    if (action != 0) report_action(f, machine, action, from, symbol, where, f->talk->n_waiting);
    *state = next;
}

void turns_hear(feed *f, uint16_t symbol, const place *where) {
    if (!no_turns(f)) turn_step(f, &parley_http1_turns, &f->talk->turn_state, symbol, where);
}

bool exchange_accepts(uint32_t exchange, uint16_t symbol) {
    uint16_t state = ASKED_STATE(exchange);
    (void)parley_machine_symbol(&parley_http1_exchange, &state, symbol);
    return state != 0;
}

void exchange_hears(feed *f, uint32_t *exchange, uint16_t symbol, const place *where) {
    if (no_turns(f) || *exchange == 0) return;
    uint16_t state = ASKED_STATE(*exchange);
    turn_step(f, &parley_http1_exchange, &state, symbol, where);
    *exchange = (*exchange & ~UINT32_C(0xff)) | state;
}

/* ---- the client ---- */

static const char *switch_name(const lane *l) {
    if ((l->facts & FACT_WEBSOCKET) != 0) return "websocket";
    if ((l->facts & FACT_H2C) != 0) return "h2c";
    return (l->facts & FACT_TLS) != 0 ? "tls" : "";
}

/* Had the client not yet seen the end that the server announced? It has read a response that says
 * close when it has seen all of it: before, its head may be there and not looked at. */
static bool crossed_close(const feed *f) {
    const conversation *talk = f->talk;
    const lane *server = &talk->lanes[PARLEY_SERVER];
    uint64_t seen = f->input->seen;
    bool whole = talk->answered_at >= talk->close_at && seen >= talk->answered_at;
    if (talk->close_at != NO_OFFSET && !whole) return true;
    return talk->close_at == NO_OFFSET && (server->flags & LANE_ENDED) != 0 &&
           seen <= server->offset;
}

/* RFC 9112 9.3.2: does the client speak before it has seen the end of the answer to the request
 * before? */
static uint16_t request_symbol(const feed *f) {
    const conversation *talk = f->talk;
    if (crossed_close(f)) return C_REQUEST_CROSSED;
    if (talk->lanes[PARLEY_SERVER].mode == LANE_LOST)
        return C_REQUEST; /* who waits, nobody knows */
    if (talk->n_waiting == 0 && f->input->seen >= talk->answered_at) return C_REQUEST;
    return f->lane->method != METHOD_OTHER ? C_PIPELINED : C_PIPELINED_RISKY;
}

void request_begins(feed *f) {
    conversation *talk = f->talk;
    talk->n_offered = talk->n_waiting > 0
                          ? OFFERED_MAX + 1
                          : 0; /* of two requests with offers, neither can be told */
    talk->requests++;
    if (!no_turns(f)) {
        place where = f->lane->message;
        where.got = request_symbol(f);
        turns_hear(f, where.got, &where);
    }
    if (talk->n_waiting == 0) talk->oldest = f->lane->message.offset;
    uint16_t state = parley_http1_exchange.start;
    (void)machine_hears(&parley_http1_exchange, &state, C_REQUEST);
    talk->flags &= (uint32_t) ~(TALK_JOINED | TALK_ANSWERED);
    uint32_t unowed = (talk->flags & TALK_CLIENT_LAST) != 0 ? ASKED_UNOWED : 0;
    if (!push_waiting(talk, ASKED_KNOWN | unowed | state)) {
        set_undecided(talk, REASON_MANY);
        talk->flags |= TALK_NO_TURNS;
        return;
    }
    handshake_begins(f);
    talk->n_waiting++;
    talk->flags |= TALK_INCOMING;
}

static uint32_t exchange_facts(const lane *l) {
    const uint64_t facts =
        FACT_HTTP10 | FACT_CONTINUE | FACT_UPGRADES | FACT_MANY_RANGES | FACT_OTHER_UNIT;
    const uint64_t conditions = HAS(IF_NONE_MATCH) | HAS(IF_MODIFIED_SINCE);
    const uint64_t preconditions = conditions | HAS(IF_MATCH) | HAS(IF_UNMODIFIED_SINCE) |
                                   HAS(IF_RANGE) | HAS(IF) | HAS(OVERWRITE) |
                                   HAS(IF_SCHEDULE_TAG_MATCH);
    const uint64_t fields =
        HAS(UPGRADE) | HAS(RANGE) | HAS(TRANSFER_ENCODING) | preconditions | HANDSHAKE_FIELDS;
    uint32_t e = ASKED_KNOWN | ASKED_METHOD_IS(l->method);
    if ((l->facts & FACT_UNREADABLE) != 0) e |= ASKED_UNREAD;
    if ((l->facts & facts) == 0 && (l->fields & fields) == 0) /* most requests */
        return keeps_alive(l) ? e | ASKED_KEEP_ALIVE : e;
    if ((l->facts & FACT_HTTP10) != 0) e |= ASKED_HTTP10;
    if ((l->facts & FACT_CONTINUE) != 0 && (l->facts & FACT_HTTP10) == 0) e |= ASKED_EXPECTS;
    if ((l->fields & HAS(UPGRADE)) != 0) e |= ASKED_UPGRADE;
    if ((l->facts & FACT_WEBSOCKET) != 0) e |= ASKED_WEBSOCKET;
    if ((l->facts & FACT_H2C) != 0) e |= ASKED_H2C;
    if ((l->facts & FACT_TLS) != 0) e |= ASKED_TLS;
    if ((l->facts & FACT_OTHER_UPGRADE) != 0) e |= ASKED_OTHER;
    if ((l->facts & FACT_TUNNEL) != 0) e |= ASKED_TUNNEL;
    if ((l->fields & HAS(RANGE)) != 0) e |= ASKED_RANGE;
    if ((l->facts & (FACT_MANY_RANGES | FACT_OTHER_UNIT)) != 0) e |= ASKED_RANGES;
    if ((l->fields & conditions) != 0) e |= ASKED_CONDITION;
    if ((l->fields & preconditions) != 0) e |= ASKED_PRECONDITION;
    if ((l->fields & HAS(CONTENT_LENGTH)) != 0 && (l->fields & HAS(TRANSFER_ENCODING)) != 0)
        e |= ASKED_TWO_LENGTHS;
    if (keeps_alive(l)) e |= ASKED_KEEP_ALIVE;
    if (handshake_opens(l)) e |= ASKED_OPENING;
    if ((l->fields & HAS(SEC_WEBSOCKET_VERSION)) != 0 && (l->facts & FACT_VERSION_13) == 0)
        e |= ASKED_OTHER_VERSION;
    return e;
}

void request_head_ends(feed *f, const place *where) {
    conversation *talk = f->talk;
    const lane *l = f->lane;
    talk->heads++;
    uint32_t unkept = 0; /* there was no room for it */
    uint32_t *exchange = (talk->flags & TALK_INCOMING) != 0 ? incoming_exchange(talk) : &unkept;
    *exchange = (*exchange & (0xffu | ASKED_UNOWED)) | exchange_facts(l);
    parley_event *e =
        emit_event_before(f, PARLEY_EVENT_REQUEST_HEAD, l->message.offset, l->head_length);
    e->method = (parley_span){l->message.offset, l->method_length};
    e->target = (parley_span){l->message.offset + l->method_length + 1,
                              l->target_end - l->method_length - 1};
    e->version = (parley_span){l->message.offset + l->target_end + 1, 8};
    e->encoded = has_one_coding(l);
    e->opens = handshake_opens(l);
    bool expects = (*exchange & ASKED_EXPECTS) != 0;
    if (expects) talk->expected_at = where->time;
    exchange_hears(f, exchange, expects ? C_EXPECTS : C_HEAD_END, where);
    if (says_close(l)) {
        turns_hear(f, C_SAYS_CLOSE, where);
        talk->flags |= TALK_CLIENT_LAST;
    } else if ((*exchange & ASKED_KEEP_ALIVE) == 0) {
        turns_hear(f, C_SINGLE, where);
    }
    e->turn = turn_now(talk);
}

void request_content_begins(feed *f, const place *where) {
    conversation *talk = f->talk;
    if ((talk->flags & TALK_INCOMING) == 0) return;
    uint32_t *exchange = incoming_exchange(talk);
    if ((*exchange & ASKED_EXPECTS) == 0) return;
    uint16_t before = ASKED_STATE(*exchange);
    bool may_stay = talk->close_at == NO_OFFSET || f->input->seen < talk->close_at;
    if (!exchange_accepts(*exchange, S_RESPONSE) && may_stay)
        return; /* refused, but the connection goes on, and the content is owed */
    exchange_hears(f, exchange, C_CONTENT, where);
    if (ASKED_STATE(*exchange) != before && where->time >= talk->expected_at + LONG_SILENCE)
        *exchange |= ASKED_SLOW;
}

/* This side speaks another protocol, which is not judged here. */
static void switch_event(feed *f, parley_side side, uint64_t from, const char *name) {
    parley_event *e = emit_event(f, PARLEY_EVENT_SWITCH, from, 0);
    e->side = side;
    e->protocol = name;
    e->websocket = (parley_websocket){.window_bits = 0};
}

void request_ends(feed *f, const place *where) {
    conversation *talk = f->talk;
    if ((talk->flags & TALK_SWITCHING) != 0) { /* the server has switched already */
        f->lane->mode = LANE_SWITCHED;
        uint64_t from = where->offset + (where->got < PARLEY_FIRST_SYMBOL ? 1u : 0u);
        switch_event(f, f->side, from, switch_name(&talk->lanes[PARLEY_SERVER]));
        return;
    }
    if ((talk->flags & TALK_INCOMING) == 0) return;
    exchange_hears(f, incoming_exchange(talk), C_REQUEST_END, where);
    talk->flags &= (uint32_t)~TALK_INCOMING;
    if ((talk->flags & TALK_ANSWERED) != 0)
        forget_current(talk);
    else if ((talk->flags & TALK_JOINED) == 0)
        fold_waiting(talk);
    talk->flags &= (uint32_t)~TALK_JOINED;
    if (f->lane->method == METHOD_CONNECT) f->lane->mode = LANE_HOLD;
    if ((f->lane->fields & HAS(UPGRADE)) != 0 || handshake_opens(f->lane))
        f->lane->flags |= LANE_UNSURE; /* HTTP again, or the new protocol too early */
    if (handshake_opens(f->lane) && !no_turns(f)) f->lane->mode = LANE_AWAIT;
}

/* The client's stream is not judged any more. What waits may still be answered. */
void request_lost(feed *f) {
    conversation *talk = f->talk;
    if ((talk->flags & TALK_INCOMING) == 0) return;
    uint32_t *exchange = incoming_exchange(talk);
    const lane *l = &talk->lanes[PARLEY_CLIENT];
    if ((l->flags & LANE_IN_HEAD) != 0) {
        *exchange |= ASKED_UNREAD;
        if (l->method_length != 0) *exchange |= ASKED_METHOD_IS(l->method);
    }
    uint16_t state = ASKED_STATE(*exchange), next = state;
    (void)parley_machine_symbol(&parley_http1_exchange, &next, C_HEAD_END);
    if (next != 0) state = next;
    next = state;
    (void)parley_machine_symbol(&parley_http1_exchange, &next, C_REQUEST_END);
    if (next != 0) state = next;
    *exchange = (*exchange & ~UINT32_C(0xff)) | state;
    talk->flags &= (uint32_t)~TALK_INCOMING;
    if ((talk->flags & TALK_ANSWERED) != 0) forget_current(talk);
    talk->flags &= (uint32_t)~TALK_JOINED;
}

void request_taken_back(feed *f) {
    conversation *talk = f->talk;
    if ((talk->flags & TALK_INCOMING) == 0 || (talk->flags & TALK_JOINED) != 0 || talk->used == 0)
        return;
    talk->used--;
    talk->n_waiting--;
    talk->requests--;
    talk->flags &= (uint32_t)~TALK_INCOMING;
}

/* ---- the server ---- */

/* Does a request wait that the server can have seen? */
bool was_asked(const feed *f) {
    const conversation *talk = f->talk;
    if (talk->n_waiting == 0) return false;
    if ((talk->flags & TALK_CURRENT) != 0) return true;
    return f->input->seen > talk->oldest;
}

/* Is the request complete at the tap, and was not at the server when it answered? */
static bool ahead_of_request(const feed *f) {
    const lane *client = &f->talk->lanes[PARLEY_CLIENT];
    return f->talk->n_waiting == 1 && (client->flags & LANE_IN_MESSAGE) == 0 &&
           (client->mode == LANE_STEP || client->mode == LANE_AWAIT) &&
           f->input->seen < client->offset;
}

static uint16_t response_symbol(const feed *f) {
    uint16_t status = f->lane->status;
    if (status == 100) return S_CONTINUE;
    if (status == 101) return S_SWITCH;
    if (status < 200) return S_INTERIM;
    if (status < 300 && ASKED_METHOD(paired(f)) == METHOD_CONNECT && paired(f) != 0)
        return S_TUNNEL;
    if (status >= 400 && exchange_accepts(paired(f), S_REJECTION)) return S_REJECTION;
    return ahead_of_request(f) && exchange_accepts(paired(f), S_EARLY) ? S_EARLY : S_RESPONSE;
}

static void unasked_response(feed *f, const place *where) {
    place at = f->lane->message;
    at.state = where->state;
    uint16_t symbol = f->lane->status == 408 ? S_UNASKED_TIMEOUT : S_UNASKED;
    if ((f->talk->lanes[PARLEY_CLIENT].mode == LANE_LOST && f->talk->n_waiting == 0) ||
        no_turns(f)) {
        set_undecided(f->talk, REASON_UNSURE);
        return;
    }
    turns_hear(f, symbol, &at);
}

/* RFC 9110 10.1.1: silent until content came that 100 had been asked for? */
static void judge_patience(feed *f, const place *where) {
    uint32_t e = asked(f);
    const lane *client = &f->talk->lanes[PARLEY_CLIENT];
    if ((e & ASKED_SLOW) == 0 || f->lane->status < 200) return;
    if (f->input->seen != PARLEY_SEEN_ALL && f->input->seen < client->offset) return;
    ask_facts(f, Q_EXPECT, EXPECT_IGNORED, where,
              (where->time - f->talk->expected_at) / MILLISECOND);
}

void response_begins(feed *f, const place *where) {
    conversation *talk = f->talk;
    handshake_answer_begins(f);
    talk->content = 0;
    talk->range = 0;
    if (!was_asked(f)) {
        unasked_response(f, where);
        return;
    }
    if ((talk->flags & TALK_CURRENT) == 0) take_waiting(talk);
    judge_patience(f, where);
    judge_answer(f, where);
    if (f->lane->status == 100) talk->current &= ~(ASKED_SLOW);
    uint16_t symbol = response_symbol(f);
    place at = f->lane->message;
    at.state = where->state;
    exchange_hears(f, &talk->current, symbol, &at);
    turns_hear(
        f, symbol == S_TUNNEL || symbol == S_REJECTION || symbol == S_EARLY ? S_RESPONSE : symbol,
        &at);
}

static void switch_client(feed *f, lane *client, const char *name) {
    if (client->mode == LANE_LOST) return;
    client->mode = LANE_SWITCHED;
    client->flags &= (uint16_t) ~(LANE_IN_MESSAGE | LANE_UNSURE);
    switch_event(f, PARLEY_CLIENT, client->offset, name);
}

bool switches_to_websocket(const feed *f) {
    const lane *l = f->lane;
    bool named = (l->facts & FACT_WEBSOCKET) != 0;
    if (asked(f) == 0) return named && (l->fields & HAS(SEC_WEBSOCKET_ACCEPT)) != 0;
    return (asked(f) & ASKED_OPENING) != 0 && (named || (l->facts & FACT_UPGRADES) == 0);
}

/* WebSocket judges both directions from here on, as far as they can be read. */
static void websocket_begins(feed *f, uint64_t from, const place *where) {
    conversation *talk = f->talk;
    lane *client = &talk->lanes[PARLEY_CLIENT];
    parley_event *e = emit_event(f, PARLEY_EVENT_SWITCH, from, 0);
    e->protocol = "websocket";
    websocket_agreed(talk, PARLEY_SERVER, &e->websocket);
    if (client->mode != LANE_LOST) {
        e = emit_event(f, PARLEY_EVENT_SWITCH, client->offset, 0);
        e->side = PARLEY_CLIENT;
        e->protocol = "websocket";
        websocket_agreed(talk, PARLEY_CLIENT, &e->websocket);
    }
    turns_hear(f, S_SWITCH, where);
    websocket_takes(talk, client->offset, from);
}

/* Both directions belong to another protocol from here on. */
static void hand_over(feed *f, uint64_t from, const place *where) {
    conversation *talk = f->talk;
    lane *client = &talk->lanes[PARLEY_CLIENT];
    bool tunnel = f->lane->status != 101, websocket = !tunnel && switches_to_websocket(f);
    bool complete = (client->flags & LANE_IN_MESSAGE) == 0 || client->mode == LANE_LOST;
    if (websocket && complete) {
        websocket_begins(f, from, where);
        return;
    }
    const char *name = tunnel ? "tunnel" : switch_name(f->lane);
    switch_event(f, PARLEY_SERVER, from, name);
    /* any other protocol may carry HTTP/1 again */
    uint64_t upgrades = f->lane->facts & FACT_UPGRADES;
    bool apart = !tunnel && upgrades != 0 && (upgrades & ~(FACT_WEBSOCKET | FACT_H2C)) == 0;
    f->lane->mode = LANE_SWITCHED;
    f->lane->flags &= (uint16_t)~LANE_IN_MESSAGE;
    f->lane->value_state = client->value_state = apart ? parley_http1_after_switch.start : 0;
    if ((client->flags & LANE_IN_MESSAGE) != 0 && client->mode != LANE_LOST)
        talk->flags |= TALK_SWITCHING;
    else
        switch_client(f, client, name);
    turns_hear(f, tunnel ? S_TUNNEL : S_SWITCH, where);
    talk->n_waiting = 0;
    talk->used = 0;
    forget_current(talk);
    if (tunnel && (talk->flags & TALK_LEAVES_TUNNELS) != 0) return;
    set_undecided(talk, tunnel                             ? REASON_TUNNEL
                        : (upgrades & FACT_WEBSOCKET) != 0 ? REASON_SWITCH_WEBSOCKET
                                                           : REASON_SWITCH_OTHER);
}

/* What the client sends next is HTTP for sure. */
static void upgrade_declined(feed *f, const place *where) {
    lane *client = &f->talk->lanes[PARLEY_CLIENT];
    if ((asked(f) & ASKED_OPENING) != 0)
        handshake_refused(f, where);
    else
        ask_facts(f, Q_CHOSEN, UPGRADE_DECLINED, where, 0);
    if (client->mode == LANE_AWAIT) client->mode = LANE_STEP;
    if (client->mode == LANE_STEP) client->flags &= (uint16_t)~LANE_UNSURE;
}

void response_head_ends(feed *f, const place *where) {
    conversation *talk = f->talk;
    lane *l = f->lane;
    parley_event *e =
        emit_event_before(f, PARLEY_EVENT_RESPONSE_HEAD, l->message.offset, l->head_length);
    e->version = (parley_span){l->message.offset, 8};
    e->status = l->status;
    e->interim = l->status < 200;
    e->encoded = has_one_coding(l);
    e->turn = turn_now(talk);
    const uint32_t request = asked(f);
    bool tunnel = l->status >= 200 && l->status < 300 && request != 0 &&
                  ASKED_METHOD(request) == METHOD_CONNECT;
    if (l->status == 101 || tunnel) {
        hand_over(f, where->offset + 1, where);
        return;
    }
    if (l->status < 200) return;
    if ((request & (ASKED_UPGRADE | ASKED_OPENING)) != 0) upgrade_declined(f, where);
    const bool keeps = keeps_alive(l), agrees = keeps && (l->facts & FACT_KEEP_ALIVE) != 0;
    bool single = !keeps || (!agrees && request != 0 &&
                             (request & (ASKED_HTTP10 | ASKED_KEEP_ALIVE)) == ASKED_HTTP10);
    if (says_close(l))
        turns_hear(f, S_SAYS_CLOSE, where);
    else if (single)
        turns_hear(f, S_SINGLE, where);
    else if ((request & ASKED_TWO_LENGTHS) != 0)
        turns_hear(f, S_MUST_CLOSE, where);
    else if (agrees)
        turns_hear(f, S_KEEPS_ALIVE, where);
    if ((says_close(l) || single) && talk->close_at == NO_OFFSET)
        talk->close_at = where->offset + 1;
}

void response_ends(feed *f, const place *where) {
    conversation *talk = f->talk;
    if (f->lane->status < 200) return;
    talk->responses++;
    if ((talk->flags & TALK_CURRENT) == 0) return;
    exchange_hears(f, &talk->current, S_RESPONSE_END, where);
    talk->n_waiting--;
    talk->oldest = 0;
    talk->answered_at = where->got < PARLEY_FIRST_SYMBOL ? where->offset + 1 : where->offset;
    if ((talk->flags & TALK_JOINED) != 0) talk->flags |= TALK_ANSWERED;
    if (talk->n_waiting == 0) turns_hear(f, S_ANSWERED, where);
    if (talk->close_at != NO_OFFSET) talk->over_at = where->time + 1;
    if ((talk->flags & TALK_JOINED) == 0)
        forget_current(talk);
    else
        talk->flags &= (uint32_t)~TALK_CURRENT;
    lane *client = &talk->lanes[PARLEY_CLIENT];
    if (client->mode == LANE_HOLD && talk->n_waiting == 0) {
        client->mode = LANE_STEP; /* CONNECT was refused: HTTP goes on */
        if ((client->flags & LANE_UNSURE) != 0) lose_lane(f, client, client->offset, REASON_EARLY);
    }
}

/* What begins here is no response. What came before it tells what it is. */
void no_response(feed *f, const place *where) {
    conversation *talk = f->talk;
    lane *l = f->lane;
    place at = (l->flags & LANE_IN_MESSAGE) != 0 ? l->message : *where;
    at.state = where->state;
    if (no_turns(f) || (l->flags & LANE_UNSURE) != 0 ||
        talk->lanes[PARLEY_CLIENT].mode == LANE_LOST) {
        lose_lane(f, l, at.offset, REASON_UNSURE);
        return;
    }
    uint16_t symbol = talk->n_waiting == 0 ? S_UNASKED_BYTES : 0;
    if ((l->flags & LANE_AFTER_BODILESS) != 0) symbol = S_CONTENT_AFTER_BODILESS;
    if ((l->flags & LANE_AFTER_HEAD) != 0) symbol = S_CONTENT_AFTER_HEAD;
    if (symbol != 0) {
        turns_hear(f, symbol, &at);
        lose_lane(f, l, at.offset, REASON_NONE);
        return;
    }
    const parley_machine *m = http1_lanes[PARLEY_SERVER];
    report_rule(f, &m->rules[HTTP1_RULE_VERSION_SYNTAX], where, m, where->state, where->got, 0);
}

void http1_again(feed *f, const place *where) {
    const parley_machine *m = &parley_http1_facts;
    place at = *where;
    at.state = m->start;
    at.got = HTTP_AFTER_SWITCH;
    (void)machine_hears(m, &at.state, Q_SWITCHED);
    uint16_t next = at.state;
    websocket_action(f, m, machine_hears(m, &next, HTTP_AFTER_SWITCH), &at, 0, 0);
}

/* Findings and events of HTTP/1.1: makes them, and says when nothing more can be judged. What they
 * mean is told by machines and rules; this file decides nothing. */
#include "../grammars/http1/symbols.h"
#include "facts.h"
#include "http1.h"

parley_event *emit_event(feed *f, parley_event_kind kind, uint64_t offset, uint64_t length) {
    parley_event *e = emit_event_before(f, kind, offset, length);
    e->turn = turn_now(f->talk);
    return e;
}

parley_event *emit_event_before(feed *f, parley_event_kind kind, uint64_t offset, uint64_t length) {
    parley_item *item = &f->items[f->n < f->max ? f->n++ : f->max - 1];
    item->is_finding = false;
    parley_event *e = &item->as.event;
    /* member by member: an initialiser is made elsewhere and copied, which costs more than the rest
     */
    const parley_span none = {0, 0};
    e->kind = kind;
    e->side = f->side;
    e->layer = PARLEY_LAYER_PROTOCOL;
    e->exchange = exchange_number(f);
    e->span = (parley_span){offset, length};
    e->frame = f->input->frame;
    e->time = f->input->time;
    e->turn = PARLEY_TURN_NOBODY;
    e->method = e->target = e->version = none;
    e->status = 0;
    e->interim = e->opens = e->encoded = false;
    e->protocol = e->reason = NULL;
    return e;
}

/* Symbols that stand for nothing but the end of a stream. */
static bool is_close(uint16_t got) {
    return got == C_CLOSE || got == S_CLOSE || got == S_CLOSE_CROSSED || got == S_CLOSE_LEFT ||
           got == END_ABANDONED;
}

static size_t rule_number(const parley_rule *rule) {
    return (size_t)(rule - parley_http1_rules);
}

/* The rules of WebSocket that a head can break have bits among its facts. */
static bool handshake_reported(lane *l, const parley_rule *rule) {
    size_t number = (size_t)(rule - parley_websocket_rules);
    size_t bit = number - WEBSOCKET_RULE_OPEN_METHOD + FACT_FIRST_REPORTED;
    if (number >= WEBSOCKET_RULE_DEFLATE_PARAMETER_UNKNOWN)
        bit = number - WEBSOCKET_RULE_DEFLATE_PARAMETER_UNKNOWN +
              WEBSOCKET_RULE_OPEN_EXTENSIONS_REPEATED + 1 + FACT_FIRST_REPORTED;
    if (bit > 63) return false;
    bool before = (l->facts >> bit & 1) != 0;
    l->facts |= UINT64_C(1) << bit;
    return before;
}

_Static_assert(FACT_FIRST_REPORTED + WEBSOCKET_RULE_OPEN_EXTENSIONS_REPEATED -
                       WEBSOCKET_RULE_OPEN_METHOD + 1 +
                       WEBSOCKET_RULE_DEFLATE_TAKEOVER_NOT_HONOURED -
                       WEBSOCKET_RULE_DEFLATE_PARAMETER_UNKNOWN <=
                   63,
               "a bit for each rule that a head can break");

/* One cause, one finding: the same rule counts once in a message. */
static bool reported_before(lane *l, const parley_machine *machine, const parley_rule *rule) {
    if (machine->rules == parley_websocket_rules) return handshake_reported(l, rule);
    size_t number = rule_number(rule);
    if (number / 8 >= RULE_BYTES) return false;
    uint8_t bit = (uint8_t)(1u << (number & 7u));
    bool before = (l->reported[number >> 3] & bit) != 0;
    l->reported[number >> 3] |= bit;
    return before;
}

void report_rule(feed *f, const parley_rule *rule, const place *where,
                 const parley_machine *machine, uint16_t state, uint16_t got, uint64_t number) {
    conversation *talk = f->talk;
    lane *l = f->lane;
    if (l->mode == LANE_LOST || f->n >= f->max) return;
    if ((l->flags & LANE_UNSURE) != 0) { /* perhaps the boundary was none */
        if (rule->level == PARLEY_ERROR) lose_lane(f, l, where->offset, REASON_UNSURE);
        return;
    }
    if (reported_before(l, machine, rule)) return;
    bool in_start_line = (l->flags & LANE_IN_START) != 0 && machine == http1_lanes[f->side];
    if (in_start_line && rule->level == PARLEY_ERROR &&
        (l->facts & FACT_UNREADABLE) != 0) { /* a consequence */
        if (rule->after == PARLEY_AFTER_STOP) lose_lane(f, l, where->offset, REASON_NONE);
        return;
    }
    const place *at =
        rule->at == PARLEY_AT_MESSAGE && (l->flags & LANE_IN_MESSAGE) != 0 ? &l->message : where;
    parley_item *item = &f->items[f->n++];
    item->is_finding = true;
    uint32_t exchange = f->side == PARLEY_CLIENT && (talk->flags & TALK_INCOMING) != 0
                            ? *incoming_exchange(talk)
                            : talk->current;
    item->as.finding = (parley_finding){
        .rule = rule,
        .side = f->side,
        .exchange = exchange_number(f),
        .span = {at->offset, f->input->kind == PARLEY_BYTES ? 1 : 0},
        .frame = at->frame,
        .time = at->time,
        .machine = machine,
        .state = state,
        .got = f->input->kind != PARLEY_BYTES && is_close(got) ? PARLEY_SYMBOL_END : got,
        .number = number,
        .turn = turn_now(talk),
        .exchange_machine = &parley_http1_exchange,
        .turn_machine = &parley_http1_turns,
        .exchange_state = ASKED_STATE(exchange),
        .turn_state = talk->turn_state,
        .message_offset = l->message.offset,
        .content_offset = l->head_length != 0 && (l->flags & LANE_IN_MESSAGE) != 0
                              ? l->message.offset + l->head_length
                              : NO_OFFSET,
        .requests = talk->heads,
        .responses = talk->responses,
    };
    if (rule->level == PARLEY_ERROR) talk->flags |= TALK_DEVIATES;
    if (rule->after == PARLEY_AFTER_MESSAGE) l->facts |= FACT_UNREADABLE;
    if (rule->after == PARLEY_AFTER_STOP) lose_lane(f, l, where->offset, REASON_NONE);
}

void report_action(feed *f, const parley_machine *machine, uint16_t action, uint16_t state,
                   uint16_t got, const place *where, uint64_t number) {
    for (size_t i = machine->action_index[action]; i < machine->action_index[action + 1]; i++)
        if (PARLEY_OP_KIND(machine->ops[i]) == PARLEY_OP_RULE)
            report_rule(f, &machine->rules[PARLEY_OP_OPERAND(machine->ops[i])], where, machine,
                        state, got, number);
}

void ask_facts(feed *f, uint16_t question, uint16_t answer, const place *where, uint64_t number) {
    ask_machine(f, &parley_http1_facts, question, answer, where, number);
}

void ask_machine(feed *f, const parley_machine *m, uint16_t question, uint16_t answer,
                 const place *where, uint64_t number) {
    uint16_t state = m->start;
    (void)parley_machine_symbol(m, &state, question);
    uint16_t asked_in = state;
    uint16_t action = parley_machine_symbol(m, &state, answer);
    report_action(f, m, action, asked_in, answer, where, number);
}

/* ---- what can't be judged ---- */

void lose_lane(feed *f, lane *l, uint64_t from, enum conversation_reason reason) {
    conversation *talk = f->talk;
    if (l->mode == LANE_LOST) return;
    bool client = l == &talk->lanes[PARLEY_CLIENT];
    bool guessed = (l->flags & (LANE_UNSURE | LANE_IN_START)) == (LANE_UNSURE | LANE_IN_START);
    l->mode = LANE_LOST;
    if (reason != REASON_NONE && reason != REASON_EARLY) l->flags |= LANE_MAY_RESUME;
    l->flags &= (uint16_t) ~(LANE_VALUE | LANE_VALUE_PENDING | LANE_IN_NAME);
    set_undecided(talk, reason);
    if (client && guessed)
        request_taken_back(f);
    else if (client)
        request_lost(f);
    parley_event *e = emit_event(f, PARLEY_EVENT_UNJUDGED, from, 0);
    e->side = client ? PARLEY_CLIENT : PARLEY_SERVER;
    e->reason = reason == REASON_NONE ? "no boundary can be trusted after the deviation"
                                      : reason_text(reason);
}

parley_turn turn_now(const conversation *talk) {
    uint32_t e = 0;
    if ((talk->flags & TALK_CURRENT) != 0)
        e = talk->current;
    else if (talk->used != 0)
        e = talk->waiting[talk->first].exchange;
    if (e != 0 && ASKED_STATE(e) != 0 && talk->n_waiting != 0)
        return (parley_turn)(parley_http1_exchange.words->turn[ASKED_STATE(e)] & 3u);
    return (parley_turn)(parley_http1_turns.words->turn[talk->turn_state] & 3u);
}

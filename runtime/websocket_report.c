/* Findings and events of WebSocket: makes them, and says when nothing more can be judged. What they
 * mean is told by machines and rules; this file decides nothing. */
#include "websocket_lane.h"

parley_event *websocket_event(feed *f, parley_event_kind kind, uint64_t offset, uint64_t length) {
    parley_item *item = &f->items[f->n < f->max ? f->n++ : f->max - 1];
    item->is_finding = false;
    parley_event *e = &item->as.event;
    /* member by member: an initialiser costs more than the rest */
    const parley_span none = {0, 0};
    e->kind = kind;
    e->side = f->side;
    e->layer = PARLEY_LAYER_PROTOCOL;
    e->exchange = 0;
    e->span = (parley_span){offset, length};
    e->frame = f->input->frame;
    e->time = f->input->time;
    e->turn = websocket_turn(f->talk);
    e->turn_state = f->talk->turn_state;
    e->method = e->target = e->version = none;
    e->status = 0;
    e->interim = e->opens = e->encoded = false;
    e->protocol = e->reason = NULL;
    e->websocket = (parley_websocket){.code = 0};
    return e;
}

static size_t rule_number(const parley_rule *rule) {
    return (size_t)(rule - parley_websocket_rules);
}

/* One cause, one finding: the same rule counts once in a message, or once in a direction where it
 * is no message's. */
static bool reported_before(lane *l, const parley_machine *machine, const parley_rule *rule) {
    if (machine->rules != parley_websocket_rules) return false;
    size_t number = rule_number(rule);
    uint8_t bit = (uint8_t)(1u << (number & 7u));
    bool before = (l->reported[number >> 3] & bit) != 0;
    l->reported[number >> 3] |= bit;
    return before;
}
_Static_assert(WEBSOCKET_N_RULES <= 8 * RULE_BYTES, "a bit for each rule");

void websocket_message_over(lane *l) {
    if ((l->ws.flags & FRAME_REPORTED) == 0) return;
    for (size_t i = 0; i < WEBSOCKET_N_RULES; i++)
        if (parley_websocket_rules[i].after == PARLEY_AFTER_MESSAGE)
            l->reported[i >> 3] &= (uint8_t) ~(1u << (i & 7u));
    l->ws.flags &= (uint8_t)~FRAME_REPORTED;
}

void websocket_rule(feed *f, const parley_rule *rule, const place *where,
                    const parley_machine *machine, uint64_t number, uint8_t mask) {
    conversation *talk = f->talk;
    lane *l = f->lane;
    if (l->mode == LANE_LOST || f->n >= f->max || reported_before(l, machine, rule)) return;
    bool ended = f->input->kind != PARLEY_BYTES && f->input->kind != PARLEY_GAP;
    if (rule->after == PARLEY_AFTER_MESSAGE) l->ws.flags |= FRAME_REPORTED;
    bool in_payload = (l->ws.flags & (FRAME_UNDER_WAY | FRAME_IN_HEADER)) == FRAME_UNDER_WAY;
    parley_item *item = &f->items[f->n++];
    item->is_finding = true;
    item->as.finding = (parley_finding){
        .rule = rule,
        .side = f->side,
        .span = {where->offset, ended ? 0 : 1},
        .frame = where->frame,
        .time = where->time,
        .machine = machine,
        .state = where->state,
        .got = where->got,
        .mask = mask,
        .number = number,
        .turn = websocket_turn(talk),
        .turn_machine = &parley_websocket_turns,
        .turn_state = talk->turn_state,
        .message_offset = l->mark.offset,
        .content_offset = in_payload ? l->mark.offset + l->ws.header_length : NO_OFFSET,
        .requests = talk->heads,
        .responses = talk->responses,
    };
    if (rule->level == PARLEY_ERROR) {
        talk->flags |= TALK_DEVIATES;
        l->ws.flags |= FRAME_DEVIATES;
    }
    if (rule->after == PARLEY_AFTER_STOP && !ended) websocket_lose(f, where->offset, REASON_NONE);
}

void websocket_action(feed *f, const parley_machine *machine, uint16_t action, const place *where,
                      uint64_t number, uint8_t mask) {
    for (size_t i = machine->action_index[action]; i < machine->action_index[action + 1]; i++)
        if (PARLEY_OP_KIND(machine->ops[i]) == PARLEY_OP_RULE)
            websocket_rule(f, &machine->rules[PARLEY_OP_OPERAND(machine->ops[i])], where, machine,
                           number, mask);
}

void websocket_asks(feed *f, uint16_t question, uint16_t answer, const place *where,
                    uint64_t number) {
    const parley_machine *m = &parley_websocket_facts;
    place asked = *where;
    asked.state = m->start;
    asked.got = answer == MESSAGE_OPEN_AT_END ? PARLEY_SYMBOL_END : answer;
    (void)parley_machine_symbol(m, &asked.state, question);
    uint16_t next = asked.state;
    uint16_t action = parley_machine_symbol(m, &next, answer);
    websocket_action(f, m, action, &asked, number, 0);
}

void websocket_lose(feed *f, uint64_t from, enum conversation_reason reason) {
    lane *l = f->lane;
    if (l->mode == LANE_LOST) return;
    l->mode = LANE_LOST;
    set_undecided(f->talk, reason);
    if (reason != REASON_NONE) f->talk->flags |= TALK_NO_TURNS;
    websocket_event(f, PARLEY_EVENT_UNJUDGED, from, 0)->reason =
        reason == REASON_NONE ? "no boundary can be trusted after the deviation"
                              : reason_text(reason);
}

/* Judges one connection by the machine tcp.turns, and keeps its findings quiet: one for each rule
 * and side.
 *
 * What breaks a rule stands in grammars/tcp/turns.rl: here its edges are only followed. */
#include "tcp_judge.h"
#include "tcp_turns.h"
#include <string.h>

static parley_turn turn_in(uint16_t state) {
    return (parley_turn)(parley_tcp_turns.words->turn[state] & PARLEY_TURN_EITHER);
}

static void tell(const tcp_note *note, const transcript_listener *l, connection *c) {
    parley_finding f = {.rule = &parley_tcp_turns.rules[note->rule],
                        .side = note->place.side,
                        .span = {note->place.offset, note->place.length},
                        .frame = note->place.frame,
                        .time = note->place.time,
                        .machine = &parley_tcp_turns,
                        .state = note->state,
                        .got = note->got,
                        .number = note->count,
                        .turn = turn_in(note->state),
                        .turn_machine = &parley_tcp_turns,
                        .turn_state = note->after,
                        .message_offset = note->place.offset,
                        .content_offset = UINT64_MAX};
    if (l->finding) l->finding(l->context, c, &f);
}

/* Counts a broken rule, and tells it at once unless it is only a note. */
static void count_rule(tcp_judge *j, const transcript_listener *l, connection *c,
                       const tcp_note *found) {
    for (size_t i = 0; i < j->n; i++) {
        tcp_note *known = &j->notes[i];
        if (known->rule == found->rule && known->place.side == found->place.side) {
            known->count++;
            return;
        }
    }
    if (j->n == TCP_NOTES) return;
    tcp_note *note = &j->notes[j->n++];
    *note = *found;
    note->told = parley_tcp_turns.rules[note->rule].level != PARLEY_NOTE;
    if (note->told) tell(note, l, c);
}

static void count_rules(tcp_judge *j, const transcript_listener *l, connection *c, uint16_t action,
                        tcp_note *found) {
    const parley_machine *m = &parley_tcp_turns;
    for (uint16_t i = m->action_index[action]; i < m->action_index[action + 1]; i++) {
        if (PARLEY_OP_KIND(m->ops[i]) != PARLEY_OP_RULE) continue;
        found->rule = (uint16_t)PARLEY_OP_OPERAND(m->ops[i]);
        count_rule(j, l, c, found);
    }
}

void tcp_judge_start(tcp_judge *j) {
    memset(j, 0, sizeof *j);
    j->state = parley_tcp_turns.start;
}

void tcp_judge_symbol(tcp_judge *j, const transcript_listener *l, connection *c, uint16_t symbol,
                      const tcp_place *place) {
    uint16_t before = j->state;
    uint16_t action = parley_machine_symbol(&parley_tcp_turns, &j->state, symbol);
    if (j->state == 0) /* says nothing in this state, such as a FIN after a reset */
        j->state = before;
    if (action == 0) return;
    tcp_note found = {
        .state = before, .after = j->state, .got = symbol, .count = 1, .place = *place};
    count_rules(j, l, c, action, &found);
}

void tcp_judge_end(tcp_judge *j, const transcript_listener *l, connection *c,
                   const tcp_place *place) {
    uint16_t action = parley_machine_end(&parley_tcp_turns, j->state);
    tcp_note found = {.state = j->state,
                      .after = j->state,
                      .got = PARLEY_SYMBOL_END,
                      .count = 1,
                      .place = *place};
    count_rules(j, l, c, action, &found);
    tcp_judge_notes(j, l, c);
}

void tcp_judge_notes(tcp_judge *j, const transcript_listener *l, connection *c) {
    for (size_t i = 0; i < j->n; i++)
        if (!j->notes[i].told) tell(&j->notes[i], l, c);
}

parley_turn tcp_judge_turn(const tcp_judge *j) {
    return turn_in(j->state);
}

void tcp_judge_file(const transcript_listener *l, const char *rule, uint64_t count, uint64_t frame,
                    uint64_t time) {
    parley_finding f = {.rule = parley_rule_find(rule),
                        .frame = frame,
                        .time = time,
                        .got = PARLEY_SYMBOL_END,
                        .number = count,
                        .content_offset = UINT64_MAX};
    if (count > 0 && f.rule != NULL && l->finding) l->finding(l->context, NULL, &f);
}

void tcp_judge_event(const tcp_judge *j, const transcript_listener *l, connection *c,
                     const char *name, const tcp_place *place, bool acknowledged) {
    connection_event e = {.name = name,
                          .side = place->side,
                          .offset = place->offset,
                          .length = place->length,
                          .frame = place->frame,
                          .time = place->time,
                          .acknowledged = acknowledged,
                          .turn = tcp_judge_turn(j)};
    if (l->event) l->event(l->context, c, &e);
}

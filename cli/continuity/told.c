/* What is said of sessions when the transcript is over: see continuity.h. */
#include "../machine_answer.h"
#include "state.h"
#include <stdio.h>
#include <string.h>

/* At the last message of a side; where it sent none, at the beginning of its stream, when the other
 * one's came. */
static late_finding finding_last(const tied_session *s, parley_side side) {
    const last_message *last = &s->places[side];
    parley_span span = last->span;
    if (last->frame == 0) {
        last = &s->places[side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT];
        span = (parley_span){0, 0};
    }
    const parley_finding finding = {.side = side,
                                    .exchange = last->exchange,
                                    .span = span,
                                    .frame = last->frame,
                                    .time = last->time,
                                    .turn = last->turn,
                                    .turn_machine = machine_named("continuity.session"),
                                    .turn_state = s->state,
                                    .message_offset = span.offset,
                                    .content_offset = last->content_offset};
    return (late_finding){last->stream, finding};
}

void session_breaks(const continuity *all, tied_session *s, const parley_rule *rule) {
    if (rule->level != PARLEY_ERROR) return;
    bool told = all->app->passes(all->app->judge, rule);
    s->deviates = s->deviates || told;
    s->left_out = s->left_out || !told;
}

static void late_tell(tied_session *s, const late_finding *late, const continuity *all) {
    session_breaks(all, s, late->finding.rule);
    all->app->late(all->app->judge, late);
}

static void fact_late(tied_session *s, late_finding *late, uint16_t question, uint16_t answer,
                      const continuity *all) {
    if (machine_answers("continuity.facts", question, answer, &late->finding))
        late_tell(s, late, all);
}

/* Where numbers may come in any order, only the end tells which of them never came. */
static void gaps_tell(tied_session *s, const continuity *all) {
    for (unsigned i = 0; s->profile->any_order && i < s->n_counts; i++) {
        const count *what = &s->counts[i];
        for (unsigned g = 0; g < what->n_gaps; g++) {
            const gap *missing = &what->gaps[g];
            late_finding late = finding_last(s, what->side);
            uint16_t state = what->state;
            late.finding.name = what->name;
            late.finding.from = missing->first - s->profile->step;
            late.finding.to = missing->last + s->profile->step;
            late.finding.number = (missing->last - missing->first) / s->profile->step + 1;
            if (machine_hears("continuity.counter", &state, COUNT_SKIPS, &late.finding))
                late_tell(s, &late, all);
        }
    }
}

static void session_late(tied_session *s, const continuity *all) {
    late_finding late;
    parley_side owing;
    for (int side = PARLEY_SERVER; side >= PARLEY_CLIENT; side--) {
        if (!counter_missing(s, (parley_side)side)) continue;
        late = finding_last(s, (parley_side)side);
        late.finding.name = counter_name(s->profile, (parley_side)side);
        fact_late(s, &late, Q_COUNTER, COUNTER_NONE, all);
    }
    gaps_tell(s, all);
    uint64_t missing = acknowledgments_missing(s, &owing);
    if (s->live > 0 || missing == 0) return;
    late = finding_last(s, owing);
    late.finding.number = missing;
    fact_late(s, &late, Q_ACKNOWLEDGMENT, ACK_OUTSTANDING, all);
}

static void session_judge(const tied_session *s, application_session *told) {
    const said *client = &s->said[PARLEY_CLIENT], *server = &s->said[PARLEY_SERVER];
    bool blind = counter_missing(s, PARLEY_CLIENT) || counter_missing(s, PARLEY_SERVER);
    bool counted = client->counted + server->counted > 0;
    told->loss_told = counted && !blind;
    if (s->undecided != NULL && s->lost == 0) told->loss_told = false;
    told->verdict = PARLEY_UNDECIDED;
    if (s->deviates)
        told->verdict = PARLEY_DEVIATES;
    else if (s->left_out)
        told->reason = "it breaks a rule that was left out";
    else if (!counted && s->n_ids == 0 && !blind)
        told->reason = "not observable: no message came that could be counted";
    else if (blind)
        told->reason = counted ? "not observable: messages of one side carry no counter"
                               : "not observable: no message carries a counter";
    else if (s->undecided != NULL)
        told->reason = s->undecided;
    else if (s->possibly_lost > 0)
        told->reason = "messages are possibly lost";
    else if (s->unsettled && s->resumed_from[0] == 0)
        told->reason = "bytes were never acknowledged: whether they were read cannot be told";
    else if (!counted)
        told->reason = "not observable: ids do not count";
    else if (s->crowded)
        told->reason = "it has more subscriptions than parley remembers";
    else if (s->asked[PARLEY_CLIENT].forgot || s->asked[PARLEY_SERVER].forgot)
        told->reason = "more messages wait to be acknowledged than parley remembers";
    else
        told->verdict = s->live > 0 ? PARLEY_UNFINISHED : PARLEY_CONFORMS;
}

void session_tell(const continuity *all, tied_session *s) {
    if (s->last_counts)
        (void)snprintf(s->last_id, sizeof s->last_id, "%llu", (unsigned long long)s->last_number);
    application_session told = {.application = s->profile->event_stream ? "sse" : "websocket",
                                .profile = s->profile->name,
                                .key = (const uint8_t *)s->key,
                                .n_key = strlen(s->key),
                                .on = &s->on,
                                .exchanges = s->exchanges,
                                .events = s->said[PARLEY_SERVER].messages,
                                .below_fine = s->conforming == s->on.connections,
                                .lost = s->lost,
                                .possibly_lost = s->possibly_lost,
                                .attempts = attempts_within(&all->app->attempts, &s->absences),
                                .n_last_id = strlen(s->last_id),
                                .n_resumed_from = strlen(s->resumed_from)};
    if (told.n_last_id > 0) told.last_id = (const uint8_t *)s->last_id;
    if (told.n_resumed_from > 0) told.resumed_from = (const uint8_t *)s->resumed_from;
    session_late(s, all);
    session_judge(s, &told);
    if (s->part.there) part_add(&s->part, &told);
    if (told.lost > 0 && told.below_fine) {
        told.confusion = 3;
        told.confused = told.lost;
    } else if (told.in_one > 1) {
        told.confusion = 2;
        told.confused = told.in_one;
    }
    all->app->session(all->app->judge, &told);
}

void continuity_end(continuity *all) {
    for (tied_session *s = all != NULL ? all->sessions : NULL; s != NULL; s = s->next)
        session_tell(all, s);
}

/* What is said of sessions when the transcript is over: see continuity.h. */
#include "../machine_answer.h"
#include "state.h"
#include <string.h>

/* Who is told. */
typedef struct listener {
    void *context;
    continuity_late *late;
    continuity_tell *tell;
} listener;

static parley_finding finding_last(const tied_session *s) {
    parley_finding finding = s->place;
    finding.turn_machine = parley_machine_find("continuity.session");
    finding.turn_state = s->state;
    return finding;
}

static void late_tell(tied_session *s, const parley_finding *finding, const listener *l) {
    const late_finding late = {s->place_stream, *finding};
    if (finding->rule->level == PARLEY_ERROR) s->deviates = true;
    l->late(l->context, &late);
}

static void fact_late(tied_session *s, parley_finding *finding, uint16_t question, uint16_t answer,
                      const listener *l) {
    if (machine_answers("continuity.facts", question, answer, finding)) late_tell(s, finding, l);
}

/* Where numbers may come in any order, only the end tells which of them never came. */
static void gaps_tell(tied_session *s, const listener *l) {
    for (unsigned i = 0; s->profile->any_order && i < s->n_counts; i++) {
        const count *what = &s->counts[i];
        for (unsigned g = 0; g < what->n_gaps; g++) {
            parley_finding finding = finding_last(s);
            uint16_t state = what->state;
            finding.from = what->gaps[g].first - s->profile->step;
            finding.to = what->gaps[g].last + s->profile->step;
            finding.number = (what->gaps[g].last - what->gaps[g].first) / s->profile->step + 1;
            s->lossy = true;
            if (machine_hears("continuity.counter", &state, S_SKIPS, &finding))
                late_tell(s, &finding, l);
        }
    }
}

static void session_late(tied_session *s, const listener *l) {
    parley_finding finding = finding_last(s);
    if (s->messages > 0 && s->counted == 0 && s->n_ids == 0)
        fact_late(s, &finding, Q_COUNTER, COUNTER_NONE, l);
    gaps_tell(s, l);
    if (s->live > 0) return;
    finding = finding_last(s);
    finding.number = acknowledgments_missing(s, &finding.side);
    if (finding.number > 0) fact_late(s, &finding, Q_ACKNOWLEDGMENT, ACK_OUTSTANDING, l);
}

static void session_judge(const tied_session *s, application_session *told) {
    told->loss_told = s->counted > 0;
    if (s->undecided != NULL && s->lost == 0) told->loss_told = false;
    told->verdict = PARLEY_UNDECIDED;
    if (s->deviates)
        told->verdict = PARLEY_DEVIATES;
    else if (s->counted == 0 && s->n_ids == 0)
        told->reason = "not observable: no message carries a counter";
    else if (s->undecided != NULL)
        told->reason = s->undecided;
    else if (s->possibly_lost > 0)
        told->reason = "messages are possibly lost";
    else if (s->unsettled && s->resumed_from[0] == 0)
        told->reason = "bytes were never acknowledged: whether they were read cannot be told";
    else if (s->counted == 0)
        told->reason = "not observable: ids do not count";
    else
        told->verdict = s->live > 0 ? PARLEY_UNFINISHED : PARLEY_CONFORMS;
}

static void session_tell(tied_session *s, const listener *l) {
    application_session told = {.application = s->profile->event_stream ? "sse" : "websocket",
                                .profile = s->profile->name,
                                .key = (const uint8_t *)s->key,
                                .n_key = strlen(s->key),
                                .n_streams = s->n_streams,
                                .connections = s->connections,
                                .exchanges = s->exchanges,
                                .events = s->messages,
                                .below_fine = s->conforming == s->connections,
                                .lost = s->lost,
                                .possibly_lost = s->possibly_lost,
                                .n_last_id = strlen(s->last_id),
                                .n_resumed_from = strlen(s->resumed_from)};
    memcpy(told.streams, s->streams, sizeof told.streams);
    if (told.n_last_id > 0) told.last_id = (const uint8_t *)s->last_id;
    if (told.n_resumed_from > 0) told.resumed_from = (const uint8_t *)s->resumed_from;
    session_judge(s, &told);
    l->tell(l->context, &told);
}

void continuity_end(continuity *all, void *context, continuity_late *late, continuity_tell *tell) {
    const listener l = {context, late, tell};
    for (tied_session *s = all->sessions; s != NULL; s = s->next) {
        session_late(s, &l);
        session_tell(s, &l);
    }
}

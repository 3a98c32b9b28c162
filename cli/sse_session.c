/* Sessions of Server-Sent Events, while they go on: answers, ids, ends. See sse_session.h. */
#include "sse_session.h"
#include "../grammars/sse/symbols.h"
#include "machine_answer.h"
#include "sse_finding.h"
#include "sse_session_state.h"

#define COUNTS_FROM 2 /* so many steps by one, and ids are taken for a count */

bool sse_session_hear(sse_session *s, uint16_t symbol, parley_finding *finding) {
    bool broken = machine_refuses("sse.turns", s->state, symbol, finding);
    const parley_machine *machine = parley_machine_find("sse.turns");
    if (machine == NULL) return false;
    if (s->state == 0) s->state = machine->start;
    (void)parley_machine_symbol(machine, &s->state, symbol);
    return broken;
}

static void symbol_hear(sse_session *s, uint16_t symbol) {
    parley_finding none;
    (void)sse_session_hear(s, symbol, &none);
}

bool sse_session_knows(const sse_session *s, uint64_t hash, bool since) {
    uint64_t oldest = s->n_ids > SESSION_IDS ? s->n_ids - SESSION_IDS : 0;
    if (since && s->first_id > oldest) oldest = s->first_id;
    for (uint64_t i = s->n_ids; i-- > oldest;)
        if (s->ids[i % SESSION_IDS] == hash) return true;
    return false;
}

void sse_session_deviates(sse_session *s) {
    s->deviates = true;
}

/* ---- answers ---- */

void sse_session_answer(sse_session *s, application *app, conversation *c, uint16_t symbol,
                        const message_head *response) {
    parley_finding finding = sse_finding_in(
        response, symbol == S_OTHER_TYPE ? HEAD_CONTENT_TYPE : HEAD_NAMES, PARLEY_TURN_CLIENT);
    finding.number = response->status;
    if (sse_session_hear(s, symbol, &finding)) app->finding(app->judge, c, &finding);
    s->ended_at = response->time;
    s->open = symbol == S_STREAM;
    if (symbol != S_STREAM) return;
    s->response = response;
    s->in_stream = s->cut = (sse_id){0};
    s->first_id = s->n_ids;
    s->blocks = s->left = false;
    s->told_repeated = s->told_back = false;
    s->stream = c->connection->stream;
}

void sse_session_unanswered(sse_session *s) {
    symbol_hear(s, S_NO_ANSWER);
    s->open = false;
}

void sse_session_forget(sse_session *s) {
    symbol_hear(s, C_CLOSE);
    s->open = false;
    s->parallel = true; /* what comes now is not told from what came before */
}

/* ---- ids ---- */

static void event_fault(application *app, conversation *c, const sse_session *s, uint16_t question,
                        uint16_t answer, uint64_t number, const parley_event *where) {
    if (s->response == NULL) return;
    parley_finding finding = sse_finding_at(where, s->response, true);
    finding.number = number;
    if (machine_answers("sse.facts", question, answer, &finding))
        app->finding(app->judge, c, &finding);
}

static bool ids_count(const sse_session *s) {
    return !s->counter.irregular && s->counter.steps >= COUNTS_FROM;
}

/* The first id behind a break: was anything lost, and did the stream go on where it was asked to?
 */
static void break_judge(sse_session *s, application *app, conversation *c, const sse_id *id,
                        bool is_number, uint64_t number, const parley_event *where) {
    bool on = ids_count(s) && is_number && number > s->counter.last;
    bool before = sse_session_knows(s, id->hash, false);
    s->renewed = false;
    if (on)
        s->lost += number - s->counter.last - 1;
    else if (!before)
        s->unknown_breaks++;
    bool elsewhere = before || (on && number != s->counter.last + 1);
    if (elsewhere && s->asked_more && !s->parallel && !s->unsure)
        event_fault(app, c, s, Q_RESUME, RESUME_ELSEWHERE, 0, where);
}

static void counter_take(sse_counter *counter, bool is_number, uint64_t number, bool first) {
    if (!is_number)
        counter->irregular = true;
    else if (counter->known && !first && number == counter->last + 1)
        counter->steps++;
    else if (counter->known && !first)
        counter->irregular = true;
    counter->known = is_number;
    counter->last = number;
}

/* An event with an id of its own. */
static void id_judge(sse_session *s, application *app, conversation *c, const sse_id *id,
                     const parley_event *where) {
    uint64_t number = 0;
    bool is_number = sse_id_number(id, &number), first = s->n_ids == s->first_id;
    if (s->renewed) break_judge(s, app, c, id, is_number, number, where);
    bool again = sse_session_knows(s, id->hash, true);
    if (again && !s->told_repeated) {
        s->told_repeated = true;
        event_fault(app, c, s, Q_EVENT, ID_AGAIN, 0, where);
    }
    bool back = is_number && s->counter.known && !first && number < s->counter.last;
    if (back && !again && !s->told_back) {
        s->told_back = true;
        event_fault(app, c, s, Q_EVENT, ID_BACK, number, where);
    }
    counter_take(&s->counter, is_number, number, first);
    s->ids[s->n_ids++ % SESSION_IDS] = id->hash;
}

void sse_session_block(sse_session *s, application *app, conversation *c, const sse_id *id,
                       bool own, bool dispatched, const parley_event *where) {
    if (dispatched) {
        s->events++;
        symbol_hear(s, S_EVENT);
    }
    s->blocks = true;
    s->in_stream = *id;
    if (!own) return;
    s->last = *id;
    if (id->n > 0 && dispatched) id_judge(s, app, c, id, where);
}

void sse_session_retry(sse_session *s, uint64_t milliseconds) {
    s->retry = milliseconds;
    s->has_retry = true;
}

/* ---- ends ---- */

void sse_session_left(sse_session *s) {
    s->left = true;
}

void sse_session_end(sse_session *s, body_end how, const sse_id *cut, const parley_event *where) {
    s->how = how;
    s->ended = *where;
    s->ended_at = where->time;
    s->response = NULL;
    if (how == BODY_OPEN) return;
    s->open = false;
    if (cut != NULL) s->cut = *cut;
    if (how == BODY_HOLE || how == BODY_UNREADABLE) s->unsure = true;
    if (how == BODY_LEFT) s->left = true;
    symbol_hear(s, s->left ? C_CLOSE : S_STREAM_END);
}

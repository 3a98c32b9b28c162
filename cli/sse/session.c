/* Sessions of Server-Sent Events, while they go on: answers, ids, ends. See session.h. */
#include "session.h"
#include "../../grammars/sse/symbols.h"
#include "../continuity/continuity.h"
#include "../http1/message_finding.h"
#include "../machine_answer.h"
#include "session_state.h"

#define COUNTS_FROM 2 /* so many steps by one, and ids are taken for a count */

bool sse_session_hear(sse_session *s, uint16_t symbol, parley_finding *finding) {
    const parley_machine *machine = machine_named("sse.turns");
    return machine != NULL && machine_steps(machine, &s->state, symbol, finding);
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

/* The session of a profile, which may be known only once messages have come. */
static void tie_take(sse_session *s, const conversation *c) {
    uint64_t tied = continuity_session(c);
    if (tied == 0) return;
    s->untied = s->untied || (s->tied != 0 && s->tied != tied);
    s->tied = tied;
}

void sse_session_answer(sse_session *s, application *app, conversation *c, uint16_t symbol,
                        const message_head *response) {
    parley_finding finding = message_finding_in(
        response, symbol == S_OTHER_TYPE ? HEAD_CONTENT_TYPE : HEAD_NAMES, PARLEY_TURN_CLIENT);
    finding.number = response->status;
    s->untied = s->untied || c->tied == NULL;
    tie_take(s, c);
    if (sse_session_hear(s, symbol, &finding)) app->finding(app->judge, c, &finding);
    s->ended_at = response->time;
    s->ended_clock = s->memory->clock;
    s->open = symbol == S_STREAM;
    s->refused = !s->open;
    if (symbol != S_STREAM) return;
    s->led_on = false;
    s->streamed = true;
    s->response = response;
    s->in_one = 0;
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

void sse_session_led_on(sse_session *s) {
    symbol_hear(s, C_CLOSE);
    s->open = false;
    s->led_on = true;
}

/* ---- ids ---- */

static void event_fault(application *app, conversation *c, const sse_session *s, uint16_t question,
                        uint16_t answer, uint64_t number, const parley_event *where) {
    if (s->response == NULL) return;
    parley_finding finding = message_finding_at(where, s->response, true);
    finding.number = number;
    if (machine_answers("sse.facts", question, answer, &finding))
        app->finding(app->judge, c, &finding);
}

/* Numbers tell which event came behind which id; of other ids it is known that they differ. */
static void resume_fault(application *app, conversation *c, const sse_session *s, bool is_number,
                         uint64_t number, const parley_event *where) {
    if (s->response == NULL) return;
    parley_finding finding = message_finding_at(where, s->response, true);
    bool numbers = is_number && sse_id_number(&s->resumed, &finding.from);
    finding.to = number;
    if (machine_answers("sse.facts", Q_RESUME, numbers ? RESUME_AT : RESUME_ELSEWHERE, &finding))
        app->finding(app->judge, c, &finding);
}

static bool ids_count(const sse_session *s) {
    return !s->counter.irregular && s->counter.steps >= COUNTS_FROM;
}

/* Once is enough; and who is tied by a profile hears it from there. */
static void below_tell(sse_session *s, application *app, conversation *c,
                       const parley_event *where) {
    if (s->lost == 0 || s->below_told || s->response == NULL || c->tied != NULL) return;
    s->below_told = true;
    parley_finding finding = message_finding_at(where, s->response, true);
    finding.number = s->lost;
    if (continuity_alive_below(&finding)) app->finding(app->judge, c, &finding);
}

/* Does the stream go on somewhere else than right behind the id that was asked for? */
static bool goes_on_elsewhere(const sse_session *s, const sse_id *id, bool known, bool is_number,
                              uint64_t number) {
    uint64_t asked;
    if (s->parallel || s->unsure || !s->asked_more) return false;
    if (sse_id_same(id, &s->resumed)) return true;
    if (ids_count(s) && is_number && sse_id_number(&s->resumed, &asked)) return number != asked + 1;
    return known && sse_id_same(&s->resumed, &s->last); /* what comes again came before it */
}

/* The first id behind a break: was anything lost, and did the stream go on where it was asked to?
 */
static void break_judge(sse_session *s, application *app, conversation *c, const sse_id *id,
                        bool is_number, uint64_t number, const parley_event *where) {
    bool known = sse_session_knows(s, id->hash, false);
    s->renewed = false;
    bool next = is_number && s->counter.known && number == s->counter.last + 1;
    if (next || (ids_count(s) && is_number))
        s->lost += number > s->counter.last ? number - s->counter.last - 1 : 0;
    else if (!known)
        s->unknown_breaks++;
    if (goes_on_elsewhere(s, id, known, is_number, number))
        resume_fault(app, c, s, is_number, number, where);
    below_tell(s, app, c, where);
}

/* first: of its stream. A step that is not one is no count, unless a break lies between. */
static void counter_take(sse_counter *counter, bool is_number, uint64_t number, bool first) {
    bool next = is_number && counter->known && number == counter->last + 1;
    bool jumps = counter->known && !first && !next;
    counter->steps += next;
    counter->irregular = counter->irregular || !is_number || jumps;
    counter->known = is_number;
    counter->last = number;
}

/* An event with an id of its own. */
static void id_judge(sse_session *s, application *app, conversation *c, const sse_id *id,
                     const parley_event *where) {
    uint64_t number = 0;
    bool is_number = sse_id_number(id, &number), first = s->n_ids == s->first_id;
    if (s->renewed) break_judge(s, app, c, id, is_number, number, where);
    bool follows = !s->counter.irregular && s->counter.known && number == s->counter.last + 1;
    bool again = !first && !(is_number && follows) && sse_session_knows(s, id->hash, true);
    if (again && !s->told_repeated) {
        s->told_repeated = true;
        event_fault(app, c, s, Q_ID, ID_AGAIN, 0, where);
    }
    bool back = is_number && s->counter.known && !first && number < s->counter.last;
    if (back && !again && !s->told_back) {
        s->told_back = true;
        event_fault(app, c, s, Q_ID, ID_BACK, number, where);
    }
    counter_take(&s->counter, is_number, number, first);
    s->ids[s->n_ids++ % SESSION_IDS] = id->hash;
}

void sse_session_block(sse_session *s, application *app, conversation *c, const sse_id *id,
                       bool own, bool dispatched, const parley_event *where) {
    if (dispatched) {
        s->events++;
        if (++s->in_one > s->most_in_one) s->most_in_one = s->in_one;
        symbol_hear(s, S_EVENT);
    }
    s->blocks = true;
    sse_id_copy(&s->in_stream, id);
    if (!own) return;
    if (id->n > 0 && dispatched) id_judge(s, app, c, id, where);
    sse_id_copy(&s->last, id);
}

void sse_session_retry(sse_session *s, uint64_t milliseconds) {
    s->retry = milliseconds;
    s->has_retry = true;
}

/* ---- ends ---- */

void sse_session_closed(application *app, const conversation *c) {
    bool fine = c->verdict == PARLEY_CONFORMS || c->verdict == PARLEY_UNFINISHED;
    if (app->sse == NULL || !c->in_session || fine) return;
    for (sse_session *s = app->sse->first; s != NULL; s = s->next)
        s->below_broken =
            s->below_broken || session_streams_may_hold(&s->on, c->connection->stream);
}

void sse_session_left(sse_session *s) {
    s->left = true;
}

void sse_session_end(sse_session *s, const conversation *c, body_end how, const sse_id *cut,
                     const parley_event *where) {
    s->ended = *where;
    s->ended.span = (parley_span){c->lanes[PARLEY_CLIENT].length, 0};
    s->ended_at = where->time;
    s->ended_clock = s->memory->clock;
    s->response = NULL;
    tie_take(s, c);
    if (how == BODY_OPEN) return;
    s->open = false;
    if (cut != NULL) s->cut = *cut;
    if (how == BODY_HOLE || how == BODY_UNREADABLE) s->unsure = true;
    if (how == BODY_LEFT) s->left = true;
    s->awaited = !s->left;
    symbol_hear(s, s->left ? C_CLOSE : S_STREAM_END);
}

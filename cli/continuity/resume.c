/* Where a client that comes back says that it stands, what the server answers, and what the client
 * asks for again: see state.h. */
#include "opening.h"
#include "state.h"
#include <stdio.h>
#include <string.h>

/* ---- the resume point ---- */

static bool id_is_last(const tied_session *s, uint64_t id) {
    return s->n_ids > 0 && s->ids[(s->n_ids - 1) % IDS] == id;
}

/* Whether what the client has received is known for sure. */
static bool received_is_known(const happening *h) {
    const tied_session *s = h->session;
    const said *server = &s->said[PARLEY_SERVER];
    return !session_waits(h) && server->counted > 0 && server->n_counts == 1 && s->holes == 0 &&
           server->unread == 0 && s->unseen == 0 && !s->overlapped && !s->profile->resets &&
           !s->profile->wraps && s->undecided == NULL;
}

static const char elsewhere[] = "its client has messages that are not in the transcript";

void session_goes_beyond(tied_session *s) {
    s->unseen++;
    if (s->undecided == NULL) s->undecided = elsewhere;
}

/* Behind the last message: the one that was cut, or one from a connection that is not here. */
static void point_ahead(happening *h) {
    continuity_link *l = h->link;
    tied_session *s = h->session;
    if (s->cut == l->number - 1 && h->to == s->received + s->profile->step) {
        session_hears(h, C_RESUMES_AHEAD);
        return;
    }
    session_hears(h, C_RESUMES_BEYOND);
    session_goes_beyond(s);
    l->beyond = (resumed_beyond){true, *h->event, h->side, h->span, h->from, h->to};
}

/* A server that goes on right behind the last message that is here has sent no other. */
void resume_followed(happening *h, uint64_t number) {
    resumed_beyond *beyond = &h->link->beyond;
    if (!beyond->waits) return;
    beyond->waits = false;
    if (number != beyond->from + h->session->profile->step) return;
    h->session->unseen--;
    if (h->session->undecided == elsewhere) h->session->undecided = NULL;
    happening point = *h;
    point.event = &beyond->event;
    point.side = beyond->side;
    point.span = beyond->span;
    point.from = beyond->from;
    point.to = beyond->to;
    session_hears(&point, C_RESUMES_AHEAD);
}

void resume_point(happening *h, const message_value *value) {
    continuity_link *l = h->link;
    tied_session *s = h->session;
    const profile *p = s->profile;
    uint64_t point = value->number;
    if (l->judged) return;
    l->judged = l->resumes = true;
    (void)snprintf(s->resumed_from, sizeof s->resumed_from, "%.*s",
                   (int)(value->n < VALUE_TEXT ? value->n : VALUE_TEXT - 1), value->text);
    if (!l->returns) return;
    if (id_is_last(s, value_hash(value->text, value->n))) l->id_known = true;
    if (p->resume_is_next && value->counts) point = point >= p->step ? point - p->step : 0;
    h->from = s->received;
    h->to = point;
    if (!value->counts || !received_is_known(h) || point == s->received)
        session_hears(h, C_RESUMES);
    else if (point < s->received)
        session_hears(h, C_RESUMES_BEHIND);
    else
        point_ahead(h);
}

/* Whether a first request goes on with something; 0 is where everything begins. */
bool resume_is_asked(const happening *h) {
    const value_place *where = &h->link->profile->resume;
    opening o;
    char text[OPENING_VALUE];
    if (where->kind == PLACE_NONE || where->kind >= PLACE_POINTER ||
        h->event->kind != PARLEY_EVENT_REQUEST_HEAD)
        return false;
    opening_take(&o, h->c, h->event);
    return opening_value(&o, where, text, sizeof text) && text[strspn(text, "0")] != 0;
}

/* The request that comes back is at hand. */
void resume_request(happening *h) {
    const profile *p = h->session->profile;
    opening o;
    char text[OPENING_VALUE];
    message_value value;
    if (p->resume.kind == PLACE_NONE || p->resume.kind >= PLACE_POINTER || h->link->judged ||
        h->event->kind != PARLEY_EVENT_REQUEST_HEAD)
        return;
    opening_take(&o, h->c, h->event);
    if (opening_value(&o, &p->resume, text, sizeof text)) {
        value_of_text(&value, text, strlen(text));
        resume_point(h, &value);
    } else if (!h->link->doubted &&
               (h->session->said[PARLEY_SERVER].counted > 0 || h->session->n_ids > 0)) {
        h->link->judged = true;
        session_hears(h, C_RESUMES_NOT);
    }
}

/* What was to be said in a message was not, and now it is too late. The server may speak before it
 * hears of it. */
void resume_overdue(happening *h) {
    continuity_link *l = h->link;
    tied_session *s = h->session;
    if (l->judged || l->doubted || !l->returns || !l->spoken ||
        s->profile->resume.kind < PLACE_POINTER ||
        (s->said[PARLEY_SERVER].counted == 0 && s->n_ids == 0))
        return;
    l->judged = true;
    session_hears(h, C_RESUMES_NOT);
}

static void answer_take(happening *h, uint16_t symbol) {
    continuity_link *l = h->link;
    if (l->answered) return;
    l->answered = true;
    l->accepted = symbol == S_ACCEPTS;
    l->refused = symbol == S_REFUSES;
    if (l->returns) session_hears(h, symbol);
}

void resume_message(happening *h, const message *m) {
    const profile *p = h->session->profile;
    continuity_link *l = h->link;
    message_value value;
    if (m->resumed && !l->returns) h->session->partial = true;
    if (h->event->side == PARLEY_CLIENT) {
        if (p->resume.kind >= PLACE_POINTER && message_value_at(m, &p->resume, &value))
            resume_point(h, &value);
        return;
    }
    bool answers = p->accepted.kind != PLACE_NONE || p->refused.kind != PLACE_NONE;
    if ((m->resumed || message_value_at(m, &p->accepted, &value)) && (l->resumes || m->resumed))
        answer_take(h, S_ACCEPTS);
    else if ((m->anew && l->resumes) || message_value_at(m, &p->refused, &value))
        answer_take(h, S_REFUSES);
    else if (answers && l->resumes && l->returns && !l->answered &&
             message_value_at(m, &p->counter, &value)) {
        l->answered = true; /* once is enough */
        session_hears(h, S_SAYS_NOTHING);
    }
}

/* ---- subscriptions ---- */

static void subscription_keep(tied_session *s, const subscription *told) {
    for (unsigned i = 0; i < s->n_subscriptions; i++) {
        if (s->subscriptions[i].what != told->what) continue;
        s->subscriptions[i] = *told;
        return;
    }
    if (s->n_subscriptions < SUBSCRIPTIONS)
        s->subscriptions[s->n_subscriptions++] = *told;
    else
        s->crowded = true;
}

bool subscription_promises(const tied_session *s, const message_field *id) {
    uint64_t name = value_hash(id->text, id->n);
    for (unsigned i = 0; i < s->n_subscriptions; i++)
        if (s->subscriptions[i].id == name) return s->subscriptions[i].promised;
    return false;
}

static void subscription_drop(tied_session *s, uint64_t name) {
    for (unsigned i = 0; i < s->n_subscriptions; i++)
        if (s->subscriptions[i].id == name || s->subscriptions[i].what == name)
            s->subscriptions[i--] = s->subscriptions[--s->n_subscriptions];
}

void subscriptions_message(happening *h, const message *m) {
    tied_session *s = h->session;
    const profile *p = s->profile;
    message_value what, test;
    if (m->unsubscribes.text != NULL)
        subscription_drop(s, value_hash(m->unsubscribes.text, m->unsubscribes.n));
    if (h->event->side == PARLEY_SERVER) return;
    bool leaves = m->unsubscribes.text != NULL || (p->unsubscribing.kind != PLACE_NONE &&
                                                   message_value_at(m, &p->unsubscribing, &test));
    if (leaves) s->holes++; /* it does not want what is missing then */
    if (m->subscribes.text != NULL) {
        uint64_t name = value_hash(m->subscribes.text, m->subscribes.n);
        uint64_t id = m->subscription_id.text != NULL
                          ? value_hash(m->subscription_id.text, m->subscription_id.n)
                          : name;
        const subscription told = {name, id, h->link->number, m->promises};
        subscription_keep(s, &told);
    }
    if (p->subscription.kind == PLACE_NONE || !message_value_at(m, &p->subscription, &what)) return;
    uint64_t name = value_hash(what.text, what.n);
    if (p->unsubscribing.kind != PLACE_NONE && message_value_at(m, &p->unsubscribing, &test))
        subscription_drop(s, name);
    else if (p->subscribing.kind == PLACE_NONE || message_value_at(m, &p->subscribing, &test))
        subscription_keep(s, &(subscription){name, name, h->link->number, false});
}

/* How many were not asked for on this connection; they are not owed any more. */
uint64_t subscriptions_missing(tied_session *s, const continuity_link *l) {
    uint64_t n = 0;
    for (unsigned i = 0; i < s->n_subscriptions; i++) {
        subscription *known = &s->subscriptions[i];
        if (known->link >= l->number) continue;
        n += !(l->answered && l->accepted);
        s->subscriptions[i--] = s->subscriptions[--s->n_subscriptions];
    }
    return n;
}

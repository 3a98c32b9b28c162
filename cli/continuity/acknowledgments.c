/* What one side acknowledges of the other's messages: see state.h.
 *
 * Either up to a number, in the place that the profile names, or message by message, where the
 * carrier does so. */
#include "state.h"
#include <string.h>

/* Whether all that was sent is known. */
static bool sent_is_known(const tied_session *s) {
    const said *server = &s->said[PARLEY_SERVER];
    return server->counted > 0 && server->n_counts == 1 && s->holes == 0 && server->unread == 0 &&
           !s->profile->wraps && !s->profile->resets && !s->overlapped && s->undecided == NULL;
}

static void up_to_number(happening *h, uint64_t number) {
    tied_session *s = h->session;
    h->to = number;
    if (s->said[PARLEY_SERVER].counted == 0 || s->said[PARLEY_SERVER].n_counts != 1) return;
    h->from = s->received;
    if (sent_is_known(s) && number > s->received) {
        if (h->link->returns && !h->link->counted)
            session_goes_beyond(s); /* it may have come since the last connection that is here */
        else
            fact_tell(h, Q_ACKNOWLEDGMENT, ACK_UNSENT);
        return;
    }
    h->from = s->acknowledgment;
    if (s->acknowledged && number < s->acknowledgment && !s->profile->wraps && !s->profile->resets)
        fact_tell(h, Q_ACKNOWLEDGMENT, ACK_BACK);
    if (!s->acknowledged || number > s->acknowledgment) s->acknowledgment = number;
    s->acknowledged = true;
}

static void asked_add(asked *a, const message_field *name, bool numbers) {
    message_value value;
    uint64_t key = value_hash(name->text, name->n);
    value_of_text(&value, name->text, name->n);
    value.counts = value.counts && numbers;
    if (value.counts && (!a->counted || value.number > a->highest)) a->highest = value.number;
    a->counted = a->counted || value.counts;
    for (unsigned i = 0; i < a->n; i++)
        if (a->keys[i] == key) return; /* sent again */
    a->forgot = a->forgot || a->n == ASKED;
    if (a->n < ASKED) a->keys[a->n++] = key;
}

/* Returns whether a message of this name waits. */
static bool asked_answer(asked *a, const message_field *name, bool up_to) {
    uint64_t key = value_hash(name->text, name->n);
    for (unsigned i = 0; i < a->n; i++) {
        if (a->keys[i] != key) continue;
        unsigned from = up_to ? 0 : i;
        memmove(&a->keys[from], &a->keys[i + 1], (a->n - i - 1) * sizeof a->keys[0]);
        a->n -= i + 1 - from;
        return true;
    }
    return false;
}

void acknowledgment_message(happening *h, const message *m) {
    tied_session *s = h->session;
    parley_side side = h->event->side,
                other = side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT;
    message_value value;
    bool asks = m->asks.text != NULL;
    if (m->asks_under.text != NULL) asks = asks && subscription_promises(s, &m->asks_under);
    if (asks) asked_add(&s->asked[side], &m->asks, s->profile->carrier == CARRIER_SOCKET_IO);
    if (m->acknowledges.text != NULL &&
        !asked_answer(&s->asked[other], &m->acknowledges, m->up_to)) {
        const asked *a = &s->asked[other];
        value_of_text(&value, m->acknowledges.text, m->acknowledges.n);
        h->from = a->highest;
        h->to = value.number;
        if (a->counted && value.counts && value.number > a->highest && !s->partial &&
            s->holes == 0 && s->said[other].unread == 0)
            fact_tell(h, Q_ACKNOWLEDGMENT, ACK_UNSENT);
    }
    if (side == PARLEY_CLIENT && message_value_at(m, &s->profile->acknowledgment, &value) &&
        value.counts)
        up_to_number(h, value.number);
}

uint64_t acknowledgments_missing(const tied_session *s, parley_side *side) {
    *side = PARLEY_CLIENT;
    if (s->holes > 0 || s->said[PARLEY_CLIENT].unread + s->said[PARLEY_SERVER].unread > 0) return 0;
    if (s->acknowledged && sent_is_known(s) && s->received > s->acknowledgment)
        return (s->received - s->acknowledgment) / s->profile->step;
    for (int asking = 0; asking < 2; asking++) {
        *side = asking == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT;
        if (!s->asked[asking].forgot && s->asked[asking].n > 0) return s->asked[asking].n;
    }
    return 0;
}

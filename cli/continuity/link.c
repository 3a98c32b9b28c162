/* Connections and the sessions that they belong to: see state.h.
 *
 * What a profile names ties connections together; where it names nothing, or the connection has
 * nothing of it, the same client, server, host and path are a guess, and where the guess fits more
 * than one session, nothing is tied. */
#include "../http1/head_field.h"
#include "../memory.h"
#include "state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 10                           /* ms: whoever comes back sooner has not waited */
#define AWAY    (300 * UINT64_C(1000000000)) /* ns: a guess does not hold for longer */

/* ---- the end of a connection ---- */

void link_over(happening *h) {
    continuity_link *l = h->link;
    tied_session *s = h->session;
    if (l->over) return;
    l->over = true;
    if (s == NULL) return;
    resume_overdue(h);
    bool sure = l->returns && l->spoken && !l->doubted && !l->missed;
    h->number = sure ? subscriptions_missing(s, l) : 0;
    if (h->number > 0) session_hears(h, C_SUBSCRIBES_NOT);
    s->live--;
    s->ended = h->event->time;
    s->left = l->takes_leave;
    s->abnormal = l->open && !l->closes && !l->left;
    if (l->open) s->attempts = 0;
    if (s->live == 0) session_hears(h, CONNECTION_OVER);
}

/* ---- a session goes on ---- */

static bool waits_are_alike(const tied_session *s) {
    uint64_t least = UINT64_MAX, most = 0;
    for (unsigned i = 0; i < STEADY; i++) {
        least = s->waits[i] < least ? s->waits[i] : least;
        most = s->waits[i] > most ? s->waits[i] : most;
    }
    return most > 0 && (most - least) <= most / 20;
}

/* RFC 6455 7.2.3: how long the client has waited, and before the attempts that failed. */
static void wait_judge(happening *h) {
    tied_session *s = h->session;
    uint64_t now = h->event->time, waited = now > s->ended ? now - s->ended : 0;
    bool times = now != 0 || s->ended != 0; /* a text without times tells none */
    uint16_t symbol = C_COMES_BACK;
    h->number = waited / 1000000;
    if (times && s->attempts == 0 && s->abnormal && h->number < AT_ONCE) symbol = C_COMES_AT_ONCE;
    if (s->attempts < STEADY) s->waits[s->attempts] = waited;
    if (times && s->attempts + 1 == STEADY && waits_are_alike(s)) {
        symbol = C_COMES_STEADILY;
        h->number = STEADY;
    }
    s->attempts++;
    if (s->profile->event_stream) symbol = C_COMES_BACK; /* retry says how long: sse.session */
    session_hears(h, symbol);
}

static void session_returns(happening *h) {
    continuity_link *l = h->link;
    tied_session *s = h->session;
    if (s->live > 0) {
        l->beside = s->overlapped = true;
        if (s->undecided == NULL) s->undecided = "two of its connections were open at once";
        session_hears(h, C_COMES_BESIDE);
    } else {
        l->returns = true;
        absence_add(&s->absences, h->c->connection, s->ended, h->event->time);
        s->unseen += l->doubted; /* what came since then, perhaps on connections of its own */
        l->judged = s->ended > h->event->time; /* others were told before: it may be no return */
        bool whole = s->holes == 0 && s->unseen == 0 && !session_waits(h);
        if (l->judged || !whole) /* how the last one ended, and when, is not known */
            session_hears(h, C_COMES_BACK);
        else
            wait_judge(h);
        resume_request(h);
    }
}

static void session_begins(happening *h) {
    continuity_link *l = h->link;
    bool later = h->c->connection->mid_stream || resume_is_asked(h);
    l->judged = true; /* there is nothing before it to compare with */
    h->session->partial = later;
    session_hears(h, later ? C_BEGINS_LATER : C_BEGINS);
}

/* ---- which session ---- */

/* Makes room by the oldest session that no connection is known of; it is told before. */
static bool session_forget(continuity *all) {
    tied_session **at = &all->sessions;
    while (*at != NULL && (*at)->held > 0)
        at = &(*at)->next;
    tied_session *old = *at;
    if (old == NULL) return false;
    session_tell(all, old);
    *at = old->next;
    counts_free(old);
    free(old);
    all->n_sessions--;
    return true;
}

static tied_session *session_new(happening *h, const char *key, uint64_t hash, bool guessed) {
    if (h->all->n_sessions == SESSIONS && !session_forget(h->all)) return NULL;
    tied_session *s = memory_new(sizeof *s);
    if (s == NULL) return NULL;
    tied_session **end = &h->all->sessions;
    while (*end != NULL)
        end = &(*end)->next;
    *end = s;
    h->all->n_sessions++;
    s->serial = ++h->all->serials;
    s->profile = h->link->profile;
    s->hash = hash;
    s->guessed = guessed;
    (void)snprintf(s->key, sizeof s->key, "%s", key);
    return s;
}

/* Of guesses only a session without a connection may go on, of which the client has not taken its
 * leave, and only if it is the only one, or the only one with that query. */
static tied_session *session_find(const happening *h, uint64_t hash, bool guessed,
                                  bool *ambiguous) {
    tied_session *found = NULL;
    bool several = false, alike = false;
    for (tied_session *s = h->all->sessions; s != NULL; s = s->next) {
        if (s->hash != hash || s->profile != h->link->profile || s->guessed != guessed) continue;
        if (guessed && (s->live > 0 || s->left || s->ended > h->event->time)) continue;
        bool same = s->query == h->link->query;
        if (alike && !same) continue;
        several = found != NULL && alike == same;
        alike = same;
        found = s;
    }
    *ambiguous = guessed && several;
    return *ambiguous ? NULL : found;
}

/* Another query may be another user's, and who comes long after may be somebody else. */
static bool guess_is_doubted(const tied_session *s, const happening *h) {
    uint64_t now = h->event->time;
    return s->query != h->link->query || (now > s->ended && now - s->ended > AWAY);
}

static void tie_tell(happening *h, bool ambiguous, bool guessed) {
    tied_session *s = h->session;
    if (ambiguous) s->undecided = "it may go on with one of several sessions";
    if (h->link->doubted && s->undecided == NULL)
        s->undecided = "a guess ties its connections, and they may be of several clients";
    if (ambiguous || h->link->doubted)
        fact_tell(h, Q_TIE, ambiguous ? TIE_AMBIGUOUS : TIE_DOUBTED);
    else if (guessed)
        fact_tell(h, Q_TIE, TIE_GUESSED);
}

void link_session(happening *h, const char *key, bool guessed) {
    continuity_link *l = h->link;
    uint64_t hash = guessed ? l->guess_hash : value_hash(key, strlen(key));
    bool ambiguous = false;
    tied_session *s = session_find(h, hash, guessed, &ambiguous);
    bool known = s != NULL;
    if (!known) s = session_new(h, key, hash, guessed);
    l->waits = false;
    h->session = l->session = s;
    if (s == NULL) {
        h->all->app->untied++;
        return;
    }
    l->number = ++s->links;
    l->doubted = known && guessed && guess_is_doubted(s, h);
    s->query = l->query;
    session_hosts(s, h->c->connection->hosts);
    if (known)
        session_returns(h);
    else
        session_begins(h);
    s->live++;
    s->held++;
    s->exchanges++;
    s->holes += l->missed || h->c->connection->mid_stream;
    h->c->in_session = true;
    tie_tell(h, ambiguous, known && guessed);
    session_streams_add(&s->on, h->c->connection->stream);
}

/* The first message that has what the profile names; a counted one without it goes by the guess. */
void link_by_message(happening *h, const message *m) {
    const profile *p = h->link->profile;
    message_value value;
    for (unsigned i = 0; i < p->n_ties; i++) {
        if (!message_value_at(m, &p->ties[i], &value) || value.n == 0) continue;
        char key[KEY_TEXT];
        (void)snprintf(key, sizeof key, "%s %.*s", p->ties[i].name,
                       (int)(value.n < KEY_TEXT ? value.n : KEY_TEXT), value.text);
        link_session(h, key, false);
        return;
    }
    if (message_value_at(m, counter_place(p, h->event->side), &value))
        link_session(h, h->link->guess, true);
}

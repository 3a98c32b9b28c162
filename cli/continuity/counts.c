/* The counters of messages, over the connections of a session: see state.h.
 *
 * Numbers are compared here; what a step means there is an edge of continuity.counter. What may be
 * missing from the transcript, or could not be read, is nobody's loss. */
#include "../machine_answer.h"
#include "../memory.h"
#include "../report/escape.h"
#include "state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_COLUMNS 32 /* of the text of a key, in a name */

/* ---- what is counted ---- */

const value_place *counter_place(const profile *p, parley_side side) {
    return side == PARLEY_CLIENT ? &p->client_counter : &p->counter;
}

const char *counter_name(const profile *p, parley_side side) {
    const value_place *where = counter_place(p, side);
    if (where->kind == PLACE_NONE) return "a counter or an id";
    return where->kind == PLACE_WHOLE ? "counter" : where->name;
}

bool counter_missing(const tied_session *s, parley_side side) {
    const said *of = &s->said[side];
    bool wanted = side == PARLEY_SERVER ? s->profile->client_counter.kind == PLACE_NONE ||
                                              s->profile->counter.kind != PLACE_NONE
                                        : s->profile->client_counter.kind != PLACE_NONE;
    if (side == PARLEY_SERVER && s->n_ids > 0) return false;
    return wanted && of->messages > 0 && of->counted == 0;
}

/* "/seq", and where each key has a count of its own "/seq[KEY]". */
static char *count_name(const profile *p, parley_side side, const message_value *key) {
    char text[4 * VALUE_TEXT + 1], name[KEY_TEXT + sizeof text];
    (void)snprintf(name, sizeof name, "%.*s", KEY_TEXT, counter_name(p, side));
    size_t n = text_escape(text, sizeof text, key->text, key->n < VALUE_TEXT ? key->n : VALUE_TEXT);
    text_cut(text, KEY_COLUMNS);
    if (n > 0) (void)snprintf(name + strlen(name), sizeof name - strlen(name), "[%s]", text);
    char *made = memory_new(strlen(name) + 1);
    if (made != NULL) memcpy(made, name, strlen(name) + 1);
    return made;
}

void counts_free(tied_session *s) {
    for (unsigned i = 0; i < s->n_counts; i++)
        free(s->counts[i].name);
    free(s->counts);
}

static count *count_find(tied_session *s, parley_side side, const message_value *text) {
    uint64_t key = text->n > 0 ? value_hash(text->text, text->n) : 0;
    for (unsigned i = 0; i < s->n_counts; i++)
        if (s->counts[i].key == key && s->counts[i].side == side) return &s->counts[i];
    if (s->n_counts == COUNTS) {
        s->undecided = "it has more keys than parley remembers";
        return NULL;
    }
    if ((s->n_counts & (s->n_counts - 1)) == 0) { /* full: 0, 1, 2, 4 ... */
        size_t size = s->n_counts == 0 ? 1 : 2 * (size_t)s->n_counts;
        count *larger = memory_grow(s->counts, size * sizeof *larger);
        if (larger == NULL) return NULL;
        s->counts = larger;
    }
    count *made = &s->counts[s->n_counts++];
    *made = (count){.side = side, .key = key, .name = count_name(s->profile, side, text)};
    s->said[side].n_counts++;
    return made;
}

/* How far value lies ahead of from; 0 where it does not. */
static uint64_t ahead_of(const profile *p, uint64_t from, uint64_t value) {
    if (!p->wraps) return value > from ? value - from : 0;
    uint64_t size = p->high - p->low + 1;
    uint64_t distance = value >= from ? value - from : size - (from - value);
    return distance <= size / 2 ? distance : 0;
}

/* ---- what is missing ---- */

static const char too_many[] = "more numbers are late at once than parley remembers";

/* Returns false where there is no room: of what is late then nobody can tell whether it was. */
static bool gap_add(tied_session *s, count *what, uint64_t value) {
    const profile *p = s->profile;
    if (value < what->highest) return true; /* the count began again at its lowest number */
    if (what->n_gaps == GAPS) {
        what->crowded = true;
        if (s->undecided == NULL) s->undecided = too_many;
        return false;
    }
    what->gaps[what->n_gaps++] = (gap){what->highest + p->step, value - p->step};
    return true;
}

/* A number came in the middle of a gap. Where there is no room for both its halves, whether the
 * numbers behind it come is not known any more, and nobody is said to have lost them. */
static void gap_split(tied_session *s, count *what, gap *g, uint64_t value) {
    uint64_t step = s->profile->step, behind = (g->last - value) / step;
    if (what->n_gaps < GAPS) {
        what->gaps[what->n_gaps++] = (gap){value + step, g->last};
    } else {
        what->crowded = true;
        if (s->undecided == NULL) s->undecided = too_many;
        s->lost -= s->lost < behind ? s->lost : behind;
        s->possibly_lost++;
    }
    g->last = value - step;
}

/* Takes a number out of what is missing. Returns whether it was. */
static bool gap_fill(tied_session *s, count *what, uint64_t value) {
    const profile *p = s->profile;
    for (unsigned i = 0; i < what->n_gaps; i++) {
        gap *g = &what->gaps[i];
        if (value < g->first || value > g->last || (value - g->first) % p->step != 0) continue;
        if (value == g->first && value == g->last)
            *g = what->gaps[--what->n_gaps];
        else if (value == g->first)
            g->first += p->step;
        else if (value == g->last)
            g->last -= p->step;
        else
            gap_split(s, what, g, value);
        return true;
    }
    return false;
}

/* ---- one number ---- */

static void lost_tell(happening *h, count *what, bool fresh) {
    tied_session *s = h->session;
    s->lost += h->number;
    count_hears(h, what, fresh && h->link->accepted ? COUNT_SKIPS_ACCEPTED : COUNT_SKIPS);
    if (!fresh || s->below_told) return;
    s->below_told = true; /* once is enough */
    h->number = s->lost;
    fact_tell(h, Q_BELOW, BELOW_ALIVE);
}

bool continuity_alive_below(parley_finding *finding) {
    return machine_answers("continuity.facts", Q_BELOW, BELOW_ALIVE, finding);
}

static void count_forward(happening *h, count *what, uint64_t value, bool fresh) {
    tied_session *s = h->session;
    const profile *p = s->profile;
    uint64_t missing = (ahead_of(p, what->highest, value) - 1) / p->step;
    uint64_t unread = s->said[what->side].unread - what->unread;
    /* what could not be read may hold more than one number */
    bool unseen = unread > 0 || s->holes != what->holes || s->live > 1 || h->link->beside ||
                  (fresh && (s->unseen != what->unseen || session_waits(h)));
    missing = missing > unread ? missing - unread : 0;
    h->number = missing;
    h->before = what->highest_at;
    if (missing == 0) {
        count_hears(h, what, COUNT_NEXT);
    } else if (unseen || (fresh && h->link->refused)) {
        s->possibly_lost++;
        count_hears(h, what, COUNT_UNSURE);
    } else {
        bool kept = gap_add(s, what, value);
        if (!p->any_order) {
            lost_tell(h, what, fresh);
        } else {
            s->lost += kept ? missing : 0; /* until it comes */
            s->possibly_lost += !kept;
            count_hears(h, what, COUNT_UNSURE);
        }
    }
    what->highest = value;
    what->replaying = false;
}

static void count_backward(happening *h, count *what, uint64_t value, bool fresh) {
    tied_session *s = h->session;
    const profile *p = s->profile;
    bool shared = s->live > 1 || h->link->beside || s->overlapped || h->link->doubted;
    bool resumes = what->side == PARLEY_SERVER && h->link->resumes;
    h->from = what->last;
    h->before = what->last_at;
    if (gap_fill(s, what, value)) {
        if (s->lost > 0) s->lost--;
        count_hears(h, what, p->any_order || shared ? COUNT_UNSURE : COUNT_LATE);
    } else if (shared || what->crowded) {
        count_hears(h, what, COUNT_UNSURE);
    } else if (fresh && !resumes &&
               (value == what->first || value <= 1 || (value < what->first && !p->wraps))) {
        h->from = what->highest;
        h->before = what->highest_at;
        count_hears(h, what, COUNT_ANEW);
        what->highest = what->first = value;
        what->n_gaps = 0;
        if (what->side == PARLEY_SERVER) s->acknowledged = false;
        if (s->undecided == NULL)
            s->undecided = "the count started again: what was lost before is not observable";
        return;
    } else if (!fresh && value == what->last) {
        count_hears(h, what, COUNT_AGAIN);
    } else if (!fresh && (what->replaying ? value > what->last : p->any_order)) {
        count_hears(h, what, COUNT_NEXT);
    } else {
        count_hears(h, what, COUNT_EARLIER);
    }
    what->replaying = what->replaying || fresh;
}

/* Of a count that starts again with each connection, each connection stands for itself. */
static void count_afresh(happening *h, count *what, uint64_t value) {
    if (h->session->undecided == NULL)
        h->session->undecided =
            "the count starts again with each connection: what was lost between "
            "two is not observable";
    if (!h->link->afresh_told[what->side]) fact_tell(h, Q_COUNTER, COUNTER_AFRESH);
    h->link->afresh_told[what->side] = true;
    count_hears(h, what, COUNT_UNSURE);
    what->first = what->highest = value;
    what->n_gaps = 0;
}

/* Member by member, and not copied from another: that would wait for its stores. */
static void place_set(const happening *h, parley_place *place) {
    place->known = true;
    place->stream = h->c->connection->stream;
    place->span = h->span;
    place->frame = h->event->frame;
    place->time = h->event->time;
}

/* What the next number is compared with. */
static void count_keep(const happening *h, count *what, uint64_t value) {
    tied_session *s = h->session;
    said *of = &s->said[what->side];
    what->last = value;
    place_set(h, &what->last_at);
    if (what->highest == value) place_set(h, &what->highest_at);
    what->link = h->link->number;
    what->unread = of->unread;
    what->holes = s->holes;
    what->unseen = s->unseen;
    of->counted++;
    if (what->side == PARLEY_CLIENT && s->profile->counter.kind != PLACE_NONE) return;
    s->last_counts = true;
    s->last_number = value;
    if (what->side == PARLEY_SERVER && (what->highest > s->received || of->n_counts == 1))
        s->received = what->highest;
}

static void count_number(happening *h, count *what, uint64_t value) {
    tied_session *s = h->session;
    bool fresh = what->begun && what->link != h->link->number;
    if (fresh) {
        what->replaying = false;
        if (!h->link->beside) count_hears(h, what, CONNECTION_NEW);
        fresh = !h->link->beside;
    }
    if (what->side == PARLEY_SERVER) {
        if (fresh) resume_followed(h, value);
        h->link->counted = true;
    }
    h->name = what->name;
    h->from = what->highest;
    h->to = value;
    if (!what->begun) {
        count_hears(h, what,
                    s->said[what->side].counted > 0 && h->link->returns && h->link->number > 1
                        ? COUNT_FIRST_LATER
                        : COUNT_FIRST);
        what->first = what->highest = value;
        what->begun = true;
    } else if (fresh && s->profile->resets) {
        count_afresh(h, what, value);
    } else if (ahead_of(s->profile, what->highest, value) > 0) {
        count_forward(h, what, value, fresh);
    } else {
        count_backward(h, what, value, fresh);
    }
    count_keep(h, what, value);
}

/* ---- ids that do not count ---- */

static bool id_is_known(const tied_session *s, uint64_t id) {
    for (unsigned i = 0; i < IDS && i < s->n_ids; i++)
        if (s->ids[i] == id) return true;
    return false;
}

static void id_message(happening *h, const message_value *id) {
    tied_session *s = h->session;
    bool again = id_is_known(s, value_hash(id->text, id->n)); /* it goes on from what was there */
    if (h->link->returns && !h->link->id_known && !again && s->n_ids > 0) {
        s->possibly_lost++;
        h->number = h->event->time > s->ended ? (h->event->time - s->ended) / 1000000 : 0;
        if (!h->link->doubted) fact_tell(h, Q_ID, ID_OPAQUE);
    }
    h->link->id_known = true;
    s->ids[s->n_ids++ % IDS] = value_hash(id->text, id->n);
    s->last_counts = false;
    (void)snprintf(s->last_id, sizeof s->last_id, "%.*s",
                   (int)(id->n < VALUE_TEXT ? id->n : VALUE_TEXT - 1), id->text);
}

/* The messages of a side that stand for themselves, not those of the carrier. */
void count_message(happening *h, const message *m) {
    tied_session *s = h->session;
    const profile *p = s->profile;
    parley_side side = h->event->side;
    const value_place *counter = counter_place(p, side);
    message_value value, key = {.n = 0};
    if (m->sort == MESSAGE_CONTROL) return;
    s->said[side].messages++;
    if (m->unread || m->sort == MESSAGE_BROKEN) s->said[side].unread++;
    if (side == PARLEY_SERVER && p->id.kind != PLACE_NONE && message_value_at(m, &p->id, &value))
        id_message(h, &value);
    if (counter->kind == PLACE_NONE) return;
    h->name = counter_name(p, side);
    if (!message_value_at(m, counter, &value)) {
        bool batch = !m->unread && message_batches(m, counter);
        s->said[side].unread += batch;
        if (m->unread || batch) fact_tell(h, Q_COUNTER, COUNTER_UNREADABLE);
        return;
    }
    if (!value.counts || (p->wraps && (value.number < p->low || value.number > p->high))) {
        s->said[side].unread += !m->unread;
        fact_tell(h, Q_COUNTER, COUNTER_UNREADABLE);
        return;
    }
    if (p->key.kind != PLACE_NONE) (void)message_value_at(m, &p->key, &key);
    count *what = count_find(s, side, &key);
    if (what != NULL) count_number(h, what, value.number);
}

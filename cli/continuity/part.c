/* Sessions of event streams that are part of a session of a profile: both are judged, each by what
 * it knows, and told as one. See continuity.h. */
#include "state.h"

uint64_t continuity_session(const conversation *c) {
    return c->tied != NULL && c->tied->session != NULL ? c->tied->session->serial : 0;
}

static unsigned badness(parley_verdict verdict) {
    switch (verdict) {
    case PARLEY_DEVIATES:
        return 3;
    case PARLEY_UNDECIDED:
        return 2;
    case PARLEY_UNFINISHED:
        return 1;
    default:
        return 0;
    }
}

static tied_session *session_of(const continuity *all, uint64_t serial) {
    tied_session *s = all != NULL ? all->sessions : NULL;
    while (s != NULL && s->serial != serial)
        s = s->next;
    return s;
}

/* Where messages are counted, ids that seem to be missing say nothing more. */
static parley_verdict verdict_of(const tied_session *s, const application_session *part) {
    bool counted = s->said[PARLEY_SERVER].counted > 0;
    return part->verdict == PARLEY_UNDECIDED && part->by_ids && counted ? PARLEY_CONFORMS
                                                                        : part->verdict;
}

bool continuity_folds(continuity *all, const application_session *part) {
    tied_session *s = session_of(all, part->tied);
    if (s == NULL) return false;
    stream_part *sum = &s->part;
    parley_verdict verdict = verdict_of(s, part);
    if (!sum->there || badness(verdict) > badness(sum->verdict)) {
        sum->verdict = verdict;
        sum->reason = part->reason;
    }
    sum->loss_told = part->loss_told && (!sum->there || sum->loss_told);
    sum->there = true;
    sum->broken = sum->broken || !part->below_fine;
    sum->lost += part->lost;
    sum->possibly_lost += part->possibly_lost;
    if (part->in_one > sum->in_one) sum->in_one = part->in_one;
    if (part->last_id != NULL) {
        sum->last_id = part->last_id;
        sum->n_last_id = part->n_last_id;
    }
    if (part->resumed_from != NULL) {
        sum->resumed_from = part->resumed_from;
        sum->n_resumed_from = part->n_resumed_from;
    }
    if (part->n_resumed > 0) {
        sum->resumed = part->resumed;
        sum->n_resumed = part->n_resumed;
    }
    return true;
}

/* What counters say of loss is better than what ids say. */
static void loss_add(const stream_part *part, application_session *told) {
    if (told->loss_told || told->lost > 0) return;
    told->loss_told = part->loss_told;
    told->lost = part->lost;
    if (part->possibly_lost > told->possibly_lost) told->possibly_lost = part->possibly_lost;
}

void part_add(const stream_part *part, application_session *told) {
    loss_add(part, told);
    if (badness(part->verdict) > badness(told->verdict)) {
        told->verdict = part->verdict;
        told->reason = part->reason;
    }
    told->below_fine = told->below_fine && !part->broken;
    told->in_one = part->in_one;
    if (part->last_id != NULL) {
        told->last_id = part->last_id;
        told->n_last_id = part->n_last_id;
    }
    if (part->resumed_from != NULL) {
        told->resumed_from = part->resumed_from;
        told->n_resumed_from = part->n_resumed_from;
    }
    told->resumed = part->resumed;
    told->n_resumed = part->n_resumed;
}

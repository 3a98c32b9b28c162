/* What a lane of HTTP/1.1 makes of bytes that come between messages: before an answer that may
 * change the protocol, after a change that is not judged, and where a lane that was lost may find
 * its way again. */
#include "http1_lane.h"
#include "websocket.h"

/* RFC 6455 4.1: between an opening request and its answer the client is silent. What it says is
 * HTTP again, or another protocol too early. */
void lane_unanswered(feed *f, size_t from) {
    lane *l = f->lane;
    place where = place_here(f, from, l->state, f->input->bytes[from]);
    l->mode = LANE_STEP;
    if (no_turns(f) || other_lane(f)->mode == LANE_LOST) return;
    uint16_t unsure = l->flags & LANE_UNSURE; /* of what they are, not of their being too early */
    l->flags &= (uint16_t)~LANE_UNSURE;
    handshake_early(f, &where);
    l->flags |= unsure;
}

/* Bytes after CONNECT: nobody knows yet whether they are for the tunnel. Where bytes of the server
 * are missing, the client may know. */
void lane_early(feed *f, size_t from) {
    place where = place_here(f, from, f->lane->state, f->input->bytes[from]);
    bool unseen = no_turns(f) || other_lane(f)->mode == LANE_LOST;
    if (!unseen && (f->lane->flags & LANE_UNSURE) == 0)
        ask_facts(f, Q_CONTENT, CONTENT_EARLY, &where, 0);
    f->lane->flags |= LANE_UNSURE;
}

/* Another protocol's bytes; where the protocol is known to be none like it, HTTP/1 is told from it
 * by its first ones. */
size_t lane_switched(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    if (l->value_state == 0) return n - from;
    parley_hit hit;
    size_t n_hits;
    size_t got = parley_machine_run(&parley_http1_after_switch, &l->value_state,
                                    f->input->bytes + from, n - from, &hit, 1, &n_hits);
    if (l->value_state == 0 || n_hits == 0) return n - from;
    place where = place_here(f, from + hit.at, hit.from, f->input->bytes[from + hit.at]);
    ask_facts(f, Q_SWITCHED, HTTP_AFTER_SWITCH, &where, 0);
    l->value_state = 0;
    return got;
}

/* A side that has received something new and speaks begins a message, if it speaks HTTP at all: the
 * one place where a lane that lost its way may find it again. What does not fit there is nobody's
 * fault. */
void lane_resumes(feed *f) {
    lane *l = f->lane;
    uint64_t there = other_lane(f)->offset;
    uint64_t seen = f->input->seen < there ? f->input->seen : there;
    bool new_turn = seen > l->seen;
    l->seen = seen;
    if (l->mode != LANE_LOST || (l->flags & LANE_MAY_RESUME) == 0 || !new_turn) return;
    l->mode = LANE_STEP;
    l->state = http1_lanes[f->side]->start;
    l->flags = (uint16_t)((l->flags & LANE_ENDED) | LANE_UNSURE);
}

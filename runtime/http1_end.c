/* How a direction of HTTP/1.1 ends or has a hole: what was left open, and whose doing that is. */
#include "../grammars/http1/symbols.h"
#include "facts.h"
#include "http1.h"

/* Content that is encoded, for whoever decodes it; all content, for whoever reads bodies. */
void content_arrives(feed *f, const place *where, uint64_t length) {
    unsigned wanted = f->talk->flags & (TALK_WANTS_CONTENT | TALK_WANTS_BODIES);
    if (wanted == 0 || f->input->bytes == NULL) return;
    bool encoded = has_one_coding(f->lane);
    if (wanted == TALK_WANTS_CONTENT && !encoded) return;
    parley_event *e = emit_event(f, PARLEY_EVENT_CONTENT, where->offset, length);
    e->encoded = encoded;
    e->status = f->lane->status;
}

/* A hole within content leaves every boundary where it is; anywhere else nothing can be trusted
 * behind it. */
void lane_gap(feed *f) {
    lane *l = f->lane;
    uint64_t length = f->input->length;
    l->facts &= ~FACT_ENCODED;
    if (l->mode == LANE_CLOSE || (l->mode == LANE_COUNT && l->length >= length)) {
        if (f->side == PARLEY_SERVER) f->talk->content += length;
        if (l->mode == LANE_COUNT) l->length -= length;
        l->offset += length;
        if (l->mode == LANE_COUNT && l->length == 0) counted_ends(f, (size_t)length);
        return;
    }
    if (l->mode != LANE_LOST && l->mode != LANE_SWITCHED) {
        f->talk->flags |= TALK_NO_TURNS;
        lose_lane(f, l, l->offset,
                  f->side == PARLEY_CLIENT ? REASON_HOLE_CLIENT : REASON_HOLE_SERVER);
    }
    l->offset += length;
}

/* Had the one who reads left before, and the one who sends seen it? */
static bool receiver_left(feed *f) {
    lane *reader = other_lane(f);
    if ((f->talk->flags & TALK_RESET) != 0) return (reader->flags & LANE_ENDED) != 0;
    if (f->input->seen == PARLEY_SEEN_ALL) return (reader->flags & LANE_ENDED) != 0;
    return f->input->seen > reader->offset; /* seen, also where the capture lost the end */
}

/* RFC 9112 9.5, RFC 9110 10.1.1: the client may close in place of the content that a final response
 * made needless, once it has seen that response. */
static bool refused_already(const feed *f) {
    const conversation *talk = f->talk;
    const lane *server = &talk->lanes[PARLEY_SERVER];
    if ((talk->flags & TALK_JOINED) == 0 || f->input->seen <= server->message.offset) return false;
    bool answered =
        (talk->flags & TALK_ANSWERED) != 0 || !exchange_accepts(talk->current, S_RESPONSE);
    bool refused = server->status >= 300 || talk->close_at != NO_OFFSET ||
                   (talk->current & ASKED_EXPECTS) != 0;
    return answered && refused;
}

/* What the end of the stream means for the machine; number is what it still waited for. */
static void end_in_message(feed *f, bool reset) {
    lane *l = f->lane;
    const parley_machine *m = http1_lanes[f->side];
    place where = place_here(f, 0, l->state, PARLEY_SYMBOL_END);
    if (f->side == PARLEY_CLIENT && server_kept_silent(f)) return;
    if (f->side == PARLEY_CLIENT && refused_already(f)) return;
    if (f->side == PARLEY_CLIENT &&
        no_turns(f)) { /* refused already, perhaps, where nobody looked */
        lose_lane(f, l, l->offset, REASON_UNSURE);
        return;
    }
    bool whole = l->mode == LANE_CLOSE &&
                 (f->talk->flags & TALK_RESET) == 0; /* as far as anybody can tell */
    if (receiver_left(f) && !whole) {
        f->talk->flags |= TALK_UNFINISHED;
        ask_facts(f, Q_END, END_ABANDONED, &where, l->length);
        return;
    }
    if ((l->flags & LANE_UNSURE) != 0) { /* the answer to HEAD, perhaps */
        lose_lane(f, l, l->offset, REASON_UNSURE);
        return;
    }
    if (l->mode == LANE_CLOSE && reset) {
        f->talk->flags |= TALK_UNFINISHED;
        ask_facts(f, Q_END, END_BY_RESET, &where, 0);
        return;
    }
    uint16_t action = parley_machine_end(m, l->state);
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++)
        if (PARLEY_OP_KIND(m->ops[i]) == PARLEY_OP_RULE)
            report_rule(f, &m->rules[PARLEY_OP_OPERAND(m->ops[i])], &where, m, l->state,
                        PARLEY_SYMBOL_END, l->length);
}

static void close_delimited_ends(feed *f) {
    lane *l = f->lane;
    place where = place_here(f, 0, l->state, COUNT_END);
    judge_range_end(f, &where);
    l->flags &= (uint16_t)~LANE_IN_MESSAGE;
    parley_event *e =
        emit_event(f, PARLEY_EVENT_RESPONSE_END, l->message.offset, l->offset - l->message.offset);
    e->status = l->status;
    response_ends(f, &where);
    e->turn = turn_now(f->talk);
}

/* The transcript is over while the direction is open. */
void lane_stops(feed *f) {
    lane *l = f->lane;
    if (f->side != PARLEY_SERVER || (l->flags & LANE_ENDED) != 0 ||
        f->talk->responses + l->status == 0)
        return;
    place where = place_here(f, 0, l->state, PARLEY_SYMBOL_END);
    if (l->mode == LANE_CLOSE || l->mode == LANE_COUNT ||
        (l->mode == LANE_STEP && (l->flags & LANE_IN_CONTENT) != 0 &&
         (l->flags & LANE_IN_MESSAGE) != 0))
        ask_facts(f, Q_END, END_BODY_OPEN, &where, 0);
    else if (l->mode == LANE_STEP && f->talk->n_waiting == 0 && (l->flags & LANE_IN_MESSAGE) == 0 &&
             (other_lane(f)->flags & (LANE_ENDED | LANE_IN_MESSAGE)) == 0)
        ask_facts(f, Q_CLOSE, END_IDLE, &where, 0);
}

void lane_end(feed *f, bool reset) {
    lane *l = f->lane;
    if ((l->flags & LANE_ENDED) != 0) return;
    bool left = receiver_left(f);
    if ((l->flags & LANE_IN_MESSAGE) != 0 && l->mode != LANE_LOST && l->mode != LANE_SWITCHED) {
        bool closed = l->mode == LANE_CLOSE && (!left || (f->talk->flags & TALK_RESET) == 0);
        end_in_message(f, reset);
        if (closed && l->mode == LANE_CLOSE) close_delimited_ends(f);
    }
    l->flags |= LANE_ENDED;
    if (l->mode != LANE_SWITCHED) side_closes(f, left);
}

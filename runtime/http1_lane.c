/* One direction of HTTP/1.1: runs its framing machine over the bytes, carries out what the machine
 * says, counts what it can't count, and answers what it asks. Knows its own stream; what the other
 * side did is http1_turns.c's. */
#include "http1_lane.h"
#include <string.h>

#define HITS 64
/* Longer than any method that is registered; where a boundary is a guess, a longer one is none. */
#define LONG_METHOD 32

const parley_machine *const http1_lanes[2] = {&parley_http1_request, &parley_http1_response};

static const parley_machine *machine_of(const feed *f) {
    return http1_lanes[f->side];
}

void message_begins(feed *f) {
    lane *l = f->lane;
    l->facts = 0;
    l->fields = 0;
    l->length = 0;
    l->status = 0;
    l->head_length = 0;
    l->method_length = 0;
    for (size_t i = 0; i < RULE_BYTES; i++)
        l->reported[i] = 0;
    l->flags &= (uint16_t) ~(LANE_IN_CONTENT | LANE_IN_TRAILER | LANE_EMPTY_LINE);
    l->flags |= LANE_IN_MESSAGE | LANE_IN_HEAD | LANE_IN_START;
    if (f->side == PARLEY_CLIENT) request_begins(f);
}

static void empty_line(feed *f, const place *where) {
    lane *l = f->lane;
    uint16_t answer = EMPTY_BEFORE;
    if (f->side == PARLEY_SERVER)
        answer = EMPTY_RESPONSE;
    else if ((l->flags & LANE_EMPTY_LINE) != 0)
        answer = EMPTY_AGAIN;
    else if ((l->flags & LANE_IN_CONTENT) != 0)
        answer = EMPTY_AFTER_CONTENT;
    l->flags |= LANE_EMPTY_LINE;
    ask_facts(f, Q_EMPTY_LINE, answer, where, 0);
}

void start_line_ends(feed *f, const place *where) {
    lane *l = f->lane;
    uint64_t length = where->offset - l->message.offset;
    uint8_t minor = (l->facts & FACT_HTTP10) != 0 ? 1 : 2;
    l->flags &= (uint16_t) ~(LANE_IN_START | LANE_UNSURE | LANE_AFTER_HEAD | LANE_AFTER_BODILESS);
    if (f->side == PARLEY_CLIENT && length > 8001)
        ask_facts(f, Q_LINE, LINE_LONG, where, length - 1);
    if (l->last_minor != 0 && l->last_minor != minor)
        ask_facts(f, Q_VERSION, VERSION_CHANGED, where, 0);
    l->last_minor = minor;
}

/* What would come now could be content that this response must not have. */
static void note_bodiless(feed *f) {
    lane *l = f->lane;
    if ((l->flags & LANE_IN_CONTENT) != 0) return;
    if (paired(f) != 0 && ASKED_METHOD(paired(f)) == METHOD_HEAD && l->status >= 200)
        l->flags |= LANE_AFTER_HEAD;
    else if (l->status < 200 || l->status == 204 || l->status == 304)
        l->flags |= LANE_AFTER_BODILESS;
}

void message_ends(feed *f, const place *where) {
    lane *l = f->lane;
    l->flags &= (uint16_t) ~(LANE_IN_MESSAGE | LANE_IN_TRAILER);
    parley_event_kind kind =
        f->side == PARLEY_CLIENT ? PARLEY_EVENT_REQUEST_END : PARLEY_EVENT_RESPONSE_END;
    bool interim = f->side == PARLEY_SERVER && l->status < 200;
    if (f->side == PARLEY_CLIENT) request_ends(f, where);
    uint64_t end = where->got < PARLEY_FIRST_SYMBOL ? where->offset + 1 : where->offset;
    if (f->side == PARLEY_SERVER) note_bodiless(f);
    if (interim) return;
    parley_event *e = emit_event_before(f, kind, l->message.offset, end - l->message.offset);
    e->status = l->status;
    if (f->side == PARLEY_SERVER) response_ends(f, where);
    e->turn = turn_now(f->talk);
}

static void port_digit(feed *f, const place *where) {
    if (f->lane->number > 65535) ask_facts(f, Q_PORT, PORT_WRONG, where, f->lane->number);
}

static void target_ends(feed *f, const place *where) {
    lane *l = f->lane;
    l->target_end = (uint32_t)(where->offset - l->message.offset);
    if (l->method == METHOD_CONNECT && l->number == 0) ask_facts(f, Q_PORT, PORT_WRONG, where, 0);
}

static void method_ends(feed *f, enum method method, const place *where) {
    lane *l = f->lane;
    l->method = (uint8_t)method;
    l->method_length = (uint32_t)(where->offset - l->message.offset);
    if ((l->flags & LANE_UNSURE) != 0 &&
        l->method_length > LONG_METHOD) /* content, not a request */
        lose_lane(f, l, l->message.offset, REASON_UNSURE);
}

void head_ends(feed *f, const place *where) {
    if ((f->lane->flags & LANE_IN_TRAILER) != 0) return;
    if (f->side == PARLEY_CLIENT)
        judge_request_head(f, where);
    else
        judge_response_head(f, where);
}

void value_line_ends(feed *f, const place *where, size_t at) {
    lane *l = f->lane;
    l->flags &= (uint16_t)~LANE_IN_NAME;
    if ((l->flags & LANE_VALUE) == 0) return;
    if (at > f->value_from) field_value(f, f->value_from, at);
    l->mark = *where;
    if ((l->flags & LANE_VALUE) != 0) l->flags |= LANE_VALUE_PENDING;
}

static void value_goes_on(feed *f, size_t at) {
    lane *l = f->lane;
    if ((l->flags & LANE_VALUE_PENDING) == 0) return;
    l->flags &= (uint16_t)~LANE_VALUE_PENDING;
    f->value_from = at; /* the blank that folds the line belongs to the value */
}

static void chunk_syntax(feed *f, const place *where) {
    const parley_machine *m = machine_of(f);
    bool client = f->side == PARLEY_CLIENT;
    if (client && (f->talk->flags & TALK_SWITCHING) != 0)
        ask_facts(f, Q_CHUNK, CHUNK_EARLY, where, 0);
    else if (client && (f->talk->flags & TALK_ANSWERED) != 0 && where->got >= 'A')
        ask_facts(f, Q_CHUNK, CHUNK_ABANDONED, where, 0);
    else
        report_rule(f, &m->rules[HTTP1_RULE_CHUNK_SIZE_SYNTAX], where, m, where->state, where->got,
                    0);
}

static void lane_event(feed *f, unsigned event, const place *where, size_t at) {
    lane *l = f->lane;
    switch (event) {
    case EV_START:
        l->message = *where;
        message_begins(f);
        break;
    case EV_EMPTY_LINE:
        empty_line(f, where);
        break;
    case EV_NO_START:
        no_response(f, where);
        break;
    case EV_GET:
        method_ends(f, METHOD_GET, where);
        break;
    case EV_HEAD:
        method_ends(f, METHOD_HEAD, where);
        break;
    case EV_PUT:
        method_ends(f, METHOD_PUT, where);
        break;
    case EV_DELETE:
        method_ends(f, METHOD_DELETE, where);
        break;
    case EV_OPTIONS:
        method_ends(f, METHOD_OPTIONS, where);
        break;
    case EV_TRACE:
        method_ends(f, METHOD_TRACE, where);
        break;
    case EV_CONNECT:
        method_ends(f, METHOD_CONNECT, where);
        break;
    case EV_OTHER_METHOD:
        method_ends(f, METHOD_OTHER, where);
        break;
    case EV_TARGET_END:
        target_ends(f, where);
        break;
    case EV_PORT_DIGIT:
        port_digit(f, where);
        break;
    case EV_HTTP10:
        l->facts |= FACT_HTTP10;
        break;
    case EV_STATUS: /* RFC 9110 15: what lies outside is read as 5xx */
        l->status = l->number >= 100 && l->number <= 599 ? (uint16_t)l->number : 599;
        response_begins(f, where);
        break;
    case EV_LINE_END:
        start_line_ends(f, where);
        break;
    case EV_NAME_END:
        field_name(f, at);
        field_starts(f, where, at);
        break;
    case EV_NAME_CUT:
        field_name(f, at);
        break;
    case EV_VALUE_START:
        field_starts(f, where, at);
        break;
    case EV_VALUE_END:
        value_line_ends(f, where, at);
        break;
    case EV_FOLD:
        value_goes_on(f, at);
        break;
    case EV_HEAD_END:
        head_ends(f, where);
        break;
    case EV_SIZE_DIGIT:
        if (l->number > INT64_MAX) ask_facts(f, Q_CHUNK, CHUNK_TOO_LARGE, where, 0);
        judge_content_digit(f, where);
        break;
    case EV_SIZE_END:
        if (l->number == 0) judge_range_end(f, where);
        break;
    case EV_CHUNK_SYNTAX:
        chunk_syntax(f, where);
        break;
    case EV_MESSAGE_END:
        message_ends(f, where);
        break;
    default:
        break;
    }
}

/* The head is complete: how is the body framed? */
void body_begins(feed *f, const place *where) {
    lane *l = f->lane;
    l->head_length = (uint32_t)(where->offset + 1 - l->message.offset);
    l->flags &= (uint16_t)~LANE_IN_HEAD;
    uint16_t symbol = choose_body(f);
    bool request = f->side == PARLEY_CLIENT;
    /* behind a hole the request that this seems to answer may be another one; behind a deviation of
     * the client it may be one that was not read */
    bool unread = other_lane(f)->mode == LANE_LOST && paired(f) == 0;
    bool guessed = !request && ((f->talk->flags & TALK_NO_TURNS) != 0 || unread) &&
                   (symbol != BODY_NONE || ASKED_METHOD(paired(f)) == METHOD_HEAD);
    if (request)
        request_head_ends(f, where);
    else
        response_head_ends(f, where);
    if (l->mode != LANE_STEP) return; /* the turn machines found that nothing can be trusted */
    place answer = {where->offset + 1, where->time, where->frame, 0, 0};
    lane_symbol(f, symbol, &answer);
    if (symbol == BODY_COUNTED) l->mode = LANE_COUNT;
    if (symbol == BODY_CLOSE) l->mode = LANE_CLOSE;
    if (symbol == BODY_COUNTED || symbol == BODY_CLOSE || symbol == BODY_CHUNKED)
        l->flags |= LANE_IN_CONTENT;
    if (guessed) l->flags |= LANE_UNSURE;
}

void chunk_begins(feed *f, const place *where) {
    lane *l = f->lane;
    place answer = {where->offset + 1, where->time, where->frame, 0, 0};
    if (l->number == 0) {
        l->flags |= LANE_IN_TRAILER;
        lane_symbol(f, CHUNK_LAST, &answer);
        return;
    }
    l->length = l->number;
    lane_symbol(f, CHUNK_SIZED, &answer);
    l->mode = LANE_COUNT;
}

/* Carries out one action list of the framing machine. */
static void lane_action(feed *f, uint16_t action, const place *where, size_t at) {
    lane *l = f->lane;
    const parley_machine *m = machine_of(f);
    for (size_t i = m->action_index[action];
         i < m->action_index[action + 1] && l->mode != LANE_LOST; i++) {
        unsigned operand = PARLEY_OP_OPERAND(m->ops[i]);
        switch (PARLEY_OP_KIND(m->ops[i])) {
        case PARLEY_OP_MARK:
            l->mark = *where;
            l->stash_length = 0;
            l->flags |= LANE_IN_NAME;
            break;
        case PARLEY_OP_EVENT:
            lane_event(f, operand, where, at);
            break;
        case PARLEY_OP_RULE:
            report_rule(f, &m->rules[operand], where, m, where->state, where->got,
                        where->got < PARLEY_FIRST_SYMBOL ? 0 : l->number);
            break;
        case PARLEY_OP_LATE:
            report_rule(f, &m->rules[operand], &l->mark, m, l->mark.state, l->mark.got, 0);
            break;
        case PARLEY_OP_ASK:
            if (operand == ASK_BODY)
                body_begins(f, where);
            else
                chunk_begins(f, where);
            break;
        case PARLEY_OP_ZERO:
            l->number = 0;
            break;
        case PARLEY_OP_DEC:
            l->number = number_add(l->number, 10, where->got);
            break;
        case PARLEY_OP_HEX:
            l->number = number_add(l->number, 16, where->got);
            break;
        default:
            break;
        }
    }
}

void lane_symbol(feed *f, uint16_t symbol, place *at) {
    lane *l = f->lane;
    at->state = l->state;
    at->got = symbol;
    uint16_t action = machine_hears(machine_of(f), &l->state, symbol);
    if (action == 0) return;
    const parley_machine *m = machine_of(f);
    uint16_t first = m->action_index[action];
    if (m->action_index[action + 1] - first == 1 &&
        m->ops[first] == PARLEY_OP(PARLEY_OP_EVENT, EV_MESSAGE_END))
        message_ends(f, at); /* nearly always */
    else
        lane_action(f, action, at, 0);
}

static bool list_folds(const parley_machine *m, uint16_t action) {
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++)
        if (m->ops[i] == PARLEY_OP(PARLEY_OP_EVENT, EV_FOLD)) return true;
    return false;
}

/* What the value says of the bytes before index at comes before what the lane's machine says there.
 * Returns false where nothing is read behind it. */
static bool value_catches_up(feed *f, size_t at) {
    lane *l = f->lane;
    if ((l->flags & (LANE_VALUE | LANE_VALUE_PENDING)) != LANE_VALUE || f->value_from >= at)
        return true;
    field_value(f, f->value_from, at);
    f->value_from = at;
    return l->mode == LANE_STEP;
}

/* One run of the machine. Returns how many bytes it took; fewer than there are where items ran out
 * of room. */
static size_t lane_step(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    const parley_machine *m = machine_of(f);
    const uint8_t *bytes = f->input->bytes;
    parley_hit hits[HITS];
    size_t n_hits,
        got = parley_machine_run(m, &l->state, bytes + from, n - from, hits, HITS, &n_hits);
    uint16_t after = l->state;
    for (size_t i = 0; i < n_hits; i++) {
        size_t at = from + hits[i].at;
        if (!feed_room(f)) { /* go back to this byte: it is read again when there is room */
            l->state = hits[i].from;
            return at - from;
        }
        place where = place_here(f, at, hits[i].from, bytes[at]);
        if ((l->flags & LANE_VALUE_PENDING) != 0 && !list_folds(m, hits[i].action))
            field_value_end(f);
        else if (!value_catches_up(f, at))
            return hits[i].at;
        l->state = i + 1 < n_hits ? hits[i + 1].from : after;
        if (hits[i].action != 0) lane_action(f, hits[i].action, &where, at);
        if (l->mode != LANE_STEP) return hits[i].at + 1u;
        if (l->state == 0) {
            lose_lane(f, l, where.offset, REASON_NONE);
            return hits[i].at + 1u;
        }
    }
    return got;
}

void counted_ends(feed *f, size_t at) {
    place end = place_here(f, at, f->lane->state, COUNT_END);
    f->lane->mode = LANE_STEP;
    lane_symbol(f, COUNT_END, &end);
}

/* Where the body was a guess, its first byte tells: the next response would begin with "H". */
static void guess_settles(feed *f, size_t from) {
    lane *l = f->lane;
    bool first = f->base + from == l->message.offset + l->head_length;
    if (first ? f->input->bytes[from] != 'H' : (l->facts & FACT_CHUNKED_LAST) != 0)
        l->flags &= (uint16_t)~LANE_UNSURE;
}

void content_take(feed *f, size_t from, size_t n) {
    place where = place_here(f, from, f->lane->state, PARLEY_SYMBOL_END);
    guess_settles(f, from);
    if (f->side == PARLEY_CLIENT) request_content_begins(f, &where);
    content_arrives(f, &where, n);
    f->talk->content += f->side == PARLEY_SERVER ? n : 0;
}

/* Content that is skipped: counted, or to the end of the stream. */
static size_t lane_skip(feed *f, size_t from, size_t n) {
    lane *l = f->lane;
    uint64_t there = n - from;
    size_t taken = l->mode == LANE_COUNT && l->length < there ? (size_t)l->length : n - from;
    if (l->mode == LANE_CLOSE) {
        guess_settles(f, from);
        taken = judge_open_content(f, from, taken);
        if (l->mode != LANE_CLOSE) return taken;
    }
    if (taken != 0) content_take(f, from, taken);
    if (l->mode != LANE_COUNT) return taken;
    l->length -= taken;
    if (l->length == 0) counted_ends(f, from + taken);
    return taken;
}

/* Behind the line that index from lies in: the quick way is tried again there. */
static size_t line_end(const feed *f, size_t from, size_t n) {
    enum { LONG_LINE = 4096 };
    size_t far = n - from > LONG_LINE ? from + LONG_LINE : n;
    const uint8_t *bytes = f->input->bytes, *end = memchr(bytes + from, '\n', far - from);
    return end == NULL ? far : (size_t)(end - bytes) + 1;
}

uint64_t lane_bytes(feed *f) {
    lane *l = f->lane;
    lane_resumes(f);
    size_t n = (size_t)f->input->length, i = 0;
    f->value_from = 0;
    while (i < n && feed_room(f) && l->mode != LANE_WEBSOCKET) {
        switch (l->mode) {
        case LANE_STEP:
            i += lane_quick(f, i, n);
            if (l->mode == LANE_STEP && i < n && feed_room(f))
                i += lane_step(f, i, line_end(f, i, n));
            break;
        case LANE_COUNT:
        case LANE_CLOSE:
            i += lane_skip(f, i, n);
            break;
        case LANE_AWAIT:
            lane_unanswered(f, i);
            break;
        case LANE_HOLD:
            lane_early(f, i);
            i = n;
            break;
        case LANE_SWITCHED:
            i += lane_switched(f, i, n);
            break;
        default:
            i = n;
            break;
        }
    }
    if (l->mode == LANE_STEP) {
        if ((l->flags & (LANE_VALUE | LANE_VALUE_PENDING)) == LANE_VALUE && f->value_from < i)
            field_value(f, f->value_from, i);
        if ((l->flags & LANE_IN_NAME) != 0 && i > 0) keep_name(f, i);
    }
    l->offset += i;
    return i;
}

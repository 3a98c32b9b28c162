/* What the bytes at an instant mean, and where messages begin and end: see answer.h. */
#include "../http1/body.h"
#include "../report/quantity.h"
#include "answer.h"
#include <inttypes.h>
#include <string.h>

bool answer_is_open(const at_answer *answer, parley_side side) {
    const at_side *about = &answer->facts->sides[side];
    const parley_finding *next = &answer->next[side];
    if (next->machine == NULL) return false;
    if (!answer->websocket)
        return parley_conversation_pending(&answer->c->machine, side) < next->span.offset;
    uint64_t from = about->switched ? about->switched_at : 0;
    if (answer->c->tunnel.inside && from < answer->c->tunnel.from[side])
        from = answer->c->tunnel.from[side];
    if (about->frames > 0) from = about->frame.span.offset + about->frame.span.length;
    return next->span.offset > from;
}

void answer_add_name(at_answer *answer, parley_side side) {
    const parley_finding *next = &answer->next[side];
    uint64_t number = answer->facts->sides[side].head.exchange;
    if (answer->websocket) {
        answer_add(answer, "a frame of the %s", parley_side_name(side));
        return;
    }
    if (next->content_offset == UINT64_MAX)
        number = side == PARLEY_CLIENT ? next->requests + 1 : next->responses + 1;
    answer_add(answer, "%s %" PRIu64, side == PARLEY_CLIENT ? "request" : "response", number);
}

/* ---- what these bytes mean ---- */

/* "http1.request/field-name, which waits for another field-name byte (tchar) or ":"" */
static void add_state(at_answer *answer, const parley_finding *at) {
    char words[256];
    (void)parley_state_text(at->machine, at->state, words, sizeof words);
    answer_add(answer, "%s", words);
    size_t n = parley_expected_count(at);
    for (size_t i = 0; i < n; i++) {
        (void)parley_expected_text(at, i, words, sizeof words);
        answer_add(answer, "%s%s",
                   i == 0       ? ", which waits for "
                   : i + 1 == n ? " or "
                                : ", ",
                   words);
    }
}

/* Is the next byte one of the body, and not of its framing? */
static bool in_body(const at_answer *answer, parley_side side) {
    const parley_finding *next = &answer->next[side];
    const at_side *about = &answer->facts->sides[side];
    return !answer->websocket && next->content_offset != UINT64_MAX &&
           (next->number > 0 || (!about->chunked && about->length[0] == 0));
}

/* What reads the next byte: a machine of what the body is, where there is one, and where in it. */
static void add_reader(at_answer *answer, parley_side side) {
    body_place place;
    parley_finding at = answer->next[side];
    if (side == PARLEY_SERVER && in_body(answer, side) && body_where(answer->c, &place)) {
        at.machine = place.machine;
        at.state = place.state;
        if (place.line > 0) answer_add(answer, "line %" PRIu64 " of the playlist, ", place.line);
        if (place.tag[0] != 0) answer_add(answer, "tag %s, ", place.tag);
        if (place.attribute[0] != 0) answer_add(answer, "attribute %s, ", place.attribute);
        const parley_explanation *words = place.machine->words;
        uint16_t around = words->within[place.state];
        if (place.line == 0 && around != words->where[place.state])
            answer_add(answer, "%s, ", words->names[around]);
        if (place.dispatches) answer_add(answer, "which an empty line would dispatch, ");
    }
    answer_add(answer, "read in ");
    add_state(answer, &at);
}

static void add_place(at_answer *answer, parley_side side) {
    const parley_finding *next = &answer->next[side];
    if (!answer_is_open(answer, side)) {
        answer_add(answer, "the first of a new %s",
                   answer->websocket       ? "frame"
                   : side == PARLEY_CLIENT ? "request"
                                           : "response");
        return;
    }
    answer_add(answer, "in ");
    answer_add_name(answer, side);
    if (answer->websocket) {
        answer_add(answer, next->number > 0 ? ", payload" : ", header");
        return;
    }
    if (next->content_offset == UINT64_MAX)
        answer_add(answer, ", head");
    else if (in_body(answer, side) && answer->facts->sides[side].chunked)
        answer_add(answer, ", content of a chunk");
    else if (in_body(answer, side))
        answer_add(answer, ", body byte %" PRIu64, next->span.offset - next->content_offset + 1);
    else
        answer_add(answer, ", framing of its body");
    if (side == PARLEY_SERVER && answer->sse_open)
        answer_add(answer, ", event %" PRIu64 " of the stream", answer->facts->events + 1);
}

static void add_byte(at_answer *answer, parley_side side, uint64_t offset, uint8_t byte) {
    char words[64];
    const parley_finding got = {.got = byte};
    (void)parley_got_text(&got, words, sizeof words);
    answer_add(answer, "%s:%" PRIu64 " is %s", parley_side_name(side), offset, words);
}

static void add_unread(at_answer *answer, parley_side side) {
    const char *why = answer->facts->sides[side].unjudged_why;
    answer_add(answer, "bytes of the %s are not read here%s%s", parley_side_name(side),
               why != NULL ? ": " : "", why != NULL ? why : "");
}

/* What comes next of a side that is in the middle of something, or is not read. */
static void add_next(at_answer *answer, parley_side side) {
    const lane *l = &answer->c->lanes[side];
    if (l->fin || l->reset) return;
    if (answer->next[side].machine == NULL) {
        answer_add(answer, "; ");
        add_unread(answer, side);
        return;
    }
    if (!answer_is_open(answer, side)) return;
    answer_add(answer, "; the next one of the %s is ", parley_side_name(side));
    add_place(answer, side);
    answer_add(answer, ", ");
    add_reader(answer, side);
}

/* What the last byte was the last of. */
static void add_last(at_answer *answer) {
    const at_facts *facts = answer->facts;
    const at_side *about = &facts->sides[facts->last_side];
    answer_add(answer, "; the last byte ");
    add_byte(answer, facts->last_side, facts->last_offset, facts->last_byte);
    if (answer_is_open(answer, facts->last_side)) return;
    if (answer->websocket && about->frames > 0)
        answer_add(answer, ", the last of a frame");
    else if (about->has_head && about->ended)
        answer_add(answer, ", the last of %s %" PRIu64,
                   facts->last_side == PARLEY_CLIENT ? "request" : "response",
                   about->head.exchange);
}

void answer_bytes(at_answer *answer) {
    const at_facts *facts = answer->facts;
    const at_position *position = facts->position;
    if (facts->has_byte) {
        add_byte(answer, position->side, position->value, facts->byte);
        answer_add(answer, ", ");
        if (answer->next[position->side].machine == NULL) {
            add_unread(answer, position->side);
            return;
        }
        add_place(answer, position->side);
        answer_add(answer, ": ");
        add_reader(answer, position->side);
        return;
    }
    if (facts->missing)
        answer_add(answer, "%s:%" PRIu64 " is missing from the transcript",
                   parley_side_name(position->side), position->value);
    else
        answer_add(answer, "nothing is being sent");
    if (facts->has_last) add_last(answer);
    add_next(answer, PARLEY_CLIENT);
    add_next(answer, PARLEY_SERVER);
}

/* ---- where messages begin and end ---- */

static void add_span(at_answer *answer, parley_side side, uint64_t from, uint64_t end) {
    answer_add(answer, " %s:%" PRIu64, parley_side_name(side), from);
    if (end > from) answer_add(answer, "-%" PRIu64, end - 1);
}

/* RFC 9112 6.3 */
static void add_ending(at_answer *answer, const at_side *about) {
    uint64_t head_end = about->head.span.offset + about->head.span.length;
    uint64_t end = about->end.span.offset + about->end.span.length;
    if (end <= head_end)
        answer_add(answer, "ended with its head");
    else if (about->ended_by_close)
        answer_add(answer, "ended by the close");
    else if (about->chunked)
        answer_add(answer, "ended by its last chunk");
    else
        answer_add(answer, "ended by Content-Length %s", about->length);
}

static void add_open(at_answer *answer, parley_side side) {
    const parley_finding *next = &answer->next[side];
    const at_side *about = &answer->facts->sides[side];
    char size[QUANTITY_TEXT];
    answer_add_name(answer, side);
    answer_add(answer, " %s:%" PRIu64 "- OPEN (", parley_side_name(side), next->message_offset);
    if (next->content_offset == UINT64_MAX)
        answer_add(answer, "its head is not complete");
    else if (about->chunked)
        answer_add(answer, "chunked, no last chunk yet");
    else if (about->length[0] != 0)
        answer_add(answer, "%s of Content-Length %s to come",
                   quantity_of(next->number, "byte", size), about->length);
    else
        answer_add(answer, "until the close");
    answer_add(answer, ")");
}

static void add_events(at_answer *answer) {
    const at_facts *facts = answer->facts;
    if (facts->events == 0) {
        answer_add(answer, "; no event in it is complete yet");
        return;
    }
    answer_add(answer, "; event %" PRIu64, facts->events);
    add_span(answer, PARLEY_SERVER, facts->event.offset, facts->event.offset + facts->event.length);
    answer_add(answer, " complete, ended by an empty line (WHATWG HTML 9.2.6)");
}

static void http1_messages(at_answer *answer, parley_side side) {
    const at_side *about = &answer->facts->sides[side];
    const char *noun = side == PARLEY_CLIENT ? "request" : "response";
    bool open = answer_is_open(answer, side);
    if (about->has_head && about->ended) {
        answer_add(answer, "%s%s %" PRIu64, about->head.interim ? "interim " : "", noun,
                   about->head.exchange);
        add_span(answer, side, about->head.span.offset,
                 about->end.span.offset + about->end.span.length);
        answer_add(answer, " complete, ");
        add_ending(answer, about);
    } else if (!open) {
        answer_add(answer, "no %s yet", noun);
    }
    if (open) {
        answer_add(answer, "%s", about->has_head && about->ended ? "; " : "");
        add_open(answer, side);
    }
    if (side == PARLEY_SERVER && answer->sse_open)
        add_events(answer);
    else if (side == PARLEY_SERVER && (about->has_head || open))
        answer_add(answer, " (RFC 9112 6.3)");
}

static void websocket_messages(at_answer *answer, parley_side side) {
    static const char *const names[] = {[PARLEY_EVENT_TEXT] = "text",
                                        [PARLEY_EVENT_BINARY] = "binary",
                                        [PARLEY_EVENT_PING] = "ping",
                                        [PARLEY_EVENT_PONG] = "pong",
                                        [PARLEY_EVENT_CLOSE] = "Close"};
    const at_side *about = &answer->facts->sides[side];
    const parley_finding *next = &answer->next[side];
    char number[QUANTITY_TEXT];
    answer_add(answer, "%s: %s", parley_side_name(side),
               quantity_of(about->messages, "message", number));
    answer_add(answer, " in %s", quantity_of(about->frames, "frame", number));
    if (about->has_message) {
        const parley_span *span = &about->message.span;
        answer_add(answer, ", the last complete one %s", names[about->message.kind]);
        add_span(answer, side, span->offset, span->offset + span->length);
    }
    if (answer_is_open(answer, side)) {
        answer_add(answer, "; a frame is OPEN since %s:%" PRIu64, parley_side_name(side),
                   next->message_offset);
        if (next->number > 0)
            answer_add(answer, ", %s of payload to come",
                       quantity_of(next->number, "byte", number));
    } else if (about->frames > 0 && about->frame.websocket.opcode < 8 &&
               !about->frame.websocket.fin) {
        answer_add(answer, "; a message is OPEN, its next frame is owed");
    }
    if (side == PARLEY_SERVER) answer_add(answer, " (RFC 6455 5.2, 5.4)");
}

void answer_messages(at_answer *answer, parley_side side) {
    const at_side *about = &answer->facts->sides[side];
    if (answer->next[side].machine == NULL && !(about->has_head && about->ended))
        add_unread(answer, side);
    else if (answer->websocket)
        websocket_messages(answer, side);
    else
        http1_messages(answer, side);
}

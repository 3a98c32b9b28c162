/* What the messages of WebSocket hold: see content.h.
 *
 * A message that the inflater could not follow is judged no further, and neither is what depends on
 * it: then the conversation is undecided, and nobody is blamed. */
#include "content.h"
#include "../../grammars/websocket/symbols.h"
#include "../machine_answer.h"
#include "../memory.h"
#include <stdlib.h>
#include <string.h>

#define LARGEST_WINDOW 15
#define OPCODE_BINARY  2
#define OPCODE_CONTROL 8 /* control frames from here on */

static websocket_lane *lane_open(conversation *c, parley_side side) {
    lane *l = &c->lanes[side];
    if (l->websocket == NULL) l->websocket = memory_new(sizeof *l->websocket);
    return l->websocket;
}

void websocket_begin(conversation *c) {
    (void)lane_open(c, PARLEY_CLIENT);
    (void)lane_open(c, PARLEY_SERVER);
}

void websocket_free(lane *l) {
    if (l->websocket == NULL) return;
    message_text_clear(&l->websocket->text);
    message_inflater_free(l->websocket->inflater);
    free(l->websocket);
    l->websocket = NULL;
}

static void content_unjudged(conversation *c, const char *reason) {
    if (c->unread == NULL) c->unread = reason;
}

static bool event_is_message(const parley_event *event) {
    return event->kind == PARLEY_EVENT_TEXT || event->kind == PARLEY_EVENT_BINARY;
}

static bool event_is_control(const parley_event *event) {
    return event->kind == PARLEY_EVENT_PING || event->kind == PARLEY_EVENT_PONG ||
           event->kind == PARLEY_EVENT_CLOSE;
}

/* ---- findings ---- */

typedef struct findings {
    parley_finding *list;
    size_t n;
} findings;

/* The finding at a byte of the wire, all but the rule. */
static parley_finding *finding_begin(const parley_event *event, uint64_t offset, findings *found) {
    parley_finding *finding = &found->list[found->n];
    *finding = (parley_finding){.side = event->side,
                                .span = {offset, 1},
                                .frame = event->frame,
                                .time = event->time,
                                .turn = event->turn,
                                .turn_machine = parley_machine_find("websocket.turns"),
                                .turn_state = event->turn_state,
                                .message_offset = offset, /* the frame's first byte is not known */
                                .content_offset = UINT64_MAX};
    return finding;
}

static void content_fault(const parley_event *event, uint64_t offset, uint16_t answer,
                          findings *found) {
    parley_finding *finding = finding_begin(event, offset, found);
    found->n += machine_answers("websocket.facts", Q_CONTENT, answer, finding);
}

static void text_fault(const conversation *c, const parley_event *event, uint64_t offset,
                       uint16_t got, findings *found) {
    uint16_t state = c->lanes[event->side].websocket->text.state;
    parley_finding *finding = finding_begin(event, offset, found);
    found->n += machine_refuses("websocket.text", state, got, finding);
}

static void faults_report(conversation *c, const parley_event *event, uint64_t offset,
                          unsigned faults, findings *found) {
    websocket_lane *w = c->lanes[event->side].websocket;
    if ((faults & INFLATE_FAULT_FINAL) != 0) content_fault(event, offset, INFLATE_FINAL, found);
    if ((faults & INFLATE_FAULT_TEXT) != 0) text_fault(c, event, offset, w->text.wrong_byte, found);
    if ((faults & INFLATE_FAULT_CONTEXT) != 0) content_fault(event, offset, INFLATE_CONTEXT, found);
    if ((faults & INFLATE_FAULT_WINDOW) != 0) content_fault(event, offset, INFLATE_WINDOW, found);
    if ((faults & INFLATE_FAULT_BAD) != 0) content_fault(event, offset, INFLATE_BAD, found);
}

/* ---- payload ---- */

/* The inflater hears of a new message, if there is one that can read it. */
static void inflating_begins(conversation *c, websocket_lane *w) {
    w->inflating = true;
    if (w->inflater == NULL) {
        unsigned bits = w->window_bits != 0 ? w->window_bits : LARGEST_WINDOW;
        w->inflater = message_inflater_open(bits, w->no_takeover);
    }
    if (w->inflater == NULL) {
        content_unjudged(c, "more conversations compress at once than parley inflates");
        return;
    }
    message_inflater_start(w->inflater, &w->text);
    if (message_inflater_lost(w->inflater))
        content_unjudged(c, "a compressed message refers to one that could not be inflated");
}

static void message_forget(websocket_lane *w) {
    message_text_next(&w->text);
    w->begun = w->inflating = w->unread = false;
    w->taken = 0;
}

static bool inflater_reads(const websocket_lane *w) {
    return w->inflating && w->inflater != NULL && !message_inflater_lost(w->inflater);
}

static void message_begins(conversation *c, const parley_event *event, bool is_text) {
    websocket_lane *w = c->lanes[event->side].websocket;
    w->begun = true;
    w->taken = 0;
    w->text.checked = is_text && event->websocket.compressed;
    w->text.wanted = is_text ? c->wants_text : c->wants_binary;
    if (event->websocket.compressed) inflating_begins(c, w);
}

/* The payload goes on at a byte of its own: are there any missing before it? */
static void hole_respect(websocket_lane *w, const parley_event *event, uint64_t at) {
    bool hole = at != w->taken;
    w->taken = at;
    if (!hole) return;
    message_text_miss(&w->text);
    w->unread = true;
    if (event->websocket.compressed && w->inflater != NULL) message_inflater_lose(w->inflater);
}

/* Bytes of a message, unmasked. offset is that of the first one. */
static void message_goes_on(conversation *c, const parley_event *event, const uint8_t *bytes,
                            size_t n, uint64_t offset, findings *found) {
    websocket_lane *w = c->lanes[event->side].websocket;
    w->taken += n;
    if (!event->websocket.compressed) {
        (void)message_text_add(&w->text, bytes, n);
        return;
    }
    for (size_t at = 0; at < n && inflater_reads(w);) {
        unsigned faults;
        at += message_inflater_feed(w->inflater, bytes + at, n - at, &faults);
        faults_report(c, event, offset + at - 1, faults, found);
        if (message_inflater_gave_up(w->inflater))
            content_unjudged(c, "a compressed message is longer than parley inflates");
    }
    w->unread = w->unread || !inflater_reads(w);
}

static void control_goes_on(websocket_lane *w, const uint8_t *bytes, size_t n) {
    size_t room = CONTROL_PAYLOAD - w->n_control, add = n < room ? n : room;
    memcpy(w->control + w->n_control, bytes, add);
    w->n_control = (uint8_t)(w->n_control + add);
}

/* A payload begins at its byte 0; where that is missing, the message is known by its end only. */
static void payload_begins(conversation *c, const parley_event *event) {
    websocket_lane *w = c->lanes[event->side].websocket;
    uint64_t at = event->websocket.payload_length;
    if (at == 0 && w->begun) message_forget(w);
    if (!w->begun) message_begins(c, event, event->websocket.text);
    hole_respect(w, event, at);
}

static void payload_event(conversation *c, const parley_event *event, findings *found) {
    const lane *l = &c->lanes[event->side];
    websocket_lane *w = lane_open(c, event->side);
    if (w == NULL || c->piece == NULL || event->span.offset < l->length) return;
    bool control = event->websocket.opcode >= OPCODE_CONTROL;
    if (!control && event->websocket.opcode > OPCODE_BINARY) return;
    if (!control)
        payload_begins(c, event);
    else if (event->websocket.payload_length == 0)
        w->n_control = 0;
    else if (event->websocket.payload_length != w->n_control)
        return; /* a hole */
    const uint8_t *from = c->piece->bytes + (event->span.offset - l->length);
    uint32_t key = event->websocket.key;
    if (key == 0 && !control && !event->websocket.compressed) { /* it lies there as it is */
        w->taken += event->span.length;
        (void)message_text_lend(&w->text, from, (size_t)event->span.length);
        return;
    }
    for (uint64_t at = 0; at < event->span.length;) {
        uint8_t unmasked[4 << 10];
        const uint8_t *bytes =
            from + at; /* as above, or what is compressed, or of a control frame */
        uint64_t left = event->span.length - at;
        size_t n = left < sizeof unmasked ? (size_t)left : sizeof unmasked;
        if (key != 0) {
            key = parley_unmask(unmasked, bytes, n, key);
            bytes = unmasked;
        }
        if (control)
            control_goes_on(w, bytes, n);
        else
            message_goes_on(c, event, bytes, n, event->span.offset + at, found);
        at += n;
    }
}

/* ---- ends ---- */

/* A message is complete; what is wrong with it as a whole lies on its last byte. */
static void message_event(conversation *c, const parley_event *event, findings *found) {
    websocket_lane *w = lane_open(c, event->side);
    if (w == NULL) return;
    uint64_t last = event->span.offset + event->span.length - 1;
    w->messages++;
    if (!w->begun) message_begins(c, event, event->kind == PARLEY_EVENT_TEXT);
    if (event->websocket.compressed || w->text.wanted)
        hole_respect(w, event, event->websocket.payload_length);
    if (!event->websocket.compressed) return;
    if (!inflater_reads(w)) {
        w->unread = true;
        return;
    }
    faults_report(c, event, last, message_inflater_end(w->inflater), found);
    if (!inflater_reads(w)) {
        w->unread = true;
    } else if (w->text.checked && !w->text.wrong && !parley_utf8_complete(w->text.state)) {
        text_fault(c, event, last, TEXT_END, found);
    }
}

static void switch_event(conversation *c, const parley_event *event) {
    if (event->protocol == NULL || strcmp(event->protocol, "websocket") != 0) return;
    websocket_lane *w = lane_open(c, event->side);
    if (w == NULL) return;
    w->from = event->span.offset;
    w->window_bits = event->websocket.window_bits;
    w->no_takeover = event->websocket.no_takeover;
}

size_t websocket_event(conversation *c, const parley_event *event, parley_finding *list) {
    findings found = {list, 0};
    if (event->kind == PARLEY_EVENT_SWITCH) switch_event(c, event);
    if (event->kind == PARLEY_EVENT_PAYLOAD) payload_event(c, event, &found);
    if (event_is_message(event)) message_event(c, event, &found);
    return found.n;
}

void websocket_event_told(conversation *c, const parley_event *event) {
    websocket_lane *w = c->lanes[event->side].websocket;
    if (w == NULL) return;
    if (event_is_message(event)) message_forget(w);
    if (event_is_control(event)) w->n_control = 0;
}

void websocket_piece_over(conversation *c, parley_side side) {
    websocket_lane *w = c->lanes[side].websocket;
    if (w != NULL) message_text_own(&w->text);
}

/* Where messages are not what they seem to be, nothing is said of what they hold. */
void websocket_finding(conversation *c, const parley_finding *finding) {
    static const char *const rules[] = {
        "websocket.message.start-inside-message", "websocket.message.continuation-without-start",
        "websocket.deflate.compressed-bit-on-continuation", "websocket.frame.reserved-bit",
        "websocket.frame.reserved-opcode"};
    websocket_lane *w = c->lanes[finding->side].websocket;
    for (size_t i = 0; w != NULL && i < sizeof rules / sizeof rules[0]; i++) {
        if (strcmp(rules[i], finding->rule->id) != 0) continue;
        if (w->inflater != NULL) message_inflater_lose(w->inflater);
        if (i == 0) message_forget(w);
    }
}

/* ---- for reporters ---- */

const uint8_t *websocket_text(const conversation *c, const parley_event *event, size_t *n,
                              bool *cut) {
    const websocket_lane *w = c->lanes[event->side].websocket;
    *n = 0;
    *cut = false;
    if (w == NULL) return NULL;
    if (event_is_control(event)) {
        *n = w->n_control;
        *cut = event->websocket.payload_length > w->n_control;
        return w->control;
    }
    *n = w->text.n;
    *cut = w->text.cut || w->unread;
    return message_text_bytes(&w->text);
}

bool websocket_inflated(const conversation *c, const parley_event *event, uint64_t *length) {
    const websocket_lane *w = c->lanes[event->side].websocket;
    if (w == NULL || w->unread) return false;
    *length = w->text.length;
    return true;
}

bool websocket_spoken(const conversation *c) {
    return c->lanes[PARLEY_CLIENT].websocket != NULL || c->lanes[PARLEY_SERVER].websocket != NULL;
}

uint64_t websocket_messages(const conversation *c, parley_side side) {
    const websocket_lane *w = c->lanes[side].websocket;
    return w != NULL ? w->messages : 0;
}

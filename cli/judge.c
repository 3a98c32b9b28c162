/* Judges the connections of transcripts: see judge.h.
 *
 * Recognises what a connection speaks from its first bytes, feeds its conversation and hands on
 * what comes out, filtered by rules. The one judge of its own is that of compressed content
 * (content.h). */
#include "continuity/continuity.h"
#include "http1/body.h"
#include "http1/content.h"
#include "http1/content_judge.h"
#include "http1/head_field.h"
#include "idle.h"
#include "judge_state.h"
#include "raw_order.h"
#include "recognise.h"
#include "session.h"
#include "sse/session.h"
#include "tunnel.h"
#include "websocket/content.h"
#include <stdlib.h>
#include <string.h>

#define ITEMS                    32
#define CONFUSION_OF_CONNECTIONS 2           /* 1 and 2; the others are of sessions */
#define MID_STREAM_ATTEMPTS      (256 << 10) /* bytes of a side in which a beginning is looked for */
#define HELD_EVERYWHERE          (16u << 20) /* held of all connections until it is known what they are */

/* Those of connections; what sessions confuse, they tell themselves. */
static void confusion_take(judge *j, conversation *c, const parley_finding *finding) {
    const confusion *which = confusion_of(finding->rule);
    if (which == NULL || which->number > CONFUSION_OF_CONNECTIONS) return;
    confusion_mark_add(c->confusions, which->number, finding->number);
    confusion_mark_add(j->counts->confusions, which->number, finding->number);
}

void judge_finding(judge *j, conversation *c, const parley_finding *finding) {
    bool above = rule_is_of_session(finding->rule);
    if (j->tied != NULL && c != NULL && !above) continuity_finding(j->tied, c, finding);
    if (!rule_filter_passes(&j->options->rules, finding->rule->id)) {
        if (c != NULL && !above && finding->rule->level == PARLEY_ERROR) c->left_out = true;
        return;
    }
    j->counts->levels[finding->rule->level]++;
    if (c != NULL && !above) c->levels[finding->rule->level]++;
    if (c != NULL && !above) confusion_take(j, c, finding);
    if (j->teller->finding != NULL) j->teller->finding(j->teller->context, c, finding);
}

/* ---- feeding ---- */

/* What no machine can see: contents that do not decode, and rules over several connections. */
static void event_judge(judge *j, conversation *c, const parley_event *event) {
    parley_finding found[SESSION_FINDINGS];
    if ((c->lanes[event->side].inflater != NULL || event->encoded) &&
        content_event(c, event, &found[0]))
        judge_finding(j, c, &found[0]);
    size_t n = j->sessions != NULL ? session_event(j->sessions, c, event, found) : 0;
    for (size_t i = 0; i < n; i++)
        judge_finding(j, c, &found[i]);
}

static void event_deliver(judge *j, conversation *c, const parley_event *event) {
    if (event->kind == PARLEY_EVENT_REQUEST_HEAD || event->kind == PARLEY_EVENT_RESPONSE_HEAD) {
        c->lanes[event->side].head_offset = event->span.offset;
        c->lanes[event->side].head_end = event->span.offset + event->span.length;
        if (event->status == 101)
            c->n_upgrade = (uint8_t)head_field(c, event, "upgrade", c->upgrade, sizeof c->upgrade);
    }
    if (event->kind == PARLEY_EVENT_REQUEST_END ||
        (event->kind == PARLEY_EVENT_RESPONSE_END && !event->interim))
        c->lanes[event->side].messages++;
    if (event->kind == PARLEY_EVENT_CONTENT) return;
    if (event->kind == PARLEY_EVENT_SWITCH && event->protocol != NULL && event->protocol[0] != 0 &&
        strcmp(event->protocol, "tunnel") != 0 &&
        strcmp(event->protocol, c->protocols[c->n_protocols - 1]) != 0) /* by the other side */
        conversation_speaks(c, event->protocol);
    if (j->teller->event != NULL) j->teller->event(j->teller->context, c, event);
}

/* Of messages, what they hold is known before they are told. */
static void event_take(judge *j, conversation *c, const parley_event *event) {
    parley_finding found[WEBSOCKET_FINDINGS];
    size_t n = websocket_event(c, event, found);
    for (size_t i = 0; i < n; i++) {
        if (found[i].rule->level == PARLEY_ERROR)
            parley_conversation_fault(&c->machine, found[i].side);
        judge_finding(j, c, &found[i]);
    }
    if (event->kind == PARLEY_EVENT_PAYLOAD) return; /* nobody else asks for it */
    bool head =
        event->kind == PARLEY_EVENT_REQUEST_HEAD || event->kind == PARLEY_EVENT_RESPONSE_HEAD;
    if (!head) body_event(&j->app, c, event);
    event_deliver(j, c, event);
    idle_event(c, event);
    event_judge(j, c, event);
    if (head) body_event(&j->app, c, event);
    if (j->tied != NULL) continuity_event(j->tied, c, event);
    websocket_event_told(c, event);
    tunnel_event(c, event);
}

/* The input was judged: what a report may want of it is kept. */
static void input_end(judge *j, conversation *c, const parley_input *input) {
    if (c->wants_bytes && j->teller->bytes != NULL) j->teller->bytes(j->teller->context, c, input);
    conversation_keep(c, input);
    if (input->kind != PARLEY_BYTES && j->sessions != NULL) session_ended(j->sessions, c);
    c->piece = NULL;
}

static void conversation_take(judge *j, conversation *c, const parley_input *input);

/* The rest of a piece within which a tunnel begins belongs to what it carries. */
static void tunnel_input(judge *j, conversation *c, const parley_input *input) {
    parley_input before = *input, rest = *input;
    before.length = tunnel_enter(c);
    rest.bytes += before.length;
    rest.length -= before.length;
    input_end(j, c, &before);
    if (rest.length > 0) conversation_take(j, c, &rest);
}

static void conversation_judge(judge *j, conversation *c, const parley_input *input) {
    parley_input rest = *input;
    parley_item items[ITEMS];
    bool more = true;
    if (input->kind == PARLEY_GAP) content_stop(&c->lanes[input->side].inflater);
    c->piece = input;
    if (input->kind != PARLEY_STOP) {
        c->last_time = input->time;
        c->last_frame = input->frame;
    }
    while (more) {
        size_t n = 0;
        uint64_t taken = parley_conversation_feed(&c->machine, &rest, items, ITEMS, &n, &more);
        for (size_t i = 0; i < n; i++) {
            if (c->tunnel.inside) tunnel_renumber(c, &items[i]);
            if (items[i].is_finding) {
                websocket_finding(c, &items[i].as.finding);
                idle_finding(c, j->clock, &items[i].as.finding);
                judge_finding(j, c, &items[i].as.finding);
            } else {
                event_take(j, c, &items[i].as.event);
            }
        }
        if (rest.kind == PARLEY_BYTES) rest.bytes += taken;
        rest.length -= taken;
        more = (more || rest.length > 0) && (taken > 0 || n > 0);
    }
    websocket_piece_over(c, input->side);
    body_input(c, input);
    idle_input(c, input);
    if (j->tied != NULL) continuity_input(j->tied, c, input);
    if (input->kind == PARLEY_BYTES && tunnel_is_reached(c))
        tunnel_input(j, c, input);
    else if (input->kind != PARLEY_STOP)
        input_end(j, c, input);
    c->piece = NULL;
}

/* Who wants to know how things stand at an instant has nothing judged beyond it. */
static void conversation_stop(judge *j, conversation *c) {
    if (j->teller->stopped != NULL && !c->stopped) j->teller->stopped(j->teller->context, c);
    c->stopped = true;
}

static void conversation_feed(judge *j, conversation *c, const parley_input *input) {
    parley_input part = *input;
    if (c->stopped) return;
    bool last = j->teller->until != NULL && j->teller->until(j->teller->context, c, &part);
    if (part.kind != PARLEY_BYTES || part.length > 0) conversation_judge(j, c, &part);
    if (last) conversation_stop(j, c);
}

static void conversation_begin(judge *j, conversation *c, parley_protocol protocol) {
    const connection *about = c->connection;
    unsigned flags = PARLEY_CONTENT | PARLEY_BODIES | PARLEY_TUNNELS;
    if (about->one_sided) flags |= PARLEY_ONE_SIDED;
    if (about->mid_stream && !c->tunnel.inside) flags |= PARLEY_MID_STREAM;
    if (c->wants_text) flags |= PARLEY_PAYLOAD;
    if (c->wants_binary) flags |= PARLEY_BINARY;
    if (j->teller->wants_frames) flags |= PARLEY_FRAMES;
    c->protocol = protocol;
    c->started = true;
    parley_conversation_start_at(&c->machine, protocol, flags, c->lanes[PARLEY_CLIENT].length,
                                 c->lanes[PARLEY_SERVER].length);
    conversation_speaks(c, parley_protocol_name(protocol));
    if (protocol == PARLEY_WEBSOCKET) websocket_begin(c);
    held_input *held = conversation_held(c);
    while (held != NULL) {
        held_input *next = held->next;
        conversation_take(j, c, &held->input);
        free(held);
        held = next;
    }
}

/* ---- recognising ---- */

/* Nobody judges it, but a report of what was said before may want to show it. */
static void input_pass(judge *j, conversation *c, const parley_input *input) {
    if (c->wants_bytes && j->teller->bytes != NULL) j->teller->bytes(j->teller->context, c, input);
    c->lanes[input->side].length += input->length;
}

static void conversation_ignore(judge *j, conversation *c) {
    c->ignored = true;
    if (c->tunnel.inside)
        c->reason = TUNNEL_UNJUDGED;
    else if (c->reason == NULL || c->reason[0] == 0)
        c->reason = "no protocol that parley knows was recognised";
    const char *name = recognise_other(c, &c->reason);
    if (name != NULL) conversation_speaks(c, name);
    for (const held_input *h = c->held; h != NULL; h = h->next)
        input_pass(j, c, &h->input);
    conversation_unhold(c);
}

/* Nothing tells what it speaks: then it is what the command line says, if that says anything. */
static void conversation_unknown(judge *j, conversation *c) {
    if (j->options->as != PARLEY_UNKNOWN && !c->tunnel.inside)
        conversation_begin(j, c, j->options->as);
    else
        conversation_ignore(j, c);
}

/* What was held so far is no beginning: in a conversation whose beginning is missing it becomes a
 * hole. */
static void mid_stream_skip(conversation *c) {
    for (const held_input *h = c->held; h != NULL; h = h->next)
        if (h->input.kind == PARLEY_BYTES || h->input.kind == PARLEY_GAP)
            c->skipped[h->input.side] += h->input.length;
    conversation_unhold(c);
    c->skipping = true;
}

/* Any piece may be the first one that starts a message. */
static void mid_stream_retry(judge *j, conversation *c, const parley_input *input) {
    bool more = false;
    parley_protocol found = PARLEY_UNKNOWN;
    if (input->kind == PARLEY_BYTES) found = recognise_piece(input, &more);
    if (found == PARLEY_UNKNOWN) {
        c->skipped[input->side] += input->length;
        if (input->kind == PARLEY_RESET || c->skipped[input->side] > MID_STREAM_ATTEMPTS)
            conversation_ignore(j, c);
        return;
    }
    conversation_begin(j, c, found);
    for (int side = 0; side < 2; side++) {
        parley_input hole = *input;
        hole.kind = PARLEY_GAP;
        hole.side = (parley_side)side;
        hole.bytes = NULL;
        hole.length = c->skipped[side];
        if (hole.length > 0) conversation_feed(j, c, &hole);
    }
    conversation_feed(j, c, input);
}

static void conversation_recognise(judge *j, conversation *c, const parley_input *input) {
    bool more = false;
    const char *reason = c->reason;
    if (c->held == NULL &&
        input->kind == PARLEY_BYTES) { /* mostly the first piece tells: nothing is copied */
        parley_protocol found = recognise_piece(input, &more);
        if (found != PARLEY_UNKNOWN) {
            conversation_begin(j, c, found);
            conversation_feed(j, c, input);
            return;
        }
    }
    if (!conversation_hold(c, input, &j->held)) {
        c->ignored = true;
        c->reason = "memory ran out";
        return;
    }
    if (input->kind != PARLEY_BYTES) return;
    bool full = j->held > HELD_EVERYWHERE; /* no more is waited for */
    more = false;
    parley_protocol found = recognise_held(c, full ? NULL : &more);
    if (found != PARLEY_UNKNOWN)
        conversation_begin(j, c, found);
    else if (more && c->n_held[input->side] < PARLEY_RECOGNISE_MAX)
        return;
    else if (j->options->as == PARLEY_UNKNOWN && c->connection->mid_stream && !c->tunnel.inside &&
             recognise_other(c, &reason) == NULL) {
        c->reason = reason;
        mid_stream_skip(c);
    } else
        conversation_unknown(j, c);
}

/* No more will come: what is held has to tell. */
static void recognise_at_last(judge *j, conversation *c) {
    parley_protocol found = recognise_held(c, NULL);
    if (found != PARLEY_UNKNOWN)
        conversation_begin(j, c, found);
    else
        conversation_unknown(j, c);
}

static void conversation_take(judge *j, conversation *c, const parley_input *input) {
    if (c->alone != NULL) {
        body_alone_input(c, input);
        input_end(j, c, input);
    } else if (c->ignored)
        input_pass(j, c, input);
    else if (c->started)
        conversation_feed(j, c, input);
    else if (c->skipping)
        mid_stream_retry(j, c, input);
    else
        conversation_recognise(j, c, input);
}

/* ---- listening ---- */

static void raw_deliver(void *context, conversation *c, const parley_input *input) {
    conversation_take(context, c, input);
}

static bool listen_is_body(void *context, const uint8_t *bytes, size_t n) {
    const judge *j = context;
    if (j->teller->until != NULL) return false; /* of a body no instant can be told */
    return j->options->alone != ALONE_NONE ||
           (j->options->as == PARLEY_UNKNOWN && alone_is_playlist(bytes, n));
}

static void listen_opened(void *context, connection *about) {
    judge *j = context;
    about->user = NULL;
    bool passed_over = !stream_set_has(&j->options->streams, about->stream);
    if (passed_over || about->mid_stream) unseen_hole(&j->app.unseen, about->hosts);
    if (j->tied != NULL && (passed_over || about->mid_stream))
        continuity_unseen(j->tied, about->hosts);
    if (passed_over) {
        j->counts->passed_over++;
        return;
    }
    conversation *c = conversation_open(about, j->file);
    about->user = c;
    if (c == NULL) return;
    c->kept_everywhere = &j->kept;
    c->wants_text = j->teller->wants_text || j->tied != NULL;
    c->wants_binary = j->tied != NULL;
    if (j->teller->opened != NULL) j->teller->opened(j->teller->context, c);
    if (about->is_body) body_alone_open(&j->app, c, j->options->alone);
    /* WebSocket may begin with its opening handshake: the first bytes tell */
    if (j->options->as == PARLEY_HTTP1) conversation_begin(j, c, j->options->as);
    if (j->raw && !about->one_sided) c->raw = raw_order_open(raw_deliver, j);
}

/* Pieces of raw bytes are lines where there are any: the first one tells, and must, for the others
 * are put in order by it. */
static void raw_input(judge *j, conversation *c, const parley_input *input) {
    bool more;
    if (!c->started && !c->tunnel.inside && input->kind == PARLEY_BYTES &&
        recognise_piece(input, &more) == PARLEY_UNKNOWN)
        conversation_begin(j, c, j->options->as);
    raw_order_input(c->raw, c, input);
}

static void listen_input(void *context, connection *about, const parley_input *input) {
    judge *j = context;
    conversation *c = about->user;
    if (input->time > j->clock) j->clock = input->time;
    if (c == NULL) return;
    attempt_input(&c->attempt, about, input);
    if (j->tied != NULL && continuity_hides(c, input)) {
        c->hides = true;
        continuity_unseen(j->tied, about->hosts);
    }
    if (input->kind == PARLEY_GAP) unseen_hole(&j->app.unseen, about->hosts);
    if (c->raw != NULL)
        raw_input(j, c, input);
    else
        conversation_take(j, c, input);
}

static void listen_waits(void *context, uint64_t hosts, bool waits) {
    judge *j = context;
    unseen_waits(&j->app.unseen, hosts, waits);
}

static void listen_event(void *context, connection *about, const connection_event *event) {
    judge *j = context;
    conversation *c = about->user;
    if (c != NULL) attempt_event(&c->attempt, event);
    if (c != NULL && j->teller->connection_event != NULL)
        j->teller->connection_event(j->teller->context, c, event);
}

static void listen_finding(void *context, connection *about, const parley_finding *finding) {
    judge *j = context;
    conversation *c = about != NULL ? about->user : NULL;
    if (c != NULL && strncmp(finding->rule->id, "tcp.open.", strlen("tcp.open.")) == 0 &&
        strchr(finding->rule->message, '{') == NULL)
        c->opening = finding->rule->message;
    if (c != NULL) attempt_finding(&c->attempt, finding);
    if (about == NULL || c != NULL) judge_finding(j, c, finding);
}

static parley_side listen_whose(void *context, connection *about) {
    conversation *c = about->user;
    (void)context;
    return c != NULL && c->raw != NULL ? raw_order_whose(c->raw, c) : PARLEY_CLIENT;
}

static void listen_closed(void *context, connection *about) {
    judge *j = context;
    conversation *c = about->user;
    bool unseen = c == NULL || c->hides || about->mid_stream;
    if (j->tied != NULL && unseen) continuity_unseen(j->tied, about->hosts);
    if (c == NULL) return;
    if (c->raw != NULL) {
        raw_order_end(c->raw, c);
        raw_order_free(c->raw);
    }
    if (!c->started && !c->ignored && c->held != NULL) recognise_at_last(j, c);
    if (c->started) {
        parley_input stop = {.kind = PARLEY_STOP, .seen = PARLEY_SEEN_ALL};
        stop.time = c->last_time;
        stop.frame = c->last_frame;
        conversation_stop(j, c);
        conversation_judge(j, c, &stop);
        c->exchanges = parley_conversation_exchanges(&c->machine);
        parley_finding pause;
        if (idle_closed(c, &pause)) judge_finding(j, c, &pause);
    }
    attempt_closed(&j->app.attempts, &c->attempt, about);
    body_alone_close(c);
    conversation_conclude(c);
    tunnel_conclude(c);
    j->counts->conversations++;
    j->counts->exchanges += c->exchanges;
    for (int side = 0; side < 2; side++)
        j->counts->messages += websocket_messages(c, (parley_side)side);
    j->counts->verdicts[c->verdict]++;
    j->counts->judged += c->verdict != PARLEY_UNDECIDED || c->left_out;
    if (j->teller->closed != NULL) j->teller->closed(j->teller->context, c);
    if (j->sessions != NULL) session_closed(j->sessions, c);
    sse_session_closed(&j->app, c);
    if (j->tied != NULL) continuity_closed(j->tied, c);
    conversation_free(c);
    about->user = NULL;
}

int judge_file(const char *path, const char *file, const judge_options *options,
               const reporter *teller, tally *counts, char *error, size_t size) {
    judge j = {
        .options = options, .teller = teller, .file = file, .counts = counts, .raw = path == NULL};
    const transcript_listener listener = {.context = &j,
                                          .opened = listen_opened,
                                          .input = listen_input,
                                          .waits = listen_waits,
                                          .event = listen_event,
                                          .finding = listen_finding,
                                          .closed = listen_closed,
                                          .whose = listen_whose,
                                          .is_body = listen_is_body};
    *counts = (tally){0};
    j.sessions = session_memory_open();
    judge_application_open(&j);
    int result = transcript_read(path, &options->transcript, &listener, error, size);
    counts->untied = j.app.untied;
    judge_application_end(&j);
    session_memory_free(j.sessions);
    if (teller->file_ended != NULL && (result == 0 || counts->conversations > 0))
        teller->file_ended(teller->context, file, counts);
    return result;
}

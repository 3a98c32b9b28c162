/* Sessions over connections: hears what happens on each of them. See continuity.h. */
#include "continuity.h"
#include "../machine_answer.h"
#include "../memory.h"
#include "../websocket/content.h"
#include "opening.h"
#include "state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

continuity *continuity_open(const profile_list *profiles, application *app) {
    if (profiles == NULL || profiles->n == 0) return NULL;
    continuity *all = memory_new(sizeof *all);
    if (all == NULL) return NULL;
    all->counter = machine_named("continuity.counter");
    all->profiles = profiles;
    all->app = app;
    return all;
}

void continuity_free(continuity *all) {
    while (all != NULL && all->sessions != NULL) {
        tied_session *s = all->sessions;
        all->sessions = s->next;
        counts_free(s);
        free(s);
    }
    free(all);
}

/* ---- findings ---- */

static uint64_t content_offset(const happening *h) {
    bool body = h->event->exchange != 0 && h->side == PARLEY_SERVER;
    return body ? h->c->lanes[h->side].head_end : UINT64_MAX;
}

static parley_finding finding_begin(const happening *h) {
    return (parley_finding){.side = h->side,
                            .exchange = h->event->exchange,
                            .span = h->span,
                            .frame = h->event->frame,
                            .time = h->event->time,
                            .number = h->number,
                            .from = h->from,
                            .to = h->to,
                            .name = h->name,
                            .before = h->before,
                            .turn = h->event->turn,
                            .turn_machine = machine_named("continuity.session"),
                            .turn_state = h->session != NULL ? h->session->state : 0,
                            .message_offset = h->span.offset,
                            .content_offset = content_offset(h)};
}

static void finding_tell(const happening *h, parley_finding *finding) {
    if (h->session != NULL) session_breaks(h->all, h->session, finding->rule);
    h->all->app->finding(h->all->app->judge, h->c, finding);
}

void fact_tell(const happening *h, uint16_t question, uint16_t answer) {
    parley_finding finding = finding_begin(h);
    if (machine_answers("continuity.facts", question, answer, &finding)) finding_tell(h, &finding);
}

void session_hears(const happening *h, uint16_t symbol) {
    parley_finding finding = finding_begin(h);
    bool broken = machine_hears("continuity.session", &h->session->state, symbol, &finding);
    if (broken) finding_tell(h, &finding);
}

void count_hears(const happening *h, count *what, uint16_t symbol) {
    parley_finding broken;
    if (!machine_goes(h->all->counter, &what->state, symbol, &broken)) return;
    parley_finding finding = finding_begin(h);
    finding.rule = broken.rule;
    finding.machine = broken.machine;
    finding.state = broken.state;
    finding.got = broken.got;
    finding_tell(h, &finding);
}

static happening happening_at(continuity *all, conversation *c, const parley_event *event,
                              parley_side side, parley_span span) {
    happening h; /* member by member: an initialiser takes longer */
    h.all = all;
    h.c = c;
    h.link = c->tied;
    h.session = c->tied != NULL ? c->tied->session : NULL;
    h.event = event;
    h.side = side;
    h.span = span;
    h.number = h.from = h.to = 0;
    h.name = NULL;
    h.before.known = false;
    h.before.stream = 0;
    h.before.span = (parley_span){0, 0};
    h.before.frame = h.before.time = 0;
    return h;
}

/* ---- openings ---- */

/* The same client, server, host and path: its port changes with each connection, and behind one
 * address there may be many. */
static void guess_make(continuity_link *l, const conversation *c, const opening *o) {
    char text[3 * KEY_TEXT + OPENING_TARGET];
    const char *client = c->connection->client;
    size_t n = address_host(client);
    int length = snprintf(text, sizeof text, "%.*s %s %s %.*s", (int)n, client,
                          c->connection->server, o->host, (int)o->n_path, o->target);
    l->guess_hash =
        value_hash(text, length > 0 ? (size_t)length : 0) ^ opening_sender(o, l->profile);
    l->query = opening_query(o, l->profile);
    (void)snprintf(l->guess, sizeof l->guess, "%.127s%.*s",
                   o->host[0] != 0 ? o->host : c->connection->server,
                   (int)(o->n_path < KEY_TEXT / 2 ? o->n_path : KEY_TEXT / 2), o->target);
}

static continuity_link *link_new(conversation *c, const profile *p, const opening *o) {
    continuity_link *l = memory_new(sizeof *l);
    if (l == NULL) return NULL;
    l->profile = p;
    guess_make(l, c, o);
    c->tied = l;
    return l;
}

static void link_free(continuity *all, conversation *c) {
    for (int side = 0; side < 2; side++)
        pieces_drop(&c->tied->pieces[side], &all->pieces);
    free(c->tied);
    c->tied = NULL;
}

static void tie_link(happening *h, const opening *o, continuity_link *l) {
    const profile *p = l->profile;
    for (unsigned i = 0; i < p->n_ties; i++) {
        char value[OPENING_VALUE], key[KEY_TEXT + OPENING_VALUE];
        l->waits = l->waits || p->ties[i].kind >= PLACE_POINTER;
        if (o->head == NULL || !opening_value(o, &p->ties[i], value, sizeof value)) continue;
        (void)snprintf(key, sizeof key, "%.255s%s%s", p->ties[i].name,
                       p->ties[i].name[0] ? " " : "", value);
        link_session(h, key, false);
        return;
    }
    if (!l->waits) link_session(h, l->guess, true);
}

static bool method_is_get(const conversation *c, const parley_event *head) {
    uint8_t method[3];
    size_t n = conversation_bytes(c, head->side, head->method.offset, method, sizeof method);
    return head->method.length == sizeof method && n == sizeof method &&
           memcmp(method, "GET", sizeof method) == 0;
}

/* Event streams are asked for by what they accept, or with GET by a path that the profile names. */
static const profile *profile_of(const continuity *all, const opening *o,
                                 const parley_event *event) {
    const value_place accept = {.kind = PLACE_HEADER, .name = "accept"};
    char value[OPENING_VALUE];
    const profile *p = opening_profile(o, all->profiles, !event->opens);
    if (p == NULL || event->opens || (p->path != NULL && method_is_get(o->c, event))) return p;
    bool asks = opening_value(o, &accept, value, sizeof value) &&
                strncmp(value, "text/event-stream", strlen("text/event-stream")) == 0;
    return asks ? p : NULL;
}

static void opening_event(continuity *all, conversation *c, const parley_event *event) {
    opening o;
    opening_take(&o, c, event);
    const profile *p = profile_of(all, &o, event);
    if (c->tied != NULL) { /* the attempt before was refused */
        happening before = happening_at(all, c, event, event->side, event->target);
        link_over(&before);
        if (c->tied->session != NULL) c->tied->session->held--;
        link_free(all, c);
    }
    if (p == NULL) return;
    continuity_link *l = link_new(c, p, &o);
    happening h = happening_at(all, c, event, event->side, event->target);
    if (l != NULL) tie_link(&h, &o, l);
}

/* WebSocket whose opening is not in the transcript: a profile that asks for nothing of it fits. */
static void opening_missed(continuity *all, conversation *c, const parley_event *event) {
    opening o = {0};
    const profile *p = opening_profile(&o, all->profiles, false);
    if (p == NULL || p->host != NULL || p->path != NULL) return;
    continuity_link *l = link_new(c, p, &o);
    happening h = happening_at(all, c, event, event->side, event->span);
    if (l == NULL) return;
    l->open = true;
    tie_link(&h, &o, l);
}

/* ---- messages ---- */

static void place_keep(const happening *h) {
    h->session->places[h->event->side] = (last_message){.stream = h->c->connection->stream,
                                                        .exchange = h->event->exchange,
                                                        .frame = h->event->frame,
                                                        .time = h->event->time,
                                                        .content_offset = content_offset(h),
                                                        .span = h->span,
                                                        .turn = h->event->turn};
}

static void message_tell(happening *h, const message *m) {
    if (h->link->waits) link_by_message(h, m);
    h->session = h->link->session;
    if (h->session == NULL) return;
    if (m->elsewhere) {
        h->session->holes++;
        h->session->partial = true;
    }
    if (!h->link->spoken) session_hears(h, S_MESSAGE);
    h->link->spoken = true;
    resume_message(h, m);
    subscriptions_message(h, m);
    acknowledgment_message(h, m);
    count_message(h, m);
    place_keep(h);
}

/* A message that cannot be read; whether it is counted is not known. */
static void message_missed(continuity_link *l, parley_side side) {
    if (l->session != NULL) l->session->said[side].unread++;
    l->missed = true;
}

/* From here on, or here, messages may be missing that were on the wire. */
static void link_missed(continuity_link *l) {
    if (l->session != NULL) l->session->holes++;
    l->missed = true;
}

/* Behind the other side's end: whether it still read is not known, so nothing is made of what the
 * message holds. */
static bool message_is_late(happening *h) {
    const parley_event *event = h->event;
    const lane *other = &h->c->lanes[event->side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT];
    if (!other->fin && !other->reset) return false;
    if (h->session != NULL) {
        fact_tell(h, Q_DELIVERY, DELIVERY_DEAD);
        h->session->possibly_lost++;
        h->session->said[event->side].unread++;
    }
    return true;
}

/* Of carriers that are text, binary messages are attachments. */
static bool message_is_read(const profile *p, const parley_event *event) {
    return event->kind == PARLEY_EVENT_TEXT ||
           (p->carrier != CARRIER_SOCKET_IO && p->carrier != CARRIER_GRAPHQL);
}

static void messages_read(happening *h, const uint8_t *bytes, size_t n) {
    for (size_t at = 0; at < n;) {
        message m;
        at += message_take(&m, h->link->profile, h->event->side, bytes + at, n - at);
        message_tell(h, &m);
        message_free(&m);
    }
}

/* A packet that began in a message before reaches from there to the end of this one. */
static void packet_read(const happening *h, const uint8_t *bytes, size_t n, bool begun_before) {
    const pieces *p = &h->link->pieces[h->event->side];
    parley_event event = *h->event;
    uint64_t end = event.span.offset + event.span.length;
    if (begun_before) event.span = (parley_span){p->from, end - p->from};
    happening at = happening_at(h->all, h->c, &event, event.side, event.span);
    messages_read(&at, bytes, n);
}

/* A message holds several packets, one, or a part of one. */
static void packets_read(const happening *h, const uint8_t *bytes, size_t n, bool cut) {
    pieces *p = &h->link->pieces[h->event->side];
    size_t *everywhere = &h->all->pieces;
    bool begun_before, whole = !cut && pieces_begin(p, bytes, n, everywhere);
    piece_sort sort = whole ? PIECES_PACKET : PIECES_NONE;
    while (sort == PIECES_PACKET) {
        sort = pieces_next(p, &bytes, &n, &begun_before);
        if (sort == PIECES_PACKET) packet_read(h, bytes, n, begun_before);
        if (sort != PIECES_LONG) continue;
        message_missed(h->link, h->event->side);
        sort = PIECES_PACKET;
    }
    if (sort == PIECES_OVER && pieces_end(p, h->event->span.offset, everywhere)) return;
    pieces_drop(p, everywhere);
    if (!cut) message_missed(h->link, h->event->side);
}

static void message_event(continuity *all, conversation *c, const parley_event *event) {
    size_t n;
    bool cut;
    if (c->tied == NULL) opening_missed(all, c, event);
    if (c->tied == NULL || !message_is_read(c->tied->profile, event)) return;
    happening h = happening_at(all, c, event, event->side, event->span);
    const uint8_t *text = websocket_text(c, event, &n, &cut);
    c->tied->last_end[event->side] = event->span.offset + event->span.length;
    if (message_is_late(&h) || c->tied->over) return;
    if (cut) message_missed(c->tied, event->side);
    if (c->tied->profile->carrier == CARRIER_MQTT)
        packets_read(&h, text, n, cut);
    else if (!cut)
        messages_read(&h, text, n);
}

void continuity_event(continuity *all, conversation *c, const parley_event *event) {
    if (event->kind == PARLEY_EVENT_REQUEST_HEAD) opening_event(all, c, event);
    if (c->tied != NULL && event->kind == PARLEY_EVENT_SWITCH) c->tied->open = true;
    if (event->kind == PARLEY_EVENT_TEXT || event->kind == PARLEY_EVENT_BINARY)
        message_event(all, c, event);
    if (c->tied == NULL) return;
    if (event->kind == PARLEY_EVENT_CLOSE) {
        c->tied->takes_leave =
            c->tied->takes_leave || (event->side == PARLEY_CLIENT && !c->tied->closes);
        c->tied->closes = true;
    }
    if (event->kind == PARLEY_EVENT_UNJUDGED) link_missed(c->tied);
    bool stream = c->tied->profile->event_stream;
    bool ends = stream && event->kind == PARLEY_EVENT_RESPONSE_END && !event->interim;
    bool refuses = event->kind == PARLEY_EVENT_RESPONSE_HEAD && !event->interim && !c->tied->open;
    if (stream && refuses && event->status == 200) {
        c->tied->open = true;
    } else if (ends || refuses) {
        happening h = happening_at(all, c, event, event->side, event->span);
        link_over(&h);
    }
}

void continuity_application(continuity *all, conversation *c, const application_event *event) {
    const sse_event *sse = event->sse;
    if (sse == NULL || c->tied == NULL || c->tied->over || !c->tied->profile->event_stream) return;
    const parley_event where = {.side = event->side,
                                .exchange = event->exchange,
                                .span = event->span,
                                .frame = event->frame,
                                .time = event->time,
                                .turn = event->turn};
    happening h = happening_at(all, c, &where, event->side, event->span);
    if (sse->data_cut) {
        message_missed(c->tied, event->side);
        return;
    }
    message m;
    (void)message_take(&m, c->tied->profile, event->side, sse->data, sse->n_data);
    message_field_add(&m, "id", (const char *)sse->id, sse->id_cut ? 0 : sse->n_id);
    message_field_add(&m, "type", (const char *)sse->type, sse->n_type);
    message_tell(&h, &m);
    message_free(&m);
}

/* ---- what the layers below tell ---- */

static parley_event event_of(const parley_finding *finding) {
    return (parley_event){.side = finding->side,
                          .exchange = finding->exchange,
                          .span = finding->span,
                          .frame = finding->frame,
                          .time = finding->time,
                          .turn = finding->turn};
}

void continuity_finding(continuity *all, conversation *c, const parley_finding *finding) {
    continuity_link *l = c->tied;
    const char *id = finding->rule->id;
    bool frame = /* nothing comes behind it */
        strcmp(id, "websocket.message.open-at-end") == 0 || strcmp(id, "websocket.frame.cut") == 0;
    if (l != NULL && finding->rule->after == PARLEY_AFTER_STOP && !frame) link_missed(l);
    if (l == NULL || l->session == NULL) return;
    parley_event event = event_of(finding);
    happening h = happening_at(all, c, &event, finding->side, finding->span);
    if (frame) fact_tell(&h, Q_DELIVERY, DELIVERY_CUT);
    if ((frame || strcmp(id, "sse.event.cut") == 0) && finding->side == PARLEY_SERVER)
        l->session->cut = l->number;
    if (strcmp(id, "tcp.close.reset-before-acknowledgment") != 0 ||
        finding->span.offset >= l->last_end[finding->side])
        return;
    h.number = l->last_end[finding->side] - finding->span.offset;
    h.span.length = h.number;
    l->session->unsettled = true;
    fact_tell(&h, Q_DELIVERY, DELIVERY_UNKNOWN);
}

void continuity_input(continuity *all, conversation *c, const parley_input *input) {
    continuity_link *l = c->tied;
    if (l == NULL || l->over) return;
    if (input->kind == PARLEY_GAP) {
        link_missed(l);
        pieces_drop(&l->pieces[input->side], &all->pieces);
    }
    if (input->kind != PARLEY_FIN && input->kind != PARLEY_RESET) return;
    parley_event event = {.side = input->side, .frame = input->frame, .time = input->time};
    happening h = happening_at(all, c, &event, PARLEY_CLIENT,
                               (parley_span){c->lanes[PARLEY_CLIENT].length, 0});
    l->left = input->side == PARLEY_CLIENT;
    link_over(&h);
}

void continuity_closed(continuity *all, conversation *c) {
    const continuity_link *l = c->tied;
    if (l == NULL) return;
    if (l->session != NULL) {
        l->session->held--;
        l->session->conforming += c->verdict == PARLEY_CONFORMS || c->verdict == PARLEY_UNFINISHED;
        if (c->verdict == PARLEY_UNDECIDED && l->session->undecided == NULL)
            l->session->undecided = "one of its connections is undecided";
    }
    link_free(all, c);
}

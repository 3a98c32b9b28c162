/* How a connection begins and ends: SYNs, roles, resets, and what is said of it when it is over.
 *
 * It must not know how bytes are put in order. */
#include "../hash.h"
#include "grammars/tcp/symbols.h"
#include "tcp_state.h"
#include <stdlib.h>
#include <string.h>

static uint64_t host_number(const endpoint *e) {
    return hash_bytes(HASH_START, e->address, e->family == 4 ? 4 : 16);
}

void connection_waits(tcp *t, tcp_connection *c, bool waits) {
    if (c->public.waits == waits) return;
    c->public.waits = waits;
    if (t->listener->waits) t->listener->waits(t->listener->context, c->public.hosts, waits);
}

tcp_connection *connection_new(tcp *t, flow *f) {
    tcp_connection *c = calloc(1, sizeof *c);
    if (c == NULL) return NULL;
    c->public.stream = t->streams++;
    c->public.open = true;
    c->public.hosts = host_number(&f->ends[0]) + host_number(&f->ends[1]);
    c->flow = f;
    tcp_judge_start(&c->judge);
    f->connection = c;
    return c;
}

static void write_end(char *text, const endpoint *e) {
    const uint8_t *a = e->address;
    if (e->family == 4) {
        snprintf(text, ADDRESS_TEXT, "%u.%u.%u.%u:%u", a[0], a[1], a[2], a[3], e->port);
        return;
    }
    /* RFC 5952: the longest run of at least two zero groups is left out, the first of equal ones.
     */
    unsigned best = 8, length = 1, groups[8];
    for (size_t i = 0; i < 8; i++)
        groups[i] = (unsigned)a[2 * i] << 8 | a[2 * i + 1];
    for (unsigned i = 0; i < 8; i++) {
        unsigned n = 0;
        while (i + n < 8 && groups[i + n] == 0)
            n++;
        if (n > length) {
            best = i;
            length = n;
        }
    }
    size_t n = (size_t)snprintf(text, ADDRESS_TEXT, "[");
    for (unsigned i = 0; i < 8; i++) {
        if (i == best) {
            n += (size_t)snprintf(text + n, ADDRESS_TEXT - n, "::");
            i += length - 1;
        } else {
            bool colon = i > 0 && i != best + length;
            n += (size_t)snprintf(text + n, ADDRESS_TEXT - n, "%s%x", colon ? ":" : "", groups[i]);
        }
    }
    snprintf(text + n, ADDRESS_TEXT - n, "]:%u", e->port);
}

static void first_fact(tcp *t, tcp_connection *c, uint16_t symbol, unsigned d) {
    connection_fact(t, c, symbol, d, 0, 0, c->first_frame, c->first_time);
}

void connection_open(tcp *t, tcp_connection *c) {
    if (c->opened) return;
    const endpoint *ends = c->flow->ends;
    if (!c->roles) /* nobody heard a SYN: servers mostly have the lower port */
        c->client = ends[0].port >= ends[1].port ? 0 : 1;
    c->opened = true;
    write_end(c->public.client, &ends[c->client]);
    write_end(c->public.server, &ends[1 - c->client]);
    c->public.mid_stream = !c->syn && !c->syn_ack;
    if (t->listener->opened) t->listener->opened(t->listener->context, &c->public);
    if (c->reused) first_fact(t, c, PORT_REUSED, c->client);
    if (c->public.mid_stream) {
        first_fact(t, c, JOINED, c->client);
        if (!c->roles) first_fact(t, c, ROLES_GUESSED, c->client);
        c->established = true;
    } else {
        first_fact(t, c, C_SYN, c->client); /* an answer proves it, where it was not captured */
    }
    c->roles = true;
}

/* The stream's first byte has this position. */
static void place_half(half *h, uint64_t position) {
    h->placed = true;
    h->origin = h->next = h->lowest = position;
    if (h->end < position) h->end = position;
    if (h->acked < position) h->acked = position;
}

static void answer(tcp *t, tcp_connection *c, unsigned d, const segment *s) {
    half *other = &c->halves[1 - d];
    bool first = !c->syn_ack;
    if (!c->roles) c->client = (uint8_t)(1 - d);
    c->roles = true;
    c->syn_ack = true;
    half_number(other, s->ack);
    uint64_t acked = half_position(other, s->ack);
    bool matches = !other->placed || (acked >= other->origin && acked <= other->end);
    if (!other->placed) place_half(other, acked);
    connection_open(t, c);
    if (first && !c->established) connection_fact(t, c, S_SYN_ACK, d, 0, 0, s->frame, s->time);
    if (!matches) connection_fact(t, c, SYN_MISMATCH, d, 0, 0, s->frame, s->time);
}

void connection_syn(tcp *t, tcp_connection *c, unsigned d, const segment *s) {
    half *h = &c->halves[d];
    half_number(h, s->seq + 1);
    if (!h->placed) place_half(h, half_position(h, s->seq + 1));
    if (c->opened && c->public.mid_stream) return;
    if (s->flags & TCP_ACK) {
        answer(t, c, d, s);
    } else {
        if (!c->roles) c->client = (uint8_t)d;
        c->roles = true;
        c->syn = true;
        connection_open(t, c);
        if (d != c->client) connection_fact(t, c, SYN_CROSSED, d, 0, 0, s->frame, s->time);
    }
    if (s->length > 0) connection_fact(t, c, SYN_BYTES, d, h->origin, s->length, s->frame, s->time);
    c->settled = c->halves[0].placed && c->halves[1].placed;
}

void connection_settle(tcp *t, tcp_connection *c) {
    for (unsigned d = 0; d < 2; d++) {
        half *h = &c->halves[d];
        half_number(h, 0);
        if (!h->placed) place_half(h, h->lowest != UINT64_MAX ? h->lowest : POSITION_START);
    }
    c->settled = true;
    connection_open(t, c);
}

void connection_establish(tcp *t, tcp_connection *c, uint64_t frame, uint64_t time) {
    connection_open(t, c);
    if (c->established) return;
    c->established = true;
    if (!c->syn_ack) /* proved by what follows it */
        connection_fact(t, c, S_SYN_ACK, 1 - c->client, 0, 0, frame, time);
    connection_fact(t, c, C_ACK, c->client, 0, 0, frame, time);
    tcp_place place = {PARLEY_CLIENT, 0, 0, frame, time};
    tcp_judge_event(&c->judge, t->listener, &c->public, "tcp-open", &place, false);
}

/* Until then the client had said nothing: what it acknowledges first is where the server began. */
void connection_answered(tcp_connection *c) {
    half *server = &c->halves[1 - c->client];
    if (!server->placed && server->lowest != UINT64_MAX) place_half(server, server->lowest);
    c->settled = server->placed && c->halves[c->client].placed;
}

static void reset_remember(reset_list *list, tcp_connection *c) {
    c->reset_before = list->last;
    *(list->last ? &list->last->reset_behind : &list->first) = c;
    list->last = c;
}

static void reset_forget(reset_list *list, tcp_connection *c) {
    *(c->reset_before ? &c->reset_before->reset_behind : &list->first) = c->reset_behind;
    *(c->reset_behind ? &c->reset_behind->reset_before : &list->last) = c->reset_before;
}

void connection_reset(tcp *t, tcp_connection *c, unsigned d, uint64_t position, uint64_t seen,
                      const segment *s) {
    half *h = &c->halves[d];
    uint64_t highest = h->end > h->acked ? h->end : h->acked;
    if (c->settled && (position < h->acked || position > highest + FAR)) {
        connection_fact(t, c, RESET_OUTSIDE, d, position, 0, s->frame, s->time);
        return;
    }
    if (c->reset.known) return;
    c->reset = (ending){
        .known = true, .position = position, .seen = seen, .frame = s->frame, .time = s->time};
    c->reset_by = (uint8_t)d;
    reset_remember(resets_of(t, c), c);
}

/* Bytes that were acknowledged and never came, or that a reset comes after: the capture ended, or
 * stopped listening, before them. One number alone may as well have been the FIN; before a reset
 * that is not sure enough to say that nothing is missing. */
static void tell_tail(tcp *t, tcp_connection *c, unsigned d) {
    half *h = &c->halves[d];
    const ending *r = &c->reset;
    uint64_t to = h->acked > h->next + 1 ? h->acked : h->next;
    if (r->known && c->reset_by == d && r->position > to) to = r->position;
    if (!h->fin.told && to > h->next) order_gap(t, c, d, to, c->frame, c->time);
}

/* Bytes came after its FIN that it never read. Who had seen the FIN and went on knew that. */
static bool leaves_unread(const half *h, const half *other) {
    bool knew = other->knowing > 0 && other->knowing <= other->acked;
    return h->fin.told && other->end > other->acked && !knew;
}

/* RFC 9293 3.5.3: told last, so that what was on its way when it was sent is told before it. */
static void tell_reset(tcp *t, tcp_connection *c) {
    const ending *r = &c->reset;
    unsigned d = c->reset_by;
    half *h = &c->halves[d], *other = &c->halves[1 - d];
    if (!r->known || (h->fin.told && other->fin.told)) return;
    bool client = side_of(c, d) == PARLEY_CLIENT;
    connection_fact(t, c, client ? C_RESET : S_RESET, d, h->next, 0, r->frame, r->time);
    bool unread = leaves_unread(h, other);
    if (unread) connection_fact(t, c, RESET_UNREAD, d, h->next, 0, r->frame, r->time);
    if (!unread && h->captured && other->end > other->acked)
        connection_fact(t, c, RESET_UNACKNOWLEDGED, 1 - d, other->acked, other->end - other->acked,
                        r->frame, r->time);
    if (other->captured && h->end > h->acked)
        connection_fact(t, c, RESET_UNACKNOWLEDGED, d, h->acked, h->end - h->acked, r->frame,
                        r->time);
    tcp_place place = {side_of(c, d), half_offset(h, h->next), 0, r->frame, r->time};
    tcp_judge_event(&c->judge, t->listener, &c->public, "tcp-reset", &place, false);
    parley_input input = {PARLEY_RESET, place.side, r->time, r->frame, half_offset(other, r->seen),
                          NULL,         0};
    c->reset.told = true;
    if (t->listener->input) t->listener->input(t->listener->context, &c->public, &input);
}

static void tell_end(tcp *t, tcp_connection *c) {
    const uint64_t *bytes = c->public.bytes;
    half *client = &c->halves[c->client], *server = &c->halves[1 - c->client];
    if (c->established && !c->public.mid_stream && bytes[0] + bytes[1] == 0)
        connection_fact(t, c, NO_DATA, c->client, client->origin, 0, c->frame, c->time);
    for (unsigned d = 0; d < 2; d++)
        if (c->established && bytes[0] + bytes[1] > 0 && !c->halves[d].captured)
            connection_fact(t, c, ONE_SIDED, d, c->halves[d].origin, 0, c->frame, c->time);
    parley_side side = client->fin.told ? PARLEY_SERVER : PARLEY_CLIENT;
    tcp_place place = {side, bytes[side], 0, c->frame, c->time};
    c->public.open = !c->reset.told && !(client->fin.told && server->fin.told);
    tcp_judge_end(&c->judge, t->listener, &c->public, &place);
    if (t->listener->closed) t->listener->closed(t->listener->context, &c->public);
}

void connection_close(tcp *t, tcp_connection *c) {
    flow *f = c->flow;
    order_flush(t, c);
    for (unsigned d = 0; d < 2; d++)
        tell_tail(t, c, d);
    tell_reset(t, c);
    tell_end(t, c);
    connection_waits(t, c, false);
    for (unsigned d = 0; d < 2; d++) {
        half *h = &c->halves[d];
        while (h->first != NULL)
            stream_drop(t, c, h);
        f->base[d] = h->base;
        f->based[d] = h->based;
        f->tail[d] = h->number + (uint32_t)(h->end - POSITION_START);
    }
    f->connection = NULL;
    table_move(f, &t->table.over);
    if (c->reset.known) reset_forget(resets_of(t, c), c);
    free(c);
}

/* TCP segments in, connections with ordered bytes out: what each segment says is handed to those
 * who keep it.
 *
 * Sequence numbers become positions here (RFC 9293 3.4). It must not know link or IP layers. */
#include "grammars/tcp/symbols.h"
#include "tcp_history.h"
#include "tcp_state.h"
#include <stdlib.h>
#include <string.h>

tcp *tcp_new(const transcript_listener *listener) {
    tcp *t = calloc(1, sizeof *t);
    if (t == NULL) return NULL;
    t->listener = listener;
    t->history = history_new();
    if (t->history == NULL || table_start(&t->table) != 0) {
        tcp_free(t);
        return NULL;
    }
    return t;
}

void tcp_free(tcp *t) {
    if (t == NULL) return;
    table_free(&t->table);
    history_free(t->history);
    free(t);
}

static bool is_far(uint32_t a, uint32_t b) {
    int32_t distance = (int32_t)(a - b);
    return distance > (int32_t)FAR || distance < -(int32_t)FAR;
}

static bool is_finished(const tcp_connection *c) {
    return c->reset.known || (c->halves[0].fin.told && c->halves[1].fin.told);
}

/* A SYN may come behind segments that were sent after it: the stream begins with its number, or
 * could. */
static bool is_late_syn(const half *h, const segment *s) {
    uint32_t origin = h->number + (uint32_t)(h->origin - POSITION_START);
    return h->placed ? s->seq + 1 == origin : h->base - s->seq < 65536;
}

/* Whether the segment starts another connection on the addresses and ports of this one (RFC
 * 9293 3.6.1). */
static bool starts_anew(const flow *f, unsigned d, const segment *s) {
    const tcp_connection *c = f->connection;
    const half *h = c ? &c->halves[d] : NULL;
    bool based = h ? h->based : f->based[d];
    uint32_t base = h ? h->base : f->base[d];
    uint32_t tail = h ? h->number + (uint32_t)(h->end - POSITION_START) : f->tail[d];
    bool over = c == NULL || is_finished(c);
    if (!based || (s->flags & TCP_RST)) return false;
    switch (s->flags & (TCP_SYN | TCP_ACK)) {
    case TCP_SYN:
        return s->seq != base && !(h && is_late_syn(h, s));
    case TCP_SYN | TCP_ACK:
        return s->seq != base && (over || is_far(s->seq, base));
    default:
        return over && is_far(s->seq, tail);
    }
}

/* Closes what is over or too much. */
static void clean_up(tcp *t) {
    tcp_table *table = &t->table;
    flow *f = table->finished.first;
    if (f != NULL && t->packets - f->last_packet > FINISHED_PACKETS)
        connection_close(t, f->connection);
    if (table->live.n + table->finished.n > LIVE_CONNECTIONS) {
        f = table->finished.first ? table->finished.first : table->live.first;
        connection_close(t, f->connection);
    }
    if (table->over.n > OVER_CONNECTIONS) table_remove(table, table->over.first);
}

/* Something is held, or the other side has got more than came. One number alone may be a FIN. */
static bool is_waiting(const tcp_connection *c) {
    const half *a = &c->halves[0], *b = &c->halves[1];
    return c->held > 0 || a->acked > half_delivered(a) + 1 || b->acked > half_delivered(b) + 1;
}

/* A reset is told when its connection is over, for what was on its way may still come. But who
 * connects anew has left it behind, and what goes on over several connections has to hear of the
 * reset first. Where bytes before it are missing, they are waited for. */
static void resets_tell(tcp *t, const tcp_connection *anew) {
    tcp_connection *next;
    for (tcp_connection *c = resets_of(t, anew)->first; c != NULL; c = next) {
        next = c->reset_behind;
        if (c->public.hosts != anew->public.hosts || is_waiting(c)) continue;
        if (c->reset.position <= half_delivered(&c->halves[c->reset_by])) connection_close(t, c);
    }
}

/* The connection of a segment. *over: there was one, and nothing more can happen to it. */
static tcp_connection *find_connection(tcp *t, const segment *s, unsigned *d, bool *over) {
    bool made, anew = false;
    flow *f = table_find(&t->table, s, d, &made);
    *over = false;
    if (f == NULL) return NULL;
    if (!made && (anew = starts_anew(f, *d, s)) && f->connection != NULL)
        connection_close(t, f->connection);
    f->last_packet = t->packets;
    if (!made && !anew) {
        *over = f->connection == NULL;
        return f->connection;
    }
    tcp_connection *c = connection_new(t, f);
    if (c == NULL) {
        *over = false;
        table_move(f, &t->table.over);
        return NULL;
    }
    c->reused = anew && (s->flags & TCP_SYN);
    c->first_frame = s->frame;
    c->first_time = s->time;
    if (s->flags & TCP_SYN) resets_tell(t, c);
    return c;
}

/* What the segment's sender had received, as a position in the other direction. */
static uint64_t take_ack(tcp_connection *c, unsigned d, const segment *s) {
    half *other = &c->halves[1 - d];
    bool syn = (s->flags & TCP_SYN) != 0;
    if (!(s->flags & TCP_ACK) || ((s->flags & TCP_RST) && !other->numbered)) return other->acked;
    half_number(other, s->ack);
    uint64_t position = half_position(other, s->ack);
    if (position > other->end && position - other->end > (uint64_t)1 << 30)
        return other->acked; /* no window is that large: damaged, or from another connection */
    if (s->flags & TCP_RST) return position;
    if (position > other->acked) other->acked = position;
    if (!syn && position < other->lowest) other->lowest = position;
    return position;
}

static void take_segment(tcp *t, tcp_connection *c, unsigned d, const segment *s) {
    half *h = &c->halves[d];
    bool syn = (s->flags & TCP_SYN) != 0;
    if (s->flags & TCP_RST) {
        uint64_t seen = take_ack(c, d, s);
        connection_reset(t, c, d, h->numbered ? half_position(h, s->seq) : 0, seen, s);
        return;
    }
    h->captured = true;
    if (!h->based) h->base = syn ? s->seq : s->seq - 1;
    h->based = true;
    if (syn)
        connection_syn(t, c, d, s);
    else if (!(s->flags & TCP_ACK))
        return; /* RFC 9293 3.10.7.4: dropped */
    half_number(h, s->seq);
    uint64_t seen = take_ack(c, d, s);
    uint64_t position = half_position(h, syn ? s->seq + 1 : s->seq);
    if (!syn && !c->established && c->roles && d == c->client && (c->syn || c->syn_ack)) {
        connection_establish(t, c, s->frame, s->time);
        if (position == h->origin) connection_answered(c);
    }
    if (s->flags & TCP_URG)
        connection_fact(t, c, URGENT, d, position, s->length, s->frame, s->time);
    if (s->length > 0) stream_add(t, c, d, position, seen, s);
    if (s->flags & TCP_FIN) stream_end(t, c, d, position + s->length, seen, s);
}

int tcp_segment(tcp *t, const segment *s) {
    unsigned d = 0;
    bool over;
    t->packets++;
    clean_up(t);
    tcp_connection *c = find_connection(t, s, &d, &over);
    if (c == NULL) return over ? 0 : -1;
    c->packets++;
    c->frame = s->frame;
    c->time = s->time;
    take_segment(t, c, d, s);
    if (c->held > 0 || c->halves[0].fin.known || c->halves[1].fin.known || !c->settled)
        order_pump(t, c);
    connection_waits(t, c, is_waiting(c));
    table_move(c->flow, is_finished(c) ? &t->table.finished : &t->table.live);
    return t->failed ? -1 : 0;
}

static int compare_streams(const void *a, const void *b) {
    const flow *const *f = a, *const *g = b;
    uint32_t left = (*f)->connection->public.stream, right = (*g)->connection->public.stream;
    return left < right ? -1 : left > right;
}

void tcp_finish(tcp *t) {
    flow_list *lists[] = {&t->table.live, &t->table.finished};
    size_t n = 0;
    flow **open = malloc((lists[0]->n + lists[1]->n + 1) * sizeof(flow *));
    for (size_t i = 0; open != NULL && i < 2; i++)
        for (flow *f = lists[i]->first; f != NULL; f = f->next)
            open[n++] = f;
    if (n > 0) qsort(open, n, sizeof(flow *), compare_streams);
    for (size_t i = 0; i < n; i++)
        connection_close(t, open[i]->connection);
    free(open);
    for (size_t i = 0; i < 2; i++) /* without memory for the order, in any */
        while (lists[i]->first != NULL)
            connection_close(t, lists[i]->first->connection);
}

/* A connection that is told, not captured: every line is what its side said next, and nothing is
 * lost or reordered.
 *
 * It is open from its first line on, and judged by the same machine as a captured one. */
#include "script.h"
#include "grammars/tcp/symbols.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int script_fail(source *s, uint64_t line, const char *what) {
    if (!s->failed)
        snprintf(s->error, s->error_size, "%s:%llu: %s", s->name, (unsigned long long)line, what);
    s->failed = true;
    return -1;
}

int script_start(script *r, source *s, const transcript_listener *listener) {
    memset(r, 0, sizeof *r);
    r->source = s;
    r->listener = listener;
    if (s == NULL) return 0;
    r->text = malloc(SOURCE_WINDOW + 2);
    return r->text != NULL ? 0 : source_fail(s, "needs more memory than there is");
}

static tcp_place place_of(const script *r, parley_side side, uint64_t length) {
    return (tcp_place){side, r->connection.bytes[side], length, r->frame, r->time};
}

static void judge(script *r, uint16_t symbol, parley_side side, uint64_t length) {
    tcp_place place = place_of(r, side, length);
    tcp_judge_symbol(&r->judge, r->listener, &r->connection, symbol, &place);
}

static void tell_event(script *r, const char *name, parley_side side, uint64_t length,
                       bool acknowledged) {
    tcp_place place = place_of(r, side, length);
    tcp_judge_event(&r->judge, r->listener, &r->connection, name, &place, acknowledged);
}

static void tell_input(script *r, parley_input_kind kind, parley_side side, uint64_t seen,
                       const uint8_t *bytes, uint64_t n) {
    parley_input input = {kind, side, r->time, r->frame, seen, bytes, n};
    if (r->listener->input) r->listener->input(r->listener->context, &r->connection, &input);
    r->connection.bytes[side] += n;
    r->seen[side] = r->connection.bytes[1 - side] + (r->fin[1 - side] ? 1 : 0);
}

void script_open(script *r) {
    if (r->opened) return;
    connection *c = &r->connection;
    bool one_sided = c->one_sided;
    memset(c, 0, sizeof *c);
    c->one_sided = one_sided;
    c->stream = r->streams++;
    snprintf(c->client, sizeof c->client, "client");
    snprintf(c->server, sizeof c->server, "server");
    c->open = true;
    r->opened = true;
    r->reset = false;
    for (int side = 0; side < 2; side++) {
        r->fin[side] = false;
        r->seen[side] = 0;
    }
    tcp_judge_start(&r->judge);
    if (r->listener->opened) r->listener->opened(r->listener->context, c);
    judge(r, C_SYN, PARLEY_CLIENT, 0);
    judge(r, S_SYN_ACK, PARLEY_SERVER, 0);
    judge(r, C_ACK, PARLEY_CLIENT, 0);
}

static void open_connection(script *r, uint64_t frame) {
    r->frame = frame;
    script_open(r);
}

static void close_connection(script *r) {
    if (!r->opened) return;
    r->opened = false;
    r->connection.open = !r->reset && !(r->fin[0] && r->fin[1]);
    tcp_judge_notes(&r->judge, r->listener, &r->connection);
    if (r->listener->closed) r->listener->closed(r->listener->context, &r->connection);
}

void script_next(script *r) {
    close_connection(r);
    r->time = 0;
}

void script_end(script *r) {
    close_connection(r);
    free(r->text);
}

void script_time(script *r, uint64_t time) {
    r->time = time;
}

void script_bytes(script *r, parley_side side, uint64_t frame, bool crossing, const uint8_t *bytes,
                  size_t n) {
    open_connection(r, frame);
    if (n == 0) return;
    if (r->reset) {
        judge(r, RESET_THEN_DATA, side, n);
        return;
    }
    judge(r, side == PARLEY_CLIENT ? C_DATA : S_DATA, side, n);
    if (r->fin[side]) return; /* bytes behind a FIN are no part of the stream */
    if (r->fin[1 - side] && !crossing) judge(r, HALF_CLOSED, side, n);
    uint64_t seen = crossing ? r->seen[side] : PARLEY_SEEN_ALL;
    uint64_t before = r->seen[side];
    tell_input(r, PARLEY_BYTES, side, seen, bytes, n);
    if (crossing) r->seen[side] = before;
}

void script_gap(script *r, parley_side side, uint64_t frame, uint64_t n, bool acknowledged) {
    open_connection(r, frame);
    if (r->fin[side] || r->reset) return;
    judge(r, acknowledged ? GAP_ACKNOWLEDGED : GAP_UNACKNOWLEDGED, side, n);
    tell_event(r, "tcp-gap", side, n, acknowledged);
    tell_input(r, PARLEY_GAP, side, PARLEY_SEEN_ALL, NULL, n);
}

void script_fin(script *r, parley_side side, uint64_t frame) {
    open_connection(r, frame);
    if (r->fin[side] || r->reset) return;
    judge(r, side == PARLEY_CLIENT ? C_CLOSE : S_CLOSE, side, 0);
    r->fin[side] = true;
    tell_event(r, "tcp-fin", side, 0, false);
    tell_input(r, PARLEY_FIN, side, PARLEY_SEEN_ALL, NULL, 0);
}

void script_reset(script *r, parley_side side, uint64_t frame) {
    open_connection(r, frame);
    if (r->reset) return;
    judge(r, side == PARLEY_CLIENT ? C_RESET : S_RESET, side, 0);
    r->reset = true;
    tell_event(r, "tcp-reset", side, 0, false);
    tell_input(r, PARLEY_RESET, side, PARLEY_SEEN_ALL, NULL, 0);
}

void script_absent(script *r, parley_side side) {
    judge(r, ONE_SIDED, side, 0);
}

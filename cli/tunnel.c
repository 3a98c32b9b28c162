/* CONNECT: what goes through a tunnel: see tunnel.h. */
#include "tunnel.h"
#include <string.h>

void tunnel_event(conversation *c, const parley_event *event) {
    if (event->kind != PARLEY_EVENT_SWITCH || event->protocol == NULL ||
        strcmp(event->protocol, "tunnel") != 0)
        return;
    c->tunnel.reached |= 1u << event->side;
    c->tunnel.from[event->side] = event->span.offset;
}

/* How much of a side's stream the piece that is judged now leaves for the tunnel, or was not there
 * for it: what a side said before it knew of the tunnel is not its content for sure. */
static bool side_may_enter(const conversation *c, parley_side side) {
    const parley_input *piece = c->piece;
    bool in_piece = piece != NULL && piece->side == side && piece->kind == PARLEY_BYTES;
    uint64_t known = c->lanes[side].length, from = c->tunnel.from[side];
    return from == known || (in_piece && from > known && from - known <= piece->length);
}

bool tunnel_is_reached(const conversation *c) {
    return c->tunnel.reached == 3 && side_may_enter(c, PARLEY_CLIENT) &&
           side_may_enter(c, PARLEY_SERVER) &&
           parley_conversation_verdict(&c->machine) != PARLEY_UNDECIDED;
}

uint64_t tunnel_enter(conversation *c) {
    const parley_side side = c->piece->side;
    c->tunnel.reached = 0;
    c->tunnel.inside = true;
    c->tunnel.exchanges += parley_conversation_exchanges(&c->machine);
    c->lanes[PARLEY_CLIENT].messages = c->lanes[PARLEY_SERVER].messages = 0;
    c->started = false;
    return c->tunnel.from[side] - c->lanes[side].length;
}

void tunnel_renumber(const conversation *c, parley_item *item) {
    uint64_t before = c->tunnel.exchanges;
    if (item->is_finding) {
        parley_finding *finding = &item->as.finding;
        if (finding->exchange != 0) finding->exchange += before;
        finding->requests += before;
        finding->responses += before;
    } else if (item->as.event.exchange != 0) {
        item->as.event.exchange += before;
    }
}

/* Was nothing said in it? */
static bool tunnel_is_empty(const conversation *c) {
    return c->connection->bytes[PARLEY_CLIENT] <= c->tunnel.from[PARLEY_CLIENT] &&
           c->connection->bytes[PARLEY_SERVER] <= c->tunnel.from[PARLEY_SERVER];
}

void tunnel_conclude(conversation *c) {
    bool empty = !c->started && tunnel_is_empty(c);
    if (c->tunnel.inside) c->exchanges += c->tunnel.exchanges;
    if (c->tunnel.inside && empty && c->verdict == PARLEY_UNDECIDED) {
        c->verdict = PARLEY_CONFORMS;
        c->reason = "";
    }
    if (c->tunnel.reached != 0 &&
        (c->verdict == PARLEY_CONFORMS || c->verdict == PARLEY_UNFINISHED)) {
        c->verdict = PARLEY_UNDECIDED;
        c->reason = TUNNEL_UNJUDGED;
    }
}

/* Puts raw bytes of both sides in order: see raw_order.h.
 *
 * Where a message ends is found by a copy of the conversation that runs ahead; the rest of a piece
 * waits until it is its side's turn. */
#include "raw_order.h"
#include "memory.h"
#include "websocket/content.h"
#include "websocket/raw_frames.h"
#include <stdlib.h>
#include <string.h>

#define ITEMS 32

typedef struct raw_queue {
    uint8_t *bytes; /* read and not fed yet: from at on */
    size_t n, at, size;
    bool over; /* nothing more will be read */
    bool fin;  /* its end is a close, and was not fed yet */
} raw_queue;

struct raw_order {
    raw_feed *feed;
    void *context;
    raw_queue queues[2];
    raw_frames frames;    /* once both sides speak WebSocket */
    uint64_t close_at[2]; /* where a side's Close begins; PARLEY_SEEN_ALL: it has sent none */
    parley_side asked;
    parley_input last; /* frame, time and the like of what was read last */
};

raw_order *raw_order_open(raw_feed *feed, void *context) {
    raw_order *order = memory_new(sizeof *order);
    if (order != NULL) {
        order->feed = feed;
        order->context = context;
        order->close_at[0] = order->close_at[1] = PARLEY_SEEN_ALL;
    }
    return order;
}

void raw_order_free(raw_order *order) {
    if (order == NULL) return;
    free(order->queues[0].bytes);
    free(order->queues[1].bytes);
    free(order);
}

static bool speaks_websocket(const conversation *c) {
    return c->lanes[PARLEY_CLIENT].websocket != NULL && c->lanes[PARLEY_SERVER].websocket != NULL;
}

static bool side_is_in_message(const raw_order *order, const conversation *c, parley_side side) {
    if (speaks_websocket(c)) return frames_within(&order->frames, side);
    return parley_conversation_pending(&c->machine, side) < c->lanes[side].length;
}

static bool queue_is_done(const raw_queue *queue) {
    return queue->over && queue->at == queue->n;
}

static unsigned queue_rank(const raw_order *order, parley_side side) {
    const raw_queue *queue = &order->queues[side];
    return frames_rank(&order->frames, side, queue->bytes + queue->at, queue->n - queue->at,
                       queue->over);
}

/* Whose bytes come next, as far as messages tell; a side without any gives way to the other. */
static parley_side order_decide(const raw_order *order, const conversation *c) {
    parley_side side = PARLEY_CLIENT;
    if (speaks_websocket(c))
        return queue_rank(order, PARLEY_SERVER) < queue_rank(order, PARLEY_CLIENT) ? PARLEY_SERVER
                                                                                   : PARLEY_CLIENT;
    if (!side_is_in_message(order, c, PARLEY_CLIENT) &&
        (c->lanes[PARLEY_CLIENT].messages > c->lanes[PARLEY_SERVER].messages ||
         side_is_in_message(order, c, PARLEY_SERVER)))
        side = PARLEY_SERVER;
    return queue_is_done(&order->queues[side]) ? (parley_side)(1 - side) : side;
}

parley_side raw_order_whose(raw_order *order, const conversation *c) {
    order->asked = order_decide(order, c);
    return order->asked;
}

/* Whether a message, or HTTP, ends with this event. */
static bool event_ends(const parley_event *event) {
    return event->kind == PARLEY_EVENT_SWITCH ||
           ((event->kind == PARLEY_EVENT_REQUEST_END || event->kind == PARLEY_EVENT_RESPONSE_END) &&
            !event->interim);
}

/* How many of these bytes belong to the message under way; all, if it does not end in them. */
static size_t message_measure(const conversation *c, parley_input input) {
    parley_conversation ahead = c->machine;
    parley_item items[ITEMS];
    bool more = true;
    size_t length = (size_t)input.length;
    while (more) {
        size_t n = 0;
        uint64_t taken = parley_conversation_feed(&ahead, &input, items, ITEMS, &n, &more);
        for (size_t i = 0; i < n; i++) {
            const parley_event *event = &items[i].as.event;
            if (items[i].is_finding || event->side != input.side || !event_ends(event)) continue;
            uint64_t end = event->span.offset + event->span.length;
            if (end > c->lanes[input.side].length)
                return (size_t)(end - c->lanes[input.side].length);
        }
        input.bytes += taken;
        input.length -= taken;
        more = (more || input.length > 0) && (taken > 0 || n > 0);
    }
    return length;
}

/* Takes from the input what may come at once, and says what its side had seen. */
static void frames_measure(raw_order *order, const conversation *c, parley_input *input) {
    parley_side side = input->side;
    size_t n = (size_t)input->length;
    bool closes = frames_close_is_next(&order->frames, side, input->bytes, n);
    input->length = frames_take(&order->frames, side, input->bytes, n, order->queues[side].over);
    if (closes && input->length > 0 && order->close_at[side] == PARLEY_SEEN_ALL)
        order->close_at[side] = c->lanes[side].length;
    input->seen = order->close_at[1 - side];
}

/* Returns false if nothing can come now. */
static bool bytes_feed(raw_order *order, conversation *c, parley_side side) {
    raw_queue *queue = &order->queues[side];
    parley_input input = order->last;
    input.kind = PARLEY_BYTES;
    input.side = side;
    input.bytes = queue->bytes + queue->at;
    input.length = queue->n - queue->at;
    if (speaks_websocket(c))
        frames_measure(order, c, &input);
    else if (c->started)
        input.length = message_measure(c, input);
    if (input.length == 0) return false;
    queue->at += (size_t)input.length;
    order->feed(order->context, c, &input);
    return true;
}

static void fin_feed(raw_order *order, conversation *c, parley_side side) {
    parley_input input = order->last;
    order->queues[side].fin = false;
    input.kind = PARLEY_FIN;
    input.side = side;
    input.bytes = NULL;
    input.length = 0;
    order->feed(order->context, c, &input);
}

/* Feeds as long as something is there that may come now. A client that has said all it wanted
 * closes after the server has, so that an answer never seems to come too late; one that stops
 * within a message stops after the server's bytes, which may have made it stop. */
static void order_advance(raw_order *order, conversation *c) {
    raw_queue *client = &order->queues[PARLEY_CLIENT], *server = &order->queues[PARLEY_SERVER];
    for (;;) {
        parley_side side = order_decide(order, c);
        raw_queue *queue = &order->queues[side];
        bool client_closes = client->fin && queue_is_done(client) && queue_is_done(server);
        bool client_cut = client_closes && side_is_in_message(order, c, PARLEY_CLIENT);
        bool server_closes =
            server->fin && queue_is_done(server) && (queue_is_done(client) || !speaks_websocket(c));
        if (server_closes && !client_cut)
            fin_feed(order, c, PARLEY_SERVER);
        else if (client_closes)
            fin_feed(order, c, PARLEY_CLIENT);
        else if (queue->at == queue->n || !bytes_feed(order, c, side))
            return;
    }
}

static void queue_add(raw_queue *queue, const parley_input *input) {
    size_t left = queue->n - queue->at, n = (size_t)input->length;
    if (left > 0) memmove(queue->bytes, queue->bytes + queue->at, left);
    queue->at = 0;
    queue->n = left;
    if (left + n > queue->size) {
        uint8_t *larger = memory_grow(queue->bytes, left + n);
        if (larger == NULL) return;
        queue->bytes = larger;
        queue->size = left + n;
    }
    if (n > 0) memcpy(queue->bytes + left, input->bytes, n);
    queue->n = left + n;
}

void raw_order_input(raw_order *order, conversation *c, const parley_input *input) {
    raw_queue *queue = &order->queues[input->side];
    order->last = *input;
    if (input->side != order->asked) order->queues[order->asked].over = true;
    if (input->kind == PARLEY_FIN)
        queue->over = queue->fin = true;
    else if (input->kind == PARLEY_BYTES)
        queue_add(queue, input);
    order_advance(order, c);
}

void raw_order_end(raw_order *order, conversation *c) {
    order->queues[0].over = order->queues[1].over = true;
    order_advance(order, c);
}

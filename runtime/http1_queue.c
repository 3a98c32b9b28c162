/* The requests of a connection that wait for their answer, alike ones counted together, and the one
 * that is being answered. Knows their order, not what they mean. */
#include "facts.h"
#include "http1.h"

static waiting *tail(conversation *talk) {
    return &talk->waiting[(talk->first + talk->used - 1u) % WAITING_MAX];
}

uint32_t *incoming_exchange(conversation *talk) {
    if ((talk->flags & TALK_JOINED) != 0) return &talk->current;
    return talk->used != 0 ? &tail(talk)->exchange : &talk->current;
}

bool push_waiting(conversation *talk, uint32_t exchange) {
    if (talk->used == WAITING_MAX) return false;
    if (talk->used == 0) talk->first = 0; /* the rest of the ring is free for its handshake */
    talk->waiting[(talk->first + talk->used) % WAITING_MAX] = (waiting){exchange, 1};
    talk->used++;
    return true;
}

/* The last request is complete: if it is like the ones before it, they are counted together. */
void fold_waiting(conversation *talk) {
    if (talk->used < 2) return;
    waiting *last = tail(talk);
    waiting *before = &talk->waiting[(talk->first + talk->used - 2u) % WAITING_MAX];
    if (before->exchange != last->exchange) return;
    before->count++;
    talk->used--;
}

/* Takes the oldest waiting request into current. */
void take_waiting(conversation *talk) {
    waiting *oldest = &talk->waiting[talk->first];
    talk->current = oldest->exchange;
    talk->flags |= TALK_CURRENT;
    if (talk->used == 1 && oldest->count == 1 && (talk->flags & TALK_INCOMING) != 0)
        talk->flags |= TALK_JOINED;
    if (--oldest->count == 0) {
        talk->first = (uint8_t)((talk->first + 1u) % WAITING_MAX);
        talk->used--;
    }
}

void forget_current(conversation *talk) {
    talk->flags &= (uint32_t) ~(TALK_CURRENT | TALK_JOINED | TALK_ANSWERED);
    talk->current = 0;
}

uint32_t paired(const feed *f) {
    return (f->talk->flags & TALK_CURRENT) != 0 ? f->talk->current : 0;
}

uint32_t asked(const feed *f) {
    return no_turns(f) ? 0 : paired(f);
}

uint64_t exchange_number(const feed *f) {
    const conversation *talk = f->talk;
    if (f->side == PARLEY_CLIENT) return talk->requests;
    if ((talk->flags & TALK_NO_TURNS) != 0 && talk->requests == 0)
        return talk->responses + ((f->lane->flags & LANE_IN_MESSAGE) != 0 ? 1u : 0u);
    return talk->n_waiting != 0 ? talk->requests - (talk->n_waiting - 1) : 0;
}

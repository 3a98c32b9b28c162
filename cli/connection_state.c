/* What the judge keeps of one connection: see connection_state.h.
 *
 * Nothing is allocated for a connection whose heads come in one piece each, beyond the state
 * itself. */
#include "connection_state.h"
#include "http1/body.h"
#include "http1/content.h"
#include "memory.h"
#include "websocket/content.h"
#include <stdlib.h>
#include <string.h>

#define LEFT_OUT "it breaks a rule that was left out"

conversation *conversation_open(connection *about, const char *file) {
    conversation *c = memory_new(sizeof *c);
    if (c == NULL) return NULL;
    c->connection = about;
    c->file = file;
    c->held_end = &c->held;
    c->reason = c->opening = "";
    return c;
}

static void kept_forget(conversation *c, lane *l) {
    if (c->kept_everywhere != NULL) *c->kept_everywhere -= l->size_kept;
    free(l->kept);
    l->kept = NULL;
    l->n_kept = l->size_kept = 0;
}

void conversation_free(conversation *c) {
    for (int side = 0; side < 2; side++) {
        content_stop(&c->lanes[side].inflater);
        websocket_free(&c->lanes[side]);
        kept_forget(c, &c->lanes[side]);
    }
    body_free(c);
    conversation_unhold(c);
    free(c);
}

/* Copies as much of [offset, offset + n) as block [from, from + length) has at its beginning. */
static size_t block_copy(uint64_t from, const uint8_t *block, uint64_t length, uint64_t offset,
                         uint8_t *bytes, size_t n) {
    if (block == NULL || offset < from || offset - from >= length) return 0;
    uint64_t there = length - (offset - from);
    size_t copied = there < n ? (size_t)there : n;
    memcpy(bytes, block + (offset - from), copied);
    return copied;
}

size_t conversation_bytes(const conversation *c, parley_side side, uint64_t offset, uint8_t *bytes,
                          size_t n) {
    const lane *l = &c->lanes[side];
    bool has_piece = c->piece != NULL && c->piece->side == side && c->piece->kind == PARLEY_BYTES;
    size_t done = 0;
    while (done < n) {
        uint64_t at = offset + done;
        size_t copied = block_copy(l->kept_at, l->kept, l->n_kept, at, bytes + done, n - done);
        if (copied == 0 && l->n_tail > 0)
            copied = block_copy(l->length - l->n_tail, l->tail + TAIL_BYTES - l->n_tail, l->n_tail,
                                at, bytes + done, n - done);
        if (copied == 0 && has_piece)
            copied = block_copy(l->length, c->piece->bytes, c->piece->length, at, bytes + done,
                                n - done);
        if (copied == 0) break;
        done += copied;
    }
    return done;
}

static void tail_append(lane *l, const uint8_t *bytes, uint64_t n) {
    if (n >= TAIL_BYTES) {
        memcpy(l->tail, bytes + (n - TAIL_BYTES), TAIL_BYTES);
        l->n_tail = TAIL_BYTES;
        return;
    }
    memmove(l->tail, l->tail + n, TAIL_BYTES - n);
    memcpy(l->tail + (TAIL_BYTES - n), bytes, n);
    l->n_tail = (uint8_t)(l->n_tail + n > TAIL_BYTES ? TAIL_BYTES : l->n_tail + n);
}

/* Makes room for so many bytes. Returns false where there is none: texts of this head will be
 * missing, its judgment is not. */
static bool kept_grow(conversation *c, lane *l, uint32_t n) {
    uint32_t size = l->size_kept ? l->size_kept : 512;
    while (size < n)
        size *= 2;
    size_t more = size - l->size_kept;
    if (c->kept_everywhere != NULL && *c->kept_everywhere + more > KEPT_EVERYWHERE) return false;
    uint8_t *larger = memory_grow(l->kept, size);
    if (larger == NULL) return false;
    if (c->kept_everywhere != NULL) *c->kept_everywhere += more;
    l->kept = larger;
    l->size_kept = size;
    return true;
}

static void kept_append(conversation *c, lane *l, const uint8_t *bytes, uint64_t n) {
    uint64_t room = KEPT_BYTES - l->n_kept;
    uint32_t add = (uint32_t)(n < room ? n : room);
    if (l->n_kept + add > l->size_kept && !kept_grow(c, l, l->n_kept + add)) return;
    if (add > 0) memcpy(l->kept + l->n_kept, bytes, add);
    l->n_kept += add;
}

/* Begins to keep a message: from a line of a dump before it on, so that a report about its first
 * byte looks the same however the bytes were cut. */
static void kept_begin(conversation *c, lane *l, const parley_input *input, uint64_t pending) {
    uint8_t before[TAIL_BYTES];
    uint64_t from = pending > TAIL_BYTES ? pending - TAIL_BYTES : 0;
    size_t n = 0;
    for (; from < pending && n == 0; from += n == 0)
        n = conversation_bytes(c, input->side, from, before, (size_t)(pending - from));
    if (from + n != pending) {
        from = pending;
        n = 0;
    }
    l->kept_at = from;
    l->kept_message = pending;
    if (n > 0) kept_append(c, l, before, n);
    kept_append(c, l, input->bytes + (pending - l->length), input->length - (pending - l->length));
}

/* The text of a head may be asked for when it is complete, so its beginning is kept from piece to
 * piece. */
static void head_keep(conversation *c, lane *l, const parley_input *input, uint64_t end) {
    uint64_t pending = parley_conversation_pending(&c->machine, input->side);
    bool in_head = pending < end && pending >= l->head_end;
    if (l->kept != NULL && (!in_head || l->kept_message != pending)) kept_forget(c, l);
    if (!in_head) return;
    if (l->kept == NULL && pending >= l->length)
        kept_begin(c, l, input, pending);
    else if (l->kept != NULL &&
             l->kept_at + l->n_kept == l->length) /* no hole, else offsets would lie */
        kept_append(c, l, input->bytes, input->length);
}

void conversation_keep(conversation *c, const parley_input *input) {
    lane *l = &c->lanes[input->side];
    uint64_t end = l->length + input->length;
    if (input->kind == PARLEY_BYTES) {
        if (c->started) head_keep(c, l, input, end);
        if (c->connection->is_body && l->n_kept == l->length)
            kept_append(c, l, input->bytes, input->length); /* its end may tell of its beginning */
        tail_append(l, input->bytes, input->length);
        l->data += input->length;
        l->spoke_at = input->time;
        l->length = end;
    } else if (input->kind == PARLEY_GAP) {
        if (l->kept != NULL) kept_forget(c, l);
        l->n_tail = 0;
        l->missing += input->length;
        l->length = end;
    } else if (input->kind == PARLEY_FIN || input->kind == PARLEY_RESET) {
        const lane *other = &c->lanes[input->side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT];
        l->first_to_end = l->first_to_end || !(other->fin || other->reset);
        l->fin = l->fin || input->kind == PARLEY_FIN;
        l->reset = l->reset || input->kind == PARLEY_RESET;
    }
}

bool conversation_hold(conversation *c, const parley_input *input, size_t *everywhere) {
    size_t n = input->kind == PARLEY_BYTES ? (size_t)input->length : 0;
    bool gap = input->kind == PARLEY_GAP;
    c->held_everywhere = everywhere;
    if (gap && c->held_gap[input->side] != NULL) { /* captures of headers alone are full of them */
        c->held_gap[input->side]->input.length += input->length;
        return true;
    }
    held_input *h = memory_new(sizeof *h + n);
    if (h == NULL) return false;
    h->next = NULL;
    h->input = *input;
    h->input.bytes = (uint8_t *)(h + 1);
    if (n > 0) memcpy(h + 1, input->bytes, n);
    *c->held_end = h;
    c->held_end = &h->next;
    if (!gap) c->held_gap[0] = c->held_gap[1] = NULL;
    if (gap) c->held_gap[input->side] = h;
    c->n_held[input->side] += n;
    c->held_cost += sizeof *h + n;
    *everywhere += sizeof *h + n;
    return true;
}

held_input *conversation_held(conversation *c) {
    held_input *held = c->held;
    c->held = NULL;
    c->held_end = &c->held;
    c->held_gap[0] = c->held_gap[1] = NULL;
    c->n_held[0] = c->n_held[1] = 0;
    if (c->held_everywhere != NULL) *c->held_everywhere -= c->held_cost;
    c->held_cost = 0;
    return held;
}

void conversation_unhold(conversation *c) {
    held_input *held = conversation_held(c);
    while (held != NULL) {
        held_input *next = held->next;
        free(held);
        held = next;
    }
}

void conversation_speaks(conversation *c, const char *protocol) {
    if (c->n_protocols < PROTOCOLS) c->protocols[c->n_protocols++] = protocol;
}

void conversation_carries(conversation *c, const char *protocol) {
    for (uint8_t i = 0; i < c->n_protocols; i++)
        if (strcmp(c->protocols[i], protocol) == 0) return;
    conversation_speaks(c, protocol);
}

/* Of a body alone there is no machine that knows how it stands. */
static void alone_conclude(conversation *c) {
    bool undecided = c->left_out || c->ignored;
    c->verdict = undecided                     ? PARLEY_UNDECIDED
                 : c->lanes[PARLEY_SERVER].fin ? PARLEY_CONFORMS
                                               : PARLEY_UNFINISHED;
    if (c->left_out) c->reason = LEFT_OUT;
}

void conversation_conclude(conversation *c) {
    const connection *about = c->connection;
    if (c->levels[PARLEY_ERROR] > 0) {
        c->verdict = PARLEY_DEVIATES;
        c->reason = "";
    } else if (about->is_body) {
        alone_conclude(c);
    } else if (about->bytes[0] == 0 && about->bytes[1] == 0) {
        c->verdict = PARLEY_UNDECIDED;
        c->reason = c->opening[0] ? c->opening : "no data";
    } else if (!c->started) {
        c->verdict = PARLEY_UNDECIDED;
        if (c->reason[0] == 0) c->reason = "no protocol that parley knows was recognised";
    } else {
        c->verdict = parley_conversation_verdict(&c->machine);
        c->reason = parley_conversation_reason(&c->machine);
        if (c->verdict == PARLEY_DEVIATES) { /* by a rule that was filtered out */
            c->verdict = PARLEY_UNDECIDED;
            c->reason = LEFT_OUT;
        } else if (c->unread != NULL && c->verdict != PARLEY_UNDECIDED) {
            c->verdict = PARLEY_UNDECIDED;
            c->reason = c->unread;
        }
    }
}

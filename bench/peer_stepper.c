/* The stepper as a peer: the framing machines of HTTP/1.1 over the bytes, hits into an array, and
 * only what framing needs done with them: the spans of fields, Content-Length and chunked, sizes of
 * chunks. It judges nothing. */
#include "../grammars/http1/symbols.h"
#include "gen/machines/http1_request.h"
#include "gen/machines/http1_response.h"
#include "peers.h"
#include <string.h>
#include <strings.h>

typedef struct stepper {
    const parley_machine *machine;
    const uint8_t *bytes; /* of the whole corpus: spans may cross pieces */
    message_counts *found;
    uint16_t state;
    bool chunked;
    bool names_length; /* the field whose value is being read is Content-Length */
    bool names_coding; /* … or Transfer-Encoding */
    uint64_t mark, start;
    uint64_t number, length; /* a chunk's size; the body's */
    uint64_t left;           /* counted bytes to skip */
} stepper;

static void symbol_give(stepper *reader, uint16_t symbol) {
    const parley_machine *machine = reader->machine;
    uint16_t list = parley_machine_symbol(machine, &reader->state, symbol);
    for (uint16_t i = machine->action_index[list]; i < machine->action_index[list + 1]; i++) {
        if (machine->ops[i] == PARLEY_OP(PARLEY_OP_EVENT, EV_MESSAGE_END)) {
            reader->found->messages++;
        }
    }
}

static void name_take(stepper *reader, uint64_t end) {
    const char *name = (const char *)reader->bytes + reader->mark;
    uint64_t n = end - reader->mark;
    reader->names_length = n == 14 && strncasecmp(name, "Content-Length", 14) == 0;
    reader->names_coding = n == 17 && strncasecmp(name, "Transfer-Encoding", 17) == 0;
    reader->mark = end + 1;
}

static void value_take(stepper *reader, uint64_t end) {
    reader->found->fields++;
    if (reader->names_coding) {
        reader->chunked = true;
    } else if (reader->names_length) {
        reader->length = 0;
        for (uint64_t i = reader->mark; i < end; i++) {
            uint8_t byte = reader->bytes[i];
            if (byte >= '0' && byte <= '9') {
                reader->length = reader->length * 10 + byte - '0';
            }
        }
    }
}

static void event_take(stepper *reader, unsigned event, uint64_t at) {
    switch (event) {
    case EV_START:
        reader->start = at;
        reader->length = 0;
        reader->chunked = false;
        break;
    case EV_NAME_END:
        name_take(reader, at);
        break;
    case EV_VALUE_END:
        value_take(reader, at);
        break;
    case EV_MESSAGE_END:
        reader->found->messages++;
        break;
    default:
        break;
    }
}

static void answer(stepper *reader, unsigned question, uint64_t at) {
    if (question == ASK_CHUNK) {
        reader->left = reader->number;
        symbol_give(reader, reader->left != 0 ? CHUNK_SIZED : CHUNK_LAST);
        return;
    }
    reader->found->head_bytes += at + 1 - reader->start;
    reader->left = reader->chunked ? 0 : reader->length;
    symbol_give(reader, reader->chunked     ? BODY_CHUNKED
                        : reader->left != 0 ? BODY_COUNTED
                                            : BODY_NONE);
}

static void hit_take(stepper *reader, const parley_hit *hit, uint64_t base) {
    const parley_machine *machine = reader->machine;
    uint64_t at = base + hit->at;
    uint8_t byte = reader->bytes[at];
    for (uint16_t i = machine->action_index[hit->action];
         i < machine->action_index[hit->action + 1]; i++) {
        unsigned operand = PARLEY_OP_OPERAND(machine->ops[i]);
        switch (PARLEY_OP_KIND(machine->ops[i])) {
        case PARLEY_OP_MARK:
            reader->mark = at;
            break;
        case PARLEY_OP_EVENT:
            event_take(reader, operand, at);
            break;
        case PARLEY_OP_ASK:
            answer(reader, operand, at);
            break;
        case PARLEY_OP_ZERO:
            reader->number = 0;
            break;
        case PARLEY_OP_HEX:
            reader->number = reader->number * 16 +
                             (byte <= '9' ? byte - (unsigned)'0' : (byte | 0x20u) - 'a' + 10u);
            break;
        default:
            break;
        }
    }
}

/* Skips counted bytes. Returns how many. */
static size_t content_skip(stepper *reader, size_t n) {
    size_t skipped = reader->left < n ? (size_t)reader->left : n;
    reader->found->content += skipped;
    reader->left -= skipped;
    if (reader->left == 0) {
        symbol_give(reader, COUNT_END);
    }
    return skipped;
}

static bool piece_read(stepper *reader, uint64_t base, size_t n) {
    parley_hit hits[128];
    size_t i = 0;
    while (i < n) {
        if (reader->left > 0) {
            i += content_skip(reader, n - i);
            continue;
        }
        size_t n_hits = 0;
        uint64_t from = base + i;
        i += parley_machine_run(reader->machine, &reader->state, reader->bytes + from, n - i, hits,
                                sizeof hits / sizeof *hits, &n_hits);
        if (reader->state == 0) {
            return false;
        }
        for (size_t k = 0; k < n_hits; k++) {
            hit_take(reader, &hits[k], from);
        }
    }
    return true;
}

bool stepper_read(const corpus *read, size_t piece, message_counts *found) {
    const parley_machine *machine =
        read->responses ? &parley_http1_response : &parley_http1_request;
    stepper reader = {
        .machine = machine, .bytes = read->store.bytes, .found = found, .state = machine->start};
    *found = (message_counts){0};
    for (size_t i = 0; i < read->store.length; i += piece) {
        size_t left = read->store.length - i;
        if (!piece_read(&reader, i, left < piece ? left : piece)) {
            return false;
        }
    }
    return true;
}

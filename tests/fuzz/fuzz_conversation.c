/* Fuzzes libparley: the input is what both sides say, and it must give the same findings and events
 * whole, byte by byte and in random pieces.
 *
 * The first byte holds the flags of the conversation. 0xff c and 0xff s change the side that
 * speaks, 0xff f is its FIN, 0xff r its reset, 0xff g n a hole of n bytes, 0xff ~ makes it forget
 * what it had seen; all else are bytes. */
#include "../support/replay.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One escape: what follows 0xff. Returns how many bytes it took. */
static size_t escape_take(record_connection *talk, parley_input *next, const uint8_t *data,
                          size_t size) {
    parley_input input = {.side = next->side, .seen = next->seen, .frame = next->frame};
    if (size < 2) return size;
    switch (data[1]) {
    case 'c':
    case 's':
        next->side = data[1] == 'c' ? PARLEY_CLIENT : PARLEY_SERVER;
        next->seen = PARLEY_SEEN_ALL;
        next->frame++;
        return 2;
    case 'f':
    case 'r':
        input.kind = data[1] == 'f' ? PARLEY_FIN : PARLEY_RESET;
        record_input(talk, &input);
        return 2;
    case 'g':
        if (size < 3) return size;
        input.kind = PARLEY_GAP;
        input.length = (uint64_t)data[2] + 1;
        record_input(talk, &input);
        return 3;
    case '~':
        next->seen = 0;
        return 2;
    default:
        return 1;
    }
}

static void conversation_read(record_connection *talk, const uint8_t *data, size_t size) {
    parley_input next = {
        .kind = PARLEY_BYTES, .side = PARLEY_CLIENT, .seen = PARLEY_SEEN_ALL, .frame = 1};
    for (size_t i = 0; i < size;) {
        size_t length = 0;
        if (data[i] == 0xff) {
            i += escape_take(talk, &next, data + i, size - i);
            continue;
        }
        while (i + length < size && data[i + length] != 0xff)
            length++;
        next.bytes = data + i;
        next.length = length;
        record_input(talk, &next);
        i += length;
    }
    const parley_input stop = {.kind = PARLEY_STOP, .seen = PARLEY_SEEN_ALL};
    record_input(talk, &stop);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    record_connection *talk = calloc(1, sizeof *talk);
    if (talk == NULL) abort();
    talk->flags = data[0] & (PARLEY_ONE_SIDED | PARLEY_MID_STREAM);
    conversation_read(talk, data + 1, size - 1);
    const replay_cut cuts[] = {
        {.max = 256}, {.every = 1, .max = 16}, {.hostile_seed = size * 2654435761u + 1, .max = 32}};
    replay whole = replay_run(talk, &cuts[0]);
    for (size_t i = 0; i < whole.count; i++)
        if (!item_sane(&whole.items[i])) abort();
    for (size_t i = 1; i < sizeof cuts / sizeof cuts[0]; i++) {
        replay cut = replay_run(talk, &cuts[i]);
        if (!replay_same(&whole, &cut)) abort();
        replay_free(&cut);
    }
    replay_free(&whole);
    record recorded = {.connections = talk, .count = 1};
    record_free(&recorded);
    return 0;
}

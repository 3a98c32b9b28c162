/* parley as a user has it: a conversation of one side, fed through the public interface, all items
 * taken. */
#include "parley.h"
#include "peers.h"

static bool items_take(const parley_item *items, size_t n, message_counts *found) {
    for (size_t i = 0; i < n; i++) {
        if (items[i].is_finding) {
            return false;
        }
        const parley_event *event = &items[i].as.event;
        switch (event->kind) {
        case PARLEY_EVENT_REQUEST_HEAD:
        case PARLEY_EVENT_RESPONSE_HEAD:
            found->head_bytes += event->span.length;
            break;
        case PARLEY_EVENT_REQUEST_END:
        case PARLEY_EVENT_RESPONSE_END:
            found->messages++;
            break;
        default: /* the corpora have nothing else */
            return false;
        }
    }
    return true;
}

/* Feeds one input whole. */
static bool conversation_give(parley_conversation *conversation, parley_input input,
                              message_counts *found) {
    parley_item items[64];
    bool more = true;
    while (more || input.length > 0) {
        size_t n = 0;
        uint64_t taken = parley_conversation_feed(conversation, &input, items,
                                                  sizeof items / sizeof *items, &n, &more);
        if (!items_take(items, n, found)) {
            return false;
        }
        input.bytes += taken;
        input.length -= taken;
    }
    return true;
}

bool parley_read(const corpus *read, size_t piece, message_counts *found) {
    parley_conversation conversation;
    parley_conversation_start(&conversation, PARLEY_HTTP1, PARLEY_ONE_SIDED);
    *found = (message_counts){.fields = COUNT_UNTOLD, .content = COUNT_UNTOLD};
    for (size_t i = 0; i < read->store.length; i += piece) {
        size_t left = read->store.length - i;
        parley_input input = {.kind = PARLEY_BYTES,
                              .side = read->responses ? PARLEY_SERVER : PARLEY_CLIENT,
                              .frame = i / piece + 1,
                              .seen = PARLEY_SEEN_ALL,
                              .bytes = read->store.bytes + i,
                              .length = left < piece ? left : piece};
        if (!conversation_give(&conversation, input, found)) return false;
    }
    return true;
}

/* parley as a user has it: a conversation of one side, fed through the public interface, all items
 * taken. For WebSocket also as it is on a processor without AVX2, and with the payload unmasked
 * where it lies. */
#include "parley.h"
#include "peers.h"

/* The library a second time, all of it as it is, except that it takes plain_cpu for what is known
 * of the processor: nothing. */
typedef uint64_t conversation_feed(parley_conversation *conversation, const parley_input *input,
                                   parley_item *items, size_t max, size_t *n_items, bool *more);
extern conversation_feed plain_conversation_feed;
extern const unsigned plain_cpu[8];
const unsigned plain_cpu[8] = {0};

typedef struct reading {
    const corpus *read;
    message_counts *found;
    parley_protocol protocol;
    unsigned flags;
    conversation_feed *feed;
    bool (*take)(const parley_event *event, const corpus *read, message_counts *found);
} reading;

static bool http_take(const parley_event *event, const corpus *read, message_counts *found) {
    (void)read;
    switch (event->kind) {
    case PARLEY_EVENT_REQUEST_HEAD:
    case PARLEY_EVENT_RESPONSE_HEAD:
        found->head_bytes += event->span.length;
        return true;
    case PARLEY_EVENT_REQUEST_END:
    case PARLEY_EVENT_RESPONSE_END:
        found->messages++;
        return true;
    default:
        return false;
    }
}

static bool websocket_take(const parley_event *event, const corpus *read, message_counts *found) {
    const parley_websocket *about = &event->websocket;
    switch (event->kind) {
    case PARLEY_EVENT_TEXT:
    case PARLEY_EVENT_BINARY:
        found->messages++;
        found->content += about->payload_length;
        return true;
    case PARLEY_EVENT_PING:
        found->controls++;
        return true;
    case PARLEY_EVENT_PAYLOAD: {
        /* Every second time it is masked again; that is all the same for bytes at random. */
        uint8_t *bytes = read->store.bytes + event->span.offset;
        parley_unmask(bytes, bytes, event->span.length, about->key);
        return true;
    }
    default:
        return false;
    }
}

/* Feeds one input whole. */
static bool input_give(const reading *how, parley_conversation *conversation, parley_input input) {
    parley_item items[64];
    bool more = true;
    while (more || input.length > 0) {
        size_t n = 0;
        uint64_t taken =
            how->feed(conversation, &input, items, sizeof items / sizeof *items, &n, &more);
        for (size_t i = 0; i < n; i++) {
            if (items[i].is_finding || !how->take(&items[i].as.event, how->read, how->found))
                return false;
        }
        input.bytes += taken;
        input.length -= taken;
    }
    return true;
}

static bool corpus_read(const reading *how, size_t piece) {
    const byte_store *store = &how->read->store;
    parley_conversation conversation;
    parley_conversation_start(&conversation, how->protocol, PARLEY_ONE_SIDED | how->flags);
    for (size_t i = 0; i < store->length; i += piece) {
        size_t left = store->length - i;
        parley_input input = {.kind = PARLEY_BYTES,
                              .side = how->read->responses ? PARLEY_SERVER : PARLEY_CLIENT,
                              .frame = i / piece + 1,
                              .seen = PARLEY_SEEN_ALL,
                              .bytes = store->bytes + i,
                              .length = left < piece ? left : piece};
        if (!input_give(how, &conversation, input)) return false;
    }
    return true;
}

bool parley_read(const corpus *read, size_t piece, message_counts *found) {
    reading how = {read, found, PARLEY_HTTP1, 0, parley_conversation_feed, http_take};
    *found = (message_counts){.fields = COUNT_UNTOLD, .content = COUNT_UNTOLD};
    return corpus_read(&how, piece);
}

bool parley_websocket_read(const corpus *read, size_t piece, message_counts *found) {
    reading how = {read, found, PARLEY_WEBSOCKET, 0, parley_conversation_feed, websocket_take};
    return corpus_read(&how, piece);
}

bool plain_websocket_read(const corpus *read, size_t piece, message_counts *found) {
    reading how = {read, found, PARLEY_WEBSOCKET, 0, plain_conversation_feed, websocket_take};
    return corpus_read(&how, piece);
}

bool unmasking_websocket_read(const corpus *read, size_t piece, message_counts *found) {
    reading how = {read,
                   found,
                   PARLEY_WEBSOCKET,
                   PARLEY_PAYLOAD | PARLEY_BINARY,
                   parley_conversation_feed,
                   websocket_take};
    return corpus_read(&how, piece);
}

bool avx2_there(void) {
#if defined(__GNUC__) && defined(__x86_64__)
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

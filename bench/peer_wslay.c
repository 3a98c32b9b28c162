/* wslay as a peer: its event interface as a server has it, with whole messages handed over. Built
 * without it, it says so. */
#include "peers.h"

#ifdef PARLEY_BENCH_WSLAY
#include <string.h>
#include <wslay/wslay.h>

enum { READ_MOST = 65536 }; /* what a server reads before it sends what it owes */

typedef struct wslay_user {
    const corpus *read;
    message_counts *found;
    size_t at, end; /* of the corpus: what was handed over, and what there is to hand over now */
} wslay_user;

static ssize_t give_bytes(wslay_event_context_ptr context, uint8_t *to, size_t n, int flags,
                          void *data) {
    wslay_user *user = data;
    size_t left = user->end - user->at;
    (void)flags;
    if (left == 0) {
        wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
        return -1;
    }
    if (left < n) n = left;
    memcpy(to, user->read->store.bytes + user->at, n);
    user->at += n;
    return (ssize_t)n;
}

/* Pongs are sent to nobody. */
static ssize_t take_bytes(wslay_event_context_ptr context, const uint8_t *from, size_t n, int flags,
                          void *data) {
    (void)context;
    (void)from;
    (void)flags;
    (void)data;
    return (ssize_t)n;
}

static void take_message(wslay_event_context_ptr context,
                         const struct wslay_event_on_msg_recv_arg *message, void *data) {
    message_counts *found = ((wslay_user *)data)->found;
    (void)context;
    if (wslay_is_ctrl_frame(message->opcode)) {
        found->controls++;
    } else {
        found->messages++;
        found->content += message->msg_length;
    }
}

bool wslay_read(const corpus *read, size_t piece, message_counts *found) {
    const struct wslay_event_callbacks callbacks = {.recv_callback = give_bytes,
                                                    .send_callback = take_bytes,
                                                    .on_msg_recv_callback = take_message};
    wslay_user user = {.read = read, .found = found};
    wslay_event_context_ptr context;
    if (wslay_event_context_server_init(&context, &callbacks, &user) != 0) return false;
    bool good = true;
    piece = piece < READ_MOST ? piece : READ_MOST;
    while (good && user.end < read->store.length) {
        size_t left = read->store.length - user.end;
        user.end += left < piece ? left : piece;
        /* After an error it wants to read no more, and leaves what is left. */
        good =
            wslay_event_recv(context) == 0 && wslay_event_send(context) == 0 && user.at == user.end;
    }
    wslay_event_context_free(context);
    return good;
}

bool wslay_there(void) {
    return true;
}
#else
bool wslay_read(const corpus *read, size_t piece, message_counts *found) {
    (void)read;
    (void)piece;
    (void)found;
    return false;
}

bool wslay_there(void) {
    return false;
}
#endif

/* Which connections a session is on: see session_streams.h. */
#include "session_streams.h"

static bool is_kept(const session_streams *on, uint32_t stream) {
    for (size_t i = 0; i < on->n; i++)
        if (on->first[i] == stream) return true;
    return false;
}

void session_streams_add(session_streams *on, uint32_t stream) {
    bool full = on->n == SESSION_STREAMS;
    if (is_kept(on, stream) || (full && stream <= on->newest)) return;
    if (!full) on->first[on->n++] = stream;
    if (stream > on->newest) on->newest = stream;
    on->connections++;
}

bool session_streams_may_hold(const session_streams *on, uint32_t stream) {
    return is_kept(on, stream) || (on->connections > on->n && stream <= on->newest);
}

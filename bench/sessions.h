/* Captures of sessions over connections: one client that comes back again and again to one server.
 * Nothing here knows how a capture is written or read. */
#ifndef PARLEY_BENCH_SESSIONS_H
#define PARLEY_BENCH_SESSIONS_H

#include "capture.h"

/* Server-Sent Events in 72 bytes or so, resumed by their last id. */
extern const capture_traffic sse_traffic;
/* A live playlist of HLS every four seconds, and the segment that is new. */
extern const capture_traffic hls_traffic;
/* WebSocket messages of about 100 bytes of JSON, with a counter at /seq. */
extern const capture_traffic websocket_traffic;

#endif

/* Runs parley over a transcript of WebSocket that stands in a test, and asks what it said. */
#ifndef PARLEY_TESTS_CONTINUITY_JUDGED_H
#define PARLEY_TESTS_CONTINUITY_JUDGED_H

#include "../support/run.h"

#include <stdbool.h>

#define LOST   "\"rule\":\"continuity.message.lost-on-"
#define SEQ(n) "S% text \"{\\\"seq\\\":" #n "}\"\n"
#define ENDED  "S. fin\nC. fin\n"
#define UPGRADE(query)                                                                             \
    "C: GET /feed?" query " HTTP/1.1\nC: Host: a.example\nC: Upgrade: websocket\nC: Connection: "  \
    "Upgrade\nC: Sec-WebSocket-Key: MDAwMDAwMDAwMDAwMDAwOQ==\nC: Sec-WebSocket-Version: 13\nC:\n"  \
    "S: HTTP/1.1 101 Switching Protocols\nS: Upgrade: websocket\nS: Connection: Upgrade\nS: "      \
    "Sec-WebSocket-Accept: dh1bOxomVEfBnrE2zEJXKh7O/Go=\nS:\n"
#define CLOSED "C% close code 1000\nS% close code 1000\n" ENDED

/* What is said of a transcript, as NDJSON. option takes an argument; both NULL: --sequence /seq. */
run_result judged(const char *talk, const char *option, const char *argument);
/* What is said of a transcript with a profile. */
run_result judged_by(const char *talk, const char *profile);
bool holds(const run_result *result, const char *text);
/* The transcript says this, and (not NULL) not that. */
void says(const char *talk, const char *this, const char *that);
/* The same, with a profile. */
void says_by(const char *profile, const char *talk, const char *this, const char *that);

#endif

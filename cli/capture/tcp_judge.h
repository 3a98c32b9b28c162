/* Judges one connection by the machine tcp.turns, and keeps its findings quiet: one for each rule
 * and side.
 *
 * Used for packets, text and raw streams alike. It must not know sequence numbers. */
#ifndef PARLEY_CAPTURE_TCP_JUDGE_H
#define PARLEY_CAPTURE_TCP_JUDGE_H

#include "../transcript.h"

#define TCP_NOTES                                                                                  \
    12 /* rules and sides that a connection can have findings of; more are not told                \
        */

/* Where something happened. */
typedef struct tcp_place {
    parley_side side;
    uint64_t offset, length; /* in the side's stream */
    uint64_t frame, time;
} tcp_place;

typedef struct tcp_note {
    uint16_t rule, state, after, got;
    bool told;
    uint64_t count;
    tcp_place place; /* where it happened first */
} tcp_note;

typedef struct tcp_judge {
    uint16_t state;
    uint16_t n;
    tcp_note notes[TCP_NOTES];
} tcp_judge;

void tcp_judge_start(tcp_judge *j);
/* Something happened. Errors and warnings are told at once; notes are counted and told at the end.
 */
void tcp_judge_symbol(tcp_judge *j, const transcript_listener *l, connection *c, uint16_t symbol,
                      const tcp_place *place);
/* The transcript ends for this connection; place says where. */
void tcp_judge_end(tcp_judge *j, const transcript_listener *l, connection *c,
                   const tcp_place *place);
/* Tells the notes, where nothing can be said of the end. */
void tcp_judge_notes(tcp_judge *j, const transcript_listener *l, connection *c);
/* Who may send now. */
parley_turn tcp_judge_turn(const tcp_judge *j);
/* Tells a finding about the whole file, if the rule is known. */
void tcp_judge_file(const transcript_listener *l, const char *rule, uint64_t count, uint64_t frame,
                    uint64_t time);

/* Tells a fact for --events. */
void tcp_judge_event(const tcp_judge *j, const transcript_listener *l, connection *c,
                     const char *name, const tcp_place *place, bool acknowledged);

#endif

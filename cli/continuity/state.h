/* What is remembered of sessions and of their connections, shared by the files of this folder only.
 *
 * All of it is bounded; where a bound is reached, what is beyond goes unjudged and nobody is
 * blamed. */
#ifndef PARLEY_CLI_CONTINUITY_STATE_H
#define PARLEY_CLI_CONTINUITY_STATE_H

#include "../../grammars/continuity/symbols.h"
#include "../application.h"
#include "continuity.h"
#include "message.h"
#include "pieces.h"
#include "profile.h"

#define SESSIONS      1024
#define KEY_TEXT      256
#define COUNTS        256 /* keys with a count of their own, of one session */
#define GAPS          16  /* ranges that are missing, of one count */
#define IDS           32  /* the last ones that do not count */
#define ASKED         64  /* messages of a side that wait to be acknowledged */
#define SUBSCRIPTIONS 64
#define VALUE_TEXT    64
#define STEADY        3 /* waits that are alike */

typedef struct gap {
    uint64_t first, last;
} gap;

/* The messages of one side, of one key. */
typedef struct count {
    parley_side side;
    uint64_t key;   /* a number made of it */
    char *name;     /* what is counted, for people; NULL: memory had run out */
    uint16_t state; /* of continuity.counter */
    bool begun, replaying;
    bool crowded; /* more gaps than there is room for */
    uint64_t first, highest, last;
    parley_place highest_at, last_at;
    uint64_t link;                  /* number of the connection that the last one came on */
    uint64_t unread, holes, unseen; /* of the side and of the session, by then */
    gap gaps[GAPS];
    unsigned n_gaps;
} count;

/* What one side has said in a session. */
typedef struct said {
    uint64_t messages; /* those of the application */
    uint64_t counted, unread;
    unsigned n_counts;
} said;

/* Messages of one side that are to be acknowledged. */
typedef struct asked {
    uint64_t keys[ASKED];
    unsigned n;
    bool forgot; /* there were more */
    bool counted;
    uint64_t highest; /* of those that are numbers */
} asked;

typedef struct subscription {
    uint64_t what, id; /* numbers made of them */
    uint64_t link;     /* on which it was asked for last */
    bool promised;     /* ... with the word that what comes is acknowledged */
} subscription;

/* Where the last message of a side is. */
typedef struct last_message {
    uint32_t stream;
    uint64_t exchange, frame, time, content_offset;
    parley_span span;
    parley_turn turn;
} last_message;

/* What sessions of event streams that are part of one say of it. */
typedef struct stream_part {
    bool there, broken; /* broken: below it */
    parley_verdict verdict;
    const char *reason;
    bool loss_told;
    uint64_t lost, possibly_lost, in_one;
    const uint8_t *last_id, *resumed_from;
    size_t n_last_id, n_resumed_from;
    const resume_id *resumed; /* of the last one that asked for more */
    uint64_t n_resumed;
} stream_part;

typedef struct tied_session {
    struct tied_session *next;
    uint64_t serial; /* from 1 */
    absences absences;
    stream_part part; /* of all such sessions together */
    const profile *profile;
    uint64_t hash;  /* of what ties it */
    uint64_t query; /* of its last connection */
    char key[KEY_TEXT];
    bool guessed;
    uint16_t state; /* of continuity.session */
    session_streams on;
    uint64_t exchanges, conforming, links;
    said said[2];
    uint64_t cut;        /* number of the connection that ended within a message of the server */
    unsigned live, held; /* connections that are open, and that are still known */
    /* the end of the last connection */
    bool abnormal, left; /* left: the client took its leave */
    uint64_t ended;
    uint64_t attempts, waits[STEADY]; /* that failed since the last one that did not */
    /* what was counted */
    count *counts;
    unsigned n_counts;
    uint64_t holes, lost, possibly_lost;
    uint64_t hosts;    /* of its last connection */
    bool roams;        /* its connections are not all between the same hosts */
    uint64_t unseen;   /* connections that may have been its own */
    uint64_t received; /* the server's highest counter of all keys */
    bool acknowledged;
    uint64_t acknowledgment;
    uint64_t ids[IDS];
    unsigned n_ids;
    asked asked[2];
    subscription subscriptions[SUBSCRIPTIONS];
    unsigned n_subscriptions;
    char last_id[VALUE_TEXT], resumed_from[VALUE_TEXT];
    bool last_counts; /* the last id is last_number */
    uint64_t last_number;
    /* how it stands */
    bool unsettled;  /* bytes of a message were never acknowledged */
    bool crowded;    /* more of its subscriptions than there is room for */
    bool left_out;   /* it breaks a rule that is not to be told */
    bool partial;    /* it began before the transcript */
    bool overlapped; /* two connections were open at once */
    bool below_told; /* that connections may be fine and messages lost was said */
    bool deviates;
    const char *undecided;  /* why, or NULL */
    last_message places[2]; /* of each side, for what only the end tells */
} tied_session;

/* A resume point behind all that the transcript has, until the server's next number tells. */
typedef struct resumed_beyond {
    bool waits;
    parley_event event;
    parley_side side;
    parley_span span;
    uint64_t from, to;
} resumed_beyond;

/* One connection of a session, or one attempt. */
typedef struct continuity_link {
    const profile *profile;
    tied_session *session; /* NULL: not known yet, or not remembered */
    uint64_t number;       /* in its session, from 1 */
    bool waits;            /* for a message that tells the session */
    bool open, over, beside, returns;
    bool doubted;                                      /* it may be another client's */
    bool closes;                                       /* a Close was said */
    bool takes_leave;                                  /* ... by the client first */
    bool left;                                         /* the client ended it */
    bool resumes, answered, accepted, refused, judged; /* the resume point */
    resumed_beyond beyond;
    bool spoken;          /* a message came on it */
    bool counted;         /* ... of the server, and with a number */
    bool id_known;        /* a message with an id came, or what it resumes at is the last one */
    bool afresh_told[2];  /* of each side's count */
    bool missed;          /* bytes of it, or what they mean */
    pieces pieces[2];     /* of packets, where messages do not hold whole ones */
    uint64_t last_end[2]; /* where the last message of each side ended */
    char guess[KEY_TEXT]; /* what ties it where nothing else does */
    uint64_t guess_hash, query;
} continuity_link;

struct continuity {
    const parley_machine *counter; /* continuity.counter */
    const profile_list *profiles;
    application *app;
    tied_session *sessions;
    unsigned n_sessions;
    uint64_t serials; /* how many there were */
    size_t pieces;    /* bytes that are kept of packets under way */
};

/* Where something happened, and what it is about. */
typedef struct happening {
    continuity *all;
    conversation *c;
    continuity_link *link;
    tied_session *session;
    const parley_event *event;
    parley_side side; /* whose fault, and in whose stream span is */
    parley_span span;
    uint64_t number, from, to;
    const char *name;    /* of what is counted, or NULL */
    parley_place before; /* where from was */
} happening;

/* continuity.c: tells what breaks a rule. */
void fact_tell(const happening *h, uint16_t question, uint16_t answer);
void session_hears(const happening *h, uint16_t symbol);
void count_hears(const happening *h, count *what, uint16_t symbol);

/* told.c: what a finding is for its session. */
void session_breaks(const continuity *all, tied_session *s, const parley_rule *rule);

/* unseen.c: between whom its newest connection is. */
void session_hosts(tied_session *s, uint64_t hosts);
/* Whether another connection that may be its own is held: what it said was before, perhaps. */
bool session_waits(const happening *h);

/* link.c: connections and sessions. */
void link_session(happening *h, const char *key, bool guessed);
void link_by_message(happening *h, const message *m);
void link_over(happening *h);

/* part.c: adds what sessions of event streams say to what is told of the one that they are part of.
 */
void part_add(const stream_part *part, application_session *told);

/* told.c: says what there is to say of a session, once. */
void session_tell(const continuity *all, tied_session *s);

/* counts.c */
void count_message(happening *h, const message *m);
/* Where messages of a side carry their counter. */
const value_place *counter_place(const profile *p, parley_side side);
/* What the one there is called: as the profile writes it. */
const char *counter_name(const profile *p, parley_side side);
/* Whether messages of a side came that should have been counted, and none was. */
bool counter_missing(const tied_session *s, parley_side side);
void counts_free(tied_session *s);
/* resume.c */
bool resume_is_asked(const happening *h);
void resume_request(happening *h);
void resume_point(happening *h, const message_value *value);
void resume_message(happening *h, const message *m);
void resume_overdue(happening *h);
/* The server's first number on this connection: what it makes of the resume point. */
void resume_followed(happening *h, uint64_t number);
/* The client knows more than the transcript: a connection is not in it. */
void session_goes_beyond(tied_session *s);
void subscriptions_message(happening *h, const message *m);
uint64_t subscriptions_missing(tied_session *s, const continuity_link *l);
/* Whether the client said that it acknowledges what comes of this one. */
bool subscription_promises(const tied_session *s, const message_field *id);
/* acknowledgments.c */
void acknowledgment_message(happening *h, const message *m);
/* How many messages still wait to be acknowledged, and by whom. */
uint64_t acknowledgments_missing(const tied_session *s, parley_side *side);

#endif

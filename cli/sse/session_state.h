/* What is remembered of a session of Server-Sent Events: for the files that judge it. */
#ifndef PARLEY_CLI_SSE_SESSION_STATE_H
#define PARLEY_CLI_SSE_SESSION_STATE_H

#include "session.h"

#define SESSION_IDS  256 /* numbers made of ids, the last ones */
#define SESSIONS_MAX 1024
#define PAGES_MAX    64

/* What the ids of a session look like. */
typedef struct sse_counter {
    uint64_t last;  /* the last one */
    uint32_t steps; /* so many of them were one more than the one before */
    bool known;     /* last is a number */
    bool irregular; /* some id was no number, or did not count on by one within a stream */
} sse_counter;

struct sse_session {
    struct sse_session *next; /* newer */
    const sse_memory *memory;
    message_head *request; /* a copy of the last one: its address is the key */
    char client[ADDRESS_TEXT], server[ADDRESS_TEXT];
    uint64_t hosts; /* the number of both */
    uint16_t state; /* of sse.turns */
    /* the request or the stream under way, or the last one */
    bool open;     /* asked, or a stream is under way */
    bool left;     /* the client had ended its direction before the stream did */
    bool parallel; /* others of the same key were open at the same time: who is who is not known */
    bool unsure;   /* bytes are missing: the last id is not known */
    bool led_on;   /* the last answer sent the client on: what came there is not known here */
    bool streamed; /* some request was answered with a stream */
    bool refused;  /* the last answer was none, and ends the session for good */
    bool alone;    /* the last request asked for nothing but event streams */
    bool awaited;  /* the stream ended by the server's doing, and was not asked for again */
    uint64_t ended_at, ended_clock; /* when it was over; or answered, where none opened */
    uint32_t stream;
    parley_event ended;           /* where */
    const message_head *response; /* while its body is read */
    /* ids */
    sse_id last;      /* as browsers have it: it counts beyond the stream */
    sse_id in_stream; /* as the standard has it: each stream begins without one */
    sse_id cut;       /* of a block that was cut */
    sse_id resumed;   /* what the last request asked for more after */
    resume_id resumes[RESUMES];
    uint64_t n_resumes;
    bool blocks;     /* the last stream had a whole block */
    bool renewed;    /* the stream under way renews one, and none of its ids was seen yet */
    bool asked_more; /* ... and its request carries an id */
    uint64_t ids[SESSION_IDS];
    uint64_t n_ids;    /* ids is a ring */
    uint64_t first_id; /* n_ids when the stream under way began */
    sse_counter counter;
    uint64_t retry; /* milliseconds */
    bool has_retry;
    bool told_repeated, told_back; /* in this stream */
    /* for the end */
    session_streams on;
    uint64_t exchanges, events, lost, unknown_breaks;
    uint64_t in_one, most_in_one; /* events of the stream under way, of any stream */
    bool deviates;
    bool below_broken; /* one of its connections, or what is spoken on it, is not as it should be */
    absences absences;
    uint64_t tied;   /* number of the session of a profile that its requests belong to, or 0 */
    bool untied;     /* ... not all of them */
    bool below_told; /* that they are fine, and the session is not */
};

/* A page that a client loaded. */
typedef struct sse_page {
    char client[ADDRESS_TEXT];
    uint64_t clock;
} sse_page;

struct sse_memory {
    sse_session *first, **end;
    size_t n;
    sse_page pages[PAGES_MAX];
    unsigned n_pages, next_page;
    uint64_t clock; /* counts pages: times of connections may not be comparable */
};

/* The session tells that its turn machine hears a symbol; returns whether a rule is broken. */
bool sse_session_hear(sse_session *s, uint16_t symbol, parley_finding *finding);
/* Was this id set in the session before? since: only those of the stream under way. */
bool sse_session_knows(const sse_session *s, uint64_t hash, bool since);

#endif

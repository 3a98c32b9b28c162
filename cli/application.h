/* What the application layer tells: facts above the messages of a protocol, such as events in a
 * body, and sessions over connections.
 *
 * The judge fills in who listens; readers of bodies (body.h) and sessions tell it. Nothing here
 * knows how any of it is shown. */
#ifndef PARLEY_CLI_APPLICATION_H
#define PARLEY_CLI_APPLICATION_H

#include "connection_state.h"
#include "session_streams.h"
#include "unseen.h"

/* An event of Server-Sent Events, as a browser dispatches it. */
typedef struct sse_event {
    const uint8_t *id, *type, *data;
    size_t n_id, n_type, n_data;
    bool id_cut, type_cut, data_cut; /* there is more than this */
} sse_event;

/* A playlist of HLS that was loaded, or a segment that one names. */
typedef struct hls_event {
    const char *url, *playlist; /* playlist: of a segment, the one that names it; else NULL */
    size_t n_url, n_playlist;
    const char *sort; /* of a playlist: "multivariant" or "media" */
    uint64_t media_sequence, segments;
    bool end_list, ranged;
    bool cut; /* it holds more than is read: more segments, or longer lines */
    uint64_t range_from, range_length;
} hls_event;

/* Something that happened in a body. */
typedef struct application_event {
    const char *name; /* "sse-event", "hls-playlist", "hls-segment" */
    parley_side side;
    uint64_t exchange;
    parley_span span; /* in the side's stream, framing and codings within it counted */
    uint64_t frame, time;
    parley_turn turn;
    const sse_event *sse; /* of an sse-event */
    const hls_event *hls; /* of the others */
} application_event;

#define RESUMES      4  /* so many of the ids that were asked with are told; more are counted */
#define RESUME_BYTES 24 /* of each */

/* An id that a request asked for more with. */
typedef struct resume_id {
    uint8_t bytes[RESUME_BYTES];
    uint8_t n;
    bool cut;
} resume_id;

/* A session at the end of the transcript. */
typedef struct application_session {
    const char *application; /* "sse" "websocket" */
    const char *profile;     /* that ties it together, or NULL */
    const uint8_t *key;
    size_t n_key;
    const session_streams *on;
    uint64_t exchanges, events;
    parley_verdict verdict;
    const char *reason; /* undecided only */
    bool below_fine;    /* nothing is wrong with its connections and what they speak */
    bool loss_told;     /* lost says how many messages are missing, else that cannot be told */
    uint64_t lost;
    uint64_t possibly_lost;      /* breaks over which nothing tells whether something was lost */
    const uint8_t *last_id;      /* NULL: none was set */
    const uint8_t *resumed_from; /* NULL: no request asked for more */
    size_t n_last_id, n_resumed_from;
    const resume_id *resumed; /* the first ones, as far as they are known */
    uint64_t n_resumed;       /* all of them */
    unsigned confusion;       /* number of the one that it is a case of; 0: none */
    uint64_t confused;        /* how much of it: see confusion_mark */
    uint64_t attempts;        /* to reach the server that failed, between two of its connections */
    uint64_t in_one;          /* the most events of one answer */
    bool by_ids;              /* undecided for no more than ids that seem to be missing */
    uint64_t tied;            /* number of the one of a profile that it is part of, or 0 */
    bool played;              /* by what playlists name: these three count */
    uint64_t loads, segments, fetched; /* playlists loaded; segments named; of these, fetched */
    bool beyond;                       /* ... as far as they are remembered: there are more */
} application_session;

/* A finding that only the end of the transcript tells, when its connection is gone. */
typedef struct late_finding {
    uint32_t stream;
    parley_finding finding;
} late_finding;

struct sse_memory;
struct hls_memory;

typedef struct application {
    void *judge;
    void (*late)(void *judge, const late_finding *late);
    void (*session)(void *judge, const application_session *session);
    void (*finding)(void *judge, conversation *c, const parley_finding *finding);
    void (*event)(void *judge, conversation *c, const application_event *event);
    bool (*passes)(void *judge, const parley_rule *rule); /* is such a finding told? */
    bool wants_events;                                    /* somebody hears of events */
    bool wants_text;                                      /* somebody shows what events hold */
    unseen_hosts unseen;
    attempts attempts;
    uint64_t untied; /* exchanges that belong to no session, for there are too many */
    struct sse_memory
        *sse; /* NULL: there is no memory for it, and nothing is judged over streams */
    struct hls_memory *hls; /* the same for playlists */
} application;

#endif

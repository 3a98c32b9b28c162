/* What is remembered of sessions of HLS: for the files that judge them. */
#ifndef PARLEY_CLI_HLS_SESSION_STATE_H
#define PARLEY_CLI_HLS_SESSION_STATE_H

#include "../http1/sender.h"
#include "session.h"
#include "values.h"

#define HLS_SESSIONS 256
#define HLS_LISTINGS 4096
#define HLS_OBJECTS  (1u << 18)
#define HLS_BUCKETS  (1u << 14)
#define HLS_KEPT     (64u << 20) /* bytes of playlists, of all sessions */
#define HLS_PENDING  8           /* findings of a listing that wait for the end */

typedef enum hls_kind {
    HLS_KIND_PLAYLIST,
    HLS_KIND_SEGMENT,
    HLS_KIND_PART,
    HLS_KIND_HINT,
    HLS_KIND_MAP, /* an initialisation */
    HLS_KIND_KEY
} hls_kind;

typedef struct hls_called hls_called;

/* What a playlist names, by its address and range. */
struct hls_object {
    hls_object *next;       /* in its bucket */
    hls_object *next_range; /* in that of its address and range */
    hls_object *same;       /* what it is under another address, known before; or NULL */
    hls_listing *listing;
    uint64_t hash;                       /* of the client and the address */
    uint64_t number, duration, bit_rate; /* of a segment; kbit/s that its tag states, or 0 */
    playlist_range range;
    uint64_t version, seen_at; /* the last one that named it, and when that was loaded */
    uint64_t appeared;         /* a segment: not listed before this time */
    uint64_t longest;          /* the longest playlist that was seen with it */
    hls_called *called;        /* by findings */
    hls_kind kind;
    uint64_t epoch;          /* that it belongs to */
    uint16_t under_way, old; /* downloads; of these, from before the encoder began anew */
    bool gap, asked, fetched, told_again;
};

/* What a multivariant playlist lists a playlist as. */
typedef enum hls_role {
    HLS_ALONE,
    HLS_VARIANT_LIST,
    HLS_AUDIO_LIST,
    HLS_SUBTITLE_LIST,
    HLS_I_FRAME_LIST
} hls_role;

struct hls_listing {
    hls_listing *next; /* of its session */
    hls_session *session;
    char *url;
    size_t n_url;
    hls_role role;
    uint64_t bandwidth; /* that the variant states; 0: none */
    playlist last;      /* the last version */
    bool has_last, changed, ended, timed;
    bool old_seen; /* old_until is known */
    bool was_live; /* a version had not ended */
    bool told_target, told_type, told_dates, told_control, told_discontinuity, told_late;
    bool told_order, told_rate, told_report;
    uint32_t stream;
    uint64_t loads, versions;
    uint64_t after_end;      /* loads in a row when it had ended */
    uint64_t asked_at;       /* when the last load began; 0: it tells nothing */
    uint64_t over_at;        /* when the last one was complete */
    uint64_t changed_at;     /* when the last new segment was seen */
    uint64_t old_until;      /* when the version before it was seen last */
    uint64_t highest;        /* number of a segment that was asked for, plus 1 */
    uint64_t named, fetched; /* segments */
    uint64_t epoch;          /* how often the encoder began anew */
    uint64_t chain;          /* of the session when the last version was loaded */
    int64_t dated;           /* what Date said of the last version; 0: nothing */
    uint64_t behind;         /* the numbers went back: players wait until they are beyond this */
    /* how its newest segment is called: the path, and where in it the number stands */
    char *pattern;
    size_t n_pattern, count_from, count_to;
    bool played, told_idle;
    uint64_t idle_loads,
        played_until;          /* since something of it was fetched, and what s->played was */
    parley_finding place;      /* of its last version */
    const hls_object *refused; /* a hint that was, by which version it was known, and where */
    uint64_t refused_version;
    late_finding refusal;
    late_finding stall; /* at the last load that brought nothing new in time */
    bool stalled;
    late_finding pending[HLS_PENDING];
    size_t n_pending;
};

struct hls_session {
    hls_session *next;
    hls_memory *memory;
    uint64_t client;     /* hash */
    sender from;         /* of the last load */
    uint64_t chain;      /* counts changes of who it is, as far as that is not sure */
    sender_cookie given; /* the last cookie that an answer set */
    bool has_given, secret;
    unsigned unreturned; /* loads in a row that came without it, though they well could */
    hls_listing *first, **end;
    hls_listing *key;
    session_streams on;
    uint64_t exchanges, under_way;
    uint64_t busy_since;     /* something is on its way since then, while under_way is not 0 */
    uint64_t slow_at;        /* when a segment was over that took longer than it plays */
    uint64_t played;         /* requests for what variants name */
    uint64_t opened;         /* downloads that began */
    uint64_t hinted, pieced; /* parts that were hinted; of these, that came bit by bit */
    hls_download quick;      /* a long one of late */
    late_finding first_pieced;
    parley_finding latest; /* where its last exchange began */
    uint32_t latest_stream;
    bool deviates, unsure;
    bool beyond; /* its playlists hold more than is remembered; then it is unsure, too */
    bool shared; /* something was fetched again: there may be two who play */
    bool moved;  /* a server sent the client elsewhere */
    bool told_many, told_plain;
};

struct hls_memory {
    hls_session *first, **end;
    size_t n_sessions, n_listings, n_objects;
    uint64_t kept;
    uint64_t left_out;                /* findings for which there was no room */
    hls_object *buckets[HLS_BUCKETS]; /* by address: playlists, and what they name */
    hls_object *ranges[HLS_BUCKETS];  /* by address and range: what they name */
};

/* ---- session.c ---- */
/* Not all that its playlists hold is remembered. */
void hls_session_beyond(hls_session *s);
uint64_t hls_hash(uint64_t hash, const void *bytes, size_t n);
void hls_session_count(hls_session *s, conversation *c, const message_head *response);
/* The first object with this hash, and those behind it in its bucket. */
hls_object *hls_object_first(const hls_memory *memory, uint64_t hash);
hls_object *hls_object_next(const hls_object *object);
hls_object *hls_object_add(hls_listing *listing, hls_kind kind, uint64_t hash);
/* The client's listing with this address; of several, that of who is most surely the same one.
 * from: NULL where it does not matter who. */
hls_listing *hls_listing_find(const hls_memory *memory, uint64_t client, const sender *from,
                              const char *url, size_t n);
hls_listing *hls_listing_add(hls_session *s, const char *url, size_t n, hls_role role);

/* Asks the machine; a rule that is broken is told. Returns whether it was. */
bool hls_accuse(application *app, conversation *c, hls_listing *listing, uint16_t question,
                uint16_t answer, parley_finding finding);
/* The same about a playlist that was just loaded, at one of its bytes; NOWHERE: the response. */
#define HLS_NOWHERE UINT64_MAX
void hls_load_accuse(const hls_load *load, uint16_t question, uint16_t answer, uint64_t offset,
                     uint64_t number);
/* The same, not told yet. */
parley_finding hls_load_finding(const hls_load *load, uint64_t offset, uint64_t number);
/* Told at the end, unless the session turns out to be one of several. */
void hls_accuse_later(const conversation *c, hls_listing *listing, uint16_t question,
                      uint16_t answer, parley_finding finding);

/* ---- session_client.c: whose session it is ---- */
typedef enum hls_match { HLS_NOT, HLS_MAYBE, HLS_SURELY } hls_match;
/* A number made of the address, the program, and for whom a proxy asks. */
uint64_t hls_client(const conversation *c, const sender *from);
hls_match hls_session_match(const hls_session *s, const sender *from);
/* It goes on with a load of this one. */
void hls_session_adopt(hls_session *s, const sender *from);
void hls_cookie_take(hls_session *s, const message_head *response);
/* ---- session_names.c: what a playlist names ---- */
/* known: so many of its first segments were named before. */
void hls_names_take(const hls_load *load, const playlist *list, uint32_t known);
/* A request for the object, or for the playlist itself (NULL), is sent on to another address. */
void hls_moved_take(hls_listing *listing, hls_object *object, const message_head *request,
                    const message_head *response);
/* What counts: it may have several addresses. */
hls_object *hls_object_itself(hls_object *object);
/* ---- session_called.c: what a finding calls it ---- */
/* Stays until the end. The request asks for it. */
const char *hls_object_called(hls_object *object, const message_head *request);
void hls_called_free(hls_object *object);
/* ---- session_delta.c: delta updates ---- */
/* Makes one whole, if it fits. Returns how many segments it had skipped; 0 where it stays as it is,
 * or is cut. */
uint32_t hls_delta_fill(playlist *now, const playlist *before);
/* ---- session_versions.c: a version beside the one before ---- */
void hls_versions_judge(const hls_load *load, const playlist *before, const playlist *now);
/* The same segment, though the signature in its address may be another one. */
bool hls_segment_same(const playlist *a, const playlist_segment *x, const playlist *b,
                      const playlist_segment *y);
/* Is it an earlier state of what was loaded before: nothing contradicts, and nothing is new? */
bool hls_version_older(const playlist *before, const playlist *now);
/* The number of its first segment that is there, and of the one behind its last. */
uint64_t hls_from(const playlist *p);
uint64_t hls_to(const playlist *p);
/* ---- session_kept.c: what has to stay from version to version ---- */
void hls_kept_judge(const hls_load *load, const playlist *before, const playlist *now);
/* ---- session_variants.c: playlists of one presentation ---- */
void hls_variants_judge(const hls_load *load, const playlist *now);
/* How many bits a second a segment of n bytes takes, beside what was said of it. */
void hls_rate_judge(hls_object *object, application *app, conversation *c,
                    const message_head *response, uint64_t n);
/* ---- session_pace.c: when a playlist is loaded, and when it changes ---- */
void hls_reload_judge(const conversation *c, hls_listing *listing, const message_head *request,
                      const char *url, size_t n);
void hls_change_judge(const hls_load *load, const playlist *before, const playlist *now);
/* ---- session_played.c: what a client plays ---- */
/* It asks for what has no name in a playlist, as far as is known. */
void hls_unnamed_judge(application *app, conversation *c, const message_head *request,
                       const char *url, size_t n);
/* It asks for something that the playlist names. */
void hls_played(hls_listing *listing);
/* It loads the playlist again. */
void hls_idle_judge(const conversation *c, hls_listing *listing, const message_head *request);
/* A version was loaded. */
void hls_version_placed(const hls_load *load, const playlist *list);
/* Did the client load nothing more before its segments ran out? */
bool hls_stopped(const hls_session *s, uint64_t until, late_finding *found);
/* ---- session_parts.c: the pace of a server of low latency ---- */
void hls_parts_judge(const hls_load *load, const playlist *before, const playlist *now);
void hls_reports_judge(const hls_load *load, const playlist *before, const playlist *now);
/* A download is complete. */
void hls_pieces_count(const hls_download *d, const conversation *c, const message_head *response);
bool hls_sent_in_pieces(const hls_session *s);
/* ---- session_latency.c: what requests and answers of low latency have to fit ---- */
void hls_directives_judge(application *app, conversation *c, hls_listing *listing,
                          const message_head *request, const char *url, size_t n);
void hls_delivery_judge(const hls_load *load, const playlist *before, const playlist *now);

#endif

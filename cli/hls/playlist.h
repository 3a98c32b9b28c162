/* What one playlist says: kept while it is read, compared afterwards with other versions of it.
 *
 * Nothing is resolved: URIs are as they were written, but for variables that the playlist defines
 * itself. It must not know of HTTP, of connections, or of other playlists. */
#ifndef PARLEY_CLI_HLS_PLAYLIST_H
#define PARLEY_CLI_HLS_PLAYLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limits: what is beyond them is judged as it is read, and not kept. */
#define PLAYLIST_TEXT_ROOM (8u << 20) /* bytes of text in one playlist */
#define PLAYLIST_ITEMS     (1u << 16) /* of each kind: segments, parts … */

/* A text of the playlist. Absent: there is false; it may be there and empty. */
typedef struct playlist_text {
    uint32_t at, n;
    bool there;
} playlist_text;

typedef enum playlist_kind {
    PLAYLIST_UNKNOWN,
    PLAYLIST_MEDIA,
    PLAYLIST_MULTIVARIANT
} playlist_kind;
typedef enum playlist_type { PLAYLIST_LIVE, PLAYLIST_EVENT, PLAYLIST_VOD } playlist_type;

typedef enum rendition_type {
    RENDITION_OTHER,
    RENDITION_AUDIO,
    RENDITION_VIDEO,
    RENDITION_SUBTITLES,
    RENDITION_CAPTIONS
} rendition_type;

typedef enum key_method {
    KEY_METHOD_OTHER,
    KEY_METHOD_NONE,
    KEY_METHOD_AES_128,
    KEY_METHOD_SAMPLE,
    KEY_METHOD_SAMPLE_CTR,
    KEY_METHOD_GCM
} key_method;

/* A number that may be absent. */
typedef struct playlist_number {
    uint64_t value;
    bool there;
} playlist_number;

/* Bytes of a resource. known: where it begins is stated, or follows from the range before. */
typedef struct playlist_range {
    uint64_t length, offset;
    bool there, known;
} playlist_range;

/* In all of these, `at` is the offset in the stream of the line's first byte; durations are in
 * nanoseconds, dates in milliseconds since 1970. */

typedef struct playlist_key {
    uint64_t at;
    key_method method;
    playlist_text uri, iv, format, versions;
} playlist_key;

typedef struct playlist_map {
    uint64_t at;
    playlist_text uri;
    playlist_range range;
    uint32_t keys; /* how many keys stand before it */
} playlist_map;

typedef struct playlist_segment {
    uint64_t at;          /* of its URI */
    uint64_t duration_at; /* of its EXTINF */
    uint64_t duration;
    playlist_text uri;
    playlist_range range;
    int64_t date;               /* where dated */
    uint64_t bit_rate;          /* kbit/s of EXT-X-BITRATE, 0 where there is none */
    uint32_t keys, maps;        /* how many of them stand before it */
    uint32_t parts_from, parts; /* its parts, if they are listed */
    uint32_t discontinuities;   /* in the playlist so far, its own counted */
    bool timed;                 /* it has a duration that could be read */
    bool discontinuity, gap, dated;
} playlist_segment;

typedef struct playlist_part {
    uint64_t at;
    uint64_t duration;
    playlist_text uri;
    playlist_range range;
    uint32_t segment; /* index of the segment that it belongs to; may be the one to come */
    bool timed, independent, gap;
} playlist_part;

typedef struct playlist_hint {
    uint64_t at;
    playlist_text uri;
    playlist_number start, length;
    bool is_map;
} playlist_hint;

typedef struct playlist_report {
    uint64_t at;
    playlist_text uri;
    playlist_number segment, part;
} playlist_report;

typedef struct playlist_variant {
    uint64_t at;
    playlist_text uri, codecs, audio, video, subtitles, captions, pathway;
    playlist_number bandwidth, average;
    bool i_frames, captions_none, scored;
} playlist_variant;

typedef struct playlist_rendition {
    uint64_t at;
    rendition_type type;
    playlist_text uri, group, name, language;
    playlist_text alike; /* what each group has to say alike, in one order */
    bool is_default;
} playlist_rendition;

typedef struct playlist_date_range {
    uint64_t at;
    playlist_text id, of_class;
    playlist_text attributes; /* NAME=value, each with a 0 behind it */
    int64_t start, end;
    uint64_t duration;
    bool has_start, has_end, has_duration, ends_on_next;
} playlist_date_range;

typedef struct playlist_data {
    uint64_t at;
    playlist_text id, language, uri;
} playlist_data;

typedef struct playlist_variable {
    uint64_t at;
    playlist_text name, value; /* value absent: it comes from elsewhere */
    bool imported;
} playlist_variable;

/* Items of one kind. */
typedef struct playlist_items {
    void *items;
    uint32_t n, room;
    size_t size; /* of one of them */
} playlist_items;

typedef struct playlist {
    playlist_kind kind;
    playlist_type type;
    uint64_t begin, end; /* offsets of its first byte and behind its last */
    uint64_t bytes;      /* its length, decoded */
    playlist_number version, target, media_sequence, discontinuity_sequence;
    uint64_t target_at, media_sequence_at, discontinuity_sequence_at, type_at, end_list_at;
    bool end_list, i_frames_only, independent;
    bool complete; /* it was read to its end */
    bool refused;  /* it does not begin as a playlist: nothing else is known of it */
    bool foreign;  /* it has tags that are not known */
    bool cut;      /* more than the limits allow: not all of it is kept */
    /* low latency */
    playlist_number part_target, hold_back, part_hold_back, skip_until; /* nanoseconds */
    bool part_inf, server_control, skip_dates, block_reload;
    bool skip; /* a delta update */
    playlist_number skipped;
    playlist_text removed_dates; /* tab-separated ids; absent: not stated */
    uint64_t skip_at, control_at;
    /* start */
    bool start_there, start_negative;
    uint64_t start_at, start_offset;
    /* steering */
    playlist_text steering_uri, steering_pathway;
    uint64_t steering_at;
    uint32_t discontinuities; /* lines of EXT-X-DISCONTINUITY */
    playlist_items segments, parts, keys, maps, hints, reports, variants, renditions, date_ranges,
        data, session_keys, variables;
    char *text;
    uint32_t text_n, text_room;
} playlist;

void playlist_init(playlist *p);
void playlist_free(playlist *p);

static inline const playlist_segment *playlist_segments(const playlist *p) {
    return p->segments.items;
}
static inline const playlist_part *playlist_parts(const playlist *p) {
    return p->parts.items;
}
static inline const playlist_key *playlist_keys(const playlist *p) {
    return p->keys.items;
}
static inline const playlist_map *playlist_maps(const playlist *p) {
    return p->maps.items;
}
static inline const playlist_hint *playlist_hints(const playlist *p) {
    return p->hints.items;
}
static inline const playlist_report *playlist_reports(const playlist *p) {
    return p->reports.items;
}
static inline const playlist_variant *playlist_variants(const playlist *p) {
    return p->variants.items;
}
static inline const playlist_rendition *playlist_renditions(const playlist *p) {
    return p->renditions.items;
}
static inline const playlist_date_range *playlist_date_ranges(const playlist *p) {
    return p->date_ranges.items;
}
static inline const playlist_data *playlist_session_data(const playlist *p) {
    return p->data.items;
}
static inline const playlist_key *playlist_session_keys(const playlist *p) {
    return p->session_keys.items;
}
static inline const playlist_variable *playlist_variables(const playlist *p) {
    return p->variables.items;
}

/* The bytes of a text; never NULL, not ended by a 0. */
const char *playlist_string(const playlist *p, playlist_text text);

/* Equality across playlists; absent equals absent only. */
bool playlist_text_same(const playlist *a, playlist_text x, const playlist *b, playlist_text y);
bool playlist_text_is(const playlist *p, playlist_text text, const char *word);
bool playlist_range_same(playlist_range x, playlist_range y);
/* The same media: URI and byte range. */
bool playlist_segment_same(const playlist *a, const playlist_segment *x, const playlist *b,
                           const playlist_segment *y);
bool playlist_key_same(const playlist *a, const playlist_key *x, const playlist *b,
                       const playlist_key *y);

/* The number of the first segment; 0 where it is not stated. */
uint64_t playlist_first_number(const playlist *p);
/* How long all segments last, with the parts behind the last one. */
uint64_t playlist_duration(const playlist *p);

/* How many bytes all that is kept of it takes. */
size_t playlist_room(const playlist *p);

/* ---- for who fills it ---- */

/* Room for one more item of size bytes, set to 0; NULL where there are too many or no memory is
 * left, and then the playlist is cut. */
void *playlist_add(playlist *p, playlist_items *items, size_t size);
/* A copy of the text in the playlist; absent where there is no room. */
playlist_text playlist_keep(playlist *p, const char *text, size_t n);

#endif

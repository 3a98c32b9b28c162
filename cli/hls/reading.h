/* What the files that read a playlist share: the reader itself, how it asks a machine, the line and
 * the tag under way. Nobody else includes this. */
#ifndef PARLEY_CLI_HLS_READING_H
#define PARLEY_CLI_HLS_READING_H

#include "hls_rules.h"
#include "names.h"
#include "reader.h"

#define LINE_ROOM     (64u << 10) /* bytes of a line that are looked at */
#define TAG_ROOM      48          /* attributes of a tag */
#define VARIABLE_ROOM 256         /* variables of a playlist */
#define COMPARED      1024        /* items of a kind that are compared with each other */
#define SAME_FINDINGS 8           /* findings of one rule in one playlist */

/* What some version of the protocol introduced: bits, in the order of hls.facts. */
typedef enum gate {
    GATED_IV,
    GATED_DECIMAL,
    GATED_BYTE_RANGE,
    GATED_I_FRAMES,
    GATED_KEY_FORMAT,
    GATED_SAMPLES,
    GATED_MAP,
    GATED_CAPTIONS,
    GATED_VARIABLES,
    GATED_SKIP,
    GATED_SKIP_DATES,
    GATED_QUERY,
    GATED_REQUIRED,
    GATED_CHANNEL,
    GATED_OTHER_4, /* what older editions tied to a version: it justifies a version, no more */
    GATED_OTHER_6,
    GATED_OTHER_9,
    GATES
} gate;

/* An attribute of the tag under way; its places are indexes in the line. */
typedef struct attribute {
    hls_attribute_name is;
    uint64_t at;                           /* offset of its name in the stream */
    uint32_t name, name_n, value, value_n; /* without quotes */
    bool quoted, wrong;
} attribute;

/* What is said of the next segment before its URI comes. */
typedef struct segment_begun {
    bool timed, has_duration, discontinuity, gap, dated, fraction;
    uint64_t duration, duration_at;
    int64_t date;
    playlist_range range;
    uint64_t range_at;
    uint32_t parts_from;
} segment_begun;

struct playlist_reader {
    playlist list;
    playlist_listener *listener;
    void *user;
    /* machines */
    uint16_t text_state, line_state, list_state, word_state;
    uint16_t order_states[4];
    struct {
        uint64_t offset;
        uint16_t state, got; /* before that byte, and itself */
    } mark;
    /* the line under way */
    uint64_t line_number, line_at, offset;
    char *line;
    uint32_t line_n, line_room;
    uint32_t hash;  /* index behind the # */
    uint32_t value; /* index of the tag's value */
    bool line_begun, line_cut, line_wrong, is_uri, in_name, after_cr;
    const hls_tag_name *tag; /* of the line, or NULL */
    /* its attributes */
    attribute attributes[TAG_ROOM];
    uint32_t n_attributes, name_from;
    uint64_t name_at;
    bool in_list, in_value, in_quotes, name_awaited;
    bool names_wrong; /* what it lacks cannot be told */
    /* what comes before the next URI */
    segment_begun next;
    playlist_variant variant;
    bool variant_waits;
    uint64_t bit_rate;
    /* the playlist as a whole */
    uint64_t gate_at[GATES];
    uint32_t gates; /* bits of what was used */
    uint64_t seen;  /* bits of hls_tag_id */
    uint64_t version_at;
    bool version_wrong, control_hold; /* PART-HOLD-BACK is there, right or wrong */
    uint8_t findings[HLS_N_RULES];
    uint64_t finding_line[HLS_N_RULES];
    uint64_t left_out;
};

/* The machine steps over symbol; what it finds is told at offset. Returns the events as bits. */
uint32_t reader_step(playlist_reader *r, const parley_machine *machine, uint16_t *state,
                     uint16_t symbol, uint64_t offset);
/* A machine of facts hears a question and the answer that was found. */
void reader_tell(playlist_reader *r, const parley_machine *machine, uint16_t question,
                 uint16_t answer, uint64_t offset, uint64_t number);

/* ---- attributes.c ---- */
void list_begin(playlist_reader *r);
void list_byte(playlist_reader *r, uint8_t byte);
void list_end(playlist_reader *r);
const attribute *attribute_of(const playlist_reader *r, hls_attribute_id id);
bool attribute_is(const playlist_reader *r, const attribute *a, const char *word);
const char *attribute_string(const playlist_reader *r, const attribute *a);
/* Values; absent where the attribute is absent or wrong. */
playlist_text attribute_text(playlist_reader *r, hls_attribute_id id);
playlist_number attribute_number(const playlist_reader *r, hls_attribute_id id);
playlist_number attribute_seconds(const playlist_reader *r, hls_attribute_id id);
bool attribute_says(const playlist_reader *r, hls_attribute_id id, const char *word);

/* ---- lines.c, lines_variant.c: what a complete line says ---- */
void line_apply(playlist_reader *r);
void variant_tag_apply(playlist_reader *r);
void variant_uri_apply(playlist_reader *r);
/* ---- variables.c ---- */
void variable_define(playlist_reader *r);
/* Each reference in a text at this place is one to a variable that is defined. */
void references_judge(playlist_reader *r, const char *text, size_t n, uint64_t at);
/* A text with variables put in, kept in the playlist. */
playlist_text text_keep(playlist_reader *r, const char *text, size_t n);
void gate_pass(playlist_reader *r, gate which, uint64_t at);

/* ---- rules_tag.c: what a tag must have and must not have ---- */
void tag_judge(playlist_reader *r);

/* ---- rules_media.c, rules_variants.c: what a whole playlist must have ---- */
void media_judge(playlist_reader *r);
void multivariant_judge(playlist_reader *r);
void version_judge(playlist_reader *r);

#endif

/* Names in playlists: tags, the attributes that each tag may have, and of what type those are.
 *
 * Tables and looking up, nothing else: whether a name is right where it stands is not known here.
 */
#ifndef PARLEY_CLI_HLS_NAMES_H
#define PARLEY_CLI_HLS_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum hls_tag_id {
    HLS_OTHER_TAG, /* known, and of no interest */
    HLS_VERSION,
    HLS_TARGETDURATION,
    HLS_MEDIA_SEQUENCE,
    HLS_DISCONTINUITY_SEQUENCE,
    HLS_ENDLIST,
    HLS_PLAYLIST_TYPE,
    HLS_I_FRAMES_ONLY,
    HLS_PART_INF,
    HLS_SERVER_CONTROL,
    HLS_EXTINF,
    HLS_BYTERANGE,
    HLS_DISCONTINUITY,
    HLS_KEY,
    HLS_MAP,
    HLS_PROGRAM_DATE_TIME,
    HLS_GAP,
    HLS_BITRATE,
    HLS_PART,
    HLS_DATERANGE,
    HLS_SKIP,
    HLS_PRELOAD_HINT,
    HLS_RENDITION_REPORT,
    HLS_MEDIA,
    HLS_STREAM_INF,
    HLS_I_FRAME_STREAM_INF,
    HLS_SESSION_DATA,
    HLS_SESSION_KEY,
    HLS_CONTENT_STEERING,
    HLS_INDEPENDENT_SEGMENTS,
    HLS_START,
    HLS_DEFINE
} hls_tag_id;

typedef enum hls_attribute_id {
    ATTR_UNKNOWN,
    ATTR_OTHER, /* known, and of no interest by itself */
    ATTR_ASSOC_LANGUAGE,
    ATTR_AUDIO,
    ATTR_AUTOSELECT,
    ATTR_AVERAGE_BANDWIDTH,
    ATTR_BANDWIDTH,
    ATTR_BIT_DEPTH,
    ATTR_BYTERANGE,
    ATTR_BYTERANGE_LENGTH,
    ATTR_BYTERANGE_START,
    ATTR_CAN_BLOCK_RELOAD,
    ATTR_CAN_SKIP_DATERANGES,
    ATTR_CAN_SKIP_UNTIL,
    ATTR_CHANNELS,
    ATTR_CLASS,
    ATTR_CLOSED_CAPTIONS,
    ATTR_CODECS,
    ATTR_DATA_ID,
    ATTR_DEFAULT,
    ATTR_DURATION,
    ATTR_END_DATE,
    ATTR_END_ON_NEXT,
    ATTR_FORCED,
    ATTR_GAP,
    ATTR_GROUP_ID,
    ATTR_HOLD_BACK,
    ATTR_ID,
    ATTR_IMPORT,
    ATTR_INDEPENDENT,
    ATTR_INSTREAM_ID,
    ATTR_IV,
    ATTR_KEYFORMAT,
    ATTR_KEYFORMATVERSIONS,
    ATTR_LANGUAGE,
    ATTR_LAST_MSN,
    ATTR_LAST_PART,
    ATTR_METHOD,
    ATTR_NAME,
    ATTR_PART_HOLD_BACK,
    ATTR_PART_TARGET,
    ATTR_PATHWAY_ID,
    ATTR_QUERYPARAM,
    ATTR_RECENTLY_REMOVED,
    ATTR_RESOLUTION,
    ATTR_SAMPLE_RATE,
    ATTR_SCORE,
    ATTR_SERVER_URI,
    ATTR_SKIPPED_SEGMENTS,
    ATTR_START_DATE,
    ATTR_SUBTITLES,
    ATTR_TIME_OFFSET,
    ATTR_TYPE,
    ATTR_URI,
    ATTR_VALUE,
    ATTR_VIDEO,
    ATTR_IDS
} hls_attribute_id;

/* How often a tag may stand in a playlist, where that is judged by counting. */
typedef enum hls_count { HLS_ANY_NUMBER, HLS_ONCE_IN_MEDIA, HLS_ONCE_IN_BOTH } hls_count;

typedef struct hls_tag_name {
    const char *name; /* without the # */
    hls_tag_id id;
    uint16_t form; /* TAG_ of symbols.h: what may follow the name */
    uint16_t line; /* LINE_ of symbols.h: what the line is to the order of lines */
    hls_count count;
} hls_tag_name;

typedef struct hls_attribute_name {
    hls_attribute_id id;
    uint16_t value; /* VALUE_ of symbols.h */
    uint16_t word;  /* WORD_ of symbols.h for keywords, else 0 */
} hls_attribute_name;

/* The tag with this name, or NULL. any_case: whatever the case is. */
const hls_tag_name *hls_tag_find(const char *name, size_t n, bool any_case);

/* What an attribute of this name is in a tag; ATTR_UNKNOWN where the tag has none of that name. */
hls_attribute_name hls_attribute_find(hls_tag_id tag, const char *name, size_t n);

#endif

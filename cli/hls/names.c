/* Names in playlists: see names.h. */
#include "names.h"
#include "../../grammars/hls/symbols.h"

#include <ctype.h>
#include <string.h>

static const hls_tag_name tags[] = {
    {"EXTM3U", HLS_OTHER_TAG, TAG_ALONE, LINE_OTHER, HLS_ANY_NUMBER},
    {"EXT-X-VERSION", HLS_VERSION, TAG_VERSION, LINE_VERSION, HLS_ANY_NUMBER},
    {"EXT-X-INDEPENDENT-SEGMENTS", HLS_INDEPENDENT_SEGMENTS, TAG_ALONE, LINE_OTHER,
     HLS_ONCE_IN_BOTH},
    {"EXT-X-START", HLS_START, TAG_LIST, LINE_OTHER, HLS_ONCE_IN_BOTH},
    {"EXT-X-DEFINE", HLS_DEFINE, TAG_LIST, LINE_OTHER, HLS_ANY_NUMBER},
    {"EXT-X-TARGETDURATION", HLS_TARGETDURATION, TAG_TARGET, LINE_MEDIA, HLS_ONCE_IN_MEDIA},
    {"EXT-X-MEDIA-SEQUENCE", HLS_MEDIA_SEQUENCE, TAG_SEQUENCE, LINE_MEDIA_SEQUENCE,
     HLS_ONCE_IN_MEDIA},
    {"EXT-X-DISCONTINUITY-SEQUENCE", HLS_DISCONTINUITY_SEQUENCE, TAG_DISCONTINUITIES,
     LINE_DISCONTINUITY_SEQUENCE, HLS_ONCE_IN_MEDIA},
    {"EXT-X-ENDLIST", HLS_ENDLIST, TAG_ALONE, LINE_MEDIA, HLS_ONCE_IN_MEDIA},
    {"EXT-X-PLAYLIST-TYPE", HLS_PLAYLIST_TYPE, TAG_TYPE, LINE_MEDIA, HLS_ONCE_IN_MEDIA},
    {"EXT-X-I-FRAMES-ONLY", HLS_I_FRAMES_ONLY, TAG_ALONE, LINE_MEDIA, HLS_ONCE_IN_MEDIA},
    {"EXT-X-PART-INF", HLS_PART_INF, TAG_LIST, LINE_MEDIA, HLS_ONCE_IN_MEDIA},
    {"EXT-X-SERVER-CONTROL", HLS_SERVER_CONTROL, TAG_LIST, LINE_MEDIA, HLS_ONCE_IN_MEDIA},
    {"EXTINF", HLS_EXTINF, TAG_DURATION, LINE_DURATION, HLS_ANY_NUMBER},
    {"EXT-X-BYTERANGE", HLS_BYTERANGE, TAG_RANGE, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-DISCONTINUITY", HLS_DISCONTINUITY, TAG_ALONE, LINE_DISCONTINUITY, HLS_ANY_NUMBER},
    {"EXT-X-KEY", HLS_KEY, TAG_LIST, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-MAP", HLS_MAP, TAG_LIST, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-PROGRAM-DATE-TIME", HLS_PROGRAM_DATE_TIME, TAG_DATE, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-GAP", HLS_GAP, TAG_ALONE, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-BITRATE", HLS_BITRATE, TAG_BITRATE, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-PART", HLS_PART, TAG_LIST, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-DATERANGE", HLS_DATERANGE, TAG_LIST, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-SKIP", HLS_SKIP, TAG_LIST, LINE_SKIP, HLS_ANY_NUMBER},
    {"EXT-X-PRELOAD-HINT", HLS_PRELOAD_HINT, TAG_LIST, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-RENDITION-REPORT", HLS_RENDITION_REPORT, TAG_LIST, LINE_MEDIA, HLS_ANY_NUMBER},
    {"EXT-X-MEDIA", HLS_MEDIA, TAG_LIST, LINE_MULTIVARIANT, HLS_ANY_NUMBER},
    {"EXT-X-STREAM-INF", HLS_STREAM_INF, TAG_LIST, LINE_VARIANT, HLS_ANY_NUMBER},
    {"EXT-X-I-FRAME-STREAM-INF", HLS_I_FRAME_STREAM_INF, TAG_LIST, LINE_MULTIVARIANT,
     HLS_ANY_NUMBER},
    {"EXT-X-SESSION-DATA", HLS_SESSION_DATA, TAG_LIST, LINE_MULTIVARIANT, HLS_ANY_NUMBER},
    {"EXT-X-SESSION-KEY", HLS_SESSION_KEY, TAG_LIST, LINE_MULTIVARIANT, HLS_ANY_NUMBER},
    {"EXT-X-CONTENT-STEERING", HLS_CONTENT_STEERING, TAG_LIST, LINE_STEERING, HLS_ANY_NUMBER},
    /* RFC 8216 7: it was a tag up to version 6, and is passed over since */
    {"EXT-X-ALLOW-CACHE", HLS_OTHER_TAG, TAG_COMMENT, LINE_OTHER, HLS_ANY_NUMBER},
};

typedef struct tag_attribute {
    const char *name;
    hls_attribute_name is;
} tag_attribute;

static const tag_attribute of_define[] = {
    {"NAME", {ATTR_NAME, VALUE_STRING, 0}},
    {"VALUE", {ATTR_VALUE, VALUE_TEXT, 0}},
    {"IMPORT", {ATTR_IMPORT, VALUE_STRING, 0}},
    {"QUERYPARAM", {ATTR_QUERYPARAM, VALUE_STRING, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_start[] = {
    {"TIME-OFFSET", {ATTR_TIME_OFFSET, VALUE_SIGNED, 0}},
    {"PRECISE", {ATTR_OTHER, VALUE_KEYWORD, WORD_YES_NO}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_part_inf[] = {
    {"PART-TARGET", {ATTR_PART_TARGET, VALUE_DECIMAL, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_server_control[] = {
    {"CAN-SKIP-UNTIL", {ATTR_CAN_SKIP_UNTIL, VALUE_DECIMAL, 0}},
    {"CAN-SKIP-DATERANGES", {ATTR_CAN_SKIP_DATERANGES, VALUE_KEYWORD, WORD_YES}},
    {"HOLD-BACK", {ATTR_HOLD_BACK, VALUE_DECIMAL, 0}},
    {"PART-HOLD-BACK", {ATTR_PART_HOLD_BACK, VALUE_DECIMAL, 0}},
    {"CAN-BLOCK-RELOAD", {ATTR_CAN_BLOCK_RELOAD, VALUE_KEYWORD, WORD_YES}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_key[] = {
    {"METHOD", {ATTR_METHOD, VALUE_KEYWORD, WORD_METHOD}},
    {"URI", {ATTR_URI, VALUE_STRING, 0}},
    {"IV", {ATTR_IV, VALUE_HEXADECIMAL, 0}},
    {"KEYFORMAT", {ATTR_KEYFORMAT, VALUE_STRING, 0}},
    {"KEYFORMATVERSIONS", {ATTR_KEYFORMATVERSIONS, VALUE_STRING, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_session_key[] = {
    {"METHOD", {ATTR_METHOD, VALUE_KEYWORD, WORD_METHOD}},
    {"URI", {ATTR_URI, VALUE_STRING, 0}},
    {"IV", {ATTR_IV, VALUE_HEXADECIMAL, 0}},
    {"KEYFORMAT", {ATTR_KEYFORMAT, VALUE_STRING, 0}},
    {"KEYFORMATVERSIONS", {ATTR_KEYFORMATVERSIONS, VALUE_STRING, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_map[] = {
    {"URI", {ATTR_URI, VALUE_STRING, 0}},
    {"BYTERANGE", {ATTR_BYTERANGE, VALUE_RANGE, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_part[] = {
    {"URI", {ATTR_URI, VALUE_STRING, 0}},
    {"DURATION", {ATTR_DURATION, VALUE_DECIMAL, 0}},
    {"INDEPENDENT", {ATTR_INDEPENDENT, VALUE_KEYWORD, WORD_YES}},
    {"BYTERANGE", {ATTR_BYTERANGE, VALUE_PART_RANGE, 0}},
    {"GAP", {ATTR_GAP, VALUE_KEYWORD, WORD_YES}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_date_range[] = {
    {"ID", {ATTR_ID, VALUE_STRING, 0}},
    {"CLASS", {ATTR_CLASS, VALUE_STRING, 0}},
    {"START-DATE", {ATTR_START_DATE, VALUE_STRING, 0}},
    {"CUE", {ATTR_OTHER, VALUE_CUE, 0}},
    {"END-DATE", {ATTR_END_DATE, VALUE_STRING, 0}},
    {"DURATION", {ATTR_DURATION, VALUE_DURATION, 0}},
    {"PLANNED-DURATION", {ATTR_OTHER, VALUE_DURATION, 0}},
    {"SCTE35-CMD", {ATTR_OTHER, VALUE_HEXADECIMAL, 0}},
    {"SCTE35-OUT", {ATTR_OTHER, VALUE_HEXADECIMAL, 0}},
    {"SCTE35-IN", {ATTR_OTHER, VALUE_HEXADECIMAL, 0}},
    {"END-ON-NEXT", {ATTR_END_ON_NEXT, VALUE_KEYWORD, WORD_YES}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_skip[] = {
    {"SKIPPED-SEGMENTS", {ATTR_SKIPPED_SEGMENTS, VALUE_INTEGER, 0}},
    {"RECENTLY-REMOVED-DATERANGES", {ATTR_RECENTLY_REMOVED, VALUE_TEXT, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_hint[] = {
    {"TYPE", {ATTR_TYPE, VALUE_KEYWORD, WORD_HINT_TYPE}},
    {"URI", {ATTR_URI, VALUE_STRING, 0}},
    {"BYTERANGE-START", {ATTR_BYTERANGE_START, VALUE_INTEGER, 0}},
    {"BYTERANGE-LENGTH", {ATTR_BYTERANGE_LENGTH, VALUE_INTEGER, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_report[] = {
    {"URI", {ATTR_URI, VALUE_RELATIVE, 0}},
    {"LAST-MSN", {ATTR_LAST_MSN, VALUE_INTEGER, 0}},
    {"LAST-PART", {ATTR_LAST_PART, VALUE_INTEGER, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_media[] = {
    {"TYPE", {ATTR_TYPE, VALUE_KEYWORD, WORD_MEDIA_TYPE}},
    {"URI", {ATTR_URI, VALUE_STRING, 0}},
    {"GROUP-ID", {ATTR_GROUP_ID, VALUE_STRING, 0}},
    {"LANGUAGE", {ATTR_LANGUAGE, VALUE_STRING, 0}},
    {"ASSOC-LANGUAGE", {ATTR_ASSOC_LANGUAGE, VALUE_STRING, 0}},
    {"NAME", {ATTR_NAME, VALUE_STRING, 0}},
    {"STABLE-RENDITION-ID", {ATTR_OTHER, VALUE_STRING, 0}},
    {"DEFAULT", {ATTR_DEFAULT, VALUE_KEYWORD, WORD_YES_NO}},
    {"AUTOSELECT", {ATTR_AUTOSELECT, VALUE_KEYWORD, WORD_YES_NO}},
    {"FORCED", {ATTR_FORCED, VALUE_KEYWORD, WORD_YES_NO}},
    {"INSTREAM-ID", {ATTR_INSTREAM_ID, VALUE_STRING, 0}},
    {"BIT-DEPTH", {ATTR_BIT_DEPTH, VALUE_INTEGER, 0}},
    {"SAMPLE-RATE", {ATTR_SAMPLE_RATE, VALUE_INTEGER, 0}},
    {"CHARACTERISTICS", {ATTR_OTHER, VALUE_STRING, 0}},
    {"CHANNELS", {ATTR_CHANNELS, VALUE_STRING, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
/* What variants have, of I-frames or not */
static const tag_attribute of_variant[] = {
    {"BANDWIDTH", {ATTR_BANDWIDTH, VALUE_INTEGER, 0}},
    {"AVERAGE-BANDWIDTH", {ATTR_AVERAGE_BANDWIDTH, VALUE_INTEGER, 0}},
    {"SCORE", {ATTR_SCORE, VALUE_DECIMAL, 0}},
    {"CODECS", {ATTR_CODECS, VALUE_STRING, 0}},
    {"SUPPLEMENTAL-CODECS", {ATTR_OTHER, VALUE_STRING, 0}},
    {"RESOLUTION", {ATTR_RESOLUTION, VALUE_RESOLUTION, 0}},
    {"HDCP-LEVEL", {ATTR_OTHER, VALUE_KEYWORD, WORD_HDCP}},
    {"ALLOWED-CPC", {ATTR_OTHER, VALUE_STRING, 0}},
    {"VIDEO-RANGE", {ATTR_OTHER, VALUE_KEYWORD, WORD_VIDEO_RANGE}},
    {"REQ-VIDEO-LAYOUT", {ATTR_OTHER, VALUE_STRING, 0}},
    {"STABLE-VARIANT-ID", {ATTR_OTHER, VALUE_STRING, 0}},
    {"VIDEO", {ATTR_VIDEO, VALUE_STRING, 0}},
    {"PATHWAY-ID", {ATTR_PATHWAY_ID, VALUE_STRING, 0}},
    {"PROGRAM-ID", {ATTR_OTHER, VALUE_INTEGER, 0}}, /* up to version 5 */
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_stream_inf[] = {
    {"FRAME-RATE", {ATTR_OTHER, VALUE_DECIMAL, 0}},
    {"AUDIO", {ATTR_AUDIO, VALUE_STRING, 0}},
    {"SUBTITLES", {ATTR_SUBTITLES, VALUE_STRING, 0}},
    {"CLOSED-CAPTIONS", {ATTR_CLOSED_CAPTIONS, VALUE_STRING_OR_NONE, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_i_frames[] = {
    {"URI", {ATTR_URI, VALUE_STRING, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_session_data[] = {
    {"DATA-ID", {ATTR_DATA_ID, VALUE_STRING, 0}},
    {"VALUE", {ATTR_VALUE, VALUE_TEXT, 0}},
    {"URI", {ATTR_URI, VALUE_STRING, 0}},
    {"FORMAT", {ATTR_OTHER, VALUE_KEYWORD, WORD_FORMAT}},
    {"LANGUAGE", {ATTR_LANGUAGE, VALUE_STRING, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};
static const tag_attribute of_steering[] = {
    {"SERVER-URI", {ATTR_SERVER_URI, VALUE_STRING, 0}},
    {"PATHWAY-ID", {ATTR_PATHWAY_ID, VALUE_STRING, 0}},
    {NULL, {ATTR_UNKNOWN, 0, 0}},
};

static const struct {
    hls_tag_id tag;
    const tag_attribute *attributes[2];
} attributes_of[] = {
    {HLS_DEFINE, {of_define, NULL}},
    {HLS_START, {of_start, NULL}},
    {HLS_PART_INF, {of_part_inf, NULL}},
    {HLS_SERVER_CONTROL, {of_server_control, NULL}},
    {HLS_KEY, {of_key, NULL}},
    {HLS_SESSION_KEY, {of_session_key, NULL}},
    {HLS_MAP, {of_map, NULL}},
    {HLS_PART, {of_part, NULL}},
    {HLS_DATERANGE, {of_date_range, NULL}},
    {HLS_SKIP, {of_skip, NULL}},
    {HLS_PRELOAD_HINT, {of_hint, NULL}},
    {HLS_RENDITION_REPORT, {of_report, NULL}},
    {HLS_MEDIA, {of_media, NULL}},
    {HLS_STREAM_INF, {of_variant, of_stream_inf}},
    {HLS_I_FRAME_STREAM_INF, {of_variant, of_i_frames}},
    {HLS_SESSION_DATA, {of_session_data, NULL}},
    {HLS_CONTENT_STEERING, {of_steering, NULL}},
};

static bool name_same(const char *known, const char *name, size_t n, bool any_case) {
    if (strlen(known) != n) return false;
    for (size_t i = 0; i < n; i++) {
        int c = (unsigned char)name[i];
        if ((any_case ? toupper(c) : c) != (unsigned char)known[i]) return false;
    }
    return true;
}

const hls_tag_name *hls_tag_find(const char *name, size_t n, bool any_case) {
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (name_same(tags[i].name, name, n, any_case)) return &tags[i];
    return NULL;
}

static const hls_attribute_name *attribute_in(const tag_attribute *list, const char *name,
                                              size_t n) {
    for (; list != NULL && list->name != NULL; list++)
        if (name_same(list->name, name, n, false)) return &list->is;
    return NULL;
}

hls_attribute_name hls_attribute_find(hls_tag_id tag, const char *name, size_t n) {
    for (size_t i = 0; i < sizeof attributes_of / sizeof attributes_of[0]; i++) {
        if (attributes_of[i].tag != tag) continue;
        for (size_t k = 0; k < 2; k++) {
            const hls_attribute_name *is = attribute_in(attributes_of[i].attributes[k], name, n);
            if (is != NULL) return *is;
        }
    }
    /* RFC 8216 4.3.2.7: names that begin so belong to whoever made the playlist */
    if (tag == HLS_DATERANGE && n > 2 && name[0] == 'X' && name[1] == '-')
        return (hls_attribute_name){ATTR_OTHER, VALUE_ANY, 0};
    return (hls_attribute_name){ATTR_UNKNOWN, VALUE_UNKNOWN, 0};
}

/* What one tag must have and must not have, told when its line is complete: questions to hls.tags.
 * An attribute with a fault of its own counts as there. */
#include "../../grammars/hls/symbols.h"
#include "hls_tags.h"
#include "reading.h"
#include "values.h"

#include <string.h>

#define IV_DIGITS 32

static bool has(const playlist_reader *r, hls_attribute_id id) {
    return attribute_of(r, id) != NULL;
}

static void tell(playlist_reader *r, uint16_t question, uint16_t answer, uint64_t at,
                 uint64_t number) {
    reader_tell(r, &parley_hls_tags, question, answer, at, number);
}

/* The tag lacks an attribute that it must have: told on the tag. */
static void require(playlist_reader *r, hls_attribute_id id, uint16_t question, uint16_t missing) {
    if (!has(r, id) && !r->names_wrong) tell(r, question, missing, r->line_at, 0);
}

/* The tag has one that it must not have: told on the attribute. */
static void refuse(playlist_reader *r, hls_attribute_id id, uint16_t question, uint16_t there) {
    const attribute *a = attribute_of(r, id);
    if (a != NULL) tell(r, question, there, a->at, 0);
}

static void define_judge(playlist_reader *r) {
    int sources = has(r, ATTR_NAME) + has(r, ATTR_IMPORT) + has(r, ATTR_QUERYPARAM);
    if (sources == 0 && !r->names_wrong) tell(r, Q_SOURCE, SOURCE_NONE, r->line_at, 0);
    if (sources > 1) tell(r, Q_SOURCE, SOURCE_TWO, r->line_at, 0);
    if (has(r, ATTR_NAME)) require(r, ATTR_VALUE, Q_VALUE, VARIABLE_NO_VALUE);
}

static void vector_judge(playlist_reader *r) {
    const attribute *iv = attribute_of(r, ATTR_IV);
    if (iv == NULL) return;
    if (attribute_says(r, ATTR_METHOD, "AES-256-GCM") ||
        attribute_says(r, ATTR_METHOD, "SAMPLE-AES-CTR"))
        tell(r, Q_IV, IV_FORBIDDEN, iv->at, 0);
    else if (!iv->wrong && iv->value_n > IV_DIGITS + 2 &&
             memchr(attribute_string(r, iv), '{', iv->value_n) == NULL)
        tell(r, Q_IV, IV_LONG, iv->at, iv->value_n - 2);
}

static void key_judge(playlist_reader *r) {
    require(r, ATTR_METHOD, Q_METHOD, KEY_NO_METHOD);
    if (!has(r, ATTR_METHOD)) return;
    if (r->tag->id == HLS_SESSION_KEY && attribute_says(r, ATTR_METHOD, "NONE"))
        tell(r, Q_ANNOUNCED, ANNOUNCED_NONE, attribute_of(r, ATTR_METHOD)->at, 0);
    if (!attribute_says(r, ATTR_METHOD, "NONE")) {
        require(r, ATTR_URI, Q_URI, KEY_NO_URI);
        vector_judge(r);
    } else if (r->tag->id == HLS_KEY && r->n_attributes > 1) {
        const attribute *other = &r->attributes[r->attributes[0].is.id == ATTR_METHOD ? 1 : 0];
        if (other->is.id != ATTR_UNKNOWN && other->is.id != ATTR_METHOD)
            tell(r, Q_NONE, NONE_WITH_OTHERS, other->at, 0);
    }
}

static void date_range_judge(playlist_reader *r) {
    require(r, ATTR_ID, Q_ID, DATE_RANGE_NO_ID);
    if (!attribute_says(r, ATTR_END_ON_NEXT, "YES")) return;
    require(r, ATTR_CLASS, Q_NEXT, NEXT_NO_CLASS);
    if (has(r, ATTR_DURATION))
        refuse(r, ATTR_DURATION, Q_NEXT, NEXT_WITH_END);
    else
        refuse(r, ATTR_END_DATE, Q_NEXT, NEXT_WITH_END);
}

/* RFC 8216 4.3.4.1: CC1 to CC4, SERVICE1 to SERVICE63. */
static bool channel_exists(const char *text, size_t n) {
    uint64_t number;
    if (n == 3 && memcmp(text, "CC", 2) == 0) return text[2] >= '1' && text[2] <= '4';
    if (n < 8 || memcmp(text, "SERVICE", 7) != 0 || text[7] == '0') return false;
    return hls_integer(text + 7, n - 7, &number) && number >= 1 && number <= 63;
}

static void captions_judge(playlist_reader *r) {
    const attribute *channel = attribute_of(r, ATTR_INSTREAM_ID);
    refuse(r, ATTR_URI, Q_CAPTIONS, CAPTIONS_WITH_URI);
    require(r, ATTR_INSTREAM_ID, Q_CAPTIONS, CAPTIONS_NO_CHANNEL);
    if (channel == NULL || channel->wrong || channel->value_n == 0) return;
    if (memchr(attribute_string(r, channel), '{', channel->value_n) != NULL) return;
    if (!channel_exists(attribute_string(r, channel), channel->value_n))
        tell(r, Q_CAPTIONS, CAPTIONS_CHANNEL, channel->at, 0);
}

static void media_judge_tag(playlist_reader *r) {
    const attribute *type = attribute_of(r, ATTR_TYPE);
    require(r, ATTR_TYPE, Q_TYPE, MEDIA_NO_TYPE);
    require(r, ATTR_GROUP_ID, Q_GROUP, MEDIA_NO_GROUP);
    require(r, ATTR_NAME, Q_NAME, MEDIA_NO_NAME);
    if (attribute_says(r, ATTR_DEFAULT, "YES") && attribute_says(r, ATTR_AUTOSELECT, "NO"))
        refuse(r, ATTR_AUTOSELECT, Q_RENDITION, DEFAULT_NOT_SELECTED);
    if (type == NULL || type->wrong) return; /* what it may have depends on its type */
    if (attribute_is(r, type, "CLOSED-CAPTIONS")) captions_judge(r);
    if (attribute_is(r, type, "SUBTITLES"))
        require(r, ATTR_URI, Q_URI, SUBTITLES_NO_URI);
    else
        refuse(r, ATTR_FORCED, Q_RENDITION, FORCED_ELSEWHERE);
    if (attribute_is(r, type, "AUDIO")) return;
    refuse(r, ATTR_CHANNELS, Q_RENDITION, AUDIO_ELSEWHERE);
    refuse(r, ATTR_BIT_DEPTH, Q_RENDITION, AUDIO_ELSEWHERE);
    refuse(r, ATTR_SAMPLE_RATE, Q_RENDITION, AUDIO_ELSEWHERE);
}

static void data_judge(playlist_reader *r) {
    require(r, ATTR_DATA_ID, Q_DATA_ID, SESSION_DATA_NO_ID);
    if (!has(r, ATTR_VALUE) && !has(r, ATTR_URI) && !r->names_wrong)
        tell(r, Q_DATA, DATA_NONE, r->line_at, 0);
    if (has(r, ATTR_VALUE)) refuse(r, ATTR_URI, Q_DATA, DATA_TWO);
}

static void part_judge(playlist_reader *r) {
    require(r, ATTR_URI, Q_URI, PART_NO_URI);
    require(r, ATTR_DURATION, Q_PART_DURATION, PART_NO_DURATION);
}

static void hint_judge(playlist_reader *r) {
    require(r, ATTR_TYPE, Q_TYPE, HINT_NO_TYPE);
    require(r, ATTR_URI, Q_URI, HINT_NO_URI);
}

/* What holds for the values of all attributes. */
static void attributes_judge(playlist_reader *r) {
    for (uint32_t i = 0; i < r->n_attributes; i++) {
        const attribute *a = &r->attributes[i];
        uint64_t value;
        if (a->wrong || a->value_n == 0) continue;
        if (a->is.value == VALUE_INTEGER &&
            !hls_integer(attribute_string(r, a), a->value_n, &value))
            tell(r, Q_INTEGER, INTEGER_LARGE, a->at, 0);
        if (a->quoted || a->is.value == VALUE_HEXADECIMAL)
            references_judge(r, attribute_string(r, a), a->value_n, a->at);
    }
}

void tag_judge(playlist_reader *r) {
    attributes_judge(r);
    switch (r->tag->id) {
    case HLS_DEFINE:
        define_judge(r);
        break;
    case HLS_START:
        require(r, ATTR_TIME_OFFSET, Q_OFFSET, START_NO_OFFSET);
        break;
    case HLS_PART_INF:
        require(r, ATTR_PART_TARGET, Q_PART_TARGET, PARTS_NO_TARGET);
        break;
    case HLS_SERVER_CONTROL:
        if (has(r, ATTR_CAN_SKIP_DATERANGES))
            require(r, ATTR_CAN_SKIP_UNTIL, Q_SKIPPING, SKIPS_DATES_ONLY);
        break;
    case HLS_KEY:
    case HLS_SESSION_KEY:
        key_judge(r);
        break;
    case HLS_MAP:
        require(r, ATTR_URI, Q_URI, MAP_NO_URI);
        break;
    case HLS_PART:
        part_judge(r);
        break;
    case HLS_DATERANGE:
        date_range_judge(r);
        break;
    case HLS_SKIP:
        require(r, ATTR_SKIPPED_SEGMENTS, Q_SKIPPED, SKIP_NO_COUNT);
        break;
    case HLS_PRELOAD_HINT:
        hint_judge(r);
        break;
    case HLS_RENDITION_REPORT:
        require(r, ATTR_URI, Q_URI, REPORT_NO_URI);
        break;
    case HLS_MEDIA:
        media_judge_tag(r);
        break;
    case HLS_STREAM_INF:
        require(r, ATTR_BANDWIDTH, Q_VARIANT, VARIANT_NO_BANDWIDTH);
        require(r, ATTR_CODECS, Q_CODECS, VARIANT_NO_CODECS);
        break;
    case HLS_I_FRAME_STREAM_INF:
        require(r, ATTR_BANDWIDTH, Q_VARIANT, I_FRAMES_NO_BANDWIDTH);
        require(r, ATTR_URI, Q_URI, I_FRAMES_NO_URI);
        break;
    case HLS_SESSION_DATA:
        data_judge(r);
        break;
    case HLS_CONTENT_STEERING:
        require(r, ATTR_SERVER_URI, Q_SERVER, STEERING_NO_SERVER);
        break;
    default:
        break;
    }
}

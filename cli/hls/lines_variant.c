/* What the tags of a multivariant playlist say, and tags with attributes that may stand in both
 * kinds: from the line to the playlist that is kept; see reading.h. */
#include "../../grammars/hls/symbols.h"
#include "hls_facts.h"
#include "reading.h"
#include "values.h"

#include <string.h>

static void variant_keep(playlist_reader *r) {
    playlist_variant *kept = playlist_add(&r->list, &r->list.variants, sizeof *kept);
    if (kept != NULL) *kept = r->variant;
}

static void variant_apply(playlist_reader *r, bool i_frames) {
    playlist_variant v = {.at = r->line_at, .i_frames = i_frames};
    v.uri = attribute_text(r, ATTR_URI);
    v.codecs = attribute_text(r, ATTR_CODECS);
    v.audio = attribute_text(r, ATTR_AUDIO);
    v.video = attribute_text(r, ATTR_VIDEO);
    v.subtitles = attribute_text(r, ATTR_SUBTITLES);
    v.captions = attribute_text(r, ATTR_CLOSED_CAPTIONS);
    v.pathway = attribute_text(r, ATTR_PATHWAY_ID);
    v.bandwidth = attribute_number(r, ATTR_BANDWIDTH);
    v.average = attribute_number(r, ATTR_AVERAGE_BANDWIDTH);
    v.scored = attribute_of(r, ATTR_SCORE) != NULL;
    const attribute *captions = attribute_of(r, ATTR_CLOSED_CAPTIONS);
    bool bare =
        captions != NULL && !captions->quoted; /* NONE; else that is its fault, and enough */
    v.captions_none = bare && attribute_is(r, captions, "NONE");
    if (bare) v.captions.there = false;
    r->variant = v;
    r->variant_waits = !i_frames;
    if (i_frames) {
        gate_pass(r, GATED_OTHER_4, r->line_at);
        variant_keep(r);
    }
}

void variant_uri_apply(playlist_reader *r) {
    uint32_t to = r->line_n;
    while (to > r->value && (r->line[to - 1] == ' ' || r->line[to - 1] == '\t'))
        to--;
    if (!r->variant_waits) return;
    r->variant_waits = false;
    references_judge(r, r->line + r->value, to - r->value, r->line_at);
    r->variant.uri = text_keep(r, r->line + r->value, to - r->value);
    variant_keep(r);
}

/* ---- renditions ---- */

static rendition_type rendition_type_of(const playlist_reader *r) {
    if (attribute_says(r, ATTR_TYPE, "AUDIO")) return RENDITION_AUDIO;
    if (attribute_says(r, ATTR_TYPE, "VIDEO")) return RENDITION_VIDEO;
    if (attribute_says(r, ATTR_TYPE, "SUBTITLES")) return RENDITION_SUBTITLES;
    if (attribute_says(r, ATTR_TYPE, "CLOSED-CAPTIONS")) return RENDITION_CAPTIONS;
    return RENDITION_OTHER;
}

/* RFC 8216 4.3.4.1.1: what the same rendition says alike in each group, absent NO as if written. */
static playlist_text rendition_alike(playlist_reader *r) {
    static const hls_attribute_id texts[] = {ATTR_LANGUAGE, ATTR_ASSOC_LANGUAGE, ATTR_INSTREAM_ID};
    static const hls_attribute_id flags[] = {ATTR_DEFAULT, ATTR_AUTOSELECT, ATTR_FORCED};
    playlist *p = &r->list;
    uint32_t from = p->text_n;
    bool whole = true;
    for (size_t i = 0; i < 3; i++) {
        playlist_text text = attribute_text(r, texts[i]);
        whole = whole && playlist_keep(p, text.there ? "+" : "-", 1).there;
    }
    for (size_t i = 0; i < 3; i++) {
        bool yes = attribute_says(r, flags[i], "YES");
        /* what is the default is selected, too */
        if (flags[i] == ATTR_AUTOSELECT) yes = yes || attribute_says(r, ATTR_DEFAULT, "YES");
        whole = whole && playlist_keep(p, yes ? "Y" : "N", 1).there;
    }
    return (playlist_text){from, p->text_n - from, whole};
}

static void channel_gates(playlist_reader *r, rendition_type type) {
    const attribute *channel = attribute_of(r, ATTR_INSTREAM_ID);
    if (channel == NULL) return;
    if (type != RENDITION_CAPTIONS && type != RENDITION_OTHER)
        gate_pass(r, GATED_CHANNEL, channel->at);
    else if (channel->value_n > 7 && memcmp(attribute_string(r, channel), "SERVICE", 7) == 0)
        gate_pass(r, GATED_CAPTIONS, channel->at);
}

static void rendition_apply(playlist_reader *r) {
    playlist *p = &r->list;
    playlist_rendition x = {.at = r->line_at, .type = rendition_type_of(r)};
    x.uri = attribute_text(r, ATTR_URI);
    x.group = attribute_text(r, ATTR_GROUP_ID);
    x.name = attribute_text(r, ATTR_NAME);
    x.language = attribute_text(r, ATTR_LANGUAGE);
    x.alike = rendition_alike(r);
    x.is_default = attribute_says(r, ATTR_DEFAULT, "YES");
    gate_pass(r, GATED_OTHER_4, r->line_at);
    channel_gates(r, x.type);
    playlist_rendition *kept = playlist_add(p, &p->renditions, sizeof x);
    if (kept != NULL) *kept = x;
}

/* ---- session data, steering, start ---- */

static void data_apply(playlist_reader *r) {
    playlist *p = &r->list;
    playlist_data data = {.at = r->line_at};
    data.id = attribute_text(r, ATTR_DATA_ID);
    data.language = attribute_text(r, ATTR_LANGUAGE);
    data.uri = attribute_text(r, ATTR_URI);
    gate_pass(r, GATED_OTHER_6, r->line_at);
    playlist_data *kept = playlist_add(p, &p->data, sizeof data);
    if (kept != NULL) *kept = data;
}

static void start_apply(playlist_reader *r) {
    playlist *p = &r->list;
    const attribute *offset = attribute_of(r, ATTR_TIME_OFFSET);
    gate_pass(r, GATED_OTHER_6, r->line_at);
    if (offset == NULL || offset->wrong || offset->value_n == 0) return;
    const char *text = attribute_string(r, offset);
    bool negative = text[0] == '-';
    uint64_t value;
    if (!hls_seconds(text + negative, offset->value_n - negative, &value)) return;
    p->start_there = true;
    p->start_negative = negative;
    p->start_offset = value;
    p->start_at = r->line_at;
}

static void steering_apply(playlist_reader *r) {
    playlist *p = &r->list;
    if (p->steering_uri.there) return; /* the first one counts */
    p->steering_uri = attribute_text(r, ATTR_SERVER_URI);
    p->steering_pathway = attribute_text(r, ATTR_PATHWAY_ID);
    p->steering_at = r->line_at;
}

/* ---- date ranges ---- */

/* All attributes with their values as they are written, quotes left out. */
static playlist_text attributes_keep(playlist_reader *r) {
    playlist *p = &r->list;
    uint32_t from = p->text_n;
    bool whole = true;
    for (uint32_t i = 0; i < r->n_attributes; i++) {
        const attribute *a = &r->attributes[i];
        if (a->wrong) continue;
        whole = whole && playlist_keep(p, r->line + a->name, a->name_n).there &&
                playlist_keep(p, "=", 1).there &&
                playlist_keep(p, attribute_string(r, a), a->value_n).there &&
                playlist_keep(p, "", 1).there;
    }
    return (playlist_text){from, p->text_n - from, whole};
}

/* The value of a name in such attributes; NULL where it is not there. */
static const char *value_in(const char *attributes, size_t n, const char *name, size_t name_n) {
    while (n != 0) {
        size_t length = strlen(attributes) + 1;
        if (length > name_n && attributes[name_n] == '=' && memcmp(attributes, name, name_n) == 0)
            return attributes + name_n + 1;
        attributes += length;
        n -= length;
    }
    return NULL;
}

/* The same moment, or the same number, in another way of writing it. */
static bool value_same(const char *a, const char *b) {
    int64_t left, right;
    uint64_t one, two;
    size_t n_a = strlen(a), n_b = strlen(b);
    if (strcmp(a, b) == 0) return true;
    if (hls_seconds(a, n_a, &one) && hls_seconds(b, n_b, &two)) return one == two;
    return hls_date(a, n_a, &left) && hls_date(b, n_b, &right) && left == right;
}

static bool attributes_differ(const playlist *p, playlist_text x, playlist_text y) {
    const char *a = playlist_string(p, x), *b = playlist_string(p, y), *end = a + x.n;
    while (a < end) {
        const char *equals = strchr(a, '='); /* none behind a 0 within a value */
        const char *other = equals != NULL ? value_in(b, y.n, a, (size_t)(equals - a)) : NULL;
        if (other != NULL && !value_same(other, equals + 1)) return true;
        a += strlen(a) + 1;
    }
    return false;
}

static bool date_of(const playlist_reader *r, hls_attribute_id id, int64_t *date) {
    const attribute *a = attribute_of(r, id);
    return a != NULL && !a->wrong && hls_date(attribute_string(r, a), a->value_n, date);
}

static void date_range_tell(playlist_reader *r, uint16_t answer) {
    reader_tell(r, &parley_hls_facts, Q_DATE_RANGE, answer, r->line_at, 0);
}

/* rfc8216bis 4.4.5.1: what this tag says together with those above that have its ID. */
static void date_range_judge(playlist_reader *r, playlist_date_range *range) {
    const playlist *p = &r->list;
    const playlist_date_range *all = playlist_date_ranges(p);
    bool started = attribute_of(r, ATTR_START_DATE) != NULL || p->skip, differs = false;
    for (uint32_t i = p->date_ranges.n; i-- > 0 && p->date_ranges.n - i <= COMPARED;) {
        if (!range->id.there || !playlist_text_same(p, all[i].id, p, range->id)) continue;
        if (all[i].has_start && !range->has_start) range->start = all[i].start;
        started = started || all[i].has_start;
        range->has_start = range->has_start || all[i].has_start;
        differs = differs || attributes_differ(p, range->attributes, all[i].attributes);
    }
    if (differs) date_range_tell(r, DATE_RANGE_DIFFERS);
    if (!started && p->date_ranges.n < COMPARED) date_range_tell(r, DATE_RANGE_NO_START);
    if (!range->has_start || !range->has_end) return;
    if (range->end < range->start) {
        date_range_tell(r, DATE_RANGE_BACKWARDS);
    } else if (range->has_duration) {
        /* dates are known to the millisecond */
        uint64_t between = (uint64_t)(range->end - range->start);
        uint64_t stated = range->duration / HLS_MS;
        uint64_t apart = between > stated ? between - stated : stated - between;
        if (apart > 1) date_range_tell(r, DATE_RANGE_ENDS_DIFFER);
    }
}

static void date_range_apply(playlist_reader *r) {
    playlist *p = &r->list;
    playlist_date_range range = {.at = r->line_at};
    playlist_number duration = attribute_seconds(r, ATTR_DURATION);
    range.id = attribute_text(r, ATTR_ID);
    range.of_class = attribute_text(r, ATTR_CLASS);
    range.attributes = attributes_keep(r);
    range.has_start = date_of(r, ATTR_START_DATE, &range.start);
    range.has_end = date_of(r, ATTR_END_DATE, &range.end);
    range.has_duration = duration.there;
    range.duration = duration.value;
    range.ends_on_next = attribute_says(r, ATTR_END_ON_NEXT, "YES");
    gate_pass(r, GATED_OTHER_6, r->line_at);
    if (range.attributes.there) date_range_judge(r, &range);
    playlist_date_range *kept = playlist_add(p, &p->date_ranges, sizeof range);
    if (kept != NULL) *kept = range;
}

void variant_tag_apply(playlist_reader *r) {
    switch (r->tag->id) {
    case HLS_STREAM_INF:
        variant_apply(r, false);
        break;
    case HLS_I_FRAME_STREAM_INF:
        variant_apply(r, true);
        break;
    case HLS_MEDIA:
        rendition_apply(r);
        break;
    case HLS_SESSION_DATA:
        data_apply(r);
        break;
    case HLS_CONTENT_STEERING:
        steering_apply(r);
        break;
    case HLS_START:
        start_apply(r);
        break;
    case HLS_DEFINE:
        variable_define(r);
        break;
    case HLS_DATERANGE:
        date_range_apply(r);
        break;
    default:
        break;
    }
}

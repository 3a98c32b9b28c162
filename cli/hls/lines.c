/* What the lines of a media playlist say, and what is the same in both kinds: from the line to the
 * playlist that is kept. Rules that can be told at once are asked here; see reading.h. */
#include "../../grammars/hls/symbols.h"
#include "hls_facts.h"
#include "hls_tags.h"
#include "reading.h"
#include "values.h"

#include <string.h>

void gate_pass(playlist_reader *r, gate which, uint64_t at) {
    uint32_t bit = UINT32_C(1) << which;
    if ((r->gates & bit) == 0) r->gate_at[which] = at;
    r->gates |= bit;
}

/* The value of a tag that has no attributes, without blanks around it. */
static const char *value_text(const playlist_reader *r, size_t *n) {
    uint32_t from = r->value, to = r->line_n;
    *n = 0;
    if (from >= to) return "";
    while (from < to && (r->line[from] == ' ' || r->line[from] == '\t'))
        from++;
    while (to > from && (r->line[to - 1] == ' ' || r->line[to - 1] == '\t'))
        to--;
    *n = to - from;
    return r->line + from;
}

static playlist_number value_number(playlist_reader *r) {
    playlist_number number = {0, false};
    size_t n;
    const char *text = value_text(r, &n);
    if (r->line_wrong || n == 0) return number;
    while (n != 0 && (text[n - 1] < '0' || text[n - 1] > '9'))
        n--; /* what stands behind a stray blank */
    number.there = hls_integer(text, n, &number.value);
    if (!number.there && memchr(text, ' ', n) == NULL)
        reader_tell(r, &parley_hls_tags, Q_INTEGER, INTEGER_LARGE, r->line_at, 0);
    return number;
}

/* ---- segments ---- */

static void duration_apply(playlist_reader *r) {
    size_t n;
    const char *text = value_text(r, &n);
    segment_begun *next = &r->next;
    size_t digits = 0;
    while (digits < n && ((text[digits] >= '0' && text[digits] <= '9') || text[digits] == '.'))
        digits++;
    next->timed = true;
    next->duration_at = r->line_at;
    next->has_duration = !r->line_wrong && hls_seconds(text, digits, &next->duration);
    if (next->has_duration && memchr(text, '.', digits) != NULL)
        gate_pass(r, GATED_DECIMAL, r->line_at);
}

static void range_apply(playlist_reader *r) {
    size_t n;
    bool has_offset = false;
    const char *text = value_text(r, &n);
    playlist_range range = {0, 0, false, false};
    gate_pass(r, GATED_BYTE_RANGE, r->line_at);
    if (r->line_wrong || !hls_range(text, n, &range.length, &range.offset, &has_offset)) return;
    range.there = true;
    range.known = has_offset;
    r->next.range = range;
    r->next.range_at = r->line_at;
}

static void date_apply(playlist_reader *r) {
    size_t n;
    const char *text = value_text(r, &n);
    r->next.dated = !r->line_wrong && hls_date(text, n, &r->next.date);
}

/* RFC 8216 4.3.2.2: a range without offset goes on where the one before ended. */
static void range_complete(playlist_reader *r, playlist_segment *s) {
    const playlist *p = &r->list;
    if (!s->range.there || s->range.known) return;
    const playlist_segment *before =
        p->segments.n > 1 ? &playlist_segments(p)[p->segments.n - 2] : NULL;
    if (before != NULL && before->range.there && playlist_text_same(p, before->uri, p, s->uri)) {
        s->range.known = before->range.known;
        s->range.offset = before->range.offset + before->range.length;
        return;
    }
    if (before == NULL && p->skip) return; /* what comes before was skipped */
    reader_tell(r, &parley_hls_facts, Q_RANGE, RANGE_NOTHING_BEFORE, r->next.range_at, 0);
}

static void segment_apply(playlist_reader *r) {
    playlist *p = &r->list;
    size_t n;
    const char *text = value_text(r, &n);
    references_judge(r, text, n, r->line_at);
    playlist_text uri = text_keep(r, text, n);
    playlist_segment *s = playlist_add(p, &p->segments, sizeof *s);
    const segment_begun *next = &r->next;
    if (s != NULL) {
        s->at = r->line_at;
        s->duration_at = next->duration_at;
        s->duration = next->has_duration ? next->duration : 0;
        s->timed = next->has_duration;
        s->uri = uri;
        s->range = next->range;
        s->date = next->date;
        s->dated = next->dated;
        s->gap = next->gap;
        s->discontinuity = next->discontinuity;
        s->discontinuities = p->discontinuities;
        s->bit_rate = next->range.there ? 0 : r->bit_rate;
        s->keys = p->keys.n;
        s->maps = p->maps.n;
        s->parts_from = next->parts_from;
        s->parts = p->parts.n - next->parts_from;
        range_complete(r, s);
    }
    r->next = (segment_begun){.parts_from = p->parts.n};
}

/* A tag of the segment stands behind the first of its parts. */
static void part_order_judge(playlist_reader *r) {
    if (r->list.parts.n > r->next.parts_from)
        reader_tell(r, &parley_hls_facts, Q_PART_PLACE, TAG_AFTER_PART, r->line_at, 0);
}

/* ---- keys, initialization sections, parts ---- */

static key_method method_of(const playlist_reader *r) {
    static const struct {
        const char *word;
        key_method method;
    } methods[] = {{"NONE", KEY_METHOD_NONE},
                   {"AES-128", KEY_METHOD_AES_128},
                   {"SAMPLE-AES", KEY_METHOD_SAMPLE},
                   {"SAMPLE-AES-CTR", KEY_METHOD_SAMPLE_CTR},
                   {"AES-256-GCM", KEY_METHOD_GCM}};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (attribute_says(r, ATTR_METHOD, methods[i].word)) return methods[i].method;
    return KEY_METHOD_OTHER;
}

/* What a key says needs a version; RFC 8216 7 names EXT-X-KEY, and not EXT-X-SESSION-KEY. */
static void key_gates(playlist_reader *r, key_method method) {
    const attribute *iv = attribute_of(r, ATTR_IV), *format = attribute_of(r, ATTR_KEYFORMAT);
    if (format == NULL) format = attribute_of(r, ATTR_KEYFORMATVERSIONS);
    if (iv != NULL) gate_pass(r, GATED_IV, iv->at);
    if (format != NULL) gate_pass(r, GATED_KEY_FORMAT, format->at);
    if (method == KEY_METHOD_SAMPLE || method == KEY_METHOD_SAMPLE_CTR)
        gate_pass(r, GATED_SAMPLES, r->line_at);
}

static void key_apply(playlist_reader *r, playlist_items *keys) {
    playlist_key key = {.at = r->line_at, .method = method_of(r)};
    key.uri = attribute_text(r, ATTR_URI);
    key.iv = attribute_text(r, ATTR_IV);
    key.format = attribute_text(r, ATTR_KEYFORMAT);
    key.versions = attribute_text(r, ATTR_KEYFORMATVERSIONS);
    playlist_key *kept = playlist_add(&r->list, keys, sizeof key);
    if (kept != NULL) *kept = key;
}

static bool format_is_identity(const playlist *p, const playlist_key *key) {
    return !key->format.there || playlist_text_is(p, key->format, "identity");
}

/* The key with which an initialization section would be decrypted as a whole, or NULL. */
static const playlist_key *key_in_force(const playlist *p) {
    const playlist_key *keys = playlist_keys(p);
    for (uint32_t i = p->keys.n; i-- > 0;) {
        if (keys[i].method == KEY_METHOD_NONE) return NULL;
        if (format_is_identity(p, &keys[i])) return &keys[i];
    }
    return NULL;
}

static void map_apply(playlist_reader *r) {
    playlist *p = &r->list;
    const attribute *bytes = attribute_of(r, ATTR_BYTERANGE);
    const playlist_key *key = key_in_force(p);
    playlist_map map = {.at = r->line_at, .keys = p->keys.n};
    map.uri = attribute_text(r, ATTR_URI);
    if (bytes != NULL && !bytes->wrong)
        map.range.there = hls_range(attribute_string(r, bytes), bytes->value_n, &map.range.length,
                                    &map.range.offset, &map.range.known);
    gate_pass(r, GATED_MAP, r->line_at);
    if (key != NULL && key->method == KEY_METHOD_AES_128 && !key->iv.there)
        reader_tell(r, &parley_hls_facts, Q_MAP_KEY, MAP_KEY_NO_IV, r->line_at, 0);
    playlist_map *kept = playlist_add(p, &p->maps, sizeof map);
    if (kept != NULL) *kept = map;
}

/* rfc8216bis 4.4.4.9: as for segments, among the parts of one segment. */
static void part_range_complete(playlist_reader *r, playlist_part *part) {
    const playlist *p = &r->list;
    if (!part->range.there || part->range.known) return;
    const playlist_part *before = p->parts.n > 1 ? &playlist_parts(p)[p->parts.n - 2] : NULL;
    if (before != NULL && before->segment == part->segment && before->range.there &&
        playlist_text_same(p, before->uri, p, part->uri)) {
        part->range.known = before->range.known;
        part->range.offset = before->range.offset + before->range.length;
        return;
    }
    reader_tell(r, &parley_hls_facts, Q_RANGE, RANGE_NO_PART_BEFORE, r->line_at, 0);
}

static void part_apply(playlist_reader *r) {
    playlist *p = &r->list;
    const attribute *bytes = attribute_of(r, ATTR_BYTERANGE);
    playlist_number duration = attribute_seconds(r, ATTR_DURATION);
    playlist_text uri = attribute_text(r, ATTR_URI);
    playlist_part *part = playlist_add(p, &p->parts, sizeof *part);
    gate_pass(r, GATED_OTHER_9, r->line_at);
    if (part == NULL) return;
    part->at = r->line_at;
    part->segment = p->segments.n;
    part->uri = uri;
    part->duration = duration.value;
    part->timed = duration.there;
    part->independent = attribute_says(r, ATTR_INDEPENDENT, "YES");
    part->gap = attribute_says(r, ATTR_GAP, "YES");
    if (bytes != NULL && !bytes->wrong)
        part->range.there = hls_range(attribute_string(r, bytes), bytes->value_n,
                                      &part->range.length, &part->range.offset, &part->range.known);
    part_range_complete(r, part);
}

static void hint_apply(playlist_reader *r) {
    playlist *p = &r->list;
    bool is_map = attribute_says(r, ATTR_TYPE, "MAP");
    if (!is_map && !attribute_says(r, ATTR_TYPE, "PART")) return;
    for (uint32_t i = 0; i < p->hints.n && i < COMPARED; i++)
        if (playlist_hints(p)[i].is_map == is_map) {
            reader_tell(r, &parley_hls_facts, Q_HINT, HINT_AGAIN, r->line_at, 0);
            break;
        }
    playlist_text uri = attribute_text(r, ATTR_URI);
    playlist_hint *hint = playlist_add(p, &p->hints, sizeof *hint);
    if (hint == NULL) return;
    hint->at = r->line_at;
    hint->uri = uri;
    hint->is_map = is_map;
    hint->start = attribute_number(r, ATTR_BYTERANGE_START);
    hint->length = attribute_number(r, ATTR_BYTERANGE_LENGTH);
}

static void report_apply(playlist_reader *r) {
    playlist *p = &r->list;
    playlist_text uri = attribute_text(r, ATTR_URI);
    playlist_report *report = playlist_add(p, &p->reports, sizeof *report);
    if (report == NULL) return;
    report->at = r->line_at;
    report->uri = uri;
    report->segment = attribute_number(r, ATTR_LAST_MSN);
    report->part = attribute_number(r, ATTR_LAST_PART);
}

/* ---- tags about the whole playlist ---- */

static void skip_apply(playlist_reader *r) {
    playlist *p = &r->list;
    p->skip = true;
    p->skip_at = r->line_at;
    p->skipped = attribute_number(r, ATTR_SKIPPED_SEGMENTS);
    p->removed_dates = attribute_text(r, ATTR_RECENTLY_REMOVED);
    gate_pass(r, GATED_SKIP, r->line_at);
    const attribute *dates = attribute_of(r, ATTR_RECENTLY_REMOVED);
    if (dates != NULL) gate_pass(r, GATED_SKIP_DATES, dates->at);
}

static void control_apply(playlist_reader *r) {
    playlist *p = &r->list;
    p->server_control = true;
    p->control_at = r->line_at;
    r->control_hold = attribute_of(r, ATTR_PART_HOLD_BACK) != NULL;
    p->skip_until = attribute_seconds(r, ATTR_CAN_SKIP_UNTIL);
    p->skip_dates = attribute_says(r, ATTR_CAN_SKIP_DATERANGES, "YES");
    p->hold_back = attribute_seconds(r, ATTR_HOLD_BACK);
    p->part_hold_back = attribute_seconds(r, ATTR_PART_HOLD_BACK);
    p->block_reload = attribute_says(r, ATTR_CAN_BLOCK_RELOAD, "YES");
    gate_pass(r, GATED_OTHER_9, r->line_at);
}

static void target_apply(playlist_reader *r) {
    playlist *p = &r->list;
    p->target = value_number(r);
    p->target_at = r->line_at;
    if (p->target.there && p->target.value == 0)
        reader_tell(r, &parley_hls_facts, Q_TARGET, TARGET_ZERO, r->line_at, 0);
}

static void version_apply(playlist_reader *r) {
    if (r->list.version.there || r->version_wrong) return; /* the first one counts */
    r->list.version = value_number(r);
    r->version_at = r->line_at;
    r->version_wrong = !r->list.version.there;
}

static void type_apply(playlist_reader *r) {
    size_t n;
    const char *text = value_text(r, &n);
    if (r->line_wrong) return;
    r->list.type_at = r->line_at;
    r->list.type = n == 3 && memcmp(text, "VOD", 3) == 0 ? PLAYLIST_VOD : PLAYLIST_EVENT;
}

/* Tags without attributes, and those about the playlist. Returns whether it was one. */
static bool head_tag_apply(playlist_reader *r) {
    playlist *p = &r->list;
    switch (r->tag->id) {
    case HLS_VERSION:
        version_apply(r);
        return true;
    case HLS_TARGETDURATION:
        target_apply(r);
        return true;
    case HLS_MEDIA_SEQUENCE:
        p->media_sequence = value_number(r);
        p->media_sequence_at = r->line_at;
        return true;
    case HLS_DISCONTINUITY_SEQUENCE:
        p->discontinuity_sequence = value_number(r);
        p->discontinuity_sequence_at = r->line_at;
        return true;
    case HLS_ENDLIST:
        p->end_list = true;
        p->end_list_at = r->line_at;
        return true;
    case HLS_PLAYLIST_TYPE:
        type_apply(r);
        return true;
    case HLS_I_FRAMES_ONLY:
        p->i_frames_only = true;
        gate_pass(r, GATED_I_FRAMES, r->line_at);
        return true;
    case HLS_INDEPENDENT_SEGMENTS:
        p->independent = true;
        gate_pass(r, GATED_OTHER_6, r->line_at);
        return true;
    case HLS_PART_INF:
        p->part_inf = true;
        p->part_target = attribute_seconds(r, ATTR_PART_TARGET);
        gate_pass(r, GATED_OTHER_9, r->line_at);
        return true;
    case HLS_SERVER_CONTROL:
        control_apply(r);
        return true;
    case HLS_SKIP:
        skip_apply(r);
        return true;
    default:
        return false;
    }
}

/* Tags of segments. */
static void segment_tag_apply(playlist_reader *r) {
    switch (r->tag->id) {
    case HLS_EXTINF:
        duration_apply(r);
        break;
    case HLS_BYTERANGE:
        range_apply(r);
        break;
    case HLS_DISCONTINUITY:
        part_order_judge(r);
        r->next.discontinuity = true;
        r->list.discontinuities++;
        break;
    case HLS_KEY:
        part_order_judge(r);
        key_gates(r, method_of(r));
        key_apply(r, &r->list.keys);
        break;
    case HLS_MAP:
        part_order_judge(r);
        map_apply(r);
        break;
    case HLS_PROGRAM_DATE_TIME:
        part_order_judge(r);
        date_apply(r);
        break;
    case HLS_GAP:
        gate_pass(r, GATED_OTHER_9, r->line_at);
        r->next.gap = true;
        break;
    case HLS_BITRATE: {
        playlist_number rate = value_number(r);
        gate_pass(r, GATED_OTHER_9, r->line_at);
        r->bit_rate = rate.there ? rate.value : 0;
        break;
    }
    case HLS_PART:
        part_apply(r);
        break;
    case HLS_PRELOAD_HINT:
        hint_apply(r);
        break;
    case HLS_RENDITION_REPORT:
        report_apply(r);
        break;
    case HLS_SESSION_KEY:
        gate_pass(r, GATED_OTHER_6, r->line_at);
        key_apply(r, &r->list.session_keys);
        break;
    default:
        variant_tag_apply(r);
        break;
    }
}

static void kind_learn(playlist *p, uint16_t line) {
    if (p->kind != PLAYLIST_UNKNOWN) return;
    if (line == LINE_MULTIVARIANT || line == LINE_VARIANT || line == LINE_STEERING)
        p->kind = PLAYLIST_MULTIVARIANT;
    else if (line != LINE_URI && line != LINE_VERSION && line != LINE_OTHER)
        p->kind = PLAYLIST_MEDIA;
}

static void once_judge(playlist_reader *r) {
    uint64_t bit = UINT64_C(1) << r->tag->id;
    if ((r->seen & bit) != 0 && r->tag->count != HLS_ANY_NUMBER)
        reader_tell(r, &parley_hls_facts, Q_ONCE,
                    r->tag->count == HLS_ONCE_IN_MEDIA ? MEDIA_TAG_AGAIN : BOTH_TAG_AGAIN,
                    r->line_at, 0);
    r->seen |= bit;
}

void line_apply(playlist_reader *r) {
    kind_learn(&r->list, r->is_uri ? LINE_URI : r->tag->line);
    if (r->line_cut) {
        if (r->is_uri) r->next = (segment_begun){.parts_from = r->list.parts.n};
        return;
    }
    if (r->is_uri) {
        if (r->list.kind == PLAYLIST_MULTIVARIANT)
            variant_uri_apply(r);
        else
            segment_apply(r);
        return;
    }
    once_judge(r);
    if (r->tag->form == TAG_LIST) tag_judge(r);
    if (!head_tag_apply(r)) segment_tag_apply(r);
}

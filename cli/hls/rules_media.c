/* What a whole playlist must have, told at its end: the version that its tags need, and what holds
 * for media playlists. Questions to hls.facts. */
#include "../../grammars/hls/symbols.h"
#include "hls_facts.h"
#include "reading.h"
#include "values.h"

#define ROUNDED HLS_MS /* as targets of parts often are: a third of a second, times three */

static void tell(playlist_reader *r, uint16_t question, uint16_t answer, uint64_t at,
                 uint64_t number) {
    reader_tell(r, &parley_hls_facts, question, answer, at, number);
}

/* ---- versions ---- */

/* RFC 8216 7; rfc8216bis 8. answer 0: older editions tied it to a version, and now nothing is. */
static const struct {
    uint64_t version;
    uint16_t answer;
} gate_needs[GATES] = {[GATED_IV] = {2, GATE_KEY_IV},
                       [GATED_DECIMAL] = {3, GATE_DECIMAL_DURATION},
                       [GATED_BYTE_RANGE] = {4, GATE_BYTE_RANGE},
                       [GATED_I_FRAMES] = {4, GATE_I_FRAMES},
                       [GATED_KEY_FORMAT] = {5, GATE_KEY_FORMAT},
                       [GATED_SAMPLES] = {5, GATE_SAMPLES},
                       [GATED_MAP] = {6, GATE_MAP},
                       [GATED_CAPTIONS] = {7, GATE_CAPTIONS},
                       [GATED_VARIABLES] = {8, GATE_VARIABLES},
                       [GATED_SKIP] = {9, GATE_SKIP},
                       [GATED_SKIP_DATES] = {10, GATE_SKIP_DATES},
                       [GATED_QUERY] = {11, GATE_QUERY},
                       [GATED_REQUIRED] = {12, GATE_REQUIRED},
                       [GATED_CHANNEL] = {13, GATE_CHANNEL},
                       [GATED_OTHER_4] = {4, 0},
                       [GATED_OTHER_6] = {7, 0},
                       [GATED_OTHER_9] = {10, 0}};

void version_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    uint64_t stated = p->version.there ? p->version.value : 1, needed = 1;
    if (r->version_wrong) return;
    for (int g = 0; g < GATES; g++) {
        if ((r->gates >> g & 1) == 0) continue;
        uint64_t version = gate_needs[g].version;
        uint16_t answer = gate_needs[g].answer;
        if (g == GATED_MAP && p->i_frames_only) {
            version = 5;
            answer = GATE_MAP_I_FRAMES;
        }
        if (version > needed) needed = version;
        if (stated < version && answer != 0) tell(r, Q_GATE, answer, r->gate_at[g], stated);
    }
    if (p->version.there && stated > needed) tell(r, Q_NEED, NEED_LOWER, r->version_at, stated);
}

/* ---- durations ---- */

static bool has_seen(const playlist_reader *r, hls_tag_id id) {
    return (r->seen >> id & 1) != 0;
}

static void target_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    const playlist_segment *segments = playlist_segments(p);
    if (!has_seen(r, HLS_TARGETDURATION)) tell(r, Q_TARGET, TARGET_MISSING, r->offset, 0);
    if (!p->target.there || p->target.value == 0) return;
    for (uint32_t i = 0; i < p->segments.n; i++) {
        uint64_t rounded = (segments[i].duration + HLS_SECOND / 2) / HLS_SECOND;
        if (segments[i].timed && rounded > p->target.value)
            tell(r, Q_FIT, FIT_EXCEEDED, segments[i].duration_at, segments[i].duration / HLS_MS);
    }
}

static uint64_t target_nanoseconds(const playlist *p) {
    bool usable = p->target.there && p->target.value < UINT64_C(1000000);
    return usable ? p->target.value * HLS_SECOND : 0;
}

static void start_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    uint64_t length = playlist_duration(p), target = target_nanoseconds(p);
    if (!p->start_there || p->skip || p->cut) return;
    if (p->start_offset > length) {
        tell(r, Q_START, START_OUTSIDE, p->start_at, (p->start_offset - length) / HLS_MS);
        return;
    }
    uint64_t from_end = p->start_negative ? p->start_offset : length - p->start_offset;
    if (!p->end_list && p->type != PLAYLIST_VOD && from_end < 3 * target)
        tell(r, Q_START, START_NEAR_END, p->start_at, from_end / HLS_MS);
}

/* ---- parts ---- */

/* rfc8216bis 4.4.4.9: which parts may be shorter than the others. */
static bool part_may_be_short(const playlist *p, uint32_t i) {
    const playlist_part *parts = playlist_parts(p);
    if (parts[i].independent || parts[i].gap || i + 1 == p->parts.n) return true;
    return parts[i + 1].gap || parts[i + 1].segment != parts[i].segment;
}

static void parts_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    const playlist_part *parts = playlist_parts(p);
    uint64_t target = p->part_target.value;
    if (p->parts.n == 0) return;
    if (!p->part_inf) tell(r, Q_PARTS, PARTS_UNANNOUNCED, parts[0].at, 0);
    if (p->i_frames_only) tell(r, Q_I_FRAMES, I_FRAMES_PARTS, parts[0].at, 0);
    for (uint32_t i = 0; p->part_target.there && i < p->parts.n; i++) {
        uint64_t duration = parts[i].duration;
        if (!parts[i].timed) continue;
        if (duration > target)
            tell(r, Q_PART, PART_LONG, parts[i].at, duration / HLS_MS);
        else if (duration * 20 < target * 17 && !part_may_be_short(p, i))
            tell(r, Q_PART, PART_SHORT, parts[i].at, duration / HLS_MS);
    }
}

/* rfc8216bis 6.2.2: a segment that ended so long ago needs no parts any more. One finding. */
static void old_parts_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    const playlist_segment *segments = playlist_segments(p);
    uint64_t from_end = 0, target = target_nanoseconds(p);
    if (p->end_list || target == 0 || p->cut) return;
    for (uint32_t i = 0; i < p->parts.n; i++)
        if (playlist_parts(p)[i].segment >= p->segments.n)
            from_end += playlist_parts(p)[i].duration;
    for (uint32_t i = p->segments.n; i-- > 0;) {
        if (segments[i].parts != 0 && from_end > 3 * target) {
            tell(r, Q_PART_PLACE, PARTS_OLD, playlist_parts(p)[segments[i].parts_from].at,
                 from_end / HLS_MS);
            return;
        }
        from_end += segments[i].duration;
    }
}

static void control_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    uint64_t part = p->part_target.there ? p->part_target.value : 0;
    uint64_t target = target_nanoseconds(p), held = p->part_hold_back.value;
    bool stated = p->part_hold_back.there;
    if (p->part_inf && !stated && !has_seen(r, HLS_SERVER_CONTROL))
        tell(r, Q_HOLD, PART_HOLD_MISSING, r->offset, 0);
    else if (p->part_inf && !stated && !r->control_hold)
        tell(r, Q_HOLD, PART_HOLD_MISSING, p->control_at, 0);
    if (stated && held + 2 * ROUNDED < 2 * part)
        tell(r, Q_CONTROL, PART_HOLD_TOO_SMALL, p->control_at, held / HLS_MS);
    else if (stated && held + 3 * ROUNDED < 3 * part)
        tell(r, Q_CONTROL, PART_HOLD_SMALL, p->control_at, held / HLS_MS);
    if (p->hold_back.there && p->hold_back.value < 3 * target)
        tell(r, Q_CONTROL, HOLD_TOO_SMALL, p->control_at, p->hold_back.value / HLS_MS);
    if (p->skip_until.there && p->skip_until.value < 6 * target)
        tell(r, Q_CONTROL, SKIP_TOO_SMALL, p->control_at, p->skip_until.value / HLS_MS);
}

void media_judge(playlist_reader *r) {
    const playlist *p = &r->list;
    target_judge(r);
    if (p->segments.n == 0 && p->parts.n == 0 && !p->skip && !p->cut)
        tell(r, Q_SEGMENTS, SEGMENTS_NONE, r->offset, 0);
    if (p->i_frames_only && p->maps.n == 0 && !p->skip)
        tell(r, Q_I_FRAMES, I_FRAMES_NO_MAP, r->gate_at[GATED_I_FRAMES], 0);
    if (p->date_ranges.n != 0 && !has_seen(r, HLS_PROGRAM_DATE_TIME) && !p->skip)
        tell(r, Q_DATES, DATES_MISSING, playlist_date_ranges(p)[0].at, 0);
    start_judge(r);
    parts_judge(r);
    old_parts_judge(r);
    control_judge(r);
    if (p->end_list && p->hints.n != 0) tell(r, Q_HINT, HINT_AFTER_END, playlist_hints(p)[0].at, 0);
}

/* What has to stay as a media playlist goes from version to version: discontinuities, the target
 * duration, the end, keys, date ranges. See session.h. */
#include "../../grammars/hls/symbols.h"
#include "session_state.h"

/* Of the first segment that both list; false where there is none. */
static bool common_segment(const playlist *before, const playlist *now,
                           const playlist_segment **old, const playlist_segment **new) {
    uint64_t from = hls_from(before) > hls_from(now) ? hls_from(before) : hls_from(now);
    if (from >= hls_to(before) || from >= hls_to(now)) return false;
    *old = &playlist_segments(before)[from - hls_from(before)];
    *new = &playlist_segments(now)[from - hls_from(now)];
    return hls_segment_same(before, *old, now, *new);
}

/* A segment keeps the number of its discontinuity, however many were removed before it. */
static void discontinuities_judge(const hls_load *load, const playlist *before,
                                  const playlist *now) {
    const playlist_segment *old, *new;
    uint64_t was = before->discontinuity_sequence.value, is = now->discontinuity_sequence.value;
    uint64_t at = now->discontinuity_sequence.there ? now->discontinuity_sequence_at : HLS_NOWHERE;
    if (playlist_first_number(now) < playlist_first_number(before)) return;
    if (is < was)
        hls_load_accuse(load, Q_DISCONTINUITIES, DISCONTINUITIES_DECREASED, at, is);
    else if (!now->skip && !before->skip && common_segment(before, now, &old, &new) &&
             was + old->discontinuities != is + new->discontinuities)
        hls_load_accuse(load, Q_DISCONTINUITIES, DISCONTINUITIES_MISCOUNTED, at, is - was);
}

static void end_judge(const hls_load *load, const playlist *before, const playlist *now) {
    if (!before->end_list) return;
    uint64_t first_new = hls_to(before);
    if (first_new >= hls_from(now) && first_new < hls_to(now) && before->type != PLAYLIST_VOD)
        hls_load_accuse(load, Q_KEEPS, KEEPS_NOT_END,
                        playlist_segments(now)[first_new - hls_from(now)].at, 0);
    if (!now->end_list) hls_load_accuse(load, Q_KEEPS, KEEPS_NOT_ENDED, HLS_NOWHERE, 0);
}

static bool has_key(const playlist *p, const playlist_segment *segment) {
    return segment->keys > 0 && playlist_keys(p)[segment->keys - 1].method != KEY_METHOD_NONE;
}

static void key_judge(const hls_load *load, const playlist *before, const playlist *now) {
    const playlist_segment *old, *new;
    if (before->skip || now->skip || before->cut || !common_segment(before, now, &old, &new))
        return;
    const playlist_segment *end = playlist_segments(before) + before->segments.n;
    const playlist_segment *last = playlist_segments(now) + now->segments.n;
    for (; old < end && new < last; old++, new ++)
        if (has_key(before, old) && !has_key(now, new) && hls_segment_same(before, old, now, new)) {
            hls_load_accuse(load, Q_KEEPS, KEEPS_NOT_KEY, new->at, 0);
            return;
        }
}

/* ---- date ranges ---- */

static const playlist_date_range *range_find(const playlist *p, const playlist *other,
                                             playlist_text id) {
    const playlist_date_range *ranges = playlist_date_ranges(p);
    for (uint32_t i = 0; i < p->date_ranges.n; i++)
        if (playlist_text_same(p, ranges[i].id, other, id)) return &ranges[i];
    return NULL;
}

/* Does a segment that is still listed lie within the range? */
static bool range_needed(const playlist *now, const playlist_date_range *range) {
    const playlist_segment *segments = playlist_segments(now);
    int64_t end = range->end;
    if (!range->has_end && range->has_duration)
        end = range->start + (int64_t)(range->duration / HLS_MS);
    if (!range->has_start || !(range->has_end || range->has_duration)) return false;
    for (uint32_t i = 0; i < now->segments.n; i++)
        if (segments[i].dated && segments[i].date >= range->start && segments[i].date < end)
            return true;
    return false;
}

static void date_ranges_judge(const hls_load *load, const playlist *before, const playlist *now) {
    const playlist_date_range *ranges = playlist_date_ranges(before);
    bool removed = false;
    for (uint32_t i = 0; i < before->date_ranges.n && i < 1024; i++) {
        const playlist_date_range *same = range_find(now, before, ranges[i].id);
        if (!ranges[i].id.there) continue;
        if (same != NULL && same->has_start && ranges[i].has_start &&
            same->start != ranges[i].start)
            hls_load_accuse(load, Q_KEEPS, KEEPS_NOT_ID, same->at, 0);
        removed = removed || (same == NULL && !now->skip && range_needed(now, &ranges[i]));
    }
    if (removed) hls_load_accuse(load, Q_KEEPS, KEEPS_NOT_DATES, HLS_NOWHERE, 0);
}

void hls_kept_judge(const hls_load *load, const playlist *before, const playlist *now) {
    discontinuities_judge(load, before, now);
    if (before->target.there && now->target.there && before->target.value != now->target.value)
        hls_load_accuse(load, Q_KEEPS, KEEPS_NOT_TARGET, now->target_at, now->target.value);
    end_judge(load, before, now);
    key_judge(load, before, now);
    date_ranges_judge(load, before, now);
}

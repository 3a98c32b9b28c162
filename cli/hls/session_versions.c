/* A version of a media playlist beside the one before: its numbers and its segments. See session.h.
 *
 * Segments are known by their numbers; where these do not fit, by what they are. Of what only one
 * of the two lists, nothing is said. */
#include "../../grammars/hls/symbols.h"
#include "session_state.h"
#include <string.h>

#define OFF_MAX 2048 /* segments of a version that are tried against each other */

uint64_t hls_from(const playlist *p) {
    return playlist_first_number(p) + (p->skip ? p->skipped.value : 0);
}

uint64_t hls_to(const playlist *p) {
    return hls_from(p) + p->segments.n;
}

/* ---- segments that are the same ---- */

static size_t path_length(const playlist *p, playlist_text uri) {
    const char *text = playlist_string(p, uri);
    const char *query = uri.there && uri.n > 0 ? memchr(text, '?', uri.n) : NULL;
    return query != NULL ? (size_t)(query - text) : 0;
}

/* Do both have a query, and the same before it? */
static bool path_same(const playlist *a, const playlist_segment *x, const playlist *b,
                      const playlist_segment *y) {
    size_t n = path_length(a, x->uri);
    return n > 0 && n == path_length(b, y->uri) && playlist_range_same(x->range, y->range) &&
           memcmp(playlist_string(a, x->uri), playlist_string(b, y->uri), n) == 0;
}

/* It tells nothing where the neighbours have it, too. */
static bool path_tells(const playlist *p, const playlist_segment *s) {
    const playlist_segment *first = playlist_segments(p), *end = first + p->segments.n;
    return !(s > first && path_same(p, s, p, s - 1)) && !(s + 1 < end && path_same(p, s, p, s + 1));
}

bool hls_segment_same(const playlist *a, const playlist_segment *x, const playlist *b,
                      const playlist_segment *y) {
    if (playlist_segment_same(a, x, b, y)) return true;
    return path_same(a, x, b, y) && (a->segments.n > 1 || b->segments.n > 1) && path_tells(a, x) &&
           path_tells(b, y);
}

/* Two versions, and what the later one lists of the earlier one's: the numbers from..to. */
typedef struct versions {
    const hls_load *load;
    const playlist *before, *now;
    uint64_t from, to;
} versions;

static const playlist_segment *segment_at(const playlist *p, uint64_t number) {
    return &playlist_segments(p)[number - hls_from(p)];
}

static bool same_at(const versions *v, uint64_t before, uint64_t now) {
    return hls_segment_same(v->before, segment_at(v->before, before), v->now,
                            segment_at(v->now, now));
}

/* The first number under which both have another segment; v->to if there is none. */
static uint64_t first_other(const versions *v) {
    uint64_t number = v->from;
    while (number < v->to && same_at(v, number, number))
        number++;
    return number;
}

/* By how many numbers is the later version off? Only where that explains all that both list. */
static bool numbers_off(const versions *v, uint64_t *removed) {
    const playlist *before = v->before, *now = v->now;
    if (now->segments.n == 0 || now->segments.n > OFF_MAX || before->segments.n > OFF_MAX)
        return false;
    for (uint64_t k = 0; k < before->segments.n; k++) {
        uint64_t n = before->segments.n - k < now->segments.n ? before->segments.n - k
                                                              : now->segments.n,
                 i = 0;
        while (i < n && same_at(v, hls_from(before) + k + i, hls_from(now) + i))
            i++;
        if (i < n) continue;
        *removed = k;
        return true;
    }
    return false;
}

/* ---- what differs ---- */

static void segment_accuse(const versions *v, uint64_t number) {
    const playlist_segment *now = segment_at(v->now, number);
    uint16_t answer = SEGMENT_CHANGED;
    for (uint64_t i = number + 1; i < hls_to(v->before) && answer == SEGMENT_CHANGED; i++)
        if (same_at(v, i, number)) answer = SEGMENT_TAKEN;
    for (uint64_t i = number + 1; i < hls_to(v->now) && answer == SEGMENT_CHANGED; i++)
        if (same_at(v, number, i)) answer = SEGMENT_INSERTED;
    hls_load_accuse(v->load, Q_SEGMENT, answer, answer == SEGMENT_TAKEN ? HLS_NOWHERE : now->at,
                    number);
}

static bool type_keeps(const versions *v, bool other) {
    const playlist *before = v->before, *now = v->now;
    bool removed = playlist_first_number(now) > playlist_first_number(before);
    bool shorter = hls_to(now)<hls_to(before), longer = hls_to(now)> hls_to(before);
    if (before->type == PLAYLIST_LIVE) return false;
    if (removed && !other)
        hls_load_accuse(v->load, Q_KEEPS, KEEPS_TYPE_AND_REMOVES, HLS_NOWHERE, 0);
    else if (before->type == PLAYLIST_VOD && (other || shorter || longer))
        hls_load_accuse(v->load, Q_KEEPS, KEEPS_NOT_VOD, HLS_NOWHERE, 0);
    else if (other || shorter)
        hls_load_accuse(v->load, Q_KEEPS, KEEPS_NOT_EVENT, HLS_NOWHERE, 0);
    else
        return false;
    return true;
}

static void numbers_judge(const versions *v) {
    const playlist *before = v->before, *now = v->now;
    uint64_t was = playlist_first_number(before), is = playlist_first_number(now), removed = 0;
    uint64_t other = first_other(v);
    bool differs = other < v->to, off = (differs || v->from >= v->to) && numbers_off(v, &removed);
    if (!now->media_sequence.there && !before->media_sequence.there && off && removed > 0)
        hls_load_accuse(v->load, Q_SEQUENCE, SEQUENCE_ABSENT, HLS_NOWHERE, 0);
    else if (is < was)
        hls_load_accuse(v->load, Q_SEQUENCE, SEQUENCE_DECREASED,
                        now->media_sequence.there ? now->media_sequence_at : HLS_NOWHERE, is);
    else if (type_keeps(v, differs))
        return;
    else if (differs && off && now->media_sequence.there)
        hls_load_accuse(v->load, Q_SEQUENCE, SEQUENCE_MISCOUNTED, now->media_sequence_at, is - was);
    else if (differs)
        segment_accuse(v, other);
    else if (hls_to(now) < hls_to(before) && v->from < v->to)
        hls_load_accuse(v->load, Q_SEGMENT, SEGMENT_TAKEN, HLS_NOWHERE, hls_to(now));
}

static void length_judge(const versions *v) {
    const playlist *now = v->now;
    uint64_t duration = playlist_duration(now);
    bool removed = playlist_first_number(now) > playlist_first_number(v->before);
    if (!removed || now->end_list || now->skip || !now->target.there || now->i_frames_only ||
        now->target.value > UINT32_MAX)
        return;
    if (duration < 3 * now->target.value * HLS_SECOND)
        hls_load_accuse(v->load, Q_LENGTH, LENGTH_SHORT, HLS_NOWHERE, duration / HLS_MS);
}

bool hls_version_older(const playlist *before, const playlist *now) {
    versions v = {NULL, before, now, hls_from(before), hls_to(before)};
    bool back = playlist_first_number(now) < playlist_first_number(before) ||
                hls_to(now) < hls_to(before) || (before->end_list && !now->end_list);
    if (now->skip || hls_from(now) > v.from || hls_to(now) > v.to) return false;
    v.to = hls_to(now);
    return back && v.from < v.to && first_other(&v) == v.to;
}

/* The encoder began anew: what it lists from now on are other segments, whatever they are called.
 */
static void epoch_begin(hls_listing *listing) {
    listing->epoch++;
    listing->highest = 0;
    listing->told_order = false;
}

void hls_versions_judge(const hls_load *load, const playlist *before, const playlist *now) {
    versions v = {load, before, now, hls_from(before), hls_to(before)};
    if (hls_from(now) > v.from) v.from = hls_from(now);
    if (hls_to(now) < v.to) v.to = hls_to(now);
    /* what had ended, and begins anew with other segments, is another presentation */
    bool other = v.from >= v.to || first_other(&v) == v.from;
    bool back = playlist_first_number(now) < playlist_first_number(before);
    bool ended = before->end_list && !now->end_list &&
                 playlist_first_number(now) <= hls_from(before) && other;
    if (!ended) numbers_judge(&v);
    if (back) load->listing->behind = hls_to(before);
    if (ended || (back && other)) epoch_begin(load->listing);
    if (ended || !back || !other) hls_kept_judge(load, before, now);
    if (!ended && !back) length_judge(&v);
}

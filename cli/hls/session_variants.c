/* Playlists of one presentation, beside each other and beside the multivariant playlist that lists
 * them. See session.h. */
#include "../../grammars/hls/symbols.h"
#include "../http1/message_finding.h"
#include "session_state.h"

static bool has_dates(const playlist *p) {
    for (uint32_t i = 0; i < p->segments.n; i++)
        if (playlist_segments(p)[i].dated) return true;
    return false;
}

static bool same_number(playlist_number a, playlist_number b) {
    return a.there == b.there && (!a.there || a.value == b.value);
}

static bool same_control(const playlist *a, const playlist *b) {
    return a->server_control == b->server_control && a->block_reload == b->block_reload &&
           a->skip_dates == b->skip_dates && same_number(a->skip_until, b->skip_until) &&
           same_number(a->hold_back, b->hold_back) &&
           same_number(a->part_hold_back, b->part_hold_back);
}

/* Both tell the whole of the same content. */
static bool same_content(const playlist *a, const playlist *b) {
    uint64_t left = playlist_duration(a), right = playlist_duration(b);
    uint64_t apart = left > right ? left - right : right - left;
    return a->end_list && b->end_list && a->segments.n == b->segments.n && apart < HLS_SECOND &&
           playlist_first_number(a) == playlist_first_number(b);
}

/* Both begin with the same content: it was never removed, or is all there. */
static bool begin_alike(const playlist *a, const playlist *b) {
    bool kept = a->type != PLAYLIST_LIVE && b->type != PLAYLIST_LIVE;
    return !a->skip && !b->skip && (kept || same_content(a, b));
}

/* When the content begins, in milliseconds, by the first date; none counts over a discontinuity. */
static bool date_of_begin(const playlist *p, int64_t *date) {
    const playlist_segment *segments = playlist_segments(p);
    uint64_t offset = 0;
    for (uint32_t i = 0; i < p->segments.n && !(i > 0 && segments[i].discontinuity); i++) {
        if (segments[i].dated) {
            *date = segments[i].date - (int64_t)(offset / HLS_MS);
            return true;
        }
        offset += segments[i].duration;
    }
    return false;
}

/* One may have a target duration more of the content than the other. */
static bool dates_differ(const playlist *a, const playlist *b) {
    int64_t left, right;
    if (!begin_alike(a, b) || a->target.value > UINT32_MAX || !date_of_begin(a, &left) ||
        !date_of_begin(b, &right))
        return false;
    int64_t apart = left > right ? left - right : right - left;
    return apart > (int64_t)(a->target.value + 1) * 1000;
}

/* Dates and durations tell that it is the same content. */
static bool same_place(const playlist_segment *a, const playlist_segment *b) {
    uint64_t apart =
        a->duration > b->duration ? a->duration - b->duration : b->duration - a->duration;
    int64_t late = a->date > b->date ? a->date - b->date : b->date - a->date;
    return a->duration >= HLS_SECOND / 2 && apart <= HLS_SECOND / 10 && late <= 100;
}

/* Has all dated content that both list another discontinuity number? number: of the first. */
static bool discontinuities_differ(const playlist *now, const playlist *theirs, uint64_t *number) {
    const playlist_segment *a = playlist_segments(now), *b = playlist_segments(theirs);
    uint32_t i = 0, k = 0;
    uint64_t n = 0;
    while (i < now->segments.n && k < theirs->segments.n) {
        if (a[i].dated && b[k].dated && same_place(&a[i], &b[k])) {
            uint64_t mine = now->discontinuity_sequence.value + a[i].discontinuities;
            if (mine == theirs->discontinuity_sequence.value + b[k].discontinuities) return false;
            if (n++ == 0) *number = mine;
        }
        if (!b[k].dated || (a[i].dated && b[k].date < a[i].date))
            k++;
        else
            i++;
    }
    return n >= 2;
}

static void once(const hls_load *load, bool *told, uint16_t answer, uint64_t at, uint64_t number) {
    if (*told) return;
    *told = true;
    hls_load_accuse(load, Q_ALIKE, answer, at, number);
}

static bool plays_segments(const hls_listing *listing) {
    return listing->role == HLS_VARIANT_LIST || listing->role == HLS_AUDIO_LIST;
}

static void pair_judge(const hls_load *load, const playlist *now, const hls_listing *other) {
    hls_listing *listing = load->listing;
    const playlist *theirs = &other->last;
    bool both = plays_segments(listing) && plays_segments(other);
    if (both && now->target.there && theirs->target.there &&
        now->target.value != theirs->target.value)
        once(load, &listing->told_target, ALIKE_NOT_TARGET, now->target_at, now->target.value);
    /* what was live may get a type, or another one, when it ends */
    if (now->type != theirs->type && now->end_list == theirs->end_list)
        once(load, &listing->told_type, ALIKE_NOT_TYPE, HLS_NOWHERE, 0);
    if (both && !now->skip && !theirs->skip && now->segments.n > 0 && theirs->segments.n > 0 &&
        (has_dates(now) != has_dates(theirs) || dates_differ(now, theirs)))
        once(load, &listing->told_dates, ALIKE_NOT_DATES, HLS_NOWHERE, 0);
    if (!same_control(now, theirs) && now->end_list == theirs->end_list)
        once(load, &listing->told_control, ALIKE_NOT_CONTROL, HLS_NOWHERE, 0);
    uint64_t mine = now->discontinuity_sequence.value + now->discontinuities;
    bool counted = both && same_content(now, theirs) &&
                   mine != theirs->discontinuity_sequence.value + theirs->discontinuities;
    bool dated = both && !now->skip && !theirs->skip && discontinuities_differ(now, theirs, &mine);
    if (counted || dated)
        once(load, &listing->told_discontinuity, ALIKE_NOT_DISCONTINUITY, HLS_NOWHERE, mine);
}

/* A key that was announced is used as it was announced. */
static void keys_judge(const hls_load *load, const playlist *now, const playlist *listed) {
    const playlist_key *announced = playlist_session_keys(listed), *used = playlist_keys(now);
    for (uint32_t i = 0; i < now->keys.n && i < 64; i++)
        for (uint32_t k = 0; k < listed->session_keys.n && k < 64; k++) {
            if (!used[i].uri.there ||
                !playlist_text_same(now, used[i].uri, listed, announced[k].uri))
                continue;
            if (used[i].method == announced[k].method &&
                playlist_text_same(now, used[i].format, listed, announced[k].format))
                continue;
            hls_load_accuse(load, Q_KEYS, KEYS_DIFFER, used[i].at, 0);
            return;
        }
}

void hls_variants_judge(const hls_load *load, const playlist *now) {
    const hls_listing *listing = load->listing, *key = listing->session->key;
    if (listing->role == HLS_ALONE || listing->versions > 0) return;
    if (listing->role == HLS_I_FRAME_LIST && !now->i_frames_only)
        hls_load_accuse(load, Q_I_FRAME_LIST, I_FRAME_LIST_PLAIN, HLS_NOWHERE, 0);
    if (key->has_last && key->last.kind == PLAYLIST_MULTIVARIANT && key->chain == load->chain)
        keys_judge(load, now, &key->last);
    for (const hls_listing *other = listing->session->first; other != NULL; other = other->next)
        if (other != listing && other->role != HLS_ALONE && other->has_last &&
            other->last.kind == PLAYLIST_MEDIA && other->chain == load->chain)
            pair_judge(load, now, other);
}

/* ---- bit rates ---- */

void hls_rate_judge(hls_object *object, application *app, conversation *c,
                    const message_head *response, uint64_t n) {
    hls_listing *listing = object->listing;
    uint64_t milliseconds = object->duration / HLS_MS;
    uint64_t target = listing->has_last ? listing->last.target.value : 0;
    if (object->kind != HLS_KIND_SEGMENT || milliseconds == 0 || listing->told_rate) return;
    if (object->range.there && n != object->range.length) return;
    uint64_t rate = n * 8 / milliseconds; /* kbit/s */
    uint64_t stated = object->bit_rate;
    bool usual = target < UINT32_MAX && milliseconds * 2 >= target * 1000 &&
                 milliseconds * 2 <= target * 3000; /* a segment that counts for the peak */
    bool segment = stated > 0 && response->status == 200 &&
                   (rate * 10 > stated * 11 + 10 || rate * 10 + 10 < stated * 9);
    bool variant = usual && listing->bandwidth > 0 && rate > listing->bandwidth / 1000 + 1;
    if (!segment && !variant) return;
    parley_finding finding = message_finding_in(response, HEAD_NAMES, PARLEY_TURN_CLIENT);
    finding.number = rate;
    listing->told_rate = true;
    (void)hls_accuse(app, c, listing, Q_RATE, segment ? RATE_SEGMENT : RATE_VARIANT, finding);
}

/* When a client loads a playlist again, and when the server changes it. See session.h.
 *
 * Times are those of the capture: a load begins with its request, so a server's change lies
 * somewhere between two loads, and only what is certain from that is said. Clocks get some slack.
 */
#include "../../grammars/hls/symbols.h"
#include "../http1/message_finding.h"
#include "session_state.h"

#define PACE_SLACK      (HLS_SECOND / 5)
#define HEEDLESS        3     /* target durations: nobody has played to the end before */
#define TARGET_MAX      86400 /* seconds: beyond it is no duration that anybody waits for */
#define FETCH_PLAUSIBLE 2     /* target durations by which a count may be ahead of the clock */

static uint64_t target_of(const playlist *p) {
    return p->target.there && p->target.value <= TARGET_MAX ? p->target.value * HLS_SECOND : 0;
}

/* What a client has to wait at least: by the shorter one of what both editions ask for; who plays
 * parts counts in those. */
static uint64_t wait_of(const hls_listing *listing) {
    const playlist *last = &listing->last;
    uint64_t target = target_of(last), part = last->part_target.value;
    if (last->part_target.there && last->parts.n > 0 && part < target) target = part;
    if (!listing->changed) return target / 2;
    uint64_t segment =
        last->segments.n > 0 ? playlist_segments(last)[last->segments.n - 1].duration : target;
    return segment < target ? segment : target;
}

static void pace_judge(const conversation *c, hls_listing *listing, const message_head *request) {
    uint64_t wait = wait_of(listing), since = request->time - listing->asked_at;
    if (hls_to(&listing->last) <= listing->behind) return; /* to the client nothing is new yet */
    parley_finding finding = message_finding_in(request, HEAD_TARGET, PARLEY_TURN_CLIENT);
    finding.number = since / HLS_MS;
    if (since + since / 10 + PACE_SLACK < wait)
        hls_accuse_later(c, listing, Q_RELOAD,
                         listing->changed ? RELOAD_EARLY : RELOAD_EARLY_UNCHANGED, finding);
}

/* A film that is loaded again is played again, perhaps; who was told that a live one ended, or asks
 * over and over, does not heed it. */
static void after_end_judge(const conversation *c, hls_listing *listing,
                            const message_head *request) {
    uint64_t since = request->time - listing->over_at;
    if (since > HEEDLESS * target_of(&listing->last)) {
        listing->after_end = 0;
        return;
    }
    if (listing->after_end++ > 0 || listing->was_live)
        hls_accuse_later(c, listing, Q_RELOAD, RELOAD_AFTER_END,
                         message_finding_in(request, HEAD_TARGET, PARLEY_TURN_CLIENT));
}

/* Who loads the multivariant playlist again begins to play anew. */
static void playback_begin(hls_session *s) {
    for (hls_listing *listing = s->first; listing != NULL; listing = listing->next) {
        listing->timed = listing->was_live = false;
        listing->after_end = 0;
    }
}

/* One of several clients behind one address may be another one: two loads at once show that. */
void hls_reload_judge(const conversation *c, hls_listing *listing, const message_head *request,
                      const char *url, size_t n) {
    const char *value;
    size_t n_value;
    bool directed = hls_url_parameter(url, n, "_HLS_msn", &value, &n_value);
    bool media = listing->has_last && listing->last.kind == PLAYLIST_MEDIA;
    bool known = listing->timed && request->time > listing->over_at && media;
    if (listing->timed && listing->asked_at > listing->over_at) listing->session->shared = true;
    if (listing->has_last && !media) playback_begin(listing->session);
    if (known && listing->ended)
        after_end_judge(c, listing, request);
    else if (known && !directed && !listing->last.block_reload)
        pace_judge(c, listing, request);
    if (known && !listing->ended) hls_idle_judge(c, listing, request);
    listing->asked_at = request->time;
    listing->timed = true;
}

/* ---- what the server does ---- */

/* Did segments come slower than they play, since the load before? Nobody can keep up then. */
static bool is_outrun(const hls_load *load, uint64_t target) {
    const hls_session *s = load->listing->session;
    uint64_t now = load->request->time;
    return s->slow_at > load->listing->over_at ||
           (s->under_way > 0 && now > s->busy_since && now - s->busy_since > target);
}

/* So many segments came and went between two loads, as far as the clock allows that. */
static void slid_judge(const hls_load *load, const playlist *before, const playlist *now) {
    uint64_t target = target_of(now), passed = load->over.time - load->listing->over_at;
    if (hls_from(now) <= hls_to(before) || now->skip || target == 0) return;
    uint64_t slid = hls_from(now) - hls_to(before);
    if (slid > TARGET_MAX || before->end_list ||
        (slid + now->segments.n) * target >
            2 * passed + (now->segments.n + FETCH_PLAUSIBLE) * target)
        return;
    parley_finding finding = message_finding_in(load->request, HEAD_TARGET, PARLEY_TURN_CLIENT);
    finding.number = slid;
    (void)hls_accuse(load->app, load->c, load->listing, Q_FETCH,
                     is_outrun(load, target) ? FETCH_OUTRUN : FETCH_SLID, finding);
}

static void new_segments_judge(const hls_load *load, const playlist *before, const playlist *now) {
    hls_listing *listing = load->listing;
    uint64_t target = target_of(now), time = load->over.time;
    if (before->end_list || target == 0 || time < listing->changed_at) return;
    if (!listing->changed) {
        uint64_t since = time - listing->changed_at;
        listing->stalled |= !now->end_list && since > target + target / 2 + PACE_SLACK;
        if (listing->stalled)
            listing->stall =
                (late_finding){.stream = load->c->connection->stream,
                               .finding = hls_load_finding(load, HLS_NOWHERE, since / HLS_MS)};
        return;
    }
    if (!listing->old_seen || time < listing->old_until) return;
    uint64_t apart = time - listing->old_until;
    if (apart + PACE_SLACK < target / 2)
        hls_load_accuse(load, Q_CHANGE, CHANGE_EARLY, HLS_NOWHERE, apart / HLS_MS);
}

/* Something new is there: what the last load without it saw was the length of the stall. */
static void stall_over(const hls_load *load) {
    hls_listing *listing = load->listing;
    if (!listing->changed || !listing->stalled) return;
    listing->stalled = false;
    hls_load_accuse(load, Q_CHANGE, CHANGE_LATE, HLS_NOWHERE, listing->stall.finding.number);
}

static bool same_last_part(const playlist *before, const playlist *now) {
    if (before->parts.n == 0 || now->parts.n == 0) return before->parts.n == now->parts.n;
    const playlist_part *old = &playlist_parts(before)[before->parts.n - 1];
    const playlist_part *new = &playlist_parts(now)[now->parts.n - 1];
    return playlist_text_same(before, old->uri, now, new->uri) &&
           playlist_range_same(old->range, new->range);
}

void hls_change_judge(const hls_load *load, const playlist *before, const playlist *now) {
    hls_listing *listing = load->listing;
    bool parts = before->parts.n > 0 || now->parts.n > 0;
    listing->changed = hls_to(now) != hls_to(before) || now->end_list != before->end_list ||
                       !same_last_part(before, now);
    slid_judge(load, before, now);
    stall_over(load);
    if (parts)
        hls_parts_judge(load, before, now);
    else
        new_segments_judge(load, before, now);
    if (!listing->changed) return;
    listing->old_until = listing->over_at;
    listing->old_seen = true;
    listing->changed_at = load->over.time;
    listing->told_late = false;
}

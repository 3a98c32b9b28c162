/* Low latency, as the server keeps its pace: new parts in time, parts that are sent when they are
 * whole, reports that agree with what they tell of. See session.h.
 *
 * Networks delay and caches keep: what may be their doing is not told. */
#include "../../grammars/hls/symbols.h"
#include "../http1/message_finding.h"
#include "session_state.h"

#define PART_SLACK  (HLS_SECOND / 5)
#define HELD        (HLS_SECOND / 2)  /* so long an answer is held back on purpose */
#define RECENT      (30 * HLS_SECOND) /* so long a network stays as it was */
#define PAUSE_LEAST (HLS_SECOND / 4)
#define PIECES      3 /* and so many parts that came so */
#define REPORTS     16
#define APART       3 /* segments by which a report may be off, besides the time that has passed */

/* ---- new parts ---- */

/* Where the last part stands: the number of its segment, and which it is there. */
typedef struct part_place {
    uint64_t segment, index;
} part_place;

static bool is_behind(part_place a, part_place b) {
    return a.segment > b.segment || (a.segment == b.segment && a.index > b.index);
}

static part_place part_next(const playlist *p, uint32_t i, part_place before) {
    part_place place = {hls_from(p) + playlist_parts(p)[i].segment, 0};
    if (i > 0 && place.segment == before.segment) place.index = before.index + 1;
    return place;
}

static uint64_t parts_new(const playlist *before, const playlist *now) {
    part_place last = {0, 0}, place = {0, 0};
    uint64_t n = 0;
    for (uint32_t i = 0; i < before->parts.n; i++)
        last = part_next(before, i, last);
    for (uint32_t i = 0; i < now->parts.n; i++) {
        place = part_next(now, i, place);
        n += is_behind(place, last);
    }
    return n;
}

/* For how long a cache has kept the answer, in nanoseconds. */
static uint64_t age_of(const message_head *response) {
    size_t n;
    uint64_t age = 0;
    const uint8_t *value = head_bytes(response, HEAD_AGE, &n);
    if (n > 0 && hls_integer((const char *)value, n, &age) && age > UINT32_MAX) age = UINT32_MAX;
    return age * HLS_SECOND;
}

/* For how long was there no new part, for certain? An answer that came at once tells of the moment
 * when it was asked for; one that was held, of the moment when it was given, and networks delay one
 * answer more than another. Returns whether that is too long. */
static bool parts_awaited(const hls_load *load, const playlist *before, const playlist *now,
                          uint64_t *awaited) {
    uint64_t asked = load->request->time, given = load->response->time;
    uint64_t target = now->part_target.value, limit = target + target / 2 + PART_SLACK;
    uint64_t since = load->listing->changed_at + age_of(load->response), n = parts_new(before, now);
    bool held = n == 1 && given >= asked + HELD, none = n == 0 && hls_to(now) == hls_to(before);
    uint64_t until = held ? given : asked;
    if (held) limit += target / 2 + PART_SLACK;
    *awaited = until > since ? until - since : 0;
    return (held || none) && *awaited > limit;
}

void hls_parts_judge(const hls_load *load, const playlist *before, const playlist *now) {
    hls_listing *listing = load->listing;
    uint64_t awaited;
    if (before->parts.n == 0 || now->parts.n == 0 || before->end_list || now->end_list ||
        !now->part_target.there || now->part_target.value > UINT32_MAX * HLS_SECOND ||
        hls_to(now) <= listing->behind ||
        playlist_first_number(now) < playlist_first_number(before))
        return;
    if (listing->told_late || !parts_awaited(load, before, now, &awaited)) return;
    listing->told_late = true;
    hls_load_accuse(load, Q_CHANGE, PARTS_LATE, HLS_NOWHERE, awaited / HLS_MS);
}

/* ---- reports ---- */

/* The number of the last segment, or of the one that the last part belongs to. */
static uint64_t newest_number(const playlist *p) {
    bool part = p->parts.n > 0 && playlist_parts(p)[p->parts.n - 1].segment >= p->segments.n;
    return hls_to(p) + part - 1;
}

/* So many segments may have come meanwhile. */
static uint64_t segments_since(const playlist *p, uint64_t passed) {
    const playlist_segment *segments = playlist_segments(p);
    uint64_t shortest = UINT64_MAX;
    for (uint32_t i = 0; i < p->segments.n; i++)
        if (segments[i].duration < shortest) shortest = segments[i].duration;
    return shortest > HLS_MS ? passed / shortest : UINT32_MAX;
}

/* Renditions are numbered alike, as far as both are known; else nothing is said. */
static bool report_wrong(const hls_load *load, const playlist *now, const hls_listing *other,
                         uint64_t reported) {
    const playlist *theirs = &other->last;
    if (theirs->segments.n == 0 || now->segments.n == 0) return false;
    uint64_t known = newest_number(theirs), own = newest_number(now);
    uint64_t passed = load->over.time - other->over_at;
    if (reported + 1 < known) return own + 2 >= known;
    return reported > own + APART && reported > known + APART + 2 * segments_since(theirs, passed);
}

static hls_listing *reported_on(const hls_load *load, const playlist *now,
                                const playlist_report *report) {
    char url[HLS_URL_BYTES];
    const hls_session *s = load->listing->session;
    if (!report->uri.there || report->uri.n == 0) return NULL;
    size_t n = hls_url_resolve(load->url, load->n_url, playlist_string(now, report->uri),
                               report->uri.n, url, sizeof url);
    hls_listing *other = n > 0 ? hls_listing_find(s->memory, s->client, &s->from, url, n) : NULL;
    return other != load->listing ? other : NULL;
}

/* What is known of it came before this was asked for, and nothing has gone back since. */
static bool is_comparable(const hls_load *load, const hls_listing *other) {
    uint64_t asked = load->request->time, age = age_of(load->response);
    return other->chain == load->chain && other->has_last && other->last.kind == PLAYLIST_MEDIA &&
           other->timed && other->asked_at <= other->over_at && other->over_at + age <= asked &&
           hls_to(&other->last) > other->behind;
}

void hls_reports_judge(const hls_load *load, const playlist *before, const playlist *now) {
    const playlist_report *reports = playlist_reports(now);
    hls_listing *listing = load->listing;
    if (hls_to(now) <= listing->behind || listing->told_report) return;
    if (before != NULL && playlist_first_number(now) < playlist_first_number(before)) return;
    for (uint32_t i = 0; i < now->reports.n && i < REPORTS && !listing->told_report; i++) {
        const hls_listing *other = reported_on(load, now, &reports[i]);
        if (other == NULL || !reports[i].segment.there || !is_comparable(load, other) ||
            !report_wrong(load, now, other, reports[i].segment.value))
            continue;
        listing->told_report = true;
        hls_load_accuse(load, Q_PROMISE, REPORT_WRONG, reports[i].at, reports[i].segment.value);
    }
}

/* ---- how parts come ---- */

/* Something at least as long came much quicker shortly before: so the network is no reason. */
static bool network_is_quick(const hls_session *s, const hls_download *d) {
    uint64_t span = d->last - d->first;
    return s->quick.n >= d->n && d->last - s->quick.last < RECENT &&
           (s->quick.last - s->quick.first) * 4 <= span;
}

static bool came_in_pieces(const hls_session *s, const hls_download *d, uint64_t target) {
    uint64_t span = d->last - d->first;
    return d->hinted && d->alone && d->opened == s->opened && d->pieces >= PIECES &&
           span > PAUSE_LEAST && span > target / 2 && network_is_quick(s, d);
}

/* One part may have been held up on its way: only where most come so it is the server's doing. */
void hls_pieces_count(const hls_download *d, const conversation *c, const message_head *response) {
    const hls_listing *listing = d->object->listing;
    hls_session *s = listing->session;
    uint64_t target = listing->has_last ? listing->last.part_target.value : 0;
    if (d->n == 0 || d->last < d->first) return;
    s->hinted += d->hinted;
    if (target > 0 && came_in_pieces(s, d, target)) {
        if (s->pieced++ > 0) return;
        s->first_pieced =
            (late_finding){.stream = c->connection->stream,
                           .finding = message_finding_in(response, HEAD_NAMES, PARLEY_TURN_CLIENT)};
        s->first_pieced.finding.number = (d->last - d->first) / HLS_MS;
    } else if (d->n >= s->quick.n || d->last - s->quick.last > RECENT) {
        s->quick = *d;
    }
}

bool hls_sent_in_pieces(const hls_session *s) {
    return s->pieced >= PIECES && s->pieced * 2 > s->hinted && !s->unsure;
}

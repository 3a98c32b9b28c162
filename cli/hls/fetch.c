/* What clients fetch: requests for what playlists name, and how they are answered. See session.h.
 *
 * Somebody else may have asked before the transcript began, and caches keep what they have: of what
 * is not fetched nothing worse than a note is said. */
#include "../../grammars/hls/symbols.h"
#include "../http1/message_finding.h"
#include "byte_range.h"
#include "session_state.h"

#define MANY_AT_ONCE 6
#define LIES_WITHIN  4 /* what a range is worth, beside who asks (hls_match) */
#define FITS         8
#define PIECE_APART  (20 * HLS_MS)

/* A range that is asked for. */
typedef struct asked_range {
    bool there, known;
    byte_range bytes;
} asked_range;

static asked_range range_of(const message_head *request) {
    size_t n;
    const uint8_t *value = head_bytes(request, HEAD_RANGE, &n);
    asked_range range = {.there = request->values[HEAD_RANGE].there};
    range.known = range.there && byte_range_read(value, n, &range.bytes);
    return range;
}

static bool is_media(const hls_object *object) {
    return object->kind != HLS_KIND_PLAYLIST;
}

static bool is_played(const hls_object *object) {
    return object->kind == HLS_KIND_SEGMENT || object->kind == HLS_KIND_PART ||
           object->kind == HLS_KIND_HINT;
}

/* Does the request ask for just this one? */
static bool range_fits(const hls_object *object, const asked_range *range) {
    if (!object->range.there || !object->range.known) return true;
    if (!range->there) return false;
    return range->known && range->bytes.first == object->range.offset &&
           (!range->bytes.has_last || object->range.length == 0 ||
            range->bytes.last == object->range.offset + object->range.length - 1);
}

/* Does it ask for a piece of it, as who goes on where a download broke off? */
static bool range_within(const hls_object *object, const asked_range *range) {
    return range->known && range->bytes.has_last && range->bytes.first >= object->range.offset &&
           range->bytes.last - object->range.offset < object->range.length;
}

/* What a request asks for, as playlists name it. near: only the address is right, not the range. */
static hls_object *object_asked(const application *app, const conversation *c,
                                const message_head *request, bool *near) {
    char url[HLS_URL_BYTES], plain[HLS_URL_BYTES];
    size_t n = hls_url_of(request, url, sizeof url);
    size_t n_plain = hls_url_undirected(url, n, plain, sizeof plain);
    asked_range range = range_of(request);
    sender from = sender_of(request);
    hls_object *best = NULL;
    int most = -1;
    *near = false;
    if (n_plain == 0) return NULL;
    hls_object *object = hls_object_first(app->hls, hls_hash(hls_client(c, &from), plain, n_plain));
    for (; object != NULL; object = hls_object_next(object)) {
        if (!is_media(object)) continue;
        int fits = range_fits(object, &range)     ? FITS
                   : range_within(object, &range) ? LIES_WITHIN
                                                  : 0;
        int worth = fits + (int)hls_session_match(object->listing->session, &from);
        if (worth <= most) continue;
        most = worth;
        *near = fits == 0;
        best = object;
    }
    return best;
}

/* Several that follow each other may come in one piece, and all of the resource, too. */
static bool range_is_whole(const hls_object *near, const asked_range *range) {
    bool begins = !range->there, ends = !range->there || !range->bytes.has_last;
    const hls_object *object = hls_object_first(near->listing->session->memory, near->hash);
    for (; object != NULL && range->known; object = hls_object_next(object)) {
        if (!is_media(object) || object->listing != near->listing) continue;
        uint64_t from = object->range.offset;
        begins = begins || range->bytes.first == from;
        ends = ends || range->bytes.last + 1 == from + object->range.length;
    }
    return begins && ends;
}

/* Of a request for it, at one of its fields. */
static void accuse(application *app, conversation *c, hls_object *object,
                   const message_head *request, head_name name, uint16_t answer, uint64_t number) {
    parley_finding finding = message_finding_in(request, name, PARLEY_TURN_CLIENT);
    finding.number = number;
    finding.name = hls_object_called(object, request);
    (void)hls_accuse(app, c, object->listing, Q_FETCH, answer, finding);
}

/* ---- requests ---- */

static void order_judge(application *app, conversation *c, hls_object *object,
                        const message_head *request) {
    hls_listing *listing = object->listing;
    if (listing->highest > object->number + 1 && !object->asked && !listing->told_order) {
        listing->told_order = true;
        accuse(app, c, object, request, HEAD_TARGET, FETCH_ORDER, listing->highest - 1);
    }
    if (object->number + 1 > listing->highest) listing->highest = object->number + 1;
}

static void segment_asked(application *app, conversation *c, hls_object *object,
                          const message_head *request) {
    hls_session *s = object->listing->session;
    if (object->gap) accuse(app, c, object, request, HEAD_TARGET, FETCH_GAP, 0);
    hls_object *itself = hls_object_itself(object);
    if (itself->fetched) {
        s->shared = true;
        if (!itself->told_again) accuse(app, c, object, request, HEAD_TARGET, FETCH_AGAIN, 0);
        itself->told_again = true;
    }
    if (object->kind == HLS_KIND_SEGMENT) order_judge(app, c, object, request);
}

/* Who may be another client is not judged by what the one before had. */
static void listing_asked(application *app, conversation *c, hls_listing *listing,
                          const sender *from, const message_head *request, const char *url,
                          size_t n) {
    const hls_session *s = listing->session;
    bool surely = hls_session_match(s, from) == HLS_SURELY && listing->chain == s->chain;
    listing->timed = listing->timed && surely;
    if (surely) hls_directives_judge(app, c, listing, request, url, n);
    hls_reload_judge(c, listing, request, url, n);
    listing->timed = surely;
}

/* All playlists that name it are played by it. */
static void object_played(hls_object *object, bool near) {
    hls_played(object->listing);
    for (hls_object *other = hls_object_next(object); other != NULL && !near;
         other = hls_object_next(other))
        if (is_media(other) && other->listing != object->listing &&
            playlist_range_same(other->range, object->range))
            hls_played(other->listing);
}

void hls_asked(application *app, conversation *c, const message_head *request) {
    char url[HLS_URL_BYTES];
    bool near;
    if (app->hls->first == NULL) return;
    size_t n = hls_url_of(request, url, sizeof url);
    sender from = sender_of(request);
    hls_listing *listing =
        n > 0 ? hls_listing_find(app->hls, hls_client(c, &from), &from, url, n) : NULL;
    bool missing = c->lanes[PARLEY_CLIENT].missing > 0 || c->lanes[PARLEY_SERVER].missing > 0;
    if (listing != NULL) {
        if (missing) listing->session->unsure = true;
        listing_asked(app, c, listing, &from, request, url, n);
        return;
    }
    hls_object *object = object_asked(app, c, request, &near);
    if (object == NULL && !missing) hls_unnamed_judge(app, c, request, url, n);
    if (object == NULL || !is_played(object)) return;
    if (missing) object->listing->session->unsure = true;
    object_played(object, near);
    if (near) {
        asked_range range = range_of(request);
        if (!range_is_whole(object, &range))
            accuse(app, c, object, request, HEAD_RANGE, FETCH_RANGE, 0);
        return;
    }
    segment_asked(app, c, object, request);
    object->asked = true;
}

/* ---- answers ---- */

static void segment_tell(application *app, conversation *c, const hls_object *object,
                         const message_head *request, const message_head *response) {
    char url[HLS_URL_BYTES];
    const hls_event told = {.url = url,
                            .n_url = hls_url_of(request, url, sizeof url),
                            .playlist = object->listing->url,
                            .n_playlist = object->listing->n_url,
                            .ranged = object->range.there && object->range.length > 0,
                            .range_from = object->range.offset,
                            .range_length = object->range.length};
    const application_event event = {.name = "hls-segment",
                                     .side = response->side,
                                     .exchange = response->exchange,
                                     .span = response->span,
                                     .frame = response->frame,
                                     .time = response->time,
                                     .turn = PARLEY_TURN_SERVER,
                                     .hls = &told};
    app->event(app->judge, c, &event);
}

/* Until when it has to be there, at least: by the shorter one of what both editions ask for. The
 * first one counts from when a segment is removed, the second one, of a live playlist, from when it
 * was listed. Three target durations are left when one is removed. */
static uint64_t promised_until(const hls_object *object) {
    const hls_listing *listing = object->listing;
    uint64_t least = 3 * listing->last.target.value * HLS_SECOND;
    if (object->kind != HLS_KIND_SEGMENT) return object->seen_at + least;
    uint64_t longest = least + object->duration;
    if (longest < object->longest) longest = object->longest;
    return (listing->ended ? object->seen_at : object->appeared) + object->duration + longest;
}

/* Does the last version list it? What a delta update skips is still there. */
static bool is_listed(const hls_object *object) {
    const hls_listing *listing = object->listing;
    if (object->version == listing->versions) return true;
    return object->kind == HLS_KIND_SEGMENT && listing->has_last &&
           object->number >= hls_from(&listing->last) && object->number < hls_to(&listing->last);
}

/* Plans change, and broadcasts end: it was the server's fault only if it is named again. */
static void hint_refused(const conversation *c, hls_object *object, const message_head *request,
                         const message_head *response) {
    hls_listing *listing = object->listing;
    if (listing->refused != NULL || object->version != listing->versions) return;
    listing->refused = object;
    listing->refused_version = object->version;
    listing->refusal =
        (late_finding){.stream = c->connection->stream,
                       .finding = message_finding_in(response, HEAD_NAMES, PARLEY_TURN_SERVER)};
    listing->refusal.finding.number = response->status;
    listing->refusal.finding.name = hls_object_called(object, request);
}

/* Is a refusal the server's fault? Who it is asks to log in, and redirects, go on elsewhere. */
static void refusal_judge(application *app, conversation *c, hls_object *object,
                          const message_head *request, const message_head *response) {
    const hls_listing *listing = object->listing;
    uint16_t status = response->status;
    bool listed = is_listed(object);
    if (status < 400 || status == 401 || status == 407 || status == 416 || object->gap) return;
    if (object->epoch != listing->epoch) return; /* gone with the encoder that made it */
    if (object->kind == HLS_KIND_HINT) {
        hint_refused(c, object, request, response);
        return;
    }
    if (!listing->has_last || listing->last.target.value > UINT32_MAX) return;
    if (!(listed && listing->ended) && request->time >= promised_until(object)) {
        if (status == 404 || status == 410)
            accuse(app, c, object, request, HEAD_TARGET, FETCH_LATE, 0);
        return;
    }
    uint16_t gone = object->kind == HLS_KIND_PART ? PART_GONE : SERVED_TOO_SOON_GONE;
    parley_finding finding = message_finding_in(response, HEAD_NAMES, PARLEY_TURN_SERVER);
    finding.number = status;
    finding.name = hls_object_called(object, request);
    (void)hls_accuse(app, c, object->listing, Q_SERVED, listed ? SERVED_FAILED : gone, finding);
}

static void object_fetched(hls_object *object) {
    hls_object *itself = hls_object_itself(object);
    if (object->kind == HLS_KIND_SEGMENT && !itself->fetched) object->listing->fetched++;
    itself->fetched = true;
}

static bool is_moved(const message_head *response) {
    uint16_t status = response->status;
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void listing_answered(hls_listing *listing, conversation *c, const message_head *request,
                             const message_head *response) {
    hls_session_count(listing->session, c, response);
    listing->session->moved = listing->session->moved || is_moved(response);
    if (is_moved(response)) hls_moved_take(listing, NULL, request, response);
    listing->timed = response->status == 304;
    if (response->status != 304) return;
    listing->loads++;
    listing->over_at = response->time;
    listing->changed = false;
}

void hls_answered(application *app, conversation *c, const message_head *request,
                  const message_head *response, hls_download *d) {
    bool near;
    if (app->hls->first == NULL) return;
    hls_object *object = object_asked(app, c, request, &near);
    if (object == NULL) {
        char url[HLS_URL_BYTES];
        size_t n = hls_url_of(request, url, sizeof url);
        sender from = sender_of(request);
        hls_listing *listing =
            n > 0 ? hls_listing_find(app->hls, hls_client(c, &from), &from, url, n) : NULL;
        if (listing != NULL) listing_answered(listing, c, request, response);
        return;
    }
    hls_session *s = object->listing->session;
    hls_session_count(s, c, response);
    s->moved = s->moved || is_moved(response);
    refusal_judge(app, c, object, request, response);
    if (is_moved(response) && !near) hls_moved_take(object->listing, object, request, response);
    if (response->status == 304 && !near) object_fetched(object); /* it is there from before */
    if (response->status != 200 && response->status != 206) return;
    if (object->kind == HLS_KIND_SEGMENT && !near) segment_tell(app, c, object, request, response);
    object->under_way++;
    if (s->under_way == 0) s->busy_since = request->time;
    if (++s->under_way > MANY_AT_ONCE && !s->told_many) {
        s->told_many = true;
        accuse(app, c, object, request, HEAD_NAMES, FETCH_MANY, s->under_way);
    }
    *d = (hls_download){.object = object,
                        .opened = ++s->opened,
                        .alone = s->under_way == 1,
                        .hinted = object->kind == HLS_KIND_HINT};
}

/* The bytes that came: of it, all, or those up to its end. */
static bool object_came(const hls_object *object, bool asked, const byte_range *came) {
    if (!object->range.there) return !came->has_all || came->last + 1 == came->all;
    uint64_t from = object->range.offset, n = object->range.length;
    if (!object->range.known || n == 0) return asked;
    return came->last >= from && came->last - from + 1 >= n && came->first < from + n &&
           (asked || came->first <= from);
}

/* One download may bring several segments that are ranges of one resource. */
static void objects_fetched(hls_object *object, const message_head *response, uint64_t n) {
    size_t length;
    const uint8_t *value = head_bytes(response, HEAD_CONTENT_RANGE, &length);
    byte_range came = {.last = n > 0 ? n - 1 : 0};
    bool known =
        response->status == 200 || (byte_range_read(value, length, &came) && came.has_last);
    hls_object *other = hls_object_first(object->listing->session->memory, object->hash);
    if (!known) object_fetched(object);
    for (; known && other != NULL; other = hls_object_next(other))
        if (other->listing == object->listing && is_media(other) && other->old == 0 &&
            object_came(other, other == object, &came))
            object_fetched(other);
}

void hls_download_hear(hls_download *d, const body_piece *piece) {
    if (d->n == 0) d->first = piece->time;
    if (d->n == 0 || piece->time >= d->last + PIECE_APART) d->pieces++;
    d->n += piece->n;
    d->last = piece->time;
}

void hls_object_over(hls_download *d, const hls_load *load, body_end how,
                     const parley_event *where) {
    application *app = load->app;
    conversation *c = load->c;
    const message_head *response = load->response;
    hls_object *object = d->object;
    hls_listing *listing = object->listing;
    object->under_way--;
    listing->session->under_way--;
    if (object->duration > 0 && d->last > response->time + object->duration)
        listing->session->slow_at = d->last;
    if (how == BODY_HOLE || how == BODY_UNREADABLE) listing->session->unsure = true;
    if (how == BODY_CUT) {
        parley_finding finding = message_finding_at(where, response, false);
        finding.name = hls_object_called(object, load->request);
        (void)hls_accuse(app, c, listing, Q_SERVED, SERVED_CUT, finding);
    }
    if (object->old > 0) {
        object->old--; /* it was listed before the encoder began anew, and is something else now */
        return;
    }
    if (how != BODY_COMPLETE) return;
    objects_fetched(object, response, d->n);
    hls_rate_judge(object, app, c, response, d->n);
    hls_pieces_count(d, c, response);
}

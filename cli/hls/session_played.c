/* What a client plays, as far as its requests tell: names that no playlist gave it, playlists that
 * it loads and does not play, and loads that cease. See session.h.
 *
 * A playlist may have come before the transcript began, from a cache or through a redirect. So
 * only a name is a guess that counts on from the newest one, while no playlist is on its way. */
#include "../../grammars/hls/symbols.h"
#include "../http1/message_finding.h"
#include "../memory.h"
#include "session_state.h"
#include <stdlib.h>
#include <string.h>

#define GUESS_MAX  64 /* so far ahead a guess may be */
#define IDLE_LOADS 3  /* of a playlist, while as much of others is fetched */
#define END_SLACK  3  /* target durations for which a client may do nothing before the end */

/* ---- names that count ---- */

static bool digit_at(const char *url, size_t i) {
    return url[i] >= '0' && url[i] <= '9';
}

static size_t path_length(const char *url, size_t n) {
    const char *query = memchr(url, '?', n);
    return query != NULL ? (size_t)(query - url) : n;
}

static size_t segment_path(const hls_load *load, const playlist *list, uint32_t i, char *url,
                           size_t size) {
    playlist_text uri = playlist_segments(list)[i].uri;
    if (!uri.there || uri.n == 0) return 0;
    size_t n =
        hls_url_resolve(load->url, load->n_url, playlist_string(list, uri), uri.n, url, size);
    return n > 0 ? path_length(url, n) : 0;
}

/* Where two names differ, if that is a number which is one more in the second one. */
static bool numbers_follow(const char *a, size_t n_a, const char *b, size_t n_b, size_t *from,
                           size_t *to) {
    size_t n = n_a < n_b ? n_a : n_b, before = 0, behind = 0;
    uint64_t x, y;
    while (before < n && a[before] == b[before])
        before++;
    while (before > 0 && digit_at(b, before - 1))
        before--;
    while (behind < n - before && a[n_a - 1 - behind] == b[n_b - 1 - behind])
        behind++;
    while (behind > 0 && digit_at(b, n_b - behind))
        behind--;
    *from = before;
    *to = n_b - behind;
    return hls_integer(a + before, n_a - behind - before, &x) &&
           hls_integer(b + before, n_b - behind - before, &y) && y == x + 1;
}

/* How the newest segments are called. Lines that parley does not know may name more. */
static void pattern_take(const hls_load *load, const playlist *list) {
    hls_listing *listing = load->listing;
    char last[HLS_URL_BYTES], other[HLS_URL_BYTES];
    size_t n = 0, n_other = 0;
    listing->n_pattern = 0;
    if (list->segments.n >= 2 && !list->cut && !list->foreign) {
        n = segment_path(load, list, list->segments.n - 1, last, sizeof last);
        n_other = segment_path(load, list, list->segments.n - 2, other, sizeof other);
    }
    if (n == 0 || n_other == 0 ||
        !numbers_follow(other, n_other, last, n, &listing->count_from, &listing->count_to))
        return;
    char *pattern = memory_grow(listing->pattern, n);
    if (pattern == NULL) return;
    memcpy(pattern, last, n);
    listing->pattern = pattern;
    listing->n_pattern = n;
}

/* By how much does a name count on from the newest one? 0: it does not, or is none of these. */
static uint64_t counts_on(const hls_listing *listing, const char *url, size_t n, bool *one) {
    size_t before = listing->count_from, behind = listing->n_pattern - listing->count_to;
    uint64_t newest, number;
    *one = listing->n_pattern > 0 && n > before + behind &&
           memcmp(url, listing->pattern, before) == 0 &&
           memcmp(url + n - behind, listing->pattern + listing->count_to, behind) == 0 &&
           hls_integer(url + before, n - before - behind, &number) &&
           hls_integer(listing->pattern + before, listing->count_to - before, &newest);
    return *one && number > newest && number - newest <= GUESS_MAX ? number - newest : 0;
}

/* Everything that the client is known to load of this was there, and nothing is on its way. */
static bool is_settled(const hls_listing *listing) {
    return listing->has_last && listing->timed && listing->asked_at <= listing->over_at &&
           hls_to(&listing->last) > listing->behind;
}

void hls_unnamed_judge(application *app, conversation *c, const message_head *request,
                       const char *url, size_t n) {
    if (unseen_has_hole(&app->unseen, c->connection->hosts) ||
        unseen_others_wait(&app->unseen, c->connection, false))
        return; /* a playlist may have come that is not here, or not yet */
    sender from = sender_of(request);
    uint64_t client = hls_client(c, &from);
    hls_listing *guessed = NULL;
    n = path_length(url, n);
    for (hls_session *s = app->hls->first; s != NULL; s = s->next) {
        hls_match match = s->client == client ? hls_session_match(s, &from) : HLS_NOT;
        bool surely = match == HLS_SURELY, one;
        for (hls_listing *listing = s->first; match != HLS_NOT && listing != NULL;
             listing = listing->next) {
            uint64_t on = counts_on(listing, url, n, &one);
            if (one && (on == 0 || !surely || !is_settled(listing))) return;
            if (on > 0) guessed = listing;
        }
    }
    if (guessed != NULL)
        hls_accuse_later(c, guessed, Q_FETCH, FETCH_UNNAMED,
                         message_finding_in(request, HEAD_TARGET, PARLEY_TURN_CLIENT));
}

/* ---- what is played ---- */

void hls_played(hls_listing *listing) {
    hls_session *s = listing->session;
    if (listing->role == HLS_VARIANT_LIST) s->played++;
    listing->played = true;
    listing->idle_loads = 0;
    listing->played_until = s->played;
}

/* It was played once, and only others are since. */
void hls_idle_judge(const conversation *c, hls_listing *listing, const message_head *request) {
    const hls_session *s = listing->session;
    if (!listing->played || listing->role != HLS_VARIANT_LIST || listing->told_idle) return;
    listing->idle_loads++;
    if (listing->idle_loads < IDLE_LOADS || s->played - listing->played_until < IDLE_LOADS ||
        s->key->loads > 1)
        return;
    listing->told_idle = true;
    hls_accuse_later(c, listing, Q_RELOAD, RELOAD_OTHER,
                     message_finding_in(request, HEAD_TARGET, PARLEY_TURN_CLIENT));
}

void hls_version_placed(const hls_load *load, const playlist *list) {
    load->listing->place = message_finding_in(load->response, HEAD_NAMES, PARLEY_TURN_CLIENT);
    pattern_take(load, list);
}

/* The playlist that was loaded last, if it was loaded over and over, played, and goes on. */
static const hls_listing *listing_left(const hls_session *s) {
    const hls_listing *newest = NULL;
    for (const hls_listing *listing = s->first; listing != NULL; listing = listing->next) {
        if (listing->asked_at > listing->over_at) return NULL;
        bool media = listing->has_last && listing->last.kind == PLAYLIST_MEDIA;
        if (media && (newest == NULL || listing->over_at > newest->over_at)) newest = listing;
    }
    if (newest == NULL || newest->ended || newest->last.type == PLAYLIST_VOD) return NULL;
    return newest->timed && newest->loads >= 2 && newest->fetched > 0 ? newest : NULL;
}

bool hls_stopped(const hls_session *s, uint64_t until, late_finding *found) {
    const hls_listing *listing = listing_left(s);
    if (listing == NULL || s->unsure || listing->last.target.value > UINT32_MAX) return false;
    uint64_t left =
        playlist_duration(&listing->last) + END_SLACK * listing->last.target.value * HLS_SECOND;
    if (until < listing->over_at || until - listing->over_at <= left) return false;
    *found = (late_finding){.stream = listing->stream, .finding = listing->place};
    return true;
}

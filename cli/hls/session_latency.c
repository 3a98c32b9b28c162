/* What requests and answers of low latency have to fit: delta updates and blocking reloads. See
 * session.h. */
#include "../../grammars/hls/symbols.h"
#include "../http1/message_finding.h"
#include "session_state.h"

#define HELD (HLS_SECOND / 2) /* so long an answer is held back on purpose */

/* What the address of a load asks for. */
typedef struct directives {
    playlist_number segment, part;
    bool skip, skip_dates;
} directives;

static playlist_number number_of(const char *url, size_t n, const char *name) {
    const char *value;
    size_t n_value;
    playlist_number number = {0, false};
    if (hls_url_parameter(url, n, name, &value, &n_value))
        number.there = hls_integer(value, n_value, &number.value);
    return number;
}

static directives directives_of(const char *url, size_t n) {
    const char *value;
    size_t n_value;
    directives asked = {.segment = number_of(url, n, "_HLS_msn"),
                        .part = number_of(url, n, "_HLS_part")};
    asked.skip = hls_url_parameter(url, n, "_HLS_skip", &value, &n_value);
    asked.skip_dates = asked.skip && n_value == 2 && value[0] == 'v' && value[1] == '2';
    return asked;
}

static void request_accuse(application *app, conversation *c, hls_listing *listing,
                           const message_head *request, uint16_t question, uint16_t answer,
                           uint64_t number) {
    parley_finding finding = message_finding_in(request, HEAD_TARGET, PARLEY_TURN_CLIENT);
    finding.number = number;
    (void)hls_accuse(app, c, listing, question, answer, finding);
}

void hls_directives_judge(application *app, conversation *c, hls_listing *listing,
                          const message_head *request, const char *url, size_t n) {
    directives asked = directives_of(url, n);
    const playlist *last = &listing->last;
    bool known = listing->has_last && last->kind == PLAYLIST_MEDIA;
    if (!hls_url_sorted(url, n))
        request_accuse(app, c, listing, request, Q_QUERY, QUERY_UNSORTED, 0);
    if (known && asked.segment.there && !last->block_reload)
        request_accuse(app, c, listing, request, Q_BLOCK, BLOCK_NOT_OFFERED, 0);
    if (!known || !asked.skip) return;
    uint64_t age = request->time > listing->over_at ? request->time - listing->over_at : 0;
    if (!last->skip_until.there)
        request_accuse(app, c, listing, request, Q_DELTA, DELTA_NOT_OFFERED, 0);
    else if (age > last->skip_until.value / 2 + HELD)
        request_accuse(app, c, listing, request, Q_DELTA, DELTA_OLD, age / HLS_MS);
}

/* ---- answers ---- */

/* Are all the segments that were skipped known from the version before? */
static bool delta_fits(const playlist *before, const playlist *now) {
    return playlist_first_number(now) >= playlist_first_number(before) &&
           hls_from(now) <= hls_to(before);
}

static void delta_judge(const hls_load *load, const directives *asked, const playlist *before,
                        const playlist *now) {
    if (now->skip && !asked->skip) hls_load_accuse(load, Q_DELTA, DELTA_NOT_ASKED, now->skip_at, 0);
    if (now->skip && asked->skip_dates && !now->removed_dates.there)
        hls_load_accuse(load, Q_DELTA, DELTA_NO_DATES, now->skip_at, 0);
    if (before == NULL) return;
    if (now->skip && !delta_fits(before, now))
        hls_load_accuse(load, Q_DELTA, DELTA_GAP, now->skip_at, 0);
    uint64_t until = before->skip_until.value, target = now->target.value;
    if (!now->skip && asked->skip && before->skip_until.there && target < UINT32_MAX &&
        playlist_duration(now) > until + 2 * target * HLS_SECOND)
        hls_load_accuse(load, Q_DELTA, DELTA_NOT_GIVEN, HLS_NOWHERE, 0);
}

/* Does the playlist have what the request waits for? */
static bool has_asked(const directives *asked, const playlist *now) {
    uint64_t behind = hls_to(now), wanted = asked->segment.value;
    if (wanted < behind) return true;
    if (wanted > behind || !asked->part.there) return false;
    const playlist_part *parts = playlist_parts(now);
    uint64_t n = 0;
    for (uint32_t i = 0; i < now->parts.n; i++)
        n += parts[i].segment >= now->segments.n;
    return asked->part.value < n;
}

static void block_judge(const hls_load *load, const directives *asked, const playlist *before,
                        const playlist *now) {
    uint64_t wanted = asked->segment.value, target = now->target.value;
    uint64_t held =
        load->response->time > load->request->time ? load->response->time - load->request->time : 0;
    if (asked->part.there && !asked->segment.there)
        hls_load_accuse(load, Q_BLOCK, BLOCK_NO_SEGMENT, HLS_NOWHERE, 0);
    if (!asked->segment.there || !now->block_reload) return;
    if (!now->end_list && !has_asked(asked, now))
        hls_load_accuse(load, Q_BLOCK, BLOCK_NOT_KEPT, HLS_NOWHERE, wanted);
    if (target > 0 && target < UINT32_MAX && held > (3 * target + 1) * HLS_SECOND)
        hls_load_accuse(load, Q_BLOCK, BLOCK_LONG, HLS_NOWHERE, held / HLS_MS);
    if (before == NULL || held < HELD) return;
    if (before->end_list)
        hls_load_accuse(load, Q_BLOCK, BLOCK_ENDED, HLS_NOWHERE, 0);
    else if (wanted > hls_to(before) + 2 && held > 2 * HLS_SECOND + target * HLS_SECOND / 2 &&
             target < UINT32_MAX && load->request->time < load->listing->over_at + HLS_SECOND)
        hls_load_accuse(load, Q_BLOCK, BLOCK_FAR, HLS_NOWHERE, wanted);
}

/* ---- what was promised ---- */

/* What was hinted for the next part is what comes then, under the same address. */
static void hint_judge(const hls_load *load, const playlist *before, const playlist *now) {
    const playlist_hint *hints = playlist_hints(before), *still = playlist_hints(now);
    const playlist_part *parts = playlist_parts(now);
    uint32_t i = 0;
    while (i < before->hints.n && hints[i].is_map)
        i++;
    if (i == before->hints.n || now->parts.n == 0 || now->end_list) return;
    for (uint32_t k = 0; k < now->hints.n; k++)
        if (playlist_text_same(before, hints[i].uri, now, still[k].uri)) return;
    for (uint32_t k = 0; k < now->parts.n; k++)
        if (playlist_text_same(before, hints[i].uri, now, parts[k].uri)) return;
    bool long_ago = hls_to(now) > hls_to(before) + 1; /* its part may have left the list again */
    if (!long_ago) hls_load_accuse(load, Q_PROMISE, HINT_DROPPED, HLS_NOWHERE, 0);
}

void hls_delivery_judge(const hls_load *load, const playlist *before, const playlist *now) {
    directives asked = directives_of(load->url, load->n_url);
    delta_judge(load, &asked, before, now);
    block_judge(load, &asked, before, now);
    if (before != NULL) hint_judge(load, before, now);
}

/* What a playlist names: segments, parts, hints, initialisations, keys, and other playlists. See
 * session.h. */
#include "session_state.h"
#include <string.h>

/* The hash under which a URI of the playlist is asked for; 0 where that cannot be told. */
static uint64_t uri_hash(const hls_load *load, const playlist *list, playlist_text uri) {
    char url[HLS_URL_BYTES], plain[HLS_URL_BYTES];
    if (!uri.there || uri.n == 0) return 0;
    size_t n =
        hls_url_resolve(load->url, load->n_url, playlist_string(list, uri), uri.n, url, sizeof url);
    n = hls_url_undirected(url, n, plain, sizeof plain);
    return n > 0 ? hls_hash(load->listing->session->client, plain, n) : 0;
}

/* One address may have very many ranges: they are looked up with it. What has a range that begins
 * nobody knows where lies elsewhere than the others. */
static hls_object **range_bucket(const hls_listing *listing, uint64_t hash, playlist_range range) {
    uint64_t from = !range.there ? 0 : range.known ? range.offset : UINT64_MAX;
    uint64_t mixed = (hash ^ from) * UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (range.there ? range.length : 0)) * UINT64_C(0x9e3779b97f4a7c15);
    return &listing->session->memory->ranges[(mixed >> 32) % HLS_BUCKETS];
}

static hls_object *object_in(const hls_listing *listing, uint64_t hash, playlist_range range,
                             playlist_range where) {
    hls_object *object = *range_bucket(listing, hash, where);
    while (object != NULL && (object->hash != hash || object->listing != listing ||
                              !playlist_range_same(object->range, range)))
        object = object->next_range;
    return object;
}

static hls_object *object_find(const hls_listing *listing, uint64_t hash, playlist_range range) {
    playlist_range loose = {.length = range.length, .there = true};
    hls_object *object = object_in(listing, hash, range, range);
    return object != NULL || !range.there ? object : object_in(listing, hash, range, loose);
}

/* From here on it is found. */
static void object_place(hls_object *object, playlist_range range) {
    hls_object **bucket = range_bucket(object->listing, object->hash, range);
    object->range = range;
    object->next_range = *bucket;
    *bucket = object;
}

/* It is listed again after the encoder began anew: nobody has asked for what it is now. */
static void object_renew(hls_object *object) {
    object->epoch = object->listing->epoch;
    object->old = object->under_way;
    object->longest = 0;
    object->same = NULL;
    object->asked = object->fetched = object->told_again = object->gap = false;
}

static hls_object *object_name(const hls_load *load, hls_kind kind, uint64_t hash,
                               playlist_range range) {
    bool fresh = false;
    if (hash == 0) return NULL;
    hls_object *object = object_find(load->listing, hash, range);
    if (object == NULL) {
        object = hls_object_add(load->listing, kind, hash);
        if (object == NULL) return NULL;
        object_place(object, range);
        object->epoch = load->listing->epoch;
        fresh = true;
    } else if (object->epoch != load->listing->epoch) {
        object_renew(object);
        fresh = true;
    }
    fresh = fresh || object->kind != HLS_KIND_SEGMENT;
    if (kind == HLS_KIND_SEGMENT && fresh) load->listing->named++;
    object->kind = kind;
    object->version = load->listing->versions;
    object->seen_at = load->over.time;
    return object;
}

/* ---- objects with several addresses ---- */

hls_object *hls_object_itself(hls_object *object) {
    while (object->same != NULL)
        object = object->same; /* one that is itself: no chain leads back */
    return object;
}

/* An address that is new may be that of a segment that is not: signatures come and go. */
static void address_learn(const hls_load *load, const playlist *list, uint32_t i,
                          hls_object *object) {
    hls_listing *listing = load->listing;
    const playlist *before = &listing->last;
    uint64_t number = hls_from(list) + i;
    if (!listing->has_last || number < hls_from(before) || number >= hls_to(before)) return;
    const playlist_segment *old = &playlist_segments(before)[number - hls_from(before)];
    if (!hls_segment_same(before, old, list, &playlist_segments(list)[i])) return;
    hls_object *known = object_find(listing, uri_hash(load, before, old->uri), old->range);
    if (known == NULL || known->epoch != listing->epoch) return;
    known = hls_object_itself(known);
    if (known == object) return;
    object->same = known;
    object->appeared = known->appeared;
    listing->named--;
}

void hls_moved_take(hls_listing *listing, hls_object *object, const message_head *request,
                    const message_head *response) {
    char from[HLS_URL_BYTES], to[HLS_URL_BYTES], plain[HLS_URL_BYTES];
    size_t n;
    const uint8_t *location = head_bytes(response, HEAD_LOCATION, &n);
    size_t n_from = hls_url_of(request, from, sizeof from);
    if (n == 0 || n_from == 0 || response->values[HEAD_LOCATION].cut) return;
    n = hls_url_resolve(from, n_from, (const char *)location, n, to, sizeof to);
    uint64_t client = listing->session->client;
    if (n == 0) return;
    size_t n_plain = hls_url_undirected(to, n, plain, sizeof plain);
    if (n_plain == 0) return;
    if (object == NULL) {
        if (hls_listing_find(listing->session->memory, client, &listing->session->from, to, n) ==
            NULL)
            (void)hls_object_add(listing, HLS_KIND_PLAYLIST, hls_hash(client, plain, n_plain));
        return;
    }
    uint64_t hash = hls_hash(client, plain, n_plain);
    if (object_find(listing, hash, object->range) != NULL) return; /* known already */
    hls_object *there = hls_object_add(listing, object->kind, hash);
    if (there == NULL) return;
    hls_object *next = there->next;
    *there = *object;
    there->hash = hash;
    there->called = NULL;
    there->next = next;
    there->under_way = there->old = 0;
    there->same = hls_object_itself(object);
    object_place(there, object->range);
}

/* Since when is it listed, at most? What is listed behind it came later, at the pace of the film.
 */
static uint64_t appeared_at(const hls_load *load, uint64_t behind) {
    uint64_t now = load->over.time, before = load->listing->has_last ? load->listing->over_at : 0;
    uint64_t at = now > behind ? now - behind : 0;
    return at > before ? at : before;
}

static void segments_take(const hls_load *load, const playlist *list, uint32_t known) {
    const playlist_segment *segments = playlist_segments(list);
    uint64_t length = playlist_duration(list), behind = length;
    for (uint32_t i = 0; i < list->segments.n; i++) {
        uint64_t named = load->listing->named;
        behind -= segments[i].duration;
        if (i < known) continue;
        hls_object *object = object_name(load, HLS_KIND_SEGMENT,
                                         uri_hash(load, list, segments[i].uri), segments[i].range);
        if (object == NULL) continue;
        if (load->listing->named > named) {
            object->appeared = appeared_at(load, behind);
            address_learn(load, list, i, object);
        }
        if (object->longest < length) object->longest = length;
        object->number = hls_from(list) + i;
        object->duration = segments[i].duration;
        object->gap = segments[i].gap;
        object->bit_rate = segments[i].range.there ? 0 : segments[i].bit_rate;
    }
}

static void parts_take(const hls_load *load, const playlist *list) {
    const playlist_part *parts = playlist_parts(list);
    for (uint32_t i = 0; i < list->parts.n; i++)
        (void)object_name(load, HLS_KIND_PART, uri_hash(load, list, parts[i].uri), parts[i].range);
    const playlist_hint *hints = playlist_hints(list);
    for (uint32_t i = 0; i < list->hints.n; i++) {
        playlist_range range = {.length = hints[i].length.value,
                                .offset = hints[i].start.value,
                                .there = hints[i].start.there || hints[i].length.there,
                                .known = true};
        (void)object_name(load, HLS_KIND_HINT, uri_hash(load, list, hints[i].uri), range);
    }
}

static void helpers_take(const hls_load *load, const playlist *list) {
    const playlist_map *maps = playlist_maps(list);
    const playlist_key *keys = playlist_keys(list);
    for (uint32_t i = 0; i < list->maps.n; i++)
        (void)object_name(load, HLS_KIND_MAP, uri_hash(load, list, maps[i].uri), maps[i].range);
    for (uint32_t i = 0; i < list->keys.n; i++)
        (void)object_name(load, HLS_KIND_KEY, uri_hash(load, list, keys[i].uri),
                          (playlist_range){0});
}

/* ---- playlists ---- */

static void playlist_name(const hls_load *load, const playlist *list, playlist_text uri,
                          hls_role role, uint64_t bandwidth) {
    char url[HLS_URL_BYTES];
    if (!uri.there || uri.n == 0) return;
    size_t n =
        hls_url_resolve(load->url, load->n_url, playlist_string(list, uri), uri.n, url, sizeof url);
    hls_session *s = load->listing->session;
    hls_listing *listing = n > 0 ? hls_listing_find(s->memory, s->client, &s->from, url, n) : NULL;
    if (n > 0 && listing == NULL) listing = hls_listing_add(s, url, n, role);
    if (listing == NULL || listing->session != s) return;
    if (bandwidth > listing->bandwidth) listing->bandwidth = bandwidth;
}

static hls_role rendition_role(rendition_type type) {
    if (type == RENDITION_SUBTITLES) return HLS_SUBTITLE_LIST;
    return type == RENDITION_AUDIO ? HLS_AUDIO_LIST : HLS_VARIANT_LIST;
}

static void playlists_take(const hls_load *load, const playlist *list) {
    const playlist_variant *variants = playlist_variants(list);
    const playlist_rendition *renditions = playlist_renditions(list);
    for (uint32_t i = 0; i < list->renditions.n; i++)
        playlist_name(load, list, renditions[i].uri, rendition_role(renditions[i].type), 0);
    for (uint32_t i = 0; i < list->variants.n; i++)
        playlist_name(load, list, variants[i].uri,
                      variants[i].i_frames ? HLS_I_FRAME_LIST : HLS_VARIANT_LIST,
                      variants[i].bandwidth.value);
}

void hls_names_take(const hls_load *load, const playlist *list, uint32_t known) {
    if (load->n_url == 0) return;
    if (list->kind == PLAYLIST_MULTIVARIANT) {
        playlists_take(load, list);
        return;
    }
    helpers_take(load, list);
    parts_take(load, list);
    segments_take(load, list, known);
}

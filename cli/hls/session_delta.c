/* Delta updates, made whole: what they skip is taken from the version before, so that they are
 * judged like any other version. See session.h. */
#include "session_state.h"
#include <string.h>

#define SKIPPED_MAX 8192 /* segments and keys that are filled in; beyond, a delta stays one */
#define RANGES_MAX  256  /* the same of date ranges */

typedef struct filling {
    playlist *now;
    const playlist *before;
    const playlist_segment *old; /* the first one that is skipped */
    uint32_t segments, keys, maps;
    uint32_t gone; /* discontinuities before it */
} filling;

static playlist_text text_copy(const filling *f, playlist_text text) {
    if (!text.there) return text;
    return playlist_keep(f->now, playlist_string(f->before, text), text.n);
}

/* Room for n items in front. Returns false where there is none; the playlist is cut then. */
static bool items_push(playlist *p, playlist_items *items, uint32_t n, size_t size) {
    uint32_t were = items->n;
    for (uint32_t i = 0; i < n; i++)
        if (playlist_add(p, items, size) == NULL) return false;
    unsigned char *first = items->items;
    if (n > 0 && were > 0) memmove(first + n * size, first, were * size);
    return true;
}

/* ---- what a delta can be filled with ---- */

static bool filling_possible(const playlist *now, const playlist *before, filling *f) {
    if (!now->skip || now->cut || before == NULL || before->skip || before->cut) return false;
    uint64_t from = playlist_first_number(now), old = playlist_first_number(before);
    uint64_t n = now->skipped.value;
    if (n == 0 || n > SKIPPED_MAX || from < old || from - old > before->segments.n ||
        n > before->segments.n - (from - old))
        return false;
    const playlist_segment *first = playlist_segments(before) + (from - old);
    *f = (filling){.before = before,
                   .old = first,
                   .segments = (uint32_t)n,
                   .keys = first[n - 1].keys,
                   .maps = first[n - 1].maps,
                   .gone = from > old ? first[-1].discontinuities : 0};
    return f->keys <= SKIPPED_MAX && f->maps <= SKIPPED_MAX && now->date_ranges.n <= RANGES_MAX &&
           before->date_ranges.n <= RANGES_MAX;
}

/* ---- filling ---- */

static bool keys_fill(const filling *f) {
    playlist *now = f->now;
    if (!items_push(now, &now->keys, f->keys, sizeof(playlist_key))) return false;
    playlist_key *keys = now->keys.items;
    for (uint32_t i = 0; i < f->keys; i++) {
        keys[i] = playlist_keys(f->before)[i];
        keys[i].at = now->skip_at;
        keys[i].uri = text_copy(f, keys[i].uri);
        keys[i].iv = text_copy(f, keys[i].iv);
        keys[i].format = text_copy(f, keys[i].format);
        keys[i].versions = text_copy(f, keys[i].versions);
    }
    return true;
}

static bool maps_fill(const filling *f) {
    playlist *now = f->now;
    if (!items_push(now, &now->maps, f->maps, sizeof(playlist_map))) return false;
    playlist_map *maps = now->maps.items;
    for (uint32_t i = 0; i < now->maps.n; i++) {
        if (i >= f->maps) {
            maps[i].keys += f->keys;
            continue;
        }
        maps[i] = playlist_maps(f->before)[i];
        maps[i].at = now->skip_at;
        maps[i].uri = text_copy(f, maps[i].uri);
    }
    return true;
}

static bool segments_fill(const filling *f) {
    playlist *now = f->now;
    if (!items_push(now, &now->segments, f->segments, sizeof(playlist_segment))) return false;
    playlist_segment *segments = now->segments.items;
    uint32_t discontinuities = f->old[f->segments - 1].discontinuities - f->gone;
    for (uint32_t i = 0; i < now->segments.n; i++) {
        playlist_segment *s = &segments[i];
        if (i >= f->segments) {
            s->keys += f->keys;
            s->maps += f->maps;
            s->discontinuities += discontinuities;
            continue;
        }
        *s = f->old[i];
        s->at = s->duration_at = now->skip_at;
        s->uri = text_copy(f, s->uri);
        s->parts_from = s->parts = 0;
        s->discontinuities -= f->gone;
    }
    now->discontinuities += discontinuities;
    playlist_part *parts = now->parts.items;
    for (uint32_t i = 0; i < now->parts.n; i++)
        parts[i].segment += f->segments;
    return true;
}

/* ---- date ranges, which are skipped where those that were removed are named ---- */

static bool range_removed(const filling *f, playlist_text id) {
    const char *list = playlist_string(f->now, f->now->removed_dates);
    const char *name = playlist_string(f->before, id);
    for (size_t at = 0, n; at < f->now->removed_dates.n; at += n + 1) {
        const char *end = memchr(list + at, '\t', f->now->removed_dates.n - at);
        n = end != NULL ? (size_t)(end - list) - at : f->now->removed_dates.n - at;
        if (n == id.n && memcmp(list + at, name, n) == 0) return true;
    }
    return false;
}

static bool range_there(const filling *f, playlist_text id) {
    for (uint32_t i = 0; i < f->now->date_ranges.n; i++)
        if (playlist_text_same(f->now, playlist_date_ranges(f->now)[i].id, f->before, id))
            return true;
    return false;
}

static bool ranges_fill(const filling *f) {
    playlist *now = f->now;
    if (!now->removed_dates.there) return true;
    for (uint32_t i = 0; i < f->before->date_ranges.n; i++) {
        const playlist_date_range *old = &playlist_date_ranges(f->before)[i];
        if (range_there(f, old->id) || range_removed(f, old->id)) continue;
        playlist_date_range *range = playlist_add(now, &now->date_ranges, sizeof *range);
        if (range == NULL) return false;
        *range = *old;
        range->at = now->skip_at;
        range->id = text_copy(f, old->id);
        range->of_class = text_copy(f, old->of_class);
        range->attributes = text_copy(f, old->attributes);
    }
    return true;
}

uint32_t hls_delta_fill(playlist *now, const playlist *before) {
    filling f;
    if (!filling_possible(now, before, &f)) return 0;
    f.now = now;
    if (!keys_fill(&f) || !maps_fill(&f) || !segments_fill(&f) || !ranges_fill(&f)) return 0;
    now->skip = false;
    return f.segments;
}

/* What one playlist says: see playlist.h. */
#include "playlist.h"
#include "../memory.h"

#include <stdlib.h>
#include <string.h>

void playlist_init(playlist *p) {
    *p = (playlist){.kind = PLAYLIST_UNKNOWN};
}

#define KINDS 12

static void kinds_of(const playlist *p, const playlist_items *all[KINDS]) {
    const playlist_items *kinds[KINDS] = {
        &p->segments, &p->parts,      &p->keys,        &p->maps, &p->hints,        &p->reports,
        &p->variants, &p->renditions, &p->date_ranges, &p->data, &p->session_keys, &p->variables};
    memcpy(all, kinds, sizeof kinds);
}

void playlist_free(playlist *p) {
    const playlist_items *all[KINDS];
    kinds_of(p, all);
    for (size_t i = 0; i < KINDS; i++)
        free(all[i]->items);
    free(p->text);
    playlist_init(p);
}

size_t playlist_room(const playlist *p) {
    const playlist_items *all[KINDS];
    size_t room = p->text_room;
    kinds_of(p, all);
    for (size_t i = 0; i < KINDS; i++)
        room += all[i]->room * all[i]->size;
    return room;
}

void *playlist_add(playlist *p, playlist_items *items, size_t size) {
    if (items->n == items->room) {
        uint32_t room = items->room != 0 ? items->room * 2 : 16;
        void *grown = room <= PLAYLIST_ITEMS ? memory_grow(items->items, room * size) : NULL;
        if (grown == NULL) {
            p->cut = true;
            return NULL;
        }
        items->items = grown;
        items->room = room;
        items->size = size;
    }
    unsigned char *item = (unsigned char *)items->items + items->n * size;
    items->n++;
    memset(item, 0, size);
    return item;
}

playlist_text playlist_keep(playlist *p, const char *text, size_t n) {
    playlist_text none = {0, 0, false};
    if (n > PLAYLIST_TEXT_ROOM - p->text_n) {
        p->cut = true;
        return none;
    }
    if (p->text == NULL || n > p->text_room - p->text_n) {
        size_t room = p->text_room != 0 ? p->text_room : 1024;
        while (room < p->text_n + n)
            room *= 2;
        char *grown = memory_grow(p->text, room);
        if (grown == NULL) {
            p->cut = true;
            return none;
        }
        p->text = grown;
        p->text_room = (uint32_t)room;
    }
    memcpy(p->text + p->text_n, text, n);
    playlist_text kept = {p->text_n, (uint32_t)n, true};
    p->text_n += (uint32_t)n;
    return kept;
}

const char *playlist_string(const playlist *p, playlist_text text) {
    return p->text != NULL ? p->text + text.at : "";
}

bool playlist_text_same(const playlist *a, playlist_text x, const playlist *b, playlist_text y) {
    if (x.there != y.there || x.n != y.n) return false;
    return x.n == 0 || memcmp(playlist_string(a, x), playlist_string(b, y), x.n) == 0;
}

bool playlist_text_is(const playlist *p, playlist_text text, const char *word) {
    return text.there && text.n == strlen(word) &&
           memcmp(playlist_string(p, text), word, text.n) == 0;
}

bool playlist_range_same(playlist_range x, playlist_range y) {
    if (x.there != y.there) return false;
    if (!x.there) return true;
    return x.length == y.length && (!x.known || !y.known || x.offset == y.offset);
}

bool playlist_segment_same(const playlist *a, const playlist_segment *x, const playlist *b,
                           const playlist_segment *y) {
    return playlist_text_same(a, x->uri, b, y->uri) && playlist_range_same(x->range, y->range);
}

bool playlist_key_same(const playlist *a, const playlist_key *x, const playlist *b,
                       const playlist_key *y) {
    return x->method == y->method && playlist_text_same(a, x->uri, b, y->uri) &&
           playlist_text_same(a, x->iv, b, y->iv) &&
           playlist_text_same(a, x->format, b, y->format) &&
           playlist_text_same(a, x->versions, b, y->versions);
}

uint64_t playlist_first_number(const playlist *p) {
    return p->media_sequence.there ? p->media_sequence.value : 0;
}

uint64_t playlist_duration(const playlist *p) {
    const playlist_segment *segments = playlist_segments(p);
    const playlist_part *parts = playlist_parts(p);
    uint64_t sum = 0;
    for (uint32_t i = 0; i < p->segments.n; i++)
        sum += segments[i].duration;
    for (uint32_t i = 0; i < p->parts.n; i++)
        if (parts[i].segment >= p->segments.n) sum += parts[i].duration;
    return sum;
}

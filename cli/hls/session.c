/* Sessions of HLS: who belongs to which, and how findings about them are told. See session.h. */
#include "../../grammars/hls/symbols.h"
#include "../hash.h"
#include "../http1/head_field.h"
#include "../http1/message_finding.h"
#include "../machine_answer.h"
#include "../memory.h"
#include "session_state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

hls_memory *hls_memory_open(void) {
    hls_memory *memory = memory_new(sizeof *memory);
    if (memory != NULL) memory->end = &memory->first;
    return memory;
}

static void session_free(hls_session *s) {
    while (s->first != NULL) {
        hls_listing *listing = s->first;
        s->first = listing->next;
        playlist_free(&listing->last);
        free(listing->url);
        free(listing->pattern);
        free(listing);
    }
    free(s);
}

void hls_memory_free(hls_memory *memory) {
    if (memory == NULL) return;
    for (size_t i = 0; i < HLS_BUCKETS; i++)
        while (memory->buckets[i] != NULL) {
            hls_object *object = memory->buckets[i];
            memory->buckets[i] = object->next;
            hls_called_free(object);
            free(object);
        }
    while (memory->first != NULL) {
        hls_session *s = memory->first;
        memory->first = s->next;
        session_free(s);
    }
    free(memory);
}

/* ---- who is who ---- */

uint64_t hls_hash(uint64_t hash, const void *bytes, size_t n) {
    hash = hash_bytes(hash, bytes, n);
    return hash ^ (hash >> 29);
}

hls_object *hls_object_first(const hls_memory *memory, uint64_t hash) {
    hls_object *object = memory->buckets[hash % HLS_BUCKETS];
    while (object != NULL && object->hash != hash)
        object = object->next;
    return object;
}

hls_object *hls_object_next(const hls_object *object) {
    hls_object *next = object->next;
    while (next != NULL && next->hash != object->hash)
        next = next->next;
    return next;
}

void hls_session_beyond(hls_session *s) {
    s->beyond = s->unsure = true;
}

hls_object *hls_object_add(hls_listing *listing, hls_kind kind, uint64_t hash) {
    hls_memory *memory = listing->session->memory;
    hls_object *object = memory->n_objects < HLS_OBJECTS ? memory_new(sizeof *object) : NULL;
    if (object == NULL) {
        hls_session_beyond(listing->session);
        return NULL;
    }
    object->listing = listing;
    object->kind = kind;
    object->hash = hash;
    object->next = memory->buckets[hash % HLS_BUCKETS];
    memory->buckets[hash % HLS_BUCKETS] = object;
    memory->n_objects++;
    return object;
}

hls_listing *hls_listing_find(const hls_memory *memory, uint64_t client, const sender *from,
                              const char *url, size_t n) {
    char plain[HLS_URL_BYTES];
    size_t n_plain = hls_url_undirected(url, n, plain, sizeof plain);
    hls_listing *found = NULL;
    hls_match best = HLS_NOT;
    if (n_plain == 0) return NULL;
    hls_object *object = hls_object_first(memory, hls_hash(client, plain, n_plain));
    for (; object != NULL && best != HLS_SURELY; object = hls_object_next(object)) {
        if (object->kind != HLS_KIND_PLAYLIST) continue;
        hls_match match =
            from != NULL ? hls_session_match(object->listing->session, from) : HLS_SURELY;
        if (match > best) found = object->listing;
        if (match > best) best = match;
    }
    return found;
}

hls_listing *hls_listing_add(hls_session *s, const char *url, size_t n, hls_role role) {
    hls_memory *memory = s->memory;
    char plain[HLS_URL_BYTES];
    size_t n_plain = hls_url_undirected(url, n, plain, sizeof plain);
    if (memory->n_listings == HLS_LISTINGS) hls_session_beyond(s);
    if (n_plain == 0 || memory->n_listings == HLS_LISTINGS) return NULL;
    hls_listing *listing = memory_new(sizeof *listing);
    if (listing == NULL) return NULL;
    listing->session = s;
    listing->role = role;
    listing->url = memory_new(n_plain);
    uint64_t hash = hls_hash(s->client, plain, n_plain);
    if (listing->url == NULL || hls_object_add(listing, HLS_KIND_PLAYLIST, hash) == NULL) {
        free(listing->url);
        free(listing);
        return NULL;
    }
    memcpy(listing->url, plain, n_plain);
    listing->n_url = n_plain;
    *s->end = listing;
    s->end = &listing->next;
    memory->n_listings++;
    return listing;
}

static hls_listing *session_begin(hls_memory *memory, uint64_t client, const sender *from,
                                  const char *url, size_t n) {
    hls_session *s = memory->n_sessions < HLS_SESSIONS ? memory_new(sizeof *s) : NULL;
    if (s == NULL) return NULL;
    s->memory = memory;
    s->client = client;
    s->from = *from;
    s->end = &s->first;
    s->key = hls_listing_add(s, url, n, HLS_ALONE);
    if (s->key == NULL) {
        free(s);
        return NULL;
    }
    *memory->end = s;
    memory->end = &s->next;
    memory->n_sessions++;
    return s->key;
}

void hls_session_count(hls_session *s, conversation *c, const message_head *response) {
    uint32_t stream = c->connection->stream;
    c->in_session = true;
    s->exchanges++;
    s->latest = message_finding_in(response, HEAD_NAMES, PARLEY_TURN_CLIENT);
    s->latest_stream = stream;
    hls_cookie_take(s, response);
    session_streams_add(&s->on, stream);
}

/* ---- findings ---- */

void hls_left_out(hls_memory *memory, uint64_t n) {
    if (memory != NULL) memory->left_out += n;
}

uint64_t hls_left_out_count(const hls_memory *memory) {
    return memory->left_out;
}

void hls_session_deviates(hls_listing *listing) {
    listing->session->deviates = true;
}

bool hls_accuse(application *app, conversation *c, hls_listing *listing, uint16_t question,
                uint16_t answer, parley_finding finding) {
    if (!machine_answers("hls.session", question, answer, &finding)) return false;
    if (finding.rule->level == PARLEY_ERROR && listing != NULL) hls_session_deviates(listing);
    app->finding(app->judge, c, &finding);
    return true;
}

parley_finding hls_load_finding(const hls_load *load, uint64_t offset, uint64_t number) {
    parley_event where = load->over;
    bool nowhere = offset == HLS_NOWHERE;
    where.span = (parley_span){nowhere ? load->response->span.offset : offset, 1};
    parley_finding finding = message_finding_at(&where, load->response, !nowhere);
    finding.number = number;
    return finding;
}

void hls_load_accuse(const hls_load *load, uint16_t question, uint16_t answer, uint64_t offset,
                     uint64_t number) {
    (void)hls_accuse(load->app, load->c, load->listing, question, answer,
                     hls_load_finding(load, offset, number));
}

void hls_accuse_later(const conversation *c, hls_listing *listing, uint16_t question,
                      uint16_t answer, parley_finding finding) {
    if (!machine_answers("hls.session", question, answer, &finding)) return;
    if (listing->n_pending == HLS_PENDING)
        listing->session->memory->left_out++;
    else
        listing->pending[listing->n_pending++] =
            (late_finding){.stream = c->connection->stream, .finding = finding};
}

/* ---- loads ---- */

bool hls_load_expected(hls_load *load) {
    load->n_url =
        load->request != NULL ? hls_url_of(load->request, load->url, sizeof load->url) : 0;
    if (load->app->hls == NULL || load->n_url == 0) return false;
    sender from = sender_of(load->request);
    const hls_listing *listing =
        hls_listing_find(load->app->hls, hls_client(load->c, &from), NULL, load->url, load->n_url);
    return listing != NULL && (listing->role != HLS_ALONE || listing->versions > 0);
}

void hls_load_begin(hls_load *load) {
    hls_memory *memory = load->app->hls;
    if (memory == NULL || load->n_url == 0) return;
    sender from = sender_of(load->request);
    uint64_t client = hls_client(load->c, &from);
    load->listing = hls_listing_find(memory, client, &from, load->url, load->n_url);
    if (load->listing == NULL)
        load->listing = session_begin(memory, client, &from, load->url, load->n_url);
    if (load->listing == NULL) {
        load->app->untied++;
        return;
    }
    hls_session_adopt(load->listing->session, &from);
    load->chain = load->listing->session->chain;
    load->listing->stream = load->c->connection->stream;
    load->listing->loads++;
    hls_session_count(load->listing->session, load->c, load->response);
}

void hls_label_judge(const hls_load *load) {
    (void)hls_accuse(load->app, load->c, load->listing, Q_LABEL, LABEL_WRONG,
                     message_finding_in(load->response, HEAD_CONTENT_TYPE, load->over.turn));
}

static bool accepts_gzip(const message_head *request) {
    size_t n;
    const uint8_t *value = head_bytes(request, HEAD_ACCEPT_ENCODING, &n);
    for (size_t i = 0; i + 4 <= n; i++)
        if (value_begins(value + i, n - i, "gzip"))
            return !value_begins(value + i, n - i, "gzip;q=0");
    return false;
}

void hls_coding_judge(const hls_load *load, bool coded) {
    hls_listing *listing = load->listing;
    if (coded || listing == NULL || listing->session->told_plain || !accepts_gzip(load->request))
        return;
    listing->session->told_plain = true;
    (void)hls_accuse(load->app, load->c, listing, Q_COMPRESSED, COMPRESSED_NOT,
                     message_finding_in(load->response, HEAD_NAMES, load->over.turn));
}

static void load_tell(const hls_load *load, const playlist *list) {
    const hls_event told = {.url = load->url,
                            .n_url = load->n_url,
                            .sort = list->kind == PLAYLIST_MULTIVARIANT ? "multivariant" : "media",
                            .media_sequence = playlist_first_number(list),
                            .segments = list->segments.n,
                            .end_list = list->end_list,
                            .cut = list->cut};
    const application_event event = {.name = "hls-playlist",
                                     .side = load->response->side,
                                     .exchange = load->response->exchange,
                                     .span = {list->begin, list->end - list->begin},
                                     .frame = load->over.frame,
                                     .time = load->over.time,
                                     .turn = load->over.turn,
                                     .hls = &told};
    load->app->event(load->app->judge, load->c, &event);
}

/* The version takes the place of the one before. */
static void version_keep(hls_listing *listing, playlist *list) {
    hls_memory *memory = listing->session->memory;
    if (listing->has_last) memory->kept -= playlist_room(&listing->last);
    playlist_free(&listing->last);
    listing->has_last = memory->kept + playlist_room(list) <= HLS_KEPT;
    if (!listing->has_last) {
        hls_session_beyond(listing->session);
        return;
    }
    memory->kept += playlist_room(list);
    listing->last = *list;
    playlist_init(list);
}

/* Loads that cross tell nothing of what came first, nor do those of different clients. */
static bool loads_compare(const hls_load *load) {
    return load->listing->over_at <= load->request->time && load->listing->chain == load->chain;
}

/* When an origin made the answer, in milliseconds since 1970; 0 where it does not say. */
static int64_t response_date(const message_head *response) {
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[32];
    int month = 0;
    int64_t date;
    size_t n;
    const char *value = (const char *)head_bytes(response, HEAD_DATE, &n);
    if (n != strlen("Sun, 06 Nov 1994 08:49:37 GMT")) return 0;
    while (month < 12 && memcmp(months[month], value + 8, 3) != 0)
        month++;
    n = (size_t)snprintf(text, sizeof text, "%.4s-%02d-%.2sT%.8sZ", value + 12, month + 1,
                         value + 5, value + 17);
    return hls_date(text, n, &date) ? date : 0;
}

/* What a cache kept may be older than what another one gave: nobody put anything back. */
static bool load_stale(const hls_load *load, const playlist *before, const playlist *now) {
    size_t n;
    uint64_t age;
    int64_t date = response_date(load->response);
    const uint8_t *value = head_bytes(load->response, HEAD_AGE, &n);
    bool kept = n > 0 && hls_integer((const char *)value, n, &age) && age > 0;
    return before != NULL && (kept || (date != 0 && date < load->listing->dated)) &&
           hls_version_older(before, now);
}

static void versions_take(hls_load *load, playlist *list) {
    hls_listing *listing = load->listing;
    bool comparable = list->kind == PLAYLIST_MEDIA && !list->cut;
    const playlist *before =
        listing->has_last && listing->last.kind == PLAYLIST_MEDIA && !listing->last.cut
            ? &listing->last
            : NULL;
    if (list->cut) hls_session_beyond(listing->session);
    if (comparable && load_stale(load, before, list)) {
        listing->timed = false; /* the client may ask again at once */
        return;
    }
    bool compares = comparable && (before == NULL || loads_compare(load));
    if (compares) hls_delivery_judge(load, before, list);
    uint32_t known = compares ? hls_delta_fill(list, before) : 0;
    if (compares && !list->cut) {
        if (before != NULL) hls_change_judge(load, before, list);
        if (before != NULL) hls_versions_judge(load, before, list);
        hls_variants_judge(load, list);
        hls_reports_judge(load, before, list);
    }
    if (before == NULL) {
        listing->changed = true;
        listing->changed_at = load->over.time;
    }
    if (!listing->timed) listing->asked_at = load->request->time;
    listing->timed = true;
    listing->versions++;
    listing->chain = load->chain;
    hls_names_take(load, list, known);
    listing->dated = response_date(load->response);
    if (list->kind == PLAYLIST_MEDIA) hls_version_placed(load, list);
    listing->ended = list->end_list;
    listing->was_live = listing->was_live || !list->end_list;
    listing->over_at = load->over.time;
    version_keep(listing, list);
}

void hls_load_over(hls_load *load, playlist *list, body_end how) {
    if (how == BODY_COMPLETE && !list->refused) {
        load_tell(load, list);
        if (load->listing != NULL) versions_take(load, list);
    } else if (load->listing != NULL && how != BODY_COMPLETE) {
        load->listing->session->unsure |= how == BODY_HOLE || how == BODY_UNREADABLE;
        load->listing->timed = false;
    }
    playlist_free(list);
}

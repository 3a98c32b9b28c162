/* The reader of bodies that are playlists, or that playlists name: see body.h.
 *
 * A playlist is known by its type, by the name that was asked for, or by its first line. What is
 * called one for sure is judged whatever it begins with; for the rest the first line has to tell.
 */
#include "body.h"
#include "../../grammars/hls/symbols.h"
#include "../http1/head_field.h"
#include "../memory.h"
#include "byte_range.h"
#include "reader.h"
#include "session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SNIFF 10 /* bytes: the first line, and a byte order mark before it */
#define HELD  32 /* findings that wait until it is known that it is a playlist of HLS */

typedef struct hls_body {
    hls_load load;
    playlist_reader *reader; /* of a playlist */
    hls_download coming;     /* of what a playlist names */
    bool sniffing, labelled, sure, begun, known;
    parley_finding *held;
    size_t n_held;
    uint8_t first[SNIFF];
    uint64_t offsets[SNIFF];
    size_t n_first;
    uint64_t end; /* where the last byte so far ended in the stream */
    parley_event now;
} hls_body;

/* ---- heads ---- */

static bool type_is_one_of(const message_head *response, const char *const *types) {
    for (; *types != NULL; types++)
        if (head_says(response, HEAD_CONTENT_TYPE, *types)) return true;
    return false;
}

static bool path_ends(const message_head *request, const char *ending) {
    char url[HLS_URL_BYTES];
    size_t n = request != NULL ? hls_url_of(request, url, sizeof url) : 0;
    return n > 0 && hls_url_ends(url, n, ending);
}

/* Nothing else is called so. */
static bool is_playlist(const message_head *request, const message_head *response) {
    static const char *const types[] = {"application/vnd.apple.mpegurl", NULL};
    return type_is_one_of(response, types) || path_ends(request, ".m3u8");
}

/* Lists of songs are called so, too. */
static bool is_labelled(const message_head *request, const message_head *response) {
    static const char *const types[] = {"application/x-mpegurl", "audio/mpegurl", "audio/x-mpegurl",
                                        NULL};
    return is_playlist(request, response) || type_is_one_of(response, types) ||
           path_ends(request, ".m3u");
}

static bool is_coded(const message_head *response) {
    size_t n;
    (void)head_bytes(response, HEAD_CONTENT_ENCODING, &n);
    return n > 0 && !head_says(response, HEAD_CONTENT_ENCODING, "identity");
}

/* May something be a playlist that is not called one? */
static bool may_be_playlist(const message_head *response) {
    size_t n;
    const uint8_t *type = head_bytes(response, HEAD_CONTENT_TYPE, &n);
    return !is_coded(response) && !value_begins(type, n, "image/") &&
           !value_begins(type, n, "video/") && !value_begins(type, n, "font/");
}

/* All bytes of the resource come: of a part nothing can be said. */
static bool is_whole(const message_head *response) {
    size_t n;
    byte_range range;
    const uint8_t *value = head_bytes(response, HEAD_CONTENT_RANGE, &n);
    if (response->status == 200) return true;
    return response->status == 206 && byte_range_read(value, n, &range) && range.first == 0 &&
           range.has_last && range.has_all && range.all - range.last == 1;
}

/* ---- playlists ---- */

static void finding_give(hls_body *body, const parley_finding *finding) {
    if (finding->rule->level == PARLEY_ERROR && body->load.listing != NULL)
        hls_session_deviates(body->load.listing);
    body->load.app->finding(body->load.app->judge, body->load.c, finding);
}

/* It is one of HLS: from here on it belongs to a session, and what was found in it is told. */
static void playlist_known(hls_body *body) {
    conversation *c = body->load.c;
    body->known = true;
    conversation_carries(c, "hls");
    hls_load_begin(&body->load);
    if (!body->labelled) {
        body->load.over = body->now;
        hls_label_judge(&body->load);
    }
    hls_coding_judge(&body->load, is_coded(body->load.response));
    for (size_t i = 0; i < body->n_held; i++)
        finding_give(body, &body->held[i]);
    body->n_held = 0;
}

/* Lists of songs and of channels begin with the same line; they have none of the tags of HLS. */
static void playlist_learn(hls_body *body) {
    if (!body->known && body->reader != NULL && playlist_is_hls(body->reader)) playlist_known(body);
}

static void finding_take(void *user, const parley_finding *found) {
    hls_body *body = user;
    const message_head *response = body->load.response;
    parley_finding finding = *found;
    finding.side = response->side;
    finding.exchange = finding.requests = finding.responses = response->exchange;
    finding.frame = body->now.frame;
    finding.time = body->now.time;
    finding.turn = body->now.turn;
    playlist_learn(body); /* however many bytes came at once: there is room for few */
    if (body->known) {
        finding_give(body, &finding);
        return;
    }
    if (body->held == NULL) body->held = memory_new(HELD * sizeof *body->held);
    if (body->held != NULL && body->n_held < HELD) body->held[body->n_held++] = finding;
}

static void playlist_begin(hls_body *body, uint64_t offset) {
    body->begun = true;
    body->reader = playlist_reader_new(offset, finding_take, body);
    if (hls_load_expected(&body->load)) playlist_known(body);
}

/* Returns how many bytes were taken to find out what it is. */
static size_t body_sniff(hls_body *body, const body_piece *piece) {
    static const char mark[] = "\xef\xbb\xbf#EXTM3U";
    size_t taken = 0;
    while (body->sniffing && taken < piece->n) {
        bool marked = body->n_first > 0 ? body->first[0] == 0xef : piece->bytes[taken] == 0xef;
        const char *expected = marked ? mark : mark + 3;
        if (piece->bytes[taken] != (uint8_t)expected[body->n_first]) {
            body->sniffing = false;
            return piece->n;
        }
        body->offsets[body->n_first] = piece->decoded ? piece->offset : piece->offset + taken;
        body->first[body->n_first++] = piece->bytes[taken++];
        if (expected[body->n_first] != 0) continue;
        body->sniffing = false;
        playlist_begin(body, body->offsets[0]);
        for (size_t i = 0; i < body->n_first && body->reader != NULL; i++)
            playlist_read(body->reader, &body->first[i], 1, body->offsets[i], 1);
    }
    return taken;
}

static void body_bytes(void *state, const body_piece *piece) {
    hls_body *body = state;
    body->now = (parley_event){.span = {piece->offset, 1},
                               .frame = piece->frame,
                               .time = piece->time,
                               .turn = piece->turn};
    size_t done = 0;
    if (body->coming.object != NULL) hls_download_hear(&body->coming, piece);
    body->end = piece->offset + (piece->decoded ? 1 : piece->n);
    if (body->sure && !body->begun) playlist_begin(body, piece->offset);
    if (body->sniffing) done = body_sniff(body, piece);
    if (body->reader == NULL || done == piece->n) return;
    playlist_read(body->reader, piece->bytes + done, piece->n - done,
                  piece->decoded ? piece->offset : piece->offset + done, piece->decoded ? 0 : 1);
    playlist_learn(body);
}

static void playlist_over(hls_body *body, body_end how, const parley_event *event) {
    body->now.frame = event->frame;
    body->now.time = event->time;
    body->now.turn = event->turn;
    body->load.over = body->now;
    if (how == BODY_COMPLETE) playlist_end(body->reader, body->end);
    playlist_learn(body);
    if (!body->known) {
        /* nothing shows that it is one; but it may be, where bytes are missing */
        if (!body->sure || (how != BODY_HOLE && how != BODY_UNREADABLE)) return;
        body->n_held = 0;
        playlist_known(body);
    }
    if ((how == BODY_HOLE || how == BODY_UNREADABLE) && body->load.c->unread == NULL)
        body->load.c->unread = how == BODY_HOLE ? "bytes of a playlist are missing"
                                                : "a playlist could not be decoded";
    hls_left_out(body->load.app->hls, playlist_findings_left_out(body->reader));
    playlist list = playlist_take(body->reader);
    hls_load_over(&body->load, &list, how);
}

/* ---- the reader ---- */

static void request_take(application *app, conversation *c, message_head *request) {
    if (app->hls != NULL && head_method_is(request, "GET")) hls_asked(app, c, request);
}

static void *body_open(application *app, conversation *c, const message_head *request,
                       const message_head *response) {
    if (request != NULL && !head_method_is(request, "GET")) return NULL;
    bool sure = is_playlist(request, response), whole = is_whole(response);
    hls_download coming = {0};
    if (app->hls != NULL && request != NULL && !(sure && whole))
        hls_answered(app, c, request, response, &coming);
    bool labelled = is_labelled(request, response);
    bool known = coming.object != NULL;
    if (!known && !(whole && (labelled || may_be_playlist(response)))) return NULL;
    hls_body *body = memory_new(sizeof *body);
    if (body == NULL) return NULL;
    body->load = (hls_load){.app = app, .c = c, .request = request, .response = response};
    body->coming = coming;
    body->labelled = labelled;
    body->now = (parley_event){.frame = response->frame, .time = response->time};
    body->end = response->span.offset + response->span.length;
    body->sniffing = !known && !sure;
    body->sure = !known && sure;
    return body;
}

static void body_ended(void *state, body_end how, const parley_event *event) {
    hls_body *body = state;
    if (body->sure && !body->begun) playlist_begin(body, body->end);
    if (body->reader != NULL) playlist_over(body, how, event);
    if (body->coming.object != NULL) hls_object_over(&body->coming, &body->load, how, event);
    playlist_reader_free(body->reader);
    free(body->held);
    free(body);
}

static bool body_where_it_stands(const void *state, body_place *place) {
    const hls_body *body = state;
    if (body->reader == NULL || !(body->known || body->sure)) return false;
    const playlist_place at = playlist_where(body->reader);
    place->machine = at.machine;
    place->state = at.state;
    place->line = at.line;
    (void)snprintf(place->tag, sizeof place->tag, "%s", at.tag != NULL ? at.tag : "");
    (void)snprintf(place->attribute, sizeof place->attribute, "%.*s", (int)at.n_attribute,
                   at.attribute != NULL ? at.attribute : "");
    return true;
}

const body_reader hls_body_reader = {.request = request_take,
                                     .open = body_open,
                                     .bytes = body_bytes,
                                     .end = body_ended,
                                     .where = body_where_it_stands};

/* What the NDJSON report says of the application layer: see json_application.h. */
#include "json_application.h"
#include "../confusions.h"
#include "json_write.h"
#include <inttypes.h>

static void hls_write(FILE *out, const hls_event *hls) {
    char range[48];
    json_bytes(out, "url", (const uint8_t *)hls->url, hls->n_url);
    if (hls->playlist == NULL) {
        json_text(out, "sort", hls->sort);
        json_number(out, "media_sequence", hls->media_sequence);
        json_number(out, "segments", hls->segments);
        json_bool(out, "end_list", hls->end_list);
        if (hls->cut) json_bool(out, "cut", true);
        return;
    }
    (void)snprintf(range, sizeof range, "%" PRIu64 "-%" PRIu64, hls->range_from,
                   hls->range_from + hls->range_length - 1);
    if (hls->ranged)
        json_text(out, "range", range);
    else
        json_null(out, "range");
    json_bytes(out, "playlist", (const uint8_t *)hls->playlist, hls->n_playlist);
}

void json_application_event(FILE *out, const application_event *event) {
    const sse_event *sse = event->sse;
    if (event->hls != NULL) hls_write(out, event->hls);
    if (sse == NULL) return;
    json_bytes(out, "id", sse->id, sse->n_id);
    json_bytes(out, "type", sse->type, sse->n_type);
    json_bytes(out, "data", sse->data, sse->n_data);
    if (sse->id_cut) json_bool(out, "id_cut", true);
    if (sse->type_cut) json_bool(out, "type_cut", true);
    if (sse->data_cut) json_bool(out, "data_cut", true);
}

static void bytes_or_null(FILE *out, const char *key, const uint8_t *bytes, size_t n) {
    if (bytes == NULL)
        json_null(out, key);
    else
        json_bytes(out, key, bytes, n);
}

void json_session(FILE *out, const char *file, const application_session *session) {
    json_begin(out, "session");
    json_text(out, "file", file);
    json_text(out, "application", session->application);
    if (session->profile != NULL) json_text(out, "profile", session->profile);
    json_bytes(out, "key", session->key, session->n_key);
    json_array_begin(out, "streams");
    for (size_t i = 0; i < session->on->n; i++)
        json_array_number(out, i == 0, session->on->first[i]);
    json_array_end(out);
    json_number(out, "connections", session->on->connections);
    json_number(out, "exchanges", session->exchanges);
    json_number(out, "events", session->events);
    json_text(out, "verdict", parley_verdict_name(session->verdict));
    if (session->verdict == PARLEY_UNDECIDED) json_text(out, "reason", session->reason);
    if (session->loss_told)
        json_number(out, "lost", session->lost);
    else
        json_null(out, "lost");
    json_number(out, "possibly_lost", session->possibly_lost);
    bytes_or_null(out, "last_id", session->last_id, session->n_last_id);
    bytes_or_null(out, "resumed_from", session->resumed_from, session->n_resumed_from);
    if (session->attempts > 0) json_number(out, "attempts", session->attempts);
    if (session->confusion != 0) {
        json_number(out, "confusion", session->confusion);
        json_text(out, "confusion_name", confusion_at(session->confusion)->name);
    }
    if (session->played) {
        json_number(out, "loads", session->loads);
        json_number(out, "segments", session->segments);
        json_number(out, "fetched", session->fetched);
        if (session->beyond) json_bool(out, "beyond", true);
    }
    json_end(out);
}

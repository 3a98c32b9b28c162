/* Sessions of Server-Sent Events when the transcript is over: what is told of each. See
 * session.h. */
#include "../../grammars/sse/symbols.h"
#include "../http1/message_finding.h"
#include "../machine_answer.h"
#include "session_state.h"
#include <stdio.h>
#include <string.h>

/* "host/target", or the target alone where it names the host already or there is none. */
static size_t key_write(const sse_session *s, uint8_t *key, size_t size) {
    size_t n_host, n_target, n = 0;
    const uint8_t *host = head_bytes(s->request, HEAD_HOST, &n_host);
    const uint8_t *target = head_bytes(s->request, HEAD_TARGET, &n_target);
    if (n_target > 0 && target[0] == '/' && n_host > 0 && n_host + strlen("http://") < size) {
        n = (size_t)snprintf((char *)key, size, "http://");
        memcpy(key + n, host, n_host);
        n += n_host;
    }
    size_t room = size - n, add = n_target < room ? n_target : room;
    memcpy(key + n, target, add);
    return n + add;
}

/* A stream that its server ended, and nobody asked for again. */
static void late_tell(const sse_session *s, void *context, sse_late *late) {
    late_finding found = {.stream = s->stream};
    found.finding = message_finding_at(&s->ended, s->request, false);
    if (machine_answers("sse.facts", Q_RENEWAL, STREAM_NOT_RENEWED, &found.finding))
        late(context, &found);
}

static parley_verdict session_verdict(const sse_session *s) {
    if (s->deviates) return PARLEY_DEVIATES;
    if (s->unsure || s->parallel || s->led_on || s->lost > 0) return PARLEY_UNDECIDED;
    return s->open ? PARLEY_UNFINISHED : PARLEY_CONFORMS;
}

static void session_write(const sse_session *s, const attempts *all, void *context,
                          sse_tell *tell) {
    uint8_t key[2 * HEAD_VALUE_BYTES + 16];
    bool counted = !s->counter.irregular && s->counter.steps > 0 && s->unknown_breaks == 0;
    application_session told = {.application = "sse",
                                .key = key,
                                .n_key = key_write(s, key, sizeof key),
                                .on = &s->on,
                                .exchanges = s->exchanges,
                                .events = s->events,
                                .verdict = session_verdict(s),
                                .reason = "",
                                .below_fine = !s->below_broken,
                                .loss_told = counted && !s->unsure,
                                .lost = s->lost,
                                .possibly_lost = s->unknown_breaks,
                                .attempts = attempts_within(all, &s->absences),
                                .in_one = s->most_in_one,
                                .by_ids = !s->unsure && !s->parallel && !s->led_on,
                                .tied = s->untied ? 0 : s->tied};
    if (told.verdict == PARLEY_UNDECIDED)
        told.reason = s->unsure     ? "bytes of a stream are missing"
                      : s->parallel ? "more than one stream of this address was open at once"
                      : s->led_on   ? "the last answer only sent the client on"
                                    : "its ids seem to count, and some are missing";
    if (s->last.n > 0) {
        told.last_id = s->last.bytes;
        told.n_last_id = s->last.n;
    }
    if (told.lost > 0 && told.below_fine) {
        told.confusion = 3;
        told.confused = told.lost;
    } else if (told.in_one > 1) {
        told.confusion = 2;
        told.confused = told.in_one;
    }
    told.resumed = s->resumes;
    told.n_resumed = s->n_resumes;
    if (s->resumed.n > 0) {
        told.resumed_from = s->resumed.bytes;
        told.n_resumed_from = s->resumed.n;
    }
    tell(context, &told);
}

void sse_memory_end(const application *app, void *context, sse_late *late, sse_tell *tell) {
    const sse_memory *memory = app->sse;
    for (const sse_session *s = memory->first; s != NULL; s = s->next)
        if (s->request != NULL && s->awaited && !s->parallel && !s->unsure &&
            !unseen_has_hole(&app->unseen, s->hosts))
            late_tell(s, context, late);
    for (const sse_session *s = memory->first; s != NULL; s = s->next)
        if (s->request != NULL) session_write(s, &app->attempts, context, tell);
}

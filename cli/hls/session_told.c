/* Sessions of HLS when the transcript is over: what is told of each. See session.h. */
#include "../../grammars/hls/symbols.h"
#include "../machine_answer.h"
#include "session_state.h"
#include <string.h>

#define FEW_SEGMENTS 2 /* so many make a playback */

typedef struct session_sums {
    uint64_t loads, named, fetched;
    bool open; /* a live playlist was not told to have ended */
} session_sums;

static session_sums session_sum(const hls_session *s) {
    session_sums sums = {0, 0, 0, false};
    for (const hls_listing *listing = s->first; listing != NULL; listing = listing->next) {
        sums.loads += listing->loads;
        sums.named += listing->named;
        sums.fetched += listing->fetched;
        sums.open |= listing->has_last && listing->last.kind == PLAYLIST_MEDIA && !listing->ended;
    }
    return sums;
}

static void late_tell(const hls_session *s, uint16_t question, uint16_t answer, uint64_t number,
                      void *context, hls_late *late) {
    late_finding found = {.stream = s->latest_stream, .finding = s->latest};
    found.finding.number = number;
    if (machine_answers("hls.session", question, answer, &found.finding)) late(context, &found);
}

static void refusal_tell(const hls_listing *listing, void *context, hls_late *late) {
    late_finding found = listing->refusal;
    if (listing->refused != NULL && listing->refused->version > listing->refused_version &&
        machine_answers("hls.session", Q_SERVED, HINT_REFUSED, &found.finding))
        late(context, &found);
}

/* The transcript ended while nothing new came. */
static void stall_tell(const hls_listing *listing, void *context, hls_late *late) {
    late_finding found = listing->stall;
    if (listing->stalled && machine_answers("hls.session", Q_CHANGE, CHANGE_LATE, &found.finding))
        late(context, &found);
}

static void session_late(const hls_session *s, const session_sums *sums, uint64_t until,
                         void *context, hls_late *late) {
    late_finding left;
    bool sure = !s->shared && !s->unsure;
    for (const hls_listing *listing = s->first; listing != NULL; listing = listing->next)
        stall_tell(listing, context, late);
    for (const hls_listing *listing = s->first; listing != NULL && sure; listing = listing->next) {
        refusal_tell(listing, context, late);
        for (size_t i = 0; i < listing->n_pending; i++)
            if (!s->moved || listing->pending[i].finding.got != FETCH_UNNAMED)
                late(context, &listing->pending[i]);
    }
    if (hls_stopped(s, until, &left) &&
        machine_answers("hls.session", Q_RELOAD, RELOAD_STOPPED, &left.finding))
        late(context, &left);
    left = s->first_pieced;
    if (hls_sent_in_pieces(s) &&
        machine_answers("hls.session", Q_SERVED, HINT_IN_PIECES, &left.finding))
        late(context, &left);
    if (sums->fetched > 0 && sums->named > sums->fetched && !s->unsure)
        late_tell(s, Q_FETCH, FETCH_NEVER, sums->named - sums->fetched, context, late);
    if (sums->fetched >= FEW_SEGMENTS)
        late_tell(s, Q_OBJECTS, OBJECTS_MANY, s->exchanges, context, late);
}

static void session_write(const hls_session *s, const session_sums *sums, void *context,
                          hls_tell *tell) {
    application_session told = {.application = "hls",
                                .key = (const uint8_t *)s->key->url,
                                .n_key = s->key->n_url,
                                .on = &s->on,
                                .exchanges = s->exchanges,
                                .events = sums->loads + sums->fetched,
                                .reason = "",
                                .played = true,
                                .beyond = s->beyond,
                                .loads = sums->loads,
                                .segments = sums->named,
                                .fetched = sums->fetched};
    if (sums->fetched >= FEW_SEGMENTS) {
        told.confusion = 4;
        told.confused = s->exchanges;
    }
    told.verdict = s->deviates  ? PARLEY_DEVIATES
                   : s->unsure  ? PARLEY_UNDECIDED
                   : sums->open ? PARLEY_UNFINISHED
                                : PARLEY_CONFORMS;
    if (told.verdict == PARLEY_UNDECIDED)
        told.reason = s->beyond ? "its playlists hold more than parley remembers"
                                : "bytes of the session are missing";
    tell(context, &told);
}

void hls_memory_end(hls_memory *memory, uint64_t until, void *context, hls_late *late,
                    hls_tell *tell) {
    for (const hls_session *s = memory->first; s != NULL; s = s->next) {
        session_sums sums = session_sum(s);
        session_late(s, &sums, until, context, late);
    }
    for (const hls_session *s = memory->first; s != NULL; s = s->next) {
        session_sums sums = session_sum(s);
        session_write(s, &sums, context, tell);
    }
}

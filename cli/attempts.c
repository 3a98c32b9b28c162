/* Attempts of clients to reach a server that never came to a request: see attempts.h. */
#include "attempts.h"
#include "hash.h"
#include <string.h>

#define AT_ONCE UINT64_C(1000000000) /* ns: who resets later had a spare connection waiting */

static uint64_t text_hash(uint64_t hash, const char *text, size_t n) {
    return hash_bytes(hash, text, n) * HASH_PRIME; /* where it ends */
}

/* A number made of the client's host and the server with its port. */
static uint64_t ends_of(const connection *about) {
    const char *port = strrchr(about->client, ':');
    size_t n = port != NULL ? (size_t)(port - about->client) : strlen(about->client);
    uint64_t hash = text_hash(0xcbf29ce484222325u, about->client, n);
    return text_hash(hash, about->server, strlen(about->server));
}

static void attempt_fails(attempt_state *state, uint64_t time) {
    state->fails = true;
    state->failed = time;
}

void attempt_event(attempt_state *state, const connection_event *event) {
    if (strcmp(event->name, "tcp-open") == 0) state->opened = event->time;
}

void attempt_finding(attempt_state *state, const parley_finding *finding) {
    if (strcmp(finding->rule->id, "tcp.open.refused") == 0 ||
        strcmp(finding->rule->id, "tcp.open.unanswered") == 0)
        attempt_fails(state, finding->time);
}

void attempt_input(attempt_state *state, const connection *about, const parley_input *input) {
    if (input->kind != PARLEY_RESET || input->side != PARLEY_SERVER) return;
    bool packets = about->hosts != 0; /* a text does not tell when it opened */
    if (!packets || input->time - state->opened < AT_ONCE) attempt_fails(state, input->time);
}

void attempt_closed(attempts *all, const attempt_state *state, const connection *about) {
    bool silent = about->bytes[PARLEY_CLIENT] + about->bytes[PARLEY_SERVER] == 0;
    if (!state->fails || !silent || about->mid_stream || about->one_sided) return;
    all->list[all->n++ % ATTEMPTS] = (attempt){ends_of(about), state->failed};
}

void absence_add(absences *of, const connection *about, uint64_t from, uint64_t to) {
    if (of->n < ABSENCES && from < to) of->list[of->n++] = (absence){ends_of(about), from, to};
}

static bool is_within(const attempt *a, const absences *of) {
    for (unsigned i = 0; i < of->n; i++) {
        const absence *gone = &of->list[i];
        if (a->ends == gone->ends && a->time >= gone->from && a->time <= gone->to) return true;
    }
    return false;
}

uint64_t attempts_within(const attempts *all, const absences *of) {
    uint64_t known = all->n < ATTEMPTS ? all->n : ATTEMPTS, n = 0;
    for (uint64_t i = 0; i < known; i++)
        n += is_within(&all->list[i], of);
    return n;
}

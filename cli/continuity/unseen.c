/* Connections that may have been of a session, where what would tell is not in the transcript, or
 * is told later: what was said on them is not known, and so nothing that is missing between two
 * others was lost for sure.
 *
 * It must not know what a session counts. */
#include "state.h"

void session_hosts(tied_session *s, uint64_t hosts) {
    s->roams = s->roams || (s->links > 1 && s->hosts != hosts);
    s->hosts = hosts;
}

void continuity_unseen(continuity *all, uint64_t hosts) {
    for (tied_session *s = all->sessions; s != NULL; s = s->next)
        s->unseen += s->roams || s->hosts == hosts;
}

bool continuity_hides(const conversation *c, const parley_input *input) {
    return input->kind == PARLEY_GAP && input->side == PARLEY_CLIENT &&
           (c->tied == NULL || c->tied->over);
}

bool session_waits(const happening *h) {
    return unseen_others_wait(&h->all->app->unseen, h->c->connection, h->session->roams);
}

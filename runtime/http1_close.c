/* What the end of a direction means for the other side: answers that are still owed, silence, and
 * who took too long to close. */
#include "../grammars/http1/symbols.h"
#include "facts.h"
#include "http1.h"

/* How long a side may take to close a connection that is over. */
#define LINGERING (10 * SECOND)

/* What the client's end shows of the server: told where the server's stream stands. */
static void blame_server(feed *f, uint16_t question, uint16_t answer, uint64_t silence) {
    feed server = *f;
    server.side = PARLEY_SERVER;
    server.lane = &f->talk->lanes[PARLEY_SERVER];
    server.base = server.lane->offset;
    place where = place_here(&server, 0, 0, 0);
    ask_facts(&server, question, answer, &where, silence / MILLISECOND);
    f->n = server.n;
}

bool server_kept_silent(feed *f) {
    conversation *talk = f->talk;
    if ((talk->flags & TALK_INCOMING) == 0 || no_turns(f)) return false;
    uint32_t e = *incoming_exchange(talk);
    if ((e & ASKED_EXPECTS) == 0 || !exchange_accepts(e, C_CONTENT) ||
        (talk->flags & (TALK_CURRENT | TALK_JOINED)) != 0)
        return false;
    if (f->input->time < talk->expected_at + LONG_SILENCE) return false;
    blame_server(f, Q_EXPECT, EXPECT_IGNORED, f->input->time - talk->expected_at);
    return true;
}

/* The client has got more than the server's stream is long: its FIN, which is not here. */
static bool end_was_seen(const feed *f) {
    uint64_t seen = f->input->seen;
    return seen != PARLEY_SEEN_ALL && seen > f->talk->lanes[PARLEY_SERVER].offset;
}

/* RFC 9112 9.6: who has to close, and how long did it take? */
static void judge_lingering(feed *f) {
    conversation *talk = f->talk;
    uint64_t since = talk->over_at - 1;
    bool server_ended = (talk->lanes[PARLEY_SERVER].flags & LANE_ENDED) != 0;
    if (talk->over_at == 0 || f->input->time < since + LINGERING) return;
    bool blame_client = f->side == PARLEY_CLIENT && server_ended;
    if (f->side == PARLEY_CLIENT && !server_ended) {
        if (end_was_seen(f)) return;
        blame_server(f, Q_CLOSE, END_LATE_SERVER, f->input->time - since);
    } else if (blame_client || f->side == PARLEY_SERVER) {
        place at = place_here(f, 0, 0, 0);
        ask_facts(f, Q_CLOSE, blame_client ? END_LATE_CLIENT : END_LATE_SERVER, &at,
                  (f->input->time - since) / MILLISECOND);
    }
}

void side_closes(feed *f, bool left) {
    conversation *talk = f->talk;
    place where = place_here(f, 0, 0, f->side == PARLEY_CLIENT ? C_CLOSE : S_CLOSE);
    if (f->side == PARLEY_SERVER && talk->n_waiting > 0 &&
        (f->lane->flags & LANE_IN_MESSAGE) == 0) {
        bool seen = was_asked(f);
        if ((talk->flags & TALK_CURRENT) == 0 && talk->used > 0) take_waiting(talk);
        bool unowed = talk->close_at != NO_OFFSET || (talk->current & ASKED_UNOWED) != 0 ||
                      talk->lanes[PARLEY_CLIENT].mode == LANE_LOST;
        uint16_t symbol = left || unowed ? S_CLOSE_LEFT : seen ? S_CLOSE : S_CLOSE_CROSSED;
        if ((talk->flags & TALK_CURRENT) != 0) exchange_hears(f, &talk->current, symbol, &where);
        talk->flags |= TALK_UNFINISHED;
    }
    turns_hear(f, where.got, &where);
    if (!no_turns(f)) judge_lingering(f);
    if (f->side == PARLEY_SERVER && talk->close_at != NO_OFFSET) talk->over_at = f->input->time + 1;
}

/* Who may speak next at an instant, and whether the server may send now: see answer.h.
 *
 * The turn machines say it of what begins next; who is in the middle of a message may finish it. */
#include "../compare/walk.h"
#include "answer.h"
#include <inttypes.h>
#include <string.h>

static bool turns_are_known(at_answer *answer) {
    const char *reason = parley_conversation_reason(&answer->c->machine);
    for (size_t side = 0; side < 2 && reason[0] == 0; side++)
        if (answer->next[side].machine == NULL && answer->facts->sides[side].unjudged)
            reason = answer->facts->sides[side].unjudged_why;
    if (reason[0] == 0) return true;
    answer_add(answer, "cannot be told: %s", reason);
    return false;
}

static bool has_ended(const at_answer *answer, parley_side side) {
    const lane *l = &answer->c->lanes[side];
    return l->fin || l->reset || answer->c->lanes[!side].reset;
}

/* Whose turn it is: PARLEY_OWNER_ bits. */
static unsigned turn_owners(const at_answer *answer) {
    unsigned owners = answer->next[PARLEY_SERVER].turn;
    for (unsigned side = 0; side < 2; side++) {
        if (answer_is_open(answer, (parley_side)side)) owners |= 1u << side;
        if (has_ended(answer, (parley_side)side)) owners &= ~(1u << side);
    }
    return owners;
}

/* What side may say in a state although nobody waits for it, or it is worth a note; NULL: nothing.
 */
static const char *unawaited_word(const parley_machine *machine, uint16_t state, parley_side side) {
    const walk w = {.m = machine};
    const char *found = NULL;
    if (machine == NULL || state == 0) return NULL;
    for (uint16_t k = PARLEY_FIRST_SYMBOL; k < PARLEY_FIRST_SYMBOL + machine->n_symbols; k++) {
        if (walk_owner(&w, k) != 1u << side || walk_step(&w, state, k) == 0 ||
            strncmp(walk_symbol_name(&w, k) + 2, "CLOSE", 5) == 0)
            continue;
        if (walk_is_word(&w, k)) return machine->words->symbol_expected[k - PARLEY_FIRST_SYMBOL];
        if (found == NULL) found = machine->words->symbol_words[k - PARLEY_FIRST_SYMBOL];
    }
    return found;
}

/* A request before the answer to the one before, an answer before the end of its request. */
static const char *early_word(const at_answer *answer, parley_side side) {
    const parley_finding *next = &answer->next[side];
    if (answer->websocket) return NULL;
    return side == PARLEY_SERVER
               ? unawaited_word(next->exchange_machine, next->exchange_state, side)
               : unawaited_word(next->turn_machine, next->turn_state, side);
}

static void add_may(at_answer *answer, parley_side side, bool turn) {
    const parley_finding *next = &answer->next[side];
    size_t n = parley_may_count(next, side);
    bool said = false;
    answer_add(answer, "%s: ", parley_side_name(side));
    if (has_ended(answer, side)) {
        answer_add(answer, "nothing, it has ended its direction");
        return;
    }
    if (answer_is_open(answer, side) && !answer->websocket) {
        answer_add(answer, "the rest of ");
        answer_add_name(answer, side);
        said = true;
    }
    for (size_t i = 0; i < n; i++) {
        const char *words = parley_may_text(next, side, i);
        if (said && strncmp(words, "finish ", 7) == 0) continue; /* that is the rest of it */
        answer_add(answer, "%s%s", said ? ", " : "", words);
        said = true;
    }
    const char *early = turn ? NULL : early_word(answer, side);
    if (early != NULL) answer_add(answer, "%s%s", said ? ", " : "", early);
    if (!said && early == NULL) answer_add(answer, "nothing");
}

void answer_turn(at_answer *answer) {
    static const char *const names[] = {"NOBODY", "CLIENT", "SERVER", "EITHER"};
    const parley_finding *next = &answer->next[PARLEY_SERVER];
    if (!turns_are_known(answer)) return;
    unsigned owners = turn_owners(answer);
    answer_add(answer, "%s; ", names[owners & 3u]);
    add_may(answer, PARLEY_CLIENT, (owners & 1u) != 0);
    answer_add(answer, "; ");
    add_may(answer, PARLEY_SERVER, (owners & 2u) != 0);
    if (!answer->websocket)
        answer_add(answer, " (requests %" PRIu64 ", final responses %" PRIu64 ")", next->requests,
                   next->responses);
}

/* Does a turn machine have anything of the server's there that is no close? */
static bool machine_lets_send(const parley_machine *machine, uint16_t state) {
    if (machine == NULL || state == 0 || state >= machine->n_states) return false;
    return (machine->words->turn[state] & PARLEY_OWNER_SERVER) != 0;
}

static void add_server_may(at_answer *answer) {
    const parley_finding *next = &answer->next[PARLEY_SERVER];
    bool asked = next->exchange_state != 0;
    bool may = asked ? machine_lets_send(next->exchange_machine, next->exchange_state)
                     : machine_lets_send(next->turn_machine, next->turn_state);
    if (answer->websocket)
        answer_add(answer, "%s",
                   may || answer_is_open(answer, PARLEY_SERVER)
                       ? "YES: frames need no request"
                       : "NO: it has said Close, or its frames are over");
    else if (answer_is_open(answer, PARLEY_SERVER)) {
        answer_add(answer, "YES inside ");
        answer_add_name(answer, PARLEY_SERVER);
        answer_add(answer, "; NO as a further response");
    } else if (!may && early_word(answer, PARLEY_SERVER) != NULL)
        answer_add(answer, "YES, early: %s", early_word(answer, PARLEY_SERVER));
    else if (may)
        answer_add(answer, "YES, the answer to the request that waits; NO beside it");
    else
        answer_add(answer, "NO, not without a request");
}

void answer_server(at_answer *answer) {
    if (has_ended(answer, PARLEY_SERVER)) {
        answer_add(answer, "NO: it has ended its direction");
        return;
    }
    if (!turns_are_known(answer)) return;
    add_server_may(answer);
}

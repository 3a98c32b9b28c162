/* What protocols answer to the same questions: see compare.h.
 *
 * An answer is read off the turn machine of a protocol: the states that can be reached without
 * breaking a rule, who owns the symbols that are accepted there, and where they lead. */
#include "compare.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define STATES 512 /* of a turn machine; the largest has some dozens */

/* Which machines answer for a protocol. */
typedef struct protocol {
    const char *name;
    const char *turns;    /* whose word it is */
    const char *exchange; /* the same within one exchange; NULL: turns says that too */
    const char *framing;  /* where messages end; NULL: nowhere */
    uint16_t end_event;   /* EV_ that framing reports there */
    const char *lost; /* the symbol that says that the connection, or what was asked for, is over */
} protocol;

static const protocol protocols[] = {
    {"tcp", "tcp.turns", NULL, NULL, 0, NULL},
    {"http1", "http1.turns", "http1.exchange", "http1.response", 25, NULL},
    {"websocket", "websocket.turns", NULL, "websocket.server", 3, NULL},
    {"sse", "sse.turns", NULL, "sse.events", 10, "S_STREAM_END"},
};

const char *compare_protocol(size_t i) {
    return i < sizeof protocols / sizeof protocols[0] ? protocols[i].name : NULL;
}

/* ---- reading a machine ---- */

typedef struct walk {
    const parley_machine *m;
    bool reached[STATES];
} walk;

static bool rule_free(const parley_machine *m, uint16_t action) {
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++) {
        unsigned kind = PARLEY_OP_KIND(m->ops[i]);
        if (kind == PARLEY_OP_RULE || kind == PARLEY_OP_LATE) return false;
    }
    return true;
}

/* Where symbol k leads from state s without breaking a rule; 0: nowhere. */
static uint16_t step(const parley_machine *m, uint16_t s, size_t k) {
    uint16_t next = s;
    uint16_t action = parley_machine_symbol(m, &next, (uint16_t)(PARLEY_FIRST_SYMBOL + k));
    return rule_free(m, action) ? next : 0;
}

static void walk_start(walk *w, const char *machine) {
    bool grown = true;
    *w = (walk){.m = machine != NULL ? parley_machine_find(machine) : NULL};
    if (w->m == NULL || w->m->n_states > STATES) {
        w->m = NULL;
        return;
    }
    w->reached[w->m->start] = true;
    while (grown) {
        grown = false;
        for (uint16_t s = 1; s < w->m->n_states; s++)
            for (size_t k = 0; w->reached[s] && k < w->m->n_symbols; k++) {
                uint16_t next = step(w->m, s, k);
                grown = grown || (next != 0 && !w->reached[next]);
                if (next != 0) w->reached[next] = true;
            }
    }
}

static unsigned owner_of(const parley_machine *m, size_t k) {
    const char *name = m->words->symbol_names[k];
    if (name[0] == 0 || name[1] != '_') return 0;
    return name[0] == 'C'   ? (unsigned)PARLEY_OWNER_CLIENT
           : name[0] == 'S' ? (unsigned)PARLEY_OWNER_SERVER
                            : 0u;
}

/* Is symbol k a word that somebody may say, and no finer name of one that C found out? */
static bool is_word(const parley_machine *m, size_t k) {
    return strcmp(m->words->symbol_expected[k], "-") != 0;
}

/* Does symbol k end a side? Then it is no word of the protocol. */
static bool is_closing(const parley_machine *m, size_t k) {
    return strcmp(m->words->symbol_names[k] + 2, "CLOSE") == 0;
}

static const char *state_name(const parley_machine *m, uint16_t s) {
    return m->words->names[m->words->where[s]];
}

static void put(char *text, const char *format, ...) {
    size_t n = strlen(text);
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text + n, COMPARE_TEXT - n, format, list);
    va_end(list);
}

/* Adds words to a list, unless they stand there already. */
static void put_word(char *text, const char *word) {
    if (strstr(text, word) != NULL) return;
    put(text, "%s%s", text[0] != 0 ? "; " : "", word);
}

/* ---- the questions ---- */

/* What one side can say in any state that is reached. */
static void said_by(const walk *w, unsigned owner, char *text) {
    const parley_explanation *words = w->m->words;
    for (uint16_t s = 1; s < w->m->n_states; s++)
        for (size_t i = words->expected_index[s]; w->reached[s] && i < words->expected_index[s + 1];
             i++) {
            unsigned owns = words->phrase_owner[words->expected[i]];
            if ((owns & owner) != 0 && (owns & PARLEY_OWNER_CLOSING) == 0)
                put_word(text, words->phrases[words->expected[i]]);
        }
}

static void answer_meaning(const protocol *p, compare_cell *cell) {
    char client[COMPARE_TEXT] = "", server[COMPARE_TEXT] = "";
    const char *names[] = {p->turns, p->exchange};
    for (size_t i = 0; i < 2 && names[i] != NULL; i++) {
        walk w;
        walk_start(&w, names[i]);
        if (w.m == NULL) continue;
        said_by(&w, PARLEY_OWNER_CLIENT, client);
        said_by(&w, PARLEY_OWNER_SERVER, server);
        put(cell->proof, "%s%s: what its %u states expect of each side", i > 0 ? "; " : "",
            w.m->name, w.m->n_states - 1u);
    }
    put(cell->text, "client: %.400s | server: %.400s", client, server);
}

static void answer_first(const protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, p->turns);
    if (w.m == NULL) return;
    unsigned owners = 0;
    for (size_t k = 0; k < w.m->n_symbols; k++)
        if (step(w.m, w.m->start, k) != 0 && !is_closing(w.m, k)) owners |= owner_of(w.m, k);
    put(cell->text, "%s", parley_turn_name((parley_turn)owners));
    put(cell->proof, "%s: its first state accepts ", w.m->name);
    for (size_t k = 0; k < w.m->n_symbols; k++)
        if (step(w.m, w.m->start, k) != 0) put(cell->proof, "%s ", w.m->words->symbol_names[k]);
}

/* Does nobody owe anything? Where exchanges have a machine of their own, the connection is at rest
 * before the first one begins. */
static bool at_rest(const walk *w, uint16_t s, bool alone) {
    return alone ? w->m->final[s] != 0 : s == w->m->start;
}

/* A symbol of the server that is accepted at rest; or, within, one that leads back to where it was
 * said. */
static bool find_unasked(const walk *w, bool within, bool alone, compare_cell *cell) {
    for (uint16_t s = 1; s < w->m->n_states; s++)
        for (size_t k = 0; w->reached[s] && k < w->m->n_symbols; k++) {
            uint16_t next = step(w->m, s, k);
            if (next == 0 || owner_of(w->m, k) != PARLEY_OWNER_SERVER || is_closing(w->m, k))
                continue;
            if (within ? next != s : !at_rest(w, s, alone)) continue;
            put(cell->text, "%s: %s", within ? "only within an answer" : "yes",
                w->m->words->symbol_expected[k]);
            put(cell->proof, "%s: in state %s, %s, %s leads to %s", w->m->name, state_name(w->m, s),
                within ? "which is not at rest" : "where nobody owes anything",
                w->m->words->symbol_names[k], state_name(w->m, next));
            return true;
        }
    return false;
}

static void answer_unasked(const protocol *p, compare_cell *cell) {
    walk turns, exchange;
    walk_start(&turns, p->turns);
    walk_start(&exchange, p->exchange != NULL ? p->exchange : p->turns);
    if (turns.m == NULL || exchange.m == NULL) return;
    const bool alone = p->exchange == NULL;
    if (find_unasked(&turns, false, alone, cell) || find_unasked(&exchange, true, alone, cell))
        return;
    put(cell->text, "no");
    put(cell->proof,
        "%s: no state at rest accepts a symbol of the server; %s: none leads back to its own state",
        turns.m->name, exchange.m->name);
}

static void answer_both(const protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, p->turns);
    if (w.m == NULL) return;
    for (uint16_t s = 1; s < w.m->n_states; s++) {
        if (!w.reached[s] || (w.m->words->turn[s] & 3u) != 3u) continue;
        put(cell->text, "yes");
        put(cell->proof, "%s: in state %s it is either's turn", w.m->name, state_name(w.m, s));
        return;
    }
    put(cell->text, "no");
    put(cell->proof, "%s: in none of its states it is the turn of both", w.m->name);
}

static bool has_event(const parley_machine *m, uint16_t action, uint16_t event) {
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++)
        if (m->ops[i] == PARLEY_OP(PARLEY_OP_EVENT, event)) return true;
    return false;
}

static void answer_end(const protocol *p, compare_cell *cell) {
    const parley_machine *m = p->framing != NULL ? parley_machine_find(p->framing) : NULL;
    if (m == NULL) {
        put(cell->text, "nothing: it has no messages");
        put(cell->proof, "%s reads no bytes; no machine of %s reports the end of a message",
            p->turns, p->name);
        return;
    }
    put(cell->proof, "%s, the edges that report the end:", m->name);
    for (uint16_t s = 1; s < m->n_states; s++) {
        for (size_t k = 0; k < m->n_symbols; k++) {
            uint16_t next = s;
            uint16_t action = parley_machine_symbol(m, &next, (uint16_t)(PARLEY_FIRST_SYMBOL + k));
            if (!has_event(m, action, p->end_event)) continue;
            put_word(cell->text, m->words->symbol_words[k]);
            if (strstr(cell->proof, m->words->symbol_names[k]) == NULL)
                put(cell->proof, " %s in %s;", m->words->symbol_names[k], state_name(m, s));
        }
        for (uint16_t byte = 0; byte < 256; byte++) {
            uint16_t next = s;
            uint16_t action = parley_machine_symbol(m, &next, byte);
            char word[128];
            if (!has_event(m, action, p->end_event) || !rule_free(m, action)) continue;
            (void)snprintf(word, sizeof word, "the last byte of %s", state_name(m, s));
            put_word(cell->text, word);
        }
    }
}

/* What the client can say of before, once what it had is over. */
static void answer_reconnect(const protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, p->turns);
    if (w.m == NULL) return;
    if (p->lost == NULL) {
        put(cell->text, "nothing");
        put(cell->proof, "%s begins anew with each connection, in state %s", w.m->name,
            state_name(w.m, w.m->start));
        return;
    }
    put(cell->proof, "%s: after %s ", w.m->name, p->lost);
    for (uint16_t s = 1; s < w.m->n_states; s++)
        for (size_t k = 0; w.reached[s] && k < w.m->n_symbols; k++) {
            uint16_t next = step(w.m, s, k);
            if (next == 0 || strcmp(w.m->words->symbol_names[k], p->lost) != 0) continue;
            for (size_t c = 0; c < w.m->n_symbols; c++) {
                if (owner_of(w.m, c) != PARLEY_OWNER_CLIENT || is_closing(w.m, c) ||
                    !is_word(w.m, c) || step(w.m, next, c) == 0)
                    continue;
                put_word(cell->text, w.m->words->symbol_expected[c]);
                put(cell->proof, "%s is accepted; ", w.m->words->symbol_names[c]);
            }
        }
}

/* Two symbols that both sides may say in one state, of which one is refused behind the other: each
 * can be on its way when the other one is sent, and nobody is wrong. */
static void answer_crossings(const protocol *p, compare_cell *cell) {
    walk w;
    size_t n = 0;
    walk_start(&w, p->turns);
    if (w.m == NULL) return;
    for (uint16_t s = 1; s < w.m->n_states; s++)
        for (size_t c = 0; w.reached[s] && c < w.m->n_symbols; c++)
            for (size_t k = 0; k < w.m->n_symbols; k++) {
                char pair[256];
                if (owner_of(w.m, c) != PARLEY_OWNER_CLIENT ||
                    owner_of(w.m, k) != PARLEY_OWNER_SERVER)
                    continue;
                uint16_t after_client = step(w.m, s, c), after_server = step(w.m, s, k);
                if (after_client == 0 || after_server == 0 || !is_word(w.m, c) || !is_word(w.m, k))
                    continue;
                if (step(w.m, after_client, k) != 0 && step(w.m, after_server, c) != 0) continue;
                (void)snprintf(pair, sizeof pair, "%s x %s", w.m->words->symbol_words[c],
                               w.m->words->symbol_words[k]);
                if (strstr(cell->text, pair) != NULL || n++ == 3) continue;
                put_word(cell->text, pair);
                put(cell->proof,
                    "%s: in state %s %s and %s are both accepted, and not in either order; ",
                    w.m->name, state_name(w.m, s), w.m->words->symbol_names[c],
                    w.m->words->symbol_names[k]);
            }
    if (n > 0) return;
    put(cell->text, "none");
    put(cell->proof, "%s: whatever both sides may say in one state is accepted in either order",
        w.m->name);
}

static const struct {
    compare_question question;
    void (*answer)(const protocol *p, compare_cell *cell);
} questions[] = {
    {{"meaning", "what the bytes mean"}, answer_meaning},
    {{"end", "what ends a message"}, answer_end},
    {{"first", "who speaks first"}, answer_first},
    {{"both", "may both speak at once"}, answer_both},
    {{"unasked", "may the server send unasked"}, answer_unasked},
    {{"reconnect", "what is said again after the end"}, answer_reconnect},
    {{"crossings", "what may cross on the way"}, answer_crossings},
};

const compare_question *compare_question_at(size_t i) {
    return i < sizeof questions / sizeof questions[0] ? &questions[i].question : NULL;
}

void compare_answer(size_t i, size_t k, compare_cell *cell) {
    *cell = (compare_cell){.text = ""};
    questions[i].answer(&protocols[k], cell);
}

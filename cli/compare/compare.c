/* What protocols answer to questions about turns: see compare.h.
 *
 * An answer is read off the turn machine of a protocol: the states that can be reached without
 * breaking a rule, who owns the symbols that are accepted there, and where they lead. */
#include "compare.h"
#include "../../gen/machines/hls_symbols.h"
#include "../../gen/machines/http1_symbols.h"
#include "../../gen/machines/sse_symbols.h"
#include "../../gen/machines/tcp_symbols.h"
#include "../../gen/machines/websocket_symbols.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PAIRS 3 /* of crossings that are told */

static const compare_protocol tcp = {
    .name = "tcp", .symbols = parley_tcp_symbols, .turns = "tcp.turns", .opening = "C_ACK"};
static const compare_protocol http1 = {.name = "http1",
                                       .symbols = parley_http1_symbols,
                                       .turns = "http1.turns",
                                       .exchange = "http1.exchange",
                                       .framing = "http1.response",
                                       .end = "EV_MESSAGE_END",
                                       .unit = "EV_MESSAGE_END",
                                       .machine_of_unit = "http1.response",
                                       .responses = true};
static const compare_protocol websocket = {.name = "websocket",
                                           .symbols = parley_websocket_symbols,
                                           .turns = "websocket.turns",
                                           .framing = "websocket.server",
                                           .end = "EV_FRAME_END",
                                           .pieces = "websocket.frames",
                                           .unit = "EV_FRAME_END",
                                           .machine_of_unit = "websocket.server"};
static const compare_protocol sse = {.name = "sse",
                                     .symbols = parley_sse_symbols,
                                     .turns = "sse.turns",
                                     .framing = "sse.events",
                                     .end = "EV_DISPATCH",
                                     .unit = "EV_DISPATCH",
                                     .machine_of_unit = "sse.events",
                                     .lost = "S_STREAM_END",
                                     .stored = "RESPONSE_STORED",
                                     .stored_rule = "sse.response.stored",
                                     .responses = true};
static const compare_protocol hls = {.name = "hls",
                                     .symbols = parley_hls_symbols,
                                     .carrier = &http1,
                                     .turns = "http1.turns",
                                     .exchange = "http1.exchange",
                                     .framing = "hls.text",
                                     .end = "TEXT_END",
                                     .unit = "Q_OBJECTS",
                                     .machine_of_unit = "hls.session",
                                     .kept = "Q_SEQUENCE",
                                     .keeps = "hls.session",
                                     .responses = true};
static const compare_protocol *const protocols[] = {&tcp, &http1, &websocket, &sse, &hls};

const compare_protocol *compare_protocol_at(size_t i) {
    return i < sizeof protocols / sizeof protocols[0] ? protocols[i] : NULL;
}

/* ---- writing ---- */

void compare_put(char *text, size_t size, const char *format, ...) {
    size_t n = strlen(text);
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text + n, size - n, format, list);
    va_end(list);
}

#define PUT(field, ...) compare_put(cell->field, sizeof cell->field, __VA_ARGS__)

/* Is word one of those in the list already? */
static bool has_word(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at++)
        if ((at == list || at[-1] == ' ') && (at[n] == 0 || at[n] == ';')) return true;
    return false;
}

void compare_put_word(char *text, size_t size, const char *word) {
    if (!has_word(text, word)) compare_put(text, size, "%s%s", text[0] != 0 ? "; " : "", word);
}

void compare_put_way(const walk *w, uint16_t s, char *text, size_t size) {
    uint16_t way[WALK_STATES];
    size_t n = 0;
    for (; s != w->m->start && n < WALK_STATES; s = w->from[s])
        way[n++] = w->by[s];
    compare_put(text, size, "%s", n == 0 ? "the beginning" : "");
    while (n-- > 0)
        if (way[n] >= PARLEY_FIRST_SYMBOL)
            compare_put(text, size, "%s ", walk_symbol_name(w, way[n]));
        else if (way[n] > ' ' && way[n] < 0x7f)
            compare_put(text, size, way[n] == '"' ? "'%c' " : "\"%c\" ", way[n]);
        else
            compare_put(text, size, "0x%02x ", way[n]);
}

/* Whose turns a protocol has, where it has none of its own. */
static void carrier_put(const compare_protocol *p, compare_cell *cell) {
    if (p->carrier != NULL)
        PUT(proof, "%s has no turns of its own: %s carries it. ", p->name, p->carrier->name);
}

static const parley_symbol *turn_symbols(const compare_protocol *p) {
    return p->carrier != NULL ? p->carrier->symbols : p->symbols;
}

/* ---- walking ---- */

/* One past the last symbol. */
static uint16_t symbols_end(const walk *w) {
    return (uint16_t)(PARLEY_FIRST_SYMBOL + w->m->n_symbols);
}

/* The state in which nobody has said anything yet that is not the opening. */
static uint16_t open_state(const compare_protocol *p, const walk *w) {
    for (uint16_t s = 1; p->opening != NULL && s < w->m->n_states; s++)
        for (uint16_t k = PARLEY_FIRST_SYMBOL; k < symbols_end(w); k++) {
            if (!w->reached[s] || strcmp(walk_symbol_name(w, k), p->opening) != 0) continue;
            uint16_t next = walk_step(w, s, k);
            if (next != 0) return next;
        }
    return w->m->start;
}

/* Who may say something in state s that is no close; and the symbols, if names is there. */
static unsigned speakers(const walk *w, uint16_t s, char *names, size_t size) {
    unsigned owners = 0;
    for (uint16_t k = PARLEY_FIRST_SYMBOL; k < symbols_end(w); k++) {
        if (walk_step(w, s, k) == 0 || walk_is_closing(w, k) || !walk_is_word(w, k)) continue;
        if (walk_owner(w, k) == 0) continue;
        owners |= walk_owner(w, k);
        if (names != NULL) compare_put(names, size, " %s", walk_symbol_name(w, k));
    }
    return owners;
}

/* ---- the questions ---- */

static void answer_states(const compare_protocol *p, compare_cell *cell) {
    const char *const names[] = {p->turns, p->exchange};
    carrier_put(p, cell);
    for (size_t i = 0; i < 2 && names[i] != NULL; i++) {
        walk w;
        unsigned n = 0;
        walk_start(&w, names[i], turn_symbols(p));
        for (uint16_t s = 1; w.m != NULL && s < w.m->n_states; s++)
            n += w.reached[s];
        PUT(text, "%s%u of %s", i > 0 ? ", and for each exchange " : "", n, names[i]);
        PUT(brief, "%s%u", i > 0 ? " + " : "", n);
        PUT(proof, "%s%s: of its %u states, %u can be reached without an error or a warning",
            i > 0 ? "; " : "", names[i], w.m != NULL ? w.m->n_states - 1u : 0u, n);
    }
    if (p->carrier != NULL)
        (void)snprintf(cell->brief, sizeof cell->brief, "as %s", p->carrier->name);
}

static void answer_first(const compare_protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, p->turns, turn_symbols(p));
    if (w.m == NULL) return;
    uint16_t s = open_state(p, &w);
    carrier_put(p, cell);
    PUT(proof, "%s: in %s are accepted", w.m->name, walk_state_name(&w, s));
    unsigned owners = speakers(&w, s, cell->proof, sizeof cell->proof);
    PUT(text, "%s%s", parley_turn_name((parley_turn)owners),
        p->opening != NULL ? ", once it is open; the client opens it" : "");
    PUT(brief, "%s", parley_turn_name((parley_turn)owners));
    compare_put_way(&w, s, cell->witness, sizeof cell->witness);
}

static void answer_both(const compare_protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, p->turns, turn_symbols(p));
    if (w.m == NULL) return;
    uint16_t open = open_state(p, &w);
    carrier_put(p, cell);
    for (uint16_t i = 0; i < w.m->n_states; i++) {
        uint16_t s = i == 0 ? open : i; /* the state at rest before all others */
        if (!w.reached[s] || speakers(&w, s, NULL, 0) != 3u) continue;
        PUT(text, s == open ? "yes, at any time" : "only in %s", walk_state_name(&w, s));
        PUT(brief, s == open ? "yes" : "only %s", walk_state_name(&w, s));
        PUT(proof, "%s: in %s both have a word:", w.m->name, walk_state_name(&w, s));
        (void)speakers(&w, s, cell->proof, sizeof cell->proof);
        compare_put_way(&w, s, cell->witness, sizeof cell->witness);
        return;
    }
    PUT(text, "no, one of them at a time; the other may only end it");
    PUT(brief, "no");
    PUT(proof, "%s: in none of its states both have a word", w.m->name);
}

/* Does nobody owe anything? Where exchanges have a machine of their own, the connection is at rest
 * before the first one begins; where there is an opening, behind that. */
static bool at_rest(const compare_protocol *p, const walk *w, uint16_t s) {
    if (p->opening != NULL || p->exchange != NULL) return s == open_state(p, w);
    return w->m->final[s] != 0;
}

/* A symbol of the server that is accepted at rest; or, within, one that leads back to where it was
 * said. */
static bool find_unasked(const compare_protocol *p, const walk *w, bool within,
                         compare_cell *cell) {
    for (uint16_t s = 1; s < w->m->n_states; s++)
        for (uint16_t k = PARLEY_FIRST_SYMBOL; k < symbols_end(w); k++) {
            uint16_t next = w->reached[s] ? walk_step(w, s, k) : 0;
            if (next == 0 || walk_owner(w, k) != PARLEY_OWNER_SERVER || walk_is_closing(w, k) ||
                !walk_is_word(w, k))
                continue;
            if (within ? next != s || walk_rule(w, s, k) != NULL : !at_rest(p, w, s)) continue;
            PUT(text, "%s: %s", within ? "only within an answer" : "yes",
                w->m->words->symbol_expected[k - PARLEY_FIRST_SYMBOL]);
            PUT(brief, "%s", within ? "in 1 response" : "yes");
            PUT(proof, "%s: in %s, %s, %s leads to %s", w->m->name, walk_state_name(w, s),
                within ? "which is not at rest" : "where nobody owes anything",
                walk_symbol_name(w, k), walk_state_name(w, next));
            compare_put_way(w, s, cell->witness, sizeof cell->witness);
            return true;
        }
    return false;
}

static void answer_unasked(const compare_protocol *p, compare_cell *cell) {
    walk turns, exchange;
    walk_start(&turns, p->turns, turn_symbols(p));
    walk_start(&exchange, p->exchange != NULL ? p->exchange : p->turns, turn_symbols(p));
    if (turns.m == NULL || exchange.m == NULL) return;
    carrier_put(p, cell);
    if (find_unasked(p, &turns, false, cell) || find_unasked(p, &exchange, true, cell)) return;
    PUT(text, "no");
    PUT(brief, "no");
    PUT(proof,
        "%s: no state at rest accepts a symbol of the server; %s: none leads back to its own state",
        turns.m->name, exchange.m->name);
    for (uint16_t k = PARLEY_FIRST_SYMBOL; k < symbols_end(&turns); k++) {
        const parley_rule *rule = walk_rule(&turns, turns.m->start, k);
        if (rule == NULL || walk_owner(&turns, k) != PARLEY_OWNER_SERVER ||
            rule->level != PARLEY_ERROR)
            continue;
        PUT(proof, "; %s there breaks %s (%s)", walk_symbol_name(&turns, k), rule->id,
            rule->clause);
        return;
    }
}

/* Is one of two symbols that both sides may say in state s refused behind the other? Then each can
 * be on its way when the other one is sent, and nobody is wrong. */
static bool cross(const walk *w, uint16_t s, uint16_t c, uint16_t k) {
    if (walk_owner(w, c) != PARLEY_OWNER_CLIENT || walk_owner(w, k) != PARLEY_OWNER_SERVER)
        return false;
    uint16_t client = walk_plain_step(w, s, c), server = walk_plain_step(w, s, k);
    if (client == 0 || server == 0 || !walk_is_word(w, c) || !walk_is_word(w, k)) return false;
    return walk_plain_step(w, client, k) == 0 || walk_plain_step(w, server, c) == 0;
}

static void answer_crossings(const compare_protocol *p, compare_cell *cell) {
    walk w;
    size_t n = 0;
    walk_start(&w, p->turns, turn_symbols(p));
    if (w.m == NULL) return;
    carrier_put(p, cell);
    for (uint16_t s = 1; s < w.m->n_states; s++)
        for (uint16_t c = PARLEY_FIRST_SYMBOL; c < symbols_end(&w); c++)
            for (uint16_t k = PARLEY_FIRST_SYMBOL; k < symbols_end(&w); k++) {
                char pair[256];
                if (n == PAIRS || !w.reached[s] || !cross(&w, s, c, k)) continue;
                (void)snprintf(pair, sizeof pair, "%s x %s",
                               w.m->words->symbol_words[c - PARLEY_FIRST_SYMBOL],
                               w.m->words->symbol_words[k - PARLEY_FIRST_SYMBOL]);
                if (has_word(cell->text, pair)) continue;
                if (n++ == 0) compare_put_way(&w, s, cell->witness, sizeof cell->witness);
                compare_put_word(cell->text, sizeof cell->text, pair);
                (void)snprintf(pair, sizeof pair, "%s x", walk_symbol_brief(&w, c));
                if (strstr(cell->brief, pair) == NULL)
                    compare_put_word(cell->brief, sizeof cell->brief, pair);
                else
                    PUT(brief, ",");
                PUT(brief, " %s", walk_symbol_brief(&w, k));
                PUT(proof, "%s: in %s %s and %s are both accepted, and not in either order; ",
                    w.m->name, walk_state_name(&w, s), walk_symbol_name(&w, c),
                    walk_symbol_name(&w, k));
            }
    if (n > 0) return;
    PUT(text, "none");
    PUT(brief, "none");
    PUT(proof, "%s: whatever both sides may say in one state is accepted in either order",
        w.m->name);
}

static const struct {
    compare_question question;
    void (*answer)(const compare_protocol *p, compare_cell *cell);
} questions[] = {
    {{"meaning", "bytes mean"}, answer_meaning},
    {{"end", "message ends by"}, answer_end},
    {{"states", "turn states"}, answer_states},
    {{"first", "speaks first"}, answer_first},
    {{"both", "may both speak"}, answer_both},
    {{"unasked", "server unasked"}, answer_unasked},
    {{"cacheable", "cacheable"}, answer_cacheable_cell},
    {{"reconnect", "after reconnect"}, answer_reconnect},
    {{"crossings", "crossings"}, answer_crossings},
};

const compare_question *compare_question_at(size_t i) {
    return i < sizeof questions / sizeof questions[0] ? &questions[i].question : NULL;
}

/* Takes off what stood between the last of a list and what did not come. */
static void list_end(char *text) {
    size_t n = strlen(text);
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == ';'))
        text[--n] = 0;
}

void compare_answer(size_t i, const compare_protocol *about, compare_cell *cell) {
    *cell = (compare_cell){.text = ""};
    questions[i].answer(about, cell);
    list_end(cell->proof);
    list_end(cell->witness);
}

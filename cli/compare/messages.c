/* What protocols answer to questions about messages: what bytes are, where a message ends, what
 * caches keep of it, what is said again on another connection: see compare.h. */
#include "../../gen/machines/cache_symbols.h"
#include "../../grammars/cache/symbols.h"
#include "compare.h"
#include <stdio.h>
#include <string.h>

#define PUT(field, ...) compare_put(cell->field, sizeof cell->field, __VA_ARGS__)

/* ---- what the bytes mean ---- */

/* What one side can say in any state that is reached. */
static void said_by(const walk *w, unsigned owner, char *text, size_t size) {
    const parley_explanation *words = w->m->words;
    for (uint16_t s = 1; s < w->m->n_states; s++)
        for (size_t i = words->expected_index[s]; w->reached[s] && i < words->expected_index[s + 1];
             i++) {
            unsigned owns = words->phrase_owner[words->expected[i]];
            if ((owns & owner) != 0 && (owns & PARLEY_OWNER_CLOSING) == 0)
                compare_put_word(text, size, words->phrases[words->expected[i]]);
        }
}

void answer_meaning(const compare_protocol *p, compare_cell *cell) {
    const parley_symbol *unit = p->unit != NULL ? symbol_named(p->symbols, p->unit) : NULL;
    if (unit == NULL) {
        PUT(brief, "nothing");
        PUT(text, "nothing: bytes of either side, in order");
        PUT(proof, "%s: no machine of %s reads bytes", p->turns, p->name);
        return;
    }
    PUT(brief, "%s", unit->brief);
    PUT(text, "%s", unit->brief);
    PUT(proof, "%s: %s", p->machine_of_unit, p->unit);
    if (p->carrier != NULL) return; /* what its sides say is what the carrier's do */
    char client[COMPARE_TEXT] = "", server[COMPARE_TEXT] = "";
    const char *const names[] = {p->turns, p->exchange};
    for (size_t i = 0; i < 2 && names[i] != NULL; i++) {
        walk w;
        walk_start(&w, names[i], p->symbols);
        if (w.m == NULL) continue;
        said_by(&w, PARLEY_OWNER_CLIENT, client, sizeof client);
        said_by(&w, PARLEY_OWNER_SERVER, server, sizeof server);
        PUT(proof, "; %s: what its states expect of each side", w.m->name);
    }
    PUT(text, ". client: %.400s | server: %.400s", client, server);
}

/* ---- where a message ends ---- */

static void end_take(const walk *w, uint16_t s, uint16_t symbol, compare_cell *cell) {
    const char *words = w->m->words->symbol_words[symbol - PARLEY_FIRST_SYMBOL];
    compare_put_word(cell->brief, sizeof cell->brief, walk_symbol_brief(w, symbol));
    compare_put_word(cell->text, sizeof cell->text, words);
    if (strstr(cell->proof, walk_symbol_name(w, symbol)) != NULL) return;
    PUT(proof, " %s in %s;", walk_symbol_name(w, symbol), walk_state_name(w, s));
    if (cell->witness[0] == 0) compare_put_way(w, s, cell->witness, sizeof cell->witness);
}

/* Does state s read whatever comes, and may its side end there, which is noted? */
static bool lasts_to_the_end(const walk *w, uint16_t s) {
    for (uint16_t byte = 0; byte < PARLEY_FIRST_SYMBOL; byte++)
        if (walk_plain_step(w, s, byte) != s) return false;
    return w->m->final[s] != 0 && parley_machine_end(w->m, s) != 0;
}

/* A frame that is not the whole message: the byte with which the last one begins. */
static void pieces_put(const compare_protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, p->pieces, p->symbols);
    for (uint16_t s = 1; w.m != NULL && s < w.m->n_states; s++) {
        if (!w.reached[s] || s == w.m->start || w.by[s] < PARLEY_FIRST_SYMBOL) continue;
        for (uint16_t first = 0; first < PARLEY_FIRST_SYMBOL; first++) {
            uint16_t within = walk_plain_step(&w, s, first);
            for (uint16_t last = 0; within != 0 && within != s && last < PARLEY_FIRST_SYMBOL;
                 last++) {
                if (walk_plain_step(&w, within, last) != s) continue;
                PUT(brief, " of last frame");
                PUT(text, " of its last frame");
                PUT(proof, " %s: 0x%02x begins a message of several frames, 0x%02x its last one",
                    p->pieces, first, last);
                return;
            }
        }
    }
}

void answer_end(const compare_protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, p->framing, p->symbols);
    if (w.m == NULL) {
        PUT(brief, "-");
        PUT(text, "nothing: it has no messages");
        PUT(proof, "%s reads no bytes; no machine of %s reports the end of a message", p->turns,
            p->name);
        return;
    }
    const parley_symbol *end = symbol_named(p->symbols, p->end);
    const bool event = end != NULL && end->number < PARLEY_FIRST_SYMBOL;
    PUT(proof, "%s, %s the end:", w.m->name, event ? "what reports" : "what tells");
    for (uint16_t s = 1; end != NULL && s < w.m->n_states; s++) {
        if (!w.reached[s]) continue;
        if (lasts_to_the_end(&w, s) && event) end_take(&w, s, walk_last_symbol(&w, s), cell);
        for (uint16_t input = 0; input < PARLEY_FIRST_SYMBOL + w.m->n_symbols; input++) {
            bool ends = event ? walk_reports(&w, s, input, end->number)
                              : input == end->number && walk_plain_step(&w, s, input) != 0;
            if (!ends) continue;
            uint16_t symbol = input >= PARLEY_FIRST_SYMBOL ? input : walk_last_symbol(&w, s);
            if (symbol != 0) end_take(&w, s, symbol, cell);
        }
    }
    if (p->pieces != NULL) pieces_put(p, cell);
}

/* ---- what caches keep ---- */

void answer_cacheable_cell(const compare_protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, "cache.storing", parley_cache_symbols);
    if (w.m == NULL) return;
    /* What is no response is, to a cache, behind a response that is not final */
    const uint16_t status = p->responses ? STATUS_COMMON : STATUS_INTERIM;
    for (uint16_t s = 1; s < w.m->n_states; s++) {
        if (!w.reached[s] || walk_step(&w, s, status) == 0) continue;
        PUT(brief, "%s", walk_symbol_brief(&w, status));
        PUT(text, "%s: %s", walk_symbol_brief(&w, status),
            p->responses ? "what its head and that of its request say decides"
                         : w.m->words->symbol_words[status - PARLEY_FIRST_SYMBOL]);
        PUT(proof, "%s: %s in %s %s", w.m->name, walk_symbol_name(&w, status),
            walk_state_name(&w, s), p->responses ? "is stored" : "is refused");
        compare_put_way(&w, s, cell->witness, sizeof cell->witness);
        break;
    }
    const parley_rule *rule = p->stored_rule != NULL ? parley_rule_find(p->stored_rule) : NULL;
    const parley_symbol *stored = p->stored != NULL ? symbol_named(p->symbols, p->stored) : NULL;
    if (rule == NULL || stored == NULL) return;
    (void)snprintf(cell->brief, sizeof cell->brief, "%s", stored->brief);
    (void)snprintf(cell->text, sizeof cell->text, "%s: %s", stored->brief, rule->sentence);
    PUT(proof, "; %s (%s, %s): %s", rule->id, parley_level_name(rule->level), rule->clause,
        rule->message);
}

/* ---- what is said again ---- */

static bool reconnect_by_turns(const compare_protocol *p, compare_cell *cell) {
    walk w;
    walk_start(&w, p->turns, p->symbols);
    if (w.m == NULL || p->lost == NULL) return false;
    PUT(proof, "%s: after %s ", w.m->name, p->lost);
    for (uint16_t s = 1; s < w.m->n_states; s++)
        for (uint16_t k = PARLEY_FIRST_SYMBOL; k < PARLEY_FIRST_SYMBOL + w.m->n_symbols; k++) {
            uint16_t next = w.reached[s] ? walk_plain_step(&w, s, k) : 0;
            if (next == 0 || strcmp(walk_symbol_name(&w, k), p->lost) != 0) continue;
            compare_put_way(&w, next, cell->witness, sizeof cell->witness);
            for (uint16_t c = PARLEY_FIRST_SYMBOL; c < PARLEY_FIRST_SYMBOL + w.m->n_symbols; c++) {
                if (walk_owner(&w, c) != PARLEY_OWNER_CLIENT || walk_is_closing(&w, c) ||
                    !walk_is_word(&w, c) || walk_plain_step(&w, next, c) == 0)
                    continue;
                compare_put_word(cell->brief, sizeof cell->brief, walk_symbol_brief(&w, c));
                compare_put_word(cell->text, sizeof cell->text,
                                 w.m->words->symbol_expected[c - PARLEY_FIRST_SYMBOL]);
                PUT(proof, "%s is accepted; ", walk_symbol_name(&w, c));
            }
        }
    return cell->text[0] != 0;
}

void answer_reconnect(const compare_protocol *p, compare_cell *cell) {
    const parley_symbol *kept = p->kept != NULL ? symbol_named(p->symbols, p->kept) : NULL;
    walk w;
    if (kept != NULL) {
        walk_start(&w, p->keeps, p->symbols);
        if (w.m == NULL) return;
        uint16_t asked = walk_step(&w, w.m->start, kept->number);
        PUT(brief, "%s", kept->brief);
        PUT(text, "%s, whichever connection it comes on",
            w.m->words->symbol_words[kept->number - PARLEY_FIRST_SYMBOL]);
        PUT(proof, "%s goes on over connections; after %s it knows", w.m->name, kept->name);
        for (uint16_t k = PARLEY_FIRST_SYMBOL; k < PARLEY_FIRST_SYMBOL + w.m->n_symbols; k++) {
            uint16_t next = asked;
            const parley_rule *rule = walk_rule(&w, asked, k);
            (void)parley_machine_symbol(w.m, &next, k);
            if (next == 0) continue;
            PUT(proof, " %s%s%s%s", walk_symbol_name(&w, k), rule != NULL ? " (breaks " : "",
                rule != NULL ? rule->id : "", rule != NULL ? ")" : "");
        }
        return;
    }
    if (reconnect_by_turns(p, cell)) return;
    walk_start(&w, p->turns, p->symbols);
    if (w.m == NULL) return;
    PUT(brief, "nothing");
    PUT(text, "nothing: what to say again is for the application to know");
    PUT(proof, "%s begins anew with each connection, in %s", w.m->name,
        walk_state_name(&w, w.m->start));
}

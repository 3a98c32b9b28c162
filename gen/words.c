/* Computes what can be expected in each state. */
#include "words.h"

#include "parley_machine.h"
#include <stdlib.h>
#include <string.h>

#define FEW_BYTES 2 /* are told one by one */

/* How the bytes that a state expects are told. */
typedef enum group_kind {
    GROUP_ON,    /* the definition goes on */
    GROUP_LAST,  /* it is read by the definition, which may be over then */
    GROUP_FIRST, /* the definition that one is in front of begins */
    GROUP_BEGIN, /* another one begins */
    GROUP_PLAIN  /* told as bytes */
} group_kind;

typedef struct group {
    group_kind kind;
    size_t definition;
    bool has[256];
    size_t size;
} group;

/* The outermost definition that begins with this byte and lies within where. */
static size_t begun_by(const model *m, size_t state, size_t input, size_t where) {
    size_t best = GRAMMAR_NONE;
    for (size_t d = 0; d < m->g->n_definitions; d++) {
        if ((place_status(m, state, d) & IN_BEGINS) == 0 || !model_reads(m, state, input, d))
            continue;
        if (d == where || place_encloses(m, d, where) || m->g->definitions[d].is_main) continue;
        if (best == GRAMMAR_NONE || place_encloses(m, d, best)) best = d;
    }
    return best;
}

/* The outermost definition within where that goes on with this byte. */
static size_t gone_on_by(const model *m, size_t state, size_t input, size_t where) {
    size_t best = GRAMMAR_NONE, next = m->next[state * m->n_inputs + input];
    for (size_t d = 0; d < m->g->n_definitions; d++) {
        if (!place_encloses(m, where, d) || !model_reads(m, state, input, d)) continue;
        if (!place_inside(m, state, d) || !place_inside(m, next, d)) continue;
        if (best == GRAMMAR_NONE || place_encloses(m, d, best)) best = d;
    }
    return best;
}

static group_kind byte_group(const model *m, const words *w, size_t state, size_t input,
                             size_t *d) {
    size_t where = w->where[state];
    bool reads = model_reads(m, state, input, where) && !m->g->definitions[where].is_main;
    *d = where;
    if (reads && place_inside(m, state, where)) {
        if (w->where[m->next[state * m->n_inputs + input]] == where) return GROUP_ON;
        *d = begun_by(m, state, input, where);
        if (*d != GRAMMAR_NONE) return GROUP_BEGIN;
        *d = gone_on_by(m, state, input, where);
        if (*d != GRAMMAR_NONE) return GROUP_ON;
        *d = where;
        return GROUP_LAST;
    }
    *d = begun_by(m, state, input, where);
    if (*d != GRAMMAR_NONE) return GROUP_BEGIN;
    *d = where;
    if (reads && (place_status(m, state, where) & IN_BEGINS) != 0) return GROUP_FIRST;
    return GROUP_PLAIN;
}

/* Two groups that are one set in words: different readings of the same definition go on. Told as
 * that of where. */
static bool join_two(const set_list *sets, group *a, const group *b) {
    bool both[256];
    text words_a = {NULL, 0, 0}, words_both = {NULL, 0, 0};
    for (size_t i = 0; i < 256; i++)
        both[i] = a->has[i] || b->has[i];
    bool fits = sets_words(sets, both, &words_both) <= sets_words(sets, a->has, &words_a);
    text_free(&words_a);
    text_free(&words_both);
    if (!fits) return false;
    memcpy(a->has, both, sizeof both);
    a->size += b->size;
    return true;
}

static size_t join_groups(const set_list *sets, size_t where, bool where_told, group *groups,
                          size_t n) {
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            if (a == b || groups[a].kind != GROUP_ON || groups[b].kind != GROUP_ON) continue;
            if (groups[a].size < groups[b].size || !join_two(sets, &groups[a], &groups[b]))
                continue;
            if (where_told) groups[a].definition = where;
            groups[b] = groups[--n];
            return join_groups(sets, where, where_told, groups, n);
        }
    return n;
}

static size_t state_groups(const model *m, const words *w, const set_list *sets, size_t state,
                           group *groups) {
    size_t n = 0;
    for (size_t i = 0; i < 256; i++) {
        if (!model_expects(m, state, i)) continue;
        size_t d, k = 0;
        group_kind kind = byte_group(m, w, state, i, &d);
        while (k < n && (groups[k].kind != kind || groups[k].definition != d))
            k++;
        if (k == n) {
            groups[n] = (group){.kind = kind, .definition = d};
            n++;
        }
        groups[k].has[i] = true;
        groups[k].size++;
    }
    size_t where = w->where[state], on = 0;
    n = join_groups(sets, where, !m->g->definitions[where].is_main, groups, n);
    for (size_t k = 0; k < n; k++)
        on += groups[k].kind == GROUP_ON;
    for (size_t k = 0; k < n; k++) /* all that goes on here is where */
        if (on == 1 && groups[k].kind == GROUP_ON && (place_status(m, state, where) & MAY_END) != 0)
            groups[k].definition = where;
    return n;
}

static size_t phrase_number(words *w, const char *phrase, uint8_t owner) {
    for (size_t i = 0; i < w->n_phrases; i++)
        if (w->owners[i] == owner && strcmp(w->phrases[i], phrase) == 0) return i;
    w->phrases = mem_grow(w->phrases, w->n_phrases, &w->phrases_room, sizeof *w->phrases);
    w->owners = mem_grow(w->owners, w->n_phrases, &w->owners_room, sizeof *w->owners);
    w->phrases[w->n_phrases] = mem_copy(phrase);
    w->owners[w->n_phrases] = owner;
    return w->n_phrases++;
}

static void state_expects(words *w, size_t state, const char *phrase, uint8_t owner) {
    size_t number = phrase_number(w, phrase, owner);
    for (size_t i = w->expected_index[state]; i < w->n_expected; i++)
        if (w->expected[i] == number) return;
    w->expected = mem_grow(w->expected, w->n_expected, &w->expected_room, sizeof *w->expected);
    w->expected[w->n_expected++] = number;
}

/* One phrase, or as many as the set has groups. */
static void group_phrases(const model *m, const set_list *sets, const group *g, text *list,
                          size_t *n) {
    text set = {NULL, 0, 0};
    size_t parts = sets_words(sets, g->has, &set);
    char *name = words_name(m->g->definitions[g->definition].name);
    bool goes_on = g->kind == GROUP_ON || (g->kind == GROUP_LAST && parts == 1);
    bool plain = g->kind == GROUP_PLAIN || (g->kind == GROUP_LAST && parts != 1) ||
                 (goes_on && g->size <= FEW_BYTES);
    if (g->kind == GROUP_BEGIN)
        text_add(list, name);
    else if (plain)
        text_add(list, text_string(&set));
    else if (parts > 3)
        text_addf(list, goes_on ? "another %s byte" : "%s", name);
    else
        text_addf(list, goes_on ? "another %s byte (%s)" : "%s (%s)", name, text_string(&set));
    *n += plain ? parts : 1;
    free(name);
    text_free(&set);
}

/* Phrases of plain groups are separated by ", "; those inside of parentheses belong to their
 * phrase. */
static char *phrase_cut(char **rest) {
    char *s = *rest;
    unsigned depth = 0;
    bool quoted = false;
    for (char *c = s; *c != 0; c++) {
        if (*c == '"') quoted = !quoted;
        if (quoted) continue;
        if (*c == '(') depth++;
        if (*c == ')') depth--;
        if (depth != 0 || c[0] != ',' || c[1] != ' ') continue;
        *c = 0;
        *rest = c + 2;
        return s;
    }
    *rest = NULL;
    return s;
}

static void state_bytes(words *w, const model *m, const set_list *sets, size_t state, report *r) {
    static const group_kind order[] = {GROUP_ON, GROUP_LAST, GROUP_FIRST, GROUP_BEGIN, GROUP_PLAIN};
    group *groups = mem_zero(256, sizeof *groups);
    size_t n = state_groups(m, w, sets, state, groups), parts = 0, told = 0;
    text list = {NULL, 0, 0};
    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++)
        for (size_t i = 0; i < n; i++) {
            if (groups[i].kind != order[k]) continue;
            if (list.length != 0) text_add(&list, ", ");
            group_phrases(m, sets, &groups[i], &list, &parts);
        }
    char *rest = parts == 0 ? NULL : list.data;
    while (rest != NULL && (told + 1 < WORDS_GROUPS || parts <= WORDS_GROUPS)) {
        state_expects(w, state, phrase_cut(&rest), 0);
        told++;
    }
    if (rest != NULL) {
        text more = {NULL, 0, 0};
        text_addf(&more, "%zu more", parts - told);
        state_expects(w, state, more.data, 0);
        text_free(&more);
        const definition *d = &m->g->definitions[w->where[state]];
        report_warning(
            r, m->g->files[d->file].path, d->line,
            "what can follow inside %s takes %zu groups of words; a reader takes in %d; name a "
            "set of these bytes",
            d->name, parts, WORDS_GROUPS);
    }
    text_free(&list);
    free(groups);
}

static void state_symbols(words *w, const model *m, size_t state) {
    for (size_t i = 256; i < m->n_inputs; i++) {
        const symbol *s = symbols_by_number(&m->g->symbols, (unsigned)i);
        if (s == NULL || !model_expects(m, state, i)) continue;
        unsigned owner = symbol_owner(s);
        if (strcmp(s->expected, "-") == 0) continue; /* nobody waits for it */
        state_expects(w, state, s->expected, (uint8_t)owner);
        if ((owner & PARLEY_OWNER_CLOSING) == 0) w->turn[state] |= (uint8_t)owner;
    }
}

void words_build(words *w, const model *m, const set_list *sets, report *r) {
    memset(w, 0, sizeof *w);
    w->where = mem_zero(m->n_states, sizeof *w->where);
    w->within = mem_zero(m->n_states, sizeof *w->within);
    w->turn = mem_zero(m->n_states, 1);
    w->expected_index = mem_zero(m->n_states + 1, sizeof *w->expected_index);
    w->where[0] = w->within[0] = m->g->machines[m->machine].main;
    for (size_t s = 1; s < m->n_states; s++) {
        w->where[s] = place_where(m, s);
        w->within[s] = place_within(m, s, w->where[s]);
    }
    for (size_t s = 0; s < m->n_states; s++) {
        w->expected_index[s] = w->n_expected;
        if (s == 0) continue;
        state_bytes(w, m, sets, s, r);
        state_symbols(w, m, s);
    }
    w->expected_index[m->n_states] = w->n_expected;
}

void words_free(words *w) {
    for (size_t i = 0; i < w->n_phrases; i++)
        free(w->phrases[i]);
    free(w->where);
    free(w->within);
    free(w->phrases);
    free(w->owners);
    free(w->expected_index);
    free(w->expected);
    free(w->turn);
    memset(w, 0, sizeof *w);
}

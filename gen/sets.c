/* Named sets of bytes, and how a set is told with their names. */
#include "words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define RANGE_MIN  3 /* fewer neighbours are told one by one */
#define PIECES_MAX 3 /* more pieces are told as a set and what it lacks */
#define EXCEPT_MAX 8

bool sets_is_class(const xml_machine *x, bool *empty) {
    bool any = false;
    *empty = false;
    if (x->start < 0) return false;
    const xml_state *start = &x->states[x->start];
    for (size_t i = 0; i < start->n_edges; i++) {
        int target = start->edges[i].target;
        if (target == XML_NONE) continue;
        any = true;
        const xml_state *next = &x->states[target];
        if (!next->final) return false;
        for (size_t k = 0; k < next->n_edges; k++)
            if (next->edges[k].target != XML_NONE) return false;
    }
    *empty = !any && !start->final;
    return any && !start->final;
}

static named_set *set_new(set_list *sets, const char *name, size_t n_inputs) {
    sets->items = mem_grow(sets->items, sets->n, &sets->room, sizeof *sets->items);
    named_set *set = &sets->items[sets->n++];
    *set = (named_set){words_name(name), mem_zero(n_inputs, sizeof(bool)), 0, false};
    sets->n_inputs = n_inputs;
    return set;
}

static void set_put(named_set *set, int low, int high, size_t n_inputs) {
    for (int i = low < 0 ? 0 : low; i <= high && i < (int)n_inputs; i++) {
        set->size += !set->has[i];
        set->has[i] = true;
    }
}

void sets_add(set_list *sets, const char *name, const xml_machine *x, size_t n_inputs) {
    named_set *set = set_new(sets, name, n_inputs);
    const xml_state *start = &x->states[x->start];
    for (size_t i = 0; i < start->n_edges; i++)
        if (start->edges[i].target != XML_NONE)
            set_put(set, start->edges[i].low, start->edges[i].high, n_inputs);
}

void sets_add_builtin(set_list *sets) {
    static const struct {
        const char *name;
        unsigned char ranges[8]; /* pairs, ended by 0 */
    } builtin[] = {{"alphanumeric", {'0', '9', 'A', 'Z', 'a', 'z', 0, 0}},
                   {"hexadecimal digit", {'0', '9', 'A', 'F', 'a', 'f', 0, 0}},
                   {"letter", {'A', 'Z', 'a', 'z', 0, 0, 0, 0}},
                   {"digit", {'0', '9', 0, 0, 0, 0, 0, 0}}};
    size_t n_inputs = sets->n_inputs < 256 ? 256 : sets->n_inputs;
    for (size_t i = 0; i < sizeof builtin / sizeof builtin[0]; i++) {
        named_set *set = set_new(sets, builtin[i].name, n_inputs);
        set->builtin = true;
        for (size_t k = 0; k + 1 < 8 && builtin[i].ranges[k] != 0; k += 2)
            set_put(set, builtin[i].ranges[k], builtin[i].ranges[k + 1], n_inputs);
    }
    named_set *any = set_new(sets, "any byte", n_inputs);
    any->builtin = true;
    set_put(any, 0, 255, n_inputs);
}

void sets_free(set_list *sets) {
    for (size_t i = 0; i < sets->n; i++) {
        free(sets->items[i].name);
        free(sets->items[i].has);
    }
    free(sets->items);
    *sets = (set_list){NULL, 0, 0, 0};
}

/* A byte that people can read needs no other name. */
static bool needs_no_name(const named_set *set) {
    for (size_t b = 0x21; b < 0x7f; b++)
        if (set->has[b]) return set->size < 2;
    return set->size == 0;
}

/* The largest named set of bytes that lies within; of equals the author's, then the first. */
static const named_set *largest_within(const set_list *sets, const bool *rest) {
    const named_set *best = NULL;
    for (size_t i = 0; i < sets->n; i++) {
        const named_set *set = &sets->items[i];
        if (needs_no_name(set)) continue;
        bool inside = true;
        for (size_t k = 0; k < sets->n_inputs && inside; k++)
            inside = !set->has[k] || (k < 256 && rest[k]);
        if (!inside) continue;
        if (best == NULL || set->size > best->size ||
            (set->size == best->size && best->builtin && !set->builtin))
            best = set;
    }
    return best;
}

static void byte_word(size_t b, text *out) {
    static const struct {
        unsigned byte;
        const char *name;
    } names[] = {{0x00, "NUL"}, {0x09, "HTAB"},   {0x0a, "LF"}, {0x0d, "CR"},
                 {0x20, "SP"},  {0x22, "DQUOTE"}, {0x7f, "DEL"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].byte == b) {
            text_add(out, names[i].name);
            return;
        }
    if (b > 0x20 && b < 0x7f)
        text_addf(out, "\"%c\"", (char)b);
    else
        text_addf(out, "0x%02zx", b);
}

static bool letter_pair(const bool *rest, size_t b) {
    return b >= 'A' && b <= 'Z' && rest[b + 32];
}

/* One group of what is left, from byte b on, which it takes out of rest. */
static void left_over(bool *rest, size_t b, text *out) {
    size_t last = b;
    while (last < 255 && rest[last + 1])
        last++;
    if (last - b + 1 >= RANGE_MIN) {
        byte_word(b, out);
        text_add(out, "-");
        byte_word(last, out);
        for (size_t k = b; k <= last; k++)
            rest[k] = false;
        return;
    }
    byte_word(b, out);
    rest[b] = false;
    if (!letter_pair(rest, b)) return;
    rest[b + 32] = false;
    text_add(out, " in any case");
}

/* The smallest named set around a set that has few bytes more; NULL if there is none. */
static const named_set *around(const set_list *sets, const bool *has, size_t size) {
    const named_set *best = NULL;
    for (size_t i = 0; i < sets->n; i++) {
        const named_set *set = &sets->items[i];
        bool all = set->size <= size + EXCEPT_MAX && set->size > size;
        for (size_t k = 0; k < sets->n_inputs && all; k++)
            all = k < 256 ? set->has[k] || !has[k] : !set->has[k];
        if (all && (best == NULL || set->size < best->size)) best = set;
    }
    return best;
}

static size_t pieces_words(const set_list *sets, const bool *has, text *out) {
    bool rest[256];
    size_t groups = 0;
    memcpy(rest, has, sizeof rest);
    for (const named_set *set; (set = largest_within(sets, rest)) != NULL;) {
        text_addf(out, "%s%s", groups++ == 0 ? "" : ", ", set->name);
        for (size_t i = 0; i < 256; i++)
            if (set->has[i]) rest[i] = false;
    }
    for (size_t b = 0; b < 256; b++) {
        if (!rest[b]) continue;
        text_add(out, groups++ == 0 ? "" : ", ");
        left_over(rest, b, out);
    }
    return groups;
}

size_t sets_words(const set_list *sets, const bool *has, text *out) {
    text pieces = {NULL, 0, 0};
    size_t size = 0, groups = pieces_words(sets, has, &pieces);
    for (size_t i = 0; i < 256; i++)
        size += has[i];
    const named_set *set = groups > PIECES_MAX ? around(sets, has, size) : NULL;
    if (set != NULL) {
        bool missing[256];
        for (size_t i = 0; i < 256; i++)
            missing[i] = set->has[i] && !has[i];
        pieces.length = 0;
        (void)pieces_words(sets, missing, &pieces);
        /* blanks between, so that the whole is one group */
        text_addf(out, "%s except ", set->name);
        for (const char *c = pieces.data; *c != 0; c++)
            if (*c != ',' || c[1] != ' ') text_addf(out, "%c", *c);
        groups = 1;
    } else {
        text_add(out, text_string(&pieces));
    }
    text_free(&pieces);
    return groups;
}

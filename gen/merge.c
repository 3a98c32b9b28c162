/* Joins states that nobody can tell apart any more: markers kept them apart while words were found
 * for them. Two states are joined only if they behave alike and people are told the same of both.
 */
#include "merge.h"

#include <stdlib.h>
#include <string.h>

typedef struct merger {
    model *m;
    words *w;
    size_t *class; /* [states] */
    size_t n_classes;
} merger;

static bool same_words(const words *w, size_t a, size_t b) {
    size_t n = w->expected_index[a + 1] - w->expected_index[a];
    if (w->expected_index[b + 1] - w->expected_index[b] != n) return false;
    return n == 0 || memcmp(w->expected + w->expected_index[a], w->expected + w->expected_index[b],
                            n * sizeof *w->expected) == 0;
}

/* Alike as far as one sees without reading on. */
static bool same_outside(const merger *x, size_t a, size_t b) {
    const model *m = x->m;
    const words *w = x->w;
    size_t n = m->n_inputs;
    return m->final[a] == m->final[b] && m->end_action[a] == m->end_action[b] &&
           w->where[a] == w->where[b] && w->within[a] == w->within[b] && w->turn[a] == w->turn[b] &&
           same_words(w, a, b) &&
           memcmp(m->action + a * n, m->action + b * n, n * sizeof *m->action) == 0 &&
           memcmp(m->expected + a * n, m->expected + b * n, n * sizeof *m->expected) == 0;
}

static bool same_ways(const merger *x, size_t a, size_t b) {
    size_t n = x->m->n_inputs;
    for (size_t i = 0; i < n; i++)
        if (x->class[x->m->next[a * n + i]] != x->class[x->m->next[b * n + i]]) return false;
    return true;
}

/* One round: states of one class that differ are parted. first[c] are the states that new classes
 * began with. */
static size_t part_classes(merger *x, size_t *fresh, size_t *first, bool outside) {
    size_t n = 0;
    for (size_t s = 0; s < x->m->n_states; s++) {
        size_t c = 0;
        for (; c < n; c++) {
            size_t f = first[c];
            if (x->class[f] != x->class[s]) continue;
            if (outside ? same_outside(x, f, s) : same_ways(x, f, s)) break;
        }
        if (c == n) first[n++] = s;
        fresh[s] = c;
    }
    memcpy(x->class, fresh, x->m->n_states * sizeof *fresh);
    return n;
}

static void find_classes(merger *x) {
    size_t n = x->m->n_states, before;
    size_t *fresh = mem_zero(n, sizeof *fresh), *first = mem_zero(n, sizeof *first);
    for (size_t s = 1; s < n; s++)
        x->class[s] = 1; /* 0 rejects, and is like no other */
    x->n_classes = part_classes(x, fresh, first, true);
    do {
        before = x->n_classes;
        x->n_classes = part_classes(x, fresh, first, false);
    } while (x->n_classes != before);
    free(fresh);
    free(first);
}

/* Breadth first again. old[number] is a state of the class that gets the number. */
static void number_classes(const merger *x, size_t *number, size_t *old) {
    const model *m = x->m;
    bool *seen = mem_zero(x->n_classes, sizeof *seen);
    size_t last = 1;
    number[x->class[0]] = 0;
    seen[x->class[0]] = true;
    old[0] = 0;
    old[1] = m->start;
    number[x->class[m->start]] = 1;
    seen[x->class[m->start]] = true;
    for (size_t k = 1; k <= last; k++)
        for (size_t i = 0; i < m->n_inputs; i++) {
            size_t next = m->next[old[k] * m->n_inputs + i], c = x->class[next];
            if (seen[c]) continue;
            seen[c] = true;
            number[c] = ++last;
            old[last] = next;
        }
    free(seen);
}

/* Row k of the tables becomes row old[k]; old never lists a row twice, and rows are copied to fresh
 * room. */
static void *move_rows(void *rows, const size_t *old, size_t n, size_t size) {
    char *to = mem_zero(n, size), *from = rows;
    for (size_t k = 0; k < n; k++)
        memcpy(to + k * size, from + old[k] * size, size);
    free(from);
    return to;
}

static void move_words(words *w, const size_t *old, size_t n) {
    size_t *index = mem_zero(n + 1, sizeof *index),
           *expected = mem_zero(w->n_expected, sizeof *expected);
    size_t at = 0;
    for (size_t k = 0; k < n; k++) {
        index[k] = at;
        for (size_t i = w->expected_index[old[k]]; i < w->expected_index[old[k] + 1]; i++)
            expected[at++] = w->expected[i];
    }
    index[n] = at;
    free(w->expected_index);
    free(w->expected);
    w->expected_index = index;
    w->expected = expected;
    w->n_expected = at;
    w->expected_room = at;
    w->where = move_rows(w->where, old, n, sizeof *w->where);
    w->within = move_rows(w->within, old, n, sizeof *w->within);
    w->turn = move_rows(w->turn, old, n, sizeof *w->turn);
}

static void move_model(const merger *x, const size_t *number, const size_t *old) {
    model *m = x->m;
    size_t n = x->n_classes, inputs = m->n_inputs, all = m->g->n_definitions;
    for (size_t i = 0; i < m->n_states * inputs; i++)
        m->next[i] = (uint16_t)number[x->class[m->next[i]]];
    uint8_t *status = mem_zero(n * all, 1);
    for (size_t s = 0; s < m->n_states; s++)
        for (size_t d = 0; d < all; d++)
            status[number[x->class[s]] * all + d] |= m->status[s * all + d];
    free(m->status);
    m->status = status;
    m->next = move_rows(m->next, old, n, inputs * sizeof *m->next);
    m->action = move_rows(m->action, old, n, inputs * sizeof *m->action);
    m->tag = move_rows(m->tag, old, n, inputs * sizeof *m->tag);
    m->expected = move_rows(m->expected, old, n, inputs * sizeof *m->expected);
    m->final = move_rows(m->final, old, n, sizeof *m->final);
    m->end_action = move_rows(m->end_action, old, n, sizeof *m->end_action);
    m->n_states = n;
    m->start = 1;
}

void merge_states(model *m, words *w) {
    merger x = {m, w, mem_zero(m->n_states, sizeof(size_t)), 0};
    find_classes(&x);
    size_t *number = mem_zero(x.n_classes, sizeof *number),
           *old = mem_zero(x.n_classes + 1, sizeof *old);
    number_classes(&x, number, old);
    move_model(&x, number, old);
    move_words(w, old, x.n_classes);
    free(number);
    free(old);
    free(x.class);
}

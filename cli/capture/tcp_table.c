/* Finds the connection of a segment: a hash table over pairs of addresses and ports, and lists by
 * last use.
 *
 * It must not know what a connection is in the middle of. */
#include "tcp_state.h"
#include <stdlib.h>
#include <string.h>

#define BUCKETS_START 1024u

int table_start(tcp_table *t) {
    memset(t, 0, sizeof *t);
    t->n_buckets = BUCKETS_START;
    t->buckets = calloc(t->n_buckets, sizeof(flow *));
    return t->buckets != NULL ? 0 : -1;
}

void table_free(tcp_table *t) {
    for (size_t i = 0; t->buckets != NULL && i < t->n_buckets; i++)
        for (flow *f = t->buckets[i], *next; f != NULL; f = next) {
            next = f->chain;
            free(f);
        }
    free(t->buckets);
}

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static uint64_t hash_end(const endpoint *e) {
    uint64_t words[2];
    memcpy(words, e->address, sizeof words);
    uint64_t hash = mix(e->port, words[0]);
    return e->family == 6 ? mix(hash, words[1]) : hash;
}

static bool same_end(const endpoint *a, const endpoint *b) {
    return a->port == b->port && a->family == b->family &&
           memcmp(a->address, b->address, sizeof a->address) == 0;
}

/* Which direction of the flow the segment goes in; -1 if it belongs to another flow. */
static int direction(const flow *f, const segment *s) {
    if (same_end(&f->ends[0], &s->from) && same_end(&f->ends[1], &s->to)) return 0;
    if (same_end(&f->ends[1], &s->from) && same_end(&f->ends[0], &s->to)) return 1;
    return -1;
}

static void unlink_flow(flow *f) {
    flow_list *list = f->list;
    if (list == NULL) return;
    *(f->prev ? &f->prev->next : &list->first) = f->next;
    *(f->next ? &f->next->prev : &list->last) = f->prev;
    f->prev = f->next = NULL;
    f->list = NULL;
    list->n--;
}

void table_move(flow *f, flow_list *list) {
    if (list->last == f) return;
    unlink_flow(f);
    f->list = list;
    f->prev = list->last;
    *(list->last ? &list->last->next : &list->first) = f;
    list->last = f;
    list->n++;
}

void table_remove(tcp_table *t, flow *f) {
    flow **place = &t->buckets[f->hash & (t->n_buckets - 1)];
    while (*place != f)
        place = &(*place)->chain;
    *place = f->chain;
    unlink_flow(f);
    if (t->recent == f) t->recent = NULL;
    t->n--;
    free(f);
}

/* Twice as many buckets. Without memory for them the chains just get longer. */
static void grow(tcp_table *t) {
    size_t n = 2 * t->n_buckets;
    flow **buckets = calloc(n, sizeof(flow *));
    if (buckets == NULL) return;
    for (size_t i = 0; i < t->n_buckets; i++)
        for (flow *f = t->buckets[i], *next; f != NULL; f = next) {
            next = f->chain;
            f->chain = buckets[f->hash & (n - 1)];
            buckets[f->hash & (n - 1)] = f;
        }
    free(t->buckets);
    t->buckets = buckets;
    t->n_buckets = n;
}

flow *table_find(tcp_table *t, const segment *s, unsigned *d, bool *made) {
    *made = false;
    int way = t->recent != NULL ? direction(t->recent, s) : -1;
    if (way >= 0) {
        *d = (unsigned)way;
        return t->recent;
    }
    uint64_t a = hash_end(&s->from), b = hash_end(&s->to);
    uint64_t hash = mix(a + b, a ^ b); /* the same for both directions */
    for (flow *f = t->buckets[hash & (t->n_buckets - 1)]; f != NULL; f = f->chain) {
        if (f->hash != hash || (way = direction(f, s)) < 0) continue;
        *d = (unsigned)way;
        t->recent = f;
        return f;
    }
    if (t->n >= t->n_buckets) grow(t);
    flow *f = calloc(1, sizeof *f);
    if (f == NULL) return NULL;
    f->hash = hash;
    f->ends[0] = s->from;
    f->ends[1] = s->to;
    f->chain = t->buckets[hash & (t->n_buckets - 1)];
    t->buckets[hash & (t->n_buckets - 1)] = f;
    t->n++;
    t->recent = f;
    *d = 0;
    *made = true;
    return f;
}

/* Playlists for tests: see told.h. */
#include "told.h"
#include "../support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct finding {
    uint64_t offset;
    const char *rule;
    size_t order;
} finding;

typedef struct listening {
    finding *findings;
    size_t n, room, worse;
    uint64_t sum;
} listening;

static uint64_t sum_add(uint64_t sum, uint64_t value) {
    return (sum ^ value) * UINT64_C(0x100000001b3);
}

static void finding_hear(void *user, const parley_finding *f) {
    listening *l = user;
    if (l->n == l->room) {
        l->room = l->room != 0 ? l->room * 2 : 64;
        l->findings = realloc(l->findings, l->room * sizeof *l->findings);
        assert_non_null(l->findings);
    }
    assert_non_null(f->machine);
    assert_true(f->state != 0 && f->state < f->machine->n_states);
    if (parley_expected_count(f) == 0) fail_msg("%s tells nothing that is expected", f->rule->id);
    l->findings[l->n] = (finding){f->span.offset, f->rule->id, l->n};
    l->n++;
    l->worse += f->rule->level != PARLEY_NOTE;
    l->sum = sum_add(sum_add(sum_add(l->sum, f->state), f->got), f->number);
}

static int finding_order(const void *a, const void *b) {
    const finding *x = a, *y = b;
    if (x->offset != y->offset) return x->offset < y->offset ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static told told_of(playlist_reader *r, listening *l, uint64_t end) {
    playlist_end(r, end);
    if (l->n != 0) qsort(l->findings, l->n, sizeof *l->findings, finding_order);
    told t = {.n = l->n, .worse = l->worse, .sum = l->sum, .list = playlist_take(r)};
    t.text = calloc(1, l->n * 96 + 1);
    assert_non_null(t.text);
    size_t at = 0;
    for (size_t i = 0; i < l->n; i++)
        at += (size_t)sprintf(t.text + at, "%s %llu\n", l->findings[i].rule,
                              (unsigned long long)l->findings[i].offset);
    free(l->findings);
    playlist_reader_free(r);
    return t;
}

told told_read(const char *bytes, size_t n, size_t n1, size_t n2) {
    listening l = {NULL, 0, 0, 0, 0};
    playlist_reader *r = playlist_reader_new(0, finding_hear, &l);
    const uint8_t *from = (const uint8_t *)bytes;
    assert_non_null(r);
    playlist_read(r, from, n1, 0, 1);
    playlist_read(r, from + n1, n2, n1, 1);
    playlist_read(r, from + n1 + n2, n - n1 - n2, n1 + n2, 1);
    return told_of(r, &l, n);
}

told told_read_bytes(const char *bytes, size_t n) {
    listening l = {NULL, 0, 0, 0, 0};
    playlist_reader *r = playlist_reader_new(0, finding_hear, &l);
    assert_non_null(r);
    for (size_t i = 0; i < n; i++)
        playlist_read(r, (const uint8_t *)bytes + i, 1, i, 1);
    return told_of(r, &l, n);
}

void told_free(told *t) {
    free(t->text);
    playlist_free(&t->list);
}

#include "talk.h"
#include <string.h>

void talk_start(talk *t, unsigned flags) {
    memset(t, 0, sizeof *t);
    parley_conversation_start(&t->machine, PARLEY_HTTP1, flags);
}

static void tell(talk *t, parley_input input) {
    bool more = true;
    input.time = t->time;
    input.frame = ++t->frame;
    while (more && t->n < TALK_ITEMS - 16) {
        size_t n = 0;
        uint64_t taken = parley_conversation_feed(&t->machine, &input, t->items + t->n,
                                                  TALK_ITEMS - t->n, &n, &more);
        t->n += n;
        if (input.bytes != NULL) input.bytes += taken;
        input.length -= taken;
    }
}

void talk_says_having_seen(talk *t, parley_side side, uint64_t seen, const char *text) {
    t->sent[side] += strlen(text);
    tell(t, (parley_input){.kind = PARLEY_BYTES,
                           .side = side,
                           .seen = seen,
                           .bytes = (const uint8_t *)text,
                           .length = strlen(text)});
}

void talk_says(talk *t, parley_side side, const char *text) {
    talk_says_having_seen(t, side, PARLEY_SEEN_ALL, text);
}

void talk_happens(talk *t, parley_input_kind kind, parley_side side, uint64_t length) {
    tell(t, (parley_input){.kind = kind, .side = side, .seen = PARLEY_SEEN_ALL, .length = length});
}

const parley_finding *talk_finding(const talk *t, const char *rule) {
    for (size_t i = 0; i < t->n; i++)
        if (t->items[i].is_finding && strcmp(t->items[i].as.finding.rule->id, rule) == 0)
            return &t->items[i].as.finding;
    return NULL;
}

size_t talk_count(const talk *t, parley_level level) {
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        if (t->items[i].is_finding && t->items[i].as.finding.rule->level >= level) n++;
    return n;
}

parley_verdict talk_ends(talk *t) {
    talk_happens(t, PARLEY_STOP, PARLEY_CLIENT, 0);
    return parley_conversation_verdict(&t->machine);
}

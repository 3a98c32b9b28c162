/* What parley show holds back until sessions are known: see show_sessions.h. */
#include "show_sessions.h"
#include "../memory.h"
#include "../report/session_line.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

bool text_hold(held_texts *held, uint32_t stream, char *bytes, size_t n) {
    held_text *one = memory_new(sizeof *one);
    if (one == NULL) return false;
    *one = (held_text){.stream = stream, .bytes = bytes, .n = n};
    if (held->last != NULL)
        held->last->next = one;
    else
        held->first = one;
    held->last = one;
    held->n_bytes += n;
    return true;
}

static void text_print(held_text *one, uint64_t *shown) {
    printf("%s", (*shown)++ > 0 ? "\n" : "");
    fwrite(one->bytes, 1, one->n, stdout);
    one->told = true;
}

void held_session_print(held_texts *held, const application_session *session, uint64_t *shown) {
    char line[SESSION_LINE];
    session_line(session, line, sizeof line);
    printf("%s%s\n", (*shown)++ > 0 ? "\n" : "", line);
    for (size_t i = 0; i < session->on->n; i++) {
        held_text *one = held->first;
        while (one != NULL && one->stream != session->on->first[i])
            one = one->next;
        if (one == NULL) continue;
        if (one->told)
            printf("\nstream %" PRIu32 "  is shown above\n", one->stream);
        else
            text_print(one, shown);
    }
}

void held_rest_print(held_texts *held, uint64_t *shown) {
    for (held_text *one = held->first, *next; one != NULL; one = next) {
        next = one->next;
        if (!one->told) text_print(one, shown);
        free(one->bytes);
        free(one);
    }
    *held = (held_texts){0};
}

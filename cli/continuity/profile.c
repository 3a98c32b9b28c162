/* Profiles that are there: patterns, pointers, the short form. See profile.h. */
#include "profile.h"
#include "../memory.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Goes on behind the last * where the rest does not fit: at most length times length steps. */
bool pattern_fits(const char *pattern, const char *text, size_t n) {
    const char *star = NULL;
    size_t at = 0, again = 0;
    if (pattern == NULL) return true;
    while (at < n) {
        if (*pattern == '*') {
            star = ++pattern;
            again = at;
        } else if (*pattern != 0 && *pattern == text[at]) {
            pattern++;
            at++;
        } else if (star != NULL) {
            pattern = star;
            at = ++again;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == 0;
}

const char *pointer_fault(const char *pointer) {
    if (*pointer != '/') return "a JSON Pointer begins with /, as in /data/seq";
    for (; *pointer != 0; pointer++)
        if (*pointer == '~' && pointer[1] != '0' && pointer[1] != '1')
            return "in a JSON Pointer ~ is followed by 0 (for ~) or 1 (for /)";
    return NULL;
}

int profiles_add_sequence(profile_list *list, const char *pointer, char *error, size_t size) {
    const char *fault = pointer_fault(pointer);
    if (fault != NULL) {
        (void)snprintf(error, size, "--sequence %s: %s", pointer, fault);
        return -1;
    }
    profile *larger = memory_grow(list->items, (list->n + 1) * sizeof *larger);
    if (larger == NULL) {
        (void)snprintf(error, size, "memory ran out");
        return -1;
    }
    list->items = larger;
    list->items[list->n++] = (profile){.name = "sequence",
                                       .counter = {.kind = PLACE_POINTER, .name = pointer},
                                       .step = 1,
                                       .high = PROFILE_HIGHEST};
    return 0;
}

void profiles_free(profile_list *list) {
    free(list->items);
    free(list->text);
    *list = (profile_list){0};
}

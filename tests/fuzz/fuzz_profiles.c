/* Fuzzes cli/continuity/profile: any text at all is taken for a file of profiles. What is refused
 * is told in a line; what is taken keeps the promises of profile.h. */
#include "../../cli/continuity/profile.h"
#include "../support/talk_file.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void place_check(const value_place *place) {
    if (place->kind > PLACE_ALL) abort();
    if (place->kind == PLACE_POINTER && pointer_fault(place->name) != NULL) abort();
    bool named = place->kind == PLACE_QUERY || place->kind == PLACE_COOKIE ||
                 place->kind == PLACE_HEADER || place->kind == PLACE_FIELD;
    if (named && strlen(place->name) == 0) abort();
}

static void profile_check(const profile *p) {
    const value_place *places[] = {&p->counter,        &p->id,           &p->key,
                                   &p->resume,         &p->accepted,     &p->refused,
                                   &p->acknowledgment, &p->subscription, &p->subscribing,
                                   &p->unsubscribing};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        place_check(places[i]);
    if (p->name == NULL || strlen(p->name) == 0 || p->line == 0 || p->n_ties > PROFILE_TIES)
        abort();
    for (unsigned i = 0; i < p->n_ties; i++)
        place_check(&p->ties[i]);
    if (p->step == 0 || p->step > PROFILE_HIGHEST || p->carrier > CARRIER_MQTT) abort();
    if (p->wraps && p->low >= p->high) abort();
    /* a pattern of stars alone fits all, any other may fit its own text or not */
    if (p->path != NULL && !pattern_fits(p->path, p->path, strlen(p->path))) abort();
    if (p->host != NULL && !pattern_fits(p->host, p->host, strlen(p->host))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    profile_list list = {0};
    char error[512] = "";
    talk_file file = talk_of(data, size);
    int status = profiles_read(&list, file.path, error, sizeof error);
    talk_remove(&file);
    if ((status != 0) != (error[0] != '\0') || strchr(error, '\n') != NULL) abort();
    if (status == 0 && list.n == 0) abort();
    for (size_t i = 0; status == 0 && i < list.n; i++)
        profile_check(&list.items[i]);
    profiles_free(&list);
    return 0;
}

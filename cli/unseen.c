/* What is not here, by hosts: see unseen.h. */
#include "unseen.h"

void unseen_waits(unseen_hosts *all, uint64_t hosts, bool waits) {
    all->waiting[hosts % UNSEEN_HOSTS] += waits ? 1 : UINT64_MAX;
    all->waiting_all += waits ? 1 : UINT64_MAX;
}

void unseen_hole(unseen_hosts *all, uint64_t hosts) {
    all->holes[hosts % UNSEEN_HOSTS] = true;
}

bool unseen_has_hole(const unseen_hosts *all, uint64_t hosts) {
    return all->holes[hosts % UNSEEN_HOSTS];
}

bool unseen_others_wait(const unseen_hosts *all, const connection *own, bool any) {
    uint64_t waiting = any ? all->waiting_all : all->waiting[own->hosts % UNSEEN_HOSTS];
    return waiting > own->waits;
}

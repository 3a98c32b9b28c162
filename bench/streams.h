/* How fast event streams of Server-Sent Events are read, beside eventsource-parser from npm where
 * that is installed. Makes its own corpus; knows nothing of the other measurements. */
#ifndef PARLEY_BENCH_STREAMS_H
#define PARLEY_BENCH_STREAMS_H

#include <stdbool.h>

/* Measures and prints. script: bench/peer_eventsource.mjs; file: a place for the corpus. Returns
 * false where a bar is missed or somebody counts wrongly. */
bool streams_measure(char *script, char *file);

#endif

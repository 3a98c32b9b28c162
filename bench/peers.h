/* The parsers that are measured, behind one shape: each reads a whole corpus, in pieces of a given
 * size, and says what it found. Nothing here measures time or prints. */
#ifndef PARLEY_BENCH_PEERS_H
#define PARLEY_BENCH_PEERS_H

#include "corpus.h"

/* Reads the corpus in pieces of at most `piece` bytes. Returns false where it called a message
 * faulty. A count that a parser does not tell is left at COUNT_UNTOLD. */
typedef bool peer_read(const corpus *read, size_t piece, message_counts *found);

typedef bool peer_there(void);

#define COUNT_UNTOLD UINT64_MAX

/* A conversation of one side through the public interface, every item taken. */
peer_read parley_read, parley_websocket_read;
/* The same as it is where the processor has no AVX2. */
peer_read plain_websocket_read;
/* The same with the payload unmasked where it lies. */
peer_read unmasking_websocket_read;
/* Whether this processor has AVX2. */
peer_there avx2_there;
/* The stepper alone: spans of fields and lengths are taken from its hits, nothing is judged. */
peer_read stepper_read;
/* llhttp with callbacks for target, status, names, values, content and the ends of heads and
 * messages; wslay's events as a server has them. */
peer_read llhttp_read, wslay_read;
/* Whether the llhttp sources, and wslay, were there when this was built. */
peer_there llhttp_there, wslay_there;

#endif

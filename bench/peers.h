/* The parsers that are measured, behind one shape: each reads a whole corpus, in pieces of a given
 * size, and says what it found. Nothing here measures time or prints. */
#ifndef PARLEY_BENCH_PEERS_H
#define PARLEY_BENCH_PEERS_H

#include "corpus.h"

/* Reads the corpus in pieces of at most `piece` bytes. Returns false where it called a message
 * faulty. A count that a parser does not tell is left at COUNT_UNTOLD. */
typedef bool peer_read(const corpus *read, size_t piece, message_counts *found);

#define COUNT_UNTOLD UINT64_MAX

/* A conversation of one side through the public interface, every item taken. */
peer_read parley_read;
/* The stepper alone: spans of fields and lengths are taken from its hits, nothing is judged. */
peer_read stepper_read;
/* llhttp with callbacks for target, status, names, values, content and the ends of heads and
 * messages. */
peer_read llhttp_read;
/* Whether the llhttp sources were there when this was built. */
bool llhttp_there(void);

#endif

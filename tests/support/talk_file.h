/* Transcripts that a test writes: a file of its own, in which any bytes may be said. It knows
 * parley-transcript(5), and no protocol. */
#ifndef PARLEY_TESTS_TALK_FILE_H
#define PARLEY_TESTS_TALK_FILE_H

#include "../../runtime/parley.h"

#include <stdio.h>

typedef struct talk_file {
    char path[32];
    FILE *out;
} talk_file;

/* Opens an empty file in /tmp. The test fails if it cannot. */
talk_file talk_open(void);
/* The same bytes as a transcript of any sort, closed already. */
talk_file talk_of(const void *bytes, size_t n);
/* Milliseconds since the talk began. */
void talk_time(talk_file *talk, uint64_t milliseconds);
/* What a side says, in lines of at most `piece` bytes each. */
void talk_say(talk_file *talk, parley_side side, const void *bytes, size_t n, size_t piece);
/* The same of a text, at once. */
void talk_text(talk_file *talk, parley_side side, const char *text);
/* Writes what is left; the file stays until talk_remove. */
void talk_close(talk_file *talk);
void talk_remove(talk_file *talk);

#endif

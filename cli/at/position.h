/* An instant of a transcript: a byte of a side, a time, a frame, a message; as the command line
 * names it, and where it is in the file.
 *
 * It must not know what is asked there. */
#ifndef PARLEY_CLI_AT_POSITION_H
#define PARLEY_CLI_AT_POSITION_H

#include "../judge.h"

typedef enum at_kind {
    AT_BYTE,   /* just before the byte of side at offset value */
    AT_TIME,   /* after all that happened up to value nanoseconds */
    AT_FRAME,  /* after all that came up to frame value */
    AT_MESSAGE /* after the last byte of the message that is the value-th of its connection */
} at_kind;

typedef struct at_position {
    at_kind kind;
    parley_side side;
    uint64_t value;
    bool has_stream;
    uint32_t stream;
    uint32_t others; /* AT_TIME without a stream, once it was found: others that were there, too */
    /* AT_MESSAGE, once it was found: it ends before the byte of side at offset end, or with that
     * side's end */
    uint64_t end;
    bool by_end;
} at_position;

/* "stream=0 server:0x42", in one word or several. Returns 0, or -1 with one line in error. */
int at_position_read(at_position *position, const char *const *words, size_t n, char *error,
                     size_t size);

/* Finds the first stream that has the position, and what is still unknown of it. Returns 0, or -1
 * with one line in error. */
int at_position_find(at_position *position, const char *path, const char *name,
                     const judge_options *options, char *error, size_t size);

/* For a reporter's until: shortens what reaches beyond the position, and tells whether it is
 * reached. Of the other streams only a time or a frame tells that. */
bool at_position_reached(const at_position *position, const conversation *c, parley_input *input);

#endif

/* What parley show holds back: conversations of sessions, until it is known which session they
 * belong to.
 *
 * It must not know what stands in them. */
#ifndef PARLEY_CLI_COMMANDS_SHOW_SESSIONS_H
#define PARLEY_CLI_COMMANDS_SHOW_SESSIONS_H

#include "../application.h"

typedef struct held_text {
    struct held_text *next;
    uint32_t stream;
    bool told;
    char *bytes; /* taken from malloc */
    size_t n;
} held_text;

typedef struct held_texts {
    held_text *first, *last;
    size_t n_bytes; /* of all */
} held_texts;

/* Takes bytes over. Returns false, and takes nothing, if there is no memory. */
bool text_hold(held_texts *held, uint32_t stream, char *bytes, size_t n);
/* Prints a session's line and what is held of its connections; *shown counts what was printed. */
void held_session_print(held_texts *held, const application_session *session, uint64_t *shown);
/* Prints what no session has told, and forgets everything. */
void held_rest_print(held_texts *held, uint64_t *shown);

#endif

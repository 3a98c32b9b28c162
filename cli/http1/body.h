/* Bodies of responses and who reads them: keeps what requests said until they are answered, takes
 * content codings off, and hands each byte on with its place in the stream.
 *
 * Readers decide by the heads whether a body is theirs. It must not know what is in a body. */
#ifndef PARLEY_CLI_HTTP1_BODY_H
#define PARLEY_CLI_HTTP1_BODY_H

#include "../application.h"
#include "message_head.h"

/* How the reading of a body ended. */
typedef enum body_end {
    BODY_COMPLETE,
    BODY_CUT,        /* by the one who sent it */
    BODY_LEFT,       /* the one who read it had gone before */
    BODY_HOLE,       /* bytes of it are missing from the transcript */
    BODY_UNREADABLE, /* its coding, or its framing, could not be followed */
    BODY_OPEN        /* the transcript ends */
} body_end;

/* Bytes of a body. */
typedef struct body_piece {
    const uint8_t *bytes;
    size_t n;
    uint64_t offset; /* of the first of them in the stream */
    bool decoded;    /* all of them became certain with the one byte at offset */
    uint64_t exchange, frame, time;
    parley_turn turn;
} body_piece;

/* Where the reading of a body stands before its next byte. */
#define PLACE_NAME 48
typedef struct body_place {
    const parley_machine *machine; /* that reads the byte */
    uint16_t state;
    uint64_t line;              /* from 1; 0: lines are not counted */
    char tag[PLACE_NAME];       /* of that line, or "" */
    char attribute[PLACE_NAME]; /* of that tag, or "" */
    bool dispatches;            /* an empty line would now make an event of what came */
} body_place;

typedef struct body_reader {
    /* The head of a request came; open may find in request->claimed what this put there. */
    void (*request)(application *app, conversation *c, message_head *request);
    /* The connection ended, and it was never answered. */
    void (*unanswered)(const message_head *request);
    /* The head of a final response came. Returns what reads its body, or NULL. request is NULL
     * where it is not known; both heads stay as long as the body is read. */
    void *(*open)(application *app, conversation *c, const message_head *request,
                  const message_head *response);
    void (*bytes)(void *state, const body_piece *piece);
    /* The one who reads the body has ended its direction; or sends another request meanwhile. */
    void (*left)(void *state);
    void (*behind)(void *state, const parley_event *request);
    /* event tells where and when; of it only the place, the time and the turn count. Frees state.
     */
    void (*end)(void *state, body_end how, const parley_event *event);
    /* Where it stands; false: nothing can be said of that. May be NULL. */
    bool (*where)(const void *state, body_place *place);
} body_reader;

/* Takes notice of an event while its bytes are at hand. */
void body_event(application *app, conversation *c, const parley_event *event);
/* What is no bytes was judged: a hole, an end, a reset, the end of the transcript. */
void body_input(conversation *c, const parley_input *input);
/* Where the reading of the body under way stands; false: there is none, or nothing to say. */
bool body_where(const conversation *c, body_place *place);
void body_free(conversation *c);

#endif

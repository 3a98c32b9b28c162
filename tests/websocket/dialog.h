/* A WebSocket conversation as a test makes it: the streams of both sides, and what happened when.
 * It knows how frames are written, wrong ones too; what is right or wrong is not known here. */
#ifndef PARLEY_TESTS_DIALOG_H
#define PARLEY_TESTS_DIALOG_H

#include "../../runtime/parley.h"

typedef enum frame_form { FORM_SHORTEST, FORM_16, FORM_64 } frame_form;

typedef struct frame {
    uint8_t opcode, rsv; /* RSV1 is 4 */
    bool more;           /* FIN is 0 */
    bool flip_mask;      /* masked where it must not be, or the other way round */
    bool set_key;        /* key is the one to use; else it is the next one of the dialog */
    uint8_t key[4];
    frame_form form;
    uint8_t high; /* put over the first byte of a 64-bit length */
    const uint8_t *payload;
    uint64_t length;
} frame;

typedef struct happening {
    parley_input_kind kind;
    parley_side side;
    uint64_t from, length; /* in the side's stream */
    uint64_t seen;         /* of the other side's stream; its FIN counts as one byte */
    uint64_t time;
    bool all; /* told as PARLEY_SEEN_ALL, which is the same */
} happening;

typedef struct dialog {
    uint8_t *bytes[2];
    uint64_t n[2], room[2];
    bool ended[2]; /* its FIN was told */
    happening *list;
    size_t count, capacity;
    parley_protocol protocol;
    unsigned flags;
    uint64_t begin[2];   /* where frames begin */
    bool deflate;        /* permessage-deflate is agreed */
    uint64_t hole[2][2]; /* from, to: what the transcript lacks of a side; empty where they are the
                            same */
    uint32_t keys;       /* masking keys so far */
    uint64_t seed;       /* how it was made; 0: by hand */
    char title[160];
} dialog;

/* Everything that the other side sent so far was seen. */
#define SEEN_NOW UINT64_MAX

void dialog_start(dialog *d, parley_protocol protocol, unsigned flags);
void dialog_free(dialog *d);
void dialog_title(dialog *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The side sends n bytes, having seen so many of the other side's. */
void dialog_bytes(dialog *d, parley_side side, uint64_t seen, const uint8_t *bytes, uint64_t n);
void dialog_text(dialog *d, parley_side side, const char *text);
void dialog_frame(dialog *d, parley_side side, uint64_t seen, const frame *f);
/* A frame that is right, with text as its payload. */
void dialog_plain(dialog *d, parley_side side, uint8_t opcode, const char *text);
/* A Close with a code and no reason. */
void dialog_close(dialog *d, parley_side side, unsigned code);
/* FIN, RESET, STOP. */
void dialog_happens(dialog *d, parley_input_kind kind, parley_side side, uint64_t seen);
/* A handshake that is right, the one or another by number; frames begin behind it. deflate: offered
 * and agreed. */
void dialog_open(dialog *d, unsigned number, bool deflate);

/* How a test's dialog begins: frames at once, or a handshake before them. */
typedef enum opening { OPENING_NONE, OPENING_PLAIN, OPENING_DEFLATE } opening;
void dialog_begin(dialog *d, opening how);
/* It ends as it should: Close by this side first, its answer, the server's FIN, the client's. */
void dialog_finish(dialog *d, parley_side first);

/* What one side says at a time and having seen the same, comes in one piece. */
void dialog_join(dialog *d);

/* The same without its end: only the first n bytes of frames, counting both sides as they came. */
void dialog_cut(const dialog *from, uint64_t n, dialog *to);
/* How many there are. */
uint64_t dialog_length(const dialog *d);
/* The same, with a hole in a side's stream. */
void dialog_hole(const dialog *from, parley_side side, uint64_t begin, uint64_t end, dialog *to);

/* The frame as bytes; to has room for 14 bytes and the payload. */
uint64_t frame_write(const frame *f, parley_side side, uint8_t *to);

void dialog_print(const dialog *d);

#endif

/* What the two halves of the second reading share: the frames of a direction as they were read. */
#ifndef PARLEY_TESTS_READING_H
#define PARLEY_TESTS_READING_H

#include "expect.h"

typedef struct utf8 {
    uint8_t need, low, high; /* bytes that the character still lacks, and what the next one is of */
} utf8;

typedef struct read_frame {
    uint64_t at, payload, length; /* payload: where it begins */
    uint8_t opcode, rsv, key[4];
    bool fin, masked;
    bool whole; /* its last byte came */
    bool holed; /* a hole lies in its payload */
    bool wrong; /* a rule about the frame was broken */
} read_frame;

typedef struct direction {
    const dialog *d;
    parley_side side;
    opinion *o;
    read_frame *frames;
    size_t n, room;
    bool lost;        /* a hole hides where frames begin */
    uint64_t lost_at; /* a hole behind it takes away what rules about turns need; or NOT */
    bool stopped;     /* so does a length that can't be */
    bool partial;     /* the stream ends in a frame, which is the last of the list */
    bool content_lost, control_lost; /* a hole in the payload of data, of control frames */
    /* the message that is read */
    uint8_t open; /* opcode of the frame that began it, 0: none is open */
    bool closed;  /* its Close was sent */
    bool open_at_close;
    bool compressed, unjudged;
    bool nested; /* it was begun within another one */
    bool fog;    /* whether a message is open, can be read in two ways */
    bool oddly;  /* its first frame had bits that may give its content another meaning */
    utf8 text;
    bool text_wrong;
    uint64_t told_bit, told_opcode; /* where the message's first broken bit was told, or NOT */
} direction;

#define NOT UINT64_MAX

/* The next byte of UTF-8: false where it can't follow. {0} is between characters. */
bool utf8_next(utf8 *state, uint8_t byte);

/* Reads one direction: its frames, and what is wrong with them alone. */
void direction_read(direction *r);
/* Payload of one frame, as far as it is known. */
void payload_read(direction *r, const read_frame *f, uint64_t known);
/* What both directions make of each other. */
void turns_read(direction both[2]);

/* The happening in which a byte of the side came. */
size_t happening_of(const dialog *d, parley_side side, uint64_t at);
uint8_t unmasked(const direction *r, const read_frame *f, uint64_t index);

#endif

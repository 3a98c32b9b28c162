/* Inflates the compressed messages of one direction (permessage-deflate, RFC 7692 7.2.2), to tell
 * at which byte on the wire one does not inflate, or not to what it should.
 *
 * It knows DEFLATE, windows and texts; it must not know frames, masks, connections or findings. */
#ifndef PARLEY_CLI_WEBSOCKET_MESSAGE_INFLATER_H
#define PARLEY_CLI_WEBSOCKET_MESSAGE_INFLATER_H

#include "message_text.h"

typedef struct message_inflater message_inflater;

/* What a byte showed, as a set. */
enum {
    INFLATE_FAULT_BAD = 1,     /* the message does not inflate */
    INFLATE_FAULT_CONTEXT = 2, /* it refers back to a message before, though that was given up */
    INFLATE_FAULT_WINDOW = 4,  /* it refers back further than the window is large */
    INFLATE_FAULT_FINAL = 8,   /* a block has the final bit; told once for each direction */
    INFLATE_FAULT_TEXT = 16    /* what comes out is not UTF-8: text tells which byte */
};
#define INFLATE_FAULTS_FATAL (INFLATE_FAULT_BAD | INFLATE_FAULT_CONTEXT | INFLATE_FAULT_WINDOW)

/* Several inflaters take 40 KB each: no more than these run at once. */
#define MESSAGE_INFLATERS 512

/* What comes out of a direction may be so much, and so many times what goes in, and no more: the
 * rest of a bomb is not looked at. */
#define INFLATED_BYTES (UINT64_C(64) << 20)
#define INFLATED_RATIO 64

/* Gets ready for a direction whose sender uses a window of 2^window_bits bytes (8 to 15), and with
 * no_takeover an empty one for each message. Returns NULL if there is no memory or no room for one
 * more. */
message_inflater *message_inflater_open(unsigned window_bits, bool no_takeover);
void message_inflater_free(message_inflater *in);

/* A message begins; what comes out of it goes to text. */
void message_inflater_start(message_inflater *in, message_text *text);

/* Takes payload bytes that follow those before, unmasked. Returns how many were taken: less than n
 * only where the last one taken showed something (*faults, else 0). After one of
 * INFLATE_FAULTS_FATAL the rest of the message is not looked at. */
size_t message_inflater_feed(message_inflater *in, const uint8_t *bytes, size_t n,
                             unsigned *faults);

/* The message is over. Returns what that shows. */
unsigned message_inflater_end(message_inflater *in);

/* Bytes are missing, or are not to be trusted: nothing is inflated until a message starts with an
 * empty window. */
void message_inflater_lose(message_inflater *in);
/* Whether the message under way, or the next one, cannot be inflated. */
bool message_inflater_lost(const message_inflater *in);
/* Whether more came out of the direction than is looked at. */
bool message_inflater_gave_up(const message_inflater *in);

#endif

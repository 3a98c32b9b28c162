/* The text of one WebSocket message while it passes: reads it as UTF-8, and keeps its beginning for
 * those who show it.
 *
 * It must not know where the bytes come from. */
#ifndef PARLEY_CLI_WEBSOCKET_MESSAGE_TEXT_H
#define PARLEY_CLI_WEBSOCKET_MESSAGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_KEPT       (64u << 10) /* of one message */
#define TEXT_STAYS      256u        /* of room, from one message to the next */
#define TEXT_EVERYWHERE (32u << 20) /* of all messages under way; what is beyond goes unshown */

typedef struct message_text {
    uint64_t length; /* of the message so far */
    uint16_t state;  /* of websocket.text: that of the wrong byte, once there is one */
    bool checked;    /* set by who owns it: is it to be read as UTF-8? */
    bool wanted;     /* ... and is its beginning to be kept? */
    bool wrong;      /* a byte of it was no UTF-8 */
    bool cut;        /* not all of it is kept */
    uint8_t wrong_byte;
    uint32_t n, size; /* bytes kept, and room for them */
    uint8_t *bytes;
    const uint8_t *lent; /* instead of bytes: it is whole in a piece, and was not copied */
} message_text;

/* Takes the bytes that follow. Returns false at the first byte that is no UTF-8; what comes after
 * it in the same message is not read as text any more. */
bool message_text_add(message_text *text, const uint8_t *bytes, size_t n);

/* The same of bytes that stay until message_text_own; those of a message that is whole by then are
 * never copied. */
bool message_text_lend(message_text *text, const uint8_t *bytes, size_t n);
/* The bytes are about to go: what was lent is copied. */
void message_text_own(message_text *text);
/* What is kept of the message. */
const uint8_t *message_text_bytes(const message_text *text);

/* Bytes of the message are missing here. */
void message_text_miss(message_text *text);

/* Takes back what was added since text was as before says. */
void message_text_return(message_text *text, const message_text *before);

/* Gets ready for the next message; what was kept is forgotten, and so is room beyond TEXT_STAYS.
 * checked and wanted stay. */
void message_text_next(message_text *text);
/* The same, and all room is given back. */
void message_text_clear(message_text *text);

#endif

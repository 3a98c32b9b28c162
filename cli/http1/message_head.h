/* What is said in the head of a message, as far as the application layer wants to know it: copies
 * of a few values that outlive the bytes of the head.
 *
 * Bounded, one allocation a head. It must not know what the values mean. */
#ifndef PARLEY_CLI_HTTP1_MESSAGE_HEAD_H
#define PARLEY_CLI_HTTP1_MESSAGE_HEAD_H

#include "../connection_state.h"

typedef enum head_name {
    HEAD_METHOD,
    HEAD_TARGET,
    HEAD_HOST,
    HEAD_ACCEPT,
    HEAD_ACCEPT_ENCODING,
    HEAD_LAST_EVENT_ID,
    HEAD_RANGE,
    HEAD_USER_AGENT,
    HEAD_COOKIE,
    HEAD_AUTHORIZATION,
    HEAD_FORWARDED,
    HEAD_X_FORWARDED_FOR,
    HEAD_X_REAL_IP,
    HEAD_PLAYBACK, /* X-Playback-Session-Id */
    HEAD_SEC_FETCH_MODE,
    HEAD_CONTENT_TYPE,
    HEAD_CONTENT_ENCODING,
    HEAD_CONTENT_RANGE,
    HEAD_AGE,
    HEAD_DATE,
    HEAD_LOCATION,
    HEAD_SET_COOKIE,
    HEAD_NAMES
} head_name;

#define HEAD_VALUE_BYTES 2048 /* of one value; what is beyond is cut off */

typedef struct head_value {
    uint64_t offset; /* of its first byte in the side's stream; of the end of its line if empty */
    uint16_t at, n;  /* in bytes */
    bool there;      /* the field is in the head (the first one of its name) */
    bool cut;        /* it is longer than this */
} head_value;

typedef struct message_head {
    struct message_head *next;
    parley_side side;
    uint64_t exchange, time, frame;
    parley_span span;
    uint16_t status; /* of a response */
    void *claimed;   /* of a request: what a reader remembers with it, or NULL */
    bool whole;      /* all of the head was read: what is not there was not sent */
    uint64_t others; /* a number made of the lines of all fields that have no name here */
    head_value values[HEAD_NAMES];
    uint8_t bytes[];
} message_head;

/* The head of an event that is a complete head, while its bytes are at hand. NULL if there is no
 * memory; free it with free. */
message_head *message_head_take(const conversation *c, const parley_event *event);

/* A copy, or NULL if there is no memory. */
message_head *message_head_copy(const message_head *head);

/* A value's bytes; n is 0 where it is absent or empty. */
const uint8_t *head_bytes(const message_head *head, head_name name, size_t *n);
/* Whether a value begins with a word of small letters, in whatever case, and the word ends there.
 */
bool head_says(const message_head *head, head_name name, const char *word);
/* Whether a request has this method, to the letter (RFC 9110 9.1). */
bool head_method_is(const message_head *request, const char *method);
/* Whether both have the same value, or both none. */
bool heads_agree(const message_head *a, const message_head *b, head_name name);

#endif

/* One message of an application, taken apart: what its carrier says of it, and the values that its
 * JSON holds.
 *
 * Messages are as long as the program keeps their texts, and so is what is made of them. It must
 * not know sessions or findings. */
#ifndef PARLEY_CLI_CONTINUITY_MESSAGE_H
#define PARLEY_CLI_CONTINUITY_MESSAGE_H

#include "../../runtime/parley.h"
#include "json_text.h"
#include "profile.h"

#define MESSAGE_FIELDS 16

typedef struct message_field {
    const char *name, *text; /* neither ends with 0 */
    size_t n_name, n;
} message_field;

/* What a carrier knows of a message. */
typedef enum message_sort {
    MESSAGE_DATA,
    MESSAGE_CONTROL, /* it is the carrier's own: no counter is looked for */
    MESSAGE_BROKEN   /* the carrier does not fit it */
} message_sort;

typedef struct message {
    message_sort sort;
    const char *text; /* of it, without what the carrier and the prefix put around it */
    size_t n;
    bool unread;                            /* it may be JSON, but not such as can be read here */
    message_field asks, acknowledges;       /* by number or name; text NULL: neither */
    bool up_to;                             /* acknowledges what came before, too */
    message_field subscribes, unsubscribes; /* what to; text NULL: neither */
    message_field subscription_id;          /* with either; text NULL: what to says it */
    message_field asks_under;               /* the subscription that tells whether it asks */
    bool promises;                          /* subscribes, and acknowledges what comes of it */
    bool elsewhere;     /* messages before it went another way than this connection */
    bool resumed, anew; /* the server says that the session goes on, or that it does not */
    unsigned n_fields;
    /* From here on only what is counted means anything. */
    message_field fields[MESSAGE_FIELDS];
    json_text json;
} message;

/* A value in a message. */
typedef struct message_value {
    const char *text; /* valid as long as the message */
    size_t n;
    bool counts; /* it is a whole number, in number */
    uint64_t number;
    char digits[JSON_DIGITS];
} message_value;

/* Takes the first message of bytes[0..n) apart, as a side of the profile's conversations sent it.
 * Returns how many bytes it has: all of them, but where a carrier puts several into one. Call
 * message_free. The bytes have to stay. */
size_t message_take(message *m, const profile *p, parley_side side, const uint8_t *bytes, size_t n);
void message_free(message *m);

/* Whether there is something in this place, of this value if the place has one; and what. */
bool message_value_at(const message *m, const value_place *where, message_value *value);
/* Whether it is a list of messages, one of which has something in this place. */
bool message_batches(const message *m, const value_place *where);
/* A number made of a value: enough to tell two of them apart. */
uint64_t value_hash(const void *bytes, size_t n);
/* Reads text as a value. */
void value_of_text(message_value *value, const char *text, size_t n);

/* For carriers. */
void message_field_add(message *m, const char *name, const char *text, size_t n);
const message_field *message_field_find(const message *m, const char *name);
void message_parse(message *m);

#endif

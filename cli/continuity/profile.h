/* What a user says about the sessions of an application: which conversations they are made of, what
 * ties these together, and where messages carry what counts. See parley-sessions(5).
 *
 * It must not know connections, messages or findings. */
#ifndef PARLEY_CLI_CONTINUITY_PROFILE_H
#define PARLEY_CLI_CONTINUITY_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROFILE_TIES    4
#define PROFILE_HIGHEST INT64_MAX /* of a counter */

/* Where a value is found. */
typedef enum place_kind {
    PLACE_NONE,
    PLACE_PATH,    /* of the request's target, without its query */
    PLACE_QUERY,   /* a parameter of it */
    PLACE_COOKIE,  /* of the request */
    PLACE_HEADER,  /* a field of the request */
    PLACE_POINTER, /* a JSON Pointer (RFC 6901) into a message */
    PLACE_WHOLE,   /* the message itself */
    PLACE_FIELD,   /* what the carrier calls by this name */
    PLACE_ALL      /* nothing: all connections of the profile are one session */
} place_kind;

typedef struct value_place {
    place_kind kind;
    const char *name;
    const char *value; /* what has to stand there; NULL: anything */
} value_place;

/* How messages are written, below their JSON. */
typedef enum carrier {
    CARRIER_PLAIN,
    CARRIER_SOCKET_IO,
    CARRIER_GRAPHQL,
    CARRIER_STOMP,
    CARRIER_MQTT
} carrier;

typedef struct profile {
    const char *name;
    const char *host, *path; /* patterns, * stands for anything; NULL: every one */
    unsigned line;           /* where it begins in its file */
    bool event_stream;       /* it is for Server-Sent Events, not for WebSocket */
    carrier carrier;
    value_place ties[PROFILE_TIES];
    unsigned n_ties;                     /* 0: client, server, host and path, as a guess */
    const char *strip;                   /* what stands before each message, or NULL */
    value_place counter, client_counter; /* in messages of the server, of the client */
    value_place id, key, resume, accepted, refused, acknowledgment;
    value_place subscription, subscribing; /* what is subscribed to; and which messages do that */
    value_place unsubscribing;
    uint64_t step, low, high;
    bool wraps;          /* low and high were given: after high comes low */
    bool resets;         /* the count starts again with each connection */
    bool any_order;      /* what is missing may come later */
    bool resume_is_next; /* the resume point is the first message that is wanted */
} profile;

typedef struct profile_list {
    profile *items;
    size_t n;
    char *text; /* what their strings point into */
} profile_list;

/* Reads a file of profiles. Returns 0, or -1 with one line in error: file, line, what, remedy. Call
 * profiles_free in both cases. */
int profiles_read(profile_list *list, const char *path, char *error, size_t size);
/* Adds the profile of every WebSocket conversation, tied by client, server, host and path, with the
 * counter at a JSON Pointer. Returns as above. */
int profiles_add_sequence(profile_list *list, const char *pointer, char *error, size_t size);
void profiles_free(profile_list *list);

/* Whether text fits a pattern, in which * stands for any bytes. */
bool pattern_fits(const char *pattern, const char *text, size_t n);
/* NULL if a JSON Pointer is well-formed, else what is wrong with it. */
const char *pointer_fault(const char *pointer);

#endif

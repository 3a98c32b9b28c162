/* Who sends a request, as far as its head tells it: many clients share one address, behind a proxy
 * or a translator of addresses.
 *
 * It must not know what is asked for, nor sessions. */
#ifndef PARLEY_CLI_HTTP1_SENDER_H
#define PARLEY_CLI_HTTP1_SENDER_H

#include "message_head.h"

#define SENDER_COOKIES 16 /* that are looked at one by one */

typedef struct sender_cookie {
    uint64_t name, value; /* numbers made of them */
} sender_cookie;

typedef struct sender {
    uint64_t program;  /* User-Agent, and for whom a proxy says that it asks */
    uint64_t login;    /* Authorization; 0: none */
    uint64_t playback; /* X-Playback-Session-Id; 0: none */
    sender_cookie cookies[SENDER_COOKIES];
    unsigned n_cookies;
    bool whole; /* nothing was cut off, and no cookie is beyond */
} sender;

sender sender_of(const message_head *request);

/* Surely one client: all that tells is there in both, and the same. */
bool sender_same(const sender *a, const sender *b);
bool sender_sent_both(const message_head *a, const message_head *b);
/* One client, perhaps: nothing that both say is another thing. Who says the cookie that the first
 * one was given (NULL: none) may have got other cookies, too. */
bool sender_may_be(const sender *a, const sender *b, const sender_cookie *given);
/* Does it say this cookie, with this value? */
bool sender_says(const sender *s, const sender_cookie *cookie);
/* The first cookie that an answer sets; false where it sets none. secret: nobody guesses its value.
 */
bool sender_cookie_given(const message_head *response, sender_cookie *given, bool *secret);

/* A number made of all of it. */
uint64_t sender_number(const sender *s);

#endif

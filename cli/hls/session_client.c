/* Whose session it is: clients that share an address are told apart by what their requests say. See
 * session.h.
 *
 * A version is held against the one before only where one client surely loaded both: servers make
 * playlists for whom they know by a cookie, or by a login. Cookies come and go, so who says nothing
 * that contradicts goes on with the session all the same. */
#include "../hash.h"
#include "session_state.h"
#include <string.h>

uint64_t hls_client(const conversation *c, const sender *from) {
    const char *client = c->connection->client;
    uint64_t hash = hls_hash(HASH_START, client, address_host(client));
    return hls_hash(hash, &from->program, sizeof from->program);
}

/* A cookie that nobody can guess was given to this client alone. */
static bool returns_secret(const hls_session *s, const sender *from) {
    return s->has_given && s->secret && sender_says(from, &s->given) &&
           !sender_says(&s->from, &s->given);
}

hls_match hls_session_match(const hls_session *s, const sender *from) {
    const sender_cookie *given = returns_secret(s, from) ? &s->given : NULL;
    bool returned = !s->has_given || sender_says(from, &s->given);
    /* who was given a cookie and comes without it may be another one, unless that is usual */
    if (sender_same(&s->from, from)) return returned || s->unreturned > 0 ? HLS_SURELY : HLS_MAYBE;
    if (!sender_may_be(&s->from, from, given)) return HLS_NOT;
    return given != NULL ? HLS_SURELY : HLS_MAYBE;
}

void hls_session_adopt(hls_session *s, const sender *from) {
    if (hls_session_match(s, from) != HLS_SURELY) s->chain++;
    if (s->has_given && !sender_says(from, &s->given) && sender_same(&s->from, from))
        s->unreturned++;
    else
        s->unreturned = 0;
    s->from = *from;
}

void hls_cookie_take(hls_session *s, const message_head *response) {
    sender_cookie given;
    bool secret;
    if (!sender_cookie_given(response, &given, &secret)) return;
    s->given = given;
    s->secret = secret;
    s->has_given = true;
}

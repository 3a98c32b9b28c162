/* May a response be kept and used again (RFC 9111 3, 4.2)? Read off the heads of a request and its
 * response; it must not know what is under way on the connection, for that does not matter. */
#ifndef PARLEY_CLI_AT_CACHEABLE_H
#define PARLEY_CLI_AT_CACHEABLE_H

#include "connection_state.h"

#define CACHE_TEXT 1024

/* What a Cache-Control field says, all its lines together. */
typedef struct cache_control {
    bool no_store, no_cache, is_private, is_public, must_revalidate, must_understand;
    bool has_max_age, has_s_maxage;
    uint64_t max_age, s_maxage;
} cache_control;

typedef struct cache_request {
    uint64_t exchange; /* 0: none */
    char method[16];
    bool authorization;
    cache_control control;
} cache_request;

typedef struct cache_response {
    uint64_t exchange;
    uint16_t status; /* 0: none */
    bool validator, varies, has_expires;
    char expires[160]; /* escaped */
    cache_control control;
} cache_response;

/* Take notice of a head while its bytes are at hand. */
void cache_request_read(cache_request *request, const conversation *c, const parley_event *head);
void cache_response_read(cache_response *response, const conversation *c, const parley_event *head);

/* The answer, with its clauses. complete: all of the response is there. */
void cacheable_text(const cache_request *request, const cache_response *response, bool complete,
                    char *text, size_t size);

#endif

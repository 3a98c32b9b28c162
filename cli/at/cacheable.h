/* May a response be kept and used again (RFC 9111 3, 4.2)? Facts are read off the heads of a
 * request and its response; the machines of cache decide, and their words are the answer. It must
 * not know what is under way on the connection, for that does not matter. */
#ifndef PARLEY_CLI_AT_CACHEABLE_H
#define PARLEY_CLI_AT_CACHEABLE_H

#include "../connection_state.h"

#define CACHE_TEXT   1024
#define CACHE_TARGET 256

/* What a Cache-Control field says, all its lines together. */
typedef struct cache_control {
    uint32_t said; /* bit EV_NO_STORE and so on: the directive is there */
    uint64_t max_age, s_maxage;
} cache_control;

typedef struct cache_request {
    uint64_t exchange; /* 0: none */
    char method[16];
    uint8_t target[CACHE_TARGET];
    size_t n_target; /* 0: none, or a longer one */
    bool authorization;
    cache_control control;
} cache_request;

typedef struct cache_response {
    uint64_t exchange;
    uint16_t status; /* 0: none */
    bool varies, has_expires, expires_is_date;
    uint8_t location[CACHE_TARGET]; /* Content-Location */
    size_t n_location;
    cache_control control;
} cache_response;

/* Take notice of a head while its bytes are at hand. */
void cache_request_read(cache_request *request, const conversation *c, const parley_event *head);
void cache_response_read(cache_response *response, const conversation *c, const parley_event *head);

/* What one line of Cache-Control says, added to what those before it say. */
void cache_control_read(cache_control *control, const uint8_t *value, size_t n);

/* The answer, with its clauses. complete: all of the response is there. */
void cacheable_text(const cache_request *request, const cache_response *response, bool complete,
                    char *text, size_t size);

#endif

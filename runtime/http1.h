/* What the files of HTTP/1.1 share among themselves: fields, machines, and the questions that heads
 * pose. */
#ifndef PARLEY_HTTP1_H
#define PARLEY_HTTP1_H

#include "conversation.h"
#include "machines.h"

/* Fields that parley looks at, in the order of the table in http1_fields.c. */
enum http1_field {
    FIELD_TE,
    FIELD_AGE,
    FIELD_HOST,
    FIELD_DATE,
    FIELD_ETAG,
    FIELD_FROM,
    FIELD_RANGE,
    FIELD_ALLOW,
    FIELD_EXPECT,
    FIELD_SERVER,
    FIELD_COOKIE,
    FIELD_UPGRADE,
    FIELD_TRAILER,
    FIELD_EXPIRES,
    FIELD_REFERER,
    FIELD_IF_MATCH,
    FIELD_IF_RANGE,
    FIELD_LOCATION,
    FIELD_CONNECTION,
    FIELD_KEEP_ALIVE,
    FIELD_USER_AGENT,
    FIELD_SET_COOKIE,
    FIELD_RETRY_AFTER,
    FIELD_CONTENT_TYPE,
    FIELD_MAX_FORWARDS,
    FIELD_LAST_MODIFIED,
    FIELD_IF_NONE_MATCH,
    FIELD_CONTENT_RANGE,
    FIELD_AUTHORIZATION,
    FIELD_CACHE_CONTROL,
    FIELD_CONTENT_LENGTH,
    FIELD_CONTENT_ENCODING,
    FIELD_WWW_AUTHENTICATE,
    FIELD_CONTENT_LOCATION,
    FIELD_TRANSFER_ENCODING,
    FIELD_IF_MODIFIED_SINCE,
    FIELD_PROXY_AUTHENTICATE,
    FIELD_IF_UNMODIFIED_SINCE,
    FIELD_PROXY_AUTHORIZATION,
    FIELD_IF,
    FIELD_OVERWRITE,
    FIELD_IF_SCHEDULE_TAG_MATCH,
    FIELD_COUNT
};
#define HAS(field) (UINT64_C(1) << FIELD_##field)

/* number * base + digit, held at UINT64_MAX once it is too large. */
static inline uint64_t number_add(uint64_t number, unsigned base, uint16_t digit) {
    unsigned value = digit <= '9' ? digit - (unsigned)'0' : (digit | 0x20u) - (unsigned)'a' + 10u;
    if (number > (UINT64_MAX - value) / base) return UINT64_MAX;
    return number * base + value;
}

/* Times of transcripts are nanoseconds. */
#define SECOND      UINT64_C(1000000000)
#define MILLISECOND UINT64_C(1000000)
/* Silence that no round trip explains. */
#define LONG_SILENCE (3 * SECOND)

static inline bool no_turns(const feed *f) {
    return (f->talk->flags & TALK_NO_TURNS) != 0;
}

/* ---- http1_queue.c: a new request, false if there is no room; the last one is complete; the
 * oldest becomes current; current is answered ---- */
bool push_waiting(conversation *talk, uint32_t exchange);
void fold_waiting(conversation *talk);
void take_waiting(conversation *talk);
void forget_current(conversation *talk);

/* ---- http1_turns.c: the turn machines hear a symbol; does an exchange accept it; does a request
 * wait that the server can have seen ---- */
void turns_hear(feed *f, uint16_t symbol, const place *where);
void exchange_hears(feed *f, uint32_t *exchange, uint16_t symbol, const place *where);
bool exchange_accepts(uint32_t exchange, uint16_t symbol);
bool was_asked(const feed *f);

/* Content-Length or Transfer-Encoding is there (again): http1_head.c */
void judge_length_presence(feed *f, const place *where, bool again);
void judge_coding_presence(feed *f, const place *where, bool again);
/* A digit of a length: is there content where none may be? */
void judge_content_digit(feed *f, const place *where);
/* Content that ends with its chunks or with the stream: the bytes from index from on that last to
 * the close; the end, against Content-Range. */
size_t judge_open_content(feed *f, size_t from, size_t n);
void judge_range_end(feed *f, const place *where);
void judge_answer(feed *f, const place *where);

#endif

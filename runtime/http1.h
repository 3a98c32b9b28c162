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
    FIELD_SEC_WEBSOCKET_KEY,
    FIELD_SEC_WEBSOCKET_ACCEPT,
    FIELD_SEC_WEBSOCKET_VERSION,
    FIELD_SEC_WEBSOCKET_PROTOCOL,
    FIELD_SEC_WEBSOCKET_EXTENSIONS,
    FIELD_COUNT
};
#define HAS(field) (UINT64_C(1) << FIELD_##field)
/* Of a request that means to open WebSocket; drafts before RFC 6455 had none of them */
#define HANDSHAKE_FIELDS                                                                           \
    (HAS(SEC_WEBSOCKET_KEY) | HAS(SEC_WEBSOCKET_VERSION) | HAS(SEC_WEBSOCKET_EXTENSIONS))

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
/* Does the 101 that is read hand over to WebSocket? */
bool switches_to_websocket(const feed *f);
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

/* ---- http1_report.c ---- */
void report_rule(feed *f, const parley_rule *rule, const place *where,
                 const parley_machine *machine, uint16_t state, uint16_t got, uint64_t number);
/* Reports what the action list of a machine that hears symbols says. */
void report_action(feed *f, const parley_machine *machine, uint16_t action, uint16_t state,
                   uint16_t got, const place *where, uint64_t number);
/* Asks a machine of questions: question, then what C found. */
void ask_machine(feed *f, const parley_machine *machine, uint16_t question, uint16_t answer,
                 const place *where, uint64_t number);
/* Asks http1.facts. */
void ask_facts(feed *f, uint16_t question, uint16_t answer, const place *where, uint64_t number);
parley_event *emit_event(feed *f, parley_event_kind kind, uint64_t offset, uint64_t length);
/* The same without the turn: for who sets it once the turn machines have heard of it. */
parley_event *emit_event_before(feed *f, parley_event_kind kind, uint64_t offset, uint64_t length);
/* From where on the lane is not judged. */
void lose_lane(feed *f, lane *l, uint64_t from, enum conversation_reason reason);
parley_turn turn_now(const conversation *talk);

/* ---- http1_lane.c ---- */
extern const parley_machine *const http1_lanes[2];
uint64_t lane_bytes(feed *f);
/* The counted bytes are over: at is the index of the byte behind them. */
void counted_ends(feed *f, size_t at);
/* Feeds the lane's machine a symbol that C worked out. at is where; its state and got are filled
 * in. */
void lane_symbol(feed *f, uint16_t symbol, place *at);

/* ---- http1_end.c ---- */
void content_arrives(feed *f, const place *where, uint64_t length);
void lane_gap(feed *f);
void lane_end(feed *f, bool reset);
void lane_stops(feed *f);

/* ---- http1_fields.c ---- */
/* The name is complete at the byte at; the value of its field starts behind the colon at. */
void field_name(feed *f, size_t at);
void field_starts(feed *f, const place *where, size_t at);
void field_value(feed *f, size_t from, size_t to);
void field_value_end(feed *f);
void keep_name(feed *f, size_t to);

/* ---- http1_head.c ---- */
void judge_request_head(feed *f, const place *where);
void judge_response_head(feed *f, const place *where);
uint16_t choose_body(feed *f);
/* Is the content gzip or deflate, as a whole? */
bool has_one_coding(const lane *l);
bool says_close(const lane *l);
bool keeps_alive(const lane *l);

/* ---- http1_turns.c ---- */
uint32_t *incoming_exchange(conversation *talk);
void request_begins(feed *f);
void request_head_ends(feed *f, const place *where);
void request_content_begins(feed *f, const place *where);
void request_ends(feed *f, const place *where);
void request_lost(feed *f);
/* What was taken for the beginning of a request was none. */
void request_taken_back(feed *f);
void response_begins(feed *f, const place *where);
void response_head_ends(feed *f, const place *where);
void response_ends(feed *f, const place *where);
void no_response(feed *f, const place *where);
void side_closes(feed *f, bool left);
/* Did the client leave while it waited for 100, after the server had been silent for long? Reports
 * it. */
bool server_kept_silent(feed *f);
uint64_t exchange_number(const feed *f);
/* The request that this response answers, for its framing, 0 if there is none; for all else, 0
 * where order cannot be trusted, too. */
uint32_t paired(const feed *f);
uint32_t asked(const feed *f);

#endif

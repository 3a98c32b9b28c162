/* HTTP/1.1 fields: which field a name is, the machine that reads its value, and what its value
 * says. Works on the bytes of one piece; what is split over pieces goes on where it stopped. */
#include "http1_lane.h"
#include "http1_names.h"
#include "websocket.h"

#define FIELD(name, kind, values)                                                                  \
    { name, sizeof(name) - 1, kind, values }
/* In the order of enum http1_field. */
const known_field known_fields[FIELD_COUNT] = {
    FIELD("te", NO_TRAILER, &parley_http1_te),
    FIELD("age", SINGLE | NO_TRAILER, NULL),
    FIELD("host", NO_TRAILER, &parley_http1_host),
    FIELD("date", SINGLE, &parley_http1_date),
    FIELD("etag", SINGLE, NULL),
    FIELD("from", SINGLE, NULL),
    FIELD("range", SINGLE | NO_TRAILER, &parley_http1_range),
    FIELD("allow", 0, NULL),
    FIELD("expect", NO_TRAILER, &parley_http1_expect),
    FIELD("server", SINGLE, NULL),
    FIELD("cookie", NO_TRAILER, NULL),
    FIELD("upgrade", 0, &parley_http1_upgrade),
    FIELD("trailer", NO_TRAILER, NULL),
    FIELD("expires", SINGLE | NO_TRAILER, NULL),
    FIELD("referer", SINGLE, NULL),
    FIELD("if-match", NO_TRAILER, NULL),
    FIELD("if-range", SINGLE | NO_TRAILER, &parley_http1_if_range),
    FIELD("location", SINGLE | NO_TRAILER, NULL),
    FIELD("connection", 0, &parley_http1_connection),
    FIELD("keep-alive", 0, NULL),
    FIELD("user-agent", SINGLE, NULL),
    FIELD("set-cookie", NO_TRAILER, NULL),
    FIELD("retry-after", SINGLE | NO_TRAILER, NULL),
    FIELD("content-type", SINGLE | NO_TRAILER, &parley_http1_content_type),
    FIELD("max-forwards", SINGLE | NO_TRAILER, NULL),
    FIELD("last-modified", SINGLE, &parley_http1_date),
    FIELD("if-none-match", NO_TRAILER, NULL),
    FIELD("content-range", SINGLE | NO_TRAILER, &parley_http1_content_range),
    FIELD("authorization", SINGLE | NO_TRAILER, NULL),
    FIELD("cache-control", NO_TRAILER, NULL),
    FIELD("content-length", NO_TRAILER, &parley_http1_content_length),
    FIELD("content-encoding", NO_TRAILER, &parley_http1_content_encoding),
    FIELD("www-authenticate", NO_TRAILER, NULL),
    FIELD("content-location", SINGLE, NULL),
    FIELD("transfer-encoding", NO_TRAILER, &parley_http1_transfer_encoding),
    FIELD("if-modified-since", SINGLE | NO_TRAILER, &parley_http1_date),
    FIELD("proxy-authenticate", NO_TRAILER, NULL),
    FIELD("if-unmodified-since", SINGLE | NO_TRAILER, &parley_http1_date),
    FIELD("proxy-authorization", SINGLE | NO_TRAILER, NULL),
    /* preconditions of WebDAV and CalDAV: RFC 4918 10.4, 10.6, RFC 6638 8.3 */
    FIELD("if", NO_TRAILER, NULL),
    FIELD("overwrite", NO_TRAILER, NULL),
    FIELD("if-schedule-tag-match", NO_TRAILER, NULL),
    /* RFC 6455 11.3: read by other machines on the other side, see handshake_values */
    FIELD("sec-websocket-key", HANDSHAKE | NO_TRAILER, &parley_websocket_key),
    FIELD("sec-websocket-accept", HANDSHAKE | NO_TRAILER, &parley_websocket_accept),
    FIELD("sec-websocket-version", HANDSHAKE | NO_TRAILER, &parley_websocket_version),
    FIELD("sec-websocket-protocol", HANDSHAKE | NO_TRAILER, &parley_websocket_subprotocols),
    FIELD("sec-websocket-extensions", HANDSHAKE | NO_TRAILER, &parley_websocket_offer),
};
const uint8_t row_at[SLOTS] = {
    [SLOT('t', 'e', 2)] = FIELD_TE + 1,
    [SLOT('a', 'e', 3)] = FIELD_AGE + 1,
    [SLOT('h', 't', 4)] = FIELD_HOST + 1,
    [SLOT('d', 'e', 4)] = FIELD_DATE + 1,
    [SLOT('e', 'g', 4)] = FIELD_ETAG + 1,
    [SLOT('f', 'm', 4)] = FIELD_FROM + 1,
    [SLOT('r', 'e', 5)] = FIELD_RANGE + 1,
    [SLOT('a', 'w', 5)] = FIELD_ALLOW + 1,
    [SLOT('e', 't', 6)] = FIELD_EXPECT + 1,
    [SLOT('s', 'r', 6)] = FIELD_SERVER + 1,
    [SLOT('c', 'e', 6)] = FIELD_COOKIE + 1,
    [SLOT('u', 'e', 7)] = FIELD_UPGRADE + 1,
    [SLOT('t', 'r', 7)] = FIELD_TRAILER + 1,
    [SLOT('e', 's', 7)] = FIELD_EXPIRES + 1,
    [SLOT('r', 'r', 7)] = FIELD_REFERER + 1,
    [SLOT('i', 'h', 8)] = FIELD_IF_MATCH + 1,
    [SLOT('i', 'e', 8)] = FIELD_IF_RANGE + 1,
    [SLOT('l', 'n', 8)] = FIELD_LOCATION + 1,
    [SLOT('c', 'n', 10)] = FIELD_CONNECTION + 1,
    [SLOT('k', 'e', 10)] = FIELD_KEEP_ALIVE + 1,
    [SLOT('u', 't', 10)] = FIELD_USER_AGENT + 1,
    [SLOT('s', 'e', 10)] = FIELD_SET_COOKIE + 1,
    [SLOT('r', 'r', 11)] = FIELD_RETRY_AFTER + 1,
    [SLOT('c', 'e', 12)] = FIELD_CONTENT_TYPE + 1,
    [SLOT('m', 's', 12)] = FIELD_MAX_FORWARDS + 1,
    [SLOT('l', 'd', 13)] = FIELD_LAST_MODIFIED + 1,
    [SLOT('i', 'h', 13)] = FIELD_IF_NONE_MATCH + 1,
    [SLOT('c', 'e', 13)] = FIELD_CONTENT_RANGE + 1,
    [SLOT('a', 'n', 13)] = FIELD_AUTHORIZATION + 1,
    [SLOT('c', 'l', 13)] = FIELD_CACHE_CONTROL + 1,
    [SLOT('c', 'h', 14)] = FIELD_CONTENT_LENGTH + 1,
    [SLOT('c', 'g', 16)] = FIELD_CONTENT_ENCODING + 1,
    [SLOT('w', 'e', 16)] = FIELD_WWW_AUTHENTICATE + 1,
    [SLOT('c', 'n', 16)] = FIELD_CONTENT_LOCATION + 1,
    [SLOT('t', 'g', 17)] = FIELD_TRANSFER_ENCODING + 1,
    [SLOT('i', 'e', 17)] = FIELD_IF_MODIFIED_SINCE + 1,
    [SLOT('p', 'e', 18)] = FIELD_PROXY_AUTHENTICATE + 1,
    [SLOT('i', 'e', 19)] = FIELD_IF_UNMODIFIED_SINCE + 1,
    [SLOT('p', 'n', 19)] = FIELD_PROXY_AUTHORIZATION + 1,
    [SLOT('i', 'f', 2)] = FIELD_IF + 1,
    [SLOT('o', 'e', 9)] = FIELD_OVERWRITE + 1,
    [SLOT('i', 'h', 21)] = FIELD_IF_SCHEDULE_TAG_MATCH + 1,
    [SLOT('s', 'y', 17)] = FIELD_SEC_WEBSOCKET_KEY + 1,
    [SLOT('s', 't', 20)] = FIELD_SEC_WEBSOCKET_ACCEPT + 1,
    [SLOT('s', 'n', 21)] = FIELD_SEC_WEBSOCKET_VERSION + 1,
    [SLOT('s', 'l', 22)] = FIELD_SEC_WEBSOCKET_PROTOCOL + 1,
    [SLOT('s', 's', 24)] = FIELD_SEC_WEBSOCKET_EXTENSIONS + 1,
};
_Static_assert(FIELD_COUNT <= 64, "one bit for each field");

void keep_name(feed *f, size_t to) {
    lane *l = f->lane;
    size_t from = l->mark.offset > f->base ? (size_t)(l->mark.offset - f->base) : 0;
    for (; from < to; from++) {
        if (l->stash_length >= STASH_SIZE) {
            l->stash_length = STASH_SIZE + 1; /* longer than any name that is looked for */
            return;
        }
        l->stash[l->stash_length++] = (char)f->input->bytes[from];
    }
}

static const parley_machine *values_of(const feed *f, unsigned field) {
    return (known_fields[field].kind & HANDSHAKE) != 0 ? handshake_values(f->side, field)
                                                       : known_fields[field].values;
}

/* What it means that this field is here at all: judged at its colon. */
static void judge_presence(feed *f, const place *where) {
    lane *l = f->lane;
    unsigned field = l->field - 1u;
    uint64_t bit = UINT64_C(1) << field;
    bool again = (l->fields & bit) != 0;
    if ((l->flags & LANE_IN_TRAILER) != 0) {
        if ((known_fields[field].kind & NO_TRAILER) != 0)
            ask_facts(f, Q_TRAILER, TRAILER_FORBIDDEN, where, 0);
        l->field = 0; /* not merged into the head */
        return;
    }
    l->fields |= bit;
    if (again && (known_fields[field].kind & SINGLE) != 0)
        ask_facts(f, Q_FIELD, FIELD_AGAIN, where, 0);
    if (field == FIELD_HOST && f->side == PARLEY_CLIENT && again)
        ask_facts(f, Q_HOST, HOST_AGAIN, where, 0);
    if (field == FIELD_CONTENT_LENGTH) judge_length_presence(f, where, again);
    if (field == FIELD_TRANSFER_ENCODING) judge_coding_presence(f, where, again);
    if ((known_fields[field].kind & HANDSHAKE) != 0) handshake_presence(f, field, where, again);
}

void field_name(feed *f, size_t at) {
    lane *l = f->lane;
    l->flags &= (uint16_t) ~(LANE_IN_NAME | LANE_VALUE);
    if (l->mark.offset >= f->base) {
        size_t from = (size_t)(l->mark.offset - f->base);
        l->field = field_find(f->input->bytes + from, at - from);
    } else {
        keep_name(f, at);
        l->field = l->stash_length <= STASH_SIZE
                       ? field_find((const uint8_t *)l->stash, l->stash_length)
                       : 0;
    }
}

void field_starts(feed *f, const place *where, size_t at) {
    lane *l = f->lane;
    if ((l->flags & LANE_IN_TRAILER) != 0 && (l->fields & HAS(TRAILER)) == 0) {
        ask_facts(f, Q_TRAILER, TRAILER_UNANNOUNCED, where, 0);
    }
    if (l->field == 0) return;
    judge_presence(f, where);
    if (l->field == 0) return;
    const parley_machine *values = values_of(f, l->field - 1u);
    l->facts &= ~FACT_LENGTH_STARTED;
    if (values == NULL) return;
    l->flags |= LANE_VALUE;
    l->value_state = values->start;
    f->value_from = at + 1;
}

/* A number of Content-Length so far against the one before: is it still a beginning of the same
 * number? */
static bool length_may_agree(uint64_t before, uint64_t so_far) {
    while (before > so_far)
        before /= 10;
    return before == so_far;
}

static void length_digit(feed *f, const place *where) {
    lane *l = f->lane;
    if ((l->facts & FACT_LENGTH_WRONG) != 0) return;
    if (l->number > INT64_MAX) {
        l->facts |= FACT_LENGTH_WRONG;
        ask_facts(f, Q_LENGTH, LENGTH_TOO_LARGE, where, 0);
        return;
    }
    if ((l->facts & FACT_LENGTH) != 0 && l->number != 0 &&
        !length_may_agree(l->length, l->number)) {
        l->facts |= FACT_LENGTH_WRONG;
        ask_facts(f, Q_LENGTH, LENGTH_CONFLICT, where, 0);
        return;
    }
    l->facts |= FACT_LENGTH_STARTED;
    judge_content_digit(f, where);
}

/* One number of Content-Length is complete. */
static void length_ends(feed *f, const place *where) {
    lane *l = f->lane;
    if ((l->facts & (FACT_LENGTH_STARTED | FACT_LENGTH_WRONG)) != FACT_LENGTH_STARTED) return;
    if ((l->facts & FACT_LENGTH) != 0 && l->length != l->number) {
        l->facts |= FACT_LENGTH_WRONG;
        ask_facts(f, Q_LENGTH, LENGTH_CONFLICT, where, 0);
        return;
    }
    if ((l->facts & FACT_LENGTH) != 0) ask_facts(f, Q_LENGTH, LENGTH_AGAIN, where, 0);
    l->length = l->number;
    l->facts |= FACT_LENGTH;
    l->facts &= ~FACT_LENGTH_STARTED;
}

static void range_position(feed *f, unsigned event, const place *where) {
    lane *l = f->lane;
    conversation *talk = f->talk;
    if (f->side == PARLEY_CLIENT || l->number > INT64_MAX) return; /* nothing that is compared */
    if (event == EV_RANGE_FIRST) {
        talk->range = l->number;
    } else if (event == EV_RANGE_LAST) {
        if (l->number < talk->range) {
            ask_facts(f, Q_RANGE, RANGE_INVALID, where, l->number);
            talk->range = 0;
            return;
        }
        talk->range = l->number - talk->range + 1;
        l->facts |= FACT_BYTE_RANGE;
        talk->range_last = l->number;
    } else if ((l->facts & FACT_BYTE_RANGE) != 0 && talk->range_last >= l->number) {
        ask_facts(f, Q_RANGE, RANGE_INVALID, where, l->number);
        talk->range = 0;
    }
}

static void unknown_coding(feed *f, const place *where) {
    ask_facts(f, Q_CODING,
              f->side == PARLEY_CLIENT ? CODING_UNKNOWN_REQUEST : CODING_UNKNOWN_RESPONSE, where,
              0);
}

/* Another protocol is known by a number made of its name: enough to tell that two names differ. */
static void other_protocol(feed *f) {
    conversation *talk = f->talk;
    uint32_t name = (uint32_t)(f->lane->number ^ f->lane->number >> 32);
    f->lane->facts |= FACT_OTHER_UPGRADE;
    if (f->side == PARLEY_SERVER) {
        talk->chosen = name;
    } else if (talk->n_offered < OFFERED_MAX) {
        talk->offered[talk->n_offered++] = name;
    } else {
        talk->n_offered = OFFERED_MAX + 1;
    }
}

static void value_event(feed *f, unsigned event, const place *where) {
    lane *l = f->lane;
    switch (event) {
    case EV_LENGTH_DIGIT:
        length_digit(f, where);
        break;
    case EV_LENGTH_NEXT:
        length_ends(f, where);
        break;
    case EV_CHUNKED:
        if ((l->facts & FACT_CHUNKED) != 0) ask_facts(f, Q_CODING, CODING_TWICE, where, 0);
        l->facts |= FACT_CHUNKED | FACT_CHUNKED_LAST;
        break;
    case EV_KNOWN_BYTE:
        l->facts |= FACT_KNOWN_BYTE;
        break;
    case EV_CODING_BYTE:
        if ((l->facts & FACT_KNOWN_BYTE) == 0) unknown_coding(f, where);
        l->facts &= ~FACT_KNOWN_BYTE;
        break;
    case EV_UNKNOWN_CODING:
        l->facts &= ~FACT_CHUNKED_LAST;
        l->facts |= FACT_OTHER_CODING;
        unknown_coding(f, where);
        break;
    case EV_KNOWN_CODING:
        l->facts &= ~FACT_CHUNKED_LAST;
        l->facts |= FACT_OTHER_CODING;
        break;
    case EV_CLOSE:
        l->facts |= FACT_CLOSE;
        break;
    case EV_KEEP_ALIVE:
        l->facts |= FACT_KEEP_ALIVE;
        break;
    case EV_OPTION_UPGRADE:
        l->facts |= FACT_OPTION_UPGRADE;
        break;
    case EV_OPTION_TE:
        l->facts |= FACT_OPTION_TE;
        break;
    case EV_WEBSOCKET:
        l->facts |= FACT_WEBSOCKET;
        break;
    case EV_WEBSOCKET_VERSION:
        handshake_versioned(f, where);
        break;
    case EV_H2C:
        l->facts |= FACT_H2C;
        break;
    case EV_TLS:
        l->facts |= FACT_TLS;
        break;
    case EV_TUNNEL:
        l->facts |= FACT_TUNNEL;
        break;
    case EV_NAME_START:
        l->number = 0;
        break;
    case EV_NAME_BYTE:
        l->number = l->number * 31 + (where->got | 0x20u);
        break;
    case EV_OTHER_PROTOCOL:
        other_protocol(f);
        break;
    case EV_CONTINUE:
        l->facts |= FACT_CONTINUE;
        break;
    case EV_RANGE_NEXT:
        l->facts |= FACT_MANY_RANGES;
        break;
    case EV_RANGE_FIRST:
    case EV_RANGE_LAST:
    case EV_RANGE_LENGTH:
        range_position(f, event, where);
        break;
    case EV_RANGE_UNSATISFIED:
        l->facts |= FACT_UNSATISFIED;
        break;
    case EV_RANGE_OTHER:
        l->facts |= FACT_OTHER_UNIT;
        break;
    case EV_MULTIPART:
        l->facts |= FACT_MULTIPART;
        break;
    case EV_ENCODED:
        l->facts |= (l->facts & FACT_ENCODED) != 0 ? FACT_ENCODED_MORE : FACT_ENCODED;
        break;
    case EV_ENCODED_OTHER:
        l->facts |= FACT_ENCODED_MORE;
        break;
    default:
        break;
    }
}

/* Carries out an action list of a value machine. */
static void value_action(feed *f, const parley_machine *values, uint16_t action,
                         const place *where) {
    lane *l = f->lane;
    for (size_t i = values->action_index[action]; i < values->action_index[action + 1]; i++) {
        unsigned operand = PARLEY_OP_OPERAND(values->ops[i]);
        switch (PARLEY_OP_KIND(values->ops[i])) {
        case PARLEY_OP_ZERO:
            l->number = 0;
            break;
        case PARLEY_OP_DEC:
            l->number = number_add(l->number, 10, where->got);
            break;
        case PARLEY_OP_EVENT:
            if ((known_fields[l->field - 1].kind & HANDSHAKE) != 0)
                handshake_event(f, l->field - 1u, operand, where);
            else
                value_event(f, operand, where);
            break;
        case PARLEY_OP_RULE:
            report_rule(f, &values->rules[operand], where, values, where->state, where->got, 0);
            break;
        default:
            break;
        }
    }
}

void field_value(feed *f, size_t from, size_t to) {
    lane *l = f->lane;
    const parley_machine *values = values_of(f, l->field - 1u);
    while (from < to && l->mode == LANE_STEP) {
        parley_hit hits[8];
        size_t n_hits;
        size_t got = parley_machine_run(values, &l->value_state, f->input->bytes + from, to - from,
                                        hits, 8, &n_hits);
        for (size_t i = 0; i < n_hits && l->mode == LANE_STEP; i++) {
            size_t at = from + hits[i].at;
            place where = place_here(f, at, hits[i].from, f->input->bytes[at]);
            value_action(f, values, hits[i].action, &where);
        }
        from += got;
        if (l->value_state == 0) { /* the machine has no reading for the rest */
            l->flags &= (uint16_t)~LANE_VALUE;
            if ((known_fields[l->field - 1].kind & HANDSHAKE) != 0) offers_unread(f, l->field - 1u);
            return;
        }
    }
}

void field_value_end(feed *f) {
    lane *l = f->lane;
    if ((l->flags & LANE_VALUE_PENDING) == 0) return;
    l->flags &= (uint16_t) ~(LANE_VALUE_PENDING | LANE_VALUE);
    const parley_machine *values = values_of(f, l->field - 1u);
    place where = l->mark; /* the byte that ended the line */
    where.state = l->value_state;
    uint16_t action = parley_machine_end(values, l->value_state);
    if (action != 0) value_action(f, values, action, &where);
    if (l->field - 1 == FIELD_CONTENT_LENGTH) length_ends(f, &where);
    if ((known_fields[l->field - 1].kind & HANDSHAKE) != 0)
        handshake_value_ends(f, l->field - 1u, &where);
    l->field = 0;
}

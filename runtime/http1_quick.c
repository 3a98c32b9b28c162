/* The quick way through what is plainly right: whole start-lines, field lines and lines of chunks
 * that lie in one piece are taken in one go, with the same calls that the stepper's hits would
 * make. Which states a line leads through is not written here: the machine is walked over a model
 * message, and a line is taken only where its first byte has the very cell that the model's has. At
 * the least doubt nothing is taken, and the stepper reads. */
#include "http1_lane.h"
#include "http1_names.h"

/* Model heads: state i of the path is the one before byte i. */
static const char *const models[2] = {"A /aa HTTP/1.1\r\nA:a\r\n\r\n",
                                      "HTTP/1.1 200 A\r\nA:a\r\n\r\n"};

enum model_place {
    TARGET = 5,  /* of the request, well inside */
    STATUS = 11, /* of the response: its last digit */
    REASON = 13,
    START_LF = 15,
    FIRST_LINE = 16,
    NAME = 17, /* before the colon */
    VALUE = 19,
    VALUE_LF = 20,
    LINE = 21, /* behind a field line */
    END_LF = 22,
    HEAD_READ = 23
};
_Static_assert(HEAD_READ + 1 == HEAD_STATES, "a feed has room for the path");

/* Walks the machine over the model of its side. */
static void head_learn(feed *f, const parley_machine *m) {
    const char *head = models[f->side];
    size_t state = m->start;
    for (size_t i = 0; i < HEAD_READ; i++) {
        f->head[i] = (uint16_t)state;
        uint32_t cell = m->cells[state * PARLEY_COLUMNS + m->byte_class[(uint8_t)head[i]]];
        state = PARLEY_CELL_NEXT(cell);
    }
    f->head[HEAD_READ] = (uint16_t)state;
    f->head_known = true;
}

/* Is the action list just these n ops? */
static bool list_is(const parley_machine *m, uint16_t action, const uint16_t *ops, size_t n) {
    size_t first = m->action_index[action];
    if ((size_t)m->action_index[action + 1] - first != n) return false;
    for (size_t i = 0; i < n; i++)
        if (m->ops[first + i] != ops[i]) return false;
    return true;
}

/* Walks the machine over a chunk from the state where the lane stands. False where no chunk begins
 * there, or where one asks for anything that the quick way does not do. */
static bool chunk_learn(feed *f, const parley_machine *m) {
    static const uint16_t digit[] = {PARLEY_OP(PARLEY_OP_ZERO, 0), PARLEY_OP(PARLEY_OP_HEX, 0),
                                     PARLEY_OP(PARLEY_OP_EVENT, EV_SIZE_DIGIT)};
    static const uint16_t size_end[] = {PARLEY_OP(PARLEY_OP_EVENT, EV_SIZE_END)};
    static const uint16_t line_read[] = {PARLEY_OP(PARLEY_OP_ASK, ASK_CHUNK)};
    uint16_t state = f->lane->state;
    f->chunk[CHUNK] = state;
    if (!list_is(m, parley_machine_symbol(m, &state, '1'), digit, 3)) return false;
    if (!list_is(m, parley_machine_symbol(m, &state, '\r'), size_end, 1)) return false;
    f->chunk[SIZE_LF] = state;
    if (!list_is(m, parley_machine_symbol(m, &state, '\n'), line_read, 1)) return false;
    f->chunk[SIZE_READ] = state;
    if (parley_machine_symbol(m, &state, CHUNK_SIZED) != 0) return false;
    f->chunk[DATA] = state;
    if (parley_machine_symbol(m, &state, COUNT_END) != 0) return false;
    f->chunk[DATA_END] = state;
    if (parley_machine_symbol(m, &state, '\r') != 0) return false;
    if (parley_machine_symbol(m, &state, '\n') != 0) return false;
    f->chunk[NEXT_CHUNK] = state;
    f->chunk_known = state != 0;
    return f->chunk_known;
}

/* Does the byte lead from the lane's state just where it leads from another, with the same actions?
 */
static bool same_way(const feed *f, const parley_machine *m, uint16_t state, uint8_t byte) {
    size_t column = m->byte_class[byte];
    return m->cells[(size_t)f->lane->state * PARLEY_COLUMNS + column] ==
           m->cells[(size_t)state * PARLEY_COLUMNS + column];
}

static inline uint64_t eight_bytes(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Eight bytes at once, where the first of them in memory is the lowest of the word. */
#define EIGHT_AT_ONCE (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

/* Which of eight bytes is the first with a bit set in marks. */
static inline size_t first_byte(uint64_t marks) {
    return (size_t)__builtin_ctzll(marks) >> 3;
}

/* The first index from i on whose byte is none of 0x20-0x7e: eight bytes at a time. */
static inline size_t text_end(const uint8_t *bytes, size_t i, size_t n) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    while (EIGHT_AT_ONCE && n - i >= 8) {
        uint64_t word = eight_bytes(bytes + i);
        /* below 0x20, above 0x7e, above 0x7f; what a byte borrows or carries only blurs those
         * behind it */
        uint64_t other = ((word - ones * 0x20) | (word + ones) | word) & high;
        if (other != 0) return i + first_byte(other);
        i += 8;
    }
    while (i < n && bytes[i] >= 0x20 && bytes[i] < 0x7f)
        i++;
    return i;
}

static inline bool line_ends(const uint8_t *bytes, size_t i, size_t n) {
    return n - i >= 2 && bytes[i] == '\r' && bytes[i + 1] == '\n';
}

static inline bool is_hex(uint8_t byte) {
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

static inline unsigned hex_value(uint8_t byte) {
    return byte <= '9' ? byte - (unsigned)'0' : (byte | 0x20u) - (unsigned)'a' + 10u;
}

/* The methods that framing and turns look at, by their first eight bytes. Others are quick if they
 * are capitals. CONNECT has a target of its own form and is never quick: 0. */
static size_t method_take(const uint8_t *bytes, size_t n, enum method *method) {
    if (n < 8) return 0;
    *method = METHOD_OTHER;
    switch (bytes[0]) {
    case 'G':
        *method = METHOD_GET;
        if (memcmp(bytes, "GET ", 4) == 0) return 3;
        break;
    case 'H':
        *method = METHOD_HEAD;
        if (memcmp(bytes, "HEAD ", 5) == 0) return 4;
        break;
    case 'P':
        if (memcmp(bytes, "POST ", 5) == 0) return 4;
        *method = METHOD_PUT;
        if (memcmp(bytes, "PUT ", 4) == 0) return 3;
        break;
    case 'D':
        *method = METHOD_DELETE;
        if (memcmp(bytes, "DELETE ", 7) == 0) return 6;
        break;
    case 'O':
        *method = METHOD_OPTIONS;
        if (memcmp(bytes, "OPTIONS ", 8) == 0) return 7;
        break;
    default:
        break;
    }
    return 0;
}

/* The first index from i on whose byte is no letter, digit, "-", "." or "/": a part of what a
 * target may hold. */
static inline size_t word_end(const uint8_t *bytes, size_t i, size_t n) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    while (EIGHT_AT_ONCE && n - i >= 8) {
        uint64_t word = eight_bytes(bytes + i), small = word | ones * 0x20;
        uint64_t no_mark = (word - ones * '-') | (word + ones * (0x7f - '9'));
        uint64_t no_letter = ~((small | high) - ones * 'a') | (small + ones * (0x7f - 'z'));
        uint64_t other = ((no_mark & no_letter) | word) & high;
        if (other != 0) return i + first_byte(other);
        i += 8;
    }
    return i;
}

/* The target's end: what is no plain word the machine's own set tells. */
static size_t target_end(const feed *f, const parley_machine *m, size_t i, size_t n) {
    const uint8_t *bytes = f->input->bytes;
    uint32_t run = m->run[f->head[TARGET]];
    for (;;) {
        i = run_end(m, run, bytes, word_end(bytes, i, n), n);
        if (n - i <= 3 || bytes[i] != '%' || !is_hex(bytes[i + 1]) || !is_hex(bytes[i + 2]))
            return i;
        i += 3;
    }
}

/* "METHOD /target HTTP/1.1" */
static size_t request_line(feed *f, const parley_machine *m, size_t from, size_t n) {
    const uint8_t *bytes = f->input->bytes;
    enum method method;
    size_t method_end = from + method_take(bytes + from, n - from, &method);
    if (method_end == from || n - method_end < 2 || bytes[method_end + 1] != '/') return 0;
    size_t i = target_end(f, m, method_end + 2, n);
    if (n - i < 11 || memcmp(bytes + i, " HTTP/1.1\r\n", 11) != 0) return 0;
    lane *l = f->lane;
    l->message = place_here(f, from, l->state, bytes[from]);
    l->state = f->head[FIRST_LINE];
    message_begins(f);
    if (l->mode != LANE_STEP) return 1;
    l->method = (uint8_t)method;
    l->method_length = (uint32_t)(method_end - from);
    l->target_end = (uint32_t)(i - from);
    place where = place_here(f, i + 10, f->head[START_LF], '\n');
    start_line_ends(f, &where);
    return i + 11 - from;
}

/* "HTTP/1.1 200 reason" */
static size_t status_line(feed *f, size_t from, size_t n) {
    const uint8_t *bytes = f->input->bytes + from;
    if (n - from < 15 || memcmp(bytes, "HTTP/1.1 ", 9) != 0) return 0;
    unsigned hundreds = bytes[9] - (unsigned)'0', tens = bytes[10] - (unsigned)'0',
             ones = bytes[11] - (unsigned)'0';
    if (hundreds < 1 || hundreds > 5 || tens > 9 || ones > 9 || bytes[12] != ' ') return 0;
    size_t i = text_end(bytes, 13, n - from);
    if (!line_ends(bytes, i, n - from)) return 0;
    lane *l = f->lane;
    l->message = place_here(f, from, l->state, bytes[0]);
    l->state = f->head[REASON];
    message_begins(f);
    if (l->mode != LANE_STEP) return 1;
    l->number = hundreds * 100 + tens * 10 + ones;
    l->status = (uint16_t)l->number;
    l->mark = place_here(f, from + STATUS - 2, f->head[STATUS - 2], bytes[STATUS - 2]);
    place where = place_here(f, from + STATUS, f->head[STATUS], bytes[STATUS]);
    response_begins(f, &where);
    if (l->mode != LANE_STEP) return STATUS + 1;
    l->state = f->head[FIRST_LINE];
    where = place_here(f, from + i + 1, f->head[START_LF], '\n');
    start_line_ends(f, &where);
    return i + 2;
}

/* "Name: value", with all that the machine's hits would do. Returns the index behind the last byte
 * taken. */
static size_t field_line(feed *f, size_t from, size_t colon, size_t end) {
    const uint8_t *bytes = f->input->bytes;
    lane *l = f->lane;
    l->mark = place_here(f, from, l->state, bytes[from]);
    l->state = f->head[VALUE];
    place where = place_here(f, colon, f->head[NAME], ':');
    field_name(f, colon);
    field_starts(f, &where, colon);
    if (l->mode != LANE_STEP) return colon + 1;
    where = place_here(f, end, f->head[VALUE], '\r');
    l->state = f->head[VALUE_LF];
    value_line_ends(f, &where, end);
    return l->mode == LANE_STEP ? end + 2 : end + 1;
}

/* Names are looked through for a colon that far before their bytes are looked at one by one. */
#define LONG_NAME 64

/* The colon behind the name that begins at i, and the row of the name plus 1, or 0. Returns n where
 * the name is none, or its colon is not there: a name of the table needs no second look at its
 * bytes. */
static inline size_t name_take(const parley_machine *m, uint32_t run, const uint8_t *bytes,
                               size_t i, size_t n, uint8_t *row) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const size_t far = n - i > LONG_NAME ? i + LONG_NAME : n;
    size_t colon = i;
    uint64_t found = 0;
    while (EIGHT_AT_ONCE && far - colon >= 8) {
        uint64_t other = eight_bytes(bytes + colon) ^ ones * ':';
        found = (other - ones) & ~other & ones << 7;
        if (found != 0) break;
        colon += 8;
    }
    colon = found != 0 ? colon + first_byte(found) : run_end(m, run, bytes, i, n);
    if (colon == i || colon == n || bytes[colon] != ':') return n;
    *row = field_find(bytes + i, colon - i);
    if (*row == 0 && found != 0 && run_end(m, run, bytes, i, colon) != colon) return n;
    return colon;
}

/* Is there nothing to be said of the field but that it is there? Then what its value says is set.
 */
static inline bool field_plain(feed *f, uint8_t row, const uint8_t *value, size_t n) {
    lane *l = f->lane;
    if (row == 0) return true;
    uint64_t bit = UINT64_C(1) << (row - 1);
    if ((l->fields & bit) != 0) return false;
    if (known_fields[row - 1].values != NULL && !value_plain(f, (uint8_t)(row - 1), value, n))
        return false;
    l->fields |= bit;
    return true;
}

/* Field lines, as many as are plain. Returns the index behind them. */
static size_t field_lines(feed *f, const parley_machine *m, size_t from, size_t n) {
    const uint8_t *bytes = f->input->bytes;
    const uint32_t run = m->run[f->head[NAME]];
    lane *l = f->lane;
    size_t i = from;
    bool plain = false;
    if (!same_way(f, m, f->head[LINE], bytes[from])) return from;
    while (n - i > 3 && bytes[i] != '\r') {
        uint8_t row;
        size_t colon = name_take(m, run, bytes, i, n, &row);
        if (colon == n) break;
        size_t end = text_end(bytes, colon + 1, n);
        /* only where the next line is known not to go on with the value */
        if (n - end < 3 || !line_ends(bytes, end, n) || bytes[end + 2] == ' ' ||
            bytes[end + 2] == '\t')
            break;
        if ((l->flags & LANE_VALUE_PENDING) != 0) {
            field_value_end(f);
            if (l->mode != LANE_STEP) return i + 1;
        }
        plain = field_plain(f, row, bytes + colon + 1, end - colon - 1);
        if (plain) {
            i = end + 2;
            continue;
        }
        if (!feed_room(f)) break;
        if (i != from) l->state = f->head[LINE];
        i = field_line(f, i, colon, end);
        if (l->mode != LANE_STEP) return i;
    }
    if (i != from) l->state = f->head[LINE];
    if (plain) {
        l->field = 0;
        l->flags &= (uint16_t) ~(LANE_IN_NAME | LANE_VALUE);
    }
    return i;
}

/* The empty line that ends the head. */
static size_t head_end(feed *f, const parley_machine *m, size_t from, size_t n) {
    lane *l = f->lane;
    if (!line_ends(f->input->bytes, from, n) || !same_way(f, m, f->head[LINE], '\r')) return 0;
    if ((l->flags & LANE_VALUE_PENDING) != 0) {
        field_value_end(f);
        if (l->mode != LANE_STEP) return 1;
    }
    place where = place_here(f, from, l->state, '\r');
    l->state = f->head[END_LF];
    head_ends(f, &where);
    if (l->mode != LANE_STEP) return 1;
    where = place_here(f, from + 1, f->head[END_LF], '\n');
    l->state = f->head[HEAD_READ];
    body_begins(f, &where);
    return 2;
}

/* The line of a chunk's size, and the whole chunk where it lies in the piece. At most fifteen
 * digits are quick: they cannot be too large. The last chunk is the stepper's. */
static size_t chunk_line(feed *f, const parley_machine *m, size_t from, size_t n) {
    const uint8_t *bytes = f->input->bytes;
    lane *l = f->lane;
    uint64_t number = 0;
    size_t i = from;
    for (; i < n && i - from < 15 && is_hex(bytes[i]); i++)
        number = number << 4 | hex_value(bytes[i]);
    if (number == 0 || !line_ends(bytes, i, n) || !content_fits(f)) return 0;
    if (!f->chunk_known && !chunk_learn(f, m)) return 0;
    if (!same_way(f, m, f->chunk[CHUNK], bytes[from])) return 0;
    l->number = number;
    i += 2;
    if (n - i > number + 1 && line_ends(bytes, i + (size_t)number, n)) {
        l->state = f->chunk[DATA];
        content_take(f, i, (size_t)number);
        l->length = 0;
        l->state = f->chunk[NEXT_CHUNK];
        return i + (size_t)number + 2 - from;
    }
    place where = place_here(f, i - 1, f->chunk[SIZE_LF], '\n');
    l->state = f->chunk[SIZE_READ];
    chunk_begins(f, &where);
    return i - from;
}

/* The end of the line behind a chunk's data; the empty line behind the last chunk. */
static size_t chunk_line_end(feed *f, const parley_machine *m, size_t from, size_t n) {
    static const uint16_t head_end_list[] = {PARLEY_OP(PARLEY_OP_EVENT, EV_HEAD_END)};
    static const uint16_t message_end_list[] = {PARLEY_OP(PARLEY_OP_EVENT, EV_MESSAGE_END)};
    lane *l = f->lane;
    if (!line_ends(f->input->bytes, from, n)) return 0;
    if ((l->flags & LANE_IN_TRAILER) == 0) {
        if (!f->chunk_known || l->state != f->chunk[DATA_END]) return 0;
        l->state = f->chunk[NEXT_CHUNK];
        return 2;
    }
    uint16_t state = l->state;
    if ((l->flags & LANE_VALUE_PENDING) != 0 ||
        !list_is(m, parley_machine_symbol(m, &state, '\r'), head_end_list, 1))
        return 0;
    place where = place_here(f, from + 1, state, '\n');
    if (!list_is(m, parley_machine_symbol(m, &state, '\n'), message_end_list, 1)) return 0;
    l->state = state;
    message_ends(f, &where);
    return 2;
}

static size_t line_take(feed *f, const parley_machine *m, size_t from, size_t n) {
    const lane *l = f->lane;
    uint8_t first = f->input->bytes[from];
    if ((l->flags & LANE_IN_HEAD) != 0) {
        if (!f->head_known) head_learn(f, m);
        return first == '\r' ? head_end(f, m, from, n) : field_lines(f, m, from, n) - from;
    }
    if ((l->flags & LANE_IN_MESSAGE) != 0) {
        return first == '\r' ? chunk_line_end(f, m, from, n) : chunk_line(f, m, from, n);
    }
    if (!f->head_known) head_learn(f, m);
    if (!same_way(f, m, m->start, first)) return 0;
    return f->side == PARLEY_CLIENT ? request_line(f, m, from, n) : status_line(f, from, n);
}

size_t lane_quick(feed *f, size_t from, size_t n) {
    const parley_machine *m = http1_lanes[f->side];
    size_t i = from;
    while (i < n && f->lane->mode == LANE_STEP && feed_room(f)) {
        size_t taken = line_take(f, m, i, n);
        if (taken == 0) break;
        i += taken;
    }
    return i - from;
}

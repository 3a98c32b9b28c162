/* An event stream of Server-Sent Events, byte by byte: lines, fields, events (WHATWG HTML 9.2.5,
 * 9.2.6). Runs sse.stream over the bytes, sse.text over their characters, and tells sse.events what
 * each line is. Values are handed on and never kept; connections and sessions are not its business.
 */
#include "sse.h"
#include "../grammars/sse/symbols.h"

#define NEAR 8192 /* bytes */

_Static_assert(sizeof(sse_reading) <= sizeof(parley_sse), "a stream fits into its bytes");
_Static_assert(SSE_N_RULES <= 64, "a bit for each rule");

static sse_reading *inside(parley_sse *stream) {
    return (sse_reading *)(void *)stream;
}

void parley_sse_start(parley_sse *stream) {
    *stream = (parley_sse){.bytes = {0}};
    sse_reading *r = inside(stream);
    r->state = parley_sse_stream.start;
    r->text_state = parley_sse_text.start;
    r->events_state = parley_sse_events.start;
}

/* ---- items ---- */

static parley_sse_item *item_add(sse_feed *f, parley_sse_kind kind, size_t at) {
    parley_sse_item *item = &f->items[f->n_items < f->max ? f->n_items++ : f->max - 1];
    item->kind = kind;
    item->at = at;
    return item;
}

/* One cause, one finding: a rule counts once in a stream. */
static void rule_report(sse_feed *f, const parley_rule *rule, size_t at,
                        const parley_machine *machine, uint16_t state, uint16_t got) {
    uint64_t bit = UINT64_C(1) << (unsigned)(rule - parley_sse_rules);
    if ((f->reading->reported & bit) != 0) return;
    f->reading->reported |= bit;
    parley_sse_item *item = item_add(f, PARLEY_SSE_FINDING, at);
    item->rule = rule;
    item->machine = machine;
    item->state = state;
    item->got = got;
}

static void value_tell(sse_feed *f, parley_sse_kind kind, size_t from, size_t to, size_t at) {
    const sse_reading *r = f->reading;
    parley_sse_item *item = item_add(f, kind, at);
    item->field = (parley_sse_field)r->field;
    item->from = from;
    item->length = to - from;
    item->ignored = (r->flags & SSE_IGNORED) != 0;
    item->milliseconds = r->number;
}

/* ---- lines ---- */

void sse_line(sse_feed *f, uint16_t symbol, size_t at) {
    const parley_machine *m = &parley_sse_events;
    sse_reading *r = f->reading;
    uint16_t from = r->events_state, action = parley_machine_symbol(m, &r->events_state, symbol);
    bool dispatched = false;
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++)
        if (PARLEY_OP_KIND(m->ops[i]) == PARLEY_OP_RULE)
            rule_report(f, &m->rules[PARLEY_OP_OPERAND(m->ops[i])], at, m, from, symbol);
        else
            dispatched = true; /* EV_DISPATCH */
    if (symbol == EMPTY_LINE) item_add(f, PARLEY_SSE_BLOCK, at)->dispatched = dispatched;
}

void sse_value_line(sse_feed *f, parley_sse_field field, size_t from, size_t to) {
    static const uint16_t lines[] = {
        [PARLEY_SSE_OTHER] = OTHER_LINE, [PARLEY_SSE_COMMENT] = COMMENT_LINE,
        [PARLEY_SSE_DATA] = DATA_LINE,   [PARLEY_SSE_EVENT] = EVENT_LINE,
        [PARLEY_SSE_ID] = ID_LINE,       [PARLEY_SSE_RETRY] = RETRY_LINE};
    sse_reading *r = f->reading;
    r->field = (uint8_t)field;
    if (field >= PARLEY_SSE_DATA) value_tell(f, PARLEY_SSE_LINE, from, to, to);
    sse_line(f, lines[field], to);
    r->field = PARLEY_SSE_OTHER;
    r->flags &= (uint8_t) ~(SSE_IGNORED | SSE_VALUE | SSE_DIGITS);
}

static void line_end(sse_feed *f, size_t at) {
    sse_reading *r = f->reading;
    size_t from = (r->flags & SSE_VALUE) != 0 ? f->value_from : at;
    if (r->field == PARLEY_SSE_RETRY && (r->flags & SSE_DIGITS) == 0) r->flags |= SSE_IGNORED;
    sse_value_line(f, (parley_sse_field)r->field, from, at);
}

static void machine_event(sse_feed *f, unsigned event, size_t at) {
    sse_reading *r = f->reading;
    switch (event) {
    case EV_DATA:
        r->field = PARLEY_SSE_DATA;
        break;
    case EV_EVENT:
        r->field = PARLEY_SSE_EVENT;
        break;
    case EV_ID:
        r->field = PARLEY_SSE_ID;
        break;
    case EV_RETRY:
        r->field = PARLEY_SSE_RETRY;
        break;
    case EV_COMMENT:
        r->field = PARLEY_SSE_COMMENT;
        break;
    case EV_VALUE:
        r->flags |= SSE_VALUE;
        f->value_from = at + 1;
        break;
    case EV_IGNORED:
        r->flags |= SSE_IGNORED;
        break;
    case EV_LINE_END:
        line_end(f, at);
        break;
    case EV_EMPTY_LINE:
        sse_line(f, EMPTY_LINE, at);
        break;
    default:
        break;
    }
}

static void digit_add(sse_reading *r, uint8_t byte) {
    uint64_t digit = (uint64_t)(byte - '0');
    r->flags |= SSE_DIGITS;
    r->number = r->number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : r->number * 10 + digit;
}

static void action_take(sse_feed *f, const parley_hit *hit, uint8_t byte, size_t at) {
    const parley_machine *m = &parley_sse_stream;
    sse_reading *r = f->reading;
    for (size_t i = m->action_index[hit->action]; i < m->action_index[hit->action + 1]; i++) {
        unsigned operand = PARLEY_OP_OPERAND(m->ops[i]);
        switch (PARLEY_OP_KIND(m->ops[i])) {
        case PARLEY_OP_EVENT:
            machine_event(f, operand, at);
            break;
        case PARLEY_OP_RULE:
            rule_report(f, &m->rules[operand], at, m, hit->from, byte);
            break;
        case PARLEY_OP_ZERO:
            r->number = 0;
            break;
        case PARLEY_OP_DEC:
            digit_add(r, byte);
            break;
        default:
            break;
        }
    }
}

/* Steps to the end of a line, or as far as there is room for items. Returns where it stopped. */
static size_t line_step(sse_feed *f, size_t from, size_t to) {
    sse_reading *r = f->reading;
    parley_hit hits[16];
    size_t n_hits, got;
    got = parley_machine_run(&parley_sse_stream, &r->state, f->bytes + from, to - from, hits,
                             sizeof hits / sizeof hits[0], &n_hits);
    for (size_t i = 0; i < n_hits; i++) {
        size_t at = from + hits[i].at;
        if (!sse_room(f)) { /* it is read again when there is room */
            r->state = hits[i].from;
            return at;
        }
        action_take(f, &hits[i], f->bytes[at], at);
    }
    return from + got;
}

/* ---- characters ---- */

/* Reads on as text. Returns up to where the bytes are characters, or their end. */
static size_t text_read(sse_feed *f, size_t taken, size_t n) {
    sse_reading *r = f->reading;
    if ((r->flags & SSE_TEXT_OVER) != 0) return n;
    if ((r->flags & SSE_TEXT_WRONG) == 0 && r->ahead < n - taken) {
        size_t from = taken + (size_t)r->ahead;
        size_t good = bulk_text(&parley_sse_text, f->bytes + from, n - from, &r->text_state);
        r->ahead += good;
        if (good < n - from) r->flags |= SSE_TEXT_WRONG;
    }
    return r->ahead < n - taken ? taken + (size_t)r->ahead : n;
}

/* Lines of ASCII are read as text by the way. Returns up to where that was so. */
static size_t ascii_lines(sse_feed *f, size_t from, size_t n) {
    const sse_reading *r = f->reading;
    bool between = r->text_state == parley_sse_text.start || r->text_state == f->between;
    bool reading = (r->flags & (SSE_TEXT_WRONG | SSE_TEXT_OVER)) == 0;
    return reading && between && r->ahead == 0 ? sse_quick_lines(f, from, n, false) : from;
}

/* The byte is no character: nothing more is read as text. */
static void text_wrong(sse_feed *f, size_t at, uint16_t got) {
    const parley_machine *m = &parley_sse_text;
    sse_reading *r = f->reading;
    uint16_t next = r->text_state, action = parley_machine_symbol(m, &next, got);
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++)
        if (PARLEY_OP_KIND(m->ops[i]) == PARLEY_OP_RULE)
            rule_report(f, &m->rules[PARLEY_OP_OPERAND(m->ops[i])], at, m, r->text_state, got);
    r->flags |= SSE_TEXT_OVER;
}

/* ---- the whole ---- */

static size_t lines_read(sse_feed *f, size_t from, size_t to) {
    size_t i = from;
    while (i < to && sse_room(f)) {
        i = sse_quick_lines(f, i, to, true);
        if (i < to && sse_room(f)) i = line_step(f, i, sse_line_end(f->bytes, i, to));
    }
    return i;
}

/* How far to read text next: to the end of the line under way; many lines, but so that they are
 * still near when they are read as lines. */
static size_t text_end(const sse_feed *f, size_t from, size_t n) {
    size_t many = n - from < NEAR ? n - from : NEAR;
    bool at_line = f->reading->state == f->after_lf;
    return sse_line_end(f->bytes, at_line ? from + many : from, n);
}

size_t parley_sse_feed(parley_sse *stream, const uint8_t *bytes, size_t n, parley_sse_item *items,
                       size_t max, size_t *n_items) {
    sse_reading *r = inside(stream);
    sse_feed f = {.reading = r, .bytes = bytes, .items = items, .max = max};
    sse_models(&f);
    size_t i = 0;
    while (i < n && sse_room(&f)) {
        i = ascii_lines(&f, i, n);
        if (i == n || !sse_room(&f)) break;
        size_t near = text_end(&f, i, n);
        size_t good = text_read(&f, i, near);
        size_t read = lines_read(&f, i, good);
        if ((r->flags & SSE_TEXT_OVER) == 0) r->ahead -= read - i;
        i = read;
        if (i == good && i < near && sse_room(&f)) text_wrong(&f, i, bytes[i]);
    }
    if ((r->flags & SSE_VALUE) != 0 && r->field >= PARLEY_SSE_DATA && f.value_from < i)
        value_tell(&f, PARLEY_SSE_PART, f.value_from, i, i - 1);
    *n_items = f.n_items;
    return i;
}

bool parley_sse_state(const parley_sse *stream, uint16_t *state) {
    const sse_reading *r = (const sse_reading *)(const void *)stream;
    const parley_machine *m = &parley_sse_events;
    uint16_t next = r->events_state;
    uint16_t action = parley_machine_symbol(m, &next, EMPTY_LINE);
    *state = r->state;
    for (size_t i = m->action_index[action]; i < m->action_index[action + 1]; i++)
        if (m->ops[i] == PARLEY_OP(PARLEY_OP_EVENT, EV_DISPATCH)) return true;
    return false;
}

size_t parley_sse_end(parley_sse *stream, parley_sse_item *items, size_t max) {
    sse_reading *r = inside(stream);
    sse_feed f = {.reading = r, .items = items, .max = max};
    sse_models(&f);
    if (!sse_between_lines(&f))
        sse_line(&f, r->field == PARLEY_SSE_COMMENT ? COMMENT_LINE : PART_LINE, 0);
    sse_line(&f, BODY_END, 0);
    if ((r->flags & SSE_TEXT_OVER) == 0) text_wrong(&f, 0, TEXT_END);
    return f.n_items;
}

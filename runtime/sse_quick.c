/* The quick way through an event stream: whole lines that are plainly right, eight bytes at a time.
 * It knows no state by number, but walks the machine over a model line; at the least doubt, and
 * where a piece ends within a line, the stepper reads (sse.c). */
#include "../grammars/sse/symbols.h"
#include "sse.h"
#include <string.h>

static uint16_t model_state(const char *line, size_t n) {
    uint16_t state = parley_sse_stream.start;
    for (size_t i = 0; i < n; i++)
        (void)parley_machine_symbol(&parley_sse_stream, &state, (uint8_t)line[i]);
    return state;
}

void sse_models(sse_feed *f) {
    f->after_mark = model_state("\xef\xbb\xbf", 3);
    f->after_lf = model_state("\n", 1);
    f->after_cr = model_state("\r", 1);
    f->between = parley_sse_text.start;
    (void)parley_machine_symbol(&parley_sse_text, &f->between, 'a');
    uint16_t state = parley_sse_events.start;
    (void)parley_machine_symbol(&parley_sse_events, &state, DATA_LINE);
    f->dispatches = parley_machine_symbol(&parley_sse_events, &state, EMPTY_LINE);
}

bool sse_between_lines(const sse_feed *f) {
    uint16_t state = f->reading->state;
    return state == parley_sse_stream.start || state == f->after_mark || state == f->after_lf ||
           state == f->after_cr;
}

/* ---- where lines end ---- */

#define BLOCK 64

/* Of 64 bytes, the first one lowest: a bit for each CR and LF; and whether one is 0, or no ASCII.
 */
typedef struct block_marks {
    uint64_t stops;
    bool zero, high;
} block_marks;

#if BULK_X86
#include <emmintrin.h>

static inline uint64_t stops_of(__m128i part) {
    __m128i lf = _mm_cmpeq_epi8(part, _mm_set1_epi8('\n'));
    __m128i cr = _mm_cmpeq_epi8(part, _mm_set1_epi8('\r'));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(lf, cr));
}

static inline block_marks block_read(const uint8_t *bytes) {
    const __m128i *parts = (const __m128i *)(const void *)bytes;
    __m128i a = _mm_loadu_si128(parts), b = _mm_loadu_si128(parts + 1),
            c = _mm_loadu_si128(parts + 2), d = _mm_loadu_si128(parts + 3);
    __m128i least = _mm_min_epu8(_mm_min_epu8(a, b), _mm_min_epu8(c, d));
    __m128i high = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
    return (block_marks){stops_of(a) | stops_of(b) << 16 | stops_of(c) << 32 | stops_of(d) << 48,
                         _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0,
                         _mm_movemask_epi8(high) != 0};
}

static inline size_t first_bit(uint64_t bits) {
    return (size_t)__builtin_ctzll(bits);
}
#else
static block_marks block_read(const uint8_t *bytes) {
    block_marks marks = {0, false, false};
    for (unsigned i = 0; i < BLOCK; i++) {
        marks.stops |= (uint64_t)(bytes[i] == '\n' || bytes[i] == '\r') << i;
        marks.zero |= bytes[i] == 0;
        marks.high |= bytes[i] >= 0x80;
    }
    return marks;
}

static size_t first_bit(uint64_t bits) {
    size_t i = 0;
    for (; (bits & 1) == 0; bits >>= 1)
        i++;
    return i;
}
#endif

/* The marks at most 64 bytes from an index on. */
static inline block_marks marks_at(const uint8_t *bytes, size_t from, size_t to) {
    if (to - from >= BLOCK) return block_read(bytes + from);
    uint8_t block[BLOCK];
    memset(block, 1, BLOCK); /* nothing that would be marked */
    memcpy(block, bytes + from, to - from);
    return block_read(block);
}

size_t sse_line_end(const uint8_t *bytes, size_t from, size_t to) {
    for (; from < to; from += BLOCK) {
        uint64_t stops = marks_at(bytes, from, to).stops;
        if (stops != 0) return from + first_bit(stops) + 1;
        if (to - from <= BLOCK) break;
    }
    return to;
}

/* ---- plain lines ---- */

/* The first eight bytes of a line, to be compared with a name at once. */
#define HEAD 8

static inline uint64_t head_of(const uint8_t *bytes) {
    uint64_t head;
    memcpy(&head, bytes, HEAD);
    return head;
}

/* A name with its colon that lines begin with, and what such a line is. */
typedef struct line_sort {
    uint64_t name, mask;
    size_t length;
    size_t column; /* in the rows of sse.events */
    parley_sse_field field;
} line_sort;

static size_t column_of(uint16_t symbol) {
    return parley_sse_events.symbol_class[symbol - PARLEY_FIRST_SYMBOL];
}

static line_sort sort_of(const char *name, uint16_t symbol, parley_sse_field field) {
    uint8_t head[HEAD] = {0}, mask[HEAD] = {0};
    size_t n = 0;
    for (; name[n] != 0; n++) {
        head[n] = (uint8_t)name[n];
        mask[n] = 0xff;
    }
    return (line_sort){head_of(head), head_of(mask), n, column_of(symbol), field};
}

/* One way through whole lines. */
typedef struct quick_way {
    line_sort data, id, event;
    size_t empty, comment;       /* columns */
    const uint32_t *cells, *row; /* sse.events: its row for the state that it is in */
    size_t width;                /* of a row */
    uint32_t state;
    uint16_t dispatches;
    bool zero;             /* there was a zero byte, perhaps */
    parley_sse_item *item; /* the next one */
} quick_way;

static quick_way way_open(const sse_feed *f) {
    const parley_machine *m = &parley_sse_events;
    return (quick_way){.data = sort_of("data:", DATA_LINE, PARLEY_SSE_DATA),
                       .id = sort_of("id:", ID_LINE, PARLEY_SSE_ID),
                       .event = sort_of("event:", EVENT_LINE, PARLEY_SSE_EVENT),
                       .empty = column_of(EMPTY_LINE),
                       .comment = column_of(COMMENT_LINE),
                       .cells = m->cells,
                       .row = m->cells + (size_t)f->reading->events_state * m->columns,
                       .width = m->columns,
                       .state = f->reading->events_state,
                       .dispatches = f->dispatches,
                       .item = f->items + f->n_items};
}

static void way_close(sse_feed *f, const quick_way *way) {
    f->reading->events_state = (uint16_t)way->state;
    f->n_items = (size_t)(way->item - f->items);
}

/* Where it stays in its state, which a processor foretells, nothing has to wait for the cell. */
static inline void state_take(quick_way *way, uint32_t next) {
    if (next == way->state) return;
    way->state = next;
    way->row = way->cells + next * way->width;
}

/* sse.events hears of a line on which it does nothing; false, and it has not heard, where it does.
 */
static inline bool row_take(quick_way *way, size_t column) {
    uint32_t cell = way->row[column];
    if (cell - 1 >= 0xffffu) return false;
    state_take(way, cell);
    return true;
}

/* An event is complete, or lines that say nothing; all else is the stepper's. */
static inline bool empty_line(quick_way *way, size_t stop) {
    uint32_t cell = way->row[way->empty];
    bool dispatched = PARLEY_CELL_ACTION(cell) == way->dispatches;
    if (!dispatched && cell - 1 >= 0xffffu) return false;
    state_take(way, PARLEY_CELL_NEXT(cell));
    way->item->kind = PARLEY_SSE_BLOCK;
    way->item->dispatched = dispatched;
    way->item->at = stop;
    way->item++;
    return true;
}

/* A line of a field; its value begins behind the colon and one space. */
static inline bool value_line(quick_way *way, const line_sort *sort, const uint8_t *bytes,
                              size_t from, size_t stop) {
    if (!row_take(way, sort->column)) return false;
    size_t value = from + sort->length;
    if (bytes[value] == ' ') value++; /* it is the line's end at most */
    way->item->kind = PARLEY_SSE_LINE;
    way->item->field = sort->field;
    way->item->ignored = false;
    way->item->at = stop;
    way->item->from = value;
    way->item->length = stop - value;
    way->item++;
    return true;
}

/* Takes the line bytes[from..stop); so many bytes as are compared are there. False where the
 * stepper has to: the line may be none of these, or may break a rule. */
static inline bool line_take(quick_way *way, const uint8_t *bytes, size_t from, size_t stop) {
    uint64_t head = head_of(bytes + from);
    if ((head & way->data.mask) == way->data.name)
        return value_line(way, &way->data, bytes, from, stop);
    if (from == stop) return empty_line(way, stop);
    if ((head & way->id.mask) == way->id.name) /* with a byte behind a space: it is not empty */
        return !way->zero && stop - from > 4 && value_line(way, &way->id, bytes, from, stop);
    if ((head & way->event.mask) == way->event.name)
        return value_line(way, &way->event, bytes, from, stop);
    return bytes[from] == ':' && row_take(way, way->comment);
}

/* The index behind a CR and its LF in one piece, or an LF; 0 where the stepper has to tell. */
static inline size_t behind_end(const uint8_t *bytes, size_t stop, size_t to) {
    if (bytes[stop] == '\n') return stop + 1;
    return stop + 1 < to && bytes[stop + 1] == '\n' ? stop + 2 : 0;
}

static size_t lines_take(quick_way *way, const sse_feed *f, size_t from, size_t to, bool read) {
    const uint8_t *bytes = f->bytes;
    const parley_sse_item *full = f->items + f->max - SSE_ITEMS_PER_HIT;
    for (size_t block = from; block < to; block += BLOCK) {
        block_marks marks = marks_at(bytes, block, to);
        if (marks.high && !read) return from;
        way->zero |= marks.zero;
        for (uint64_t stops = marks.stops; stops != 0; stops &= stops - 1) {
            size_t stop = block + first_bit(stops), behind = behind_end(bytes, stop, to);
            if (stop < from) continue; /* the LF of CR LF */
            if (to - from < HEAD || way->item > full || behind == 0 ||
                !line_take(way, bytes, from, stop))
                return from;
            from = behind;
        }
        if (to - block <= BLOCK) break;
    }
    return from;
}

size_t sse_quick_lines(sse_feed *f, size_t from, size_t to, bool read) {
    if (f->reading->state != f->after_lf) return from;
    quick_way way = way_open(f);
    from = lines_take(&way, f, from, to, read);
    way_close(f, &way);
    return from;
}

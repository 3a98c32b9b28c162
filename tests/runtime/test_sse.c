/* Event streams: the reader of libparley finds the events that the standard's own steps find
 * (WHATWG HTML 9.2.6), written down here a second time without machines; and however the bytes are
 * cut, the same events and the same findings in the same places. */
#include "../../runtime/parley.h"
#include "../support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM_MOST = 600, STORY_MOST = 40000, STREAMS = 3000, PIECES = 16 };

static uint64_t next_random(void) {
    static uint64_t state = 92;
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t random_below(size_t n) {
    return (size_t)(next_random() % n);
}

/* ---- what a stream tells, as text ---- */

typedef struct bytes {
    uint8_t at[STREAM_MOST];
    size_t n;
} bytes;

static void bytes_add(bytes *to, const uint8_t *from, size_t n) {
    assert_true(to->n + n <= sizeof to->at);
    memcpy(to->at + to->n, from, n);
    to->n += n;
}

typedef struct story {
    char text[STORY_MOST];
    size_t n;
} story;

static void story_add(story *told, const char *what, const uint8_t *value, size_t n) {
    told->n += (size_t)snprintf(told->text + told->n, sizeof told->text - told->n, "%s ", what);
    for (size_t i = 0; i < n; i++)
        told->n += (size_t)snprintf(told->text + told->n, sizeof told->text - told->n, "%02x",
                                    (unsigned)value[i]);
    told->n += (size_t)snprintf(told->text + told->n, sizeof told->text - told->n, "\n");
    assert_true(told->n < sizeof told->text - 1);
}

/* The buffers of the standard. */
typedef struct reading {
    bytes data, type, id, line;
    story events, findings;
} reading;

static void event_dispatch(reading *r) {
    if (r->data.n > 0) {
        story_add(&r->events, "id", r->id.at, r->id.n);
        story_add(&r->events, "type", r->type.at, r->type.n);
        story_add(&r->events, "data", r->data.at, r->data.n - 1);
    }
    r->data.n = r->type.n = 0;
}

/* ---- the standard's steps ---- */

static bool name_is(const uint8_t *line, size_t n, const char *name) {
    return n == strlen(name) && memcmp(line, name, n) == 0;
}

static void retry_take(reading *r, const uint8_t *value, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (value[i] < '0' || value[i] > '9') return;
    if (n == 0) return;
    while (n > 1 && *value == '0') {
        value++;
        n--;
    }
    story_add(&r->events, "retry", value, n);
}

static void field_process(reading *r, const uint8_t *name, size_t n_name, const uint8_t *value,
                          size_t n) {
    if (name_is(name, n_name, "event")) {
        r->type.n = 0;
        bytes_add(&r->type, value, n);
    } else if (name_is(name, n_name, "data")) {
        bytes_add(&r->data, value, n);
        bytes_add(&r->data, (const uint8_t *)"\n", 1);
    } else if (name_is(name, n_name, "id") && memchr(value, 0, n) == NULL) {
        r->id.n = 0;
        bytes_add(&r->id, value, n);
    } else if (name_is(name, n_name, "retry")) {
        retry_take(r, value, n);
    }
}

static void line_process(reading *r, const uint8_t *line, size_t n) {
    if (n == 0) {
        event_dispatch(r);
        return;
    }
    const uint8_t *colon = memchr(line, ':', n);
    if (colon == line) return;
    size_t name = colon != NULL ? (size_t)(colon - line) : n;
    size_t from = colon != NULL ? name + 1 : n;
    if (from < n && line[from] == ' ') from++;
    field_process(r, line, name, line + from, n - from);
}

static void standard_read(reading *r, const uint8_t *stream, size_t n) {
    size_t from = n >= 3 && memcmp(stream, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    for (size_t i = from; i < n; i++) {
        if (stream[i] != '\r' && stream[i] != '\n') continue;
        line_process(r, stream + from, i - from);
        if (stream[i] == '\r' && i + 1 < n && stream[i + 1] == '\n') i++;
        from = i + 1;
    }
}

/* ---- the reader's items ---- */

static void line_take(reading *r, const parley_sse_item *item, const uint8_t *value) {
    char number[32];
    bytes *to = item->field == PARLEY_SSE_DATA ? &r->data : &r->line;
    if (item->field != PARLEY_SSE_RETRY) bytes_add(to, value, item->length);
    if (item->kind == PARLEY_SSE_PART) return;
    switch (item->field) {
    case PARLEY_SSE_DATA:
        bytes_add(&r->data, (const uint8_t *)"\n", 1);
        break;
    case PARLEY_SSE_EVENT:
        r->type = r->line;
        break;
    case PARLEY_SSE_ID:
        if (!item->ignored) r->id = r->line;
        break;
    default:
        (void)snprintf(number, sizeof number, "%llu", (unsigned long long)item->milliseconds);
        if (!item->ignored) story_add(&r->events, "retry", (const uint8_t *)number, strlen(number));
        break;
    }
    r->line.n = 0;
}

static void item_take(reading *r, const parley_sse_item *item, const uint8_t *from, size_t offset) {
    char what[256];
    if (item->kind == PARLEY_SSE_PART || item->kind == PARLEY_SSE_LINE) {
        line_take(r, item, from + item->from);
    } else if (item->kind == PARLEY_SSE_BLOCK) {
        assert_int_equal(item->dispatched, r->data.n > 0);
        event_dispatch(r);
    } else {
        assert_non_null(item->rule);
        assert_true(item->state > 0 && item->state < item->machine->n_states);
        (void)snprintf(what, sizeof what, "%s %zu %u %u", item->rule->id, offset + item->at,
                       (unsigned)item->state, (unsigned)item->got);
        story_add(&r->findings, what, NULL, 0);
    }
}

static void items_take(reading *r, const parley_sse_item *items, size_t n, const uint8_t *from,
                       size_t offset) {
    for (size_t i = 0; i < n; i++)
        item_take(r, &items[i], from, offset);
}

/* Reads a stream in pieces: cut once, or after every so many bytes (0: not at all). */
static void pieces_read(reading *r, const uint8_t *stream, size_t n, size_t cut, size_t every,
                        size_t max) {
    parley_sse machine;
    parley_sse_item items[256];
    size_t n_items;
    parley_sse_start(&machine);
    for (size_t i = 0; i < n;) {
        size_t end = every > 0 && i + every < n ? i + every : n;
        if (cut > i && cut < end) end = cut;
        uint8_t *piece = malloc(end - i); /* what lies behind it must not be read */
        assert_non_null(piece);
        memcpy(piece, stream + i, end - i);
        size_t taken = parley_sse_feed(&machine, piece, end - i, items, max, &n_items);
        assert_true(taken > 0 && taken <= end - i && n_items <= max);
        items_take(r, items, n_items, piece, i);
        free(piece);
        i += taken;
    }
    n_items = parley_sse_end(&machine, items, max);
    items_take(r, items, n_items, NULL, n);
}

/* ---- streams ---- */

static size_t line_write(uint8_t *to) {
    static const char *const lines[] = {"data: {\"price\": 10}",
                                        "data:x",
                                        "data",
                                        "data: ",
                                        ":",
                                        ": comment",
                                        "event: price",
                                        "event",
                                        "id: 1",
                                        "id",
                                        "id:",
                                        "id: ",
                                        "retry: 100",
                                        "retry: 1x",
                                        "retry:",
                                        "",
                                        "",
                                        "",
                                        "Data: x",
                                        " data: x",
                                        "dat: x",
                                        "x",
                                        "id: a\\0b",
                                        "data:\tx",
                                        "data: \xe2\x82\xac",
                                        "\xef\xbb\xbf",
                                        "retry: 007",
                                        "data: a:b",
                                        "event:e",
                                        "i"};
    const char *line = lines[random_below(sizeof lines / sizeof lines[0])];
    size_t n = strlen(line);
    memcpy(to, line, n);
    for (size_t i = 0; i + 1 < n; i++)
        if (to[i] == '\\') to[i] = 0; /* a zero byte in an id */
    return n;
}

static size_t stream_write(uint8_t stream[STREAM_MOST]) {
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    size_t n = 0, sort = random_below(4), lines = random_below(18);
    if (random_below(4) == 0) {
        memcpy(stream, "\xef\xbb\xbf", 3);
        n = 3;
    }
    for (size_t i = 0; i < lines; i++) {
        n += line_write(stream + n);
        const char *end = ends[sort < 3 ? sort : random_below(3)];
        memcpy(stream + n, end, strlen(end));
        n += strlen(end);
    }
    for (size_t i = random_below(3); i > 0 && n > 0; i--) /* some of them spoiled */
        stream[random_below(n)] = (uint8_t)next_random();
    return n > 0 ? n - random_below(2) : 0;
}

static void same_story(const story *a, const story *b, const char *what, const uint8_t *stream,
                       size_t n, size_t cut, size_t every) {
    if (a->n == b->n && memcmp(a->text, b->text, a->n) == 0) return;
    for (size_t i = 0; i < n; i++)
        print_error("\\x%02x", (unsigned)stream[i]);
    print_error("\n%.*s---\n%.*s", (int)a->n, a->text, (int)b->n, b->text);
    fail_msg("%s differ; cut at %zu, every %zu", what, cut, every);
}

static void reading_same(const reading *whole, const uint8_t *stream, size_t n, size_t cut,
                         size_t every, size_t max) {
    reading *cut_up = calloc(1, sizeof *cut_up);
    assert_non_null(cut_up);
    pieces_read(cut_up, stream, n, cut, every, max);
    same_story(&whole->events, &cut_up->events, "events", stream, n, cut, every);
    same_story(&whole->findings, &cut_up->findings, "findings", stream, n, cut, every);
    free(cut_up);
}

static void stream_check(const uint8_t *stream, size_t n) {
    reading *standard = calloc(1, sizeof *standard), *whole = calloc(1, sizeof *whole);
    assert_non_null(standard);
    assert_non_null(whole);
    standard_read(standard, stream, n);
    pieces_read(whole, stream, n, 0, 0, 256);
    same_story(&standard->events, &whole->events, "events of the standard", stream, n, 0, 0);
    reading_same(whole, stream, n, 0, 0, PIECES);
    reading_same(whole, stream, n, 0, 1, PIECES);
    reading_same(whole, stream, n, 0, 1 + random_below(9), 256);
    for (size_t i = 0; i < 6 && n > 1; i++)
        reading_same(whole, stream, n, 1 + random_below(n - 1), 0, 256);
    free(standard);
    free(whole);
}

static void streams_are_read_as_the_standard_says_however_they_are_cut(void **state) {
    (void)state;
    uint8_t stream[STREAM_MOST];
    for (size_t i = 0; i < STREAMS; i++)
        stream_check(stream, stream_write(stream));
}

static void every_cut_of_one_stream_gives_the_same(void **state) {
    (void)state;
    static const char text[] = "\xef\xbb\xbf: hi\r\rid: 1\r\ndata: \xe2\x82\xac\r\ndata\r\n\r\n"
                               "Id: 2\nretry: 5s\n\xef\xbb\xbf\n id\nid:\xff\n\nevent: e\ndata:";
    const uint8_t *stream = (const uint8_t *)text;
    reading *whole = calloc(1, sizeof *whole);
    assert_non_null(whole);
    pieces_read(whole, stream, sizeof text - 1, 0, 0, 256);
    for (size_t cut = 1; cut < sizeof text - 1; cut++)
        reading_same(whole, stream, sizeof text - 1, cut, 0, PIECES);
    free(whole);
}

/* ---- findings in their places ---- */

static void finds(const char *stream, const char *expected) {
    reading *whole = calloc(1, sizeof *whole);
    assert_non_null(whole);
    pieces_read(whole, (const uint8_t *)stream, strlen(stream), 0, 0, 256);
    char said[1024] = "";
    for (char *line = whole->findings.text; *line != '\0'; line = strchr(line, '\n') + 1) {
        size_t n = strcspn(strchr(line, ' ') + 1, " ");
        size_t used = strlen(said), id = (size_t)(strchr(line, ' ') - line);
        (void)snprintf(said + used, sizeof said - used, "%s%.*s %.*s", used > 0 ? ", " : "",
                       (int)(id - 4), line + 4, (int)n, line + id + 1);
    }
    assert_string_equal(said, expected);
    free(whole);
}

static void findings_lie_on_the_byte_that_made_them_certain(void **state) {
    (void)state;
    finds("data: 1\n\n: x\nretry: 5\n\n", "");
    finds("data\n\n", "field.no-colon 4");
    finds("id: 1\nid\n\n", "field.no-colon 8, id.reset 8, event.no-data 9");
    finds("datum: 1\n", "field.unknown 3");
    finds("dat\n", "field.unknown 3");
    finds("dat: 1\n", "field.unknown 3");
    finds("xid: 1\n", "field.unknown 0");
    finds("DATA: 1\n", "field.wrong-case 4");
    finds("rEtry\n", "field.wrong-case 5");
    finds("\tdata: 1\n", "field.indented 0");
    finds("retry: 5 \n", "retry.not-digits 8");
    finds("retry: -5\n", "retry.not-digits 7");
    finds("\xef\xbb\xbf\xef\xbb\xbf\n",
          "stream.byte-order-mark 2, stream.second-byte-order-mark 5");
    finds("a\n\xef\xbb\xbf\n", "field.unknown 0, stream.second-byte-order-mark 4");
    finds("data: \xc3(\n\n", "stream.not-utf8 7");
    finds("data: \xe2\x82", "event.cut 8, stream.not-utf8 8");
    finds("event: x\n\n", "event.no-data 9");
    finds("data: x\n", "event.cut 8");
    finds("data: x", "event.cut 7");
    finds("data: x\n\n: x", "");
    finds("retry: 5", "event.cut 8");
}

static void a_rule_counts_once_in_a_stream(void **state) {
    (void)state;
    finds("a\nb\nc\n", "field.unknown 0");
    finds("data: \xff\xff\n\ndata: \xff\n\n", "stream.not-utf8 6");
}

static void a_number_too_large_stays_the_largest(void **state) {
    (void)state;
    static const char text[] = "retry: 99999999999999999999999\n";
    parley_sse machine;
    parley_sse_item items[PIECES];
    size_t n;
    parley_sse_start(&machine);
    assert_int_equal(
        parley_sse_feed(&machine, (const uint8_t *)text, sizeof text - 1, items, PIECES, &n),
        sizeof text - 1);
    assert_int_equal(n, 1);
    assert_true(items[0].milliseconds == UINT64_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_are_read_as_the_standard_says_however_they_are_cut),
        cmocka_unit_test(every_cut_of_one_stream_gives_the_same),
        cmocka_unit_test(findings_lie_on_the_byte_that_made_them_certain),
        cmocka_unit_test(a_rule_counts_once_in_a_stream),
        cmocka_unit_test(a_number_too_large_stays_the_largest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The list of attributes of a tag, while its bytes come and when it is complete: see reading.h. */
#include "../../grammars/hls/symbols.h"
#include "hls_attributes.h"
#include "hls_keywords.h"
#include "hls_tags.h"
#include "reading.h"
#include "values.h"

#include <string.h>

#define EVENT(number) (UINT32_C(1) << (number))

void list_begin(playlist_reader *r) {
    r->list_state = parley_hls_attributes.start;
    r->word_state = 0;
    r->n_attributes = 0;
    r->name_from = r->value;
    r->in_value = r->in_quotes = false;
    r->names_wrong = false;
    r->in_list = r->name_awaited = true;
}

static attribute *attribute_last(playlist_reader *r) {
    return r->n_attributes != 0 ? &r->attributes[r->n_attributes - 1] : NULL;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Indexes from..to of the line without blanks around them. */
static void span_trim(const playlist_reader *r, uint32_t *from, uint32_t *to) {
    while (*from < *to && is_blank(r->line[*from]))
        (*from)++;
    while (*to > *from && is_blank(r->line[*to - 1]))
        (*to)--;
}

/* ---- while it is read ---- */

static void words_step(playlist_reader *r, uint16_t symbol) {
    if (r->word_state == 0) return;
    (void)reader_step(r, &parley_hls_keywords, &r->word_state, symbol, r->offset);
    attribute *a = attribute_last(r);
    if (r->word_state == 0 && a != NULL) a->wrong = true;
}

static void attribute_close(playlist_reader *r, uint32_t to) {
    attribute *a = attribute_last(r);
    if (!r->in_value || a == NULL) return;
    uint32_t from = a->value;
    if (to < from) to = from;
    span_trim(r, &from, &to);
    a->quoted = to > from + 1 && r->line[from] == '"' && r->line[to - 1] == '"';
    if (a->quoted) {
        from++;
        to--;
    }
    a->value = from;
    a->value_n = to - from;
    a->wrong = a->wrong || r->line_cut;
    r->in_value = false;
    r->word_state = 0;
}

static void attribute_repeated(playlist_reader *r, const attribute *a) {
    for (const attribute *b = r->attributes; b < a; b++)
        if (b->name_n == a->name_n && memcmp(r->line + b->name, r->line + a->name, a->name_n) == 0)
            reader_tell(r, &parley_hls_tags, Q_ATTRIBUTE, ATTRIBUTE_AGAIN, a->at, 0);
}

static bool name_is_right(const char *name, size_t n) {
    for (size_t i = 0; i < n; i++)
        if ((name[i] < 'A' || name[i] > 'Z') && (name[i] < '0' || name[i] > '9') && name[i] != '-')
            return false;
    return n != 0;
}

/* The name is complete: the = was the last byte. */
static void attribute_open(playlist_reader *r) {
    uint32_t from = r->name_from, to = r->line_n != 0 ? r->line_n - 1 : 0;
    if (r->line_cut || from > to) return;
    span_trim(r, &from, &to);
    hls_attribute_name is = {ATTR_OTHER, VALUE_ANY, 0};
    if (name_is_right(r->line + from, to - from))
        is = hls_attribute_find(r->tag->id, r->line + from, to - from);
    else
        r->names_wrong = true;
    if (r->n_attributes == TAG_ROOM) {
        r->line_cut = r->list.cut = true;
    } else {
        attribute *a = &r->attributes[r->n_attributes++];
        *a = (attribute){
            .is = is, .at = r->name_at, .name = from, .name_n = to - from, .value = r->line_n};
        r->in_value = true;
        attribute_repeated(r, a);
    }
    if (to - from > 4 && memcmp(r->line + from, "REQ-", 4) == 0)
        gate_pass(r, GATED_REQUIRED, r->name_at);
    (void)reader_step(r, &parley_hls_attributes, &r->list_state, is.value, r->name_at);
    if (is.word == 0) return;
    r->word_state = parley_hls_keywords.start;
    (void)parley_machine_symbol(&parley_hls_keywords, &r->word_state, is.word);
}

/* What is under way has a fault: its value does not count, or its name is not known. */
static void attribute_spoil(playlist_reader *r) {
    attribute *a = attribute_last(r);
    if (r->in_value && a != NULL)
        a->wrong = true;
    else
        r->names_wrong = true;
}

/* The byte does not fit: the next attribute is looked for. */
static void list_resume(playlist_reader *r, uint8_t byte, bool was_in_quotes) {
    attribute_spoil(r);
    r->word_state = 0;
    r->list_state = parley_hls_attributes.start;
    uint16_t resume = was_in_quotes || byte == '"' ? RESUME_QUOTED : RESUME_LIST;
    (void)parley_machine_symbol(&parley_hls_attributes, &r->list_state, resume);
    if (byte == '"' && !was_in_quotes) return; /* it opened the string that is passed over */
    (void)parley_machine_symbol(&parley_hls_attributes, &r->list_state, byte);
}

void list_byte(playlist_reader *r, uint8_t byte) {
    bool was_in_quotes = r->in_quotes;
    if (r->name_awaited && !is_blank((char)byte)) {
        r->name_at = r->offset;
        r->name_awaited = false;
    }
    if (byte == '"') r->in_quotes = !r->in_quotes;
    uint32_t events = reader_step(r, &parley_hls_attributes, &r->list_state, byte, r->offset);
    bool fits = r->list_state != 0;
    if (!fits) list_resume(r, byte, was_in_quotes);
    if ((events & EVENT(EV_WORD_BYTE)) != 0)
        words_step(r, byte);
    else if ((events & EVENT(EV_NEXT)) != 0)
        words_step(r, KEYWORD_END);
    else if (!is_blank((char)byte))
        r->word_state = 0;
    if ((events & EVENT(EV_VALUE)) != 0) attribute_open(r);
    if ((events & EVENT(EV_NEXT)) != 0 || (!fits && byte == ',' && !was_in_quotes)) {
        attribute_close(r, r->line_n - 1);
        r->name_from = r->line_n;
        r->name_awaited = true;
    }
}

void list_end(playlist_reader *r) {
    r->in_list = false;
    words_step(r, KEYWORD_END);
    if (r->tag == NULL || r->line_n < r->value) return; /* it has no list at all */
    (void)reader_step(r, &parley_hls_attributes, &r->list_state, LIST_END, r->offset);
    if (r->list_state == 0) attribute_spoil(r);
    attribute_close(r, r->line_n);
}

/* ---- when it is complete ---- */

const attribute *attribute_of(const playlist_reader *r, hls_attribute_id id) {
    for (uint32_t i = 0; i < r->n_attributes; i++)
        if (r->attributes[i].is.id == id) return &r->attributes[i];
    return NULL;
}

const char *attribute_string(const playlist_reader *r, const attribute *a) {
    return r->line + a->value;
}

bool attribute_is(const playlist_reader *r, const attribute *a, const char *word) {
    return a != NULL && a->value_n == strlen(word) &&
           memcmp(attribute_string(r, a), word, a->value_n) == 0;
}

bool attribute_says(const playlist_reader *r, hls_attribute_id id, const char *word) {
    return attribute_is(r, attribute_of(r, id), word);
}

playlist_text attribute_text(playlist_reader *r, hls_attribute_id id) {
    const attribute *a = attribute_of(r, id);
    if (a == NULL || a->wrong) return (playlist_text){0, 0, false};
    return text_keep(r, attribute_string(r, a), a->value_n);
}

playlist_number attribute_number(const playlist_reader *r, hls_attribute_id id) {
    const attribute *a = attribute_of(r, id);
    playlist_number number = {0, false};
    if (a != NULL && !a->wrong)
        number.there = hls_integer(attribute_string(r, a), a->value_n, &number.value);
    return number;
}

playlist_number attribute_seconds(const playlist_reader *r, hls_attribute_id id) {
    const attribute *a = attribute_of(r, id);
    playlist_number number = {0, false};
    if (a != NULL && !a->wrong)
        number.there = hls_seconds(attribute_string(r, a), a->value_n, &number.value);
    return number;
}

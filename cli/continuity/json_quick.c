/* Plain JSON, read in one go and without memory of its own: see json_text.h.
 *
 * Plain are texts below 64 KB with few values, strings without escapes, numbers that surely have a
 * place in a machine's. At the least doubt it is not sure, and jansson reads. */
#include "../../runtime/parley.h"
#include "json_text.h"
#include <string.h>

#define DEPTH        32
#define WHOLE_DIGITS 18 /* fit into 63 bits */
#define REAL_DIGITS  32 /* with two more of exponent, far from what is too large */

typedef struct quick_reading {
    json_text *j;
    const uint8_t *at, *end;
    bool high; /* there are bytes beyond ASCII */
    uint16_t open[DEPTH];
    unsigned depth;
} quick_reading;

#if defined(__x86_64__)
#include <emmintrin.h>

#define BLOCK 16

/* Of 16 bytes, the first one lowest: those that are no plain characters, and those beyond ASCII. */
typedef struct block_marks {
    unsigned stops, high;
} block_marks;

static inline block_marks block_read(const uint8_t *bytes) {
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'),
                  control = _mm_set1_epi8(0x1f);
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    __m128i stops = _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash));
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(_mm_min_epu8(block, control), block));
    return (block_marks){(unsigned)_mm_movemask_epi8(stops), (unsigned)_mm_movemask_epi8(block)};
}

/* Passes over n plain characters at most. Returns whether there is one that is none. */
static inline bool marks_take(quick_reading *q, block_marks marks, unsigned n) {
    unsigned plain = marks.stops != 0 ? (unsigned)__builtin_ctz(marks.stops) : n;
    q->high = q->high || (marks.high & ((1u << plain) - 1)) != 0;
    q->at += plain;
    return marks.stops != 0;
}

/* Passes over plain characters, 16 at a time; the last ones are read together with some before
 * them. Only of a text of fewer bytes than that some may be left. */
static inline void blocks_skip(quick_reading *q) {
    while (q->end - q->at >= BLOCK)
        if (marks_take(q, block_read(q->at), BLOCK)) return;
    size_t left = (size_t)(q->end - q->at);
    if (q->end - (const uint8_t *)q->j->text < BLOCK) return;
    block_marks marks = block_read(q->end - BLOCK);
    marks.stops >>= BLOCK - left;
    marks.high >>= BLOCK - left;
    (void)marks_take(q, marks, (unsigned)left);
}
#else
static inline void blocks_skip(quick_reading *q) {
    (void)q; /* byte by byte */
}
#endif

/* Behind its first quote. Tells where its bytes are; false where it is not plain. */
static inline bool string_take(quick_reading *q, uint16_t *from, uint16_t *n) {
    const uint8_t *begin = q->at;
    blocks_skip(q);
    for (; q->at < q->end && *q->at != '"'; q->at++) {
        if (*q->at < ' ' || *q->at == '\\') return false;
        q->high = q->high || *q->at >= 0x80;
    }
    if (q->at == q->end) return false;
    *from = (uint16_t)(begin - (const uint8_t *)q->j->text);
    *n = (uint16_t)(q->at - begin);
    q->at++;
    return true;
}

static inline size_t digits_take(quick_reading *q) {
    const uint8_t *begin = q->at;
    while (q->at < q->end && *q->at >= '0' && *q->at <= '9')
        q->at++;
    return (size_t)(q->at - begin);
}

static inline bool byte_is(const quick_reading *q, uint8_t byte) {
    return q->at < q->end && *q->at == byte;
}

static bool exponent_take(quick_reading *q) {
    q->at++;
    if (byte_is(q, '+') || byte_is(q, '-')) q->at++;
    size_t digits = digits_take(q);
    return digits == 1 || digits == 2;
}

/* -0 is written 0 by jansson: not plain. */
static inline bool number_take(quick_reading *q, json_node *node) {
    const uint8_t *begin = q->at;
    bool minus = byte_is(q, '-'), real = false;
    q->at += minus;
    bool zero = byte_is(q, '0');
    size_t digits = digits_take(q);
    if (digits == 0 || digits > WHOLE_DIGITS || (zero && (digits > 1 || minus))) return false;
    if (byte_is(q, '.')) {
        real = true;
        q->at++;
        digits = digits_take(q);
        if (digits == 0 || digits > REAL_DIGITS) return false;
    }
    if (byte_is(q, 'e') || byte_is(q, 'E')) {
        real = true;
        if (!exponent_take(q)) return false;
    }
    node->sort = real ? JSON_IS_REAL : JSON_IS_WHOLE;
    node->text = (uint16_t)(begin - (const uint8_t *)q->j->text);
    node->n = (uint16_t)(q->at - begin);
    return true;
}

static bool word_take(quick_reading *q, json_node *node, const char *word, json_sort sort) {
    size_t n = strlen(word);
    if ((size_t)(q->end - q->at) < n || memcmp(q->at, word, n) != 0) return false;
    node->sort = (uint8_t)sort;
    q->at += n;
    return true;
}

static inline void space_skip(quick_reading *q) {
    while (q->at < q->end && (*q->at == ' ' || *q->at == '\n' || *q->at == '\t' || *q->at == '\r'))
        q->at++;
}

static bool container_open(quick_reading *q, json_node *node, json_sort sort) {
    if (q->depth == DEPTH) return false;
    node->sort = (uint8_t)sort;
    q->open[q->depth++] = (uint16_t)(node - q->j->nodes);
    q->at++;
    return true;
}

/* The beginning of a value; all of it, but of objects and arrays. */
static inline bool value_take(quick_reading *q, json_node *node) {
    if (q->at == q->end) return false;
    switch (*q->at) {
    case '"':
        q->at++;
        node->sort = JSON_IS_STRING;
        return string_take(q, &node->text, &node->n);
    case '{':
        return container_open(q, node, JSON_IS_OBJECT);
    case '[':
        return container_open(q, node, JSON_IS_ARRAY);
    case 't':
        return word_take(q, node, "true", JSON_IS_TRUE);
    case 'f':
        return word_take(q, node, "false", JSON_IS_FALSE);
    case 'n':
        return word_take(q, node, "null", JSON_IS_NULL);
    default:
        return number_take(q, node);
    }
}

/* A value in the container that is open, with its key where that is an object. */
static inline bool entry_take(quick_reading *q, bool keyed) {
    if (q->j->n_nodes == JSON_NODES) return false;
    json_node *node = &q->j->nodes[q->j->n_nodes++];
    if (keyed) {
        if (!byte_is(q, '"')) return false;
        q->at++;
        if (!string_take(q, &node->key, &node->n_key)) return false;
        space_skip(q);
        if (!byte_is(q, ':')) return false;
        q->at++;
        space_skip(q);
    }
    node->behind = q->j->n_nodes;
    return value_take(q, node);
}

static inline json_node *container_top(const quick_reading *q) {
    return &q->j->nodes[q->open[q->depth - 1]];
}

/* Behind a value, or at the beginning of what a container holds: closes what ends here. Returns
 * whether a value has to follow, in fits whether what is there fits. */
static inline bool entry_follows(quick_reading *q, bool *fits) {
    bool first = q->j->nodes + q->j->n_nodes - 1 == container_top(q);
    for (; q->depth > 0; first = false) {
        json_node *top = container_top(q);
        space_skip(q);
        if (byte_is(q, top->sort == JSON_IS_OBJECT ? '}' : ']')) {
            q->at++;
            top->behind = q->j->n_nodes;
            q->depth--;
            continue;
        }
        *fits = first || byte_is(q, ',');
        if (*fits && !first) {
            q->at++;
            space_skip(q);
        }
        return *fits;
    }
    return false;
}

static bool text_take(quick_reading *q) {
    bool fits = true;
    space_skip(q);
    if (!entry_take(q, false)) return false;
    while (q->depth > 0 && entry_follows(q, &fits))
        if (!entry_take(q, container_top(q)->sort == JSON_IS_OBJECT)) return false;
    space_skip(q);
    return fits && q->at == q->end;
}

bool json_quick_read(json_text *j, const char *text, size_t n) {
    const uint8_t *bytes = (const uint8_t *)text;
    quick_reading q = {.j = j, .at = bytes, .end = n > 0 ? bytes + n : bytes};
    j->tree = NULL;
    j->text = text;
    j->n_nodes = 0;
    bool plain = n > 0 && n <= UINT16_MAX && text_take(&q);
    if (plain && q.high) {
        uint16_t state = 0;
        plain = parley_utf8_check(bytes, n, &state) == n && parley_utf8_complete(state);
    }
    if (!plain) j->n_nodes = 0;
    return plain;
}

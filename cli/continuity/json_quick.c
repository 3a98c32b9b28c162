/* Plain JSON, read in one go and without memory of its own: see json_text.h.
 *
 * Plain are texts below 64 KB with few values, strings without escapes, numbers that surely have a
 * place in a machine's. At the least doubt it is not sure, and jansson reads. */
#include "../../runtime/parley.h"
#include "json_text.h"
#include <string.h>

#define DEPTH           32
#define WHOLE_DIGITS    18 /* fit into 63 bits */
#define REAL_DIGITS     32 /* with so many more of exponent, far from what is too large */
#define EXPONENT_DIGITS 2

/* Where it is goes from function to function by value, NULL where a text is not plain: a processor
 * would wait for it in memory. */
typedef struct quick_reading {
    json_text *j;
    const uint8_t *begin, *end;
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

/* How many plain characters there are, at most n; whether some are beyond ASCII is kept. */
static inline unsigned plain_count(quick_reading *q, block_marks marks, unsigned n) {
    unsigned plain = marks.stops != 0 ? (unsigned)__builtin_ctz(marks.stops) : n;
    if ((marks.high & ((1u << plain) - 1)) != 0) q->high = true;
    return plain;
}

/* Passes over plain characters, 16 at a time; the last ones are read together with some before
 * them. Only of a text of fewer bytes than that some may be left. */
static inline const uint8_t *plain_skip(quick_reading *q, const uint8_t *at) {
    for (; q->end - at >= BLOCK; at += BLOCK) {
        block_marks marks = block_read(at);
        unsigned plain = plain_count(q, marks, BLOCK);
        if (marks.stops != 0) return at + plain;
    }
    size_t left = (size_t)(q->end - at);
    if (q->end - q->begin < BLOCK) return at;
    block_marks marks = block_read(q->end - BLOCK);
    marks.stops >>= BLOCK - left;
    marks.high >>= BLOCK - left;
    return at + plain_count(q, marks, (unsigned)left);
}
#else
static inline const uint8_t *plain_skip(quick_reading *q, const uint8_t *at) {
    (void)q; /* byte by byte */
    return at;
}
#endif

/* Behind its first quote. Tells where its bytes are. */
static inline const uint8_t *string_take(quick_reading *q, const uint8_t *at, uint16_t *from,
                                         uint16_t *n) {
    const uint8_t *first = at;
    for (at = plain_skip(q, at); at < q->end && *at != '"'; at++) {
        if (*at < ' ' || *at == '\\') return NULL;
        if (*at >= 0x80) q->high = true;
    }
    if (at == q->end) return NULL;
    *from = (uint16_t)(first - q->begin);
    *n = (uint16_t)(at - first);
    return at + 1;
}

static inline bool byte_is(const quick_reading *q, const uint8_t *at, uint8_t byte) {
    return at < q->end && *at == byte;
}

static inline const uint8_t *digits_skip(const quick_reading *q, const uint8_t *at) {
    while (at < q->end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

/* So many digits at most, and at least one. */
static inline const uint8_t *digits_take(const quick_reading *q, const uint8_t *at, unsigned most) {
    const uint8_t *behind = digits_skip(q, at);
    return behind > at && behind - at <= (ptrdiff_t)most ? behind : NULL;
}

static const uint8_t *exponent_take(const quick_reading *q, const uint8_t *at) {
    at++;
    if (byte_is(q, at, '+') || byte_is(q, at, '-')) at++;
    return digits_take(q, at, EXPONENT_DIGITS);
}

/* -0 is written 0 by jansson: not plain. */
static inline const uint8_t *number_take(const quick_reading *q, const uint8_t *at,
                                         json_node *node) {
    const uint8_t *first = at;
    bool minus = byte_is(q, at, '-'), real = false;
    at += minus;
    bool zero = byte_is(q, at, '0');
    const uint8_t *whole = at;
    at = digits_take(q, at, WHOLE_DIGITS);
    if (at == NULL || (zero && (minus || at - whole > 1))) return NULL;
    if (byte_is(q, at, '.')) {
        real = true;
        at = digits_take(q, at + 1, REAL_DIGITS);
        if (at == NULL) return NULL;
    }
    if (byte_is(q, at, 'e') || byte_is(q, at, 'E')) {
        real = true;
        at = exponent_take(q, at);
        if (at == NULL) return NULL;
    }
    node->sort = real ? JSON_IS_REAL : JSON_IS_WHOLE;
    node->text = (uint16_t)(first - q->begin);
    node->n = (uint16_t)(at - first);
    return at;
}

static const uint8_t *word_take(const quick_reading *q, const uint8_t *at, json_node *node,
                                const char *word, json_sort sort) {
    size_t n = strlen(word);
    if ((size_t)(q->end - at) < n || memcmp(at, word, n) != 0) return NULL;
    node->sort = (uint8_t)sort;
    return at + n;
}

static inline const uint8_t *space_skip(const quick_reading *q, const uint8_t *at) {
    while (at < q->end && *at <= ' ' && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

static const uint8_t *container_open(quick_reading *q, const uint8_t *at, json_node *node,
                                     json_sort sort) {
    if (q->depth == DEPTH) return NULL;
    node->sort = (uint8_t)sort;
    q->open[q->depth++] = (uint16_t)(node - q->j->nodes);
    return at + 1;
}

/* The beginning of a value; all of it, but of objects and arrays. */
static inline const uint8_t *value_take(quick_reading *q, const uint8_t *at, json_node *node) {
    if (at == q->end) return NULL;
    switch (*at) {
    case '"':
        node->sort = JSON_IS_STRING;
        return string_take(q, at + 1, &node->text, &node->n);
    case '{':
        return container_open(q, at, node, JSON_IS_OBJECT);
    case '[':
        return container_open(q, at, node, JSON_IS_ARRAY);
    case 't':
        return word_take(q, at, node, "true", JSON_IS_TRUE);
    case 'f':
        return word_take(q, at, node, "false", JSON_IS_FALSE);
    case 'n':
        return word_take(q, at, node, "null", JSON_IS_NULL);
    default:
        return number_take(q, at, node);
    }
}

static inline const uint8_t *key_take(quick_reading *q, const uint8_t *at, json_node *node) {
    if (!byte_is(q, at, '"')) return NULL;
    at = string_take(q, at + 1, &node->key, &node->n_key);
    if (at == NULL) return NULL;
    at = space_skip(q, at);
    return byte_is(q, at, ':') ? space_skip(q, at + 1) : NULL;
}

/* A value in the container that is open, with its key where that is an object. */
static inline const uint8_t *entry_take(quick_reading *q, const uint8_t *at, bool keyed) {
    if (q->j->n_nodes == JSON_NODES) return NULL;
    json_node *node = &q->j->nodes[q->j->n_nodes++];
    if (keyed) at = key_take(q, at, node);
    if (at == NULL) return NULL;
    node->behind = q->j->n_nodes;
    return value_take(q, at, node);
}

static inline json_node *container_top(const quick_reading *q) {
    return &q->j->nodes[q->open[q->depth - 1]];
}

/* Behind a value, or at the beginning of what a container holds: closes what ends here. Where a
 * container is open then, a value has to follow. */
static inline const uint8_t *ends_take(quick_reading *q, const uint8_t *at) {
    bool first = q->j->nodes + q->j->n_nodes - 1 == container_top(q);
    for (; q->depth > 0; first = false) {
        json_node *top = container_top(q);
        at = space_skip(q, at);
        if (byte_is(q, at, top->sort == JSON_IS_OBJECT ? '}' : ']')) {
            at++;
            top->behind = q->j->n_nodes;
            q->depth--;
        } else if (first) {
            return at;
        } else {
            return byte_is(q, at, ',') ? space_skip(q, at + 1) : NULL;
        }
    }
    return at;
}

static bool text_take(quick_reading *q) {
    const uint8_t *at = entry_take(q, space_skip(q, q->begin), false);
    while (at != NULL && q->depth > 0) {
        at = ends_take(q, at);
        if (at != NULL && q->depth > 0)
            at = entry_take(q, at, container_top(q)->sort == JSON_IS_OBJECT);
    }
    return at != NULL && space_skip(q, at) == q->end;
}

bool json_quick_read(json_text *j, const char *text, size_t n) {
    const uint8_t *bytes = (const uint8_t *)text;
    quick_reading q;
    j->tree = NULL;
    j->text = text;
    j->n_nodes = 0;
    if (n == 0 || n > UINT16_MAX) return false;
    q.j = j;
    q.begin = bytes;
    q.end = bytes + n;
    q.high = false;
    q.depth = 0;
    bool plain = text_take(&q);
    if (plain && q.high) {
        uint16_t state = 0;
        plain = parley_utf8_check(bytes, n, &state) == n && parley_utf8_complete(state);
    }
    if (!plain) j->n_nodes = 0;
    return plain;
}

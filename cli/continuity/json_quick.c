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

/* No more places are listed at which a string may end. */
#define STOPS 4096
#define BLOCK 64

typedef struct quick_reading {
    json_text *j;
    const uint8_t *begin, *end;
    bool high; /* there are bytes beyond ASCII */
    uint16_t open[DEPTH];
    unsigned depth;
    uint16_t stops[STOPS]; /* quotes, backslashes and controls, and then the end */
} quick_reading;

/* Where it is, and the first stop that may lie ahead. at is NULL where a text is not plain. It goes
 * from function to function by value: a processor would wait for it in memory. Since stops are
 * listed before, where a string begins has not to wait for where the one before it ends. */
typedef struct reading_at {
    const uint8_t *at;
    const uint16_t *stop;
} reading_at;

static inline reading_at moved(reading_at from, const uint8_t *at) {
    return (reading_at){at, from.stop};
}

static inline reading_at nowhere(void) {
    return (reading_at){NULL, NULL};
}

/* ---- stops ---- */

/* Of 64 bytes, the first one lowest: those that are no plain characters, and whether there are some
 * beyond ASCII. */
typedef struct block_marks {
    uint64_t stops;
    bool high;
} block_marks;

#if defined(__x86_64__)
#include <emmintrin.h>

static inline uint64_t stops_of(__m128i part) {
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'),
                  control = _mm_set1_epi8(0x1f);
    __m128i stops = _mm_or_si128(_mm_cmpeq_epi8(part, quote), _mm_cmpeq_epi8(part, backslash));
    stops = _mm_or_si128(stops, _mm_cmpeq_epi8(_mm_min_epu8(part, control), part));
    return (unsigned)_mm_movemask_epi8(stops);
}

static inline block_marks block_read(const uint8_t *bytes) {
    const __m128i *parts = (const __m128i *)(const void *)bytes;
    __m128i a = _mm_loadu_si128(parts), b = _mm_loadu_si128(parts + 1),
            c = _mm_loadu_si128(parts + 2), d = _mm_loadu_si128(parts + 3);
    __m128i high = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
    return (block_marks){stops_of(a) | stops_of(b) << 16 | stops_of(c) << 32 | stops_of(d) << 48,
                         _mm_movemask_epi8(high) != 0};
}

static inline unsigned first_bit(uint64_t bits) {
    return (unsigned)__builtin_ctzll(bits);
}
#else
static block_marks block_read(const uint8_t *bytes) {
    block_marks marks = {0, false};
    for (unsigned i = 0; i < BLOCK; i++) {
        marks.stops |= (uint64_t)(bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\') << i;
        marks.high |= bytes[i] >= 0x80;
    }
    return marks;
}

static unsigned first_bit(uint64_t bits) {
    unsigned i = 0;
    for (; (bits & 1) == 0; bits >>= 1)
        i++;
    return i;
}
#endif

/* The last bytes of a text, fewer than 64: together with those before them, if so many are there.
 */
static inline block_marks end_read(const quick_reading *q, size_t n) {
    uint8_t block[BLOCK];
    if (q->end - q->begin >= BLOCK) {
        block_marks marks = block_read(q->end - BLOCK);
        marks.stops >>= BLOCK - n;
        return marks;
    }
    memset(block, ' ', BLOCK); /* nothing that would be marked */
    memcpy(block, q->end - n, n);
    return block_read(block);
}

/* Returns false where there are too many. */
static bool stops_list(quick_reading *q) {
    uint16_t *next = q->stops, *full = q->stops + STOPS - BLOCK;
    size_t n = (size_t)(q->end - q->begin);
    for (size_t from = 0; from < n; from += BLOCK) {
        block_marks marks = n - from >= BLOCK ? block_read(q->begin + from) : end_read(q, n - from);
        q->high |= marks.high;
        if (next >= full) return false;
        for (; marks.stops != 0; marks.stops &= marks.stops - 1)
            *next++ = (uint16_t)(from + first_bit(marks.stops));
    }
    *next = (uint16_t)n;
    return true;
}

/* ---- values ---- */

/* Behind its first quote. Tells where its bytes are. */
static inline reading_at string_take(const quick_reading *q, reading_at from, uint16_t *text,
                                     uint16_t *n) {
    size_t first = (size_t)(from.at - q->begin);
    while (*from.stop < first)
        from.stop++;
    const uint8_t *last = q->begin + *from.stop;
    *text = (uint16_t)first;
    *n = (uint16_t)(*from.stop - first);
    return last < q->end && *last == '"' ? (reading_at){last + 1, from.stop + 1} : nowhere();
}

static inline bool byte_is(const quick_reading *q, const uint8_t *at, uint8_t byte) {
    return at < q->end && *at == byte;
}

#if defined(__x86_64__)
/* Eight at once, for how many there are a processor cannot guess. The mark of the first byte that
 * is no digit is right, and those of bytes behind it may be wrong. */
static inline const uint8_t *digits_first(const quick_reading *q, const uint8_t *at) {
    uint64_t bytes;
    if (q->end - at < (ptrdiff_t)sizeof bytes) return at;
    memcpy(&bytes, at, sizeof bytes);
    bytes ^= UINT64_C(0x3030303030303030);
    uint64_t marks =
        ((bytes + UINT64_C(0x7676767676767676)) | bytes) & UINT64_C(0x8080808080808080);
    return at + (marks != 0 ? first_bit(marks) / 8 : sizeof bytes);
}
#else
static const uint8_t *digits_first(const quick_reading *q, const uint8_t *at) {
    (void)q; /* one by one */
    return at;
}
#endif

static inline const uint8_t *digits_skip(const quick_reading *q, const uint8_t *at) {
    at = digits_first(q, at);
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
static inline reading_at value_take(quick_reading *q, reading_at from, json_node *node) {
    const uint8_t *at = from.at;
    if (at == q->end) return nowhere();
    switch (*at) {
    case '"':
        node->sort = JSON_IS_STRING;
        return string_take(q, moved(from, at + 1), &node->text, &node->n);
    case '{':
        return moved(from, container_open(q, at, node, JSON_IS_OBJECT));
    case '[':
        return moved(from, container_open(q, at, node, JSON_IS_ARRAY));
    case 't':
        return moved(from, word_take(q, at, node, "true", JSON_IS_TRUE));
    case 'f':
        return moved(from, word_take(q, at, node, "false", JSON_IS_FALSE));
    case 'n':
        return moved(from, word_take(q, at, node, "null", JSON_IS_NULL));
    default:
        return moved(from, number_take(q, at, node));
    }
}

static inline reading_at key_take(const quick_reading *q, reading_at from, json_node *node) {
    if (!byte_is(q, from.at, '"')) return nowhere();
    from = string_take(q, moved(from, from.at + 1), &node->key, &node->n_key);
    if (from.at == NULL) return from;
    const uint8_t *at = space_skip(q, from.at);
    return byte_is(q, at, ':') ? moved(from, space_skip(q, at + 1)) : nowhere();
}

/* A value in the container that is open, with its key where that is an object. */
static inline reading_at entry_take(quick_reading *q, reading_at from, bool keyed) {
    if (q->j->n_nodes == JSON_NODES) return nowhere();
    json_node *node = &q->j->nodes[q->j->n_nodes++];
    if (keyed) from = key_take(q, from, node);
    if (from.at == NULL) return from;
    node->behind = q->j->n_nodes;
    return value_take(q, from, node);
}

static inline json_node *container_top(const quick_reading *q) {
    return &q->j->nodes[q->open[q->depth - 1]];
}

/* Behind a value, or at the beginning of what a container holds: closes what ends here. Where a
 * container is open then, a value has to follow. */
static inline const uint8_t *ends_take(quick_reading *q, const uint8_t *at) {
    bool first = q->j->nodes + q->j->n_nodes - 1 == container_top(q);
    for (; q->depth > 0; first = false) {
        at = space_skip(q, at);
        if (!first && byte_is(q, at, ',')) return space_skip(q, at + 1); /* mostly */
        json_node *top = container_top(q);
        if (byte_is(q, at, top->sort == JSON_IS_OBJECT ? '}' : ']')) {
            at++;
            top->behind = q->j->n_nodes;
            q->depth--;
        } else {
            return first ? at : NULL;
        }
    }
    return at;
}

static bool text_take(quick_reading *q) {
    reading_at from = {space_skip(q, q->begin), q->stops};
    for (bool keyed = false;; keyed = container_top(q)->sort == JSON_IS_OBJECT) {
        from = entry_take(q, from, keyed);
        if (from.at != NULL && q->depth > 0) from.at = ends_take(q, from.at);
        if (from.at == NULL || q->depth == 0) break;
    }
    return from.at != NULL && space_skip(q, from.at) == q->end;
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
    bool plain = stops_list(&q) && text_take(&q);
    if (plain && q.high) {
        uint16_t state = 0;
        plain = parley_utf8_check(bytes, n, &state) == n && parley_utf8_complete(state);
    }
    if (!plain) j->n_nodes = 0;
    return plain;
}

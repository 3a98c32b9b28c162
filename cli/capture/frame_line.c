/* Frames of WebSocket written down as people think of them: C% text "Hello". See
 * parley-transcript(5).
 *
 * The payload is put together first, then compressed, masked, and given a header in front. It must
 * not know connections, nor what is allowed: corpora need frames that are wrong. */
#define ZLIB_CONST
#include "frame_line.h"
#include "text.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { HEADER_MOST = 14, FIN = 0x80, RSV1 = 0x40, RSV2 = 0x20, RSV3 = 0x10, MASK = 0x80 };

/* A line that is being read, and what it said so far. */
typedef struct line {
    const uint8_t *text; /* what is left of it */
    size_t n;
    uint8_t first; /* FIN, RSV and opcode */
    bool masked, compressed, crossing;
    uint8_t key[4];
    unsigned form; /* bytes of an extended length that the line asks for: 2 or 8; 0: as few as do */
    bool lies;     /* ... about the length, which it says is stated */
    uint64_t stated;
    uint8_t *payload;
    size_t length, size; /* of payload: bytes there are, bytes there is room for */
    const char *fault;
} line;

typedef struct word {
    const uint8_t *text;
    size_t n;
} word;

static bool fail(line *l, const char *fault) {
    if (l->fault == NULL) l->fault = fault;
    return false;
}

/* Takes the next word; an empty one at the end of the line. */
static word next_word(line *l) {
    while (l->n > 0 && (*l->text == ' ' || *l->text == '\t')) {
        l->text++;
        l->n--;
    }
    word w = {l->text, 0};
    while (w.n < l->n && w.text[w.n] != ' ' && w.text[w.n] != '\t')
        w.n++;
    l->text += w.n;
    l->n -= w.n;
    return w;
}

static void put_back(line *l, word w) {
    l->n += (size_t)(l->text - w.text);
    l->text = w.text;
}

static bool is(word w, const char *text) {
    return w.n == strlen(text) && memcmp(w.text, text, w.n) == 0;
}

/* Reads a decimal number up to most. */
static bool next_number(line *l, uint64_t most, uint64_t *number) {
    word w = next_word(l);
    *number = 0;
    for (size_t i = 0; i < w.n; i++) {
        if (w.text[i] < '0' || w.text[i] > '9') return false;
        uint64_t digit = (uint64_t)(w.text[i] - '0');
        if (*number > (most - digit) / 10) return false;
        *number = *number * 10 + digit;
    }
    return w.n > 0;
}

static bool put(line *l, uint8_t byte) {
    if (l->length == l->size)
        return fail(l, "the frame is longer than 1 MB; send the message in fragments");
    l->payload[l->length++] = byte;
    return true;
}

/* ---- words that change the header ---- */

static bool read_more(line *l) {
    l->first &= (uint8_t)~FIN;
    return true;
}

static bool read_rsv1(line *l) {
    l->first |= RSV1;
    return true;
}

static bool read_rsv2(line *l) {
    l->first |= RSV2;
    return true;
}

static bool read_rsv3(line *l) {
    l->first |= RSV3;
    return true;
}

static bool read_mask(line *l) {
    word w = next_word(l);
    l->masked = true;
    for (size_t i = 0; i < 4; i++) {
        int byte = w.n == 8 ? text_hex_pair(w.text + 2 * i) : -1;
        if (byte < 0) return fail(l, "no masking key; write its four bytes, as in mask 37fa213d");
        l->key[i] = (uint8_t)byte;
    }
    return true;
}

static bool read_unmasked(line *l) {
    l->masked = false;
    return true;
}

static bool read_length16(line *l) {
    l->form = 2;
    return true;
}

static bool read_length64(line *l) {
    l->form = 8;
    return true;
}

static bool read_length(line *l) {
    l->lies = true;
    if (!next_number(l, UINT64_MAX, &l->stated))
        return fail(l, "no length; write a number of bytes, as in length 126");
    return true;
}

static bool read_crossing(line *l) {
    l->crossing = true;
    return true;
}

/* ---- words that add to the payload ---- */

static bool read_deflate(line *l) {
    l->compressed = true;
    return true;
}

static bool read_code(line *l) {
    uint64_t code;
    if (!next_number(l, UINT16_MAX, &code))
        return fail(l, "no close code; write a number up to 65535, as in code 1000");
    return put(l, (uint8_t)(code >> 8)) && put(l, (uint8_t)code);
}

/* All words that are pairs of hexadecimal digits belong to it. */
static bool read_hex(line *l) {
    size_t pairs = 0;
    for (;;) {
        word w = next_word(l);
        size_t good = 0;
        while (good + 2 <= w.n && text_hex_pair(w.text + good) >= 0)
            good += 2;
        if (w.n == 0 || good < w.n) {
            put_back(l, w);
            break;
        }
        for (size_t i = 0; i < w.n; i += 2)
            if (!put(l, (uint8_t)text_hex_pair(w.text + i))) return false;
        pairs++;
    }
    if (pairs == 0) return fail(l, "no bytes; write pairs of digits behind hex, as in hex c3 28");
    return true;
}

/* "text", the line being at its first quote. */
static bool read_string(line *l) {
    size_t i = 1;
    for (;;) {
        if (i >= l->n) return fail(l, "the text has no end; write \" behind it, and \\\" within");
        uint8_t c = l->text[i++];
        if (c == '"') break;
        if (c == '\\' && i < l->n && l->text[i] == '"') {
            c = l->text[i++];
        } else if (c == '\\') {
            int byte = i < l->n ? text_unescape(l->text, l->n, &i) : -1;
            if (byte < 0)
                return fail(l, "unknown escape; there are \\r \\n \\t \\0 \\\\ \\\" and \\xHH");
            c = (uint8_t)byte;
        }
        if (!put(l, c)) return false;
    }
    l->text += i;
    l->n -= i;
    if (l->n > 0 && *l->text != ' ' && *l->text != '\t')
        return fail(l, "something touches the end of the text; put a space there");
    return true;
}

static bool read_repeat(line *l) {
    uint64_t times;
    bool good = next_number(l, UINT32_MAX, &times);
    word w = next_word(l);
    put_back(l, w);
    if (!good || w.n == 0 || *w.text != '"')
        return fail(l, "nothing to repeat; write a number and a text, as in repeat 300 \"x\"");
    size_t start = l->length;
    if (!read_string(l)) return false;
    size_t n = l->length - start;
    if (times == 0) l->length = start;
    for (uint64_t k = 1; k < times && n > 0; k++)
        for (size_t i = 0; i < n; i++)
            if (!put(l, l->payload[start + i])) return false;
    return true;
}

static bool read_word(line *l, word w) {
    static const struct {
        const char *name;
        bool (*read)(line *l);
    } words[] = {
        {"more", read_more},         {"rsv1", read_rsv1},         {"rsv2", read_rsv2},
        {"rsv3", read_rsv3},         {"mask", read_mask},         {"unmasked", read_unmasked},
        {"length16", read_length16}, {"length64", read_length64}, {"length", read_length},
        {"crossing", read_crossing}, {"deflate", read_deflate},   {"code", read_code},
        {"hex", read_hex},           {"repeat", read_repeat},
    };
    if (*w.text == '"') {
        put_back(l, w);
        return read_string(l);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is(w, words[i].name)) return words[i].read(l);
    return fail(l, "unknown word; there are more, rsv1, rsv2, rsv3, mask KEY, unmasked, length16, "
                   "length64, length N, crossing, deflate, code N, hex, repeat N and \"text\"");
}

static bool read_opcode(line *l) {
    static const struct {
        const char *name;
        uint8_t opcode;
    } words[] = {{"continuation", 0}, {"text", 1}, {"binary", 2},
                 {"close", 8},        {"ping", 9}, {"pong", 10}};
    word w = next_word(l);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is(w, words[i].name)) {
            l->first |= words[i].opcode;
            return true;
        }
    uint64_t opcode;
    if (!is(w, "opcode") || !next_number(l, 15, &opcode))
        return fail(l, "no opcode; a frame is text, binary, continuation, ping, pong, close or "
                       "opcode N, up to 15");
    l->first |= (uint8_t)opcode;
    return true;
}

/* ---- from words to bytes ---- */

/* RFC 7692 7.2.1: raw deflate, flushed, without the four bytes at the end. */
static bool compress_payload(line *l) {
    z_stream z = {0};
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(l, "compressing needs more memory than there is");
    size_t most = deflateBound(&z, (uLong)l->length) + 16;
    uint8_t *out = malloc(most);
    bool good = out != NULL;
    if (good) {
        z.next_in = l->payload;
        z.avail_in = (uInt)l->length;
        z.next_out = out;
        z.avail_out = (uInt)most;
        good = deflate(&z, Z_SYNC_FLUSH) == Z_OK && z.avail_in == 0 && z.avail_out > 0;
    }
    size_t n = good ? most - z.avail_out - 4 : 0;
    (void)deflateEnd(&z);
    if (!good) {
        free(out);
        return fail(l, "compressing needs more memory than there is");
    }
    l->length = 0;
    l->first |= RSV1;
    for (size_t i = 0; i < n && put(l, out[i]); i++)
        continue;
    free(out);
    return l->fault == NULL;
}

/* Puts the header in front of the payload. Returns how long it is. */
static size_t put_header(line *l) {
    uint64_t stated = l->lies ? l->stated : l->length;
    unsigned fewest = stated < 126 ? 0 : stated <= UINT16_MAX ? 2 : 8;
    unsigned form = l->form > fewest ? l->form : fewest;
    uint8_t header[HEADER_MOST];
    size_t n = 0;
    header[n++] = l->first;
    header[n++] = (uint8_t)((l->masked ? MASK : 0) | (form == 0   ? stated
                                                      : form == 2 ? 126u
                                                                  : 127u));
    for (unsigned i = form; i-- > 0;)
        header[n++] = (uint8_t)(stated >> (8 * i));
    for (size_t i = 0; l->masked && i < 4; i++)
        header[n++] = l->key[i];
    memcpy(l->payload - n, header, n);
    return n;
}

/* A key for each line, never zero and never that of another: both steps can be undone, and make
 * zero of zero alone. */
static void make_key(line *l, uint64_t number) {
    uint32_t key = (uint32_t)number * 0x9e3779b1u;
    key ^= key >> 15;
    for (int i = 0; i < 4; i++)
        l->key[i] = (uint8_t)(key >> (8 * i));
}

const char *frame_line_read(const uint8_t *text, size_t n, parley_side side, uint64_t number,
                            uint8_t *room, size_t size, frame_line *frame) {
    line l = {.text = text, .n = n, .first = FIN, .masked = side == PARLEY_CLIENT};
    l.payload = room + HEADER_MOST;
    l.size = size - HEADER_MOST;
    make_key(&l, number);
    bool good = read_opcode(&l);
    while (good) {
        word w = next_word(&l);
        if (w.n == 0) break;
        good = read_word(&l, w);
    }
    if (good && l.form == 2 && l.lies && l.stated > UINT16_MAX)
        good = fail(&l, "two bytes hold no such length; write length64");
    if (good && l.compressed) good = compress_payload(&l);
    if (!good) return l.fault;
    for (size_t i = 0; l.masked && i < l.length; i++)
        l.payload[i] ^= l.key[i % 4];
    size_t header = put_header(&l);
    *frame = (frame_line){l.payload - header, header + l.length, l.crossing};
    return NULL;
}

/* The same conversation gives the same items however its bytes are cut: whole, byte by byte, in
 * random pieces, and with as little room for items as is allowed. Conversations are made from a
 * seed: heads and bodies of both sides from words that rules are about, then damaged. So the quick
 * way through whole lines is held against the stepper, which reads all lines that come in pieces.
 */
#include "../support/cmocka_all.h"
#include "../support/replay.h"
#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 1 << 14, INPUTS_MAX = 64, CONVERSATIONS = 1500 };

typedef struct maker {
    uint64_t seed;
    uint8_t bytes[BYTES_MAX];
    size_t n, begin; /* of the input that is made */
    parley_input inputs[INPUTS_MAX];
    size_t n_inputs;
    uint64_t said[2]; /* bytes of each side so far */
    uint64_t burst;   /* messages that come at once, at most */
} maker;

static const char *const starts[] = {"GET / HTTP/1.1",
                                     "GET /a/b?c=%20d HTTP/1.1",
                                     "POST /form HTTP/1.1",
                                     "PUT /x HTTP/1.1",
                                     "HEAD / HTTP/1.1",
                                     "DELETE /y HTTP/1.1",
                                     "OPTIONS * HTTP/1.1",
                                     "TRACE / HTTP/1.1",
                                     "CONNECT a.example:443 HTTP/1.1",
                                     "CONNECT a.example:99999 HTTP/1.1",
                                     "GET / HTTP/1.0",
                                     "GET http://a.example:80/ HTTP/1.1",
                                     "get / http/1.1",
                                     "GET /%zz HTTP/1.1",
                                     "GET  / HTTP/1.1",
                                     "GET /",
                                     "BREW /pot HTTP/1.1",
                                     "GET / HTTP/2.0",
                                     "G\x01T / HTTP/1.1",
                                     "GET /\xc3\xa4 HTTP/1.1"};
static const char *const statuses[] = {"HTTP/1.1 200 OK",
                                       "HTTP/1.1 204 No Content",
                                       "HTTP/1.1 304 Not Modified",
                                       "HTTP/1.1 100 Continue",
                                       "HTTP/1.1 101 Switching Protocols",
                                       "HTTP/1.1 103 Early Hints",
                                       "HTTP/1.1 205 Reset Content",
                                       "HTTP/1.1 206 Partial Content",
                                       "HTTP/1.1 401 Unauthorized",
                                       "HTTP/1.1 408 Request Timeout",
                                       "HTTP/1.1 412 Precondition Failed",
                                       "HTTP/1.1 416 Range Not Satisfiable",
                                       "HTTP/1.1 417 Expectation Failed",
                                       "HTTP/1.1 426 Upgrade Required",
                                       "HTTP/1.1 500 ",
                                       "HTTP/1.1 500",
                                       "HTTP/1.0 200 OK",
                                       "HTTP/1.1 999 No",
                                       "HTTP/1.1 042 No",
                                       "HTTP/1.1 20 OK",
                                       "http/1.1 200 OK",
                                       "HTTP/1.1  200 OK",
                                       "HTTP/1.1 200 \x01",
                                       "Hello"};
static const char *const fields[] = {"Host: a.example",
                                     "Host: a.example:80",
                                     "Host: a b",
                                     "Host:",
                                     "host:\ta.example ",
                                     "Host : a",
                                     "Content-Length: 5",
                                     "Content-Length: 5",
                                     "Content-Length: 0",
                                     "Content-Length: 05",
                                     "Content-Length: 5, 5",
                                     "Content-Length: 5,6",
                                     "Content-Length: 12",
                                     "Content-Length: +5",
                                     "Content-Length: 99999999999999999999",
                                     "Content-Length: 123456789012345678",
                                     "Content-Length:",
                                     "Content\rLength: 5",
                                     "Transfer-Encoding: chunked",
                                     "Transfer-Encoding: chunked",
                                     "Transfer-Encoding: gzip, chunked",
                                     "Transfer-Encoding: chunked, gzip",
                                     "Transfer-Encoding: identity",
                                     "Transfer-Encoding:\tchunked\t",
                                     "Transfer-Encoding: chunked;a=b",
                                     "Transfer-Encoding: Chunked",
                                     "Transfer-Encoding: chunkedx",
                                     "Connection: close",
                                     "Connection: keep-alive",
                                     "Connection: Upgrade",
                                     "Connection: close, TE",
                                     "Connection: keep-alive, close",
                                     "Connection: ,",
                                     "Keep-Alive: timeout=5",
                                     "TE: trailers",
                                     "TE: x;q=2",
                                     "Upgrade: websocket",
                                     "Upgrade: h2c",
                                     "Upgrade: chat",
                                     "Upgrade: TLS/1.2",
                                     "Upgrade: a b",
                                     "Expect: 100-continue",
                                     "Expect: 100-continu",
                                     "Expect: 200-ok",
                                     "Range: bytes=0-4",
                                     "Range: bytes=4-0",
                                     "Range: bytes=0-1,3-4",
                                     "Range: bytes=-",
                                     "If-Range: \"e\"",
                                     "If-Range: W/\"e\"",
                                     "If-None-Match: \"e\"",
                                     "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
                                     "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                                     "Date: Sunday, 06-Nov-94 08:49:37 GMT",
                                     "Date: Sun, 06 Nov 1994 24:49:37 GMT",
                                     "Date: Xun, 06 Nov 1994 08:49:37 GMT",
                                     "Date: Sun, 06 Nov 1994 08:49:60 GMT",
                                     "Date: Sun, 36 Nov 1994 08:49:37 GMT",
                                     "Date: 0",
                                     "Last-Modified: Sun Nov  6 08:49:37 1994",
                                     "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
                                     "Content-Type: text/plain",
                                     "Content-Type: multipart/byteranges; boundary=x",
                                     "Content-Type: text",
                                     "Content-Type: M/x",
                                     "Content-Type:",
                                     "Content-Range: bytes 0-4/10",
                                     "Content-Range: bytes 0-4/3",
                                     "Content-Range: bytes */10",
                                     "Content-Range: lines 1-2/3",
                                     "Content-Encoding: gzip",
                                     "Content-Encoding: gzip, deflate",
                                     "Content-Encoding: br",
                                     "Trailer: X-T",
                                     "X-T: 1",
                                     "Age: 1",
                                     "Age: 1",
                                     "Server: s",
                                     "User-Agent: u",
                                     "WWW-Authenticate: Basic",
                                     "Allow: GET",
                                     "Cookie: a=b",
                                     "A-Field-Name-Longer-Than-Any: 1",
                                     "X: \xe4",
                                     "X: a\x01z",
                                     "X: a\rb",
                                     "X Y: 1",
                                     "X\t: 1",
                                     ": 1",
                                     "no colon",
                                     " folded",
                                     "\tfolded: 1",
                                     "Accept: */*"};
static const char *const bodies[] = {"hello",
                                     "Hello",
                                     "HTTP/",
                                     "",
                                     "hi",
                                     "5\r\nhello\r\n0\r\n\r\n",
                                     "5\r\nHello\r\n0\r\nX-T: 1\r\n\r\n",
                                     "0\r\n\r\n",
                                     "5;a=b\r\nhello\r\n0\r\nHost: a\r\n\r\n",
                                     "5 \r\nhello\r\n0\r\n\r\n",
                                     "5\r\nhello!\r\n0\r\n\r\n",
                                     "005\r\nhello\r\n00\r\n\r\n",
                                     "fffffffffffffffff\r\n",
                                     "g\r\n",
                                     "A\r\n0123456789\r\n0\r\n\r\n",
                                     "5\nhello\n0\n\n",
                                     "0\r\nX-T: 1\r\n folded\r\nAge: 1\r\n\r\n",
                                     "1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n",
                                     "hello world!"};

static uint64_t draw(maker *m, uint64_t below) {
    m->seed += 0x9e3779b97f4a7c15u;
    uint64_t z = m->seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z ^ (z >> 31)) % below;
}
#define DRAW(m, list) ((list)[draw(m, sizeof(list) / sizeof *(list))])

static void put(maker *m, const char *text) {
    for (; *text != '\0' && m->n < BYTES_MAX; text++)
        m->bytes[m->n++] = (uint8_t)*text;
}

static void put_line(maker *m, const char *text) {
    put(m, text);
    put(m, draw(m, 60) == 0 ? "\n" : "\r\n");
}

/* Two of three are right but for their fields. */
static void message_make(maker *m, parley_side side) {
    bool plain = draw(m, 3) != 0;
    if (draw(m, 40) == 0) put_line(m, "");
    const char *start = side == PARLEY_CLIENT ? (plain ? starts[draw(m, 6)] : DRAW(m, starts))
                                              : (plain ? statuses[0] : DRAW(m, statuses));
    put_line(m, start);
    if (plain)
        put_line(m, side == PARLEY_CLIENT ? fields[0] : "Date: Sun, 06 Nov 1994 08:49:37 GMT");
    for (uint64_t i = draw(m, 6); i > 0; i--)
        put_line(m, DRAW(m, fields));
    bool body = draw(m, 2) != 0;
    if (body && draw(m, 3) != 0) { /* one that fits what is said of it */
        const char *text = draw(m, 2) != 0 ? bodies[draw(m, 2)] : bodies[5 + draw(m, 2)];
        put_line(m, strlen(text) == 5 ? "Content-Length: 5" : "Transfer-Encoding: chunked");
        put_line(m, "");
        put(m, text);
        return;
    }
    put_line(m, "");
    if (body) put(m, DRAW(m, bodies));
}

static void damage(maker *m) {
    for (uint64_t i = draw(m, 3); i > 0 && m->n > m->begin + 1; i--) {
        size_t at = m->begin + (size_t)draw(m, m->n - m->begin);
        static const uint8_t odd[] = " \t\r\n:,;\"/H0aZ\x01\x7f\xff-%[";
        switch (draw(m, 3)) {
        case 0:
            m->bytes[at] = odd[draw(m, sizeof odd)];
            break;
        case 1:
            memmove(m->bytes + at, m->bytes + at + 1, m->n - at - 1);
            m->n--;
            break;
        default:
            if (m->n == BYTES_MAX) break;
            memmove(m->bytes + at + 1, m->bytes + at, m->n - at);
            m->bytes[at] = odd[draw(m, sizeof odd)];
            m->n++;
            break;
        }
    }
}

static void tell(maker *m, parley_input_kind kind, parley_side side, uint64_t length) {
    uint64_t seen = draw(m, 3) != 0 ? PARLEY_SEEN_ALL : m->said[1 - side];
    if (draw(m, 12) == 0) seen = draw(m, m->said[1 - side] + 2);
    m->inputs[m->n_inputs++] =
        (parley_input){.kind = kind,
                       .side = side,
                       .time = draw(m, 20) == 0 ? m->n_inputs * 5000000000u : m->n_inputs,
                       .frame = m->n_inputs,
                       .seen = seen,
                       .bytes = kind == PARLEY_BYTES ? m->bytes + m->begin : NULL,
                       .length = length};
    m->said[side] += length;
}

static void conversation_make(maker *m, uint64_t seed) {
    memset(m, 0, sizeof *m);
    m->seed = seed;
    uint64_t turns = 1 + draw(m, 12);
    bool clean = draw(m, 2) != 0;
    m->burst = draw(m, 8) == 0 ? 24 : 6;
    for (uint64_t i = 0; i < turns && m->n_inputs < INPUTS_MAX - 4; i++) {
        parley_side side = draw(m, 8) == 0 ? (parley_side)draw(m, 2) : (parley_side)(i % 2);
        if (draw(m, 16) == 0) tell(m, PARLEY_GAP, side, 1 + draw(m, 8));
        m->begin = m->n;
        for (uint64_t k = draw(m, 4) == 0 ? draw(m, m->burst) : 0; k > 0; k--)
            message_make(m, side);
        message_make(m, side);
        if (!clean) damage(m);
        if (m->n > m->begin) tell(m, PARLEY_BYTES, side, m->n - m->begin);
        if (draw(m, 40) == 0) tell(m, PARLEY_FIN, side, 0);
    }
    if (draw(m, 2) != 0)
        tell(m, draw(m, 4) == 0 ? PARLEY_RESET : PARLEY_FIN, (parley_side)draw(m, 2), 0);
    tell(m, PARLEY_STOP, PARLEY_CLIENT, 0);
}

static void inputs_print(const maker *m, unsigned flags) {
    print_error("flags %u\n", flags);
    for (size_t i = 0; i < m->n_inputs; i++) {
        const parley_input *in = &m->inputs[i];
        print_error("%s kind %d seen %lld length %llu: ", parley_side_name(in->side), (int)in->kind,
                    (long long)in->seen, (unsigned long long)in->length);
        for (uint64_t k = 0; in->bytes != NULL && k < in->length; k++) {
            uint8_t byte = in->bytes[k];
            print_error(byte == '\n'                  ? "\\n\n    "
                        : byte < 0x20 || byte >= 0x7f ? "\\x%02x"
                                                      : "%c",
                        byte);
        }
        print_error("\n");
    }
}

static void conversation_try(uint64_t seed) {
    static maker made;
    conversation_make(&made, seed);
    static const unsigned all_flags[] = {0, 0, 0, PARLEY_ONE_SIDED, PARLEY_MID_STREAM};
    unsigned flags = all_flags[seed % 5];
    record_connection talk = {.flags = flags, .inputs = made.inputs, .count = made.n_inputs};
    const replay_cut cuts[] = {{.max = 256},
                               {.max = 16},
                               {.every = 1, .max = 256},
                               {.every = 1, .max = 16},
                               {.every = 2 + seed % 7, .max = 16},
                               {.hostile_seed = seed + 1, .max = 16},
                               {.hostile_seed = seed + 2, .max = 33}};
    replay whole = replay_run(&talk, &cuts[0]);
    for (size_t i = 0; i < whole.count; i++)
        assert_true(item_sane(&whole.items[i]));
    for (size_t i = 1; i < sizeof cuts / sizeof *cuts; i++) {
        replay cut = replay_run(&talk, &cuts[i]);
        if (!replay_same(&whole, &cut)) {
            inputs_print(&made, flags);
            fail_msg("seed %llu, cut %zu: not what the whole gives", (unsigned long long)seed, i);
        }
        replay_free(&cut);
    }
    replay_free(&whole);
}

/* PARLEY_MANY makes so many of them, PARLEY_SEED only one. */
static void pieces_change_nothing(void **state) {
    (void)state;
    const char *only = getenv("PARLEY_SEED"), *many = getenv("PARLEY_MANY");
    uint64_t first = only != NULL ? strtoull(only, NULL, 10) : 1;
    uint64_t n = only != NULL ? 1 : many != NULL ? strtoull(many, NULL, 10) : CONVERSATIONS;
    for (uint64_t seed = first; seed < first + n; seed++)
        conversation_try(seed);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(pieces_change_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

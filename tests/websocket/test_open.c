/* The opening handshake with one thing changed: each rule about it is broken and held, at the byte
 * that a caret marks in the text. */
#include "../support/cmocka_all.h"
#include "judge.h"
#include <stdio.h>
#include <string.h>

#define KEY    "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static const char *const request_lines[] = {"GET /chat HTTP/1.1",
                                            "Host: a.example",
                                            "Upgrade: websocket",
                                            "Connection: Upgrade",
                                            "Sec-WebSocket-Key: " KEY,
                                            "Sec-WebSocket-Version: 13",
                                            NULL};
static const char *const answer_lines[] = {"HTTP/1.1 101 Switching Protocols", "Upgrade: websocket",
                                           "Connection: Upgrade", "Sec-WebSocket-Accept: " ACCEPT,
                                           NULL};
static const char *const refusal_lines[] = {"HTTP/1.1 400 Bad Request", "Content-Length: 0",
                                            "Date: Sun, 22 Nov 2026 10:00:00 GMT", NULL};

/* Where the finding lies: on the caret; from it to the end of the head; on the empty line that ends
 * the head (from its CR on nothing can be added); anywhere in the head. */
typedef enum at { AT_CARET, FROM_CARET, AT_END, ANYWHERE } at;

/* "NAME=TEXT" puts TEXT in place of the line that begins with NAME ("" drops it), or adds it. */
typedef struct sample {
    const char *rule; /* NULL: nothing is wrong */
    parley_side side;
    at where;
    bool refused; /* answered by 400 */
    const char *request, *answer;
} sample;

#define C PARLEY_CLIENT
#define S PARLEY_SERVER

static const sample samples[] = {
    /* nothing is wrong */
    {NULL, C, ANYWHERE, false, NULL, NULL},
    {NULL, C, ANYWHERE, false, "Upgrade=upgrade: WebSocket", "Upgrade=UPGRADE: WEBSOCKET"},
    {NULL, C, ANYWHERE, false, "Upgrade=Upgrade: h2c, websocket", NULL},
    {NULL, C, ANYWHERE, false, "Connection=connection: keep-alive, UPGRADE", NULL},
    {NULL, C, ANYWHERE, false, NULL, "Connection=connection: upgrade, keep-alive"},
    {NULL, C, ANYWHERE, false, "=Sec-WebSocket-Protocol: chat, superchat", NULL},
    {NULL, C, ANYWHERE, false, "=Sec-WebSocket-Protocol: chat, superchat",
     "=Sec-WebSocket-Protocol: superchat"},
    {NULL, C, ANYWHERE, false, "=Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: b,c",
     "=Sec-WebSocket-Protocol: b"},
    {NULL, C, ANYWHERE, false, "=Sec-WebSocket-Protocol: chat, Chat",
     "=Sec-WebSocket-Protocol: Chat"},
    {NULL, C, ANYWHERE, false, "=Sec-WebSocket-Protocol:chat\t,\tv1.chat!",
     "=Sec-WebSocket-Protocol:  v1.chat!  "},
    {NULL, C, ANYWHERE, false, "=Sec-WebSocket-Extensions: permessage-deflate, x-foo; a=b; c",
     NULL},
    {NULL, C, ANYWHERE, false, "=Sec-WebSocket-Extensions: x-foo; a=\"b\", x-bar",
     "=Sec-WebSocket-Extensions: x-bar"},
    {NULL, C, ANYWHERE, false,
     "=Sec-WebSocket-Extensions: x-foo\r\nSec-WebSocket-Extensions: x-bar",
     "=Sec-WebSocket-Extensions: x-bar, x-foo; q"},
    {NULL, C, ANYWHERE, false, "=Origin: http://a.example", "=Server: s"},
    {NULL, C, ANYWHERE, false, "Sec-WebSocket-Key=SEC-WEBSOCKET-KEY:" KEY "  ",
     "Sec-WebSocket-Accept=sec-websocket-accept:\t" ACCEPT " "},
    /* what the client asks */
    {"open.method", C, ANYWHERE, true, "GET=POST /chat HTTP/1.1\r\nContent-Length: 0", NULL},
    {"open.method", C, ANYWHERE, false, "GET=POST /chat HTTP/1.1\r\nContent-Length: 0", NULL},
    {"open.method", C, ANYWHERE, true, "GET=OPTIONS /chat HTTP/1.1", NULL},
    {"open.http-version", C, ANYWHERE, true, "GET=GET /chat HTTP/1.0", NULL},
    {"open.upgrade-missing", C, AT_END, true, "Upgrade=", NULL},
    {"open.upgrade-missing", C, ANYWHERE, true, "Upgrade=Upgrade: h2c", NULL},
    {"open.connection-missing", C, AT_END, true, "Connection=", NULL},
    {"open.connection-missing", C, AT_END, true, "Connection=Connection: keep-alive", NULL},
    {"open.connection-missing", C, AT_END, false, "Connection=", NULL},
    {"open.key-missing", C, AT_END, true, "Sec-WebSocket-Key=", NULL},
    {"open.key-missing", C, AT_END, false, "Sec-WebSocket-Key=", NULL},
    {"open.key-repeated", C, AT_CARET, true, "=Sec-WebSocket-Key^: AAAAAAAAAAAAAAAAAAAAAA==", NULL},
    {"open.key-repeated", C, AT_CARET, false, "=Sec-WebSocket-Key^: " KEY, NULL},
    {"open.key-length", C, AT_CARET, true,
     "Sec-WebSocket-Key=Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ^", NULL},
    {"open.key-length", C, AT_CARET, true,
     "Sec-WebSocket-Key=Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ^a=", NULL},
    {"open.key-length", C, AT_CARET, true,
     "Sec-WebSocket-Key=Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=^a", NULL},
    {"open.key-length", C, AT_CARET, true,
     "Sec-WebSocket-Key=Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=^", NULL},
    {"open.key-length", C, AT_CARET, true,
     "Sec-WebSocket-Key=Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==^=", NULL},
    {"open.key-length", C, AT_CARET, true,
     "Sec-WebSocket-Key=Sec-WebSocket-Key: dGhl^-HNhbXBsZSBub25jZQ==", NULL},
    {"open.key-length", C, AT_CARET, true,
     "Sec-WebSocket-Key=Sec-WebSocket-Key: dGhl^=HNhbXBsZSBub25jZQ==", NULL},
    {"open.key-length", C, FROM_CARET, true,
     "Sec-WebSocket-Key=Sec-WebSocket-Key: dGhl^ HNhbXBsZSBub25jZQ==", NULL},
    {"open.key-length", C, ANYWHERE, true, "Sec-WebSocket-Key=Sec-WebSocket-Key:", NULL},
    {"open.version-missing", C, AT_END, true, "Sec-WebSocket-Version=", NULL},
    {"open.version-missing", C, AT_END, false, "Sec-WebSocket-Version=", NULL},
    {"open.version-repeated", C, AT_CARET, true, "=Sec-WebSocket-Version^: 13", NULL},
    {"open.version-not-13", C, AT_CARET, true, "Sec-WebSocket-Version=Sec-WebSocket-Version: 1^4",
     "=Sec-WebSocket-Version: 13"},
    {"open.version-not-13", C, AT_CARET, true, "Sec-WebSocket-Version=Sec-WebSocket-Version: ^8",
     "=Sec-WebSocket-Version: 13"},
    {"open.version-not-13", C, AT_CARET, true, "Sec-WebSocket-Version=Sec-WebSocket-Version: ^013",
     "=Sec-WebSocket-Version: 13"},
    {"open.version-not-13", C, AT_CARET, true, "Sec-WebSocket-Version=Sec-WebSocket-Version: 1^",
     "=Sec-WebSocket-Version: 13"},
    {"open.version-not-13", C, AT_CARET, true, "Sec-WebSocket-Version=Sec-WebSocket-Version: 13^0",
     "=Sec-WebSocket-Version: 13"},
    {"open.version-not-13", C, AT_CARET, true,
     "Sec-WebSocket-Version=Sec-WebSocket-Version: 13^, 8", "=Sec-WebSocket-Version: 13"},
    {"open.version-not-13", C, ANYWHERE, true,
     "Sec-WebSocket-Version=Sec-WebSocket-Version:", "=Sec-WebSocket-Version: 13"},
    {"open.version-not-13", C, AT_CARET, false, "Sec-WebSocket-Version=Sec-WebSocket-Version: ^8",
     NULL},
    {"open.subprotocol-syntax", C, AT_CARET, true, "=Sec-WebSocket-Protocol: ch^@t", NULL},
    {"open.subprotocol-syntax", C, AT_CARET, true, "=Sec-WebSocket-Protocol: chat ^room", NULL},
    {"open.subprotocol-syntax", C, AT_CARET, true, "=Sec-WebSocket-Protocol: chat^;q=1", NULL},
    {"open.subprotocol-syntax", C, AT_CARET, true, "=Sec-WebSocket-Protocol: chat, ^, x", NULL},
    {"open.subprotocol-syntax", C, AT_CARET, true, "=Sec-WebSocket-Protocol: ^,chat", NULL},
    {"open.subprotocol-syntax", C, AT_CARET, true, "=Sec-WebSocket-Protocol: ^\"chat\"", NULL},
    {"open.subprotocol-syntax", C, AT_CARET, true, "=Sec-WebSocket-Protocol: chat,^", NULL},
    {"open.subprotocol-syntax", C, ANYWHERE, true, "=Sec-WebSocket-Protocol:", NULL},
    {"open.subprotocol-repeated", C, FROM_CARET, true,
     "=Sec-WebSocket-Protocol: chat, superchat, ^chat", NULL},
    {"open.subprotocol-repeated", C, FROM_CARET, false,
     "=Sec-WebSocket-Protocol: chat, superchat, ^chat", "=Sec-WebSocket-Protocol: superchat"},
    {"open.subprotocol-repeated", C, FROM_CARET, true,
     "=Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: ^chat", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo;^;", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: ^;foo", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo; ^=1", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo; a=^", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo; a=^, b", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo ^bar", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo; a=b ^c", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo; a=\"b^ c\"",
     NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo; a=\"b\"^c", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: foo; a=\"bc^", NULL},
    {"open.extension-syntax", C, AT_CARET, true, "=Sec-WebSocket-Extensions: f^@o", NULL},
    /* what the server answers */
    {"open.refused", S, ANYWHERE, true, NULL, NULL},
    {"open.refused", S, ANYWHERE, true, NULL, "HTTP=HTTP/1.1 200 OK"},
    {"open.refused", S, ANYWHERE, true, NULL, "HTTP=HTTP/1.1 403 Forbidden"},
    {"open.versions-not-named", S, ANYWHERE, true, "Sec-WebSocket-Version=Sec-WebSocket-Version: 8",
     "HTTP=HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade"},
    {"open.answer-upgrade", S, AT_END, false, NULL, "Upgrade="},
    {"open.answer-upgrade", S, AT_END, false, NULL, "Upgrade=Upgrade: foo"},
    {"open.answer-upgrade", S, FROM_CARET, false, NULL, "Upgrade=Upgrade: websocket^/13"},
    {"open.answer-connection", S, AT_END, false, NULL, "Connection="},
    {"open.answer-connection", S, AT_END, false, NULL, "Connection=Connection: keep-alive"},
    {"open.accept-missing", S, AT_END, false, NULL, "Sec-WebSocket-Accept="},
    {"open.accept-repeated", S, AT_CARET, false, NULL, "=Sec-WebSocket-Accept^: " ACCEPT},
    {"open.accept-wrong", S, AT_CARET, false, NULL,
     "Sec-WebSocket-Accept=Sec-WebSocket-Accept: ^S3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
    {"open.accept-wrong", S, AT_CARET, false, NULL,
     "Sec-WebSocket-Accept=Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xO^p="},
    {"open.accept-wrong", S, AT_CARET, false, NULL,
     "Sec-WebSocket-Accept=Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo^"},
    {"open.accept-wrong", S, AT_CARET, false, NULL,
     "Sec-WebSocket-Accept=Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=^="},
    {"open.accept-wrong", S, AT_CARET, false, NULL,
     "Sec-WebSocket-Accept=Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzz^"},
    {"open.accept-wrong", S, ANYWHERE, false, NULL, "Sec-WebSocket-Accept=Sec-WebSocket-Accept:"},
    {"open.subprotocol-not-offered", S, FROM_CARET, false,
     "=Sec-WebSocket-Protocol: chat, superchat", "=Sec-WebSocket-Protocol: super^"},
    {"open.subprotocol-not-offered", S, FROM_CARET, false,
     "=Sec-WebSocket-Protocol: chat, superchat", "=Sec-WebSocket-Protocol: chat^2"},
    {"open.subprotocol-not-offered", S, FROM_CARET, false,
     "=Sec-WebSocket-Protocol: chat, superchat", "=Sec-WebSocket-Protocol: ^Chat"},
    {"open.subprotocol-not-offered", S, ANYWHERE, false, NULL, "=Sec-WebSocket-Protocol: chat"},
    {"open.subprotocol-two-chosen", S, FROM_CARET, false,
     "=Sec-WebSocket-Protocol: chat, superchat", "=Sec-WebSocket-Protocol: chat^, superchat"},
    {"open.subprotocol-two-chosen", S, AT_CARET, false, "=Sec-WebSocket-Protocol: chat, superchat",
     "=Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol^: superchat"},
    {"open.extension-not-offered", S, FROM_CARET, false, "=Sec-WebSocket-Extensions: x-bar",
     "=Sec-WebSocket-Extensions: x-^foo"},
    {"open.extension-not-offered", S, FROM_CARET, false, "=Sec-WebSocket-Extensions: x-bar",
     "=Sec-WebSocket-Extensions: x-bar, ^permessage-deflate"},
    {"open.extension-not-offered", S, ANYWHERE, false, NULL, "=Sec-WebSocket-Extensions: x-foo"},
    {"open.extensions-repeated", S, AT_CARET, false, "=Sec-WebSocket-Extensions: x-foo, x-bar",
     "=Sec-WebSocket-Extensions: x-foo\r\nSec-WebSocket-Extensions^: x-bar"},
    {"open.extension-syntax", S, AT_CARET, false, "=Sec-WebSocket-Extensions: foo",
     "=Sec-WebSocket-Extensions: foo;^;"},
    {"open.extension-syntax", S, AT_CARET, false, "=Sec-WebSocket-Extensions: foo",
     "=Sec-WebSocket-Extensions: foo; ^=1"},
    {"open.extension-syntax", S, AT_CARET, false, "=Sec-WebSocket-Extensions: foo",
     "=Sec-WebSocket-Extensions: foo; a=^"},
    {"open.extension-syntax", S, AT_CARET, false, "=Sec-WebSocket-Extensions: foo",
     "=Sec-WebSocket-Extensions: foo ^bar"},
};

typedef struct head {
    char text[1024];
    size_t n;
    size_t caret; /* 0: none */
} head;

static void line_put(head *h, const char *line) {
    if (*line == '\0') return;
    for (; *line != '\0'; line++) {
        if (*line == '^')
            h->caret = h->n;
        else
            h->text[h->n++] = *line;
    }
    memcpy(h->text + h->n, "\r\n", 2);
    h->n += 2;
}

static void head_make(head *h, const char *const *lines, const char *change) {
    *h = (head){.n = 0};
    size_t name = change == NULL ? 0 : strcspn(change, "=");
    bool changed = change == NULL;
    for (; *lines != NULL; lines++) {
        bool here = name > 0 && strncmp(*lines, change, name) == 0;
        line_put(h, here ? change + name + 1 : *lines);
        changed |= here;
    }
    if (!changed) line_put(h, change + name + 1);
    line_put(h, "\r\n");
    h->n -= 2; /* the empty line's own end */
    h->text[h->n] = '\0';
}

static void chat(dialog *d) {
    dialog_plain(d, PARLEY_CLIENT, 1, "hello");
    dialog_plain(d, PARLEY_SERVER, 1, "hello");
    dialog_finish(d, PARLEY_CLIENT);
}

/* What HTTP says about the same mistake is right as well. */
static void may_of_http(opinion *o) {
    static const char *const rules[] = {
        "http1.upgrade.not-in-connection", "http1.upgrade.unasked", "http1.upgrade.not-offered",
        "http1.status.101-without-upgrade", "http1.upgrade.early-bytes"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        for (unsigned side = 0; side < 2; side++)
            opinion_may(o, rules[i], (parley_side)side, 0, UINT64_MAX);
}

static void sample_expect(const sample *s, const head *h, opinion *o) {
    o->verdicts = 1u << PARLEY_CONFORMS;
    if (s->refused) opinion_may(o, "open.refused", PARLEY_SERVER, 0, UINT64_MAX);
    /* what an extension that parley does not know makes of frames, it can't tell */
    if (s->answer != NULL && strstr(s->answer, "Extensions") != NULL)
        o->verdicts |= 1u << PARLEY_UNDECIDED;
    if (s->rule == NULL) return;
    may_of_http(o);
    expected *e = opinion_must(o, s->rule, s->side, 0);
    const head *own = &h[s->side];
    if (s->where == AT_CARET || s->where == FROM_CARET) e->from = own->caret;
    if (s->where == AT_END) e->from = own->n - 2;
    e->to = s->where == AT_CARET || s->where == AT_END ? e->from : own->n - 1;
    if (rule_level(s->rule) != PARLEY_NOTE) o->verdicts = 1u << PARLEY_DEVIATES;
    if (strcmp(s->rule, "open.versions-not-named") == 0) /* the client's version was 8 */
        opinion_must(o, "open.version-not-13", PARLEY_CLIENT, 0)->to = UINT64_MAX;
    /* which key is the one, and is a wrong one worth an answer? */
    if (strncmp(s->rule, "open.key", 8) == 0 && !s->refused)
        opinion_may(o, "open.accept-wrong", PARLEY_SERVER, 0, UINT64_MAX);
    /* a server that takes a version which it does not know has named none */
    if (strncmp(s->rule, "open.version-", 13) == 0)
        opinion_may(o, "open.versions-not-named", PARLEY_SERVER, 0, UINT64_MAX);
}

static void each_rule_at_its_byte(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const sample *s = &samples[i];
        head h[2];
        dialog d;
        head_make(&h[C], request_lines, s->request);
        head_make(&h[S], s->refused ? refusal_lines : answer_lines, s->answer);
        dialog_start(&d, PARLEY_HTTP1, 0);
        dialog_title(&d, "handshake %zu: %s", i, s->rule == NULL ? "right" : s->rule);
        dialog_text(&d, PARLEY_CLIENT, h[C].text);
        dialog_text(&d, PARLEY_SERVER, h[S].text);
        if (s->refused) {
            dialog_happens(&d, PARLEY_FIN, PARLEY_CLIENT, SEEN_NOW);
            dialog_happens(&d, PARLEY_FIN, PARLEY_SERVER, SEEN_NOW);
            dialog_happens(&d, PARLEY_STOP, PARLEY_CLIENT, SEEN_NOW);
        } else {
            chat(&d);
        }
        opinion o = {.n = 0};
        sample_expect(s, h, &o);
        judge_against(&d, &o);
        dialog_free(&d);
    }
}

/* Bytes of the client that had not seen the whole answer, whether they come before it or after. */
static void early_bytes_of_the_client(void **state) {
    (void)state;
    for (unsigned kind = 0; kind < 4; kind++)
        for (uint64_t short_of = 1; short_of < 40; short_of += 13) {
            dialog d, early;
            dialog_begin(&d, OPENING_PLAIN);
            dialog_plain(&d, PARLEY_CLIENT, 1, "early");
            dialog_start(&early, PARLEY_HTTP1, 0);
            const uint64_t begin[2] = {d.begin[0], d.begin[1]};
            const uint64_t first = d.n[0] - begin[0];
            const bool before = kind % 2 == 0;
            dialog_bytes(&early, PARLEY_CLIENT, 0, d.bytes[0], begin[0]);
            if (kind == 2) dialog_bytes(&early, PARLEY_SERVER, SEEN_NOW, d.bytes[1], 20);
            if (before) dialog_bytes(&early, PARLEY_CLIENT, SEEN_NOW, d.bytes[0] + begin[0], first);
            dialog_bytes(&early, PARLEY_SERVER, SEEN_NOW, d.bytes[1] + early.n[1],
                         begin[1] - early.n[1]);
            if (!before)
                dialog_bytes(&early, PARLEY_CLIENT, begin[1] - short_of, d.bytes[0] + begin[0],
                             first);
            memcpy(early.begin, begin, sizeof begin);
            dialog_title(&early, "early bytes, kind %u, %llu before the end", kind,
                         (unsigned long long)short_of);
            dialog_plain(&early, PARLEY_SERVER, 1, "hello");
            dialog_finish(&early, PARLEY_SERVER);
            opinion o = {.n = 0};
            o.verdicts = 1u << PARLEY_DEVIATES;
            opinion_must(&o, "open.early-client-bytes", PARLEY_CLIENT, begin[0]);
            judge_against(&early, &o);
            dialog_free(&early);
            dialog_free(&d);
        }
}

/* Each of the keys that another program made answers for. */
static void accepts_of_many_keys(void **state) {
    (void)state;
    for (unsigned number = 0; number < 8; number++) {
        dialog d;
        dialog_start(&d, PARLEY_HTTP1, 0);
        dialog_open(&d, number, number % 2 == 0);
        dialog_title(&d, "key %u", number);
        chat(&d);
        judge_dialog(&d);
        dialog_free(&d);
    }
}

/* A handshake that is refused leaves the connection to HTTP: it can be asked again, and agreed. */
static void refused_then_agreed(void **state) {
    (void)state;
    head h[3];
    dialog d;
    head_make(&h[0], request_lines, NULL);
    head_make(&h[1], refusal_lines, NULL);
    head_make(&h[2], answer_lines, NULL);
    dialog_start(&d, PARLEY_HTTP1, 0);
    dialog_title(&d, "refused, then agreed");
    dialog_text(&d, PARLEY_CLIENT, h[0].text);
    dialog_text(&d, PARLEY_SERVER, h[1].text);
    dialog_text(&d, PARLEY_CLIENT, h[0].text);
    dialog_text(&d, PARLEY_SERVER, h[2].text);
    memcpy(d.begin, d.n, sizeof d.begin);
    dialog_plain(&d, PARLEY_SERVER, 5, "wrong"); /* its frames are judged */
    chat(&d);
    opinion o = {.n = 0};
    expect_frames(&d, &o);
    opinion_must(&o, "open.refused", PARLEY_SERVER, 0)->to = h[1].n - 1;
    judge_against(&d, &o);
    dialog_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_at_its_byte),
        cmocka_unit_test(early_bytes_of_the_client),
        cmocka_unit_test(accepts_of_many_keys),
        cmocka_unit_test(refused_then_agreed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The generators behind corpus.h. Shapes follow what browsers and API clients send: long heads with
 * a cookie, short heads, short answers with a counted body, and event streams in chunks. */
#include "corpus.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PICK(source, list) ((list)[random_between(source, 0, sizeof(list) / sizeof *(list)-1)])

static const char *const words[] = {"index",  "assets",  "images",   "article", "user",
                                    "search", "static",  "download", "catalog", "product",
                                    "review", "account", "orders",   "report",  "gallery",
                                    "stream", "news",    "archive",  "theme",   "module"};

void store_bytes(byte_store *store, const void *bytes, size_t n) {
    if (store->size - store->length < n) {
        size_t size = (store->length + n) * 3 / 2 + 4096;
        uint8_t *grown = realloc(store->bytes, size);
        if (grown == NULL) {
            fputs("bench: out of memory; free some and run again\n", stderr);
            exit(2);
        }
        store->bytes = grown;
        store->size = size;
    }
    memcpy(store->bytes + store->length, bytes, n);
    store->length += n;
}

void store_text(byte_store *store, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (n > 0) {
        store_bytes(store, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
    }
}

void store_free(byte_store *store) {
    free(store->bytes);
    *store = (byte_store){0};
}

static void write_letters(byte_store *store, random_source *source, uint32_t n) {
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    char text[64];
    while (n > 0) {
        uint32_t part = n < sizeof text ? n : (uint32_t)sizeof text;
        for (uint32_t i = 0; i < part; i++) {
            text[i] = letters[random_between(source, 0, 63)];
        }
        store_bytes(store, text, part);
        n -= part;
    }
}

static void write_field(byte_store *store, message_counts *counts, const char *name,
                        const char *value) {
    store_text(store, "%s: %s\r\n", name, value);
    counts->fields++;
}

/* An empty line, and the counts of the head that began at start. */
static void end_head(byte_store *store, size_t start, message_counts *counts) {
    store_bytes(store, "\r\n", 2);
    counts->head_bytes += store->length - start;
    counts->messages++;
}

static void write_cookie(byte_store *store, random_source *source, message_counts *counts) {
    uint32_t left = random_between(source, 70, 190);
    store_text(store, "Cookie: sid=");
    write_letters(store, source, 32);
    while (left > 40) {
        uint32_t n = random_between(source, 8, 36);
        store_text(store, "; %s%u=", PICK(source, words), random_between(source, 0, 99));
        write_letters(store, source, n);
        left -= n;
    }
    store_bytes(store, "\r\n", 2);
    counts->fields++;
}

static void write_path(byte_store *store, random_source *source) {
    for (uint32_t n = random_between(source, 1, 4); n > 0; n--) {
        store_text(store, "/%s-%u", PICK(source, words), random_between(source, 0, 99999));
    }
    if (random_percent(source, 50)) {
        store_text(store, "?q=%s%%20%s&page=%u", PICK(source, words), PICK(source, words),
                   random_between(source, 1, 400));
    }
}

void write_browser_request(byte_store *store, random_source *source, message_counts *counts) {
    static const char *const agents[] = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/129.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/17.6 "
        "Safari/605.1.15",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/128.0.0.0 Mobile "
        "Safari/537.36"};
    static const char *const accepts[] = {
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", "*/*"};
    static const char *const languages[] = {"en-US,en;q=0.5", "de-DE,de;q=0.9,en;q=0.7",
                                            "fr,en;q=0.8"};
    size_t start = store->length;
    uint32_t site = random_between(source, 1, 9999);

    store_text(store, "GET ");
    write_path(store, source);
    store_text(store, " HTTP/1.1\r\nHost: www%u.example.com\r\n", site);
    counts->fields++;
    write_field(store, counts, "Connection", "keep-alive");
    write_field(store, counts, "User-Agent", PICK(source, agents));
    write_field(store, counts, "Accept", PICK(source, accepts));
    write_field(store, counts, "Accept-Language", PICK(source, languages));
    write_field(store, counts, "Accept-Encoding", "gzip, deflate");
    if (random_percent(source, 80)) {
        store_text(store, "Referer: http://www%u.example.com", site);
        write_path(store, source);
        store_bytes(store, "\r\n", 2);
        counts->fields++;
    }
    if (random_percent(source, 40)) {
        store_text(store, "If-None-Match: \"");
        write_letters(store, source, 22);
        store_text(store, "\"\r\n");
        counts->fields++;
    }
    if (random_percent(source, 70)) {
        write_field(store, counts, "Upgrade-Insecure-Requests", "1");
    }
    if (random_percent(source, 70)) {
        write_field(store, counts, "Sec-Fetch-Mode",
                    random_percent(source, 50) ? "navigate" : "no-cors");
    }
    write_cookie(store, source, counts);
    end_head(store, start, counts);
}

void write_api_request(byte_store *store, random_source *source, message_counts *counts) {
    static const char *const methods[] = {"GET", "POST", "HEAD", "DELETE", "OPTIONS"};
    size_t start = store->length;
    const char *method = PICK(source, methods);

    store_text(store, "%s /api/v%u/%s/%u HTTP/1.1\r\nHost: api%u.test\r\n", method,
               random_between(source, 1, 3), PICK(source, words), random_between(source, 1, 999999),
               random_between(source, 1, 99));
    counts->fields++;
    store_text(store, "User-Agent: client/%u.%u\r\n", random_between(source, 1, 9),
               random_between(source, 0, 30));
    counts->fields++;
    write_field(store, counts, "Accept", "*/*");
    if (random_percent(source, 30)) {
        store_text(store, "X-Id: %08x\r\n", random_between(source, 0, UINT32_MAX));
        counts->fields++;
    }
    if (strcmp(method, "POST") == 0) {
        write_field(store, counts, "Content-Length", "0");
    }
    end_head(store, start, counts);
}

static void write_response_fields(byte_store *store, random_source *source, message_counts *counts,
                                  const char *type) {
    store_text(store, "Date: Sun, 22 Nov 2026 %02u:%02u:%02u GMT\r\n",
               random_between(source, 0, 23), random_between(source, 0, 59),
               random_between(source, 0, 59));
    counts->fields++;
    store_text(store, "Server: origin/%u.%u\r\n", random_between(source, 1, 4),
               random_between(source, 0, 20));
    counts->fields++;
    write_field(store, counts, "Content-Type", type);
    if (random_percent(source, 50)) {
        store_text(store, "ETag: \"%08x-%x\"\r\n", random_between(source, 0, UINT32_MAX),
                   random_between(source, 1, 65535));
        counts->fields++;
    }
    if (random_percent(source, 50)) {
        write_field(store, counts, "Cache-Control", "no-cache");
    }
}

void write_counted_response(byte_store *store, random_source *source, uint32_t content,
                            message_counts *counts) {
    static const char *const lines[] = {"200 OK", "200 OK", "200 OK", "404 Not Found",
                                        "403 Forbidden"};
    size_t start = store->length;
    store_text(store, "HTTP/1.1 %s\r\n", PICK(source, lines));
    write_response_fields(store, source, counts,
                          random_percent(source, 50) ? "text/html" : "application/json");
    store_text(store, "Content-Length: %u\r\n", content);
    counts->fields++;
    end_head(store, start, counts);
    write_letters(store, source, content);
    counts->content += content;
}

void write_chunked_response(byte_store *store, random_source *source, uint32_t chunks, uint32_t low,
                            uint32_t high, message_counts *counts) {
    size_t start = store->length;
    store_text(store, "HTTP/1.1 200 OK\r\n");
    write_response_fields(store, source, counts, "text/plain; charset=utf-8");
    write_field(store, counts, "Transfer-Encoding", "chunked");
    end_head(store, start, counts);
    for (; chunks > 0; chunks--) {
        uint32_t n = random_between(source, low, high);
        store_text(store, "%x\r\ndata: ", n + 8);
        write_letters(store, source, n);
        store_text(store, "\n\n\r\n");
        counts->content += n + 8;
    }
    store_text(store, "0\r\n\r\n");
}

void http_corpora_make(corpus corpora[HTTP_CORPORA]) {
    static const corpus empty[HTTP_CORPORA] = {
        {.name = "H1", .what = "requests of browsers"},
        {.name = "H2", .what = "requests to an API"},
        {.name = "R1", .what = "short counted responses", .responses = true},
        {.name = "C1", .what = "responses of 300 chunks", .responses = true}};
    for (size_t i = 0; i < HTTP_CORPORA; i++) {
        corpus *made = &corpora[i];
        random_source source = {.state = 2026 + i};
        *made = empty[i];
        while (made->store.length < CORPUS_BYTES) {
            if (i == 0) {
                write_browser_request(&made->store, &source, &made->counts);
            } else if (i == 1) {
                write_api_request(&made->store, &source, &made->counts);
            } else if (i == 2) {
                write_counted_response(&made->store, &source, random_between(&source, 20, 300),
                                       &made->counts);
            } else {
                write_chunked_response(&made->store, &source, random_between(&source, 280, 320), 20,
                                       84, &made->counts);
            }
        }
    }
}

void corpora_free(corpus *corpora, size_t n) {
    for (size_t i = 0; i < n; i++) {
        store_free(&corpora[i].store);
    }
}

uint64_t corpus_hash(const corpus *made) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < made->store.length; i++) {
        hash = (hash ^ made->store.bytes[i]) * 0x100000001b3u;
    }
    return hash;
}

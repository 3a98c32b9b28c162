/* What sessions say: see sessions.h. Counters go on over connections, so nothing is lost. */
#include "sessions.h"
#include <inttypes.h>
#include <stdio.h>

enum { EVENTS = 20000, MESSAGES = 24000, SEGMENT_BYTES = 500000, EVENTS_OF_CHUNK = 12 };

/* ---- Server-Sent Events ---- */

static void sse_client(const capture_turn *turn) {
    store_text(turn->message, "GET /events HTTP/1.1\r\nHost: a.example\r\n"
                              "Accept: text/event-stream\r\nCache-Control: no-cache\r\n");
    if (turn->connections > 1)
        store_text(turn->message, "Last-Event-ID: %" PRIu64 "\r\n",
                   (turn->connections - 1) * EVENTS);
    store_text(turn->message, "\r\n");
}

static void sse_server(const capture_turn *turn) {
    byte_store chunk = {0};
    uint64_t id = (turn->connections - 1) * EVENTS;
    store_text(turn->message, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                              "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n"
                              "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\n\r\n");
    for (uint32_t i = 1; i <= EVENTS; i++) {
        store_text(
            &chunk, "id: %" PRIu64 "\ndata: {\"symbol\":\"ABC\",\"price\":%u.%02u,\"n\":%u}\n\n",
            id + i, random_between(turn->source, 1, 99999), random_between(turn->source, 0, 99), i);
        if (i % EVENTS_OF_CHUNK != 0 && i < EVENTS) continue;
        store_text(turn->message, "%zx\r\n", chunk.length);
        store_bytes(turn->message, chunk.bytes, chunk.length);
        store_text(turn->message, "\r\n");
        chunk.length = 0;
    }
    store_text(turn->message, "0\r\n\r\n");
    store_free(&chunk);
}

const capture_traffic sse_traffic = {.links = 1,
                                     .exchanges = 1,
                                     .or_exchanges = 1,
                                     .one_client = true,
                                     .client = sse_client,
                                     .server = sse_server};

/* ---- HLS: exchanges in twos, the playlist and its newest segment ---- */

enum { NAMED = 6, LOADS = 50, LOAD_PAUSE = 4000000 };

static uint64_t hls_load(const capture_turn *turn) {
    return (turn->connections - 1) * LOADS + turn->exchange / 2;
}

static void hls_client(const capture_turn *turn) {
    if (turn->exchange % 2 == 0) {
        *turn->time += LOAD_PAUSE;
        store_text(turn->message, "GET /live/index.m3u8 HTTP/1.1\r\n");
    } else {
        store_text(turn->message, "GET /live/segment%" PRIu64 ".ts HTTP/1.1\r\n",
                   hls_load(turn) + NAMED - 1);
    }
    store_text(turn->message, "Host: a.example\r\nAccept: */*\r\n\r\n");
}

static void hls_answer(const capture_turn *turn, const char *type, const byte_store *content) {
    store_text(turn->message,
               "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
               "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\n\r\n",
               type, content->length);
    store_bytes(turn->message, content->bytes, content->length);
}

static void hls_server(const capture_turn *turn) {
    byte_store content = {0};
    uint64_t first = hls_load(turn);
    if (turn->exchange % 2 == 0) {
        store_text(&content,
                   "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n"
                   "#EXT-X-MEDIA-SEQUENCE:%" PRIu64 "\n",
                   first);
        for (uint64_t i = first; i < first + NAMED; i++)
            store_text(&content, "#EXTINF:4.000,\nsegment%" PRIu64 ".ts\n", i);
        hls_answer(turn, "application/vnd.apple.mpegurl", &content);
    } else {
        for (size_t i = 0; i < SEGMENT_BYTES / sizeof(uint64_t); i++) {
            uint64_t bytes = random_next(turn->source);
            store_bytes(&content, &bytes, sizeof bytes);
        }
        hls_answer(turn, "video/mp2t", &content);
    }
    store_free(&content);
}

const capture_traffic hls_traffic = {.links = 1,
                                     .exchanges = 2 * LOADS,
                                     .or_exchanges = 2 * LOADS,
                                     .one_client = true,
                                     .client = hls_client,
                                     .server = hls_server};

/* ---- WebSocket: the server says all it has and closes, the client answers its Close ---- */

static void websocket_client(const capture_turn *turn) {
    static const uint8_t close[] = {0x88, 0x82, 1, 2, 3, 4, 3 ^ 1, 0xe8 ^ 2};
    if (turn->exchange > 0)
        store_bytes(turn->message, close, sizeof close);
    else
        store_text(turn->message, "GET /feed HTTP/1.1\r\nHost: a.example\r\n"
                                  "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                  "Sec-WebSocket-Version: 13\r\n\r\n");
}

static void websocket_text(const capture_turn *turn, uint64_t number) {
    char text[126];
    int n = snprintf(text, sizeof text,
                     "{\"seq\":%" PRIu64 ",\"type\":\"tick\",\"symbol\":\"ABC\",\"price\":%u.%02u,"
                     "\"rest\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}",
                     number, random_between(turn->source, 1, 99999),
                     random_between(turn->source, 0, 99));
    const uint8_t head[] = {0x81, (uint8_t)n};
    store_bytes(turn->message, head, sizeof head);
    store_bytes(turn->message, text, (size_t)n);
}

static void websocket_server(const capture_turn *turn) {
    static const uint8_t close[] = {0x88, 2, 3, 0xe8};
    if (turn->exchange > 0) return; /* all is said */
    store_text(turn->message, "HTTP/1.1 101 Switching Protocols\r\n"
                              "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
    for (uint64_t i = 1; i <= MESSAGES; i++)
        websocket_text(turn, (turn->connections - 1) * MESSAGES + i);
    store_bytes(turn->message, close, sizeof close);
}

const capture_traffic websocket_traffic = {.links = 1,
                                           .exchanges = 2,
                                           .or_exchanges = 2,
                                           .one_client = true,
                                           .client = websocket_client,
                                           .server = websocket_server};

/* Corpora for measuring: many distinct, conforming messages from a seeded generator, with the
 * counts that every parser has to find in them. Distinct, because a branch predictor learns a
 * repeated message and flatters. Nothing here knows who reads them. */
#ifndef PARLEY_BENCH_CORPUS_H
#define PARLEY_BENCH_CORPUS_H

#include "random.h"
#include <stdbool.h>
#include <stddef.h>

/* What is in a corpus, or what a parser found in it. */
typedef struct message_counts {
    uint64_t messages;
    uint64_t fields;     /* field lines of all heads */
    uint64_t head_bytes; /* start-lines and fields, with the empty line */
    uint64_t content;    /* bytes of content, framing taken off */
    uint64_t controls;   /* control frames between the messages of WebSocket */
} message_counts;

/* Bytes that grow; out of memory ends the program, it is a benchmark. */
typedef struct byte_store {
    uint8_t *bytes;
    size_t length, size;
} byte_store;

typedef struct corpus {
    const char *name;
    const char *what; /* in words, for the table */
    bool responses;   /* the server says it; else the client */
    byte_store store;
    message_counts counts;
} corpus;

void store_bytes(byte_store *store, const void *bytes, size_t n);
/* As printf; at most 1,023 bytes a call. */
void store_text(byte_store *store, const char *format, ...) __attribute__((format(printf, 2, 3)));
void store_free(byte_store *store);

/* One message behind what is there already. content is the length of the content wanted, where
 * there is one. */
void write_browser_request(byte_store *store, random_source *source, message_counts *counts);
void write_api_request(byte_store *store, random_source *source, message_counts *counts);
void write_counted_response(byte_store *store, random_source *source, uint32_t content,
                            message_counts *counts);
void write_chunked_response(byte_store *store, random_source *source, uint32_t chunks, uint32_t low,
                            uint32_t high, message_counts *counts);

enum { HTTP_CORPORA = 4, WEBSOCKET_CORPORA = 5 };
#define CORPUS_BYTES ((size_t)16 << 20)
/* Fill corpora with CORPUS_BYTES or a little more each. */
void http_corpora_make(corpus corpora[HTTP_CORPORA]);
void websocket_corpora_make(corpus corpora[WEBSOCKET_CORPORA]);
void corpora_free(corpus *corpora, size_t n);
/* FNV-1a, 64 bits: says whether two runs measured the same bytes. */
uint64_t corpus_hash(const corpus *made);

#endif

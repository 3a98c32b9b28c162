/* What reading a transcript gives: connections, and for each of them what happened to it, in an
 * order that its two ends could have seen. cli/capture fills this in from packets, text or raw
 * bytes; the judge (cli/judge.c) takes it. Nothing here knows a protocol above the connection, and
 * nothing prints. */
#ifndef PARLEY_CLI_TRANSCRIPT_H
#define PARLEY_CLI_TRANSCRIPT_H

#include "../runtime/parley.h"
#include <stdio.h>
#include <string.h>

#define ADDRESS_TEXT 64 /* "[2001:db8::1]:8080" and its 0 */

/* One connection, as long as it lasts. Owned by the reader; user belongs to the one who listens. */
typedef struct connection {
    uint32_t stream;           /* from 0, in order of first packets: Wireshark's tcp.stream */
    char client[ADDRESS_TEXT]; /* "addr:port"; "client" in text and raw transcripts */
    char server[ADDRESS_TEXT];
    bool is_body;   /* no connection: the bytes of a body alone, given as what the server said */
    bool one_sided; /* known from the start that one direction is missing (raw bytes of one side) */
    bool mid_stream;   /* the beginning is not in the transcript */
    bool waits;        /* see transcript_listener.waits */
    uint64_t hosts;    /* a number made of both hosts, whichever is the client; 0: no packets */
    uint64_t bytes[2]; /* stream bytes of client and server before this call, holes counted */
    bool open; /* neither a FIN from both nor a reset was seen; final when closed is called */
    void *user;
} connection;

/* How many bytes of "host:port" are the host; all of it where there is no port. */
static inline size_t address_host(const char *address) {
    const char *port = strrchr(address, ':');
    return port != NULL ? (size_t)(port - address) : strlen(address);
}

/* A fact of the connection layer, for --events and show. */
typedef struct connection_event {
    const char *name; /* "tcp-open" "tcp-gap" "tcp-fin" "tcp-reset" */
    parley_side side;
    uint64_t offset, length; /* in the side's stream */
    uint64_t frame, time;
    bool acknowledged; /* tcp-gap, where the other side acknowledged it */
    parley_turn turn;  /* from the tcp machine: who may send */
} connection_event;

/* Who listens. Calls come in order; connection pointers are valid from opened to closed. */
typedef struct transcript_listener {
    void *context;
    void (*opened)(void *context, connection *connection);
    /* Bytes, holes, ends. The bytes are valid during the call only. STOP is never sent here: closed
     * says it. What the sender of bytes had seen was told before; a FIN or a reset may have seen
     * one number more, which is the other side's FIN, missing in the capture. */
    void (*input)(void *context, connection *connection, const parley_input *input);
    /* Of a connection between these hosts something is held until what lies before it has come or
     * is given up; false: all was told. What others say is told meanwhile. The connection may not
     * have been opened yet. */
    void (*waits)(void *context, uint64_t hosts, bool waits);
    void (*event)(void *context, connection *connection, const connection_event *event);
    /* A tcp.* rule. connection is NULL for what concerns the whole file. */
    void (*finding)(void *context, connection *connection, const parley_finding *finding);
    void (*closed)(void *context, connection *connection);
    /* Raw bytes of both sides: whose come next. Asked before each piece (a line, or 64 KB without
     * one); NULL: all of the client's, then the server's. A side whose bytes are over is passed
     * over, whatever is answered. */
    parley_side (*whose)(void *context, connection *connection);
    /* Is a file that begins so no transcript, but a body that somebody reads? NULL: never. */
    bool (*is_body)(void *context, const uint8_t *bytes, size_t n);
} transcript_listener;

typedef struct transcript_options {
    const char *as;         /* protocol to take every connection for, or NULL */
    const char *raw_client; /* raw bytes of the client's and the server's direction, or NULL */
    const char *raw_server;
    bool raw_open; /* raw bytes just stop: no FIN at their end */
} transcript_options;

/* Reads one file ("-": standard input), or the raw directions of options when path is NULL. Returns
 * 0, or -1 with one line in error (file, place, what, what to do) when nothing or not all could be
 * read; what was read up to there has been delivered. Closes every connection it opened. */
int transcript_read(const char *path, const transcript_options *options,
                    const transcript_listener *listener, char *error, size_t size);

#endif

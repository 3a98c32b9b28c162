/* What a reader told of a transcript, kept so that tests can look at it: every byte with its frame
 * and what its sender had seen, and a line of text for each fact.
 *
 * It also fails the test where a promise of transcript.h is broken. */
#ifndef PARLEY_TESTS_TOLD_H
#define PARLEY_TESTS_TOLD_H

#include "../../cli/transcript.h"
#include "packets.h"

#define TOLD_STREAMS 8
#define TOLD_BYTES   8192 /* of a side that are kept */
#define TOLD_LINES   64

typedef struct told_byte {
    uint8_t byte;
    bool missing; /* in a hole */
    uint64_t seen, frame, time;
} told_byte;

typedef struct told_stream {
    connection last; /* as it was when it was closed */
    bool opened, closed;
    told_byte *bytes[2];
    bool fin[2], reset[2];
    uint64_t fin_seen[2];
    unsigned gaps[2];
} told_stream;

typedef struct told {
    int status;
    char error[512];
    told_stream streams[TOLD_STREAMS];
    size_t n;
    char lines[TOLD_LINES][120]; /* "tcp.close.reset client 12+0 frame 7 n 1", "tcp-gap server 0+5
                                    frame 3 acknowledged" */
    size_t n_lines;
    unsigned errors; /* findings of level error */
} told;

/* path may be NULL, then options say what to read. Free it. */
told *told_read(const char *path, const transcript_options *options);
void told_free(told *t);
/* What a reader tells of a capture that was made, which is freed. */
told *told_made(made_capture *m);
/* A segment with ACK and this text. */
void made_text(made_capture *m, int side, uint32_t seq, uint32_t ack, const char *text);
/* A capture that begins with a handshake: 1001 of the client, 5001 of the server come next. */
made_capture made_opened(void);

/* Whether a line begins so. */
bool told_has(const told *t, const char *start);
/* Fails unless the side's stream is exactly this text. */
void told_text(const told *t, size_t stream, parley_side side, const char *text);

#endif

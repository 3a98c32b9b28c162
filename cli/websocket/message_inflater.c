/* Inflates the compressed messages of one direction: see message_inflater.h.
 *
 * Bytes go to zlib in blocks. Where a block shows something, zlib is set back to the copy that was
 * made before, and the block goes in byte by byte: so the byte that shows it is found however the
 * message was cut. */
#include "message_inflater.h"
#include "../memory.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define BLOCK_BYTES  (4u << 10)
#define COPY_PAYS    64 /* for less, byte by byte costs less than a copy */
#define WINDOW_MOST  (32u << 10)
#define UNUSED_BITS  63 /* parts of zlib's data_type, in zlib.h under inflate() */
#define LAST_BLOCK   64
#define BETWEEN      128
#define TOO_FAR_BACK "invalid distance too far back"
#define TOO_MUCH     (1u << 15) /* beside the faults: more came out than is looked at */
#define HALTS        (TOO_MUCH | INFLATE_FAULTS_FATAL)

struct message_inflater {
    z_stream stream;
    message_text *text;
    uint64_t taken, put_out; /* of the direction */
    uint64_t history;        /* bytes put out since the window was empty */
    uint64_t messages;       /* so far, the one under way counted */
    uint32_t window;
    bool no_takeover;
    bool lost;       /* nothing is inflated until the window starts empty */
    bool given_up;   /* too much came out */
    bool ended;      /* a final block is over: another stream of blocks follows */
    bool final_told; /* a final bit was seen before */
};

static unsigned inflaters_running;

message_inflater *message_inflater_open(unsigned window_bits, bool no_takeover) {
    if (inflaters_running >= MESSAGE_INFLATERS) return NULL;
    message_inflater *in = memory_new(sizeof *in);
    if (in == NULL) return NULL;
    if (inflateInit2(&in->stream, -(int)window_bits) != Z_OK) {
        memory_missed();
        free(in);
        return NULL;
    }
    in->window = 1u << window_bits;
    in->no_takeover = no_takeover;
    inflaters_running++;
    return in;
}

void message_inflater_free(message_inflater *in) {
    if (in == NULL) return;
    (void)inflateEnd(&in->stream);
    free(in);
    inflaters_running--;
}

void message_inflater_lose(message_inflater *in) {
    in->lost = true;
}

bool message_inflater_lost(const message_inflater *in) {
    return in->lost;
}

bool message_inflater_gave_up(const message_inflater *in) {
    return in->given_up;
}

void message_inflater_start(message_inflater *in, message_text *text) {
    in->text = text;
    in->messages++;
    if (!in->no_takeover || in->given_up) return;
    in->lost = inflateReset(&in->stream) != Z_OK;
    in->ended = false;
    in->history = 0;
}

/* Behind a final block the next one starts at a byte, and refers to the same window (RFC 7692
 * 7.2.3.4). */
static bool stream_restart(message_inflater *in) {
    uint8_t window[WINDOW_MOST];
    uInt n = 0;
    in->ended = false;
    return inflateGetDictionary(&in->stream, window, &n) == Z_OK &&
           inflateReset(&in->stream) == Z_OK &&
           inflateSetDictionary(&in->stream, window, n) == Z_OK;
}

/* What a reference that goes back too far broke. Its message has put out what the window held, or
 * all there was. */
static unsigned distance_judge(const message_inflater *in) {
    if (in->history >= in->window) return INFLATE_FAULT_WINDOW;
    return in->no_takeover && in->messages > 1 ? INFLATE_FAULT_CONTEXT : INFLATE_FAULT_BAD;
}

/* zlib takes any reference into what one call has put out, and into the window: so no call may put
 * out more than fits there, except where the window is as large as references can go. */
static size_t output_room(const message_inflater *in, size_t room) {
    if (in->window == WINDOW_MOST) return room;
    if (in->history >= in->window) return 1;
    uint64_t fits = in->window - in->history;
    return fits < room ? (size_t)fits : room;
}

/* Has zlib put out all that the input gives? */
static bool input_is_used(const message_inflater *in) {
    return in->stream.avail_in == 0 && (in->stream.avail_out > 0 || in->ended);
}

/* Inflates once more into what is left of the output. Returns what it shows. */
static unsigned inflate_once(message_inflater *in, size_t room) {
    size_t offered = output_room(in, room);
    in->stream.avail_out = (uInt)offered;
    int result = inflate(&in->stream, Z_SYNC_FLUSH);
    in->history += offered - in->stream.avail_out;
    in->ended = result == Z_STREAM_END;
    if (result == Z_DATA_ERROR)
        return in->stream.msg != NULL && strcmp(in->stream.msg, TOO_FAR_BACK) == 0
                   ? distance_judge(in)
                   : INFLATE_FAULT_BAD;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        memory_missed();
        in->lost = true;
    }
    return !in->final_told && (in->ended || (in->stream.data_type & LAST_BLOCK) != 0)
               ? INFLATE_FAULT_FINAL
               : 0;
}

/* Puts bytes in, and what comes out of them into the text. Returns what they show. */
static unsigned bytes_inflate(message_inflater *in, const uint8_t *bytes, size_t n) {
    uint8_t output[16 << 10];
    const uint64_t most = INFLATED_BYTES + INFLATED_RATIO * in->taken;
    unsigned faults = 0;
    bool used = false;
    in->stream.next_in = (z_const Bytef *)bytes;
    in->stream.avail_in = (uInt)n;
    in->taken += n;
    while (!used && !in->lost && (faults & HALTS) == 0) {
        size_t done = 0;
        in->stream.next_out = output;
        while (!used && !in->lost && (faults & HALTS) == 0 && done < sizeof output) {
            if (in->ended && !stream_restart(in)) in->lost = true;
            if (!in->lost) faults |= inflate_once(in, sizeof output - done);
            done = (size_t)(in->stream.next_out - output);
            used = input_is_used(in);
        }
        in->put_out += done;
        if (!message_text_add(in->text, output, done)) faults |= INFLATE_FAULT_TEXT;
        if (in->put_out > most) faults |= TOO_MUCH;
    }
    return faults;
}

/* What is told of a byte, or of the tail; the rest of the message depends on it. */
static unsigned faults_take(message_inflater *in, unsigned faults) {
    if ((faults & TOO_MUCH) != 0) {
        in->given_up = in->lost = true;
        return 0;
    }
    if ((faults & INFLATE_FAULT_FINAL) != 0) in->final_told = true;
    if ((faults & INFLATE_FAULTS_FATAL) != 0) in->lost = true;
    return faults;
}

/* As message_inflater_feed, one byte after the other. */
static size_t bytes_step(message_inflater *in, const uint8_t *bytes, size_t n, unsigned *faults) {
    size_t at = 0;
    *faults = 0;
    while (at < n && !in->lost && *faults == 0)
        *faults = faults_take(in, bytes_inflate(in, bytes + at++, 1));
    return *faults != 0 ? at : n;
}

/* All of a block at once, if it shows nothing; else everything is as before. */
static bool block_inflate(message_inflater *in, const uint8_t *bytes, size_t n) {
    message_inflater before = *in;
    const message_text text_before = *in->text;
    if (inflateCopy(&before.stream, &in->stream) != Z_OK) return false;
    bool plain = bytes_inflate(in, bytes, n) == 0 && !in->lost;
    if (!plain) {
        (void)inflateEnd(&in->stream);
        *in = before;
        in->stream = (z_stream){0};
        if (inflateCopy(&in->stream, &before.stream) != Z_OK) {
            memory_missed();
            in->lost = true;
        }
        message_text_return(in->text, &text_before);
    }
    (void)inflateEnd(&before.stream);
    return plain;
}

size_t message_inflater_feed(message_inflater *in, const uint8_t *bytes, size_t n,
                             unsigned *faults) {
    size_t at = 0;
    *faults = 0;
    while (at < n && !in->lost && *faults == 0) {
        size_t block = n - at < BLOCK_BYTES ? n - at : BLOCK_BYTES;
        if (block <= COPY_PAYS || !block_inflate(in, bytes + at, block))
            block = bytes_step(in, bytes + at, block, faults);
        at += block;
    }
    return *faults != 0 ? at : n;
}

/* Is zlib between blocks, with nothing left of the last byte? */
static bool blocks_are_whole(const message_inflater *in) {
    return in->ended ||
           ((in->stream.data_type & BETWEEN) != 0 && (in->stream.data_type & UNUSED_BITS) == 0);
}

unsigned message_inflater_end(message_inflater *in) {
    static const uint8_t tail[4] = {0, 0, 0xff, 0xff};
    if (in->lost || in->ended) return 0;
    unsigned faults = bytes_inflate(in, tail, sizeof tail);
    if ((faults & TOO_MUCH) == 0 && !in->lost && !blocks_are_whole(in)) faults |= INFLATE_FAULT_BAD;
    if ((faults & INFLATE_FAULTS_FATAL) != 0)
        faults = (faults & ~(unsigned)INFLATE_FAULTS_FATAL) | INFLATE_FAULT_BAD;
    return faults_take(in, faults);
}

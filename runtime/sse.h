/* What the files that read event streams share. Not installed. */
#ifndef PARLEY_RUNTIME_SSE_H
#define PARLEY_RUNTIME_SSE_H

#include "bulk.h"
#include "machines.h"
#include "parley.h"

enum sse_flags {
    SSE_VALUE = 1,      /* the value of the line has begun */
    SSE_IGNORED = 2,    /* the line counts for nothing */
    SSE_DIGITS = 4,     /* its value has a digit */
    SSE_TEXT_WRONG = 8, /* the byte behind those that are ahead is no character */
    SSE_TEXT_OVER = 16  /* ... and that was told */
};

/* What is kept of a stream. */
typedef struct sse_reading {
    uint64_t number;   /* the value of retry */
    uint64_t reported; /* bit i: rule i was broken already */
    uint64_t ahead;    /* how many of the bytes that come were read as text already */
    uint16_t state, text_state, events_state;
    uint8_t field; /* of the line under way: parley_sse_field */
    uint8_t flags;
} sse_reading;

/* One call. */
typedef struct sse_feed {
    sse_reading *reading;
    const uint8_t *bytes;
    size_t value_from; /* where the value of the line begins in bytes */
    parley_sse_item *items;
    size_t max, n_items;
    uint16_t after_mark, after_lf, after_cr; /* states of sse.stream */
    uint16_t between;                        /* state of sse.text behind a character */
    uint16_t dispatches; /* the action list of sse.events at the end of an event */
} sse_feed;

/* One byte yields at most so many items, with the part of a value that ends the call. */
#define SSE_ITEMS_PER_HIT 8

static inline bool sse_room(const sse_feed *f) {
    return f->max - f->n_items >= SSE_ITEMS_PER_HIT;
}

/* ---- sse.c ---- */
/* A line of this kind ends at index at; EMPTY_LINE and BODY_END are lines, too. */
void sse_line(sse_feed *f, uint16_t symbol, size_t at);
/* A line with the value bytes[from..to) is complete. */
void sse_value_line(sse_feed *f, parley_sse_field field, size_t from, size_t to);

/* ---- sse_quick.c ---- */
/* Finds the states that the machine is in between lines. */
void sse_models(sse_feed *f);
/* Is the stream between two lines, or before the first one? */
bool sse_between_lines(const sse_feed *f);
/* The index behind the first end of a line, or to. */
size_t sse_line_end(const uint8_t *bytes, size_t from, size_t to);
/* Takes whole lines that are plainly right. Returns where it stopped: the stepper reads on. read:
 * sse.text has read these bytes; else they are taken only as far as they are ASCII. */
size_t sse_quick_lines(sse_feed *f, size_t from, size_t to, bool read);

#endif

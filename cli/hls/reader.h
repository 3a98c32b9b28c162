/* Reads one playlist, in pieces of any size: findings come out as they happen, and a playlist that
 * later ones are compared with.
 *
 * It must not know what carried the bytes. */
#ifndef PARLEY_CLI_HLS_READER_H
#define PARLEY_CLI_HLS_READER_H

#include "../../runtime/parley.h"
#include "playlist.h"

typedef struct playlist_reader playlist_reader;

/* A finding: rule, machine, state, got, number, message_offset (where its line begins) and
 * span.offset are set; length 0 where the playlist has ended. Who listens adds side, frame, time.
 * Findings at the end of a playlist may lie on earlier bytes. */
typedef void playlist_listener(void *user, const parley_finding *finding);

/* offset: where the playlist begins in its stream. listener may be NULL. Returns NULL where there
 * is no memory. */
playlist_reader *playlist_reader_new(uint64_t offset, playlist_listener *listener, void *user);
void playlist_reader_free(playlist_reader *r);

/* n bytes more. The first lies at offset in the stream, each further one stride behind: 1 where
 * they are as they were sent, 0 where one byte of the stream made all of them. */
void playlist_read(playlist_reader *r, const uint8_t *bytes, size_t n, uint64_t offset,
                   unsigned stride);
/* There are no more, and all were there; offset: that of the end. Without this call nothing is
 * said of what a whole playlist lacks. */
void playlist_end(playlist_reader *r, uint64_t offset);

/* What it says so far. It belongs to the reader, unless it is taken: then the caller frees it. */
const playlist *playlist_so_far(const playlist_reader *r);
playlist playlist_take(playlist_reader *r);
/* Which state of which machine reads the next byte, in which line, tag and attribute. */
typedef struct playlist_place {
    const parley_machine *machine;
    uint16_t state;
    uint64_t line;               /* from 1 */
    const char *tag, *attribute; /* or NULL */
    size_t n_attribute;
} playlist_place;
playlist_place playlist_where(const playlist_reader *r);
/* It has a tag that lists of songs do not have, or does not even begin as one of those. */
bool playlist_is_hls(const playlist_reader *r);
/* How many findings were left out, because a rule was broken over and over. */
uint64_t playlist_findings_left_out(const playlist_reader *r);

#endif

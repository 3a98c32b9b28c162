/* Bytes of the wire made safe for people's screens and for programs.
 *
 * Whatever a peer sent is data: it must not move a cursor, turn a line around or end a string. This
 * knows characters and columns; it must not know protocols, findings or files. */
#ifndef PARLEY_CLI_ESCAPE_H
#define PARLEY_CLI_ESCAPE_H

#include <stddef.h>
#include <stdint.h>

/* Writes bytes[0..n) as printable UTF-8: control characters, invisible and direction marks and
 * bytes that are no UTF-8 become \xHH, a backslash becomes \\. Fills at most size bytes, always
 * ends them with 0 (never inside a character or an escape), and returns the length that the whole
 * text has. */
size_t text_escape(char *text, size_t size, const void *bytes, size_t n);

/* The same for text that is no peer's, as names of files are: a backslash stays single. */
size_t text_clean(char *text, size_t size, const void *bytes, size_t n);

/* The number of columns that UTF-8 text takes: one a character. */
size_t text_columns(const char *text);

/* Shortens text in place to at most columns (3 or more), "..." at its end telling that something is
 * missing. */
void text_cut(char *text, size_t columns);

/* The same from the left, for paths: ".../captures/a.pcap". */
void text_cut_left(char *text, size_t columns);

/* The length of the UTF-8 character that begins at bytes, 0 if there is none that may be shown. */
size_t text_character(const uint8_t *bytes, size_t n);

#endif

/* A report of at most 16 lines of 88 columns: labelled rows, each absent rather than empty.
 *
 * It must not know what the rows mean. */
#ifndef PARLEY_CLI_BLOCK_H
#define PARLEY_CLI_BLOCK_H

#include <stddef.h>
#include <stdio.h>

#define BLOCK_LINES   16
#define BLOCK_COLUMNS 88
#define LABEL_COLUMNS 11 /* two spaces, the label, spaces */
#define LINE_BYTES    (4 * BLOCK_COLUMNS + 1)

typedef struct block {
    unsigned n;
    char lines[BLOCK_LINES][LINE_BYTES];
} block;

/* Adds text after a label ("" continues the row above), broken at spaces into at most max lines and
 * cut there. Does nothing if text is empty. */
void block_row(block *b, const char *label, const char *text, unsigned max);

/* One line of two parts, the right one at a fixed column where it fits. */
void block_pair(block *b, const char *label, const char *left, const char *right);

/* How many bytes of text go on a line of so many columns: up to the last space that fits, all if
 * all fit. */
size_t text_break(const char *text, size_t columns);

/* A line as it is; cut if it is too long. */
void block_line(block *b, const char *text);

/* Puts text at the right end of the last line, or of a line of its own. */
void block_end(block *b, const char *text);

#endif

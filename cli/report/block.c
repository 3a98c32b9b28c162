/* A report of at most 16 lines of 88 columns: see block.h. */
#include "block.h"
#include "escape.h"
#include <string.h>

#define RIGHT_COLUMN 39 /* of the right part of a pair, after the label */
#define TEXT_COLUMNS (BLOCK_COLUMNS - LABEL_COLUMNS)

static char *line_next(block *b) {
    if (b->n == BLOCK_LINES) return NULL;
    char *line = b->lines[b->n++];
    line[0] = 0;
    return line;
}

void block_line(block *b, const char *text) {
    char *line = line_next(b);
    if (line == NULL) return;
    (void)snprintf(line, LINE_BYTES, "%s", text);
    text_cut(line, BLOCK_COLUMNS);
}

size_t text_break(const char *text, size_t columns) {
    size_t at = 0, space = 0, used = 0;
    while (text[at] && used < columns) {
        if (text[at] == ' ') space = at;
        used++;
        do
            at++;
        while (((unsigned char)text[at] & 0xc0) == 0x80);
    }
    if (text[at] == 0 || text[at] == ' ') return at;
    return space > 0 ? space : at;
}

void block_row(block *b, const char *label, const char *text, unsigned max) {
    while (*text) {
        char *line = line_next(b);
        if (line == NULL) return;
        size_t length = max > 1 ? text_break(text, TEXT_COLUMNS) : strlen(text);
        (void)snprintf(line, LINE_BYTES, "  %-8s %.*s", label,
                       (int)(length < LINE_BYTES ? length : LINE_BYTES), text);
        text_cut(line, BLOCK_COLUMNS);
        if (max == 1) return;
        text += length;
        while (*text == ' ')
            text++;
        label = "";
        max--;
    }
}

void block_pair(block *b, const char *label, const char *left, const char *right) {
    char text[LINE_BYTES];
    size_t have = text_columns(left), want = text_columns(right);
    if (have == 0 || want == 0) {
        block_row(b, label, have == 0 ? right : left, 1);
        return;
    }
    size_t gap = RIGHT_COLUMN >= have + 2 ? RIGHT_COLUMN - have : 2;
    if (have + gap + want > TEXT_COLUMNS) {
        gap = 2;
        if (have + gap + want <= TEXT_COLUMNS) gap = TEXT_COLUMNS - have - want;
    }
    (void)snprintf(text, sizeof text, "%s%*s%s", left, (int)gap, "", right);
    block_row(b, label, text, 1);
}

void block_end(block *b, const char *text) {
    size_t want = text_columns(text);
    char *line = b->n > 0 ? b->lines[b->n - 1] : line_next(b);
    size_t have = text_columns(line);
    if (have + 1 + want > BLOCK_COLUMNS) {
        line = line_next(b);
        have = 0;
    }
    if (line == NULL) return;
    size_t length = strlen(line);
    (void)snprintf(line + length, LINE_BYTES - length, "%*s%s", (int)(BLOCK_COLUMNS - want - have),
                   "", text);
}

/* Growing text and checked memory, for the whole generator.
 * When memory runs out the program ends with one line: there is nothing to save. Knows nothing of
 * grammars. */
#ifndef GEN_TEXT_H
#define GEN_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define TEXT_FORMAT(f, a) __attribute__((format(printf, f, a)))
#else
#define TEXT_FORMAT(f, a)
#endif

typedef struct text {
    char *data; /* always ends with 0 once something was added */
    size_t length, room;
} text;

void text_add(text *t, const char *s);
void text_add_n(text *t, const char *s, size_t n);
void text_addf(text *t, const char *format, ...) TEXT_FORMAT(2, 3);
void text_free(text *t);
/* The text so far; "" where nothing was added. */
const char *text_string(const text *t);

/* count * size bytes, old contents kept; never NULL. */
void *mem_array(void *old, size_t count, size_t size);
/* The same, all zero. */
void *mem_zero(size_t count, size_t size);
char *mem_string(const char *s, size_t n);
char *mem_copy(const char *s);
/* Makes room for one more item: doubles *room where n has reached it. */
void *mem_grow(void *old, size_t n, size_t *room, size_t size);

/* Reads a whole file of at most max bytes. Returns NULL with *why set to a few words. */
char *content_read(const char *path, size_t max, size_t *n, const char **why);
/* Writes a file through a neighbour that is renamed, so that nobody sees half of it; a file that
 * already has these bytes is left alone. Returns false with errno set. */
bool content_write(const char *path, const char *data, size_t n);
/* The folder of a path, with its "/"; "" if it has none. */
char *path_folder(const char *path);
const char *path_name(const char *path);
/* folder (as path_folder gives it) and name, or name alone if it is absolute. */
char *path_join(const char *folder, const char *name);

#endif

/* Files for tests: finding them, reading them whole, telling two texts apart. Tests run in the
 * project's top folder. */
#ifndef PARLEY_TESTS_FILES_H
#define PARLEY_TESTS_FILES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct file_list {
    char **paths;
    size_t count;
} file_list;

/* All files below folder whose names end with suffix, sorted. The test fails if the folder cannot
 * be read. */
file_list files_find(const char *folder, const char *suffix);
void files_free(file_list *list);

/* The whole file with a 0 after it, or NULL if it is not there. Owned by the caller. */
char *file_read(const char *path, size_t *length);

/* Where a path's last part begins. */
const char *file_name(const char *path);

/* A transcript may have a file of profiles beside it, of its own name: whether it has, and which.
 */
bool sessions_beside(const char *path, char *sessions, size_t size);

/* Prints the lines in which got differs from expected, both ways, with the name in front. */
void text_difference_print(const char *name, const char *expected, const char *got);

#endif

/* Files for tests: finding them, reading them whole, telling two texts apart. It knows nothing of
 * what is in them. */
#include "files.h"
#include "cmocka_all.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_ROOM = 512, SHOWN_LINES = 30 };

static bool name_ends(const char *name, const char *suffix) {
    size_t length = strlen(name);
    size_t end = strlen(suffix);
    return length > end && strcmp(name + length - end, suffix) == 0;
}

static void files_add(file_list *list, const char *path) {
    char **paths = realloc(list->paths, (list->count + 1) * sizeof *paths);
    assert_non_null(paths);
    list->paths = paths;
    paths[list->count] = strdup(path);
    assert_non_null(paths[list->count]);
    list->count++;
}

static void files_walk(file_list *list, const char *folder, const char *suffix, int depth) {
    DIR *dir = opendir(folder);
    if (dir == NULL)
        fail_msg("cannot read the folder %s; tests run in the project's top folder", folder);
    const struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        char path[PATH_ROOM];
        struct stat about;
        if (entry->d_name[0] == '.') continue;
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        assert_in_range(length, 1, PATH_ROOM - 1);
        if (stat(path, &about) != 0) continue;
        if (S_ISDIR(about.st_mode) && depth > 0) files_walk(list, path, suffix, depth - 1);
        if (S_ISREG(about.st_mode) && name_ends(path, suffix)) files_add(list, path);
    }
    if (dir != NULL) closedir(dir);
}

static int path_compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

file_list files_find(const char *folder, const char *suffix) {
    file_list list = {NULL, 0};
    files_walk(&list, folder, suffix, 4);
    if (list.count > 0) qsort(list.paths, list.count, sizeof *list.paths, path_compare);
    return list;
}

void files_free(file_list *list) {
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
    *list = (file_list){NULL, 0};
}

char *file_read(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    char *text = NULL;
    size_t room = 0, filled = 0, got = 0;
    do {
        if (room - filled < 4096) {
            room = room * 2 + 8192;
            char *larger = realloc(text, room);
            assert_non_null(larger);
            text = larger;
        }
        got = fread(text + filled, 1, room - filled - 1, file);
        filled += got;
    } while (got > 0);
    fclose(file);
    text[filled] = '\0';
    if (length != NULL) *length = filled;
    return text;
}

const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* How many bytes of whole lines both begin with. */
static size_t common_lines(const char *a, const char *b) {
    size_t line = 0;
    for (size_t i = 0; a[i] == b[i] && a[i] != '\0'; i++)
        if (a[i] == '\n') line = i + 1;
    return line;
}

static void lines_print(char mark, const char *text) {
    for (int i = 0; *text != '\0'; i++) {
        size_t length = strcspn(text, "\n");
        if (i == SHOWN_LINES) {
            print_error("%c ...\n", mark);
            return;
        }
        print_error("%c %.*s\n", mark, (int)length, text);
        text += length + (text[length] == '\n');
    }
}

bool sessions_beside(const char *path, char *sessions, size_t size) {
    const char *dot = strrchr(file_name(path), '.');
    struct stat about;
    snprintf(sessions, size, "%.*s.sessions", (int)(dot != NULL ? dot - path : 0), path);
    return stat(sessions, &about) == 0;
}

void text_difference_print(const char *name, const char *expected, const char *got) {
    size_t same = common_lines(expected, got);
    print_error("%s: the first %zu bytes are as expected; then - expected, + got\n", name, same);
    lines_print('-', expected + same);
    lines_print('+', got + same);
}

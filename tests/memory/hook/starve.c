/* Memory that runs out: linked into a program with --wrap, it makes the allocation numbered
 * PARLEY_STARVE (from 1) fail, that one only, and says so on standard error. It knows nothing of
 * the program. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);

/* 1 if this allocation is the one that fails. */
static int allocation_fails(void) {
    static unsigned long made, wanted;
    static int asked;
    if (!asked) {
        const char *number = getenv("PARLEY_STARVE");
        wanted = number != NULL ? strtoul(number, NULL, 10) : 0;
        asked = 1;
    }
    if (++made != wanted) return 0;
    static const char notice[] = "[starved]\n";
    return write(2, notice, sizeof notice - 1) == (ssize_t)(sizeof notice - 1);
}

void *__wrap_malloc(size_t size) {
    return allocation_fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return allocation_fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return allocation_fails() ? NULL : __real_realloc(old, size);
}

char *__wrap_strndup(const char *text, size_t most) {
    size_t length = strnlen(text, most);
    char *copy = __wrap_malloc(length + 1);
    if (copy == NULL) return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *__wrap_strdup(const char *text) {
    return __wrap_strndup(text, strlen(text));
}

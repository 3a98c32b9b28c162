/* Growing text, checked memory, whole files. */
#include "text.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static _Noreturn void memory_out(void) {
    fputs("parley-gen: error: out of memory; the grammar is too large for this machine\n", stderr);
    exit(2);
}

void *mem_array(void *old, size_t count, size_t size) {
    if (size != 0 && count > (SIZE_MAX - 1) / size) memory_out();
    size_t bytes = count * size;
    void *p = realloc(old, bytes == 0 ? 1 : bytes);
    if (p == NULL) memory_out();
    return p;
}

void *mem_zero(size_t count, size_t size) {
    void *p = calloc(count == 0 ? 1 : count, size);
    if (p == NULL) memory_out();
    return p;
}

char *mem_string(const char *s, size_t n) {
    char *p = mem_array(NULL, n + 1, 1);
    if (n != 0) memcpy(p, s, n);
    p[n] = 0;
    return p;
}

char *mem_copy(const char *s) {
    return mem_string(s, strlen(s));
}

void *mem_grow(void *old, size_t n, size_t *room, size_t size) {
    if (n < *room) return old;
    *room = *room == 0 ? 16 : *room * 2;
    return mem_array(old, *room, size);
}

void text_add_n(text *t, const char *s, size_t n) {
    if (t->room - t->length <= n || t->data == NULL) {
        t->room = (t->length + n + 64) * 2;
        t->data = mem_array(t->data, t->room, 1);
    }
    if (n != 0) memcpy(t->data + t->length, s, n);
    t->length += n;
    t->data[t->length] = 0;
}

void text_add(text *t, const char *s) {
    text_add_n(t, s, strlen(s));
}

void text_addf(text *t, const char *format, ...) {
    char small[256];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n < 0) return;
    if ((size_t)n < sizeof small) {
        text_add_n(t, small, (size_t)n);
        return;
    }
    char *large = mem_array(NULL, (size_t)n + 1, 1);
    va_start(args, format);
    (void)vsnprintf(large, (size_t)n + 1, format, args);
    va_end(args);
    text_add_n(t, large, (size_t)n);
    free(large);
}

void text_free(text *t) {
    free(t->data);
    *t = (text){NULL, 0, 0};
}

const char *text_string(const text *t) {
    return t->data == NULL ? "" : t->data;
}

char *content_read(const char *path, size_t max, size_t *n, const char **why) {
    *n = 0;
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        *why = strerror(errno);
        return NULL;
    }
    text t = {NULL, 0, 0};
    char part[16384];
    size_t got;
    errno = 0;
    while ((got = fread(part, 1, sizeof part, f)) != 0 && t.length <= max)
        text_add_n(&t, part, got);
    bool bad = ferror(f) != 0;
    const char *reason = errno != 0 ? strerror(errno) : "cannot be read";
    (void)fclose(f);
    if (bad || t.length > max) {
        *why = bad ? reason : "is larger than a grammar can be";
        text_free(&t);
        return NULL;
    }
    *n = t.length;
    return t.data != NULL ? t.data : mem_string("", 0);
}

static bool file_equals(const char *path, const char *data, size_t n) {
    size_t old_n;
    const char *why;
    char *old = content_read(path, n, &old_n, &why);
    bool same = old != NULL && old_n == n && memcmp(old, data, n) == 0;
    free(old);
    return same;
}

bool content_write(const char *path, const char *data, size_t n) {
    if (file_equals(path, data, n)) return true;
    text beside = {NULL, 0, 0};
    text_addf(&beside, "%s.%ld", path, (long)getpid());
    FILE *f = fopen(beside.data, "wb");
    bool ok = f != NULL && fwrite(data, 1, n, f) == n;
    if (f != NULL && fclose(f) != 0) ok = false;
    if (ok) ok = rename(beside.data, path) == 0;
    if (!ok) {
        int kept = errno;
        (void)remove(beside.data);
        errno = kept;
    }
    text_free(&beside);
    return ok;
}

char *path_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? mem_copy("") : mem_string(path, (size_t)(slash - path) + 1);
}

const char *path_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

char *path_join(const char *folder, const char *name) {
    text t = {NULL, 0, 0};
    if (name[0] != '/') text_add(&t, folder);
    while (t.length >= 2 && strncmp(name, "../", 3) == 0) { /* one file, one path */
        size_t n = t.length - 1;
        while (n != 0 && t.data[n - 1] != '/')
            n--;
        if (t.data[n] == '.') break;
        t.length = n;
        t.data[n] = 0;
        name += 3;
    }
    text_add(&t, name);
    return t.data;
}

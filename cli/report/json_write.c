/* Writes one flat JSON object a line: see json_write.h. */
#include "json_write.h"
#include "../memory.h"
#include "escape.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A string whose bytes are printable UTF-8 already. */
static void quoted(FILE *out, const char *text, size_t n) {
    putc('"', out);
    while (n > 0) {
        size_t plain = 0;
        while (plain < n && text[plain] != '"' && text[plain] != '\\')
            plain++;
        fwrite(text, 1, plain, out);
        text += plain;
        n -= plain;
        if (n > 0) {
            putc('\\', out);
            putc(*text, out);
            text++;
            n--;
        }
    }
    putc('"', out);
}

static void key_write(FILE *out, const char *key) {
    fprintf(out, ",\"%s\":", key);
}

typedef size_t escape_function(char *text, size_t size, const void *bytes, size_t n);

static void string_write(FILE *out, escape_function *escape, const void *bytes, size_t n) {
    char small[1024], *text = small;
    size_t length = escape(small, sizeof small, bytes, n);
    if (length >= sizeof small) {
        text = memory_new(length + 1);
        if (text == NULL) { /* what fits is better than nothing */
            quoted(out, small, strlen(small));
            return;
        }
        (void)escape(text, length + 1, bytes, n);
    }
    quoted(out, text, length);
    if (text != small) free(text);
}

void json_begin(FILE *out, const char *kind) {
    fprintf(out, "{\"v\":1,\"kind\":\"%s\"", kind);
}

void json_end(FILE *out) {
    fputs("}\n", out);
}

void json_bytes(FILE *out, const char *key, const void *bytes, size_t n) {
    key_write(out, key);
    string_write(out, text_escape, bytes, n);
}

void json_text(FILE *out, const char *key, const char *text) {
    if (text == NULL) {
        json_null(out, key);
        return;
    }
    key_write(out, key);
    string_write(out, text_clean, text, strlen(text));
}

void json_number(FILE *out, const char *key, uint64_t number) {
    fprintf(out, ",\"%s\":%" PRIu64, key, number);
}

void json_null(FILE *out, const char *key) {
    fprintf(out, ",\"%s\":null", key);
}

void json_ordinal(FILE *out, const char *key, uint64_t number) {
    if (number == 0)
        json_null(out, key);
    else
        json_number(out, key, number);
}

void json_bool(FILE *out, const char *key, bool value) {
    fprintf(out, ",\"%s\":%s", key, value ? "true" : "false");
}

void json_time(FILE *out, const char *key, uint64_t nanoseconds) {
    fprintf(out, ",\"%s\":%" PRIu64 ".%09" PRIu64, key, nanoseconds / 1000000000u,
            nanoseconds % 1000000000u);
}

void json_array_begin(FILE *out, const char *key) {
    fprintf(out, ",\"%s\":[", key);
}

void json_array_text(FILE *out, bool first, const char *text) {
    if (!first) putc(',', out);
    string_write(out, text_clean, text, strlen(text));
}

void json_array_number(FILE *out, bool first, uint64_t number) {
    fprintf(out, "%s%" PRIu64, first ? "" : ",", number);
}

void json_array_end(FILE *out) {
    putc(']', out);
}

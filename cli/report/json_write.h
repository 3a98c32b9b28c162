/* Writes one flat JSON object a line: keys in the order of the calls, strings escaped.
 *
 * It must not know what is reported. */
#ifndef PARLEY_CLI_JSON_WRITE_H
#define PARLEY_CLI_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* {"v":1,"kind":KIND */
void json_begin(FILE *out, const char *kind);
void json_end(FILE *out);

/* Bytes of the wire: escaped as text_escape does, then as JSON demands. */
void json_bytes(FILE *out, const char *key, const void *bytes, size_t n);
/* Text of our own, or a file's name; NULL becomes null. */
void json_text(FILE *out, const char *key, const char *text);
void json_number(FILE *out, const char *key, uint64_t number);
void json_null(FILE *out, const char *key);
/* 0 becomes null: exchanges count from 1. */
void json_ordinal(FILE *out, const char *key, uint64_t number);
void json_bool(FILE *out, const char *key, bool value);
/* Nanoseconds, as seconds. */
void json_time(FILE *out, const char *key, uint64_t nanoseconds);

/* An array of strings or of numbers: the key and the opening bracket, each element, the closing
 * bracket. */
void json_array_begin(FILE *out, const char *key);
void json_array_text(FILE *out, bool first, const char *text);
void json_array_number(FILE *out, bool first, uint64_t number);
void json_array_end(FILE *out);

#endif

/* The JSON of one message, and the values in it.
 *
 * Plain JSON is read without a tree (json_quick.c): a fixed list of where its values are. jansson
 * reads all else, so there is one meaning; whoever asks for values cannot tell who read them. */
#ifndef PARLEY_CLI_CONTINUITY_JSON_TEXT_H
#define PARLEY_CLI_CONTINUITY_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_NODES  512 /* what holds more values is not plain */
#define JSON_DIGITS 24  /* room for a whole number */
#define JSON_NAME   256 /* a longer name is not found */

struct json_t;

typedef enum json_sort {
    JSON_NOTHING, /* there is no such value */
    JSON_IS_NULL,
    JSON_IS_TRUE,
    JSON_IS_FALSE,
    JSON_IS_STRING,
    JSON_IS_WHOLE, /* a number without fraction and exponent */
    JSON_IS_REAL,
    JSON_IS_ARRAY,
    JSON_IS_OBJECT
} json_sort;

/* A value of plain JSON: spans of the text. Members and items follow their object or array. */
typedef struct json_node {
    uint16_t key, n_key;
    uint16_t text, n; /* a string's without its quotes */
    uint16_t behind;  /* the index behind all that it holds */
    uint8_t sort;
} json_node;

/* Only so many nodes as are counted mean anything. */
typedef struct json_text {
    struct json_t *tree; /* NULL: plain, or none */
    const char *text;
    uint16_t n_nodes;
    json_node nodes[JSON_NODES];
} json_text;

/* A value; valid as long as its text. */
typedef struct json_value {
    const json_text *in;
    const struct json_t *tree;
    const json_node *node;
} json_value;

/* Reads all of text[0..n) as one value. Returns false where it is no JSON. The bytes have to stay;
 * call json_text_free. */
bool json_text_read(json_text *j, const char *text, size_t n);
void json_text_free(json_text *j);

/* The two ways, for those who compare them. The quick one returns false where it is not sure. */
bool json_quick_read(json_text *j, const char *text, size_t n);
bool json_tree_read(json_text *j, const char *text, size_t n);

/* The outermost value; of JSON_NOTHING, as any that is not there. */
json_value json_root(const json_text *j);
json_sort json_sort_of(json_value value);
/* Of two members of one name the last one counts. */
json_value json_member(json_value object, const char *name, size_t n);
json_value json_item(json_value array, size_t index);
/* How many items an array has. */
size_t json_count(json_value array);
/* The bytes of a string; NULL of any other value. */
const char *json_string_of(json_value value, size_t *n);
/* A whole number as it is written; digits holds it where need be. NULL of any other value. */
const char *json_whole_of(json_value value, char digits[JSON_DIGITS], size_t *n);

#endif

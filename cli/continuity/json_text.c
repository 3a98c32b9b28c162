/* The JSON of one message: see json_text.h. */
#include "json_text.h"
#include "../memory.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

bool json_tree_read(json_text *j, const char *text, size_t n) {
    json_error_t error;
    j->text = text;
    j->n_nodes = 0;
    j->tree = json_loadb(text, n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    if (j->tree == NULL && json_error_code(&error) == json_error_out_of_memory) memory_missed();
    return j->tree != NULL;
}

bool json_text_read(json_text *j, const char *text, size_t n) {
    return json_quick_read(j, text, n) || json_tree_read(j, text, n);
}

void json_text_free(json_text *j) {
    json_decref(j->tree);
    j->tree = NULL;
    j->n_nodes = 0;
}

json_value json_root(const json_text *j) {
    return (json_value){j, j->tree, j->tree == NULL && j->n_nodes > 0 ? j->nodes : NULL};
}

static json_sort sort_of_tree(const json_t *tree) {
    static const uint8_t sorts[] = {[JSON_OBJECT] = JSON_IS_OBJECT, [JSON_ARRAY] = JSON_IS_ARRAY,
                                    [JSON_STRING] = JSON_IS_STRING, [JSON_INTEGER] = JSON_IS_WHOLE,
                                    [JSON_REAL] = JSON_IS_REAL,     [JSON_TRUE] = JSON_IS_TRUE,
                                    [JSON_FALSE] = JSON_IS_FALSE,   [JSON_NULL] = JSON_IS_NULL};
    return tree != NULL ? (json_sort)sorts[json_typeof(tree)] : JSON_NOTHING;
}

json_sort json_sort_of(json_value value) {
    return value.node != NULL ? (json_sort)value.node->sort : sort_of_tree(value.tree);
}

/* ---- what objects and arrays hold ---- */

static const json_node *node_behind(json_value value) {
    return value.in->nodes + value.node->behind;
}

static const json_node *node_next(json_value value, const json_node *node) {
    return value.in->nodes + node->behind;
}

static bool key_is(json_value object, const json_node *member, const char *name, size_t n) {
    return member->n_key == n && memcmp(object.in->text + member->key, name, n) == 0;
}

static const json_t *tree_member(const json_t *tree, const char *name, size_t n) {
    char copy[JSON_NAME];
    memcpy(copy, name, n);
    copy[n] = 0;
    return json_object_get(tree, copy);
}

json_value json_member(json_value object, const char *name, size_t n) {
    json_value found = {object.in, NULL, NULL};
    if (json_sort_of(object) != JSON_IS_OBJECT || n >= JSON_NAME) return found;
    if (object.node == NULL) {
        found.tree = tree_member(object.tree, name, n);
        return found;
    }
    for (const json_node *i = object.node + 1; i < node_behind(object); i = node_next(object, i))
        if (key_is(object, i, name, n)) found.node = i;
    return found;
}

json_value json_item(json_value array, size_t index) {
    json_value found = {array.in, NULL, NULL};
    if (json_sort_of(array) != JSON_IS_ARRAY) return found;
    if (array.node == NULL) {
        found.tree = json_array_get(array.tree, index);
        return found;
    }
    const json_node *i = array.node + 1;
    for (; i < node_behind(array) && index > 0; i = node_next(array, i))
        index--;
    if (i < node_behind(array)) found.node = i;
    return found;
}

size_t json_count(json_value array) {
    size_t n = 0;
    if (json_sort_of(array) != JSON_IS_ARRAY) return 0;
    if (array.node == NULL) return json_array_size(array.tree);
    for (const json_node *i = array.node + 1; i < node_behind(array); i = node_next(array, i))
        n++;
    return n;
}

/* ---- words and numbers ---- */

const char *json_string_of(json_value value, size_t *n) {
    if (json_sort_of(value) != JSON_IS_STRING) return NULL;
    *n = value.node != NULL ? value.node->n : json_string_length(value.tree);
    return value.node != NULL ? value.in->text + value.node->text : json_string_value(value.tree);
}

const char *json_whole_of(json_value value, char digits[JSON_DIGITS], size_t *n) {
    if (json_sort_of(value) != JSON_IS_WHOLE) return NULL;
    if (value.node != NULL) {
        *n = value.node->n;
        return value.in->text + value.node->text;
    }
    int length =
        snprintf(digits, JSON_DIGITS, "%" JSON_INTEGER_FORMAT, json_integer_value(value.tree));
    *n = length > 0 ? (size_t)length : 0;
    return digits;
}

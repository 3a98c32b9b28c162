/* Variables of a playlist: definitions, references, and texts with values put in for them.
 * Source: rfc8216bis 4.3, 4.4.2.3. What comes from elsewhere is left as it is written. */
#include "../../grammars/hls/symbols.h"
#include "hls_facts.h"
#include "reading.h"

#include <string.h>

#define FIRST_VERSION 8 /* with variables */

static const playlist_variable *variable_find(const playlist *p, const char *name, size_t n) {
    const playlist_variable *all = playlist_variables(p);
    for (uint32_t i = 0; i < p->variables.n; i++)
        if (all[i].name.n == n && memcmp(playlist_string(p, all[i].name), name, n) == 0)
            return &all[i];
    return NULL;
}

static void variable_add(playlist_reader *r, hls_attribute_id named_by, bool from_elsewhere) {
    const attribute *a = attribute_of(r, named_by);
    if (a == NULL || a->wrong) return;
    playlist_text name = playlist_keep(&r->list, attribute_string(r, a), a->value_n);
    if (variable_find(&r->list, attribute_string(r, a), a->value_n) != NULL)
        reader_tell(r, &parley_hls_facts, Q_VARIABLE, VARIABLE_AGAIN, a->at, 0);
    if (r->list.variables.n >= VARIABLE_ROOM) {
        r->list.cut = true;
        return;
    }
    playlist_text value = attribute_text(r, ATTR_VALUE);
    playlist_variable *v = playlist_add(&r->list, &r->list.variables, sizeof *v);
    if (v == NULL) return;
    v->at = r->line_at;
    v->name = name;
    if (!from_elsewhere) v->value = value;
    v->imported = named_by == ATTR_IMPORT;
}

void variable_define(playlist_reader *r) {
    gate_pass(r, GATED_VARIABLES, r->line_at);
    const attribute *query = attribute_of(r, ATTR_QUERYPARAM);
    if (query != NULL) gate_pass(r, GATED_QUERY, query->at);
    variable_add(r, ATTR_NAME, false);
    variable_add(r, ATTR_IMPORT, true);
    variable_add(r, ATTR_QUERYPARAM, true);
}

/* The reference that text begins with; its length, or 0 where it is none. */
static size_t reference_at(const char *text, size_t n) {
    if (n < 4 || text[0] != '{' || text[1] != '$') return 0;
    const char *end = memchr(text, '}', n);
    size_t length = end != NULL ? (size_t)(end - text) + 1 : 0;
    for (size_t i = 2; i + 1 < length; i++) {
        char c = text[i];
        bool name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '_';
        if (!name) return 0;
    }
    return length > 3 ? length : 0;
}

static bool variables_used(const playlist *p) {
    return p->variables.n != 0 || (p->version.there && p->version.value >= FIRST_VERSION);
}

void references_judge(playlist_reader *r, const char *text, size_t n, uint64_t at) {
    if (!variables_used(&r->list) || r->list.cut) return;
    for (size_t i = 0; i < n; i++) {
        size_t length = reference_at(text + i, n - i);
        if (length == 0) continue;
        if (variable_find(&r->list, text + i + 2, length - 3) == NULL)
            reader_tell(r, &parley_hls_facts, Q_VARIABLE, VARIABLE_UNDEFINED, at, 0);
        i += length - 1;
    }
}

playlist_text text_keep(playlist_reader *r, const char *text, size_t n) {
    char filled[LINE_ROOM];
    size_t out = 0;
    if (r->list.variables.n == 0 || memchr(text, '{', n) == NULL)
        return playlist_keep(&r->list, text, n);
    for (size_t i = 0; i < n;) {
        size_t length = reference_at(text + i, n - i), add = length != 0 ? length : 1;
        const char *from = text + i;
        const playlist_variable *v =
            length != 0 ? variable_find(&r->list, text + i + 2, length - 3) : NULL;
        i += add;
        if (v != NULL && v->value.there) {
            from = playlist_string(&r->list, v->value);
            add = v->value.n;
        }
        if (add > sizeof filled - out) {
            r->list.cut = true;
            return (playlist_text){0, 0, false};
        }
        memcpy(filled + out, from, add);
        out += add;
    }
    return playlist_keep(&r->list, filled, out);
}

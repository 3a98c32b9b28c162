/* Reads and checks rules.tsv. */
#include "rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const column_names[RULE_COLUMNS] = {
    "id",        "layer",      "judge",     "side",        "level",   "at",
    "after",     "clause",     "tolerance", "rule",        "message", "duty",
    "recipient", "connection", "protocol",  "application", "hint"};

static const char *const values_layer[] = {"connection", "protocol", "application", NULL};
static const char *const values_judge[] = {"grammar", "counter", "turn", "session", NULL};
static const char *const values_side[] = {"client", "server", "both", NULL};
static const char *const values_level[] = {"note", "warning", "error", NULL};
static const char *const values_at[] = {"byte", "message", NULL};
static const char *const values_after[] = {"on", "message", "stop", NULL};
static const char *const values_duty[] = {"client", "server", "both", "", NULL};

static const char *const *const column_values[RULE_COLUMNS] = {
    [RULE_LAYER] = values_layer, [RULE_JUDGE] = values_judge, [RULE_SIDE] = values_side,
    [RULE_LEVEL] = values_level, [RULE_AT] = values_at,       [RULE_AFTER] = values_after,
    [RULE_DUTY] = values_duty};

static const unsigned column_max[RULE_COLUMNS] = {
    [RULE_CONNECTION] = 60, [RULE_PROTOCOL] = 60, [RULE_APPLICATION] = 60, [RULE_HINT] = 70};

/* Characters, not bytes, of UTF-8. */
static size_t text_characters(const char *s) {
    size_t n = 0;
    for (; *s != 0; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static void check_value(const rule_table *t, const rule *item, size_t c, report *r) {
    const char *const *values = column_values[c];
    if (values == NULL) return;
    text all = {NULL, 0, 0};
    for (size_t i = 0; values[i] != NULL; i++) {
        if (strcmp(values[i], item->cells[c]) == 0) {
            text_free(&all);
            return;
        }
        text_addf(&all, "%s%s", i == 0 ? "" : ", ", values[i][0] == 0 ? "nothing" : values[i]);
    }
    report_error(r, t->path, item->line,
                 "column %s is \"%s\"; it has fixed values; write one of: %s", column_names[c],
                 item->cells[c], text_string(&all));
    text_free(&all);
}

static bool id_ok(const char *id) {
    bool dot = false;
    for (size_t i = 0; id[i] != 0; i++) {
        bool mark = id[i] == '.' || id[i] == '-';
        if (!mark && !islower((unsigned char)id[i]) && !isdigit((unsigned char)id[i])) return false;
        if (mark && (i == 0 || id[i + 1] == 0 || id[i + 1] == '.' || id[i + 1] == '-'))
            return false;
        dot = dot || id[i] == '.';
    }
    return dot && !isdigit((unsigned char)id[0]);
}

static void check_id(rule_table *t, rule *item, report *r) {
    const char *id = item->cells[RULE_ID];
    if (!id_ok(id)) {
        report_error(r, t->path, item->line,
                     "id \"%s\"; ids are lower case words with dots and dashes, the "
                     "protocol first; write for example http1.field.name",
                     id);
        item->plain = mem_copy("");
        return;
    }
    size_t n = strcspn(id, ".");
    if (t->protocol[0] == 0) {
        free(t->protocol);
        t->protocol = mem_string(id, n);
    }
    if (strlen(t->protocol) != n || memcmp(t->protocol, id, n) != 0)
        report_error(r, t->path, item->line,
                     "id \"%s\"; the rules above belong to \"%s\"; a file holds the "
                     "rules of one protocol: move it",
                     id, t->protocol);
    item->plain = mem_copy(id + n + 1);
    for (char *s = item->plain; *s != 0; s++)
        if (*s == '.' || *s == '-') *s = '_';
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->items[i].plain, item->plain) == 0)
            report_error(r, t->path, item->line,
                         "id \"%s\" and \"%s\" of line %u have one name in grammars; "
                         "choose another",
                         id, t->items[i].cells[RULE_ID], t->items[i].line);
}

static void check_texts(const rule_table *t, const rule *item, report *r) {
    static const int required[] = {RULE_SENTENCE, RULE_MESSAGE};
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++)
        if (item->cells[required[i]][0] == 0)
            report_error(r, t->path, item->line, "column %s is empty; reports show it; write it",
                         column_names[required[i]]);
    const char *message = item->cells[RULE_MESSAGE];
    if (message[0] != 0 && message[strlen(message) - 1] == '.')
        report_error(r, t->path, item->line,
                     "column message ends with a full stop; other text follows it; "
                     "remove it");
    for (size_t c = 0; c < RULE_COLUMNS; c++) {
        check_value(t, item, c, r);
        if (column_max[c] != 0 && text_characters(item->cells[c]) > column_max[c])
            report_error(r, t->path, item->line,
                         "column %s has %zu characters; a report's line has room for "
                         "%u; shorten it",
                         column_names[c], text_characters(item->cells[c]), column_max[c]);
        for (const char *s = item->cells[c]; *s != 0; s++)
            if ((unsigned char)*s < 0x20 || *s == 0x7f)
                report_error(r, t->path, item->line,
                             "column %s holds a control character; it would reach "
                             "terminals; remove it",
                             column_names[c]);
    }
}

/* Cuts a line at its tabs. Returns how many cells it has; at most max are kept. */
static size_t line_cells(char *line, char **cells, size_t max) {
    size_t n = 0;
    for (char *s = line; s != NULL;) {
        char *tab = strchr(s, '\t');
        if (tab != NULL) *tab = 0;
        if (n < max) cells[n] = s;
        n++;
        s = tab == NULL ? NULL : tab + 1;
    }
    return n;
}

static void check_head(const rule_table *t, char *line, report *r) {
    char *cells[RULE_COLUMNS];
    size_t n = line_cells(line, cells, RULE_COLUMNS);
    for (size_t c = 0; c < RULE_COLUMNS; c++)
        if (c >= n || strcmp(cells[c], column_names[c]) != 0) {
            report_error(r, t->path, 1,
                         "column %zu is not \"%s\"; the first line names the columns; write the "
                         "%d names of docs/grammars.md in their order",
                         c + 1, column_names[c], RULE_COLUMNS);
            return;
        }
    if (n != RULE_COLUMNS)
        report_error(r, t->path, 1,
                     "%zu columns; a table of rules has %d; remove what is behind \"%s\"", n,
                     RULE_COLUMNS, column_names[RULE_COLUMNS - 1]);
}

static void read_row(rule_table *t, char *line, unsigned number, report *r) {
    char *cells[RULE_COLUMNS];
    size_t n = line_cells(line, cells, RULE_COLUMNS);
    if (n != RULE_COLUMNS) {
        report_error(r, t->path, number,
                     "%zu columns; a rule has %d, separated by single tabs; add or remove "
                     "tabs",
                     n, RULE_COLUMNS);
        return;
    }
    rule item = {{NULL}, NULL, number, false};
    for (size_t c = 0; c < RULE_COLUMNS; c++)
        item.cells[c] = mem_copy(cells[c]);
    check_id(t, &item, r);
    check_texts(t, &item, r);
    t->items = mem_grow(t->items, t->n, &t->room, sizeof *t->items);
    t->items[t->n++] = item;
}

bool rules_read(rule_table *t, const char *path, report *r) {
    unsigned before = r->errors, number = 0;
    size_t n;
    const char *why = "";
    *t = (rule_table){mem_copy(path), mem_copy(""), NULL, 0, 0};
    char *data = content_read(path, 4u << 20, &n, &why);
    if (data == NULL) {
        report_error(r, path, 0, "cannot read it: %s; bad_ names rules of this file; write it",
                     why);
        return false;
    }
    if (memchr(data, 0, n) != NULL) {
        report_error(r, path, 0, "a zero byte in it; it is a table of text; remove it");
        n = 0;
    }
    for (char *s = data; n != 0 && s != NULL && s < data + n;) {
        char *end = memchr(s, '\n', n - (size_t)(s - data));
        if (end != NULL) *end = 0;
        size_t length = strlen(s);
        if (length != 0 && s[length - 1] == '\r') s[length - 1] = 0;
        if (++number == 1)
            check_head(t, s, r);
        else if (s[0] != 0)
            read_row(t, s, number, r);
        s = end == NULL ? NULL : end + 1;
    }
    free(data);
    if (t->n == 0 && r->errors == before)
        report_error(r, path, 0, "no rule in it; a table has one a line; add one");
    if (t->n > 4095)
        report_error(r, path, 0, "%zu rules; tables number them in 12 bits; at most 4095", t->n);
    return r->errors == before;
}

size_t rules_find(const rule_table *t, const char *name) {
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->items[i].plain, name) == 0) return i;
    return (size_t)-1;
}

void rules_constant(const rule_table *t, const rule *item, text *out) {
    for (const char *s = t->protocol; *s != 0; s++)
        text_addf(out, "%c", toupper((unsigned char)*s));
    text_add(out, "_RULE_");
    for (const char *s = item->plain; *s != 0; s++)
        text_addf(out, "%c", toupper((unsigned char)*s));
}

void rules_free(rule_table *t) {
    for (size_t i = 0; i < t->n; i++) {
        for (size_t c = 0; c < RULE_COLUMNS; c++)
            free(t->items[i].cells[c]);
        free(t->items[i].plain);
    }
    free(t->items);
    free(t->path);
    free(t->protocol);
    memset(t, 0, sizeof *t);
}

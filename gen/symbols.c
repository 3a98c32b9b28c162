/* Reads symbols.h: #define NAME NUMBER and a comment of words. */
#include "symbols.h"

#include "parley_machine.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SYMBOL_LAST 32767u /* what alphtype short can say */

static char *text_trimmed(const char *s, size_t n) {
    while (n != 0 && isspace((unsigned char)s[0]))
        s++, n--;
    while (n != 0 && isspace((unsigned char)s[n - 1]))
        n--;
    return mem_string(s, n);
}

bool symbol_is_fact(const symbol *s) {
    return strncmp(s->name, "EV_", 3) != 0 && strncmp(s->name, "ASK_", 4) != 0;
}

/* The words of the comment at s, up to its end: got | expected | brief. */
static void symbol_words(symbol *item, const char *s) {
    const char *open = strstr(s, "/*");
    const char *close = open == NULL ? NULL : strstr(open, "*/");
    if (close == NULL) {
        item->got = mem_copy(item->name);
        item->expected = mem_copy(item->name);
        item->brief = mem_copy("");
        return;
    }
    open += 2;
    const char *bar = memchr(open, '|', (size_t)(close - open));
    item->got = text_trimmed(open, (size_t)((bar != NULL ? bar : close) - open));
    const char *next = bar == NULL ? NULL : memchr(bar + 1, '|', (size_t)(close - bar - 1));
    item->expected = bar != NULL
                         ? text_trimmed(bar + 1, (size_t)((next != NULL ? next : close) - bar - 1))
                         : mem_copy(item->got);
    item->brief = next != NULL ? text_trimmed(next + 1, (size_t)(close - next - 1)) : mem_copy("");
}

static void symbol_check(const symbol_table *t, const symbol *s, report *r) {
    unsigned low = symbol_is_fact(s) ? PARLEY_FIRST_SYMBOL : 1;
    unsigned high = symbol_is_fact(s) ? SYMBOL_LAST : 4095;
    if (s->number < low || s->number > high)
        report_error(r, s->file, s->line,
                     "%s is %u; its kind goes from %u to %u; give it a number there", s->name,
                     s->number, low, high);
    if (s->got[0] == 0 || s->expected[0] == 0)
        report_error(r, s->file, s->line,
                     "%s has no words; reports are made of them; write them in the "
                     "comment behind it",
                     s->name);
    for (size_t i = 0; i < t->n; i++) {
        const symbol *o = &t->items[i];
        bool same_kind = symbol_is_fact(o) == symbol_is_fact(s) && o->name[0] == s->name[0];
        if (symbol_is_fact(o) && symbol_is_fact(s)) same_kind = true;
        if (strcmp(o->name, s->name) == 0)
            report_error(r, s->file, s->line, "%s is defined twice; first in line %u; keep one",
                         s->name, o->line);
        else if (same_kind && o->number == s->number)
            report_error(r, s->file, s->line,
                         "%s and %s are both %u; a number means one thing; choose "
                         "another",
                         s->name, o->name, s->number);
    }
}

/* One line: #define NAME NUMBER, else it says nothing to us. */
static void symbol_line(symbol_table *t, const char *s, const char *path, unsigned line,
                        report *r) {
    while (isblank((unsigned char)*s))
        s++;
    if (strncmp(s, "#define", 7) != 0 || !isblank((unsigned char)s[7])) return;
    s += 7;
    while (isblank((unsigned char)*s))
        s++;
    const char *name = s;
    while (isalnum((unsigned char)*s) || *s == '_')
        s++;
    size_t n = (size_t)(s - name);
    while (isblank((unsigned char)*s))
        s++;
    if (n == 0 || !isdigit((unsigned char)*s)) return; /* an include guard */
    char *end;
    unsigned long number = strtoul(s, &end, 0);
    symbol item = {mem_string(name, n),
                   number > SYMBOL_LAST ? SYMBOL_LAST + 1 : (unsigned)number,
                   NULL,
                   NULL,
                   NULL,
                   mem_copy(path),
                   line};
    symbol_words(&item, end);
    symbol_check(t, &item, r);
    t->items = mem_grow(t->items, t->n, &t->room, sizeof *t->items);
    t->items[t->n++] = item;
}

bool symbols_read(symbol_table *table, const char *path, const char *file, unsigned line,
                  report *r) {
    size_t n;
    const char *why = "";
    for (size_t i = 0; i < table->n; i++)
        if (strcmp(table->items[i].file, path) == 0) return true; /* known already */
    char *data = content_read(path, 1u << 20, &n, &why);
    if (data == NULL) {
        report_error(r, file, line,
                     "cannot read \"%s\": %s; it holds the symbols; put it there, or "
                     "mend the import",
                     path, why);
        return false;
    }
    unsigned at = 0;
    for (char *s = data; s != NULL && s < data + n;) {
        char *end = memchr(s, '\n', n - (size_t)(s - data));
        if (end != NULL) *end = 0;
        symbol_line(table, s, path, ++at, r);
        s = end == NULL ? NULL : end + 1;
    }
    free(data);
    return true;
}

void symbols_free(symbol_table *table) {
    for (size_t i = 0; i < table->n; i++) {
        free(table->items[i].name);
        free(table->items[i].got);
        free(table->items[i].expected);
        free(table->items[i].brief);
        free(table->items[i].file);
    }
    free(table->items);
    *table = (symbol_table){NULL, 0, 0};
}

const symbol *symbols_by_number(const symbol_table *table, unsigned number) {
    for (size_t i = 0; i < table->n; i++)
        if (table->items[i].number == number && symbol_is_fact(&table->items[i]))
            return &table->items[i];
    return NULL;
}

const symbol *symbols_by_name(const symbol_table *table, const char *prefix, const char *name,
                              size_t n) {
    size_t p = strlen(prefix);
    for (size_t i = 0; i < table->n; i++) {
        const char *s = table->items[i].name;
        if (strncmp(s, prefix, p) != 0 || strlen(s) != p + n) continue;
        size_t k = 0;
        while (k < n && toupper((unsigned char)name[k]) == toupper((unsigned char)s[p + k]))
            k++;
        if (k == n) return &table->items[i];
    }
    return NULL;
}

size_t symbols_count(const symbol_table *table) {
    size_t count = 0;
    for (size_t i = 0; i < table->n; i++) {
        const symbol *s = &table->items[i];
        if (!symbol_is_fact(s) || s->number < PARLEY_FIRST_SYMBOL || s->number > SYMBOL_LAST)
            continue;
        if (s->number - PARLEY_FIRST_SYMBOL + 1 > count)
            count = s->number - PARLEY_FIRST_SYMBOL + 1;
    }
    return count;
}

unsigned symbol_owner(const symbol *s) {
    unsigned owner = 0;
    if (strncmp(s->name, "C_", 2) == 0) owner = PARLEY_OWNER_CLIENT;
    if (strncmp(s->name, "S_", 2) == 0) owner = PARLEY_OWNER_SERVER;
    if (strcmp(s->name, "C_CLOSE") == 0 || strcmp(s->name, "S_CLOSE") == 0)
        owner |= PARLEY_OWNER_CLOSING;
    return owner;
}

/* Reads Ragel's XML with expat. */
#include "xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    xml_document *d;
    text words; /* characters of the element at hand */
    bool wrong;
} reader;

static xml_machine *reader_machine(reader *x) {
    return x->d->n == 0 ? NULL : &x->d->machines[x->d->n - 1];
}

static const char *attribute(const char **list, const char *name) {
    for (; list[0] != NULL; list += 2)
        if (strcmp(list[0], name) == 0) return list[1];
    return NULL;
}

static void machine_begin(reader *x, const char **list) {
    const char *name = attribute(list, "name");
    x->d->machines = mem_grow(x->d->machines, x->d->n, &x->d->room, sizeof *x->d->machines);
    xml_machine *m = &x->d->machines[x->d->n++];
    memset(m, 0, sizeof *m);
    m->name = mem_copy(name == NULL ? "" : name);
    m->start = XML_NONE;
}

static void state_begin(xml_machine *m, const char **list) {
    m->states = mem_grow(m->states, m->n_states, &m->states_room, sizeof *m->states);
    m->states[m->n_states++] = (xml_state){NULL, 0, 0, XML_NONE, attribute(list, "final") != NULL};
}

static void action_begin(reader *x, xml_machine *m, const char **list) {
    const char *name = attribute(list, "name");
    if (name == NULL) {
        x->wrong = true;
        return;
    }
    m->actions = mem_grow(m->actions, m->n_actions, &m->actions_room, sizeof *m->actions);
    m->actions[m->n_actions++] = mem_copy(name);
}

static void XMLCALL element_begin(void *data, const char *name, const char **list) {
    reader *x = data;
    x->words.length = 0;
    if (strcmp(name, "ragel_def") == 0) {
        machine_begin(x, list);
        return;
    }
    xml_machine *m = reader_machine(x);
    if (m == NULL) return;
    if (strcmp(name, "action") == 0) action_begin(x, m, list);
    if (strcmp(name, "state") == 0) state_begin(m, list);
    if (strcmp(name, "action_table") == 0) {
        m->lists = mem_grow(m->lists, m->n_lists, &m->lists_room, sizeof *m->lists);
        m->lists[m->n_lists++] = (xml_list){NULL, 0, 0};
    }
}

/* The next number, or XML_NONE for "x". */
static bool number_next(char **s, int *value) {
    while (**s == ' ' || **s == '\n')
        (*s)++;
    if (**s == 'x') {
        (*s)++;
        *value = XML_NONE;
        return true;
    }
    char *end;
    long number = strtol(*s, &end, 10);
    if (end == *s || number < -65536 || number > 16777216) return false;
    *s = end;
    *value = (int)number;
    return true;
}

static void list_end(xml_machine *m, char *s) {
    xml_list *list = &m->lists[m->n_lists - 1];
    int value;
    while (number_next(&s, &value)) {
        list->actions = mem_grow(list->actions, list->n, &list->room, sizeof *list->actions);
        list->actions[list->n++] = value;
    }
}

static void edge_end(reader *x, xml_state *state, char *s) {
    xml_edge e;
    if (!number_next(&s, &e.low) || !number_next(&s, &e.high) || !number_next(&s, &e.target) ||
        !number_next(&s, &e.list)) {
        x->wrong = true;
        return;
    }
    state->edges = mem_grow(state->edges, state->n_edges, &state->room, sizeof *state->edges);
    state->edges[state->n_edges++] = e;
}

static void XMLCALL element_end(void *data, const char *name) {
    reader *x = data;
    xml_machine *m = reader_machine(x);
    if (m == NULL) return;
    text_add(&x->words, "");
    char *s = x->words.data;
    int skipped;
    if (strcmp(name, "action_table") == 0 && m->n_lists != 0) list_end(m, s);
    if (strcmp(name, "start_state") == 0 && !number_next(&s, &m->start)) x->wrong = true;
    if (m->n_states == 0) return;
    xml_state *state = &m->states[m->n_states - 1];
    if (strcmp(name, "t") == 0) edge_end(x, state, s);
    if (strcmp(name, "state_actions") ==
        0) { /* to-state and from-state actions, which the profile refuses */
        bool ok = number_next(&s, &skipped);
        ok = ok && number_next(&s, &skipped);
        if (!ok || !number_next(&s, &state->end_list)) x->wrong = true;
    }
}

static void XMLCALL element_words(void *data, const char *s, int n) {
    reader *x = data;
    text_add_n(&x->words, s, (size_t)n);
}

static bool index_ok(int value, size_t n) {
    return value == XML_NONE || (value >= 0 && (size_t)value < n);
}

static bool machine_ok(const xml_machine *m) {
    bool ok = m->start >= 0 && (size_t)m->start < m->n_states;
    for (size_t i = 0; i < m->n_lists; i++)
        for (size_t k = 0; k < m->lists[i].n; k++)
            ok =
                ok && m->lists[i].actions[k] >= 0 && index_ok(m->lists[i].actions[k], m->n_actions);
    for (size_t i = 0; i < m->n_states; i++) {
        const xml_state *s = &m->states[i];
        ok = ok && index_ok(s->end_list, m->n_lists);
        for (size_t k = 0; k < s->n_edges; k++)
            ok = ok && s->edges[k].low <= s->edges[k].high &&
                 index_ok(s->edges[k].target, m->n_states) &&
                 index_ok(s->edges[k].list, m->n_lists);
    }
    return ok;
}

bool xml_read(xml_document *d, const char *xml, size_t n, const char *file, report *r) {
    reader x = {d, {NULL, 0, 0}, false};
    XML_Parser parser = XML_ParserCreate(NULL);
    if (parser == NULL || n > 0x7fffffff) {
        report_error(r, file, 0, "out of memory; the machine is too large");
        return false;
    }
    XML_SetUserData(parser, &x);
    XML_SetElementHandler(parser, element_begin, element_end);
    XML_SetCharacterDataHandler(parser, element_words);
    bool ok = XML_Parse(parser, xml, (int)n, 1) == XML_STATUS_OK && !x.wrong;
    XML_ParserFree(parser);
    text_free(&x.words);
    for (size_t i = 0; ok && i < d->n; i++)
        ok = machine_ok(&d->machines[i]);
    if (!ok)
        report_error(r, file, 0,
                     "cannot understand what ragel -x wrote; this needs Ragel 6; install it, on "
                     "Debian: apt-get install ragel");
    return ok;
}

bool xml_leads_on(const xml_machine *m, int state) {
    const xml_state *s = &m->states[state];
    for (size_t i = 0; i < s->n_edges; i++)
        if (s->edges[i].target != XML_NONE) return true;
    return false;
}

static void machine_free(xml_machine *m) {
    for (size_t i = 0; i < m->n_actions; i++)
        free(m->actions[i]);
    for (size_t i = 0; i < m->n_lists; i++)
        free(m->lists[i].actions);
    for (size_t i = 0; i < m->n_states; i++)
        free(m->states[i].edges);
    free(m->name);
    free(m->actions);
    free(m->lists);
    free(m->states);
}

void xml_free(xml_document *d) {
    for (size_t i = 0; i < d->n; i++)
        machine_free(&d->machines[i]);
    free(d->machines);
    *d = (xml_document){NULL, 0, 0};
}

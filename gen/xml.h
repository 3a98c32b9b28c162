/* Ragel's XML, read into plain structures: what Ragel says, unchanged.
 * Checks every number that leads somewhere. Knows nothing of markers. */
#ifndef GEN_XML_H
#define GEN_XML_H

#include "report.h"

#define XML_NONE (-1)

typedef struct xml_edge {
    int low, high;
    int target; /* XML_NONE: rejected */
    int list;   /* action list, or XML_NONE */
} xml_edge;

typedef struct xml_state {
    xml_edge *edges;
    size_t n_edges, room;
    int end_list;
    bool final;
} xml_state;

typedef struct xml_list {
    int *actions;
    size_t n, room;
} xml_list;

typedef struct xml_machine {
    char *name;
    char **actions;
    size_t n_actions, actions_room;
    xml_list *lists;
    size_t n_lists, lists_room;
    xml_state *states;
    size_t n_states, states_room;
    int start;
} xml_machine;

typedef struct xml_document {
    xml_machine *machines;
    size_t n, room;
} xml_document;

/* Returns false after a report if it is not what Ragel 6 writes. file names the grammar in
 * messages. */
bool xml_read(xml_document *d, const char *xml, size_t n, const char *file, report *r);
/* Does any edge of the state lead to a state? */
bool xml_leads_on(const xml_machine *m, int state);
void xml_free(xml_document *d);

#endif

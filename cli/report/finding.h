/* One finding in words, as a block of labelled rows.
 *
 * Texts come from the rule and from the machine's tables; only the connection's row is worked out
 * here. It must not know how findings are collected or where they are written. */
#ifndef PARLEY_CLI_REPORT_FINDING_H
#define PARLEY_CLI_REPORT_FINDING_H

#include "../connection_state.h"
#include "block.h"
#include "hexdump.h"

#define ALSO_MAX 8 /* rules of one finding's cause that are named with it */

/* A finding, with what was known of its connection when it was made. */
typedef struct finding_record {
    parley_finding finding;
    hex_window window;
    bool window_open;                  /* bytes that come may still be of use */
    uint64_t more;                     /* findings of the same rule in the same message */
    const parley_rule *also[ALSO_MAX]; /* what the same head lacks, too */
    unsigned n_also;
    uint64_t missing; /* bytes in holes so far, both sides */
    bool fin;         /* its side had ended, or was just ending */
    uint64_t silence; /* for so long it had said nothing when its FIN broke a rule */
    int reset;        /* 0, or 1 + the side that reset the connection */
    bool websocket;   /* it belongs to WebSocket, which begins at these offsets of the sides */
    uint64_t websocket_from[2];
    bool body;  /* nothing but a body is there: no conversation, no turns */
    bool alone; /* nothing was there of the other side, so turns cannot be told */
} finding_record;

void finding_take(finding_record *record, const conversation *c, const parley_finding *finding);

/* Whether what another finding tells has the cause of this one: of a head of the opening handshake
 * that lost some of its fields each is missed, and one report is enough. Takes it then. */
bool finding_joins(finding_record *record, const parley_finding *other);

/* Fills an empty block. verdict may be NULL. verbose adds where Wireshark shows the place. */
void finding_block(block *b, const finding_record *record, const char *file, uint32_t stream,
                   const char *verdict, bool verbose);

/* What a rule means for each layer, as rows. */
void layer_rows(block *b, const char *on_connection, const parley_rule *rule);

/* "error RULE: message (+3 more like this)"; of a note, which confusion it tells of. */
void finding_headline(const finding_record *record, char *text, size_t size);
/* "client offset 21 (0x15)  frame 4  0.030 s". */
void finding_place(const parley_finding *finding, char *text, size_t size);

#endif

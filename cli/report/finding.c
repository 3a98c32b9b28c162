/* One finding in words: see finding.h. */
#include "finding.h"
#include "../confusions.h"
#include "../websocket/content.h"
#include "escape.h"
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#define MILLISECOND   1000000u
#define LONG_SILENCE  1000000000u /* worth telling: what waits no longer cuts it */
#define ROW_TEXT      1024
#define TIGHTEST      3
#define EXPECTED_FITS 140 /* columns of two rows, less what breaking them costs */

static void add(char *text, size_t size, const char *format, ...) {
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

/* Findings of the opening handshake belong to its exchange. */
static bool is_of_websocket(const parley_finding *finding) {
    return finding->exchange == 0 && strncmp(finding->rule->id, "websocket.", 10) == 0;
}

static void websocket_take(finding_record *record, const conversation *c) {
    const websocket_lane *client = c->lanes[PARLEY_CLIENT].websocket;
    const websocket_lane *server = c->lanes[PARLEY_SERVER].websocket;
    record->websocket = is_of_websocket(&record->finding);
    if (client != NULL) record->websocket_from[PARLEY_CLIENT] = client->from;
    if (server != NULL) record->websocket_from[PARLEY_SERVER] = server->from;
}

void finding_take(finding_record *record, const conversation *c, const parley_finding *finding) {
    *record = (finding_record){.finding = *finding};
    if (c == NULL) return;
    hex_window_take(&record->window, c, finding->side, finding->span);
    record->window_open = (record->window.known & 1u << (WINDOW_BYTES - 1)) == 0;
    websocket_take(record, c);
    record->missing = c->lanes[0].missing + c->lanes[1].missing;
    record->body = c->connection->is_body;
    const lane *other = &c->lanes[finding->side == PARLEY_CLIENT ? PARLEY_SERVER : PARLEY_CLIENT];
    record->alone = c->connection->one_sided || (other->data == 0 && other->missing > 0);
    const parley_input *now = c->piece;
    record->fin = c->lanes[finding->side].fin ||
                  (now != NULL && now->kind == PARLEY_FIN && now->side == finding->side);
    const lane *own = &c->lanes[finding->side];
    if (own->data > 0 && finding->time > own->spoke_at)
        record->silence = finding->time - own->spoke_at;
    for (int side = 0; side < 2; side++)
        if (c->lanes[side].reset ||
            (now != NULL && now->kind == PARLEY_RESET && (int)now->side == side))
            record->reset = 1 + side;
}

static bool is_of_handshake(const parley_finding *finding) {
    return finding->rule->level == PARLEY_ERROR &&
           strncmp(finding->rule->id, "websocket.open.", strlen("websocket.open.")) == 0;
}

bool finding_joins(finding_record *record, const parley_finding *other) {
    const parley_finding *one = &record->finding;
    if (record->n_also == ALSO_MAX || !is_of_handshake(one) || !is_of_handshake(other) ||
        one->side != other->side || one->exchange != other->exchange ||
        one->span.offset != other->span.offset || one->state != other->state)
        return false;
    record->also[record->n_also++] = other->rule;
    return true;
}

void finding_headline(const finding_record *record, char *text, size_t size) {
    char message[ROW_TEXT];
    (void)parley_message_text(&record->finding, message, sizeof message);
    (void)snprintf(text, size, "%s %s: %s", parley_level_name(record->finding.rule->level),
                   record->finding.rule->id, message);
    if (record->more > 0) add(text, size, " (+%" PRIu64 " more like this)", record->more);
    char which[CONFUSION_TEXT];
    confusion_text(&record->finding, which, sizeof which);
    if (which[0] && record->finding.rule->level == PARLEY_NOTE) add(text, size, " [%s]", which);
}

void finding_place(const parley_finding *finding, char *text, size_t size) {
    (void)snprintf(text, size, "%s offset %" PRIu64, parley_side_name(finding->side),
                   finding->span.offset);
    if (finding->span.length == 0)
        add(text, size, " (end)");
    else
        add(text, size, " (0x%" PRIx64 ")", finding->span.offset);
    if (finding->frame > 0) add(text, size, "  frame %" PRIu64, finding->frame);
    add(text, size, "  %" PRIu64 ".%03" PRIu64 " s", finding->time / 1000000000u,
        finding->time / 1000000u % 1000u);
}

static void message_place(const parley_finding *finding, char *text, size_t size) {
    bool client = finding->side == PARLEY_CLIENT;
    const char *noun = client ? "request" : "response";
    uint64_t before = client ? finding->requests : finding->responses;
    if (finding->rule->layer == PARLEY_LAYER_CONNECTION) return;
    if (is_of_websocket(finding)) {
        if (finding->span.length > 0 && finding->span.offset > finding->message_offset)
            add(text, size, "  WebSocket frame+%" PRIu64,
                finding->span.offset - finding->message_offset);
    } else if (finding->exchange == 0) {
        if (before > 0) add(text, size, "  after %s %" PRIu64, noun, before);
    } else if (finding->content_offset == UINT64_MAX ||
               finding->span.offset < finding->content_offset) {
        add(text, size, "  %s %" PRIu64 ", head", noun, finding->exchange);
    } else {
        add(text, size, "  %s %" PRIu64 " body+%" PRIu64, noun, finding->exchange,
            finding->span.offset - finding->content_offset);
    }
}

/* On one line if a name of some length fits, else on two. */
static void at_row(block *b, const finding_record *record, const char *file, uint32_t stream) {
    char name[ROW_TEXT], place[ROW_TEXT], text[3 * ROW_TEXT];
    const size_t room = BLOCK_COLUMNS - LABEL_COLUMNS;
    const char *base = strrchr(file, '/') != NULL ? strrchr(file, '/') + 1 : file;
    finding_place(&record->finding, place, sizeof place);
    message_place(&record->finding, place, sizeof place);
    (void)text_clean(name, sizeof name, file, strlen(file));
    (void)snprintf(text, sizeof text, " stream %" PRIu32 "  ", stream);
    size_t want = text_columns(text) + text_columns(place);
    bool two = want + 4 + strlen(base) > room && want + text_columns(name) > room;
    if (two) want = text_columns(text);
    text_cut_left(name, want + 4 < room ? room - want : 4);
    (void)snprintf(text, sizeof text, "%s stream %" PRIu32 "%s%s", name, stream, two ? "" : "  ",
                   two ? "" : place);
    block_row(b, "at", text, 1);
    if (two) block_row(b, "", place, 1);
}

/* Where the number before was, which may be on another connection. */
static void before_row(block *b, const parley_finding *finding) {
    char text[2 * ROW_TEXT], place[ROW_TEXT];
    if (!finding->before.known) return;
    parley_finding there = *finding;
    there.span = finding->before.span;
    there.frame = finding->before.frame;
    there.time = finding->before.time;
    finding_place(&there, place, sizeof place);
    (void)snprintf(text, sizeof text, "%.*s %" PRIu64 " on stream %" PRIu32 "  %s", BLOCK_COLUMNS,
                   finding->name != NULL ? finding->name : "counter", finding->from,
                   finding->before.stream, place);
    block_row(b, "before", text, 1);
}

/* Where the connection was handed over, below the row that tells the place. */
static void handed_over_row(block *b, const finding_record *record) {
    char text[ROW_TEXT];
    const uint64_t *from = record->websocket_from;
    if (!record->websocket || from[PARLEY_CLIENT] == 0 || from[PARLEY_SERVER] == 0) return;
    (void)snprintf(text, sizeof text,
                   "websocket from client offset %" PRIu64 ", server offset %" PRIu64,
                   from[PARLEY_CLIENT], from[PARLEY_SERVER]);
    block_row(b, "", text, 1);
}

/* What stood on the wire, where a mask lay over it. */
static void mask_text(const parley_finding *finding, char *text, size_t size) {
    if (finding->mask == 0 || finding->got >= PARLEY_FIRST_SYMBOL) return;
    add(text, size, " (0x%02x on the wire, masked with 0x%02x)",
        (unsigned)(finding->got ^ finding->mask) & 0xffu, (unsigned)finding->mask);
}

static void got_row(block *b, const parley_finding *finding, bool tight) {
    char got[ROW_TEXT], state[ROW_TEXT] = "";
    (void)parley_got_text(finding, got, sizeof got);
    mask_text(finding, got, sizeof got);
    if (finding->machine != NULL) {
        (void)snprintf(state, sizeof state, "state ");
        (void)parley_state_text(finding->machine, finding->state, state + 6, sizeof state - 6);
    }
    if (!tight && state[0] &&
        text_columns(got) + 2 + text_columns(state) > BLOCK_COLUMNS - LABEL_COLUMNS) {
        block_row(b, "got", got, 1);
        block_pair(b, "", " ", state);
        return;
    }
    block_pair(b, "got", got, state);
}

/* As many of the phrases as fit, and how many others there are. */
static void expected_row(block *b, const parley_finding *finding, unsigned max) {
    char text[ROW_TEXT] = "";
    size_t n = parley_expected_count(finding);
    for (size_t i = 0; i < n; i++) {
        char phrase[256];
        (void)parley_expected_text(finding, i, phrase, sizeof phrase);
        size_t others = n - i;
        if (i > 0 && text_columns(text) + text_columns(phrase) + (others > 1 ? 18 : 4) >
                         (max > 1 ? EXPECTED_FITS : BLOCK_COLUMNS - LABEL_COLUMNS)) {
            add(text, sizeof text, ", or %zu other%s", others, others > 1 ? "s" : "");
            break;
        }
        add(text, sizeof text, "%s%s", i == 0 ? "" : others == 1 ? ", or " : ", ", phrase);
    }
    block_row(b, "expected", text, max);
}

/* What the one who reads has to do. Rules that name somebody else begin with him, others with a
 * verb. */
static void recipient_text(const parley_finding *finding, char *text, size_t size) {
    static const char *const verbs[] = {"must ",  "may ",    "should ",  "has ",
                                        "ought ", "cannot ", "answers ", "reads "};
    char what[ROW_TEXT];
    (void)parley_recipient_text(finding, what, sizeof what);
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strncmp(what, verbs[i], strlen(verbs[i])) == 0)
            add(text, size, "the %s ",
                parley_duty_name(finding)[0] ? parley_duty_name(finding) : "receiver");
    add(text, size, "%s", what);
}

/* The bytes, and where the number before was, say more than the sentence. */
static void rule_rows(block *b, const parley_finding *finding, unsigned tightness) {
    const parley_rule *rule = finding->rule;
    const char *definition = "";
    char text[ROW_TEXT];
    if (finding->machine != NULL && finding->got < PARLEY_FIRST_SYMBOL)
        definition = parley_definition_text(finding->machine, finding->state);
    if (text_columns(definition) > BLOCK_COLUMNS - LABEL_COLUMNS)
        definition = ""; /* half of it says nothing */
    if (tightness <= TIGHTEST || !finding->before.known)
        block_row(b, "rule", definition[0] ? definition : rule->sentence, 1);
    (void)snprintf(text, sizeof text, "%s%s", rule->clause,
                   rule->clause[0] && rule->recipient[0] ? ": " : "");
    recipient_text(finding, text, sizeof text);
    block_row(b, "clause", text, tightness < 1 ? 2 : 1);
}

/* The other rules that the same head breaks, as many as fit. */
static void also_row(block *b, const finding_record *record) {
    char text[ROW_TEXT] = "";
    for (unsigned i = 0; i < record->n_also; i++) {
        const char *id = record->also[i]->id;
        unsigned others = record->n_also - i;
        if (i > 0 && text_columns(text) + text_columns(id) + (others > 1 ? 16 : 2) >
                         BLOCK_COLUMNS - LABEL_COLUMNS) {
            add(text, sizeof text, ", %u other%s", others, others > 1 ? "s" : "");
            break;
        }
        add(text, sizeof text, "%s%s", i == 0 ? "" : ", ", id);
    }
    block_row(b, "also", text, 1);
}

/* Why it is that side's turn, where the message itself tells. */
static const char *turn_reason(const parley_finding *finding) {
    parley_turn own = finding->side == PARLEY_CLIENT ? PARLEY_TURN_CLIENT : PARLEY_TURN_SERVER;
    if (finding->exchange == 0 || finding->turn != own ||
        finding->span.offset <= finding->message_offset)
        return "";
    if (finding->content_offset == UINT64_MAX) return " (its head is unfinished)";
    return own == PARLEY_TURN_CLIENT ? " (its request is unfinished)"
                                     : " (its response is unfinished)";
}

/* What a side may say, as much of it as fits into that many columns. What ends its turn comes last
 * and matters most, so the first phrases go first. */
static void may_text(const parley_finding *finding, parley_side side, size_t room, char *text,
                     size_t size) {
    size_t n = parley_may_count(finding, side), first = n;
    text[0] = 0;
    if (n == 0) return;
    (void)snprintf(text, size, "%s: ", parley_side_name(side));
    size_t used = text_columns(text) + strlen(" ...");
    while (first > 0) {
        used += text_columns(parley_may_text(finding, side, first - 1)) + strlen(", ");
        if (first < n && used - (first == 1 ? strlen(", ...") : 0) > room) break;
        first--;
    }
    for (size_t i = first; i < n; i++)
        add(text, size, "%s%s", i == first ? "" : ", ", parley_may_text(finding, side, i));
    if (first > 0) add(text, size, " ...");
}

/* Side by side if they fit or have to, else one below the other. */
static void may_rows(block *b, const parley_finding *finding, bool tight) {
    char client[ROW_TEXT], server[ROW_TEXT];
    const size_t room = BLOCK_COLUMNS - LABEL_COLUMNS;
    may_text(finding, PARLEY_CLIENT, room, client, sizeof client);
    may_text(finding, PARLEY_SERVER, room, server, sizeof server);
    if (tight && text_columns(client) + 2 + text_columns(server) > room) {
        may_text(finding, PARLEY_CLIENT, room / 2 - 1, client, sizeof client);
        may_text(finding, PARLEY_SERVER, room - 2 - text_columns(client), server, sizeof server);
    }
    if (tight || text_columns(client) + 2 + text_columns(server) <= BLOCK_COLUMNS - LABEL_COLUMNS) {
        block_pair(b, "may", client, server);
        return;
    }
    block_row(b, "may", client, 1);
    block_row(b, client[0] ? "" : "may", server, 1);
}

static void turn_rows(block *b, const finding_record *record) {
    const parley_finding *finding = &record->finding;
    char left[ROW_TEXT], right[ROW_TEXT];
    if (record->body)
        (void)snprintf(left, sizeof left, "nobody's: there is no conversation");
    else if (record->alone)
        (void)snprintf(left, sizeof left, "unknown: the other side is missing");
    else
        (void)snprintf(left, sizeof left, "%s%s", parley_turn_name(finding->turn),
                       turn_reason(finding));
    (void)snprintf(right, sizeof right, "by %s", parley_side_name(finding->side));
    if (finding->rule->duty[0]) add(right, sizeof right, ", duty %s", parley_duty_name(finding));
    block_pair(b, "turn", left, right);
}

/* What the connection looked like; a rule of its own layer knows better. */
static void connection_text(const finding_record *record, char *text, size_t size) {
    const parley_rule *rule = record->finding.rule;
    if (rule->layer == PARLEY_LAYER_CONNECTION)
        (void)snprintf(text, size, "%s", rule->connection);
    else if (record->reset > 0)
        (void)snprintf(text, size, "reset by the %s",
                       parley_side_name((parley_side)(record->reset - 1)));
    else if (record->missing > 0)
        (void)snprintf(text, size, "%" PRIu64 " bytes of it are missing from the transcript",
                       record->missing);
    else if (record->fin && record->finding.span.length == 0 && record->silence >= LONG_SILENCE)
        (void)snprintf(text, size,
                       "fine: ended by FIN after %" PRIu64 " ms of silence; no byte was lost",
                       record->silence / MILLISECOND);
    else if (record->fin && record->finding.span.length == 0)
        (void)snprintf(text, size, "fine: ended by FIN, not by a reset; no byte was lost");
    else
        (void)snprintf(text, size, "%s",
                       rule->connection[0] ? rule->connection : "fine: no byte is missing");
}

static void layer_row(block *b, const char **label, const char *layer, const char *text) {
    char line[ROW_TEXT + 16];
    if (text[0] == 0) return;
    (void)snprintf(line, sizeof line, "%-12s %s", layer, text);
    block_row(b, *label, line, 1);
    *label = "";
}

void layer_rows(block *b, const char *on_connection, const parley_rule *rule) {
    const char *label = "layers";
    layer_row(b, &label, "connection", on_connection);
    layer_row(b, &label, "protocol", rule->protocol);
    layer_row(b, &label, "application", rule->application);
}

/* What carried it is not there. */
static void body_layer_rows(block *b, const parley_rule *rule) {
    const char *label = "layers";
    layer_row(b, &label, "below", "not there: the application alone was read");
    layer_row(b, &label, "application", rule->application);
}

/* tightness: how many rows have to do with one line that would like two. */
static void body_rows(block *b, const finding_record *record, const char *verdict,
                      unsigned tightness) {
    const parley_rule *rule = record->finding.rule;
    char text[ROW_TEXT];
    b->n = 0;
    got_row(b, &record->finding, tightness > 0);
    expected_row(b, &record->finding, tightness < 2 ? 2 : 1);
    rule_rows(b, &record->finding, tightness);
    also_row(b, record);
    turn_rows(b, record);
    if (!record->alone) may_rows(b, &record->finding, tightness > 2);
    connection_text(record, text, sizeof text);
    if (record->body)
        body_layer_rows(b, rule);
    else
        layer_rows(b, text, rule);
    block_row(b, "hint", rule->hint, 1);
    if (verdict != NULL) {
        char which[CONFUSION_TEXT];
        confusion_text(&record->finding, which, sizeof which);
        (void)snprintf(text, sizeof text, "[%s%s%s]", which, which[0] ? "; " : "", verdict);
        block_end(b, text);
    }
}

static void wireshark_row(block *b, const finding_record *record, uint32_t stream) {
    char text[ROW_TEXT];
    (void)snprintf(text, sizeof text, "tcp.stream eq %" PRIu32 " && frame.number == %" PRIu64,
                   stream, record->finding.frame);
    block_row(b, "filter", text, 1);
}

/* On one line, and if it takes fewer words for that. */
static void headline_rows(block *b, const finding_record *record) {
    static const char like_this[] = " like this)";
    char text[2 * ROW_TEXT], rest[2 * ROW_TEXT];
    finding_headline(record, text, sizeof text);
    size_t n = strlen(text), tail = sizeof like_this - 1;
    if (text_columns(text) > BLOCK_COLUMNS && n > tail && strcmp(text + n - tail, like_this) == 0)
        (void)snprintf(text + n - tail, sizeof text - n + tail, ")");
    if (text_columns(text) <= BLOCK_COLUMNS) {
        block_line(b, text);
        return;
    }
    size_t first = text_break(text, BLOCK_COLUMNS);
    (void)snprintf(rest, sizeof rest, "%s", text + first + (text[first] == ' '));
    text[first] = 0;
    block_line(b, text);
    block_row(b, "", rest, 1);
}

/* The bytes matter more than the filter, which says the place again. */
void finding_block(block *b, const finding_record *record, const char *file, uint32_t stream,
                   const char *verdict, bool verbose) {
    char hex[4][HEX_LINE];
    block body = {0};
    unsigned n = hex_window_lines(&record->window, hex, 4);
    for (unsigned tightness = 0; tightness <= TIGHTEST + 1; tightness++) {
        b->n = 0;
        headline_rows(b, record);
        at_row(b, record, file, stream);
        before_row(b, &record->finding);
        if (verbose && record->finding.frame > 0 && !record->body && tightness <= TIGHTEST)
            wireshark_row(b, record, stream);
        body_rows(&body, record, verdict, tightness);
        if (b->n + (n > 2 ? 2 : n) + body.n <= BLOCK_LINES) break;
    }
    if (b->n + n + body.n < BLOCK_LINES) handed_over_row(b, record);
    unsigned room = BLOCK_LINES > b->n + body.n ? BLOCK_LINES - b->n - body.n : 0;
    if (n > room) n = room >= 2 ? hex_window_lines(&record->window, hex, room) : 0; /* context */
    for (unsigned i = 0; i < n; i++)
        block_line(b, hex[i]);
    for (unsigned i = 0; i < body.n; i++)
        block_line(b, body.lines[i]);
}

/* The five questions, answered at an instant of one connection: see answer.h. */
#include "answer.h"
#include "../confusions.h"
#include "../report/quantity.h"
#include "../report/text.h"
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#define LABEL   23
#define COLUMNS 88

void answer_add(at_answer *answer, const char *format, ...) {
    size_t used = strlen(answer->text);
    va_list values;
    va_start(values, format);
    (void)vsnprintf(answer->text + used, sizeof answer->text - used, format, values);
    va_end(values);
}

/* Prints what was written behind a label, broken at blanks, and begins anew. */
static void row_end(at_answer *answer, const char *label) {
    const char *text = answer->text;
    size_t room = COLUMNS - LABEL;
    printf("%-*s", LABEL, label);
    while (strlen(text) > room) {
        size_t n = room;
        while (n > 0 && text[n] != ' ')
            n--;
        if (n == 0) n = room;
        printf("%.*s\n%*s", (int)n, text, LABEL, "");
        text += n + (text[n] == ' ');
    }
    printf("%s\n", text);
    answer->text[0] = 0;
}

/* ---- may the response be cached ---- */

static void answer_cacheable(at_answer *answer) {
    const at_facts *facts = answer->facts;
    const cache_response *response = &facts->response;
    char text[CACHE_TEXT];
    if (answer->websocket) {
        answer_add(answer, "no: only responses are cached, and these are frames (RFC 9111 3)");
        return;
    }
    if (response->status == 0) {
        answer_add(answer, "not decided: no head of a final response is complete");
        return;
    }
    const cache_request none = {.exchange = 0};
    const cache_request *request = &facts->requests[response->exchange % AT_REQUESTS];
    if (request->exchange != response->exchange || response->exchange == 0) request = &none;
    cacheable_text(request, response, facts->sides[PARLEY_SERVER].ended, text, sizeof text);
    answer_add(answer, "%s", text);
}

/* ---- the layers ---- */

static void layer_connection(at_answer *answer) {
    const lane *client = &answer->c->lanes[PARLEY_CLIENT],
               *server = &answer->c->lanes[PARLEY_SERVER];
    if (client->reset || server->reset)
        answer_add(answer, "RESET");
    else if (client->fin && server->fin)
        answer_add(answer, "CLOSED by both sides");
    else if (client->fin || server->fin)
        answer_add(answer, "HALF CLOSED, by the %s", client->fin ? "client" : "server");
    else if (answer->facts->opened)
        answer_add(answer, "OPEN since %" PRIu64 ".%03" PRIu64 " s",
                   answer->facts->opened_at / 1000000000u,
                   answer->facts->opened_at / 1000000u % 1000u);
    else
        answer_add(answer, "OPEN");
}

static void layer_protocol(at_answer *answer) {
    static const parley_side sides[] = {PARLEY_SERVER, PARLEY_CLIENT};
    for (size_t i = 0; i < 2; i++)
        if (answer_is_open(answer, sides[i])) {
            answer_add_name(answer, sides[i]);
            answer_add(answer, " OPEN");
            return;
        }
    const parley_finding *next = &answer->next[PARLEY_SERVER];
    if (answer->websocket)
        answer_add(answer, "between frames");
    else if (next->exchange_state != 0)
        answer_add(answer, "request %" PRIu64 " waits for its response", next->responses + 1);
    else if (answer->facts->sides[PARLEY_SERVER].ended)
        answer_add(answer, "response %" PRIu64 " COMPLETE",
                   answer->facts->sides[PARLEY_SERVER].head.exchange);
    else
        answer_add(answer, "no message yet");
}

static void layer_application(at_answer *answer) {
    const at_facts *facts = answer->facts;
    char number[QUANTITY_TEXT];
    if (answer->websocket)
        answer_add(
            answer, "%s",
            quantity_of(facts->sides[0].messages + facts->sides[1].messages, "message", number));
    else if (answer->sse_open || facts->events > 0)
        answer_add(answer, "%s so far", quantity_of(facts->events, "event", number));
    else
        answer_add(answer, "%s",
                   quantity_of(answer->c->lanes[PARLEY_SERVER].messages, "object", number));
    if (facts->object[0] != 0) answer_add(answer, "; the last one: %s", facts->object);
}

static bool is_open_but_complete(const at_answer *answer) {
    const lane *lanes = answer->c->lanes;
    const at_side *server = &answer->facts->sides[PARLEY_SERVER];
    bool open = !lanes[0].fin && !lanes[1].fin && !lanes[0].reset && !lanes[1].reset;
    return open && !answer->websocket && server->has_head && server->ended &&
           !server->head.interim && !answer_is_open(answer, PARLEY_CLIENT) &&
           !answer_is_open(answer, PARLEY_SERVER) &&
           answer->next[PARLEY_SERVER].exchange_state == 0;
}

static void answer_confusions(at_answer *answer) {
    const bool here[CONFUSIONS] = {is_open_but_complete(answer), answer->sse_open,
                                   answer->facts->lossy, answer->facts->has_segment};
    char label[LABEL];
    for (unsigned i = 0; i < CONFUSIONS; i++) {
        const confusion *which = confusion_at(i + 1);
        if (!here[i]) continue;
        (void)snprintf(label, sizeof label, "! confusion %u", which->number);
        answer_add(answer, "%s: %s", which->name, which->truth);
        row_end(answer, label);
    }
}

void at_answer_start(at_answer *answer, const at_facts *facts, const conversation *c) {
    *answer = (at_answer){.facts = facts, .c = c};
    for (int side = 0; side < 2; side++) {
        parley_conversation_state(&c->machine, (parley_side)side, &answer->next[side]);
        answer->next[side].requests += c->tunnel.exchanges; /* numbers go on in a tunnel */
        answer->next[side].responses += c->tunnel.exchanges;
    }
    answer->websocket = answer->next[0].exchange_machine == NULL;
    answer->sse_open = answer_is_open(answer, PARLEY_SERVER) &&
                       answer->next[PARLEY_SERVER].content_offset != UINT64_MAX &&
                       at_facts_streams(facts);
}

void at_answer_print(const at_facts *facts, const conversation *c) {
    static at_answer answer;
    char spoken[SPOKEN_TEXT];
    at_answer_start(&answer, facts, c);
    conversation_spoken(c, spoken, sizeof spoken);
    printf("stream %" PRIu32 "  client %s > server %s  %s\n", c->connection->stream,
           c->connection->client, c->connection->server, spoken);
    answer_bytes(&answer);
    row_end(&answer, "1 bytes");
    answer_messages(&answer, PARLEY_CLIENT);
    row_end(&answer, "2 messages");
    answer_messages(&answer, PARLEY_SERVER);
    row_end(&answer, "");
    answer_turn(&answer);
    row_end(&answer, "3 who may speak next");
    answer_cacheable(&answer);
    row_end(&answer, "4 cacheable");
    answer_server(&answer);
    row_end(&answer, "5 server may send now");
    answer_add(&answer, "connection ");
    layer_connection(&answer);
    answer_add(&answer, "; protocol ");
    layer_protocol(&answer);
    answer_add(&answer, "; application ");
    layer_application(&answer);
    row_end(&answer, "layers");
    answer_confusions(&answer);
    if (facts->position->others > 0) {
        answer_add(&answer, "%" PRIu32 " more connection%s there at that time; stream=N asks one",
                   facts->position->others, facts->position->others == 1 ? " was" : "s were");
        row_end(&answer, "others");
    }
}

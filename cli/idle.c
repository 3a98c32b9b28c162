/* How long a connection stays open while nothing is owed: see idle.h. */
#include "idle.h"
#include "../grammars/http1/symbols.h"
#include "machine_answer.h"
#include <string.h>

#define MILLISECOND 1000000u
#define LONG_ENOUGH 1000000000u /* a shorter pause confuses nobody */

static bool nothing_is_owed(const conversation *c) {
    const idle_state *idle = &c->idle;
    return !idle->unsure && idle->asked > 0 && c->lanes[PARLEY_CLIENT].messages == idle->asked &&
           c->lanes[PARLEY_SERVER].messages == idle->asked;
}

static void pause_end(idle_state *idle, uint64_t time) {
    if (!idle->now) return;
    idle->now = false;
    if (time <= idle->since.time || time - idle->since.time <= idle->longest) return;
    idle->longest = time - idle->since.time;
    idle->longest_since = idle->since;
}

void idle_event(conversation *c, const parley_event *event) {
    idle_state *idle = &c->idle;
    switch (event->kind) {
    case PARLEY_EVENT_REQUEST_HEAD:
        pause_end(idle, event->time);
        idle->asked++;
        break;
    case PARLEY_EVENT_REQUEST_END:
    case PARLEY_EVENT_RESPONSE_END:
        if (event->interim || !nothing_is_owed(c)) break;
        idle->now = true;
        if (event->kind == PARLEY_EVENT_RESPONSE_END) {
            idle->since = (idle_place){event->span.offset, event->span.length, event->exchange,
                                       event->frame, event->time};
        } else {
            idle->since.time = event->time; /* the response had overtaken it */
        }
        break;
    case PARLEY_EVENT_SWITCH:
    case PARLEY_EVENT_UNJUDGED:
        idle->now = false;
        idle->unsure = true;
        break;
    default:
        break;
    }
}

void idle_input(conversation *c, const parley_input *input) {
    if (input->kind == PARLEY_FIN || input->kind == PARLEY_RESET) pause_end(&c->idle, input->time);
    if (input->kind != PARLEY_GAP) return;
    c->idle.now = false; /* something was said that nobody saw */
}

static uint64_t milliseconds(const idle_state *idle) {
    return idle->longest / MILLISECOND;
}

void idle_finding(conversation *c, uint64_t now, parley_finding *finding) {
    if (strcmp(finding->rule->id, "http1.turn.idle") != 0) return;
    pause_end(&c->idle, now);
    finding->number = milliseconds(&c->idle);
    c->idle.told = true;
}

bool idle_closed(const conversation *c, parley_finding *finding) {
    const idle_state *idle = &c->idle;
    const idle_place *since = &idle->longest_since;
    if (idle->told || idle->longest < LONG_ENOUGH || since->length == 0) return false;
    *finding = (parley_finding){.side = PARLEY_SERVER,
                                .exchange = since->exchange,
                                .span = {since->offset + since->length - 1, 1},
                                .frame = since->frame,
                                .time = since->time,
                                .turn = PARLEY_TURN_CLIENT,
                                .number = milliseconds(idle),
                                .message_offset = since->offset,
                                .content_offset = UINT64_MAX,
                                .requests = since->exchange,
                                .responses = since->exchange};
    return machine_answers("http1.facts", Q_CLOSE, END_IDLE, finding);
}

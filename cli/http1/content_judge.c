/* Judges that content which names one coding can be decoded: see content_judge.h.
 *
 * Content in part (206) and content with a hole is not judged. It must not know how decoding works.
 */
#include "content_judge.h"
#include "content.h"
#include "head_field.h"

/* Only heads that name one coding get here; where its name is out of reach, nothing is judged. */
static void decoding_starts(const conversation *c, const parley_event *head, struct inflater **in) {
    uint8_t value[16];
    size_t n = head_field(c, head, "content-encoding", value, sizeof value);
    bool deflate = value_begins(value, n, "deflate");
    if (deflate || value_begins(value, n, "gzip") || value_begins(value, n, "x-gzip"))
        content_start(in, deflate);
}

/* No machine reads what is decoded, so the finding names none. */
static bool finding_fill(const conversation *c, const parley_event *event, uint64_t offset,
                         parley_finding *finding) {
    const parley_rule *rule = parley_rule_find("http1.encoding.corrupt");
    uint8_t byte = 0;
    if (rule == NULL) return false;
    (void)conversation_bytes(c, event->side, offset, &byte, 1);
    *finding = (parley_finding){.rule = rule,
                                .side = event->side,
                                .exchange = event->exchange,
                                .span = {offset, 1},
                                .frame = event->frame,
                                .time = event->time,
                                .got = byte,
                                .turn = event->turn,
                                .message_offset = c->lanes[event->side].head_offset,
                                .content_offset = c->lanes[event->side].head_end,
                                .requests = parley_conversation_exchanges(&c->machine),
                                .responses = event->exchange};
    return true;
}

static bool content_go_on(conversation *c, const parley_event *event, parley_finding *finding) {
    const lane *l = &c->lanes[event->side];
    if (l->inflater == NULL || c->piece == NULL || event->span.offset < l->length) return false;
    const uint8_t *bytes = c->piece->bytes + (event->span.offset - l->length);
    size_t n = (size_t)event->span.length, good = content_feed(l->inflater, bytes, n);
    return good < n && finding_fill(c, event, event->span.offset + good, finding);
}

bool content_event(conversation *c, const parley_event *event, parley_finding *finding) {
    lane *l = &c->lanes[event->side];
    bool wrong = false;
    switch (event->kind) {
    case PARLEY_EVENT_REQUEST_HEAD:
    case PARLEY_EVENT_RESPONSE_HEAD:
        content_stop(&l->inflater);
        if (event->encoded && event->status != 206 && !event->interim)
            decoding_starts(c, event, &l->inflater);
        break;
    case PARLEY_EVENT_CONTENT:
        return content_go_on(c, event, finding);
    case PARLEY_EVENT_REQUEST_END:
    case PARLEY_EVENT_RESPONSE_END:
        if (l->inflater != NULL && !content_complete(l->inflater))
            wrong = finding_fill(c, event, event->span.offset + event->span.length - 1, finding);
        content_stop(&l->inflater);
        break;
    case PARLEY_EVENT_SWITCH:
    case PARLEY_EVENT_UNJUDGED:
        content_stop(&l->inflater);
        break;
    default: /* no content of HTTP */
        break;
    }
    return wrong;
}

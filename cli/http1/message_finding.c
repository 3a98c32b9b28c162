/* Findings at places of a message: see message_finding.h. */
#include "message_finding.h"

parley_finding message_finding_at(const parley_event *where, const message_head *head,
                                  bool in_body) {
    return (parley_finding){.side = head->side,
                            .exchange = head->exchange,
                            .span = where->span,
                            .frame = where->frame,
                            .time = where->time,
                            .turn = where->turn,
                            .message_offset = head->span.offset,
                            .content_offset =
                                in_body ? head->span.offset + head->span.length : UINT64_MAX,
                            .requests = head->exchange,
                            .responses = head->exchange};
}

parley_finding message_finding_in(const message_head *head, head_name name, parley_turn turn) {
    parley_event where = {
        .span = {head->span.offset, 1}, .frame = head->frame, .time = head->time, .turn = turn};
    if (name == HEAD_NAMES) return message_finding_at(&where, head, false);
    const head_value *value = &head->values[name];
    where.span.offset = head->span.offset + head->span.length - 1;
    if (value->there) where.span = (parley_span){value->offset, value->n > 0 ? value->n : 1u};
    return message_finding_at(&where, head, false);
}

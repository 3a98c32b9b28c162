/* Judges that content which names one coding can be decoded: rule http1.encoding.corrupt (RFC
 * 9110 8.4). */
#ifndef PARLEY_CLI_HTTP1_CONTENT_JUDGE_H
#define PARLEY_CLI_HTTP1_CONTENT_JUDGE_H

#include "../connection_state.h"

/* Takes notice of an event while its bytes are at hand. Returns true and fills *finding if the
 * content is wrong: at the byte where decoding fails, or at the message's last byte where something
 * is missing. */
bool content_event(conversation *c, const parley_event *event, parley_finding *finding);

#endif

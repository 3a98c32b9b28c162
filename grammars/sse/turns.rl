# One session of an event stream, over its requests and responses: C tells what the id of a request is worth.
# Source: WHATWG HTML 9.2.3, 9.2.4    Machine: sse.turns
%%{
machine sse_turns;
alphtype short;

import "symbols.h";

action bad_response_not_200 {}
action bad_response_stop {}
action bad_response_wrong_type {}
action bad_session_first_with_last_event_id {}
action bad_session_missing_last_event_id {}
action bad_session_stale_last_event_id {}
action bad_session_ahead_last_event_id {}
action bad_session_foreign_last_event_id {}
action bad_session_reconnect_after_stop {}
action bad_session_reconnect_after_wrong_type {}

# 9.2.4: an id in the first request speaks of a part that is not here
opening = C_ASK | C_ASK_WITH_ID @bad_session_first_with_last_event_id;
# 9.2.3: the last id that was set, where there is one
renewal = C_ASK
        | C_ASK_WITHOUT_ID @bad_session_missing_last_event_id
        | C_ASK_STALE @bad_session_stale_last_event_id
        | C_ASK_AHEAD @bad_session_ahead_last_event_id
        | C_ASK_FOREIGN @bad_session_foreign_last_event_id;

# 9.2.3: whatever is not 200, or of another type, ends the session for good
any_ask    = C_ASK | C_ASK_WITH_ID | C_ASK_WITHOUT_ID | C_ASK_STALE | C_ASK_AHEAD | C_ASK_FOREIGN;
stopped    = ( S_STOP @bad_response_stop | S_REFUSAL @bad_response_not_200 );
again      = any_ask @bad_session_reconnect_after_stop;
other_type = S_OTHER_TYPE @bad_response_wrong_type;
after_type = any_ask @bad_session_reconnect_after_wrong_type;

stream     = S_STREAM S_EVENT*;
# 9.2.3: a stream that ends is asked for again, and so is one that never began; the client may leave at any time
session    = opening ( ( stream S_STREAM_END | S_NO_ANSWER ) renewal | stopped again | other_type after_type )*
             ( C_CLOSE | stream ( C_CLOSE | S_STREAM_END C_CLOSE ) | S_NO_ANSWER C_CLOSE | stopped C_CLOSE | other_type C_CLOSE );

main := session*;
}%%

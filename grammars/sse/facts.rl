# Questions about event streams that a number or a memory decides: C poses one and says what it found; the edges that break
# a rule say which.    Source: the clauses above each    Machine: sse.facts
%%{
machine sse_facts;
alphtype short;

import "symbols.h";

action bad_stream_request_behind {}
action bad_session_reconnect_too_early {}
action bad_session_other_connection {}
action bad_session_id_carried_over {}
action bad_response_stored {}
action bad_response_compressed {}
action bad_id_repeated {}
action bad_id_went_back {}
action bad_stream_bunched {}
action bad_session_resume_ignored {}
action bad_stream_silent {}
action bad_session_no_reconnect {}
action bad_stream_one_response {}

# RFC 9112 9.3.2; WHATWG HTML 9.2.3, 9.2.6
request  = Q_REQUEST ( REQUEST_RIGHT
         | REQUEST_BEHIND @bad_stream_request_behind
         | REQUEST_EARLY @bad_session_reconnect_too_early
         | REQUEST_ELSEWHERE @bad_session_other_connection
         | ID_CARRIED_OVER @bad_session_id_carried_over );
# WHATWG HTML 9.2.3, 9.2.7
response = Q_RESPONSE ( RESPONSE_RIGHT
         | RESPONSE_STORED @bad_response_stored
         | RESPONSE_COMPRESSED @bad_response_compressed );
# WHATWG HTML 9.2.6, 9.2.7
event    = Q_EVENT ( EVENT_RIGHT
         | ID_AGAIN @bad_id_repeated
         | ID_BACK @bad_id_went_back
         | EVENTS_BUNCHED @bad_stream_bunched );
# WHATWG HTML 9.2.4
resume   = Q_RESUME ( RESUME_RIGHT | RESUME_ELSEWHERE @bad_session_resume_ignored );
# WHATWG HTML 9.2.3, 9.2.7
stream   = Q_STREAM ( STREAM_RIGHT
         | STREAM_SILENT @bad_stream_silent
         | STREAM_NOT_RENEWED @bad_session_no_reconnect
         | STREAM_OF_MANY @bad_stream_one_response );

main := ( request | response | event | resume | stream )*;
}%%

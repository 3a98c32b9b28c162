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

# RFC 9112 9.3.2
connection = Q_CONNECTION ( CONNECTION_FREE | REQUEST_BEHIND @bad_stream_request_behind );
# WHATWG HTML 9.2.3
pause      = Q_PAUSE ( PAUSE_KEPT | REQUEST_EARLY @bad_session_reconnect_too_early );
where      = Q_WHERE ( REQUEST_HERE | REQUEST_ELSEWHERE @bad_session_other_connection );
renewal    = Q_RENEWAL ( STREAM_RENEWED | STREAM_NOT_RENEWED @bad_session_no_reconnect );
parts      = Q_PARTS ( STREAM_OF_FEW | STREAM_OF_MANY @bad_stream_one_response );
origin     = Q_ORIGIN ( RESPONSE_FRESH | RESPONSE_STORED @bad_response_stored );
# WHATWG HTML 9.2.4
resume     = Q_RESUME ( RESUME_RIGHT | ( RESUME_ELSEWHERE | RESUME_AT ) @bad_session_resume_ignored );
# WHATWG HTML 9.2.6
carried    = Q_CARRIED ( ID_OF_STREAM | ID_CARRIED_OVER @bad_session_id_carried_over );
id         = Q_ID ( ID_NEXT | ID_AGAIN @bad_id_repeated | ID_BACK @bad_id_went_back );
# WHATWG HTML 9.2.7
coding     = Q_CODING ( RESPONSE_PLAIN | RESPONSE_COMPRESSED @bad_response_compressed );
pace       = Q_PACE ( EVENT_ALONE | EVENTS_BUNCHED @bad_stream_bunched );
silence    = Q_SILENCE ( STREAM_ALIVE | STREAM_SILENT @bad_stream_silent );

main := ( connection | pause | where | renewal | parts | origin | resume | carried | id | coding | pace | silence )*;
}%%

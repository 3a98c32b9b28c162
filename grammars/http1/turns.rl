# Whose word it is on one connection.    Source: RFC 9112 9; RFC 9110 7.8, 9.3.6    Machine: http1.turns
# C counts the requests that wait, and says S_ANSWERED when the last of them has its answer. The faults lead on.
%%{
machine http1_turns;
alphtype short;

import "symbols.h";

action bad_turn_pipelined {}
action bad_turn_pipelined_after_non_idempotent {}
action bad_turn_unsolicited_response {}
action bad_turn_timeout_response_on_idle {}
action bad_turn_unsolicited_bytes {}
action bad_turn_content_after_head {}
action bad_turn_content_after_bodiless {}
action bad_turn_request_after_own_close {}
action bad_turn_request_after_server_close {}
action bad_turn_response_after_close {}
action bad_turn_http10_reused {}
action bad_turn_reuse_after_length_and_coding {}
action bad_turn_close_race {}
action bad_turn_request_after_seen_fin {}

# RFC 9112 9.2: the server speaks only while a request waits
unasked   = S_UNASKED @bad_turn_unsolicited_response
          | S_UNASKED_TIMEOUT @bad_turn_timeout_response_on_idle
          | S_UNASKED_BYTES @bad_turn_unsolicited_bytes
          | S_CONTENT_AFTER_HEAD @bad_turn_content_after_head
          | S_CONTENT_AFTER_BODILESS @bad_turn_content_after_bodiless;
# RFC 9112 9.3.2
pipelined = C_PIPELINED @bad_turn_pipelined
          | C_PIPELINED_RISKY @bad_turn_pipelined_after_non_idempotent;
stray     = S_CONTENT_AFTER_HEAD @bad_turn_content_after_head
          | S_CONTENT_AFTER_BODILESS @bad_turn_content_after_bodiless;
answer    = S_RESPONSE | S_CONTINUE | S_INTERIM;

# RFC 9112 9.5: the server ended its direction; what the client sends had crossed that, or comes too late
closed    = S_CLOSE ( ( C_REQUEST | C_PIPELINED | C_PIPELINED_RISKY ) @bad_turn_request_after_seen_fin
                    | C_REQUEST_CROSSED @bad_turn_close_race
                    | C_SAYS_CLOSE | C_SINGLE | C_CLOSE )*;
# RFC 9110 7.8, 9.3.6
handed_over = ( S_SWITCH | S_TUNNEL ) ( C_CLOSE | S_CLOSE )*;

# Nobody owes anything: either may close, only the client may start. Then requests wait for their answers.
idle      = ( unasked | C_CLOSE )*;
waiting   = ( pipelined | answer | unasked | C_CLOSE )*;
# RFC 9112 9.3: an answer may grant keep-alive that nobody asked for; the client may take it
granted   = C_SINGLE answer* S_KEEPS_ALIVE waiting;
# The client may not have seen an answer that is complete at the tap
exchanges = idle ( ( C_REQUEST | pipelined ) waiting granted? S_ANSWERED idle )*;

# RFC 9112 9.6: the client said that this request is its last
own_close_request = ( C_REQUEST | C_PIPELINED | C_PIPELINED_RISKY | C_REQUEST_CROSSED ) @bad_turn_request_after_own_close;
client_last = C_SAYS_CLOSE ( own_close_request | C_CLOSE | S_CLOSE | answer | stray | S_SAYS_CLOSE | S_SINGLE | C_SAYS_CLOSE | C_SINGLE )*
              ( S_ANSWERED ( own_close_request | unasked | C_CLOSE | S_CLOSE )* )?;

# RFC 9112 9.6: the server said that this response is its last
closed_request = ( C_REQUEST | C_PIPELINED | C_PIPELINED_RISKY ) @bad_turn_request_after_server_close
               | C_REQUEST_CROSSED @bad_turn_close_race;
closed_answer  = ( S_RESPONSE | S_CONTINUE | S_INTERIM | S_UNASKED | S_UNASKED_TIMEOUT ) @bad_turn_response_after_close;
closed_stray   = C_CLOSE | S_CLOSE | S_UNASKED_BYTES @bad_turn_unsolicited_bytes | stray | S_ANSWERED | S_SAYS_CLOSE | S_SINGLE | C_SAYS_CLOSE | C_SINGLE;
server_last = S_SAYS_CLOSE ( closed_request | closed_answer | closed_stray )*;

# RFC 9112 9.3: HTTP/1.0 without keep-alive carries one exchange
reused    = ( C_REQUEST | C_PIPELINED | C_PIPELINED_RISKY | S_RESPONSE | S_CONTINUE | S_INTERIM | S_UNASKED ) @bad_turn_http10_reused
          | C_REQUEST_CROSSED @bad_turn_close_race | S_UNASKED_TIMEOUT @bad_turn_timeout_response_on_idle;
single    = S_SINGLE ( reused | closed_stray )*;
single_request = C_SINGLE ( ( C_PIPELINED | C_PIPELINED_RISKY | C_REQUEST_CROSSED ) @bad_turn_http10_reused
                          | C_CLOSE | S_CLOSE | C_SAYS_CLOSE | C_SINGLE | answer | stray | S_SAYS_CLOSE | S_SINGLE )*
                 ( S_ANSWERED ( C_REQUEST @bad_turn_http10_reused | C_REQUEST_CROSSED @bad_turn_http10_reused | unasked | C_CLOSE | S_CLOSE )* )?;

# RFC 9112 6.1: a request with both a length and a coding is the last that is answered
must_close = S_MUST_CLOSE ( C_CLOSE | S_CLOSE | C_REQUEST | C_PIPELINED | C_PIPELINED_RISKY | C_REQUEST_CROSSED | stray | S_ANSWERED | S_SAYS_CLOSE | S_SINGLE | S_MUST_CLOSE
           | C_SAYS_CLOSE | C_SINGLE | ( S_RESPONSE | S_CONTINUE | S_INTERIM | S_UNASKED | S_UNASKED_TIMEOUT ) @bad_turn_reuse_after_length_and_coding
           | S_UNASKED_BYTES @bad_turn_unsolicited_bytes )*;

ending = client_last | server_last | single | single_request | must_close | closed | handed_over;
main := exchanges ( closed | ( C_REQUEST | pipelined ) waiting ending? )?;
}%%

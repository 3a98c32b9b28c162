# Whose word it is on one connection: messages and pings by either at any time, one Close each, then the end of TCP.
# C tells pongs and Closes apart by what was sent before and had been seen.    Source: RFC 6455 5.5, 7.1    Machine: websocket.turns
%%{
machine websocket_turns;
alphtype short;

import "symbols.h";

action bad_pong_unasked {}
action bad_pong_payload_differs {}
action bad_pong_skipped {}
action bad_close_data_after_close {}
action bad_close_control_after_close {}
action bad_close_repeated {}
action bad_close_unanswered {}
action bad_close_missing {}
action bad_close_other_code_back {}
action bad_close_client_ended_first {}

# RFC 6455 5.5.3
c_pong   = C_PONG | C_PONG_UNASKED @bad_pong_unasked | C_PONG_DIFFERS @bad_pong_payload_differs | C_PONG_SKIPS @bad_pong_skipped;
s_pong   = S_PONG | S_PONG_UNASKED @bad_pong_unasked | S_PONG_DIFFERS @bad_pong_payload_differs | S_PONG_SKIPS @bad_pong_skipped;
c_speaks = C_DATA | C_PING | c_pong;
s_speaks = S_DATA | S_PING | s_pong;

# RFC 6455 5.5.1, 1.4: nothing follows a Close of its own
c_control = C_PING | C_PONG | C_PONG_UNASKED | C_PONG_DIFFERS | C_PONG_SKIPS;
s_control = S_PING | S_PONG | S_PONG_UNASKED | S_PONG_DIFFERS | S_PONG_SKIPS;
c_late   = C_DATA @bad_close_data_after_close | c_control @bad_close_control_after_close | C_CLOSE_FRAME @bad_close_repeated;
s_late   = S_DATA @bad_close_data_after_close | s_control @bad_close_control_after_close | S_CLOSE_FRAME @bad_close_repeated;

# RFC 6455 5.5.1
c_answer = C_CLOSE_ANSWER | C_CLOSE_OTHER @bad_close_other_code_back | C_CLOSE_CROSSED;
s_answer = S_CLOSE_ANSWER | S_CLOSE_OTHER @bad_close_other_code_back | S_CLOSE_CROSSED;
client_leaves = C_CLOSE @bad_close_unanswered | C_CLOSE_UNSEEN @bad_close_missing;
server_leaves = S_CLOSE @bad_close_unanswered | S_CLOSE_UNSEEN @bad_close_missing;

# RFC 6455 7.1.1: after both Closes the server ends TCP first
closed   = ( c_late | s_late )* ( S_CLOSE c_late* C_CLOSE? | C_CLOSE @bad_close_client_ended_first s_late* S_CLOSE? )?;
# One side has said Close, the other has not yet
client_closing = ( s_speaks | c_late )*
                 ( s_answer closed | server_leaves c_late* C_CLOSE?
                 | C_CLOSE s_speaks* ( s_answer s_late* S_CLOSE? | server_leaves )? )?;
server_closing = ( c_speaks | s_late )*
                 ( c_answer closed | client_leaves s_late* S_CLOSE?
                 | S_CLOSE c_speaks* ( c_answer c_late* C_CLOSE? | client_leaves )? )?;
# RFC 6455 7.1.5: TCP ended without a Close
client_gone   = C_CLOSE @bad_close_missing s_speaks* ( S_CLOSE_FRAME s_late* )? S_CLOSE?;
server_gone   = S_CLOSE @bad_close_missing c_speaks* ( C_CLOSE_FRAME c_late* )? C_CLOSE?;

open = ( c_speaks | s_speaks )*;
main := open ( C_CLOSE_FRAME client_closing | S_CLOSE_FRAME server_closing | client_gone | server_gone )?;
}%%

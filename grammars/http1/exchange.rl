# One exchange: a request and all its responses, whatever carries them.    Source: RFC 9110 3.4, 9.3.6, 10.1.1, 15.2
# One instance runs for each exchange. Machine: http1.exchange
%%{
machine http1_exchange;
alphtype short;

import "symbols.h";

action bad_expect_sent_without_waiting {}
action bad_expect_continue_unasked {}
action bad_expect_continue_repeated {}
action bad_expect_continue_late {}
action bad_expect_refused_but_sent {}
action bad_turn_interim {}
action bad_turn_early_final {}
action bad_turn_response_before_head_end {}
action bad_turn_no_final_response {}
action bad_turn_unanswered_at_close {}
action bad_turn_close_race {}
action bad_upgrade_switch_before_continue {}
action bad_connect_tunnel {}

# RFC 9110 15.2: any number of them, never the last word
interim      = S_INTERIM @bad_turn_interim;
unasked_100  = S_CONTINUE @bad_expect_continue_unasked;
repeated_100 = S_CONTINUE @bad_expect_continue_repeated;
late_100     = S_CONTINUE @bad_expect_continue_late;
# RFC 9112 9.5: the connection ended without an answer; a close that crossed the request is a race
unanswered   = S_CLOSE @bad_turn_unanswered_at_close | S_CLOSE_LEFT | S_CLOSE_CROSSED @bad_turn_close_race;
# ... or the request was not complete
given_up     = S_CLOSE | S_CLOSE_LEFT | S_CLOSE_CROSSED;
no_final     = S_CLOSE @bad_turn_no_final_response   | S_CLOSE_LEFT | S_CLOSE_CROSSED @bad_turn_close_race;
# RFC 9110 7.8, 9.3.6: the connection is another protocol's from here on
handed_over  = S_SWITCH | S_TUNNEL @bad_connect_tunnel;

# The request is complete, the server has the word
answering    = ( S_RESPONSE | S_EARLY @bad_turn_early_final ) S_RESPONSE_END;
waiting      = unasked_100* ( answering | handed_over | unanswered
             | interim ( interim | unasked_100 )* ( answering | handed_over | no_final ) );
# ... after a request that expected 100, and had not got it, or had
waiting_late = late_100* ( answering | handed_over | unanswered
             | interim ( interim | late_100 )* ( answering | handed_over | no_final ) );
waiting_told = ( repeated_100 | interim )* ( answering | handed_over | no_final );

# RFC 9112 9.5: a final response may overtake the end of the request
overtaken    = S_RESPONSE @bad_turn_early_final
               ( S_RESPONSE_END ( C_REQUEST_END | S_CLOSE | S_CLOSE_LEFT | S_CLOSE_CROSSED )
               | C_REQUEST_END S_RESPONSE_END );
# RFC 9110 10.1.1: refused in place of 100; the content need not come
refused      = S_RESPONSE ( C_CONTENT @bad_expect_refused_but_sent )*
               ( S_RESPONSE_END ( C_CONTENT @bad_expect_refused_but_sent )* ( C_REQUEST_END | S_CLOSE | S_CLOSE_LEFT | S_CLOSE_CROSSED )
               | C_REQUEST_END S_RESPONSE_END );

# The head is complete, the content is on its way
content      = ( interim | unasked_100 )* ( C_REQUEST_END waiting | overtaken | handed_over | given_up );
told         = ( interim | repeated_100 )* ( C_REQUEST_END waiting_told | overtaken | handed_over | no_final );
sending      = interim* ( S_CONTINUE told | C_REQUEST_END waiting_late | overtaken | given_up );
# RFC 9110 10.1.1, 7.8: the client waits for 100 before its content; 100 comes before 101
expecting    = interim* ( S_CONTINUE told
             | ( C_CONTENT @bad_expect_sent_without_waiting ) sending
             | refused
             | S_SWITCH @bad_upgrade_switch_before_continue
             | given_up );

# RFC 9110 5.3: nothing is answered before the head is complete, unless it is refused
head         = C_HEAD_END content | C_EXPECTS expecting
             | ( S_RESPONSE @bad_turn_response_before_head_end | S_REJECTION )
               ( S_RESPONSE_END ( C_HEAD_END C_REQUEST_END? | C_EXPECTS C_REQUEST_END? | S_CLOSE | S_CLOSE_LEFT | S_CLOSE_CROSSED )
               | ( C_HEAD_END | C_EXPECTS ) ( C_REQUEST_END S_RESPONSE_END | S_RESPONSE_END C_REQUEST_END? ) )
             | given_up;

main := C_REQUEST head;
}%%

# Questions about sessions that a memory decides: C poses one and says what it found; the edges that break a rule say which.
# Source: the profile of the session; the clauses above    Machine: continuity.facts
%%{
machine continuity_facts;
alphtype short;

import "symbols.h";

action bad_identity_linked_by_guess {}
action bad_identity_ambiguous {}
action bad_counter_not_observable {}
action bad_counter_unreadable {}
action bad_message_possibly_lost {}
action bad_message_cut_by_close {}
action bad_message_unacknowledged_bytes {}
action bad_message_sent_to_dead_peer {}
action bad_acknowledgment_outstanding {}
action bad_acknowledgment_for_unsent {}
action bad_acknowledgment_went_back {}
action bad_reconnect_alive_below {}

tie      = Q_TIE ( TIE_NAMED
         | TIE_GUESSED @bad_identity_linked_by_guess
         | TIE_AMBIGUOUS @bad_identity_ambiguous
         | TIE_DOUBTED @bad_identity_ambiguous );
counter  = Q_COUNTER ( COUNTER_READ
         | COUNTER_UNREADABLE @bad_counter_unreadable
         | COUNTER_NONE @bad_counter_not_observable
         | COUNTER_AFRESH @bad_counter_not_observable );
id       = Q_ID ( ID_GOES_ON | ID_OPAQUE @bad_message_possibly_lost );
# RFC 6455 7.1.5; RFC 9293 3.4, 3.6.1
delivery = Q_DELIVERY ( DELIVERED
         | DELIVERY_CUT @bad_message_cut_by_close
         | DELIVERY_UNKNOWN @bad_message_unacknowledged_bytes
         | DELIVERY_DEAD @bad_message_sent_to_dead_peer );
acknowledgment = Q_ACKNOWLEDGMENT ( ACK_RIGHT
         | ACK_OUTSTANDING @bad_acknowledgment_outstanding
         | ACK_UNSENT @bad_acknowledgment_for_unsent
         | ACK_BACK @bad_acknowledgment_went_back );
below    = Q_BELOW ( BELOW_OVER | BELOW_ALIVE @bad_reconnect_alive_below );

main := ( tie | counter | id | delivery | acknowledgment | below )*;
}%%

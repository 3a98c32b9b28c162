# Questions about WebSocket that a number or a memory decides: C poses one and says what it found; the edges that break a
# rule say which.    Source: the clauses above each    Machine: websocket.facts
%%{
machine websocket_facts;
alphtype short;

import "symbols.h";

action bad_open_method {}
action bad_open_http_version {}
action bad_open_upgrade_missing {}
action bad_open_connection_missing {}
action bad_open_key_missing {}
action bad_open_key_repeated {}
action bad_open_key_reused {}
action bad_open_version_missing {}
action bad_open_version_repeated {}
action bad_open_versions_not_named {}
action bad_open_subprotocol_repeated {}
action bad_open_early_client_bytes {}
action bad_open_two_connecting {}
action bad_open_refused {}
action bad_open_answer_upgrade {}
action bad_open_answer_connection {}
action bad_open_accept_missing {}
action bad_open_accept_repeated {}
action bad_open_accept_wrong {}
action bad_open_subprotocol_not_offered {}
action bad_open_subprotocol_two_chosen {}
action bad_open_extension_not_offered {}
action bad_open_extensions_repeated {}
action bad_deflate_parameter_repeated {}
action bad_deflate_accepted_twice {}
action bad_deflate_client_window_not_offered {}
action bad_deflate_window_larger_than_offered {}
action bad_deflate_takeover_not_honoured {}
action bad_deflate_uncompressed_message {}
action bad_deflate_bad_block {}
action bad_deflate_context_used {}
action bad_deflate_window_exceeded {}
action bad_deflate_final_block {}
action bad_frame_mask_key_repeated {}
action bad_frame_mask_key_zero {}
action bad_frame_too_large {}
action bad_close_code_for_client_only {}
action bad_close_server_stays_open {}
action bad_message_open_at_close {}
action bad_message_open_at_end {}
action bad_ping_unanswered {}
action bad_ping_unanswered_at_end {}

# RFC 6455 4.1
request = Q_REQUEST ( REQUEST_RIGHT
        | METHOD_NOT_GET @bad_open_method
        | VERSION_BELOW_11 @bad_open_http_version
        | UPGRADE_NOT_WEBSOCKET @bad_open_upgrade_missing
        | CONNECTION_NOT_UPGRADE @bad_open_connection_missing
        | KEY_MISSING @bad_open_key_missing
        | VERSION_MISSING @bad_open_version_missing
        | SECOND_CONNECTING @bad_open_two_connecting
        | KEY_REUSED @bad_open_key_reused );
silence = Q_SILENCE ( SILENCE_KEPT | EARLY_BYTES @bad_open_early_client_bytes );
# RFC 6455 11.3
once = Q_ONCE ( ONCE_RIGHT
     | KEY_AGAIN @bad_open_key_repeated
     | VERSION_AGAIN @bad_open_version_repeated
     | ACCEPT_AGAIN @bad_open_accept_repeated
     | PROTOCOL_SECOND @bad_open_subprotocol_two_chosen
     | EXTENSIONS_AGAIN @bad_open_extensions_repeated );
# RFC 6455 4.1, 4.2.2, 4.4
offer   = Q_OFFER ( OFFER_RIGHT | PROTOCOL_AGAIN @bad_open_subprotocol_repeated );
answer  = Q_ANSWER ( ANSWER_RIGHT
        | ANSWER_REFUSES @bad_open_refused
        | ANSWER_NOT_WEBSOCKET @bad_open_answer_upgrade
        | ANSWER_NOT_UPGRADE @bad_open_answer_connection
        | ACCEPT_MISSING @bad_open_accept_missing );
refusal = Q_REFUSAL ( REFUSAL_RIGHT | VERSIONS_NOT_NAMED @bad_open_versions_not_named );
choice  = Q_CHOICE ( CHOICE_RIGHT
        | PROTOCOL_NOT_OFFERED @bad_open_subprotocol_not_offered
        | EXTENSION_NOT_OFFERED @bad_open_extension_not_offered );
accept  = Q_ACCEPT ( ACCEPT_RIGHT | ACCEPT_WRONG @bad_open_accept_wrong );
# RFC 7692 5.1, 7.1
deflate = Q_DEFLATE ( DEFLATE_RIGHT
        | PARAMETER_AGAIN @bad_deflate_parameter_repeated
        | DEFLATE_AGAIN @bad_deflate_accepted_twice
        | CLIENT_WINDOW_NOT_OFFERED @bad_deflate_client_window_not_offered
        | WINDOW_LARGER @bad_deflate_window_larger_than_offered
        | TAKEOVER_KEPT @bad_deflate_takeover_not_honoured );
# RFC 6455 5.3, 7.4.1, 10.3; RFC 7692 6
mask  = Q_MASK ( MASK_RIGHT | MASK_AGAIN @bad_frame_mask_key_repeated | MASK_ZERO @bad_frame_mask_key_zero );
frame = Q_FRAME ( FRAME_RIGHT | FRAME_LARGE @bad_frame_too_large );
compression = Q_COMPRESSION ( COMPRESSED | UNCOMPRESSED @bad_deflate_uncompressed_message );
code = Q_CODE ( CODE_RIGHT | CODE_FOR_CLIENT @bad_close_code_for_client_only );
# RFC 6455 5.4, 5.5.1, 5.5.2, 7.1.1
message  = Q_MESSAGE ( MESSAGE_WHOLE
         | MESSAGE_OPEN_AT_CLOSE @bad_message_open_at_close
         | MESSAGE_OPEN_AT_END @bad_message_open_at_end );
pong     = Q_PONG ( PONG_RIGHT | PING_OPEN_AT_END @bad_ping_unanswered_at_end | CLOSE_BEFORE_PONG @bad_ping_unanswered );
patience = Q_PATIENCE ( SERVER_ENDS | SERVER_STAYS @bad_close_server_stays_open );
# RFC 7692 7.2
content = Q_CONTENT ( INFLATE_RIGHT
        | INFLATE_BAD @bad_deflate_bad_block
        | INFLATE_CONTEXT @bad_deflate_context_used
        | INFLATE_WINDOW @bad_deflate_window_exceeded
        | INFLATE_FINAL @bad_deflate_final_block );

main := ( request | silence | once | offer | answer | refusal | choice | accept | deflate | mask | frame | compression | code
        | message | pong | patience | content )*;
}%%

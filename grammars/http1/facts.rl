# Questions about a message that a number or a memory decides: C poses one and says what it found; the edges that break
# a rule say which.    Source: the clauses above each    Machine: http1.facts
%%{
machine http1_facts;
alphtype short;

import "symbols.h";

action bad_request_empty_line_before {}
action bad_request_empty_lines_before {}
action bad_request_empty_line_after_body {}
action bad_response_empty_line_before {}
action bad_line_too_long {}
action bad_target_connect_port {}
action bad_version_changed {}
action bad_field_repeated_singleton {}
action bad_host_missing {}
action bad_host_repeated {}
action bad_content_length_repeated {}
action bad_content_length_conflict {}
action bad_content_length_too_large {}
action bad_content_length_with_transfer_encoding {}
action bad_content_length_in_bodiless_response {}
action bad_content_length_in_connect_response {}
action bad_content_length_needless {}
action bad_content_connect_with_length {}
action bad_transfer_encoding_chunked_twice {}
action bad_transfer_encoding_request_not_chunked_last {}
action bad_transfer_encoding_unknown_in_request {}
action bad_transfer_encoding_unknown_in_response {}
action bad_transfer_encoding_in_http10 {}
action bad_transfer_encoding_to_http10_request {}
action bad_transfer_encoding_in_bodiless_response {}
action bad_transfer_encoding_in_connect_response {}
action bad_chunk_size_too_large {}
action bad_turn_body_abandoned {}
action bad_upgrade_early_bytes {}
action bad_trailer_forbidden_field {}
action bad_trailer_not_announced {}
action bad_connection_close_and_keep_alive {}
action bad_connection_field_not_listed {}
action bad_date_missing {}
action bad_content_no_type {}
action bad_content_options_without_type {}
action bad_content_undefined_for_method {}
action bad_content_in_trace {}
action bad_connect_early_bytes {}
action bad_status_205_with_content {}
action bad_status_101_without_upgrade {}
action bad_status_426_without_upgrade {}
action bad_upgrade_not_in_connection {}
action bad_upgrade_in_http10 {}
action bad_upgrade_not_offered {}
action bad_upgrade_declined {}
action bad_upgrade_http_after_switch {}
action bad_upgrade_unasked {}
action bad_te_not_in_connection {}
action bad_expect_without_content {}
action bad_expect_in_http10 {}
action bad_expect_deadlock {}
action bad_status_206_without_content_range {}
action bad_status_206_without_range {}
action bad_status_304_without_condition {}
action bad_status_401_without_challenge {}
action bad_status_405_without_allow {}
action bad_status_407_without_challenge {}
action bad_status_412_without_precondition {}
action bad_status_416_without_range {}
action bad_status_416_without_length {}
action bad_range_content_range_invalid {}
action bad_range_length_mismatch {}
action bad_range_multipart_for_one {}
action bad_range_multipart_with_content_range {}
action bad_range_if_range_alone {}
action bad_turn_interim_to_http10 {}
action bad_message_abandoned {}
action bad_body_close_delimited_reset {}
action bad_turn_idle {}
action bad_turn_body_open {}
action bad_turn_server_stays_open {}
action bad_turn_client_stays_open {}

# RFC 9112 2.2, 9.2
empty_lines = Q_EMPTY_LINE ( EMPTY_NONE
            | EMPTY_BEFORE @bad_request_empty_line_before
            | EMPTY_AGAIN @bad_request_empty_lines_before
            | EMPTY_AFTER_CONTENT @bad_request_empty_line_after_body
            | EMPTY_RESPONSE @bad_response_empty_line_before );
# RFC 9112 3
line_length = Q_LINE ( LINE_SHORT | LINE_LONG @bad_line_too_long );
# RFC 9110 9.3.6
connect_port = Q_PORT ( PORT_RIGHT | PORT_WRONG @bad_target_connect_port );
# RFC 9110 2.5
version = Q_VERSION ( VERSION_SAME | VERSION_CHANGED @bad_version_changed );
# RFC 9110 5.3
field_lines = Q_FIELD ( FIELD_ONCE | FIELD_AGAIN @bad_field_repeated_singleton );
# RFC 9112 3.2
host = Q_HOST ( HOST_ONE | HOST_MISSING @bad_host_missing | HOST_AGAIN @bad_host_repeated );
# RFC 9110 8.6, 9.3.6; RFC 9112 6.2, 6.3
content_length = Q_LENGTH ( LENGTH_ONE
               | LENGTH_SAME
               | LENGTH_AGAIN @bad_content_length_repeated
               | LENGTH_CONFLICT @bad_content_length_conflict
               | LENGTH_TOO_LARGE @bad_content_length_too_large
               | LENGTH_AND_CODING @bad_content_length_with_transfer_encoding
               | LENGTH_NEEDLESS @bad_content_length_needless
               | LENGTH_IN_CONNECT_REQUEST @bad_content_connect_with_length );
# RFC 9112 6.1, 6.3, 7; RFC 9110 9.3.6
transfer_encoding = Q_CODING ( CODING_RIGHT
                  | CODING_TWICE @bad_transfer_encoding_chunked_twice
                  | CODING_NOT_LAST @bad_transfer_encoding_request_not_chunked_last
                  | CODING_UNKNOWN_REQUEST @bad_transfer_encoding_unknown_in_request
                  | CODING_UNKNOWN_RESPONSE @bad_transfer_encoding_unknown_in_response
                  | CODING_IN_HTTP10 @bad_transfer_encoding_in_http10
                  | CODING_TO_HTTP10 @bad_transfer_encoding_to_http10_request );
# RFC 9110 8.6, 9.3.6; RFC 9112 6.1: a response that has no body says nothing of its length
no_body = Q_NO_BODY ( NO_FRAMING
        | LENGTH_IN_BODILESS @bad_content_length_in_bodiless_response
        | LENGTH_IN_CONNECT @bad_content_length_in_connect_response
        | CODING_IN_BODILESS @bad_transfer_encoding_in_bodiless_response
        | CODING_IN_CONNECT @bad_transfer_encoding_in_connect_response );
# RFC 9112 7.1, 9.3; RFC 9110 7.8
chunk = Q_CHUNK ( CHUNK_RIGHT
      | CHUNK_TOO_LARGE @bad_chunk_size_too_large
      | CHUNK_ABANDONED @bad_turn_body_abandoned
      | CHUNK_EARLY @bad_upgrade_early_bytes );
# RFC 9110 6.5.1, 6.6.2
trailer = Q_TRAILER ( TRAILER_RIGHT
        | TRAILER_FORBIDDEN @bad_trailer_forbidden_field
        | TRAILER_UNANNOUNCED @bad_trailer_not_announced );
# RFC 9110 7.6.1; RFC 9112 9.3
connection = Q_CONNECTION ( CONNECTION_RIGHT | CONNECTION_LISTED
           | CONNECTION_BOTH @bad_connection_close_and_keep_alive
           | CONNECTION_UNLISTED @bad_connection_field_not_listed );
# RFC 9110 6.6.1
date = Q_DATE ( DATE_THERE | DATE_MISSING @bad_date_missing );
# RFC 9110 8.3, 9.3.7
content_type = Q_TYPE ( TYPE_THERE
             | TYPE_MISSING @bad_content_no_type
             | TYPE_MISSING_OPTIONS @bad_content_options_without_type );
# RFC 9110 9.3.1, 9.3.8, 15.3.6
content = Q_CONTENT ( CONTENT_NONE
        | CONTENT_UNDEFINED @bad_content_undefined_for_method
        | CONTENT_IN_TRACE @bad_content_in_trace
        | CONTENT_EARLY @bad_connect_early_bytes
        | CONTENT_IN_205 @bad_status_205_with_content );
# RFC 9110 7.8, 15.2.2, 15.5.22
upgrade = Q_UPGRADE ( UPGRADE_THERE
        | UPGRADE_MISSING_101 @bad_status_101_without_upgrade
        | UPGRADE_MISSING_426 @bad_status_426_without_upgrade );
listed  = Q_LISTED ( UPGRADE_LISTED
        | UPGRADE_UNLISTED @bad_upgrade_not_in_connection
        | UPGRADE_IN_HTTP10 @bad_upgrade_in_http10 );
chosen  = Q_CHOSEN ( UPGRADE_OFFERED
        | UPGRADE_UNASKED @bad_upgrade_unasked
        | UPGRADE_NOT_OFFERED @bad_upgrade_not_offered
        | UPGRADE_DECLINED @bad_upgrade_declined );
switched = Q_SWITCHED ( SWITCH_KEPT | HTTP_AFTER_SWITCH @bad_upgrade_http_after_switch );
# RFC 9110 10.1.4
te = Q_TE ( TE_LISTED | TE_UNLISTED @bad_te_not_in_connection );
# RFC 9110 10.1.1
expect = Q_EXPECT ( EXPECT_RIGHT | EXPECT_ANSWERED
       | EXPECT_NO_CONTENT @bad_expect_without_content
       | EXPECT_IN_HTTP10 @bad_expect_in_http10
       | EXPECT_IGNORED @bad_expect_deadlock );
# RFC 9110 15.3.7, 15.4.5, 15.5
status = Q_STATUS ( STATUS_RIGHT
       | RANGE_MISSING_206 @bad_status_206_without_content_range
       | REQUEST_NOT_RANGE_206 @bad_status_206_without_range
       | REQUEST_NOT_CONDITIONAL_304 @bad_status_304_without_condition
       | CHALLENGE_MISSING_401 @bad_status_401_without_challenge
       | ALLOW_MISSING_405 @bad_status_405_without_allow
       | CHALLENGE_MISSING_407 @bad_status_407_without_challenge
       | REQUEST_NOT_CONDITIONAL_412 @bad_status_412_without_precondition
       | REQUEST_NOT_RANGE_416 @bad_status_416_without_range
       | LENGTH_MISSING_416 @bad_status_416_without_length );
# RFC 9110 13.1.5, 14.4, 15.3.7
range = Q_RANGE ( RANGE_RIGHT
      | RANGE_INVALID @bad_range_content_range_invalid
      | RANGE_LENGTH @bad_range_length_mismatch
      | RANGE_MULTIPART_FOR_ONE @bad_range_multipart_for_one
      | RANGE_MULTIPART_HEAD @bad_range_multipart_with_content_range
      | RANGE_IF_ALONE @bad_range_if_range_alone );
# RFC 9110 15.2
interim = Q_INTERIM ( INTERIM_TO_HTTP11 | INTERIM_TO_HTTP10 @bad_turn_interim_to_http10 );
# RFC 9112 6.3, 8, 9.6
end = Q_END ( END_IN_TIME
    | END_ABANDONED @bad_message_abandoned
    | END_BY_RESET @bad_body_close_delimited_reset
    | END_BODY_OPEN @bad_turn_body_open );
# RFC 9112 9.3, 9.6
close = Q_CLOSE ( CLOSE_IN_TIME
      | END_IDLE @bad_turn_idle
      | END_LATE_SERVER @bad_turn_server_stays_open
      | END_LATE_CLIENT @bad_turn_client_stays_open );

main := ( empty_lines | line_length | connect_port | version | field_lines | host | content_length | transfer_encoding
        | chunk | trailer | connection | date | content_type | content | upgrade | listed | chosen | switched | te | expect
        | status | range | interim | end | close | no_body )*;
}%%

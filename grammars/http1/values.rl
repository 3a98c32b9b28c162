# Field values that framing and turns depend on, each a machine of its own over the bytes of the value, from the colon to the
# line end. The end of the value is the end of its input.    Source: the clauses above each machine

# RFC 9110 8.6
%%{
machine http1_content_length;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action zero {}
action dec {}
action ev_length_digit {}
action ev_length_next {}
action bad_content_length_syntax {}
action bad_content_length_leading_zero {}

length = "0" @zero @dec @ev_length_digit ( ( DIGIT @dec @ev_length_digit ) >bad_content_length_leading_zero ( DIGIT @dec @ev_length_digit )* )?
       | ( DIGIT - "0" ) @zero @dec @ev_length_digit ( DIGIT @dec @ev_length_digit )*;

main := ( blank* length blank* ( "," @ev_length_next blank* length blank* )* ) $!bad_content_length_syntax @/bad_content_length_syntax;
}%%

# RFC 9112 6.1, 7
%%{
machine http1_transfer_encoding;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";
include http1_list "list.rl";

action ev_known_byte {}
action ev_coding_byte {}
action ev_chunked {}
action ev_known_coding {}
action ev_unknown_coding {}
action bad_transfer_encoding_syntax {}
action bad_transfer_encoding_empty {}
action bad_transfer_encoding_identity {}
action bad_transfer_encoding_chunked_parameter {}

registered = "gzip"i | "x-gzip"i | "deflate"i | "compress"i | "x-compress"i;
# What begins like no registered coding is known by its first byte that differs
transfer_coding = ( "chunked"i $ev_known_byte ) %ev_chunked
                  ( OWS ";" @bad_transfer_encoding_chunked_parameter parameter_rest parameter* )?
                | ( registered $ev_known_byte ) %ev_known_coding parameter*
                | ( "identity"i $ev_known_byte ) %bad_transfer_encoding_identity %ev_known_coding parameter*
                | ( ( tchar $ev_coding_byte )+ - ( "chunked"i | "identity"i | registered ) ) %ev_unknown_coding parameter*;

main := ( list_start $/bad_transfer_encoding_empty
          ( transfer_coding OWS ( list_next transfer_coding OWS )* list_last? )? ) $!bad_transfer_encoding_syntax;
}%%

# RFC 9110 7.6.1
%%{
machine http1_connection;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";
include http1_list "list.rl";

action ev_close {}
action ev_keep_alive {}
action ev_option_upgrade {}
action ev_option_te {}
action bad_connection_option_syntax {}
action bad_connection_names_content_field {}

content_field = "cache-control"i | "content-type"i | "content-length"i | "content-encoding"i | "host"i | "date"i | "etag"i;
connection_option = "close"i %ev_close | "keep-alive"i %ev_keep_alive | "upgrade"i %ev_option_upgrade | "te"i %ev_option_te
                  | content_field %bad_connection_names_content_field
                  | ( token - ( "close"i | "keep-alive"i | "upgrade"i | "te"i | content_field ) );

main := ( list_start ( connection_option OWS ( list_next connection_option OWS )* list_last? )? ) $!bad_connection_option_syntax;
}%%

# RFC 9112 3.2, RFC 3986 3.2.2
%%{
machine http1_host;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action bad_host_syntax {}

host_character = ALPHA | DIGIT | "-" | "." | "_" | "~" | "!" | "$" | "&" | "'" | "(" | ")" | "*" | "+" | "," | ";" | "=";
reg_name   = ( host_character | "%" HEXDIG HEXDIG )+;
ip_literal = "[" ( ( HEXDIG | ":" | "." )+ | ( "v"i HEXDIG+ "." ( host_character | ":" )+ ) ) "]";
port       = DIGIT*;
host       = ( reg_name | ip_literal ) ( ":" port )?;

main := ( blank* host? blank* ) $!bad_host_syntax @/bad_host_syntax;
}%%

# RFC 9110 7.8
%%{
machine http1_upgrade;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";
include http1_list "list.rl";

action ev_unreadable {}
action ev_websocket {}
action ev_websocket_version {}
action ev_h2c {}
action ev_tls {}
action ev_tunnel {}
action ev_name_start {}
action ev_name_byte {}
action ev_other_protocol {}

# What is spoken already: a switch to TLS names it again, as what TLS carries (RFC 2817 3.3)
spoken   = "http"i;
# What may carry HTTP/1 again
tunnel   = "tcp"i | "connect-"i token;
versioned = "websocket"i %ev_websocket ( "/" @ev_websocket_version token )?;
protocol = versioned | ( "h2c"i %ev_h2c | "tls"i %ev_tls | tunnel %ev_tunnel | spoken
           | ( ( tchar @ev_name_start @ev_name_byte ( tchar @ev_name_byte )* )
               - ( "websocket"i | "h2c"i | "tls"i | tunnel | spoken ) ) %ev_other_protocol ) ( "/" token )?;

main := ( list_start ( protocol OWS ( list_next protocol OWS )* list_last? )? ) $!ev_unreadable;
}%%

# RFC 9110 10.1.1
%%{
machine http1_expect;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";
include http1_list "list.rl";

action ev_unreadable {}
action ev_continue {}
action bad_expect_unknown {}

value_byte  = VCHAR | obs_text;
expectation = "100-continue"i %ev_continue
            | ( ( value_byte - "," )+ - "100-continue"i ) %bad_expect_unknown;

main := ( list_start ( expectation OWS ( list_next expectation OWS )* list_last? )? ) $!ev_unreadable;
}%%

# RFC 9110 10.1.4, RFC 9112 7.4
%%{
machine http1_te;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";
include http1_list "list.rl";

action ev_unreadable {}
action bad_te_names_chunked {}

t_coding = ( "chunked"i %bad_te_names_chunked | ( token - "chunked"i ) ) parameter*;

main := ( list_start ( t_coding OWS ( list_next t_coding OWS )* list_last? )? ) $!ev_unreadable;
}%%

# RFC 9110 5.6.7
%%{
machine http1_date;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action bad_date_syntax {}
action bad_date_old_format {}

day     = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";
month   = "Jan" | "Feb" | "Mar" | "Apr" | "May" | "Jun" | "Jul" | "Aug" | "Sep" | "Oct" | "Nov" | "Dec";
time    = ( "0".."1" DIGIT | "2" "0".."3" ) ":" "0".."5" DIGIT ":" ( "0".."5" DIGIT | "60" );
imf_date    = ", " DIGIT DIGIT " " month " " DIGIT DIGIT DIGIT DIGIT " " time " GMT";
rfc850_date = ", " DIGIT DIGIT "-" month "-" DIGIT DIGIT " " time " GMT";
asctime     = " " @bad_date_old_format month " " ( DIGIT DIGIT | " " DIGIT ) " " time " " DIGIT DIGIT DIGIT DIGIT;
long_day    = ( "Mon" | "Fri" | "Sun" ) "d" @bad_date_old_format "ay" | "Tue" "s" @bad_date_old_format "day"
            | "Wed" "n" @bad_date_old_format "esday" | "Thu" "r" @bad_date_old_format "sday" | "Sat" "u" @bad_date_old_format "rday";
http_date   = day ( imf_date | asctime ) | long_day rfc850_date;

main := ( blank* http_date blank* ) $!bad_date_syntax @/bad_date_syntax;
}%%

# RFC 9110 14.4
%%{
machine http1_content_range;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action zero {}
action dec {}
action ev_range_first {}
action ev_range_last {}
action ev_range_length {}
action ev_range_unsatisfied {}
action ev_range_other {}

position    = DIGIT @zero @dec ( DIGIT @dec )*;
range_resp  = position "-" @ev_range_first position "/" @ev_range_last ( position %ev_range_length | "*" );
unsatisfied = "*/" position %ev_range_unsatisfied;
other_range = ( ( tchar+ - "bytes" ) " " ) @ev_range_other ( VCHAR | blank | obs_text )*;

main := blank* ( "bytes " ( range_resp | unsatisfied ) blank* | other_range );
}%%

# RFC 9110 14.1, 14.2
%%{
machine http1_range;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_range_next {}
action ev_range_other {}

range_spec  = DIGIT+ "-" DIGIT* | "-" DIGIT+;
other_range = ( ( tchar+ - "bytes" ) "=" ) @ev_range_other ( VCHAR | blank | obs_text )*;

main := blank* ( "bytes=" blank* range_spec blank* ( "," @ev_range_next blank* range_spec blank* )* | other_range );
}%%

# RFC 9110 13.1.5
%%{
machine http1_if_range;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_unreadable {}
action bad_range_if_range_weak {}

rest       = ( VCHAR | blank | obs_text )*;
weak_tag   = "W/" @bad_range_if_range_weak rest;
strong_tag = '"' rest;
http_date  = ( ALPHA - "W" ) rest | "W" ( ( VCHAR - "/" ) rest )?;

main := ( blank* ( weak_tag | strong_tag | http_date )? ) $!ev_unreadable;
}%%

# RFC 9110 8.4
%%{
machine http1_content_encoding;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";
include http1_list "list.rl";

action ev_unreadable {}
action ev_encoded {}
action ev_encoded_other {}
action bad_encoding_identity {}

content_coding = ( "gzip"i | "x-gzip"i | "deflate"i ) %ev_encoded
               | "identity"i %bad_encoding_identity
               | ( token - ( "gzip"i | "x-gzip"i | "deflate"i | "identity"i ) ) %ev_encoded_other;

main := ( list_start ( content_coding OWS ( list_next content_coding OWS )* list_last? )? ) $!ev_unreadable;
}%%

# RFC 9110 8.3, 14.6
%%{
machine http1_content_type;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_multipart {}

value_byte = VCHAR | obs_text;
multipart  = "multipart/byteranges"i %ev_multipart;
media_type = ( value_byte - ";" )+ - "multipart/byteranges"i;

main := blank* ( ( multipart | media_type ) ( ( blank | ";" ) ( value_byte | blank )* )? )?;
}%%

# RFC 9110 7.8: what HTTP/1 begins with, where another protocol must stand
%%{
machine http1_after_switch;
alphtype short;
import "symbols.h";

action ev_after_switch {}

request  = ( "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS" ) " /" ( 0x21..0x7e )* " HTTP/1." @ev_after_switch;
response = "HTTP/1." ( "0" | "1" ) " " @ev_after_switch;

main := request | response;
}%%

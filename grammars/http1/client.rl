# What a client sends: requests.    Source: RFC 9112 2, 3, 7; RFC 9110 4, 9; RFC 3986 3    Machine: http1.request
%%{
machine http1_request;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";
include http1_version "version.rl";

action ev_start {}
action ev_empty_line {}
action ev_get {}
action ev_head {}
action ev_put {}
action ev_delete {}
action ev_options {}
action ev_trace {}
action ev_connect {}
action ev_other_method {}
action ev_target_end {}
action ev_port_digit {}
action ev_line_end {}
action dec {}
action bad_field_folded_request {}
action bad_request_line_method_character {}
action bad_request_line_separator {}
action bad_request_line_leading_whitespace {}
action bad_request_line_trailing_whitespace {}
action bad_request_line_missing_part {}
action bad_request_line_http09 {}
action bad_target_bad_character {}
action bad_target_bad_percent {}
action bad_target_fragment {}
action bad_target_no_form {}
action bad_target_asterisk_without_options {}
action bad_target_connect_form {}
action bad_target_userinfo {}
action bad_message_cut_in_head {}

fold_blank = blank @bad_field_folded_request;
include http1_fields "fields.rl";
include http1_body "body.rl";

# RFC 9110 9.1: any token is a method; these are the ones that framing and turns look at
method_known = "GET" %ev_get | "HEAD" %ev_head | "PUT" %ev_put | "DELETE" %ev_delete | "TRACE" %ev_trace;
method_other = ( ( tchar
                 | ( octet - tchar - blank - CR - LF ) $bad_request_line_method_character )+
                 - ( "GET" | "HEAD" | "PUT" | "DELETE" | "TRACE" | "OPTIONS" | "CONNECT" ) ) %ev_other_method;
method         = ( method_known | method_other ) $!bad_request_line_missing_part;
options_method = "OPTIONS" %ev_options $!bad_request_line_missing_part;
connect_method = "CONNECT" %ev_connect $!bad_request_line_missing_part;

# RFC 9112 3: one space
separator = SP ( blank+ >bad_request_line_separator )?
          | ( HTAB blank* ) >bad_request_line_separator;

# RFC 3986 2.2, 2.3, 3.3, 3.4
uri_character = ALPHA | DIGIT | "-" | "." | "_" | "~" | "!" | "$" | "&" | "'" | "(" | ")" | "*" | "+" | "," | ";" | "="
              | ":" | "@" | "/" | "?";
# RFC 3986 2.1
percent_wrong = ( octet - HEXDIG - blank - CR - LF ) @bad_target_bad_percent;
percent       = ( "%" ( HEXDIG ( HEXDIG | percent_wrong ) | percent_wrong ) ) <>!bad_target_bad_percent;
target_other  = ( octet - uri_character - "%" - "#" - blank - CR - LF ) @bad_target_bad_character;
uri_text      = ( uri_character | percent | target_other | "#" @bad_target_fragment )*;
target_end    = SP @ev_target_end ( blank+ >bad_request_line_separator )?
              | ( HTAB blank* ) >bad_request_line_separator >ev_target_end;

# RFC 9112 3.2.1
origin_form    = "/" uri_text;
# RFC 9112 3.2.2, RFC 9110 4.2.4
authority_character = ALPHA | DIGIT | "-" | "." | "_" | "~" | "!" | "$" | "&" | "'" | "(" | ")" | "*" | "+" | "," | ";" | "="
                    | ":" | "[" | "]";
authority      = ( authority_character | percent | "@" @bad_target_userinfo )*;
absolute_path  = ( "/" | "?" | "#" @bad_target_fragment ) uri_text;
scheme         = ALPHA ( ALPHA | DIGIT | "+" | "-" | "." )*;
absolute_form  = scheme ":" ( "//" authority absolute_path? | ( uri_text - ( "//" octet* ) ) );
# RFC 9112 3.2: none of the four forms
scheme_alone   = scheme ( SP @bad_target_no_form @ev_target_end
                        | ( octet - ALPHA - DIGIT - "+" - "-" - "." - ":" - blank - CR - LF ) @bad_target_no_form uri_text target_end );
no_form        = ( octet - "/" - "*" - ALPHA - blank - CR - LF ) @bad_target_no_form uri_text;
# RFC 9112 3.2.4
asterisk       = "*" @bad_target_asterisk_without_options uri_text;
asterisk_form  = "*" ( ( octet - blank - CR - LF ) @bad_target_no_form uri_text )?;
target         = ( ( origin_form | absolute_form | no_form ) target_end | scheme_alone );

# RFC 9112 3.2.3, RFC 9110 9.3.6
host_character = ALPHA | DIGIT | "-" | "." | "_" | "~" | "!" | "$" | "&" | "'" | "(" | ")" | "*" | "+" | "," | ";" | "=";
connect_host   = ( host_character | "%" HEXDIG HEXDIG )+ | "[" ( HEXDIG | ":" | "." )+ "]";
port           = ( DIGIT >dec $ev_port_digit ( DIGIT $dec $ev_port_digit )* )?;
authority_form = ( connect_host ":" @zero port ) $!bad_target_connect_form;

# RFC 9112 2.3
version = ( "HTTP/" version_number ) $!bad_version_syntax;
line_rest = ( ( blank+ >bad_request_line_trailing_whitespace ) <!bad_version_syntax )? line_end;

# RFC 9112 3
request_line = ( blank+ >bad_request_line_leading_whitespace )?
               ( method separator ( target | asterisk target_end ) >!bad_request_line_missing_part
               | options_method separator ( target | asterisk_form target_end ) >!bad_request_line_missing_part
               | connect_method separator authority_form target_end )
               @!bad_request_line_http09
               ( version line_rest @ev_line_end
               | ( CR | LF ) @bad_request_line_missing_part );

# RFC 9112 2.1, 2.2
request_head = ( request_line field_section ( section_end @ask_body ) ) >ev_start </bad_message_cut_in_head;
request      = request_head ( no_body | counted_body | chunked_body );
empty_line   = CR @ev_empty_line LF >!bad_line_bare_cr
             | LF @ev_empty_line @bad_line_bare_lf;

# Nothing of this machine follows a switch
main := ( empty_line | request )* ( request_head switched )?;
}%%

# What a server sends: responses.    Source: RFC 9112 2, 4, 6, 7    Machine: http1.response
%%{
machine http1_response;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";
include http1_version "version.rl";

action ev_start {}
action ev_empty_line {}
action ev_no_start {}
action ev_status {}
action ev_line_end {}
action dec {}
action bad_field_folded_response {}
action bad_status_line_separator {}
action bad_status_line_missing_space {}
action bad_status_line_reason_character {}
action bad_status_not_three_digits {}
action bad_status_out_of_range {}
action bad_message_cut_in_head {}

fold_blank = blank @bad_field_folded_response;
include http1_fields "fields.rl";
include http1_body "body.rl";

# RFC 9112 2.3. What does not begin so is no response: C knows what came before it.
http_name = "HTTP/" @!ev_no_start;
version   = version_number $!bad_version_syntax;

# RFC 9112 4: one space
status_separator = SP ( blank+ >bad_status_line_separator )?
                 | ( HTAB blank* ) >bad_status_line_separator;
# RFC 9112 4, RFC 9110 15
first_digit  = "1".."5" | ( "0" | "6".."9" ) @bad_status_out_of_range;
status_code  = ( first_digit @mark @zero @dec DIGIT @dec DIGIT @dec @ev_status ) $!bad_status_not_three_digits;
# RFC 9112 4
reason_phrase = ( VCHAR | blank | obs_text | ( 0x00 | control ) $bad_status_line_reason_character )*;
status_rest  = SP reason_phrase line_end
             | HTAB @bad_status_line_separator reason_phrase line_end
             | ( CR @bad_status_line_missing_space LF >!bad_line_bare_cr
               | LF @bad_status_line_missing_space );

status_line   = http_name version status_separator status_code status_rest @ev_line_end;
response_head = ( status_line field_section ( section_end @ask_body ) ) >ev_start </bad_message_cut_in_head;
response      = response_head ( no_body | counted_body | chunked_body );
empty_line    = CR @ev_empty_line LF >!bad_line_bare_cr
              | LF @ev_empty_line @bad_line_bare_lf;

# Nothing of this machine follows a body that lasts to the close, or a switch
main := ( empty_line | response )* ( response_head ( closed_body | switched ) )?;
}%%

# Lists of attributes, from behind the colon to the end of the line. At the equals sign C looks the name up and says of what
# type its value is.    Source: RFC 8216 4.2; rfc8216bis 4.2    Machine: hls.attributes
%%{
machine hls_attributes;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action mark {}
action ev_value {}
action ev_word_byte {}
action ev_next {}
action bad_attribute_whitespace {}
action late_attribute_whitespace {}
action late_playlist_stray_whitespace {}
action bad_attribute_name_character {}
action bad_attribute_not_quoted {}
action bad_attribute_quoted {}
action bad_attribute_decimal_integer {}
action bad_attribute_hexadecimal {}
action bad_attribute_floating_point {}
action bad_attribute_resolution {}
action bad_attribute_empty_string {}
action bad_attribute_unknown_keyword {}
action bad_attribute_unknown_name {}
action bad_map_byte_range_syntax {}
action bad_byte_range_syntax {}
action bad_date_range_negative_duration {}
action bad_date_range_cue {}
action bad_low_latency_report_uri_absolute {}

padding       = blank+ >bad_attribute_whitespace;
bare_byte   = octet - '"' - "," - blank;
not_a_quote = octet - '"';
in_quotes = not_a_quote* '"';
name_byte   = "A".."Z" | DIGIT | "-";
wrong_byte  = octet - name_byte - "=" - "," - blank - '"';

# What stands where another type was asked for is read to its end
quoted_wrongly = ( '"' @bad_attribute_quoted in_quotes ) $!bad_attribute_quoted;
bare_wrongly   = bare_byte @bad_attribute_not_quoted ( octet - "," - blank )*;

decimal_integer = DIGIT+ $!bad_attribute_decimal_integer;
# rfc8216bis 4.3: variables may stand in hexadecimal values
variable_reference = "{$" ( ALPHA | DIGIT | "-" | "_" )+ "}";
hex_digit  = DIGIT | "A".."F";
hexadecimal_sequence = ( ( "0" ( "x" | "X" ) | variable_reference ) ( hex_digit | variable_reference )+ | variable_reference ) $!bad_attribute_hexadecimal;
decimal_number = DIGIT+ ( "." DIGIT* )? | "." DIGIT+;
decimal_floating_point = decimal_number $!bad_attribute_floating_point;
signed_floating_point = ( "-"? decimal_number ) $!bad_attribute_floating_point;
duration = ( ( "-" @bad_date_range_negative_duration )? decimal_number ) $!bad_attribute_floating_point;
resolution = ( DIGIT+ "x" DIGIT+ ) $!bad_attribute_resolution;
enumerated_string = ( bare_byte @ev_word_byte )+ $!bad_attribute_unknown_keyword;
quoted_string = ( '"' ( '"' @bad_attribute_empty_string | not_a_quote in_quotes ) ) $!bad_attribute_not_quoted;
quoted_text = ( '"' in_quotes ) $!bad_attribute_not_quoted;
none       = "NONE" $!bad_attribute_not_quoted;
not_none   = ( bare_byte - "N" ) @bad_attribute_not_quoted ( octet - "," - blank )*;
# RFC 8216 4.3.2.5: with its offset
byte_range_with_offset = ( '"' DIGIT+ "@" DIGIT+ '"' ) $!bad_map_byte_range_syntax;
# rfc8216bis 4.4.4.9
byte_range = ( '"' DIGIT+ ( "@" DIGIT+ )? '"' ) $!bad_byte_range_syntax;
# rfc8216bis 4.4.5.1: not both of PRE and POST
once       = "ONCE" ",";
pre_list = "PRE" ( "," ( "PRE" | "ONCE" | "P" "O" @bad_date_range_cue "ST" ) )*;
post_list = "POST" ( "," ( "POST" | "ONCE" | "P" "R" @bad_date_range_cue "E" ) )*;
cues = ( '"' once* ( "ONCE" | pre_list | post_list ) '"' ) $!bad_attribute_unknown_keyword;
# rfc8216bis 4.4.5.4, RFC 3986 3.1: what has a scheme is absolute
path_or_scheme = ALPHA ( ALPHA | DIGIT | "+" | "-" | "." )*;
rest_of_reference = not_a_quote - ALPHA - DIGIT - "+" - "-" - "." - ":";
first_byte = not_a_quote - ALPHA - ":";
relative_uri = ( '"' ( '"' @bad_attribute_empty_string
                   | path_or_scheme ( '"' | rest_of_reference in_quotes | ":" @bad_low_latency_report_uri_absolute in_quotes )
                   | ( first_byte | ":" ) in_quotes ) ) $!bad_attribute_not_quoted;
anything   = ( '"' in_quotes | bare_byte+ ) $!bad_attribute_not_quoted;

value = VALUE_INTEGER padding? ( decimal_integer | quoted_wrongly )
      | VALUE_HEXADECIMAL padding? ( hexadecimal_sequence | quoted_wrongly )
      | VALUE_DECIMAL padding? ( decimal_floating_point | quoted_wrongly )
      | VALUE_SIGNED padding? ( signed_floating_point | quoted_wrongly )
      | VALUE_DURATION padding? ( duration | quoted_wrongly )
      | VALUE_RESOLUTION padding? ( resolution | quoted_wrongly )
      | VALUE_KEYWORD padding? ( enumerated_string | quoted_wrongly )
      | VALUE_STRING padding? ( quoted_string | bare_wrongly )
      | VALUE_TEXT padding? ( quoted_text | bare_wrongly )
      | VALUE_STRING_OR_NONE padding? ( quoted_string | none | not_none )
      | VALUE_RANGE padding? byte_range_with_offset
      | VALUE_PART_RANGE padding? ( byte_range | bare_wrongly )
      | VALUE_CUE padding? ( cues | bare_wrongly )
      | VALUE_RELATIVE padding? ( relative_uri | bare_wrongly )
      | VALUE_ANY padding? anything
      | VALUE_UNKNOWN @bad_attribute_unknown_name padding? anything;

# RFC 8216 4.2: blanks at the end of the line are another fault than those before a comma
blanks    = blank >mark blank*;
comma     = "," @ev_next;
attribute_name = ( name_byte+ ( wrong_byte @bad_attribute_name_character ( octet - "=" - "," - blank - '"' )* )?
            | wrong_byte @bad_attribute_name_character ( octet - "=" - "," - blank - '"' )* ) $!bad_attribute_name_character;
attribute = attribute_name padding? "=" @ev_value $!bad_attribute_name_character value;
next_attribute = comma | ( blanks comma @late_attribute_whitespace ) <>!bad_attribute_whitespace;
last           = LIST_END | ( blanks LIST_END @late_playlist_stray_whitespace ) <>!bad_attribute_whitespace;
list      = padding? attribute ( next_attribute padding? attribute )* last;

# After a fault the next attribute is looked for
skipped = ( octet - "," )* ( comma padding? attribute ( next_attribute padding? attribute )* last | LIST_END );

main := list | RESUME_LIST skipped | RESUME_QUOTED not_a_quote* ( '"' skipped | LIST_END );
}%%

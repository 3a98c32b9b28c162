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
quoted_byte = octet - '"';
in_quotes   = quoted_byte* '"';
name_byte   = "A".."Z" | DIGIT | "-";
wrong_byte  = octet - name_byte - "=" - "," - blank - '"';

# What stands where another type was asked for is read to its end
quoted_wrongly = ( '"' @bad_attribute_quoted in_quotes ) $!bad_attribute_quoted;
bare_wrongly   = bare_byte @bad_attribute_not_quoted ( octet - "," - blank )*;

integer    = DIGIT+ $!bad_attribute_decimal_integer;
# rfc8216bis 4.3: variables may stand in hexadecimal values
reference  = "{$" ( ALPHA | DIGIT | "-" | "_" )+ "}";
hex_digit  = DIGIT | "A".."F";
hexadecimal = ( ( "0" ( "x" | "X" ) | reference ) ( hex_digit | reference )+ | reference ) $!bad_attribute_hexadecimal;
digits     = DIGIT+ ( "." DIGIT* )? | "." DIGIT+;
decimal    = digits $!bad_attribute_floating_point;
signed     = ( "-"? digits ) $!bad_attribute_floating_point;
interval   = ( ( "-" @bad_date_range_negative_duration )? digits ) $!bad_attribute_floating_point;
resolution = ( DIGIT+ "x" DIGIT+ ) $!bad_attribute_resolution;
keyword    = ( bare_byte @ev_word_byte )+ $!bad_attribute_unknown_keyword;
string     = ( '"' ( '"' @bad_attribute_empty_string | quoted_byte in_quotes ) ) $!bad_attribute_not_quoted;
text       = ( '"' in_quotes ) $!bad_attribute_not_quoted;
none       = "NONE" $!bad_attribute_not_quoted;
not_none   = ( bare_byte - "N" ) @bad_attribute_not_quoted ( octet - "," - blank )*;
# RFC 8216 4.3.2.5: with its offset
full_range = ( '"' DIGIT+ "@" DIGIT+ '"' ) $!bad_map_byte_range_syntax;
# rfc8216bis 4.4.4.9
part_range = ( '"' DIGIT+ ( "@" DIGIT+ )? '"' ) $!bad_byte_range_syntax;
# rfc8216bis 4.4.5.1: not both of PRE and POST
once       = "ONCE" ",";
pre_list   = "PRE" ( "," ( "PRE" | "ONCE" | "POS" "T" @bad_date_range_cue ) )*;
post_list  = "POST" ( "," ( "POST" | "ONCE" | "PR" "E" @bad_date_range_cue ) )*;
cue        = ( '"' once* ( "ONCE" | pre_list | post_list ) '"' ) $!bad_attribute_unknown_keyword;
# rfc8216bis 4.4.5.4, RFC 3986 3.1: what has a scheme is absolute
scheme     = ALPHA ( ALPHA | DIGIT | "+" | "-" | "." )*;
not_scheme = quoted_byte - ALPHA - DIGIT - "+" - "-" - "." - ":";
first_byte = quoted_byte - ALPHA - ":";
relative   = ( '"' ( '"' @bad_attribute_empty_string
                   | scheme ( '"' | not_scheme in_quotes | ":" @bad_low_latency_report_uri_absolute in_quotes )
                   | ( first_byte | ":" ) in_quotes ) ) $!bad_attribute_not_quoted;
anything   = ( '"' in_quotes | bare_byte+ ) $!bad_attribute_not_quoted;

value = VALUE_INTEGER padding? ( integer | quoted_wrongly )
      | VALUE_HEXADECIMAL padding? ( hexadecimal | quoted_wrongly )
      | VALUE_DECIMAL padding? ( decimal | quoted_wrongly )
      | VALUE_SIGNED padding? ( signed | quoted_wrongly )
      | VALUE_DURATION padding? ( interval | quoted_wrongly )
      | VALUE_RESOLUTION padding? ( resolution | quoted_wrongly )
      | VALUE_KEYWORD padding? ( keyword | quoted_wrongly )
      | VALUE_STRING padding? ( string | bare_wrongly )
      | VALUE_TEXT padding? ( text | bare_wrongly )
      | VALUE_STRING_OR_NONE padding? ( string | none | not_none )
      | VALUE_RANGE padding? full_range
      | VALUE_PART_RANGE padding? ( part_range | bare_wrongly )
      | VALUE_CUE padding? ( cue | bare_wrongly )
      | VALUE_RELATIVE padding? ( relative | bare_wrongly )
      | VALUE_ANY padding? anything
      | VALUE_UNKNOWN @bad_attribute_unknown_name padding? anything;

# RFC 8216 4.2: blanks at the end of the line are another fault than those before a comma
blanks    = blank >mark blank*;
comma     = "," @ev_next;
name      = ( name_byte+ ( wrong_byte @bad_attribute_name_character ( octet - "=" - "," - blank - '"' )* )?
            | wrong_byte @bad_attribute_name_character ( octet - "=" - "," - blank - '"' )* ) $!bad_attribute_name_character;
attribute = name padding? "=" @ev_value $!bad_attribute_name_character value;
next_attribute = comma | ( blanks comma @late_attribute_whitespace ) <>!bad_attribute_whitespace;
last           = LIST_END | ( blanks LIST_END @late_playlist_stray_whitespace ) <>!bad_attribute_whitespace;
list      = padding? attribute ( next_attribute padding? attribute )* last;

# After a fault the next attribute is looked for
skipped = ( octet - "," )* ( comma padding? attribute ( next_attribute padding? attribute )* last | LIST_END );

main := list | RESUME_LIST skipped | RESUME_QUOTED quoted_byte* ( '"' skipped | LIST_END );
}%%

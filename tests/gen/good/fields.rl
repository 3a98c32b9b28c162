# Field lines with a fault that leads on: a space before the colon.
%%{
machine toy_fields;
alphtype short;
import "symbols.h";

action mark {}
action ev_name {}
action ev_line {}
action bad_field_space_before_colon {}
action bad_field_syntax {}
action bad_line_cut {}

DIGIT  = "0".."9";
ALPHA  = "a".."z" | "A".."Z";
tchar  = ALPHA | DIGIT | "-" | "_" | "!";
VCHAR  = 0x21..0x7e;
blank  = 0x20 | 0x09;

CRLF        = "\r\n";
OWS         = blank*;
field_name  = tchar+ >mark %ev_name;
field_value = ( VCHAR ( ( VCHAR | blank )* VCHAR )? )? >mark;
field_line  = ( field_name ( " " @bad_field_space_before_colon )? ":" OWS field_value OWS CRLF @ev_line )
              $!bad_field_syntax;

main := ( field_line* CRLF ) </bad_line_cut;
}%%

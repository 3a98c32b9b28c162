# An event stream, line by line and field by field.    Source: WHATWG HTML 9.2.5, 9.2.6    Machine: sse.stream
# Bytes from 0x80 on are any here: whether they are characters, sse.text tells.
%%{
machine sse_stream;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action zero {}
action dec {}
action ev_data {}
action ev_event {}
action ev_id {}
action ev_retry {}
action ev_comment {}
action ev_value {}
action ev_ignored {}
action ev_line_end {}
action ev_empty_line {}
action bad_stream_byte_order_mark {}
action bad_stream_second_byte_order_mark {}
action bad_field_unknown {}
action bad_field_wrong_case {}
action bad_field_indented {}
action bad_field_no_colon {}
action bad_id_nul {}
action bad_id_reset {}
action bad_retry_not_digits {}

# 9.2.5
line_byte = octet - ( CR | LF );
name_byte = line_byte - ":";
value_byte = line_byte - SP;

# 9.2.6: one space behind the colon belongs to nothing
colon    = ":" @ev_value;
one_space = SP @ev_value;
value    = colon ( one_space line_byte* | value_byte line_byte* )?;
no_value = colon one_space?;

comment  = ":" @ev_comment line_byte*;
data     = "data" ( value >ev_data | "" %ev_data %bad_field_no_colon );
event    = "event" ( value >ev_event | "" %ev_event %bad_field_no_colon );
# An empty id takes the last one back; one with a zero byte counts for nothing
id_byte  = line_byte - 0x00;
nul      = 0x00 @bad_id_nul @ev_ignored;
some_id  = ( colon ( one_space ( id_byte | nul ) | ( id_byte - SP ) | nul ) ) ( id_byte | nul )*;
id       = "id" ( some_id >ev_id | no_value >ev_id %bad_id_reset | "" %ev_id %bad_field_no_colon %bad_id_reset );
not_a_digit  = value_byte - DIGIT;
retry    = "retry" ( no_value >ev_retry
         | ( colon one_space? ( DIGIT @dec )+ ) >ev_retry >zero
         | ( colon ( one_space? ( DIGIT @dec )* not_a_digit | one_space ( DIGIT @dec )* SP | ( DIGIT @dec )+ SP ) @bad_retry_not_digits @ev_ignored line_byte* ) >ev_retry >zero
         | "" %ev_retry %bad_field_no_colon );

# Names that are none of these. What they begin with tells where that is certain.
known    = "data"i | "event"i | "id"i | "retry"i;
part     = "d"i | "da"i | "dat"i | "e"i | "ev"i | "eve"i | "even"i | "i"i | "r"i | "re"i | "ret"i | "retr"i;
strange  = ( ( ( part | known )? name_byte ) - ( part | known | SP | HTAB | 0xef ) ) @bad_field_unknown name_byte*;
cut_name = part %bad_field_unknown;
cased    = ( known - ( "data" | "event" | "id" | "retry" ) ) %bad_field_wrong_case;
indented = ( SP | HTAB ) @bad_field_indented name_byte*;
not_mark = ( 0xef ( name_byte - 0xbb ) | 0xef 0xbb ( name_byte - 0xbf ) ) @bad_field_unknown name_byte*
         | ( 0xef | 0xef 0xbb ) %bad_field_unknown;
mark_again = ( 0xef 0xbb 0xbf ) @bad_stream_second_byte_order_mark name_byte*;
other    = ( strange | cut_name | cased | indented | not_mark ) ( ":" line_byte* )?;
marked   = mark_again ( ":" line_byte* )?;

field            = data | event | id | retry;
field_or_comment = field | comment | other;
line             = field_or_comment | marked;

# 9.2.5: a line ends with LF, CR or CR LF. CR ends it at once, and an LF right behind it is nothing.
lf         = LF @ev_line_end;
cr         = CR @ev_line_end;
empty_lf   = LF @ev_empty_line;
empty_cr   = CR @ev_empty_line;

byte_order_mark = ( 0xef 0xbb 0xbf ) @bad_stream_byte_order_mark;

main := ( byte_order_mark
        | field_or_comment lf | empty_lf
        | ( field_or_comment cr | empty_cr ) ( line cr | empty_cr )* ( LF | line lf ) )?
      | ( byte_order_mark
        | field_or_comment lf | empty_lf
        | ( field_or_comment cr | empty_cr ) ( line cr | empty_cr )* ( LF | line lf ) )
        ( line lf | empty_lf
        | ( line cr | empty_cr )+ ( LF | line lf ) )+;
}%%

# A list of elements, as values are made of them.    Source: RFC 9110 5.6.1, 5.6.6
%%{
machine http1_list;

action bad_field_empty_list_element {}

# RFC 9110 5.6.2, 5.6.3, 5.6.4
OWS           = blank*;
token         = tchar+;
quoted_text   = blank | 0x21 | 0x23..0x5b | 0x5d..0x7e | obs_text;
quoted_pair   = "\\" ( blank | VCHAR | obs_text );
quoted_string = '"' ( quoted_text | quoted_pair )* '"';
# RFC 9110 5.6.6
parameter_rest = OWS ( token OWS "=" OWS ( token | quoted_string ) )?;
parameter      = OWS ";" parameter_rest;
# RFC 9110 5.6.1.2: empty elements are read and must not be sent
list_start    = ( blank | "," @bad_field_empty_list_element )*;
list_next     = "," ( blank | "," @bad_field_empty_list_element )*;
list_last     = list_next </bad_field_empty_list_element;
}%%

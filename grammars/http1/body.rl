# What follows a head, of both sides.    Source: RFC 9112 6, 7    C answers ask_body and ask_chunk with a symbol
# Needs fields.rl before it.
%%{
machine http1_body;

action zero {}
action hex {}
action ask_body {}
action ask_chunk {}
action ev_size_digit {}
action ev_size_end {}
action ev_chunk_syntax {}
action ev_message_end {}
action bad_chunk_space_before_size {}
action late_chunk_space_after_size {}
action late_chunk_size_syntax {}
action late_chunk_extension_whitespace {}
action bad_chunk_extension_whitespace {}
action bad_chunk_extension_syntax {}
action bad_chunk_extension_present {}
action bad_chunk_line_bare_lf {}
action bad_chunk_data_end_bare_lf {}
action bad_chunk_data_end {}
action bad_body_short {}
action bad_body_last_chunk_missing {}
action bad_body_close_delimited {}

# RFC 9110 5.6.4
quoted_text   = blank | 0x21 | 0x23..0x5b | 0x5d..0x7e | obs_text;
quoted_pair   = "\\" ( blank | VCHAR | obs_text );
quoted_string = '"' ( quoted_text | quoted_pair )* '"';

# RFC 9110 5.6.3: whitespace around ";" and "=" must not be sent and must be read
bad_blank     = blank @bad_chunk_extension_whitespace blank*;

# RFC 9112 7.1.1
chunk_ext_name  = bad_blank? tchar+;
chunk_ext_value = bad_blank? ( tchar+ | quoted_string );
chunk_ext       = chunk_ext_name ( bad_blank? "=" chunk_ext_value )?;
chunk_exts      = chunk_ext ( bad_blank? ";" chunk_ext )*;

# RFC 9112 7.1
size_digit  = HEXDIG $hex $ev_size_digit;
chunk_size  = ( ( blank+ >bad_chunk_space_before_size )? ( HEXDIG @zero @hex @ev_size_digit ) size_digit* ) %ev_size_end $!ev_chunk_syntax;
chunk_end   = CR ( LF >!bad_line_bare_cr ) @ask_chunk
            | LF @bad_chunk_line_bare_lf @ask_chunk;
size_blank  = ( blank @mark blank* ) <!late_chunk_size_syntax;
chunk_line  = chunk_size ( ";" @bad_chunk_extension_present chunk_exts $!bad_chunk_extension_syntax )? chunk_end;
# The same line with blanks behind the size: it is read on
faulty_chunk_line = chunk_size size_blank
              ( CR @late_chunk_space_after_size ( LF >!bad_line_bare_cr ) @ask_chunk
              | ";" @late_chunk_extension_whitespace @bad_chunk_extension_present
                chunk_exts $!bad_chunk_extension_syntax chunk_end );

# C counts the bytes of content and says when they are over
counted     = COUNT_END;
data_end    = ( CR LF | LF @bad_chunk_data_end_bare_lf ) @!bad_chunk_data_end;
chunk       = ( chunk_line | faulty_chunk_line ) CHUNK_SIZED counted data_end;
last_chunk  = ( chunk_line | faulty_chunk_line ) CHUNK_LAST;
trailer     = field_section section_end @ev_message_end;
chunked     = chunk* last_chunk trailer;

# RFC 9112 6.3: which of these it is, follows from the head, and for a response from its request
no_body      = BODY_NONE @ev_message_end;
counted_body = ( BODY_COUNTED counted @ev_message_end ) <>/bad_body_short;
chunked_body = ( BODY_CHUNKED chunked ) <>/bad_body_last_chunk_missing;
closed_body  = ( BODY_CLOSE octet* ) </bad_body_close_delimited;
# After this head the connection belongs to another protocol
switched     = BODY_SWITCH octet*;
}%%

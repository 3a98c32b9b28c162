# Values of fields of HTTP that an event stream depends on, each a machine of its own over the bytes of the value.
# Source: the clauses above each machine

# WHATWG HTML 9.2.3: a request for a stream accepts its type
%%{
machine sse_accept;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action bad_request_no_accept {}

element = ( octet - "," )*;
stream  = blank* ( "text/event-stream"i | "text/*"i | "*/*" ) ( ( ";" | blank ) element )?;
other   = element - stream;

main := ( element "," )* stream ( "," octet* )? VALUE_END
      | ( other "," )* other VALUE_END @bad_request_no_accept;
}%%

# WHATWG HTML 9.2.5: an event stream is UTF-8, and its type names no other charset
%%{
machine sse_content_type;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action bad_response_other_charset {}

# Strings in quotes hold anything; one without an end leaves the rest of the value unjudged
quoted    = '"' ( octet - ["\\] | "\\" octet )* '"';
part      = ( octet - ["] - ";" | quoted )*;
charset   = blank* "charset"i blank* "=" blank*;
utf8      = "utf-8"i | "utf8"i | '"utf-8"'i | '"utf8"'i;
utf8_only = ( utf8 blank* ) $!bad_response_other_charset;
parameter = ( part - ( charset part ) ) | charset utf8_only;

main := part ( ";" parameter )* VALUE_END;
}%%

# WHATWG HTML 9.2.3: where there is no last id, there is no Last-Event-ID
%%{
machine sse_last_event_id;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action bad_session_empty_last_event_id {}

main := VALUE_END @bad_session_empty_last_event_id | octet+ VALUE_END;
}%%

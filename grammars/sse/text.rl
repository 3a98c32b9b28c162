# Characters of an event stream.    Source: WHATWG HTML 9.2.5; RFC 3629 4    Machine: sse.text
%%{
machine sse_text;
alphtype short;

import "symbols.h";

action bad_stream_not_utf8 {}

cut = TEXT_END @bad_stream_not_utf8;
include utf8 "../utf8.rl";

main := ( character | TEXT_END )* $!bad_stream_not_utf8;
}%%

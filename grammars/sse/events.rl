# Events of a stream, by their lines: C tells what each line is.    Source: WHATWG HTML 9.2.5, 9.2.6    Machine: sse.events
%%{
machine sse_events;
alphtype short;

import "symbols.h";

action ev_dispatch {}
action bad_event_no_data {}
action bad_event_cut {}

silent   = COMMENT_LINE | RETRY_LINE | OTHER_LINE;
named    = EVENT_LINE | ID_LINE | PART_LINE;
cut      = BODY_END @bad_event_cut;

# 9.2.6: what an empty line ends is an event if it holds data
without_data = named ( silent | named )*;
with_data    = without_data? DATA_LINE ( silent | named | DATA_LINE )*;
block        = without_data ( EMPTY_LINE @bad_event_no_data | cut )
             | with_data ( EMPTY_LINE @ev_dispatch | cut );

main := ( silent | EMPTY_LINE | BODY_END | block )*;
}%%

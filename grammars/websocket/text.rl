# Text: UTF-8, across the fragments of a message.    Source: RFC 6455 8.1; RFC 3629 4    Machine: websocket.text
%%{
machine websocket_text;
alphtype short;

import "symbols.h";

action bad_message_text_not_utf8 {}
action bad_message_text_ends_in_character {}

cut = TEXT_END @bad_message_text_ends_in_character;
include utf8 "../utf8.rl";

main := ( character | TEXT_END )* $!bad_message_text_not_utf8;
}%%

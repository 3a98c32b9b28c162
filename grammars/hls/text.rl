# The bytes of a playlist, whatever they say: UTF-8 without control characters.    Source: RFC 8216 4.1    Machine: hls.text
%%{
machine hls_text;
alphtype short;

import "symbols.h";

action bad_playlist_not_utf8 {}
action bad_playlist_control_character {}

cut = TEXT_END @bad_playlist_not_utf8;
include utf8 "../utf8.rl";

control = 0x00..0x09 | 0x0b | 0x0c | 0x0e..0x1f | 0x7f | 0xc2 0x80..0x9f;
printable_character = character - control;

main := ( printable_character | control @bad_playlist_control_character )* $!bad_playlist_not_utf8 TEXT_END;
}%%

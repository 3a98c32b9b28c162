# Messages whose length C counts: digits, a colon, and so many bytes.
%%{
machine toy_chat;
alphtype short;
import "symbols.h";

action mark {}
action zero {}
action dec {}
action ask_body {}
action ev_said {}
action bad_chat_length {}
action late_chat_size_blank {}

DIGIT = "0".."9";
octet = 0x00..0xff;

length  = ( DIGIT >zero DIGIT* ) $dec;
header  = ( length ( " "+ >mark ":" @late_chat_size_blank | ":" ) @ask_body ) $!bad_chat_length;
body    = BODY_NONE | BODY_COUNTED octet* COUNT_END;
message = header body @ev_said;

main := message*;
}%%

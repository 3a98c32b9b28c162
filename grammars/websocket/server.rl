# A frame of a server behind its first byte: not masked.    Source: RFC 6455 5.1 to 5.5    Machine: websocket.server
%%{
machine websocket_server;
alphtype short;

import "symbols.h";

action bad_frame_masked_server {}
action bad_close_one_byte_body {}

# RFC 6455 5.1: the highest bit of the second byte would say that a key follows
unmasked        = 0x00..0x7f;
masked_short    = 0x80..0xfd @bad_frame_masked_server;
masked_126      = 0xfe @bad_frame_masked_server;
masked_127      = 0xff @bad_frame_masked_server;
unmasked_short  = unmasked - ( 0x7e | 0x7f );
unmasked_126    = 0x7e;
unmasked_127    = 0x7f;
# RFC 6455 5.5.1: a code has two bytes
masked_0_or_2_to_125    = 0x80 | 0x82..0xfd;
masked_close    = ( masked_0_or_2_to_125 | 0x81 @bad_close_one_byte_body ) @bad_frame_masked_server;
unmasked_0_or_2_to_125  = 0x00 | 0x02..0x7d;
unmasked_close  = ( unmasked_0_or_2_to_125 | 0x01 @bad_close_one_byte_body );
include websocket_headers "headers.rl";

main := ( ( ( HEADER_DATA length | HEADER_PING control_length | HEADER_CLOSE close_length ) payload ) <>/bad_frame_cut )*;
}%%

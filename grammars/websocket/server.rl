# A frame of a server behind its first byte: not masked.    Source: RFC 6455 5.1 to 5.5    Machine: websocket.server
%%{
machine websocket_server;
alphtype short;

import "symbols.h";

action bad_frame_masked_server {}
action bad_close_one_byte_body {}

# RFC 6455 5.1: the highest bit of the second byte would say that a key follows
without_mask_bit_up_to_125 = 0x00..0x7d;
unmasked_126   = 0x7e;
unmasked_127   = 0x7f;
with_mask_bit_up_to_125    = 0x80..0xfd @bad_frame_masked_server;
masked_126     = 0xfe @bad_frame_masked_server;
masked_127     = 0xff @bad_frame_masked_server;
# RFC 6455 5.5.1: a code has two bytes
without_mask_bit_0_or_2_to_125 = 0x00 | 0x02..0x7d;
with_mask_bit_0_or_2_to_125    = 0x80 | 0x82..0xfd;
unmasked_close = ( without_mask_bit_0_or_2_to_125 | 0x01 @bad_close_one_byte_body );
masked_close   = ( with_mask_bit_0_or_2_to_125 | 0x81 @bad_close_one_byte_body ) @bad_frame_masked_server;
include websocket_headers "headers.rl";

main := ( ( ( HEADER_DATA length | HEADER_PING control_length | HEADER_CLOSE close_length ) payload ) <>/bad_frame_cut )*;
}%%

# A frame of a client behind its first byte: masked.    Source: RFC 6455 5.1 to 5.5    Machine: websocket.client
%%{
machine websocket_client;
alphtype short;

import "symbols.h";

action bad_frame_unmasked_client {}
action bad_close_one_byte_body {}

# RFC 6455 5.1: the highest bit of the second byte says that a key follows
with_mask_bit  = 0x80..0xff;
with_mask_bit_up_to_125    = with_mask_bit - ( 0xfe | 0xff );
masked_126     = 0xfe;
masked_127     = 0xff;
without_mask_bit_up_to_125 = 0x00..0x7d @bad_frame_unmasked_client;
unmasked_126   = 0x7e @bad_frame_unmasked_client;
unmasked_127   = 0x7f @bad_frame_unmasked_client;
# RFC 6455 5.5.1: a code has two bytes
with_mask_bit_0_or_2_to_125    = 0x80 | 0x82..0xfd;
without_mask_bit_0_or_2_to_125 = 0x00 | 0x02..0x7d;
masked_close   = ( with_mask_bit_0_or_2_to_125 | 0x81 @bad_close_one_byte_body );
unmasked_close = ( without_mask_bit_0_or_2_to_125 | 0x01 @bad_close_one_byte_body ) @bad_frame_unmasked_client;
include websocket_headers "headers.rl";

main := ( ( ( HEADER_DATA length | HEADER_PING control_length | HEADER_CLOSE close_length ) payload ) <>/bad_frame_cut )*;
}%%

# Which frame may follow which in one direction, told by the first byte of each: FIN, three reserved bits, an opcode. C says
# first what was agreed.    Source: RFC 6455 5.2 to 5.5; RFC 7692 6    Machine: websocket.frames
%%{
machine websocket_frames;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action bad_frame_reserved_bit {}
action bad_frame_reserved_opcode {}
action bad_frame_control_fragmented {}
action bad_message_continuation_without_start {}
action bad_message_start_inside_message {}
action bad_deflate_compressed_bit_on_control {}
action bad_deflate_compressed_bit_on_continuation {}

# RFC 6455 5.2
fin        = 0x80..0xff;
rsv1       = 0x40..0x7f | 0xc0..0xff;
rsv23      = 0x10..0x3f | 0x50..0x7f | 0x90..0xbf | 0xd0..0xff;
continuing = 0x00 | 0x10 | 0x20 | 0x30 | 0x40 | 0x50 | 0x60 | 0x70 | 0x80 | 0x90 | 0xa0 | 0xb0 | 0xc0 | 0xd0 | 0xe0 | 0xf0;
starting   = 0x01 | 0x11 | 0x21 | 0x31 | 0x41 | 0x51 | 0x61 | 0x71 | 0x81 | 0x91 | 0xa1 | 0xb1 | 0xc1 | 0xd1 | 0xe1 | 0xf1
           | 0x02 | 0x12 | 0x22 | 0x32 | 0x42 | 0x52 | 0x62 | 0x72 | 0x82 | 0x92 | 0xa2 | 0xb2 | 0xc2 | 0xd2 | 0xe2 | 0xf2;
closing    = 0x08 | 0x18 | 0x28 | 0x38 | 0x48 | 0x58 | 0x68 | 0x78 | 0x88 | 0x98 | 0xa8 | 0xb8 | 0xc8 | 0xd8 | 0xe8 | 0xf8;
pinging    = 0x09 | 0x19 | 0x29 | 0x39 | 0x49 | 0x59 | 0x69 | 0x79 | 0x89 | 0x99 | 0xa9 | 0xb9 | 0xc9 | 0xd9 | 0xe9 | 0xf9
           | 0x0a | 0x1a | 0x2a | 0x3a | 0x4a | 0x5a | 0x6a | 0x7a | 0x8a | 0x9a | 0xaa | 0xba | 0xca | 0xda | 0xea | 0xfa;
controlling = closing | pinging;
unassigned = octet - ( continuing | starting | controlling );

# The right ones, by name
message          = 0x81 | 0x82;
first_fragment   = 0x01 | 0x02;
further_fragment = 0x00;
last_fragment    = 0x80;
ping_or_pong     = 0x89 | 0x8a;
close_frame      = 0x88;
message_or_compressed        = 0x81 | 0x82 | 0xc1 | 0xc2;
first_fragment_or_compressed = 0x01 | 0x02 | 0x41 | 0x42;

# RFC 6455 5.2, 5.5; RFC 7692 6, 6.1: what each part of the byte says, whatever the others say
known        = ( octet - unassigned ) | unassigned @bad_frame_reserved_opcode;
whole        = ( octet - ( controlling - fin ) ) | ( controlling - fin ) @bad_frame_control_fragmented;
plain        = ( octet - ( rsv1 | rsv23 ) ) | ( rsv1 | rsv23 ) @bad_frame_reserved_bit;
plain_but_1  = ( octet - rsv23 ) | rsv23 @bad_frame_reserved_bit;
compressing  = ( octet - ( rsv1 & ( controlling | continuing ) ) )
             | ( rsv1 & controlling ) @bad_deflate_compressed_bit_on_control
             | ( rsv1 & continuing ) @bad_deflate_compressed_bit_on_continuation;
outside      = ( octet - continuing ) | continuing @bad_message_continuation_without_start;
inside       = ( octet - starting ) | starting @bad_message_start_inside_message;
plain_byte   = known & whole & plain;
deflate_byte = known & whole & plain_but_1 & compressing;

# RFC 6455 5.4, 5.5: control frames stand anywhere. A continuation of nothing is passed over; a start within a message
# begins another one in its place. RFC 6455 5.8, 9: an extension that is not known here may give any byte a meaning.
main := PLAIN_FRAMES
        ( ( message | starting & fin & plain_byte )
        | ( ping_or_pong | close_frame | ( controlling | unassigned ) & plain_byte )
        | ( continuing & plain_byte & outside )
        | ( first_fragment | ( starting - fin ) & plain_byte )
          ( ( further_fragment | ( continuing - fin ) & plain_byte )
          | ( ping_or_pong | close_frame | ( controlling | unassigned ) & plain_byte )
          | ( starting & plain_byte & inside ) )*
          ( last_fragment | continuing & fin & plain_byte ) )*
      | DEFLATE_FRAMES
        ( ( message_or_compressed | starting & fin & deflate_byte )
        | ( ping_or_pong | close_frame | ( controlling | unassigned ) & deflate_byte )
        | ( continuing & deflate_byte & outside )
        | ( first_fragment_or_compressed | ( starting - fin ) & deflate_byte )
          ( ( further_fragment | ( continuing - fin ) & deflate_byte )
          | ( ping_or_pong | close_frame | ( controlling | unassigned ) & deflate_byte )
          | ( starting & deflate_byte & inside ) )*
          ( last_fragment | continuing & fin & deflate_byte ) )*
      | EXTENDED_FRAMES octet*;
}%%

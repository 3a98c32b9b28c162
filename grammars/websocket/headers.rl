# A header behind its first byte, and the payload, which C counts.    Source: RFC 6455 5.2, 5.3, 5.5
# Needs before it: what the second byte may be on this side, masked or not.
%%{
machine websocket_headers;

action zero {}
action bin {}
action ask_payload {}
action ev_short_length {}
action ev_mask_byte {}
action ev_frame_end {}
action bad_frame_length_not_minimal {}
action bad_frame_length_high_bit {}
action bad_frame_control_too_long {}
action bad_frame_cut {}

octet        = 0x00..0xff;

# RFC 6455 5.2: two bytes for 126 and more
at_least_126 = 0x7e..0xff;
length_16    = ( 0x00 ( 0x00..0x7d @bad_frame_length_not_minimal | at_least_126 ) | 0x01..0xff octet ) >zero $bin;
# Eight bytes for 65536 and more: six zeroes are too many
not_zero     = 0x01..0xff;
high_bit_clear = 0x00..0x7f;
length_64    = ( 0x00 ( 0x00 ( 0x00 ( 0x00 ( 0x00 ( ( 0x00 @bad_frame_length_not_minimal | not_zero ) octet{2} )
                                           | not_zero octet{3} )
                                    | not_zero octet{4} )
                             | not_zero octet{5} )
                      | not_zero octet{6} )
               | ( high_bit_clear - 0x00 ) octet{7}
               | ( 0x80..0xff @bad_frame_length_high_bit ) octet{7} ) >zero $bin;

# RFC 6455 5.3
masking_key  = octet{4} $ev_mask_byte @ask_payload;

length       = with_mask_bit_up_to_125 @ev_short_length masking_key
             | masked_126 length_16 masking_key
             | masked_127 length_64 masking_key
             | without_mask_bit_up_to_125 @ev_short_length @ask_payload
             | unmasked_126 ( length_16 @ask_payload )
             | unmasked_127 ( length_64 @ask_payload );
# RFC 6455 5.5: at most 125 bytes
two_bytes    = ( octet octet ) >zero $bin;
eight_bytes  = ( ( high_bit_clear | 0x80..0xff @bad_frame_length_high_bit ) octet{7} ) >zero $bin;
control_length = with_mask_bit_up_to_125 @ev_short_length masking_key | without_mask_bit_up_to_125 @ev_short_length @ask_payload
             | masked_126 @bad_frame_control_too_long two_bytes masking_key
             | masked_127 @bad_frame_control_too_long eight_bytes masking_key
             | unmasked_126 @bad_frame_control_too_long ( two_bytes @ask_payload )
             | unmasked_127 @bad_frame_control_too_long ( eight_bytes @ask_payload );
close_length   = masked_close @ev_short_length masking_key | unmasked_close @ev_short_length @ask_payload
             | masked_126 @bad_frame_control_too_long two_bytes masking_key
             | masked_127 @bad_frame_control_too_long eight_bytes masking_key
             | unmasked_126 @bad_frame_control_too_long ( two_bytes @ask_payload )
             | unmasked_127 @bad_frame_control_too_long ( eight_bytes @ask_payload );

payload      = PAYLOAD_END @ev_frame_end;
}%%

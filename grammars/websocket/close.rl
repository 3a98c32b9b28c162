# The body of a Close frame: a code, then a reason.    Source: RFC 6455 5.5.1, 7.4, 8.1    Machine: websocket.close
%%{
machine websocket_close;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action zero {}
action bin {}
action ev_code {}
action bad_close_code_below_range {}
action bad_close_code_reserved {}
action bad_close_code_unregistered {}
action bad_close_code_above_range {}
action bad_close_reason_not_utf8 {}

cut = BODY_END @bad_close_reason_not_utf8;
include utf8 "../utf8.rl";

# RFC 6455 7.4.1 and the registry: 1000 is 0x03e8
registered   = 0xe8..0xeb | 0xef..0xf6;
reserved     = ( 0xec..0xee | 0xf7 ) @bad_close_code_reserved;
below_1000   = 0x00..0xe7 @bad_close_code_below_range;
above_1015   = 0xf8..0xff @bad_close_code_unregistered;
# RFC 6455 7.4.2: to 2999, which is 0x0bb7, codes are registered before use; from 3000 to 4999, 0x1387, anybody's
below_3000   = 0x00..0xb7 @bad_close_code_unregistered;
from_3000    = 0xb8..0xff;
up_to_4999      = 0x00..0x87;
above_4999   = 0x88..0xff @bad_close_code_above_range;
high_03      = 0x03;
high_0b      = 0x0b;
high_0c_12   = 0x0c..0x12;
high_13      = 0x13;
low_byte     = octet;

code = ( high_03 ( registered | reserved | below_1000 | above_1015 )
       | ( 0x00..0x02 @bad_close_code_below_range ) low_byte
       | ( 0x04..0x0a @bad_close_code_unregistered ) low_byte
       | high_0b ( below_3000 | from_3000 )
       | high_0c_12 low_byte
       | high_13 ( up_to_4999 | above_4999 )
       | ( 0x14..0xff @bad_close_code_above_range ) low_byte ) >zero $bin @ev_code;

reason = character* $!bad_close_reason_not_utf8;

main := ( ( code reason )? BODY_END )*;
}%%

# Field values of the opening handshake, each a machine of its own over the bytes of the value, from the colon to the line end.
# Source: the clauses above each machine

# RFC 6455 4.1, 11.3.1: 16 bytes in base64
%%{
machine websocket_key;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_key_byte {}
action bad_open_key_length {}

base64 = ALPHA | DIGIT | "+" | "/";
quad   = base64 base64 base64 base64;
key    = ( quad quad quad quad quad base64 base64 "==" ) $ev_key_byte;

main := ( blank* key blank* ) $!bad_open_key_length @/bad_open_key_length;
}%%

# RFC 6455 4.1, 4.4
%%{
machine websocket_version;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action bad_open_version_not_13 {}

main := ( blank* "13" blank* ) $!bad_open_version_not_13 @/bad_open_version_not_13;
}%%

# RFC 6455 4.2.2, 11.3.3: C compares each character with the hash of the key
%%{
machine websocket_accept;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_accept_byte {}

main := blank* ( ( VCHAR | obs_text ) @ev_accept_byte )* blank*;
}%%

# RFC 6455 4.1, 11.3.4: what the client offers
%%{
machine websocket_subprotocols;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_protocol_start {}
action ev_protocol_byte {}
action ev_protocol_end {}
action bad_open_subprotocol_syntax {}

subprotocol = ( tchar @ev_protocol_start @ev_protocol_byte ( tchar @ev_protocol_byte )* ) %ev_protocol_end;

main := ( blank* subprotocol blank* ( "," blank* subprotocol blank* )* ) $!bad_open_subprotocol_syntax @/bad_open_subprotocol_syntax;
}%%

# RFC 6455 4.2.2, 11.3.4: what the server chose, which is one
%%{
machine websocket_subprotocol;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_protocol_start {}
action ev_protocol_byte {}
action ev_protocol_end {}
action ev_unreadable {}
action bad_open_subprotocol_two_chosen {}

chosen = ( tchar @ev_protocol_start @ev_protocol_byte ( tchar @ev_protocol_byte )* ) %ev_protocol_end;
second = "," @bad_open_subprotocol_two_chosen;

main := ( blank* ( chosen blank* ( second ( VCHAR | blank | obs_text )* )? )? ) $!ev_unreadable;
}%%

# RFC 6455 9.1, RFC 7692 7.1: what the client offers
%%{
machine websocket_offer;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_parameter_client {}
action ev_client_bits_name {}
action bad_deflate_window_bits_without_value {}

# RFC 7692 7.1.2.2: the offer of the client for its own window may lack a value
client_window = "c" @ev_parameter_client "lient_m" @ev_client_bits_name "ax_window_bits";
client_alone  = client_window blank*;
include websocket_extensions "extensions.rl";

main := extension_list;
}%%

# RFC 6455 9.1, RFC 7692 7.1: what the server agreed to
%%{
machine websocket_agreement;
alphtype short;
import "symbols.h";
include abnf "../abnf.rl";

action ev_parameter_client {}
action ev_client_bits_name {}
action bad_deflate_window_bits_without_value {}

client_window = "c" @ev_parameter_client "lient_m" @ev_client_bits_name "ax_window_bits";
client_alone  = ( client_window blank* ) %bad_deflate_window_bits_without_value;
include websocket_extensions "extensions.rl";

main := extension_list;
}%%

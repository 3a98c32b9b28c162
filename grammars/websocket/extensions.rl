# A list of extensions with their parameters; those of permessage-deflate are known.    Source: RFC 6455 9.1; RFC 7692 7.1
# Needs before it: client_window, the name client_max_window_bits, and client_alone, where it has no value on this side.
%%{
machine websocket_extensions;

action zero {}
action dec {}
action ev_extension_start {}
action ev_deflate_byte {}
action ev_extension_byte {}
action ev_deflate {}
action ev_other_extension {}
action ev_extension_end {}
action ev_parameter {}
action ev_parameter_server {}
action ev_server_no_takeover {}
action ev_client_no_takeover {}
action ev_server_bits_name {}
action ev_server_bits {}
action ev_server_bits_ten {}
action ev_client_bits {}
action bad_open_extension_syntax {}
action bad_deflate_parameter_unknown {}
action bad_deflate_no_takeover_value {}
action bad_deflate_window_bits_value {}

# RFC 6455 9.1: the value is a token, in quotes or not
quoted_token  = '"' tchar+ '"';
equals        = blank* "=" blank*;
parameter     = tchar+ ( equals ( tchar+ | quoted_token ) )?;

# RFC 7692 7.1.1: which of the names it is, is told by the first letter, and by the one behind "_"
server_       = "s" @ev_parameter_server "erver_";
no_takeover   = server_ "n" @ev_server_no_takeover "o_context_takeover"
              | "c" @ev_parameter_client "lient_n" @ev_client_no_takeover "o_context_takeover";
without_value = no_takeover ( blank* ( "=" @bad_deflate_no_takeover_value blank* ( tchar+ | quoted_token ) )? );
# RFC 7692 7.1.2: 8 to 15
server_number = ( "8" | "9" ) @zero @dec @ev_server_bits | "1" @zero @dec @ev_server_bits_ten "0".."5" @dec @ev_server_bits;
client_number = ( "8" | "9" ) @zero @dec @ev_client_bits | "1" @zero @dec "0".."5" @dec @ev_client_bits;
server_bits   = ( server_number | '"' server_number '"' ) $!bad_deflate_window_bits_value @/bad_deflate_window_bits_value;
client_bits   = ( client_number | '"' client_number '"' ) $!bad_deflate_window_bits_value @/bad_deflate_window_bits_value;
server_window = server_ "m" @ev_server_bits_name "ax_window_bits";
server_alone  = ( server_window blank* ) %bad_deflate_window_bits_without_value;
window        = server_window blank* "=" blank* server_bits blank* | server_alone
              | client_window blank* "=" blank* client_bits blank* | client_alone;
known_parameter = ( without_value | window ) <!bad_deflate_parameter_unknown <>/bad_deflate_parameter_unknown;
# Another name is told by its first letter, or where it leaves the known ones
other_parameter = ( tchar - ( "c" | "s" ) ) @bad_deflate_parameter_unknown tchar* ( equals ( tchar+ | quoted_token ) )? blank*;

# C hears each byte of a name, and which of them permessage-deflate has there
deflate        = ( "permessage-deflate" $ev_deflate_byte ) %ev_deflate;
extension      = ( deflate blank* ( ";" @ev_parameter blank* ( known_parameter | other_parameter ) )*
                 | ( ( tchar $ev_extension_byte )+ - "permessage-deflate" ) %ev_other_extension blank* ( ";" blank* parameter blank* )* )
                 >ev_extension_start %ev_extension_end;

extension_list = ( ( blank | "," )* extension ( "," ( blank | "," )* extension )* ) $!bad_open_extension_syntax @/bad_open_extension_syntax;
}%%

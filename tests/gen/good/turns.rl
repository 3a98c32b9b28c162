# Whose word it is: the client asks, the server tells; either may close.
%%{
machine toy_turns;
alphtype short;
import "symbols.h";

action bad_turn_unasked {}

idle    = ( S_UNASKED @bad_turn_unasked )*;
waiting = ( C_CLOSE )?;
closed  = ( C_CLOSE | S_CLOSE )+;

main := idle ( C_ASK waiting S_TELL idle )* closed;
}%%

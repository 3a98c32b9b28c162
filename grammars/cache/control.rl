# The value of one Cache-Control line: its directives.    Source: RFC 9111 5.2; RFC 9110 5.6    Machine: cache.control
# What it cannot read is one directive: whoever feeds it goes on behind the next comma.
%%{
machine cache_control;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action zero {}
action dec {}
action ev_no_store {}
action ev_no_cache {}
action ev_private {}
action ev_public {}
action ev_must_revalidate {}
action ev_must_understand {}
action ev_max_age {}
action ev_max_age_bad {}
action ev_s_maxage {}
action ev_s_maxage_bad {}

# RFC 9110 5.6.4
quoted_text   = blank | 0x21 | 0x23..0x5b | 0x5d..0x7e | obs_text;
quoted_pair   = "\\" ( blank | VCHAR | obs_text );
quoted_string = '"' ( quoted_text | quoted_pair )* '"';
token         = tchar+;
argument      = token | quoted_string;

# RFC 9111 5.2: seconds are a token; recipients ought to take them in quotes too
seconds    = DIGIT @zero @dec ( DIGIT @dec )*;
some_age   = seconds | '"' seconds '"';
no_age     = argument - ( DIGIT+ | '"' DIGIT+ '"' );
max_age    = "max-age"i ( "=" some_age %ev_max_age | ( "=" no_age )? %ev_max_age_bad );
s_maxage   = "s-maxage"i ( "=" some_age %ev_s_maxage | ( "=" no_age )? %ev_s_maxage_bad );

# RFC 9111 5.2.2.4, 5.2.2.7: with field names these are about those fields alone
no_cache   = "no-cache"i ( "" %ev_no_cache | "=" argument );
private    = "private"i ( "" %ev_private | "=" argument );

no_store        = ( "no-store"i ( "=" argument )? ) %ev_no_store;
public          = ( "public"i ( "=" argument )? ) %ev_public;
must_revalidate = ( "must-revalidate"i ( "=" argument )? ) %ev_must_revalidate;
must_understand = ( "must-understand"i ( "=" argument )? ) %ev_must_understand;

# RFC 9111 5.2.3: what is not known is ignored
known      = "max-age"i | "s-maxage"i | "no-cache"i | "private"i | "no-store"i | "public"i | "must-revalidate"i | "must-understand"i;
extension  = ( token - known ) ( "=" argument )?;
directive  = max_age | s_maxage | no_cache | private | no_store | public | must_revalidate | must_understand | extension;

# RFC 9110 5.6.1.2
no_element = ( blank | "," )*;
main := no_element ( directive blank* ( "," no_element directive blank* )* ( "," no_element )? )?;
}%%

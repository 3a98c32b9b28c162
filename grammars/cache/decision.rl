# What a cache may do with a response: C says what the heads hold, one symbol of each group; an edge that says no is the
# reason.    Source: RFC 9111 3, 3.5, 4.2; RFC 9110 9.3.3, 15.1    Machines: cache.storing, cache.sharing, cache.reuse

# RFC 9111 3: may it be stored at all?
%%{
machine cache_storing;
alphtype short;
import "symbols.h";

action ev_refused {}

# RFC 9111 5.2.1.5
request   = REQUEST_PLAIN;
# RFC 9111 5.2.2.5, 5.2.2.3
response  = RESPONSE_PLAIN | MUST_UNDERSTAND;
# RFC 9111 3, 4.3.4
unstored  = ( STATUS_INTERIM | STATUS_FRESHENS ) @ev_refused;
# RFC 9110 9.2.3, 9.3.3
unread    = ( METHOD_POST | METHOD_OTHER ) @ev_refused;
# RFC 9111 3; RFC 9110 15.1: a lifetime, a word that allows it, or a status that is kept by guess
explicit  = REASON_LIFETIME ( ( METHOD_READS | METHOD_POST_LOCATED ) ( STATUS_COMMON | STATUS_OTHER | unstored ) | unread );
post      = METHOD_POST_LOCATED @ev_refused | unread;
named     = REASON_NAMED ( METHOD_READS ( STATUS_COMMON | STATUS_OTHER | unstored ) | post );
heuristic = REASON_NONE ( METHOD_READS ( STATUS_COMMON | STATUS_OTHER @ev_refused | unstored ) | post );

main := REQUEST_NO_STORE @ev_refused
      | request ( RESPONSE_NO_STORE @ev_refused | response ( explicit | named | heuristic ) );
}%%

# RFC 9111 3, 3.5: by a cache that serves several users?
%%{
machine cache_sharing;
alphtype short;
import "symbols.h";

action ev_refused {}

main := SHARING_FORBIDDEN @ev_refused
      | SHARING_ALLOWED ( ANONYMOUS | AUTHORIZED )
      | SHARING_UNSAID ( ANONYMOUS | AUTHORIZED @ev_refused );
}%%

# RFC 9111 4.2.1: one source tells the lifetime; s-maxage is for shared caches only
%%{
machine cache_reuse;
alphtype short;
import "symbols.h";

lifetime  = FRESH_SHARED? ( FRESH_SECONDS | FRESH_UNTIL | STALE_ALREADY ) | FRESH_SHARED | FRESH_BY_GUESS;
condition = REVALIDATE_FIRST? VARY_ALL? PART_ONLY? CUT_SO_FAR?;

main := lifetime condition;
}%%

/* What a cache makes of the heads of a request and its response: facts that C worked out, events of Cache-Control.
 * The words hold the clause: they are the answer. Words: when it was got | when it is expected | for tables. */
#ifndef PARLEY_CACHE_SYMBOLS_H
#define PARLEY_CACHE_SYMBOLS_H

/* May it be stored? One of each group, in this order */
#define REQUEST_PLAIN       256 /* a request without no-store */
#define REQUEST_NO_STORE    257 /* the request says no-store (RFC 9111 5.2.1.5) */
#define RESPONSE_PLAIN      258 /* a response without no-store */
#define RESPONSE_NO_STORE   259 /* Cache-Control: no-store (RFC 9111 5.2.2.5) */
#define MUST_UNDERSTAND     260 /* no-store for who does not know the status (RFC 9111 5.2.2.3) */
#define REASON_LIFETIME     261 /* a lifetime of its own */
#define REASON_NAMED        262 /* public or private */
#define REASON_NONE         263 /* no lifetime, neither public nor private */
#define METHOD_READS        264 /* the answer to GET or HEAD */
#define METHOD_POST         265 /* an answer to POST without Content-Location of its target (RFC 9110 9.3.3) */
#define METHOD_POST_LOCATED 266 /* an answer to POST without a lifetime of its own (RFC 9110 9.3.3) */
#define METHOD_OTHER        267 /* its method is none whose answers are stored (RFC 9110 9.2.3) */
#define STATUS_COMMON       268 /* a final status that may be kept by guess | a final status that may be kept by guess | per response */
#define STATUS_INTERIM      269 /* no final response, and only these are stored (RFC 9111 3) | a final status | no */
#define STATUS_FRESHENS     270 /* a 304 is not stored itself, it freshens what is stored (RFC 9111 4.3.4) */
#define STATUS_OTHER        271 /* its status needs a lifetime, public or private to be stored (RFC 9111 3) */

/* ... by a cache of many users? */
#define SHARING_FORBIDDEN   272 /* private (RFC 9111 5.2.2.7) */
#define SHARING_ALLOWED     273 /* public, must-revalidate or s-maxage */
#define SHARING_UNSAID      274 /* nothing about caches of many users */
#define ANONYMOUS           275 /* a request without Authorization */
#define AUTHORIZED          276 /* Authorization (RFC 9111 3.5) */

/* How may it be used again? Those that hold, in this order */
#define FRESH_SHARED        277 /* fresh for {n} s in shared caches (s-maxage; RFC 9111 4.2.1) */
#define FRESH_SECONDS       278 /* fresh for {n} s (max-age; RFC 9111 4.2.1) */
#define FRESH_UNTIL         279 /* fresh until the date in Expires (RFC 9111 4.2.1) */
#define STALE_ALREADY       280 /* stale at once (Expires is no date; RFC 9111 5.3) */
#define FRESH_BY_GUESS      281 /* no freshness given: heuristic or revalidate (RFC 9111 4.2.2) */
#define REVALIDATE_FIRST    282 /* asked about before each use (no-cache; RFC 9111 5.2.2.4) */
#define VARY_ALL            283 /* it matches no later request (Vary: *; RFC 9111 4.1) */
#define PART_ONLY           284 /* as a part, by caches that know ranges (RFC 9111 3.3) */
#define CUT_SO_FAR          285 /* while it is incomplete, only as a part (RFC 9111 3.3) */

/* Events of Cache-Control */
#define EV_NO_STORE         1 /* no-store */
#define EV_NO_CACHE         2 /* no-cache, for all of it */
#define EV_PRIVATE          3 /* private, for all of it */
#define EV_PUBLIC           4 /* public */
#define EV_MUST_REVALIDATE  5 /* must-revalidate */
#define EV_MUST_UNDERSTAND  6 /* must-understand */
#define EV_MAX_AGE          7 /* max-age and its number */
#define EV_MAX_AGE_BAD      8 /* max-age without a number */
#define EV_S_MAXAGE         9 /* s-maxage and its number */
#define EV_S_MAXAGE_BAD     10 /* s-maxage without a number */

/* Of a decision */
#define EV_REFUSED          11 /* this is the reason why not */

#endif

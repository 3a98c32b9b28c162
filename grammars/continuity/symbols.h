/* What the machines of continuity hear: what a message's counter is beside the one before it, how a
 * session goes on over its connections, and facts that C worked out. Ragel, the generator and C read
 * this one list. Words: when it was got | when it is expected. */
#ifndef PARLEY_CONTINUITY_SYMBOLS_H
#define PARLEY_CONTINUITY_SYMBOLS_H

/* One count: the messages of a side and key, by their counters; {name} is what was read, {from} was the last one, {to}
   is this one's */
#define COUNT_FIRST           256 /* {name} {to}, the first one | first {name} */
#define COUNT_FIRST_LATER     257 /* {name} {to}, which was not there before | - */
#define COUNT_NEXT            258 /* {name} {to} | the {name} after {from} */
#define COUNT_SKIPS           259 /* {name} {to}, {n} beyond the next one | - */
#define COUNT_SKIPS_ACCEPTED  260 /* {name} {to} after the server had taken {from} as the resume point | - */
#define COUNT_UNSURE          261 /* {name} {to}, where something between was not seen | - */
#define COUNT_AGAIN           262 /* {name} {to} again | - */
#define COUNT_EARLIER         263 /* {name} {to} after {from} | - */
#define COUNT_LATE            264 /* {name} {to}, which was missing until now | - */
#define COUNT_ANEW            265 /* {name} {to}, where the count began | - */
#define CONNECTION_NEW    266 /* a new connection | - */

/* One session: how it goes on over its connections */
#define C_BEGINS          267 /* the first connection | first connection */
#define C_BEGINS_LATER    268 /* a first connection that goes on with something | - */
#define C_COMES_BACK      269 /* a new connection after a while | new connection, after a while that grows */
#define C_COMES_AT_ONCE   270 /* a new connection {n} ms after the end of the last one | - */
#define C_COMES_STEADILY  271 /* attempt {n} after the same wait as those before | - */
#define C_COMES_BESIDE    272 /* a second connection beside one that is open | - */
#define C_RESUMES         273 /* the last message as the resume point | resume point: the last message */
#define C_RESUMES_BEHIND  274 /* resume point {to}, before the last message {from} | - */
#define C_RESUMES_AHEAD   275 /* resume point {to}, behind the last whole message {from} | - */
#define C_RESUMES_NOT     276 /* no resume point | - */
#define S_ACCEPTS         277 /* the answer that the session goes on | answer to the resume point */
#define S_REFUSES         278 /* the answer that the session does not go on | - */
#define S_SAYS_NOTHING    279 /* a message before the answer to the resume point | - */
#define S_MESSAGE         280 /* a message | message */
#define C_SUBSCRIBES_NOT  281 /* the end without the subscriptions from before | - */
#define CONNECTION_OVER   282 /* the end of the connection | end of the connection */

/* Facts: Q_ is a question, the others are answers */
#define Q_TIE             283 /* what ties a connection to a session */
#define TIE_NAMED         284 /* something that the profile names */
#define TIE_GUESSED       285 /* the same client, server and path, and nothing else */
#define TIE_AMBIGUOUS     286 /* more than one session that the connection may belong to */
#define Q_COUNTER         287 /* the counter of a message */
#define COUNTER_READ      288 /* a whole number from 0 to 9223372036854775807 */
#define COUNTER_UNREADABLE 289 /* something else at {name} */
#define COUNTER_NONE      290 /* no message with {name} */
#define COUNTER_AFRESH    291 /* {name}, which starts again with each connection */
#define Q_ID              292 /* the first message after a new connection */
#define ID_GOES_ON        293 /* a message that follows the resume point */
#define ID_OPAQUE         294 /* an id that does not count, after {n} ms without a connection */
#define Q_DELIVERY        295 /* what became of a message */
#define DELIVERED         296 /* all of it, and acknowledged */
#define DELIVERY_CUT      297 /* the end of the connection within a message */
#define DELIVERY_UNKNOWN  298 /* {n} byte{s} that were never acknowledged */
#define DELIVERY_DEAD     299 /* a message after the other side had ended */
#define Q_ACKNOWLEDGMENT  300 /* the acknowledgment of a message */
#define ACK_RIGHT         301 /* one for each message that was sent */
#define ACK_OUTSTANDING   302 /* the end with messages that were not acknowledged: {n} */
#define ACK_UNSENT        303 /* acknowledgment {to}, where nothing behind {from} was sent */
#define ACK_BACK          304 /* acknowledgment {to} after {from} */
#define Q_BELOW           305 /* the connection below a session that has lost messages */
#define BELOW_OVER        306 /* a connection that tells it */
#define BELOW_ALIVE       307 /* a connection that is open and healthy, and {n} message{s} lost */
#define TIE_DOUBTED       308 /* the same client, server and path, but another query or minutes later */
#define C_RESUMES_BEYOND  309 /* resume point {to}, behind all that is here, which ends at {from} | - */

#endif

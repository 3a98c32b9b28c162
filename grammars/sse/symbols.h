/* Facts, events and questions of Server-Sent Events: the machines that read them, the generator and
 * C share these numbers and words. */
#ifndef PARLEY_SSE_SYMBOLS_H
#define PARLEY_SSE_SYMBOLS_H

/* What C works out while it reads */
#define TEXT_END             256 /* the end of the body | the end of the body */
#define VALUE_END            257 /* the end of the value | the end of the value */

/* Lines of a stream, and its end */
#define EMPTY_LINE           258 /* an empty line | an empty line */
#define DATA_LINE            259 /* a data field | a data field */
#define EVENT_LINE           260 /* an event field | an event field */
#define ID_LINE              261 /* an id field | an id field */
#define RETRY_LINE           262 /* a retry field | a retry field */
#define COMMENT_LINE         263 /* a comment | a comment */
#define OTHER_LINE           264 /* a line with another name | - */
#define PART_LINE            265 /* a part of a line | - */
#define BODY_END             266 /* the end of the body | the end of the body */

/* Turns of a session: who does what; C_ the client, S_ the server */
#define C_ASK                267 /* a request for the stream | request for the stream, with the last id */
#define C_ASK_WITH_ID        268 /* a first request that carries an id | - */
#define C_ASK_WITHOUT_ID     269 /* a request without the last id | - */
#define C_ASK_STALE          270 /* a request with an id from before the last one | - */
#define C_ASK_AHEAD          271 /* a request with the id of a block that was cut | - */
#define C_ASK_FOREIGN        272 /* a request with an id that never came | - */
#define C_CLOSE              273 /* the end by the client | end of the session */
#define S_STREAM             274 /* an event stream | event stream */
#define S_STOP               275 /* status 204 | - */
#define S_REFUSAL            276 /* status {n} | - */
#define S_OTHER_TYPE         277 /* content of another type | - */
#define S_EVENT              278 /* an event | event */
#define S_STREAM_END         279 /* the end of the stream | end of the stream */
#define S_NO_ANSWER          280 /* no answer | - */

/* Facts: Q_ is a question, the others are answers */
#define Q_REQUEST            281 /* the request */
#define REQUEST_RIGHT        282 /* a request in its time, on a connection that is free */
#define REQUEST_EARLY        283 /* a request {n} ms after the end of the stream */
#define REQUEST_BEHIND       284 /* a request behind an open stream */
#define REQUEST_ELSEWHERE    285 /* a request on another connection than before */
#define ID_CARRIED_OVER      286 /* an id from before the last stream */
#define Q_RESPONSE           287 /* the response */
#define RESPONSE_RIGHT       288 /* a response from its origin, not compressed */
#define RESPONSE_STORED      289 /* a response with an age */
#define RESPONSE_COMPRESSED  290 /* compressed content */
#define Q_EVENT              291 /* the event */
#define EVENT_RIGHT          292 /* an event on its own, with an id that goes on */
#define ID_AGAIN             293 /* the id of an event before */
#define ID_BACK              294 /* an id below the one before */
#define EVENTS_BUNCHED       295 /* {n} events at once after a silence */
#define Q_RESUME             296 /* the event that goes on after the Last-Event-ID */
#define RESUME_RIGHT         297 /* the event behind the last one */
#define RESUME_ELSEWHERE     298 /* another event than the one behind the last */
#define Q_STREAM             299 /* the stream as a whole */
#define STREAM_RIGHT         300 /* bytes from time to time, and a renewal after the end */
#define STREAM_SILENT        301 /* {n} s without a byte */
#define STREAM_NOT_RENEWED   302 /* the end of the transcript without another request */
#define STREAM_OF_MANY       303 /* {n} events in one response */

/* Events that the machines report */
#define EV_DATA              1 /* the name is data */
#define EV_EVENT             2 /* the name is event */
#define EV_ID                3 /* the name is id */
#define EV_RETRY             4 /* the name is retry */
#define EV_COMMENT           5 /* it is a comment */
#define EV_VALUE             6 /* the value begins behind this byte */
#define EV_IGNORED           7 /* the field counts for nothing */
#define EV_LINE_END          8 /* the line is complete */
#define EV_EMPTY_LINE        9 /* the line is empty */
#define EV_DISPATCH          10 /* the event is complete */

#endif

/* Facts, events and questions of Server-Sent Events: the machines that read them, the generator and
 * C share these numbers and words. */
#ifndef PARLEY_SSE_SYMBOLS_H
#define PARLEY_SSE_SYMBOLS_H

/* What C works out while it reads */
#define TEXT_END             256 /* the end of the body | the end of the body */
#define VALUE_END            257 /* the end of the value | the end of the value */

/* Lines of a stream, and its end */
#define EMPTY_LINE           258 /* an empty line | an empty line | empty line */
#define DATA_LINE            259 /* a data field | a data field */
#define EVENT_LINE           260 /* an event field | an event field */
#define ID_LINE              261 /* an id field | an id field */
#define RETRY_LINE           262 /* a retry field | a retry field */
#define COMMENT_LINE         263 /* a comment | a comment */
#define OTHER_LINE           264 /* a line with another name | - */
#define PART_LINE            265 /* a part of a line | - */
#define BODY_END             266 /* the end of the body | the end of the body */

/* Turns of a session: who does what; C_ the client, S_ the server */
#define C_ASK                267 /* a request for the stream | request for the stream, with the last id | Last-Event-ID */
#define C_ASK_WITH_ID        268 /* a first request that carries an id | - */
#define C_ASK_WITHOUT_ID     269 /* a request without the last id | - */
#define C_ASK_STALE          270 /* a request with an id from before the last one | - */
#define C_ASK_AHEAD          271 /* a request with the id of a block that was cut | - */
#define C_ASK_FOREIGN        272 /* a request with an id that never came | - */
#define C_CLOSE              273 /* the end by the client | end of the session | client's end */
#define S_STREAM             274 /* an event stream | event stream | stream */
#define S_STOP               275 /* status 204 | - */
#define S_REFUSAL            276 /* status {n} | - */
#define S_OTHER_TYPE         277 /* content of another type | - */
#define S_EVENT              278 /* an event | event | event */
#define S_STREAM_END         279 /* the end of the stream | end of the stream | end */
#define S_NO_ANSWER          280 /* no answer | - */

/* Facts: Q_ is a question, the others are answers */
#define Q_CONNECTION         281 /* the connection of the request */
#define CONNECTION_FREE      282 /* a request where no stream is open */
#define REQUEST_BEHIND       283 /* a request behind an open stream */
#define Q_PAUSE              284 /* the time before the request */
#define PAUSE_KEPT           285 /* a request after the time that retry set */
#define REQUEST_EARLY        286 /* a request {n} ms after the end of the stream */
#define Q_WHERE              287 /* where the stream is renewed */
#define REQUEST_HERE         288 /* a request on the same connection */
#define REQUEST_ELSEWHERE    289 /* a request on another connection than before */
#define Q_CARRIED            290 /* the id of the request */
#define ID_OF_STREAM         291 /* an id of the last stream */
#define ID_CARRIED_OVER      292 /* an id from before the last stream */
#define Q_ORIGIN             293 /* who answers */
#define RESPONSE_FRESH       294 /* a response of the server itself */
#define RESPONSE_STORED      295 /* a response with an age | a response with an age | rarely */
#define Q_CODING             296 /* the coding of the stream */
#define RESPONSE_PLAIN       297 /* content without a coding */
#define RESPONSE_COMPRESSED  298 /* compressed content */
#define Q_ID                 299 /* the id of the event */
#define ID_NEXT              300 /* an id that goes on */
#define ID_AGAIN             301 /* the id of an event before */
#define ID_BACK              302 /* an id below the one before */
#define Q_PACE               303 /* the pace of events */
#define EVENT_ALONE          304 /* one event at a time */
#define EVENTS_BUNCHED       305 /* {n} events at once after a silence */
#define Q_RESUME             306 /* the event that goes on after the Last-Event-ID */
#define RESUME_RIGHT         307 /* the event behind that id */
#define RESUME_ELSEWHERE     308 /* another event than the one behind that id */
#define RESUME_AT            318 /* event {to} behind Last-Event-ID {from} */
#define Q_SILENCE            309 /* the stream between two events */
#define STREAM_ALIVE         310 /* a comment at least */
#define STREAM_SILENT        311 /* {n} s without a byte */
#define Q_RENEWAL            312 /* what comes after the stream */
#define STREAM_RENEWED       313 /* another request */
#define STREAM_NOT_RENEWED   314 /* the end of the transcript without another request */
#define Q_PARTS              315 /* the events of a response */
#define STREAM_OF_FEW        316 /* one event in a response, or none */
#define STREAM_OF_MANY       317 /* {n} events in one response */

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
#define EV_DISPATCH          10 /* the event is complete | - | lines of events */

#endif

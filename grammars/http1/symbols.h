/* What HTTP/1.1's machines hear and say beside bytes: facts that C worked out, events, questions.
 * Ragel, the generator and the runtime read this one list. Words: when it was got | when it is expected. */
#ifndef PARLEY_HTTP1_SYMBOLS_H
#define PARLEY_HTTP1_SYMBOLS_H

/* Framing: what C answers and counts */
#define BODY_NONE                   256 /* a head that has no body | a head that has no body | head */
#define BODY_COUNTED                257 /* a body of {n} bytes */
#define BODY_CHUNKED                258 /* a chunked body */
#define BODY_CLOSE                  259 /* a body that lasts to the close | a body that lasts to the close | close */
#define BODY_SWITCH                 260 /* another protocol */
#define COUNT_END                   261 /* the end of the counted bytes | {n} more body bytes (any value) | length */
#define CHUNK_SIZED                 262 /* a chunk of {n} bytes */
#define CHUNK_LAST                  263 /* the last chunk | the last chunk | last chunk */

/* Turns: who does what; C_ the client, S_ the server */
#define C_REQUEST                   264 /* a request | new request | request */
#define C_REQUEST_CROSSED           265 /* a request that crossed the close | - */
#define C_PIPELINED                 266 /* a request while another waits | new request (pipelined) */
#define C_PIPELINED_RISKY           267 /* a request while one that is not idempotent waits | - */
#define C_HEAD_END                  268 /* the end of the request head | finish the head */
#define C_EXPECTS                   269 /* the end of a request head that expects 100 | - */
#define C_CONTENT                   270 /* content of the request | content */
#define C_REQUEST_END               271 /* the end of the request | finish the request */
#define C_SAYS_CLOSE                272 /* a request that says close | - */
#define C_SINGLE                    273 /* an HTTP/1.0 request without keep-alive | - */
#define C_CLOSE                     274 /* the client's close | close */
#define S_CONTINUE                  275 /* a 100 response | 100 Continue */
#define S_INTERIM                   276 /* an interim response | interim response (1xx) */
#define S_SWITCH                    277 /* a 101 response | - */
#define S_RESPONSE                  278 /* a final response | final response */
#define S_REJECTION                 279 /* a 4xx or 5xx response before the end of the head | - */
#define S_RESPONSE_END              280 /* the end of the response | finish the response */
#define S_TUNNEL                    281 /* a 2xx response to CONNECT | - */
#define S_ANSWERED                  282 /* the end of the last response that was owed | finish the response */
#define S_SAYS_CLOSE                283 /* a response that says close | - */
#define S_SINGLE                    284 /* the response to an HTTP/1.0 exchange without keep-alive | - */
#define S_MUST_CLOSE                285 /* the response to a request with both a length and a coding | - */
#define S_UNASKED                   286 /* a response head | - */
#define S_UNASKED_TIMEOUT           287 /* a 408 response | - */
#define S_UNASKED_BYTES             288 /* bytes | - */
#define S_CONTENT_AFTER_HEAD        289 /* content after the answer to HEAD | - */
#define S_CONTENT_AFTER_BODILESS    290 /* content after a response that has none | - */
#define S_CLOSE                     291 /* the server's close | close | close */
#define S_CLOSE_CROSSED             292 /* a close that crossed the request | - */
#define S_CLOSE_LEFT                293 /* a close after the client had left | - */

/* Facts: Q_ is a question, the others are answers */
#define Q_EMPTY_LINE                294 /* an empty line */
#define EMPTY_NONE                  295 /* no empty line | the first line of a message */
#define EMPTY_BEFORE                296 /* an empty line before the request */
#define EMPTY_AGAIN                 297 /* another empty line before the request */
#define EMPTY_AFTER_CONTENT         298 /* an empty line after the content of a request */
#define EMPTY_RESPONSE              299 /* an empty line before a status line */
#define Q_LINE                      300 /* the length of the line */
#define LINE_SHORT                  301 /* a line of at most 8000 octets */
#define LINE_LONG                   302 /* a line of {n} octets */
#define Q_PORT                      303 /* the port of CONNECT */
#define PORT_RIGHT                  304 /* a port from 1 to 65535 */
#define PORT_WRONG                  305 /* port {n} */
#define Q_VERSION                   306 /* the version */
#define VERSION_SAME                307 /* the version of the messages before */
#define VERSION_CHANGED             308 /* another version than before */
#define Q_FIELD                     309 /* the number of lines of a field */
#define FIELD_ONCE                  310 /* a field that has not come yet */
#define FIELD_AGAIN                 311 /* a field that is no list, again */
#define Q_HOST                      312 /* the Host field */
#define HOST_ONE                    313 /* one Host field */
#define HOST_MISSING                314 /* no Host field */
#define HOST_AGAIN                  315 /* another Host field */
#define Q_LENGTH                    316 /* the length of the body */
#define LENGTH_ONE                  317 /* one Content-Length, or Transfer-Encoding without it */
#define LENGTH_SAME                 318 /* the same length as before */
#define LENGTH_AGAIN                319 /* another Content-Length */
#define LENGTH_CONFLICT             320 /* another length than before */
#define LENGTH_TOO_LARGE            321 /* a number of 64 bits or more */
#define LENGTH_AND_CODING           322 /* both Content-Length and Transfer-Encoding */
#define LENGTH_NEEDLESS             323 /* Content-Length 0 where no content is expected */
#define LENGTH_IN_CONNECT_REQUEST   324 /* content announced in a CONNECT request */
#define Q_CODING                    325 /* the transfer coding */
#define CODING_RIGHT                326 /* chunked once and last, in HTTP/1.1 */
#define CODING_TWICE                327 /* chunked a second time */
#define CODING_NOT_LAST             328 /* a last coding other than chunked */
#define CODING_UNKNOWN_REQUEST      329 /* an unregistered coding in a request */
#define CODING_UNKNOWN_RESPONSE     330 /* an unregistered coding in a response */
#define CODING_IN_HTTP10            331 /* Transfer-Encoding in HTTP/1.0 */
#define CODING_TO_HTTP10            332 /* Transfer-Encoding in the answer to HTTP/1.0 */
#define Q_NO_BODY                   333 /* what a response without a body says of its length */
#define NO_FRAMING                  334 /* neither Content-Length nor Transfer-Encoding */
#define LENGTH_IN_BODILESS          335 /* Content-Length in a response without a body */
#define LENGTH_IN_CONNECT           336 /* Content-Length in a 2xx answer to CONNECT */
#define CODING_IN_BODILESS          337 /* Transfer-Encoding in a response without a body */
#define CODING_IN_CONNECT           338 /* Transfer-Encoding in a 2xx answer to CONNECT */
#define Q_CHUNK                     339 /* a chunk */
#define CHUNK_RIGHT                 340 /* a chunk size of at most 63 bits */
#define CHUNK_TOO_LARGE             341 /* a chunk size of 64 bits or more */
#define CHUNK_ABANDONED             342 /* another request in place of the next chunk */
#define CHUNK_EARLY                 343 /* other bytes in place of the next chunk */
#define Q_TRAILER                   344 /* a trailer field */
#define TRAILER_RIGHT               345 /* a field that was announced and is allowed in a trailer */
#define TRAILER_FORBIDDEN           346 /* a field that belongs into the head */
#define TRAILER_UNANNOUNCED         347 /* a trailer field without a Trailer field in the head */
#define Q_CONNECTION                348 /* the Connection field */
#define CONNECTION_RIGHT            349 /* options that agree */
#define CONNECTION_BOTH             350 /* both close and keep-alive */
#define CONNECTION_UNLISTED         351 /* a field about this connection that Connection does not name */
#define CONNECTION_LISTED           352 /* the name of the field in Connection */
#define Q_DATE                      353 /* the Date field */
#define DATE_THERE                  354 /* a Date field */
#define DATE_MISSING                355 /* no Date field */
#define Q_TYPE                      356 /* the type of the content */
#define TYPE_THERE                  357 /* a Content-Type field */
#define TYPE_MISSING                358 /* content without Content-Type */
#define TYPE_MISSING_OPTIONS        359 /* content of OPTIONS without Content-Type */
#define Q_CONTENT                   360 /* content */
#define CONTENT_NONE                361 /* no content */
#define CONTENT_UNDEFINED           362 /* content in a request whose method gives it no meaning */
#define CONTENT_IN_TRACE            363 /* content in TRACE */
#define CONTENT_EARLY               364 /* bytes for a tunnel that is not open yet */
#define CONTENT_IN_205              365 /* content in a 205 response */
#define Q_UPGRADE                   366 /* the Upgrade field */
#define UPGRADE_THERE               367 /* an Upgrade field that the status asks for */
#define UPGRADE_MISSING_101         368 /* a 101 response without Upgrade */
#define UPGRADE_MISSING_426         369 /* a 426 response without Upgrade */
#define Q_LISTED                    370 /* what Connection says of Upgrade */
#define UPGRADE_LISTED              371 /* Upgrade that Connection names, in HTTP/1.1 */
#define UPGRADE_UNLISTED            372 /* Upgrade that Connection does not name */
#define UPGRADE_IN_HTTP10           373 /* Upgrade in HTTP/1.0 */
#define Q_CHOSEN                    374 /* the protocol to go on with */
#define UPGRADE_OFFERED             375 /* a protocol that the request offered */
#define UPGRADE_NOT_OFFERED         376 /* a protocol that the request did not offer */
#define UPGRADE_UNASKED             377 /* a 101 response to a request without Upgrade */
#define UPGRADE_DECLINED            378 /* a final response to a request with Upgrade */
#define Q_SWITCHED                  379 /* what is spoken after the switch */
#define SWITCH_KEPT                 380 /* the protocol that was switched to */
#define HTTP_AFTER_SWITCH           381 /* HTTP/1 after the switch to another protocol */
#define Q_TE                        382 /* the TE field */
#define TE_LISTED                   383 /* TE in Connection */
#define TE_UNLISTED                 384 /* TE that Connection does not name */
#define Q_EXPECT                    385 /* the expectation */
#define EXPECT_RIGHT                386 /* an expectation in HTTP/1.1, with content */
#define EXPECT_NO_CONTENT           387 /* an expectation without content */
#define EXPECT_IN_HTTP10            388 /* an expectation in HTTP/1.0 */
#define EXPECT_ANSWERED             389 /* 100 or a final response at once */
#define EXPECT_IGNORED              390 /* silence for {n} ms */
#define Q_STATUS                    391 /* what the status asks for */
#define STATUS_RIGHT                392 /* the field or the request that the status asks for */
#define RANGE_MISSING_206           393 /* a 206 response without Content-Range */
#define REQUEST_NOT_RANGE_206       394 /* a 206 response to a request without Range */
#define REQUEST_NOT_CONDITIONAL_304 395 /* a 304 response to what was no conditional GET or HEAD */
#define CHALLENGE_MISSING_401       396 /* a 401 response without WWW-Authenticate */
#define ALLOW_MISSING_405           397 /* a 405 response without Allow */
#define CHALLENGE_MISSING_407       398 /* a 407 response without Proxy-Authenticate */
#define REQUEST_NOT_CONDITIONAL_412 399 /* a 412 response to a request without a precondition */
#define REQUEST_NOT_RANGE_416       400 /* a 416 response to a request without Range */
#define LENGTH_MISSING_416          401 /* a 416 response without the current length */
#define Q_RANGE                     402 /* the range */
#define RANGE_RIGHT                 403 /* a range that agrees with itself and with the request */
#define RANGE_INVALID               404 /* a range that ends before it begins or beyond its end */
#define RANGE_LENGTH                405 /* content of another length than its range */
#define RANGE_MULTIPART_FOR_ONE     406 /* a multipart answer to a request for one range */
#define RANGE_MULTIPART_HEAD        407 /* Content-Range in the head of a multipart answer */
#define RANGE_IF_ALONE              408 /* If-Range without Range */
#define Q_INTERIM                   409 /* an interim response */
#define INTERIM_TO_HTTP11           410 /* an interim response to HTTP/1.1 */
#define INTERIM_TO_HTTP10           411 /* an interim response to HTTP/1.0 */
#define Q_END                       412 /* the end of a message */
#define END_IN_TIME                 413 /* the rest of the message */
#define END_ABANDONED               414 /* the end of a message whose receiver had left */
#define END_BY_RESET                415 /* a reset before the close */
#define END_BODY_OPEN               416 /* nothing more, within a body */
#define Q_CLOSE                     417 /* the close of the connection */
#define CLOSE_IN_TIME               418 /* a close | close */
#define END_IDLE                    419 /* nothing, between exchanges */
#define END_LATE_SERVER             420 /* silence for {n} ms after the last response */
#define END_LATE_CLIENT             421 /* silence for {n} ms after the close of the server */
#define S_EARLY                     422 /* a final response from a server that had not seen the end of the request | - */
#define S_KEEPS_ALIVE               423 /* a response that says keep-alive | - */

/* Events that the machines report */
#define EV_START                    1 /* a message begins with this byte */
#define EV_EMPTY_LINE               2 /* an empty line begins */
#define EV_NO_START                 3 /* no message begins so */
#define EV_GET                      4 /* method GET */
#define EV_HEAD                     5 /* method HEAD */
#define EV_PUT                      6 /* method PUT */
#define EV_DELETE                   7 /* method DELETE */
#define EV_OPTIONS                  8 /* method OPTIONS */
#define EV_TRACE                    9 /* method TRACE */
#define EV_CONNECT                  10 /* method CONNECT */
#define EV_OTHER_METHOD             11 /* another method */
#define EV_TARGET_END               12 /* the target is complete */
#define EV_PORT_DIGIT               13 /* a digit of the port of CONNECT */
#define EV_HTTP10                   14 /* version 1.0 */
#define EV_STATUS                   15 /* three digits of a status */
#define EV_LINE_END                 16 /* the start-line is complete */
#define EV_NAME_END                 17 /* a field name is complete, and its colon is there */
#define EV_NAME_CUT                 18 /* a field name is complete, and its colon is not there yet */
#define EV_VALUE_START              19 /* the colon came late: the value begins */
#define EV_VALUE_END                20 /* a field value is complete */
#define EV_FOLD                     21 /* a field value goes on in the next line */
#define EV_HEAD_END                 22 /* the empty line begins: all fields are known */
#define EV_SIZE_DIGIT               23 /* a digit of a chunk size */
#define EV_CHUNK_SYNTAX             24 /* no chunk size: what is it? */
#define EV_MESSAGE_END              25 /* the message is complete | - | messages */
#define EV_LENGTH_DIGIT             26 /* a digit of Content-Length */
#define EV_LENGTH_NEXT              27 /* another element in the list of lengths */
#define EV_CHUNKED                  28 /* coding chunked */
#define EV_KNOWN_BYTE               29 /* a byte that a registered coding has here */
#define EV_CODING_BYTE              30 /* a byte of a coding */
#define EV_KNOWN_CODING             31 /* another registered coding */
#define EV_UNKNOWN_CODING           32 /* an unregistered coding is complete */
#define EV_CLOSE                    33 /* option close */
#define EV_KEEP_ALIVE               34 /* option keep-alive */
#define EV_OPTION_UPGRADE           35 /* option upgrade */
#define EV_OPTION_TE                36 /* option te */
#define EV_WEBSOCKET                37 /* protocol websocket */
#define EV_H2C                      38 /* protocol h2c */
#define EV_TLS                      39 /* protocol TLS */
#define EV_TUNNEL                   40 /* a protocol that carries any other */
#define EV_NAME_START               41 /* the name of another protocol begins */
#define EV_NAME_BYTE                42 /* a byte of the name of another protocol */
#define EV_OTHER_PROTOCOL           43 /* another protocol */
#define EV_CONTINUE                 44 /* expectation 100-continue */
#define EV_RANGE_NEXT               45 /* another range in the list */
#define EV_RANGE_FIRST              46 /* the first position is complete */
#define EV_RANGE_LAST               47 /* the last position is complete */
#define EV_RANGE_LENGTH             48 /* the complete length is complete */
#define EV_RANGE_UNSATISFIED        49 /* an unsatisfied range */
#define EV_RANGE_OTHER              50 /* another range unit than bytes */
#define EV_MULTIPART                51 /* type multipart/byteranges */
#define EV_ENCODED                  52 /* content coding gzip or deflate */
#define EV_ENCODED_OTHER            53 /* another content coding */
#define EV_AFTER_SWITCH             54 /* HTTP/1 where another protocol is spoken */
#define EV_SIZE_END                 55 /* a chunk size is complete */
#define EV_UNREADABLE               56 /* what follows in the value has no reading */
#define EV_WEBSOCKET_VERSION        57 /* protocol websocket has a version */

/* Questions on which a machine stops */
#define ASK_BODY                    1 /* how is the body framed? */
#define ASK_CHUNK                   2 /* is it the last chunk? */

#endif

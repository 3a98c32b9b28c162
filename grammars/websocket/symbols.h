/* What WebSocket's machines hear and say beside bytes: facts that C worked out, events, questions.
 * Ragel, the generator and the runtime read this one list. Words: when it was got | when it is expected. */
#ifndef PARLEY_WEBSOCKET_SYMBOLS_H
#define PARLEY_WEBSOCKET_SYMBOLS_H

/* Framing: what was agreed, and what C counts */
#define PLAIN_FRAMES                256 /* frames without an extension */
#define DEFLATE_FRAMES              257 /* frames with permessage-deflate */
#define EXTENDED_FRAMES             258 /* frames with an extension that is not known here */
#define HEADER_DATA                 259 /* a data frame */
#define HEADER_PING                 260 /* a ping or pong */
#define HEADER_CLOSE                261 /* a Close */
#define PAYLOAD_END                 262 /* the end of the payload | {n} more payload bytes (any value) | length */
#define TEXT_END                    263 /* the end of the message | the end of the message */
#define BODY_END                    264 /* the end of the Close frame | the end of the Close frame */

/* Turns: who does what; C_ the client, S_ the server */
#define C_DATA                      265 /* a data frame | message */
#define C_PING                      266 /* a ping | ping */
#define C_PONG                      267 /* a pong | pong */
#define C_PONG_UNASKED              268 /* a pong that no ping waits for | - */
#define C_PONG_DIFFERS              269 /* a pong with another payload than the ping | - */
#define C_PONG_SKIPS                270 /* a pong to a later ping | - */
#define C_CLOSE_FRAME               271 /* a Close | Close | Close */
#define C_CLOSE_ANSWER              272 /* a Close that answers | the Close that it owes | Close */
#define C_CLOSE_OTHER               273 /* a Close that answers with another code | - */
#define C_CLOSE_CROSSED             274 /* a Close that crossed the other one | - */
#define C_CLOSE                     275 /* the end of the direction | end of the connection | end */
#define C_CLOSE_UNSEEN              276 /* the end of the direction, the Close not seen | - */
#define S_DATA                      277 /* a data frame | message */
#define S_PING                      278 /* a ping | ping */
#define S_PONG                      279 /* a pong | pong */
#define S_PONG_UNASKED              280 /* a pong that no ping waits for | - */
#define S_PONG_DIFFERS              281 /* a pong with another payload than the ping | - */
#define S_PONG_SKIPS                282 /* a pong to a later ping | - */
#define S_CLOSE_FRAME               283 /* a Close | Close | Close */
#define S_CLOSE_ANSWER              284 /* a Close that answers | the Close that it owes | Close */
#define S_CLOSE_OTHER               285 /* a Close that answers with another code | - */
#define S_CLOSE_CROSSED             286 /* a Close that crossed the other one | - */
#define S_CLOSE                     287 /* the end of the direction | end of the connection | end */
#define S_CLOSE_UNSEEN              288 /* the end of the direction, the Close not seen | - */

/* Facts: Q_ is a question, the others are answers */
#define Q_REQUEST                   289 /* the opening request */
#define REQUEST_RIGHT               290 /* GET with HTTP/1.1, Upgrade, Connection, a fresh key, version 13 */
#define METHOD_NOT_GET              291 /* another method than GET */
#define VERSION_BELOW_11            292 /* HTTP/1.0 */
#define UPGRADE_NOT_WEBSOCKET       293 /* no Upgrade field that names websocket */
#define CONNECTION_NOT_UPGRADE      294 /* no Connection field that names upgrade */
#define KEY_MISSING                 295 /* no Sec-WebSocket-Key */
#define VERSION_MISSING             296 /* no Sec-WebSocket-Version */
#define SECOND_CONNECTING           297 /* another opening request while one waits */
#define KEY_REUSED                  298 /* the key of another connection */
#define Q_SILENCE                   299 /* the client before it is answered */
#define SILENCE_KEPT                300 /* silence until the answer comes */
#define EARLY_BYTES                 301 /* bytes before the answer */
#define Q_ONCE                      302 /* a field that stands in a head once */
#define ONCE_RIGHT                  303 /* any other field, or the end of the head */
#define KEY_AGAIN                   304 /* another Sec-WebSocket-Key */
#define VERSION_AGAIN               305 /* another Sec-WebSocket-Version */
#define ACCEPT_AGAIN                306 /* another Sec-WebSocket-Accept */
#define PROTOCOL_SECOND             307 /* another Sec-WebSocket-Protocol */
#define EXTENSIONS_AGAIN            308 /* another Sec-WebSocket-Extensions */
#define Q_OFFER                     309 /* what is offered */
#define OFFER_RIGHT                 310 /* a subprotocol that is not offered yet */
#define PROTOCOL_AGAIN              311 /* a subprotocol that is offered already */
#define Q_ANSWER                    312 /* the answer to the opening request */
#define ANSWER_RIGHT                313 /* 101 with Upgrade, Connection and the right accept */
#define ANSWER_REFUSES              314 /* status {n} */
#define ANSWER_NOT_WEBSOCKET        315 /* no Upgrade field with the value websocket */
#define ANSWER_NOT_UPGRADE          316 /* no Connection field that names upgrade */
#define ACCEPT_MISSING              317 /* no Sec-WebSocket-Accept */
#define Q_REFUSAL                   318 /* the refusal of a version */
#define REFUSAL_RIGHT               319 /* Sec-WebSocket-Version with the versions that it knows */
#define VERSIONS_NOT_NAMED          320 /* a refusal without Sec-WebSocket-Version */
#define Q_CHOICE                    321 /* what the server chooses */
#define CHOICE_RIGHT                322 /* what the client offered */
#define PROTOCOL_NOT_OFFERED        323 /* a subprotocol that was not offered */
#define EXTENSION_NOT_OFFERED       324 /* an extension that was not offered */
#define Q_ACCEPT                    325 /* the accept value */
#define ACCEPT_RIGHT                326 /* the next character of the hash of the key */
#define ACCEPT_WRONG                327 /* another character */
#define Q_DEFLATE                   328 /* the parameters of permessage-deflate */
#define DEFLATE_RIGHT               329 /* parameters that the offer allows */
#define PARAMETER_AGAIN             330 /* a parameter that stands there already */
#define DEFLATE_AGAIN               331 /* permessage-deflate a second time */
#define CLIENT_WINDOW_NOT_OFFERED   332 /* client_max_window_bits without an offer of it */
#define WINDOW_LARGER               333 /* a window larger than offered */
#define TAKEOVER_KEPT               334 /* an answer that keeps context takeover */
#define Q_MASK                      335 /* the masking key of a frame */
#define MASK_RIGHT                  336 /* a fresh masking key */
#define MASK_AGAIN                  337 /* the masking key of the frame before */
#define MASK_ZERO                   338 /* a masking key of zero */
#define Q_FRAME                     339 /* the size of a frame */
#define FRAME_RIGHT                 340 /* a frame that every reader takes */
#define FRAME_LARGE                 341 /* a frame of {n} bytes */
#define Q_COMPRESSION               342 /* is the message compressed? */
#define COMPRESSED                  343 /* a compressed message */
#define UNCOMPRESSED                344 /* a message without compression */
#define Q_CODE                      345 /* the close code */
#define CODE_RIGHT                  346 /* a close code for both sides */
#define CODE_FOR_CLIENT             347 /* close code {n} */
#define Q_MESSAGE                   348 /* the message that is open */
#define MESSAGE_WHOLE               349 /* the last fragment of the message */
#define MESSAGE_OPEN_AT_CLOSE       350 /* a Close within an open message */
#define MESSAGE_OPEN_AT_END         351 /* the end of the connection within an open message */
#define Q_PONG                      352 /* the ping that waits */
#define PONG_RIGHT                  353 /* a pong */
#define PING_OPEN_AT_END            354 /* the end before the pong */
#define CLOSE_BEFORE_PONG           355 /* a Close that answers before the pong */
#define Q_PATIENCE                  356 /* the server after both Close frames */
#define SERVER_ENDS                 357 /* the end of the connection */
#define SERVER_STAYS                358 /* {n} ms after both Close frames without the end of the connection */
#define Q_CONTENT                   359 /* the compressed content */
#define INFLATE_RIGHT               360 /* a block that inflates */
#define INFLATE_BAD                 361 /* a block that does not inflate */
#define INFLATE_CONTEXT             362 /* a reference to a message before */
#define INFLATE_WINDOW              363 /* a reference beyond the window */
#define INFLATE_FINAL               364 /* a block with the final bit */

/* Events that the machines report */
#define EV_SHORT_LENGTH             1 /* the length in seven bits */
#define EV_MASK_BYTE                2 /* a byte of the masking key */
#define EV_FRAME_END                3 /* the frame is complete | - | frames */
#define EV_CODE                     4 /* the close code is complete */
#define EV_KEY_BYTE                 5 /* a character of the key */
#define EV_ACCEPT_BYTE              6 /* a character of the accept value */
#define EV_PROTOCOL_START           7 /* the name of a subprotocol begins */
#define EV_PROTOCOL_BYTE            8 /* a byte of the name of a subprotocol */
#define EV_PROTOCOL_END             9 /* the name of a subprotocol is complete */
#define EV_EXTENSION_START          10 /* the name of an extension begins */
#define EV_DEFLATE_BYTE             11 /* a byte that permessage-deflate has here */
#define EV_EXTENSION_BYTE           12 /* a byte of the name of an extension */
#define EV_DEFLATE                  13 /* extension permessage-deflate */
#define EV_OTHER_EXTENSION          14 /* another extension */
#define EV_EXTENSION_END            15 /* the parameters of an extension are complete */
#define EV_SERVER_NO_TAKEOVER       16 /* parameter server_no_context_takeover */
#define EV_CLIENT_NO_TAKEOVER       17 /* parameter client_no_context_takeover */
#define EV_SERVER_BITS_NAME         18 /* parameter server_max_window_bits */
#define EV_CLIENT_BITS_NAME         19 /* parameter client_max_window_bits */
#define EV_SERVER_BITS              20 /* the value of server_max_window_bits */
#define EV_CLIENT_BITS              21 /* the value of client_max_window_bits */
#define EV_UNREADABLE               22 /* what follows in the value has no reading */
#define EV_PARAMETER                23 /* another parameter of permessage-deflate */
#define EV_PARAMETER_SERVER         24 /* a parameter of the server's direction */
#define EV_PARAMETER_CLIENT         25 /* a parameter of the client's direction */
#define EV_SERVER_BITS_TEN          26 /* server_max_window_bits is 10 or more */

/* Questions on which a machine stops */
#define ASK_PAYLOAD                 1 /* how long is the payload? */

#endif

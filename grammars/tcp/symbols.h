/* What happens to a TCP connection, as a capture can tell it: the alphabet of tcp_turns.
 * Read by Ragel, by the generator and by C. It knows nothing of packets. */
#ifndef PARLEY_TCP_SYMBOLS_H
#define PARLEY_TCP_SYMBOLS_H

/* what the two sides say */
#define C_SYN     256 /* a SYN of the client | the client's SYN */
#define S_SYN_ACK 257 /* a SYN and ACK of the server | the server's SYN and ACK */
#define C_ACK     258 /* the third segment of the handshake | the client's ACK, or its first bytes */
#define C_DATA    259 /* bytes of the client | bytes of the client */
#define S_DATA    260 /* bytes of the server | bytes of the server */
#define C_CLOSE   261 /* a FIN of the client | the client's FIN */
#define S_CLOSE   262 /* a FIN of the server | the server's FIN */
#define C_RESET   263 /* a reset by the client */
#define S_RESET   264 /* a reset by the server */

/* what is a fact about how the connection opened */
#define JOINED        265 /* segments of a connection that was open already */
#define ROLES_GUESSED 266 /* no SYN to tell the client by */
#define PORT_REUSED   267 /* another SYN on the same addresses and ports */
#define SYN_CROSSED   268 /* a SYN of the other side too */
#define SYN_BYTES     269 /* bytes inside a SYN */
#define SYN_MISMATCH  270 /* an acknowledgment of another sequence number */

/* what is a fact about the bytes */
#define GAP_ACKNOWLEDGED   271 /* a hole that the other side acknowledged */
#define GAP_UNACKNOWLEDGED 272 /* a hole that the other side did not acknowledge */
#define GAP_UNEXPLAINED    273 /* a hole, and no acknowledgments to tell whose it is */
#define CUT_SHORT          274 /* a packet of which the end was not captured */
#define OVERLAP_DIFFERENT  275 /* other bytes in the place of earlier ones */
#define URGENT             276 /* an urgent pointer */
#define ONE_SIDED          277 /* no packet of this side */
#define NO_DATA            278 /* not one byte of data */

/* what is a fact about how it ends */
#define HALF_CLOSED          279 /* bytes sent after the other side's FIN was seen */
#define FIN_MOVED            280 /* a FIN in another place than the first */
#define FIN_CROSSED          281 /* a FIN that crossed the other side's */
#define RESET_UNREAD         282 /* a reset in answer to bytes that came after its own FIN */
#define RESET_UNACKNOWLEDGED 283 /* a reset before all bytes were acknowledged */
#define RESET_OUTSIDE        284 /* a reset outside the window */
#define RESET_THEN_DATA      285 /* bytes after its own reset */

#endif

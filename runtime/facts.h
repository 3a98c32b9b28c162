/* What a message says of itself, as bits that C works out; and what is kept of a request until it
 * is answered. */
#ifndef PARLEY_FACTS_H
#define PARLEY_FACTS_H

enum method {
    METHOD_OTHER,
    METHOD_GET,
    METHOD_HEAD,
    METHOD_PUT,
    METHOD_DELETE,
    METHOD_OPTIONS,
    METHOD_TRACE,
    METHOD_CONNECT
};

#define FACT_HTTP10         (UINT64_C(1) << 0)
#define FACT_LENGTH         (UINT64_C(1) << 1) /* a valid Content-Length */
#define FACT_CHUNKED        (UINT64_C(1) << 2) /* chunked was named */
#define FACT_CHUNKED_LAST   (UINT64_C(1) << 3) /* ... and nothing after it */
#define FACT_OTHER_CODING   (UINT64_C(1) << 4) /* a transfer coding other than chunked */
#define FACT_CLOSE          (UINT64_C(1) << 5)
#define FACT_KEEP_ALIVE     (UINT64_C(1) << 6)
#define FACT_OPTION_UPGRADE (UINT64_C(1) << 7)
#define FACT_OPTION_TE      (UINT64_C(1) << 8)
#define FACT_CONTINUE       (UINT64_C(1) << 9)  /* Expect: 100-continue */
#define FACT_WEBSOCKET      (UINT64_C(1) << 10) /* Upgrade names it */
#define FACT_H2C            (UINT64_C(1) << 11)
#define FACT_TLS            (UINT64_C(1) << 12)
#define FACT_OTHER_UPGRADE  (UINT64_C(1) << 13)
#define FACT_MANY_RANGES    (UINT64_C(1) << 14)
#define FACT_BYTE_RANGE                                                                            \
    (UINT64_C(1) << 15) /* Content-Range with positions; range holds its length */
#define FACT_UNSATISFIED  (UINT64_C(1) << 16)
#define FACT_OTHER_UNIT   (UINT64_C(1) << 17)
#define FACT_MULTIPART    (UINT64_C(1) << 18)
#define FACT_ENCODED      (UINT64_C(1) << 19) /* gzip or deflate, once */
#define FACT_ENCODED_MORE (UINT64_C(1) << 20)
#define FACT_UNREADABLE                                                                            \
    (UINT64_C(1) << 21) /* a line could not be read: what is absent cannot be told */
#define FACT_LENGTH_STARTED (UINT64_C(1) << 22) /* the number of this line has begun */
#define FACT_LENGTH_WRONG   (UINT64_C(1) << 23)
#define FACT_TUNNEL         (UINT64_C(1) << 24) /* Upgrade names a protocol that carries any other */
#define FACT_KNOWN_BYTE     (UINT64_C(1) << 25) /* a registered coding goes on with this byte */
#define FACT_VERSION_13     (UINT64_C(1) << 26) /* Sec-WebSocket-Version is 13 */
#define FACT_FIRST_REPORTED 27                  /* from this bit on: http1_report.c */
#define FACT_UPGRADES       (FACT_WEBSOCKET | FACT_H2C | FACT_TLS | FACT_OTHER_UPGRADE | FACT_TUNNEL)

/* A waiting request in 32 bits: state of its exchange machine, method, and what its answer depends
 * on. */
#define ASKED_STATE(e)      ((uint16_t)((e)&0xffu))
#define ASKED_METHOD(e)     (((e) >> 8) & 0xfu)
#define ASKED_METHOD_IS(m)  ((uint32_t)(m) << 8)
#define ASKED_HTTP10        (1u << 12)
#define ASKED_EXPECTS       (1u << 13)
#define ASKED_UPGRADE       (1u << 14)
#define ASKED_WEBSOCKET     (1u << 15)
#define ASKED_H2C           (1u << 16)
#define ASKED_TLS           (1u << 17)
#define ASKED_OTHER         (1u << 18)
#define ASKED_RANGE         (1u << 19)
#define ASKED_RANGES        (1u << 20)
#define ASKED_CONDITION     (1u << 21)
#define ASKED_PRECONDITION  (1u << 22)
#define ASKED_TWO_LENGTHS   (1u << 23) /* Content-Length and Transfer-Encoding */
#define ASKED_SLOW          (1u << 24) /* its content came long after its head */
#define ASKED_UNOWED        (1u << 27) /* begun after its sender had said close: nobody owes an answer */
#define ASKED_TUNNEL        (1u << 26)
#define ASKED_KEEP_ALIVE    (1u << 25)
#define ASKED_UNREAD        (1u << 28) /* not all of its head was read: what it lacks cannot be told */
#define ASKED_OPENING       (1u << 29) /* of WebSocket */
#define ASKED_OTHER_VERSION (1u << 30) /* ... in another version than 13 */
#define ASKED_KNOWN         (1u << 31)

#endif

/* What C works out for the grammars of these tests. */
#define BODY_NONE    256 /* no body */
#define BODY_COUNTED 257 /* a body of {n} bytes */
#define COUNT_END    258 /* the end of the counted bytes | {n} more body bytes (any value) */
#define C_ASK        260 /* a question */
#define C_CLOSE      261 /* the client's close | close */
#define S_TELL       270 /* an answer | answer */
#define S_UNASKED    271 /* an answer that nobody asked for */
#define S_CLOSE      272 /* the server's close | close */
#define EV_NAME        1 /* a name is complete */
#define EV_LINE        2 /* a line is complete */
#define EV_SAID        3 /* something was said */
#define ASK_BODY       1 /* is there a body? */

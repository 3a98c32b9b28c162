/* Puts raw bytes of both sides in order: a request comes before its answer, an answer before the
 * next request.
 *
 * Raw directions say nothing about when what was sent. It must not know where the bytes come from.
 */
#ifndef PARLEY_CLI_RAW_ORDER_H
#define PARLEY_CLI_RAW_ORDER_H

#include "connection_state.h"

typedef struct raw_order raw_order;

/* How a conversation is told what happens next. */
typedef void raw_feed(void *context, conversation *c, const parley_input *input);

/* Returns NULL if there is no memory. */
raw_order *raw_order_open(raw_feed *feed, void *context);
void raw_order_free(raw_order *order);

/* Which side is to be read next. */
parley_side raw_order_whose(raw_order *order, const conversation *c);

/* Takes what was read (bytes, or an end) and feeds what may come now. A side that was asked for and
 * did not come is over. */
void raw_order_input(raw_order *order, conversation *c, const parley_input *input);

/* Nothing more can be read: feeds what is left. */
void raw_order_end(raw_order *order, conversation *c);

#endif

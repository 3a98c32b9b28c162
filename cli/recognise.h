/* What a connection speaks, from what was said first; and whether what the core does not know has a
 * name at least. */
#ifndef PARLEY_CLI_RECOGNISE_H
#define PARLEY_CLI_RECOGNISE_H

#include "connection_state.h"

/* From one piece alone; *more is set while others could tell. */
parley_protocol recognise_piece(const parley_input *input, bool *more);

/* From the inputs held. more NULL: no more will come. */
parley_protocol recognise_held(const conversation *c, bool *more);

/* The inputs held are of a protocol that is known by name only: its name, and why it is not judged;
 * else NULL, with a reason where they look like something. */
const char *recognise_other(const conversation *c, const char **reason);

#endif

/* The reader of bodies that are event streams. */
#ifndef PARLEY_CLI_SSE_BODY_H
#define PARLEY_CLI_SSE_BODY_H

#include "../http1/body.h"

extern const body_reader sse_body_reader;

#endif

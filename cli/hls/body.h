/* The reader of bodies that are playlists, or that playlists name. */
#ifndef PARLEY_CLI_HLS_BODY_H
#define PARLEY_CLI_HLS_BODY_H

#include "../http1/body.h"

extern const body_reader hls_body_reader;

#endif

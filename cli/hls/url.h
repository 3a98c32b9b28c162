/* Addresses of what playlists name: resolved against the playlist's own (RFC 3986 5), and written
 * in one way, so that a request is known again.
 *
 * It must not know what lies there. */
#ifndef PARLEY_CLI_HLS_URL_H
#define PARLEY_CLI_HLS_URL_H

#include "../http1/message_head.h"

#define HLS_URL_BYTES 4096

/* All write at most size bytes, and return how many; 0 where the address is too long or cannot be
 * known. */

size_t hls_url_resolve(const char *base, size_t n_base, const char *reference, size_t n, char *url,
                       size_t size);
/* What a request asks for. */
size_t hls_url_of(const message_head *request, char *url, size_t size);
/* The same without what only directs the delivery of a playlist (_HLS_...), or goes with a request
 * and not with what it asks for (CMCD). */
size_t hls_url_undirected(const char *url, size_t n, char *plain, size_t size);

/* The value of a parameter of the query; false where there is none of that name. */
bool hls_url_parameter(const char *url, size_t n, const char *name, const char **value,
                       size_t *n_value);
/* Are the directives of the query in the order of their bytes? */
bool hls_url_sorted(const char *url, size_t n);
/* Does the path end so, in whatever case? */
bool hls_url_ends(const char *url, size_t n, const char *ending);
/* How much of it comes before the last segment of the path. */
size_t hls_url_folder(const char *url, size_t n);

#endif

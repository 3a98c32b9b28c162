/* Decodes compressed content as it passes, to tell whether it can be decoded at all (RFC 9110 8.4).
 *
 * Nothing that was decoded is kept; who wants it listens. The number of contents under way is
 * bounded; beyond it they go unjudged. This knows codings; it must not know connections or reports.
 */
#ifndef PARLEY_CLI_HTTP1_CONTENT_H
#define PARLEY_CLI_HTTP1_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct inflater inflater;

/* Gets ready for one message's content, deflate or gzip. *inflater stays NULL if there is no room
 * for one more. */
void content_start(inflater **inflater, bool deflate);

/* Who takes what is decoded, while content_feed runs; NULL: it is not kept. */
typedef void content_sink(void *context, const uint8_t *bytes, size_t n);
void content_listen(inflater *inflater, content_sink *sink, void *context);

/* Decodes bytes[0..n), which follow those before. Returns n if all is well so far, else the index
 * of the byte at which decoding failed; nothing more is judged of this content then. */
size_t content_feed(inflater *inflater, const uint8_t *bytes, size_t n);

/* True if the content may end here: nothing came, or all of it was decoded, or it failed before. */
bool content_complete(const inflater *inflater);

/* Ends it; *inflater becomes NULL. Does nothing where it is NULL. */
void content_stop(inflater **inflater);

#endif

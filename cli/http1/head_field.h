/* The value of a field in a complete head whose bytes are at hand. */
#ifndef PARLEY_CLI_HTTP1_HEAD_FIELD_H
#define PARLEY_CLI_HTTP1_HEAD_FIELD_H

#include "../connection_state.h"

/* Copies the value of the first field of this name (in small letters), without the whitespace
 * around it, cut to size bytes. Returns its length; 0 if there is no such field in the first 8192
 * bytes of the head. */
size_t head_field(const conversation *c, const parley_event *head, const char *name, uint8_t *value,
                  size_t size);

/* The same, and where the value begins in the side's stream; not set where there is no such field.
 */
size_t head_field_at(const conversation *c, const parley_event *head, const char *name,
                     uint8_t *value, size_t size, uint64_t *offset);

/* The same for the field of this name that comes after so many others of it. */
size_t head_field_after(const conversation *c, const parley_event *head, const char *name,
                        unsigned others, uint8_t *value, size_t size);

/* Whether a value begins with a word of small letters, in whatever case it is written. */
bool value_begins(const uint8_t *value, size_t n, const char *word);

#endif

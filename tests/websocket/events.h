/* What libparley tells about a conversation without fault: its frames, its messages, their payload.
 */
#ifndef PARLEY_TESTS_EVENTS_H
#define PARLEY_TESTS_EVENTS_H

#include "dialog.h"

/* Fails unless the events of each side are those of the frames that its stream holds. */
void events_check(const dialog *d);

#endif

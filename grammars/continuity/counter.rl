# The messages of one key, by their counters, over the connections of a session. C compares numbers; what a step means
# there, within a connection or right after a new one, stands here.    Source: the profile of the session
# Machine: continuity.counter
%%{
machine continuity_counter;
alphtype short;

import "symbols.h";

action bad_counter_key_appeared {}
action bad_counter_started_again {}
action bad_message_lost_on_connection {}
action bad_message_lost_on_reconnect {}
action bad_message_repeated_on_connection {}
action bad_message_repeated_on_reconnect {}
action bad_message_reordered {}
action bad_resume_not_honoured {}

# The count of a key starts with the first number that is seen
first = COUNT_FIRST | COUNT_FIRST_LATER @bad_counter_key_appeared;

# A number that was missing may still come; one before the last that was not missing has been there
on_connection = COUNT_NEXT
              | COUNT_UNSURE
              | COUNT_SKIPS @bad_message_lost_on_connection
              | COUNT_AGAIN @bad_message_repeated_on_connection
              | COUNT_EARLIER @bad_message_reordered
              | COUNT_LATE @bad_message_reordered;

# Right after a new connection: what the server sends first tells what became of the time between
on_reconnect  = COUNT_NEXT
              | COUNT_UNSURE
              | COUNT_LATE
              | COUNT_SKIPS @bad_message_lost_on_reconnect
              | COUNT_SKIPS_ACCEPTED @bad_resume_not_honoured
              | COUNT_AGAIN @bad_message_repeated_on_reconnect
              | COUNT_EARLIER @bad_message_repeated_on_reconnect
              | COUNT_ANEW @bad_counter_started_again;

reconnected = CONNECTION_NEW+ on_reconnect;

main := first ( on_connection | reconnected )* CONNECTION_NEW*;
}%%

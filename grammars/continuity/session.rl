# One session over its connections: it begins, a connection ends, the client comes back and says where it stands, the server
# answers, and the session goes on.    Source: the profile of the session; RFC 6455 7.2.3    Machine: continuity.session
%%{
machine continuity_session;
alphtype short;

import "symbols.h";

action bad_identity_earlier_part_missing {}
action bad_identity_overlapping {}
action bad_reconnect_no_delay {}
action bad_reconnect_no_growth {}
action bad_resume_missing {}
action bad_resume_behind {}
action bad_resume_ahead {}
action bad_resume_refused {}
action bad_resume_unanswered {}
action bad_resume_not_subscribed_again {}

begins    = C_BEGINS | C_BEGINS_LATER @bad_identity_earlier_part_missing;
beside    = C_COMES_BESIDE @bad_identity_overlapping;

# RFC 6455 7.2.3: the first attempt comes after a while, and each further one later than the one before
comes     = C_COMES_BACK
          | C_COMES_AT_ONCE @bad_reconnect_no_delay
          | C_COMES_STEADILY @bad_reconnect_no_growth;

# The last message that was received in full is the resume point. One that is further on accuses the client where that
# message was cut, or the server goes on right behind the last one; else it came on a connection that is not here
point     = C_RESUMES
          | C_RESUMES_BEHIND @bad_resume_behind
          | C_RESUMES_AHEAD @bad_resume_ahead
          | C_RESUMES_BEYOND
          | C_RESUMES_NOT @bad_resume_missing;
answer    = S_ACCEPTS
          | S_REFUSES @bad_resume_refused
          | S_SAYS_NOTHING @bad_resume_unanswered;

over      = CONNECTION_OVER | C_SUBSCRIBES_NOT @bad_resume_not_subscribed_again CONNECTION_OVER;
talk      = S_MESSAGE | beside;
resuming  = S_MESSAGE | beside | point | answer;

main := begins talk* ( over+ comes resuming* )* over*;
}%%

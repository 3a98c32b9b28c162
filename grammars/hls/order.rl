# In what order lines come. Each machine looks at one thing and reads all lines, told by what they are.
# Source: the clauses above each    Machines: hls.kind, hls.segments, hls.sequence, hls.once

# RFC 8216 4.1: one kind of playlist, told by the first tag that belongs to one
%%{
machine hls_kind;
alphtype short;
import "symbols.h";

action bad_playlist_mixed_kinds {}
action bad_playlist_no_kind {}

media        = LINE_MEDIA | LINE_MEDIA_SEQUENCE | LINE_DISCONTINUITY_SEQUENCE | LINE_DISCONTINUITY | LINE_DURATION | LINE_SKIP;
multivariant = LINE_MULTIVARIANT | LINE_VARIANT | LINE_STEERING;
either       = LINE_URI | LINE_VERSION | LINE_OTHER;
mixed        = ( media | multivariant | either )* LINES_END;

main := either* ( LINES_END @bad_playlist_no_kind
                | media ( media | either )* ( LINES_END | multivariant @bad_playlist_mixed_kinds mixed )
                | multivariant ( multivariant | either )* ( LINES_END | media @bad_playlist_mixed_kinds mixed ) );
}%%

# RFC 8216 4.3.2, 4.3.4.2: a duration, then its URI; a variant, then its URI
%%{
machine hls_segments;
alphtype short;
import "symbols.h";

action bad_segment_no_duration {}
action bad_segment_no_uri {}
action bad_variant_no_uri {}

early     = LINE_MEDIA | LINE_MEDIA_SEQUENCE | LINE_DISCONTINUITY_SEQUENCE | LINE_DISCONTINUITY | LINE_SKIP | LINE_VERSION | LINE_OTHER;
other     = early | LINE_MULTIVARIANT | LINE_VARIANT | LINE_STEERING;
lone_uri  = LINE_URI @bad_segment_no_duration;
segment   = LINE_DURATION ( other | LINE_DURATION @bad_segment_no_uri )* ( LINE_URI | LINES_END @bad_segment_no_uri );
# A variant in the wrong kind of playlist keeps its URI
strange   = LINE_VARIANT ( early | LINE_MULTIVARIANT | LINE_VARIANT | LINE_STEERING )* ( LINE_URI | segment | LINES_END );
plain     = early | LINE_MULTIVARIANT | LINE_STEERING;
segments  = ( segment | lone_uri ) ( segment | lone_uri | plain | strange )* LINES_END?;
listed    = early | LINE_MULTIVARIANT | LINE_STEERING | LINE_DURATION;
variant   = LINE_VARIANT ( listed | LINE_VARIANT @bad_variant_no_uri )* ( LINE_URI | LINES_END @bad_variant_no_uri );
variants  = ( variant | LINE_MULTIVARIANT | LINE_STEERING ) ( variant | listed | LINE_URI )* LINES_END?;

main := early* ( LINES_END | segments | variants );
}%%

# RFC 8216 4.3.3.2, 4.3.3.3: where the playlist begins to count is said before what is counted
%%{
machine hls_sequence;
alphtype short;
import "symbols.h";

action bad_media_sequence_after_segment {}
action bad_discontinuity_sequence_after_segment {}
action bad_discontinuity_sequence_after_discontinuity {}

other = LINE_VERSION | LINE_DURATION | LINE_SKIP | LINE_MEDIA | LINE_VARIANT | LINE_STEERING | LINE_MULTIVARIANT | LINE_OTHER;
head  = other | LINE_MEDIA_SEQUENCE;
late  = LINE_MEDIA_SEQUENCE @bad_media_sequence_after_segment
      | LINE_DISCONTINUITY_SEQUENCE @bad_discontinuity_sequence_after_segment;

main := ( head | LINE_DISCONTINUITY_SEQUENCE )*
        ( LINE_DISCONTINUITY ( head | LINE_DISCONTINUITY | LINE_DISCONTINUITY_SEQUENCE @bad_discontinuity_sequence_after_discontinuity )* )?
        ( LINE_URI ( other | LINE_DISCONTINUITY | LINE_URI | late )* )? LINES_END;
}%%

# RFC 8216 4.3.1.2; rfc8216bis 4.4.5.2, 4.4.6.6: what stands in a playlist once
%%{
machine hls_once;
alphtype short;
import "symbols.h";

action bad_version_repeated {}
action bad_steering_repeated {}
action bad_low_latency_skip_repeated {}

other   = LINE_MEDIA | LINE_MEDIA_SEQUENCE | LINE_DISCONTINUITY_SEQUENCE | LINE_DISCONTINUITY | LINE_DURATION | LINE_VARIANT
        | LINE_MULTIVARIANT | LINE_URI | LINE_OTHER;
but_version  = other | LINE_STEERING | LINE_SKIP;
but_steering = other | LINE_VERSION | LINE_SKIP;
but_skip     = other | LINE_VERSION | LINE_STEERING;
version_once  = but_version* ( LINE_VERSION ( but_version | LINE_VERSION @bad_version_repeated )* )?;
steering_once = but_steering* ( LINE_STEERING ( but_steering | LINE_STEERING @bad_steering_repeated )* )?;
skip_once     = but_skip* ( LINE_SKIP ( but_skip | LINE_SKIP @bad_low_latency_skip_repeated )* )?;

main := ( version_once & steering_once & skip_once ) LINES_END;
}%%

# In what order lines come. Each machine looks at one thing; all lines that say nothing about it are LINE_OTHER to it.
# Source: the clauses above each    Machines: hls.kind, hls.segments, hls.sequence, hls.once

# RFC 8216 4.1: one kind of playlist, told by the first tag that belongs to one
%%{
machine hls_kind;
alphtype short;
import "symbols.h";

action bad_playlist_mixed_kinds {}
action bad_playlist_no_kind {}

mixed = ( LINE_MEDIA | LINE_MULTIVARIANT | LINE_OTHER )* LINES_END;

main := LINE_OTHER* ( LINES_END @bad_playlist_no_kind
                    | LINE_MEDIA ( LINE_MEDIA | LINE_OTHER )* ( LINES_END | LINE_MULTIVARIANT @bad_playlist_mixed_kinds mixed )
                    | LINE_MULTIVARIANT ( LINE_MULTIVARIANT | LINE_OTHER )* ( LINES_END | LINE_MEDIA @bad_playlist_mixed_kinds mixed ) );
}%%

# RFC 8216 4.3.2, 4.3.4.2: a duration, then its URI; a variant, then its URI
%%{
machine hls_segments;
alphtype short;
import "symbols.h";

action bad_segment_no_duration {}
action bad_segment_no_uri {}
action bad_variant_no_uri {}

# What stands between the two may be about the segment, or about nothing
timed   = LINE_DURATION LINE_OTHER*;
variant = LINE_VARIANT LINE_OTHER*;
started = timed ( LINE_DURATION @bad_segment_no_uri LINE_OTHER* | LINE_VARIANT @bad_segment_no_uri LINE_OTHER* )*;
listed  = variant ( LINE_VARIANT @bad_variant_no_uri LINE_OTHER* | LINE_DURATION @bad_variant_no_uri LINE_OTHER* )*;

main := ( LINE_OTHER | started LINE_URI | listed LINE_URI | LINE_URI @bad_segment_no_duration )*
        ( LINES_END | started LINES_END @bad_segment_no_uri | listed LINES_END @bad_variant_no_uri );
}%%

# RFC 8216 4.3.3.2, 4.3.3.3: where the playlist begins to count is said before what is counted
%%{
machine hls_sequence;
alphtype short;
import "symbols.h";

action bad_media_sequence_after_segment {}
action bad_discontinuity_sequence_after_segment {}
action bad_discontinuity_sequence_after_discontinuity {}

head = LINE_OTHER | LINE_MEDIA_SEQUENCE;
late = LINE_MEDIA_SEQUENCE @bad_media_sequence_after_segment
     | LINE_DISCONTINUITY_SEQUENCE @bad_discontinuity_sequence_after_segment;

main := ( head | LINE_DISCONTINUITY_SEQUENCE )*
        ( LINE_DISCONTINUITY ( head | LINE_DISCONTINUITY | LINE_DISCONTINUITY_SEQUENCE @bad_discontinuity_sequence_after_discontinuity )* )?
        ( LINE_URI ( LINE_OTHER | LINE_DISCONTINUITY | LINE_URI | late )* )? LINES_END;
}%%

# RFC 8216 4.3.1.2; rfc8216bis 4.4.5.2, 4.4.6.6: what stands in a playlist once
%%{
machine hls_once;
alphtype short;
import "symbols.h";

action bad_version_repeated {}
action bad_steering_repeated {}
action bad_low_latency_skip_repeated {}

but_version   = LINE_OTHER | LINE_STEERING | LINE_SKIP;
but_steering  = LINE_OTHER | LINE_VERSION | LINE_SKIP;
but_skip      = LINE_OTHER | LINE_VERSION | LINE_STEERING;
version_once  = but_version* ( LINE_VERSION ( but_version | LINE_VERSION @bad_version_repeated )* )?;
steering_once = but_steering* ( LINE_STEERING ( but_steering | LINE_STEERING @bad_steering_repeated )* )?;
skip_once     = but_skip* ( LINE_SKIP ( but_skip | LINE_SKIP @bad_low_latency_skip_repeated )* )?;

main := ( version_once & steering_once & skip_once ) LINES_END;
}%%

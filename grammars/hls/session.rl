# Questions about several playlists and about requests for them, which take a memory over exchanges and connections: who
# keeps it says what it found, and the edges that break a rule say which.    Source: the clauses above each    Machine: hls.session
%%{
machine hls_session;
alphtype short;

import "symbols.h";

action bad_playlist_wrong_type {}
action bad_playlist_uncompressed {}
action bad_bit_rate_wrong {}
action bad_variant_bandwidth_too_low {}
action bad_i_frame_variant_not_i_frames {}
action bad_session_key_differs {}
action bad_playlist_media_sequence_decreased {}
action bad_playlist_media_sequence_miscounted {}
action bad_playlist_removal_without_sequence {}
action bad_playlist_segment_changed {}
action bad_playlist_segment_inserted {}
action bad_playlist_removed_out_of_order {}
action bad_playlist_too_short {}
action bad_playlist_discontinuity_sequence_decreased {}
action bad_playlist_discontinuity_sequence_miscounted {}
action bad_playlist_target_duration_changed {}
action bad_playlist_vod_changed {}
action bad_playlist_event_changed {}
action bad_playlist_live_with_type {}
action bad_playlist_after_end {}
action bad_playlist_end_withdrawn {}
action bad_playlist_key_removed {}
action bad_playlist_date_range_removed {}
action bad_playlist_date_range_id_reused {}
action bad_playlist_late {}
action bad_playlist_early {}
action bad_low_latency_part_late {}
action bad_variants_target_duration_differs {}
action bad_variants_discontinuity_differs {}
action bad_variants_type_differs {}
action bad_variants_date_time_differs {}
action bad_variants_server_control_differs {}
action bad_reload_too_early {}
action bad_reload_too_early_unchanged {}
action bad_reload_after_end {}
action bad_reload_stopped {}
action bad_reload_other_variant {}
action bad_fetch_not_named {}
action bad_fetch_never {}
action bad_fetch_repeated {}
action bad_fetch_out_of_order {}
action bad_fetch_gap_segment {}
action bad_fetch_range_differs {}
action bad_fetch_slid_out {}
action bad_fetch_slower_than_played {}
action bad_fetch_too_late {}
action bad_fetch_too_many_at_once {}
action bad_fetch_failed {}
action bad_fetch_removed_too_soon {}
action bad_fetch_cut {}
action bad_low_latency_part_removed_too_soon {}
action bad_low_latency_hint_not_available {}
action bad_low_latency_hint_sent_in_pieces {}
action bad_session_separate_objects {}
action bad_low_latency_skip_not_asked {}
action bad_low_latency_skip_not_offered {}
action bad_low_latency_skip_too_old {}
action bad_low_latency_skip_not_given {}
action bad_low_latency_skip_does_not_fit {}
action bad_low_latency_removed_dates_missing {}
action bad_low_latency_hint_not_kept {}
action bad_low_latency_report_wrong {}
action bad_low_latency_block_not_offered {}
action bad_low_latency_block_not_kept {}
action bad_low_latency_part_without_segment {}
action bad_low_latency_block_too_far {}
action bad_low_latency_block_too_long {}
action bad_low_latency_block_after_end {}
action bad_low_latency_query_order {}

# RFC 8216 4, 6.2.1
label = Q_LABEL ( LABEL_RIGHT | LABEL_WRONG @bad_playlist_wrong_type );
compressed = Q_COMPRESSED ( COMPRESSED_RIGHT | COMPRESSED_NOT @bad_playlist_uncompressed );
# RFC 8216 4.3.4.2, 4.3.4.3, 4.3.4.5; rfc8216bis 4.4.4.8
rate = Q_RATE ( RATE_RIGHT
         | RATE_SEGMENT @bad_bit_rate_wrong
         | RATE_VARIANT @bad_variant_bandwidth_too_low );
i_frame_list = Q_I_FRAME_LIST ( I_FRAME_LIST_RIGHT | I_FRAME_LIST_PLAIN @bad_i_frame_variant_not_i_frames );
keys = Q_KEYS ( KEYS_AGREE | KEYS_DIFFER @bad_session_key_differs );
# RFC 8216 6.2.1, 6.2.2, 6.2.3, 6.3.4
sequence = Q_SEQUENCE ( SEQUENCE_RIGHT
             | SEQUENCE_DECREASED @bad_playlist_media_sequence_decreased
             | SEQUENCE_MISCOUNTED @bad_playlist_media_sequence_miscounted
             | SEQUENCE_ABSENT @bad_playlist_removal_without_sequence );
segment = Q_SEGMENT ( SEGMENT_RIGHT
            | SEGMENT_CHANGED @bad_playlist_segment_changed
            | SEGMENT_INSERTED @bad_playlist_segment_inserted
            | SEGMENT_TAKEN @bad_playlist_removed_out_of_order );
length = Q_LENGTH ( LENGTH_RIGHT | LENGTH_SHORT @bad_playlist_too_short );
discontinuities = Q_DISCONTINUITIES ( DISCONTINUITIES_RIGHT
                    | DISCONTINUITIES_DECREASED @bad_playlist_discontinuity_sequence_decreased
                    | DISCONTINUITIES_MISCOUNTED @bad_playlist_discontinuity_sequence_miscounted );
keeps = Q_KEEPS ( KEEPS_RIGHT
          | KEEPS_NOT_TARGET @bad_playlist_target_duration_changed
          | KEEPS_NOT_VOD @bad_playlist_vod_changed
          | KEEPS_NOT_EVENT @bad_playlist_event_changed
          | KEEPS_TYPE_AND_REMOVES @bad_playlist_live_with_type
          | KEEPS_NOT_END @bad_playlist_after_end
          | KEEPS_NOT_ENDED @bad_playlist_end_withdrawn
          | KEEPS_NOT_KEY @bad_playlist_key_removed
          | KEEPS_NOT_DATES @bad_playlist_date_range_removed
          | KEEPS_NOT_ID @bad_playlist_date_range_id_reused );
change = Q_CHANGE ( CHANGE_RIGHT
           | CHANGE_LATE @bad_playlist_late
           | CHANGE_EARLY @bad_playlist_early
           | PARTS_LATE @bad_low_latency_part_late );
# RFC 8216 6.2.4
alike = Q_ALIKE ( ALIKE_RIGHT
          | ALIKE_NOT_TARGET @bad_variants_target_duration_differs
          | ALIKE_NOT_DISCONTINUITY @bad_variants_discontinuity_differs
          | ALIKE_NOT_TYPE @bad_variants_type_differs
          | ALIKE_NOT_DATES @bad_variants_date_time_differs
          | ALIKE_NOT_CONTROL @bad_variants_server_control_differs );
# RFC 8216 6.3.3, 6.3.4, 6.3.5
reload = Q_RELOAD ( RELOAD_RIGHT
           | RELOAD_EARLY @bad_reload_too_early
           | RELOAD_EARLY_UNCHANGED @bad_reload_too_early_unchanged
           | RELOAD_AFTER_END @bad_reload_after_end
           | RELOAD_STOPPED @bad_reload_stopped
           | RELOAD_OTHER @bad_reload_other_variant );
fetch = Q_FETCH ( FETCH_RIGHT
          | FETCH_UNNAMED @bad_fetch_not_named
          | FETCH_NEVER @bad_fetch_never
          | FETCH_AGAIN @bad_fetch_repeated
          | FETCH_ORDER @bad_fetch_out_of_order
          | FETCH_GAP @bad_fetch_gap_segment
          | FETCH_RANGE @bad_fetch_range_differs
          | FETCH_SLID @bad_fetch_slid_out
          | FETCH_OUTRUN @bad_fetch_slower_than_played
          | FETCH_LATE @bad_fetch_too_late
          | FETCH_MANY @bad_fetch_too_many_at_once );
served = Q_SERVED ( SERVED_RIGHT
           | SERVED_FAILED @bad_fetch_failed
           | SERVED_TOO_SOON_GONE @bad_fetch_removed_too_soon
           | SERVED_CUT @bad_fetch_cut
           | PART_GONE @bad_low_latency_part_removed_too_soon
           | HINT_REFUSED @bad_low_latency_hint_not_available
           | HINT_IN_PIECES @bad_low_latency_hint_sent_in_pieces );
objects = Q_OBJECTS ( OBJECTS_ONE | OBJECTS_MANY @bad_session_separate_objects );
# rfc8216bis 4.4.5.2, 6.2.5.1, 6.3.7
delta = Q_DELTA ( DELTA_RIGHT
          | DELTA_NOT_ASKED @bad_low_latency_skip_not_asked
          | DELTA_NOT_OFFERED @bad_low_latency_skip_not_offered
          | DELTA_OLD @bad_low_latency_skip_too_old
          | DELTA_NOT_GIVEN @bad_low_latency_skip_not_given
          | DELTA_GAP @bad_low_latency_skip_does_not_fit
          | DELTA_NO_DATES @bad_low_latency_removed_dates_missing );
promise = Q_PROMISE ( PROMISE_RIGHT
            | HINT_DROPPED @bad_low_latency_hint_not_kept
            | REPORT_WRONG @bad_low_latency_report_wrong );
# rfc8216bis 6.2.5.2, 6.3.2, 6.3.8
block = Q_BLOCK ( BLOCK_RIGHT
          | BLOCK_NOT_OFFERED @bad_low_latency_block_not_offered
          | BLOCK_NOT_KEPT @bad_low_latency_block_not_kept
          | BLOCK_NO_SEGMENT @bad_low_latency_part_without_segment
          | BLOCK_FAR @bad_low_latency_block_too_far
          | BLOCK_LONG @bad_low_latency_block_too_long
          | BLOCK_ENDED @bad_low_latency_block_after_end );
query = Q_QUERY ( QUERY_SORTED | QUERY_UNSORTED @bad_low_latency_query_order );

main := ( label | compressed | rate | i_frame_list | keys | sequence | segment | length | discontinuities | keeps | change
        | alike | reload | fetch | served | objects | delta | promise | block | query )*;
}%%

# Questions about one playlist that a number or a memory decides: C says what it found, and the edges that break a rule say
# which.    Source: the clauses above each    Machine: hls.facts
%%{
machine hls_facts;
alphtype short;

import "symbols.h";

action bad_version_key_iv {}
action bad_version_decimal_duration {}
action bad_version_byte_range {}
action bad_version_i_frames_only {}
action bad_version_key_format {}
action bad_version_sample_encryption {}
action bad_version_map_i_frames {}
action bad_version_map {}
action bad_version_service_captions {}
action bad_version_variables {}
action bad_version_skip {}
action bad_version_skip_date_ranges {}
action bad_version_query_variable {}
action bad_version_required_attribute {}
action bad_version_in_stream_id {}
action bad_version_too_high {}
action bad_variable_undefined {}
action bad_variable_repeated {}
action bad_variable_import_misplaced {}
action bad_target_duration_missing {}
action bad_target_duration_zero {}
action bad_target_duration_exceeded {}
action bad_media_tag_repeated {}
action bad_both_tag_repeated {}
action bad_playlist_empty {}
action bad_i_frames_no_map {}
action bad_low_latency_part_in_i_frames {}
action bad_byte_range_no_offset {}
action bad_low_latency_part_range_no_offset {}
action bad_key_map_without_iv {}
action bad_date_range_no_start {}
action bad_date_range_end_before_start {}
action bad_date_range_end_differs {}
action bad_date_range_attribute_differs {}
action bad_date_range_no_date_time {}
action bad_start_outside {}
action bad_start_near_live_end {}
action bad_media_same_name {}
action bad_media_two_defaults {}
action bad_media_groups_differ {}
action bad_variant_unknown_group {}
action bad_variant_captions_none_mixed {}
action bad_variant_score_on_some {}
action bad_session_data_repeated {}
action bad_session_key_repeated {}
action bad_steering_unknown_pathway {}
action bad_low_latency_part_without_info {}
action bad_low_latency_part_too_long {}
action bad_low_latency_part_too_short {}
action bad_low_latency_tag_after_part {}
action bad_low_latency_old_parts_kept {}
action bad_low_latency_no_part_hold_back {}
action bad_low_latency_part_hold_back_too_small {}
action bad_low_latency_part_hold_back_small {}
action bad_low_latency_hold_back_too_small {}
action bad_low_latency_skip_boundary_too_small {}
action bad_low_latency_hint_repeated {}
action bad_low_latency_hint_after_end {}

# RFC 8216 7; rfc8216bis 8
gate = Q_GATE ( GATE_OPEN
         | GATE_KEY_IV @bad_version_key_iv
         | GATE_DECIMAL_DURATION @bad_version_decimal_duration
         | GATE_BYTE_RANGE @bad_version_byte_range
         | GATE_I_FRAMES @bad_version_i_frames_only
         | GATE_KEY_FORMAT @bad_version_key_format
         | GATE_SAMPLES @bad_version_sample_encryption
         | GATE_MAP_I_FRAMES @bad_version_map_i_frames
         | GATE_MAP @bad_version_map
         | GATE_CAPTIONS @bad_version_service_captions
         | GATE_VARIABLES @bad_version_variables
         | GATE_SKIP @bad_version_skip
         | GATE_SKIP_DATES @bad_version_skip_date_ranges
         | GATE_QUERY @bad_version_query_variable
         | GATE_REQUIRED @bad_version_required_attribute
         | GATE_CHANNEL @bad_version_in_stream_id );
need = Q_NEED ( NEED_THERE | NEED_LOWER @bad_version_too_high );
# rfc8216bis 4.4.2.3, 6.3.1
naming = Q_VARIABLE ( VARIABLE_RIGHT
           | VARIABLE_UNDEFINED @bad_variable_undefined
           | VARIABLE_AGAIN @bad_variable_repeated
           | VARIABLE_IMPORTED @bad_variable_import_misplaced );
# RFC 8216 4.3.3.1
target = Q_TARGET ( TARGET_RIGHT
           | TARGET_MISSING @bad_target_duration_missing
           | TARGET_ZERO @bad_target_duration_zero );
fit = Q_FIT ( FIT_RIGHT | FIT_EXCEEDED @bad_target_duration_exceeded );
# RFC 8216 4.3.3, 4.3.5
once = Q_ONCE ( ONCE_RIGHT
         | MEDIA_TAG_AGAIN @bad_media_tag_repeated
         | BOTH_TAG_AGAIN @bad_both_tag_repeated );
# rfc8216bis 4.1, 4.4.4.5, 4.4.4.9
segments = Q_SEGMENTS ( SEGMENTS_THERE | SEGMENTS_NONE @bad_playlist_empty );
i_frames = Q_I_FRAMES ( I_FRAMES_RIGHT
             | I_FRAMES_NO_MAP @bad_i_frames_no_map
             | I_FRAMES_PARTS @bad_low_latency_part_in_i_frames );
# RFC 8216 4.3.2.2, 4.3.2.5; rfc8216bis 4.4.4.9
range = Q_RANGE ( RANGE_RIGHT
          | RANGE_NOTHING_BEFORE @bad_byte_range_no_offset
          | RANGE_NO_PART_BEFORE @bad_low_latency_part_range_no_offset );
map_key = Q_MAP_KEY ( MAP_KEY_RIGHT | MAP_KEY_NO_IV @bad_key_map_without_iv );
# RFC 8216 4.3.2.7
date_range = Q_DATE_RANGE ( DATE_RANGE_RIGHT
               | DATE_RANGE_NO_START @bad_date_range_no_start
               | DATE_RANGE_BACKWARDS @bad_date_range_end_before_start
               | DATE_RANGE_ENDS_DIFFER @bad_date_range_end_differs
               | DATE_RANGE_DIFFERS @bad_date_range_attribute_differs );
dates = Q_DATES ( DATES_THERE | DATES_MISSING @bad_date_range_no_date_time );
# RFC 8216 4.3.5.2
start = Q_START ( START_RIGHT
          | START_OUTSIDE @bad_start_outside
          | START_NEAR_END @bad_start_near_live_end );
# RFC 8216 4.3.4.1.1, 4.3.4.2
groups = Q_GROUPS ( GROUPS_RIGHT
           | NAME_AGAIN @bad_media_same_name
           | DEFAULT_AGAIN @bad_media_two_defaults
           | GROUPS_DIFFER @bad_media_groups_differ );
variants = Q_VARIANTS ( VARIANTS_RIGHT
             | GROUP_UNKNOWN @bad_variant_unknown_group
             | CAPTIONS_MIXED @bad_variant_captions_none_mixed
             | SCORES_MIXED @bad_variant_score_on_some );
# RFC 8216 4.3.4.4, 4.3.4.5; rfc8216bis 4.4.6.6
doubles = Q_DOUBLE ( DOUBLE_RIGHT
            | SESSION_DATA_AGAIN @bad_session_data_repeated
            | SESSION_KEY_AGAIN @bad_session_key_repeated );
pathway = Q_PATHWAY ( PATHWAY_RIGHT | PATHWAY_UNKNOWN @bad_steering_unknown_pathway );
# rfc8216bis 4.4.3.7, 4.4.3.8, 4.4.4.9, 4.4.5.3, 6.2.2, 6.2.6
parts = Q_PARTS ( PARTS_RIGHT | PARTS_UNANNOUNCED @bad_low_latency_part_without_info );
part = Q_PART ( PART_RIGHT
         | PART_LONG @bad_low_latency_part_too_long
         | PART_SHORT @bad_low_latency_part_too_short );
part_place = Q_PART_PLACE ( PART_PLACE_RIGHT
               | TAG_AFTER_PART @bad_low_latency_tag_after_part
               | PARTS_OLD @bad_low_latency_old_parts_kept );
hold = Q_HOLD ( HOLD_THERE | PART_HOLD_MISSING @bad_low_latency_no_part_hold_back );
control = Q_CONTROL ( CONTROL_RIGHT
            | PART_HOLD_TOO_SMALL @bad_low_latency_part_hold_back_too_small
            | PART_HOLD_SMALL @bad_low_latency_part_hold_back_small
            | HOLD_TOO_SMALL @bad_low_latency_hold_back_too_small
            | SKIP_TOO_SMALL @bad_low_latency_skip_boundary_too_small );
hint = Q_HINT ( HINT_RIGHT
         | HINT_AGAIN @bad_low_latency_hint_repeated
         | HINT_AFTER_END @bad_low_latency_hint_after_end );

main := ( gate | need | naming | target | fit | once | segments | i_frames | range | map_key | date_range | dates | start
        | groups | variants | doubles | pathway | parts | part | part_place | hold | control | hint )*;
}%%

# Questions about one tag and its attributes, posed where the tag ends: C says what it found, and the edges that break a rule
# say which.    Source: the clauses above each    Machine: hls.tags
%%{
machine hls_tags;
alphtype short;

import "symbols.h";

action bad_attribute_repeated {}
action bad_attribute_decimal_integer {}
action bad_variable_one_source {}
action bad_variable_no_value {}
action bad_key_no_method {}
action bad_session_key_none {}
action bad_key_none_with_attributes {}
action bad_key_iv_forbidden {}
action bad_key_iv_length {}
action bad_key_no_uri {}
action bad_map_no_uri {}
action bad_media_subtitles_without_uri {}
action bad_i_frame_variant_no_uri {}
action bad_low_latency_part_no_uri {}
action bad_low_latency_hint_no_uri {}
action bad_low_latency_report_no_uri {}
action bad_date_range_no_id {}
action bad_date_range_next_without_class {}
action bad_date_range_next_with_end {}
action bad_start_no_offset {}
action bad_media_no_type {}
action bad_low_latency_hint_no_type {}
action bad_media_no_group {}
action bad_media_no_name {}
action bad_media_captions_with_uri {}
action bad_media_captions_without_channel {}
action bad_media_captions_channel_value {}
action bad_media_default_not_autoselect {}
action bad_media_forced_not_subtitles {}
action bad_media_audio_attribute {}
action bad_variant_no_bandwidth {}
action bad_i_frame_variant_no_bandwidth {}
action bad_variant_no_codecs {}
action bad_session_data_no_id {}
action bad_session_data_value_or_uri {}
action bad_steering_no_server {}
action bad_low_latency_no_part_target {}
action bad_low_latency_part_no_duration {}
action bad_low_latency_skip_dates_without_skip {}
action bad_low_latency_skip_no_count {}

# RFC 8216 4.2
attribute = Q_ATTRIBUTE ( ATTRIBUTE_NEW | ATTRIBUTE_AGAIN @bad_attribute_repeated );
integer = Q_INTEGER ( INTEGER_FITS | INTEGER_LARGE @bad_attribute_decimal_integer );
# rfc8216bis 4.4.2.3
source = Q_SOURCE ( SOURCE_ONE
           | SOURCE_NONE @bad_variable_one_source
           | SOURCE_TWO @bad_variable_one_source );
value = Q_VALUE ( VALUE_THERE | VARIABLE_NO_VALUE @bad_variable_no_value );
# RFC 8216 4.3.2.4
method = Q_METHOD ( METHOD_THERE | KEY_NO_METHOD @bad_key_no_method );
# RFC 8216 4.3.4.5
announced = Q_ANNOUNCED ( ANNOUNCED_ENCRYPTS | ANNOUNCED_NONE @bad_session_key_none );
none = Q_NONE ( NONE_ALONE | NONE_WITH_OTHERS @bad_key_none_with_attributes );
vector = Q_IV ( IV_RIGHT
           | IV_FORBIDDEN @bad_key_iv_forbidden
           | IV_LONG @bad_key_iv_length );
# RFC 8216 4.3.2.4, 4.3.2.5, 4.3.4.2.1, 4.3.4.3; rfc8216bis 4.4.4.9, 4.4.5.3, 4.4.5.4
uri = Q_URI ( URI_THERE
        | KEY_NO_URI @bad_key_no_uri
        | MAP_NO_URI @bad_map_no_uri
        | SUBTITLES_NO_URI @bad_media_subtitles_without_uri
        | I_FRAMES_NO_URI @bad_i_frame_variant_no_uri
        | PART_NO_URI @bad_low_latency_part_no_uri
        | HINT_NO_URI @bad_low_latency_hint_no_uri
        | REPORT_NO_URI @bad_low_latency_report_no_uri );
# RFC 8216 4.3.2.7
id = Q_ID ( ID_THERE | DATE_RANGE_NO_ID @bad_date_range_no_id );
next = Q_NEXT ( NEXT_RIGHT
         | NEXT_NO_CLASS @bad_date_range_next_without_class
         | NEXT_WITH_END @bad_date_range_next_with_end );
# RFC 8216 4.3.5.2
offset = Q_OFFSET ( OFFSET_THERE | START_NO_OFFSET @bad_start_no_offset );
# RFC 8216 4.3.4.1
type = Q_TYPE ( TYPE_THERE
         | MEDIA_NO_TYPE @bad_media_no_type
         | HINT_NO_TYPE @bad_low_latency_hint_no_type );
group = Q_GROUP ( GROUP_THERE | MEDIA_NO_GROUP @bad_media_no_group );
name = Q_NAME ( NAME_THERE | MEDIA_NO_NAME @bad_media_no_name );
captions = Q_CAPTIONS ( CAPTIONS_RIGHT
             | CAPTIONS_WITH_URI @bad_media_captions_with_uri
             | CAPTIONS_NO_CHANNEL @bad_media_captions_without_channel
             | CAPTIONS_CHANNEL @bad_media_captions_channel_value );
rendition = Q_RENDITION ( RENDITION_RIGHT
              | DEFAULT_NOT_SELECTED @bad_media_default_not_autoselect
              | FORCED_ELSEWHERE @bad_media_forced_not_subtitles
              | AUDIO_ELSEWHERE @bad_media_audio_attribute );
# RFC 8216 4.3.4.2, 4.3.4.3
variant = Q_VARIANT ( BANDWIDTH_THERE
            | VARIANT_NO_BANDWIDTH @bad_variant_no_bandwidth
            | I_FRAMES_NO_BANDWIDTH @bad_i_frame_variant_no_bandwidth );
codecs = Q_CODECS ( CODECS_THERE | VARIANT_NO_CODECS @bad_variant_no_codecs );
# RFC 8216 4.3.4.4
data_id = Q_DATA_ID ( DATA_ID_THERE | SESSION_DATA_NO_ID @bad_session_data_no_id );
data = Q_DATA ( DATA_ONE
         | DATA_NONE @bad_session_data_value_or_uri
         | DATA_TWO @bad_session_data_value_or_uri );
# rfc8216bis 4.4.6.6
steering = Q_SERVER ( SERVER_THERE | STEERING_NO_SERVER @bad_steering_no_server );
# rfc8216bis 4.4.3.7, 4.4.3.8, 4.4.4.9, 4.4.5.2
part_target = Q_PART_TARGET ( PART_TARGET_THERE | PARTS_NO_TARGET @bad_low_latency_no_part_target );
part_duration = Q_PART_DURATION ( PART_DURATION_THERE | PART_NO_DURATION @bad_low_latency_part_no_duration );
skipping = Q_SKIPPING ( SKIPPING_RIGHT | SKIPS_DATES_ONLY @bad_low_latency_skip_dates_without_skip );
skipped = Q_SKIPPED ( SKIPPED_THERE | SKIP_NO_COUNT @bad_low_latency_skip_no_count );

main := ( attribute | integer | source | value | method | announced | none | vector | uri | id | next | offset | type | group | name
        | captions | rendition | variant | codecs | data_id | data | steering | part_target | part_duration | skipping
        | skipped )*;
}%%

# The lines of a playlist: the first one, tags with what they hold, comments, URIs. C looks names up and says what they mean;
# lists of attributes are read by hls.attributes.    Source: the clauses above each    Machine: hls.playlist
%%{
machine hls_playlist;
alphtype short;

import "symbols.h";
include abnf "../abnf.rl";

action ev_name_byte {}
action ev_list_byte {}
action ev_uri {}
action ev_line_end {}
action mark {}
action late_playlist_byte_order_mark {}
action bad_playlist_line_end {}
action bad_playlist_stray_whitespace {}
action bad_playlist_first_line {}
action bad_playlist_unknown_tag {}
action bad_playlist_tag_case {}
action bad_version_not_integer {}
action bad_target_duration_not_integer {}
action bad_media_sequence_not_integer {}
action bad_discontinuity_sequence_not_integer {}
action bad_playlist_type_value {}
action bad_attribute_decimal_integer {}
action bad_segment_bad_duration {}
action bad_segment_no_comma {}
action bad_byte_range_syntax {}
action bad_date_time_syntax {}
action bad_date_time_no_zone {}

# RFC 8216 4.1
line_byte = octet - CR - LF;
line_end  = LF @ev_line_end | CR ( LF @ev_line_end ) >!bad_playlist_line_end >/bad_playlist_line_end;
stray     = blank @bad_playlist_stray_whitespace blank*;
text_rest = line_byte*;
end_of_line = ( stray text_rest )? line_end;

# RFC 8216 4.2
decimal_integer = DIGIT+;
# RFC 8216 4.3.2.1: the comma stands behind the duration, with or without a title
seconds   = DIGIT+ ( "." DIGIT* )? | "." DIGIT+;
duration  = ( ":" stray? seconds ) $!bad_segment_bad_duration @/bad_segment_bad_duration;
extinf    = duration ( "," text_rest line_end
                     | ( CR | LF ) >bad_segment_no_comma @ev_line_end
                     | blank @bad_segment_no_comma text_rest line_end ) >/bad_segment_no_comma;
# RFC 8216 4.3.2.2
range     = ( ":" stray? decimal_integer ( "@" decimal_integer )? ) $!bad_byte_range_syntax @/bad_byte_range_syntax;
# RFC 8216 4.3.2.6, ISO 8601
month     = "0" "1".."9" | "1" "0".."2";
day       = "0" "1".."9" | "1".."2" DIGIT | "3" "0".."1";
hour      = "0".."1" DIGIT | "2" "0".."4";
minute    = "0".."5" DIGIT;
second    = "0".."5" DIGIT | "60";
fraction  = ( "." | "," ) DIGIT+;
zone      = "Z" | ( "+" | "-" ) hour ( ":"? minute )?;
year      = DIGIT DIGIT DIGIT DIGIT;
clock     = year "-" month "-" day "T" hour ":" minute ( ":" second )? | year month day "T" hour minute second?;
moment = clock ( fraction ( zone | "" %bad_date_time_no_zone ) | zone >bad_date_time_no_zone | "" %bad_date_time_no_zone );
date_time = ( ":" stray? moment ) $!bad_date_time_syntax @/bad_date_time_syntax;

# RFC 8216 4.3.1.2, 4.3.3
version   = ( ":" stray? decimal_integer ) $!bad_version_not_integer @/bad_version_not_integer;
target_duration = ( ":" stray? decimal_integer ) $!bad_target_duration_not_integer @/bad_target_duration_not_integer;
media_sequence = ( ":" stray? decimal_integer ) $!bad_media_sequence_not_integer @/bad_media_sequence_not_integer;
discontinuity_sequence = ( ":" stray? decimal_integer ) $!bad_discontinuity_sequence_not_integer @/bad_discontinuity_sequence_not_integer;
bit_rate  = ( ":" stray? decimal_integer ) $!bad_attribute_decimal_integer @/bad_attribute_decimal_integer;
playlist_type = ( ":" stray? ( "EVENT" | "VOD" ) ) $!bad_playlist_type_value @/bad_playlist_type_value;

# RFC 8216 4.1: what belongs to no tag makes another name of it
name_byte = ALPHA | DIGIT | "-" | "_";
other     = ( octet - blank - CR - LF ) @bad_playlist_unknown_tag text_rest;
not_list  = ( octet - blank - ":" - CR - LF ) @bad_playlist_unknown_tag text_rest;
nothing_more = end_of_line | other line_end;
attribute_list = end_of_line | ( not_list | ":" ( line_byte @ev_list_byte )* ) line_end;
tag = TAG_ALONE nothing_more
          | TAG_LIST attribute_list
          | TAG_VERSION version end_of_line
          | TAG_TARGET target_duration end_of_line
          | TAG_SEQUENCE media_sequence end_of_line
          | TAG_DISCONTINUITIES discontinuity_sequence end_of_line
          | TAG_TYPE playlist_type end_of_line
          | TAG_BITRATE bit_rate end_of_line
          | TAG_DURATION extinf
          | TAG_RANGE range end_of_line
          | TAG_DATE date_time end_of_line
          | TAG_UNKNOWN @bad_playlist_unknown_tag text_rest line_end
          | TAG_SMALL @bad_playlist_tag_case text_rest line_end
          | TAG_COMMENT text_rest line_end;
tag_name = ( name_byte @ev_name_byte )*;
tag_line = "#" tag_name tag >!bad_playlist_unknown_tag;
uri = ( ( octet - "#" - blank - CR - LF ) @ev_uri ( line_byte - blank )* ) end_of_line;
line = stray? ( tag_line | uri | line_end );

# RFC 8216 4.1, 4.3.1.1
# it is known when it is whole, and wrong from its first byte on
byte_order_mark = ( 0xef @mark ) 0xbb 0xbf @late_playlist_byte_order_mark;
line_with_EXTM3U = ( byte_order_mark? "#EXTM3U" stray? ) $!bad_playlist_first_line @/bad_playlist_first_line >/bad_playlist_first_line line_end;

main := ( line_with_EXTM3U | RESUME_REST text_rest line_end | RESUME_LINE ) line*;
}%%

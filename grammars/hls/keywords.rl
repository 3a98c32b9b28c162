# Keywords, each attribute with its own. C says first which attribute it is, and where the keyword ends.
# Source: the clauses above each    Machine: hls.keywords
%%{
machine hls_keywords;
alphtype short;

import "symbols.h";

action bad_attribute_unknown_keyword {}
action bad_key_unknown_method {}
action bad_media_unknown_type {}

# RFC 8216 4.3.2.4; rfc8216bis 4.4.4.4
encrypting     = "AES-128" | "SAMPLE-AES" | "SAMPLE-AES-CTR" | "AES-256-GCM";
method         = ( ( "NONE" | encrypting ) KEYWORD_END ) $!bad_key_unknown_method;
# RFC 8216 4.3.4.1
media_type     = ( ( "AUDIO" | "VIDEO" | "SUBTITLES" | "CLOSED-CAPTIONS" ) KEYWORD_END ) $!bad_media_unknown_type;
# rfc8216bis 4.4.5.3
hint_type      = ( "PART" | "MAP" ) KEYWORD_END;
yes            = "YES" KEYWORD_END;
yes_no         = ( "YES" | "NO" ) KEYWORD_END;
# RFC 8216 4.3.4.2; rfc8216bis 4.4.6.2
hdcp_level     = ( "TYPE-0" | "TYPE-1" | "NONE" ) KEYWORD_END;
video_range    = ( "SDR" | "HLG" | "PQ" ) KEYWORD_END;
# rfc8216bis 4.4.6.4
data_format    = ( "JSON" | "RAW" ) KEYWORD_END;
defined        = ( WORD_YES yes | WORD_YES_NO yes_no | WORD_HINT_TYPE hint_type | WORD_HDCP hdcp_level
                 | WORD_VIDEO_RANGE video_range | WORD_FORMAT data_format ) $!bad_attribute_unknown_keyword;

main := WORD_METHOD method | WORD_MEDIA_TYPE media_type | defined;
}%%

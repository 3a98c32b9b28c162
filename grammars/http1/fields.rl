# Field lines of both sides and of trailers, and the end of the section.    Source: RFC 9112 2.2, 5; RFC 9110 5
# Whoever includes this defines fold_blank before: the blank that folds a line, with the rule that it breaks.
%%{
machine http1_fields;

action mark {}
action ev_name_end {}
action ev_name_cut {}
action ev_value_start {}
action ev_value_end {}
action ev_fold {}
action ev_head_end {}
action bad_line_bare_lf {}
action bad_line_bare_cr {}
action bad_field_missing_colon {}
action late_field_missing_colon {}
action bad_field_empty_name {}
action bad_field_name_character {}
action late_field_name_character {}
action late_field_space_before_colon {}
action bad_field_space_before_first {}
action bad_field_nul {}
action bad_field_control_character {}
action bad_field_high_octet {}

# RFC 9112 2.2: CR LF; a recipient may read LF alone
line_end = CR LF >!bad_line_bare_cr
         | LF @bad_line_bare_lf;

# RFC 9110 5.1
field_name = ( tchar
             | ( octet - tchar - blank - ":" - CR - LF ) $bad_field_name_character )+;

# RFC 9110 5.5
field_value = ( VCHAR | blank
              | obs_text $bad_field_high_octet
              | 0x00 $bad_field_nul
              | control $bad_field_control_character )*;
value_end = CR @ev_value_end LF >!bad_line_bare_cr
          | LF @ev_value_end @bad_line_bare_lf;

# RFC 9112 5.1: no whitespace between the name and the colon. Which rule it breaks, the rest of the line tells.
name_blank   = blank @ev_name_cut @mark blank*;
name_words   = ( octet - blank - ":" - CR - LF ) ( octet - ":" - CR - LF )*;
spaced_colon = name_blank
               ( ":" @late_field_space_before_colon @ev_value_start
               | name_words ":" @late_field_name_character );
no_colon     = name_blank name_words? ( CR @late_field_missing_colon @ev_value_end LF >!bad_line_bare_cr
                                      | LF @late_field_missing_colon @ev_value_end )
             | CR @bad_field_missing_colon LF >!bad_line_bare_cr
             | LF @bad_field_missing_colon;

# RFC 9112 5.2: a line that begins with whitespace goes on with the value before
folded_line = fold_blank @ev_fold field_value value_end;

# RFC 9112 5
field_line  = field_name >mark ":" @ev_name_end field_value value_end;
# The same line with a fault in it: it is read on
faulty_line = field_name >mark ( spaced_colon field_value value_end | no_colon );

# What cannot be read as a field: the line is skipped
skipped_value = ( octet - CR - LF )*;
nameless_line = ":" @bad_field_empty_name skipped_value line_end;

# RFC 9112 2.2: no whitespace after the start-line
skipped_fold  = blank skipped_value line_end;
field_section = ( blank @bad_field_space_before_first skipped_value line_end skipped_fold* )?
                ( ( field_line | faulty_line ) folded_line* | nameless_line skipped_fold* )*;
section_end   = CR @ev_head_end LF >!bad_line_bare_cr
              | LF @bad_line_bare_lf @ev_head_end;
}%%

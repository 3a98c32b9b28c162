# Characters as bytes.    Source: RFC 3629 4    Actions: none
# Needs before it: cut, what it means that the text ends within a character.
%%{
machine utf8;

low_ascii    = 0x00..0x7f;
continuation = 0x80..0xbf;
# No overlong forms, no surrogates, nothing above U+10FFFF
lead_2       = 0xc2..0xdf;
lead_3       = 0xe1..0xec | 0xee | 0xef;
lead_4       = 0xf1..0xf3;
after_e0     = 0xa0..0xbf;
after_ed     = 0x80..0x9f;
after_f0     = 0x90..0xbf;
after_f4     = 0x80..0x8f;

one_more     = continuation | cut;
sequence_of_3 = lead_3 ( continuation one_more | cut ) | 0xe0 ( after_e0 one_more | cut ) | 0xed ( after_ed one_more | cut );
sequence_of_4 = lead_4 ( continuation ( continuation one_more | cut ) | cut )
              | 0xf0 ( after_f0 ( continuation one_more | cut ) | cut )
              | 0xf4 ( after_f4 ( continuation one_more | cut ) | cut );
character    = low_ascii | lead_2 one_more | sequence_of_3 | sequence_of_4;
}%%
